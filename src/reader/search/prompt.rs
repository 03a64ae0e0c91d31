//! The prompts of `/` and `&`: a search follows every letter.
//!
//! What is shown while a query is typed is a look at it: the folds above a hit are opened in
//! the view only, nothing is read and nothing stored. `Esc` restores what was there;
//! `Enter` goes to the hit as a jump does.

use std::sync::Arc;

use super::{Found, Goal};
use crate::layout::Pane;
use crate::model::CommentId;
use crate::query::{self, Fault};
use crate::reader::overlay::{Overlay, Prompt, Purpose};
use crate::reader::reading::{Anchor, ArticlePlace};
use crate::reader::state::State;
use crate::reader::view::View;

/// Entered queries that are kept.
const HISTORY: usize = 200;

/// What is known of a query while it is typed.
#[derive(Debug)]
pub struct Typing {
    /// What is wrong with it.
    pub fault: Option<Fault>,
    /// Where the reader was.
    origin: Origin,
    /// The search that lived before.
    pub(super) before: Option<Found>,
    /// What is looked at beside the origin.
    previewed: Option<CommentId>,
    /// The search that lives follows what is typed.
    pub(super) searches: bool,
}

/// Where the reader was, and what was folded.
#[derive(Debug)]
struct Origin {
    view: View,
    current: CommentId,
    top: Anchor,
    article: ArticlePlace,
    pane: (Pane, Pane),
}

/// The line above a query prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryHint {
    /// What is wrong with the query, at a column of its text.
    Fault {
        /// Cells before the place.
        column: usize,
        /// What is wrong.
        text: String,
    },
    /// Completions, or what the keys do.
    Help(String),
}

impl State {
    /// Opens the prompt of a search.
    pub(crate) fn open_search(&mut self) {
        let in_article = self.reading.focus == Pane::Article && self.screen.article.is_some();
        self.open_query(Purpose::Search { in_article });
    }

    /// Opens the prompt of a filter.
    pub(crate) fn open_filter(&mut self) {
        self.open_query(Purpose::Filter);
    }

    fn open_query(&mut self, purpose: Purpose) {
        let before = if purpose == Purpose::Filter { None } else { self.searches.shown.take() };
        self.begin_typing(purpose != Purpose::Filter, before);
        self.overlay = Some(Overlay::Prompt(Prompt::new(purpose, String::new())));
    }

    pub(super) fn begin_typing(&mut self, searches: bool, before: Option<Found>) {
        self.searches.typing = Some(Typing { fault: None, origin: self.origin(), before, previewed: None, searches });
    }

    /// After [`State::restore_origin`] something has changed in what was restored: it is the
    /// origin now, and the hit is looked at again.
    pub(crate) fn lay_preview(&mut self) {
        let origin = self.origin();
        let Some(typing) = &mut self.searches.typing else { return };
        typing.origin = origin;
        if let Some(Overlay::Prompt(prompt)) = &self.overlay {
            let (purpose, text) = (prompt.purpose.clone(), prompt.text.clone());
            self.query_typed(&purpose, &text);
        }
    }

    fn origin(&self) -> Origin {
        let reading = &self.reading;
        Origin {
            view: reading.view.clone(),
            current: reading.current,
            top: reading.top,
            article: reading.article,
            pane: (reading.focus, reading.alone),
        }
    }

    /// Puts the reader back where the prompt was opened.
    pub(crate) fn restore_origin(&mut self) {
        let Some(typing) = &mut self.searches.typing else { return };
        let origin = &typing.origin;
        let reading = &mut self.reading;
        if typing.previewed.take().is_some() {
            reading.view = origin.view.clone();
            (reading.current, reading.top) = (origin.current, origin.top);
        }
        reading.article = origin.article;
        (reading.focus, reading.alone) = origin.pane;
        self.arrange();
    }

    /// The query that is typed has changed.
    pub(crate) fn query_typed(&mut self, purpose: &Purpose, text: &str) {
        self.restore_origin();
        if matches!(purpose, Purpose::Search { .. }) {
            let last = self.searches.shown.take();
            self.drop_search(last);
        }
        let parsed = if text.trim().is_empty() { None } else { Some(query::parse(text, self.now)) };
        let (query, fault) = match parsed {
            None => (None, None),
            Some(Ok(query)) if query.asks_quotes() && self.index.is_none() => {
                (None, Some(Fault { words: "still indexing quotes; try again in a moment".to_owned(), at: 0 }))
            }
            Some(Ok(query)) => (Some(Arc::new(query)), None),
            Some(Err(fault)) => (None, Some(fault)),
        };
        if let Some(typing) = &mut self.searches.typing {
            typing.fault = fault;
        }
        let Some(query) = query else { return };
        match purpose {
            Purpose::Search { in_article: true } => self.search_article(query),
            Purpose::Search { in_article: false } if self.has_thread() => {
                self.searches.shown = Some(self.hunt(query, Goal::Show));
                self.preview_first_hit();
            }
            _ => {}
        }
    }

