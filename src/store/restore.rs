//! What was kept, resolved to the rows of the discussion at hand.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::discussion::known_row;
use super::mark::{Kept, join, of_discussion};
use super::{Attached, KeepFolds, Store, folds, log, people, place, repair, set};
use crate::error::Result;
use crate::model::change::{Passage, Spot};
use crate::model::identity::{Found, Identity};
use crate::model::{Change, CommentId, Discussion, Doubt, Folds, Index, KeptMark, Restored};

impl Store {
    /// What was kept of a discussion, resolved to rows. A mark stands on a comment only if
    /// [`Index::find`] is sure; a doubtful one names its candidate, unless that has a mark
    /// or is asked for already; the others are listed as missing.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn restore(&mut self, a: &Attached, _d: &Discussion, index: &Index) -> Result<Restored> {
        let version = self.read(log::version)?;
        let generation = self.generation;
        let (restored, seq) = self.read(|tx| {
            let row = known_row(tx, a, generation)?;
            let restored = match row {
                Some(row) => state(tx, row, index)?,
                None => Restored::default(),
            };
            Ok((Restored { people: Some(people::load(tx)?), ..restored }, log::end(tx)?))
        })?;
        self.seen.insert(a.number, log::Seen { seq, version });
        self.people = restored.people.clone().unwrap_or_default();
        let folds = if self.folds == KeepFolds::No { Folds::default() } else { restored.folds };
        Ok(Restored { folds, known: a.known, resembles: a.resembles.clone(), ..restored })
    }
}

/// Everything that is kept under a row.
pub(super) fn state(tx: &Connection, row: i64, index: &Index) -> rusqlite::Result<Restored> {
    let mut restored = marks(of_discussion(tx, row)?, index);
    restored.folds = folds::load(tx, row, index)?;
    restored.read = set::load(tx, set::Set::Reads, row, index)?;
    restored.place = place::load(tx, row, index)?;
    restored.repairs = repair::load(tx, row)?;
    Ok(restored)
}

/// Gives each mark its comment. The sure ones come first, so that a doubt never takes a
/// comment that belongs to another mark; then each comment is asked for once.
fn marks(kept: Vec<Kept>, index: &Index) -> Restored {
    let mut restored = Restored::default();
    let mut sure: BTreeMap<CommentId, _> = BTreeMap::new();
    let mut doubts: Vec<(CommentId, KeptMark)> = Vec::new();
    let nobody = Identity::default();
    for one in kept {
        if let Some(passage) = one.passage {
            // The words name it; its number is where they stand now.
            match index.passage(passage.hash) {
                Some(number) => {
                    let spot = Spot::Passage(Passage { number, ..passage });
                    restored.marks.push((spot, one.mark.mark));
                }
                None => restored.missing.push(one.mark),
            }
            continue;
        }
        match index.find(one.mark.comment.as_ref().unwrap_or(&nobody)) {
            Found::Sure(id) => {
                let mark = match sure.remove(&id) {
                    Some(earlier) => join(earlier, one.mark.mark),
                    None => one.mark.mark,
                };
                sure.insert(id, mark);
            }
            Found::Doubtful(id) if !one.settled => doubts.push((id, one.mark)),
            Found::Doubtful(_) | Found::Missing => restored.missing.push(one.mark),
        }
    }
    let mut asked = BTreeSet::new();
    for (candidate, kept) in doubts {
        if !sure.contains_key(&candidate) && asked.insert(candidate) {
            restored.doubtful.push(Doubt { kept, candidate });
        } else {
            restored.missing.push(kept);
        }
    }
    let on_comments = sure.into_iter().map(|(id, mark)| (Spot::Comment(id), mark));
    restored.marks.extend(on_comments);
    restored
}

/// The same as changes, for a window that has missed some.
pub(super) fn as_changes(restored: Restored) -> Vec<Change> {
    let mut changes: Vec<Change> =
        restored.marks.into_iter().map(|(at, mark)| Change::Mark { at, mark: Some(mark) }).collect();
    changes.push(Change::Folds(restored.folds));
    if !restored.read.is_empty() {
        changes.push(Change::Read { these: restored.read, on: true });
    }
    changes
}
