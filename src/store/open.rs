//! Opening: a new file, an old one, a newer one, one that cannot be written, one that is
//! broken.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::fault::{Doing, foreign, newer, of_sqlite};
use super::{KeepFolds, Store, folder, schema};
use crate::error::{Error, Result};
use crate::model::person::Known;

/// How long a write waits for another window's.
pub const PATIENCE: Duration = Duration::from_secs(3);

/// What may be done with the file.
#[derive(Debug)]
pub(super) enum Mode {
    /// Everything.
    Write,
    /// Reading only: its tables are newer than this program.
    Newer,
    /// Reading only, until writing works: this is why it does not.
    Refused(Error),
}

impl Mode {
    pub(super) fn is_read_only(&self) -> bool {
        !matches!(self, Self::Write)
    }
}

/// Opens the store in a folder.
pub(super) fn store(path: &Path) -> Result<Store> {
    let file = folder::prepare(path)?;
    let (connection, mode) = match to_write(&file) {
        Ok(opened) => opened,
        Err(why) => match to_read(&file, &why) {
            Some(connection) => (connection, Mode::Refused(of_sqlite(Doing::Save, &file, &why))),
            None => return Err(said(&file, &why)),
        },
    };
    let writer =
        connection.query_row("SELECT random()", (), |row| row.get(0)).map_err(|e| of_sqlite(Doing::Save, &file, &e))?;
    Ok(Store {
        connection,
        on_disk: name_on_disk(&file),
        file,
        mode,
        writer,
        generation: 0,
        attached: 0,
        people: Known::default(),
        folds: KeepFolds::default(),
        seen: HashMap::new(),
    })
}

/// A file that is no store of ours is an error like those of SQLite's.
fn said(file: &Path, why: &rusqlite::Error) -> Error {
    match why {
        rusqlite::Error::InvalidQuery => foreign(Doing::Save, file),
        _ => of_sqlite(Doing::Save, file, why),
    }
}

/// What tells a file from another that has taken its name: disk and number.
pub(super) fn name_on_disk(file: &Path) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let found = std::fs::symlink_metadata(file).ok()?;
        Some((found.dev(), found.ino()))
    }
    #[cfg(not(unix))]
    {
        std::fs::symlink_metadata(file).ok().map(|_| (0, 0))
    }
}

impl Store {
    /// Makes sure that the file can be written, as far as that can be told beforehand. A
    /// store that could not be written is tried anew; a file that was moved or deleted
    /// under us is left to itself (what is written there would be lost with it) and the one
    /// that stands in its place is opened.
    pub(super) fn ready_to_write(&mut self) -> Result<()> {
        if matches!(self.mode, Mode::Newer) {
            return Err(newer(Doing::Save));
        }
        let there = self.on_disk.is_some() && name_on_disk(&self.file) == self.on_disk;
        if there && matches!(self.mode, Mode::Write) {
            return Ok(());
        }
        let folder = self.file.parent().map(PathBuf::from).unwrap_or_default();
        let again = store(&folder)?;
        match again.mode {
            Mode::Write => {}
            Mode::Newer => return Err(newer(Doing::Save)),
            Mode::Refused(why) => return Err(why),
        }
        if again.on_disk != self.on_disk {
            self.generation += 1;
            self.seen.clear();
        }
        self.connection = again.connection;
        self.on_disk = again.on_disk;
        self.mode = Mode::Write;
        Ok(())
    }

    /// Sets how long a write waits for another window's, instead of [`PATIENCE`].
    ///
    /// # Errors
    /// If SQLite does not take it.
    pub fn set_patience(&self, patience: Duration) -> Result<()> {
        self.connection.busy_timeout(patience).map_err(|e| of_sqlite(Doing::Save, &self.file, &e))
    }

    /// One transaction, on the disk when this returns; all of it or nothing.
    pub(super) fn write<T>(&mut self, act: impl FnOnce(&Connection, i64) -> rusqlite::Result<T>) -> Result<T> {
        self.ready_to_write()?;
        let writer = self.writer;
        let done = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).and_then(|transaction| {
            let value = act(&transaction, writer)?;
            transaction.commit()?;
            Ok(value)
        });
        done.map_err(|e| of_sqlite(Doing::Save, &self.file, &e))
    }

    /// Reads of one moment: what others write meanwhile is not seen.
    pub(super) fn read<T>(&self, act: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let done = self.connection.unchecked_transaction().and_then(|transaction| act(&transaction));
        done.map_err(|e| of_sqlite(Doing::Read, &self.file, &e))
    }
}

fn to_write(file: &Path) -> rusqlite::Result<(Connection, Mode)> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let mut connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(PATIENCE)?;
    let version = version_of(&connection)?;
    if connection.is_readonly("main")? {
        return Err(read_only());
    }
    if version > schema::version() {
        connection.pragma_update(None, "query_only", true)?;
        return Ok((connection, Mode::Newer));
    }
    choose_journal(&mut connection, file)?;
    // FULL: a commit is on the disk when it returns. The cache (64 MiB, if as much is changed) has
    // the pages of a large change written once. The others: a mark that was deleted
    // shall not be found in the file, and what is read from a damaged one is checked.
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA fullfsync = ON;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA cell_size_check = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA journal_size_limit = 4194304;
         PRAGMA cache_size = -65536;",
    )?;
    migrate(&mut connection)?;
    Ok((connection, Mode::Write))
}

