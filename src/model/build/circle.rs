//! Circles among the links: found in one pass, each cut at its youngest edge.

use std::cmp::Ordering;

use super::link::place;
use crate::model::discussion::Note;
use crate::model::draft::Draft;
use crate::model::thread::{NO_TIME, NONE};

/// Circles that are noted one by one; of more, only the number.
const NOTED: usize = 20;

/// Cuts every circle, and notes it.
pub(super) fn cut(draft: &mut Draft, parent: &mut [u32]) {
    let mut loose: Vec<u32> = Vec::new();
    let mut done = vec![false; parent.len()];
    // Rows of the walk under way, and on which walk each row was met last.
    let mut path: Vec<u32> = Vec::new();
    let mut met = vec![NONE; parent.len()];
    for start in (0..).take(parent.len()) {
        let mut at = start;
        while is(&done, at, false) && is(&met, at, NONE) {
            put(&mut met, at, start);
            path.push(at);
            at = parent.get(at as usize).copied().unwrap_or(NONE);
        }
        if is(&done, at, false) && is(&met, at, start) {
            let from = path.iter().rposition(|row| *row == at).unwrap_or(0);
            let ring = path.get(from..).unwrap_or_default();
            if let Some(youngest) = ring.iter().copied().max_by(|a, b| age(draft, *a, *b)) {
                // It cannot have been answered by the others before it was written.
                put(parent, youngest, NONE);
                if loose.len() < NOTED {
                    note(draft, youngest, ring.len());
                }
                loose.push(youngest);
            }
        }
        for row in path.drain(..) {
            put(&mut done, row, true);
        }
    }
    if loose.len() > NOTED {
        draft.origin.notes.push(Note::new(&format!("{} more circles of comments", loose.len() - NOTED), None));
    }
    // What was guessed about a link that is gone says nothing.
    loose.sort_unstable();
    draft.guesses.retain(|(row, _)| loose.binary_search(row).is_err());
}

fn note(draft: &mut Draft, youngest: u32, ring: usize) {
    let text = match ring {
        1 => "a comment answers itself".to_owned(),
        many => format!("{many} comments answer each other in a circle"),
    };
    draft.origin.notes.push(Note::new(&text, place(&draft.columns, youngest)));
}

/// By time; where that does not tell, by the ids, which sources count upwards, so that a
/// circle is cut alike in any order of the input; by the order of the input at last.
fn age(draft: &Draft, a: u32, b: u32) -> Ordering {
    let time = |row: u32| draft.columns.time.get(row as usize).copied().unwrap_or(NO_TIME);
    let id = |row: u32| draft.texts.open(draft.columns.id.get(row as usize).copied().unwrap_or_default());
    let by_id = || {
        let (a, b) = (id(a), id(b));
        let (a, b) = (a.raw().expose(), b.raw().expose());
        a.len().cmp(&b.len()).then_with(|| a.cmp(b))
    };
    time(a).cmp(&time(b)).then_with(by_id).then(a.cmp(&b))
}

fn is<T: Copy + PartialEq>(column: &[T], row: u32, value: T) -> bool {
    column.get(row as usize).copied() == Some(value)
}

fn put<T>(column: &mut [T], row: u32, value: T) {
    if let Some(slot) = column.get_mut(row as usize) {
        *slot = value;
    }
}
