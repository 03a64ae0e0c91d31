//! One file a pane, and the rules between them.

pub(super) mod article;
pub(super) mod comments;
pub(super) mod context;
pub(super) mod index;
pub(super) mod marks;
pub(super) mod strip;

use super::canvas::Canvas;
use super::theme::Role;
use crate::layout::context::heading;
use crate::layout::{Area, Pane};
use crate::reader::State;

/// The lines between panes, and the context's header on its line.
pub(super) fn rules(state: &State, canvas: &mut Canvas<'_>) {
    let screen = &state.screen;
    for x in screen.rules.into_iter().flatten() {
        for y in screen.title.bottom()..screen.status.y {
            canvas.put(x, y, x + 1, "│", Role::Rule);
        }
    }
    if let Some(head) = screen.context_head {
        let joins = head.x > 0 && screen.rules.contains(&Some(head.x - 1)) && screen.rules[1] != Some(head.x - 1);
        if joins {
            canvas.put(head.x - 1, head.y, head.x, "├", Role::Rule);
        }
        header(state, canvas, head);
    }
    if let Some(marks) = screen.marks {
        let count = state.reading.marks.len();
        let title = if count == 0 { "Marks".to_owned() } else { format!("Marks ─ {count}") };
        titled(canvas, Area { height: 1, ..marks }, &title, Role::Dim);
    }
}

fn header(state: &State, canvas: &mut Canvas<'_>, head: Area) {
    let words = state.current().map(|id| heading(state.discussion(), id)).unwrap_or_default();
    let focused = state.reading.focus == Pane::Context;
    titled(canvas, head, &format!("Context ─ {words}"), if focused { Role::Title } else { Role::Dim });
}

/// A rule with words in it.
fn titled(canvas: &mut Canvas<'_>, area: Area, words: &str, role: Role) {
    canvas.fill(area.x, area.y, area.right(), "─", Role::Rule);
    let text = format!(" {words} ");
    canvas.fit(area.x + 1, area.y, area.right().saturating_sub(1), &text, role);
}
