//! Motion: it acts on what has the focus.

use super::{Args, Command, MapAction, PaneUse, Scope, When, row};
use crate::layout::Pane;
use crate::model::CommentId;
use crate::reader::overlay::Overlay;
use crate::reader::pane::map::Step;
use crate::reader::reading::Anchor;
use crate::reader::state::State;

pub(super) const ROWS: &[Command] = &[
    row("read-on", &["Space"], Scope::Motion, "Read on: the article, then unread comments page by page", read_on)
        .pane(PaneUse::Own)
        .keeps_trail(),
    row("read-back", &["b", "Backspace"], Scope::Motion, "Take back the last Space, or go back a page", read_back)
        .pane(PaneUse::Own)
        .keeps_trail(),
    row("next", &["j", "↓"], Scope::Motion, "Go to the next comment; scroll through a tall one first", next)
        .in_map(MapAction::Move(Step::Next))
        .count("times"),
    row(
        "previous",
        &["k", "↑"],
        Scope::Motion,
        "Go to the previous comment; scroll through a tall one first",
        previous,
    )
    .in_map(MapAction::Move(Step::Previous))
    .count("times"),
    row("next-whole", &["^N"], Scope::Motion, "Go to the next comment, however tall this one is", next_whole)
        .in_map(MapAction::Move(Step::Next))
        .count("times"),
    row(
        "previous-whole",
        &["^P"],
        Scope::Motion,
        "Go to the previous comment, however tall this one is",
        previous_whole,
    )
    .in_map(MapAction::Move(Step::Previous))
    .count("times"),
    row("line-down", &["^E"], Scope::Motion, "Scroll down a line", |s, a| s.scroll_focus(i64::from(a.times())))
        .in_map(MapAction::Move(Step::Lines(0, true)))
        .count("lines")
        .mouse("wheel"),
    row("line-up", &["^Y"], Scope::Motion, "Scroll up a line", |s, a| s.scroll_focus(-i64::from(a.times())))
        .in_map(MapAction::Move(Step::Lines(0, false)))
        .count("lines")
        .mouse("wheel"),
    row(
        "half-page-down",
        &["d", "^D"],
        Scope::Motion,
        "Scroll down half a page; comments passed whole become read",
        |s, a| s.page_by(a, 1, 2),
    )
    .in_map(MapAction::Move(Step::Lines(2, true))),
    row("half-page-up", &["u", "^U"], Scope::Motion, "Scroll up half a page", |s, a| s.page_by(a, -1, 2))
        .in_map(MapAction::Move(Step::Lines(2, false))),
    row(
        "page-down",
        &["PgDn", "^F"],
        Scope::Motion,
        "Scroll down a page; comments passed whole become read",
        |s, a| s.page_by(a, 1, 1),
    )
    .in_map(MapAction::Move(Step::Lines(1, true))),
    row("page-up", &["PgUp", "^B"], Scope::Motion, "Scroll up a page", |s, a| s.page_by(a, -1, 1))
        .in_map(MapAction::Move(Step::Lines(1, false))),
    row("top", &["g", "Home"], Scope::Motion, "Go to the top", top)
        .in_map(MapAction::Move(Step::Top))
        .count("comment number"),
    row("bottom", &["G", "End"], Scope::Motion, "Go to the bottom, or to comment number N", bottom)
        .in_map(MapAction::Move(Step::Bottom))
        .count("comment number"),
    row("percent", &["%"], Scope::Motion, "Go to N percent of the thread: 50%", percent)
        .in_map(MapAction::Move(Step::Percent))
        .count("hundredths")
        .mouse("click the scroll bar"),
    row("current-to-top", &["z t"], Scope::Comment, "Scroll the current comment to the top", |s, _| s.put_current(0))
        .when(When::Thread),
    row("current-to-middle", &["z z"], Scope::Comment, "Scroll the current comment to the middle", |s, _| {
        s.put_current(1)
    })
    .when(When::Thread),
    row("current-to-bottom", &["z b"], Scope::Comment, "Scroll the current comment to the bottom", |s, _| {
        s.put_current(2)
    })
    .when(When::Thread),
];

