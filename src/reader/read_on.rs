//! `Space` and `b`: the one key that reads everything, and its inverse.
//!
//! First the rest of the article, then the thread page by page through unread comments. What
//! is passed whole becomes read. What `Space` will do next is worked out by the same
//! function that does it, so the status row never promises anything else.

use super::reading::{Anchor, ArticlePlace};
use super::state::State;
use crate::layout::Pane;
use crate::layout::context::count;
use crate::model::{Change, CommentId};

/// Rows of a page that the next one repeats.
const OVERLAP: u32 = 2;

/// As many comments before the end are counted in words.
const FEW: usize = 3;

/// What `Space` does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// A page of the article.
    Article,
    /// From the article to the comments.
    Comments,
    /// On to a comment, its first row at the top. `over`: read or folded comments between.
    Unread {
        /// The comment.
        to: CommentId,
        /// Rows of the arena that are stepped over.
        over: usize,
    },
    /// On inside a comment that is taller than the pane.
    Within(CommentId),
    /// Nothing is left but to set read what is on the screen.
    Finish,
    /// Nothing is left.
    End,
}

/// A step that `b` takes back.
#[derive(Clone, Debug)]
pub struct Step {
    current: CommentId,
    top: Anchor,
    text: Anchor,
    article: ArticlePlace,
    article_done: bool,
    focus: Pane,
    alone: Pane,
    read: Vec<CommentId>,
}

impl State {
    /// What `Space` does next.
    #[must_use]
    pub fn plan(&self) -> Plan {
        if self.is_in_article() {
            if !self.shows_article_end() {
                return Plan::Article;
            }
            return match (self.has_thread(), self.reading.focus) {
                (false, _) => Plan::End,
                (true, Pane::Article) => Plan::Comments,
                (true, _) => self.plan_comments(),
            };
        }
        if !self.has_thread() {
            return Plan::End;
        }
        if !self.shows_comments() {
            return Plan::Comments;
        }
        self.plan_comments()
    }

    /// Whether reading on still means the article.
    fn is_in_article(&self) -> bool {
        self.screen.article.is_some() && (self.reading.focus == Pane::Article || !self.reading.article_done)
    }

    fn plan_comments(&self) -> Plan {
        if self.in_index() {
            return self.plan_index();
        }
        let page = self.page();
        let Some(last) = page.last() else {
            return Plan::End;
        };
        let mut after = self.reading.view.next(last.id);
        if !self.shows_end(last.id) {
            let continues = self.reading.is_unread(last.id) && !self.is_one_row(last.id);
            let tall = self.rows(last.id) + OVERLAP > self.height();
            match (continues, tall || !self.shows_start(last.id)) {
                (true, true) => return Plan::Within(last.id),
                (true, false) => after = Some(last.id),
                (false, _) => {}
            }
        }
        match self.next_to_read(after) {
            Some(to) => {
                let from = after.unwrap_or(to);
                Plan::Unread { to, over: self.reading.view.count_between(from, to) }
            }
            None if page.iter().any(|row| self.passes(row.id, None)) => Plan::Finish,
            None => Plan::End,
        }
    }

    /// The first comment at or after one that is shown, unread and not folded.
    fn next_to_read(&self, from: Option<CommentId>) -> Option<CommentId> {
        self.reading.next_to_read(self.reading.view.place(from?))
    }

    /// Comments from one on that reading on will come to, counted up to a few.
    fn left(&self, from: CommentId) -> usize {
        let reading = &self.reading;
        std::iter::successors(Some(from), |at| reading.next_to_read(reading.view.place(*at) + 1)).take(FEW + 1).count()
    }

    /// Whether leaving the page for a comment further on passes this one whole.
    fn passes(&self, id: CommentId, to: Option<CommentId>) -> bool {
        self.reading.is_unread(id) && to.is_none_or(|to| self.reading.view.precedes(id, to)) && self.is_seen(id)
    }

    /// The unread comments on the screen that leaving it for `to` passes whole.
    pub(crate) fn passed(&self, to: Option<CommentId>) -> Vec<CommentId> {
        let mut passed: Vec<CommentId> = self.page().iter().map(|row| row.id).collect();
        passed.dedup();
        passed.retain(|id| self.passes(*id, to));
        passed
    }

