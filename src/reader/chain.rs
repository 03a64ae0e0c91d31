//! Long chains: runs of single replies as one row, and exchanges of two people without indent.
//! Both are looks: they lie over sorts and folds, and `Esc` takes them off.

use std::sync::Arc;

use super::look::Look;
use super::state::State;
use crate::layout::context::{count, name};
use crate::model::CommentId;
use crate::model::change::Spot;

impl State {
    /// Shows chains of single replies as one row each; again: closes those that were opened
    /// since, or shows them all.
    pub(crate) fn fold_chains(&mut self) {
        let discussion = Arc::clone(&self.reading.discussion);
        if let Some(at) = self.reading.looks.iter().position(|look| matches!(look, Look::Chains)) {
            let closed = self.reading.view.close_runs(discussion.thread());
            if !closed {
                self.reading.looks.remove(at);
            }
            self.reading.stay_shown();
            self.look_again();
            self.say(if closed { "chains folded again" } else { "all replies of chains are shown" });
            return;
        }
        let row = self.row_on_screen();
        self.reading.looks.push(Look::Chains);
        // The current comment may be inside a run: then its row is where the reader stands.
        self.look_anew(self.reading.current);
        self.arrange();
        self.put_back(row);
        match (self.reading.view.runs_rest(), self.reading.view.runs()) {
            (true, _) => self.say("chains will be collapsed when you leave this view"),
            (_, 0) => {
                self.reading.looks.pop();
                self.look_again();
                self.say("no chain of single replies to collapse");
            }
            (_, runs) => {
                self.say(format!("{} folded · Enter opens one, Esc shows all", count(runs, "chain", "chains")));
            }
        }
    }

    /// Draws exchanges of two people at one level; again: as they are.
    pub(crate) fn flatten_exchanges(&mut self) {
        if let Some(at) = self.reading.looks.iter().position(|look| matches!(look, Look::Exchanges)) {
            self.reading.looks.remove(at);
            self.look_again();
            self.say("exchanges are indented again");
        } else {
            self.look(Look::Exchanges);
            self.say("⇅ goes on with an exchange of two people · Esc indents them");
        }
    }

    /// Opens the run that a comment belongs to, if it is closed; whether it was.
    pub(crate) fn open_run_at(&mut self, id: CommentId) -> bool {
        let discussion = Arc::clone(&self.reading.discussion);
        let opened = self.reading.view.open_run(discussion.thread(), id);
        if opened {
            // What follows it is drawn at other levels now.
            self.sight.refit();
            self.settle_top();
        }
        opened
    }

    /// Opens the run that the current row stands for; whether it stands for one.
    pub(crate) fn open_run_here(&mut self) -> bool {
        let here = self.reading.current;
        let opened = self.reading.view.is_run(here) && self.open_run_at(here);
        if opened {
            self.show_current();
        }
        opened
    }

    /// `5 replies between ann and bob, 3 new`: what a closed run hides.
    #[must_use]
    pub fn run_words(&self, id: CommentId) -> Option<String> {
        let (first, last) = self.reading.view.run(id)?;
        let discussion = self.discussion();
        let rows = first.index()..last.index() + 1;
        let many = rows.len();
        let mut words = count(many, "reply", "replies");
        if let Some(above) = discussion.thread().parent(first) {
            let below = CommentId::at(last.index() + 1);
            words.push_str(&format!(" between {} and {}", name(discussion, above), name(discussion, below)));
        }
        let unread = many.saturating_sub(self.reading.read.count_in(rows.clone()));
        let new = self.reading.fresh_in(rows);
        if new > 0 {
            words.push_str(&format!(", {new} new"));
        } else if unread > 0 {
            words.push_str(&format!(", {unread} unread"));
        }
        let marks = self.reading.marks.range(Spot::Comment(first)..=Spot::Comment(last)).count();
        if marks > 0 {
            words.push_str(&format!(", {marks} ★"));
        }
        Some(words)
    }
}
