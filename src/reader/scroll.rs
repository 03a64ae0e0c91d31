//! The viewport of the comments pane: anchored on a comment and a row inside it.
//!
//! There is no global row number. Every walk here is bounded by the height of the pane, so
//! that a key costs the same in any thread.

use std::rc::Rc;

use super::reading::Anchor;
use super::state::State;
use crate::layout::Laid;
use crate::layout::comment::is_stub;
use crate::model::CommentId;

/// A row of the comments pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRow {
    /// The comment.
    pub id: CommentId,
    /// The row inside it.
    pub row: u32,
    /// The blank row after it.
    pub gap: bool,
}

impl State {
    /// The comment laid out unfolded.
    #[must_use]
    pub fn laid(&self, id: CommentId) -> Rc<Laid> {
        let discussion = &self.reading.discussion;
        let level = self.reading.view.drawn_level(discussion.thread(), id);
        self.sight.laid(discussion, id, level, self.reading.opened.has(id))
    }

    /// Whether a comment is one row: folded, muted, missing, or not loaded.
    #[must_use]
    pub fn is_one_row(&self, id: CommentId) -> bool {
        let reading = &self.reading;
        reading.view.is_folded(id)
            || reading.view.is_run(id)
            || reading.view.is_context(id)
            || is_stub(reading.discussion.thread(), id)
            || reading.is_hushed(id)
    }

    /// Rows of a comment, the gap after it not counted.
    #[must_use]
    pub fn rows(&self, id: CommentId) -> u32 {
        if self.in_index() || self.is_one_row(id) { 1 } else { self.laid(id).rows() }
    }

    /// Blank rows after a comment: one, but none between two of one row, nor at the end.
    fn gap(&self, id: CommentId) -> u32 {
        match self.reading.view.next(id) {
            _ if self.in_index() => 0,
            None => 0,
            Some(next) => u32::from(!(self.is_one_row(id) && self.is_one_row(next))),
        }
    }

