//! Which comments are shown, and in which order: all movement goes through here.
//!
//! The order is the thread's own; what is hidden by folds is a range of cleared bits, so a
//! step costs the same whatever the size of the thread or of a folded branch.

use super::bits::Bits;
use crate::model::{CommentId, Thread};

/// What is shown of a thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    shown: Bits,
    folded: Bits,
}

impl View {
    /// Everything, nothing folded.
    #[must_use]
    pub fn all(thread: &Thread) -> Self {
        let len = thread.len();
        Self { shown: Bits::new(len, true), folded: Bits::new(len, false) }
    }

    /// Whether the row is shown (a folded branch shows its first row).
    #[must_use]
    pub fn is_shown(&self, id: CommentId) -> bool {
        self.shown.has(id)
    }

    /// Whether the branch is folded.
    #[must_use]
    pub fn is_folded(&self, id: CommentId) -> bool {
        self.folded.has(id)
    }

    /// All folded branches, the hidden ones too.
    pub fn folds(&self) -> impl Iterator<Item = CommentId> + '_ {
        self.folded.iter()
    }

    /// The next shown row.
    #[must_use]
    pub fn next(&self, id: CommentId) -> Option<CommentId> {
        self.shown.next(id.index() + 1)
    }

    /// The shown row before.
    #[must_use]
    pub fn prev(&self, id: CommentId) -> Option<CommentId> {
        self.shown.prev(id.index())
    }

    /// The first shown row.
    #[must_use]
    pub fn first(&self) -> Option<CommentId> {
        self.shown.next(0)
    }

    /// The last shown row.
    #[must_use]
    pub fn last(&self) -> Option<CommentId> {
        self.shown.prev(usize::MAX)
    }

    /// The row itself if it is shown, else the folded branch that hides it.
    #[must_use]
    pub fn shown_at(&self, id: CommentId) -> Option<CommentId> {
        if self.is_shown(id) { Some(id) } else { self.shown.prev(id.index()) }
    }

    /// Folds or unfolds a branch; whether that changed anything.
    pub fn fold(&mut self, thread: &Thread, id: CommentId, on: bool) -> bool {
        let changed = self.folded.set(id, on);
        if !changed || !self.is_shown(id) {
            return changed;
        }
        let inside = id.index() + 1..thread.end(id).index();
        self.shown.set_range(inside.clone(), !on);
        if !on {
            self.hide_folds_within(thread, inside);
        }
        true
    }

    /// Folds these branches and no others.
    pub fn set_folds(&mut self, thread: &Thread, folded: Bits) {
        self.folded = folded;
        self.shown.set_range(0..thread.len(), true);
        self.hide_folds_within(thread, 0..thread.len());
    }

    /// Clears what the folds inside a range hide. Folds that are hidden themselves are
    /// skipped with their branch.
    fn hide_folds_within(&mut self, thread: &Thread, range: std::ops::Range<usize>) {
        let mut from = range.start;
        while let Some(fold) = self.folded.next(from).filter(|fold| fold.index() < range.end) {
            let past = thread.end(fold).index();
            self.shown.set_range(fold.index() + 1..past, false);
            from = past;
        }
    }

    /// The first shown row at or after `from` that is not folded and not in a set.
    #[must_use]
    pub fn next_open(&self, from: usize, set: &Bits) -> Option<CommentId> {
        self.shown.next_without(from, [set, &self.folded])
    }

    /// Shown rows from one row up to another, that one not counted.
    #[must_use]
    pub fn count_between(&self, from: CommentId, to: CommentId) -> usize {
        self.shown.count_in(from.index()..to.index())
    }

    /// Rows that are shown.
    #[must_use]
    pub fn count(&self) -> usize {
        self.shown.count()
    }
}
