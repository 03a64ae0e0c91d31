//! What is new: what was not there at a chosen earlier visit, and is still unread.
//!
//! On a first visit nothing is new, and all is unread. What a reload brings is new whatever
//! it is measured from. Nothing here changes by being looked at: a new comment ceases to be
//! new by being read, or when the reader measures from another visit.

use super::bits::Bits;
use super::list::{ListKind, ListRow, Target};
use super::reading::Reading;
use super::seek::Seek;
use super::state::State;
use crate::layout::context::count;
use crate::model::{CommentId, Discussion, Earlier, Thread};
use crate::text::{Clean, Raw, when};

/// What new comments are measured from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Since {
    /// Nothing: this is the first visit.
    #[default]
    Never,
    /// The end of a visit, in seconds since 1970 UTC.
    Visit(i64),
    /// A time, by which comments were written or not.
    Time(i64),
}

/// An earlier visit that can be measured from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// When it ended, in seconds since 1970 UTC.
    pub at: i64,
    /// Comments that were there.
    pub comments: u64,
    /// The comments that have arrived since.
    arrived: Bits,
    /// The comments that had other words then.
    changed: Bits,
}

/// What has arrived, and since when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    past: Vec<Past>,
    since: Since,
    /// Whether the reader has said since when.
    asked: bool,
    /// What a reload has brought during this visit.
    brought: Bits,
    /// All that has arrived: new while it is unread.
    arrived: Bits,
    /// What a reload has changed during this visit.
    rewritten: Bits,
    /// All whose words were others.
    changed: Bits,
}

impl News {
    /// Nothing has arrived in a thread of so many rows.
    #[must_use]
    pub fn none(rows: usize) -> Self {
        let none = || Bits::new(rows, false);
        Self { brought: none(), arrived: none(), rewritten: none(), changed: none(), ..Self::default() }
    }

    /// Earlier visits, the latest first.
    #[must_use]
    pub fn past(&self) -> &[Past] {
        &self.past
    }

    /// What is measured from.
    #[must_use]
    pub fn since(&self) -> Since {
        self.since
    }

    /// Comments that have arrived, read or not.
    #[must_use]
    pub fn arrived(&self) -> &Bits {
        &self.arrived
    }

    /// Comments whose words are others than they were, read or not.
    #[must_use]
    pub fn changed(&self) -> &Bits {
        &self.changed
    }

    /// Takes the earlier visits that the store knows. The one that is measured from stays, if
    /// there was one: an hour of reading makes no visit older.
    pub fn take(&mut self, thread: &Thread, visits: Vec<Earlier>, usual: Option<usize>) {
        let rows = thread.len();
        let past = |visit: Earlier| Past {
            at: visit.at,
            comments: visit.comments,
            arrived: Bits::of(rows, visit.arrived),
            changed: Bits::of(rows, visit.changed),
        };
        self.past = visits.into_iter().map(past).collect();
        let stays = match self.since {
            Since::Never => self.asked,
            Since::Visit(at) => self.past.iter().any(|past| past.at == at),
            Since::Time(_) => true,
        };
        if !stays {
            let usual = usual.and_then(|usual| self.past.get(usual));
            self.since = usual.map_or(Since::Never, |past| Since::Visit(past.at));
        }
        self.settle(thread);
    }

    /// Measures from something else, at the reader's wish.
    pub fn measure(&mut self, thread: &Thread, since: Since) {
        (self.since, self.asked) = (since, true);
        self.settle(thread);
    }

    /// What came with a reload, and what it has changed.
    pub fn bring(&mut self, thread: &Thread, brought: Vec<CommentId>, rewritten: Vec<CommentId>) {
        self.brought.join(&Bits::of(thread.len(), brought));
        self.rewritten.join(&Bits::of(thread.len(), rewritten));
        self.settle(thread);
    }

