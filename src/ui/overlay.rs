//! Short-lived things over the screen: which-key, prompt, question, sheet.

use super::canvas::Canvas;
use super::hint;
use super::theme::Role;
use crate::layout::Area;
use crate::reader::State;
use crate::reader::keymap::{pretty, write};
use crate::reader::overlay::{Confirm, Overlay, Prompt, Purpose, Sheet};
use crate::reader::search::QueryHint;
use crate::text::width;

/// Paints what lies over the screen; gives the place of the terminal's cursor.
pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
    match &state.overlay {
        Some(Overlay::Prompt(prompt)) => return Some(self::prompt(state, prompt, canvas)),
        Some(Overlay::Confirm(confirm)) => self::confirm(state, confirm, canvas),
        Some(Overlay::Sheet(sheet)) => self::sheet(state, sheet, canvas),
        Some(Overlay::Hints(hints)) => hint::hints(state, hints, canvas),
        Some(Overlay::Link(card)) => hint::card(state, card, canvas),
        None => {}
    }
    if !state.pending.keys.is_empty() {
        which_key(state, canvas);
    }
    None
}

/// An empty strip above the status row, with a rule on top; its first row for words.
pub(super) fn strip(state: &State, rows: u16, canvas: &mut Canvas<'_>) -> Area {
    let status = state.screen.status;
    let rows = rows.min(status.y.saturating_sub(2));
    let area = Area { y: status.y - rows, height: rows, ..status };
    let top = Area { y: area.y.saturating_sub(1), height: 1, ..area };
    canvas.clear(area);
    canvas.fill(top.x, top.y, top.right(), "─", Role::Rule);
    area
}

/// What can follow the keys typed so far.
fn which_key(state: &State, canvas: &mut Canvas<'_>) {
    let typed = &state.pending.keys;
    let mut rows: Vec<(String, &str)> = Vec::new();
    for binding in state.keymap.following(state.mode(), typed) {
        let key: String = binding.keys.iter().skip(typed.len()).map(|key| write(*key)).collect();
        if !rows.iter().any(|(_, help)| *help == binding.command.help) {
            rows.push((key, binding.command.help));
        }
    }
    let columns = if state.size.width >= 140 { 2 } else { 1 };
    let lines = rows.len().div_ceil(columns);
    let area = strip(state, u16::try_from(lines).unwrap_or(1), canvas);
    let wide = area.width / u16::try_from(columns).unwrap_or(1);
    for (at, (key, help)) in rows.iter().enumerate() {
        let (column, line) = (at / lines.max(1), at % lines.max(1));
        let y = area.y + u16::try_from(line).unwrap_or(0);
        let x = area.x + 2 + wide * u16::try_from(column).unwrap_or(0);
        if y < area.bottom() {
            canvas.put(x, y, area.right(), key, Role::Key);
            canvas.fit(x + 4, y, (x + wide - 2).min(area.right()), help, Role::Text);
        }
    }
}

/// A line over a prompt that says what is typed there.
fn hint(state: &State, words: &str, canvas: &mut Canvas<'_>) {
    let area = strip(state, 1, canvas);
    canvas.fit(area.x + 1, area.y, area.right(), words, Role::Dim);
}

fn prompt(state: &State, prompt: &Prompt, canvas: &mut Canvas<'_>) -> (u16, u16) {
    let status = state.screen.status;
    let lead = match &prompt.purpose {
        Purpose::Command => {
            palette(state, prompt, canvas);
            ":"
        }
        Purpose::Note(_) => {
            let words = "A note for the mark; #words are tags. Enter saves · ^E editor · Esc keeps the draft";
            hint(state, words, canvas);
            "note: "
        }
        Purpose::Search { .. } | Purpose::Filter => {
            let area = strip(state, 1, canvas);
            let (column, words, role) = match state.query_hint(prompt) {
                QueryHint::Fault { column, text } => (column, format!("▾ {text}"), Role::Error),
                QueryHint::Help(text) => (0, text, Role::Dim),
            };
            // The sign stands over the place that it means, if that is on the screen.
            let most = area.width.saturating_sub(u16::try_from(width::cells(&words)).unwrap_or(u16::MAX)).max(1);
            let x = area.x + 1 + u16::try_from(column).unwrap_or(u16::MAX).min(most.saturating_sub(1));
            canvas.fit(x, area.y, area.right(), &words, role);
            if prompt.purpose == Purpose::Filter { "&" } else { "/" }
        }
        Purpose::Split(of) => {
            let area = strip(state, 1, canvas);
            let lines = state.laid(*of).body.text.as_str().lines().filter(|line| !line.trim().is_empty()).count();
            let words = format!("Which of its lines begins another comment? 2 to {lines}; blank ones do not count");
            canvas.fit(area.x + 1, area.y, area.right(), &words, Role::Dim);
            "split before line: "
        }
        Purpose::Author(_) => "written by: ",
        Purpose::Tag(who) => {
            let words = format!("A word or two that stand after {}. Enter keeps, nothing takes it away", who.shown());
            hint(state, &words, canvas);
            "tag: "
        }
        Purpose::Colour(who) => {
            let words = format!("The colour of {}: {}", who.shown(), crate::reader::colour_words());
            hint(state, &words, canvas);
            "colour: "
        }
        Purpose::Phrase(_) => {
            hint(state, "Comments with this phrase are muted. Enter keeps, nothing unmutes them", canvas);
            "phrase: "
        }
    };
    canvas.clear(status);
    let x = canvas.put(status.x, status.y, status.right(), lead, Role::Key);
    // The end of a long line is what is being typed.
    let room = usize::from(status.right().saturating_sub(x + 1));
    let before = prompt.text.get(..prompt.cursor).unwrap_or_default();
    let skip = width::cells(before).saturating_sub(room);
    let from = width::byte_at(before, skip);
    canvas.put(x, status.y, status.right(), prompt.text.get(from..).unwrap_or_default(), Role::Text);
    if let Some(count) = state.search_count().filter(|_| matches!(prompt.purpose, Purpose::Search { .. })) {
        let from = status.right().saturating_sub(u16::try_from(width::cells(&count)).unwrap_or(0) + 1);
        let typed = u16::try_from(width::cells(&prompt.text)).unwrap_or(u16::MAX);
        if x.saturating_add(typed) + 1 < from {
            canvas.put(from, status.y, status.right(), &count, Role::Say);
        }
    }
    let at = width::cells(before.get(from..).unwrap_or_default());
    (x + u16::try_from(at).unwrap_or(0), status.y)
}

