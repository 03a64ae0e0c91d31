//! What a reader leaves behind, in SQLite: marks, folds, read comments, places, visits.
//!
//! **When a call has returned `Ok`, it is on the disk.** The journal is a write-ahead log
//! with `synchronous=FULL`: a call appends its transaction to the log and syncs it before it
//! returns. `strace` shows `pwrite64` of the pages and then one `fsync` of the log (the
//! bundled SQLite is built without `fdatasync`), and for a new store an `fsync` of the
//! folder and of the folder above it. Where a file system refuses the log, or is shared
//! between hosts, the journal is a file that is truncated (`journal_mode=TRUNCATE`), with
//! the same promise. Nothing here has a thread or a clock: the caller's worker waits, and
//! time comes in.
//!
//! **Two windows may be open.** Each write is one immediate transaction that waits up to
//! three seconds for another's. [`Store::others`] reads what the others did from a log of
//! changes; it costs one pragma while there is nothing.
//!
//! **Nothing is attached to the wrong comment.** Everything hangs on
//! [`Identity`](crate::model::Identity), both parts of it, and comes back through
//! [`Index::find`](crate::model::Index::find): what is not sure is asked or listed, never shown as if it were.
//!
//! **A store that cannot be used leaves the reader reading.** Every error is one line that
//! begins with "not saved" or "cannot read", a damaged or foreign file is never touched, a
//! newer store is only read, and a full disk is tried anew with the next change.

mod discussion;
mod fault;
mod folder;
mod folds;
mod glance;
mod key;
mod log;
mod mark;
mod open;
mod people;
mod place;
mod repair;
mod restore;
mod schema;
mod set;
mod snapshot;
#[cfg(test)]
mod tests;
mod visit;
mod write;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

pub use self::folds::KeepFolds;
pub use self::open::PATIENCE;
use crate::error::Result;
use crate::text::Clean;

/// The store of a reader: one file in a folder, opened by any number of windows.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    file: PathBuf,
    mode: open::Mode,
    /// Which connection wrote an entry of the log: drawn at random.
    writer: i64,
    /// The file as the disk names it, to notice that it was moved or replaced.
    on_disk: Option<(u64, u64)>,
    /// Raised when another file has taken its place: row numbers of the old one mean
    /// nothing in it.
    generation: u64,
    /// How many discussions were attached: each gets a number.
    attached: u64,
    /// Authors and phrases as the window that has this store knows them.
    people: crate::model::person::Known,
    /// How long folds are kept.
    folds: KeepFolds,
    /// How far the log was read, by the number of what was attached.
    seen: HashMap<u64, log::Seen>,
}

/// A discussion that is being read, as the store knows it.
#[derive(Clone, Debug)]
pub struct Attached {
    /// Whether it was opened before.
    pub known: bool,
    /// The title of a discussion that may be this one: to be answered with
    /// [`Store::adopt`].
    pub resembles: Option<Clean>,
    /// Its number in this [`Store`].
    number: u64,
    /// Its row, once there is one: made when something is first kept.
    row: Option<i64>,
    /// The row of the discussion that it resembles.
    like: Option<i64>,
    /// What a row of it is made from.
    about: discussion::About,
    /// The end of the log when it was attached.
    base: i64,
    /// The [`Store::generation`] of the rows.
    generation: u64,
}

impl Store {
    /// The folder where the reader's store lives: the platform's data folder, or
    /// `$XDG_DATA_HOME/below-the-line`.
    ///
    /// # Errors
    /// If there is no such folder: `HOME` is missing or empty, or a path is not absolute.
    pub fn folder() -> Result<PathBuf> {
        folder::find(std::env::var_os("XDG_DATA_HOME"), std::env::var_os("HOME"))
    }

    /// Opens the store in a folder; makes both if they are not there, for the reader's eyes
    /// only (0700, 0600). What cannot be written but can be read is opened read-only.
    ///
    /// # Errors
    /// If it can neither be made nor read, or is damaged or not ours: it is left alone.
    pub fn open(folder: &Path) -> Result<Self> {
        open::store(folder)
    }

    /// Whether nothing can be written at the moment: the store is newer than this program
    /// (for good), or its folder cannot be written (tried anew with each change).
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.mode.is_read_only()
    }
}
