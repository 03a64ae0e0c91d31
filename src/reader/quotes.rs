//! Folded quotes: opening them, skipping them, and what stays where it is meanwhile.

use std::collections::BTreeSet;
use std::ops::Range;

use super::reading::Anchor;
use super::state::State;
use crate::layout::quote::is_quoted;
use crate::model::CommentId;

/// The comments whose quotes are open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// All are, but for those in the set.
    all: bool,
    but: BTreeSet<CommentId>,
}

impl Opened {
    /// Whether the quotes of a comment are open.
    #[must_use]
    pub fn has(&self, id: CommentId) -> bool {
        self.all != self.but.contains(&id)
    }

    fn set(&mut self, id: CommentId, on: bool) {
        if self.all == on {
            self.but.remove(&id);
        } else {
            self.but.insert(id);
        }
    }

    /// The same in a fuller discussion.
    #[must_use]
    pub(crate) fn map(&self, to: &impl Fn(CommentId) -> Option<CommentId>) -> Self {
        Self { all: self.all, but: self.but.iter().filter_map(|id| to(*id)).collect() }
    }
}

/// A row of the screen and what stands on it.
struct Eye {
    id: CommentId,
    /// The first character of the row; none in a header.
    at: Option<usize>,
    /// The row of the comment.
    row: u32,
    /// The row of the pane.
    y: u32,
}

impl State {
    /// Changes how comments are laid out; the first row of the current comment that is on
    /// the screen stays where it is.
    fn keep_eye(&mut self, change: impl FnOnce(&mut Self)) {
        let eye = self.eye();
        change(self);
        self.sight.forget_laid();
        if let Some(eye) = eye {
            let row = eye.at.map_or(eye.row, |at| self.laid(eye.id).row_of(at));
            self.reading.top = self.up(Anchor { id: eye.id, row }, eye.y);
        }
        self.settle_top();
    }

    /// The comment at the top of the pane, and the character that the top row begins with.
    pub(crate) fn top_line(&self) -> Option<(CommentId, usize)> {
        let top = self.reading.top;
        if !self.has_thread() || !self.shows_comments() || self.is_one_row(top.id) {
            return None;
        }
        self.laid(top.id).line(top.row).map(|line| (top.id, line.range.start))
    }

    /// Keeps a line at the top of the pane: a parent that has come may fold what repeats it.
    pub(crate) fn keep_line(&mut self, id: CommentId, at: usize) {
        if self.reading.top.id == id && !self.is_one_row(id) {
            self.reading.top.row = self.laid(id).row_of(at);
            self.keep_in_sight();
        }
    }

    fn eye(&self) -> Option<Eye> {
        let page = self.page();
        let rows = || (0..).zip(&page).skip(self.covered()).filter(|(_, row)| !row.gap);
        let current = rows().find(|(_, row)| row.id == self.reading.current);
        let (y, row) = current.or_else(|| rows().next())?;
        let at =
            if self.is_one_row(row.id) { None } else { self.laid(row.id).line(row.row).map(|line| line.range.start) };
        Some(Eye { id: row.id, at, row: row.row, y })
    }

    /// Opens the current comment's quotes, or folds them again.
    pub(crate) fn toggle_quotes(&mut self) {
        self.toggle_quotes_of(self.reading.current);
    }

    pub(crate) fn toggle_quotes_of(&mut self, id: CommentId) {
        let open = self.reading.opened.has(id);
        if !open && (self.is_one_row(id) || self.laid(id).folds.is_empty()) {
            self.say("no folded quote in this comment");
            return;
        }
        let rows = self.rows(id);
        self.keep_eye(|s| s.reading.opened.set(id, !open));
        if open && rows == self.rows(id) {
            self.say("this comment has no quote to fold");
        }
        self.keep_in_sight();
    }

    pub(crate) fn toggle_all_quotes(&mut self) {
        let all = !self.reading.opened.all;
        self.keep_eye(|s| s.reading.opened = Opened { all, but: BTreeSet::new() });
        self.say(if all { "all quotes are open" } else { "quotes that need not be read again are folded" });
    }

    /// Opens the quotes of a comment if they hide some of its words.
    pub(crate) fn open_quotes_at(&mut self, id: CommentId, words: &Range<usize>) {
        if !self.is_one_row(id) && self.laid(id).folds_over(words).next().is_some() {
            self.keep_eye(|s| s.reading.opened.set(id, true));
        }
    }

    /// Brings what follows the first quote of the page to its top; whether there was one.
    pub(crate) fn skip_quote(&mut self) -> bool {
        let page = self.page();
        let quoted = page.iter().skip(self.covered()).find(|row| !row.gap && self.is_quoted_row(row.id, row.row));
        let Some(quote) = quoted.copied() else {
            self.say("no quote on this page");
            return false;
        };
        let laid = self.laid(quote.id);
        let is_own = |row: &u32| laid.line(*row).is_some_and(|line| !line.blank) && !self.is_quoted_row(quote.id, *row);
        let to = match (quote.row + 1..laid.rows()).find(is_own) {
            Some(row) => Anchor { id: quote.id, row },
            None => match self.reading.view.next(quote.id) {
                Some(id) => Anchor { id, row: 0 },
                None => {
                    self.say("nothing follows this quote");
                    return false;
                }
            },
        };
        if to.id != self.reading.current {
            self.leave_current();
            self.reading.current = to.id;
        }
        let before = self.reading.top;
        self.reading.top = self.up(to, self.soft());
        self.stop_at_end();
        if self.reading.top == before {
            self.say("this is the last page");
        }
        self.reading.top != before
    }

    /// Whether a row of a comment is quoted, or stands for a quote.
    fn is_quoted_row(&self, id: CommentId, row: u32) -> bool {
        if self.is_one_row(id) {
            return false;
        }
        let laid = self.laid(id);
        laid.line(row).is_some_and(|line| is_quoted(&laid.body, line))
    }
}
