//! Who answers whom, where the source does not say it.
//!
//! A page of plain lines is first cut into comments (`segment`), as it is read. When its
//! draft is whole, `fill` looks for what names the comment that is answered (`strong`: words
//! quoted word for word, names, numbers, addresses; `turns`: who speaks after whom) and weighs the rest (`answer`, `solve`).
//! Strong evidence makes a link, marked as a guess, with its reason and how often such a link
//! is right. Weak evidence makes candidates: they are named, and are links only where the
//! reader asks for all guesses. What a source says is never changed, and an input in the
//! native format is never guessed at anew.
//!
//! `again` is the way back: a discussion that its reader has repaired, or wants to see with
//! other guesses, is solved again around what is known.
//!
//! # What it cannot know
//!
//! Two lines without any sign of a break, a list or a quote are as often one comment as two;
//! they stay apart. Where nobody is named or quoted, "answers the line above" is right in a
//! third to a half of all cases where many talk, and "answers nobody" in half of them or more
//! below a blog's article; to know which kind a page is of helps, and little else does: that
//! is why such answers are candidates. On pages that show all comments at one level a quote says who
//! is answered, though the page itself does not nest them. Where times show that the newest
//! stands first, the page is read upwards: there, too, only what was written before is answered.

mod again;
mod answer;
mod facts;
mod fill;
mod going_on;
mod hand;
#[doc(hidden)]
pub mod lesson;
mod lines;
mod pair;
mod quoted;
mod segment;
mod solve;
mod strong;
#[cfg(test)]
mod tests;
mod times;
mod turns;
mod weigh;
mod weights;

use std::ops::Range;

use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, TextRef, Unsaid};
use crate::text::quote::Normal;
use facts::Facts;

pub use again::{Mended, again, mended};
pub(super) use fill::fill;
pub(super) use strong::{POINTED, number_of};

/// A line of a flat text, without blanks at its ends. It is never empty.
#[derive(Clone, Debug)]
pub(super) struct Line<'s> {
    pub(super) text: &'s str,
    /// Where it stands in the page's text.
    pub(super) range: Range<usize>,
    /// Blank lines stand above it.
    pub(super) gap: bool,
    /// Blanks stand before it.
    pub(super) set_in: bool,
}

/// The comments of a page that does not say where one ends and the next begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page<'s> {
    /// The article's text: words that it has are no quote of a comment.
    pub(super) article: &'s str,
    /// The lines of the comments, in their order.
    pub(super) lines: &'s [Line<'s>],
    /// The text that their places are in.
    pub(super) place: TextRef,
}

/// Writes the comments of a flat text, each of one line or several. Who answers whom is looked
/// for when the draft is whole.
///
/// A format that knows where comments begin (by their heads, say) writes the rows itself
/// and only says that their parents are unsaid: `writer.origin().unsaid = Unsaid::All`.
pub(super) fn flat(writer: &mut DraftWriter, page: &Page<'_>) {
    writer.origin().unsaid = Unsaid::All;
    let lines: Vec<Facts<'_>> = page.lines.iter().map(|line| Facts::of(line.text)).collect();
    let quotes = quoted::quotes(&Normal::of(page.article), &lines);
    let gaps: Vec<bool> = page.lines.iter().map(|line| line.gap).collect();
    let joins = segment::joins(&lines, &quotes, &gaps, weights::JOIN);
    let begins = segment::cut(&joins);
    let mut at = 0;
    while at < page.lines.len() {
        let more = begins.get(at + 1..).unwrap_or_default().iter().take_while(|begins| !**begins).count();
        let row = writer.comment(Parent::Top);
        let body = body(writer, page.place, page.lines.get(at..=at + more).unwrap_or_default());
        writer.set_body(row, body);
        at += more + 1;
    }
}

/// The text of a comment: where it stands, unless its lines are set in there.
fn body(writer: &mut DraftWriter, place: TextRef, lines: &[Line<'_>]) -> TextRef {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return TextRef::default() };
    if !lines.iter().skip(1).any(|line| line.set_in) {
        return place.part(first.range.start..last.range.end);
    }
    let mut text = first.text.to_owned();
    for line in lines.iter().skip(1) {
        text.push_str(if line.gap { "\n\n" } else { "\n" });
        text.push_str(line.text);
    }
    writer.pooled(&text, Media::Plain)
}
