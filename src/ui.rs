//! The state painted. Nothing here changes it: the same state gives the same picture.
//!
//! Panes say what a piece of text *is* ([`theme::Role`]), the theme says how that looks.

pub mod canvas;
mod hint;
mod list;
mod lit;
mod overlay;
mod pane;
mod person;
mod row;
mod status;
pub mod theme;

use ratatui::buffer::Buffer;

use crate::reader::State;
use canvas::Canvas;
use theme::{Role, Theme};

/// Paints the whole screen onto empty cells; gives the place of the terminal's cursor while
/// something is typed.
pub fn draw(state: &State, theme: &Theme, cells: &mut Buffer) -> Option<(u16, u16)> {
    let (width, height) = (cells.area.width, cells.area.height);
    let cursor = paint(state, &mut Canvas::new(cells, theme), width, height);
    cursor.filter(|(x, y)| *x < width && *y < height)
}

fn paint(state: &State, canvas: &mut Canvas<'_>, width: u16, height: u16) -> Option<(u16, u16)> {
    if state.screen.too_small || width == 0 || height == 0 {
        canvas.put(0, height / 2, width, "too small", Role::Dim);
        return None;
    }
    if let Some(list) = state.screens.last() {
        list::draw(state, list, canvas);
    } else {
        reading(state, canvas);
    }
    status::draw(state, canvas);
    overlay::draw(state, canvas)
}

fn reading(state: &State, canvas: &mut Canvas<'_>) {
    status::title(state, canvas);
    if state.load.empty {
        let words = if state.load.running { "reading …" } else { "" };
        canvas.put(1, state.size.height / 2, state.size.width, words, Role::Dim);
        return;
    }
    if let Some(area) = state.screen.article {
        pane::article::draw(state, area, canvas);
    }
    if let Some(area) = state.screen.comments {
        if state.in_index() {
            pane::index::draw(state, area, canvas);
        } else {
            pane::comments::draw(state, area, canvas);
        }
    }
    if let Some(area) = state.screen.strip {
        pane::strip::draw(state, area, canvas);
    }
    if let Some(area) = state.screen.context {
        pane::context::draw(state, area, canvas);
    }
    if let Some(area) = state.screen.marks {
        pane::marks::draw(state, area, canvas);
    }
    pane::rules(state, canvas);
    pane::index::text(state, canvas);
}
