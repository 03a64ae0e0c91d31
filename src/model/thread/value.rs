//! What a row of the thread is and what is known of it, one value each.

use super::CommentId;
use crate::model::texts::TextRef;

/// What a row is. Only comments count in any number that is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Something that somebody wrote.
    #[default]
    Comment,
    /// A parent that is not in the file: shown as "missing comment".
    Ghost,
    /// Replies that the source did not include: "41 replies not loaded".
    More,
}

/// What the source says of a comment's fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing special.
    #[default]
    Visible,
    /// Taken back by its author.
    Deleted,
    /// Taken down by a moderator.
    Removed,
    /// Marked as bad by readers ("dead" on Hacker News).
    Flagged,
    /// Kept from view by the source.
    Hidden,
    /// Waiting to be let in.
    Pending,
}

impl State {
    /// All states with their names in the native format.
    pub const NAMES: [(Self, &'static str); 6] = [
        (Self::Visible, "visible"),
        (Self::Deleted, "deleted"),
        (Self::Removed, "removed"),
        (Self::Flagged, "flagged"),
        (Self::Hidden, "hidden"),
        (Self::Pending, "pending"),
    ];

    /// The name in the native format and on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(s, _)| *s == self).map_or("visible", |(_, n)| n)
    }
}

/// What an author is in this thread, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles(pub(crate) u8);

impl Roles {
    /// Wrote the article or posted the link.
    pub const OP: Self = Self(1);
    /// A moderator or administrator speaks.
    pub const MOD: Self = Self(2);
    /// Pinned to the top by the source.
    pub const PINNED: Self = Self(4);
    /// The accepted answer.
    pub const ACCEPTED: Self = Self(8);
    /// Edited after it was first shown.
    pub const EDITED: Self = Self(16);
    /// All roles with their names in the native format.
    pub const NAMES: [(Self, &'static str); 5] = [
        (Self::OP, "op"),
        (Self::MOD, "mod"),
        (Self::PINNED, "pinned"),
        (Self::ACCEPTED, "accepted"),
        (Self::EDITED, "edited"),
    ];

    /// Whether all of `other` are in the set.
    #[must_use]
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both sets together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Why a row has the parent that it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// It answers the article, or nobody.
    #[default]
    Root,
    /// The source said so.
    Given,
    /// We think so: see [`super::Thread::guess`].
    Guessed,
    /// The reader said so.
    Repaired,
}

/// A guess at who is answered. Never stored or shown as a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// The kind of evidence: `quote`, `name`, `permalink`, `indent`, `addressee`, `previous`.
    pub kind: GuessKind,
    /// How often such a guess is right: 0 to 1.
    pub confidence: f32,
    /// The reason in words that a reader understands: `quotes 16`.
    pub reason: TextRef,
}

/// The kind of evidence behind a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuessKind {
    /// Words of an earlier comment, quoted.
    Quote,
    /// The author is named.
    Name,
    /// A link to the comment.
    Permalink,
    /// Indentation that may not mean nesting.
    Indent,
    /// Addressed in the second person.
    Addressee,
    /// It stands under it.
    Previous,
    /// It has the subject of the thread and says that it is a reply.
    Subject,
    /// The reader's repair.
    Manual,
}

impl GuessKind {
    /// All kinds with their names in the native format.
    pub const NAMES: [(Self, &'static str); 8] = [
        (Self::Quote, "quote"),
        (Self::Name, "name"),
        (Self::Permalink, "permalink"),
        (Self::Indent, "indent"),
        (Self::Addressee, "addressee"),
        (Self::Previous, "previous"),
        (Self::Subject, "subject"),
        (Self::Manual, "manual"),
    ];

    /// The name in the native format.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(k, _)| *k == self).map_or("previous", |(_, n)| n)
    }

    /// The kind of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, n)| *n == name).map(|(k, _)| *k)
    }
}

/// A parent that is possible but too unsure to be shown as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The comment that may be an answer.
    pub child: CommentId,
    /// What it may answer.
    pub parent: CommentId,
    /// How often such a guess is right: 0 to 1.
    pub confidence: f32,
    /// The reason in words.
    pub reason: TextRef,
}

/// How many replies a `More` row stands for, and where they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct More {
    /// Replies that are not in the file, as the source counts them.
    pub count: u32,
    /// The request that loads them, as the source gives it.
    pub next: TextRef,
}
