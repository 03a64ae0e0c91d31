//! The thread: guides, headers, words, pinned ancestors, and the scroll bar as a map.

mod header;
mod one_row;

use crate::layout::Area;
use crate::layout::comment::GUIDE;
use crate::layout::context::name;
use crate::model::{CommentId, Link};
use crate::reader::State;
use crate::reader::pane::bar::BarSign;
use crate::reader::reading::{Marked, Saved};
use crate::reader::scroll::PageRow;
use crate::ui::canvas::Canvas;
use crate::ui::lit;
use crate::ui::person::{self, Place};
use crate::ui::row::{self, Lit, Spot};
use crate::ui::theme::Role;

pub(super) use header::header;
use one_row::one_row;
pub(super) use one_row::{fold_news, fold_tail, run, stub_words};

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
