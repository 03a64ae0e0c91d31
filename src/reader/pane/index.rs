//! The index: one row for each comment with the thread drawn in it, and below it the text of
//! the current one.
//!
//! Where the index is shown every comment is one row of the viewport, without gaps; all that
//! scrolls and jumps works as it does on full text. What is read is the text below.

use std::rc::Rc;

use crate::layout::index::{Columns, Facts};
use crate::layout::{Fitting, Laid, Pane};
use crate::model::{CommentId, Link};
use crate::reader::read_on::Plan;
use crate::reader::reading::Anchor;
use crate::reader::state::State;

/// Rows that stay in sight before and after the current one.
const MARGIN: u32 = 2;

/// One cell pair of the tree before a comment's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twig {
    /// Nothing follows on this level.
    Blank,
    /// A line that goes on to a later reply.
    Line,
    /// The comment, with siblings after it.
    Fork,
    /// The comment, the last of its siblings.
    Last,
    /// The comment goes on with an exchange that stands among siblings.
    Again,
    /// The same, and nothing follows on this level.
    AgainLast,
}

/// A twig, and how it is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The sign.
    pub twig: Twig,
    /// The link that it stands for is a guess.
    pub guessed: bool,
    /// It lies on the path from the current comment to its root.
    pub path: bool,
}

/// The tree before a comment's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// The depth, where the levels are more than can be drawn.
    pub depth: Option<u32>,
    /// The levels nearest to the comment, its own last.
    pub twigs: Vec<Drawn>,
}

/// What the reader chose for sources of a kind, as long as the program runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    mail: Option<bool>,
    other: Option<bool>,
}

impl Choice {
    /// Whether a discussion opens in the index: mail does, if the reader has not chosen.
    #[must_use]
    pub fn opens(self, mail: bool) -> bool {
        if mail { self.mail.unwrap_or(true) } else { self.other.unwrap_or(false) }
    }

    fn set(&mut self, mail: bool, on: bool) {
        if mail { self.mail = Some(on) } else { self.other = Some(on) }
    }
}

impl State {
    /// Whether the comments are an index, with the text of the current one below.
    #[must_use]
    pub fn in_index(&self) -> bool {
        self.screen.text.is_some()
    }

    /// Index ⇄ full text. The current comment stays.
    pub(crate) fn toggle_index(&mut self) {
        let on = !self.reading.index;
        let row = self.offset(self.reading.current).and_then(|row| u32::try_from(row).ok()).unwrap_or(0);
        self.reading.index = on;
        self.index_choice.set(self.discussion().origin().is_mail(), on);
        self.arrange();
        if on && !self.in_index() {
            self.say("the window is too small for the index");
        }
        let here = self.reading.current;
        if self.in_index() {
            self.put(here, row.min(self.height() / 3))
        } else {
            self.put_at_top(here)
        }
        self.stop_at_end();
        self.rearrange();
    }

    /// The columns of the index's rows.
    #[must_use]
    pub fn index_columns(&self) -> Columns {
        let width = self.screen.comments.map_or(0, |area| usize::from(area.width).saturating_sub(5));
        Columns::of(width, self.sight.facts(|| self.index_facts()))
    }

    fn index_facts(&self) -> Facts {
        let thread = self.discussion().thread();
        Facts {
            authors: thread.has_authors(),
            times: thread.ids().any(|id| thread.time(id).is_some()),
            scores: thread.ids().any(|id| thread.score(id).is_some()),
            digits: thread.comments().max(1).ilog10() as usize + 1,
        }
    }

    /// The tree before a comment's words.
    #[must_use]
    pub fn tree(&self, id: CommentId, levels: usize) -> Tree {
        let (view, thread) = (&self.reading.view, self.discussion().thread());
        let level = self.sight.fitting().level(view.drawn_level(thread, id));
        let fits = level <= levels;
        let many = if fits { level } else { levels.saturating_sub(2).max(1) };
        let current = self.reading.current;
        let mut twigs = Vec::with_capacity(many);
        let mut at = Some(id);
        for nth in 0..many {
            let Some(here) = at else { break };
            let head = view.exchange(here);
            let goes_on = view.next_sibling(thread, head).is_some();
            let twig = match (nth, goes_on) {
                (0, true) if head != here => Twig::Again,
                (0, false) if head != here => Twig::AgainLast,
                (0, true) => Twig::Fork,
                (0, false) => Twig::Last,
                (_, true) => Twig::Line,
                (_, false) => Twig::Blank,
            };
            at = view.drawn_above(thread, here);
            // The way from the root to the current comment goes along the lines beside what
            // stands before it, and ends in the signs of its ancestors and its own.
            let below = at.is_some_and(|above| thread.is_within(current, above));
            let inside = thread.is_within(current, here);
            let path = below && if nth == 0 { inside } else { !inside && view.precedes(here, current) };
            twigs.push(Drawn { twig, guessed: nth == 0 && thread.link(here) == Link::Guessed, path });
        }
        if !fits {
            // The depth is written: blanks would say nothing more.
            while twigs.last().is_some_and(|drawn| drawn.twig == Twig::Blank) {
                twigs.pop();
            }
        }
        twigs.reverse();
        Tree { depth: (!fits).then(|| thread.depth(id)), twigs }
    }

