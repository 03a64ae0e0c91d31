//! The terminal's cursor and ink: says only what differs from what they are.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::shift::Shift;

/// How a cell is inked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ink {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const PLAIN: Ink = Ink { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

impl Ink {
    fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Whether a blank in it looks like any other.
    fn leaves_blanks(self) -> bool {
        self.bg == Color::Reset && !self.modifier.intersects(ON_BLANKS)
    }
}

/// What is seen of a blank.
const ON_BLANKS: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

/// Whether nothing is seen of a cell. Its ink may be any that a blank does not show.
pub(super) fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && Ink::of(cell).leaves_blanks()
}

/// A colour with a name, as a number above that of the text's black or the ground's.
pub(super) fn offset(colour: Color) -> u8 {
    match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
        Color::Reset | Color::Indexed(_) | Color::Rgb(..) => 9,
    }
}

/// The attributes that have a number of their own.
const ATTRIBUTES: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// Writes into a picture. It begins and ends with the terminal's own ink.
pub(super) struct Pen<'a> {
    out: &'a mut Vec<u8>,
    /// Where the cursor is, while that is known.
    at: Option<(u16, u16)>,
    ink: Ink,
}

impl<'a> Pen<'a> {
    pub(super) fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out, at: None, ink: PLAIN }
    }

    pub(super) fn clear_screen(&mut self) {
        self.out.extend_from_slice(b"\x1b[2J");
    }

    /// Moves rows; what comes in is blank.
    pub(super) fn scroll(&mut self, shift: Shift) {
        let (by, way) =
            (u16::try_from(shift.by.unsigned_abs()).unwrap_or(u16::MAX), if shift.by > 0 { b'S' } else { b'T' });
        // The margins put the cursor into a corner.
        self.sequence(&[shift.top + 1, shift.bottom], b'r');
        self.sequence(&[by], way);
        self.sequence(&[], b'r');
        self.at = None;
    }

    /// The column where the pen stands in this row, and the cells from there to `x`.
    pub(super) fn gap(&self, x: u16, y: u16) -> Option<(u16, u16)> {
        self.at.filter(|at| at.1 == y).and_then(|at| Some((at.0, x.checked_sub(at.0)?)))
    }

    /// Whether the cell can be written in the ink at hand: any will do for a blank, if it shows on none.
    pub(super) fn has_ink(&self, cell: &Cell) -> bool {
        self.ink == Ink::of(cell) || (self.ink.leaves_blanks() && is_blank(cell))
    }

    /// Writes a cell of so many columns.
    pub(super) fn write(&mut self, x: u16, y: u16, cell: &Cell, wide: usize) {
        self.go(x, y);
        if !self.has_ink(cell) {
            self.dip(Ink::of(cell));
        }
        let symbol = cell.symbol();
        self.out.extend_from_slice(symbol.as_bytes());
        // Terminals differ in how far clusters and wide characters move the cursor.
        let is_sure = wide == 1 && symbol.chars().nth(1).is_none();
        self.at = is_sure.then_some((x + 1, y));
    }

    /// Blanks from here to the end of the row.
    pub(super) fn erase_row(&mut self, x: u16, y: u16) {
        self.go(x, y);
        self.dip_for_blanks();
        self.out.extend_from_slice(b"\x1b[K");
    }

    /// So many blanks.
    pub(super) fn erase(&mut self, x: u16, y: u16, cells: u16) {
        if cells > 0 {
            self.go(x, y);
            self.dip_for_blanks();
            self.sequence(&[cells], b'X');
        }
    }

    /// The picture is done.
    pub(super) fn rest(&mut self) {
        self.dip(PLAIN);
    }

    fn go(&mut self, x: u16, y: u16) {
        match self.gap(x, y) {
            Some((_, 0)) => {}
            Some((_, gap)) => self.sequence(&[gap], b'C'),
            None => self.sequence(&[y + 1, x + 1], b'H'),
        }
        self.at = Some((x, y));
    }

    /// What is erased takes the ground of the ink.
    fn dip_for_blanks(&mut self) {
        if !self.ink.leaves_blanks() {
            self.dip(PLAIN);
        }
    }

    /// Changes the ink.
    fn dip(&mut self, ink: Ink) {
        if ink == self.ink {
            return;
        }
        let before = std::mem::replace(&mut self.ink, ink);
        if ink == PLAIN {
            return self.out.extend_from_slice(b"\x1b[m");
        }
        self.out.extend_from_slice(b"\x1b[");
        let anew = !ink.modifier.contains(before.modifier);
        let before = if anew { PLAIN } else { before };
        if anew {
            self.parameter(0);
        }
        for (modifier, number) in ATTRIBUTES {
            if ink.modifier.contains(modifier) && !before.modifier.contains(modifier) {
                self.parameter(number);
            }
        }
        if ink.fg != before.fg {
            self.colour(ink.fg, 30);
        }
        if ink.bg != before.bg {
            self.colour(ink.bg, 40);
        }
        // Over the last `;`.
        self.out.pop();
        self.out.push(b'm');
    }

    /// A colour of text (30) or ground (40).
    fn colour(&mut self, colour: Color, base: u8) {
        match colour {
            Color::Indexed(at) => [base + 8, 5, at].into_iter().for_each(|number| self.parameter(number)),
            Color::Rgb(r, g, b) => [base + 8, 2, r, g, b].into_iter().for_each(|number| self.parameter(number)),
            named => self.parameter(base + offset(named)),
        }
    }

    fn parameter(&mut self, number: u8) {
        self.number(number.into());
        self.out.push(b';');
    }

    fn sequence(&mut self, parameters: &[u16], last: u8) {
        self.out.extend_from_slice(b"\x1b[");
        for (at, number) in parameters.iter().enumerate() {
            if at > 0 {
                self.out.push(b';');
            }
            self.number(*number);
        }
        self.out.push(last);
    }

    fn number(&mut self, number: u16) {
        self.out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
    }
}
