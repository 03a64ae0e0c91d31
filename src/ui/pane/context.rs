//! The reply context: what the current comment answers.

use crate::layout::Area;
use crate::layout::context::{ContextKind, ContextRow, name};
use crate::reader::State;
use crate::ui::canvas::Canvas;
use crate::ui::person::{self, Place};
use crate::ui::theme::Role;

pub(in crate::ui) fn draw(state: &State, area: Area, canvas: &mut Canvas<'_>) {
    let rows = state.context_rows(usize::from(area.width.saturating_sub(2)));
    let shown = rows.iter().skip(state.context_top).take(usize::from(area.height));
    for (y, row) in (area.y..).zip(shown) {
        draw_row(state, row, area, y, canvas);
    }
    let left = rows.len().saturating_sub(state.context_top + usize::from(area.height));
    if left > 0 && area.height > 1 {
        canvas.put(area.right().saturating_sub(2), area.bottom() - 1, area.right(), "↓ ", Role::Dim);
    }
}

fn draw_row(state: &State, row: &ContextRow, area: Area, y: u16, canvas: &mut Canvas<'_>) {
    let end = area.right().saturating_sub(1);
    let mut x = area.x + 1;
    for _ in 0..row.bars {
        x = canvas.put(x, y, end, "▎ ", Role::Bar);
    }
    let role = match row.kind {
        ContextKind::Label => Role::Dim,
        ContextKind::Name => Role::Author,
        ContextKind::Words | ContextKind::Blank => Role::Text,
        ContextKind::Reason => Role::Guess,
    };
    // A name with what follows it: the name is painted like everywhere.
    if let (ContextKind::Name, Some(id)) = (row.kind, row.of)
        && let Some(rest) = row.text.strip_prefix(name(state.discussion(), id).as_str())
    {
        let x = person::author(state, id, Place { x, y, end }, role, canvas);
        canvas.fit(x, y, end, rest, role);
        return;
    }
    let Some(hit) = &row.hit else {
        canvas.fit(x, y, end, &row.text, role);
        return;
    };
    let piece = |range: std::ops::Range<usize>| row.text.get(range).unwrap_or_default();
    x = canvas.put(x, y, end, piece(0..hit.start), role);
    x = canvas.put(x, y, end, piece(hit.clone()), Role::Hit);
    canvas.put(x, y, end, piece(hit.end..row.text.len()), role);
}
