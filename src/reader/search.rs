//! Searching: `/` while it is typed, `n N`, the filter `&`, and changes to all that a query
//! picks.
//!
//! A search asks the comments from the cursor on. A first slice is asked at once, so what
//! is near comes with the key; the rest goes to a worker ([`SearchEffect::Start`]), which sends
//! what it finds ([`Message::Found`](super::Message::Found)) with the search's number. A new
//! search takes a new number, so answers to the one before are dropped.

mod act;
mod article;
mod known;
mod prompt;

use std::ops::Range;
use std::sync::Arc;

pub use known::Known;
pub use prompt::{QueryHint, Typing};

use super::bits::Bits;
use super::message::SearchEffect;
use super::state::State;
use super::view::View;
use crate::model::CommentId;
use crate::query::{Plainness, Query, Search, Slice};
use crate::text::{Clean, Raw};

/// A search that can go on elsewhere.
pub type Hunt = Search<Known>;

/// How much of a search is done with the key itself; see [`Search::slice`].
const AT_ONCE: usize = 100_000;

/// What is done with what a query picks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// It is shown, one after another.
    Show,
    /// Nothing else is shown.
    Filter,
    /// The filter that is this look, from the first one on, is asked again.
    Refilter(usize),
    /// It is marked.
    Mark,
    /// It is folded.
    Fold,
    /// It is set read.
    Read,
}

/// What a query has found, as far as it was asked.
#[derive(Clone, Debug)]
pub struct Found {
    /// The query.
    pub query: Arc<Query>,
    /// What for.
    pub goal: Goal,
    /// Whether everything was asked.
    pub done: bool,
    /// The number of the search.
    pub(crate) generation: u64,
    /// Comments that fit, by row.
    pub(crate) hits: Bits,
    /// Those that the view holds, by place.
    places: Bits,
    /// Hits in the article's text, if that is searched.
    article: Option<Vec<Range<usize>>>,
    /// The hit in the article that was gone to.
    at: usize,
    /// The first hit is to be shown when it comes: the prompt is closed already.
    awaited: bool,
}

/// All that is searched for.
#[derive(Debug, Default)]
pub struct Searches {
    /// The search that lives: its hits are shown, `n` and `N` go through them.
    pub shown: Option<Found>,
    /// What is looked for, for another end.
    pub(crate) running: Option<Found>,
    /// What is being typed.
    pub typing: Option<Typing>,
    /// Queries that were entered, the latest last.
    pub(crate) history: Vec<String>,
    generation: u64,
    plainness: Arc<Plainness>,
}

/// Whether the view has the text of a comment: of what is there as context it has one row.
fn shows_text(view: &View, id: CommentId) -> bool {
    view.holds(id) && !view.is_context(id)
}

impl Searches {
    /// The reader does something else: a first hit that comes late takes nobody anywhere.
    pub(crate) fn await_nothing(&mut self) {
        if let Some(found) = &mut self.shown {
            found.awaited = false;
        }
    }

    /// The search that lived before the one that is typed, if it has this number.
    fn before(&mut self, generation: u64) -> Option<Found> {
        self.typing.as_mut()?.before.take_if(|found| found.generation == generation)
    }
}

impl State {
    /// Looks for a query; gives what was found at once, and has the rest looked for.
    fn hunt(&mut self, query: Arc<Query>, goal: Goal) -> Found {
        self.searches.generation += 1;
        let generation = self.searches.generation;
        let rows = self.discussion().thread().len();
        let from = if goal == Goal::Show { self.reading.view.place(self.reading.current) } else { 0 };
        let plainness = Arc::clone(&self.searches.plainness);
        let mut hunt = Search::new(Arc::clone(&query), Known::of(self), from, plainness);
        let empty = || Bits::new(rows, false);
        let mut found = Found {
            query,
            goal,
            done: false,
            generation,
            hits: empty(),
            places: empty(),
            article: None,
            at: 0,
            awaited: false,
        };
        let slice = hunt.slice(AT_ONCE);
        self.take_slice(&mut found, &slice);
        if !found.done {
            self.effects.push(SearchEffect::Start { generation, hunt: Box::new(hunt) }.into());
        }
        found
    }

    fn take_slice(&self, found: &mut Found, slice: &Slice) {
        for id in &slice.hits {
            found.hits.set(*id, true);
            if shows_text(&self.reading.view, *id) {
                found.places.set(CommentId::at(self.reading.view.place(*id)), true);
            }
        }
        found.done |= slice.done;
    }

    /// A worker has found more.
    pub(crate) fn found(&mut self, generation: u64, slice: &Slice) {
        if let Some(mut found) = self.searches.shown.take_if(|found| found.generation == generation) {
            self.take_slice(&mut found, slice);
            let awaited = found.awaited;
            self.searches.shown = Some(found);
            self.refresh_map();
            if awaited {
                self.go_to_first_hit();
            } else {
                self.preview_first_hit();
            }
        } else if let Some(mut found) = self.searches.before(generation) {
            self.take_slice(&mut found, slice);
            if let Some(typing) = &mut self.searches.typing {
                typing.before = Some(found);
            }
        } else if let Some(mut found) = self.searches.running.take_if(|found| found.generation == generation) {
            self.take_slice(&mut found, slice);
            if found.done { self.do_with(found) } else { self.searches.running = Some(found) }
        }
    }

