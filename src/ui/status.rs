//! The title row and the status row.

use super::canvas::Canvas;
use super::theme::Role;
use crate::layout::Pane;
use crate::layout::context::{count, name, ordinal, place};
use crate::model::{Kind, Link};
use crate::reader::State;
use crate::reader::keymap::{Mode, write};
use crate::reader::overlay::Overlay;
use crate::reader::seek::Seek;
use crate::reader::state::Tone;
use crate::text::width;

/// The title, and where the reader is in numbers.
pub(super) fn title(state: &State, canvas: &mut Canvas<'_>) {
    let area = state.screen.title;
    let counts = counts(state);
    let tail = u16::try_from(width::cells(&counts)).unwrap_or(0);
    let from = area.right().saturating_sub(tail + 1);
    let title = match &state.map {
        _ if state.load.empty => String::new(),
        Some(_) => super::pane::map::heading(state),
        None => state.discussion().title().to_string(),
    };
    canvas.fill(area.x, area.y, area.right(), "─", Role::Rule);
    let words = format!(" {title} ");
    canvas.fit(area.x, area.y, from.saturating_sub(2), &words, Role::Title);
    canvas.put(from.saturating_sub(1), area.y, area.right(), &format!(" {counts} "), Role::Dim);
}

fn counts(state: &State) -> String {
    let thread = state.discussion().thread();
    if thread.is_empty() {
        return if state.load.empty { String::new() } else { "no comments".to_owned() };
    }
    let more = if state.is_incomplete() || state.load.running { "+" } else { "" };
    let here = state.map.as_ref().map_or(state.reading.current, |map| map.at);
    let mut parts = vec![format!("{}/{}{more}", thread.number(here), thread.comments())];
    match state.reading.unread() {
        0 => parts.push("all read".to_owned()),
        unread => parts.push(format!("{unread} unread")),
    }
    let new = state.reading.fresh();
    if new > 0 {
        parts.push(format!("{new} ●"));
    }
    match state.reading.muted_count() {
        (0, true) => {}
        (0, false) => parts.push("looking for muted ones".to_owned()),
        (muted, all) => parts.push(format!("{muted}{} muted", if all { "" } else { "+" })),
    }
    if !state.reading.marks.is_empty() {
        parts.push(format!("{} ★", state.reading.marks.len()));
    }
    parts.join(" · ")
}

/// Where the reader is or what was said; what `Space` does next.
pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>) {
    /// Cells that the left side keeps for itself.
    const LEFT: usize = 16;
    let area = state.screen.status;
    let room = |left: usize| usize::from(area.width).saturating_sub(left);
    let words = right_words(state);
    // What was said is read whole, if the right side can be shorter for it; but what `Space`
    // does is always told.
    let said = state.status.as_ref().map_or(LEFT, |status| width::cells(&status.text) + 3);
    let fitting = |left: usize| words.iter().filter(move |words| width::cells(&words.text) <= room(left));
    let tells = |words: &&KeyWords| words.tells_space;
    let short = || fitting(LEFT).rfind(tells).filter(|_| state.status.is_some());
    let right = fitting(said.max(LEFT)).find(tells).or_else(short).or_else(|| fitting(LEFT).next());
    let right = right.map(|words| words.text.clone()).unwrap_or_default();
    let tail = u16::try_from(width::cells(&right)).unwrap_or(0);
    let from = area.right().saturating_sub(tail + 1);
    let end = from.saturating_sub(u16::from(tail > 0));
    match &state.status {
        Some(status) => {
            let role = if status.tone == Tone::Error { Role::Error } else { Role::Say };
            canvas.fit(area.x + 1, area.y, end, &status.text, role);
        }
        None => {
            canvas.fit(area.x + 1, area.y, end, &left_words(state), Role::Dim);
        }
    }
    canvas.put(from, area.y, area.right(), &right, Role::Dim);
}

