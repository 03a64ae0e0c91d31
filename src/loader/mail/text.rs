//! The text of a message: which parts are read, and how they are decoded.
//!
//! Plain text goes before HTML unless it is empty. Text that needs no decoding stays where it
//! lies in the source; the rest goes to the pool. Attachments are named under the text.

use std::borrow::Cow;
use std::ops::Range;

use mail_parser::{ContentType, Encoding, Message, MessagePart, MimeHeaders as _, PartType};

use super::decode::{from_base64, from_quoted_printable, unquoted};
use super::header::content_type;
use super::message::author;
use super::transcode::charset;
use crate::loader::charset::decode_piece;
use crate::model::{Coat, Media, TextRef};

/// So many signs tell copies of a message.
const SIGNS: usize = 300;

/// What the parts are read from.
pub(super) struct Place<'s> {
    pub(super) source: &'s str,
    /// Where the message begins in the source.
    pub(super) start: usize,
    /// Whether lines that begin with `>From ` got that `>` from a mailbox.
    pub(super) quoted: bool,
}

/// The text of a message.
#[derive(Debug)]
pub(super) enum Body {
    /// It lies in the source.
    There(TextRef),
    /// It had to be decoded, or put together from parts.
    Made(Box<Made>),
}

/// A text that does not stand in the source.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) text: String,
    pub(super) media: Media,
    /// A hash of how it begins, to tell copies: lists add lines at the end.
    pub(super) print: u64,
}

/// What is kept of a message's content.
pub(super) struct MailText {
    /// Its text.
    pub(super) body: Body,
    /// The names of what is attached.
    pub(super) attached: Vec<String>,
}

/// The content of a message.
pub(super) fn body(message: &Message<'_>, place: &Place<'_>) -> MailText {
    let mut parts = shown(message, &message.text_body, place);
    if parts.iter().all(|part| part.is_blank(place)) {
        let html = shown(message, &message.html_body, place);
        parts = if html.iter().all(|part| part.is_blank(place)) { instead(message, place) } else { html };
    }
    let attached = attachments(message);
    let made = |text: String, media: Media| {
        let print = parts.first().map_or(0, |part| print(part.open(place)));
        Body::Made(Box::new(Made { text, media, print }))
    };
    let body = match parts.as_slice() {
        // Without any text the attachments are all there is to see.
        parts if parts.iter().all(|part| part.is_blank(place)) => {
            let lines: Vec<String> = attached.iter().map(|name| format!("[attached: {name}]")).collect();
            made(lines.join("\n"), Media::Fixed)
        }
        [Part { text: Text::Source(range), media }] => there(place.source, range.clone(), *media),
        parts => {
            let (text, media) = joined(parts, place);
            made(text, media)
        }
    };
    MailText { body, attached }
}

/// The text of a message that is plain text where it stands; none if it is blank.
pub(super) fn plain(range: Range<usize>, media: Media, place: &Place<'_>) -> Option<Body> {
    let raw = place.source.get(range.clone()).filter(|raw| !raw.trim_start().is_empty())?;
    match if place.quoted { unquoted(raw) } else { Cow::Borrowed(raw) } {
        Cow::Borrowed(_) => Some(there(place.source, range, media)),
        Cow::Owned(text) => {
            let text = text.trim_end().trim_start_matches(['\r', '\n']).to_owned();
            let print = print(&text);
            Some(Body::Made(Box::new(Made { text, media, print })))
        }
    }
}

/// The markup of text that stands there as it is shown, as a `Content-Type` field says; none if
/// it says anything else.
pub(super) fn plain_media(field: &str) -> Option<Media> {
    if field.is_empty() {
        return Some(Media::Fixed);
    }
    let kind = content_type(field)?;
    let is_plain = kind.ctype() == "text" && kind.subtype() == Some("plain");
    (is_plain && !kind.attribute("charset").is_some_and(is_shifting)).then(|| media(Some(&kind)))
}

fn there(source: &str, range: Range<usize>, media: Media) -> Body {
    Body::There(TextRef::source(trimmed(source, range), Coat::Bare, media))
}

/// A hash of the first letters and digits, those below a list's own line left out.
pub(super) fn print(text: &str) -> u64 {
    let mut signs = String::with_capacity(SIGNS + SIGNS / 4);
    let mut left = SIGNS;
    for (at, line) in text.trim_start().split('\n').enumerate() {
        if left == 0 || at > 0 && line.starts_with("__________") {
            break;
        }
        for c in line.chars().filter(|c| c.is_alphanumeric()).take(left) {
            signs.push(c);
            left -= 1;
        }
    }
    twox_hash::XxHash3_64::oneshot(signs.as_bytes())
}

