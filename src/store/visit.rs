//! Visits: when a discussion was open, and which comments it had by then. A comment that a
//! visit does not have has arrived since.
//!
//! - A visit is recorded when the discussion is left. After a crash, new comments are as new as
//!   before.
//! - The first opening of a discussion is recorded at once, too ([`Store::first_visit`]): what
//!   arrives during it, or before a second opening, has something to be measured from.
//! - Openings that follow each other within [`SITTING`] are one sitting. New comments are
//!   measured from the last visit before the sitting, or from the first one of it if there is
//!   none before: they stay new during the whole sitting.
//! - A visit includes the comments of the visit before it, so that one that was gone for a
//!   while, or is missing in an older copy, does not arrive twice.
//!
//! So every comment that arrives after the first opening is new in at least one visit, until it
//! is read.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Attached, Store, key, log};
use crate::error::Result;
use crate::model::{CommentId, Discussion, Earlier, Index, Link};

/// Visits that are kept of a discussion.
const VISITS: i64 = 50;
/// Bytes of visits that are kept of a discussion, beyond the latest two.
const BYTES: i64 = 16 << 20;
/// Comments that the sets of a visit hold at most for each that is there: what has gone is
/// forgotten at some time.
const GONE: usize = 4;
/// Comments that may have changed however many there are.
const FEW: usize = 8;

/// Seconds within which leaving and opening again is one sitting. Half an hour is what counts
/// as one visit where visits to pages are counted: long enough for quitting, looking something
/// up and coming back without what was new ceasing to be so.
const SITTING: i64 = 30 * 60;
/// Earlier sittings that can be chosen from.
const OFFERED: usize = 4;

/// An earlier opening of a discussion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Visit {
    id: i64,
    /// When it was left, in seconds since 1970 UTC.
    pub(super) at: i64,
    /// Comments that were there.
    pub(super) comments: u64,
}

/// The numbers of a comment: of its id if it has one, and of its words, so that a copy
/// without ids has known comments too.
fn names(index: &Index, id: CommentId) -> impl Iterator<Item = u64> {
    [Some(index.short(id)), index.text_hash(id)].into_iter().flatten().filter(|name| *name != 0)
}

impl Store {
    /// Records that this discussion was open, and which comments it had: to be called when
    /// it is left. The last fifty visits are kept.
    ///
    /// # Errors
    /// If it is not kept.
    pub fn visit(&mut self, a: &mut Attached, d: &Discussion, index: &Index, now: i64) -> Result<()> {
        let here = keys(d, index);
        let count = i64::try_from(d.thread().comments()).unwrap_or(i64::MAX);
        self.write_of(a, |tx, row, _| record(tx, row, here, count, now))
    }

    /// Records the first opening of a discussion, if it has no visit yet.
    ///
    /// # Errors
    /// If it is not recorded.
    pub fn first_visit(&mut self, a: &mut Attached, d: &Discussion, index: &Index, now: i64) -> Result<()> {
        let here = keys(d, index);
        let count = i64::try_from(d.thread().comments()).unwrap_or(i64::MAX);
        self.write_of(a, |tx, row, _| match visits(tx, row)?.is_empty() {
            true => record(tx, row, here, count, now),
            false => Ok(()),
        })
    }

    /// The earlier visits that new comments can be measured from, the latest first, each with
    /// what has arrived since; and the place of the usual one among them: the latest before
    /// this sitting, else the first of it. Of other visits that followed each other within half
    /// an hour, the last one stands for all.
    ///
    /// A comment was there if its source's id was, else its words: an edited comment of a
    /// source without ids counts as arrived, one of a source with ids as changed.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn earlier(
        &self,
        a: &Attached,
        d: &Discussion,
        index: &Index,
        now: i64,
    ) -> Result<(Vec<Earlier>, Option<usize>)> {
        let Some(row) = a.row.filter(|_| a.generation == self.generation) else {
            return Ok((Vec::new(), None));
        };
        self.read(|tx| measured(tx, row, d, index, now))
    }
}

