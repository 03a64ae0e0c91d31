//! The list screen: two rows an entry.

use super::canvas::Canvas;
use super::theme::Role;
use crate::layout::Area;
use crate::reader::State;
use crate::reader::list::List;
use crate::text::{Clean, Raw};

pub(super) fn draw(state: &State, list: &List, canvas: &mut Canvas<'_>) {
    let area = state.screen.title;
    canvas.fill(area.x, area.y, area.right(), "─", Role::Rule);
    canvas.fit(area.x, area.y, area.right(), &format!(" {} ", list.title), Role::Title);
    if list.rows.is_empty() {
        canvas.fit(2, 2, area.right(), list.empty, Role::Dim);
        return;
    }
    for (slot, (at, row)) in list.rows.iter().enumerate().skip(list.top).take(state.list_height()).enumerate() {
        let y = 1 + u16::try_from(slot * 2).unwrap_or(u16::MAX);
        let end = area.right().saturating_sub(1);
        if at == list.at {
            canvas.put(0, y, 1, "▌", Role::Cursor);
            canvas.put(0, y + 1, 1, "▌", Role::Cursor);
        }
        let digit = if at < 9 { format!("{} ", at + 1) } else { "  ".to_owned() };
        let x = canvas.put(1, y, end, &digit, Role::Key);
        let x = canvas.put(x, y, end, &format!("{} ", row.sign), Role::Dim);
        let x = canvas.fit(x, y, end, row.who.as_str(), Role::Author);
        let age = if row.age.is_empty() { String::new() } else { format!(" · {}", row.age) };
        let x = canvas.fit(x, y, end, &age, Role::Dim);
        if !row.note.is_empty() {
            let note = Clean::line(Raw::new(&row.note));
            canvas.fit(x + 2, y, end, note.as_str(), Role::Mark);
        }
        canvas.fit(4, y + 1, end, row.text.as_str(), Role::Text);
        if row.struck {
            canvas.tint(Area { x: 1, y, width: end, height: 2 }, Role::Strike);
        }
    }
}
