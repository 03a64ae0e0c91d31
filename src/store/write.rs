//! Changes on their way in: queued ones become one transaction.

use rusqlite::Connection;

use super::fault::{Doing, say};
use super::set::{Set, put};
use super::{Attached, KeepFolds, Store, folds, key, log, mark, people, repair};
use crate::error::{Error, Kind, Result};
use crate::model::change::Passage;
use crate::model::change::Spot;
use crate::model::{Change, CommentId, Discussion, Index};

impl Store {
    /// Keeps changes, all of them or none, in one transaction that is on the disk when this
    /// returns. A mark takes a copy of its words; taking a mark away leaves nothing of it.
    ///
    /// # Errors
    /// If they are not kept: "not saved: …". The store stays usable.
    pub fn apply(
        &mut self,
        a: &mut Attached,
        changes: &[Change],
        d: &Discussion,
        index: &Index,
        now: i64,
    ) -> Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        if !changes.iter().all(|change| all_here(change, d)) {
            let error = say(Doing::Save, "the comment is not in this thread any more", None);
            return Err(Error { kind: Kind::Gone, ..error });
        }
        let no_folds = self.folds == KeepFolds::No;
        self.write_of(a, |tx, row, writer| {
            let log = Log { row, writer, now };
            // A stack and no recursion: acts may hold acts.
            let mut left: Vec<&Change> = changes.iter().rev().collect();
            while let Some(change) = left.pop() {
                match change {
                    Change::All(acts) => left.extend(acts.iter().rev()),
                    Change::Fold { .. } | Change::Folds(_) if no_folds => {}
                    act => keep(tx, &log, act, d, index)?,
                }
            }
            Ok(())
        })?;
        changes.iter().for_each(|change| self.people.follow(change));
        Ok(())
    }
}

/// Whose change it is, and when.
struct Log {
    row: i64,
    writer: i64,
    now: i64,
}

fn keep(tx: &Connection, log: &Log, act: &Change, d: &Discussion, index: &Index) -> rusqlite::Result<()> {
    let row = log.row;
    // These belong to no discussion, and are not in its log.
    match act {
        Change::Person { who, person } => return people::put_person(tx, who, person, log.now),
        Change::Phrase { phrase, on } => return people::put_phrase(tx, phrase, *on, log.now),
        _ => {}
    }
    match act {
        Change::Fold { these, on } => folds::put(tx, row, (these, *on), d, index)?,
        Change::Folds(all) => folds::put_all(tx, row, all, index)?,
        Change::Read { these, on } => sets(tx, Set::Reads, row, these, *on, index)?,
        Change::Mark { at, mark } => match at {
            Spot::Comment(id) => {
                let who = index.identity(*id);
                mark::put_comment(tx, row, *id, &who, mark.as_ref(), d, index)?;
            }
            Spot::Passage(passage) => {
                // The reader may have marked it before its words were known.
                let known = index.passages().get((passage.number as usize).wrapping_sub(1)).copied();
                let passage = Passage { hash: known.unwrap_or(passage.hash), ..*passage };
                mark::put_passage(tx, row, &passage, mark.as_ref(), d)?;
            }
        },
        Change::Repair { of, aspect, fix } => repair::put(tx, row, of, *aspect, fix.as_ref())?,
        Change::All(_) | Change::Person { .. } | Change::Phrase { .. } => {}
    }
    let mut name = |id: CommentId| Some(index.identity(id)).filter(|who| key::of(who).is_some());
    match act.clone().map(&mut name) {
        Some(stored) => log::add(tx, row, log.writer, log.now, &stored),
        None => Ok(()),
    }
}

fn sets(tx: &Connection, set: Set, row: i64, these: &[CommentId], on: bool, index: &Index) -> rusqlite::Result<()> {
    let mut all = these.to_vec();
    // In the order of the table a page is written once, not once for each of its comments.
    all.sort_by_cached_key(|id| key::of(&index.identity(*id)).map(key::signed));
    for id in all {
        put(tx, set, row, (id, &index.identity(id)), on, index)?;
    }
    Ok(())
}

/// Rows mean something in their own discussion only; what was meant for another is refused
/// as a whole rather than kept in part.
fn all_here(change: &Change, d: &Discussion) -> bool {
    let here = |id: &CommentId| id.index() < d.thread().len();
    let mut left = vec![change];
    while let Some(change) = left.pop() {
        let fits = match change {
            Change::Fold { these, .. } | Change::Read { these, .. } => these.iter().all(here),
            Change::Mark { at, .. } => match at {
                Spot::Comment(id) => here(id),
                Spot::Passage(_) => true,
            },
            Change::All(acts) => {
                left.extend(acts);
                true
            }
            Change::Person { .. } | Change::Phrase { .. } | Change::Repair { .. } => true,
            Change::Folds(folds) => folds.folded.iter().chain(&folds.open).all(here),
        };
        if !fits {
            return false;
        }
    }
    true
}
