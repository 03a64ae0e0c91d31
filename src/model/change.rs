//! What a reader does to a discussion, as values.
//!
//! A [`Change`] names comments as `W`: rows of the arena while it is applied and undone,
//! [`Identity`]s when it is stored. Applying one gives its inverse, so the same value goes
//! to the undo list, to the store, and comes in from another window.

use serde::{Deserialize, Serialize};

use super::fold::Folds;
use super::identity::Identity;
use super::person::{Author, Person};
use super::repair::{Aspect, Fix};
use super::thread::CommentId;
use crate::text::Clean;

/// One act of the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change<W = CommentId> {
    /// These branches become folded or unfolded.
    Fold {
        /// The comments whose branch it is.
        these: Vec<W>,
        /// Folded or not.
        on: bool,
    },
    /// These comments become read or unread.
    Read {
        /// The comments.
        these: Vec<W>,
        /// Read or not.
        on: bool,
    },
    /// A mark is set, changed or taken away.
    Mark {
        /// Where: a comment, or a passage of the article.
        at: Spot<W>,
        /// The mark as it shall be; none takes it away.
        mark: Option<Mark>,
    },
    /// Several acts as one, in order.
    All(Vec<Change<W>>),
    /// One side of a comment is repaired, or no longer. Its rows are those of the source, so
    /// comments are named as they are for keeps.
    Repair {
        /// The comment.
        of: Identity,
        /// Which side of it.
        aspect: Aspect,
        /// What is put right; none takes the repair away.
        fix: Option<Fix>,
    },
    /// All folds are set anew, by a rule.
    Folds(Folds<W>),
    /// An author gets a tag, a colour or a mute, or loses them.
    Person {
        /// Who.
        who: Author,
        /// What is thought of them from now on.
        person: Person,
    },
    /// Comments that hold a phrase are muted, or not any more.
    Phrase {
        /// The phrase as it was typed.
        phrase: String,
        /// Muted or not.
        on: bool,
    },
}

/// What can be marked.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spot<W = CommentId> {
    /// A comment.
    Comment(W),
    /// A passage of the article.
    Passage(Passage),
}

/// A passage of the article: its number for display, its words for keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Passage {
    /// From 1, as the article pane shows it.
    pub number: u32,
    /// XXH3 (seed 0) of its normalised text.
    pub hash: u64,
}

/// A mark: kept by the reader, with what is needed to read it when the source is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The reader's note.
    pub note: String,
    /// The reader's tags, in the order typed.
    pub tags: Vec<String>,
    /// When it was set, in seconds since 1970 UTC.
    pub marked: i64,
}

/// The text that is kept with a mark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Who wrote it.
    pub author: String,
    /// Its whole text.
    pub text: String,
    /// From the root to the parent: author and opening words, one entry a comment.
    pub chain: Vec<String>,
    /// When it was written.
    pub time: Option<i64>,
    /// A link to it, if the source has one.
    pub url: Option<String>,
}

/// Where the reader was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place<W = CommentId> {
    /// The current comment.
    pub current: Option<W>,
    /// The comment at the top of the pane, and the line of it that stands there.
    pub top: Option<(W, u32)>,
    /// The passage at the top of the article pane, and the line of it.
    pub article: (u32, u32),
    /// Whether the article had the focus.
    pub in_article: bool,
    /// Whether the article was read to its end.
    pub article_done: bool,
    /// Where the reader jumped from, oldest first.
    #[serde(default = "Vec::new")]
    pub jumps: Vec<W>,
}

impl<W> Change<W> {
    /// The same act with the comments named another way; a comment that has no such name
    /// is left out.
    pub fn map<V>(self, name: &mut impl FnMut(W) -> Option<V>) -> Option<Change<V>> {
        Some(match self {
            Self::Fold { these, on } => Change::Fold { these: these.into_iter().filter_map(name).collect(), on },
            Self::Read { these, on } => Change::Read { these: these.into_iter().filter_map(name).collect(), on },
            Self::Mark { at: Spot::Comment(who), mark } => Change::Mark { at: Spot::Comment(name(who)?), mark },
            Self::Mark { at: Spot::Passage(passage), mark } => Change::Mark { at: Spot::Passage(passage), mark },
            Self::All(acts) => {
                let mut named = Vec::with_capacity(acts.len());
                for act in acts {
                    named.extend(act.map(name));
                }
                Change::All(named)
            }
            Self::Repair { of, aspect, fix } => Change::Repair { of, aspect, fix },
            Self::Folds(folds) => Change::Folds(folds.map(name)),
            Self::Person { who, person } => Change::Person { who, person },
            Self::Phrase { phrase, on } => Change::Phrase { phrase, on },
        })
    }
}

/// A change as it is stored.
pub type StoredChange = Change<Identity>;

/// A word for the undo list and the status line.
impl<W> Change<W> {
    /// What the act was: `fold`, `mark`, `read 3 comments`.
    #[must_use]
    pub fn name(&self) -> Clean {
        match self {
            Self::Fold { on: true, .. } => Clean::own("fold"),
            Self::Fold { on: false, .. } => Clean::own("unfold"),
            Self::Read { on: true, .. } => Clean::own("set read"),
            Self::Read { on: false, .. } => Clean::own("keep unread"),
            Self::Mark { mark: Some(_), .. } => Clean::own("mark"),
            Self::Mark { mark: None, .. } => Clean::own("unmark"),
            Self::All(acts) => acts.first().map_or_else(Clean::default, Self::name),
            Self::Repair { fix: Some(fix), .. } => Clean::own(fix.words()),
            Self::Repair { fix: None, .. } => Clean::own("drop a repair"),
            Self::Folds(Folds { levels: Some(_), .. }) => Clean::own("fold to a level"),
            Self::Folds(Folds { levels: None, .. }) => Clean::own("unfold all"),
            Self::Person { .. } => Clean::own("tag, colour or mute an author"),
            Self::Phrase { on: true, .. } => Clean::own("mute a phrase"),
            Self::Phrase { on: false, .. } => Clean::own("unmute a phrase"),
        }
    }
}
