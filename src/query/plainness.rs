//! Where raw bytes may say that a word is not in a comment.
//!
//! Opening a text (decoding, reading its markup, cleaning) takes some fifty times as long as
//! looking through its bytes. But bytes tell nothing where a word may be written in another
//! way or be split: by entities, escapes, tags and signs inside of words, characters that
//! are taken out of view. So a text is looked at once: it is *plain* if every run of ASCII
//! letters and digits that its clean text has stands in its bytes as well. Whatever is not
//! known to be harmless makes a text not plain, and it is opened then.

use std::sync::atomic::{AtomicU8, Ordering};

use super::needle::Run;
use crate::model::{Coat, CommentId, Media, TextRef, Texts};

/// Which texts of a discussion are plain, as far as that was looked at.
#[derive(Debug, Default)]
pub struct Plainness(Vec<AtomicU8>);

impl Plainness {
    /// Nothing is known yet about so many rows.
    #[must_use]
    pub fn new(rows: usize) -> Self {
        Self((0..rows).map(|_| AtomicU8::new(0)).collect())
    }

    fn of(&self, id: CommentId, look: impl FnOnce() -> bool) -> bool {
        let Some(known) = self.0.get(id.index()) else { return look() };
        match known.load(Ordering::Relaxed) {
            0 => {
                let plain = look();
                known.store(1 + u8::from(plain), Ordering::Relaxed);
                plain
            }
            known => known == 2,
        }
    }
}

/// Whether the run cannot be in the clean text.
pub(super) fn rules_out(known: Option<&Plainness>, texts: &Texts, id: CommentId, text: TextRef, run: Run<'_>) -> bool {
    let (raw, coat) = texts.lying(text);
    let raw = raw.expose();
    // It is there more often than texts are looked at.
    if run.is_in(raw) {
        return false;
    }
    let look = || is_plain(raw, coat, text.media());
    known.map_or_else(look, |known| known.of(id, look))
}

/// Characters beyond ASCII that are shown as they stand.
const SHOWN: [(char, char); 10] = [
    ('\u{a1}', '\u{ac}'),
    ('\u{ae}', '\u{2ff}'),
    ('\u{391}', '\u{3ff}'),
    ('\u{400}', '\u{482}'),
    ('\u{48a}', '\u{52f}'),
    ('\u{1e00}', '\u{1eff}'),
    ('\u{2010}', '\u{2027}'),
    ('\u{20a0}', '\u{20bf}'),
    ('\u{3041}', '\u{3096}'),
    ('\u{4e00}', '\u{9fff}'),
];

fn is_shown(c: char) -> bool {
    SHOWN.iter().any(|(from, to)| (*from..=*to).contains(&c))
}

/// Entities for characters that are no letters and are always seen. With them ends no word
/// that did not end before.
const SEEN: [&str; 14] = [
    "&#x27;", "&quot;", "&gt;", "&lt;", "&amp;", "&#x2F;", "&#39;", "&#34;", "&apos;", "&nbsp;", "&#8217;", "&rsquo;",
    "&mdash;", "&hellip;",
];

/// Tags that end a paragraph or a line.
const BREAKS: [&str; 5] = ["p", "br", "pre", "li", "blockquote"];
/// Tags whose content is shown, in the line.
const INLINE: [&str; 11] = ["i", "b", "em", "strong", "code", "a", "u", "s", "del", "sup", "sub"];
/// Lists have no words of their own.
const LISTS: [&str; 2] = ["ul", "ol"];

/// Bytes that have to be looked at.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < 256 {
        table[at] = at >= 0x7f || (at < 0x20 && at != 9 && at != 10 && at != 13);
        at += 1;
    }
    let signs = b"&<\\*_`~[]^=";
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
};

/// Whether each run of ASCII letters and digits in the clean text stands in the bytes.
fn is_plain(raw: &str, coat: Coat, media: Media) -> bool {
    if matches!(media, Media::Flowed | Media::FlowedDelSp) {
        return false;
    }
    let bytes = raw.as_bytes();
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| SPECIAL[usize::from(*byte)])) {
        at += next;
        match step(raw, at, coat, media) {
            Some(len) => at += len,
            None => return false,
        }
    }
    true
}

