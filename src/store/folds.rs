//! Folds: a rule and the branches that differ from it.

use rusqlite::{Connection, OptionalExtension, params};

use super::set::{self, Set};
use crate::error::Result;
use crate::model::fold::is_in_rule;
use crate::model::{CommentId, Discussion, Folds, Index};

use super::Store;

/// How long folds are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeepFolds {
    /// For good.
    #[default]
    Always,
    /// Until their discussion has not been opened for so many days.
    Days(u32),
    /// Not at all: none are kept, and those of earlier visits are left alone.
    No,
}

impl Store {
    /// Says how long folds are kept; those that are too old at this time are dropped now.
    /// `now` is in seconds since 1970 UTC.
    ///
    /// # Errors
    /// If old ones cannot be dropped. The setting holds all the same.
    pub fn keep_folds(&mut self, keep: KeepFolds, now: i64) -> Result<()> {
        self.folds = keep;
        let KeepFolds::Days(days) = keep else { return Ok(()) };
        let since = now.saturating_sub(i64::from(days) * 86_400);
        let old = "IN (SELECT id FROM discussions WHERE reopened < ?1)";
        let some = format!(
            "SELECT EXISTS (SELECT 1 FROM folds WHERE discussion {old}) OR EXISTS
                 (SELECT 1 FROM fold_rules WHERE discussion {old})"
        );
        // Most of the time there are none, and nothing is written.
        if !self.read(|tx| tx.query_row(&some, [since], |row| row.get::<_, bool>(0)))? {
            return Ok(());
        }
        self.write(|tx, _| {
            tx.execute(&format!("DELETE FROM folds WHERE discussion {old}"), [since])?;
            tx.execute(&format!("DELETE FROM fold_rules WHERE discussion {old}"), [since])?;
            Ok(())
        })
    }
}

/// Folds or unfolds branches.
pub(super) fn put(
    tx: &Connection,
    row: i64,
    (these, on): (&[CommentId], bool),
    d: &Discussion,
    index: &Index,
) -> rusqlite::Result<()> {
    let levels = rule(tx, row)?;
    for id in these {
        let who = (*id, &index.identity(*id));
        let differs = is_in_rule(d.thread(), levels, *id) != on;
        if levels.is_some() || !on {
            set::put(tx, Set::Folds, row, who, false, index)?;
        }
        if differs {
            set::put(tx, if on { Set::Folds } else { Set::Open }, row, who, true, index)?;
        }
    }
    Ok(())
}

/// Sets all folds anew.
pub(super) fn put_all(tx: &Connection, row: i64, folds: &Folds, index: &Index) -> rusqlite::Result<()> {
    tx.execute("DELETE FROM folds WHERE discussion = ?1", [row])?;
    match folds.levels {
        Some(levels) => tx.execute("INSERT OR REPLACE INTO fold_rules VALUES (?1, ?2)", params![row, levels])?,
        None => tx.execute("DELETE FROM fold_rules WHERE discussion = ?1", [row])?,
    };
    for (set, these) in [(Set::Folds, &folds.folded), (Set::Open, &folds.open)] {
        for id in these {
            set::put(tx, set, row, (*id, &index.identity(*id)), true, index)?;
        }
    }
    Ok(())
}

/// The folds that were kept, as far as their comments are surely here.
pub(super) fn load(tx: &Connection, row: i64, index: &Index) -> rusqlite::Result<Folds> {
    Ok(Folds {
        levels: rule(tx, row)?,
        folded: set::load(tx, Set::Folds, row, index)?,
        open: set::load(tx, Set::Open, row, index)?,
    })
}

fn rule(tx: &Connection, row: i64) -> rusqlite::Result<Option<u32>> {
    tx.query_row("SELECT levels FROM fold_rules WHERE discussion = ?1", [row], |r| r.get(0)).optional()
}
