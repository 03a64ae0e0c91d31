//! The loop: keys in, frames out, and the terminal given back. The only module with processes,
//! signals and a clock.
//!
//! One channel leads into the loop. `input` puts keys in, `signal` the signals and the end
//! of the terminal, the [`session`](crate::session) its answers. The loop ([`run()`]) takes all that is
//! there, lets the [`App`] update, does the effects, paints once, and sleeps. What it sends
//! to the terminal goes through the [`gate`]; what it has changed there, `guard` gives back.

mod clipboard;
mod editor;
pub mod gate;
mod guard;
mod input;
pub mod opener;
mod reader;
mod run;
mod screen;
mod signal;
mod tty;

pub use self::reader::Reader;
pub use self::run::{now, run};
use crate::reader::{Effect, Key, KeyCode, Message};

/// What the loop runs: a state that takes messages and can be painted.
pub trait App {
    /// Takes a message; gives what is to be done for it.
    fn update(&mut self, message: Message) -> Vec<Effect>;

    /// Whether the picture may be another one after a message that is about to be taken.
    fn shows(&self, message: &Message) -> bool {
        let _ = message;
        true
    }

    /// Whether letters are text now: those that wait may be taken as one.
    fn is_typing(&self) -> bool {
        false
    }

    /// Paints the whole screen onto empty cells; gives the place of the terminal's cursor, if
    /// it is shown.
    fn draw(&self, cells: &mut ratatui::buffer::Buffer) -> Option<(u16, u16)>;

    /// What is to be kept before the program ends, on its own wish or by a signal.
    fn leave(&mut self) -> Vec<Effect> {
        Vec::new()
    }
}

/// Something for the loop.
#[derive(Debug)]
pub(crate) enum News {
    /// For the app.
    Message(Message),
    /// A signal came.
    Signal(i32),
    /// The terminal is not there any more.
    Gone,
    /// Keys cannot be read any more, and the terminal is still there.
    Failed(crate::error::Error),
}

impl News {
    /// The letter that was typed, if it is one.
    fn letter(&self) -> Option<char> {
        match self {
            News::Message(Message::Key(Key { code: KeyCode::Char(letter), ctrl: false, alt: false, .. })) => {
                Some(*letter)
            }
            _ => None,
        }
    }
}

/// Whether a reader can use the terminal: standard output is one, and it can do more than
/// print. Otherwise plain text is the right thing to give.
#[must_use]
pub fn is_usable() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb" || term.is_empty());
    !dumb && rustix::termios::isatty(rustix::stdio::stdout()) && tty::open().is_ok()
}

/// Whether the standard input is a terminal, and not a pipe or a file.
#[must_use]
pub fn stdin_is_terminal() -> bool {
    rustix::termios::isatty(rustix::stdio::stdin())
}