/// The visits of a row that can be measured from, and the usual one.
pub(super) fn measured(
    tx: &Connection,
    row: i64,
    d: &Discussion,
    index: &Index,
    now: i64,
) -> rusqlite::Result<(Vec<Earlier>, Option<usize>)> {
    let (chosen, usual) = choose(visits(tx, row)?, now);
    let mut earlier = Vec::with_capacity(chosen.len());
    for visit in chosen {
        let keys = load(tx, visit.id)?;
        let (arrived, changed) = (arrived(d, index, &keys), changed(d, index, &keys));
        earlier.push(Earlier { at: visit.at, comments: visit.comments, arrived, changed });
    }
    Ok((earlier, usual))
}

/// Every visit of a row, the latest first.
pub(super) fn visits(tx: &Connection, row: i64) -> rusqlite::Result<Vec<Visit>> {
    let mut select = tx.prepare_cached("SELECT id, at, comments FROM visits WHERE discussion = ?1 ORDER BY id DESC")?;
    let rows = select.query_map([row], |r| {
        Ok(Visit { id: r.get(0)?, at: r.get(1)?, comments: r.get::<_, i64>(2)?.unsigned_abs() })
    })?;
    rows.collect()
}

/// Those that can be chosen from, and the place of the usual one among them. Takes all
/// visits, the latest first.
fn choose(visits: Vec<Visit>, now: i64) -> (Vec<Visit>, Option<usize>) {
    let mut chosen: Vec<Visit> = Vec::new();
    let mut usual = None;
    let mut later = now;
    let oldest = visits.last().cloned();
    for visit in visits {
        // A clock that was set back does not make a visit old.
        let precedes_sitting = usual.is_none() && visit.at <= later.saturating_sub(SITTING);
        later = visit.at;
        if precedes_sitting {
            usual = Some(chosen.len());
        }
        if precedes_sitting || chosen.last().is_none_or(|last| visit.at <= last.at.saturating_sub(SITTING)) {
            chosen.push(visit);
        }
        if usual.is_some_and(|usual| chosen.len() >= usual + OFFERED) {
            break;
        }
    }
    if usual.is_none() {
        chosen.extend(oldest.filter(|oldest| chosen.last() != Some(oldest)));
        usual = chosen.len().checked_sub(1);
    }
    (chosen, usual)
}

/// The comments whose names are not among the keys.
fn arrived(d: &Discussion, index: &Index, keys: &[u64]) -> Vec<CommentId> {
    let thread = d.thread();
    let had = |id: CommentId| names(index, id).any(|name| keys.binary_search(&name).is_ok());
    thread.ids().filter(|id| thread.is_comment(*id) && !had(*id)).collect()
}

/// The comments whose ids are among the keys and whose words are not. The key of a comment's
/// words holds those of all above it: below a comment that is other than it was, none is said
/// to have changed.
fn changed(d: &Discussion, index: &Index, keys: &[u64]) -> Vec<CommentId> {
    let thread = d.thread();
    let had = |name: u64| keys.binary_search(&name).is_ok();
    let told = |id: CommentId| match thread.parent(id).filter(|_| thread.link(id) == Link::Given) {
        Some(above) => index.text_hash(above).is_some_and(had),
        None => true,
    };
    let (mut known, mut changed) = (0, Vec::new());
    for id in thread.ids().filter(|id| thread.is_comment(*id)) {
        let own = index.short(id);
        if had(own) {
            known += 1;
            if index.text_hash(id).is_some_and(|words| words != own && !had(words)) && told(id) {
                changed.push(id);
            }
        }
    }
    // Most of a thread is not rewritten between two visits: its words came in another form.
    if changed.len() > FEW && 2 * changed.len() > known { Vec::new() } else { changed }
}

fn load(tx: &Connection, visit: i64) -> rusqlite::Result<Vec<u64>> {
    let blob: Vec<u8> = tx.query_row("SELECT keys FROM visits WHERE id = ?1", [visit], |r| r.get(0))?;
    Ok(log::expand(&blob).map_or_else(Vec::new, |bytes| key::unpack(&bytes)))
}

