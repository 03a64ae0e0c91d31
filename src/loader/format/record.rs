//! JSON objects as records: what the formats of forums and blogs share.
//!
//! A format says which objects are records (a comment, an article, a person) and which of
//! their members it wants, as paths (`author.name`). The members are gathered and handed
//! over when the record closes, so their order does not matter. A comment that has others
//! nested in it gets its row before they do. Nothing recurses. Large sources with a document a
//! line are read on all cores (`lines`).

mod lines;
mod page;

use crate::loader::json::{Damage, Event, Scanner, Value};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Kind, Media, Roles, Row, TextRef};

pub(super) use page::{Levels, Pages, article, more, say_others, set_page, set_total, words};

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// An outermost object.
    Page,
    /// The article, or what stands for it.
    Article,
    /// Something that somebody wrote, or a stub; others may be nested in it.
    Comment,
    /// Somebody whom comments refer to.
    Person,
}

/// Which objects are records, and what is wanted of them.
pub(super) struct Shape<'m> {
    /// Paths from the record: `author.name`. The members of its lists go by the list's path.
    pub(super) members: &'m [&'static str],
    /// What an object is. Objects that are no records are parts of the record around them.
    pub(super) part: fn(&Place<'_>) -> Option<Part>,
}

/// Where an object stands.
pub(super) struct Place<'a> {
    /// The record around it; none around an outermost object.
    pub(super) around: Option<Part>,
    /// The path from there.
    pub(super) path: &'a str,
    /// Whether it is an item of a list.
    pub(super) in_list: bool,
}

/// An object of the source with what was wanted of it.
pub(super) struct Record<'s> {
    pub(super) part: Part,
    /// The path to it from the record around it.
    pub(super) path: Box<str>,
    fields: Vec<(&'static str, Value<'s>)>,
    lists: Vec<(&'static str, Value<'s>)>,
    /// Its row, if it has begun one.
    row: Option<Row>,
    /// The comment that it is nested in.
    pub(super) above: Option<Row>,
    /// Whether its end was seen.
    pub(super) whole: bool,
}

/// Takes the records as they close.
pub(super) trait Take<'s> {
    /// Takes a record.
    fn take(&mut self, writer: &mut DraftWriter, record: Record<'s>);

    /// Writes what is only known when all are taken.
    fn finish(self, writer: &mut DraftWriter);
}

/// Where the usual members of a comment are; of several names, the first that says something.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) id: &'static [&'static str],
    pub(super) author: &'static [&'static str],
    pub(super) time: &'static [&'static str],
    pub(super) score: &'static [&'static str],
    /// The text, by its markup, best first.
    pub(super) body: &'static [(&'static str, Media)],
}

/// Reads a source of records.
pub(super) fn read<'s>(
    source: &'s str,
    writer: &mut DraftWriter,
    shape: &Shape<'_>,
    mut taker: impl Take<'s>,
) -> Option<Damage> {
    let (done, documents) = lines::read(source, writer, shape, &mut taker);
    let mut scanner = Scanner::within(source, done..source.len(), documents);
    walk(&mut scanner, shape, Some(writer), |writer, record| {
        if let Some(writer) = writer {
            taker.take(writer, record);
        }
    });
    taker.finish(writer);
    scanner.damage()
}

/// Hands on the records in a source as they close. Without a writer no rows are begun: false if one was called for.
fn walk<'s>(
    scanner: &mut Scanner<'s>,
    shape: &Shape<'_>,
    mut writer: Option<&mut DraftWriter>,
    mut take: impl FnMut(Option<&mut DraftWriter>, Record<'s>),
) -> bool {
    let mut walk = Walk { shape, path: String::new(), frames: Vec::new(), records: Vec::new(), lacks_rows: false };
    loop {
        match scanner.next() {
            Event::Open { key, object } => walk.open(writer.as_deref_mut(), key, object),
            Event::Value { key, value } => walk.value(key, value),
            Event::Close => {
                if let Some(mut record) = walk.close() {
                    record.whole = !scanner.is_broken_off();
                    take(writer.as_deref_mut(), record);
                }
            }
            Event::End => return !walk.lacks_rows,
        }
    }
}

