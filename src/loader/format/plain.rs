//! Plain text: an article and the comments under it, as they are copied from a page.
//!
//! What is what is found in `flat`. Where the page says whose each comment is, the comments
//! are whole and have authors and times; where it does not, `infer` gets the lines. A text
//! without a sign of comments is all article.

use std::ops::Range;

use super::Format;
use crate::loader::detect::Head;
use crate::loader::flat::{Comments, Page, Piece};
use crate::loader::infer::{self, Line};
use crate::loader::json::Damage;
use crate::model::draft::Parent;
use crate::model::thread::GuessKind;
use crate::model::{Coat, DraftWriter, Media, TextRef, Unsaid};

pub(super) const FORMAT: Format = Format {
    name: "text",
    reads: "plain text: an article, and comments with or without names, dates and indentation",
    sample: "copied from a page without its layout",
    sniff,
    read,
};

/// How often a comment that is set in answers the one it is set in under.
const SET_IN: f32 = 0.9;

fn sniff(head: &Head<'_>) -> u8 {
    u8::from(head.json.is_none())
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let page = Page::of(source);
    writer.article().body = plain(page.article.clone());
    writer.origin().total = page.total;
    match page.comments {
        Comments::Lines(lines) => {
            let mut end = lines.first().map_or(0, |first| first.start);
            let line = |range: Range<usize>| {
                let between = source.get(std::mem::replace(&mut end, range.end)..range.start).unwrap_or_default();
                let gap = between.matches('\n').count() > 1;
                let set_in = !between.ends_with(['\n', '\r']) && !between.is_empty();
                Some(Line { text: source.get(range.clone())?, range, gap, set_in })
            };
            let lines: Vec<Line<'_>> = lines.into_iter().filter_map(line).collect();
            let article = source.get(page.article).unwrap_or_default();
            infer::flat(writer, &infer::Page { article, lines: &lines });
        }
        Comments::Pieces(pieces) => write(source, writer, &pieces),
    }
    None
}

fn plain(range: Range<usize>) -> TextRef {
    TextRef::source(range, Coat::Bare, Media::Plain)
}

/// Writes comments whose beginnings the page gives.
fn write(source: &str, writer: &mut DraftWriter, pieces: &[Piece]) {
    let is_set_in = pieces.iter().any(|piece| piece.parent.is_some());
    writer.origin().unsaid = if is_set_in { Unsaid::Some } else { Unsaid::All };
    let mut rows = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let words = |range: &Option<Range<usize>>| range.as_ref().and_then(|range| source.get(range.clone()));
        let row = writer.comment(piece.parent.and_then(|at| rows.get(at).copied()).map_or(Parent::Top, Parent::Row));
        rows.push(row);
        if let Some(parent) = piece.parent {
            let name = pieces.get(parent).and_then(|above| words(&above.author)).map(str::to_owned);
            let name = name.unwrap_or_else(|| (parent + 1).to_string());
            writer.guess(row, GuessKind::Indent, SET_IN, &format!("is set in under {name}"));
        }
        if let Some(name) = words(&piece.author) {
            writer.set_author(row, name);
        }
        if let Some(address) = words(&piece.address) {
            let extras = writer.pooled(&serde_json::json!({ "author_url": address }).to_string(), Media::Plain);
            writer.set_extras(row, extras);
        }
        if let Some(time) = &piece.time {
            writer.set_time_text(row, plain(time.clone()));
        }
        let body = match words(&Some(piece.body.clone())) {
            Some(text) if piece.indent > 0 && text.contains('\n') => writer.pooled(&set_out(text, piece.indent), Media::Plain),
            _ => plain(piece.body.clone()),
        };
        writer.set_body(row, body);
    }
}

/// The text without the blanks that all its lines begin with; the first has lost them.
fn set_out(text: &str, columns: usize) -> String {
    let mut lines = text.split('\n');
    let mut out = String::with_capacity(text.len());
    out.push_str(lines.next().unwrap_or_default());
    for line in lines {
        let mut left = columns;
        let rest = line.trim_start_matches(|c: char| {
            let width = if c == '\t' { 4 } else { 1 };
            let goes = c.is_whitespace() && left >= width;
            left -= if goes { width } else { 0 };
            goes
        });
        out.push('\n');
        out.push_str(rest);
    }
    out
}
