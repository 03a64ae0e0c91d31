//! Steps along the tree in the order of the view, among what it shows.

use super::View;
use crate::model::{CommentId, Thread};

impl View {
    /// The place past the comment's branch; in a flat view, past the comment.
    #[must_use]
    pub fn past(&self, thread: &Thread, id: CommentId) -> usize {
        let rows = if self.flat { 1 } else { thread.end(id).index() - id.index() };
        self.place(id) + rows
    }

    /// What is shown after the comment's branch: its next sibling, or the nearest
    /// ancestor's.
    #[must_use]
    pub fn after_branch(&self, thread: &Thread, id: CommentId) -> Option<CommentId> {
        self.next_at(self.past(thread, id))
    }

    /// The shown sibling before; in a flat view, the comment before.
    #[must_use]
    pub fn prev_sibling(&self, thread: &Thread, id: CommentId) -> Option<CommentId> {
        if self.flat {
            return self.prev(id);
        }
        let parent = thread.parent(id);
        let mut at = self.prev(id).filter(|at| Some(*at) != parent)?;
        while thread.parent(at) != parent {
            at = thread.parent(at)?;
        }
        self.is_shown(at).then_some(at)
    }

    /// The shown sibling after; in a flat view, the comment after.
    #[must_use]
    pub fn next_sibling(&self, thread: &Thread, id: CommentId) -> Option<CommentId> {
        let next = self.after_branch(thread, id)?;
        (self.flat || thread.parent(next) == thread.parent(id)).then_some(next)
    }

    /// The comment at the top of the branch: of top level, or the root of the view.
    #[must_use]
    pub fn top_of(&self, thread: &Thread, id: CommentId) -> CommentId {
        let within = |above: &CommentId| self.root.is_none_or(|root| thread.is_within(*above, root));
        thread.ancestors(id).take_while(within).last().unwrap_or(id)
    }

    /// The first shown reply, if one stands next.
    #[must_use]
    pub fn first_reply(&self, thread: &Thread, id: CommentId) -> Option<CommentId> {
        self.next(id).filter(|next| thread.parent(*next) == Some(id))
    }

    /// What the view holds after a comment, or before it and nearest first, folded away or
    /// not.
    pub fn held_from(&self, id: CommentId, forward: bool) -> impl Iterator<Item = CommentId> + '_ {
        let (here, end) = (self.place(id), self.folded.len());
        let ahead = (here + 1..end).take_while(move |_| forward);
        let behind = (0..here).rev().take_while(move |_| !forward);
        ahead.chain(behind).map(|place| self.row(place)).filter(|id| self.holds(*id))
    }
}
