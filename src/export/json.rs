//! The native JSON: flat, in the order of the thread, an item a line.
//!
//! Texts are written as the source gave them; whatever is no printable text (controls,
//! bidi marks, invisible characters) becomes a `\u` escape, so the file is exact and still
//! harmless on a terminal.

use std::fmt::{self, Write};

use super::{Export, Options};
use crate::model::index::Quoted;
use crate::model::thread::{Guess, Link};
use crate::model::{CommentId, Discussion, Index, Kind, Roles, TextRef};
use crate::text::when;

pub(super) const EXPORT: Export =
    Export { name: "json", gives: "the native JSON, which btl reads again without loss", between: "", write };

fn write(discussion: &Discussion, _: &Options, out: &mut dyn Write) -> fmt::Result {
    let index = Index::of(discussion);
    let mut writer = Json { discussion, index: &index, out };
    writer.raw("{\"type\":\"Discussion\",\"btl\":1,\n\"source\":{")?;
    writer.source()?;
    writer.raw("},\n\"article\":{")?;
    writer.article()?;
    writer.raw("},\n\"items\":[")?;
    for id in discussion.thread().ids() {
        writer.raw(if id.index() == 0 { "\n" } else { ",\n" })?;
        writer.item(id)?;
    }
    writer.raw("]}\n")
}

struct Json<'a> {
    discussion: &'a Discussion,
    index: &'a Index,
    out: &'a mut dyn Write,
}

