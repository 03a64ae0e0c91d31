//! The index: a row for each comment with the thread drawn in it, and the current one's text.

use super::comments;
use crate::layout::Area;
use crate::layout::context::name;
use crate::layout::index::{Columns, TWIG};
use crate::model::{CommentId, Kind, Roles};
use crate::reader::State;
use crate::reader::pane::index::{Drawn, Twig};
use crate::text::{when, width};
use crate::ui::canvas::Canvas;
use crate::ui::lit;
use crate::ui::row::{self, Spot};
use crate::ui::theme::Role;

/// The list.
pub(in crate::ui) fn draw(state: &State, area: Area, canvas: &mut Canvas<'_>) {
    let text = Area { width: area.width.saturating_sub(2), ..area };
    let columns = state.index_columns();
    let page = state.page();
    // The letters of comments, while one of them is asked for.
    let letters = state.link_letters();
    for (y, at) in (area.y..).zip(&page) {
        draw_row(state, text, y, at.id, columns, canvas);
        if let Some((_, letter)) = letters.iter().find(|(of, _)| *of == at.id) {
            canvas.put(area.x, y, area.right(), letter.encode_utf8(&mut [0; 4]), Role::Hit);
        }
    }
    comments::map(state, area, &page, canvas);
}

fn draw_row(state: &State, area: Area, y: u16, id: CommentId, columns: Columns, canvas: &mut Canvas<'_>) {
    let (discussion, end) = (state.discussion(), area.right());
    let thread = discussion.thread();
    let current = id == state.reading.current;
    let context = state.reading.view.is_context(id);
    let dim = context || state.reading.read.has(id) || thread.kind(id) != Kind::Comment;
    if current {
        canvas.put(area.x, y, end, "▌", Role::Cursor);
    }
    if let Some(marked) = state.reading.mark(id).filter(|_| !state.reading.view.is_run(id)) {
        canvas.put(area.x + 1, y, end, comments::mark_sign(marked), Role::Mark);
    }
    let mut x = area.x + 3;
    x = who(state, x, y, end, id, columns.who, dim && !current, canvas);
    let run = state.reading.view.is_run(id);
    if columns.age > 0 {
        let age = thread.time(id).filter(|_| !run).map(|then| when::age(state.now, then)).unwrap_or_default();
        x = right(x, y, end, &age, columns.age, canvas);
    }
    if columns.score > 0 {
        let score = thread.score(id).filter(|_| !run).map(|score| format!("{score:+}")).unwrap_or_default();
        x = right(x, y, end, &score, columns.score, canvas);
    }
    x = tree(state, x, y, end, id, columns.levels, canvas);
    let role = match (current, dim) {
        (true, _) => Role::Strong,
        (_, true) => Role::Read,
        _ => Role::Text,
    };
    words(state, x, y, end, id, role, canvas);
}

/// A column with its words at the right.
fn right(x: u16, y: u16, end: u16, text: &str, cells: usize, canvas: &mut Canvas<'_>) -> u16 {
    let text = width::fit(text, cells);
    let blank = cells.saturating_sub(width::cells(&text));
    canvas.put(x + columns(blank), y, end, &text, Role::Dim);
    x + columns(cells + 1)
}

fn columns(cells: usize) -> u16 {
    u16::try_from(cells).unwrap_or(u16::MAX)
}

/// The author with a short word for the poster and moderators, or the number.
#[expect(clippy::too_many_arguments, reason = "a place, a comment, and how it is meant")]
fn who(
    state: &State,
    x: u16,
    y: u16,
    end: u16,
    id: CommentId,
    cells: usize,
    dim: bool,
    canvas: &mut Canvas<'_>,
) -> u16 {
    let discussion = state.discussion();
    let thread = discussion.thread();
    let next = x + columns(cells + 1);
    if !thread.is_comment(id) || state.reading.view.is_run(id) {
        return next;
    }
    if !thread.has_authors() {
        let role = if dim { Role::Dim } else { Role::Author };
        canvas.put(x, y, end, &format!("{:>cells$}", thread.number(id)), role);
        return next;
    }
    let badge = [(Roles::OP, " OP"), (Roles::MOD, " MOD")].into_iter().find(|(role, _)| thread.roles(id).has(*role));
    let badge = badge.map_or("", |(_, word)| word);
    let room = (next - 1).saturating_sub(columns(badge.len())).min(end);
    let known = discussion.author(id).is_some();
    let at =
        canvas.fit(x, y, room, name(discussion, id).as_str(), if dim || !known { Role::Dim } else { Role::Author });
    canvas.put(at, y, end, badge, Role::Badge);
    next
}

