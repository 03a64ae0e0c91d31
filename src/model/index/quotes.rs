//! Which words of a comment are quoted, and from where.
//!
//! Quoted are blocks with quote signs, and words between quotation marks if there are
//! enough of them; they count if they are found, word for word in normal form, in a passage
//! of the article or in a comment above.

use std::ops::Range;

use super::{Quote, Quoted};
use crate::model::body::Body;
use crate::model::identity::hash;
use crate::model::{CommentId, Discussion};
use crate::text::quote::{Normal, find};

/// Words that a quotation needs to be told from chance.
const WORDS: usize = 5;
/// Ancestors that are searched.
const ABOVE: usize = 50;
/// Quotes of one comment that are looked up.
const MOST: usize = 16;

/// The passages of the article in normal form.
pub(super) struct Article {
    passages: Vec<(Range<usize>, Normal)>,
}

impl Article {
    pub(super) fn of(discussion: &Discussion) -> Self {
        let body = discussion.article_body();
        let passage = |block: &crate::model::body::Block| (block.range.clone(), Normal::of(body.block_text(block)));
        Self { passages: body.blocks.iter().map(passage).collect() }
    }

    pub(super) fn hashes(&self) -> Vec<u64> {
        self.passages.iter().map(|(_, normal)| hash(&[normal.text().as_bytes()])).collect()
    }

    /// Where words stand: the passage's number from 1, and their range in the whole text.
    fn find(&self, needle: &Normal) -> Option<(u32, Range<usize>)> {
        let hit = |(number, (block, normal)): (u32, &(Range<usize>, Normal))| {
            let range = find(normal, needle)?;
            Some((number, block.start + range.start..block.start + range.end))
        };
        (1u32..).zip(&self.passages).find_map(hit)
    }
}

/// The quotes of a comment.
pub(super) fn of(discussion: &Discussion, article: &Article, id: CommentId, body: &Body) -> Vec<Quote> {
    let stretches = stretches(body);
    if stretches.is_empty() {
        return Vec::new();
    }
    let mut above: Option<Vec<(CommentId, Normal)>> = None;
    let mut found = Vec::new();
    for range in stretches.into_iter().take(MOST) {
        let needle = Normal::of(body.text.as_str().get(range.clone()).unwrap_or_default());
        if needle.words() < WORDS {
            continue;
        }
        let above = above.get_or_insert_with(|| ancestors(discussion, id));
        let comment = above.iter().find_map(|(who, normal)| Some((Quoted::Comment(*who), find(normal, &needle)?)));
        let passage = || article.find(&needle).map(|(number, range)| (Quoted::Passage(number), range));
        if let Some((of, source)) = comment.or_else(passage) {
            found.push(Quote { of, range, source });
        }
    }
    found
}

fn ancestors(discussion: &Discussion, id: CommentId) -> Vec<(CommentId, Normal)> {
    let normal = |who: CommentId| (who, Normal::of(discussion.body(who).text.as_str()));
    discussion.thread().ancestors(id).take(ABOVE).map(normal).collect()
}

/// The stretches of a body that may be quotations, as ranges of its text.
fn stretches(body: &Body) -> Vec<Range<usize>> {
    let mut stretches = Vec::new();
    for block in &body.blocks {
        if block.quote > 0 {
            stretches.push(block.range.clone());
        } else {
            marked(body.block_text(block), block.range.start, &mut stretches);
        }
    }
    stretches
}

/// Words between quotation marks. Opening and closing marks are mixed up in the wild, so
/// any mark ends what another began.
fn marked(text: &str, base: usize, stretches: &mut Vec<Range<usize>>) {
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '"' | '“' | '”' | '„' | '«' | '»')) {
        match open.take() {
            Some(from) => stretches.push(base + from..base + at),
            None => open = Some(at + c.len_utf8()),
        }
    }
}
