//! What the screen shows, in eight bytes a cell.
//!
//! The library's buffer has 40 bytes a cell and strings in them: comparing two of them, cell by cell, was the
//! longest part of a key (measured: 0.3 ms of 200x50 with cold caches). Numbers are compared as they lie, whole
//! rows at once, and only the buffer that is painted into stays in the caches.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::pen;
use super::shift::Shift;
use crate::text::width;

const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

/// What a cell shows: text and ink as a number of 61 bits, and below it what must be known of a cell that is gone.
/// Two looks with one number by chance would leave a cell as it was; at 2⁻⁶¹ that is not thought of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sign(u64);

impl Sign {
    const WIDE: u64 = 1;
    const BLANK: u64 = 2;
    const EMPTY: Self = Self::new(text(" "), 0, Self::BLANK);

    const fn new(text: u64, ink: u64, flags: u64) -> Self {
        let mixed = (text ^ ink.wrapping_mul(ODD).rotate_left(29)).wrapping_mul(ODD);
        Self((mixed & !7) | flags)
    }

    /// The sign of a cell, and the number of its text.
    fn of(cell: &Cell) -> (Self, u64) {
        let symbol = cell.symbol();
        let text = text(symbol);
        if pen::is_blank(cell) {
            return (Self::EMPTY, text);
        }
        let wide = if symbol.len() > 1 && width::cells(symbol) > 1 { Self::WIDE } else { 0 };
        let ink = colour(cell.fg) | colour(cell.bg) << 25;
        let ink = ink ^ u64::from(cell.modifier.bits()).wrapping_mul(ODD);
        (Self::new(text, ink, wide), text)
    }

    /// Columns of its text, at least 1.
    pub(super) fn cells(self) -> usize {
        if self.0 & Self::WIDE == 0 { 1 } else { 2 }
    }

    /// Whether nothing is seen of it.
    pub(super) fn is_blank(self) -> bool {
        self.0 & Self::BLANK != 0
    }
}

const fn mix(number: u64, next: u64) -> u64 {
    (number.rotate_left(5) ^ next).wrapping_mul(ODD)
}

const fn text(symbol: &str) -> u64 {
    let (bytes, mut at, mut number) = (symbol.as_bytes(), 0, 0u64);
    while at < bytes.len() {
        number = mix(number, bytes[at] as u64);
        at += 1;
    }
    number
}

/// 25 bits.
fn colour(colour: Color) -> u64 {
    match colour {
        Color::Rgb(r, g, b) => 1 << 24 | u64::from(r) << 16 | u64::from(g) << 8 | u64::from(b),
        Color::Indexed(at) => 1 << 8 | u64::from(at),
        named => u64::from(pen::offset(named)),
    }
}

/// What tells rows apart by their text, whatever their ink; none for a blank one.
pub(super) type Hash = Option<u64>;

/// What a screen shows.
#[derive(Debug, Default)]
pub(super) struct Picture {
    area: Rect,
    signs: Vec<Sign>,
    hashes: Vec<Hash>,
}

impl Picture {
    /// Shows what is painted.
    pub(super) fn take(&mut self, cells: &Buffer) {
        self.area = cells.area;
        self.signs.clear();
        self.hashes.clear();
        for row in cells.content.chunks(columns(self.area)) {
            let (mut hash, mut blank) = (0u64, true);
            self.signs.extend(row.iter().map(|cell| {
                let (sign, text) = Sign::of(cell);
                blank &= text == const { self::text(" ") };
                hash = mix(hash, text);
                sign
            }));
            self.hashes.push((!blank).then_some(hash));
        }
    }

    /// Shows nothing.
    pub(super) fn clear(&mut self, area: Rect) {
        self.area = area;
        self.signs.clear();
        self.signs.resize(usize::from(area.width) * usize::from(area.height), Sign::EMPTY);
        self.hashes.clear();
        self.hashes.resize(usize::from(area.height), None);
    }

    pub(super) fn area(&self) -> Rect {
        self.area
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[Sign]> {
        self.signs.chunks(columns(self.area))
    }

    /// One for each row. Two rows with one by chance are only written anew after a useless move.
    pub(super) fn hashes(&self) -> &[Hash] {
        &self.hashes
    }

    /// Does to the cells what the terminal does. The hashes stay as they were.
    pub(super) fn apply(&mut self, shift: Shift) {
        let columns = columns(self.area);
        let rows = usize::from(shift.top) * columns..usize::from(shift.bottom) * columns;
        let Some(part) = self.signs.get_mut(rows) else { return };
        let cells = (shift.by.unsigned_abs() as usize * columns).min(part.len());
        let fresh = if shift.by > 0 {
            part.rotate_left(cells);
            part.len() - cells..part.len()
        } else {
            part.rotate_right(cells);
            0..cells
        };
        part.get_mut(fresh).into_iter().flatten().for_each(|sign| *sign = Sign::EMPTY);
    }
}

fn columns(area: Rect) -> usize {
    usize::from(area.width).max(1)
}
