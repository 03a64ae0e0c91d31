//! Looks: the ways of viewing the thread that lie over each other, and come off one by one.
//!
//! A look changes what is shown and in which order, never the thread, and is not stored:
//! `Esc` takes the last one back. The comment under the cursor stays under the cursor, on
//! its row of the screen, across every change of look.

use std::sync::Arc;

use super::bits::Bits;
use super::reading::Reading;
use super::state::State;
use super::view::{Order, Sort, Spec};
use crate::layout::context::{count, name};
use crate::model::{CommentId, Thread};
use crate::text::when;

/// A part of the thread that a query picks.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The query as it was typed.
    pub words: String,
    /// The comments that it fits.
    pub matches: Arc<Bits>,
}

/// A way of viewing the thread.
#[derive(Clone, Debug)]
pub enum Look {
    /// In another order. There is one at a time.
    Sort(Sort),
    /// Only what a query picks, with what it answers as context. They add up.
    Filter(Filter),
    /// Only what the author of this comment wrote, each under a line of what it answers.
    Person(CommentId),
    /// Only what was there at a time, in seconds since 1970 UTC.
    AsOf(i64),
    /// Only this branch, as if it were the thread.
    Root(CommentId),
    /// Chains of single replies as one row each.
    Chains,
    /// Exchanges of two people at one level.
    Exchanges,
}

impl Look {
    /// What the status row calls it.
    #[must_use]
    pub fn words(&self, state: &State) -> String {
        match self {
            Self::Sort(sort) => sort.words().to_owned(),
            Self::Filter(filter) => filter.words.clone(),
            Self::Person(id) => format!("all by {}", name(state.discussion(), *id)),
            Self::AsOf(time) => format!("as of {}", when::exact(*time)),
            Self::Root(id) => format!("under {}", name(state.discussion(), *id)),
            Self::Chains => "chains folded".to_owned(),
            Self::Exchanges => "exchanges flat".to_owned(),
        }
    }

    /// The look with its comments in another discussion; none if they are not there.
    fn map(&self, to: &impl Fn(CommentId) -> Option<CommentId>, rows: usize) -> Option<Self> {
        Some(match self {
            Self::Sort(sort) => Self::Sort(*sort),
            Self::AsOf(time) => Self::AsOf(*time),
            Self::Person(id) => Self::Person(to(*id)?),
            Self::Root(id) => Self::Root(to(*id)?),
            Self::Chains => Self::Chains,
            Self::Exchanges => Self::Exchanges,
            Self::Filter(filter) => {
                let matches = Bits::of(rows, filter.matches.iter().filter_map(to));
                Self::Filter(Filter { words: filter.words.clone(), matches: Arc::new(matches) })
            }
        })
    }

    /// The comments that it picks, if it picks.
    fn picks(&self, thread: &Thread) -> Option<Bits> {
        let picked = |fits: &dyn Fn(CommentId) -> bool| Bits::of(thread.len(), thread.ids().filter(|id| fits(*id)));
        match self {
            Self::Sort(_) | Self::Root(_) | Self::Chains | Self::Exchanges => None,
            Self::Filter(filter) => Some((*filter.matches).clone()),
            Self::Person(by) => {
                let author = thread.author(*by);
                Some(picked(&|id| thread.is_comment(id) && thread.author(id) == author))
            }
            // When it was written is not known: it may have been there.
            Self::AsOf(at) => Some(picked(&|id| thread.time(id).is_none_or(|time| time <= *at))),
        }
    }
}

impl Reading {
    /// Shows the thread through all looks.
    pub(super) fn look_through(&mut self) {
        let discussion = Arc::clone(&self.discussion);
        let thread = discussion.thread();
        let mut spec = Spec::default();
        for look in &self.looks {
            match look {
                Look::Sort(sort) => {
                    spec.order = Order::of(thread, *sort).map(Arc::new);
                    spec.flat |= sort.is_flat();
                }
                Look::Person(_) => spec.flat = true,
                Look::Filter(_) => spec.rests = true,
                Look::Root(root) => spec.root = Some(*root),
                Look::Chains => spec.chains = true,
                Look::Exchanges => spec.exchanges = true,
                Look::AsOf(_) => {}
            }
            if let Some(picks) = look.picks(thread) {
                spec.matches = Some(match spec.matches.take() {
                    Some(matches) => matches.and(&picks),
                    None => picks,
                });
            }
        }
        self.view.set(thread, spec);
        self.stay_shown();
    }

    /// Takes the looks over from before, as far as they have a meaning here.
    pub(super) fn carry_looks(&mut self, looks: &[Look], to: &impl Fn(CommentId) -> Option<CommentId>) {
        let rows = self.discussion.thread().len();
        self.looks = looks.iter().filter_map(|look| look.map(to, rows)).collect();
        if !self.looks.is_empty() {
            self.look_through();
        }
    }
}

impl State {
    /// Views the thread in a further way. A sort takes the place of the one before, and the
    /// source's order of every sort.
    pub(crate) fn look(&mut self, look: Look) {
        if !self.has_thread() {
            return;
        }
        let (sorts, here, row) = (matches!(look, Look::Sort(_)), self.reading.current, self.row_on_screen());
        let picks = matches!(look, Look::Filter(_) | Look::Person(_) | Look::AsOf(_));
        if sorts {
            self.reading.looks.retain(|look| !matches!(look, Look::Sort(_)));
        }
        if !matches!(look, Look::Sort(Sort::Source)) {
            self.reading.looks.push(look);
        }
        self.look_again();
        if !picks && !self.reading.view.holds(here) {
            // It was there beside what the looks pick, and this one picks nothing.
            self.bring_into_view(here);
            self.reading.current = here;
            self.put_back(row);
        }
    }

