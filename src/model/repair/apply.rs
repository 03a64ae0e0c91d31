//! All repairs applied to what the loader has read.

use super::{Fix, Guesses, Repair, Repairs};
use crate::model::build::{Again, again};
use crate::model::identity::Found;
use crate::model::{CommentId, Discussion, Identity, Index};

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

/// Applies repairs to a discussion as it was read. Comments are cut first, so that the parts
/// can be linked.
#[must_use]
pub fn apply(base: &Discussion, index: &Index, guesses: Guesses, repairs: &Repairs) -> Repaired {
    let (splits, others): (Vec<&Repair>, Vec<&Repair>) =
        repairs.iter().partition(|repair| matches!(repair.fix, Fix::Split(_)));
    let mut work = Work { made: None, missed: 0 };
    work.split(base, index, splits);
    let (from, names) = match &work.made {
        Some((again, index)) => (&again.discussion, index),
        None => (base, index),
    };
    let mut missed = work.missed;
    let mut fixes = Vec::with_capacity(others.len());
    for Repair { of, fix } in others {
        match sure(names, of).zip(rows(names, fix)) {
            Some(fix) => fixes.push(fix),
            None => missed += 1,
        }
    }
    let last = again(from, guesses, &fixes);
    // Parts of a split are named by the words that they have since then.
    let facts = Index::again(&last.discussion, names, &last.rows);
    Repaired { discussion: last.discussion, index: facts, missed }
}

struct Work {
    made: Option<(Again, Index)>,
    missed: usize,
}

impl Work {
    /// Cuts comments, and parts of comments, until nothing is left to cut.
    fn split(&mut self, base: &Discussion, index: &Index, mut left: Vec<&Repair>) {
        while !left.is_empty() {
            let (from, names) = match &self.made {
                Some((again, index)) => (&again.discussion, index),
                None => (base, index),
            };
            let mut fixes = Vec::new();
            left.retain(|repair| match sure(names, &repair.of).zip(rows(names, &repair.fix)) {
                Some(fix) => {
                    fixes.push(fix);
                    false
                }
                None => true,
            });
            if fixes.is_empty() {
                break;
            }
            let next = again(from, Guesses::Likely, &fixes);
            let index = Index::again(&next.discussion, names, &next.rows);
            self.made = Some((next, index));
        }
        self.missed = left.len();
    }
}

fn sure(index: &Index, identity: &Identity) -> Option<CommentId> {
    match index.find(identity) {
        Found::Sure(id) => Some(id),
        Found::Doubtful(_) | Found::Missing => None,
    }
}

/// The fix with its comments as rows.
fn rows(index: &Index, fix: &Fix) -> Option<Fix<CommentId>> {
    Some(match fix {
        Fix::Parent(Some(parent)) => Fix::Parent(Some(sure(index, parent)?)),
        Fix::Parent(None) => Fix::Parent(None),
        Fix::Merge => Fix::Merge,
        Fix::Split(line) => Fix::Split(*line),
        Fix::Author(name) => Fix::Author(name.clone()),
    })
}
