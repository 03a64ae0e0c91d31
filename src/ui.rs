//! The state painted. Nothing here changes it: the same state gives the same picture.
//!
//! Panes say what a piece of text *is* ([`theme::Role`]), the theme says how that looks.

pub mod canvas;
mod list;
mod overlay;
mod pane;
mod row;
mod status;
pub mod theme;

use ratatui::Frame;

use crate::reader::State;
use canvas::Canvas;
use theme::{Role, Theme};

/// Paints the whole screen.
pub fn draw(state: &State, theme: &Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    let mut canvas = Canvas::new(frame.buffer_mut(), theme);
    let cursor = paint(state, &mut canvas, area.width, area.height);
    if let Some((x, y)) = cursor.filter(|(x, y)| *x < area.width && *y < area.height) {
        frame.set_cursor_position((x, y));
    }
}

/// Paints; gives the place of the terminal's cursor while something is typed.
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
        pane::comments::draw(state, area, canvas);
    }
    if let Some(area) = state.screen.context {
        pane::context::draw(state, area, canvas);
    }
    if let Some(area) = state.screen.marks {
        pane::marks::draw(state, area, canvas);
    }
    pane::rules(state, canvas);
}
