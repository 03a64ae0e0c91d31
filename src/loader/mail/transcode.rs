//! Mail in bytes becomes one text.
//!
//! A mailbox may hold messages in many charsets, so each message, and in it each part, is
//! decoded as it declares. What is valid UTF-8 stays as it is, whatever it declares; encoded
//! parts are ASCII here and are decoded when the message is read.

use mail_parser::{Encoding, Message, MessagePart, MimeHeaders as _, PartType};

use super::message::{is_too_nested, parser};
use super::split;
use crate::loader::charset::{Decoded, decode_piece};

/// How much of a text is looked at.
const HEAD: usize = 64 << 10;

/// The text of mail whose bytes are not UTF-8. `None` if it is no mail, or is UTF-8.
pub(in crate::loader) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(HEAD)).unwrap_or_default());
    let head = head.trim_start();
    let is_mailbox = split::is_mailbox(head);
    // That it is mail is told sooner than that it is UTF-8.
    if !is_mailbox && split::is_message(head) == 0 || std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 16);
    let mut foreign = 0;
    if is_mailbox {
        let mut done = 0;
        for piece in split::split(bytes) {
            add_lines(bytes.get(done..piece.message.start).unwrap_or_default(), None, &mut text);
            let message = bytes.get(piece.message.clone()).unwrap_or_default();
            foreign += usize::from(add_message(message, &mut text));
            done = piece.message.end;
        }
        add_lines(bytes.get(done..).unwrap_or_default(), None, &mut text);
    } else {
        foreign += usize::from(add_message(bytes, &mut text));
    }
    let note = match foreign {
        0 => None,
        1 => Some("1 message is not in UTF-8; it is read as it declares".to_owned()),
        _ => Some(format!("{foreign} messages are not in UTF-8; they are read as they declare")),
    };
    Some(Decoded { text, note })
}

/// Adds a message; whether it is not UTF-8.
fn add_message(bytes: &[u8], text: &mut String) -> bool {
    if let Ok(valid) = std::str::from_utf8(bytes) {
        text.push_str(valid);
        return false;
    }
    let message = (!is_too_nested(bytes)).then(|| parser().parse(bytes)).flatten();
    let mut spans = message.as_ref().map(foreign_parts).unwrap_or_default();
    spans.sort_unstable_by_key(|span| span.start);
    let label = spans.iter().find_map(|span| span.label);
    let mut done = 0;
    for span in &spans {
        if span.start < done {
            continue;
        }
        add_lines(bytes.get(done..span.start).unwrap_or_default(), label, text);
        let part = bytes.get(span.start..span.end).unwrap_or_default();
        text.push_str(&decode_piece(part, span.label));
        done = span.end.max(done);
    }
    add_lines(bytes.get(done..).unwrap_or_default(), label, text);
    true
}

/// Headers and what stands between parts: each line for itself, since a broken one says
/// nothing about the others.
fn add_lines(bytes: &[u8], label: Option<&str>, text: &mut String) {
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        text.push_str(&decode_piece(line, label));
    }
}

/// A part whose bytes stand in the message as they are.
struct Span<'m> {
    start: usize,
    end: usize,
    label: Option<&'m str>,
}

fn foreign_parts<'m>(message: &'m Message<'_>) -> Vec<Span<'m>> {
    let mut spans = Vec::new();
    let mut open = vec![message];
    while let Some(message) = open.pop() {
        for part in &message.parts {
            match &part.body {
                PartType::Text(_) | PartType::Html(_) if part.encoding == Encoding::None => spans.push(Span {
                    start: part.offset_body as usize,
                    end: part.offset_end as usize,
                    label: charset(part),
                }),
                PartType::Message(inner) if part.encoding == Encoding::None => open.push(inner),
                _ => {}
            }
        }
    }
    spans
}

/// The charset that a part declares.
pub(super) fn charset<'m>(part: &'m MessagePart<'_>) -> Option<&'m str> {
    part.content_type()?.attribute("charset")
}
