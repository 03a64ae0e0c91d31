//! Words that lie under a role of their own: those that are searched for, quoted ones that
//! were gone to.
//!
//! Whoever has words to show gives their ranges here, a row of the screen takes what falls
//! on it. What comes first in the list lies on top.

use super::row::Lit;
use super::theme::Role;
use crate::model::{Body, CommentId};
use crate::reader::State;

/// The words of a comment that something lies over.
pub(super) fn of_comment(state: &State, id: CommentId, body: &Body) -> Vec<Lit> {
    let query = state.shown_query().filter(|_| state.discussion().thread().is_comment(id));
    let hits = query.map_or_else(Vec::new, |query| query.ranges(body.text.as_str()));
    state.shown_words_of(id).into_iter().chain(hits).map(hit).collect()
}

/// The words of the article that something lies over.
pub(super) fn of_article(state: &State) -> Vec<Lit> {
    state.shown_words_of_article().into_iter().chain(state.article_hits().iter().cloned()).map(hit).collect()
}

fn hit(range: std::ops::Range<usize>) -> Lit {
    (range, Role::Hit)
}
