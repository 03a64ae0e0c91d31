//! Where the reader was.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Attached, Store};
use crate::error::Result;
use crate::model::identity::{Found, Identity};
use crate::model::{CommentId, Discussion, Index, Place};

impl Store {
    /// Keeps where the reader is.
    ///
    /// # Errors
    /// If it is not kept.
    pub fn place(&mut self, a: &mut Attached, place: &Place, d: &Discussion, index: &Index, now: i64) -> Result<()> {
        let name = |id: CommentId| {
            (id.index() < d.thread().len()).then(|| index.identity(id)).filter(|who| *who != Identity::default())
        };
        let named: Place<Identity> = map(place, name);
        self.write_of(a, |tx, row, _| {
            let json = serde_json::to_string(&named).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))?;
            tx.prepare_cached(
                "INSERT INTO places (discussion, at, place) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET at = excluded.at, place = excluded.place",
            )?
            .execute(params![row, now, json])?;
            Ok(())
        })
    }
}

/// The place that was kept; a comment of it that is not surely here is left out.
pub(super) fn load(tx: &Connection, row: i64, index: &Index) -> rusqlite::Result<Option<Place>> {
    let sql = "SELECT place FROM places WHERE discussion = ?1";
    let json: Option<String> = tx.query_row(sql, [row], |r| r.get(0)).optional()?;
    let named: Option<Place<Identity>> = json.and_then(|json| serde_json::from_str(&json).ok());
    let find = |who: Identity| match index.find(&who) {
        Found::Sure(id) => Some(id),
        Found::Doubtful(_) | Found::Missing => None,
    };
    Ok(named.map(|named| map(&named, find)))
}

fn map<W: Clone, V>(place: &Place<W>, name: impl Fn(W) -> Option<V>) -> Place<V> {
    let top = place.top.clone();
    Place {
        current: place.current.clone().and_then(&name),
        top: top.and_then(|(who, line)| Some((name(who)?, line))),
        article: place.article,
        in_article: place.in_article,
        article_done: place.article_done,
        jumps: place.jumps.iter().cloned().filter_map(&name).collect(),
    }
}
