//! The thread map: signs, the lines between them, and the comment under the cursor.

use super::comments::NEW;
use crate::layout::area;
use crate::layout::context::{count, name};
use crate::model::{CommentId, Kind};
use crate::reader::State;
use crate::reader::pane::map::{Cell, DOWN, LEFT, RIGHT, ThreadMap, UP};
use crate::text::{when, width, wrap};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;

/// Cells of a label from which on it holds words too.
const WORDS: u16 = 30;

pub(in crate::ui) fn draw(state: &State, map: &ThreadMap, canvas: &mut Canvas<'_>) {
    for y in 0..map.area.height {
        for x in 0..map.area.width {
            let cell = map.cell(x, y);
            if cell != Cell::default() {
                let (sign, role) = sign(state, &cell, map.most);
                canvas.put(map.area.x + x, map.area.y + y, map.area.right(), sign, role);
            }
        }
    }
    labels(state, map, canvas);
    if let Some((x, y)) = map.place(state, state.reading.current) {
        canvas.put(map.area.x + x, map.area.y + y, map.area.right(), "◆", Role::Here);
    }
    if let Some((x, y)) = map.place(state, map.at) {
        let (x, y) = (map.area.x + x, map.area.y + y);
        canvas.put(x.saturating_sub(1), y, x, "[", Role::Cursor);
        canvas.put(x + 1, y, x + 2, "]", Role::Cursor);
        canvas.tint(crate::layout::Area { x, y, width: 1, height: 1 }, Role::Chosen);
    }
    strip(state, map, canvas);
}

/// How a cell looks.
fn sign(state: &State, cell: &Cell, most: u32) -> (&'static str, Role) {
    if cell.first.is_none() {
        return (tie(cell.ties), Role::Guide);
    }
    if state.is_stub_cell(cell) {
        return ("?", Role::Guess);
    }
    // Where cells hold many, the fuller half of them is bold.
    let full = cell.many > 3 && cell.many * 2 > most;
    let (sign, role) = match (cell.new > 0, cell.marked, cell.unread > 0, cell.many > 1) {
        (true, _, _, _) => (NEW, Role::New),
        (_, true, _, _) => ("★", Role::Mark),
        (_, _, true, false) => ("○", Role::Text),
        (_, _, true, true) => ("◎", if full { Role::Strong } else { Role::Text }),
        (_, _, false, false) => ("·", Role::Dim),
        (_, _, false, true) => (":", Role::Dim),
    };
    (sign, if cell.hit { Role::Hit } else { role })
}

fn tie(ties: u8) -> &'static str {
    let has = |tie: u8| ties & tie != 0;
    match (has(LEFT), has(RIGHT), has(UP), has(DOWN)) {
        (true, true, true, true) => "┼",
        (true, true, true, false) => "┴",
        (true, true, false, true) => "┬",
        (true, false, true, true) => "┤",
        (false, true, true, true) => "├",
        (true, false, false, true) => "┐",
        (true, false, true, false) => "┘",
        (false, true, true, false) => "└",
        (false, true, false, true) => "┌",
        (false, false, _, _) => "│",
        (_, _, false, false) => "─",
    }
}

/// Behind each line, where there is room: who begins it, and what they say.
fn labels(state: &State, map: &ThreadMap, canvas: &mut Canvas<'_>) {
    let discussion = state.discussion();
    let thread = discussion.thread();
    for label in &map.labels {
        let (x, y, end) = (map.area.x + label.x, map.area.y + label.y, map.area.x + label.end);
        let root = thread.parent(label.id).is_none();
        let x = if thread.has_authors() {
            canvas.fit(x, y, end, name(discussion, label.id).as_str(), if root { Role::Author } else { Role::Dim })
        } else {
            canvas.fit(x, y, end, &thread.number(label.id).to_string(), if root { Role::Author } else { Role::Dim })
        };
        if end >= x + WORDS {
            canvas.fit(x, y, end, &format!(": {}", state.laid(label.id).body.opening()), Role::Read);
        }
    }
}