/// What is open.
struct Walk<'a, 's> {
    shape: &'a Shape<'a>,
    /// The keys that are open, each with a point behind it.
    path: String,
    frames: Vec<Frame>,
    records: Vec<Open<'s>>,
    /// A row was called for, and there was no writer.
    lacks_rows: bool,
}

/// An object or array that is open.
struct Frame {
    /// How long the path was before it.
    path: usize,
    is_record: bool,
}

/// A record that is open.
struct Open<'s> {
    /// How long the path to it is.
    base: usize,
    record: Record<'s>,
}

impl<'s> Walk<'_, 's> {
    fn open(&mut self, writer: Option<&mut DraftWriter>, key: &str, object: bool) {
        let path = self.path.len();
        if !key.is_empty() {
            self.path.push_str(key);
            self.path.push('.');
        }
        let around = self.records.last().map(|open| open.record.part);
        let base = self.records.last().map_or(0, |open| open.base);
        let from = self.path.get(base..).unwrap_or_default();
        let from = from.strip_suffix('.').unwrap_or(from);
        let place = Place { around, path: from, in_list: key.is_empty() };
        let part = if object { (self.shape.part)(&place) } else { None };
        if let Some(part) = part {
            let path = from.into();
            let above = self.begin_above(writer, part);
            let record = Record { part, path, fields: Vec::new(), lists: Vec::new(), row: None, above, whole: true };
            self.records.push(Open { base: self.path.len(), record });
        }
        self.frames.push(Frame { path, is_record: part.is_some() });
    }

    /// The row of the comment around a new record; the row is begun if it was not yet.
    fn begin_above(&mut self, writer: Option<&mut DraftWriter>, part: Part) -> Option<Row> {
        let around = self.records.last_mut().filter(|open| open.record.part == Part::Comment)?;
        match writer {
            Some(writer) if part == Part::Comment => Some(around.record.begin(writer)),
            _ => {
                self.lacks_rows |= part == Part::Comment;
                around.record.row
            }
        }
    }

    fn value(&mut self, key: &str, value: Value<'s>) {
        let Some(open) = self.records.last_mut() else { return };
        let end = self.path.len();
        self.path.push_str(key);
        let path = self.path.get(open.base..).unwrap_or_default();
        let path = if key.is_empty() { path.strip_suffix('.').unwrap_or(path) } else { path };
        if let Some(name) = self.shape.members.iter().find(|name| **name == path) {
            let table = if key.is_empty() { &mut open.record.lists } else { &mut open.record.fields };
            table.push((name, value));
        }
        self.path.truncate(end);
    }

    fn close(&mut self) -> Option<Record<'s>> {
        let frame = self.frames.pop()?;
        self.path.truncate(frame.path);
        let open = if frame.is_record { self.records.pop() } else { None };
        open.map(|open| open.record)
    }
}

impl<'s> Record<'s> {
    /// The member, unless it is `null` or missing.
    pub(super) fn get(&self, name: &str) -> Option<Value<'s>> {
        let there = |(key, value): &&(&str, Value<'s>)| *key == name && !matches!(value, Value::Null);
        self.fields.iter().find(there).map(|(_, value)| *value)
    }

