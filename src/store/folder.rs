//! Where the store lives, and that it is there: folder and file are made for the reader's
//! eyes only, and nothing but a plain file is ever opened.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::fault::{Doing, of_system, say};
use crate::error::Result;

/// The program's name among other programs' folders.
const NAME: &str = "below-the-line";

/// The store's file in its folder.
const FILE: &str = "store.sqlite";

/// The folder, from the two variables that decide it. A relative path is refused and not
/// followed: what it means depends on where the program was started.
pub(super) fn find(xdg: Option<OsString>, home: Option<OsString>) -> Result<PathBuf> {
    let given = |value: Option<OsString>| value.filter(|v| !v.is_empty()).map(PathBuf::from);
    if let Some(data) = given(xdg) {
        return absolute(data.join(NAME), "XDG_DATA_HOME");
    }
    if cfg!(unix) && given(home).is_none() {
        return Err(say(Doing::Save, "no home folder", Some("set HOME or XDG_DATA_HOME")));
    }
    let folders = directories::ProjectDirs::from("", "", NAME)
        .ok_or_else(|| say(Doing::Save, "no data folder", Some("set XDG_DATA_HOME")))?;
    absolute(folders.data_dir().to_path_buf(), "HOME")
}

fn absolute(folder: PathBuf, variable: &str) -> Result<PathBuf> {
    if folder.is_absolute() {
        return Ok(folder);
    }
    Err(say(Doing::Save, &format!("{variable} is not an absolute path"), Some("it has to begin at the root")))
}

/// Makes the folder and an empty file where they are missing, and says where the file is:
/// by its real path, so that a link among the folders above is followed once and a link in
/// the place of the file never.
pub(super) fn prepare(folder: &Path) -> Result<PathBuf> {
    make_folder(folder)?;
    let real = fs::canonicalize(folder).map_err(|e| of_system(Doing::Save, folder, &e))?;
    let file = real.join(FILE);
    match fs::symlink_metadata(&file) {
        Ok(found) if found.is_file() => {
            keep_private(&file, &found);
            Ok(file)
        }
        Ok(found) => {
            let what = if found.is_symlink() { "a symbolic link" } else { "not a file" };
            Err(say(
                Doing::Save,
                &format!("{} is {what}", file.display()),
                Some("move it away and btl begins a new one"),
            ))
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            make_file(&file).map_err(|e| of_system(Doing::Save, &file, &e))?;
            Ok(file)
        }
        Err(e) => Err(of_system(Doing::Save, &file, &e)),
    }
}

fn make_folder(folder: &Path) -> Result<()> {
    match fs::metadata(folder) {
        Ok(found) if found.is_dir() => return Ok(()),
        Ok(_) => {
            return Err(say(
                Doing::Save,
                &format!("{} is a file, not a folder", folder.display()),
                Some("move it away, or name another folder in XDG_DATA_HOME"),
            ));
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => {}
        Err(e) => return Err(of_system(Doing::Save, folder, &e)),
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|e| of_system(Doing::Save, folder, &e))?;
    if let Some(above) = folder.parent() {
        sync_folder(above);
    }
    Ok(())
}

/// Two windows may get here at once: the second finds the file, which is as good.
fn make_file(file: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Ok(_) => {}
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
        Err(e) => return Err(e),
    }
    if let Some(folder) = file.parent() {
        sync_folder(folder);
    }
    Ok(())
}

/// A new name is on the disk only when its folder is. SQLite does this for its journals,
/// not for the file itself. Some file systems refuse it; then there is nothing to be done.
fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    let _ = fs::File::open(folder).and_then(|f| f.sync_all());
    #[cfg(not(unix))]
    let _ = folder;
}

/// The file is for the reader alone, also where it was copied from somewhere; SQLite gives
/// its journals the same rights. If we may not change it, it is still the reader's file.
fn keep_private(file: &Path, found: &fs::Metadata) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if found.permissions().mode() & 0o077 != 0 {
            let _ = fs::set_permissions(file, fs::Permissions::from_mode(0o600));
        }
    }
    #[cfg(not(unix))]
    let _ = (file, found);
}
