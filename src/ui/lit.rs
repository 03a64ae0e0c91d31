//! Words that lie under a role of their own: quoted ones that were gone to, hits.
//!
//! Whoever has words to show gives their ranges here, a row of the screen takes what falls
//! on it. What comes first in the list lies on top.

use super::row::Lit;
use super::theme::Role;
use crate::model::CommentId;
use crate::reader::State;

/// The words of a comment that something lies over.
pub(super) fn of_comment(state: &State, id: CommentId) -> Vec<Lit> {
    state.shown_words_of(id).into_iter().map(|range| (range, Role::Hit)).collect()
}

/// The words of the article that something lies over.
pub(super) fn of_article(state: &State) -> Vec<Lit> {
    state.shown_words_of_article().into_iter().map(|range| (range, Role::Hit)).collect()
}