/// The commands that fit what is typed.
fn palette(state: &State, prompt: &Prompt, canvas: &mut Canvas<'_>) {
    const ROWS: u16 = 10;
    let commands = prompt.commands();
    let shown = commands.len().min(usize::from(ROWS.min(state.size.height / 2)));
    let area = strip(state, u16::try_from(shown).unwrap_or(ROWS), canvas);
    let top = prompt.choice.saturating_sub(shown.saturating_sub(1));
    for (y, (at, command)) in (area.y..area.bottom()).zip(commands.iter().enumerate().skip(top)) {
        let keys = command.keys.first().map(|keys| pretty(keys)).unwrap_or_default();
        canvas.fit(area.x + 2, y, area.x + 26, command.name, Role::Author);
        canvas.fit(area.x + 26, y, area.x + 34, &keys, Role::Key);
        canvas.fit(area.x + 34, y, area.right(), command.help, Role::Text);
        if at == prompt.choice {
            canvas.tint(Area { y, height: 1, ..area }, Role::Chosen);
        }
    }
}

fn confirm(state: &State, confirm: &Confirm, canvas: &mut Canvas<'_>) {
    let rows = u16::try_from(confirm.lines.len()).unwrap_or(1) + 1;
    let area = strip(state, rows, canvas);
    for (y, line) in (area.y..area.bottom()).zip(&confirm.lines) {
        canvas.fit(area.x + 1, y, area.right(), line, Role::Text);
    }
    let x = canvas.put(area.x + 1, area.bottom() - 1, area.right(), "y", Role::Key);
    let x = canvas.put(x, area.bottom() - 1, area.right(), " yes   ", Role::Text);
    let x = canvas.put(x, area.bottom() - 1, area.right(), "n", Role::Key);
    canvas.put(x, area.bottom() - 1, area.right(), " no (Enter)", Role::Text);
}

fn sheet(state: &State, sheet: &Sheet, canvas: &mut Canvas<'_>) {
    const KEYS: u16 = 18;
    let whole = state.screen.whole;
    let area = Area { height: whole.height - 1, ..whole };
    canvas.clear(area);
    canvas.fill(0, 0, area.right(), "─", Role::Rule);
    let all = sheet.rows.len();
    let height = state.sheet_height();
    let share = if all > height {
        format!(" {}–{} of {all} ", sheet.top + 1, (sheet.top + height).min(all))
    } else {
        String::new()
    };
    let tail = u16::try_from(width::cells(&share)).unwrap_or(0);
    canvas.fit(0, 0, area.right().saturating_sub(tail + 1), &format!(" {} ", sheet.title), Role::Title);
    canvas.put(area.right().saturating_sub(tail + 1), 0, area.right(), &share, Role::Dim);
    let keyed = sheet.rows.iter().any(|row| !row.key.is_empty());
    for (y, row) in (1..area.bottom()).zip(sheet.rows.iter().skip(sheet.top)) {
        if row.of.is_some() && row.of == sheet.chosen {
            canvas.put(0, y, 1, "▌", Role::Cursor);
        }
        if row.heading {
            canvas.fit(2, y, area.right(), &row.text, Role::Heading);
            continue;
        }
        canvas.put(2, y, area.right(), &row.key, Role::Key);
        let x = if keyed && !row.dim { 2 + KEYS } else { 2 };
        canvas.fit(x, y, area.right(), &row.text, if row.dim { Role::Dim } else { Role::Text });
    }
}
