//! Lines below an article, taken apart into comments at the lines that say whose each is.

use std::ops::Range;

use super::edge::{Edges, is_aside};
use super::learn::Learnt;
use super::row::{PROSE, Part, Row};
use super::who;
use super::{Piece, Place};

/// Comments are not longer than this many rows, as a rule.
const LONGEST: usize = 60;

/// Rows of a form, at least.
const FORM: usize = 3;

/// Heads that are all that there are.
const MANY: usize = 4;

/// Comments at one margin that make it the page's.
const ROOTS: usize = 4;

/// Rows above a post's number of which one may be its date.
const DATED: usize = 2;

/// The comments, if the rows say where each begins.
pub(super) fn all(source: &str, rows: &[Row], learnt: &Learnt) -> Option<Vec<Piece>> {
    if !is_sure(learnt, rows) {
        return None;
    }
    let page = Page { source, rows, learnt };
    let mut spans = if learnt.foot { page.above_feet() } else { page.below_heads() };
    let edges = {
        let bodies: Vec<Range<usize>> =
            spans.iter().filter(|span| span.head().is_some()).map(|span| page.body(span)).collect();
        Edges::of(source, rows, &bodies, learnt.foot)
    };
    // What the page has below its last comment is not that one's.
    if let Some(last) = spans.last().copied().filter(|span| span.head().is_some())
        && let Some(end) = edges.end(&page.body(&last))
    {
        spans.pop();
        spans.push(Span::of(last.rows().start..end, last.head()));
        spans.push(Span::of(end..last.rows().end, None));
    }
    let mut pieces: Vec<Piece> = Vec::with_capacity(spans.len());
    let mut indents: Vec<u16> = Vec::with_capacity(spans.len());
    for span in spans {
        let Some(start) = rows.get(span.rows().start) else { continue };
        let piece = page.piece(&span, &edges);
        if piece.body.is_none() && piece.author.is_none() {
            continue;
        }
        indents.push(start.indent);
        pieces.push(piece);
    }
    who::tidy(source, &mut pieces);
    who::part_answered(source, &mut pieces);
    set_parents(&mut pieces, &indents);
    Some(pieces)
}

/// Rows above many heads of which none has the length of words.
pub(super) fn front(learnt: &Learnt, rows: &[Row]) -> usize {
    let is_sure = !learnt.foot && learnt.rows.len() >= MANY && is_sure(learnt, rows);
    let first = learnt.starts.first().copied().filter(|_| is_sure).unwrap_or(0);
    // One or two may be what a first comment says.
    if first >= FORM && rows.iter().take(first).all(|row| row.width < PROSE) { first } else { 0 }
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
#[derive(Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
    head: Option<u32>,
}

impl Span {
    fn of(rows: Range<usize>, head: Option<usize>) -> Self {
        let small = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
        Self { start: small(rows.start), end: small(rows.end), head: head.map(small) }
    }

