//! What comes into the state, and what it asks to be done.

use std::sync::Arc;

use super::input::{Key, Mouse, Size};
use super::people::Found;
use super::search::Hunt;
use crate::error::Error;
use crate::model::kept::{KeptMark, Restored};
use crate::model::{Change, Choice, CommentId, Discussion, Guesses, Index, Mark, Place, Repairs};
use crate::query::Slice;
use crate::text::Clean;

/// Something that happened. Answers carry the generation of what they answer; stale ones
/// are dropped.
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
    /// The discussion was built anew, with what was put right in it.
    Rebuilt {
        /// Which load.
        generation: u64,
        /// The discussion.
        discussion: Arc<Discussion>,
        /// Its facts.
        index: Arc<Index>,
        /// Rows of the discussion before → rows of this one.
        carried: Vec<Option<CommentId>>,
        /// Repairs whose comments are not in it.
        missed: usize,
    },
    /// The facts about the discussion are there.
    Indexed {
        /// Which load.
        generation: u64,
        /// The facts.
        index: Arc<Index>,
        /// Rows of the discussion before → rows of this one, after a reload.
        carried: Option<Vec<Option<CommentId>>>,
    },
    /// What was kept of this discussion.
    Restored {
        /// Which load.
        generation: u64,
        /// What was kept, resolved to rows.
        kept: Box<Restored>,
    },
    /// A change was committed, or could not be.
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
        /// Which load.
        generation: u64,
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

/// Something that the state asks for; done by `terminal` on workers.
#[derive(Debug)]
pub enum Effect {
    /// Leave the program.
    Quit,
    /// Give the terminal back and stop until the shell continues us.
    Suspend,
    /// Forget what is on the screen and paint it all.
    Redraw,
    /// Keep a change. [`Message::Stored`] answers with the ticket.
    Store {
        /// The number of the answer.
        ticket: u64,
        /// What was done.
        change: Change,
    },
    /// Keep where the reader is. Not answered.
    StorePlace(Place),
    /// This is the discussion that it resembled (or not: `false`).
    Adopt(bool),
    /// A doubtful mark belongs to this comment, or to none.
    Settle {
        /// The store's number of the mark.
        mark: i64,
        /// Its comment.
        comment: Option<CommentId>,
    },
    /// Build the discussion anew from what was read. [`Message::Rebuilt`] answers.
    Rebuild {
        /// The guesses that are drawn.
        guesses: Guesses,
        /// What was put right.
        repairs: Repairs,
    },
    /// Ask for the marks of all discussions.
    AllMarks,
    /// Change or drop a mark of any discussion by the store's number. Answered as a change.
    StoreKept {
        /// The number of the answer.
        ticket: u64,
        /// The store's number of the mark.
        id: i64,
        /// The mark as it shall be; none takes it away.
        mark: Option<Mark>,
    },
    /// Read the source again.
    Reload {
        /// The number of the answer.
        generation: u64,
    },
    /// Open another source: a path or an address, from the marks of all discussions.
    Open {
        /// The number of the answer.
        generation: u64,
        /// The source.
        source: String,
    },
    /// Show one of the several discussions of the source.
    Choose {
        /// The number of the answer.
        generation: u64,
        /// Which of them, as an index.
        which: usize,
        /// The source with what picks this discussion.
        source: String,
    },
    /// Put a text on the clipboard (OSC 52).
    Copy {
        /// The text.
        text: String,
        /// What it is, for the answer: `comment`, `link`.
        what: &'static str,
    },
    /// Open a checked address in the browser.
    Browse(String),
    /// Let the reader's editor change a text. [`Message::Edited`] answers.
    Edit(String),
    /// Go on with a search. [`Message::Found`] answers, again and again.
    Search {
        /// The number of the answers.
        generation: u64,
        /// The search.
        hunt: Box<Hunt>,
    },
    /// Nobody waits for a search any longer.
    StopSearch {
        /// Its number.
        generation: u64,
    },
    /// Stop the load that is under way, and keep what is there.
    StopLoading,
    /// Look for muted phrases in all comments; [`Message::FoundMuted`] answers. What was
    /// asked before is not wanted any more.
    FindMuted {
        /// Where.
        discussion: Arc<Discussion>,
        /// The phrases.
        phrases: Vec<String>,
    },
}
