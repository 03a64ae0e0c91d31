//! All repairs applied to what the loader has read.

use super::{Fix, Guesses, Repair, Repairs};
use crate::model::build::{Again, again};
use crate::model::{CommentId, Discussion, Identity, Index, identity};

/// A discussion with its repairs.
#[derive(Debug)]
pub struct Repaired {
    /// The discussion.
    pub discussion: Discussion,
    /// Its facts. A comment keeps the name that it has in the source, whatever was repaired.
    pub index: Index,
    /// Repairs whose comments are not here.
    pub missed: usize,
}

/// Applies repairs to a discussion as it was read. Comments are put together first, then cut,
/// so that what is cut off can be linked.
#[must_use]
pub fn apply(base: &Discussion, index: &Index, guesses: Guesses, repairs: &Repairs) -> Repaired {
    let mut work = Work { made: None, places: base.thread().ids().map(Some).collect(), left: repairs.iter().collect() };
    work.take(base, index, |fix| matches!(fix, Fix::Merge));
    // A part of a comment may be cut again.
    while work.take(base, index, |fix| matches!(fix, Fix::Split(_))) {}
    let (from, names) = match &work.made {
        Some((again, index)) => (&again.discussion, index),
        None => (base, index),
    };
    let found: Vec<_> = work.left.iter().map(|repair| work.found(index, names, repair)).collect();
    let missed = found.iter().filter(|found| **found == Found::Missing).count();
    let fixes: Vec<_> = found.into_iter().filter_map(Found::fix).collect();
    let last = again(from, guesses, &fixes);
    // Parts of a split are named by the words that they have since then.
    let facts = Index::again(&last.discussion, names, &last.rows);
    Repaired { discussion: last.discussion, index: facts, missed }
}

/// A repair whose comments were looked for.
#[derive(Debug, PartialEq)]
enum Found {
    /// With its comments as rows.
    Fix(CommentId, Fix<CommentId>),
    /// Its comment has become the end of another, and that is what holds.
    Rests,
    /// One of its comments is not here.
    Missing,
}

impl Found {
    fn fix(self) -> Option<(CommentId, Fix<CommentId>)> {
        match self {
            Self::Fix(of, fix) => Some((of, fix)),
            Self::Rests | Self::Missing => None,
        }
    }
}

struct Work<'a> {
    made: Option<(Again, Index)>,
    /// Rows of what was read → rows of what was made.
    places: Vec<Option<CommentId>>,
    left: Vec<&'a Repair>,
}

impl Work<'_> {
    /// Applies the repairs of a kind whose comments are found by now; whether there were any.
    fn take(&mut self, base: &Discussion, index: &Index, kind: impl Fn(&Fix) -> bool) -> bool {
        let (from, names) = match &self.made {
            Some((again, index)) => (&again.discussion, index),
            None => (base, index),
        };
        let (mut fixes, mut left) = (Vec::new(), Vec::new());
        for repair in &self.left {
            let found = if kind(&repair.fix) { self.found(index, names, repair) } else { Found::Missing };
            match found.fix() {
                Some(fix) => fixes.push(fix),
                None => left.push(*repair),
            }
        }
        if fixes.is_empty() {
            return false;
        }
        let next = again(from, Guesses::Likely, &fixes);
        let names = Index::again(&next.discussion, names, &next.rows);
        let moved = |place: &Option<CommentId>| next.places.get(place.as_ref()?.index()).copied().flatten();
        self.places = self.places.iter().map(moved).collect();
        self.left = left;
        self.made = Some((next, names));
        true
    }

    /// Looks for a comment: under its name, or where it was put to.
    fn row(&self, index: &Index, names: &Index, of: &Identity) -> Option<CommentId> {
        let moved = || self.places.get(sure(index, of)?.index()).copied().flatten();
        sure(names, of).or_else(moved)
    }

    fn found(&self, index: &Index, names: &Index, repair: &Repair) -> Found {
        let Some(of) = sure(names, &repair.of) else {
            return if self.row(index, names, &repair.of).is_some() { Found::Rests } else { Found::Missing };
        };
        let fix = match &repair.fix {
            Fix::Parent(Some(parent)) => match self.row(index, names, parent) {
                Some(parent) => Fix::Parent(Some(parent)),
                None => return Found::Missing,
            },
            Fix::Parent(None) => Fix::Parent(None),
            Fix::Merge => Fix::Merge,
            Fix::Split(line) => Fix::Split(*line),
            Fix::Author(name) => Fix::Author(name.clone()),
        };
        Found::Fix(of, fix)
    }
}

fn sure(index: &Index, identity: &Identity) -> Option<CommentId> {
    match index.find(identity) {
        identity::Found::Sure(id) => Some(id),
        identity::Found::Doubtful(_) | identity::Found::Missing => None,
    }
}
