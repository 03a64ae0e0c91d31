//! Which discussion is being read: finding its row, making it, answering a doubt.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Attached, Store, key, log};
use crate::error::Result;
use crate::model::identity::{Resemblance, Sketch};
use crate::model::{Discussion, DiscussionKey, Index};
use crate::text::{Clean, Raw};

/// What a row is made from.
#[derive(Clone, Debug)]
pub(super) struct About {
    key: DiscussionKey,
    title: String,
    /// Whether the title is the source's own.
    titled: bool,
    source: Option<String>,
    article_url: Option<String>,
    /// Whether the source was read to its end: only then does its sketch replace an old one.
    whole: bool,
    at: i64,
}

impl About {
    /// When it was opened.
    pub(super) fn at(&self) -> i64 {
        self.at
    }
}

/// What a search for a discussion found.
enum Match {
    /// It is this row.
    Sure(i64),
    /// It may be this row, with that title.
    Doubtful(i64, String),
    None,
}

impl Store {
    /// Finds a discussion by the site's id, else by its address, else by what is in it.
    /// One that is not known gets no row before something is kept of it. `source` is where
    /// it was read from: a path or an address.
    ///
    /// # Errors
    /// If the store cannot be read. That title and time could not be brought up to date is
    /// no error.
    pub fn attach(&mut self, d: &Discussion, index: &Index, source: Option<&str>, now: i64) -> Result<Attached> {
        let about = About {
            key: index.key().clone(),
            title: d.title().as_str().to_owned(),
            titled: d.has_title(),
            source: source.map(str::to_owned),
            article_url: d.article_url().map(|u| u.as_str().to_owned()),
            whole: d.origin().complete,
            at: now,
        };
        let (found, base) = self.read(|tx| Ok((find(tx, &about.key, false)?, log::end(tx)?)))?;
        self.attached += 1;
        let mut a = Attached {
            number: self.attached,
            known: false,
            resembles: None,
            row: None,
            like: None,
            about,
            base,
            generation: self.generation,
        };
        match found {
            Match::Sure(row) => {
                a.known = true;
                a.row = Some(row);
                let about = a.about.clone();
                // Best effort: reading goes on without it.
                let _ = self.write(|tx, _| refresh(tx, row, &about));
            }
            Match::Doubtful(row, title) => {
                a.like = Some(row);
                a.resembles = Some(Clean::line(Raw::new(&title)));
            }
            Match::None => {}
        }
        Ok(a)
    }

    /// The answer to [`Attached::resembles`]: it is that discussion (what was kept in the
    /// meantime moves there), or it is another and gets a row of its own, so that the
    /// question is not asked again.
    ///
    /// # Errors
    /// If the answer cannot be kept. The question is then still open.
    pub fn adopt(&mut self, a: &mut Attached, yes: bool) -> Result<()> {
        let Some(like) = a.like else {
            return Ok(());
        };
        let asked = a.clone();
        let generation = self.generation;
        let row = self.write(|tx, _| {
            if !yes {
                return match asked.row.filter(|_| asked.generation == generation) {
                    Some(row) => Ok(row),
                    None => insert(tx, &asked.about),
                };
            }
            if let Some(own) = asked.row {
                merge(tx, own, like)?;
            }
            refresh(tx, like, &asked.about)?;
            Ok(like)
        })?;
        a.row = Some(row);
        a.known = yes;
        a.like = None;
        a.resembles = None;
        Ok(())
    }

    /// One transaction about a discussion, whose row is made if there is none.
    pub(super) fn write_of<T>(
        &mut self,
        a: &mut Attached,
        act: impl FnOnce(&Connection, i64, i64) -> rusqlite::Result<T>,
    ) -> Result<T> {
        self.ready_to_write()?;
        let generation = self.generation;
        let (row, value) = self.write(|tx, writer| {
            let row = row_of(tx, a, generation)?;
            Ok((row, act(tx, row, writer)?))
        })?;
        a.row = Some(row);
        a.generation = generation;
        Ok(value)
    }
}

/// The row of a discussion; another window may have made it in the meantime.
fn row_of(tx: &Connection, a: &Attached, generation: u64) -> rusqlite::Result<i64> {
    if let Some(row) = a.row.filter(|_| a.generation == generation) {
        let there = tx.query_row("SELECT 1 FROM discussions WHERE id = ?1", [row], |_| Ok(())).optional()?;
        if there.is_some() {
            return Ok(row);
        }
    }
    // Until the reader has answered, nothing goes to the one that it resembles.
    match find(tx, &a.about.key, a.like.is_some())? {
        Match::Sure(row) => Ok(row),
        Match::Doubtful(..) | Match::None => insert(tx, &a.about),
    }
}

/// The row of a discussion, if it has one by now.
pub(super) fn known_row(tx: &Connection, a: &Attached, generation: u64) -> rusqlite::Result<Option<i64>> {
    if a.row.is_some() && a.generation == generation {
        return Ok(a.row);
    }
    row_for_sure(tx, &a.about.key, a.like.is_some())
}