/// The bytes of a special thing that is harmless.
fn step(raw: &str, at: usize, coat: Coat, media: Media) -> Option<usize> {
    let rest = raw.get(at..)?;
    let marked = matches!(media, Media::Html | Media::Markdown);
    match *rest.as_bytes().first()? {
        b'&' if coat == Coat::Xml => None,
        b'&' if marked => entity(rest),
        b'<' if coat == Coat::Xml => None,
        b'<' if media == Media::Html => tag(raw, at),
        b'<' if media == Media::Markdown => None,
        b'\\' if coat == Coat::Json => escape(rest, media),
        b'\\' if media == Media::Markdown => None,
        b'*' | b'_' | b'`' | b'~' | b'^' | b'=' | b'[' | b']' if media == Media::Markdown => signs(raw, at),
        byte if byte >= 0x80 => rest.chars().next().filter(|c| is_shown(*c)).map(char::len_utf8),
        byte if byte == 0x7f || byte < 0x20 => None,
        _ => Some(1),
    }
}

fn entity(rest: &str) -> Option<usize> {
    if let Some(seen) = SEEN.iter().find(|seen| rest.starts_with(**seen)) {
        return Some(seen.len());
    }
    // A sign by itself is one.
    rest.as_bytes().get(1).is_none_or(|byte| matches!(byte, b' ' | b'\n')).then_some(1)
}

/// Escapes of JSON for characters that are no letters and are always seen.
fn escape(rest: &str, media: Media) -> Option<usize> {
    match rest.as_bytes().get(1)? {
        b'n' | b'r' | b't' | b'"' | b'/' => Some(2),
        b'\\' if media != Media::Markdown => Some(2),
        b'u' => {
            let number = u32::from_str_radix(rest.get(2..6)?, 16).ok()?;
            char::from_u32(number).filter(|c| is_shown(*c) || matches!(c, '\'' | '"')).map(|_| 6)
        }
        _ => None,
    }
}

/// A tag that cannot stand inside of a word.
fn tag(raw: &str, at: usize) -> Option<usize> {
    let before = at.checked_sub(1).and_then(|at| raw.as_bytes().get(at)).copied();
    let mut from = at;
    loop {
        let rest = raw.get(from..)?.strip_prefix('<')?;
        let closes = rest.starts_with('/');
        let body = rest.strip_prefix('/').unwrap_or(rest);
        let end = body.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(body.len());
        let name = body.get(..end)?;
        let after = body.as_bytes().get(end).copied();
        if name.is_empty() {
            // A sign by itself, as in "a < b".
            return (!closes && after.is_none_or(|byte| byte == b' ' || byte.is_ascii_digit())).then_some(1);
        }
        let size = 1 + usize::from(closes) + end + 1;
        if after == Some(b'>') && (BREAKS.contains(&name) || LISTS.contains(&name)) {
            return Some(from - at + size);
        }
        if !INLINE.contains(&name) {
            return None;
        }
        let in_word = before.is_some_and(|byte| byte.is_ascii_alphanumeric());
        match after {
            // Words do not go on over it; what stands in it is shown, or in an attribute.
            _ if !in_word && (after == Some(b'>') || (name == "a" && after == Some(b' '))) => {
                return Some(from - at + size);
            }
            Some(b'>') => {}
            _ => return None,
        }
        match raw.as_bytes().get(from + size) {
            None => return Some(from - at + size),
            Some(b'<') => from += size,
            Some(b'\\' | b'/') => return None,
            Some(byte) if byte.is_ascii_alphanumeric() => return None,
            Some(_) => return Some(from - at + size),
        }
    }
}

/// Signs of Markdown between letters may go, and leave one word.
fn signs(raw: &str, at: usize) -> Option<usize> {
    let is_sign = |byte: &u8| matches!(byte, b'*' | b'_' | b'`' | b'~' | b'^' | b'=' | b'[' | b']');
    let bytes = raw.as_bytes();
    let run = bytes.get(at..)?;
    let len = run.iter().take_while(|byte| is_sign(byte)).count();
    let links = run.get(..len)?.contains(&b']') && matches!(run.get(len), Some(b'(' | b':'));
    let is_letter = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    let between = is_letter(at.checked_sub(1).and_then(|at| bytes.get(at))) && is_letter(run.get(len));
    let brackets = run.get(..len)?.iter().any(|byte| matches!(byte, b'[' | b']'));
    (!links && !between && !brackets).then_some(len)
}

#[cfg(test)]
mod tests;
