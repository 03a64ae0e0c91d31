//! Authors and phrases: tags, colours, mutes, and what they mean for the comments at hand.
//!
//! A muted comment is one row that says why, until it is opened; its replies stay. Authors
//! are looked up by their number in the thread. Whether a comment holds a muted phrase is
//! found when it is laid out; a worker looks through the whole thread, so that the number of
//! muted comments is known and a long stretch of them is stepped over without opening any.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::reading::Reading;
use crate::model::person::{self, Known, Phrase};
use crate::model::{Author, Change, CommentId, Discussion, Person};
use crate::text::quote::Normal;

/// Comments whose phrases are remembered until the worker has looked through all.
const REMEMBERED: usize = 4096;

/// Why a comment is muted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mute<'a> {
    /// Its author is.
    Author,
    /// It holds this phrase.
    Phrase(&'a str),
}

/// Comments that hold a muted phrase, in the thread's order, each with the first such phrase
/// by its place among them.
pub type Found = Vec<(CommentId, u32)>;

/// What is known of authors and phrases, and what of that concerns the discussion at hand.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// All that is known, of all sites.
    known: Known,
    site: Box<str>,
    /// Authors of this thread by their number.
    here: BTreeMap<u32, Person>,
    phrases: Vec<(String, Phrase)>,
    /// Whether an author of this thread is muted.
    mutes_authors: bool,
    /// Comments that are muted, as far as that is known.
    muted: usize,
    found: Option<Found>,
    asked: bool,
    /// What was found before the worker has answered.
    looked: RefCell<HashMap<CommentId, Option<u32>>>,
    /// Muted comments that are open: until the program ends.
    opened: BTreeSet<CommentId>,
    version: u64,
}

impl People {
    /// All that is known.
    #[must_use]
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// Changes with everything that may look different: a key for caches.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The same for another discussion.
    #[must_use]
    pub(super) fn of(self, discussion: &Discussion) -> Self {
        let mut people = Self { known: self.known, version: self.version + 1, ..Self::default() };
        people.site = person::site(discussion);
        people.meet(discussion);
        people.prepare();
        people
    }

    /// Finds the authors of the thread of whom something is known.
    fn meet(&mut self, discussion: &Discussion) {
        self.here.clear();
        if !self.known.people.is_empty() {
            let mut number = 0;
            while discussion.thread().author_text(number).is_some() {
                let who = Author::numbered(discussion, &self.site, number);
                let known = who.and_then(|who| self.known.people.get(&who));
                self.here.extend(known.map(|person| (number, person.clone())));
                number += 1;
            }
        }
        self.count(discussion);
    }

    fn count(&mut self, discussion: &Discussion) {
        let thread = discussion.thread();
        let muted: Vec<u32> = self.here.iter().filter(|(_, person)| person.muted).map(|(number, _)| *number).collect();
        let by_muted = |id: CommentId| thread.author(id).is_some_and(|number| muted.binary_search(&number).is_ok());
        self.mutes_authors = !muted.is_empty();
        let all = if muted.is_empty() { 0 } else { thread.ids().filter(|id| by_muted(*id)).count() };
        self.muted = all + self.found.iter().flatten().filter(|(id, _)| !by_muted(*id)).count();
    }

    fn prepare(&mut self) {
        let ready = |text: &String| Some((text.clone(), Phrase::new(text)?));
        self.phrases = self.known.phrases.iter().filter_map(ready).collect();
        (self.found, self.asked) = (None, false);
        self.looked.borrow_mut().clear();
    }

    fn set_person(&mut self, discussion: &Discussion, who: &Author, person: &Person) -> Person {
        let before = self.known.set_person(who, person);
        self.version += 1;
        if who.site == self.site {
            self.meet_one(discussion, who, person);
            if before.muted != person.muted {
                self.count(discussion);
            }
        }
        before
    }

    fn meet_one(&mut self, discussion: &Discussion, who: &Author, person: &Person) {
        let mut number = 0;
        while discussion.thread().author_text(number).is_some() {
            if Author::numbered(discussion, &self.site, number).as_ref() == Some(who) {
                self.here.remove(&number);
                if !person.is_nobody() {
                    self.here.insert(number, person.clone());
                }
            }
            number += 1;
        }
    }

    fn set_phrase(&mut self, discussion: &Discussion, phrase: &str, on: bool) -> bool {
        let changed = self.known.set_phrase(phrase, on);
        if changed {
            self.version += 1;
            self.prepare();
            self.count(discussion);
        }
        changed
    }

    /// The first muted phrase that a text holds.
    fn phrase_in(&self, discussion: &Discussion, id: CommentId) -> Option<u32> {
        let place = |found: &Found| found.binary_search_by_key(&id, |(at, _)| *at).ok();
        if let Some(found) = &self.found {
            return place(found).and_then(|at| found.get(at)).map(|(_, which)| *which);
        }
        let mut looked = self.looked.borrow_mut();
        if looked.len() >= REMEMBERED {
            looked.clear();
        }
        *looked.entry(id).or_insert_with(|| first_phrase(discussion, id, self.phrases.iter().map(|(_, ready)| ready)))
    }

