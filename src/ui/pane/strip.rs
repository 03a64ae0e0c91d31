//! The path to the branch that is shown alone.

use crate::layout::Area;
use crate::reader::State;
use crate::reader::pane::strip::BETWEEN;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;

pub(in crate::ui) fn draw(state: &State, area: Area, canvas: &mut Canvas<'_>) {
    let end = area.right().saturating_sub(1);
    let parts = state.strip(usize::from(area.width.saturating_sub(2)));
    for (nth, part) in parts.iter().enumerate() {
        let x = area.x + 1 + u16::try_from(part.x).unwrap_or(u16::MAX);
        let last = nth + 1 == parts.len();
        let role = match (last, part.cut) {
            (true, _) => Role::Author,
            (_, true) => Role::Dim,
            _ => Role::Path,
        };
        let next = canvas.put(x, area.y, end, part.text.as_str(), role);
        if !last {
            canvas.put(next, area.y, end, BETWEEN, Role::Dim);
        }
    }
}
