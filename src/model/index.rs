//! What is derived once from a discussion: identities, and the way back from them.

use super::discussion::Discussion;
use super::identity::{DiscussionKey, Found, Identity};
use super::thread::CommentId;

/// Derived facts of one discussion. Screens are right without them and gain when they come.
#[derive(Clone, Debug, Default)]
pub struct Index {
    key: DiscussionKey,
}

impl Index {
    /// Derives the facts; opens every body once.
    #[must_use]
    pub fn of(discussion: &Discussion) -> Self {
        let _ = discussion;
        todo!()
    }

    /// What the discussion is known by.
    #[must_use]
    pub fn key(&self) -> &DiscussionKey {
        &self.key
    }

    /// The comment's durable name.
    #[must_use]
    pub fn identity(&self, id: CommentId) -> Identity {
        let _ = id;
        todo!()
    }

    /// Passages.
    #[must_use]
    pub fn passages(&self) -> &[u64] {
        &[]
    }
    /// Quotes.
    #[must_use]
    pub fn quotes(&self, _id: CommentId) -> &[Quote] {
        &[]
    }
    /// Count.
    #[must_use]
    pub fn quoting_count(&self, _number: u32) -> usize {
        0
    }
    /// Comments that quote.
    pub fn quoting(&self) -> impl Iterator<Item = CommentId> + '_ {
        std::iter::empty()
    }
    /// The comment that is meant by a durable name.
    #[must_use]
    pub fn find(&self, identity: &Identity) -> Found {
        let _ = identity;
        todo!()
    }
}

/// Quote.
#[derive(Clone, Debug)]
pub struct Quote {
    /// of
    pub of: Quoted,
    /// range
    pub range: std::ops::Range<usize>,
    /// source
    pub source: std::ops::Range<usize>,
}
/// Quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoted {
    /// Passage
    Passage(u32),
    /// Comment
    Comment(CommentId),
}
