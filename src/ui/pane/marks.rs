//! The marks of this discussion, in the third column.

use crate::layout::Area;
use crate::model::change::Spot;
use crate::reader::State;
use crate::ui::canvas::Canvas;
use crate::ui::person::{self, Place};
use crate::ui::theme::Role;

pub(in crate::ui) fn draw(state: &State, area: Area, canvas: &mut Canvas<'_>) {
    let end = area.right().saturating_sub(1);
    if state.reading.marks.is_empty() {
        canvas.fit(area.x + 1, area.y + 1, end, "m marks a comment, ' lists the marks", Role::Dim);
        return;
    }
    for (y, (spot, marked)) in (area.y + 1..area.bottom()).zip(&state.reading.marks) {
        let x = canvas.put(area.x + 1, y, end, super::comments::mark_sign(marked), Role::Mark);
        let note = crate::reader::command::note_text(&marked.mark);
        match spot {
            Spot::Comment(id) => {
                let x = person::author(state, *id, Place { x: x + 1, y, end }, Role::Author, canvas);
                let x = canvas.put(x, y, end, ": ", Role::Dim);
                let words = if note.is_empty() { state.opening(*id).as_str().to_owned() } else { note };
                canvas.fit(x, y, end, &words, Role::Text);
            }
            Spot::Passage(passage) => {
                let x = canvas.fit(x + 1, y, end, &format!("¶{} ", passage.number), Role::Author);
                canvas.fit(x, y, end, &note, Role::Text);
            }
        }
    }
}
