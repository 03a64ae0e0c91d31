//! Panes: which is shown, which has the focus, how large they are.

use super::{Command, MapAction, Scope, When, on_thread, row};
use crate::layout::{Pane, Shape};
use crate::reader::state::State;

pub(super) const ROWS: &[Command] = &[
    row("article", &["a"], Scope::Comment, "Toggle article and comments", |s, _| s.toggle_article())
        .when(When::Article),
    on_thread("thread-map", &["w"], "Show the thread map; move in it and press Enter to go", |s, _| s.toggle_map())
        .mouse("click a cell, click it again")
        .in_map(MapAction::Close),
    row("zoom", &["Z"], Scope::Comment, "Toggle full screen for this pane", |s, _| s.toggle_zoom()),
    row("next-pane", &["Tab", "^W w", "^W ^W"], Scope::Comment, "Focus the next pane", |s, _| s.focus_by(1))
        .mouse("click"),
    row("previous-pane", &["⇧Tab", "^W W"], Scope::Comment, "Focus the previous pane", |s, _| s.focus_by(2))
        .mouse("click"),
    row("index", &["i"], Scope::Comment, "Toggle index (a row per comment) and full text", |s, _| s.toggle_index())
        .when(When::Thread),
    row(
        "context-taller",
        &["^W +"],
        Scope::Comment,
        "Enlarge the reply context, or the text below the index",
        |s, a| s.grow(step(a.times())),
    )
    .count("rows")
    .mouse("drag its header"),
    row(
        "context-smaller",
        &["^W -"],
        Scope::Comment,
        "Shrink the reply context, or the text below the index",
        |s, a| s.grow(-step(a.times())),
    )
    .count("rows")
    .mouse("drag its header"),
    row("comments-wider", &["^W >"], Scope::Comment, "Widen the comments", |s, a| s.reshape(step(a.times()) * 2, 0))
        .count("steps")
        .mouse("drag the rule"),
    row("comments-narrower", &["^W <"], Scope::Comment, "Narrow the comments", |s, a| {
        s.reshape(-step(a.times()) * 2, 0)
    })
    .count("steps")
    .mouse("drag the rule"),
    row("usual-sizes", &["^W ="], Scope::Comment, "Reset pane sizes", |s, _| {
        s.reading.shape = Shape::default();
        s.rearrange();
    }),
];

fn step(times: u32) -> i16 {
    i16::try_from(times.min(200)).unwrap_or(200)
}

/// Shows the comments where only the article is on the screen.
pub(super) fn show_comments(state: &mut State) {
    state.reading.alone = Pane::Comments;
    state.reading.focus = Pane::Comments;
    state.rearrange();
}

impl State {
    /// Divides the screen anew, and keeps what is read in sight.
    pub(crate) fn rearrange(&mut self) {
        self.arrange();
        if self.screen.too_small {
            return;
        }
        self.settle_article();
        self.keep_in_sight();
    }

    /// After a change of what is shown: the current comment, whole as far as it fits.
    pub(crate) fn show_current(&mut self) {
        self.settle_top();
        self.reveal(self.reading.current);
    }

    /// Whatever was done: the top line is a real one, and the current comment is on the page.
    pub(crate) fn keep_in_sight(&mut self) {
        if self.has_thread() && self.shows_comments() && !self.screen.too_small {
            self.settle_top();
            self.reveal_if_lost();
        }
    }

    /// Brings the current comment back where a change of size has pushed it out.
    fn reveal_if_lost(&mut self) {
        let current = self.reading.current;
        let free = self.covered();
        if !self.page().iter().skip(free).any(|row| row.id == current && !row.gap) {
            self.reveal(current);
        }
    }

    fn toggle_article(&mut self) {
        let to = if self.reading.focus == Pane::Article { Pane::Comments } else { Pane::Article };
        if to == Pane::Comments && !self.has_thread() {
            self.say("no comments here");
            return;
        }
        self.reading.focus = to;
        self.reading.alone = to;
        self.rearrange();
    }

    fn toggle_zoom(&mut self) {
        self.reading.zoom = !self.reading.zoom;
        self.rearrange();
        if self.reading.zoom {
            self.say("zoomed · Z shows all panes again");
        }
    }

    fn focus_by(&mut self, steps: usize) {
        let panes = [Pane::Article, Pane::Comments, Pane::Text, Pane::Context];
        let there: Vec<Pane> = panes.into_iter().filter(|pane| self.can_focus(*pane)).collect();
        let at = there.iter().position(|pane| *pane == self.reading.focus).unwrap_or(0);
        // Back is the same as two steps on among three, and one among two.
        let steps = if steps == 1 { 1 } else { there.len().saturating_sub(1).max(1) };
        if let Some(to) = there.get((at + steps) % there.len().max(1)) {
            self.reading.focus = *to;
            if !matches!(to, Pane::Context | Pane::Text) {
                self.reading.alone = *to;
            }
            self.rearrange();
        }
    }

    /// A pane can have the focus if it is on the screen, or would be the one that is shown.
    fn can_focus(&self, pane: Pane) -> bool {
        let alone = self.screen.article.is_none() || self.screen.comments.is_none();
        match pane {
            _ if self.screen.pane(pane).is_some() => true,
            Pane::Article => alone && self.discussion().article().has_text(),
            Pane::Comments => alone && self.has_thread(),
            Pane::Context | Pane::Text => false,
        }
    }

    pub(crate) fn reshape(&mut self, comments: i16, context: i16) {
        let shape = &mut self.reading.shape;
        shape.comments = shape.comments.saturating_add(comments).clamp(-300, 300);
        shape.context = shape.context.saturating_add(context).clamp(-200, 200);
        self.rearrange();
    }
}