/// The version of the tables; an error if the file is somebody else's. All is read at one
/// moment: another window may be making them.
fn version_of(connection: &Connection) -> rusqlite::Result<i64> {
    let transaction = connection.unchecked_transaction()?;
    version_in(&transaction)
}

fn version_in(connection: &Connection) -> rusqlite::Result<i64> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get(0));
    let application: i64 = number("application_id")?;
    let version: i64 = number("user_version")?;
    if application == i64::from(schema::APPLICATION) {
        return Ok(version);
    }
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0))?;
    if application == 0 && version == 0 && tables == 0 { Ok(0) } else { Err(rusqlite::Error::InvalidQuery) }
}

/// A write-ahead log where it works. SQLite does not use its waiting time while it changes
/// the journal, so a second window that opens at the same moment gets "busy": an empty
/// transaction waits, then it is tried again.
fn choose_journal(connection: &mut Connection, file: &Path) -> rusqlite::Result<()> {
    let wanted = if is_shared_between_hosts(file) { "TRUNCATE" } else { "WAL" };
    let mut tries = 0;
    loop {
        match set_journal(connection, wanted) {
            Ok(mode) if mode.eq_ignore_ascii_case(wanted) => return Ok(()),
            // A log that this file system refuses, or a journal that another window holds:
            // both keep the promise.
            Ok(mode) if mode.eq_ignore_ascii_case("wal") => return Ok(()),
            Ok(_) => return set_journal(connection, "TRUNCATE").map(drop),
            Err(e) if e.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && tries < 50 => {
                tries += 1;
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?.commit()?;
            }
            Err(e) => return Err(e),
        }
    }
}

fn set_journal(connection: &Connection, mode: &str) -> rusqlite::Result<String> {
    connection.pragma_update_and_check(None, "journal_mode", mode, |row| row.get(0))
}

/// The log needs memory that all windows share; file systems of the network have none, and
/// some do not say so.
fn is_shared_between_hosts(file: &Path) -> bool {
    #[cfg(target_os = "linux")]
    {
        // NFS, SMB, CIFS, SMB2, AFS, Coda, Ceph, 9P.
        const REMOTE: [u32; 8] =
            [0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x5346_414f, 0x7375_7245, 0x00c3_6400, 0x0102_1997];
        let folder = file.parent().unwrap_or(file);
        rustix::fs::statfs(folder).is_ok_and(|found| REMOTE.contains(&(found.f_type as u32)))
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = file;
        false
    }
}

fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    if version_of(connection)? == schema::version() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another window may have done it while this one waited.
    let version = version_in(&transaction)?;
    let done = usize::try_from(version).unwrap_or(0);
    for step in schema::MIGRATIONS.get(done..).unwrap_or_default() {
        transaction.execute_batch(step)?;
    }
    if version < schema::version() {
        transaction.pragma_update(None, "application_id", schema::APPLICATION)?;
        transaction.pragma_update(None, "user_version", schema::version())?;
    }
    transaction.commit()
}

/// Opens a store that cannot be written, if it can be read: a folder or disk that is
/// read-only, or too full for the log's own files.
fn to_read(file: &Path, why: &rusqlite::Error) -> Option<Connection> {
    let may_be_read = matches!(
        why.sqlite_error_code(),
        Some(
            ErrorCode::ReadOnly
                | ErrorCode::CannotOpen
                | ErrorCode::DiskFull
                | ErrorCode::PermissionDenied
                | ErrorCode::SystemIoFailure
        )
    );
    if !may_be_read {
        return None;
    }
    // A file without a log beside it can be read as it is; SQLite has to be told, or it
    // wants to make one.
    let log = file.with_extension("sqlite-wal");
    let has_log = std::fs::metadata(log).is_ok_and(|found| found.len() > 0);
    let ways: &[&str] = if has_log { &["mode=ro"] } else { &["mode=ro", "immutable=1"] };
    ways.iter().find_map(|way| read_as(file, way).ok())
}

fn read_as(file: &Path, way: &str) -> rusqlite::Result<Connection> {
    let mut address = String::from("file:");
    for byte in file.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.".contains(byte) {
            address.push(char::from(*byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(format!("{address}?{way}"), flags)?;
    connection.busy_timeout(PATIENCE)?;
    if version_of(&connection)? < schema::version() {
        return Err(rusqlite::Error::InvalidQuery);
    }
    connection.query_row("SELECT count(*) FROM marks", (), |_| Ok(()))?;
    Ok(connection)
}

fn read_only() -> rusqlite::Error {
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_READONLY);
    rusqlite::Error::SqliteFailure(code, None)
}