    /// Works out what has arrived and changed.
    fn settle(&mut self, thread: &Thread) {
        let none = || Bits::new(thread.len(), false);
        let past = self.past.iter().find(|past| self.since == Since::Visit(past.at));
        let mut changed = past.map_or_else(none, |past| past.changed.clone());
        changed.join(&self.rewritten);
        self.changed = changed;
        let mut arrived = match self.since {
            Since::Never => none(),
            Since::Visit(_) => past.map_or_else(none, |past| past.arrived.clone()),
            Since::Time(at) => {
                let is_later = |id: &CommentId| thread.is_comment(*id) && thread.time(*id).is_some_and(|t| t > at);
                Bits::of(thread.len(), thread.ids().filter(is_later))
            }
        };
        arrived.join(&self.brought);
        self.arrived = arrived;
    }

    /// The same by the rows of a fuller discussion. What its new rows are, comes with the
    /// visits.
    #[must_use]
    pub fn carried(&self, rows: usize, to: &impl Fn(CommentId) -> Option<CommentId>) -> Self {
        let move_over = |bits: &Bits| Bits::of(rows, bits.iter().filter_map(to));
        let past = |past: &Past| Past {
            at: past.at,
            comments: past.comments,
            arrived: move_over(&past.arrived),
            changed: move_over(&past.changed),
        };
        Self {
            past: self.past.iter().map(past).collect(),
            since: self.since,
            asked: self.asked,
            brought: move_over(&self.brought),
            arrived: move_over(&self.arrived),
            rewritten: move_over(&self.rewritten),
            changed: move_over(&self.changed),
        }
    }
}

impl Reading {
    /// Whether a comment is new.
    #[must_use]
    pub fn is_new(&self, id: CommentId) -> bool {
        self.news.arrived.has(id) && self.is_unread(id)
    }

    /// Comments that are new.
    #[must_use]
    pub fn fresh(&self) -> usize {
        self.fresh_in(0..self.discussion.thread().len())
    }

    /// New comments within a range of rows.
    #[must_use]
    pub fn fresh_in(&self, rows: std::ops::Range<usize>) -> usize {
        self.news.arrived.count_without(&self.read, rows)
    }

    /// New comments of a branch, itself included.
    #[must_use]
    pub fn fresh_under(&self, id: CommentId) -> usize {
        self.fresh_in(self.discussion.thread().branch(id))
    }
}

impl State {
    /// What `n` and `N` go to: matches while a search lives, else new comments. The one place
    /// that decides it; keys and status row ask here.
    #[must_use]
    pub fn n_means(&self) -> Seek {
        if self.searches.shown.is_some() { Seek::Match } else { Seek::New }
    }

    /// What has arrived since the last visit was said by the store.
    pub(crate) fn take_visits(&mut self, visits: Vec<Earlier>, usual: Option<usize>) {
        let discussion = std::sync::Arc::clone(&self.reading.discussion);
        self.reading.news.take(discussion.thread(), visits, usual);
    }

    /// What a reload has brought is new, and what it says otherwise has changed; how many
    /// each that are.
    pub(crate) fn take_brought(&mut self, before: &Discussion, map: &[Option<CommentId>]) -> (usize, usize) {
        let discussion = std::sync::Arc::clone(&self.reading.discussion);
        let thread = discussion.thread();
        let known = Bits::of(thread.len(), map.iter().copied().flatten());
        let brought: Vec<CommentId> = thread.ids().filter(|id| thread.is_comment(*id) && !known.has(*id)).collect();
        let pairs = before.thread().ids().zip(map).filter_map(|(was, is)| Some((was, (*is)?)));
        let rewritten: Vec<CommentId> =
            pairs.filter(|(was, is)| !discussion.says_as(*is, before, *was)).map(|(_, is)| is).collect();
        let many = (brought.len(), rewritten.len());
        self.reading.news.bring(thread, brought, rewritten);
        many
    }