/// What motion keys move.
enum Moved {
    List,
    Sheet,
    Pane(Pane),
}

impl State {
    fn moved(&self) -> Moved {
        match (&self.overlay, self.screens.is_empty()) {
            (Some(Overlay::Sheet(_)), _) => Moved::Sheet,
            (_, false) => Moved::List,
            _ => Moved::Pane(self.reading.focus),
        }
    }

    /// Rows of what has the focus.
    fn focus_height(&self) -> u32 {
        match self.moved() {
            Moved::List | Moved::Sheet => u32::from(self.size.height.saturating_sub(4)).max(1),
            Moved::Pane(Pane::Article) => self.article_height(),
            Moved::Pane(Pane::Comments) => self.height(),
            Moved::Pane(Pane::Context) => self.screen.context.map_or(1, |area| u32::from(area.height)),
            Moved::Pane(Pane::Text) => self.text_height(),
        }
    }

    pub(crate) fn scroll_focus(&mut self, rows: i64) {
        match self.moved() {
            Moved::List => self.move_in_list(rows),
            Moved::Sheet => self.scroll_sheet(rows),
            Moved::Pane(Pane::Article) => self.scroll_article(rows),
            Moved::Pane(Pane::Context) => self.scroll_context(rows),
            Moved::Pane(Pane::Text) => self.scroll_text(rows),
            Moved::Pane(Pane::Comments) if self.has_thread() => self.scroll(rows),
            Moved::Pane(Pane::Comments) => {}
        }
    }

    fn page_by(&mut self, args: &Args, direction: i64, part: u32) {
        let page = self.focus_height();
        let rows = if part == 1 { page.saturating_sub(2) } else { page / part }.max(1);
        let rows = i64::from(rows) * i64::from(args.times()) * direction;
        if direction < 0 || !matches!(self.moved(), Moved::Pane(Pane::Comments)) || !self.has_thread() {
            self.scroll_focus(rows);
            return;
        }
        let before = self.reading.top;
        let whole = self.passed(None);
        self.scroll(rows);
        if self.reading.top == before {
            // The end: the page stands, the cursor goes to its last comment.
            self.reading.current = self.page().last().map_or(self.reading.current, |row| row.id);
            self.set_read(whole);
        } else {
            // Of a comment of which only the blank row after it is left, nothing is.
            let top = self.reading.top;
            let gone = |id: &CommentId| {
                self.reading.view.precedes(*id, top.id) || (*id == top.id && top.row >= self.rows(*id))
            };
            let passed = whole.into_iter().filter(gone).collect();
            self.set_read(passed);
        }
        self.reading.article_done = true;
    }

    /// The first or last row of what has the focus.
    fn go_edge(&mut self, end: bool) {
        let far = if end { i64::from(u32::MAX) } else { -i64::from(u32::MAX) };
        if !matches!(self.moved(), Moved::Pane(Pane::Comments)) {
            self.scroll_focus(far);
            return;
        }
        let edge = if end { self.reading.view.last() } else { self.reading.view.first() };
        if let Some(id) = edge {
            self.go(id);
        }
        if !end && let Some(first) = self.reading.view.first() {
            self.reading.top = Anchor { id: first, row: 0 };
        }
    }

    fn put_current(&mut self, third: u32) {
        let id = self.reading.current;
        match third {
            0 => self.put_at_top(id),
            1 => self.put(id, self.height().saturating_sub(self.rows(id)) / 2),
            _ => {
                self.put(id, self.height().saturating_sub(self.rows(id)));
            }
        }
    }

