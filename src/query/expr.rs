//! What a query is made of, and how a comment is asked.

use std::ops::Range;

use regex::Regex;

use super::needle::Needle;
use super::{Facts, Plainness};
use crate::model::index::{Facts as BodyFacts, Quoted};
use crate::model::{Body, CommentId, Roles, Thread};
use crate::text::{Clean, Raw};

/// Tests and what joins them.
#[derive(Clone, Debug)]
pub(super) enum Expr {
    All(Vec<Expr>),
    Any(Vec<Expr>),
    Not(Box<Expr>),
    /// The test with this number.
    Test(usize),
}

/// A number from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The least.
    pub from: i64,
    /// The most.
    pub to: i64,
}

impl Span {
    /// This or more.
    pub(super) fn from(from: i64) -> Self {
        Self { from, to: i64::MAX }
    }

    fn has(self, number: i64) -> bool {
        (self.from..=self.to).contains(&number)
    }
}

/// What only a reader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// It came since the visit before, and is unread.
    New,
    /// It is not read.
    Unread,
    /// It is read.
    Read,
    /// It is marked.
    Marked,
}

impl Flag {
    /// The name of its field.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unread => "unread",
            Self::Read => "read",
            Self::Marked => "marked",
        }
    }
}

/// What is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pages {
    /// A passage of the article, by its number.
    Passage(u32),
    /// A comment, by its number.
    Comment(u32),
}

/// One thing that is asked of a comment.
#[derive(Clone, Debug)]
pub enum Test {
    /// Words in its text or in its author's name.
    Words(Needle),
    /// A pattern in its text.
    Regex(Regex),
    /// Words in its author's name.
    Author(Needle),
    /// What its author is here.
    Role(Roles),
    /// Its points.
    Score(Span),
    /// Steps from the root.
    Depth(Span),
    /// Direct replies.
    Replies(Span),
    /// What the reader did with it.
    Flag(Flag),
    /// A tag of its mark.
    Tag(Needle),
    /// What is in its text.
    Has(BodyFacts),
    /// Written at this time or later, in seconds since 1970 UTC.
    Since(i64),
    /// Written before this time.
    Before(i64),
    /// In the branch of a comment: its number or its id.
    Under(String),
    /// What it quotes.
    Quotes(Pages),
}

impl Test {
    /// What it costs to ask: columns, small tables, texts.
    fn cost(&self) -> u8 {
        match self {
            Self::Role(_) | Self::Score(_) | Self::Depth(_) | Self::Replies(_) | Self::Since(_) | Self::Before(_) => 0,
            Self::Flag(_) | Self::Under(_) => 1,
            Self::Author(_) | Self::Tag(_) | Self::Quotes(_) => 2,
            Self::Has(_) => 3,
            Self::Words(_) => 4,
            Self::Regex(_) => 5,
        }
    }

    /// Whether it looks for words in texts.
    pub(super) fn is_words(&self) -> bool {
        matches!(self, Self::Words(_) | Self::Regex(_))
    }

    pub(super) fn asks_reader(&self) -> bool {
        matches!(self, Self::Flag(_) | Self::Tag(_))
    }

    pub(super) fn ranges(&self, text: &str, found: &mut Vec<Range<usize>>) {
        match self {
            Self::Words(needle) => needle.ranges(text, found),
            Self::Regex(regex) => {
                found.extend(regex.find_iter(text).map(|hit| hit.range()).filter(|range| !range.is_empty()));
            }
            _ => {}
        }
    }

    pub(super) fn name_ranges(&self, name: &str, found: &mut Vec<Range<usize>>) {
        if let Self::Words(needle) | Self::Author(needle) = self {
            needle.ranges(name, found);
        }
    }
}

impl Expr {
    fn cost(&self, tests: &[Test]) -> u8 {
        match self {
            Self::Test(at) => tests.get(*at).map_or(0, Test::cost),
            Self::Not(inner) => inner.cost(tests),
            Self::All(parts) | Self::Any(parts) => parts.iter().map(|part| part.cost(tests)).max().unwrap_or(0),
        }
    }

    /// The same with the cheap parts in front. Nesting is bounded by the parser.
    pub(super) fn cheap_first(self, tests: &[Test]) -> Self {
        let sorted = |parts: Vec<Self>| {
            let mut parts: Vec<Self> = parts.into_iter().map(|part| part.cheap_first(tests)).collect();
            parts.sort_by_key(|part| part.cost(tests));
            parts
        };
        match self {
            Self::All(parts) => Self::All(sorted(parts)),
            Self::Any(parts) => Self::Any(sorted(parts)),
            Self::Not(inner) => Self::Not(Box::new(inner.cheap_first(tests))),
            test @ Self::Test(_) => test,
        }
    }

    /// The tests that are not denied.
    pub(super) fn affirmed(&self, yes: bool, found: &mut Vec<usize>) {
        match self {
            Self::Test(at) if yes => found.push(*at),
            Self::Test(_) => {}
            Self::Not(inner) => inner.affirmed(!yes, found),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.affirmed(yes, found)),
        }
    }

    pub(super) fn fits<F: Facts>(&self, case: &mut Case<'_, F>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.fits(case)),
            Self::Any(parts) => parts.iter().any(|part| part.fits(case)),
            Self::Not(inner) => !inner.fits(case),
            Self::Test(at) => case.test(*at),
        }
    }
}

/// What was found out once for the whole thread.
#[derive(Debug)]
pub(super) struct Memo {
    /// For each test, whether the names of authors fit: 0 not known, 1 no, 2 yes.
    authors: Vec<Vec<u8>>,
    /// For each test, the branch that it means.
    branches: Vec<Option<Range<usize>>>,
    /// Bytes of texts that were looked at, as a measure of time.
    pub(super) spent: usize,
}

