//! What a reader leaves behind, in SQLite: marks, folds, read comments, places, visits.
//!
//! **When a call has returned `Ok`, it is on the disk.** The journal is a write-ahead log
//! with `synchronous=FULL`: `apply` appends the transaction to the log and does `fdatasync`
//! on it before it returns (seen with `strace`: `pwrite64` of the frames, one `fdatasync`,
//! return). Where a file system refuses the log, or is shared between hosts, the journal is
//! a file that is truncated (`journal_mode=TRUNCATE`), with the same promise. Nothing
//! here has a thread or a clock: the caller's worker waits, and time comes in.
//!
//! **Two windows may be open.** Each write is one immediate transaction that waits up to
//! three seconds for another's. [`Store::others`] reads what the others did from a log of
//! changes; it costs one pragma while there is nothing.
//!
//! **Nothing is attached to the wrong comment.** Everything hangs on
//! [`Identity`](crate::model::Identity), both parts of it, and comes back through
//! [`Index::find`]: what is not sure is asked or listed, never shown as if it were.
//!
//! **A store that cannot be used leaves the reader reading.** Every error is one line that
//! begins with "not saved" or "cannot read", a damaged or foreign file is never touched, a
//! newer store is only read, and a full disk is tried anew with the next change.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::error::Result;
use crate::model::{
    Change, CommentId, Discussion, DiscussionKey, Index, KeptMark, Mark, Place, Restored,
};
use crate::text::Clean;

/// The store of a reader: one file in a folder, opened by any number of windows.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    file: PathBuf,
    mode: bool,
    /// Which connection wrote an entry of the log: drawn at random.
    writer: i64,
    /// How far the log was read, by discussion; 0 stands for one that has no row yet.
    seen: HashMap<i64, i64>,
}

/// A discussion that is being read, as the store knows it.
#[derive(Clone, Debug)]
pub struct Attached {
    /// Whether it was opened before.
    pub known: bool,
    /// The title of a discussion that may be this one: to be answered with
    /// [`Store::adopt`].
    pub resembles: Option<Clean>,
    /// Its row, once there is one: made when something is first kept.
    row: Option<i64>,
    /// The row of the discussion that it resembles.
    like: Option<i64>,
    /// What a row of it is made from.
    about: DiscussionKey,
    /// The end of the log when it was attached.
    base: i64,
}

impl Store {
    /// The folder where the reader's store lives: the platform's data folder, or
    /// `$XDG_DATA_HOME/below-the-line`.
    ///
    /// # Errors
    /// If there is no such folder: `HOME` is missing or empty, or a path is not absolute.
    pub fn folder() -> Result<PathBuf> {
        todo!()
    }

    /// Opens the store in a folder; makes both if they are not there, for the reader's eyes
    /// only (0700, 0600). What cannot be written but can be read is opened read-only.
    ///
    /// # Errors
    /// If it can neither be made nor read, or is damaged or not ours: it is left alone.
    pub fn open(folder: &Path) -> Result<Self> {
        todo!()
    }

    /// Whether nothing can be written at the moment: the store is newer than this program
    /// (for good), or its folder cannot be written (tried anew with each change).
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        todo!()
    }

    /// Finds a discussion by the site's id, else by its address, else by what is in it.
    /// One that is not known gets no row before something is kept of it. `source` is where
    /// it was read from: a path or an address.
    ///
    /// # Errors
    /// If the store cannot be read. That title and time could not be brought up to date is
    /// no error.
    pub fn attach(
        &mut self,
        d: &Discussion,
        index: &Index,
        source: Option<&str>,
        now: i64,
    ) -> Result<Attached> {
        todo!()
    }

    /// The answer to [`Attached::resembles`]: it is that discussion (what was kept in the
    /// meantime moves there), or it is another and gets a row of its own, so that the
    /// question is not asked again.
    ///
    /// # Errors
    /// If the answer cannot be kept.
    pub fn adopt(&mut self, a: &mut Attached, yes: bool) -> Result<()> {
        todo!()
    }

    /// What was kept of a discussion, resolved to rows. A mark stands on a comment only if
    /// [`Index::find`] is sure; a doubtful one names its candidate, unless that has a mark
    /// or is asked for already; the others are listed as missing.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn restore(&mut self, a: &Attached, d: &Discussion, index: &Index) -> Result<Restored> {
        todo!()
    }

    /// Keeps changes, all of them or none, in one transaction that is on the disk when this
    /// returns. A mark takes a copy of its words; taking a mark away leaves nothing of it.
    ///
    /// # Errors
    /// If they are not kept: "not saved: …". The store stays usable.
    pub fn apply(
        &mut self,
        a: &mut Attached,
        changes: &[Change],
        d: &Discussion,
        index: &Index,
        now: i64,
    ) -> Result<()> {
        todo!()
    }

    /// Keeps where the reader is.
    ///
    /// # Errors
    /// If it is not kept.
    pub fn place(
        &mut self,
        a: &mut Attached,
        place: &Place,
        d: &Discussion,
        index: &Index,
        now: i64,
    ) -> Result<()> {
        todo!()
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
        todo!()
    }

    /// The marks of all discussions with their words: the discussion that was opened last
    /// comes first, its marks in the order of the thread.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn marks(&self) -> Result<Vec<KeptMark>> {
        todo!()
    }

    /// Changes note and tags of a mark by the store's number of it, or takes it away
    /// (nothing happens if it is not there).
    ///
    /// # Errors
    /// If the change is not kept, or the mark to be changed is not there any more.
    pub fn change_kept(&mut self, id: i64, mark: Option<&Mark>, now: i64) -> Result<()> {
        todo!()
    }

    /// What other windows changed in this discussion since the last look, resolved to rows;
    /// what is not surely here is left out. Costs one pragma while nobody writes.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn others(&mut self, a: &Attached, d: &Discussion, index: &Index) -> Result<Vec<Change>> {
        todo!()
    }

    /// Records that this discussion was open, and which comments it had: to be called when
    /// it is left. The last fifty visits are kept.
    ///
    /// # Errors
    /// If it is not kept.
    pub fn visit(
        &mut self,
        a: &mut Attached,
        d: &Discussion,
        index: &Index,
        now: i64,
    ) -> Result<()> {
        todo!()
    }
}
