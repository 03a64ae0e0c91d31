use super::*;
use proptest::prelude::*;
use ratatui::style::{Color, Modifier, Style};

use crate::text::width;

const COLUMNS: u16 = 14;
const ROWS: u16 = 9;

/// Rows as the painting makes them: runs of text in styles.
fn picture() -> impl Strategy<Value = Buffer> {
    let text = prop::sample::select(vec!["a", "bc", "       ", "漢", "é│", "漢字x", "word in a row", " "]);
    let style = prop::sample::select(vec![
        Style::new(),
        Style::new().add_modifier(Modifier::BOLD),
        Style::new().add_modifier(Modifier::DIM | Modifier::ITALIC),
        Style::new().fg(Color::Cyan),
        Style::new().fg(Color::Black).bg(Color::Yellow),
        Style::new().add_modifier(Modifier::UNDERLINED).fg(Color::Indexed(200)),
    ]);
    let run = (0..COLUMNS, 0..ROWS, text, style);
    prop::collection::vec(run, 0..40).prop_map(|runs| {
        let mut cells = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
        for (x, y, text, style) in runs {
            put(&mut cells, x, y, text, style);
        }
        cells
    })
}

/// Writes as the canvas does: no half of a wide character is left.
fn put(cells: &mut Buffer, x: u16, y: u16, text: &str, style: Style) {
    let before = (0..x).rev().find(|at| cells[(*at, y)].symbol() != " ");
    if before.is_some_and(|at| width::cells(cells[(at, y)].symbol()) > usize::from(x - at)) {
        return;
    }
    cells.set_stringn(x, y, text, usize::from(COLUMNS - x), Style::reset().patch(style));
}

/// The same rows, moved, with a column of signs that stays.
fn moved(cells: &Buffer, by: i32) -> Buffer {
    let mut next = Buffer::empty(cells.area);
    for y in 0..ROWS {
        let Some(from) = u16::try_from(i32::from(y) + by).ok().filter(|from| *from < ROWS) else { continue };
        for x in 0..COLUMNS {
            next[(x, y)] = cells[(x, from)].clone();
        }
    }
    next
}

/// What a terminal shows: text and ink of every cell. A blank's ink is not seen, but for its
/// ground and a line under it.
fn shown(terminal: &vt100::Parser) -> Vec<String> {
    let cell = |y, x| {
        let cell = terminal.screen().cell(y, x).unwrap();
        let ground = format!("{:?}{}", cell.bgcolor(), cell.underline()).replace("Defaultfalse", "");
        match cell.contents().trim() {
            "" => format!(" {ground}"),
            text => {
                let ink = format!("{:?}{}{}{}", cell.fgcolor(), cell.bold(), cell.dim(), cell.italic());
                format!("{text}{ground}{}", ink.replace("Defaultfalsefalsefalse", ""))
            }
        }
    };
    (0..ROWS).map(|y| (0..COLUMNS).map(|x| cell(y, x)).collect()).collect()
}

fn picture_of(cells: &Buffer) -> Picture {
    let mut picture = Picture::default();
    picture.take(cells);
    picture
}

fn terminal(pictures: &[&Buffer]) -> vt100::Parser {
    let size = |cells| std::num::NonZero::new(cells).unwrap();
    let mut terminal = vt100::Parser::new(size(ROWS), size(COLUMNS), 0);
    let mut gate = Gate::new(Vec::new());
    let mut before = Picture::default();
    for cells in pictures {
        let mut bytes = Vec::new();
        let next = picture_of(cells);
        encode(&mut before, &next, cells, &mut bytes);
        before = next;
        gate.write_all(&bytes).unwrap();
        terminal.process(gate.inner_mut());
        gate.inner_mut().clear();
    }
    assert_eq!(gate.hits(), 0);
    terminal
}

proptest! {
    /// Whatever was on the screen, the difference makes the next picture of it.
    #[test]
    fn a_difference_makes_the_next_picture(one in picture(), other in picture()) {
        prop_assert_eq!(shown(&terminal(&[&one, &other])), shown(&terminal(&[&other])));
    }

    #[test]
    fn a_move_makes_the_next_picture(one in picture(), by in -8i32..9, run in (0..COLUMNS, 0..ROWS, "[a-z]{0,4}")) {
        let mut other = moved(&one, by);
        put(&mut other, run.0, run.1, &run.2, Style::new());
        prop_assert_eq!(shown(&terminal(&[&one, &other])), shown(&terminal(&[&other])));
    }

    #[test]
    fn the_same_picture_says_nothing(one in picture()) {
        prop_assert_eq!(bytes(&one, &one), "");
    }
}

fn text(rows: &[&str]) -> Buffer {
    let mut cells = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
    for (y, row) in (0..).zip(rows) {
        cells.set_string(0, y, row, Style::new());
    }
    cells
}

fn bytes(one: &Buffer, other: &Buffer) -> String {
    let mut bytes = Vec::new();
    encode(&mut picture_of(one), &picture_of(other), other, &mut bytes);
    String::from_utf8(bytes).unwrap()
}

#[test]
fn scrolled_rows_are_moved() {
    let all = ["title", "one", "two", "three", "four", "five", "six", "", "status"];
    let mut after = all;
    after[1..8].copy_from_slice(&["two", "three", "four", "five", "six", "", "seven"]);
    assert_eq!(bytes(&text(&all), &text(&after)), "\x1b[2;7r\x1b[1S\x1b[r\x1b[8;1Hseven");
}

#[test]
fn a_bar_that_moves_costs_a_few_bytes() {
    let (mut one, mut other) = (text(&["a", "b", "c"]), text(&["a", "b", "c"]));
    one.set_string(4, 0, "▌", Style::new().fg(Color::Cyan));
    other.set_string(4, 2, "▌", Style::new().fg(Color::Cyan));
    assert_eq!(bytes(&one, &other), "\x1b[1;5H\x1b[K\x1b[3;5H\x1b[36m▌\x1b[m");
}

#[test]
fn unchanged_cells_are_stepped_over_or_written_again_whichever_is_shorter() {
    let (one, other) = (text(&["abcdefghijkl"]), text(&["Xbcdefghijkl"]));
    assert_eq!(bytes(&one, &other), "\x1b[1;1HX");
    assert_eq!(bytes(&one, &text(&["XbcYefghijkZ"])), "\x1b[1;1HXbcY\x1b[7CZ");
}