    /// All rows.
    fn rows(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The row that has the page's shape.
    fn head(&self) -> Option<usize> {
        self.head.map(|head| head as usize)
    }
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
            spans.push(Span::of(0..*first, None));
        }
        let ends = self.learnt.starts.iter().skip(1).copied().chain([self.rows.len()]);
        for ((start, head), end) in self.learnt.starts.iter().zip(&self.learnt.rows).zip(ends) {
            spans.push(Span::of(*start..end, Some(*head)));
        }
        spans
    }

    /// From below each foot to the next.
    fn above_feet(&self) -> Vec<Span> {
        let mut spans = Vec::with_capacity(self.learnt.rows.len() + 1);
        let mut start = 0;
        for foot in &self.learnt.rows {
            let end = foot + 1 + self.rows.iter().skip(foot + 1).take_while(|row| row.is_act()).count();
            spans.push(Span::of(start..end, Some(*foot)));
            start = end;
        }
        if start < self.rows.len() {
            spans.push(Span::of(start..self.rows.len(), None));
        }
        spans
    }

    /// The rows of a comment's words, with what may stand around them.
    fn body(&self, span: &Span) -> Range<usize> {
        match span.head() {
            None => span.rows(),
            Some(head) if self.learnt.foot => {
                let named = self.learnt.name_above && self.author(span).is_some();
                span.rows().start..head - usize::from(named && head > span.rows().start)
            }
            Some(head) => head + 1 + usize::from(self.learnt.name_below)..span.rows().end,
        }
    }

    /// The row with the name of a comment's author, and whether that is a name by its looks.
    fn author(&self, span: &Span) -> Option<&Row> {
        let row = |at: usize| self.rows.get(at).filter(|_| span.rows().contains(&at));
        let is_name = |row: &&Row| row.is_name(self.source);
        let head = span.head()?;
        if self.learnt.cell {
            // One letter alone stands for a picture.
            return (span.rows().start..head).find_map(|at| row(at).filter(|row| row.width > 1 && is_name(row)));
        }
        if self.learnt.shape.has(Part::Name) {
            return row(head);
        }
        let above = head.checked_sub(1).filter(|_| self.learnt.name_above).and_then(row);
        let above = above.filter(|row| !self.learnt.foot || is_name(row));
        let below = || row(head + 1).filter(|row| self.learnt.name_below && is_name(row));
        let first = || row(span.rows().start).filter(|row| self.learnt.name_first && is_name(row));
        above.or_else(below).or_else(first)
    }

    fn piece(&self, span: &Span, edges: &Edges<'_>) -> Piece {
        let row = |at: usize| self.rows.get(at).filter(|_| span.rows().contains(&at));
        let head = span.head().and_then(row);
        let author = self.author(span);
        let has_name = |row: &Row| self.learnt.shape.has(Part::Name) || row.is_name(self.source);
        let name = author.and_then(|row| if has_name(row) { row.name() } else { Some(row.range()) });
        let address = author.and_then(|row| row.address(self.source));
        // A forum's date stands beside its number, or above it.
        let cell = span.head().filter(|_| self.learnt.cell).map_or(0..0, |head| head.saturating_sub(DATED)..head);
        let above = || cell.rev().find_map(|at| row(at)?.time());
        let mut time = head.and_then(|head| head.time()).or_else(above);
        let mut number = author.and_then(Row::number).or_else(|| head.and_then(Row::number));
        let mut body = self.body(span);
        if span.head().is_some() {
            let is_twice = |row: &Row| {
                self.is_same(row, name.as_ref())
                    || self.learnt.foot && self.learnt.name_first && row.is_name(self.source)
            };
            // Some pages put the name twice.
            if row(body.start).filter(|_| body.len() > 1).is_some_and(is_twice) {
                body.start += 1;
            }
            let words = edges.trim(&body);
            let about = |at: &usize| row(*at).filter(|row| is_aside(row));
            let asides = || (body.start..words.start).chain(words.end..body.end);
            time = time.or_else(|| asides().filter_map(|at| about(&at)?.time()).next());
            number = number.or_else(|| asides().filter_map(|at| about(&at)?.number()).next());
            body = words;
        } else {
            while let Some(last) = body.end.checked_sub(1).and_then(row).filter(|last| is_aside(last)) {
                time = time.or_else(|| last.time());
                body.end -= 1;
            }
        }
        let (body, indent) = self.text(body);
        let place = |range: Option<Range<usize>>| range.and_then(Place::of);
        let (author, address, time) = (place(name), place(address), place(time));
        Piece { body: Place::of(body), indent, author, address, time, number, parent: None, answers: None }
    }

    /// Whether a row is the name, or the same as an address: `@ann@example.org` for Ann.
    fn is_same(&self, row: &Row, name: Option<&Range<usize>>) -> bool {
        let Some(name) = name.and_then(|name| self.source.get(name.clone())) else { return false };
        let text = row.text(self.source);
        let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let (handle, whole): (String, String) =
            (plain(text.trim_start_matches('@').split('@').next().unwrap_or_default()), plain(name));
        text == name || text.starts_with('@') && !text.contains(' ') && handle == whole
    }

    /// Where the rows' text stands, and the columns that all its lines are set in.
    fn text(&self, rows: Range<usize>) -> (Range<usize>, u16) {
        let rows = self.rows.get(rows.start..rows.end.max(rows.start)).unwrap_or_default();
        match (rows.first(), rows.last()) {
            (Some(first), Some(last)) => {
                (first.range().start..last.range().end, rows.iter().map(|row| row.indent).min().unwrap_or(0))
            }
            _ => (0..0, 0),
        }
    }
}

/// Comments that are set in deeper answer the one above that is less so.
fn set_parents(pieces: &mut [Piece], indents: &[u16]) {
    let Some(second) = indents.get(1).copied() else { return };
    let least = indents.iter().skip(1).min().copied().unwrap_or(0);
    // The first line of a copied text loses its blanks: it does not stand above all others.
    let first = indents.first().copied().filter(|first| *first >= least).unwrap_or(second.min(least));
    let mut open: Vec<(u16, u32)> = Vec::new();
    let mut roots = 0;
    for (at, (piece, indent)) in (0..).zip(pieces.iter_mut().zip(indents)) {
        let indent = if at == 0 { first } else { *indent };
        // After so many that stand at one margin, nothing stands left of it.
        let indent = if roots >= ROOTS { indent.max(first) } else { indent };
        while open.last().is_some_and(|(other, _)| *other >= indent) {
            open.pop();
        }
        piece.parent = open.last().map(|(_, above)| *above);
        roots = if open.is_empty() && indent != first { 0 } else { roots + usize::from(open.is_empty()) };
        open.push((indent, at));
    }
}
