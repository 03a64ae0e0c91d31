//! A discussion solved again: around what its reader has put right, at a level of guesses.

use super::fill;
use crate::model::draft::Parent;
use crate::model::thread::{Guess, GuessKind};
use crate::model::{CommentId, Discussion, Draft, Guesses, Unsaid, build};

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
