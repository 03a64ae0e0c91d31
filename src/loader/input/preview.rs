//! The first screens of a large file, from the least of it that holds them.
//!
//! The beginning of the file is read by the format itself, as a part. Nested JSON is the one
//! kind that this does not suit: where a producer writes a comment's replies before its text,
//! as sorted keys do, a beginning holds the deepest replies and no word of what they answer.
//! Then a shorter document is put together: the beginning, behind it the own fields of the
//! comments that it has left open (`skip`), and from the end of the file the fields of the
//! outermost object that stand behind its replies (title, text, address). Pages are shown only
//! where a part is sure to show what the whole does (`page`).

mod page;
mod skip;

use std::fs::File;
use std::os::unix::fs::FileExt as _;

use crate::loader::json::{Event, Scanner};
use crate::loader::{End, Options, discussion};
use crate::model::{Discussion, Kind};

/// Smaller files are whole, and what is kept of them is known, before anybody could see a part.
const LARGE: u64 = 256 << 10;
/// The same of text without structure, whose comments have to be told apart and whose answers guessed.
const LARGE_TEXT: u64 = 192 << 10;
/// How much of the beginning is read by the format.
const FIRST: usize = 128 << 10;
/// The same of text and mail, which hold more in less, and whose layout has to be found.
const FIRST_TEXT: usize = 32 << 10;
/// How far the first comment's own words are looked for.
const MOST: usize = 64 << 20;
/// How much of the end may hold the article.
const TAIL: usize = 64 << 10;
/// What the beginning of a file shows, if that is worth showing.
pub(super) fn of(file: &File, len: u64, options: &Options) -> Option<Discussion> {
    if len < LARGE_TEXT {
        return None;
    }
    let mut head = piece(file, 0, FIRST)?;
    let begins = |with: &[u8]| head.trim_ascii_start().get(..with.len()).is_some_and(|b| b.eq_ignore_ascii_case(with));
    if begins(b"<!doctype html") || begins(b"<html") {
        return if len >= LARGE { page::of(file, options) } else { None };
    }
    let is_object = begins(b"{");
    let is_structured = is_object || begins(b"[") || begins(b"<");
    if is_structured && len < LARGE {
        return None;
    }
    if !is_structured {
        head.truncate(FIRST_TEXT);
    }
    let is_shown = |part: &Discussion| match &*part.origin().format {
        "html" => page::is_sure(part),
        "text" => true,
        _ => len >= LARGE,
    };
    let plain = part(head, options).filter(is_shown);
    if !is_object || plain.as_ref().is_some_and(is_good) {
        return plain;
    }
    nested(file, len, options).or(plain)
}

fn part(bytes: Vec<u8>, options: &Options) -> Option<Discussion> {
    let part = discussion(bytes, options, &End { note: None, partial: true }).ok()?;
    (!part.thread().is_empty() || part.article().has_text()).then_some(part)
}

/// Whether a part begins with what it is about and with comments that have words.
fn is_good(part: &Discussion) -> bool {
    let thread = part.thread();
    part.has_title() && thread.first().is_none_or(|first| thread.kind(first) == Kind::Comment)
}

/// A nested document without its middle.
fn nested(file: &File, len: u64, options: &Options) -> Option<Discussion> {
    let from = len.saturating_sub(TAIL as u64);
    let end = piece(file, from, TAIL)?;
    let tail = last_fields(std::str::from_utf8(skip_half_character(&end)).ok()?);
    let head = piece(file, 0, FIRST)?;
    let mut text = skip::without_middle(&head, MOST, |from, into| fill(file, from as u64, into))?;
    text.push(b']');
    text.extend_from_slice(tail.map_or("}".to_owned(), |tail| format!(",{tail}")).as_bytes());
    part(text, options)
}

/// The fields of the outermost object behind its last large list, up to the end of the
/// text, the object's bracket included. A text that begins anywhere inside that list has
/// more closings than openings, so only what stands behind the list is a whole document
/// with an opening bracket put before it.
fn last_fields(end: &str) -> Option<&str> {
    const TRIES: usize = 64;
    let mut fields = None;
    let mut at = end.len();
    for _ in 0..TRIES {
        at = memchr::memrchr(b']', end.as_bytes().get(..at)?)?;
        let rest = end.get(at + 1..)?.trim_ascii_start();
        let Some(rest) = rest.strip_prefix(',') else { continue };
        match is_rest_of_object(rest) {
            true => fields = Some(rest),
            false if fields.is_some() => break,
            false => {}
        }
    }
    fields
}

fn is_rest_of_object(rest: &str) -> bool {
    let text = format!("{{{rest}");
    let mut scanner = Scanner::new(&text);
    while !matches!(scanner.next(), Event::End) {}
    scanner.damage().is_none() && scanner.documents == 1
}

/// The end of a file may begin in the middle of a character.
fn skip_half_character(bytes: &[u8]) -> &[u8] {
    let half = bytes.iter().take(3).take_while(|byte| **byte & 0xc0 == 0x80).count();
    bytes.get(half..).unwrap_or_default()
}

fn piece(file: &File, from: u64, most: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; most];
    let filled = fill(file, from, &mut bytes)?;
    bytes.truncate(filled);
    Some(bytes)
}

/// Fills a buffer from a place of the file on; how much of it.
fn fill(file: &File, from: u64, bytes: &mut [u8]) -> Option<usize> {
    let mut filled = 0;
    while filled < bytes.len() {
        match file.read_at(bytes.get_mut(filled..)?, from + filled as u64) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
    Some(filled)
}
