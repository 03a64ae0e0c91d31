//! What the reader puts right: who answers whom, and where a comment begins.
//!
//! Repairs outrank guesses and what a source says. A repaired link is kept as one
//! ([`super::Link::Repaired`]), so it holds whenever the page is solved again.

/// Which guesses are shown as links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Guesses {
    /// None: every guess is a candidate only.
    Off,
    /// Those on strong evidence.
    #[default]
    Likely,
    /// All that are likelier than anything else, weak ones too.
    All,
}

impl Guesses {
    /// All levels with their names.
    pub const NAMES: [(Self, &'static str); 3] = [(Self::Off, "off"), (Self::Likely, "likely"), (Self::All, "all")];

    /// The name on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(level, _)| *level == self).map_or("likely", |(_, name)| *name)
    }
}

/// A repair. `W` is how comments are named: rows of a discussion while it is made, identities
/// where it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repair<W> {
    /// The comment answers that one.
    Link {
        /// The answer.
        child: W,
        /// What it answers. A comment of the child's own branch is refused.
        parent: W,
    },
    /// The comment answers the article, or nobody.
    Top(W),
    /// The comment goes on what the one above it in the source began.
    Merge(W),
    /// From a line on (its first line is 0) it is another's comment. Blank lines do not count.
    Split {
        /// The comment as it is.
        of: W,
        /// The line that begins the new one.
        line: u32,
    },
    /// The comment is by this author; an empty name takes the author away.
    Author {
        /// The comment.
        of: W,
        /// The name.
        name: Box<str>,
    },
    /// The comment's link is no longer repaired: what the source or the evidence says counts.
    Drop(W),
}
