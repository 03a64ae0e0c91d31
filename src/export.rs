//! A discussion as text, outline, Markdown or native JSON. Returns text, writes nothing.

mod json;
mod markdown;

mod text;

pub use markdown::escaped;

use crate::error::{Error, Kind, Result};
use crate::model::Discussion;

/// What an export may need to know.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The time, in seconds since 1970 UTC: ages are counted from it.
    pub now: i64,
    /// Columns of the text format; 80 if not said.
    pub width: Option<usize>,
}

/// An export: one row of the table.
#[derive(Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it gives, in one line.
    pub prints: &'static str,
    run: fn(&Discussion, &Options) -> String,
}

/// The table. To add an export, add a file and a row.
static FORMATS: [Format; 3] = [
    Format { name: "text", prints: "the article and the thread, for reading", run: text::print },
    Format { name: "json", prints: "native JSON: everything, exactly", run: json::print },
    Format { name: "md", prints: "Markdown, replies as nested lists", run: markdown::print },
];

/// All exports.
#[must_use]
pub fn formats() -> &'static [Format] {
    &FORMATS
}

/// The discussion in a format.
///
/// # Errors
/// If there is no such format.
pub fn print(discussion: &Discussion, name: &str, options: &Options) -> Result<String> {
    let format = FORMATS.iter().find(|format| format.name == name);
    let unknown = || Error::new(Kind::Usage, format!("{name} is not a format to print")).hint("btl formats lists them");
    format.map(|format| (format.run)(discussion, options)).ok_or_else(unknown)
}
