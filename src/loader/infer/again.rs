//! A discussion solved again: around what its reader has put right, at a level of guesses.

use std::sync::Arc;

use super::fill;
use crate::model::draft::Parent;
use crate::model::repair::apply;
use crate::model::thread::{Guess, GuessKind};
use crate::model::{CommentId, Discussion, Draft, Guesses, Index, Repairs, Unsaid, build};

/// A discussion as its reader wants it.
#[derive(Clone, Debug)]
pub struct Mended {
    /// The discussion.
    pub discussion: Arc<Discussion>,
    /// Its facts.
    pub index: Arc<Index>,
    /// Repairs whose comments are not here.
    pub missed: usize,
}

/// Repairs a discussion as it was read, and looks for parents around what was put right: it
/// says something about the rest of the page.
#[must_use]
pub fn mended(base: &Arc<Discussion>, index: &Arc<Index>, guesses: Guesses, repairs: &Repairs) -> Mended {
    if repairs.is_empty() && guesses == Guesses::default() {
        return Mended { discussion: Arc::clone(base), index: Arc::clone(index), missed: 0 };
    }
    let made = apply(base, index, guesses, repairs);
    let (discussion, index) = match again(&made.discussion, guesses) {
        Some((solved, rows)) => {
            let index = Index::again(&solved, &made.index, &rows);
            (solved, index)
        }
        None => (made.discussion, made.index),
    };
    Mended { discussion: Arc::new(discussion), index: Arc::new(index), missed: made.missed }
}

/// Looks anew for the parents that the source of a discussion leaves unsaid, around those that
/// its reader has put right; gives for each row the row that it was before. Comments go back
/// to where they stood in the source first, so that a repair may free others.
///
/// None where the source leaves nothing unsaid, and for input in the native format: that is
/// never guessed at anew.
#[must_use]
pub fn again(discussion: &Discussion, level: Guesses) -> Option<(Discussion, Vec<Option<CommentId>>)> {
    if discussion.origin().unsaid == Unsaid::Nothing {
        return None;
    }
    let (mut draft, rows) = build::draft(discussion);
    forget(&mut draft);
    fill::fill(&mut draft, level);
    let (solved, order) = build::relinked(draft);
    let before = |item: &u32| rows.get(*item as usize).copied().map(CommentId);
    Some((solved, order.iter().map(before).collect()))
}

/// Takes back every link that was guessed from the text, and the candidates.
fn forget(draft: &mut Draft) {
    // How lines are set in is what the page says, if not for certain.
    let stays = |guess: &Guess| matches!(guess.kind, GuessKind::Manual | GuessKind::Indent | GuessKind::Subject);
    for (row, guess) in &draft.guesses {
        if !stays(guess)
            && let Some(parent) = draft.parent.get_mut(*row as usize)
        {
            *parent = Parent::Top;
        }
    }
    draft.guesses.retain(|(_, guess)| stays(guess));
    draft.candidates.clear();
}
