//! Comments of one row: folded, missing, muted, only there as context.

use super::{NEW, mark_sign};
use crate::layout::Area;
use crate::layout::context::{count, name};
use crate::model::{CommentId, Discussion, Kind};
use crate::reader::State;
use crate::text::width;
use crate::ui::canvas::Canvas;
use crate::ui::person::{self, Place};
use crate::ui::theme::Role;
/// A folded comment, a missing one, or a stub.
pub(super) fn one_row(state: &State, area: Area, x: u16, y: u16, id: CommentId, canvas: &mut Canvas<'_>) {
    let discussion = state.discussion();
    let thread = discussion.thread();
    let end = area.right();
    if state.reading.view.is_run(id) {
        run(state, x, y, end, id, canvas);
        return;
    }
    match stub_words(discussion, id) {
        None if state.reading.view.is_context(id) => context(state, area, x, y, id, canvas),
        Some(words) if thread.kind(id) == Kind::More || !state.reading.view.is_folded(id) => {
            canvas.fit(x, y, end, &words, Role::Guess);
        }
        None if state.reading.is_hushed(id) && !state.reading.view.is_folded(id) => {
            hushed(state, Place { x, y, end }, id, canvas);
        }
        Some(_) | None => folded(state, area, x, y, id, canvas),
    }
}

/// `muted: ann`: who or what, and how it opens where the reader stands.
fn hushed(state: &State, at: Place, id: CommentId, canvas: &mut Canvas<'_>) {
    let mut words = state.mute_words(id);
    if id == state.reading.current {
        words.push_str(" · Enter opens");
    }
    let x = canvas.fit(at.x, at.y, at.end, &words, Role::Dim);
    if let Some(marked) = state.reading.mark(id).filter(|_| state.discussion().thread().has_authors()) {
        canvas.put(x + 1, at.y, at.end, mark_sign(marked), Role::Mark);
    }
}

/// `▸ 5 replies between ann and bob`: a row in the place of a run.
pub(in crate::ui::pane) fn run(state: &State, x: u16, y: u16, end: u16, id: CommentId, canvas: &mut Canvas<'_>) {
    let x = canvas.put(x, y, end, "▸ ", Role::Path);
    let words = state.run_words(id).unwrap_or_default();
    canvas.fit(x, y, end, &words, Role::Strong);
}

/// What stands in the place of a comment that is not here.
pub(in crate::ui::pane) fn stub_words(discussion: &Discussion, id: CommentId) -> Option<String> {
    let thread = discussion.thread();
    Some(match thread.kind(id) {
        Kind::Comment => return None,
        Kind::Ghost if discussion.origin().partial => "not read yet …".to_owned(),
        Kind::Ghost => "missing comment: it is not in this copy".to_owned(),
        Kind::More => match thread.more(id).map_or(0, |more| more.count as usize) {
            0 => "more replies not loaded".to_owned(),
            replies => format!("{} not loaded", count(replies, "reply", "replies")),
        },
    })
}

/// ` +12, 3 unread`: what a fold hides.
pub(in crate::ui::pane) fn fold_tail(state: &State, id: CommentId) -> String {
    let below = state.discussion().thread().below(id);
    let unread = state.reading.unread_in(id);
    let mut tail = if below > 0 { format!(" +{below}") } else { String::new() };
    if unread > 0 && unread <= below && state.reading.fresh_under(id) == 0 {
        tail.push_str(&format!(", {unread} unread"));
    }
    tail
}

/// `, 3 new`: what is new in a fold.
pub(in crate::ui::pane) fn fold_news(state: &State, id: CommentId) -> String {
    match state.reading.fresh_under(id) {
        new if new > 0 && state.discussion().thread().below(id) > 0 => format!(", {new} new"),
        _ => String::new(),
    }
}

/// `author: first words`, dim: here only because of what is below it.
fn context(state: &State, area: Area, x: u16, y: u16, id: CommentId, canvas: &mut Canvas<'_>) {
    let discussion = state.discussion();
    let end = area.right();
    let x = if discussion.thread().has_authors() {
        let next = canvas.fit(x, y, end, name(discussion, id).as_str(), Role::Dim);
        canvas.put(next, y, end, ": ", Role::Dim)
    } else {
        x
    };
    canvas.fit(x, y, end, state.opening(id).as_str(), Role::Read);
}

/// `▸ author: first words … +12`.
fn folded(state: &State, area: Area, x: u16, y: u16, id: CommentId, canvas: &mut Canvas<'_>) {
    let discussion = state.discussion();
    let thread = discussion.thread();
    let tail = fold_tail(state, id);
    let fresh = fold_news(state, id);
    let end = area.right();
    let room = end.saturating_sub(u16::try_from(width::cells(&tail) + width::cells(&fresh)).unwrap_or(0) + 2);
    let x = canvas.put(x, y, end, "▸ ", Role::Path);
    let x = if state.reading.is_new(id) { canvas.put(x, y, end, &format!("{NEW} "), Role::New) } else { x };
    let x = if thread.has_authors() && !state.reading.is_hushed(id) {
        let next = person::author(state, id, Place { x, y, end: room }, Role::Author, canvas);
        canvas.put(next, y, room, ": ", Role::Dim)
    } else {
        x
    };
    let x = canvas.fit(x, y, room, state.opening(id).as_str(), Role::Read);
    let x = canvas.put(x, y, end, &tail, Role::Strong);
    let x = canvas.put(x, y, end, &fresh, Role::New);
    if let Some(marked) = state.reading.mark(id).filter(|_| thread.has_authors()) {
        canvas.put(x + 1, y, end, mark_sign(marked), Role::Mark);
    }
}
