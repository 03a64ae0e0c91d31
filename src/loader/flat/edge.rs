//! What a page writes at each of its comments beside their words: buttons, counts, ranks.
//!
//! Such lines are known by their repetition, in whatever language: a short line, all numbers taken for one, that stands
//! at the edge of half of the comments is nobody's words. Lists of button texts would hold for a few sites only.

use std::collections::HashMap;
use std::ops::Range;

use super::row::{Part, Row};

/// Fewer comments prove nothing.
const FEWEST: usize = 4;
/// Comments that are asked, at most: what stands at half of them need not be sought in a hundred thousand.
const ASKED: usize = 1_000;
/// Rows at each edge that may be the page's.
const REACH: usize = 8;
/// Characters of such a row, at most.
const SHORT: u32 = 40;
/// Comments of ten that have such a row.
const SHARE: usize = 5;
/// Comments of ten that end with a row that tells where the last one ends.
const END_SHARE: usize = 7;

/// The rows that stand at the edges of comments.
pub(super) struct Edges<'a> {
    source: &'a str,
    rows: &'a [Row],
    /// Comments that have a row of this text near their beginning or end, and near their end.
    counts: HashMap<String, (usize, usize)>,
    comments: usize,
    /// Lines about a comment stand below it.
    foot: bool,
}

/// Whether a row is about a comment, and no part of its text.
pub(super) fn is_aside(row: &Row) -> bool {
    row.shape.0 > 0 && row.shape.is_only(&[Part::Stamp, Part::Act, Part::Posted])
}

impl<'a> Edges<'a> {
    /// Learns them from the rows of the comments.
    pub(super) fn of(source: &'a str, rows: &'a [Row], comments: &[Range<usize>], foot: bool) -> Self {
        let asked = comments.iter().step_by(comments.len() / ASKED + 1);
        let mut edges = Self { source, rows, counts: HashMap::new(), comments: asked.len(), foot };
        if comments.len() < FEWEST {
            return edges;
        }
        for comment in asked {
            let top = comment.start..comment.end.min(comment.start + REACH);
            let bottom = comment.start.max(comment.end.saturating_sub(REACH))..comment.end;
            let mut seen: HashMap<String, bool> = HashMap::new();
            for (range, is_end) in [(top, false), (bottom, true)] {
                for text in range.filter_map(|at| edges.key(at)) {
                    *seen.entry(text).or_default() |= is_end;
                }
            }
            for (text, is_end) in seen {
                let count = edges.counts.entry(text).or_default();
                count.0 += 1;
                count.1 += usize::from(is_end);
            }
        }
        edges
    }

    /// A short row's text, all numbers taken for one.
    fn key(&self, at: usize) -> Option<String> {
        let row = self.rows.get(at).filter(|row| row.width <= SHORT)?;
        let mut key = String::with_capacity(row.width as usize);
        for c in row.text(self.source).chars() {
            match c {
                '0'..='9' | '.' | ',' if key.ends_with('0') => {}
                '0'..='9' => key.push('0'),
                c => key.extend(c.to_lowercase()),
            }
        }
        Some(key)
    }

    fn count(&self, at: usize) -> (usize, usize) {
        self.key(at).and_then(|key| self.counts.get(&key)).copied().unwrap_or_default()
    }

    fn is_edge(&self, at: usize) -> bool {
        self.count(at).0 * 10 >= self.comments * SHARE
    }

    fn is_short(&self, at: usize) -> bool {
        self.rows.get(at).is_some_and(|row| row.width <= SHORT)
    }

    /// The rows without those that are the page's, or about the comment. Of the first, one is left, whatever it is.
    pub(super) fn trim(&self, comment: &Range<usize>) -> Range<usize> {
        let Range { mut start, mut end } = *comment;
        let is_about = |at: usize| self.rows.get(at).is_some_and(is_aside);
        let tail = (start + 1).max(end.saturating_sub(REACH))..end;
        let short = tail.clone().rev().take_while(|at| self.is_short(*at)).count();
        if let Some(at) = (tail.end.max(short) - short..tail.end).find(|at| self.is_edge(*at)) {
            end = at;
        }
        while start < end && (is_about(start) && !self.foot || end - start > 1 && self.is_edge(start)) {
            start += 1;
        }
        while end > start && is_about(end - 1) {
            end -= 1;
        }
        start..end
    }

    /// Where the last comment ends and the rest of the page begins, if what stands at the end of most comments stands
    /// in it, too, and more follows.
    pub(super) fn end(&self, last: &Range<usize>) -> Option<usize> {
        let is_end = |at: &usize| self.count(*at).1 * 10 >= self.comments * END_SHARE;
        let at = (last.start + 1..last.end).find(is_end)?;
        let after = (at..last.end).take_while(|at| self.is_edge(*at)).count();
        Some(at + after).filter(|end| *end < last.end && self.comments >= FEWEST)
    }
}
