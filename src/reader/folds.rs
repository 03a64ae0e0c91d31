//! All folds at once: what is folded as a rule with what differs from it, and the way back.

use std::sync::Arc;

use super::bits::Bits;
use super::reading::Reading;
use crate::model::fold::is_in_rule;
use crate::model::{CommentId, Folds, Thread};

impl Reading {
    /// The folds as they are: the rule that was set last, and what was folded and unfolded
    /// since.
    #[must_use]
    pub fn folds(&self) -> Folds {
        let thread = self.discussion.thread();
        let mut folds = Folds::rule(self.levels);
        folds.folded = self.view.folds().filter(|id| !is_in_rule(thread, self.levels, *id)).collect();
        if self.levels.is_some() {
            let open = |id: &CommentId| is_in_rule(thread, self.levels, *id) && !self.view.is_folded(*id);
            folds.open = thread.ids().filter(open).collect();
        }
        folds
    }

    /// Sets all folds anew; gives what they were.
    pub(super) fn set_folds(&mut self, folds: &Folds) -> Folds {
        let before = self.folds();
        let discussion = Arc::clone(&self.discussion);
        self.levels = folds.levels;
        self.view.set_folds(discussion.thread(), bits(discussion.thread(), folds));
        self.stay_shown();
        before
    }

    /// Whether all folds are as they would be.
    #[must_use]
    pub fn has_folds(&self, folds: &Folds) -> bool {
        bits(self.discussion.thread(), folds).iter().eq(self.view.folds())
    }

    /// The folds of an earlier visit: all of them, or beside those that were set since.
    pub(super) fn restore_folds(&mut self, kept: Folds) {
        if self.levels.is_none() && self.view.folds().next().is_none() {
            self.set_folds(&kept);
            return;
        }
        let discussion = Arc::clone(&self.discussion);
        for id in kept.folded {
            self.view.fold(discussion.thread(), id, true);
        }
        self.stay_shown();
    }
}

/// The branches that are folded.
fn bits(thread: &Thread, folds: &Folds) -> Bits {
    let mut bits = Bits::new(thread.len(), false);
    if folds.levels.is_some() {
        for id in thread.ids().filter(|id| is_in_rule(thread, folds.levels, *id)) {
            bits.set(id, true);
        }
    }
    for id in &folds.folded {
        bits.set(*id, true);
    }
    for id in &folds.open {
        bits.set(*id, false);
    }
    bits
}