impl Json<'_> {
    fn raw(&mut self, text: &str) -> fmt::Result {
        self.out.write_str(text)
    }

    /// `"key":`, with a comma in front unless it is the first.
    fn key(&mut self, key: &str) -> fmt::Result {
        write!(self.out, "{}\"{key}\":", if key == "format" || key == "id" || key == "n" { "" } else { "," })
    }

    fn string(&mut self, text: &str) -> fmt::Result {
        self.out.write_char('"')?;
        escape(text, self.out)?;
        self.out.write_char('"')
    }

    fn text_or_null(&mut self, key: &str, text: Option<&str>) -> fmt::Result {
        self.key(key)?;
        match text {
            Some(text) => self.string(text),
            None => self.raw("null"),
        }
    }

    fn number_or_null(&mut self, key: &str, number: Option<impl fmt::Display>) -> fmt::Result {
        self.key(key)?;
        match number {
            Some(number) => write!(self.out, "{number}"),
            None => self.raw("null"),
        }
    }

    /// A text of the source, exactly.
    fn source_text(&mut self, key: &str, text: TextRef) -> fmt::Result {
        self.key(key)?;
        if text.is_empty() {
            return self.raw("null");
        }
        self.exact(text)
    }

    fn exact(&mut self, text: TextRef) -> fmt::Result {
        let opened = self.discussion.texts().open(text);
        self.string(opened.raw().expose())
    }

    fn time(&mut self, time: Option<i64>) -> fmt::Result {
        let date = time.map(when::date).filter(|date| !date.is_empty());
        self.text_or_null("published", date.as_deref())
    }

    fn source(&mut self) -> fmt::Result {
        let origin = self.discussion.origin();
        self.key("format")?;
        self.string(&origin.format)?;
        self.text_or_null("namespace", Some(&*origin.namespace).filter(|name| !name.is_empty()))?;
        self.text_or_null("site", origin.site.as_deref())?;
        self.text_or_null("url", origin.url.as_deref())?;
        if let Some(base) = &origin.base {
            self.text_or_null("base", Some(base))?;
        }
        let retrieved = origin.retrieved.map(when::date).filter(|date| !date.is_empty());
        self.text_or_null("retrieved", retrieved.as_deref())?;
        self.key("complete")?;
        write!(self.out, "{}", origin.complete)?;
        self.number_or_null("totalItems", origin.total)?;
        self.key("warnings")?;
        self.raw("[")?;
        for (at, note) in origin.notes.iter().enumerate() {
            self.raw(if at == 0 { "" } else { "," })?;
            self.string(note.text.as_str())?;
        }
        self.raw("]")
    }

    fn article(&mut self) -> fmt::Result {
        let article = *self.discussion.article();
        self.source_text("id", article.id)?;
        if article.title.is_empty() {
            // Its opening words stand in; `untitled` keeps them from being read as a title.
            self.text_or_null("name", Some(self.discussion.title().as_str()))?;
            self.key("untitled")?;
            self.raw("true")?;
        } else {
            self.source_text("name", article.title)?;
        }
        self.source_text("url", article.url)?;
        self.author((!article.author.is_empty()).then_some(article.author), Roles::default())?;
        self.time(article.time)?;
        self.text_or_null("mediaType", article.has_text().then(|| article.body.media().name()))?;
        self.source_text("content", article.body)?;
        self.number_or_null("score", article.score)?;
        if !article.extras().is_empty() {
            self.key("x")?;
            json_text(self.discussion.texts().open(article.extras()).raw().expose(), self.out)?;
        }
        self.key("blocks")?;
        self.blocks()
    }

    fn blocks(&mut self) -> fmt::Result {
        let body = if self.discussion.article().has_text() { self.discussion.article_body() } else { <_>::default() };
        self.raw("[")?;
        for (at, block) in body.blocks.iter().enumerate() {
            self.raw(if at == 0 { "{" } else { ",{" })?;
            self.number_or_null("n", Some(at + 1))?;
            self.text_or_null("kind", Some(block.name()))?;
            if let crate::model::body::BlockKind::Heading(level) = block.kind {
                self.number_or_null("level", Some(level))?;
            }
            self.text_or_null("text", Some(body.block_text(block)))?;
            self.raw("}")?;
        }
        self.raw("]")
    }

    fn author(&mut self, name: Option<TextRef>, roles: Roles) -> fmt::Result {
        self.key("attributedTo")?;
        if name.is_none() && roles == Roles::default() {
            return self.raw("null");
        }
        self.raw("{\"name\":")?;
        match name {
            Some(name) => self.exact(name)?,
            None => self.raw("null")?,
        }
        let names: Vec<&str> =
            Roles::NAMES.iter().filter(|(role, _)| roles.has(*role)).map(|(_, name)| *name).collect();
        if !names.is_empty() {
            write!(self.out, ",\"role\":[\"{}\"]", names.join("\",\""))?;
        }
        self.raw("}")
    }

    fn item(&mut self, id: CommentId) -> fmt::Result {
        let thread = self.discussion.thread();
        self.raw("{")?;
        self.key("id")?;
        self.name(id)?;
        match thread.kind(id) {
            Kind::Comment => {}
            Kind::Ghost => self.text_or_null("type", Some("Ghost"))?,
            Kind::More => self.text_or_null("type", Some("More"))?,
        }
        self.key("inReplyTo")?;
        match thread.parent(id) {
            Some(parent) => self.name(parent)?,
            None => self.raw("null")?,
        }
        if let Some(more) = thread.more(id) {
            self.number_or_null("count", Some(more.count))?;
            self.source_text("next", more.next)?;
        }
        if thread.kind(id) == Kind::Comment {
            self.comment(id)?;
        }
        self.raw("}")
    }

    fn comment(&mut self, id: CommentId) -> fmt::Result {
        let thread = self.discussion.thread();
        let author = thread.author(id).and_then(|number| thread.author_text(number));
        self.author(author, thread.roles(id))?;
        self.time(thread.time(id))?;
        self.source_text("publishedText", thread.time_text(id).unwrap_or_default())?;
        let body = thread.body_text(id);
        self.text_or_null("mediaType", (!body.is_empty()).then(|| body.media().name()))?;
        self.source_text("content", body)?;
        self.number_or_null("score", thread.score(id))?;
        self.text_or_null("state", Some(thread.state(id).name()))?;
        self.inference(id)?;
        self.candidates(id)?;
        self.quotes(id)?;
        self.key("x")?;
        match thread.extras(id) {
            Some(extras) => json_text(self.discussion.texts().open(extras).raw().expose(), self.out),
            None => self.raw("{}"),
        }
    }

    /// The words that it quotes, and the passage or the comment that they are from.
    fn quotes(&mut self, id: CommentId) -> fmt::Result {
        let quotes = self.index.quotes(id);
        self.raw(",\"quotes\":[")?;
        let body = if quotes.is_empty() { <_>::default() } else { self.discussion.body(id) };
        for (at, quote) in quotes.iter().enumerate() {
            self.raw(if at == 0 { "{" } else { ",{" })?;
            match quote.of {
                Quoted::Passage(number) => write!(self.out, "\"passage\":{number}")?,
                Quoted::Comment(who) => {
                    self.raw("\"comment\":")?;
                    self.name(who)?;
                }
            }
            self.text_or_null("exact", body.text.as_str().get(quote.range.clone()).map(str::trim))?;
            self.raw("}")?;
        }
        self.raw("]")
    }

    fn inference(&mut self, id: CommentId) -> fmt::Result {
        let thread = self.discussion.thread();
        self.key("inference")?;
        match thread.guess(id).filter(|_| matches!(thread.link(id), Link::Guessed | Link::Repaired)) {
            Some(Guess { kind, confidence, reason }) => {
                self.raw("{\"parent\":")?;
                self.string(kind.name())?;
                self.belief(*confidence, *reason)
            }
            None => self.raw("null"),
        }
    }

    fn candidates(&mut self, id: CommentId) -> fmt::Result {
        self.key("candidates")?;
        self.raw("[")?;
        for (at, candidate) in self.discussion.thread().candidates(id).iter().enumerate() {
            self.raw(if at == 0 { "{\"parent\":" } else { ",{\"parent\":" })?;
            self.name(candidate.parent)?;
            self.belief(candidate.confidence, candidate.reason)?;
        }
        self.raw("]")
    }

    fn belief(&mut self, confidence: f32, reason: TextRef) -> fmt::Result {
        let confidence = if confidence.is_finite() { confidence.clamp(0.0, 1.0) } else { 0.0 };
        self.number_or_null("confidence", Some(confidence))?;
        self.key("reason")?;
        self.exact(reason)?;
        self.raw("}")
    }

    /// The id of a row: the source's, or one made up for this file.
    fn name(&mut self, id: CommentId) -> fmt::Result {
        let thread = self.discussion.thread();
        let text = thread.id_text(id);
        let sign = match (thread.kind(id), text.is_empty()) {
            (Kind::Comment | Kind::More, false) => "",
            (Kind::Ghost, false) => "ghost:",
            (Kind::Comment, true) => "btl:",
            (Kind::Ghost, true) => "ghost:btl:",
            (Kind::More, true) => "more:",
        };
        write!(self.out, "\"{sign}")?;
        if text.is_empty() {
            write!(self.out, "{}", id.index() + 1)?;
        } else {
            escape(self.discussion.texts().open(text).raw().expose(), self.out)?;
        }
        self.raw("\"")
    }
}

