//! The thread: guides, headers, words, pinned ancestors, and the scroll bar as a map.

use crate::layout::Area;
use crate::layout::comment::GUIDE;
use crate::layout::context::{count, name};
use crate::model::{CommentId, Discussion, Kind, Link, Roles, State as Fate};
use crate::reader::State;
use crate::reader::pane::bar::BarSign;
use crate::reader::reading::{Marked, Saved};
use crate::reader::scroll::PageRow;
use crate::text::{Clean, when, width};
use crate::ui::canvas::Canvas;
use crate::ui::lit;
use crate::ui::person::{self, Place};
use crate::ui::row::{self, Lit, Spot};
use crate::ui::theme::Role;

/// The sign of a new comment.
pub(in crate::ui) const NEW: &str = "●";

/// The sign of a mark: filled once it is on disk.
pub(super) fn mark_sign(marked: &Marked) -> &'static str {
    match marked.saved {
        Saved::Yes => "★",
        Saved::Pending => "☆",
    }
}

pub(in crate::ui) fn draw(state: &State, area: Area, canvas: &mut Canvas<'_>) {
    let text = Area { width: area.width.saturating_sub(2), ..area };
    let page = state.page();
    let mut guides = Guides::default();
    for (y, at) in (area.y..).zip(&page) {
        draw_row(state, text, y, *at, &mut guides, canvas);
    }
    pinned(state, text, &page, canvas);
    map(state, area, &page, canvas);
}

/// What the rows of the comment drawn last have in common: a comment has many rows.
#[derive(Default)]
struct Guides {
    of: Option<CommentId>,
    signs: Vec<(&'static str, Role)>,
    lit_of: Option<CommentId>,
    lit: Vec<Lit>,
    /// The letters of comments, while one of them is asked for.
    letters: Option<Vec<(CommentId, char)>>,
}

impl Guides {
    fn letter(&mut self, state: &State, id: CommentId) -> Option<char> {
        let letters = self.letters.get_or_insert_with(|| state.link_letters());
        letters.iter().find(|(of, _)| *of == id).map(|(_, letter)| *letter)
    }

