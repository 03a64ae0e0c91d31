//! One language for search, filter, jumps, bulk changes and the command line.
//!
//! ```text
//! garden -tulip               one word and not the other
//! (tea or coffee) score:>10   brackets, or, and a field
//! "kettle boils" since:2d     a phrase, of the last two days
//! ```
//!
//! A text becomes a [`Query`] once ([`parse()`]); a query is asked about comments one by one,
//! over what is known of them ([`Facts`]). Terms that look at columns are asked before those
//! that open texts, and no text is opened that its raw bytes rule out ([`plainness`]).
//!
//! **What words find**: they are looked for in the clean text of a comment and in the name of
//! its author. A blank in a phrase stands for any white space, breaks included; straight and
//! curly quotation marks are the same; small letters find capitals, capitals only capitals.

mod expr;
mod fault;
mod field;
mod needle;
mod parse;
pub mod plainness;
mod search;

use std::ops::Range;

pub use expr::{Flag, Test};
pub use fault::Fault;
pub use field::{FIELDS, Field, completions, help};
pub use plainness::Plainness;
pub use search::{Search, Slice};

use crate::model::{CommentId, Discussion, Index};
use expr::{Case, Expr, Memo};

/// What a query asks about comments. The reader knows all of it, the command line what
/// stands in the source.
pub trait Facts {
    /// What is asked about.
    fn discussion(&self) -> &Discussion;

    /// What was derived from it, if that is known yet.
    fn index(&self) -> Option<&Index>;

    /// Whether the comment was read.
    fn is_read(&self, id: CommentId) -> bool;

    /// Whether the comment has come since the visit before, and is unread.
    fn is_new(&self, id: CommentId) -> bool;

    /// The tags of the comment's mark; none if it is not marked.
    fn tags(&self, id: CommentId) -> Option<&[String]>;

    /// The row that stands at a place of the order in which is searched.
    fn row(&self, place: usize) -> CommentId {
        CommentId::at(place)
    }
}

/// A query that was understood.
#[derive(Clone, Debug)]
pub struct Query {
    text: String,
    expr: Expr,
    tests: Vec<Test>,
    /// Tests whose words are shown where they are found: those that are not denied.
    shown: Vec<usize>,
}

/// Understands a query. `now` is in seconds since 1970 UTC: ages are counted back from it.
///
/// # Errors
/// If it does not follow the rules: what is wrong, and where.
pub fn parse(text: &str, now: i64) -> Result<Query, Fault> {
    let (expr, tests) = parse::parse(text, now)?;
    let expr = expr.cheap_first(&tests);
    let mut shown = Vec::new();
    expr.affirmed(true, &mut shown);
    Ok(Query { text: text.trim().to_owned(), expr, tests, shown })
}

impl Query {
    /// The query as it was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a comment fits. For many comments a [`Search`] is quicker.
    #[must_use]
    pub fn fits(&self, facts: &impl Facts, id: CommentId) -> bool {
        self.fits_with(facts, id, &mut Memo::new(&self.tests), None)
    }

    fn fits_with<F: Facts>(&self, facts: &F, id: CommentId, memo: &mut Memo, plainness: Option<&Plainness>) -> bool {
        self.expr.fits(&mut Case::new(facts, id, &self.tests, memo, plainness))
    }

    /// Where a text has words that are looked for, in order and apart.
    #[must_use]
    pub fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        self.find(text, Test::ranges)
    }

    /// Where an author's name has words that are looked for.
    #[must_use]
    pub fn name_ranges(&self, name: &str) -> Vec<Range<usize>> {
        self.find(name, Test::name_ranges)
    }

    fn find(&self, text: &str, ranges: impl Fn(&Test, &str, &mut Vec<Range<usize>>)) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for test in self.shown.iter().filter_map(|at| self.tests.get(*at)) {
            ranges(test, text, &mut found);
        }
        found.sort_by_key(|range| (range.start, range.end));
        let mut apart: Vec<Range<usize>> = Vec::with_capacity(found.len());
        for range in found {
            match apart.last_mut().filter(|last| range.start < last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => apart.push(range),
            }
        }
        apart
    }

    /// Whether it asks for words: only those can be found in an article.
    #[must_use]
    pub fn has_words(&self) -> bool {
        self.shown.iter().filter_map(|at| self.tests.get(*at)).any(Test::is_words)
    }

    /// Whether it asks for what only a reader knows: what was read or marked.
    #[must_use]
    pub fn asks_reader(&self) -> bool {
        self.tests.iter().any(Test::asks_reader)
    }

    /// Whether it asks what comments quote, which only an [`Index`] knows.
    #[must_use]
    pub fn asks_quotes(&self) -> bool {
        self.tests.iter().any(|test| matches!(test, Test::Quotes(_)))
    }

    /// What bare words mean here that are fields: `new: comments that …`.
    #[must_use]
    pub fn flags(&self) -> Vec<&'static Field> {
        let flag = |test: &Test| match test {
            Test::Flag(flag) => FIELDS.iter().find(|field| field.name == flag.name()),
            _ => None,
        };
        self.tests.iter().filter_map(flag).collect()
    }
}

#[cfg(test)]
mod tests;