/// The levels nearest to the comment; the depth before them where there are more.
fn tree(state: &State, x: u16, y: u16, end: u16, id: CommentId, levels: usize, canvas: &mut Canvas<'_>) -> u16 {
    let tree = state.tree(id, levels);
    let mut x = x;
    if let Some(depth) = tree.depth {
        x = canvas.put(x, y, end, &format!("{depth}…"), Role::Dim);
    }
    for Drawn { twig, guessed, path } in &tree.twigs {
        let sign = match (twig, guessed) {
            (Twig::Blank, _) => "  ",
            (Twig::Line, _) => "│ ",
            (Twig::Fork, false) => "├─",
            (Twig::Fork, true) => "├~",
            (Twig::Again, _) => "│⇅",
            (Twig::AgainLast, _) => " ⇅",
            (Twig::Last, false) => "└─",
            (Twig::Last, true) => "└~",
        };
        canvas.put(x, y, end, sign, if *path { Role::Path } else { Role::Guide });
        x += columns(TWIG);
    }
    if tree.twigs.is_empty() { x } else { x + 1 }
}

/// What the row says after the tree.
fn words(state: &State, x: u16, y: u16, end: u16, id: CommentId, role: Role, canvas: &mut Canvas<'_>) {
    let discussion = state.discussion();
    let folded = state.reading.view.is_folded(id);
    if state.reading.view.is_run(id) {
        comments::run(state, x, y, end, id, canvas);
        return;
    }
    if let Some(words) = comments::stub_words(discussion, id).filter(|_| !folded) {
        canvas.fit(x, y, end, &words, Role::Guess);
        return;
    }
    let tail = if folded { comments::fold_tail(state, id) } else { String::new() };
    let room = end.saturating_sub(columns(width::cells(&tail)));
    let x = if folded { canvas.put(x, y, end, "▸ ", Role::Path) } else { x };
    let opening = state.opening(id);
    let x = canvas.fit(x, y, room, opening.as_str(), role);
    canvas.put(x, y, end, &tail, Role::Strong);
}

/// The text of the current comment, and its header on the rule above it.
pub(in crate::ui) fn text(state: &State, canvas: &mut Canvas<'_>) {
    let (Some(head), Some(area)) = (state.screen.text_head, state.screen.text) else { return };
    let Some(id) = state.current() else { return };
    canvas.fill(head.x, head.y, head.right(), "─", Role::Rule);
    let end = head.right().saturating_sub(1);
    let from = canvas.put(head.x + 1, head.y, end, " ", Role::Dim);
    if state.reading.view.is_run(id) {
        let words = state.run_words(id).unwrap_or_default();
        canvas.fit(from, head.y, end, &format!("{words} "), Role::Dim);
        draw_run(state, area, id, canvas);
        return;
    }
    let numbered = !state.discussion().thread().has_authors();
    let from = if numbered {
        let number = format!("{} ", state.discussion().thread().number(id));
        canvas.put(from, head.y, end, &number, Role::Author)
    } else {
        from
    };
    let to = comments::header(state, head, from, head.y, id, canvas);
    if to > from {
        canvas.put(to, head.y, end, " ", Role::Dim);
    }
    draw_text(state, area, id, canvas);
}

/// What a closed run hides, a row for each comment.
fn draw_run(state: &State, area: Area, id: CommentId, canvas: &mut Canvas<'_>) {
    let Some((first, last)) = state.reading.view.run(id) else { return };
    let discussion = state.discussion();
    let end = area.right().saturating_sub(1);
    let rows = (first.index()..=last.index()).map(CommentId::at);
    for (y, id) in (area.y..area.bottom()).zip(rows) {
        let role = if state.reading.read.has(id) { Role::Dim } else { Role::Author };
        let x = canvas.fit(area.x + 1, y, end, name(discussion, id).as_str(), role);
        let x = canvas.put(x, y, end, ": ", Role::Dim);
        canvas.fit(x, y, end, state.opening(id).as_str(), Role::Read);
    }
}

fn draw_text(state: &State, area: Area, id: CommentId, canvas: &mut Canvas<'_>) {
    let laid = state.text_of(id);
    let x = area.x + 1;
    let end = area.right().saturating_sub(1).min(x + columns(state.sight.fitting().measure));
    if let Some(words) = comments::stub_words(state.discussion(), id) {
        canvas.fit(x, area.y, end, &words, Role::Guess);
        return;
    }
    let top = state.text_top();
    let lit = lit::of_comment(state, id, &laid.body);
    for (y, row) in (area.y..area.bottom()).zip(top..laid.rows()) {
        if laid.is_lead(row) {
            comments::lead(state, area, x, y, id, canvas);
        } else if let Some(line) = laid.line(row) {
            row::draw(canvas, &laid.body, line, Spot { x, y, end, over: None, lit: &lit });
        }
    }
    if top + u32::from(area.height) < laid.rows() && area.height > 1 {
        canvas.put(area.right().saturating_sub(2), area.bottom() - 1, area.right(), "↓ ", Role::Dim);
    }
}