impl Memo {
    pub(super) fn new(tests: &[Test]) -> Self {
        Self { authors: vec![Vec::new(); tests.len()], branches: vec![None; tests.len()], spent: 0 }
    }
}

/// A comment that is asked.
pub(super) struct Case<'a, F> {
    facts: &'a F,
    id: CommentId,
    tests: &'a [Test],
    memo: &'a mut Memo,
    plainness: Option<&'a Plainness>,
    body: Option<Body>,
}

impl<'a, F: Facts> Case<'a, F> {
    pub(super) fn new(
        facts: &'a F,
        id: CommentId,
        tests: &'a [Test],
        memo: &'a mut Memo,
        plainness: Option<&'a Plainness>,
    ) -> Self {
        Self { facts, id, tests, memo, plainness, body: None }
    }

    fn thread(&self) -> &'a Thread {
        self.facts.discussion().thread()
    }

    fn test(&mut self, at: usize) -> bool {
        let tests = self.tests;
        let Some(test) = tests.get(at) else { return false };
        let (id, thread) = (self.id, self.thread());
        match test {
            Test::Words(needle) => self.author_fits(at, needle) || self.text_fits(needle),
            Test::Regex(regex) => regex.is_match(self.body().text.as_str()),
            Test::Author(needle) => self.author_fits(at, needle),
            Test::Role(role) => thread.roles(id).has(*role),
            Test::Score(span) => thread.score(id).is_some_and(|score| span.has(score.into())),
            Test::Depth(span) => span.has(thread.depth(id).into()),
            Test::Replies(span) => span.has(i64::try_from(thread.reply_count(Some(id))).unwrap_or(i64::MAX)),
            Test::Flag(flag) => match flag {
                Flag::New => self.facts.is_new(id),
                Flag::Unread => !self.facts.is_read(id),
                Flag::Read => self.facts.is_read(id),
                Flag::Marked => self.facts.tags(id).is_some(),
            },
            Test::Tag(needle) => self.facts.tags(id).is_some_and(|tags| tags.iter().any(|tag| needle.is_all(tag))),
            Test::Has(facts) => match self.facts.index() {
                Some(index) => index.facts(id).has(*facts),
                None => BodyFacts::of(self.body()).has(*facts),
            },
            Test::Since(time) => thread.time(id).is_some_and(|then| then >= *time),
            Test::Before(time) => thread.time(id).is_some_and(|then| then < *time),
            Test::Under(name) => self.is_under(at, name),
            Test::Quotes(what) => self.quotes(*what),
        }
    }

    fn body(&mut self) -> &Body {
        let (facts, id) = (self.facts, self.id);
        let spent = &mut self.memo.spent;
        self.body.get_or_insert_with(|| {
            *spent += facts.discussion().thread().body_text(id).len();
            facts.discussion().body(id)
        })
    }

    fn text_fits(&mut self, needle: &Needle) -> bool {
        if self.body.is_none() && needle.run().tells() && self.is_ruled_out(needle) {
            return false;
        }
        needle.is_in(self.body().text.as_str())
    }

    fn is_ruled_out(&mut self, needle: &Needle) -> bool {
        let (discussion, text) = (self.facts.discussion(), self.thread().body_text(self.id));
        // Looking at bytes takes some sixteenth of the time that opening them takes.
        self.memo.spent += text.len() / 16;
        // What a source says around a text stands with it, but not where it lies.
        let framed = discussion.thread().extras(self.id).is_some();
        !framed && super::plainness::rules_out(self.plainness, discussion.texts(), self.id, text, needle.run())
    }

    fn author_fits(&mut self, test: usize, needle: &Needle) -> bool {
        let discussion = self.facts.discussion();
        let Some(number) = discussion.thread().author(self.id) else { return false };
        let Some(known) = self.memo.authors.get_mut(test) else { return false };
        if known.len() <= number as usize {
            known.resize(number as usize + 1, 0);
        }
        let Some(known) = known.get_mut(number as usize) else { return false };
        if *known == 0 {
            self.memo.spent += 64;
            *known = 1 + u8::from(discussion.author(self.id).is_some_and(|name| needle.is_in(name.as_str())));
        }
        *known == 2
    }

    /// The comment's number here goes first, then the source's id.
    fn is_under(&mut self, test: usize, name: &str) -> bool {
        let (thread, id) = (self.thread(), self.id);
        let discussion = self.facts.discussion();
        let Some(slot) = self.memo.branches.get_mut(test) else { return false };
        let branch = slot.get_or_insert_with(|| {
            let number = name.trim_start_matches('#').parse::<usize>().ok();
            let numbered = number.filter(|n| (1..=thread.comments()).contains(n)).and_then(|n| thread.numbered(n));
            let wanted = Clean::line(Raw::new(name));
            let known = || thread.ids().find(|id| discussion.source_id(*id).as_ref() == Some(&wanted));
            numbered.or_else(known).map_or(0..0, |id| thread.branch(id))
        });
        branch.contains(&id.index())
    }

    fn quotes(&self, what: Pages) -> bool {
        let Some(index) = self.facts.index() else { return false };
        let wanted = match what {
            Pages::Passage(number) => Some(Quoted::Passage(number)),
            Pages::Comment(number) => self.thread().numbered(number as usize).map(Quoted::Comment),
        };
        index.quotes(self.id).iter().any(|quote| Some(quote.of) == wanted)
    }
}
