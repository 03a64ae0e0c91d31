//! The passages of the article in normal form.

use std::ops::Range;

use super::{Needle, near};
use crate::model::body::Body;
use crate::model::index::Quoted;
use crate::text::quote::Normal;

/// The passages, and all of them in one text: most words are not from the article, and one
/// search tells. A quote may run from one passage into the next.
pub(super) struct Article {
    passages: Vec<(Range<usize>, Normal)>,
    text: String,
    starts: Vec<usize>,
}

impl Article {
    pub(super) fn of(body: &Body) -> Self {
        let mut article = Self { passages: Vec::new(), text: String::new(), starts: Vec::new() };
        for block in &body.blocks {
            let normal = Normal::of(body.block_text(block));
            if !article.text.is_empty() && !normal.text().is_empty() {
                article.text.push(' ');
            }
            article.starts.push(article.text.len());
            article.text.push_str(normal.text());
            article.passages.push((block.range.clone(), normal));
        }
        article
    }

    pub(super) fn normals(&self) -> impl Iterator<Item = &Normal> {
        self.passages.iter().map(|(_, normal)| normal)
    }

    /// Where words stand: the passage, and their range in the whole text.
    pub(super) fn find(&self, words: &Needle<'_>) -> Option<(Quoted, Range<usize>)> {
        self.source(words.find(&self.text)?)
    }

    /// The same for words that were changed a little.
    pub(super) fn find_near(&self, words: &str) -> Option<(Quoted, Range<usize>)> {
        self.source(near::find(&self.text, words)?)
    }

    fn source(&self, found: Range<usize>) -> Option<(Quoted, Range<usize>)> {
        let (number, start) = self.place(found.start, false)?;
        let (_, end) = self.place(found.end.checked_sub(1)?, true)?;
        Some((Quoted::Passage(u32::try_from(number + 1).ok()?), start..end))
    }

    /// The passage that a byte of the searched text is in, and where it begins or ends in
    /// the text that is shown.
    fn place(&self, at: usize, end: bool) -> Option<(usize, usize)> {
        // Passages without words begin where the next one does.
        let number = self.starts.partition_point(|start| *start <= at).checked_sub(1)?;
        let (block, normal) = self.passages.get(number)?;
        let inside = at - self.starts.get(number)?;
        let range = normal.original(inside..inside + 1);
        Some((number, block.start + if end { range.end } else { range.start }))
    }

    /// The numbers of the passages that a range of the text touches, from 1.
    pub(super) fn numbers(&self, range: &Range<usize>) -> Range<u32> {
        let first = self.passages.partition_point(|(block, _)| block.end <= range.start);
        let past = self.passages.partition_point(|(block, _)| block.start < range.end);
        let number = |at: usize| u32::try_from(at + 1).unwrap_or(u32::MAX);
        number(first)..number(past)
    }
}
