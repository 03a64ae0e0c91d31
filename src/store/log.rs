//! The log of changes: how a window learns what another one did.
//!
//! Every entry is one change, its comments by identity, and who wrote it. A window knows
//! how far it has read. The log is cut to its latest entries; a window that was away for
//! longer than that takes the whole state as well.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::{Connection, params};

use super::discussion::known_row;
use super::{Attached, KeepFolds, Store, key, people, restore};
use crate::error::Result;
use crate::model::change::{Spot, StoredChange};
use crate::model::identity::{Found, Identity};
use crate::model::{Change, CommentId, Discussion, Index};

/// So many entries are kept.
const ENTRIES: i64 = 2000;
/// So many bytes of entries are kept.
const BYTES: i64 = 8 << 20;
/// The log is cut each time this many entries came in.
const BATCH: i64 = 64;

/// How far a window has looked.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// The last entry.
    pub(super) seq: i64,
    /// SQLite's count of commits by other connections at that time.
    pub(super) version: i64,
}

impl Store {
    /// What other windows changed in this discussion since the last look, resolved to rows;
    /// what is not surely here is left out. Costs one pragma while nobody writes.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn others(&mut self, a: &Attached, _d: &Discussion, index: &Index) -> Result<Vec<Change>> {
        let version = self.read(version)?;
        let seen = self.seen(a);
        if seen.version == version {
            return Ok(Vec::new());
        }
        let (generation, writer) = (self.generation, self.writer);
        let (mut news, seq, people) = self.read(|tx| {
            let people = people::load(tx)?;
            let Some(row) = known_row(tx, a, generation)? else {
                return Ok((Vec::new(), seen.seq, people));
            };
            let end = end(tx)?;
            let cut: i64 = tx.query_row("SELECT seq FROM cut", (), |r| r.get(0))?;
            let mut news = Vec::new();
            if cut > seen.seq {
                news = restore::as_changes(restore::state(tx, row, index)?);
            }
            news.extend(entries(tx, row, seen.seq, writer, index)?);
            Ok((news, end, people))
        })?;
        self.seen.insert(a.number, Seen { seq, version });
        if self.folds == KeepFolds::No {
            news.retain(|change| !matches!(change, Change::Fold { .. } | Change::Folds(_)));
        }
        news.extend(self.people.changes_to(&people));
        self.people = people;
        Ok(news)
    }

    fn seen(&self, a: &Attached) -> Seen {
        let is_new_file = a.generation != self.generation;
        let start = Seen { seq: if is_new_file { 0 } else { a.base }, version: -1 };
        self.seen.get(&a.number).copied().unwrap_or(start)
    }
}

/// Changes whenever another connection has committed something.
pub(super) fn version(tx: &Connection) -> rusqlite::Result<i64> {
    tx.pragma_query_value(None, "data_version", |row| row.get(0))
}

/// The number of the last entry that was ever written.
pub(super) fn end(tx: &Connection) -> rusqlite::Result<i64> {
    tx.query_row("SELECT coalesce(max(seq), 0) FROM changes", (), |r| r.get(0))
}

fn entries(tx: &Connection, row: i64, after: i64, writer: i64, index: &Index) -> rusqlite::Result<Vec<Change>> {
    let mut news = Vec::new();
    let mut select = tx.prepare_cached(
        "SELECT change FROM changes WHERE discussion = ?1 AND seq > ?2 AND writer <> ?3 ORDER BY seq",
    )?;
    let mut rows = select.query([row, after, writer])?;
    while let Some(entry) = rows.next()? {
        let bytes: Vec<u8> = entry.get(0)?;
        // An entry that cannot be read (of a newer program) concerns things that this one
        // does not show.
        if let Some(change) = unpack(&bytes) {
            news.extend(change.map(&mut |who| sure(index, &who)).filter(is_something));
        }
    }
    Ok(news)
}

fn sure(index: &Index, who: &Identity) -> Option<CommentId> {
    match index.find(who) {
        Found::Sure(id) => Some(id),
        Found::Doubtful(_) | Found::Missing => None,
    }
}

/// Whether there is anything left of a change after its comments were looked for.
fn is_something<W>(change: &Change<W>) -> bool {
    match change {
        Change::Fold { these, .. } | Change::Read { these, .. } => !these.is_empty(),
        Change::Mark { .. }
        | Change::Repair { .. }
        | Change::Folds(_)
        | Change::Person { .. }
        | Change::Phrase { .. } => true,
        Change::All(acts) => !acts.is_empty(),
    }
}

/// Writes one act to the log. One about a mark replaces what the log says about it: an old
/// note, or one whose mark was taken away, is gone then.
pub(super) fn add(tx: &Connection, row: i64, writer: i64, at: i64, change: &StoredChange) -> rusqlite::Result<()> {
    if !is_something(change) {
        return Ok(());
    }
    let about = match change {
        Change::Mark { at, .. } => spot_key(at).map(key::signed),
        _ => None,
    };
    if let Some(about) = about {
        forget(tx, row, about)?;
    }
    tx.prepare_cached("INSERT INTO changes (writer, discussion, at, about, change) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![writer, row, at, about, pack(change)?])?;
    let seq = tx.last_insert_rowid();
    if seq % BATCH == 0 { cut(tx, seq) } else { Ok(()) }
}

/// Deletes what the log says about a mark.
pub(super) fn forget(tx: &Connection, row: i64, about: i64) -> rusqlite::Result<()> {
    tx.execute("DELETE FROM changes WHERE discussion = ?1 AND about = ?2", [row, about])?;
    Ok(())
}

fn spot_key(spot: &Spot<Identity>) -> Option<u64> {
    match spot {
        Spot::Comment(who) => key::of(who),
        Spot::Passage(passage) => Some(key::of_passage(passage)),
    }
}

fn cut(tx: &Connection, end: i64) -> rusqlite::Result<()> {
    // The newest entry stays whatever its size: it says how far the log goes.
    let heavy: Option<i64> = tx.query_row(
        "SELECT max(seq) FROM
             (SELECT seq, sum(length(change)) OVER (ORDER BY seq DESC) AS bytes FROM changes)
         WHERE bytes > ?1",
        [BYTES],
        |r| r.get(0),
    )?;
    let upto = heavy.unwrap_or(0).max(end - ENTRIES).min(end - 1);
    tx.execute("DELETE FROM changes WHERE seq <= ?1", [upto])?;
    tx.execute("UPDATE cut SET seq = max(seq, ?1)", [upto])?;
    Ok(())
}

fn pack(change: &StoredChange) -> rusqlite::Result<Vec<u8>> {
    let wrong = |e: Box<dyn std::error::Error + Send + Sync>| rusqlite::Error::ToSqlConversionFailure(e);
    let json = serde_json::to_vec(change).map_err(|e| wrong(e.into()))?;
    squeeze(&json).map_err(|e| wrong(e.into()))
}

fn unpack(bytes: &[u8]) -> Option<StoredChange> {
    serde_json::from_slice(&expand(bytes)?).ok()
}

/// Compresses.
pub(super) fn squeeze(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::fast());
    out.write_all(bytes)?;
    out.finish()
}

/// The way back from [`squeeze`]. What we compress is never larger than this; a damaged
/// file shall not fill the memory.
pub(super) fn expand(bytes: &[u8]) -> Option<Vec<u8>> {
    const MOST: u64 = 1 << 30;
    let mut out = Vec::new();
    ZlibDecoder::new(bytes).take(MOST).read_to_end(&mut out).ok()?;
    Some(out)
}