    /// Looks at the first hit, if one has come and the query is still being typed.
    pub(super) fn preview_first_hit(&mut self) {
        let Some(typing) = &self.searches.typing else { return };
        let origin = typing.origin.current;
        if typing.previewed.is_some() {
            return;
        }
        let Some(hit) = self.first_hit(origin) else { return };
        if let Some(typing) = &mut self.searches.typing {
            typing.previewed = Some(hit);
        }
        if !self.shows_comments() {
            (self.reading.alone, self.reading.focus) = (Pane::Comments, Pane::Comments);
            self.arrange();
        }
        let discussion = Arc::clone(&self.reading.discussion);
        for above in discussion.thread().ancestors(hit) {
            self.reading.view.fold(discussion.thread(), above, false);
        }
        self.reading.current = hit;
        self.context_top = 0;
        self.reveal(hit);
    }

    /// Goes to the first hit as a jump does.
    pub(super) fn go_to_first_hit(&mut self) {
        let hit = self.first_hit(self.reading.current);
        let done = self.searches.shown.as_ref().is_none_or(|found| found.done);
        if let Some(found) = &mut self.searches.shown {
            found.awaited = hit.is_none() && !done;
        }
        match hit {
            Some(hit) => {
                self.go(hit);
                self.reading.alone = Pane::Comments;
                if !self.shows_comments() {
                    self.reading.focus = Pane::Comments;
                    self.rearrange();
                    self.reveal(hit);
                }
            }
            None if done => self.say("not found"),
            None => {}
        }
    }

    /// `Enter`: the search lives on, the filter is set.
    pub(crate) fn enter_query(&mut self, purpose: &Purpose, text: &str) {
        let again = text.trim().is_empty().then(|| self.searches.history.last().cloned()).flatten();
        let text = again.as_deref().unwrap_or(text);
        if text.trim().is_empty() {
            self.leave_query();
            return;
        }
        if again.is_some() {
            self.query_typed(purpose, text);
        }
        if let Some(fault) = self.searches.typing.as_ref().and_then(|typing| typing.fault.as_ref()) {
            let words = fault.to_string();
            let prompt = Prompt::new(purpose.clone(), text.to_owned());
            self.overlay = Some(Overlay::Prompt(prompt));
            self.complain(words);
            return;
        }
        self.remember_query(text);
        let article = self.reading.article;
        self.restore_origin();
        let before = self.searches.typing.take().and_then(|typing| typing.before);
        self.drop_search(before);
        match purpose {
            Purpose::Search { in_article: true } => self.land_in_article(article),
            Purpose::Search { in_article: false } => self.go_to_first_hit(),
            _ => self.start_from(text, Goal::Filter),
        }
    }

    fn remember_query(&mut self, text: &str) {
        let history = &mut self.searches.history;
        history.retain(|known| known != text);
        history.push(text.to_owned());
        if history.len() > HISTORY {
            history.remove(0);
        }
    }

    /// `Esc`: everything is as it was.
    pub(crate) fn leave_query(&mut self) {
        self.restore_origin();
        let Some(typing) = self.searches.typing.take() else { return };
        if typing.searches {
            let last = std::mem::replace(&mut self.searches.shown, typing.before);
            self.drop_search(last);
            self.place_hits();
        }
    }

    /// The line above a query prompt: what is wrong with the query, how a word can be
    /// completed, or what the keys do.
    #[must_use]
    pub fn query_hint(&self, prompt: &Prompt) -> QueryHint {
        if let Some(fault) = self.searches.typing.as_ref().and_then(|typing| typing.fault.as_ref()) {
            let before = prompt.text.get(..fault.at).unwrap_or(&prompt.text);
            return QueryHint::Fault { column: crate::text::width::cells(before), text: fault.to_string() };
        }
        let word = prompt.word();
        let names = query::completions(word);
        if !names.is_empty() {
            return QueryHint::Help(format!("Tab: {}", names.join("  ")));
        }
        let flags = query::parse(&prompt.text, self.now).map(|query| query.flags()).unwrap_or_default();
        if let Some(flag) = flags.first() {
            return QueryHint::Help(format!("{0}: comments {1} · \"{0}\" in quotes is the word", flag.name, flag.help));
        }
        let what = match (&prompt.purpose, prompt.text.is_empty()) {
            (Purpose::Filter, true) => {
                "Filter: words, \"phrases\", author:NAME, score:>10, unread … · ↑ earlier · ? help"
            }
            (Purpose::Filter, false) => "Enter filters · Esc leaves all as it is",
            (Purpose::Search { in_article: true }, true) => {
                "Search the article: words, \"phrases\", /regexes/ · ↑ earlier · ? help"
            }
            (_, true) => "Search: words, \"phrases\", author:NAME, -not, or … · ↑ earlier · ? help",
            (_, false) => "Enter stays here, n N go on · Esc goes back",
        };
        QueryHint::Help(what.to_owned())
    }
}
