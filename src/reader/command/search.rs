//! Search, filter, and changes to all that a query picks.

use super::{Args, Command, Scope, on_thread, row};
use crate::reader::search::Goal;
use crate::reader::seek::Seek;
use crate::reader::state::State;

pub(super) const ROWS: &[Command] = &[
    row("search", &["/"], Scope::Comment, "Search as you type, in the focused pane", |s, a| s.search(&a.text)),
    on_thread("filter", &["&"], "Show only comments that match a query; Esc removes it", |s, a| s.filter(&a.text)),
    on_thread("next-filtered", &["] f", ") f"], "Go to the next comment that matches the filter", |s, a| {
        s.seek(Seek::Filtered, true, a.times())
    })
    .count("times"),
    on_thread("previous-filtered", &["[ f", "( f"], "Go to the previous comment that matches the filter", |s, a| {
        s.seek(Seek::Filtered, false, a.times())
    })
    .count("times"),
    row("query-help", &[], Scope::Any, "Explain the query language", |s, _| s.open_query_help()),
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
}