    /// The view has changed: hits stand elsewhere in it, or are not in it.
    pub(crate) fn place_hits(&mut self) {
        let Some(found) = &mut self.searches.shown else { return };
        let view = &self.reading.view;
        let shown = found.hits.iter().filter(|id| shows_text(view, *id));
        let places = shown.map(|id| CommentId::at(view.place(id)));
        found.places = Bits::of(self.reading.discussion.thread().len(), places);
    }

    /// Another discussion is read: nothing of a search stays but the history.
    pub(crate) fn forget_searches(&mut self) {
        self.stop_hunting();
        self.searches.shown = None;
        let before = self.searches.typing.take().and_then(|typing| typing.before);
        self.drop_search(before);
        self.searches.plainness = Arc::new(Plainness::new(self.discussion().thread().len()));
    }

    /// A fuller discussion has come: what was looked for is looked for in it.
    pub(crate) fn search_again(&mut self) {
        let typing = self.searches.typing.as_ref().map(|typing| typing.searches);
        let shown = self.searches.shown.as_ref().map(|found| (Arc::clone(&found.query), found.article.is_some()));
        let running = self.searches.running.as_ref().map(|found| (Arc::clone(&found.query), found.goal));
        self.forget_searches();
        match shown {
            Some((query, false)) if typing.is_none() => self.searches.shown = Some(self.hunt(query, Goal::Show)),
            Some((query, true)) if typing.is_none() => self.search_article(query),
            _ => {}
        }
        if let Some((query, goal)) = running {
            self.start(query, goal);
        }
        if let Some(searches) = typing {
            self.begin_typing(searches, None);
            self.lay_preview();
        }
    }

    /// Stops what is looked for in the background, whatever for; whether anything was.
    pub(crate) fn stop_hunting(&mut self) -> bool {
        let running = self.searches.running.take();
        let stopped = running.is_some();
        self.drop_search(running);
        let Some(found) = self.searches.shown.as_mut().filter(|found| !found.done) else { return stopped };
        // What was found so far stays.
        found.done = true;
        self.effects.push(SearchEffect::Stop { generation: found.generation }.into());
        true
    }

    /// Nobody waits any longer for what a search finds.
    fn drop_search(&mut self, found: Option<Found>) {
        if let Some(found) = found.filter(|found| !found.done) {
            self.effects.push(SearchEffect::Stop { generation: found.generation }.into());
        }
    }

    /// Ends the search that lives; whether one did.
    pub(crate) fn end_search(&mut self) -> bool {
        let Some(found) = self.searches.shown.take() else { return false };
        self.say(format!("search ended: {}", found.query.text()));
        self.drop_search(Some(found));
        true
    }

    /// The query whose words are shown in comments.
    #[must_use]
    pub fn shown_query(&self) -> Option<&Query> {
        self.searches.shown.as_ref().filter(|found| found.article.is_none()).map(|found| &*found.query)
    }

    /// Where the article has words that are searched for.
    #[must_use]
    pub fn article_hits(&self) -> &[Range<usize>] {
        self.searches.shown.as_ref().and_then(|found| found.article.as_deref()).unwrap_or_default()
    }

    /// The comments that are searched for, by row.
    #[must_use]
    pub fn hit_rows(&self) -> Option<&Bits> {
        self.searches.shown.as_ref().filter(|found| found.article.is_none()).map(|found| &found.hits)
    }

    /// Whether something is looked for in the background.
    #[must_use]
    pub fn is_hunting(&self) -> bool {
        self.searches.running.is_some() || self.searches.shown.as_ref().is_some_and(|found| !found.done)
    }

    /// The query of the search that lives, fit to be shown, with its [`State::search_count`].
    #[must_use]
    pub fn shown_search(&self) -> Option<(Clean, String)> {
        let found = self.searches.shown.as_ref()?;
        Some((Clean::line(Raw::new(found.query.text())), self.search_count()?))
    }

    /// `3/17`: which of the hits the reader is at, if at one, and how many there are; `+`
    /// while more may come.
    #[must_use]
    pub fn search_count(&self) -> Option<String> {
        let found = self.searches.shown.as_ref()?;
        let (at, all) = match &found.article {
            Some(hits) => (if hits.is_empty() { 0 } else { found.at + 1 }, hits.len()),
            None => {
                let place = self.reading.view.place(self.reading.current);
                let here = self.has_thread() && found.places.has(CommentId::at(place));
                (if here { found.places.count_in(0..place + 1) } else { 0 }, found.places.count())
            }
        };
        let at = if at > 0 { format!("{at}/") } else { String::new() };
        let more = if found.done { "" } else { "+" };
        Some(format!("{at}{all}{more}"))
    }

    /// The next hit in the view after a comment, or before it.
    pub(crate) fn next_hit(&self, from: CommentId, forward: bool) -> Option<CommentId> {
        let found = self.searches.shown.as_ref()?;
        let place = self.reading.view.place(from);
        let at = if forward { found.places.next(place + 1) } else { found.places.prev(place) };
        at.map(|at| self.reading.view.row(at.index()))
    }

    /// The first hit from a comment on, itself included, and then from the top.
    fn first_hit(&self, from: CommentId) -> Option<CommentId> {
        let found = self.searches.shown.as_ref()?;
        let place = self.reading.view.place(from);
        let at = found.places.next(place).or_else(|| found.places.next(0).filter(|_| found.done));
        at.map(|at| self.reading.view.row(at.index()))
    }
}
