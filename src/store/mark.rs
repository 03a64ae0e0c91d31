//! Marks: setting, changing, taking away, and the list of all.

use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter, types::Value};

use super::fault::{Doing, say};
use super::{Attached, Store, key, log, snapshot};
use crate::error::{Error, Kind, Result};
use crate::model::change::{Passage, Snapshot, Spot};
use crate::model::identity::{Found, Identity};
use crate::model::{Change, CommentId, Discussion, Index, KeptMark, Mark};
use crate::text::{Clean, Raw};

/// A row of the table, with what a list needs.
pub(super) struct Kept {
    pub(super) passage: Option<Passage>,
    /// The reader said that its comment is not here.
    pub(super) settled: bool,
    pub(super) mark: KeptMark,
}

/// The columns that [`kept`] reads.
const COLUMNS: &str = "m.id, m.source, m.hash, m.words, m.nth, m.equals, m.passage, m.passage_hash, m.settled,
    m.note, m.tags, m.marked, m.author, m.text, m.chain, m.article_title, m.article_url,
    d.site, d.url, d.title, d.source";

impl Store {
    /// The marks of all discussions with their words: the discussion that was opened last
    /// comes first, its marks in the order of the thread.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn marks(&self) -> Result<Vec<KeptMark>> {
        self.read(|tx| {
            let mut select = tx.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM marks m JOIN discussions d ON d.id = m.discussion
                 ORDER BY d.reopened DESC, d.id DESC, m.passage IS NULL, m.position, m.marked, m.id"
            ))?;
            let rows = select.query_map((), |row| Ok(kept(row)?.mark))?;
            rows.collect()
        })
    }

    /// Changes note and tags of a mark by the store's number of it, or takes it away
    /// (nothing happens if it is not there).
    ///
    /// # Errors
    /// If the change is not kept, or the mark to be changed is not there any more.
    pub fn change_kept(&mut self, id: i64, mark: Option<&Mark>, now: i64) -> Result<()> {
        let found = self.write(|tx, writer| {
            let Some((row, at)) = spot_of(tx, id)? else {
                return Ok(false);
            };
            match mark {
                Some(mark) => update(tx, id, mark)?,
                None => delete(tx, id)?,
            }
            let mark = mark.cloned();
            log::add(tx, row, writer, now, &Change::Mark { at, mark })?;
            Ok(true)
        })?;
        if found || mark.is_none() { Ok(()) } else { Err(gone()) }
    }

    /// A doubtful mark belongs to this comment from now on, or to none: then it stays in
    /// the list and is not asked for again. Its words stay those that were marked.
    ///
    /// # Errors
    /// If the answer is not kept, or there is no such mark any more.
    pub fn settle(
        &mut self,
        a: &mut Attached,
        mark: i64,
        comment: Option<CommentId>,
        d: &Discussion,
        index: &Index,
    ) -> Result<()> {
        let now = a.about.at();
        let found = self.write_of(a, |tx, row, writer| {
            let Some((_, old)) = spot_of(tx, mark)?.filter(|(of, _)| *of == row) else {
                return Ok(false);
            };
            let Some(id) = comment else {
                tx.execute("UPDATE marks SET settled = 1 WHERE id = ?1", [mark])?;
                return Ok(true);
            };
            let mut kept = load(tx, mark)?.mark.mark;
            let identity = index.identity(id);
            for other in rows_of(tx, row, id, &identity, d, index)? {
                if other != mark {
                    kept = join(kept, load(tx, other)?.mark.mark);
                    delete(tx, other)?;
                }
            }
            name(tx, mark, &identity, id)?;
            update(tx, mark, &kept)?;
            if let Spot::Comment(old) = &old
                && let Some(about) = key::of(old)
            {
                log::forget(tx, row, key::signed(about))?;
            }
            let at = Spot::Comment(identity);
            let mark = Some(kept);
            log::add(tx, row, writer, now, &Change::Mark { at, mark })?;
            Ok(true)
        })?;
        if found { Ok(()) } else { Err(gone()) }
    }
}

fn gone() -> Error {
    Error { kind: Kind::Gone, ..say(Doing::Save, "this mark is not there any more", None) }
}

/// Sets, changes or takes away the mark of a comment. All that was kept for the comment,
/// by whichever name, becomes one.
pub(super) fn put_comment(
    tx: &Connection,
    row: i64,
    id: CommentId,
    identity: &Identity,
    mark: Option<&Mark>,
    d: &Discussion,
    index: &Index,
) -> rusqlite::Result<()> {
    let mut rows = rows_of(tx, row, id, identity, d, index)?.into_iter();
    let first = rows.next();
    for other in rows {
        delete(tx, other)?;
    }
    match (first, mark) {
        (Some(first), Some(mark)) => {
            name(tx, first, identity, id)?;
            update(tx, first, mark)?;
            refresh(tx, first, &snapshot::of_comment(d, id))
        }
        (Some(first), None) => delete(tx, first),
        (None, Some(mark)) => {
            let words = snapshot::of_comment(d, id);
            insert(tx, row, (&Spot::Comment(identity.clone()), id.index()), mark, &words, d)
        }
        (None, None) => Ok(()),
    }
}

