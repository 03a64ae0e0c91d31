//! All folds of a thread at once: a rule and what differs from it.
//!
//! "Fold all" is one number and not a list: it costs the same to keep in a thread of ten
//! comments and of a million, and a branch that arrives later is folded too.

use serde::{Deserialize, Serialize};

use super::thread::{CommentId, Thread};

/// Which branches are folded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folds<W = CommentId> {
    /// So many levels are shown: every branch at the last of them is folded. None: the rule
    /// folds nothing.
    pub levels: Option<u32>,
    /// Folded, though the rule does not say so.
    pub folded: Vec<W>,
    /// Not folded, though the rule says so.
    pub open: Vec<W>,
}

impl<W> Default for Folds<W> {
    fn default() -> Self {
        Self::rule(None)
    }
}

impl<W> Folds<W> {
    /// The rule alone.
    #[must_use]
    pub fn rule(levels: Option<u32>) -> Self {
        Self { levels, folded: Vec::new(), open: Vec::new() }
    }

    /// The same with the comments named another way; one that has no such name is left out.
    pub fn map<V>(self, name: &mut impl FnMut(W) -> Option<V>) -> Folds<V> {
        Folds {
            levels: self.levels,
            folded: self.folded.into_iter().filter_map(&mut *name).collect(),
            open: self.open.into_iter().filter_map(name).collect(),
        }
    }
}

/// Whether a rule folds a branch.
#[must_use]
pub fn is_in_rule(thread: &Thread, levels: Option<u32>, id: CommentId) -> bool {
    levels.is_some_and(|levels| thread.depth(id) + 1 == levels && thread.first_reply(id).is_some())
}
