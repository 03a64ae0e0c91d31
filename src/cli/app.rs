//! The reader in the terminal: what is loaded, and by whom it is kept.

use crate::error::Result;
use crate::loader::{self, Input, Options};
use crate::model::Guesses;
use crate::model::choice::{sources_in, split_source};
use crate::reader::State;
use crate::session::{Keeping, LoadJob, Session};
use crate::store::{KeepFolds, Store};
use crate::terminal::{self, Reader};
use crate::ui::theme::Theme;

/// How a reading begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    /// How long folds are remembered.
    pub(super) folds: KeepFolds,
    /// The guesses that are drawn.
    pub(super) guesses: Guesses,
}

/// Runs the reader on an input until it ends; gives the exit code.
pub(super) fn run(input: Input, name: &str, options: Options, start: Start) -> Result<u8> {
    let colour = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let reader = Reader { state: State { guesses: start.guesses, ..State::new(name) }, theme: Theme::new(colour) };
    let source = name.to_owned();
    terminal::run(reader, move |out| {
        let mut first = Some(input);
        let own = source.clone();
        let loads = Box::new(move |source: &str| {
            // A pipe can be read only once; a file is read anew at each reload.
            let input = first.take().unwrap_or_else(|| again(source));
            // The format that was named is that of the source that was named.
            let (file, pick) = split_source(source);
            let from = options.from.clone().filter(|_| file == split_source(&own).0);
            let pick = pick.map(str::to_owned).or_else(|| options.pick.clone().filter(|_| source == own));
            job(input, Options { from, pick, ..options.clone() })
        });
        Session::start(out, &source, loads, Keeping::new(Store::folder(), start.folds), terminal::now())
    })
}

/// The input of a source that is read once more.
fn again(source: &str) -> Input {
    match split_source(source).0 {
        super::TUTOR_NAME => super::tutor(),
        "-" => Input::Stdin,
        paths => super::input(sources_in(paths).map(Into::into).collect()),
    }
}

fn job(input: Input, options: Options) -> LoadJob {
    Box::new(move |sink| loader::open(input, &options, sink))
}
