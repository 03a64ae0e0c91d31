//! Who answers whom, where the source does not say it.
//!
//! Only strong evidence makes a link: five words or more of an earlier comment, quoted
//! word for word. A link that is made here is marked as a guess, with its reason, and is
//! never taken for what the source says. Everything else stays at top level.

use std::collections::HashMap;
use std::ops::Range;

use crate::model::draft::Parent;
use crate::model::thread::GuessKind;
use crate::model::{Coat, DraftWriter, Media, TextRef, Unsaid};
use crate::text::quote::{self, Normal};

/// The fewest words that make a quote.
const WORDS: usize = 5;
/// How often such a link is right.
const CONFIDENCE: f32 = 0.9;

/// A line of a flat text, without blanks at its ends. It is never empty.
#[derive(Clone, Debug)]
pub(super) struct Line<'s> {
    pub(super) text: &'s str,
    pub(super) range: Range<usize>,
    /// Blank lines stand above it.
    pub(super) gap: bool,
}

/// The comments of a page that does not say where one ends and the next begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page<'s> {
    /// What the ranges of the lines are of.
    pub(super) source: &'s str,
    /// The article's text: words that it has are no quote of a comment.
    pub(super) article: &'s str,
    /// The lines of the comments, in their order.
    pub(super) lines: &'s [Line<'s>],
}

/// Writes the comments of a flat text: a line each, but a line that is nothing but a quote
/// of an earlier comment belongs to the line after it.
///
/// A format that knows where comments begin (by their heads, say) writes the rows itself
/// and only says that their parents are unsaid: `writer.origin().unsaid = Unsaid::All`.
pub(super) fn flat(writer: &mut DraftWriter, page: &Page<'_>) {
    let Page { source, article, lines } = *page;
    writer.origin().unsaid = Unsaid::All;
    let article = Normal::of(article);
    let mut known = Known::default();
    let mut rows = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let whole = Normal::of(line.text);
        let alone = known.quoted(&article, &whole);
        let next = lines.get(at + 1).filter(|_| alone.is_some());
        at += if next.is_some() { 2 } else { 1 };
        let range = line.range.start..next.map_or(line.range.end, |next| next.range.end);
        let text = source.get(range.clone()).unwrap_or_default();
        let quoted = alone.or_else(|| quotes(text).find_map(|quote| known.quoted(&article, &Normal::of(quote))));
        let parent = quoted.and_then(|number| rows.get(number).copied()).map_or(Parent::Top, Parent::Row);
        let row = writer.comment(parent);
        writer.set_body(row, TextRef::source(range, Coat::Bare, Media::Plain));
        if let Some(number) = quoted {
            writer.guess(row, GuessKind::Quote, CONFIDENCE, &format!("quotes {}", number + 1));
        }
        rows.push(row);
        known.add(Normal::of(text));
    }
}

/// What stands between quotation marks, or after `>`.
fn quotes(text: &str) -> impl Iterator<Item = &str> {
    let marked = text.lines().filter_map(|line| line.trim_start().strip_prefix('>'));
    let mut pieces = text.split(is_mark);
    pieces.next();
    // Between two marks: every piece but the first and the last. Those outside the marks
    // are tried, too, because marks are used loosely; they are no quotes unless the words
    // stand in an earlier comment.
    let mut between: Vec<&str> = pieces.collect();
    between.pop();
    marked.chain(between)
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»')
}

/// The comments so far, to be found by five words in a row.
#[derive(Default)]
struct Known {
    comments: Vec<Normal>,
    runs: HashMap<u64, Vec<u32>>,
}

impl Known {
    fn add(&mut self, comment: Normal) {
        let number = u32::try_from(self.comments.len()).unwrap_or(u32::MAX);
        for run in runs(&comment) {
            let places = self.runs.entry(run).or_default();
            // A phrase that stands everywhere proves nothing, and would cost much.
            if places.last() != Some(&number) && places.len() < 64 {
                places.push(number);
            }
        }
        self.comments.push(comment);
    }

    /// The first comment that has the words, unless the article has them.
    fn quoted(&self, article: &Normal, words: &Normal) -> Option<usize> {
        let places = self.runs.get(&runs(words).next()?)?;
        let has = |number: &&u32| {
            self.comments.get(**number as usize).is_some_and(|comment| quote::find(comment, words).is_some())
        };
        let found = places.iter().find(has)?;
        quote::find(article, words).is_none().then_some(*found as usize)
    }
}

/// A hash of every run of [`WORDS`] words.
fn runs(text: &Normal) -> impl Iterator<Item = u64> + '_ {
    let words: Vec<&str> = text.text().split(' ').filter(|word| !word.is_empty()).collect();
    let hashes: Vec<u64> =
        words.windows(WORDS).map(|run| twox_hash::XxHash3_64::oneshot(run.join(" ").as_bytes())).collect();
    hashes.into_iter()
}
