//! The command table: help, which-key, palette, `btl keys`, the man page and KEYS.md are
//! drawn from it.
//!
//! To add a command, add a row to the table of its topic, and a function if it is longer
//! than a line. A row's function changes the state and pushes effects; it never does I/O.

use super::input::Key;
use super::state::State;

pub(crate) use copy::plain;
pub use marks::note_text;
pub(crate) use people::colour_words;

mod copy;
mod fold;
mod link;
mod look;
mod marks;
mod motion;
mod pane;
mod passage;
mod people;
mod program;
mod read;
mod repair;
mod search;
mod sheet;
mod tree;

/// Where a command can be reached, and what it acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Moves in what has the focus: a pane, a list, a sheet.
    Motion,
    /// Acts on the current comment, whichever pane has the focus.
    Comment,
    /// Acts on the row of a list.
    List,
    /// Acts on a sheet.
    Sheet,
    /// Always there.
    Any,
}

/// What a command is called with.
#[derive(Clone, Debug, Default)]
pub struct Args {
    /// The count typed before it.
    pub count: Option<u32>,
    /// What was typed after its name on the command line.
    pub text: String,
    /// The last key of the sequence that ran it.
    pub key: Option<Key>,
}

impl Args {
    /// How many times: the count, or once. Bounded, so that a slip of the finger is no long
    /// wait; places further away have numbers.
    #[must_use]
    pub fn times(&self) -> u32 {
        self.count.unwrap_or(1).clamp(1, 1000)
    }
}

/// A command: one row of the table.
#[derive(Debug)]
pub struct Command {
    /// Its name on the command line and in settings.
    pub name: &'static str,
    /// The keys that run it.
    pub keys: &'static [&'static str],
    /// Where it can be reached.
    pub scope: Scope,
    /// What it does: a capital, no full stop.
    pub help: &'static str,
    /// What a count before it means; empty if nothing.
    pub count: &'static str,
    /// How the mouse does it; empty if not at all.
    pub mouse: &'static str,
    /// What it needs; it says so where that is missing.
    pub when: When,
    /// Does it.
    pub run: fn(&mut State, &Args),
}

/// What a command needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Nothing.
    Always,
    /// A thread with at least one row.
    Thread,
    /// An article with a text.
    Article,
}

impl When {
    /// Why the command cannot run, if so.
    #[must_use]
    pub fn missing(self, state: &State) -> Option<&'static str> {
        match self {
            Self::Thread if !state.has_thread() => Some("no comments here"),
            Self::Article if !state.discussion().article().has_text() => Some("the article has no text here"),
            _ => None,
        }
    }
}

impl Command {
    const fn count(mut self, meaning: &'static str) -> Self {
        self.count = meaning;
        self
    }

    const fn mouse(mut self, how: &'static str) -> Self {
        self.mouse = how;
        self
    }

    const fn when(mut self, when: When) -> Self {
        self.when = when;
        self
    }
}

const fn row(
    name: &'static str,
    keys: &'static [&'static str],
    scope: Scope,
    help: &'static str,
    run: fn(&mut State, &Args),
) -> Command {
    Command { name, keys, scope, help, count: "", mouse: "", when: When::Always, run }
}

/// A row that acts on the current comment of a thread.
const fn on_thread(
    name: &'static str,
    keys: &'static [&'static str],
    help: &'static str,
    run: fn(&mut State, &Args),
) -> Command {
    row(name, keys, Scope::Comment, help, run).when(When::Thread)
}

/// The topics in the order of the help, each with its table.
pub static TOPICS: &[(&str, &[Command])] = &[
    ("Read and move", motion::ROWS),
    ("Walk the thread", tree::ROWS),
    ("Quotes and passages", passage::ROWS),
    ("New and read", read::ROWS),
    ("Fold", fold::ROWS),
    ("Search and filter", search::ROWS),
    ("View", look::ROWS),
    ("Mark", marks::ROWS),
    ("Repair", repair::ROWS),
    ("People", people::ROWS),
    ("Panes", pane::ROWS),
    ("Copy and open", copy::ROWS),
    ("Links", link::ROWS),
    ("Sheets", sheet::ROWS),
    ("Program", program::ROWS),
];

/// All commands.
pub fn all() -> impl Iterator<Item = &'static Command> {
    TOPICS.iter().flat_map(|(_, rows)| rows.iter())
}

/// The command of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Command> {
    all().find(|command| command.name == name)
}

impl State {
    /// Runs a command, or says what it needs.
    pub fn run(&mut self, command: &Command, args: &Args) {
        if let Some(missing) = command.when.missing(self) {
            self.say(missing);
            return;
        }
        if self.mode() == super::keymap::Mode::Map && self.run_in_map(command, args) {
            return;
        }
        // `b` gives a page back where anything but `Space` and `b` came between.
        if !matches!(command.name, "read-on" | "read-back") {
            self.trail.clear();
        }
        // What acts on comments while only the article is on the screen shows them first.
        if command.scope == Scope::Comment
            && command.when == When::Thread
            && !self.shows_comments()
            && self.screens.is_empty()
            && !pane::acts_on_passage(self, command.name)
            && !self.keeps_article(command.name)
        {
            pane::show_comments(self);
        }
        (command.run)(self, args);
    }
}
