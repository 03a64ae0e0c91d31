//! Sets of comments: the folded branches and the read comments of a discussion.

use rusqlite::{Connection, params_from_iter, types::Value};

use super::key;
use crate::model::identity::{Found, Identity};
use crate::model::{CommentId, Index};

/// Which set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Set {
    Folds,
    /// Branches that are not folded, whatever the rule says.
    Open,
    Reads,
}

impl Set {
    fn table(self) -> &'static str {
        match self {
            Self::Folds | Self::Open => "folds",
            Self::Reads => "reads",
        }
    }

    /// Two sets share a table; a comment is in one of them.
    fn which(self) -> &'static str {
        match self {
            Self::Folds => " AND open = 0",
            Self::Open => " AND open = 1",
            Self::Reads => "",
        }
    }
}

/// Puts a comment into a set, or takes it out. One without a name cannot be kept.
pub(super) fn put(
    tx: &Connection,
    set: Set,
    row: i64,
    who: (CommentId, &Identity),
    on: bool,
    index: &Index,
) -> rusqlite::Result<()> {
    let (id, identity) = who;
    let Some(key) = key::of(identity) else {
        return Ok(());
    };
    let key = key::signed(key);
    if on { insert(tx, set, row, key, identity) } else { remove(tx, set, row, key, id, identity, index) }
}

fn insert(tx: &Connection, set: Set, row: i64, key: i64, identity: &Identity) -> rusqlite::Result<()> {
    let columns = key::columns(identity);
    let values = [Value::Integer(row), Value::Integer(key)].into_iter().chain(columns);
    let (or, open, value) = match set {
        Set::Folds => ("REPLACE", ", open", ", 0"),
        Set::Open => ("REPLACE", ", open", ", 1"),
        Set::Reads => ("IGNORE", "", ""),
    };
    tx.prepare_cached(&format!(
        "INSERT OR {or} INTO {} (discussion, key, source, hash, words, nth, equals{open})
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7{value})",
        set.table()
    ))?
    .execute(params_from_iter(values))?;
    Ok(())
}

/// Takes out the comment under every name that it was put in by: another format of the
/// page may know it by its words alone.
fn remove(
    tx: &Connection,
    set: Set,
    row: i64,
    key: i64,
    id: CommentId,
    identity: &Identity,
    index: &Index,
) -> rusqlite::Result<()> {
    let delete = format!("DELETE FROM {} WHERE discussion = ?1 AND key = ?2", set.table());
    tx.prepare_cached(&delete)?.execute([row, key])?;
    let Some(text) = identity.text else {
        return Ok(());
    };
    // Left to itself, SQLite reads the whole discussion by the primary key here.
    let table = set.table();
    let mut select = tx.prepare_cached(&format!(
        "SELECT key, source, hash, words, nth, equals FROM {table} INDEXED BY {table}_words
         WHERE discussion = ?1 AND words = ?2"
    ))?;
    let alike = select
        .query_map([row, key::signed(text.words)], |r| Ok((r.get::<_, i64>(0)?, key::identity(r, 1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for (other, kept) in alike {
        if index.find(&kept) == Found::Sure(id) {
            tx.prepare_cached(&delete)?.execute([row, other])?;
        }
    }
    Ok(())
}

/// The comments of a set that are surely here, in the thread's order.
pub(super) fn load(tx: &Connection, set: Set, row: i64, index: &Index) -> rusqlite::Result<Vec<CommentId>> {
    let mut select = tx.prepare_cached(&format!(
        "SELECT source, hash, words, nth, equals FROM {} WHERE discussion = ?1{}",
        set.table(),
        set.which()
    ))?;
    let mut rows = select.query([row])?;
    let mut here = Vec::new();
    while let Some(r) = rows.next()? {
        if let Found::Sure(id) = index.find(&key::identity(r, 0)?) {
            here.push(id);
        }
    }
    here.sort_unstable();
    here.dedup();
    Ok(here)
}