    /// The first of the members that says something: not `null` and not empty.
    pub(super) fn first(&self, names: &[&str]) -> Option<Value<'s>> {
        names.iter().find_map(|name| self.get(name).filter(|value| value.has_words()))
    }

    /// All values of a member that stands in several objects of a list, or in a list itself.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = Value<'s>> {
        self.fields.iter().chain(&self.lists).filter(move |(key, _)| *key == name).map(|(_, value)| *value)
    }

    /// Whether the member is there, `null` or not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(key, _)| *key == name)
    }

    /// Whether the member is true, or a number other than 0.
    pub(super) fn says(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.is_true() || matches!(value, Value::Number(_)) && !value.is("0"))
    }

    /// Whether the member is exactly that text.
    pub(super) fn is(&self, name: &str, text: &str) -> bool {
        self.get(name).is_some_and(|value| value.is(text))
    }

    /// The member as a text of the draft.
    pub(super) fn text(&self, writer: &mut DraftWriter, names: &[&str], media: Media) -> TextRef {
        self.first(names).map_or(TextRef::default(), |value| value.text(writer, media))
    }

    /// The row of the comment, begun if it was not yet.
    pub(super) fn begin(&mut self, writer: &mut DraftWriter) -> Row {
        *self.row.get_or_insert_with(|| writer.comment(self.above.map_or(Parent::Top, Parent::Row)))
    }

    /// Whether replies are nested in it.
    pub(super) fn has_row(&self) -> bool {
        self.row.is_some()
    }

    /// Writes what every comment has, and gives its row. A comment that the end of the input
    /// took the text from is none, unless it has replies: then a stand-in keeps them together.
    pub(super) fn comment(&mut self, writer: &mut DraftWriter, plan: &Plan) -> Option<Row> {
        let body = plan.body.iter().find_map(|(name, media)| Some((self.first(&[name])?, *media)));
        self.comment_of(writer, plan, body)
    }

    /// The same with a text that was looked for.
    pub(super) fn comment_of(
        &mut self,
        writer: &mut DraftWriter,
        plan: &Plan,
        body: Option<(Value<'s>, Media)>,
    ) -> Option<Row> {
        if !self.whole && body.is_none() {
            let row = self.row?;
            self.fill(writer, row, plan);
            writer.set_kind(row, Kind::Ghost);
            return Some(row);
        }
        let row = self.begin(writer);
        self.fill(writer, row, plan);
        if let Some((value, media)) = body {
            let text = value.text(writer, media);
            writer.set_body(row, text);
            if value.is_cut() {
                writer.set_cut(row);
            }
        }
        Some(row)
    }

    /// Writes what every comment has, but its text.
    pub(super) fn fill(&self, writer: &mut DraftWriter, row: Row, plan: &Plan) {
        let id = self.text(writer, plan.id, Media::Plain);
        writer.set_id(row, id);
        if let Some(name) = self.first(plan.author).and_then(Value::string) {
            writer.set_author(row, &name);
        }
        if let Some(value) = self.first(plan.time) {
            match value.time() {
                Some(time) => writer.set_time(row, time),
                None => {
                    let text = value.text(writer, Media::Plain);
                    writer.set_time_text(row, text);
                }
            }
        }
        if let Some(score) = self.first(plan.score).and_then(Value::int) {
            writer.set_score(row, score);
        }
    }

    /// Adds a role if the member is true.
    pub(super) fn role(&self, writer: &mut DraftWriter, row: Row, name: &str, role: Roles) {
        if self.says(name) {
            writer.add_roles(row, role);
        }
    }

    /// Says what the comment answers by its id. What is nested, or names nobody, stays where it is.
    pub(super) fn answers(&self, writer: &mut DraftWriter, row: Row, names: &[&str]) {
        let id = self.text(writer, names, Media::Plain);
        if self.above.is_none() && !id.is_empty() && !self.first(names).is_some_and(|id| id.is("0")) {
            writer.set_parent(row, Parent::Id(id));
        }
    }

    /// Keeps members that the model has no place for.
    pub(super) fn extras(&self, writer: &mut DraftWriter, row: Row, names: &[&str]) {
        let mut json = String::new();
        for name in names {
            let Some(value) = self.get(name).filter(|value| !value.is_cut()) else { continue };
            let text = match value {
                Value::Bool(true) => "true",
                Value::Bool(false) | Value::Null => continue,
                Value::Number(_) if value.is("0") => continue,
                Value::Text(_) if value.written().len() <= 2 => continue,
                Value::Number(_) | Value::Text(_) => value.written(),
            };
            let key = name.rsplit_once('.').map_or(*name, |(_, key)| key);
            json.push_str(if json.is_empty() { "{" } else { "," });
            json.push_str(&format!("\"{key}\":{text}"));
        }
        if !json.is_empty() {
            json.push('}');
            let json = writer.pooled(&json, Media::Plain);
            writer.set_extras(row, json);
        }
    }
}
