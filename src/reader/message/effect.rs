//! What the state asks for, grouped by who does it.

use std::sync::Arc;

use crate::model::{Change, CommentId, Discussion, Guesses, Mark, Place, Repairs};
use crate::reader::search::Hunt;

/// A discussion and the source it was read from. An effect says with this what it acts on:
/// rows mean something in one discussion only, and by the time the effect is done another
/// one may be on the screen.
#[derive(Clone, Debug)]
pub struct OnScreen {
    /// The discussion.
    pub discussion: Arc<Discussion>,
    /// Its source: a path, `-` or an address.
    pub source: Arc<str>,
}

/// Something that the state asks for.
#[derive(Debug)]
pub enum Effect {
    /// For the loop that has the terminal.
    Terminal(TerminalEffect),
    /// For the workers.
    Session(SessionEffect),
}

/// What the loop does itself, since it needs the terminal.
#[derive(Debug)]
pub enum TerminalEffect {
    /// Leave the program.
    Quit,
    /// Give the terminal back and stop until the shell continues us.
    Suspend,
    /// Forget what is on the screen and paint it all.
    Redraw,
    /// Put a text on the clipboard (OSC 52).
    Copy {
        /// The text.
        text: String,
        /// What it is, for the answer: `comment`, `link`.
        what: &'static str,
    },
    /// Open a checked address in the browser.
    Browse(String),
    /// Let the reader's editor change a text. `Message::Edited` answers.
    Edit(String),
}

/// What workers do while the loop goes on.
#[derive(Debug)]
pub enum SessionEffect {
    /// Reading sources.
    Load(LoadEffect),
    /// Indexes, and everything that the store keeps.
    Store(StoreEffect),
    /// Looking through all comments.
    Search(SearchEffect),
}

/// Reading sources. One load is wanted at a time: a new one stops the one before.
#[derive(Debug)]
pub enum LoadEffect {
    /// Read again the source of the discussion on the screen, which stays there meanwhile: no
    /// parts of the new one are sent.
    Reload {
        /// The number of the answers.
        generation: u64,
        /// The source.
        source: String,
    },
    /// Open another source: a path or an address. Its parts are sent as they come.
    Open {
        /// The number of the answers.
        generation: u64,
        /// The source.
        source: String,
    },
    /// Stop the load that is under way, and keep what is there.
    Stop,
}

/// What the store's worker does, in the order in which it was asked.
#[derive(Debug)]
pub enum StoreEffect {
    /// A discussion was read: index it and restore what the store has of it.
    /// `Message::Indexed` (or `Message::Replaced`) and `Message::Restored` answer.
    Attach {
        /// The discussion.
        of: OnScreen,
        /// The discussion on the screen that it shall replace, and the number of the load.
        replaces: Option<(Arc<Discussion>, u64)>,
    },
    /// Save a change. `Message::Stored` answers with the ticket.
    Change {
        /// The number of the answer.
        ticket: u64,
        /// The discussion whose rows the change names.
        of: OnScreen,
        /// What was done.
        change: Change,
    },
    /// Change or drop a mark of any discussion by the store's number. Answered as a change.
    ChangeKept {
        /// The number of the answer.
        ticket: u64,
        /// The store's number of the mark.
        id: i64,
        /// The mark as it shall be; none takes it away.
        mark: Option<Mark>,
    },
    /// Keep where the reader is. Not answered.
    Place {
        /// The discussion.
        of: OnScreen,
        /// Where the reader is in it.
        place: Place,
    },
    /// A discussion leaves the screen: the visit ends. Not answered.
    Leave {
        /// The discussion.
        of: OnScreen,
    },
    /// This is the discussion that it resembled, or not.
    Adopt {
        /// The discussion.
        of: OnScreen,
        /// Whether it is.
        yes: bool,
    },
    /// A doubtful mark belongs to this comment, or to none.
    Settle {
        /// The discussion.
        of: OnScreen,
        /// The store's number of the mark.
        mark: i64,
        /// Its comment.
        comment: Option<CommentId>,
    },
    /// Build a discussion again from what was read. `Message::Replaced` answers.
    Rebuild {
        /// The discussion on the screen.
        of: OnScreen,
        /// The guesses that are drawn.
        guesses: Guesses,
        /// What was put right.
        repairs: Repairs,
    },
    /// Ask for the marks of all discussions.
    AllMarks,
    /// Look for what other windows changed. `Message::Others` answers if there is something.
    Poll {
        /// The discussion on the screen.
        of: OnScreen,
    },
}

/// Looking through all comments, each on a thread of its own.
#[derive(Debug)]
pub enum SearchEffect {
    /// Go on with a search. `Message::Found` answers, again and again.
    Start {
        /// The number of the answers.
        generation: u64,
        /// The search.
        hunt: Box<Hunt>,
    },
    /// Nobody waits for a search any longer.
    Stop {
        /// Its number.
        generation: u64,
    },
    /// Look for muted phrases in all comments; `Message::FoundMuted` answers. What was asked
    /// before is not wanted any more.
    FindMuted {
        /// Where.
        discussion: Arc<Discussion>,
        /// The phrases.
        phrases: Vec<String>,
    },
}

impl Effect {
    /// What it asks of the terminal, if that is who does it.
    #[must_use]
    pub fn terminal(&self) -> Option<&TerminalEffect> {
        match self {
            Self::Terminal(effect) => Some(effect),
            Self::Session(_) => None,
        }
    }

    /// What it asks of the store's worker, if that is who does it.
    #[must_use]
    pub fn store(&self) -> Option<&StoreEffect> {
        match self {
            Self::Session(SessionEffect::Store(effect)) => Some(effect),
            Self::Session(SessionEffect::Load(_) | SessionEffect::Search(_)) | Self::Terminal(_) => None,
        }
    }
}

impl From<TerminalEffect> for Effect {
    fn from(effect: TerminalEffect) -> Self {
        Self::Terminal(effect)
    }
}

impl From<LoadEffect> for Effect {
    fn from(effect: LoadEffect) -> Self {
        Self::Session(SessionEffect::Load(effect))
    }
}

impl From<StoreEffect> for Effect {
    fn from(effect: StoreEffect) -> Self {
        Self::Session(SessionEffect::Store(effect))
    }
}

impl From<SearchEffect> for Effect {
    fn from(effect: SearchEffect) -> Self {
        Self::Session(SessionEffect::Search(effect))
    }
}
