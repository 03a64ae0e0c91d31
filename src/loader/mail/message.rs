//! One message: its header and its text.

use std::borrow::Cow;
use std::hash::{BuildHasher as _, RandomState};

use mail_parser::mailbox::mbox::MessageIterator;
use mail_parser::{Address, DateTime, HeaderName, HeaderValue, Message, MessageParser};
use memchr::memchr_iter;

use super::header::{self, Fields, Name};
use super::text::{self, Body, MailText, Place};
use super::{Piece, subject};
use crate::model::Media;
use crate::text::when;

/// A message as it was read.
#[derive(Debug)]
pub(super) struct Read<'s> {
    /// Its id; empty if it has none.
    pub(super) id: Cow<'s, str>,
    /// The ids of what it answers, the oldest first.
    pub(super) references: Vec<Cow<'s, str>>,
    pub(super) subject: Cow<'s, str>,
    pub(super) author: Author<'s>,
    pub(super) time: Option<i64>,
    pub(super) body: Body,
    pub(super) rare: Option<Box<Rare<'s>>>,
    pub(super) keys: Keys,
}

/// What is compared of a message: hashes with a seed of its own for each run, so that no input
/// can be made to have two that are alike.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Keys {
    /// Of its id.
    pub(super) id: u64,
    /// Of the last id that it answers.
    pub(super) last: u64,
    /// Of all ids that it answers, in their order.
    pub(super) above: u64,
    /// Of those and its own: what an answer to it names.
    pub(super) chain: u64,
    /// Of its subject without the signs before it.
    pub(super) topic: u64,
    /// Of the fields that name its author.
    pub(super) author: u64,
    /// Whether its subject says that it is a reply.
    pub(super) is_reply: bool,
}

impl Keys {
    fn of(read: &Read<'_>, seed: &RandomState) -> Self {
        let above = read.references.iter().fold(0, |above: u64, id| seed.hash_one((above, &**id)));
        let (base, is_reply) = subject::base(&read.subject);
        Self {
            id: seed.hash_one(&*read.id),
            last: read.references.last().map_or(0, |last| seed.hash_one(&**last)),
            above,
            chain: seed.hash_one((above, &*read.id)),
            topic: seed.hash_one(base),
            author: match &read.author {
                Author::Named(name) => seed.hash_one(name.as_str()),
                Author::Fields(fields) => seed.hash_one(fields),
            },
            is_reply,
        }
    }
}

/// What few messages have.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Rare<'s> {
    /// The ids that `In-Reply-To` names, unless that is one, and the last of the references.
    pub(super) answers: Vec<Cow<'s, str>>,
    /// Its date as written, where that could not be read.
    pub(super) time_text: Cow<'s, str>,
    /// Where an archive keeps it.
    pub(super) url: Option<String>,
    /// The names of what is attached.
    pub(super) attached: Vec<String>,
}

