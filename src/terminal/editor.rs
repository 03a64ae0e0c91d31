//! The reader's own editor on a text, while the terminal is given back.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::process::{self, Command, Stdio};

use super::tty;
use crate::error::{Error, Kind, Result};

/// A text that is longer than this did not come from writing a note.
const LONGEST: u64 = 16 << 20;

/// A file that goes away with us.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Lets the editor change a text. The terminal must have been given back.
///
/// # Errors
/// If there is no editor, or it fails: the text is then as it was.
pub(super) fn edit(text: &str) -> Result<String> {
    let failed = |error: io::Error| Error::new(Kind::Terminal, format!("cannot use the editor: {error}"));
    let (file, mut writer) = create().map_err(failed)?;
    writer.write_all(text.as_bytes()).and_then(|()| writer.flush()).map_err(failed)?;
    drop(writer);
    let (program, arguments) = command();
    let mut command = Command::new(&program);
    command.args(arguments).arg(&file.0);
    // The document may be on standard input: the editor gets the keys.
    if let Ok(tty::Tty::Opened(terminal)) = tty::open() {
        command.stdin(Stdio::from(terminal));
    }
    let status = command.status().map_err(|error| {
        Error::new(Kind::Terminal, format!("cannot start {program}: {error}")).hint("set VISUAL or EDITOR")
    })?;
    if !status.success() {
        return Err(Error::new(Kind::Terminal, format!("{program} failed ({status}); the note is unchanged")));
    }
    if fs::metadata(&file.0).map_err(failed)?.len() > LONGEST {
        return Err(Error::new(Kind::Terminal, "the text is too long; the note is unchanged"));
    }
    let bytes = fs::read(&file.0).map_err(failed)?;
    String::from_utf8(bytes).map_err(|_| Error::new(Kind::Terminal, "the text is not UTF-8; the note is unchanged"))
}

/// The editor of the reader's choice with its options. They are split at spaces, as git's
/// simple case does; no shell sees them.
fn command() -> (String, Vec<String>) {
    let chosen = ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.trim().is_empty()));
    let chosen = chosen.unwrap_or_else(|| "vi".to_owned());
    let mut words = chosen.split_whitespace().map(str::to_owned);
    (words.next().unwrap_or_default(), words.collect())
}

/// A new file for the reader's eyes only. Its name need not be secret: what is there
/// already, also as a link, is not taken.
fn create() -> io::Result<(Temporary, File)> {
    let folder = std::env::temp_dir();
    let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
    for number in 0..100 {
        let path = folder.join(format!("btl-note-{}-{number}.md", process::id()));
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(file) => return Ok((Temporary(path), file)),
            Err(error) => last = error,
        }
        if last.kind() != io::ErrorKind::AlreadyExists {
            break;
        }
    }
    Err(last)
}