    /// Since when comments are new, in words.
    #[must_use]
    pub fn since_words(&self) -> String {
        match self.reading.news.since {
            Since::Never => "this is the first visit".to_owned(),
            Since::Visit(at) => format!("since your visit {}", ago(self.now, at)),
            Since::Time(at) => format!("since {}", when::exact(at)),
        }
    }

    /// How many are new, and since when.
    pub(crate) fn say_new(&mut self) {
        let words = self.since_words();
        match self.reading.fresh() {
            0 => self.say(format!("nothing new {words}")),
            fresh => self.say(format!("{fresh} new {words} · n goes to the next")),
        }
    }

    /// `:new-since`: a list of visits, or measured from what was typed.
    pub(crate) fn new_since(&mut self, text: &str) {
        if text.is_empty() {
            self.open_visits();
            return;
        }
        let Some(time) = when::meant(text, self.now) else {
            self.say("expected an age such as 2d or 3h, or a date such as 2026-01-31");
            return;
        };
        self.measure(Since::Time(time));
        if !self.discussion().thread().ids().any(|id| self.discussion().thread().time(id).is_some()) {
            self.say("the source has no comment dates");
        }
    }

    fn measure(&mut self, since: Since) {
        let discussion = std::sync::Arc::clone(&self.reading.discussion);
        self.reading.news.measure(discussion.thread(), since);
        self.refresh_map();
        self.say_new();
    }

    /// The list of earlier visits.
    fn open_visits(&mut self) {
        let reading = &self.reading;
        let rows: Vec<ListRow> = reading.news.past.iter().map(|past| self.visit_row(past)).collect();
        let chosen = reading.news.past.iter().position(|past| Since::Visit(past.at) == reading.news.since);
        let empty = "This is the first visit. :new-since 2d, or a date, measures by the time of comments.";
        self.open_list(ListKind::Visits, "New since which visit?".to_owned(), empty, rows);
        self.list_select(chosen.unwrap_or(0));
    }

    fn visit_row(&self, past: &Past) -> ListRow {
        let new = past.arrived.count_without(&self.reading.read, 0..self.discussion().thread().len());
        let there = count(usize::try_from(past.comments).unwrap_or(usize::MAX), "comment", "comments");
        let text = format!("{there} then · {} since · {new} of them unread", past.arrived.count());
        let chosen = Since::Visit(past.at) == self.reading.news.since;
        ListRow {
            sign: String::new(),
            who: Clean::line(Raw::new(&when::exact(past.at))),
            text: Clean::line(Raw::new(&text)),
            note: if chosen { "what is new is measured from here".to_owned() } else { String::new() },
            age: ago(self.now, past.at),
            target: Target::Visit(past.at),
            struck: false,
        }
    }

    /// Measures from the visit that ended at a time.
    pub(crate) fn choose_visit(&mut self, at: i64) {
        while self.close_list() {}
        self.measure(Since::Visit(at));
    }
}

fn ago(now: i64, then: i64) -> String {
    match when::age(now, then) {
        age if age == "now" => "just now".to_owned(),
        age => format!("{age} ago"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_visit_stays_when_the_visits_come_again() {
        let thread = Thread::default();
        let visit = |at| Earlier { at, ..Earlier::default() };
        let mut news = News::none(0);
        news.take(&thread, Vec::new(), None);
        assert_eq!(news.since(), Since::Never);
        news.take(&thread, vec![visit(3), visit(2)], Some(1));
        assert_eq!(news.since(), Since::Visit(2));
        news.take(&thread, vec![visit(9), visit(3), visit(2)], Some(0));
        assert_eq!(news.since(), Since::Visit(2), "a session of hours measures from where it began");
        news.measure(&thread, Since::Visit(3));
        news.take(&thread, vec![visit(3), visit(2)], Some(1));
        assert_eq!(news.since(), Since::Visit(3));
        news.take(&thread, vec![visit(1)], Some(0));
        assert_eq!(news.since(), Since::Visit(1), "it is known no more");
    }
}
