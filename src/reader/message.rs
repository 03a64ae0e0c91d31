//! What comes into the state, and what it asks to be done.

use std::sync::Arc;

pub use self::effect::{Effect, LoadEffect, OnScreen, SearchEffect, SessionEffect, StoreEffect, TerminalEffect};

use super::input::{Key, Mouse, Size};
use super::people::Found;
use crate::error::Error;
use crate::model::kept::{KeptMark, Restored};
use crate::model::{Change, Choice, CommentId, Discussion, Index};
use crate::query::Slice;
use crate::text::Clean;

mod effect;

/// Why a discussion replaces the one on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The source was read again, by the load with this number.
    Reload {
        /// Which load.
        generation: u64,
    },
    /// It was built again with other guesses or repairs.
    Repair {
        /// Repairs whose comments are not in it.
        missed: usize,
    },
}

/// Something that happened. What a load sends carries its generation; what is about a
/// discussion carries that discussion, since rows mean nothing in another one. Stale
/// messages are dropped.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// The mouse did something.
    Mouse(Mouse),
    /// Text was pasted: never keys.
    Paste(String),
    /// The screen has this size now.
    Resize(Size),
    /// The window came to the front, or left it.
    Focus(bool),
    /// It is now this time, in seconds since 1970 UTC; comes before every batch of others.
    Now(i64),
    /// The whole input was read.
    Loaded {
        /// Which load.
        generation: u64,
        /// What was read, or why not.
        result: Result<Arc<Discussion>, Error>,
        /// Rows of the part that is shown → rows of this; none if no part of it was.
        carried: Option<Vec<Option<CommentId>>>,
    },
    /// The whole input was read, and it holds several discussions. If one of them was asked
    /// for, [`Message::Loaded`] follows with it.
    Several {
        /// Which load.
        generation: u64,
        /// The discussions, in the order of the input.
        all: Arc<[Arc<Discussion>]>,
        /// What lists show of them.
        choices: Vec<Choice>,
        /// The one that was asked for.
        picked: Option<usize>,
    },
    /// So much of the input was read, and it takes its time.
    Progress {
        /// Which load.
        generation: u64,
        /// Bytes as they come from the source.
        bytes: u64,
    },
    /// A part of the input was read and more is coming.
    Partial {
        /// Which load.
        generation: u64,
        /// What is there so far.
        discussion: Arc<Discussion>,
        /// The rest is there and being read: this is only its beginning.
        preview: bool,
        /// Rows of the discussion before → rows of this one; none on the first.
        carried: Option<Vec<Option<CommentId>>>,
    },
    /// Another version of the discussion on the screen: read again, or built again.
    Replaced {
        /// The discussion that it replaces. If that is not on the screen, the message is
        /// stale.
        of: Arc<Discussion>,
        /// The new one.
        discussion: Arc<Discussion>,
        /// The index of the new one.
        index: Arc<Index>,
        /// Rows of the discussion before → rows of this one.
        carried: Vec<Option<CommentId>>,
        /// Why.
        cause: Cause,
    },
    /// A discussion is indexed.
    Indexed {
        /// The discussion.
        of: Arc<Discussion>,
        /// Its index.
        index: Arc<Index>,
    },
    /// What the store has of a discussion.
    Restored {
        /// The discussion.
        of: Arc<Discussion>,
        /// What was kept, resolved to its rows.
        kept: Box<Restored>,
    },
    /// Changes of this discussion, made before it was opened again, that are still to be
    /// saved: with their tickets, in order.
    Unsaved {
        /// The discussion.
        of: Arc<Discussion>,
        /// The changes, resolved to its rows.
        changes: Vec<(u64, Change)>,
    },
    /// A change is on disk, or could not be saved yet. One that could not be stays queued and
    /// is tried again: a second answer follows when it is on disk.
    Stored {
        /// The number that the effect gave it.
        ticket: u64,
        /// Why not, if not.
        result: Result<(), Error>,
    },
    /// The marks of all discussions, as asked.
    AllMarks(Result<Vec<KeptMark>, Error>),
    /// Another window changed something; already resolved to rows.
    Others {
        /// The discussion.
        of: Arc<Discussion>,
        /// What was done.
        changes: Vec<Change>,
    },
    /// A search has found more, or is at its end.
    Found {
        /// The number of the search.
        generation: u64,
        /// What it has found since the last time.
        slice: Slice,
    },
    /// Something that was asked of the terminal was done, or failed: a line for the status row.
    Done(Result<Clean, Error>),
    /// A text came back from the editor.
    Edited(Result<String, Error>),
    /// The comments with muted phrases, as asked.
    FoundMuted {
        /// Where they are.
        discussion: Arc<Discussion>,
        /// What was looked for.
        phrases: Vec<String>,
        /// What was found.
        found: Found,
    },
}