    /// A sign for each guide of a comment, leftmost first.
    fn of(&mut self, state: &State, id: CommentId) -> &[(&'static str, Role)] {
        if self.of != Some(id) {
            self.of = Some(id);
            self.signs = signs(state, id);
        }
        &self.signs
    }

    /// The words of a comment that something lies over.
    fn lit(&mut self, state: &State, id: CommentId) -> &[Lit] {
        if self.lit_of != Some(id) {
            self.lit_of = Some(id);
            self.lit = lit::of_comment(state, id, &state.laid(id).body);
        }
        &self.lit
    }
}

fn signs(state: &State, id: CommentId) -> Vec<(&'static str, Role)> {
    let thread = state.discussion().thread();
    let view = &state.reading.view;
    let many = state.sight.fitting().guides(view.drawn_level(thread, id));
    let current = state.reading.current;
    let mut child = id;
    let above = std::iter::successors(view.drawn_above(thread, id), |at| view.drawn_above(thread, *at));
    let mut signs: Vec<(&'static str, Role)> = above
        .take(many)
        .map(|above| {
            // The line above a guessed child is dotted, down to that child.
            let guessed = thread.link(child) == Link::Guessed;
            child = above;
            let role = if above != current && thread.is_within(current, above) { Role::Path } else { Role::Guide };
            (if guessed { "┊ " } else { "│ " }, role)
        })
        .collect();
    signs.reverse();
    signs
}

fn draw_row(state: &State, area: Area, y: u16, at: PageRow, guides: &mut Guides, canvas: &mut Canvas<'_>) {
    if at.gap {
        // Between two comments run the lines that both hang on.
        if let Some(next) = state.reading.view.next(at.id) {
            draw_guides(area, y, guides.of(state, next), canvas);
        }
        return;
    }
    if at.id == state.reading.current {
        canvas.put(area.x, y, area.right(), "▌", Role::Cursor);
    }
    if at.row == 0
        && let Some(letter) = guides.letter(state, at.id)
    {
        canvas.put(area.x, y, area.right(), letter.encode_utf8(&mut [0; 4]), Role::Hit);
    }
    let x = draw_guides(area, y, guides.of(state, at.id), canvas);
    let x = number(state, area, x, y, at, canvas);
    let laid = state.laid(at.id);
    if state.is_one_row(at.id) {
        one_row(state, area, x, y, at.id, canvas);
        return;
    }
    if let Some(fold) = laid.fold(at.row) {
        let end = area.right().min(x + u16::try_from(state.sight.fitting().measure).unwrap_or(u16::MAX));
        row::draw_fold(canvas, &laid.body, fold, (x, y, end));
        return;
    }
    match laid.line(at.row) {
        None if laid.is_lead(at.row) => lead(state, area, x, y, at.id, canvas),
        None => {
            header(state, area, x, y, at.id, canvas);
        }
        Some(line) => {
            let dim = state.reading.read.has(at.id) && at.id != state.reading.current;
            let end = area.right().min(x + u16::try_from(state.sight.fitting().measure).unwrap_or(u16::MAX));
            let lit = guides.lit(state, at.id);
            row::draw(canvas, &laid.body, line, Spot { x, y, end, over: dim.then_some(Role::Read), lit });
        }
    }
}

/// What a comment answers, in one row, where it does not stand under it.
pub(super) fn lead(state: &State, area: Area, x: u16, y: u16, id: CommentId, canvas: &mut Canvas<'_>) {
    let discussion = state.discussion();
    let Some(parent) = discussion.thread().parent(id) else { return };
    let end = area.right().min(x + u16::try_from(state.sight.fitting().measure).unwrap_or(u16::MAX));
    let x = canvas.put(x, y, end, "↳ ", Role::Path);
    let x = if discussion.thread().has_authors() {
        let x = canvas.fit(x, y, end, name(discussion, parent).as_str(), Role::Dim);
        canvas.put(x, y, end, ": ", Role::Dim)
    } else {
        let number = format!("{} ", discussion.thread().number(parent));
        canvas.put(x, y, end, &number, Role::Dim)
    };
    canvas.fit(x, y, end, state.opening(parent).as_str(), Role::Read);
}

fn draw_guides(area: Area, y: u16, signs: &[(&'static str, Role)], canvas: &mut Canvas<'_>) -> u16 {
    let mut x = area.x + 1;
    for (sign, role) in signs {
        canvas.put(x, y, area.right(), sign, *role);
        x += u16::try_from(GUIDE).unwrap_or(2);
    }
    x
}

/// The number that stands for a name where there are no authors, on the first row, with
/// the sign of a mark behind it.
fn number(state: &State, area: Area, x: u16, y: u16, at: PageRow, canvas: &mut Canvas<'_>) -> u16 {
    let cells = state.sight.fitting().numbers;
    let thread = state.discussion().thread();
    if cells > 0 && at.row == 0 && thread.is_comment(at.id) && !state.reading.view.is_run(at.id) {
        let text = format!("{:>width$}", thread.number(at.id), width = cells - 1);
        let read = state.reading.read.has(at.id);
        let next = canvas.put(x, y, area.right(), &text, if read { Role::Dim } else { Role::Author });
        let bare = !state.laid(at.id).header || state.is_one_row(at.id);
        if let Some(marked) = state.reading.mark(at.id).filter(|_| bare) {
            canvas.put(next, y, area.right(), mark_sign(marked), Role::Mark);
        } else if bare && state.reading.is_new(at.id) {
            canvas.put(next, y, area.right(), NEW, Role::New);
        }
    }
    x + u16::try_from(cells).unwrap_or(0)
}

/// Author, roles, age, score, replies, state, guess, mark.
/// Gives the column after it.
pub(super) fn header(state: &State, area: Area, x: u16, y: u16, id: CommentId, canvas: &mut Canvas<'_>) -> u16 {
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

/// A folded comment, a missing one, or a stub.
fn one_row(state: &State, area: Area, x: u16, y: u16, id: CommentId, canvas: &mut Canvas<'_>) {
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
pub(super) fn run(state: &State, x: u16, y: u16, end: u16, id: CommentId, canvas: &mut Canvas<'_>) {
    let x = canvas.put(x, y, end, "▸ ", Role::Path);
    let words = state.run_words(id).unwrap_or_default();
    canvas.fit(x, y, end, &words, Role::Strong);
}

/// What stands in the place of a comment that is not here.
pub(super) fn stub_words(discussion: &Discussion, id: CommentId) -> Option<String> {
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
pub(super) fn fold_tail(state: &State, id: CommentId) -> String {
    let below = state.discussion().thread().below(id);
    let unread = state.reading.unread_in(id);
    let mut tail = if below > 0 { format!(" +{below}") } else { String::new() };
    if unread > 0 && unread <= below && state.reading.fresh_under(id) == 0 {
        tail.push_str(&format!(", {unread} unread"));
    }
    tail
}

/// `, 3 new`: what is new in a fold.
pub(super) fn fold_news(state: &State, id: CommentId) -> String {
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

/// Up to two ancestors of the current comment, while they are off the screen.
fn pinned(state: &State, area: Area, page: &[PageRow], canvas: &mut Canvas<'_>) {
    let rows = usize::from(state.screen.pinned);
    let Some(first) = page.iter().find(|row| !row.gap && row.row == 0).map(|row| row.id) else { return };
    if rows == 0 || state.current().is_none() {
        return;
    }
    let discussion = state.discussion();
    let thread = discussion.thread();
    // In a flat view each comment says itself what it answers.
    let view = &state.reading.view;
    let mut above: Vec<CommentId> = thread
        .ancestors(state.reading.current)
        .take_while(|id| view.holds(*id))
        .filter(|id| view.precedes(*id, first))
        .take(if view.is_flat() { 0 } else { rows })
        .collect();
    above.reverse();
    for (y, id) in (area.y..).zip(above) {
        canvas.clear(Area { y, height: 1, ..area });
        let x = canvas.put(area.x, y, area.right(), " ↑ ", Role::Path);
        let x = person::author(state, id, Place { x, y, end: area.right() }, Role::Author, canvas);
        let x = canvas.put(x, y, area.right(), ": ", Role::Dim);
        canvas.fit(x, y, area.right(), state.opening(id).as_str(), Role::Read);
    }
}

/// The whole thread in one column: `█` here, `◂` searched for, `●` new,
/// `⋆` marked, `░` read, `·` unread.
///
/// The sign of a mark differs from the one in a header: beside the current comment's rows,
/// the same star would say that *it* is marked.
pub(super) fn map(state: &State, area: Area, page: &[PageRow], canvas: &mut Canvas<'_>) {
    let x = area.right().saturating_sub(1);
    for (y, sign) in (area.y..area.bottom()).zip(state.bar(page)) {
        let (sign, role) = match sign {
            BarSign::Here => ("█", Role::Here),
            BarSign::New => (NEW, Role::New),
            BarSign::Hit => ("◂", Role::Mark),
            BarSign::Marked => ("⋆", Role::Mark),
            BarSign::Read => ("░", Role::Dim),
            BarSign::Unread => ("·", Role::Dim),
            BarSign::Nothing => (" ", Role::Dim),
        };
        canvas.put(x, y, x + 1, sign, role);
    }
}
