//! Letters on links, and the card of one.

use super::canvas::Canvas;
use super::overlay::strip;
use super::theme::Role;
use crate::reader::State;
use crate::reader::overlay::{Hints, LinkCard};
use crate::text::wrap;

/// Rows of an address that are shown.
const ROWS: usize = 4;

/// The letters, and in the status row what they do.
pub(super) fn hints(state: &State, hints: &Hints, canvas: &mut Canvas<'_>) {
    for hint in &hints.hints {
        if let Some(rest) = hint.label.strip_prefix(hints.typed.as_str()) {
            canvas.put(hint.spot.x, hint.spot.y, state.size.width, rest, Role::Hint);
        }
    }
    let status = state.screen.status;
    canvas.clear(status);
    let end = status.right();
    let mut x = status.x + 1;
    let (act, other) = if hints.copies { ("copy the link", "opens") } else { ("open the link", "copies") };
    let says = [("letters", act), ("capitals", "show where it leads"), ("y", other), ("Esc", "closes")];
    for (key, words) in says {
        x = canvas.put(x, status.y, end, key, Role::Key);
        x = canvas.put(x, status.y, end, &format!(" {words}   "), Role::Dim);
    }
}

/// Where a link leads.
pub(super) fn card(state: &State, card: &LinkCard, canvas: &mut Canvas<'_>) {
    let target = &card.target;
    let room = usize::from(state.size.width.saturating_sub(4)).max(8);
    let address = target.address.as_str();
    let lines = wrap::preformatted(address, room);
    let notes = target.doubts.iter().chain(&target.refused);
    let notes: Vec<(&str, std::ops::Range<usize>)> = notes
        .flat_map(|note| wrap::lines(note.as_str(), room).into_iter().map(move |line| (note.as_str(), line)))
        .collect();
    let rows = 2 + lines.len().min(ROWS) + notes.len();
    let area = strip(state, u16::try_from(rows).unwrap_or(8), canvas);
    let end = area.right().saturating_sub(1);
    let last = area.bottom().saturating_sub(1);
    let mut y = area.y;
    let x = canvas.put(area.x + 1, y, end, "leads to ", Role::Dim);
    canvas.fit(x, y, end, target.host.as_str(), Role::Strong);
    for (text, line) in notes {
        y += 1;
        if y < last {
            canvas.put(area.x + 1, y, end, text.get(line).unwrap_or_default(), Role::Error);
        }
    }
    for (at, line) in lines.into_iter().take(ROWS).enumerate() {
        y += 1;
        if y < last {
            let text = address.get(line.clone()).unwrap_or_default();
            let more = at + 1 == ROWS && line.end < address.len();
            canvas.fit(area.x + 1, y, end, &format!("{text}{}", if more { " …" } else { "" }), Role::Text);
        }
    }
    let mut x = area.x + 1;
    let open = if target.doubts.is_empty() { " opens it   " } else { " opens it all the same   " };
    let opens = [("o", open)].into_iter().filter(|_| target.refused.is_none());
    for (key, words) in opens.chain([("y", " copies it   "), ("Esc", " closes")]) {
        x = canvas.put(x, last, end, key, Role::Key);
        x = canvas.put(x, last, end, words, Role::Text);
    }
}
