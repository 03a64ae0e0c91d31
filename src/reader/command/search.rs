//! Search, filter, and changes to all that a query picks.

use super::{Args, Command, Scope, on_thread, row};
use crate::reader::search::Goal;
use crate::reader::seek::Seek;
use crate::reader::state::State;

pub(super) const ROWS: &[Command] = &[
    row(
        "search",
        &["/"],
        Scope::Comment,
        "Search as you type: comments, or the article if it has the focus",
        |s, a| s.search(&a.text),
    ),
    row("next-match", &["n"], Scope::Comment, "Next match while a search lives", |s, a| {
        s.seek(s.n_means(), true, a.times())
    })
    .count("times"),
    row("previous-match", &["N"], Scope::Comment, "Previous match while a search lives", |s, a| {
        s.seek(s.n_means(), false, a.times())
    })
    .count("times"),
    on_thread("filter", &["&"], "Show only what fits a query, what it answers dim; Esc takes it off", |s, a| {
        s.filter(&a.text)
    }),
    on_thread("next-filtered", &["] f", ") f"], "Next comment that fits the filter", |s, a| {
        s.seek(Seek::Filtered, true, a.times())
    })
    .count("times"),
    on_thread("previous-filtered", &["[ f", "( f"], "Previous comment that fits the filter", |s, a| {
        s.seek(Seek::Filtered, false, a.times())
    })
    .count("times"),
    on_thread("read", &[], "Set read all that a query picks: `read score:<0`", |s, a| s.all_of(a, Goal::Read)),
    row("query-help", &[], Scope::Any, "The language of queries", |s, _| s.open_query_help()),
];

impl State {
    fn search(&mut self, text: &str) {
        self.open_search();
        self.typed_before(text);
    }

    fn filter(&mut self, text: &str) {
        if text.is_empty() { self.open_filter() } else { self.start_from(text, Goal::Filter) }
    }

    /// What was typed on the command line behind the name.
    fn typed_before(&mut self, text: &str) {
        use crate::reader::overlay::Overlay;
        if text.is_empty() {
            return;
        }
        if let Some(Overlay::Prompt(prompt)) = self.overlay.take() {
            self.query_typed(&prompt.purpose, text);
            self.enter_query(&prompt.purpose, text);
        }
    }

    /// Does something with all that the query behind the name picks.
    pub(super) fn all_of(&mut self, args: &Args, goal: Goal) {
        if args.text.is_empty() {
            self.say(format!("{} what? a query, as score:>10", goal.verb().to_lowercase()));
        } else {
            self.start_from(&args.text, goal);
        }
    }

    /// What `n` and `N` go to. The one place that decides it.
    #[must_use]
    pub fn n_means(&self) -> Seek {
        Seek::Match
    }
}