    /// The phrases that a worker is to look for, once, if there are any.
    pub(super) fn unasked(&mut self) -> Option<Vec<String>> {
        let wanted = !self.phrases.is_empty() && !std::mem::replace(&mut self.asked, true);
        wanted.then(|| self.phrases.iter().map(|(text, _)| text.clone()).collect())
    }

    /// The worker has found them; whether they are still looked for.
    pub(super) fn take_found(&mut self, discussion: &Discussion, phrases: &[String], found: Found) -> bool {
        let same = self.phrases.iter().map(|(text, _)| text).eq(phrases);
        if same {
            self.found = Some(found);
            self.looked.borrow_mut().clear();
            self.version += 1;
            self.count(discussion);
        }
        same
    }
}

fn first_phrase<'a>(discussion: &Discussion, id: CommentId, phrases: impl Iterator<Item = &'a Phrase>) -> Option<u32> {
    if !discussion.thread().is_comment(id) {
        return None;
    }
    let words = Normal::of(discussion.body(id).text.as_str());
    (0..).zip(phrases).find(|(_, phrase)| phrase.is_in(&words)).map(|(which, _)| which)
}

/// Looks for phrases in all comments of a discussion, on a worker; `stop` is asked now and
/// then, and ends it without a result.
#[must_use]
pub fn find_muted(discussion: &Discussion, phrases: &[String], stop: &dyn Fn() -> bool) -> Option<Found> {
    let ready: Vec<Phrase> = phrases.iter().filter_map(|text| Phrase::new(text)).collect();
    let mut found = Found::new();
    for id in discussion.thread().ids() {
        if id.index() % 256 == 0 && stop() {
            return None;
        }
        found.extend(first_phrase(discussion, id, ready.iter()).map(|which| (id, which)));
    }
    Some(found)
}

impl Reading {
    /// What is known of the author with a number in this thread.
    #[must_use]
    pub fn person(&self, author: u32) -> Option<&Person> {
        self.people.here.get(&author)
    }

    /// What is known of a comment's author.
    #[must_use]
    pub fn author_of(&self, id: CommentId) -> Option<&Person> {
        self.person(self.discussion.thread().author(id)?)
    }

    /// The reader's tag for the author with a number in this thread; empty if there is none.
    #[must_use]
    pub fn tag_of(&self, author: u32) -> &str {
        self.person(author).map_or("", |person| &person.tag)
    }

    /// Why a comment is muted, if it is.
    #[must_use]
    pub fn mute(&self, id: CommentId) -> Option<Mute<'_>> {
        let people = &self.people;
        if people.mutes_authors && self.author_of(id).is_some_and(|person| person.muted) {
            return Some(Mute::Author);
        }
        if people.phrases.is_empty() {
            return None;
        }
        let which = people.phrase_in(&self.discussion, id)?;
        people.phrases.get(which as usize).map(|(text, _)| Mute::Phrase(text))
    }

    /// Whether a comment is muted.
    #[must_use]
    pub fn is_muted(&self, id: CommentId) -> bool {
        self.mute(id).is_some()
    }

    /// Whether a comment is muted and has not been opened: its words are not shown.
    #[must_use]
    pub fn is_hushed(&self, id: CommentId) -> bool {
        self.is_muted(id) && !self.people.opened.contains(&id)
    }

    /// Shows the words of a muted comment until the program ends, or hides them again.
    pub(super) fn open_muted(&mut self, id: CommentId, on: bool) {
        if on {
            self.people.opened.insert(id)
        } else {
            self.people.opened.remove(&id)
        };
        self.people.version += 1;
    }

    /// How many comments are muted, and whether that is all: phrases may still be looked for.
    #[must_use]
    pub fn muted_count(&self) -> (usize, bool) {
        (self.people.muted, self.people.phrases.is_empty() || self.people.found.is_some())
    }

    pub(super) fn set_person(&mut self, who: &Author, person: &Person) -> Change {
        let before = self.people.set_person(&self.discussion, who, person);
        Change::Person { who: who.clone(), person: before }
    }

    pub(super) fn set_phrase(&mut self, phrase: &str, on: bool) -> Change {
        match self.people.set_phrase(&self.discussion, phrase, on) {
            true => Change::Phrase { phrase: phrase.to_owned(), on: !on },
            false => Change::All(Vec::new()),
        }
    }

    /// What the store knows of authors and phrases now.
    pub(super) fn restore_people(&mut self, known: Known) {
        if known != self.people.known {
            let opened = std::mem::take(&mut self.people.opened);
            let version = self.people.version;
            self.people = People { known, version, ..People::default() }.of(&self.discussion);
            self.people.opened = opened;
        }
    }

    /// The same authors and phrases for a fuller discussion; what was opened stays open.
    pub(super) fn carry_people(&self, next: &Discussion, to: impl Fn(CommentId) -> Option<CommentId>) -> People {
        let mut people = self.people.clone().of(next);
        people.opened = self.people.opened.iter().filter_map(|id| to(*id)).collect();
        people
    }
}
