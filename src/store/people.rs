//! Authors with a tag, a colour or a mute, and muted phrases. They belong to no discussion:
//! another window learns of them by comparing, not from the log.

use rusqlite::{Connection, params};

use super::Store;
use crate::error::Result;
use crate::model::person::{Author, Colour, Known, Person};

impl Store {
    /// All that is known of authors and phrases.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn people(&self) -> Result<Known> {
        self.read(load)
    }
}

/// Sets what is thought of an author; nothing takes their row away.
pub(super) fn put_person(tx: &Connection, who: &Author, person: &Person, at: i64) -> rusqlite::Result<()> {
    if person.is_nobody() {
        tx.prepare_cached("DELETE FROM people WHERE site = ?1 AND name = ?2")?.execute([&*who.site, who.exact()])?;
        return Ok(());
    }
    tx.prepare_cached(
        "INSERT OR REPLACE INTO people (site, name, tag, colour, muted, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![&*who.site, who.exact(), person.tag, person.colour.map(Colour::name), person.muted, at])?;
    Ok(())
}

/// Mutes a phrase or does not.
pub(super) fn put_phrase(tx: &Connection, phrase: &str, on: bool, at: i64) -> rusqlite::Result<()> {
    if on {
        tx.execute("INSERT OR IGNORE INTO phrases (phrase, at) VALUES (?1, ?2)", params![phrase, at])?;
    } else {
        tx.execute("DELETE FROM phrases WHERE phrase = ?1", [phrase])?;
    }
    Ok(())
}

/// All of it. A colour that this program does not know is none.
pub(super) fn load(tx: &Connection) -> rusqlite::Result<Known> {
    let mut known = Known::default();
    let mut select = tx.prepare_cached("SELECT site, name, tag, colour, muted FROM people")?;
    let mut rows = select.query(())?;
    while let Some(row) = rows.next()? {
        let colour: Option<String> = row.get(3)?;
        let who = Author::new(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?);
        let colour = colour.as_deref().and_then(Colour::named);
        known.people.insert(who, Person { tag: row.get(2)?, colour, muted: row.get(4)? });
    }
    let mut select = tx.prepare_cached("SELECT phrase FROM phrases")?;
    known.phrases = select.query_map((), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(known)
}
