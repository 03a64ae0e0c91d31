//! The command table: help, which-key, palette, `btl keys`, the man page and KEYS.md are
//! drawn from it.
//!
//! To add a command, add a row to the table of its topic, and a function if it is longer
//! than a line. A row's function changes the state and pushes effects; it never does I/O.

use super::input::Key;
use super::pane::map::MapAction;
use super::state::State;
use crate::layout::Pane;

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
    /// A message stood in the status row, and the key took it away.
    pub dismissed_message: bool,
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
    /// Which pane it acts on and shows.
    pub pane: PaneUse,
    /// `b` after it still takes back the last `Space`.
    pub(crate) keeps_trail: bool,
    /// What it does while the thread map is open.
    pub(crate) in_map: MapAction,
    /// Does it.
    pub run: fn(&mut State, &Args),
}

/// Which pane a command acts on and shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaneUse {
    /// The comments: a command of scope [`Scope::Comment`] shows them first where only the
    /// article is on the screen.
    #[default]
    Comments,
    /// The passage while the article has the focus, else the comments.
    FocusedPassage,
    /// It chooses the pane itself.
    Own,
    /// It goes back to the article while a quote is highlighted, else the comments.
    BackToQuote,
    /// Both: it chooses the pane itself, and goes on to the next source while a quote is highlighted.
    QuoteSource,
}

impl PaneUse {
    /// Whether the command leaves the pane that is shown as it is before it runs.
    fn keeps_pane(self, state: &State) -> bool {
        match self {
            Self::Comments | Self::Own => false,
            Self::FocusedPassage => state.reading.focus == Pane::Article,
            Self::BackToQuote | Self::QuoteSource => state.is_quote_highlighted(),
        }
    }

    /// Whether the command chooses the pane that is shown after it has moved.
    pub(crate) fn chooses_pane(self) -> bool {
        match self {
            Self::Own | Self::QuoteSource => true,
            Self::Comments | Self::FocusedPassage | Self::BackToQuote => false,
        }
    }
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

    const fn pane(mut self, pane: PaneUse) -> Self {
        self.pane = pane;
        self
    }

    const fn keeps_trail(mut self) -> Self {
        self.keeps_trail = true;
        self
    }

    const fn in_map(mut self, action: MapAction) -> Self {
        self.in_map = action;
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
    Command {
        name,
        keys,
        scope,
        help,
        count: "",
        mouse: "",
        when: When::Always,
        pane: PaneUse::Comments,
        keeps_trail: false,
        in_map: MapAction::Unavailable,
        run,
    }
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
        if !command.keeps_trail {
            self.trail.clear();
        }
        // What acts on comments while only the article is on the screen shows them first.
        if command.scope == Scope::Comment
            && command.when == When::Thread
            && !self.shows_comments()
            && self.screens.is_empty()
            && !command.pane.keeps_pane(self)
        {
            pane::show_comments(self);
        }
        (command.run)(self, args);
    }
}
