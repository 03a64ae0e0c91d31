//! Lines below an article, taken apart into comments at the lines that say whose each is.

use std::ops::Range;

use super::Piece;
use super::learn::Learnt;
use super::row::{Part, Row};

/// Comments are not longer than this many rows, as a rule.
const LONGEST: usize = 60;

/// The comments, if the rows say where each begins.
pub(super) fn all(source: &str, rows: &[Row]) -> Option<Vec<Piece>> {
    let learnt = Learnt::of(source, rows, false);
    if !is_sure(&learnt, rows) {
        return None;
    }
    let page = Page { source, rows, learnt: &learnt };
    let spans = if learnt.foot { page.above_feet() } else { page.below_heads() };
    let mut pieces: Vec<Piece> = Vec::with_capacity(spans.len());
    let mut indents: Vec<(usize, usize)> = Vec::with_capacity(spans.len());
    for (at, span) in spans.into_iter().enumerate() {
        let Some(start) = rows.get(span.rows.start) else { continue };
        let piece = page.piece(&span);
        if piece.body.is_empty() && piece.author.is_none() {
            continue;
        }
        indents.push((at, start.indent as usize));
        pieces.push(piece);
    }
    set_parents(&mut pieces, &indents.iter().map(|(_, indent)| *indent).collect::<Vec<_>>());
    Some(pieces)
}

/// Whether the heads stand at every comment, and not in one that speaks of somebody.
fn is_sure(learnt: &Learnt, rows: &[Row]) -> bool {
    let (Some(first), Some(last)) = (learnt.starts.first(), learnt.rows.last()) else { return false };
    let count = learnt.rows.len();
    let reach = (3 * learnt.gap).max(4);
    let starts_right = *first <= if learnt.foot { LONGEST } else { reach.min(LONGEST) };
    if count == 1 {
        return learnt.strong && (*first == 0 || learnt.foot) && rows.len() <= LONGEST;
    }
    starts_right && (last - first) <= (count - 1) * LONGEST
}

/// The rows of one comment.
struct Span {
    /// All of them.
    rows: Range<usize>,
    /// The row that has the page's shape.
    head: Option<usize>,
}

struct Page<'a> {
    source: &'a str,
    rows: &'a [Row],
    learnt: &'a Learnt,
}

impl Page<'_> {
    /// From each head to the next; what stands above the first is a comment of its own.
    fn below_heads(&self) -> Vec<Span> {
        let mut spans = Vec::with_capacity(self.learnt.rows.len() + 1);
        if let Some(first) = self.learnt.starts.first().filter(|first| **first > 0) {
            spans.push(Span { rows: 0..*first, head: None });
        }
        let ends = self.learnt.starts.iter().skip(1).copied().chain([self.rows.len()]);
        for ((start, head), end) in self.learnt.starts.iter().zip(&self.learnt.rows).zip(ends) {
            spans.push(Span { rows: *start..end, head: Some(*head) });
        }
        spans
    }

    /// From below each foot to the next.
    fn above_feet(&self) -> Vec<Span> {
        let mut spans = Vec::with_capacity(self.learnt.rows.len() + 1);
        let mut start = 0;
        for foot in &self.learnt.rows {
            let end = foot + 1 + self.rows.iter().skip(foot + 1).take_while(|row| is_act(row)).count();
            spans.push(Span { rows: start..end, head: Some(*foot) });
            start = end;
        }
        if start < self.rows.len() {
            spans.push(Span { rows: start..self.rows.len(), head: None });
        }
        spans
    }

    fn piece(&self, span: &Span) -> Piece {
        let row = |at: usize| self.rows.get(at).filter(|_| span.rows.contains(&at));
        let head = span.head.and_then(row);
        let beside = |at: Option<usize>| at.and_then(row).filter(|row| row.is_name(self.source));
        let named = head.filter(|_| self.learnt.shape.has(Part::Name));
        let title = span.head.and_then(|at| at.checked_sub(1)).filter(|_| self.learnt.name_above).and_then(row);
        let title = title.filter(|row| !self.learnt.foot || row.is_name(self.source));
        let author = named.or(title);
        let author = author.or_else(|| beside(span.head.map(|at| at + 1).filter(|_| self.learnt.name_below)));
        let author = author.or_else(|| beside(Some(span.rows.start).filter(|_| self.learnt.name_first)));
        let has_name = |row: &Row| named.is_some() || row.is_name(self.source);
        let name = author.and_then(|row| if has_name(row) { row.name() } else { Some(row.range()) });
        let address = author.and_then(|row| row.address(self.source));
        let mut body = span.rows.clone();
        let mut time = head.and_then(|head| head.time());
        let mut number = author.and_then(|row| row.number).or_else(|| head.and_then(|head| head.number));
        if let Some(head) = span.head {
            if self.learnt.foot {
                body.end = head;
                // Some pages put the name above the text, too.
                let first = row(body.start);
                if first.is_some_and(|first| {
                    self.is_same(first, name.as_ref()) || self.learnt.name_first && first.is_name(self.source)
                }) {
                    body.start += 1;
                }
            } else {
                body.start = head + 1 + usize::from(self.learnt.name_below);
                while let Some(first) = row(body.start).filter(|first| is_aside(first)) {
                    time = time.or_else(|| first.time());
                    number = number.or(first.number);
                    body.start += 1;
                }
            }
        }
        while let Some(last) =
            body.end.checked_sub(1).and_then(row).filter(|last| is_aside(last) && body.end > body.start)
        {
            time = time.or_else(|| last.time());
            body.end -= 1;
        }
        let (body, indent) = self.text(body);
        Piece { body, indent, author: name, address, time, number, parent: None }
    }

    fn is_same(&self, row: &Row, name: Option<&Range<usize>>) -> bool {
        name.and_then(|name| self.source.get(name.clone())).is_some_and(|name| row.text(self.source) == name)
    }

    /// Where the rows' text stands, and the columns that all its lines are set in.
    fn text(&self, rows: Range<usize>) -> (Range<usize>, usize) {
        let rows = self.rows.get(rows.start..rows.end.max(rows.start)).unwrap_or_default();
        match (rows.first(), rows.last()) {
            (Some(first), Some(last)) => {
                (first.range().start..last.range().end, rows.iter().map(|row| row.indent as usize).min().unwrap_or(0))
            }
            _ => (0..0, 0),
        }
    }
}

/// Whether a row is about a comment, and no part of its text.
fn is_aside(row: &Row) -> bool {
    row.shape.0 > 0 && row.shape.is_only(&[Part::Stamp, Part::Act, Part::Posted])
}

fn is_act(row: &Row) -> bool {
    row.shape.0 > 0 && row.shape.is_only(&[Part::Act])
}

/// Comments that are set in deeper answer the one above that is less so.
fn set_parents(pieces: &mut [Piece], indents: &[usize]) {
    let Some(second) = indents.get(1).copied() else { return };
    let least = indents.iter().skip(1).min().copied().unwrap_or(0);
    // The first line of a copied text loses its blanks: it does not stand above all others.
    let first = indents.first().copied().filter(|first| *first >= least).unwrap_or(second.min(least));
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (at, (piece, indent)) in pieces.iter_mut().zip(indents).enumerate() {
        let indent = if at == 0 { first } else { *indent };
        while open.last().is_some_and(|(other, _)| *other >= indent) {
            open.pop();
        }
        piece.parent = open.last().map(|(_, above)| *above);
        open.push((indent, at));
    }
}
