//! The terminal as a file: where keys come from, how large it is, and its modes.

use std::fs::File;
use std::os::fd::{AsFd, BorrowedFd};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::termios::{Termios, isatty, tcgetwinsize};

use crate::reader::input::Size;

/// No screen has more columns or rows than this; more would only cost memory.
const LARGEST: u16 = 1000;

/// The terminal that keys come from: standard input, or `/dev/tty` if the document is there.
#[derive(Debug)]
pub(super) enum Tty {
    /// Standard input.
    Stdin,
    /// `/dev/tty`.
    Opened(File),
}

/// The terminal that keys come from; an error if there is none.
pub(super) fn open() -> std::io::Result<Tty> {
    if isatty(rustix::stdio::stdin()) {
        return Ok(Tty::Stdin);
    }
    File::options().read(true).write(true).open("/dev/tty").map(Tty::Opened)
}

impl AsFd for Tty {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Stdin => rustix::stdio::stdin(),
            Self::Opened(file) => file.as_fd(),
        }
    }
}

/// The size of the screen. A terminal that does not know its size gets the usual one.
pub(super) fn size() -> Size {
    let known = tcgetwinsize(rustix::stdio::stdout()).ok().filter(|size| size.ws_col > 0 && size.ws_row > 0);
    known.map_or(Size { width: 80, height: 24 }, |size| Size {
        width: size.ws_col.min(LARGEST),
        height: size.ws_row.min(LARGEST),
    })
}

/// The modes of the terminal that keys come from.
pub(super) fn modes() -> std::io::Result<Termios> {
    Ok(rustix::termios::tcgetattr(open()?)?)
}

/// Sets the modes of the terminal that keys come from.
pub(super) fn set_modes(modes: &Termios) -> std::io::Result<()> {
    Ok(rustix::termios::tcsetattr(open()?, rustix::termios::OptionalActions::Now, modes)?)
}

/// Writes all of it to standard output, past every lock and buffer of the library: a panic
/// or a signal may have come in the middle of one.
pub(super) fn write(mut bytes: &[u8]) -> std::io::Result<()> {
    let out = rustix::stdio::stdout();
    while !bytes.is_empty() {
        match rustix::io::write(out, bytes) {
            Ok(0) => return Err(std::io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            // Someone who shares the terminal has made it non-blocking.
            Err(Errno::AGAIN) => {
                poll(&mut [PollFd::from_borrowed_fd(out, PollFlags::OUT)], None)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
