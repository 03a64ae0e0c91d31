//! Which earlier line a line quotes, word for word.

use std::collections::HashMap;

use super::facts::Facts;
use crate::model::ByHash;
use crate::text::quote::{self, Normal};

/// The fewest words that make a quote by themselves.
pub const WORDS: usize = 5;
/// The fewest words that make one after `>`.
const MARKED: usize = 3;
/// How far up a short quote is looked for, in lines.
const NEAR: usize = 60;
/// Places of a phrase that are kept. One that stands everywhere proves nothing.
const PLACES: usize = 32;

/// A quote of an earlier line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The earlier line.
    pub line: usize,
    /// Words that are quoted.
    pub words: usize,
    /// It is marked as a quote: `>`, or between quotation marks.
    pub marked: bool,
    /// The line is nothing but the quote.
    pub alone: bool,
    /// The source is nothing but these words either: perhaps they were only sent twice.
    pub repeats: bool,
}

/// For each line, what it quotes of an earlier one.
pub fn quotes(article: &Normal, lines: &[Facts<'_>]) -> Vec<Option<Quote>> {
    let mut known = Known { lines, first: ByHash::default(), more: ByHash::default(), article };
    let mut found = Vec::with_capacity(lines.len());
    let mut own = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        own.clear();
        own.extend(runs(&line.normal));
        let quote = known.quoted(at, line, &own);
        found.push(quote);
        // What is only quoted here was written elsewhere.
        if !quote.is_some_and(|quote| quote.alone) && !line.text.starts_with('>') {
            known.add(at, &own);
        }
    }
    found
}

/// The lines so far, to be found by five words in a row.
struct Known<'a> {
    lines: &'a [Facts<'a>],
    article: &'a Normal,
    /// The first line of each run.
    first: ByHash<u32>,
    /// The others of those few runs that stand in several lines.
    more: ByHash<Vec<u32>>,
}

impl Known<'_> {
    fn add(&mut self, at: usize, runs: &[u64]) {
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        for run in runs {
            let first = *self.first.entry(*run).or_insert(number);
            if first != number {
                let more = self.more.entry(*run).or_default();
                if more.last() != Some(&number) && more.len() + 1 < PLACES {
                    more.push(number);
                }
            }
        }
    }

    /// The earlier lines in which a run stands.
    fn places(&self, run: u64) -> impl Iterator<Item = u32> + '_ {
        let first = self.first.get(&run).copied();
        let more = first.and_then(|_| self.more.get(&run)).map_or(&[][..], Vec::as_slice);
        first.into_iter().chain(more.iter().copied())
    }

    /// What a line quotes: all of it, what stands after `>`, or what is between marks.
    fn quoted(&self, at: usize, line: &Facts<'_>, own: &[u64]) -> Option<Quote> {
        if let Some(rest) = line.text.strip_prefix('>') {
            let words = Normal::of(rest.trim_start_matches(['>', ' ']));
            let (line, words) = self.source(at, &words, runs(&words), true)?;
            return Some(Quote { line, words, marked: true, alone: true, repeats: false });
        }
        let marked = line.text.starts_with(is_mark) || line.text.ends_with(is_mark);
        if let Some((found, words)) = self.source(at, &line.normal, own.iter().copied(), false) {
            let repeats = self.lines.get(found).is_some_and(|other| other.normal.words() <= words + 1);
            return Some(Quote { line: found, words, marked, alone: true, repeats });
        }
        pieces(line.text).find_map(|piece| {
            let words = Normal::of(piece);
            let (line, words) = self.source(at, &words, runs(&words), false)?;
            Some(Quote { line, words, marked: true, alone: false, repeats: false })
        })
    }

    /// The latest earlier line that has the words, unless the article has them: the whole, or
    /// pieces of it where it is marked and may leave words out.
    fn source(
        &self,
        at: usize,
        words: &Normal,
        runs: impl Iterator<Item = u64>,
        marked: bool,
    ) -> Option<(usize, usize)> {
        let count = words.words();
        if count < WORDS {
            let near = at.saturating_sub(NEAR)..at;
            let has = |line: &usize| {
                self.lines
                    .get(*line)
                    .is_some_and(|line| !line.text.starts_with('>') && quote::find(&line.normal, words).is_some())
            };
            return if marked && count >= MARKED && quote::find(self.article, words).is_none() {
                near.rev().find(has).map(|line| (line, count))
            } else {
                None
            };
        }
        let mut hits: HashMap<u32, usize> = HashMap::new();
        for place in runs.flat_map(|run| self.places(run)) {
            *hits.entry(place).or_insert(0) += 1;
        }
        let (line, hit) = hits.into_iter().max_by_key(|(line, hit)| (*hit, *line))?;
        let share = if marked { 3 } else { 1 };
        let is_enough = hit * share > count - WORDS;
        (is_enough && quote::find(self.article, words).is_none())
            .then_some((line as usize, (hit + WORDS - 1).min(count)))
    }
}

/// What stands between quotation marks. Marks are used loosely, so what stands outside them
/// is tried, too: it is no quote unless the words stand in an earlier line.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut pieces = text.split(is_mark);
    pieces.next();
    let mut between: Vec<&str> = pieces.collect();
    between.pop();
    between.into_iter()
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»')
}

/// A hash of every run of [`WORDS`] words.
fn runs(text: &Normal) -> impl Iterator<Item = u64> + '_ {
    let (text, count) = (text.text(), text.words());
    let starts = move || std::iter::once(0).chain(memchr::memchr_iter(b' ', text.as_bytes()).map(|at| at + 1));
    let ends = starts().skip(WORDS).map(|start| start - 1).chain([text.len()]);
    let runs = starts().zip(ends).take((count + 1).saturating_sub(WORDS));
    runs.filter_map(move |(start, end)| Some(twox_hash::XxHash3_64::oneshot(text.get(start..end)?.as_bytes())))
}
