//! The screen under the painting: what has changed becomes bytes, bytes go through the gate,
//! and a whole picture leaves in one piece.
//!
//! Two pictures are kept, the one on the screen and the one that is painted (`picture`). The library's own
//! terminal would do, but for what it sends: every style in full and every scrolled row anew
//! (9 KB for a line down, measured), which is felt on a slow line. Here rows that have moved
//! are moved by the terminal (`shift`), and only what differs from the pen's place and ink is
//! said (`pen`). A picture that is the same sends nothing.

mod pen;
mod picture;
mod shift;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use super::gate::Gate;
use super::{App, tty};
use crate::reader::input;
use pen::Pen;
use picture::{Picture, Sign};

/// Between these the terminal collects a picture and shows it at once.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// Unchanged cells that are written again rather than stepped over: a step costs as much.
const STEP: u16 = 4;
/// Blanks that are erased in one go rather than written.
const BLANKS: u16 = 6;

/// The screen.
#[derive(Debug)]
pub(super) struct Screen {
    /// What is painted into.
    cells: Buffer,
    /// What is on it; nothing is known of it if it is not of the screen's size.
    shown: Picture,
    /// What will be.
    next: Picture,
    /// The terminal's cursor, where it is shown.
    cursor: Option<(u16, u16)>,
    gate: Gate<Vec<u8>>,
}

impl Screen {
    pub(super) fn new(size: input::Size) -> Self {
        let cells = Buffer::empty(area(size));
        // The alternate screen begins empty, and the guard has hidden the cursor.
        let mut shown = Picture::default();
        shown.clear(cells.area);
        Self { cells, shown, next: Picture::default(), cursor: None, gate: Gate::new(Vec::new()) }
    }

    /// The screen has this size now; it is painted anew.
    pub(super) fn resize(&mut self, size: input::Size) {
        if self.cells.area != area(size) {
            self.cells.resize(area(size));
            self.forget();
        }
    }

    /// Forgets what is on the screen, so that all of it is painted.
    pub(super) fn forget(&mut self) {
        self.shown.clear(Rect::ZERO);
    }

    /// Paints what has changed.
    pub(super) fn paint(&mut self, app: &impl App) -> io::Result<()> {
        self.cells.reset();
        let cursor = app.draw(&mut self.cells);
        self.next.take(&self.cells);
        let mut picture = Vec::new();
        encode(&mut self.shown, &self.next, &self.cells, &mut picture);
        place_cursor(&mut picture, self.cursor, cursor);
        self.cursor = cursor;
        std::mem::swap(&mut self.shown, &mut self.next);
        if picture.is_empty() {
            return Ok(());
        }
        self.gate.write_all(&picture)?;
        let passed = self.gate.inner_mut();
        passed.splice(..0, BEGIN.iter().copied());
        passed.extend_from_slice(END);
        let sent = tty::write(passed);
        passed.clear();
        sent
    }

    /// Sends a clipboard sequence.
    pub(super) fn send_clipboard(&mut self, sequence: &[u8]) -> io::Result<()> {
        self.gate.allow_clipboard();
        self.gate.write_all(sequence)?;
        let bytes = std::mem::take(self.gate.inner_mut());
        tty::write(&bytes)
    }

    /// How much the gate has stopped.
    pub(super) fn hits(&self) -> u64 {
        self.gate.hits()
    }
}

fn area(size: input::Size) -> Rect {
    Rect::new(0, 0, size.width, size.height)
}

/// The bytes that make one picture of another, whose cells are given too. `shown` is spoilt by it. If it has
/// another size, nothing is known of what is on the screen.
fn encode(shown: &mut Picture, next: &Picture, cells: &Buffer, out: &mut Vec<u8>) {
    let mut pen = Pen::new(out);
    if shown.area() != next.area() {
        pen.clear_screen();
        shown.clear(next.area());
    } else if let Some(shift) = shift::find(shown.hashes(), next.hashes()) {
        pen.scroll(shift);
        shown.apply(shift);
    }
    let columns = usize::from(cells.area.width).max(1);
    for (y, ((before, after), cells)) in (0u16..).zip(shown.rows().zip(next.rows()).zip(cells.content.chunks(columns)))
    {
        if before != after {
            row(&mut pen, y, before, after, cells);
        }
    }
    pen.rest();
}

/// What differs in a row.
fn row(pen: &mut Pen<'_>, y: u16, before: &[Sign], after: &[Sign], cells: &[Cell]) {
    let blank_from = after.iter().rposition(|sign| !sign.is_blank()).map_or(0, |last| last + 1);
    // Cells that the terminal shows otherwise than they are, because a wide one covered them.
    let mut stale = 0;
    let mut x = 0;
    while let (Some(old), Some(new), Some(cell)) = (before.get(x), after.get(x), cells.get(x)) {
        let wide = new.cells();
        if old == new && stale == 0 {
            x += wide;
            continue;
        }
        let column = u16::try_from(x).unwrap_or(u16::MAX);
        if x >= blank_from {
            // Behind it are only blanks: the rest of the row is emptied.
            pen.erase_row(column, y);
            return;
        }
        let blanks = after.get(x..).unwrap_or_default().iter().take_while(|sign| sign.is_blank()).count();
        if blanks >= usize::from(BLANKS) {
            let covered = before.get(x..x + blanks).unwrap_or_default();
            let last = covered.iter().rposition(|sign| !sign.is_blank()).map_or(0, |last| last + 1).max(stale);
            pen.erase(column, y, u16::try_from(last).unwrap_or(0));
            stale = before.get(x + last.max(1) - 1).map_or(0, |sign| sign.cells() - 1);
            x += last.max(1);
            continue;
        }
        step_over(pen, column, y, cells);
        pen.write(column, y, cell, wide);
        // How far the old cells reached that this one covers, at least in part.
        let old = before.get(x..x + wide).unwrap_or_default();
        let reach = (0..).zip(old).map(|(at, old)| at + old.cells()).max().unwrap_or(1);
        stale = stale.max(reach).saturating_sub(wide);
        x += wide;
    }
}

/// Goes on over a few unchanged cells by writing them again, where that is not longer.
fn step_over(pen: &mut Pen<'_>, x: u16, y: u16, cells: &[Cell]) {
    let Some((from, gap)) = pen.gap(x, y).filter(|(_, gap)| (1..=STEP).contains(gap)) else { return };
    let between = cells.get(usize::from(from)..usize::from(from + gap)).unwrap_or_default();
    if between.iter().all(|cell| pen.has_ink(cell) && matches!(cell.symbol().as_bytes(), [0x20..=0x7e])) {
        for (x, cell) in (from..).zip(between) {
            pen.write(x, y, cell, 1);
        }
    }
}

/// Shows, moves or hides the terminal's cursor, which only prompts need.
fn place_cursor(out: &mut Vec<u8>, before: Option<(u16, u16)>, now: Option<(u16, u16)>) {
    match now {
        // The pen may have moved it.
        Some((x, y)) if before != now || !out.is_empty() => {
            out.extend_from_slice(format!("\x1b[{};{}H", y + 1, x + 1).as_bytes());
            if before.is_none() {
                out.extend_from_slice(b"\x1b[?25h");
            }
        }
        None if before.is_some() => out.extend_from_slice(b"\x1b[?25l"),
        _ => {}
    }
}
