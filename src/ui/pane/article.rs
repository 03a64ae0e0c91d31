//! The article: its words, and a margin with the number of comments that quote a passage.

use crate::layout::area::ARTICLE_MARGIN;
use crate::layout::{Area, Pane};
use crate::reader::{State, pane_width};
use crate::ui::canvas::Canvas;
use crate::ui::lit;
use crate::ui::row::{self, Spot};
use crate::ui::theme::Role;

pub(in crate::ui) fn draw(state: &State, area: Area, canvas: &mut Canvas<'_>) {
    let body = state.article();
    if body.is_empty() {
        canvas.fit(area.x + 1, area.y + 1, area.right(), "nothing to read here", Role::Dim);
        return;
    }
    let focused = state.reading.focus == Pane::Article;
    let current = state.passage().filter(|_| focused);
    let lit = lit::of_article(state);
    let width = u16::try_from(pane_width(area.width)).unwrap_or(1);
    for (y, at) in (area.y..).zip(state.article_page()) {
        let lines = state.article_lines(at.block);
        let Some(line) = lines.get(at.row as usize) else { continue };
        if line.first {
            margin(state, area.x, y, at.block, canvas);
        }
        if current == Some(at.block) && !line.blank {
            canvas.put(area.x, y, area.right(), "▌", Role::Cursor);
        }
        let x = area.x + ARTICLE_MARGIN;
        row::draw(canvas, &body, line, Spot { x, y, end: (x + width).min(area.right()), over: None, lit: &lit });
    }
}

/// How many comments quote the passage, and whether it is marked.
fn margin(state: &State, x: u16, y: u16, block: u32, canvas: &mut Canvas<'_>) {
    let quoting = state.quoting_count(block + 1);
    if quoting > 0 {
        canvas.put(x + 1, y, x + 3, &format!("{:>2}", quoting.min(99)), Role::Dim);
    }
    if let Some(marked) = state.passage_mark(block) {
        let sign = super::comments::mark_sign(marked);
        canvas.put(x + 3, y, x + 4, sign, Role::Mark);
    }
}
