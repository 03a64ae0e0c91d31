//! What a reader has put right in the structure of a discussion.

use rusqlite::{Connection, params};

use super::key;
use crate::model::identity::Identity;
use crate::model::repair::{Aspect, Fix, Repair};

/// Sets the repair of one side of a comment, or takes it away. A comment without a name
/// cannot be found again, so its repair is not kept.
pub(super) fn put(tx: &Connection, row: i64, of: &Identity, aspect: Aspect, fix: Option<&Fix>) -> rusqlite::Result<()> {
    let Some(key) = key::of(of).map(key::signed) else {
        return Ok(());
    };
    // Put anew, it comes last: the order of repairs is that in which they were made.
    tx.prepare_cached("DELETE FROM repairs WHERE discussion = ?1 AND key = ?2 AND aspect = ?3")?.execute(params![
        row,
        key,
        number(aspect)
    ])?;
    if let Some(fix) = fix {
        tx.prepare_cached("INSERT INTO repairs (discussion, key, aspect, of, fix) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![row, key, number(aspect), json(of)?, json(fix)?])?;
    }
    Ok(())
}

/// All repairs of a discussion, in the order in which they were made. One that cannot be
/// read (of a newer program) is left where it is.
pub(super) fn load(tx: &Connection, row: i64) -> rusqlite::Result<Vec<Repair>> {
    let mut select = tx.prepare_cached("SELECT of, fix FROM repairs WHERE discussion = ?1 ORDER BY id")?;
    let read = |r: &rusqlite::Row<'_>| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?));
    let rows = select.query_map([row], read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    let repair = |(of, fix): (String, String)| {
        Some(Repair { of: serde_json::from_str(&of).ok()?, fix: serde_json::from_str(&fix).ok()? })
    };
    Ok(rows.into_iter().filter_map(repair).collect())
}

fn number(aspect: Aspect) -> i64 {
    Aspect::ALL.iter().zip(0..).find(|(one, _)| **one == aspect).map_or(0, |(_, number)| number)
}

fn json(value: &impl serde::Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}
