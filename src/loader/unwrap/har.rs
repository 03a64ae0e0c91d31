//! A HAR: what a browser's network page saved, as JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{MANY, Room, Unwrapped, is_document};
use crate::error::{Error, Result};
use crate::loader::json::{Event, Scanner};

/// How much of the beginning must show what it is.
const HEAD: usize = 4 << 10;

pub(super) fn is_har(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let Some(log) = bytes.strip_prefix(b"{").map(<[u8]>::trim_ascii_start) else { return false };
    let head = log.get(..log.len().min(HEAD)).unwrap_or_default();
    let has = |word: &[u8]| memchr::memmem::find(head, word).is_some();
    head.starts_with(b"\"log\"") && (has(b"\"creator\"") || has(b"\"entries\""))
}

/// An answer, as far as it has been read.
#[derive(Default)]
struct Answer {
    url: String,
    kind: String,
    text: String,
    is_base64: bool,
    status: Option<i64>,
}

/// The answers that may hold a discussion.
pub(super) fn responses(bytes: &[u8], room: &mut Room) -> Result<Vec<Unwrapped>> {
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let mut scanner = Scanner::new(&text);
    let mut found = Vec::new();
    // The keys of what is open: `log`, `entries`, none for the entry, `response`, `content`.
    let mut path: Vec<&str> = Vec::new();
    let mut answer = Answer::default();
    loop {
        match scanner.next() {
            Event::Open { key, .. } => {
                path.push(key);
                if path.as_slice() == ["", "log", "entries", ""] {
                    answer = Answer::default();
                }
            }
            Event::Value { key, value } => {
                let words = || value.string().unwrap_or_default().into_owned();
                match (path.get(4..).unwrap_or_default(), key) {
                    (["request"], "url") => answer.url = words(),
                    (["response"], "status") => answer.status = value.int(),
                    (["response", "content"], "mimeType") => answer.kind = words(),
                    (["response", "content"], "text") => answer.text = words(),
                    (["response", "content"], "encoding") => answer.is_base64 = value.is("base64"),
                    _ => {}
                }
            }
            Event::Close => {
                if path.as_slice() == ["", "log", "entries", ""] && found.len() < MANY {
                    found.extend(document(std::mem::take(&mut answer), room)?);
                }
                path.pop();
            }
            Event::End => break,
        }
    }
    let cut = scanner.damage().is_some();
    if let Some(last) = found.last_mut().filter(|_| cut) {
        last.note = Some("the HAR file breaks off".to_owned());
    }
    if found.is_empty() {
        return Err(Error::input("the HAR file has no page or data")
            .hint("save it with content: \"Save all as HAR with content\""));
    }
    Ok(found)
}

fn document(answer: Answer, room: &mut Room) -> Result<Option<Unwrapped>> {
    let went_well = answer.status.is_none_or(|status| (200..300).contains(&status) || status == 0);
    if !went_well || answer.text.is_empty() || !is_document(&answer.kind) {
        return Ok(None);
    }
    let bytes = if answer.is_base64 {
        let letters: Vec<u8> = answer.text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        let Ok(bytes) = STANDARD.decode(letters) else { return Ok(None) };
        bytes
    } else {
        answer.text.into_bytes()
    };
    room.take(bytes.len())?;
    Ok(Some(Unwrapped {
        url: Some(answer.url).filter(|url| !url.is_empty()),
        bytes,
        is_bycatch: true,
        ..Unwrapped::default()
    }))
}
