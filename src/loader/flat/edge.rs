//! What a page writes at each of its comments beside their words: buttons, counts, ranks.
//!
//! Such lines are known by their repetition, in whatever language: a short line, all numbers taken for one, that stands
//! at the edge of half of the comments is nobody's words. Lists of button texts would hold for a few sites only.

use std::collections::{HashMap, HashSet};
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
    /// By their text.
    lines: HashMap<String, Line>,
    comments: usize,
    /// Lines about a comment stand below it.
    foot: bool,
}

/// A row that may stand at many comments.
#[derive(Default)]
struct Line {
    /// Comments that have it near their beginning or end.
    comments: usize,
    /// How often it stands so many rows below the beginning.
    below: [usize; REACH],
    /// How often it stands so many rows above the end.
    above: [usize; REACH],
}

impl Line {
    /// Whether it stands at the end of comments: there it keeps its distance, however long they are.
    fn is_end(&self) -> bool {
        let most = |counts: &[usize]| counts.iter().copied().max().unwrap_or(0);
        let far = |counts: &[usize]| counts.iter().enumerate().map(|(far, count)| far * count).sum::<usize>();
        let (below, above) = (most(&self.below), most(&self.above));
        above > below || above == below && far(&self.above) <= far(&self.below)
    }
}

/// Whether a row is about a comment, and no part of its text.
pub(super) fn is_aside(row: &Row) -> bool {
    row.is_only(&[Part::Stamp, Part::Act, Part::Posted])
}

impl<'a> Edges<'a> {
    /// Learns them from the rows of the comments.
    pub(super) fn of(source: &'a str, rows: &'a [Row], comments: &[Range<usize>], foot: bool) -> Self {
        // Behind the last one all the rest of the page may stand.
        let all = comments.get(..comments.len().saturating_sub(1)).unwrap_or_default();
        let asked = all.iter().step_by(all.len() / ASKED + 1);
        let mut edges = Self { source, rows, lines: HashMap::new(), comments: asked.len(), foot };
        if comments.len() < FEWEST {
            return edges;
        }
        for comment in asked {
            let mut seen: HashSet<String> = HashSet::new();
            let near = |at: &usize| at - comment.start < REACH || comment.end - at <= REACH;
            for at in comment.clone().filter(near) {
                let Some(text) = edges.key(at).filter(|text| seen.insert(text.clone())) else { continue };
                let line = edges.lines.entry(text).or_default();
                line.comments += 1;
                line.below.get_mut(at - comment.start).into_iter().for_each(|count| *count += 1);
                line.above.get_mut(comment.end - at - 1).into_iter().for_each(|count| *count += 1);
            }
        }
        edges
    }

    /// A short row's text, all numbers taken for one; of one of several words, its first two (`Liked by 12 people`). What
    /// is quoted and who is spoken to are words.
    fn key(&self, at: usize) -> Option<String> {
        let row = self.rows.get(at).filter(|row| row.width <= SHORT)?;
        let text = row.text(self.source);
        if text.starts_with(['>', '@']) {
            return None;
        }
        let mut key = String::with_capacity(row.width as usize);
        let third = text.match_indices(' ').nth(1).map_or(text.len(), |(blank, _)| blank);
        for c in text.chars().take(text.get(..third).map_or(0, |front| front.chars().count())) {
            match c {
                '0'..='9' | '.' | ',' if key.ends_with('0') => {}
                '0'..='9' => key.push('0'),
                c => key.extend(c.to_lowercase()),
            }
        }
        Some(key)
    }

    /// The line of a row, if so many comments of ten have it.
    fn line(&self, at: usize, share: usize) -> Option<&Line> {
        self.lines.get(&self.key(at)?).filter(|line| line.comments * 10 >= self.comments * share)
    }

    fn is_top(&self, at: usize) -> bool {
        self.line(at, SHARE).is_some_and(|line| !line.is_end())
    }

    fn is_bottom(&self, at: usize) -> bool {
        self.line(at, SHARE).is_some_and(Line::is_end)
    }

    fn is_short(&self, at: usize) -> bool {
        self.rows.get(at).is_some_and(|row| row.width <= SHORT)
    }

    /// The rows without those that are the page's, or about the comment. Of the first, one is left, whatever it is.
    pub(super) fn trim(&self, comment: &Range<usize>) -> Range<usize> {
        let Range { mut start, mut end } = *comment;
        let is_about = |at: usize| self.rows.get(at).is_some_and(is_aside);
        let is_words = |at: &usize| !self.is_short(*at);
        // What is short stands on this side of what is the page's: names of ranks, numbers.
        let from = (start + 1).max(end.saturating_sub(REACH));
        let from = (from..end).rev().find(is_words).map_or(from, |words| words + 1);
        if let Some(at) = (from..end).find(|at| self.is_bottom(*at)) {
            end = at;
        }
        let to = end.max(start + 1).min(start + REACH);
        let to = (start..to).find(is_words).unwrap_or(to);
        if let Some(at) = (start..to).rfind(|at| self.is_top(*at)).filter(|at| at + 1 < end) {
            start = at + 1;
        }
        while start < end && is_about(start) && !self.foot {
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
        let is_end = |at: &usize| self.line(*at, END_SHARE).is_some_and(Line::is_end);
        let at = (last.start + 1..last.end).find(is_end)?;
        let after = (at..last.end).take_while(|at| self.is_bottom(*at)).count();
        Some(at + after).filter(|end| *end < last.end && self.comments >= FEWEST)
    }
}
