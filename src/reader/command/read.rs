//! New and read: walking what is new or unread, and setting read by hand.

use std::sync::Arc;

use super::tree::family;
use super::{Command, MapAction, Scope, on_thread, row};
use crate::layout::context::count;
use crate::model::{Change, CommentId};
use crate::reader::overlay::{Asks, Confirm};
use crate::reader::pane::map::Step;
use crate::reader::search::Goal;
use crate::reader::seek::Seek;
use crate::reader::state::State;

pub(super) const ROWS: &[Command] = &[
    on_thread("next-match", &["n"], "Go to the next match; without a search, the next new comment", |s, a| {
        s.seek(s.n_means(), true, a.times())
    })
    .in_map(MapAction::Move(Step::N(true)))
    .count("times"),
    on_thread("previous-match", &["N"], "Go to the previous match, or previous new comment", |s, a| {
        s.seek(s.n_means(), false, a.times())
    })
    .in_map(MapAction::Move(Step::N(false)))
    .count("times"),
    family("next-new", &["] n", ") n"], "Go to the next new comment", |s, a| s.seek(Seek::New, true, a.times()))
        .in_map(MapAction::Move(Step::Seek(Seek::New, true))),
    family("previous-new", &["[ n", "( n"], "Go to the previous new comment", |s, a| {
        s.seek(Seek::New, false, a.times())
    })
    .in_map(MapAction::Move(Step::Seek(Seek::New, false))),
    family("next-unread", &["] u", ") u"], "Go to the next unread comment", |s, a| {
        s.seek(Seek::Unread, true, a.times())
    })
    .in_map(MapAction::Move(Step::Seek(Seek::Unread, true))),
    family("previous-unread", &["[ u", "( u"], "Go to the previous unread comment", |s, a| {
        s.seek(Seek::Unread, false, a.times())
    })
    .in_map(MapAction::Move(Step::Seek(Seek::Unread, false))),
    family("next-changed", &["] c", ") c"], "Go to the next comment edited since your last visit", |s, a| {
        s.seek(Seek::Changed, true, a.times())
    })
    .in_map(MapAction::Move(Step::Seek(Seek::Changed, true))),
    family("previous-changed", &["[ c", "( c"], "Go to the previous comment edited since your last visit", |s, a| {
        s.seek(Seek::Changed, false, a.times())
    })
    .in_map(MapAction::Move(Step::Seek(Seek::Changed, false))),
    on_thread("read", &["r"], "Toggle read and unread; `read QUERY` sets all that match", |s, a| {
        if a.text.is_empty() { s.toggle_read() } else { s.all_of(a, Goal::Read) }
    }),
    on_thread("branch-read", &["X"], "Set the branch read and go to what follows it", |s, _| s.set_branch_read()),
    on_thread("catch-up", &["C"], "Set all comments read, after asking", |s, _| s.ask_catch_up()),
    row("new-since", &[], Scope::Any, "Count new from another visit, `2d` ago, or `2026-01-31`", |s, a| {
        s.new_since(&a.text)
    }),
];

impl State {
    fn toggle_read(&mut self) {
        let here = self.reading.current;
        if !self.discussion().thread().is_comment(here) {
            self.say("nothing to read here");
            return;
        }
        let on = self.reading.is_unread(here);
        self.reading.kept.set(here, !on);
        let change = Change::Read { these: vec![here], on };
        if on {
            self.act("set read", change);
            self.say("read · r keeps it unread");
        } else {
            self.act("keep unread", change);
            self.say("kept unread · r sets it read");
        }
    }

    /// Unread comments among rows, of those that the view is about.
    fn unread_among(&self, rows: std::ops::Range<usize>) -> Vec<CommentId> {
        let reading = &self.reading;
        let counts =
            |id: &CommentId| reading.is_unread(*id) && reading.view.holds(*id) && !reading.view.is_context(*id);
        rows.map(CommentId::at).filter(counts).collect()
    }

    fn set_branch_read(&mut self) {
        let discussion = Arc::clone(&self.reading.discussion);
        let (thread, here) = (discussion.thread(), self.reading.current);
        let these = self.unread_among(thread.branch(here));
        let many = these.len();
        if many > 0 {
            self.act("branch read", Change::Read { these, on: true });
        }
        let view = &self.reading.view;
        let mut after = view.after_branch(thread, here);
        while let Some(id) = after.filter(|id| thread.is_within(*id, here)) {
            after = view.after_branch(thread, id);
        }
        if let Some(to) = after {
            self.go(to);
        }
        let read = match many {
            0 => "all of the branch was read".to_owned(),
            many => format!("{} set read · U takes it back", count(many, "comment", "comments")),
        };
        self.say(if after.is_none() { format!("{read} · nothing follows the branch") } else { read });
    }

    fn ask_catch_up(&mut self) {
        if self.load.partial {
            self.say("still loading; set all read when it is complete");
            return;
        }
        let many = self.unread_among(0..self.discussion().thread().len()).len();
        if many == 0 {
            self.say("all comments are read");
            return;
        }
        let all = self.reading.unread();
        let which = if many == all { String::new() } else { format!(" of this view ({all} in the whole thread)") };
        let new = match self.reading.fresh() {
            0 => String::new(),
            new => format!(" {new} of them are new."),
        };
        let question = format!("Set {}{which} read?{new}", count(many, "unread comment", "unread comments"));
        self.ask(Confirm { lines: vec![question], asks: Asks::CatchUp });
    }

    /// Sets all read: it was asked.
    pub(crate) fn catch_up(&mut self) {
        let these = self.unread_among(0..self.discussion().thread().len());
        let many = count(these.len(), "comment", "comments");
        self.act("catch up", Change::Read { these, on: true });
        self.say(format!("caught up: {many} set read · U takes it back"));
    }
}
