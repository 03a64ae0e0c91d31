//! The cells, with a way to write that never leaves its bounds.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::theme::{Role, Theme};
use crate::layout::Area;
use crate::text::width;

/// The cells of a frame and the theme that they are painted in.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    theme: &'a Theme,
}

impl<'a> Canvas<'a> {
    /// A canvas over a frame's cells.
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme) -> Self {
        Self { buffer, theme }
    }

    /// How a role looks.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// Writes text from a cell on, up to (not including) the column `end`. Gives the column
    /// after it.
    pub fn put(&mut self, x: u16, y: u16, end: u16, text: &str, role: Role) -> u16 {
        let style = self.style(role);
        self.put_styled(x, y, end, text, style)
    }

    /// Writes text in a style. Text that does not fit is cut without a sign.
    #[expect(
        clippy::disallowed_methods,
        reason = "each symbol is a measured cluster of safe text, as set_stringn's are"
    )]
    pub fn put_styled(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        let end = end.min(area.right());
        if y >= area.bottom() || x >= end {
            return x;
        }
        // What was painted there before must not shine through: styles are laid over.
        let style = Style::reset().patch(style);
        let start = self.buffer.index_of(x, y);
        let mut row = self.buffer.content.iter_mut().skip(start).take(usize::from(end - x));
        if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            let columns = text.len().min(usize::from(end - x));
            for (at, cell) in (0..columns).zip(row) {
                cell.set_symbol(text.get(at..=at).unwrap_or(" ")).set_style(style);
            }
            return x + u16::try_from(columns).unwrap_or(0);
        }
        let mut at = x;
        for (_, cluster, cells) in width::graphemes(text).filter(|(.., cells)| *cells > 0) {
            let cells = u16::try_from(cells).unwrap_or(1);
            if cells > end - at {
                break;
            }
            if let Some(cell) = row.next() {
                cell.set_symbol(cluster).set_style(style);
            }
            // The cells that a wide one covers.
            for cell in row.by_ref().take(usize::from(cells) - 1) {
                cell.reset();
            }
            at += cells;
        }
        at
    }

    /// Writes text, cut with `…` where it does not fit.
    pub fn fit(&mut self, x: u16, y: u16, end: u16, text: &str, role: Role) -> u16 {
        let room = usize::from(end.saturating_sub(x));
        self.put(x, y, end, &width::fit(text, room), role)
    }

    /// Fills a row with a character.
    pub fn fill(&mut self, x: u16, y: u16, end: u16, with: &str, role: Role) {
        let mut at = x;
        while at < end {
            let next = self.put(at, y, end, with, role);
            if next == at {
                return;
            }
            at = next;
        }
    }

    /// Empties an area.
    pub fn clear(&mut self, area: Area) {
        for y in area.y..area.bottom() {
            let blank = " ".repeat(usize::from(area.width));
            self.put_styled(area.x, y, area.right(), &blank, Style::reset());
        }
    }

    /// Lays a role over cells that are written already.
    pub fn tint(&mut self, area: Area, role: Role) {
        let style = self.style(role);
        for y in area.y..area.bottom() {
            for x in area.x..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.set_style(style);
                }
            }
        }
    }
}
