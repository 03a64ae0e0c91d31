//! Asks every comment, from a place on and then from the top, in slices.

use std::sync::Arc;

use super::expr::Memo;
use super::{Facts, Plainness, Query};
use crate::model::CommentId;

/// A search under way. It can be left at any slice, and go on elsewhere: on a worker.
#[derive(Debug)]
pub struct Search<F> {
    query: Arc<Query>,
    facts: F,
    plainness: Arc<Plainness>,
    memo: Memo,
    /// The place that it began at.
    from: usize,
    /// Places that were asked.
    asked: usize,
}

/// What a slice brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// Comments that fit, in the order in which they were asked.
    pub hits: Vec<CommentId>,
    /// Whether every comment was asked.
    pub done: bool,
}

impl<F: Facts> Search<F> {
    /// A search from a place on; what was found out about texts is shared between searches
    /// in one discussion.
    #[must_use]
    pub fn new(query: Arc<Query>, facts: F, from: usize, plainness: Arc<Plainness>) -> Self {
        let memo = Memo::new(&query.tests);
        Self { query, facts, plainness, memo, from, asked: 0 }
    }

    /// What is looked for.
    #[must_use]
    pub fn query(&self) -> &Arc<Query> {
        &self.query
    }

    /// What was done so far: the measure of [`Search::slice`].
    #[must_use]
    pub fn spent(&self) -> usize {
        self.asked + self.memo.spent
    }

    /// Asks as many comments as the effort allows: one a comment and one a byte of text that
    /// is opened. At least one comment is asked.
    pub fn slice(&mut self, effort: usize) -> Slice {
        let rows = self.facts.discussion().thread().len();
        let before = self.spent();
        let mut slice = Slice::default();
        while self.asked < rows && self.spent().saturating_sub(before) < effort.max(1) {
            let id = self.facts.row((self.from + self.asked) % rows);
            self.asked += 1;
            if self.facts.discussion().thread().is_comment(id)
                && self.query.fits_with(&self.facts, id, &mut self.memo, Some(&self.plainness))
            {
                slice.hits.push(id);
            }
        }
        slice.done = self.asked >= rows;
        slice
    }
}
