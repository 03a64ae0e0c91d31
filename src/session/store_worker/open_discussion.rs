//! Discussions that the store's worker has at hand, each with its index and as the store
//! knows it.

use std::sync::Arc;

use crate::model::{Discussion, Index};
use crate::reader::OnScreen;
use crate::store::Attached;

/// How many stay at hand: the one on the screen, the one that replaces it, and one that was
/// built again from another.
const AT_HAND: usize = 3;

/// A discussion with its index, and as the store knows it.
pub(super) struct OpenDiscussion {
    pub(super) discussion: Arc<Discussion>,
    pub(super) index: Arc<Index>,
    /// None before the store was asked, and for one that has a successor: that has it then.
    attached: Option<Attached>,
    /// What it was built from, without repairs; none if it is as it was read.
    base: Option<(Arc<Discussion>, Arc<Index>)>,
    /// What was built from it, and shall take its place on the screen.
    pub(super) successor: Option<Arc<Discussion>>,
    /// What was kept of it was sent.
    pub(super) is_restored: bool,
}

impl OpenDiscussion {
    /// What was read, with its index.
    pub(super) fn base(&self) -> (Arc<Discussion>, Arc<Index>) {
        self.base.clone().unwrap_or_else(|| (Arc::clone(&self.discussion), Arc::clone(&self.index)))
    }
}

/// Those at hand, the one that was used last at the end.
#[derive(Default)]
pub(super) struct OpenDiscussions(Vec<OpenDiscussion>);

impl OpenDiscussions {
    pub(super) fn at(&self, at: usize) -> &OpenDiscussion {
        &self.0[at]
    }

    pub(super) fn at_mut(&mut self, at: usize) -> &mut OpenDiscussion {
        &mut self.0[at]
    }

    /// The place of a discussion, if it is at hand.
    pub(super) fn position(&self, discussion: &Arc<Discussion>) -> Option<usize> {
        self.0.iter().position(|open| Arc::ptr_eq(&open.discussion, discussion))
    }

    /// The place of a discussion; it is indexed and laid at hand if it was not. Places change
    /// with each call.
    pub(super) fn find(&mut self, of: &OnScreen) -> usize {
        self.find_with(&of.discussion, || Arc::new(Index::of(&of.discussion)))
    }

    /// The index of a discussion.
    pub(super) fn index_of(&mut self, discussion: &Arc<Discussion>) -> Arc<Index> {
        let at = self.find_with(discussion, || Arc::new(Index::of(discussion)));
        Arc::clone(&self.at(at).index)
    }

    fn find_with(&mut self, discussion: &Arc<Discussion>, index: impl FnOnce() -> Arc<Index>) -> usize {
        let open = match self.position(discussion) {
            Some(at) => self.0.remove(at),
            None => {
                let index = index();
                if self.0.len() >= AT_HAND {
                    self.0.remove(0);
                }
                OpenDiscussion {
                    discussion: Arc::clone(discussion),
                    index,
                    attached: None,
                    base: None,
                    successor: None,
                    is_restored: false,
                }
            }
        };
        self.0.push(open);
        self.0.len() - 1
    }

    /// What has taken the place of a discussion by being built from it: itself if nothing has.
    pub(super) fn latest(&self, discussion: &Arc<Discussion>) -> Arc<Discussion> {
        let mut latest = Arc::clone(discussion);
        // None of them comes twice.
        for _ in 0..AT_HAND {
            let successor = self.position(&latest).and_then(|at| self.at(at).successor.clone());
            let Some(successor) = successor else { break };
            latest = successor;
        }
        latest
    }

    /// A discussion was built from another's base, and takes its place.
    pub(super) fn supersede(
        &mut self,
        old: &Arc<Discussion>,
        next: &OnScreen,
        index: &Arc<Index>,
        base: (Arc<Discussion>, Arc<Index>),
    ) {
        let Some(from) = self.position(old) else { return };
        let (attached, is_restored) = (self.0[from].attached.take(), self.0[from].is_restored);
        if !Arc::ptr_eq(old, &next.discussion) {
            self.0[from].successor = Some(Arc::clone(&next.discussion));
        }
        let to = self.find_with(&next.discussion, || Arc::clone(index));
        let open = self.at_mut(to);
        open.successor = None;
        open.attached = attached.or(open.attached.take());
        open.is_restored = is_restored;
        if !Arc::ptr_eq(&base.0, &next.discussion) {
            open.base = Some(base);
        }
    }

    /// What the store knows of the discussion at a place, or of its successor.
    pub(super) fn take_attached(&mut self, at: usize) -> Option<Attached> {
        let holder = self.holder(at);
        self.0[holder].attached.take()
    }

    /// Puts it back.
    pub(super) fn put_attached(&mut self, at: usize, attached: Attached) {
        let holder = self.holder(at);
        self.0[holder].attached = Some(attached);
    }

    fn holder(&self, at: usize) -> usize {
        let latest = self.latest(&self.0[at].discussion);
        self.position(&latest).unwrap_or(at)
    }
}
