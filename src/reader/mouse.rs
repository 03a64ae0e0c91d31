//! The mouse: wheel, click, and dragging the rules between panes. A drag inside a pane is
//! the terminal's business.

use super::input::{Button, Mouse, MouseKind};
use super::links::LinkSpot;
use super::overlay::Overlay;
use super::state::State;
use crate::layout::Pane;
use crate::layout::area::ARTICLE_MARGIN;
use crate::model::Kind;

/// Rows that a notch of the wheel scrolls.
const NOTCH: i64 = 3;

/// What is being dragged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drag {
    /// The rule between article and comments, from a column.
    Rule(u16),
    /// The rule before the third column, from a column.
    Third(u16),
    /// The context's header row, from a row.
    Header(u16),
    /// The header row of the text under the index, from a row.
    Text(u16),
    /// Something that cannot be dragged.
    Nothing,
}

impl State {
    pub(crate) fn mouse(&mut self, mouse: Mouse) {
        match mouse.kind {
            MouseKind::WheelDown => self.wheel(mouse, NOTCH),
            MouseKind::WheelUp => self.wheel(mouse, -NOTCH),
            MouseKind::Down(Button::Left) => self.press(mouse),
            MouseKind::Drag(Button::Left) => self.drag(mouse),
            MouseKind::Up(_) => self.drag = None,
            MouseKind::Down(_) | MouseKind::Drag(_) => {}
        }
        self.settle_shown();
    }

    /// The wheel scrolls what is under the pointer; the focus stays.
    fn wheel(&mut self, mouse: Mouse, rows: i64) {
        if matches!(self.overlay, Some(Overlay::Sheet(_))) {
            self.scroll_sheet(rows);
        } else if !self.screens.is_empty() {
            self.move_in_list(rows.signum());
        } else {
            match self.screen.pane_at(mouse.x, mouse.y) {
                Some(Pane::Article) => self.scroll_article(rows),
                Some(Pane::Context) => self.scroll_context(rows),
                Some(Pane::Text) => self.scroll_text(rows),
                Some(Pane::Comments) if self.has_thread() => self.scroll(rows),
                _ => {}
            }
        }
    }

    fn press(&mut self, mouse: Mouse) {
        self.trail.clear();
        self.status = None;
        if matches!(self.overlay, Some(Overlay::Sheet(_))) {
            self.overlay = None;
            return;
        }
        if matches!(self.overlay, Some(Overlay::Hints(_) | Overlay::Link(_))) {
            self.overlay = None;
            return;
        }
        if self.overlay.is_some() {
            return;
        }
        if !self.screens.is_empty() {
            self.press_in_list(mouse);
            return;
        }
        self.drag = Some(self.handle_at(mouse));
        if self.drag != Some(Drag::Nothing) {
            return;
        }
        if let Some(strip) = self.screen.strip.filter(|strip| strip.holds(mouse.x, mouse.y)) {
            self.press_in_strip(usize::from(mouse.x - strip.x).saturating_sub(1));
            return;
        }
        if let Some(pane) = self.screen.pane_at(mouse.x, mouse.y) {
            self.reading.focus = pane;
            if let Some(spot) = self.link_at(pane, mouse.x, mouse.y) {
                self.press_on_link(&spot);
                return;
            }
            if pane == Pane::Article {
                self.press_in_article(mouse);
            } else if pane == Pane::Comments {
                self.press_in_comments(mouse);
            } else if pane == Pane::Context {
                self.press_in_context(mouse);
            }
        }
    }

    /// What a press takes hold of.
    fn handle_at(&self, mouse: Mouse) -> Drag {
        let on = |rule: Option<u16>| rule == Some(mouse.x) && mouse.y > 0;
        if on(self.screen.rules[0]) {
            Drag::Rule(mouse.x)
        } else if on(self.screen.rules[1]) {
            Drag::Third(mouse.x)
        } else if self.screen.rules[1].is_none()
            && self.screen.context_head.is_some_and(|head| head.holds(mouse.x, mouse.y))
        {
            Drag::Header(mouse.y)
        } else if self.screen.text_head.is_some_and(|head| head.holds(mouse.x, mouse.y)) {
            Drag::Text(mouse.y)
        } else {
            Drag::Nothing
        }
    }