    /// A step to the comment next in the view; `whole`: even if this one runs off.
    fn step_comment(&mut self, forward: bool, whole: bool) {
        let id = self.reading.current;
        let half = i64::from(self.height() / 2).max(1);
        if forward && !whole && !self.shows_end(id) && self.offset_is_known(id) {
            let rest = self.rows_below(id);
            self.reading.top = self.down(self.reading.top, u32::try_from(half.min(rest)).unwrap_or(1));
            return;
        }
        if !forward && !whole && !self.shows_start(id) && self.offset_is_known(id) {
            let rest = self.rows_above(id);
            self.reading.top = self.up(self.reading.top, u32::try_from(half.min(rest)).unwrap_or(1));
            return;
        }
        let view = &self.reading.view;
        let to = if forward { view.next(id) } else { view.prev(id) };
        match to {
            Some(to) => self.step_to(to, forward || whole),
            None => self.say(if forward { "this is the last comment" } else { "this is the first comment" }),
        }
    }

    /// Goes on to a neighbour: not a jump. Only stepping on sets read what is left. Back in a
    /// tall one, its end is what comes first.
    fn step_to(&mut self, to: CommentId, from_start: bool) {
        if self.reading.view.precedes(self.reading.current, to) {
            self.leave_current();
        }
        self.reading.current = to;
        if from_start || self.rows(to) <= self.height() {
            self.reveal(to);
        } else if !self.shows_end(to) {
            let end = Anchor { id: to, row: self.rows(to) - 1 };
            self.reading.top = self.up(end, self.height() / 2);
        }
    }
}

fn read_on(state: &mut State, _: &Args) {
    match state.moved() {
        Moved::Pane(Pane::Article | Pane::Comments | Pane::Text) => {
            state.read_on();
        }
        Moved::Pane(Pane::Context) => state.page_context(),
        _ => state.page_by(&Args::default(), 1, 1),
    }
}

fn read_back(state: &mut State, _: &Args) {
    let reads = matches!(state.moved(), Moved::Pane(_));
    if !(reads && (state.read_back() || state.text_page_up())) {
        state.page_by(&Args::default(), -1, 1);
    }
}

fn walk(state: &mut State, args: &Args, forward: bool, whole: bool) {
    for _ in 0..args.times() {
        match state.moved() {
            Moved::Pane(Pane::Comments) if state.has_thread() => {
                state.reading.article_done = true;
                let before = (state.reading.current, state.reading.top);
                state.step_comment(forward, whole);
                if before == (state.reading.current, state.reading.top) {
                    return;
                }
            }
            Moved::Pane(Pane::Article) => state.step_article(forward),
            _ => state.scroll_focus(if forward { 1 } else { -1 }),
        }
    }
}

fn next(state: &mut State, args: &Args) {
    walk(state, args, true, false);
}

fn previous(state: &mut State, args: &Args) {
    walk(state, args, false, false);
}

fn next_whole(state: &mut State, args: &Args) {
    walk(state, args, true, true);
}

fn previous_whole(state: &mut State, args: &Args) {
    walk(state, args, false, true);
}

fn top(state: &mut State, args: &Args) {
    match args.count {
        Some(_) => bottom(state, args),
        None => state.go_edge(false),
    }
}

fn bottom(state: &mut State, args: &Args) {
    let numbered = matches!(state.moved(), Moved::Pane(_)).then_some(args.count).flatten();
    match numbered {
        Some(number) => state.go_to_number(number as usize),
        None => state.go_edge(true),
    }
}

fn percent(state: &mut State, args: &Args) {
    let share = args.count.unwrap_or(0).min(100) as usize;
    if matches!(state.moved(), Moved::Pane(Pane::Article)) {
        let blocks = state.article().blocks.len();
        state.go_to_passage(u32::try_from(blocks * share / 100).unwrap_or(0));
    } else if state.has_thread() && !state.reading.view.is_plain() {
        // In another order a number says nothing of the place.
        let place = state.discussion().thread().len() * share / 100;
        let view = &state.reading.view;
        if let Some(id) = view.next_at(place).or_else(|| view.last()) {
            state.go(id);
        }
    } else if state.has_thread() {
        let comments = state.discussion().thread().comments();
        state.go_to_number((comments * share / 100).max(1));
    }
}