    /// Brings a row of the index into sight, with some of what stands around it.
    pub(crate) fn reveal_in_index(&mut self, id: CommentId) {
        let height = i64::from(self.height());
        let margin = i64::from(MARGIN).min((height - 1) / 2);
        let rows = |by: i64| u32::try_from(by.max(0)).unwrap_or(0);
        match self.offset(id) {
            Some(offset) if offset < margin => self.reading.top = self.up(self.reading.top, rows(margin - offset)),
            Some(offset) if offset + margin < height => {}
            Some(offset) if offset < 2 * height => {
                self.reading.top = self.down(self.reading.top, rows(offset + margin + 1 - height));
            }
            _ if self.is_just_above(id) => self.put(id, rows(margin)),
            _ => self.put(id, rows(height / 4)),
        }
        self.stop_at_end();
    }

    /// The text of a comment as it stands under the index.
    #[must_use]
    pub fn text_of(&self, id: CommentId) -> Rc<Laid> {
        self.sight.text(&self.reading.discussion, id)
    }

    /// How the text under the index is fitted into its pane.
    pub(crate) fn text_fitting(&self) -> Fitting {
        let columns = self.screen.text.map_or(0, |area| area.width);
        // Flat: it stands without indent, under a line of what it answers.
        Fitting { flat: true, numbers: 0, ..Fitting::of(self.discussion().thread(), columns) }
    }

    /// The first row of the current comment's text that is shown.
    #[must_use]
    pub fn text_top(&self) -> u32 {
        let at = self.reading.text;
        if at.id == self.reading.current { at.row } else { 0 }
    }

    /// Rows of the text pane.
    pub(crate) fn text_height(&self) -> u32 {
        self.screen.text.map_or(1, |area| u32::from(area.height)).max(1)
    }

    /// Scrolls the text; its end stays at the bottom of the pane.
    pub(crate) fn scroll_text(&mut self, rows: i64) {
        let id = self.reading.current;
        let most = self.text_of(id).rows().saturating_sub(self.text_height());
        let row = (i64::from(self.text_top()) + rows).clamp(0, i64::from(most));
        self.reading.text = Anchor { id, row: u32::try_from(row).unwrap_or(0) };
    }

    /// Whether the last row of the current comment's text is shown.
    pub(crate) fn shows_text_end(&self) -> bool {
        self.text_top() + self.text_height() >= self.text_of(self.reading.current).rows()
    }

    /// Whether all of a comment's text was before the reader's eye, its end now.
    pub(crate) fn is_seen(&self, id: CommentId) -> bool {
        if self.in_index() {
            let view = &self.reading.view;
            return id == self.reading.current && !view.is_context(id) && !view.is_run(id) && self.shows_text_end();
        }
        !self.is_one_row(id) && self.shows_end(id)
    }

    /// What `Space` does next in the index: the current text page by page, then the next one.
    pub(crate) fn plan_index(&self) -> Plan {
        let here = self.reading.current;
        let view = &self.reading.view;
        let is_text = self.discussion().thread().is_comment(here) && !view.is_context(here) && !view.is_run(here);
        if is_text && !self.shows_text_end() {
            return Plan::Within(here);
        }
        let after = view.next(here);
        match after.and_then(|after| self.reading.next_to_read(view.place(after))) {
            Some(to) => Plan::Unread { to, over: view.count_between(after.unwrap_or(to), to) },
            None if self.reading.is_unread(here) && self.is_seen(here) => Plan::Finish,
            None => Plan::End,
        }
    }

    /// A page of the text up; whether there was one.
    pub(crate) fn text_page_up(&mut self) -> bool {
        let scrolled = self.in_index() && self.text_top() > 0;
        if scrolled {
            self.scroll_text(-i64::from(self.text_height().saturating_sub(2).max(1)));
        }
        scrolled
    }

    /// Makes the pane that `^W +` means larger: the text under the index, else the context.
    pub(crate) fn grow(&mut self, rows: i16) {
        if self.in_index() && self.reading.focus != Pane::Context {
            let shape = &mut self.reading.shape;
            shape.text = shape.text.saturating_add(rows).clamp(-200, 200);
            self.rearrange();
        } else {
            self.reshape(0, rows);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_holds_for_its_kind_of_source() {
        let mut choice = Choice::default();
        assert!(choice.opens(true) && !choice.opens(false));
        choice.set(true, false);
        assert!(!choice.opens(true) && !choice.opens(false));
        choice.set(false, true);
        assert!(!choice.opens(true) && choice.opens(false));
    }
}
