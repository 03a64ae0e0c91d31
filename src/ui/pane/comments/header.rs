//! The header of a comment: who, when, how liked, why it stands where it does.

use super::{NEW, mark_sign};
use crate::layout::Area;
use crate::layout::context::{count, name};
use crate::model::{CommentId, Link, Roles, State as Fate};
use crate::reader::State;
use crate::reader::reading::Marked;
use crate::text::{Clean, when, width};
use crate::ui::canvas::Canvas;
use crate::ui::person::{self, Place};
use crate::ui::theme::Role;
/// Author, roles, age, score, replies, state, guess, mark.
/// Gives the column after it.
pub(in crate::ui::pane) fn header(
    state: &State,
    area: Area,
    x: u16,
    y: u16,
    id: CommentId,
    canvas: &mut Canvas<'_>,
) -> u16 {
    let discussion = state.discussion();
    let thread = discussion.thread();
    let end = area.right();
    let read = state.reading.read.has(id) && id != state.reading.current;
    let mut x = x;
    if state.reading.is_new(id) {
        x = canvas.put(x, y, end, &format!("{NEW} "), Role::New);
    }
    if state.reading.view.exchange(id) != id {
        x = canvas.put(x, y, end, "⇅ ", Role::Path);
    }
    if thread.has_authors() {
        let known = discussion.author(id).is_some();
        let role = if read || !known { Role::Dim } else { Role::Author };
        let room = end.saturating_sub(24).max(x + 8).min(end);
        let from = x;
        x = person::author(state, id, Place { x, y, end: room }, role, canvas);
        let who = name(discussion, id);
        let named = from.saturating_add(u16::try_from(width::cells(who.as_str())).unwrap_or(u16::MAX));
        name_hits(state, who.as_str(), from, y, named.min(room), canvas);
        x = badges(thread.roles(id), x, y, end, canvas);
    }
    let lead = if thread.has_authors() { " " } else { "" };
    let why = match thread.link(id) {
        Link::Guessed => format!("{lead}~ {}", discussion.reason(id).unwrap_or_else(|| Clean::own("a guess"))),
        Link::Repaired => format!("{lead}✓ linked by you"),
        Link::Given | Link::Root => String::new(),
    };
    x = canvas.fit(x, y, end, &why, Role::Guess);
    let mut facts = facts(state, id);
    if !thread.has_authors() && why.is_empty() && facts.starts_with(" · ") {
        facts = facts.trim_start_matches(" · ").to_owned();
    }
    x = canvas.fit(x, y, end, &facts, Role::Dim);
    match state.reading.mark(id) {
        Some(marked) => mark(marked, x, y, end, canvas),
        None => x,
    }
}

/// Words of a name that are searched for.
fn name_hits(state: &State, who: &str, x: u16, y: u16, end: u16, canvas: &mut Canvas<'_>) {
    let hits = state.shown_query().map(|query| query.name_ranges(who)).unwrap_or_default();
    for hit in hits {
        let cells = |to: usize| u16::try_from(width::cells(who.get(..to).unwrap_or_default())).unwrap_or(u16::MAX);
        let (from, to) = (x.saturating_add(cells(hit.start)).min(end), x.saturating_add(cells(hit.end)).min(end));
        canvas.tint(Area { x: from, y, width: to - from, height: 1 }, Role::Hit);
    }
}

fn badges(roles: Roles, x: u16, y: u16, end: u16, canvas: &mut Canvas<'_>) -> u16 {
    let words = [(Roles::OP, " OP"), (Roles::MOD, " MOD"), (Roles::PINNED, " PINNED"), (Roles::ACCEPTED, " ACCEPTED")];
    words
        .into_iter()
        .filter(|(role, _)| roles.has(*role))
        .fold(x, |x, (_, word)| canvas.put(x, y, end, word, Role::Badge))
}

/// What else the header says, each part after ` · `.
fn facts(state: &State, id: CommentId) -> String {
    let discussion = state.discussion();
    let thread = discussion.thread();
    let mut facts = String::new();
    let mut add = |fact: &str| {
        facts.push_str(" · ");
        facts.push_str(fact);
    };
    if let Some(then) = thread.time(id) {
        add(&when::age(state.now, then));
    } else if let Some(text) = thread.time_text(id) {
        add(discussion.texts().line(text).as_str());
    }
    if let Some(score) = thread.score(id) {
        add(&format!("{score:+}"));
    }
    if state.reading.is_muted(id) {
        add("muted");
    }
    if thread.roles(id).has(Roles::EDITED) {
        add("edited");
    }
    if state.reading.news.changed().has(id) {
        add("changed");
    }
    if thread.state(id) != Fate::Visible {
        add(thread.state(id).name());
    }
    if state.sight.fitting().is_plateau(state.reading.view.drawn_level(thread, id)) {
        // Where the indent has stopped growing it no longer tells what is answered.
        let to = thread.parent(id).map(|parent| format!(" ↳ {}", name(discussion, parent))).unwrap_or_default();
        add(&format!("depth {}{to}", thread.depth(id)));
    }
    let replies = thread.reply_count(Some(id));
    if replies > 0 {
        add(&count(replies, "reply", "replies"));
    }
    facts
}

fn mark(marked: &Marked, x: u16, y: u16, end: u16, canvas: &mut Canvas<'_>) -> u16 {
    let x = canvas.put(x, y, end, "  ", Role::Text);
    let x = canvas.put(x, y, end, mark_sign(marked), Role::Mark);
    let note = crate::reader::command::note_text(&marked.mark);
    if note.is_empty() {
        return x;
    }
    let note = Clean::line(crate::text::Raw::new(&note));
    canvas.fit(x + 1, y, end, note.as_str(), Role::Mark)
}