    /// Takes the latest look off; whether there was one.
    pub(crate) fn unlook(&mut self) -> bool {
        let Some(look) = self.reading.looks.pop() else { return false };
        let words = look.words(self);
        self.look_again();
        self.say(format!("no longer: {words}"));
        true
    }

    /// Takes every look off.
    pub(crate) fn look_plainly(&mut self) {
        if self.reading.looks.is_empty() {
            self.say("this is already the whole thread in source order");
            return;
        }
        self.reading.looks.clear();
        self.look_again();
        self.say("showing the whole thread in source order");
    }

    /// The looks have changed: shows the thread through them. The current comment stays on
    /// its row of the screen.
    pub(crate) fn look_again(&mut self) {
        let (row, here) = (self.row_on_screen(), self.reading.current);
        self.look_anew(here);
        if self.reading.view.holds(here) && !self.reading.view.is_shown(here) {
            // Folds rested before, or lay otherwise.
            self.unfold_path(here);
            self.reading.current = here;
        }
        self.place_hits();
        self.arrange();
        self.put_back(row);
    }

    /// Works out what the looks show. Where they show nothing of a branch that is shown
    /// alone, what is read stays.
    pub(super) fn look_anew(&mut self, here: CommentId) {
        self.reading.look_through();
        self.sight.refit();
        if self.reading.view.root().is_some() && self.reading.view.first().is_none() {
            self.bring_into_view(here);
        }
    }

    /// Where the looks show nothing of what has come, what is read stays.
    pub(super) fn stay_in_view(&mut self) {
        if self.reading.view.first().is_none() {
            self.bring_into_view(self.reading.current);
        }
    }

    /// The row of the pane that the current comment begins on, if it is on the screen.
    pub(super) fn row_on_screen(&self) -> Option<u32> {
        self.offset(self.reading.current).and_then(|row| u32::try_from(row).ok()).filter(|row| *row < self.height())
    }

    /// Puts the current comment on a row of the pane.
    pub(super) fn put_back(&mut self, row: Option<u32>) {
        let id = self.reading.current;
        match row {
            Some(row) => self.put(id, row),
            None => self.put_at_top(id),
        }
        self.stop_at_end();
        self.context_top = 0;
    }

    /// Brings a comment into the view that it is not in: as what the reader asked for
    /// besides, or by leaving the branch that is shown alone.
    pub(crate) fn bring_into_view(&mut self, id: CommentId) {
        if self.reading.view.holds(id) {
            return;
        }
        let discussion = Arc::clone(&self.reading.discussion);
        let outside = self.reading.view.root().is_some_and(|root| !discussion.thread().is_within(id, root));
        if outside {
            let thread = discussion.thread();
            self.reading.looks.retain(|look| !matches!(look, Look::Root(root) if !thread.is_within(id, *root)));
            self.reading.look_through();
            self.arrange();
            self.say("outside the branch that was shown");
        }
        self.reading.view.admit(discussion.thread(), id);
    }

    /// Shows or hides the replies that a look leaves out.
    pub(crate) fn open_left_out(&mut self, on: bool) -> bool {
        let discussion = Arc::clone(&self.reading.discussion);
        let here = self.reading.current;
        let changed = self.reading.view.open_replies(discussion.thread(), here, on);
        if changed {
            self.reading.stay_shown();
            self.settle_top();
        }
        changed
    }

    /// The looks in words, the first one first: the chips of the status row. A branch that is
    /// shown alone has its path above the comments.
    #[must_use]
    pub fn chips(&self) -> Vec<String> {
        let said = |look: &&Look| self.screen.strip.is_none() || !matches!(look, Look::Root(_));
        self.reading.looks.iter().filter(said).map(|look| look.words(self)).collect()
    }

    /// Sorts, saying so.
    pub(crate) fn sort(&mut self, sort: Sort) {
        self.look(Look::Sort(sort));
        self.say(sort.words());
    }

    /// Everything by the author of the current comment; again: everybody.
    pub(crate) fn look_at_person(&mut self) {
        let here = self.reading.current;
        let thread = self.discussion().thread();
        let Some(author) = thread.author(here) else {
            self.say("no author here");
            return;
        };
        let same = |look: &Look| matches!(look, Look::Person(by) if thread.author(*by) == Some(author));
        if let Some(at) = self.reading.looks.iter().position(same) {
            self.reading.looks.remove(at);
            self.look_again();
            self.say("showing all authors");
            return;
        }
        self.reading.looks.retain(|look| !matches!(look, Look::Person(_)));
        self.look(Look::Person(here));
        let who = name(self.discussion(), here);
        let many = count(self.reading.view.matches(), "comment", "comments");
        self.say(format!("{many} by {who} · A or Esc shows all authors"));
    }

    /// The thread as it was at a time: an age, or a date.
    pub(crate) fn look_as_of(&mut self, text: &str) {
        let Some(time) = when::meant(text, self.now) else {
            self.say("expected an age such as 2d or 3h, or a date such as 2026-01-31");
            return;
        };
        self.reading.looks.retain(|look| !matches!(look, Look::AsOf(_)));
        self.look(Look::AsOf(time));
        let many = count(self.reading.view.matches(), "row", "rows");
        self.say(format!("{many} as of {} · Esc shows all", when::exact(time)));
    }
}