/// The row of a discussion that is known without doubt: by its name, or by what is in it.
pub(super) fn row_for_sure(tx: &Connection, key: &DiscussionKey, by_name_only: bool) -> rusqlite::Result<Option<i64>> {
    Ok(match find(tx, key, by_name_only)? {
        Match::Sure(row) => Some(row),
        Match::Doubtful(..) | Match::None => None,
    })
}

fn find(tx: &Connection, key: &DiscussionKey, by_name_only: bool) -> rusqlite::Result<Match> {
    if let Some(site) = &key.site {
        let sql = "SELECT id FROM discussions WHERE site = ?1";
        let row = tx.query_row(sql, [site.as_ref()], |r| r.get(0)).optional()?;
        if let Some(row) = row {
            return Ok(Match::Sure(row));
        }
    }
    if let Some(url) = &key.url {
        // Two ids of one site are two discussions, whatever address they name.
        let sql = "SELECT id FROM discussions WHERE url = ?1 AND (site IS NULL OR ?2 IS NULL)
                   ORDER BY reopened DESC, id DESC LIMIT 1";
        let row = tx.query_row(sql, params![url.as_ref(), key.site.as_deref()], |r| r.get(0)).optional()?;
        if let Some(row) = row {
            return Ok(Match::Sure(row));
        }
    }
    if by_name_only {
        return Ok(Match::None);
    }
    find_like(tx, key)
}

/// The discussion that has the most in common with this one.
fn find_like(tx: &Connection, key: &DiscussionKey) -> rusqlite::Result<Match> {
    let named = key.site.is_some() || key.url.is_some();
    let mut best = ((false, 0), Match::None);
    let mut all =
        tx.prepare_cached("SELECT id, title, article, comments, least, site FROM discussions ORDER BY reopened, id")?;
    let mut rows = all.query(())?;
    while let Some(row) = rows.next()? {
        let site: Option<String> = row.get(5)?;
        if site.is_some() && key.site.is_some() {
            continue;
        }
        let known = sketch(row)?;
        // A name of its own that no row has: at most a copy of the same, so ask.
        let is_same = match known.resembles(&key.sketch) {
            Resemblance::Same => !named,
            Resemblance::Perhaps => false,
            Resemblance::No => continue,
        };
        let shared = known.least.iter().filter(|words| key.sketch.least.binary_search(words).is_ok()).count();
        // Of equals, the one that was opened last.
        if (is_same, shared) >= best.0 {
            let row_id = row.get(0)?;
            let found = if is_same { Match::Sure(row_id) } else { Match::Doubtful(row_id, row.get(1)?) };
            best = ((is_same, shared), found);
        }
    }
    Ok(best.1)
}

fn sketch(row: &Row<'_>) -> rusqlite::Result<Sketch> {
    let least: Vec<u8> = row.get(4)?;
    let article: Option<i64> = row.get(2)?;
    Ok(Sketch { article: article.map(key::unsigned), comments: key::unsigned(row.get(3)?), least: key::unpack(&least) })
}

fn insert(tx: &Connection, about: &About) -> rusqlite::Result<i64> {
    let sketch = &about.key.sketch;
    tx.execute(
        "INSERT INTO discussions (site, url, article, comments, least, title, source, article_url,
             opened, reopened) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)",
        params![
            about.key.site.as_deref(),
            about.key.url.as_deref(),
            sketch.article.map(key::signed),
            key::signed(sketch.comments),
            key::pack(&sketch.least),
            about.title,
            about.source,
            about.article_url,
            about.at,
        ],
    )?;
    Ok(tx.last_insert_rowid())
}

/// Brings a row up to date. What this source does not know, stays; a sketch is replaced
/// only by one of a whole source that is not smaller.
fn refresh(tx: &Connection, row: i64, about: &About) -> rusqlite::Result<()> {
    let sketch = &about.key.sketch;
    tx.execute(
        "UPDATE OR IGNORE discussions SET site = coalesce(site, ?2), url = coalesce(url, ?3) WHERE id = ?1",
        params![row, about.key.site.as_deref(), about.key.url.as_deref()],
    )?;
    tx.execute(
        "UPDATE discussions SET title = CASE WHEN ?2 OR title = '' THEN ?3 ELSE title END,
             source = coalesce(?4, source), article_url = coalesce(?5, article_url),
             reopened = max(reopened, ?6) WHERE id = ?1",
        params![row, about.titled, about.title, about.source, about.article_url, about.at],
    )?;
    if about.whole {
        tx.execute(
            "UPDATE discussions SET article = coalesce(?2, article), comments = ?3, least = ?4
             WHERE id = ?1 AND comments <= ?3",
            params![row, sketch.article.map(key::signed), key::signed(sketch.comments), key::pack(&sketch.least)],
        )?;
    }
    Ok(())
}

/// Moves what was kept under one row to another; where both have the same, the newer one
/// (that is moved) stays.
fn merge(tx: &Connection, from: i64, to: i64) -> rusqlite::Result<()> {
    for table in ["marks", "folds", "fold_rules", "reads", "places", "visits", "changes", "repairs"] {
        tx.execute(&format!("UPDATE OR REPLACE {table} SET discussion = ?2 WHERE discussion = ?1"), [from, to])?;
    }
    tx.execute("DELETE FROM discussions WHERE id = ?1", [from])?;
    Ok(())
}