/// The title row: how much there is of the thread.
pub(in crate::ui) fn heading(state: &State) -> String {
    format!("Thread map · {}", state.discussion().title())
}

/// Below the map: the comment under the cursor.
fn strip(state: &State, map: &ThreadMap, canvas: &mut Canvas<'_>) {
    let (_, area) = area::map(state.size.width, state.size.height);
    let end = area.right().saturating_sub(1);
    let mut y = area.y;
    if area.height == 0 {
        return;
    }
    if area.height > 1 {
        canvas.fill(area.x, y, area.right(), "─", Role::Rule);
        if map.most > 1 {
            let words = format!(" up to {} comments a cell ", map.most);
            let x = area.right().saturating_sub(u16::try_from(words.len()).unwrap_or(0) + 2);
            canvas.put(x, y, area.right(), &words, Role::Dim);
        }
        y += 1;
    }
    header(state, map.at, y, canvas);
    let body = &state.laid(map.at).body;
    let columns = usize::from(end.saturating_sub(2)).clamp(8, 100);
    let text = body.text.as_str();
    let rows = wrap::lines(text.get(..cut(text)).unwrap_or_default(), columns);
    let rows = rows.into_iter().filter(|row| !row.is_empty());
    for (y, row) in (y + 1..area.bottom()).zip(rows) {
        canvas.put(2, y, end, text.get(row).unwrap_or_default(), Role::Text);
    }
}

/// As much of a text as the strip can hold: wrapping a whole one would cost its length.
fn cut(text: &str) -> usize {
    (0..=text.len().min(2000)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// `● ann · 3h · 134/485 · depth 3 · 2 replies`, and what else the cell holds.
fn header(state: &State, id: CommentId, y: u16, canvas: &mut Canvas<'_>) {
    let discussion = state.discussion();
    let thread = discussion.thread();
    let end = state.size.width.saturating_sub(1);
    let mut x = 2;
    if state.reading.is_new(id) {
        x = canvas.put(x, y, end, &format!("{NEW} "), Role::New);
    } else if state.reading.mark(id).is_some() {
        x = canvas.put(x, y, end, "★ ", Role::Mark);
    }
    let who = match thread.kind(id) {
        Kind::Comment if thread.has_authors() => name(discussion, id).as_str().to_owned(),
        Kind::Comment => "comment".to_owned(),
        Kind::Ghost => "missing comment".to_owned(),
        Kind::More => "replies not loaded".to_owned(),
    };
    x = canvas.fit(x, y, end, &who, Role::Author);
    let mut facts = Vec::new();
    facts.extend(thread.time(id).map(|then| when::age(state.now, then)));
    facts.push(format!("{}/{}", thread.number(id), thread.comments()));
    facts.push(if thread.depth(id) == 0 { "top level".to_owned() } else { format!("depth {}", thread.depth(id)) });
    let below = thread.below(id);
    if below > 0 {
        let branch = count(below + usize::from(thread.is_comment(id)), "comment", "comments");
        facts.push(format!("branch of {branch}, {} unread", state.reading.unread_in(id)));
    } else {
        facts.push(if state.reading.is_unread(id) { "unread" } else { "read" }.to_owned());
    }
    if let Some(cell) = state.map_cell().filter(|cell| cell.many > 1) {
        facts.push(format!("this cell: {}, {} unread", count(cell.many as usize, "comment", "comments"), cell.unread));
    }
    canvas.fit(x, y, end, &format!(" · {}", facts.join(" · ")), Role::Dim);
}

/// What the signs mean, in the words that fit.
pub(in crate::ui) fn legend(columns: usize) -> &'static str {
    let long = "◆ you are here  · read  ○ unread  ● new  ★ marked  ◎ several";
    let short = "· read  ○ unread  ● new  ★ marked";
    if width::cells(long) <= columns { long } else { short }
}
