//! The native format, as `btl print --format json` writes it: one object, or a header line
//! and an item a line.
//!
//! Nothing is inferred anew here: what the file says of its guesses is taken over. Ids that
//! were made up for the file (`btl:7`, `more:7`, `ghost:…`) link its items and are not kept.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Format;
use crate::loader::detect::Head;
use crate::loader::json::{Damage, Event, Scanner, Value};
use crate::model::discussion::Note;
use crate::model::draft::Parent;
use crate::model::thread::{GuessKind, More};
use crate::model::{DraftWriter, Kind, Media, Row, State, TextRef};

mod article;
mod item;

use article::Article;
use item::{Guess, Item};

pub(super) const FORMAT: Format = Format {
    name: "native",
    reads: "what btl print --format json writes, as one object or an item a line",
    sample: r#"{"type":"Discussion","btl":1,"article":{…},"items":[…]}"#,
    sniff,
    read,
};

/// The version of the format that is written, and the newest that is known.
const VERSION: i64 = 1;

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    match (json.is_type("Discussion"), json.has("btl") || json.has("items") || json.has("article")) {
        (true, true) => 100,
        (true, false) => 80,
        (false, _) if json.first_has("btl") && json.first_has("items") => 90,
        _ => 0,
    }
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let mut reader = Reader {
        scanner: Scanner::new(source),
        writer,
        made_up: HashMap::new(),
        pending: Vec::new(),
        candidates: Vec::new(),
        ids: Vec::new(),
        article: Article::default(),
    };
    reader.run();
    reader.finish();
    reader.scanner.damage()
}

struct Reader<'s, 'w> {
    scanner: Scanner<'s>,
    writer: &'w mut DraftWriter,
    /// Rows by the ids that stand for them in this file.
    made_up: HashMap<Box<str>, Row>,
    /// Items that answer an id which may be made up and may come later.
    pending: Vec<(Row, Value<'s>)>,
    candidates: Vec<(Row, Guess<'s>)>,
    /// Each row's id as it is written.
    ids: Vec<&'s str>,
    article: Article<'s>,
}

impl<'s> Reader<'s, '_> {
    fn run(&mut self) {
        loop {
            match self.scanner.next() {
                Event::Open { object: true, .. } => self.document(),
                Event::Open { .. } | Event::Close | Event::Value { .. } => {}
                Event::End => return,
            }
        }
    }

    /// A discussion, or an item on a line of its own.
    fn document(&mut self) {
        let mut item = Item::default();
        let mut is_discussion = false;
        loop {
            let event = self.scanner.next();
            if !is_discussion && begins(event) {
                is_discussion = true;
                self.finish();
                self.writer.begin();
            }
            match event {
                Event::Open { key: "items", object: false } => self.items(),
                Event::Open { key: "source", object: true } => self.source(),
                Event::Open { key: "article", object: true } => self.article.read(&mut self.scanner),
                Event::Open { key, object } => item.open(key, object, &mut self.scanner),
                Event::Value { key: "btl", value } => self.version(value),
                Event::Value { key, value } => item.set(key, value),
                Event::Close | Event::End => break,
            }
        }
        if !is_discussion && (item.id.is_some() || item.content.is_some()) {
            self.item(item);
        }
    }

    fn version(&mut self, value: Value<'_>) {
        if value.int().is_some_and(|version| version > VERSION) {
            self.writer.note("written by a newer version; what is unknown here is left out", None);
        }
    }

    fn items(&mut self) {
        loop {
            match self.scanner.next() {
                Event::Open { object: true, .. } => {
                    let item = self.members();
                    self.item(item);
                }
                Event::Open { .. } => self.scanner.skip(),
                Event::Value { .. } => {}
                Event::Close | Event::End => return,
            }
        }
    }

    fn members(&mut self) -> Item<'s> {
        let mut item = Item::default();
        loop {
            match self.scanner.next() {
                Event::Open { key, object } => item.open(key, object, &mut self.scanner),
                Event::Value { key, value } => item.set(key, value),
                Event::Close | Event::End => return item,
            }
        }
    }

    fn source(&mut self) {
        loop {
            match self.scanner.next() {
                Event::Open { key: "warnings", object: false } => self.warnings(),
                Event::Open { .. } => self.scanner.skip(),
                Event::Value { key, value } => self.origin(key, value),
                Event::Close | Event::End => return,
            }
        }
    }

    fn origin(&mut self, key: &str, value: Value<'_>) {
        let origin = self.writer.origin();
        let text = || value.string().filter(|text| !text.is_empty()).map(|text| Box::<str>::from(&*text));
        match key {
            "format" => origin.format = text().unwrap_or_else(|| origin.format.clone()),
            "namespace" => origin.namespace = text().unwrap_or_default(),
            "site" => origin.site = text(),
            "url" => origin.url = text(),
            "base" => origin.base = text(),
            "retrieved" => origin.retrieved = value.time(),
            "totalItems" => origin.total = value.int().and_then(|total| u64::try_from(total).ok()),
            "complete" => origin.complete = !matches!(value, Value::Bool(false)),
            _ => {}
        }
    }

    fn warnings(&mut self) {
        loop {
            match self.scanner.next() {
                Event::Value { value, .. } => {
                    if let Some(text) = value.string() {
                        self.writer.origin().notes.push(Note::new(&text, None));
                    }
                }
                Event::Open { .. } => self.scanner.skip(),
                Event::Close | Event::End => return,
            }
        }
    }

