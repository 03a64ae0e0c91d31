//! What the store gives back: marks, folds, read comments and the place of earlier visits.

use super::change::{Mark, Place, Spot};
use super::fold::Folds;
use super::identity::Identity;
use super::person::Known;
use super::thread::CommentId;
use crate::text::Clean;

/// What was kept of a discussion, resolved to rows.
#[derive(Debug, Default)]
pub struct Restored {
    /// Marks that stand on a comment or a passage, without doubt.
    pub marks: Vec<(Spot, Mark)>,
    /// Marks whose comment may be this one: the reader is asked.
    pub doubtful: Vec<Doubt>,
    /// Marks whose comment is not here; they stay in the list.
    pub missing: Vec<KeptMark>,
    /// Folded branches.
    pub folds: Folds,
    /// Read comments.
    pub read: Vec<CommentId>,
    /// What was put right in its structure.
    pub repairs: Vec<super::repair::Repair>,
    /// What is known of authors and phrases, of all sites; none if the store could not be read.
    pub people: Option<Known>,
    /// Where the reader was.
    pub place: Option<Place>,
    /// Earlier visits that what is new can be measured from, the latest first.
    pub visits: Vec<Earlier>,
    /// The one of them that it is measured from unless the reader says otherwise; none on a
    /// first visit.
    pub since: Option<usize>,
    /// Whether this discussion was opened before.
    pub known: bool,
    /// A discussion that may be this one: its title. The reader is asked before anything
    /// is attached (`Effect::Adopt`).
    pub resembles: Option<Clean>,
}

/// An earlier visit, and what has arrived and changed since.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// When it ended, in seconds since 1970 UTC.
    pub at: i64,
    /// Comments that were there.
    pub comments: u64,
    /// Comments that are here now and were not there then, in the thread's order.
    pub arrived: Vec<CommentId>,
    /// Comments that were there with other words, in the thread's order.
    pub changed: Vec<CommentId>,
}

/// A mark whose comment may be another now.
#[derive(Debug)]
pub struct Doubt {
    /// The mark as it was kept.
    pub kept: KeptMark,
    /// The comment that it may be.
    pub candidate: CommentId,
}

/// A mark with all that was kept for reading it without its source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptMark {
    /// The store's number of it.
    pub id: i64,
    /// The title of the article.
    pub title: Clean,
    /// The discussion's durable name: `hn:123`, its address, or its title.
    pub discussion: Clean,
    /// Where the discussion was read from last: a path or an address.
    pub source: Option<String>,
    /// The address of the article.
    pub url: Option<Clean>,
    /// The comment's durable name; none for a passage.
    pub comment: Option<Identity>,
    /// Who wrote the words.
    pub author: Clean,
    /// The words.
    pub text: Clean,
    /// From the root to the parent, an entry a comment.
    pub chain: Vec<Clean>,
    /// Note, tags and time.
    pub mark: Mark,
}
