//! The modes of the terminal, taken once and given back once.
//!
//! Whoever comes first gives them back: the end of the loop, a panic, a signal, an error on the
//! way. The others find nothing left to do.

use std::panic;
use std::sync::{Mutex, Once, OnceLock, PoisonError};
use std::thread::ThreadId;

use rustix::termios::Termios;

use super::tty;
use crate::error::{Error, Kind, Result};

/// Alternate screen, cursor hidden, mouse buttons and drags (not every movement) in the form
/// that has no largest column, pasted text in brackets, focus reports.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?1000h\x1b[?1002h\x1b[?1006h\x1b[?2004h\x1b[?1004h";

/// The same backwards; first the end of a picture that was being sent, last the colours.
const LEAVE: &[u8] =
    b"\x1b[?2026l\x1b[?1004l\x1b[?2004l\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[0m\x1b[?1049l\x1b[?25h\x1b[0m";

/// The modes as they were, while they are ours.
static TAKEN: Mutex<Option<Termios>> = Mutex::new(None);

/// The thread whose panic ends the program. The others' are caught and told.
static LOOP: OnceLock<ThreadId> = OnceLock::new();

/// The terminal is ours as long as this lives.
#[derive(Debug)]
pub(super) struct Guard(());

impl Guard {
    /// Takes the terminal.
    pub(super) fn new() -> Result<Self> {
        let _ = LOOP.set(std::thread::current().id());
        install_hook();
        enter()?;
        Ok(Self(()))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        leave();
    }
}

/// Takes the terminal, if it is not taken.
pub(super) fn enter() -> Result<()> {
    let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
    if taken.is_some() {
        return Ok(());
    }
    let refused = |error: std::io::Error| Error::new(Kind::Terminal, format!("cannot use the terminal: {error}"));
    let before = tty::modes().map_err(refused)?;
    let mut raw = before.clone();
    raw.make_raw();
    tty::set_modes(&raw).map_err(refused)?;
    *taken = Some(before);
    drop(taken);
    tty::write(ENTER).map_err(|error| {
        leave();
        refused(error)
    })
}

/// Gives the terminal back, if it is taken. Says nothing if it is gone.
pub(super) fn leave() {
    let before = TAKEN.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(before) = before {
        let _ = tty::write(LEAVE);
        let _ = tty::set_modes(&before);
    }
}

/// Gives the terminal back before a panic of the loop is told, or it would be told on a
/// screen that is thrown away. Other threads' panics are caught and come as messages; told
/// here, they would stand in the middle of the picture.
fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let tell = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if LOOP.get() == Some(&std::thread::current().id()) {
                leave();
                tell(info);
            } else if TAKEN.try_lock().is_ok_and(|taken| taken.is_none()) {
                tell(info);
            }
        }));
    });
}
