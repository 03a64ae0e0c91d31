//! `btl print`: one discussion, all of an input, or a list of them.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::Write as _;

use super::mending::Mending;
use crate::error::Result;
use crate::export;
use crate::loader::{self, Input, Options};
use crate::model::{Choice, Discussion};
use crate::terminal;
use crate::text::when;

/// How discussions are read and printed.
#[derive(Debug)]
pub(super) struct Printing<'a> {
    pub(super) options: &'a Options,
    pub(super) mending: Mending,
    /// The name of the export.
    pub(super) format: &'a str,
    /// Columns of the text format.
    pub(super) width: Option<usize>,
}

impl Printing<'_> {
    /// The discussions as they are wanted, after what is to be known about them was said.
    pub(super) fn read(&self, input: Input) -> Result<Vec<Discussion>> {
        let all = self.mending.of(read(input, self.options)?)?;
        tell_notes(&all);
        Ok(all)
    }

    pub(super) fn write(&self, all: &[Discussion]) -> Result<u8> {
        let shape = export::Options { now: terminal::now(), width: self.width };
        super::print(&export::print_all(all, self.format, &shape)?)
    }
}

/// Prints the discussion that is picked, or all that there are.
pub(super) fn print(input: Input, printing: &Printing<'_>) -> Result<u8> {
    printing.write(&printing.read(input)?)
}

/// Prints a line for each discussion: what `--pick` takes, and what tells them apart.
pub(super) fn list(input: Input, options: &Options) -> Result<u8> {
    let all = loader::read_all(input, options)?;
    let picked = options.pick.as_deref().map(|words| loader::pick(&all, words)).transpose()?;
    let mut text = String::new();
    for (at, discussion) in all.iter().enumerate().filter(|(at, _)| picked.is_none_or(|picked| picked == *at)) {
        let choice = Choice::of(discussion);
        let newest = choice.newest.map(when::date).filter(|date| !date.is_empty());
        let (newest, id) = (newest.as_deref().unwrap_or("-"), choice.id.as_ref().map_or("-", |id| id.as_str()));
        let _ = writeln!(text, "{}\t{}\t{newest}\t{id}\t{}", at + 1, choice.comments, choice.title);
    }
    super::print(&text)
}

pub(super) fn read(input: Input, options: &Options) -> Result<Vec<Discussion>> {
    let options = Options { patient: true, ..options.clone() };
    match options.pick {
        Some(_) => Ok(vec![loader::read(input, &options)?]),
        None => loader::read_all(input, &options),
    }
}

/// Says what is to be known about the input; what holds for all of it only once.
fn tell_notes(all: &[Discussion]) {
    let mut told = HashSet::new();
    for note in all.iter().flat_map(|discussion| &discussion.origin().notes) {
        let place = note.place.map(|at| format!(" (byte {at})")).unwrap_or_default();
        let line = format!("{}{place}", note.text);
        if told.insert(line.clone()) {
            let _ = writeln!(std::io::stderr(), "btl: note: {line}");
        }
    }
}
