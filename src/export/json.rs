//! Native JSON: flat, order-keeping, exact, and harmless.
//!
//! Contents are written as the source gave them; everything outside printable text goes out
//! as `\u` escapes, so that printing the file to a terminal does nothing.

use serde_json::{Map, Value, json};

use super::Options;
use crate::model::body::BlockKind;
use crate::model::index::Quoted;
use crate::model::{Body, CommentId, Discussion, Index, Kind, Link, Roles, TextRef};
use crate::text::when;

pub(super) fn print(discussion: &Discussion, _: &Options) -> String {
    let index = Index::of(discussion);
    let writer = Writer { discussion, index: &index };
    let mut out = String::from("{\"type\":\"Discussion\",\"btl\":1,\n\"source\":");
    push(&mut out, &writer.source());
    out.push_str(",\n\"article\":");
    push(&mut out, &writer.article());
    out.push_str(",\n\"items\":[");
    for (at, id) in discussion.thread().ids().enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        push(&mut out, &writer.item(id));
    }
    out.push_str("\n]}\n");
    out
}

/// A value in one line, everything that is not printable escaped.
fn push(out: &mut String, value: &Value) {
    for c in value.to_string().chars() {
        if is_plain(c) {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
}

/// Whether a character may stand in the output as it is: it is the same when cleaned.
fn is_plain(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_control();
    }
    let mut bytes = [0; 4];
    let text = c.encode_utf8(&mut bytes);
    crate::text::Clean::text(crate::text::Raw::new(text)).as_str() == text
}

struct Writer<'a> {
    discussion: &'a Discussion,
    index: &'a Index,
}

