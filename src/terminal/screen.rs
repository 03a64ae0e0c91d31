//! The screen under the painting: cells become bytes, bytes go through the gate, and a whole
//! picture leaves in one piece.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::gate::Gate;
use super::{App, tty};
use crate::reader::input;

/// Between these the terminal collects a picture and shows it at once.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// The gate, shared by the painting and by us.
#[derive(Clone, Debug)]
struct Shared(Rc<RefCell<Gate<Vec<u8>>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The painting's way to the terminal. It asks the terminal nothing: an answer could come
/// late, as typed text, or never.
#[derive(Debug)]
struct Cells {
    inner: CrosstermBackend<Shared>,
    size: Size,
}

impl Backend for Cells {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        self.inner.draw(content)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.inner.clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The screen.
#[derive(Debug)]
pub(super) struct Screen {
    terminal: Terminal<Cells>,
    gate: Shared,
}

impl Screen {
    pub(super) fn new(size: input::Size) -> io::Result<Self> {
        let gate = Shared(Rc::new(RefCell::new(Gate::new(Vec::new()))));
        let size = Size::new(size.width, size.height);
        let terminal = Terminal::new(Cells { inner: CrosstermBackend::new(gate.clone()), size })?;
        Ok(Self { terminal, gate })
    }

    /// The screen has this size now; it is painted anew.
    pub(super) fn resize(&mut self, size: input::Size) {
        self.terminal.backend_mut().size = Size::new(size.width, size.height);
    }

    /// Forgets what is on the screen, so that all of it is painted.
    pub(super) fn forget(&mut self) -> io::Result<()> {
        self.terminal.clear()
    }

    /// Paints what has changed.
    pub(super) fn paint(&mut self, app: &impl App) -> io::Result<()> {
        self.terminal.draw(|frame| app.draw(frame))?;
        let mut gate = self.gate.0.borrow_mut();
        let picture = gate.inner_mut();
        if !picture.is_empty() {
            picture.splice(..0, BEGIN.iter().copied());
            picture.extend_from_slice(END);
            let sent = tty::write(picture);
            picture.clear();
            sent?;
        }
        Ok(())
    }

    /// Sends a clipboard sequence.
    pub(super) fn send_clipboard(&mut self, sequence: &[u8]) -> io::Result<()> {
        let mut gate = self.gate.0.borrow_mut();
        gate.allow_clipboard();
        gate.write_all(sequence)?;
        let bytes = std::mem::take(gate.inner_mut());
        tty::write(&bytes)
    }

    /// How much the gate has stopped.
    pub(super) fn hits(&self) -> u64 {
        self.gate.0.borrow().hits()
    }
}