/// The keys of the latest visit.
fn last(tx: &Connection, row: i64) -> rusqlite::Result<Vec<u64>> {
    let sql = "SELECT id FROM visits WHERE discussion = ?1 ORDER BY id DESC LIMIT 1";
    let visit: Option<i64> = tx.query_row(sql, [row], |r| r.get(0)).optional()?;
    visit.map_or_else(|| Ok(Vec::new()), |visit| load(tx, visit))
}

/// Both names of every comment, sorted.
fn keys(d: &Discussion, index: &Index) -> Vec<u64> {
    let thread = d.thread();
    let mut keys = Vec::with_capacity(2 * thread.comments());
    for id in thread.ids().filter(|id| thread.is_comment(*id)) {
        keys.extend(names(index, id));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Both sets as one, unless most of it would be of comments that have gone.
fn union(here: Vec<u64>, before: Vec<u64>) -> Vec<u64> {
    let mut all = here.clone();
    all.extend(before);
    all.sort_unstable();
    all.dedup();
    if all.len() > GONE * here.len() + 1024 { here } else { all }
}

/// Adds a visit with these comments and those of the visit before it.
fn record(tx: &Connection, row: i64, here: Vec<u64>, count: i64, now: i64) -> rusqlite::Result<()> {
    let before = last(tx, row)?;
    let blob = log::squeeze(&key::pack(&union(here, before)))
        .map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))?;
    // A reader chooses a visit by its time, so no two have the same.
    let mut at = now;
    let mut taken = tx.prepare_cached("SELECT 1 FROM visits WHERE discussion = ?1 AND at = ?2")?;
    while taken.exists([row, at])? {
        at += 1;
    }
    tx.execute(
        "INSERT INTO visits (discussion, at, comments, keys) VALUES (?1, ?2, ?3, ?4)",
        params![row, at, count, blob],
    )?;
    tx.execute("UPDATE discussions SET reopened = max(reopened, ?2) WHERE id = ?1", [row, now])?;
    cut(tx, row)
}

fn cut(tx: &Connection, row: i64) -> rusqlite::Result<()> {
    tx.execute(
        "DELETE FROM visits WHERE id IN (SELECT id FROM
             (SELECT id, row_number() OVER latest AS nth, sum(length(keys)) OVER latest AS bytes
              FROM visits WHERE discussion = ?1 WINDOW latest AS (ORDER BY id DESC))
             WHERE nth > ?2 OR (nth > 2 AND bytes > ?3))",
        [row, VISITS, BYTES],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(at: &[i64]) -> Vec<Visit> {
        at.iter().map(|at| Visit { id: *at, at: 60 * at, comments: 0 }).collect()
    }

    #[test]
    fn what_followed_within_half_an_hour_is_one_sitting() {
        /// Minutes at which visits ended, now, what is offered, and which is usual.
        type Case = (&'static [i64], i64, &'static [i64], Option<usize>);
        let cases: &[Case] = &[
            (&[], 0, &[], None),
            (&[100], 110, &[100], Some(0)),
            (&[100, 95, 90], 110, &[100, 90], Some(1)),
            (&[100], 130, &[100], Some(0)),
            (&[100, 95, 90, 10], 110, &[100, 10], Some(1)),
            (&[100, 90, 60, 10], 125, &[100, 60, 10], Some(1)),
            (&[100, 99, 98, 60, 50, 10], 200, &[100, 60, 10], Some(0)),
            (&[1000, 900, 800, 700, 600, 500], 1010, &[1000, 900, 800, 700, 600], Some(1)),
            (&[1000, 900, 800, 700, 600, 500], 1100, &[1000, 900, 800, 700], Some(0)),
            (&[5000, 90], 200, &[5000, 90], Some(1)),
            (&[5000], 200, &[5000], Some(0)),
        ];
        for (at, now, offered, usual) in cases {
            let (chosen, which) = choose(ended(at), 60 * now);
            let minutes: Vec<i64> = chosen.iter().map(|visit| visit.at / 60).collect();
            assert_eq!((minutes.as_slice(), which), (*offered, *usual), "{at:?} at {now}");
        }
    }
}