/// Writes the inside of a JSON string.
fn escape(text: &str, out: &mut dyn Write) -> fmt::Result {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if c.is_ascii() && !matches!(c, '"' | '\\' | '\0'..='\x1f' | '\x7f') || !c.is_ascii() && is_printable(c) {
            continue;
        }
        out.write_str(text.get(from..at).unwrap_or_default())?;
        from = at + c.len_utf8();
        match c {
            '"' => out.write_str("\\\"")?,
            '\\' => out.write_str("\\\\")?,
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            _ => units(c, out)?,
        }
    }
    out.write_str(text.get(from..).unwrap_or_default())
}

fn units(c: char, out: &mut dyn Write) -> fmt::Result {
    c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))
}

/// JSON that was read as it stands: blanks between its tokens become plain blanks.
fn json_text(text: &str, out: &mut dyn Write) -> fmt::Result {
    text.chars().try_for_each(|c| match c {
        '\0'..='\x1f' => out.write_char(' '),
        _ if c.is_ascii() && c != '\x7f' || !c.is_ascii() && is_printable(c) => out.write_char(c),
        _ => units(c, out),
    })
}

/// Whether a character that is not ASCII is visible text, and nothing that acts.
fn is_printable(c: char) -> bool {
    !matches!(c,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}'
        | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{10ffff}' | '\u{e000}'..='\u{f8ff}')
}