    fn item(&mut self, item: Item<'s>) {
        let broken_off = self.scanner.is_broken_off();
        if broken_off && item.content.is_none() && item.kind.is_none() {
            return;
        }
        let kind = match item.kind {
            Some(kind) if kind.is("Ghost") => Kind::Ghost,
            Some(kind) if kind.is("More") => Kind::More,
            _ => Kind::Comment,
        };
        let row = self.writer.item(kind, Parent::Top);
        self.ids.push(item.id.map_or("", Value::written));
        self.set_id(row, kind, item.id);
        self.set_parent(row, item.parent);
        self.set_facts(row, &item);
        if kind == Kind::More {
            let next = item.next.map_or(TextRef::default(), |next| next.text(self.writer, Media::Plain));
            let count = item.count.and_then(|count| u32::try_from(count).ok()).unwrap_or(0);
            self.writer.set_more(row, More { count, next });
        }
        if let Some(guess) = item.guess
            && let Some(kind) = guess.parent.and_then(Value::string).and_then(|name| GuessKind::named(&name))
        {
            let reason = guess.reason.and_then(Value::string).unwrap_or_default();
            self.writer.guess(row, kind, confidence(guess.confidence), &reason);
        }
        self.candidates.extend(item.candidates.into_iter().map(|guess| (row, guess)));
    }

    fn set_id(&mut self, row: Row, kind: Kind, id: Option<Value<'s>>) {
        let Some(value) = id else { return };
        let Some(name) = value.string() else { return };
        if let Some(rest) = made_up(&name) {
            self.made_up.entry(name.as_ref().into()).or_insert(row);
            if kind == Kind::Ghost && !rest.is_empty() && !is_number_only(&name) {
                let id = self.writer.pooled(rest, Media::Plain);
                self.writer.set_id(row, id);
            }
        } else {
            let id = value.text(self.writer, Media::Plain);
            self.writer.set_id(row, id);
        }
    }

    fn set_parent(&mut self, row: Row, parent: Option<Value<'s>>) {
        let Some(value) = parent else { return };
        let Some(name) = value.string() else { return };
        if let Some(above) = self.made_up.get(&*name) {
            self.writer.set_parent(row, Parent::Row(*above));
        } else if made_up(&name).is_some() {
            self.pending.push((row, value));
        } else if !name.is_empty() {
            let id = value.text(self.writer, Media::Plain);
            self.writer.set_parent(row, Parent::Id(id));
        }
    }

    fn set_facts(&mut self, row: Row, item: &Item<'s>) {
        if let Some(name) = item.author.and_then(Value::string) {
            self.writer.set_author(row, &name);
        }
        if let Some(time) = item.published.and_then(Value::time) {
            self.writer.set_time(row, time);
        }
        if let Some(text) = item.published_text {
            let text = text.text(self.writer, Media::Plain);
            self.writer.set_time_text(row, text);
        }
        if let Some(score) = item.score {
            self.writer.set_score(row, score);
        }
        if let Some(name) = item.state.and_then(Value::string) {
            self.writer.set_state(row, state_named(&name));
        }
        if let Some(content) = item.content {
            let body = content.text(self.writer, media(item.media));
            self.writer.set_body(row, body);
            if content.is_cut() {
                self.writer.set_cut(row);
            }
        }
        self.writer.add_roles(row, item.roles);
        if let Some(extras) = item.extras {
            self.writer.set_extras(row, extras);
        }
    }

    fn row_named(&self, value: Value<'_>) -> Option<Row> {
        self.made_up.get(&*value.string()?).copied()
    }

    /// All items of a discussion are there.
    fn finish(&mut self) {
        for (row, value) in std::mem::take(&mut self.pending) {
            let name = value.string().unwrap_or_default();
            let parent = match self.row_named(value) {
                Some(above) => Parent::Row(above),
                None => Parent::Id(self.writer.pooled(made_up(&name).unwrap_or_default(), Media::Plain)),
            };
            self.writer.set_parent(row, parent);
        }
        self.write_candidates();
        std::mem::take(&mut self.article).write(self.writer);
        self.ids.clear();
        self.made_up.clear();
    }
}

impl Reader<'_, '_> {
    fn write_candidates(&mut self) {
        let candidates = std::mem::take(&mut self.candidates);
        if candidates.is_empty() {
            return;
        }
        let rows: HashMap<&str, Row> = self.ids.iter().zip(0..).map(|(id, row)| (*id, Row(row))).collect();
        for (child, guess) in candidates {
            let reason = guess.reason.and_then(Value::string).unwrap_or_default();
            if let Some(parent) = guess.parent.and_then(|parent| rows.get(parent.written())) {
                self.writer.candidate(child, *parent, confidence(guess.confidence), &reason);
            }
        }
    }
}

/// Whether a member is one that only a discussion has.
fn begins(event: Event<'_>) -> bool {
    match event {
        Event::Open { key, object } => matches!((key, object), ("items", false) | ("source" | "article", true)),
        Event::Value { key, value } => key == "btl" || key == "type" && value.is("Discussion"),
        Event::Close | Event::End => false,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "two digits matter")]
fn confidence(given: f64) -> f32 {
    if given.is_finite() { given.clamp(0.0, 1.0) as f32 } else { 0.0 }
}

fn state_named(name: &str) -> State {
    let known = State::NAMES.iter().find(|(_, known)| *known == name).map(|(state, _)| *state);
    known.unwrap_or(if name == "spam" { State::Hidden } else { State::Visible })
}

/// The markup that is named, plain text if none is.
fn media(name: Option<Value<'_>>) -> Media {
    name.and_then(Value::string).map_or(Media::Plain, |name: Cow<'_, str>| Media::named(&name))
}

/// What follows the sign of a made-up id.
fn made_up(id: &str) -> Option<&str> {
    ["btl:", "more:", "ghost:"].iter().find_map(|sign| id.strip_prefix(sign))
}

/// `ghost:btl:7`: a ghost that had no id.
fn is_number_only(id: &str) -> bool {
    id.starts_with("ghost:btl:")
}