    /// Sets comments read, and has that stored.
    pub(crate) fn set_read(&mut self, these: Vec<CommentId>) {
        if these.is_empty() {
            return;
        }
        let change = Change::Read { these, on: true };
        self.reading.apply(&change);
        self.store(change);
    }

    /// Reads on. Whether there was anything to do.
    pub fn read_on(&mut self) -> bool {
        let plan = self.plan();
        let mut step = self.step();
        match plan {
            Plan::End => {
                self.say(self.end_words());
                return false;
            }
            Plan::Article => {
                let page = i64::from(self.article_height().saturating_sub(OVERLAP).max(1));
                self.scroll_article(page);
            }
            Plan::Comments => self.go_to_comments(),
            Plan::Finish => step.read = self.passed(None),
            Plan::Within(_) if self.in_index() => {
                self.scroll_text(i64::from(self.text_height().saturating_sub(OVERLAP).max(1)));
            }
            Plan::Within(id) => {
                step.read = self.passed(Some(id));
                let page = self.height().saturating_sub(OVERLAP).max(1);
                self.reading.top = self.down(self.reading.top, page);
                self.reading.current = id;
            }
            Plan::Unread { to, over } => {
                step.read = self.passed(Some(to));
                if self.in_index() {
                    self.reveal(to)
                } else {
                    self.put_at_top(to)
                }
                self.reading.current = to;
                if over > 0 {
                    self.say(format!("stepped over {}", count(over, self.passed_word(false), self.passed_word(true))));
                }
            }
        }
        if self.shows_article_end() && self.reading.focus != Pane::Article {
            self.reading.article_done = true;
        }
        self.set_read(step.read.clone());
        self.trail.push(step);
        true
    }

    fn step(&self) -> Step {
        let reading = &self.reading;
        Step {
            current: reading.current,
            top: reading.top,
            text: reading.text,
            article: reading.article,
            article_done: reading.article_done,
            focus: reading.focus,
            alone: reading.alone,
            read: Vec::new(),
        }
    }

    /// From the article to the comments, at the first unread one.
    fn go_to_comments(&mut self) {
        self.reading.article_done = true;
        self.reading.alone = Pane::Comments;
        self.reading.focus = Pane::Comments;
        self.arrange();
        if let Some(to) = self.next_to_read(self.reading.view.first()) {
            self.reading.current = to;
            self.reveal(to);
        }
    }

    /// Takes the last step back; whether there was one.
    pub fn read_back(&mut self) -> bool {
        let Some(step) = self.trail.pop() else {
            return false;
        };
        let reading = &mut self.reading;
        (reading.current, reading.top, reading.text) = (step.current, step.top, step.text);
        (reading.article, reading.article_done) = (step.article, step.article_done);
        (reading.focus, reading.alone) = (step.focus, step.alone);
        if !step.read.is_empty() {
            let change = Change::Read { these: step.read, on: false };
            self.reading.apply(&change);
            self.store(change);
        }
        self.arrange();
        true
    }

    fn end_words(&self) -> String {
        match self.reading.unread() {
            0 => "the end: all is read".to_owned(),
            unread => {
                let muted = if self.reading.muted_count().0 > 0 { ", folded or muted" } else { " or folded" };
                format!("the end: {} above{muted}", count(unread, "unread comment", "unread comments"))
            }
        }
    }

    /// What is stepped over, in words.
    fn passed_word(&self, many: bool) -> &'static str {
        match (self.reading.muted_count().0 > 0, many) {
            (false, false) => "read or folded comment",
            (false, true) => "read or folded comments",
            (true, false) => "read, folded or muted comment",
            (true, true) => "read, folded or muted comments",
        }
    }

    /// What `Space` does next, in words for the status row.
    #[must_use]
    pub fn plan_words(&self) -> String {
        match self.plan() {
            Plan::Article => "on in the article".to_owned(),
            Plan::Comments => count(self.discussion().thread().comments(), "comment", "comments"),
            Plan::Within(_) => "on in this comment".to_owned(),
            Plan::Finish => "set these read: the end".to_owned(),
            Plan::End => "end".to_owned(),
            Plan::Unread { over: 0, to } => {
                let left = self.left(to);
                if left <= FEW {
                    format!("{}, then the end", count(left, "more comment", "more comments"))
                } else if self.in_index() {
                    "next comment".to_owned()
                } else {
                    "next page".to_owned()
                }
            }
            Plan::Unread { over, .. } => format!("next unread, over {over}"),
        }
    }
}
