//! Visits: when a discussion was open, and which comments it had then. What is not among
//! them has arrived since.

use rusqlite::{Connection, params};

use super::{Attached, Store, key, log};
use crate::error::Result;
use crate::model::{CommentId, Discussion, Index};

/// Visits that are kept of a discussion.
const VISITS: i64 = 50;
/// Bytes of visits that are kept of a discussion, beyond the latest two.
const BYTES: i64 = 16 << 20;

/// An earlier opening of a discussion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// When it was left, in seconds since 1970 UTC.
    pub at: i64,
    /// Comments that were there.
    pub comments: u64,
    /// Sorted.
    keys: Vec<u64>,
}

impl Visit {
    /// Whether the comment was there: by the source's id, else by its words (an edited
    /// comment of a source without ids counts as new).
    #[must_use]
    pub fn had(&self, index: &Index, id: CommentId) -> bool {
        names(index, id).any(|name| self.keys.binary_search(&name).is_ok())
    }
}

/// The numbers of a comment: of its id if it has one, and of its words, so that a copy
/// without ids has known comments too.
fn names(index: &Index, id: CommentId) -> impl Iterator<Item = u64> {
    let words = index.identity(id).text.map(|text| text.hash);
    [Some(index.short(id)), words].into_iter().flatten().filter(|name| *name != 0)
}

impl Store {
    /// Records that this discussion was open, and which comments it had: to be called when
    /// it is left. The last fifty visits are kept.
    ///
    /// # Errors
    /// If it is not kept.
    pub fn visit(&mut self, a: &mut Attached, d: &Discussion, index: &Index, now: i64) -> Result<()> {
        let (count, blob) = keys(d, index);
        self.write_of(a, |tx, row, _| {
            let blob = blob.map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))?;
            tx.execute(
                "INSERT INTO visits (discussion, at, comments, keys) VALUES (?1, ?2, ?3, ?4)",
                params![row, now, count, blob],
            )?;
            tx.execute("UPDATE discussions SET reopened = max(reopened, ?2) WHERE id = ?1", [row, now])?;
            cut(tx, row)
        })
    }

    /// Earlier visits to this discussion, the latest first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn visits(&self, a: &Attached) -> Result<Vec<Visit>> {
        let Some(row) = a.row.filter(|_| a.generation == self.generation) else {
            return Ok(Vec::new());
        };
        self.read(|tx| {
            let mut select =
                tx.prepare_cached("SELECT at, comments, keys FROM visits WHERE discussion = ?1 ORDER BY id DESC")?;
            let rows = select.query_map([row], |r| {
                let blob: Vec<u8> = r.get(2)?;
                Ok(Visit {
                    at: r.get(0)?,
                    comments: r.get::<_, i64>(1)?.unsigned_abs(),
                    keys: log::expand(&blob).map_or_else(Vec::new, |bytes| key::unpack(&bytes)),
                })
            })?;
            rows.collect()
        })
    }
}

/// Both names of every comment, sorted, as one blob.
fn keys(d: &Discussion, index: &Index) -> (i64, std::io::Result<Vec<u8>>) {
    let thread = d.thread();
    let mut keys = Vec::with_capacity(2 * thread.comments());
    for id in thread.ids().filter(|id| thread.is_comment(*id)) {
        keys.extend(names(index, id));
    }
    keys.sort_unstable();
    keys.dedup();
    let count = i64::try_from(thread.comments()).unwrap_or(i64::MAX);
    (count, log::squeeze(&key::pack(&keys)))
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
