//! A comment that stands in several files is one comment.

use std::collections::HashMap;

use super::{Draft, Parent, Row, stubs};
use crate::model::thread::{Columns, Kind, NO_SCORE, NO_TIME, NONE, State};

/// The draft with the second copies of comments taken into the first. `starts` are the rows
/// at which the files begin: what stands twice in one file is left to the builder. Stubs are
/// lessened by what other files brought, unless the files are pieces of one.
pub(super) fn merged(mut draft: Draft, starts: &[u32], are_files: bool) -> Draft {
    let file = |row: u32| starts.partition_point(|start| *start <= row);
    let mut first = HashMap::new();
    let mut copy_of: Vec<Option<u32>> = vec![None; draft.len()];
    let ids = draft.columns.id.iter().zip(&draft.columns.kind);
    for (row, (id, _)) in (0u32..).zip(ids).filter(|(_, (id, kind))| !id.is_empty() && **kind == Kind::Comment) {
        let known = *first.entry(draft.texts.line(*id)).or_insert(row);
        if let Some(slot) = copy_of.get_mut(row as usize).filter(|_| file(known) != file(row)) {
            *slot = Some(known);
        }
    }
    for (row, known) in copy_of.iter().enumerate().filter_map(|(row, known)| Some((row, (*known)? as usize))) {
        fill(&mut draft, known, row);
    }
    if are_files {
        for stub in stubs::made_up_for(&mut draft, &copy_of, starts) {
            if let Some(slot) = copy_of.get_mut(stub as usize) {
                *slot = Some(NONE);
            }
        }
    }
    if copy_of.iter().all(Option::is_none) {
        return draft;
    }
    drop_copies(draft, &copy_of)
}

/// What the first copy lacks, the second may have.
fn fill(draft: &mut Draft, own: usize, other: usize) {
    let cut = draft.cut == Some(Row(u32::try_from(own).unwrap_or(NONE)));
    let Columns { state, roles, author, time, score, body, .. } = &mut draft.columns;
    let gone = |state: Option<&State>| matches!(state, Some(State::Deleted | State::Removed));
    let better = gone(state.get(own)) && !gone(state.get(other));
    if better {
        take(state, own, other, |_| true);
    }
    let has_body = body.get(other).is_some_and(|body| !body.is_empty());
    take(body, own, other, |body| has_body && (body.is_empty() || cut || better));
    take(author, own, other, |author| *author == NONE || better);
    take(time, own, other, |time| *time == NO_TIME);
    take(score, own, other, |score| *score == NO_SCORE);
    if let Some(more) = roles.get(other).copied()
        && let Some(roles) = roles.get_mut(own)
    {
        *roles = roles.with(more);
    }
    take(&mut draft.parent, own, other, |parent| *parent == Parent::Top);
    if cut && has_body {
        draft.cut = None;
    }
}

fn take<T: Copy>(column: &mut [T], own: usize, other: usize, is_wanted: impl Fn(&T) -> bool) {
    if let Some(value) = column.get(other).copied()
        && let Some(slot) = column.get_mut(own).filter(|own| is_wanted(own))
    {
        *slot = value;
    }
}

fn drop_copies(mut draft: Draft, copy_of: &[Option<u32>]) -> Draft {
    let mut next = 0;
    let mut rows: Vec<u32> = Vec::with_capacity(copy_of.len());
    for known in copy_of {
        rows.push(match known {
            // A first copy stands before the others.
            Some(known) => rows.get(*known as usize).copied().unwrap_or(NONE),
            None => {
                next += 1;
                next - 1
            }
        });
    }
    let moved = |row: u32| rows.get(row as usize).copied().unwrap_or(NONE);
    let is_copy = |row: u32| copy_of.get(row as usize).is_some_and(Option::is_some);
    let columns = &mut draft.columns;
    keep(&mut columns.kind, copy_of);
    keep(&mut columns.state, copy_of);
    keep(&mut columns.roles, copy_of);
    keep(&mut columns.author, copy_of);
    keep(&mut columns.time, copy_of);
    keep(&mut columns.score, copy_of);
    keep(&mut columns.id, copy_of);
    keep(&mut columns.body, copy_of);
    keep(&mut draft.parent, copy_of);
    for parent in &mut draft.parent {
        if let Parent::Row(Row(row)) = parent {
            *row = moved(*row);
        }
    }
    side(&mut draft.guesses, is_copy, moved);
    side(&mut draft.more, is_copy, moved);
    side(&mut draft.time_text, is_copy, moved);
    side(&mut draft.extras, is_copy, moved);
    draft.candidates.retain(|candidate| !is_copy(candidate.child.0));
    for candidate in &mut draft.candidates {
        (candidate.child, candidate.parent) = (Row(moved(candidate.child.0)), Row(moved(candidate.parent.0)));
    }
    draft.cut = draft.cut.filter(|row| !is_copy(row.0)).map(|row| Row(moved(row.0)));
    draft
}

fn keep<T>(column: &mut Vec<T>, copy_of: &[Option<u32>]) {
    let mut copies = copy_of.iter();
    column.retain(|_| copies.next().is_none_or(Option::is_none));
}

fn side<T>(table: &mut Vec<(u32, T)>, is_copy: impl Fn(u32) -> bool, moved: impl Fn(u32) -> u32) {
    table.retain(|(row, _)| !is_copy(*row));
    table.iter_mut().for_each(|(row, _)| *row = moved(*row));
}
