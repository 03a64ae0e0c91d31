//! An author's name as the reader wants to see it: in their colour, with their tag.

use super::canvas::Canvas;
use super::theme::Role;
use crate::layout::context::name;
use crate::model::{CommentId, Person};
use crate::reader::State;
use crate::text::{Clean, Raw};

/// Cells that a tag may take; the words after it matter too.
const TAG: u16 = 24;

/// Where a name is painted: from a cell on, up to a column.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) x: u16,
    pub(super) y: u16,
    pub(super) end: u16,
}

/// Paints the author of a comment, and the tag; gives the column after them. The reader's
/// colour takes the place of the usual role of names only.
pub(super) fn author(state: &State, id: CommentId, at: Place, role: Role, canvas: &mut Canvas<'_>) -> u16 {
    let person = state.reading.author_of(id);
    let role = if role == Role::Author { colour(person).unwrap_or(role) } else { role };
    let x = canvas.fit(at.x, at.y, at.end, name(state.discussion(), id).as_str(), role);
    tag(person, Place { x, ..at }, canvas)
}

/// Paints the tag of somebody after their name: ` [tag]`.
fn tag(person: Option<&Person>, at: Place, canvas: &mut Canvas<'_>) -> u16 {
    let Some(person) = person.filter(|person| !person.tag.is_empty()) else { return at.x };
    let words = Clean::line(Raw::new(&format!("[{}]", person.tag)));
    let end = at.end.min(at.x.saturating_add(TAG));
    canvas.fit(at.x.saturating_add(1), at.y, end, words.as_str(), colour(Some(person)).unwrap_or(Role::Tag))
}

fn colour(person: Option<&Person>) -> Option<Role> {
    person.and_then(|person| person.colour).map(Role::of_colour)
}
