//! The header of a message that is plain text where it stands.
//!
//! The library reads every letter of a message and keeps every field, which is two thirds of what
//! a mailbox of 100,000 messages cost. Of most messages ten fields are wanted and the text lies
//! there as it is shown. So fields are told apart here, by the rules on which nobody differs (a
//! name, a colon, lines that go on with a blank), and each that is wanted is read by the
//! library's parser for its kind. Where anything is unusual the library reads the whole: a field
//! that comes twice, lines that are no fields, encoded words, a date whose zone has letters, any
//! other content than plain text that needs no decoding.

use mail_parser::parsers::MessageStream;
use mail_parser::{ContentType, HeaderValue};
use memchr::memchr;

/// The fields that are looked at, by their places in [`Fields::values`].
const NAMES: [&str; 11] = [
    "from",
    "sender",
    "date",
    "subject",
    "message-id",
    "references",
    "in-reply-to",
    "archived-at",
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
];

/// A field that is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Name {
    From,
    Sender,
    Date,
    Subject,
    MessageId,
    References,
    InReplyTo,
    ArchivedAt,
    ContentType,
    Encoding,
    Disposition,
}

/// The fields of a plain message: what stands behind the colon, the line break included.
#[derive(Debug)]
pub(super) struct Fields<'s> {
    values: [&'s str; NAMES.len()],
    /// Where the text begins.
    pub(super) body: usize,
}

impl<'s> Fields<'s> {
    /// The fields of a message; none if it is for the library to read.
    pub(super) fn of(raw: &'s str) -> Option<Self> {
        let mut fields = Self { values: [""; NAMES.len()], body: 0 };
        loop {
            let rest = raw.get(fields.body..)?;
            let blank = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
            if blank > 0 && fields.body > 0 {
                fields.body += blank;
                return fields.is_plain().then_some(fields);
            }
            let len = field_len(rest.as_bytes())?;
            let colon = rest.bytes().take_while(|b| matches!(b, b'!'..=b'9' | b';'..=b'~')).count();
            let name = rest.get(..colon).filter(|name| !name.is_empty())?;
            let value = rest.get(colon..len)?.strip_prefix(':')?;
            if let Some(at) = NAMES.iter().position(|known| known.eq_ignore_ascii_case(name)) {
                let slot = fields.values.get_mut(at).filter(|slot| slot.is_empty())?;
                *slot = value;
            }
            fields.body += len;
        }
    }

    fn is_plain(&self) -> bool {
        let coding = self.get(Name::Encoding).trim();
        let is_clear = ["", "7bit", "8bit", "binary"].iter().any(|clear| coding.eq_ignore_ascii_case(clear));
        // The library looks for the name of a zone past the end of the line.
        let has_digits = self.get(Name::Date).trim_end().ends_with(|c: char| c.is_ascii_digit() || c == ')');
        let is_worded = |name| self.get(name).contains("=?");
        is_clear
            && self.get(Name::Disposition).is_empty()
            && (has_digits || self.get(Name::Date).is_empty())
            && !(is_worded(Name::From) || is_worded(Name::Sender) || is_worded(Name::Subject))
    }

    /// What a field says; empty if it is not there.
    pub(super) fn get(&self, name: Name) -> &'s str {
        self.values.get(name as usize).copied().unwrap_or_default()
    }

    /// The ids in a field.
    pub(super) fn ids(&self, name: Name) -> HeaderValue<'s> {
        self.read(name, MessageStream::parse_id)
    }

    /// A time.
    pub(super) fn date(&self) -> HeaderValue<'s> {
        self.read(Name::Date, MessageStream::parse_date)
    }

    /// A line of words.
    pub(super) fn text(&self, name: Name) -> HeaderValue<'s> {
        self.read(name, MessageStream::parse_unstructured)
    }

    /// A field as it stands.
    pub(super) fn raw(&self, name: Name) -> HeaderValue<'s> {
        self.read(name, MessageStream::parse_raw)
    }

    fn read(&self, name: Name, parse: fn(&mut MessageStream<'s>) -> HeaderValue<'s>) -> HeaderValue<'s> {
        match self.get(name) {
            "" => HeaderValue::Empty,
            value => parse(&mut MessageStream::new(value.as_bytes())),
        }
    }
}

/// Persons, as a field names them.
pub(super) fn address(field: &str) -> HeaderValue<'_> {
    MessageStream::new(field.as_bytes()).parse_address()
}

/// What a `Content-Type` field says.
pub(super) fn content_type(field: &str) -> Option<ContentType<'_>> {
    MessageStream::new(field.as_bytes()).parse_content_type().into_content_type()
}

/// The length of the field that begins there, its line break included. It goes on in lines that
/// begin with a blank.
fn field_len(bytes: &[u8]) -> Option<usize> {
    let mut end = 0;
    loop {
        end += memchr(b'\n', bytes.get(end..)?)? + 1;
        if !matches!(bytes.get(end), Some(b' ' | b'\t')) {
            return Some(end);
        }
    }
}
