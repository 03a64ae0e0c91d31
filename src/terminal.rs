//! The loop: keys in, frames out, effects done. The only room with threads, processes,
//! signals and a clock.
//!
//! One channel leads into the loop. `input` puts keys in, `signal` the signals and the end
//! of the terminal, the workers their answers. The loop ([`run()`]) takes all that is
//! there, lets the [`App`] update, does the effects, paints once, and sleeps. What it sends
//! to the terminal goes through the [`gate`]; what it has changed there, `guard` gives back.

mod clipboard;
mod editor;
pub mod gate;
mod guard;
mod input;
mod keeper;
mod load;
pub mod opener;
mod reader;
mod run;
mod screen;
mod search;
mod signal;
mod tty;
pub mod work;

use std::sync::mpsc::Sender;

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

/// What does the effects that take time. The loop does the terminal's own ones (leaving,
/// painting anew, clipboard, browser, editor) and gives the others here.
pub trait Workers {
    /// A message that the app is about to take.
    fn notice(&mut self, message: &Message) {
        let _ = message;
    }

    /// Does an effect, without keeping the loop waiting. `now` is in seconds since 1970 UTC.
    fn perform(&mut self, effect: Effect, now: i64);

    /// The reader came back, with a key after a pause or with the focus.
    fn look(&mut self) {}

    /// The program ends: what is queued is kept, within this time. `slow` is called once if it
    /// takes long enough for the reader to wonder.
    ///
    /// # Errors
    /// If something could not be kept.
    fn finish(&mut self, now: i64, within: std::time::Duration, slow: &dyn Fn()) -> crate::error::Result<()>;
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

/// The way of messages into the loop.
#[derive(Clone, Debug)]
pub struct Outbox(Sender<News>);

impl Outbox {
    /// Sends a message; `false` if the loop has ended.
    pub fn send(&self, message: Message) -> bool {
        self.0.send(News::Message(message)).is_ok()
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