    /// Rows of the comments pane.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.screen.comments.map_or(1, |area| u32::from(area.height)).max(1)
    }

    /// Rows at the top that pinned ancestors may cover.
    pub(super) fn soft(&self) -> u32 {
        u32::from(self.screen.pinned).min(self.height() / 3)
    }

    /// Whether the pane shows the beginning of the thread.
    fn at_start(&self) -> bool {
        self.reading.top.row == 0 && self.reading.view.first() == Some(self.reading.top.id)
    }

    /// Rows at the top that pinned ancestors may hide now.
    pub(crate) fn covered(&self) -> usize {
        if self.at_start() { 0 } else { self.soft() as usize }
    }

    /// Rows that pinned ancestors do hide now.
    pub(crate) fn pinned_rows(&self) -> usize {
        let view = &self.reading.view;
        let page = self.page();
        let Some(first) = page.iter().find(|row| !row.gap && row.row == 0).map(|row| row.id) else { return 0 };
        let above = self.discussion().thread().ancestors(self.reading.current);
        let above = above.filter(|id| view.holds(*id) && view.precedes(*id, first));
        above.take(if view.is_flat() { 0 } else { usize::from(self.screen.pinned) }).count()
    }

    /// An anchor some rows further down, at most the last row.
    #[must_use]
    pub fn down(&self, mut at: Anchor, mut rows: u32) -> Anchor {
        loop {
            let height = self.rows(at.id) + self.gap(at.id);
            let left = height.saturating_sub(at.row);
            if rows < left {
                return Anchor { row: at.row + rows, ..at };
            }
            match self.reading.view.next(at.id) {
                Some(next) => {
                    rows -= left;
                    at = Anchor { id: next, row: 0 };
                }
                None => {
                    return Anchor { row: height.saturating_sub(1), ..at };
                }
            }
        }
    }

    /// An anchor some rows further up, at most the first row.
    #[must_use]
    pub fn up(&self, mut at: Anchor, mut rows: u32) -> Anchor {
        loop {
            if rows <= at.row {
                return Anchor { row: at.row - rows, ..at };
            }
            match self.reading.view.prev(at.id) {
                Some(prev) => {
                    rows -= at.row + 1;
                    at = Anchor { id: prev, row: (self.rows(prev) + self.gap(prev)).saturating_sub(1) };
                }
                None => return Anchor { row: 0, ..at },
            }
        }
    }

    /// The anchor that brings the end of the thread to the bottom of the pane.
    #[must_use]
    pub fn last_top(&self) -> Anchor {
        match self.reading.view.last() {
            Some(id) => self.up(Anchor { id, row: self.rows(id) - 1 }, self.height() - 1),
            None => self.reading.top,
        }
    }

    /// The rows of the pane, from its top. Shorter than the pane at the end of the thread.
    #[must_use]
    pub fn page(&self) -> Vec<PageRow> {
        let mut page = Vec::with_capacity(self.height() as usize);
        let mut at = self.reading.discussion.thread().first().map(|_| self.reading.top);
        while let Some(Anchor { id, row }) = at {
            let (rows, gap) = (self.rows(id), self.gap(id));
            for row in row..rows + gap {
                if page.len() >= self.height() as usize {
                    return page;
                }
                page.push(PageRow { id, row, gap: row >= rows });
            }
            at = self.reading.view.next(id).map(|id| Anchor { id, row: 0 });
        }
        page
    }

    /// Rows from the top of the pane to the comment's first row: negative if that is above
    /// the pane, none if it is further than two panes away.
    pub(super) fn offset(&self, id: CommentId) -> Option<i64> {
        let top = self.reading.top;
        if self.reading.view.precedes(id, top.id) {
            return None;
        }
        let mut rows = -i64::from(top.row);
        let mut at = top.id;
        while at != id {
            rows += i64::from(self.rows(at) + self.gap(at));
            if rows > 2 * i64::from(self.height()) {
                return None;
            }
            at = self.reading.view.next(at)?;
        }
        Some(rows)
    }

    /// Whether the comment's last row is on the screen.
    #[must_use]
    pub fn shows_end(&self, id: CommentId) -> bool {
        self.offset(id).is_some_and(|offset| {
            let end = offset + i64::from(self.rows(id));
            end > 0 && end <= i64::from(self.height())
        })
    }

    /// Whether the comment's first row is on the screen, and not under a pinned ancestor.
    #[must_use]
    pub fn shows_start(&self, id: CommentId) -> bool {
        let soft = if self.at_start() { 0 } else { i64::from(self.soft()) };
        self.offset(id).is_some_and(|offset| offset >= soft && offset < i64::from(self.height()))
    }

    /// Whether the comment begins within two panes of the top.
    pub(crate) fn offset_is_known(&self, id: CommentId) -> bool {
        self.offset(id).is_some_and(|offset| offset < i64::from(self.height()))
    }

    /// Rows of the comment below the pane.
    pub(crate) fn rows_below(&self, id: CommentId) -> i64 {
        let end = self.offset(id).unwrap_or(0) + i64::from(self.rows(id));
        (end - i64::from(self.height())).max(1)
    }

    /// Rows to scroll until its first row is free.
    pub(crate) fn rows_above(&self, id: CommentId) -> i64 {
        (i64::from(self.soft()) - self.offset(id).unwrap_or(0)).max(1)
    }

    /// Puts a comment's first row at a row of the pane.
    pub fn put(&mut self, id: CommentId, row: u32) {
        self.reading.top = self.up(Anchor { id, row: 0 }, row);
    }

    /// Puts a comment under the rows that pinned ancestors may cover.
    pub fn put_at_top(&mut self, id: CommentId) {
        self.put(id, self.soft());
    }

    /// Scrolls so that the comment can be read, and no further than that: nothing moves if
    /// it is there already; far away, it comes to stand with some of what precedes it.
    pub fn reveal(&mut self, id: CommentId) {
        if self.in_index() {
            self.reveal_in_index(id);
            return;
        }
        let (height, soft) = (i64::from(self.height()), i64::from(self.soft()));
        let rows = i64::from(self.rows(id));
        let least = if self.at_start() { 0 } else { soft };
        match self.offset(id) {
            Some(offset) if offset >= least && offset + rows <= height => {}
            Some(offset) if offset >= least => {
                let by = (offset + rows - height).min(offset - soft).max(0);
                self.reading.top = self.down(self.reading.top, u32::try_from(by).unwrap_or(0));
            }
            Some(offset) => {
                let by = u32::try_from(soft - offset).unwrap_or(0);
                self.reading.top = self.up(self.reading.top, by);
            }
            None if self.is_just_above(id) => self.put_at_top(id),
            None => self.put(id, self.soft().max(self.height() / 4)),
        }
        self.stop_at_end();
    }

    /// Whether the comment begins within a pane's height above the top.
    pub(super) fn is_just_above(&self, id: CommentId) -> bool {
        let view = &self.reading.view;
        view.precedes(id, self.reading.top.id) && !view.precedes(id, self.up(self.reading.top, self.height()).id)
    }

    /// Takes back a scroll past the end of the thread.
    pub fn stop_at_end(&mut self) {
        let last = self.last_top();
        let (top, view) = (self.reading.top, &self.reading.view);
        if (view.place(top.id), top.row) > (view.place(last.id), last.row) {
            self.reading.top = last;
        }
    }

    /// Scrolls by rows, keeping the current comment on the screen.
    pub fn scroll(&mut self, rows: i64) {
        let by = u32::try_from(rows.unsigned_abs()).unwrap_or(u32::MAX);
        self.reading.top = if rows < 0 { self.up(self.reading.top, by) } else { self.down(self.reading.top, by) };
        if rows > 0 {
            self.stop_at_end();
        }
        self.keep_current_in_sight();
    }

    /// Moves the current comment to the nearest one on the screen, if it is not there.
    pub fn keep_current_in_sight(&mut self) {
        let page = self.page();
        let soft = if self.at_start() { 0 } else { self.soft() as usize };
        let clear = page.get(soft.min(page.len().saturating_sub(1))..).unwrap_or_default();
        let words = || clear.iter().filter(|row| !row.gap);
        if words().any(|row| row.id == self.reading.current) {
            return;
        }
        let view = &self.reading.view;
        let below = words().next_back().is_some_and(|last| view.precedes(last.id, self.reading.current));
        let found = if below {
            words().rev().find(|row| row.row == 0).or_else(|| words().next_back())
        } else {
            words().find(|row| row.row == 0).or_else(|| words().next())
        };
        if let Some(row) = found {
            self.reading.current = row.id;
        }
    }

    /// Keeps the top line a real one after a fold, a resize or another discussion.
    pub fn settle_top(&mut self) {
        let thread = self.reading.discussion.thread();
        if thread.is_empty() {
            return;
        }
        if let Some(shown) = self.reading.view.shown_at(self.reading.top.id) {
            let rows = self.rows(shown) + self.gap(shown);
            let row = self.reading.top.row.min(rows.saturating_sub(1));
            self.reading.top = Anchor { id: shown, row };
        }
    }
}