/// Who wrote a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Author<'s> {
    /// By name, never an address.
    Named(String),
    /// As the fields `From` and `Sender` say.
    Fields([&'s str; 2]),
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

/// Reads messages.
pub(super) struct Reader<'s, 'k> {
    seed: &'k RandomState,
    parser: Option<MessageParser>,
    /// What the last message said of its content, and what that means: most say the same.
    content: (&'s str, Option<Media>),
}

impl<'s, 'k> Reader<'s, 'k> {
    /// With a seed for hashes, which all that are compared have to share.
    pub(super) fn new(seed: &'k RandomState) -> Self {
        Self { seed, parser: None, content: ("", Some(Media::Fixed)) }
    }

    /// Reads a message.
    pub(super) fn read(&mut self, source: &'s str, piece: &Piece) -> Option<Read<'s>> {
        let raw = source.get(piece.message.clone())?;
        let fields = Fields::of(raw);
        let read = fields.and_then(|fields| self.plain(&fields, source, piece));
        let mut read = read.or_else(|| whole(self.parser.get_or_insert_with(parser), source, piece))?;
        read.keys = Keys::of(&read, self.seed);
        Some(read)
    }

    /// Reads a message that is plain text where it stands.
    fn plain(&mut self, fields: &Fields<'s>, source: &'s str, piece: &Piece) -> Option<Read<'s>> {
        let content = fields.get(Name::ContentType);
        if self.content.0 != content {
            self.content = (content, text::plain_media(content));
        }
        let media = self.content.1?;
        let place = Place { source, start: piece.message.start, quoted: piece.quoted };
        let body = text::plain(piece.message.start + fields.body..piece.message.end, media, &place)?;
        let date = fields.date();
        let written = fields.get(Name::Date).trim();
        let url = fields.raw(Name::ArchivedAt);
        Some(finished(
            Parts {
                id: ids(fields.ids(Name::MessageId)),
                references: ids(fields.ids(Name::References)),
                answers: ids(fields.ids(Name::InReplyTo)),
                subject: fields.text(Name::Subject),
                author: Author::Fields([fields.get(Name::From), fields.get(Name::Sender)]),
                time: time(date.as_datetime(), written),
                written,
                url: url.as_text(),
            },
            MailText { body, attached: Vec::new() },
            source.get(piece.from.clone()).unwrap_or_default(),
        ))
    }
}

/// Reads a message of any kind.
fn whole<'s>(parser: &MessageParser, source: &'s str, piece: &Piece) -> Option<Read<'s>> {
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
    let author = Author::Named(author(&message));
    let date = message.date().copied();
    let written = message.header_raw(HeaderName::Date).map(|text| text.trim().to_owned()).unwrap_or_default();
    let mut header = Header(message);
    let parts = Parts {
        id: header.ids(&HeaderName::MessageId),
        references: header.ids(&HeaderName::References),
        answers: header.ids(&HeaderName::InReplyTo),
        subject: header.take(&HeaderName::Subject).unwrap_or_default(),
        author,
        time: time(date.as_ref(), &written),
        written: &written,
        url: header.url(),
    };
    Some(finished(parts, text, source.get(piece.from.clone()).unwrap_or_default()))
}

/// What the header of a message says.
struct Parts<'s, 'h> {
    id: Vec<Cow<'s, str>>,
    references: Vec<Cow<'s, str>>,
    answers: Vec<Cow<'s, str>>,
    subject: HeaderValue<'s>,
    author: Author<'s>,
    time: Option<i64>,
    written: &'h str,
    url: Option<&'h str>,
}

fn finished<'s>(mut parts: Parts<'s, '_>, text: MailText, from_line: &str) -> Read<'s> {
    if parts.answers.len() == 1 && parts.answers.last() == parts.references.last() {
        parts.answers.clear();
    }
    let time_text = if parts.time.is_none() { Cow::Owned(parts.written.to_owned()) } else { Cow::Borrowed("") };
    let url = parts.url.map(|text| text.trim().trim_start_matches('<').trim_end_matches('>').trim());
    let url = url.filter(|text| text.starts_with("http")).map(str::to_owned);
    let rare = Rare { answers: parts.answers, time_text, url, attached: text.attached };
    Read {
        id: parts.id.pop().unwrap_or_default(),
        references: parts.references,
        subject: parts.subject.into_text().unwrap_or_default(),
        author: parts.author,
        time: parts.time.or_else(|| stored(from_line)),
        body: text.body,
        rare: (rare != Rare::default()).then(|| Box::new(rare)),
        keys: Keys::default(),
    }
}

/// The header of a message, to be taken from.
struct Header<'s>(Message<'s>);

