//! A discussion solved again: around what its reader has put right, at another level of
//! guesses.

use super::{fill, repair};
use crate::model::draft::Parent;
use crate::model::thread::{Guess, GuessKind};
use crate::model::{CommentId, Discussion, Draft, Guesses, Repair, Row, Unsaid, build};

/// Builds a discussion anew with repairs, which are applied in their order and outrank what
/// sources say and guesses; and for each of its rows the row that it is now. A comment that
/// was merged is the one that it was merged with.
///
/// Comments go back to where they stood in the source before guesses are made again. Links
/// that were repaired before stay so. Where the source says who answers whom, nothing is
/// guessed anew: the guesses and candidates that it came with are drawn or not, by the level.
/// Repairs that name no comment, or would make one answer its own branch, do nothing.
#[must_use]
pub fn again(discussion: &Discussion, level: Guesses, repairs: &[Repair<CommentId>]) -> (Discussion, Vec<CommentId>) {
    let (mut draft, rows) = build::draft(discussion);
    let mut item = vec![0; rows.len()];
    for (at, row) in (0u32..).zip(&rows) {
        item.get_mut(*row as usize).into_iter().for_each(|slot| *slot = at);
    }
    if draft.origin.unsaid == Unsaid::Nothing {
        choose(&mut draft, level);
    } else {
        forget(&mut draft);
    }
    let (mut draft, home) = repair::repaired(draft, &item, repairs);
    fill::fill(&mut draft, level);
    let (built, row_of) = build::again(draft);
    let now = |item: &u32| {
        let piece = home.get(*item as usize).copied().unwrap_or_default();
        CommentId(row_of.get(piece as usize).copied().unwrap_or_default())
    };
    (built, item.iter().map(now).collect())
}

/// Takes back every link that was guessed from the text, and the candidates.
fn forget(draft: &mut Draft) {
    for (row, guess) in &draft.guesses {
        if guess.kind != GuessKind::Manual
            && let Some(parent) = draft.parent.get_mut(*row as usize)
        {
            *parent = Parent::Top;
        }
    }
    draft.guesses.retain(|(_, guess)| guess.kind == GuessKind::Manual);
    draft.candidates.clear();
}

/// What makes a candidate worth drawing where all guesses are wanted.
const DRAWN: f32 = 0.4;

/// Draws the guesses that a source came with, or makes them candidates.
fn choose(draft: &mut Draft, level: Guesses) {
    use crate::model::draft::CandidateDraft;
    if level == Guesses::Off {
        for (row, guess) in std::mem::take(&mut draft.guesses) {
            let parent = draft.parent.get(row as usize).copied().unwrap_or_default();
            if let (Parent::Row(parent), true) = (parent, guess.kind != GuessKind::Manual) {
                let Guess { confidence, reason, .. } = guess;
                draft.candidates.push(CandidateDraft { child: Row(row), parent, confidence, reason });
                draft.parent.get_mut(row as usize).into_iter().for_each(|slot| *slot = Parent::Top);
            } else {
                draft.guesses.push((row, guess));
            }
        }
    }
    if level == Guesses::All {
        draw(draft);
    }
}

/// Makes links of the best candidates: of comments at top level, and of answers to the one
/// that the candidate answers itself (there the source says only whose branch it is).
fn draw(draft: &mut Draft) {
    let fixed: Vec<u32> = draft.guesses.iter().map(|(row, _)| *row).collect();
    let candidates = std::mem::take(&mut draft.candidates);
    let mut drawn: Option<Row> = None;
    for known in candidates {
        let parent_of = |row: Row| draft.parent.get(row.index()).copied().unwrap_or_default();
        let own = parent_of(known.child);
        let is_open = own == Parent::Top || own == parent_of(known.parent);
        let fits =
            is_open && known.parent < known.child && known.confidence >= DRAWN && !fixed.contains(&known.child.0);
        if fits && drawn != Some(known.child) {
            drawn = Some(known.child);
            draft.set_link(known.child, known.parent);
            let guess = Guess { kind: GuessKind::Previous, confidence: known.confidence, reason: known.reason };
            draft.guesses.push((known.child.0, guess));
        } else {
            draft.candidates.push(known);
        }
    }
}