/// The text of a message that has too many messages in it: all that follows its header.
pub(super) fn rest(message: &Message<'_>, place: &Place<'_>, end: usize) -> MailText {
    let header = message.parts.first().and_then(|part| part.headers.last()).map_or(0, |last| last.offset_end as usize);
    let body = TextRef::source(trimmed(place.source, place.start + header..end), Coat::Bare, Media::Fixed);
    MailText { body: Body::There(body), attached: Vec::new() }
}

/// A part that is shown.
struct Part<'s> {
    text: Text<'s>,
    media: Media,
}

enum Text<'s> {
    Source(Range<usize>),
    Decoded(Cow<'s, str>),
}

impl Part<'_> {
    fn open<'a>(&'a self, place: &'a Place<'_>) -> &'a str {
        match &self.text {
            Text::Source(range) => place.source.get(range.clone()).unwrap_or_default(),
            Text::Decoded(text) => text,
        }
    }

    fn is_blank(&self, place: &Place<'_>) -> bool {
        self.open(place).trim().is_empty()
    }
}

fn shown<'s>(message: &Message<'s>, ids: &[u32], place: &Place<'s>) -> Vec<Part<'s>> {
    let mut parts: Vec<Part<'s>> = Vec::new();
    for part in ids.iter().filter_map(|id| message.parts.get(*id as usize)) {
        let media = match &part.body {
            PartType::Html(_) => Media::Html,
            PartType::Text(_) => media(part.content_type()),
            _ => continue,
        };
        let part = Part { text: decoded(part, place), media };
        if parts.is_empty() || !part.is_blank(place) && !is_footer(part.open(place)) {
            parts.push(part);
        }
    }
    if parts.len() > 1 {
        parts.retain(|part| !part.is_blank(place));
    }
    parts
}

/// What is shown of a message without a text of its own: the texts of the messages in it,
/// else text in a markup that is not known here, as it stands.
fn instead<'s>(message: &Message<'s>, place: &Place<'s>) -> Vec<Part<'s>> {
    let inside = |part: &MessagePart<'_>| match &part.body {
        PartType::Message(inner) => {
            Some((author(inner), inner.subject()?.to_owned(), inner.body_text(0)?.into_owned()))
        }
        _ => None,
    };
    let messages: Vec<_> = message.parts.iter().filter_map(inside).collect();
    let is_digest = messages.len() > 1;
    let part = |(author, subject, text): (String, String, String)| {
        let text = if is_digest { format!("{subject}\n{author}\n\n{text}") } else { text };
        Part { text: Text::Decoded(Cow::Owned(text)), media: Media::Fixed }
    };
    if !messages.is_empty() {
        return messages.into_iter().map(part).collect();
    }
    let is_text = |part: &&MessagePart<'_>| {
        let is_attached = part.content_disposition().is_some_and(|how| how.is_attachment());
        // Parts whose border is not said cannot be told apart: they are shown as they stand.
        let is_unparted = || part.content_type().is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("multipart"));
        let is_text =
            matches!(part.body, PartType::Text(_)) || matches!(part.body, PartType::Binary(_)) && is_unparted();
        is_text && !is_attached && part.attachment_name().is_none()
    };
    let other = message.parts.iter().find(is_text);
    other.map(|part| Part { text: decoded(part, place), media: Media::Fixed }).into_iter().collect()
}

/// Whether a part is what a mailing list puts under every message.
fn is_footer(text: &str) -> bool {
    let first = text.trim_start().lines().next().unwrap_or_default().trim_end();
    let rule = |sign: char| first.len() >= 10 && first.chars().all(|c| c == sign);
    first == "--" || rule('_') || rule('-')
}

fn media(kind: Option<&ContentType<'_>>) -> Media {
    let Some(kind) = kind else { return Media::Fixed };
    let is =
        |name: &str, value: &str| kind.attribute(name).is_some_and(|given| given.trim().eq_ignore_ascii_case(value));
    match (kind.subtype(), is("format", "flowed")) {
        (Some(subtype), _) if subtype.eq_ignore_ascii_case("markdown") => Media::Markdown,
        (_, true) if is("delsp", "yes") => Media::FlowedDelSp,
        (_, true) => Media::Flowed,
        _ => Media::Fixed,
    }
}

