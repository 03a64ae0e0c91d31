//! What went wrong, in plain words. SQLite's and the system's own words ("database or disk
//! is full", "Read-only file system (os error 30)") say less to a reader than these.

use std::io;
use std::path::Path;

use rusqlite::ErrorCode;

use crate::error::{Error, Kind};

/// What was being done when it went wrong: the line begins with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    /// Something was to be kept.
    Save,
    /// Something that was kept was to be shown.
    Read,
}

impl Doing {
    fn words(self) -> &'static str {
        match self {
            Self::Save => "not saved",
            Self::Read => "cannot read what was kept",
        }
    }
}

/// One line with a hint, if there is something that the reader can do.
pub(super) fn say(doing: Doing, why: &str, hint: Option<&str>) -> Error {
    let error = Error::new(Kind::Store, format!("{}: {why}", doing.words()));
    match hint {
        Some(hint) => error.hint(hint),
        None => error,
    }
}

/// An error of SQLite's in plain words.
pub(super) fn of_sqlite(doing: Doing, file: &Path, error: &rusqlite::Error) -> Error {
    let name = file.display();
    let folder = file.parent().unwrap_or(file).display();
    let code = error.sqlite_error_code();
    if matches!(code, Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure | ErrorCode::ReadOnly))
        && let Some(known) = of_disk(doing, file)
    {
        return known;
    }
    match code {
        Some(ErrorCode::DiskFull) => full(doing),
        Some(ErrorCode::ReadOnly) => {
            say(doing, "the store is read-only", Some(&format!("see who may write in {folder}")))
        }
        Some(ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied) => {
            say(doing, "no permission", Some(&format!("see who may write in {folder}")))
        }
        Some(ErrorCode::CannotOpen) => {
            say(doing, &format!("cannot open {name}"), Some("see that its folder is there and can be written"))
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            say(doing, "another program is writing to the store", None)
        }
        Some(ErrorCode::DatabaseCorrupt) => damaged(doing, file),
        Some(ErrorCode::NotADatabase) => foreign(doing, file),
        Some(ErrorCode::SystemIoFailure) => {
            say(doing, &format!("the disk under {folder} reports a fault"), Some("it may be full, gone or broken"))
        }
        Some(ErrorCode::OutOfMemory) => say(doing, "not enough memory", None),
        _ => say(doing, &error.to_string(), None),
    }
}

/// SQLite says only that it cannot open a file or that writing failed where the disk is full
/// or mounted read-only: the disk itself is asked.
#[cfg(unix)]
fn of_disk(doing: Doing, file: &Path) -> Option<Error> {
    /// The log's index needs as much at once.
    const NEEDED: u64 = 64 << 10;
    let folder = file.parent()?;
    let disk = rustix::fs::statvfs(folder).ok()?;
    if disk.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY) {
        let why = format!("the disk of {} is read-only", folder.display());
        return Some(say(doing, &why, Some("XDG_DATA_HOME can name another folder for the store")));
    }
    (disk.f_bavail.saturating_mul(disk.f_frsize) < NEEDED).then(|| full(doing))
}

#[cfg(not(unix))]
fn of_disk(_: Doing, _: &Path) -> Option<Error> {
    None
}

/// An error of the system's in plain words.
pub(super) fn of_system(doing: Doing, path: &Path, error: &io::Error) -> Error {
    let name = path.display();
    let why = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => return full(doing),
        io::ErrorKind::ReadOnlyFilesystem => format!("the disk of {name} is read-only"),
        io::ErrorKind::PermissionDenied => format!("no permission for {name}"),
        io::ErrorKind::NotFound => format!("{name} is not there"),
        io::ErrorKind::NotADirectory => format!("a part of {name} is a file, not a folder"),
        _ => format!("{name}: {error}"),
    };
    say(doing, &why, Some("XDG_DATA_HOME can name another folder for the store"))
}

fn full(doing: Doing) -> Error {
    say(doing, "disk full", Some("free some space"))
}

/// The file is broken.
pub(super) fn damaged(doing: Doing, file: &Path) -> Error {
    say(
        doing,
        &format!("{} is damaged", file.display()),
        Some("it was left alone; move it away and btl begins a new one"),
    )
}

/// The file is something else.
pub(super) fn foreign(doing: Doing, file: &Path) -> Error {
    say(
        doing,
        &format!("{} is damaged, or is not btl's store", file.display()),
        Some("it was left alone; move it away and btl begins a new one"),
    )
}

/// The file was written by a program that knows more than this one.
pub(super) fn newer(doing: Doing) -> Error {
    say(doing, "the store was written by a newer btl", Some("it is only read here; update this btl"))
}
