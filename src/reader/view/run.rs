//! Runs: what stands between the first and the last comment of a chain in which each has one
//! reply. A closed run is one row, that of its first comment.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::View;
use crate::model::{CommentId, Thread};
use crate::reader::bits::Bits;

/// The fewest comments that are worth a row in their place.
const LEAST: u32 = 3;

/// The runs of a thread, closed and open ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Runs {
    /// The last comment of each run, by its first.
    spans: BTreeMap<CommentId, CommentId>,
    /// Those that the reader has opened.
    opened: BTreeSet<CommentId>,
    /// The first comments of the closed ones.
    pub(super) closed: Bits,
}

impl Runs {
    /// The runs within a range of rows. A fold ends a chain: it is what the reader sees there.
    pub(super) fn of(thread: &Thread, rows: Range<usize>, folded: &Bits, opened: BTreeSet<CommentId>) -> Self {
        let goes_on = |at: usize| {
            let id = CommentId::at(at);
            let reply = thread.first_reply(id).filter(|reply| thread.end(*reply) == thread.end(id));
            thread.is_comment(id) && !folded.has(id) && reply.is_some_and(|reply| thread.is_comment(reply))
        };
        let mut runs = Self { opened, closed: Bits::new(thread.len(), false), ..Self::default() };
        let mut at = rows.start;
        while at < rows.end {
            let first = at;
            while at < rows.end && goes_on(at) {
                at += 1;
            }
            if at - first > LEAST as usize {
                runs.spans.insert(CommentId::at(first + 1), CommentId::at(at - 1));
            }
            at += 1;
        }
        for first in runs.spans.keys().filter(|first| !runs.opened.contains(first)) {
            runs.closed.set(*first, true);
        }
        runs
    }

    /// The closed run that a row belongs to: its first and its last comment.
    pub(super) fn around(&self, id: CommentId) -> Option<(CommentId, CommentId)> {
        let (first, last) = self.spans.range(..=id).next_back()?;
        (id <= *last && self.closed.has(*first)).then_some((*first, *last))
    }

    /// The closed runs that reach into a range of rows.
    pub(super) fn within(&self, rows: Range<usize>) -> impl Iterator<Item = (CommentId, CommentId)> + '_ {
        let start = CommentId::at(rows.start);
        let from = self.around(start).map_or(start, |(first, _)| first);
        let spans = self.spans.range(from..CommentId::at(rows.end).max(from));
        spans.filter(|(first, _)| self.closed.has(**first)).map(|(first, last)| (*first, *last))
    }

    /// What the reader has opened.
    pub(super) fn into_opened(self) -> BTreeSet<CommentId> {
        self.opened
    }
}

impl View {
    /// The runs, where they hide something.
    pub(super) fn active_runs(&self) -> Option<&Runs> {
        self.runs.as_ref().filter(|_| !self.runs_rest)
    }

    /// Whether a row stands for a closed run.
    #[must_use]
    pub fn is_run(&self, id: CommentId) -> bool {
        self.active_runs().is_some_and(|runs| runs.closed.has(id)) && !self.is_folded(id)
    }

    /// The closed run that a row belongs to: its first and its last comment.
    #[must_use]
    pub fn run(&self, id: CommentId) -> Option<(CommentId, CommentId)> {
        self.active_runs()?.around(id)
    }

    /// Closed runs.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.runs.as_ref().map_or(0, |runs| runs.closed.count())
    }

    /// Whether runs hide nothing here, as folds do not.
    #[must_use]
    pub fn runs_rest(&self) -> bool {
        self.runs_rest
    }

    /// Opens the run that a row belongs to; whether there was one.
    pub fn open_run(&mut self, thread: &Thread, id: CommentId) -> bool {
        let Some((first, _)) = self.run(id) else { return false };
        if let Some(runs) = &mut self.runs {
            runs.opened.insert(first);
            runs.closed.set(first, false);
        }
        self.level(thread);
        if self.is_shown(first) && !self.is_folded(first) {
            self.show_range(thread, self.place(first) + 1..self.past(thread, first));
        }
        true
    }

    /// Closes the runs that the reader has opened; whether there were any.
    pub fn close_runs(&mut self, thread: &Thread) -> bool {
        let Some(runs) = &mut self.runs else { return false };
        let opened = std::mem::take(&mut runs.opened);
        for first in opened.iter().filter(|first| runs.spans.contains_key(first)) {
            runs.closed.set(*first, true);
        }
        self.level(thread);
        self.show(thread);
        !opened.is_empty()
    }
}
