//! One message: its header and its text.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use mail_parser::mailbox::mbox::MessageIterator;
use mail_parser::{Address, HeaderName, HeaderValue, Message, MessageParser};
use memchr::memchr_iter;

use super::Piece;
use super::text::{self, Body, Place};
use crate::model::{DraftWriter, TextRef};
use crate::text::when;

/// A message as far as threads need it. A mailbox may have a million, so it is kept small.
#[derive(Debug)]
pub(super) struct Mail<'s> {
    /// Its id; empty if it has none.
    pub(super) id: Cow<'s, str>,
    /// The ids of what it answers, the oldest first.
    pub(super) references: Box<[Cow<'s, str>]>,
    pub(super) subject: Cow<'s, str>,
    /// The name of its author, never an address.
    pub(super) author: Arc<str>,
    pub(super) time: Option<i64>,
    /// Its text, in the source or in the pool.
    pub(super) body: TextRef,
    /// A hash of how it begins, to tell copies.
    pub(super) print: u64,
    rare: Option<Box<Rare<'s>>>,
}

/// What few messages have.
#[derive(Debug, Default, PartialEq)]
struct Rare<'s> {
    answers: Vec<Cow<'s, str>>,
    time_text: Cow<'s, str>,
    url: Option<Cow<'s, str>>,
    attached: Vec<String>,
}

impl<'s> Mail<'s> {
    /// The ids that `In-Reply-To` names, unless that is one, and the last of the references.
    pub(super) fn answers(&self) -> &[Cow<'s, str>] {
        self.rare.as_ref().map_or(&[], |rare| &rare.answers)
    }

    /// Its date as written, where that could not be read.
    pub(super) fn time_text(&self) -> &str {
        self.rare.as_ref().map_or("", |rare| &rare.time_text)
    }

    /// Where an archive keeps it.
    pub(super) fn url(&self) -> Option<&str> {
        self.rare.as_ref()?.url.as_deref()
    }

    /// The names of what is attached.
    pub(super) fn attached(&self) -> &[String] {
        self.rare.as_ref().map_or(&[], |rare| &rare.attached)
    }
}

/// The names of authors, each kept once.
#[derive(Default)]
pub(super) struct Authors(HashSet<Arc<str>>);

impl Authors {
    fn one(&mut self, name: String) -> Arc<str> {
        if let Some(known) = self.0.get(name.as_str()) {
            return Arc::clone(known);
        }
        let name: Arc<str> = name.into();
        self.0.insert(Arc::clone(&name));
        name
    }
}

/// A parser for the fields that are read here.
pub(super) fn parser() -> MessageParser {
    MessageParser::new()
        .with_minimal_headers()
        .with_message_ids()
        .header_address(HeaderName::Sender)
        .default_header_raw()
}

/// More messages in a message than anybody forwards.
const NESTED: usize = 100;

/// Whether a message holds so many messages that reading them could cost the stack.
pub(super) fn is_too_nested(bytes: &[u8]) -> bool {
    let is_holder = |at: usize| {
        let name = bytes.get(at + 1..at + 7).unwrap_or_default();
        [b"rfc822", b"global", b"digest"].iter().any(|holder| name.eq_ignore_ascii_case(*holder))
    };
    memchr_iter(b'/', bytes).filter(|at| is_holder(*at)).take(NESTED + 1).count() > NESTED
}

/// A message as it was read, without what many have in common: its author and text are put in
/// their places by [`Read::kept`].
#[derive(Debug)]
pub(super) struct Read<'s> {
    mail: Mail<'s>,
    author: String,
    body: Body,
}

impl<'s> Read<'s> {
    /// What is kept of it: its text goes to the pool if it cannot stay in the source.
    pub(super) fn kept(self, authors: &mut Authors, writer: &mut DraftWriter) -> Mail<'s> {
        let body = match self.body {
            Body::There(text) => text,
            Body::Made(text, media) => writer.pooled(&text, media),
        };
        Mail { author: authors.one(self.author), body, ..self.mail }
    }
}

/// Reads a message.
pub(super) fn read<'s>(parser: &MessageParser, source: &'s str, piece: &Piece) -> Option<Read<'s>> {
    let raw = source.get(piece.message.clone())?;
    let place = Place { source, start: piece.message.start, quoted: piece.quoted };
    let (message, text) = if is_too_nested(raw.as_bytes()) {
        let message = parser.parse_headers(raw)?;
        let body = text::rest(&message, &place, piece.message.end);
        (message, body)
    } else {
        let message = parser.parse(raw)?;
        let body = text::body(&message, &place);
        (message, body)
    };
    if message.headers().is_empty() {
        return None;
    }
    let from_line = source.get(piece.from.clone()).unwrap_or_default();
    let written = message.header_raw(HeaderName::Date).map(str::trim).unwrap_or_default();
    let time = time(&message, written);
    let time_text = if time.is_none() { Cow::Owned(written.to_owned()) } else { Cow::Borrowed("") };
    let mut header = Header(message);
    let references = header.ids(&HeaderName::References);
    let mut answers = header.ids(&HeaderName::InReplyTo);
    if answers.len() == 1 && answers.last() == references.last() {
        answers.clear();
    }
    let rare = Rare { answers, time_text, url: header.url(), attached: text.attached };
    let mail = Mail {
        id: header.ids(&HeaderName::MessageId).pop().unwrap_or_default(),
        references: references.into(),
        subject: header.subject(),
        author: Arc::default(),
        time: time.or_else(|| stored(from_line)),
        body: TextRef::default(),
        print: text.print,
        rare: (rare != Rare::default()).then(|| Box::new(rare)),
    };
    Some(Read { mail, author: author(&header.0), body: text.body })
}

