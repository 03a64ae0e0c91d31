//! Comments of a text without markup, written down as `flat` found them.

use std::collections::HashMap;
use std::ops::Range;

use crate::loader::flat::{Comments, Piece, Place};
use crate::loader::infer::{self, Line};
use crate::model::draft::Parent;
use crate::model::texts::set_out;
use crate::model::thread::GuessKind;
use crate::model::{DraftWriter, Media, TextRef, Unsaid};
use crate::text::when;

/// How often a comment that is set in answers the one it is set in under.
const SET_IN: f32 = 0.9;

/// How often it answers the last one before it of the author whose name stands behind its own.
const ADDRESSED: f32 = 0.85;

/// A text and where the draft has it.
#[derive(Clone, Copy)]
pub(super) struct Flat<'s> {
    pub(super) text: &'s str,
    pub(super) place: TextRef,
}

impl Flat<'_> {
    /// Writes its comments. What they say that the article says too is no quote of another comment.
    pub(super) fn write(self, writer: &mut DraftWriter, article: &str, comments: Comments) {
        match comments {
            Comments::Lines(lines) => self.lines(writer, article, lines),
            Comments::Pieces(pieces) => self.pieces(writer, &pieces),
        }
    }

    /// Writes lines of which nobody says where a comment begins.
    fn lines(self, writer: &mut DraftWriter, article: &str, lines: Vec<Range<usize>>) {
        let mut end = lines.first().map_or(0, |first| first.start);
        let line = |range: Range<usize>| {
            let between = self.text.get(std::mem::replace(&mut end, range.end)..range.start).unwrap_or_default();
            let gap = between.matches('\n').count() > 1;
            let set_in = !between.ends_with(['\n', '\r']) && !between.is_empty();
            Some(Line { text: self.text.get(range.clone())?, range, gap, set_in })
        };
        let lines: Vec<Line<'_>> = lines.into_iter().filter_map(line).collect();
        infer::flat(writer, &infer::Page { article, lines: &lines, place: self.place });
    }

    /// Writes comments whose beginnings the page gives.
    fn pieces(self, writer: &mut DraftWriter, pieces: &[Piece]) {
        let is_set_in = pieces.iter().any(|piece| piece.parent.or(piece.answers).is_some());
        writer.origin().unsaid = if is_set_in { Unsaid::Some } else { Unsaid::All };
        let mut rows = Vec::with_capacity(pieces.len());
        let pointed = self.pointed(pieces);
        for piece in pieces {
            let words = |place: Option<Place>| self.text.get(place?.range());
            let pointed = pointed.get(rows.len()).copied().flatten();
            let parent = pointed.or(piece.parent).or(piece.answers);
            let row =
                writer.comment(parent.and_then(|at| rows.get(at as usize).copied()).map_or(Parent::Top, Parent::Row));
            rows.push(row);
            if let Some(parent) = parent {
                let above = pieces.get(parent as usize);
                let name = above.and_then(|above| words(above.author)).map(str::to_owned);
                let name = name.unwrap_or_else(|| (parent + 1).to_string());
                let number = above.and_then(|above| above.number).unwrap_or(parent + 1);
                let (kind, sure, reason) = match (pointed, piece.parent) {
                    (Some(_), _) => (GuessKind::Permalink, infer::POINTED, format!("points to {number}, {name}")),
                    (None, Some(_)) => (GuessKind::Indent, SET_IN, format!("is set in under {name}")),
                    (None, None) => (GuessKind::Addressee, ADDRESSED, format!("is addressed to {name}")),
                };
                writer.guess(row, kind, sure, &reason);
            }
            if let Some(name) = words(piece.author) {
                writer.set_author(row, name);
            }
            if let Some(address) = words(piece.address) {
                let extras = writer.pooled(&serde_json::json!({ "author_url": address }).to_string(), Media::Plain);
                writer.set_extras(row, extras);
            }
            // Of other times, as people write them, the zone is not known.
            let exact = words(piece.time).filter(|time| time.contains('T')).and_then(when::parse);
            match (piece.time, exact) {
                (_, Some(time)) => writer.set_time(row, time),
                (Some(time), None) => writer.set_time_text(row, self.place.part(time.range())),
                (None, None) => {}
            }
            let columns = usize::from(piece.indent);
            let lies = piece.body.map_or(TextRef::default(), |body| self.place.part(body.range()));
            let body = match words(piece.body) {
                Some(text) if columns > 0 && text.contains('\n') => {
                    lies.set_out(columns).unwrap_or_else(|| writer.pooled(&set_out(text, columns), Media::Plain))
                }
                _ => lies,
            };
            writer.set_body(row, body);
        }
    }

    /// Which piece each points to with a number in front of its words (`#12`, `>>12`), where the page numbers its pieces.
    fn pointed(self, pieces: &[Piece]) -> Vec<Option<u32>> {
        let mut numbers: HashMap<u32, u32> = HashMap::new();
        let mut pointed = Vec::new();
        for (at, piece) in (0..).zip(pieces) {
            let words = piece.body.and_then(|body| self.text.get(body.range()));
            let number = words.filter(|_| !numbers.is_empty()).and_then(infer::number_of);
            pointed.push(number.and_then(|number| numbers.get(&number).copied()));
            if let Some(number) = piece.number {
                numbers.insert(number, at);
            }
        }
        pointed
    }
}