/// Sets, changes or takes away the mark of a passage.
pub(super) fn put_passage(
    tx: &Connection,
    row: i64,
    passage: &Passage,
    mark: Option<&Mark>,
    d: &Discussion,
) -> rusqlite::Result<()> {
    let sql = "SELECT id FROM marks WHERE discussion = ?1 AND passage_hash = ?2";
    let first: Option<i64> = tx.query_row(sql, [row, key::signed(passage.hash)], |r| r.get(0)).optional()?;
    match (first, mark) {
        (Some(first), Some(mark)) => update(tx, first, mark),
        (Some(first), None) => delete(tx, first),
        (None, Some(mark)) => {
            let words = snapshot::of_passage(d, passage);
            let number = usize::try_from(passage.number).unwrap_or(0);
            insert(tx, row, (&Spot::Passage(*passage), number), mark, &words, d)
        }
        (None, None) => Ok(()),
    }
}

/// The marks of a comment, the oldest first: by its names, or for a comment without one by
/// its words.
fn rows_of(
    tx: &Connection,
    row: i64,
    id: CommentId,
    identity: &Identity,
    d: &Discussion,
    index: &Index,
) -> rusqlite::Result<Vec<i64>> {
    if key::of(identity).is_none() {
        let words = snapshot::of_comment(d, id);
        let mut select = tx.prepare_cached(
            "SELECT id FROM marks WHERE discussion = ?1 AND source IS NULL AND hash IS NULL
             AND passage IS NULL AND author = ?2 AND text = ?3 ORDER BY id",
        )?;
        let rows = select.query_map(params![row, words.author, words.text], |r| r.get(0))?;
        return rows.collect();
    }
    let mut select = tx.prepare_cached(
        "SELECT id, source, hash, words, nth, equals FROM marks
         WHERE discussion = ?1 AND source = ?2
         UNION SELECT id, source, hash, words, nth, equals FROM marks
         WHERE discussion = ?1 AND words = ?3 ORDER BY id",
    )?;
    let words = identity.text.map(|t| key::signed(t.words));
    let candidates =
        select.query_map(params![row, identity.source.as_deref(), words], |r| Ok((r.get(0)?, key::identity(r, 1)?)))?;
    let mut rows = Vec::new();
    for candidate in candidates {
        let (row, kept): (i64, Identity) = candidate?;
        let same = key::of(&kept) == key::of(identity);
        if same || index.find(&kept) == Found::Sure(id) {
            rows.push(row);
        }
    }
    Ok(rows)
}

fn insert(
    tx: &Connection,
    row: i64,
    (at, position): (&Spot<Identity>, usize),
    mark: &Mark,
    words: &Snapshot,
    d: &Discussion,
) -> rusqlite::Result<()> {
    let (who, passage) = match at {
        Spot::Comment(who) => (who.clone(), None),
        Spot::Passage(passage) => (Identity::default(), Some(*passage)),
    };
    let mut values = key::columns(&who).to_vec();
    let number = |n: Option<i64>| n.map_or(Value::Null, Value::Integer);
    let text = |s: Option<String>| s.map_or(Value::Null, Value::Text);
    values.extend([
        Value::Integer(row),
        number(passage.map(|p| p.number.into())),
        number(passage.map(|p| key::signed(p.hash))),
        Value::Integer(i64::try_from(position).unwrap_or(i64::MAX)),
        Value::Text(mark.note.clone()),
        Value::Text(list(&mark.tags)?),
        Value::Integer(mark.marked),
        Value::Text(words.author.clone()),
        Value::Text(words.text.clone()),
        Value::Text(list(&words.chain)?),
        number(words.time),
        text(words.url.clone()),
        Value::Text(d.title().as_str().to_owned()),
        text(d.article_url().map(|u| u.as_str().to_owned())),
    ]);
    tx.prepare_cached(
        "INSERT INTO marks (source, hash, words, nth, equals, discussion, passage, passage_hash,
             position, note, tags, marked, author, text, chain, time, url, article_title, article_url)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    )?
    .execute(params_from_iter(values))?;
    Ok(())
}

fn update(tx: &Connection, id: i64, mark: &Mark) -> rusqlite::Result<()> {
    tx.prepare_cached("UPDATE marks SET note = ?2, tags = ?3, marked = ?4 WHERE id = ?1")?.execute(params![
        id,
        mark.note,
        list(&mark.tags)?,
        mark.marked
    ])?;
    Ok(())
}