impl<'s> Header<'s> {
    fn take(&mut self, name: &HeaderName<'_>) -> Option<HeaderValue<'s>> {
        let part = self.0.parts.first_mut()?;
        let at = part.headers.iter().position(|header| header.name == *name)?;
        Some(std::mem::take(&mut part.headers.get_mut(at)?.value))
    }

    fn ids(&mut self, name: &HeaderName<'_>) -> Vec<Cow<'s, str>> {
        self.take(name).map(ids).unwrap_or_default()
    }

    fn url(&self) -> Option<&str> {
        let part = self.0.parts.first()?;
        let field = part.headers.iter().find(|header| header.name.as_str().eq_ignore_ascii_case("archived-at"))?;
        field.value.as_text()
    }
}

/// The ids in a field. Prose that stands there instead is no id.
fn ids(field: HeaderValue<'_>) -> Vec<Cow<'_, str>> {
    let texts = match field {
        HeaderValue::Text(text) => vec![text],
        HeaderValue::TextList(texts) => texts,
        _ => return Vec::new(),
    };
    texts.into_iter().map(tidy).filter(|id| !id.is_empty()).collect()
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

/// The same from the fields themselves: `From`, then `Sender`.
pub(super) fn author_in(fields: [&str; 2]) -> String {
    let given = fields.into_iter().filter(|field| !field.is_empty());
    given.filter_map(|field| named(header::address(field).as_address()?)).next().unwrap_or_default()
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

fn time(date: Option<&DateTime>, written: &str) -> Option<i64> {
    let date = date.filter(|date| date.is_valid()).map(DateTime::to_timestamp);
    date.or_else(|| when::parse(written))
}

/// The time in the line before a message; archives without one write the first second of 1970.
fn stored(line: &str) -> Option<i64> {
    let message = MessageIterator::new(line.as_bytes()).next()?.ok()?;
    i64::try_from(message.internal_date()).ok().filter(|time| *time > 0 && *time < i64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMON: &str = "From: Ann <ann@example.org>\nMessage-ID: <2@example.org>\n";

    /// What a message says, as it is read alone.
    fn told(message: &str, is_whole: bool) -> Option<String> {
        let source = format!("From ann@example.org Tue Nov 14 22:13:20 2023\n{message}");
        let start = source.len() - message.len();
        let piece = Piece { from: 0..start - 1, message: start..source.len(), quoted: true };
        let seed = RandomState::new();
        let read = if is_whole { whole(&parser(), &source, &piece) } else { Reader::new(&seed).read(&source, &piece) };
        read.map(|read| {
            let author = match read.author {
                Author::Named(name) => name,
                Author::Fields(fields) => author_in(fields),
            };
            let body = match read.body {
                Body::There(text) => {
                    let at = text.source_start().unwrap();
                    format!("{:?} {:?}", text.media(), &source[at..at + text.len()])
                }
                Body::Made(made) => format!("{:?} {:?}", made.media, made.text),
            };
            format!("{:?}", (read.id, read.references, read.subject, author, read.time, body, read.rare))
        })
    }

    fn is_plain(message: &str) -> bool {
        Fields::of(message).is_some()
    }

    #[test]
    fn plain_messages_are_read_as_the_library_reads_them() {
        for rest in [
            "Date: Tue, 14 Nov 2023 22:13:20 +0100 (CET)\nSubject: Re: [list] Tea\n\nAt four.\n",
            "Subject: Tea\n with milk\nReferences: <1@example.org>\n\t<0@example.org>\r\n <3@x>\n\nAt four.\n\n\n",
            "In-Reply-To: Your message of noon <1@example.org>\nReferences: not said\nSubject:\n\n  At four.",
            "Date: soon, 5\nSender: \"B. B.\" <b@example.org>\nX-Odd: =?\nArchived-At: <https://example.org/2>\n\nAt four.\n",
            "Content-Type: text/plain; format=flowed; delsp=yes\r\nContent-Transfer-Encoding: 8bit\r\n\r\nAt \r\nfour.\r\n",
            "Content-Type: TEXT/Plain; charset=\"utf-8\"; name=a\nMIME-Version: 1.0\n\n>From noon on\n>>From it\n",
            "Date: Tue, 14 Nov 2023 22:13:20 +0000\nReferences: <>\n <\"1\"@example.org>\n\n\n \n__________\nAt four.\n",
        ] {
            let message = format!("{COMMON}{rest}");
            assert!(is_plain(&message), "{rest}");
            assert_eq!(told(&message, false), told(&message, true), "{rest}");
        }
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_library() {
        for rest in [
            "From: Ben <ben@example.org>\n\nAt four.\n",
            "Subject: =?utf-8?q?Tea?=\n\nAt four.\n",
            "Date: Tue, 14 Nov 2023 22:13:20 UT\nSubject: x\n\nAt four.\n",
            "no field\nSubject: x\n\nAt four.\n",
            "Subject : x\n\nAt four.\n",
            "Content-Transfer-Encoding: base64\n\nQXQgZm91ci4=\n",
            "Content-Disposition: attachment; filename=a.txt\n\nAt four.\n",
            "Subject: x",
            "",
        ] {
            let message = format!("{COMMON}{rest}");
            assert!(!is_plain(&message), "{rest}");
            assert_eq!(told(&message, false), told(&message, true), "{rest}");
        }
        for content in
            ["text/html", "text/plain; charset=iso-2022-jp", "multipart/mixed; boundary=b", "image/png", "; x"]
        {
            let message = format!("{COMMON}Content-Type: {content}\n\n<p>At four.</p>\n--b\n\nNoon\n--b--\n");
            assert_eq!(told(&message, false), told(&message, true), "{content}");
        }
        assert_eq!(told("\nAt four.\n", false), None);
    }
}
