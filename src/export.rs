//! A discussion as text for elsewhere. Nothing is printed or written to disk here.
//!
//! One row and one file each; all but the native JSON take safe text only.

use std::fmt::{self, Write};

use crate::error::{Error, Kind, Result};
use crate::model::Discussion;

mod json;
mod markdown;
mod outline;
mod text;

/// What an export needs beside the discussion.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The time for which ages are told, in seconds since 1970 UTC; 0 writes dates.
    pub now: i64,
    /// Columns of text that is wrapped: 80 if nothing is said. In the outline: the columns
    /// that a text may have; all of it if nothing is said.
    pub width: Option<usize>,
}

/// A format that is written.
pub struct Export {
    /// Its name, as in `--format`.
    pub name: &'static str,
    /// What it gives, in one line.
    pub gives: &'static str,
    /// What stands between two discussions.
    between: &'static str,
    /// Writes the whole of it.
    write: fn(&Discussion, &Options, &mut dyn Write) -> fmt::Result,
}

impl fmt::Debug for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// All formats that are written, in the order in which help lists them.
static TABLE: &[Export] = &[text::EXPORT, json::EXPORT, outline::EXPORT, markdown::EXPORT];

/// A line of text in which Markdown finds nothing to act on.
#[must_use]
pub fn escaped(text: &str) -> String {
    markdown::line(text)
}

/// All formats that are written.
#[must_use]
pub fn formats() -> &'static [Export] {
    TABLE
}

/// The discussion in a format.
///
/// # Errors
/// If there is no format of that name.
pub fn print(discussion: &Discussion, name: &str, options: &Options) -> Result<String> {
    let mut out = String::new();
    write(discussion, name, options, &mut out)?;
    Ok(out)
}

/// Several discussions in a format, one after another; the JSON then has one a line.
///
/// # Errors
/// If there is no format of that name.
pub fn print_all(all: &[Discussion], name: &str, options: &Options) -> Result<String> {
    let [one] = all else {
        let between = TABLE.iter().find(|export| export.name == name).map_or("", |export| export.between);
        let mut out = String::new();
        for (at, discussion) in all.iter().enumerate() {
            out.push_str(if at == 0 { "" } else { between });
            let text = print(discussion, name, options)?;
            if name == json::EXPORT.name {
                // Breaks stand only between members: those of texts are escaped.
                out.extend(text.split('\n'));
                out.push('\n');
            } else {
                out.push_str(&text);
            }
        }
        return Ok(out);
    };
    print(one, name, options)
}

/// Writes the discussion in a format, piece by piece.
///
/// # Errors
/// If there is no format of that name, or the writer fails.
pub fn write(discussion: &Discussion, name: &str, options: &Options, out: &mut dyn Write) -> Result<()> {
    let unknown = || {
        let names: Vec<&str> = TABLE.iter().map(|export| export.name).collect();
        Error::new(Kind::Usage, format!("unknown format {name:?}")).hint(format!("one of: {}", names.join(", ")))
    };
    let export = TABLE.iter().find(|export| export.name == name).ok_or_else(unknown)?;
    (export.write)(discussion, options, out).map_err(|_| Error::new(Kind::Internal, "the text could not be written"))
}