fn delete(tx: &Connection, id: i64) -> rusqlite::Result<()> {
    tx.prepare_cached("DELETE FROM marks WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// Gives a mark the names that its comment has now; a part that this source does not know
/// stays.
fn name(tx: &Connection, id: i64, identity: &Identity, at: CommentId) -> rusqlite::Result<()> {
    let [source, hash, words, nth, equals] = key::columns(identity);
    tx.execute(
        "UPDATE marks SET position = ?2, settled = 0, source = coalesce(?3, source) WHERE id = ?1",
        params![id, i64::try_from(at.index()).unwrap_or(i64::MAX), source],
    )?;
    if identity.text.is_some() {
        tx.execute(
            "UPDATE marks SET hash = ?2, words = ?3, nth = ?4, equals = ?5 WHERE id = ?1",
            params![id, hash, words, nth, equals],
        )?;
    }
    Ok(())
}

fn refresh(tx: &Connection, id: i64, words: &Snapshot) -> rusqlite::Result<()> {
    let old: String = tx.query_row("SELECT text FROM marks WHERE id = ?1", [id], |r| r.get(0))?;
    if snapshot::may_replace(&old, &words.text) {
        tx.execute(
            "UPDATE marks SET author = ?2, text = ?3, chain = ?4, time = ?5, url = ?6 WHERE id = ?1",
            params![id, words.author, words.text, list(&words.chain)?, words.time, words.url],
        )?;
    }
    Ok(())
}

/// Two marks of one comment as one: nothing that the reader wrote is dropped.
pub(super) fn join(mut one: Mark, other: Mark) -> Mark {
    if one.note.is_empty() {
        one.note = other.note;
    } else if !other.note.is_empty() && other.note != one.note {
        one.note.push('\n');
        one.note.push_str(&other.note);
    }
    for tag in other.tags {
        if !one.tags.contains(&tag) {
            one.tags.push(tag);
        }
    }
    one.marked = one.marked.min(other.marked);
    one
}

/// The marks of a discussion, in the order in which they were set.
pub(super) fn of_discussion(tx: &Connection, row: i64) -> rusqlite::Result<Vec<Kept>> {
    let mut select = tx.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM marks m JOIN discussions d ON d.id = m.discussion
         WHERE m.discussion = ?1 ORDER BY m.id"
    ))?;
    select.query_map([row], kept)?.collect()
}

fn load(tx: &Connection, id: i64) -> rusqlite::Result<Kept> {
    let sql = format!("SELECT {COLUMNS} FROM marks m JOIN discussions d ON d.id = m.discussion WHERE m.id = ?1");
    tx.query_row(&sql, [id], kept)
}

/// The discussion of a mark, and what it stands on.
fn spot_of(tx: &Connection, id: i64) -> rusqlite::Result<Option<(i64, Spot<Identity>)>> {
    tx.query_row(
        "SELECT discussion, source, hash, words, nth, equals, passage, passage_hash FROM marks WHERE id = ?1",
        [id],
        |row| {
            let spot = match passage(row, 6)? {
                Some(passage) => Spot::Passage(passage),
                None => Spot::Comment(key::identity(row, 1)?),
            };
            Ok((row.get(0)?, spot))
        },
    )
    .optional()
}

fn passage(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Passage>> {
    let number: Option<u32> = row.get(first)?;
    let hash: Option<i64> = row.get(first + 1)?;
    Ok(number.zip(hash).map(|(number, hash)| Passage { number, hash: key::unsigned(hash) }))
}

fn kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    let line = |text: String| Clean::line(Raw::new(&text));
    let passage = passage(row, 6)?;
    let chain: Vec<String> = parsed(&row.get::<_, String>(14)?);
    let title: String = row.get(15)?;
    let names: [Option<String>; 3] = [row.get(17)?, row.get(18)?, row.get(19)?];
    let comment = match passage {
        Some(_) => None,
        None => Some(key::identity(row, 1)?),
    };
    let mark = KeptMark {
        id: row.get(0)?,
        title: line(title),
        discussion: names.into_iter().flatten().next().map_or_else(Clean::default, line),
        source: row.get(20)?,
        url: row.get::<_, Option<String>>(16)?.map(line),
        comment,
        author: line(row.get(12)?),
        text: Clean::text(Raw::new(&row.get::<_, String>(13)?)),
        chain: chain.into_iter().map(line).collect(),
        mark: Mark { note: row.get(9)?, tags: parsed(&row.get::<_, String>(10)?), marked: row.get(11)? },
    };
    Ok(Kept { passage, settled: row.get(8)?, mark })
}

fn list(items: &[String]) -> rusqlite::Result<String> {
    serde_json::to_string(items).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))
}

fn parsed(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}