fn left_words(state: &State) -> String {
    let mut parts = Vec::new();
    if !state.pending.is_empty() {
        let keys: String = state.pending.keys.iter().map(|key| write(*key)).collect();
        let count = state.pending.count.map(|count| count.to_string()).unwrap_or_default();
        return format!("{count}{keys}…");
    }
    if let Some(words) = state.linking_words() {
        return words;
    }
    if let Some(why) = &state.unsaved {
        parts.push(why.clone());
    }
    if state.load.running {
        let read = match state.load.bytes {
            0 => String::new(),
            bytes => format!(" · {:.1} MB read", bytes as f64 / 1e6),
        };
        parts.push(format!("loading{read} · Esc stops"));
    }
    if state.mode() == Mode::Map {
        parts.push(super::pane::map::legend(usize::from(state.size.width).saturating_sub(34)).to_owned());
    }
    if state.mode() == Mode::Reading {
        if let Some((query, count)) = state.shown_search() {
            parts.push(format!("/{query} {count}"));
        }
        if state.is_hunting() {
            parts.push("searching … · Esc stops".to_owned());
        }
        parts.extend(state.chips().into_iter().map(|chip| format!("[{chip}]")));
        parts.push(where_words(state));
        let hidden = state.current().map_or(0, |id| {
            let laid = if state.in_index() { state.text_of(id) } else { state.laid(id) };
            laid.body.text.hidden()
        });
        if hidden > 0 {
            parts.push(format!("{} · I shows them", count(hidden as usize, "hidden character", "hidden characters")));
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

fn where_words(state: &State) -> String {
    if state.load.empty {
        return String::new();
    }
    if state.reading.focus == Pane::Article && state.screen.article.is_some() {
        let blocks = state.article().blocks.len();
        let passage = state.passage().map_or(0, |block| block + 1);
        return format!("article · ¶{passage}/{blocks}");
    }
    let Some(id) = state.current() else { return String::new() };
    let discussion = state.discussion();
    let thread = discussion.thread();
    match thread.kind(id) {
        Kind::Ghost => return "a comment that is not in this copy".to_owned(),
        Kind::More => return "replies that are not in this copy".to_owned(),
        Kind::Comment => {}
    }
    let (nth, all) = place(thread, id);
    let sign = if thread.link(id) == Link::Guessed { "~ " } else { "" };
    match (thread.parent(id), nth) {
        (None, 0) => "top level".to_owned(),
        (None, _) => format!("top level · {} of {all}", ordinal(nth)),
        (Some(parent), nth) => {
            let which = match (nth, all) {
                (0, _) => "reply".to_owned(),
                (_, 1) => "the only reply".to_owned(),
                _ => format!("{} of {all}", ordinal(nth)),
            };
            format!("depth {} · {sign}{which} to {}", thread.depth(id), name(discussion, parent))
        }
    }
}

/// What `n` goes to, where there is something to go to.
fn n_words(state: &State) -> Option<String> {
    match state.n_means() {
        Seek::New => match state.reading.fresh() {
            0 => None,
            new => Some(format!("{new} new")),
        },
        // What is searched for, and how much of it there is, stands at the left.
        _ => None,
    }
}

/// Words for the right end of the status row.
struct KeyWords {
    text: String,
    /// They say what `Space` will do next.
    tells_space: bool,
}

/// What the keys do here, in longer and shorter words.
fn right_words(state: &State) -> Vec<KeyWords> {
    let words: &[&str] = match state.mode() {
        Mode::Sheet => match &state.overlay {
            Some(Overlay::Sheet(sheet)) => sheet.kind.hints(),
            _ => &[],
        },
        Mode::Map => &["Enter goes   w back   ? keys", "Enter goes   w back"],
        Mode::Reading if state.linking.is_some() => &[""],
        Mode::List => state.screens.last().map_or(&[], |list| list.kind.hints()),
        Mode::Reading if state.load.empty => &["q quits"],
        Mode::Reading => {
            let plan = format!("Space ▸ {}", state.plan_words());
            let n = n_words(state).map(|words| format!("n ▸ {words}   {plan}"));
            let long = n.as_ref().map(|words| format!("{words}   ? keys"));
            let with_space = [format!("{plan}   ? keys"), plan];
            let with_space = long.into_iter().chain(n).chain(with_space);
            let rest = KeyWords { text: "? keys".to_owned(), tells_space: false };
            return with_space.map(|text| KeyWords { text, tells_space: true }).chain([rest]).collect();
        }
    };
    words.iter().map(|words| KeyWords { text: (*words).to_owned(), tells_space: false }).collect()
}
