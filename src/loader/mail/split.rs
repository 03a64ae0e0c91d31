//! Where the messages of a mailbox begin.
//!
//! All four dialects of mbox part messages by a line that begins with `From `. In `mboxo` and
//! `mboxrd` such a line inside a message got a `>` in front, in `mboxcl` it did, too, and in
//! `mboxcl2` it did not, but there a `Content-Length` says where the message ends. That number
//! is often wrong, so it is believed only where a message or the end stands right behind it.

use std::ops::Range;

use memchr::{memchr, memmem};

use super::Piece;
use crate::cores;

/// Cuts a mailbox into its messages. Takes time linear in its length.
pub(super) fn split(bytes: &[u8]) -> Vec<Piece> {
    split_in(bytes, PART)
}

fn split_in(bytes: &[u8], part: usize) -> Vec<Piece> {
    if bytes.starts_with(BATCH) { split_by(bytes, BATCH, is_batch, part) } else { split_by(bytes, FROM, is_from, part) }
}

/// How much of a mailbox a core looks through in one go.
const PART: usize = 1 << 20;

/// What parts the articles of a news batch.
const BATCH: &[u8] = b"#! rnews ";
const FROM: &[u8] = b"From ";

/// A line that may part messages.
struct Sign {
    line: Range<usize>,
    /// Where the one behind it is looked for, if it does.
    next: usize,
}

fn split_by(bytes: &[u8], sign: &[u8], is_sign: fn(&[u8], usize) -> bool, part: usize) -> Vec<Piece> {
    let needle = [b"\n", sign].concat();
    let finder = memmem::Finder::new(&needle);
    let read = |start: usize| {
        if !is_sign(bytes, start) {
            return None;
        }
        let line = line_at(bytes, start);
        let message = (line.end + 1).min(bytes.len());
        let next = counted_end(bytes, message, is_sign).unwrap_or(message.saturating_sub(1));
        Some(Sign { line, next })
    };
    let signs_in = |range: &Range<usize>| {
        let reach = bytes.get(range.start..bytes.len().min(range.end + sign.len())).unwrap_or_default();
        finder.find_iter(reach).filter_map(|found| read(range.start + found + 1)).collect::<Vec<_>>()
    };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut from = 0;
    let mut add = |sign_line: &mut Sign| {
        // A length that was believed reaches over it.
        if sign_line.line.start > 0 && sign_line.line.start <= from {
            return;
        }
        let Sign { line, next } = sign_line;
        if let Some(last) = pieces.last_mut() {
            last.message.end = line.start.max(last.message.start);
        }
        let message = (line.end + 1).min(bytes.len());
        pieces.push(Piece { from: line.clone(), message: message..bytes.len(), quoted: sign == FROM });
        from = *next;
    };
    read(0).iter_mut().for_each(&mut add);
    let starts = (0..bytes.len()).step_by(part);
    let parts: Vec<Range<usize>> = starts.map(|start| start..bytes.len().min(start + part)).collect();
    cores::in_order(&parts, signs_in, |_, signs| signs.iter_mut().for_each(&mut add));
    pieces
}

/// The line that begins there, without its break.
fn line_at(bytes: &[u8], start: usize) -> Range<usize> {
    let rest = bytes.get(start..).unwrap_or_default();
    start..start + memchr(b'\n', rest).unwrap_or(rest.len())
}

fn is_batch(bytes: &[u8], at: usize) -> bool {
    bytes.get(line_at(bytes, at)).is_some_and(|line| line.starts_with(BATCH))
}

/// Whether a message begins there: `From`, then one word alone or a clock time, and a header
/// in the next line. Sentences that begin with "From" have neither.
fn is_from(bytes: &[u8], at: usize) -> bool {
    let range = line_at(bytes, at);
    let line = bytes.get(range.clone()).unwrap_or_default().trim_ascii_end();
    let Some(rest) = line.strip_prefix(FROM) else { return false };
    let words = rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).count();
    let has_time = rest
        .windows(5)
        .any(|five| matches!(five, [a, b, b':', c, d] if [a, b, c, d].iter().all(|n| n.is_ascii_digit())));
    (has_time || words == 1) && begins_header(bytes.get(range.end + 1..).unwrap_or_default())
}

/// Whether a header field stands there, or a second line that parts messages.
fn begins_header(bytes: &[u8]) -> bool {
    let name = bytes.iter().take(80).take_while(|b| matches!(b, b'!'..=b'9' | b';'..=b'~')).count();
    name > 0 && bytes.get(name) == Some(&b':')
        || bytes.starts_with(FROM)
        || bytes.strip_prefix(b">").is_some_and(|rest| rest.starts_with(FROM))
}

/// How far a header may reach for its `Content-Length` to be looked for.
const HEADER: usize = 64 << 10;