    fn drag(&mut self, mouse: Mouse) {
        let by = |from: u16, to: u16| i16::try_from(i32::from(from) - i32::from(to)).unwrap_or(0);
        match self.drag {
            Some(Drag::Rule(from)) => {
                self.reshape(by(from, mouse.x), 0);
                self.drag = Some(Drag::Rule(mouse.x));
            }
            Some(Drag::Third(from)) => {
                self.reshape(0, by(from, mouse.x));
                self.drag = Some(Drag::Third(mouse.x));
            }
            Some(Drag::Header(from)) => {
                self.reshape(0, by(from, mouse.y));
                self.drag = Some(Drag::Header(mouse.y));
            }
            Some(Drag::Text(from)) => {
                self.grow(by(from, mouse.y));
                self.drag = Some(Drag::Text(mouse.y));
            }
            Some(Drag::Nothing) => {
                self.say("to select text, hold Shift while dragging (Option in iTerm2) · y copies the comment");
                self.drag = None;
            }
            None => {}
        }
    }

    fn press_in_list(&mut self, mouse: Mouse) {
        let Some(list) = self.screens.last() else {
            return;
        };
        let at = list.top + usize::from(mouse.y.saturating_sub(1)) / 2;
        if mouse.y > 0 && at < list.rows.len() {
            let chosen = list.at == at;
            self.list_select(at);
            if chosen {
                self.list_go();
            }
        }
    }

    /// A click on a link shows where it leads; it opens nothing.
    fn press_on_link(&mut self, spot: &LinkSpot) {
        if let Some(id) = spot.at.filter(|id| *id != self.reading.current) {
            self.leave_current();
            self.reading.current = id;
            self.context_top = 0;
        }
        self.show_link(&spot.address, spot.words.as_str());
    }

    /// A click on the number of comments that quote a passage lists them.
    fn press_in_article(&mut self, mouse: Mouse) {
        let Some(area) = self.screen.article else {
            return;
        };
        let page = self.article_page();
        let Some(at) = page.get(usize::from(mouse.y - area.y)) else { return };
        self.chosen = Some(at.block);
        let first = self.article_lines(at.block).get(at.row as usize).is_some_and(|line| line.first);
        if first && mouse.x < area.x + ARTICLE_MARGIN && self.quoting_count(at.block + 1) > 0 {
            self.open_quotes_of(at.block + 1);
        }
    }

    fn press_in_comments(&mut self, mouse: Mouse) {
        let Some(area) = self.screen.comments else {
            return;
        };
        if mouse.x + 1 == area.right() {
            let rows = usize::from(area.height).max(2) - 1;
            let share = usize::from(mouse.y - area.y).min(rows);
            let comments = self.discussion().thread().comments();
            self.go_to_number((comments.saturating_sub(1)) * share / rows + 1);
            return;
        }
        let page = self.page();
        let Some(row) = page.get(usize::from(mouse.y - area.y)).filter(|row| !row.gap) else {
            return;
        };
        if !self.is_one_row(row.id) && self.laid(row.id).fold(row.row).is_some() {
            self.reading.current = row.id;
            self.toggle_quotes_of(row.id);
            return;
        }
        if row.id != self.reading.current {
            self.leave_current();
            self.reading.current = row.id;
            self.context_top = 0;
            return;
        }
        if self.open_hushed(row.id) {
            return;
        }
        if self.open_run_here() {
            return;
        }
        let thread = self.discussion().thread();
        // A row of the index that has no replies has nothing to fold.
        let foldable = thread.kind(row.id) != Kind::More && (!self.in_index() || thread.first_reply(row.id).is_some());
        if foldable && (row.row == 0 || self.reading.view.is_folded(row.id)) {
            let on = !self.reading.view.is_folded(row.id);
            let name = if on { "fold" } else { "unfold" };
            self.act(name, crate::model::Change::Fold { these: vec![row.id], on });
        }
    }

    /// A click on a comment of the chain goes there.
    fn press_in_context(&mut self, mouse: Mouse) {
        let Some(area) = self.screen.context else {
            return;
        };
        let rows = self.context_rows(usize::from(area.width.saturating_sub(2)));
        let at = self.context_top + usize::from(mouse.y - area.y);
        if let Some(id) = rows.get(at).and_then(|row| row.of) {
            self.reading.focus = Pane::Comments;
            self.go(id);
        }
    }
}
