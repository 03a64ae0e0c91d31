//! Arguments and subcommands. This room alone prints.
//!
//! Exit codes: 0 fine, 1 could not read, 2 usage, 3 not everything was saved.

mod app;
mod args;
mod find;
mod generate;
mod marks;
mod mending;
mod several;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Parser as _;

use crate::error::{Error, Kind, Result};
use crate::loader::{Input, Options};
use crate::model::choice::join_sources;
use crate::store::Store;
use crate::terminal;
use args::{Args, Task};
use mending::Mending;
use several::Printing;

/// The embedded discussion that teaches the keys.
const TUTOR: &[u8] = include_bytes!("../assets/tutor.json");

/// What the tutor is called where the sources of marks are kept. Paths are absolute there.
const TUTOR_NAME: &str = "btl:tutor";

/// The program: reads the arguments, does what they say, gives the exit code.
#[must_use]
pub fn main() -> u8 {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return usage(&error),
    };
    match run(args) {
        Ok(code) => code,
        Err(error) => {
            // A reader that has gone away, as in `btl print x | head`, is no failure.
            let _ = writeln!(std::io::stderr(), "btl: {error}");
            error.exit_code()
        }
    }
}

/// What is kept, if anything is. Looking must not make a folder for a store.
fn store() -> Result<Option<Store>> {
    let folder = Store::folder()?;
    folder.exists().then(|| Store::open(&folder)).transpose()
}

/// Help and version go to stdout; everything else is one line and exit code 2.
fn usage(error: &clap::Error) -> u8 {
    use clap::error::ErrorKind;
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = write!(std::io::stdout(), "{error}");
        return 0;
    }
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    let error = Error::new(Kind::Usage, first.trim_start_matches("error: ")).hint("btl --help shows how it is used");
    let _ = writeln!(std::io::stderr(), "btl: {error}");
    error.exit_code()
}

fn run(args: Args) -> Result<u8> {
    if let Some(what) = args.generate {
        return print(&generate::text(what));
    }
    let start = app::Start { folds: args.keep_folds, guesses: args.guesses.guesses() };
    let options = Options { from: args.from, pick: args.pick, ..Options::default() };
    match args.task {
        Some(Task::Print { format, width, from, pick, list, filter, guesses, repaired, sources }) => {
            let options = Options { from: from.or(options.from), pick: pick.or(options.pick), ..options };
            let input = input(sources);
            let mending = Mending { guesses: guesses.guesses(), repaired };
            let printing = Printing { options: &options, mending, format: &format, width };
            match filter {
                _ if list => several::list(input, &options),
                Some(query) => find::print(input, &printing, &query),
                None => several::print(input, &printing),
            }
        }
        Some(Task::Find { from, pick, query, sources }) => find::find(
            sources,
            &Options { from: from.or(options.from), pick: pick.or(options.pick), ..options },
            &query,
        ),
        Some(Task::Marks { format }) => print(&marks::text(format)?),
        Some(Task::Formats) => print(&generate::formats()),
        Some(Task::Keys) => print(&generate::keys()),
        Some(Task::Tutor) => read(tutor(), TUTOR_NAME, &options, start),
        None if !args.sources.is_empty() => {
            let name = join_sources(args.sources.iter().map(|source| name(source)));
            read(input(args.sources), &name, &options, start)
        }
        None if !terminal::stdin_is_terminal() => read(Input::Stdin, "-", &options, start),
        None => read(tutor(), TUTOR_NAME, &options, start),
    }
}

fn tutor() -> Input {
    Input::Bytes { name: "the tutor".to_owned(), bytes: TUTOR.to_vec() }
}

/// What a source is kept as: a mark must find it from any folder.
fn name(source: &Path) -> String {
    if source.as_os_str() == "-" {
        return "-".to_owned();
    }
    std::path::absolute(source).unwrap_or_else(|_| source.to_owned()).to_string_lossy().into_owned()
}

fn input(mut sources: Vec<PathBuf>) -> Input {
    match sources.len() {
        0 => Input::Stdin,
        1 if sources.iter().all(|path| path.as_os_str() == "-") => Input::Stdin,
        1 => Input::Path(sources.remove(0)),
        _ => Input::Paths(sources),
    }
}

/// Opens the reader, or prints plain text where there is no terminal to read in.
fn read(input: Input, name: &str, options: &Options, start: app::Start) -> Result<u8> {
    if !terminal::is_usable() {
        let mending = Mending { guesses: start.guesses, repaired: false };
        return several::print(input, &Printing { options, mending, format: "text", width: None });
    }
    match app::run(input, name, options.clone(), start) {
        // Reading went well to its end; that it could not be kept was said on the screen, and
        // stands here once more where it can be copied.
        Err(error) if error.kind == Kind::Store => {
            let _ = writeln!(std::io::stderr(), "btl: {error}");
            Ok(0)
        }
        result => result,
    }
}

/// Writes to stdout. A closed pipe ends the program quietly; a full disk is an error.
fn print(text: &str) -> Result<u8> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::input(format!("cannot write the output: {error}")))
        }
        _ => Ok(0),
    }
}