impl Writer<'_> {
    /// The characters of a text, exactly; none for an empty one.
    fn exact(&self, text: TextRef) -> Value {
        if text.is_empty() {
            return Value::Null;
        }
        Value::from(self.discussion.texts().open(text).raw().expose())
    }

    fn source(&self) -> Value {
        let origin = self.discussion.origin();
        let warnings: Vec<String> = origin
            .notes
            .iter()
            .map(|note| match note.place {
                Some(at) => format!("{} (byte {at})", note.text),
                None => note.text.to_string(),
            })
            .collect();
        json!({
            "format": &*origin.format,
            "namespace": &*origin.namespace,
            "site": origin.site.as_deref(),
            "url": origin.url.as_deref(),
            "retrieved": origin.retrieved.map(when::date),
            "complete": origin.complete,
            "totalItems": origin.total.unwrap_or(self.discussion.thread().comments() as u64),
            "warnings": warnings,
        })
    }

    fn article(&self) -> Value {
        let article = self.discussion.article();
        let name = if article.title.is_empty() { Value::from(self.discussion.title().as_str()) } else { self.exact(article.title) };
        let mut value = json!({
            "id": self.exact(article.id),
            "name": name,
            "url": self.exact(article.url),
            "attributedTo": self.person(self.exact(article.author), Roles::default()),
            "published": article.time.map(when::date),
            "mediaType": article.body.media().name(),
            "content": self.exact(article.body),
            "score": article.score,
            "blocks": blocks(&self.discussion.article_body()),
        });
        if let Some(value) = value.as_object_mut().filter(|_| article.title.is_empty()) {
            // The name is the text's opening words: readers of this file may tell.
            value.insert("untitled".to_owned(), Value::Bool(true));
        }
        value
    }

    fn person(&self, name: Value, roles: Roles) -> Value {
        let words: Vec<&str> = Roles::NAMES.iter().filter(|(role, _)| roles.has(*role)).map(|(_, word)| *word).collect();
        match (name, words.is_empty()) {
            (Value::Null, true) => Value::Null,
            (name, true) => json!({ "name": name }),
            (name, false) => json!({ "name": name, "role": words }),
        }
    }

    /// The source's id, or one that we make up.
    fn id(&self, id: CommentId) -> Value {
        let thread = self.discussion.thread();
        match self.exact(thread.id_text(id)) {
            Value::Null => Value::from(format!("btl:{}", id.index() + 1)),
            given => given,
        }
    }

    fn item(&self, id: CommentId) -> Value {
        let thread = self.discussion.thread();
        let parent = thread.parent(id).map(|parent| self.id(parent));
        let mut item = Map::new();
        item.insert("id".to_owned(), self.id(id));
        match thread.kind(id) {
            Kind::Ghost => {
                item.insert("type".to_owned(), json!("Ghost"));
                item.insert("inReplyTo".to_owned(), json!(parent));
            }
            Kind::More => {
                let more = thread.more(id).unwrap_or_default();
                item.insert("type".to_owned(), json!("More"));
                item.insert("inReplyTo".to_owned(), json!(parent));
                item.insert("count".to_owned(), json!(more.count));
                item.insert("next".to_owned(), self.exact(more.next));
            }
            Kind::Comment => {
                item.insert("inReplyTo".to_owned(), json!(parent));
                self.comment(id, &mut item);
            }
        }
        Value::Object(item)
    }

    fn comment(&self, id: CommentId, item: &mut Map<String, Value>) {
        let thread = self.discussion.thread();
        let author = self.exact(thread.author(id).and_then(|author| thread.authors.get(author as usize).copied()).unwrap_or_default());
        let body = thread.body_text(id);
        let fields = [
            ("attributedTo", self.person(author, thread.roles(id))),
            ("published", json!(thread.time(id).map(when::date))),
            ("publishedText", self.exact(thread.time_text(id).unwrap_or_default())),
            ("mediaType", json!(body.media().name())),
            ("content", self.exact(body).as_str().map_or(json!(""), |text| json!(text))),
            ("score", json!(thread.score(id))),
            ("state", json!(thread.state(id).name())),
            ("inference", self.inference(id)),
            ("candidates", self.candidates(id)),
            ("quotes", self.quotes(id)),
            ("x", self.extras(id)),
        ];
        item.extend(fields.map(|(name, value)| (name.to_owned(), value)));
    }

    fn inference(&self, id: CommentId) -> Value {
        let thread = self.discussion.thread();
        match (thread.link(id), thread.guess(id)) {
            (Link::Guessed | Link::Repaired, Some(guess)) => json!({
                "parent": guess.kind.name(),
                "confidence": two_digits(guess.confidence),
                "reason": self.exact(guess.reason),
            }),
            _ => Value::Null,
        }
    }

    fn candidates(&self, id: CommentId) -> Value {
        let candidate = |candidate: &crate::model::thread::Candidate| {
            json!({
                "inReplyTo": self.id(candidate.parent),
                "confidence": two_digits(candidate.confidence),
                "reason": self.exact(candidate.reason),
            })
        };
        Value::Array(self.discussion.thread().candidates(id).iter().map(candidate).collect())
    }

    fn quotes(&self, id: CommentId) -> Value {
        let quotes = self.index.quotes(id);
        if quotes.is_empty() {
            return json!([]);
        }
        let body = self.discussion.body(id);
        let quote = |quote: &crate::model::index::Quote| {
            let exact = body.text.as_str().get(quote.range.clone()).unwrap_or_default();
            match quote.of {
                Quoted::Passage(number) => json!({ "passage": number, "exact": exact }),
                Quoted::Comment(who) => json!({ "comment": self.id(who), "exact": exact }),
            }
        };
        Value::Array(quotes.iter().map(quote).collect())
    }

    fn extras(&self, id: CommentId) -> Value {
        let text = self.discussion.thread().extras(id).map(|text| self.discussion.texts().open(text).raw().expose().to_owned());
        text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_else(|| json!({}))
    }
}

/// A confidence as people read it: not 0.8999999761581421.
fn two_digits(number: f32) -> f64 {
    (f64::from(number) * 100.0).round() / 100.0
}

fn blocks(body: &Body) -> Value {
    let block = |(number, block): (usize, &crate::model::body::Block)| {
        let mut value = json!({ "n": number, "kind": block.name(), "text": body.block_text(block) });
        let level = match block.kind {
            BlockKind::Heading(level) => Some(u64::from(level)),
            _ if block.quote > 0 => Some(u64::from(block.quote)),
            _ => None,
        };
        if let (Some(level), Some(fields)) = (level, value.as_object_mut()) {
            fields.insert("level".to_owned(), json!(level));
        }
        value
    };
    Value::Array((1..).zip(&body.blocks).map(block).collect())
}