/// The text of a part. Its bytes are read anew, because what is valid UTF-8 is UTF-8,
/// whatever the part declares.
fn decoded<'s>(part: &MessagePart<'_>, place: &Place<'s>) -> Text<'s> {
    let range = place.start + part.offset_body as usize..place.start + part.offset_end as usize;
    let raw = place.source.get(range.clone()).unwrap_or_default();
    let label = charset(part);
    let raw = if place.quoted { unquoted(raw) } else { Cow::Borrowed(raw) };
    let shifting = || Text::Decoded(Cow::Owned(part.text_contents().unwrap_or_default().to_owned()));
    let bytes = match encoding(part) {
        Encoding::None if label.is_some_and(is_shifting) => return shifting(),
        Encoding::None => {
            return match raw {
                Cow::Borrowed(_) => Text::Source(range),
                Cow::Owned(text) => Text::Decoded(Cow::Owned(text)),
            };
        }
        Encoding::QuotedPrintable => from_quoted_printable(raw.as_bytes()),
        Encoding::Base64 => from_base64(raw.as_bytes()),
    };
    if label.is_some_and(is_shifting) && !part.is_encoding_problem {
        return shifting();
    }
    Text::Decoded(Cow::Owned(decode_piece(&bytes, label).into_owned()))
}

/// How a part is encoded. Where that did not work out, the library takes it as it stands.
fn encoding(part: &MessagePart<'_>) -> Encoding {
    let named =
        |name: &str| part.content_transfer_encoding().is_some_and(|given| given.trim().eq_ignore_ascii_case(name));
    match part.encoding {
        Encoding::None if part.is_encoding_problem && named("quoted-printable") => Encoding::QuotedPrintable,
        Encoding::None if part.is_encoding_problem && named("base64") => Encoding::Base64,
        encoding => encoding,
    }
}

/// Charsets whose text is ASCII until it is decoded.
fn is_shifting(label: &str) -> bool {
    ["iso-2022-", "utf-7", "hz-gb-2312", "csiso2022"]
        .iter()
        .any(|front| label.get(..front.len()).is_some_and(|start| start.eq_ignore_ascii_case(front)))
}

/// The names of what is attached.
fn attachments(message: &Message<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for part in message.attachments.iter().filter_map(|id| message.parts.get(*id as usize)) {
        let kind = part
            .content_type()
            .map(|kind| (kind.ctype().to_ascii_lowercase(), kind.subtype().unwrap_or_default().to_ascii_lowercase()));
        let kind = kind.unwrap_or_default();
        let name = part.attachment_name();
        let is_signature = kind.1.ends_with("-signature") || kind.1.ends_with("-encrypted");
        let is_inside = name.is_none() && matches!(kind.0.as_str(), "text" | "multipart");
        if is_signature || is_inside {
            continue;
        }
        let what = match &part.body {
            PartType::Message(inner) => inner.subject().unwrap_or("a message").to_owned(),
            _ => name.unwrap_or("without a name").to_owned(),
        };
        let kind = if kind.0.is_empty() { String::new() } else { format!(" ({}/{})", kind.0, kind.1) };
        lines.push(format!("{what}{kind}"));
    }
    lines
}

/// Several parts as one text, or what had to be decoded.
fn joined(parts: &[Part<'_>], place: &Place<'_>) -> (String, Media) {
    let first = parts.first().map_or(Media::Fixed, |part| part.media);
    let media = if parts.iter().all(|part| part.media == first) {
        first
    } else if parts.iter().any(|part| part.media == Media::Html) {
        Media::Html
    } else {
        Media::Fixed
    };
    let mut whole: Vec<Cow<'_, str>> = Vec::new();
    for part in parts {
        let text = part.open(place).trim_end().trim_start_matches(['\r', '\n']);
        let is_foreign = media == Media::Html && part.media != Media::Html;
        whole.push(if is_foreign {
            format!("<pre>{}</pre>", quick_xml::escape::escape(text)).into()
        } else {
            text.into()
        });
    }
    whole.retain(|text| !text.is_empty());
    (whole.join("\n\n"), media)
}

/// A range without the blank lines around its text; blanks before its first word stay, since
/// they may be indentation.
fn trimmed(source: &str, range: Range<usize>) -> Range<usize> {
    let Some(text) = source.get(range.clone()) else { return 0..0 };
    let end = range.start + text.trim_end().len();
    let text = text.get(..end - range.start).unwrap_or_default();
    let mut front = 0;
    while let Some(line) = text.get(front..).and_then(|rest| rest.find('\n')) {
        if !text.get(front..front + line).unwrap_or_default().trim().is_empty() {
            break;
        }
        front += line + 1;
    }
    range.start + front..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_come_off_and_indentation_stays() {
        assert_eq!(trimmed("\n \n  a\nb\n\n", 0..10), 3..8);
        assert!(trimmed(" \n", 0..2).is_empty());
    }
}