/// The end of a message as its header counts it, if that can be true.
fn counted_end(bytes: &[u8], start: usize, is_sign: fn(&[u8], usize) -> bool) -> Option<usize> {
    let head = bytes.get(start..bytes.len().min(start + HEADER))?;
    let mut at = 0;
    let mut length = None;
    loop {
        let line = line_at(head, at);
        let text = head.get(line.clone())?.trim_ascii_end();
        at = line.end + 1;
        if text.is_empty() {
            break;
        }
        if let Some((name, value)) = text.split_at_checked(15)
            && name.eq_ignore_ascii_case(b"content-length:")
        {
            length = std::str::from_utf8(value).ok().and_then(|value| value.trim().parse::<usize>().ok());
        }
    }
    let end = start.checked_add(at)?.checked_add(length?)?;
    let rest = bytes.get(end..)?;
    let blanks = rest.iter().take(4).take_while(|b| matches!(b, b'\r' | b'\n')).count();
    let next = end + blanks;
    let is_end = next == bytes.len() || (blanks > 0 || bytes.get(end - 1) == Some(&b'\n')) && is_sign(bytes, next);
    // One before it, so that the break in front of the next message is found.
    is_end.then(|| next.saturating_sub(1).max(start.saturating_sub(1)))
}

/// Whether a text is a mailbox, from its beginning.
pub(in crate::loader) fn is_mailbox(head: &str) -> bool {
    let bytes = head.as_bytes();
    is_from(bytes, 0) || bytes.starts_with(BATCH)
}

/// How sure it is that a text is one message, from its beginning: 0 to 100.
///
/// A header is a block of fields and their folded lines before the first blank line; two that
/// only mail has are needed, and no saved page (they wear the coat of mail, too).
pub(in crate::loader) fn is_message(head: &str) -> u8 {
    const MAIL: [&str; 15] = [
        "from",
        "date",
        "subject",
        "message-id",
        "received",
        "return-path",
        "references",
        "in-reply-to",
        "to",
        "delivered-to",
        "newsgroups",
        "path",
        "xref",
        "mime-version",
        "x-from",
    ];
    let mut known = 0;
    let mut fields = 0;
    let mut is_sender = false;
    for line in head.lines() {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) && fields > 0 {
            continue;
        }
        let Some((name, value)) = line.split_once(':') else {
            // The last line of a beginning may be half a line; others have to be fields.
            if fields == 0 || !line.starts_with(">From ") {
                return 0;
            } else {
                continue;
            };
        };
        if name.is_empty() || !name.bytes().all(|b| matches!(b, b'!'..=b'9' | b';'..=b'~')) {
            return 0;
        }
        let name = name.to_ascii_lowercase();
        if name == "snapshot-content-location" || value.contains("<Saved by") {
            return 0;
        }
        fields += 1;
        known += usize::from(MAIL.contains(&name.as_str()));
        is_sender |= matches!(name.as_str(), "from" | "message-id" | "received" | "return-path" | "newsgroups");
    }
    match known {
        2.. if is_sender => 85,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<&str> {
        split(text.as_bytes()).into_iter().map(|piece| &text[piece.message]).collect()
    }

    #[test]
    fn sentences_do_not_part_messages() {
        let text = "From a@b Mon Jan  1 00:00:00 2024\nSubject: x\n\nFrom there it went\nto: here\n\nFrom 10:30 on:\nwe wait\n\nFrom c\nSubject: y\n\nz\n";
        assert_eq!(
            messages(text),
            ["Subject: x\n\nFrom there it went\nto: here\n\nFrom 10:30 on:\nwe wait\n\n", "Subject: y\n\nz\n"]
        );
    }

    #[test]
    fn a_true_length_hides_messages_inside_and_a_false_one_does_not() {
        let inner = "see:\n\nFrom x Mon Jan  1 00:00:00 2024\nSubject: inner\n\nq\n";
        let next = "From c Mon Jan  1 00:00:00 2024\nSubject: y\n\nz\n";
        let with =
            |length: usize| format!("From a Mon Jan  1 00:00:00 2024\nContent-Length: {length}\n\n{inner}\n{next}");
        assert_eq!(messages(&with(inner.len())).len(), 2);
        assert_eq!(messages(&with(inner.len() - 3)).len(), 3);
        assert_eq!(messages(&with(usize::MAX)).len(), 3);
    }

    #[test]
    fn parts_of_a_mailbox_are_cut_as_the_whole() {
        let message = |at: usize| {
            let inner = "From x Mon Jan  1 00:00:00 2024\nSubject: inner\n\nFrom\n\nFrom here on\n";
            let length = if at.is_multiple_of(2) { inner.len() } else { inner.len() - 2 };
            format!("From a Mon Jan  1 00:00:00 2024\nContent-Length: {length}\nSubject: {at}\n\n{inner}\n")
        };
        let text: String = (0..40).map(message).collect();
        let whole = split_in(text.as_bytes(), text.len());
        assert_eq!(whole.len(), 60);
        for part in [1, 5, 6, 7, 100, 1000] {
            assert_eq!(split_in(text.as_bytes(), part), whole, "{part}");
        }
    }

    #[test]
    fn news_batches_are_cut() {
        let text = "#! rnews 10\nPath: a\n\nx\n#! rnews 10\nPath: b\n\ny\n";
        assert_eq!(messages(text), ["Path: a\n\nx\n", "Path: b\n\ny\n"]);
    }

    #[test]
    fn messages_are_told_from_texts() {
        assert_eq!(is_message("Return-Path: <a@b>\nFrom: A <a@b>\nSubject: x\n  folded\n\nBody"), 85);
        for text in ["Bob: hi\nAnn: hi\n", "Subject: x\n\ny", "From: a\nhello there\nTo: b\n", "Note: From: To:\n", ""]
        {
            assert_eq!(is_message(text), 0, "{text}");
        }
        assert_eq!(is_message("From: <Saved by Blink>\nSubject: x\nDate: y\nMIME-Version: 1.0\n\n"), 0);
    }
}
