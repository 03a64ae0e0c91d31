//! What is done with all that a query picks: a filter, or one act that can be taken back.

use std::sync::Arc;

use super::{Found, Goal};
use crate::layout::context::count;
use crate::model::change::{Mark, Spot};
use crate::model::{Change, CommentId};
use crate::query::{self, Query};
use crate::reader::look::{Filter, Look};
use crate::reader::overlay::{Asks, Confirm};
use crate::reader::state::State;

/// More comments than this are changed only after a question.
const MANY: usize = 20;

impl State {
    /// Looks for a query that was typed, to do something with all that it picks.
    pub(crate) fn start_from(&mut self, text: &str, goal: Goal) {
        match query::parse(text, self.now) {
            Ok(query) => self.start(Arc::new(query), goal),
            Err(fault) => {
                let rest: String = text.get(fault.at..).unwrap_or_default().chars().take(20).collect();
                let place = if rest.is_empty() { "at the end".to_owned() } else { format!("at {rest:?}") };
                self.complain(format!("{fault} ({place})"));
            }
        }
    }

    pub(super) fn start(&mut self, query: Arc<Query>, goal: Goal) {
        if query.asks_quotes() && self.index.is_none() {
            self.say("still indexing quotes; try again in a moment");
            return;
        }
        let found = self.hunt(query, goal);
        if found.done {
            self.do_with(found);
        } else {
            self.searches.running = Some(found);
        }
    }

    /// All was asked: does what it was asked for.
    pub(super) fn do_with(&mut self, found: Found) {
        if let Goal::Refilter(at) = found.goal {
            self.take_refiltered(at, found);
            return;
        }
        let words = found.query.text().to_owned();
        if found.hits.count() == 0 {
            self.say(format!("no comment matches {words}"));
            return;
        }
        if found.goal == Goal::Filter {
            self.look(Look::Filter(Filter { words: words.clone(), matches: Arc::new(found.hits) }));
            let many = count(self.reading.view.matches(), "comment fits", "comments fit");
            self.say(format!("{many} {words} · Esc shows all again"));
            return;
        }
        let these = self.changeable(&found);
        if these.is_empty() {
            self.say(format!("all that match {words} are so already"));
        } else if these.len() > MANY {
            let many = count(these.len(), "comment", "comments");
            let lines = vec![format!("{}: {many} that fit {words}. All of them?", found.goal.verb())];
            self.ask(Confirm { lines, asks: Asks::Bulk { goal: found.goal, these, words } });
        } else {
            self.act_on_all(found.goal, these, &words);
        }
    }

    /// Comments that the act would change.
    fn changeable(&self, found: &Found) -> Vec<CommentId> {
        let (reading, thread) = (&self.reading, self.discussion().thread());
        let changes = |id: &CommentId| match found.goal {
            Goal::Mark => reading.mark(*id).is_none(),
            Goal::Fold => thread.first_reply(*id).is_some() && !reading.view.folds().any(|fold| fold == *id),
            Goal::Read => reading.is_unread(*id),
            Goal::Show | Goal::Filter | Goal::Refilter(_) => false,
        };
        if found.goal == Goal::Fold {
            // Asking for each one whether it is folded would walk all folds each time.
            let mut open = found.hits.clone();
            for fold in reading.view.folds() {
                open.set(fold, false);
            }
            return open.iter().filter(|id| thread.first_reply(*id).is_some()).collect();
        }
        found.hits.iter().filter(changes).collect()
    }

    /// One act, however many comments.
    pub(crate) fn act_on_all(&mut self, goal: Goal, these: Vec<CommentId>, words: &str) {
        let many = count(these.len(), "comment", "comments");
        let change = match goal {
            Goal::Show | Goal::Filter | Goal::Refilter(_) => return,
            Goal::Fold => Change::Fold { these, on: true },
            Goal::Read => Change::Read { these, on: true },
            Goal::Mark => {
                let mark = || Some(Mark { marked: self.now, ..Mark::default() });
                let marks = these.into_iter().map(|id| Change::Mark { at: Spot::Comment(id), mark: mark() });
                Change::All(marks.collect())
            }
        };
        self.act(format!("{} {words}", goal.verb().to_lowercase()), change);
        if self.has_thread() {
            self.show_current();
        }
        self.say_saved(&format!("{}: {many} · U takes it back", goal.verb()));
    }
}

impl State {
    /// A fuller discussion has come: asks the filters again, from this look on, for what has
    /// arrived. What fitted before stays, also if it fits no more. What comments quote is
    /// known later than all else, so those that ask for it are asked on their own.
    pub(crate) fn refilter(&mut self, from: usize, quotes: bool) {
        let mut filters = self.reading.looks.iter().enumerate().skip(from).filter_map(|(at, look)| match look {
            Look::Filter(filter) => Some((at, query::parse(&filter.words, self.now).ok()?)),
            _ => None,
        });
        let next = filters.find(|(_, query)| query.asks_quotes() == quotes);
        if let Some((at, query)) = next.filter(|_| self.searches.running.is_none()) {
            self.start(Arc::new(query), Goal::Refilter(at));
        }
    }

    fn take_refiltered(&mut self, at: usize, found: Found) {
        let quotes = found.query.asks_quotes();
        if let Some(Look::Filter(filter)) = self.reading.looks.get_mut(at)
            && filter.words == found.query.text()
        {
            let mut matches = found.hits;
            matches.join(&filter.matches);
            let grown = matches.count() > filter.matches.count();
            filter.matches = Arc::new(matches);
            if grown {
                self.look_again();
            }
        }
        self.refilter(at + 1, quotes);
    }

    /// Whether a filter is set.
    pub(crate) fn is_filtered(&self) -> bool {
        self.reading.looks.iter().any(|look| matches!(look, Look::Filter(_)))
    }

    /// The next comment that fits the filter, past what is there besides.
    pub(crate) fn next_filtered(&self, from: CommentId, forward: bool) -> Option<CommentId> {
        let view = &self.reading.view;
        let step = |id: &CommentId| if forward { view.next(*id) } else { view.prev(*id) };
        std::iter::successors(step(&from), step).find(|id| view.is_match(*id))
    }
}

impl Goal {
    /// What is done, as a question and the undo list call it.
    #[must_use]
    pub fn verb(self) -> &'static str {
        match self {
            Self::Show => "Show",
            Self::Filter | Self::Refilter(_) => "Filter",
            Self::Mark => "Mark",
            Self::Fold => "Fold",
            Self::Read => "Set read",
        }
    }
}