/// The header of a message, to be taken from.
struct Header<'s>(Message<'s>);

impl<'s> Header<'s> {
    fn take(&mut self, name: &HeaderName<'_>) -> Option<HeaderValue<'s>> {
        let part = self.0.parts.first_mut()?;
        let at = part.headers.iter().position(|header| header.name == *name)?;
        Some(std::mem::take(&mut part.headers.get_mut(at)?.value))
    }

    /// The ids in a field. Prose that stands there instead is no id.
    fn ids(&mut self, name: &HeaderName<'_>) -> Vec<Cow<'s, str>> {
        let texts = match self.take(name) {
            Some(HeaderValue::Text(text)) => vec![text],
            Some(HeaderValue::TextList(texts)) => texts,
            _ => return Vec::new(),
        };
        texts.into_iter().map(tidy).filter(|id| !id.is_empty()).collect()
    }

    fn subject(&mut self) -> Cow<'s, str> {
        match self.take(&HeaderName::Subject) {
            Some(HeaderValue::Text(text)) => text,
            _ => Cow::Borrowed(""),
        }
    }

    fn url(&mut self) -> Option<Cow<'s, str>> {
        let part = self.0.parts.first()?;
        let field = part.headers.iter().find(|header| header.name.as_str().eq_ignore_ascii_case("archived-at"))?;
        let text = field.value.as_text()?.trim().trim_start_matches('<').trim_end_matches('>').trim();
        text.starts_with("http").then(|| Cow::Owned(text.to_owned()))
    }
}

/// An id without what only its spelling differs in: folds, quotation marks, brackets that
/// were doubled or never closed.
fn tidy(id: Cow<'_, str>) -> Cow<'_, str> {
    let is_plain = |c: char| !(c.is_whitespace() || c.is_control() || "<>\"".contains(c));
    if id.chars().all(is_plain) {
        return id;
    }
    let words = id.split_whitespace().count();
    if words > 2 && !id.contains(['<', '\n']) || words > 1 && !id.contains('@') {
        return Cow::Borrowed("");
    }
    let last = id.rsplit('<').find(|piece| !piece.trim().is_empty()).unwrap_or_default();
    Cow::Owned(last.chars().filter(|c| is_plain(*c)).collect())
}

/// The author's name; where only the address says who it is, what stands before its `@`.
pub(super) fn author(message: &Message<'_>) -> String {
    let field = |name: HeaderName<'_>| match message.header(name) {
        Some(HeaderValue::Address(address)) => named(address),
        _ => None,
    };
    field(HeaderName::From).or_else(|| field(HeaderName::Sender)).unwrap_or_default()
}

fn named(address: &Address<'_>) -> Option<String> {
    let first = address.first()?;
    let name = first.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let text = name.or(first.address.as_deref())?;
    // A name may be an address, or have one in it; archives write `ann at example.org (Ann)`.
    let hidden = text.split_once(" at ").filter(|(local, _)| first.address.is_none() && !local.contains(' '));
    let text = match hidden {
        Some((local, rest)) => rest.split_once('(').map_or(local, |(_, name)| name.trim_end_matches(')')),
        None => text,
    };
    let words: Vec<&str> = text.split_whitespace().map(local_part).filter(|word| !word.is_empty()).collect();
    Some(words.join(" ")).filter(|name| !name.is_empty())
}

fn local_part(word: &str) -> &str {
    let bare = word.trim_matches(['<', '>', '(', ')', '"', '\'']);
    match bare.split_once('@') {
        Some((local, host)) if !local.is_empty() && host.contains('.') => local,
        _ => word,
    }
}

fn time(message: &Message<'_>, written: &str) -> Option<i64> {
    let date = message.date().filter(|date| date.is_valid()).map(mail_parser::DateTime::to_timestamp);
    date.or_else(|| when::parse(written))
}

/// The time in the line before a message; archives without one write the first second of 1970.
fn stored(line: &str) -> Option<i64> {
    let message = MessageIterator::new(line.as_bytes()).next()?.ok()?;
    i64::try_from(message.internal_date()).ok().filter(|time| *time > 0 && *time < i64::from(u32::MAX))
}
