//! What a reader puts right in the structure of a page, where the source did not give it or
//! gave it wrongly.
//!
//! A repair names its comments as they stand in the source, by [`Identity`], so that it
//! outlives the page that it was made on: [`super::build::again`] applies all of them anew to
//! what the loader has read. A repair outranks what was inferred, and is never moved by it.

use serde::{Deserialize, Serialize};

use super::identity::Identity;

pub use apply::{Repaired, apply};

mod apply;

/// Which side of a comment a repair is about: there is one repair of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// What it answers.
    Parent,
    /// Where it begins and ends.
    Extent,
    /// Who wrote it.
    Author,
}

impl Aspect {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Parent, Self::Extent, Self::Author];
}

/// What is put right.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fix<W = Identity> {
    /// It answers this comment; none: the article.
    Parent(Option<W>),
    /// It is the end of the comment before it in the source.
    Merge,
    /// It ends before this line (from 1, blank ones not counted), and what follows is a
    /// comment of its own.
    Split(u32),
    /// This is who wrote it.
    Author(String),
}

impl<W> Fix<W> {
    /// Which side of the comment it is about.
    #[must_use]
    pub fn aspect(&self) -> Aspect {
        match self {
            Self::Parent(_) => Aspect::Parent,
            Self::Merge | Self::Split(_) => Aspect::Extent,
            Self::Author(_) => Aspect::Author,
        }
    }

    /// What was done, for the undo list.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self {
            Self::Parent(Some(_)) => "link to another comment",
            Self::Parent(None) => "break to top level",
            Self::Merge => "merge with the comment before",
            Self::Split(_) => "split",
            Self::Author(_) => "name the author",
        }
    }
}

/// A repair of one comment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Repair {
    /// The comment.
    pub of: Identity,
    /// What is put right.
    pub fix: Fix,
}

/// Which guessed links are drawn as links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Guesses {
    /// None: only what the source and the reader say.
    Off,
    /// Those that are likely.
    #[default]
    Likely,
    /// The possible ones as well.
    All,
}

impl Guesses {
    /// What the status row calls it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Off => "guesses off: only what the source says",
            Self::Likely => "likely guesses are drawn",
            Self::All => "all guesses are drawn, the doubtful ones too",
        }
    }

    /// The next of the three.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Off => Self::Likely,
            Self::Likely => Self::All,
            Self::All => Self::Off,
        }
    }
}

/// All repairs of a discussion, one for each side of a comment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repairs(Vec<Repair>);

impl Repairs {
    /// In the order in which they were made.
    pub fn iter(&self) -> impl Iterator<Item = &Repair> {
        self.0.iter()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The repair of one side of a comment.
    #[must_use]
    pub fn of(&self, of: &Identity, aspect: Aspect) -> Option<&Fix> {
        self.0.iter().find(|repair| same(&repair.of, of) && repair.fix.aspect() == aspect).map(|repair| &repair.fix)
    }

    /// Sets the repair of one side of a comment, or takes it away; gives the one before.
    pub fn set(&mut self, of: &Identity, aspect: Aspect, fix: Option<Fix>) -> Option<Fix> {
        let at = self.0.iter().position(|repair| same(&repair.of, of) && repair.fix.aspect() == aspect);
        let before = at.map(|at| self.0.remove(at).fix);
        self.0.extend(fix.map(|fix| Repair { of: of.clone(), fix }));
        before
    }
}

impl FromIterator<Repair> for Repairs {
    fn from_iter<T: IntoIterator<Item = Repair>>(repairs: T) -> Self {
        let mut all = Self::default();
        for Repair { of, fix } in repairs {
            all.set(&of, fix.aspect(), Some(fix));
        }
        all
    }
}

/// Whether two names are of one comment: by the source's id where both have one.
fn same(one: &Identity, other: &Identity) -> bool {
    match (&one.source, &other.source) {
        (Some(one), Some(other)) => one == other,
        // How many equals there are changes with what is merged and split.
        _ => one.text.map(|key| (key.hash, key.nth)) == other.text.map(|key| (key.hash, key.nth)),
    }
}
