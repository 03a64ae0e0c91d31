//! The screen under the painting: what has changed becomes bytes, bytes go through the gate,
//! and a whole picture leaves in one piece.
//!
//! Two pictures are kept, the one on the screen and the one that is painted. The library's own
//! terminal would do, but for what it sends: every style in full and every scrolled row anew
//! (9 KB for a line down, measured), which is felt on a slow line. Here rows that have moved
//! are moved by the terminal (`shift`), and only what differs from the pen's place and ink is
//! said (`pen`). A picture that is the same sends nothing.

mod pen;
mod shift;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use super::gate::Gate;
use super::{App, tty};
use crate::reader::input;
use crate::text::width;
use pen::Pen;

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
    /// What is on it; nothing is known of it if it is not of the screen's size.
    shown: Buffer,
    /// Of the rows of what is on it.
    hashes: Vec<shift::Hash>,
    /// What is painted next.
    next: Buffer,
    /// The terminal's cursor, where it is shown.
    cursor: Option<(u16, u16)>,
    gate: Gate<Vec<u8>>,
}

impl Screen {
    pub(super) fn new(size: input::Size) -> Self {
        let next = Buffer::empty(area(size));
        // The alternate screen begins empty, and the guard has hidden the cursor.
        Self { shown: next.clone(), hashes: Vec::new(), next, cursor: None, gate: Gate::new(Vec::new()) }
    }

    /// The screen has this size now; it is painted anew.
    pub(super) fn resize(&mut self, size: input::Size) {
        if self.next.area != area(size) {
            self.next.resize(area(size));
            self.forget();
        }
    }

    /// Forgets what is on the screen, so that all of it is painted.
    pub(super) fn forget(&mut self) {
        self.shown = Buffer::empty(Rect::ZERO);
    }

    /// Paints what has changed.
    pub(super) fn paint(&mut self, app: &impl App) -> io::Result<()> {
        self.next.reset();
        let cursor = app.draw(&mut self.next);
        let mut picture = Vec::new();
        self.hashes = encode(&mut self.shown, &self.hashes, &self.next, &mut picture);
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

/// The bytes that make one picture of another; gives the next one's hashes. `shown` is spoilt
/// by it. If it has another size, nothing is known of what is on the screen.
fn encode(shown: &mut Buffer, before: &[shift::Hash], next: &Buffer, out: &mut Vec<u8>) -> Vec<shift::Hash> {
    let mut pen = Pen::new(out);
    let after = shift::hashes(next);
    if shown.area != next.area {
        pen.clear_screen();
        *shown = Buffer::empty(next.area);
    } else if let Some(shift) = shift::find(before, &after) {
        pen.scroll(shift);
        shift::apply(shown, shift);
    }
    let columns = usize::from(next.area.width).max(1);
    let rows = shown.content.chunks(columns).zip(next.content.chunks(columns));
    for (y, (before, after)) in (0u16..).zip(rows) {
        row(&mut pen, y, before, after);
    }
    pen.rest();
    after
}

/// What differs in a row.
fn row(pen: &mut Pen<'_>, y: u16, before: &[Cell], after: &[Cell]) {
    let blank_from = after.iter().rposition(|cell| !is_blank(cell)).map_or(0, |last| last + 1);
    // Cells that the terminal shows otherwise than they are, because a wide one covered them.
    let mut stale = 0;
    let mut x = 0;
    while let (Some(old), Some(new)) = (before.get(x), after.get(x)) {
        let wide = cells(new);
        let differs = !same(old, new);
        if !differs && stale == 0 {
            x += wide;
            continue;
        }
        let column = u16::try_from(x).unwrap_or(u16::MAX);
        if x >= blank_from {
            // Behind it are only blanks: the rest of the row is emptied.
            pen.erase_row(column, y);
            return;
        }
        let blanks = after.get(x..).unwrap_or_default().iter().take_while(|cell| is_blank(cell)).count();
        if blanks >= usize::from(BLANKS) {
            let covered = before.get(x..x + blanks).unwrap_or_default();
            let last = covered.iter().rposition(|cell| !is_blank(cell)).map_or(0, |last| last + 1).max(stale);
            pen.erase(column, y, u16::try_from(last).unwrap_or(0));
            stale = before.get(x + last.max(1) - 1).map_or(0, |cell| cells(cell) - 1);
            x += last.max(1);
            continue;
        }
        step_over(pen, column, y, after);
        pen.write(column, y, new, wide);
        // How far the old cells reached that this one covers, at least in part.
        let old = before.get(x..x + wide).unwrap_or_default();
        let reach = (0..).zip(old).map(|(at, old)| at + cells(old)).max().unwrap_or(1);
        stale = stale.max(reach).saturating_sub(wide);
        x += wide;
    }
}

/// Goes on over a few unchanged cells by writing them again, where that is not longer.
fn step_over(pen: &mut Pen<'_>, x: u16, y: u16, after: &[Cell]) {
    let Some((from, gap)) = pen.gap(x, y).filter(|(_, gap)| (1..=STEP).contains(gap)) else { return };
    let between = after.get(usize::from(from)..usize::from(from + gap)).unwrap_or_default();
    if between.iter().all(|cell| pen.has_ink(cell) && matches!(cell.symbol().as_bytes(), [0x20..=0x7e])) {
        for (x, cell) in (from..).zip(between) {
            pen.write(x, y, cell, 1);
        }
    }
}

/// Columns of a cell's text, at least 1.
fn cells(cell: &Cell) -> usize {
    let symbol = cell.symbol();
    if symbol.len() == 1 { 1 } else { width::cells(symbol).max(1) }
}

fn same(one: &Cell, other: &Cell) -> bool {
    one.symbol() == other.symbol() && one.fg == other.fg && one.bg == other.bg && one.modifier == other.modifier
}

fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && pen::is_plain(cell)
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
