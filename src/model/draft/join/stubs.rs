//! A stub stands for replies that its file does not have; another file may bring them.
//!
//! A comment makes up for the stub on the nearest of what it answers, up the thread, whose
//! file does not have the way there. What is left of a stub is less by so much; of stubs on
//! one comment that come from several files the least is true, since each was counted
//! without the others.

use std::collections::HashMap;

use super::{Draft, Parent, Row};
use crate::model::thread::{Kind, NONE};

/// What answers something that is not there.
const NOWHERE: u32 = NONE - 1;

/// The files that a row stands in, when copies are one.
struct Files<'a> {
    /// Where the rows of each file begin.
    starts: &'a [u32],
    /// The files of a row's copies.
    copies: HashMap<u32, Vec<usize>>,
}

impl Files<'_> {
    fn of(&self, row: u32) -> usize {
        self.starts.partition_point(|start| *start <= row)
    }

    fn has(&self, row: u32, file: usize) -> bool {
        self.of(row) == file || self.copies.get(&row).is_some_and(|files| files.contains(&file))
    }
}

/// Lessens the counts of the stubs by what other files brought, and gives the stubs that
/// nothing is left of. `copy_of` names the first copy of each row that is a copy.
pub(super) fn made_up_for(draft: &mut Draft, copy_of: &[Option<u32>], starts: &[u32]) -> Vec<u32> {
    if draft.more.is_empty() || starts.len() < 2 {
        return Vec::new();
    }
    let mut files = Files { starts, copies: HashMap::new() };
    for (row, first) in (0u32..).zip(copy_of).filter_map(|(row, first)| Some((row, (*first)?))) {
        let file = files.of(row);
        files.copies.entry(first).or_default().push(file);
    }
    let parents = parents(draft, copy_of);
    let above = |row: u32| parents.get(row as usize).copied().unwrap_or(NONE);
    // The files that have stubs on a row, each with how many comments came for it.
    let mut stubs: HashMap<u32, Vec<(usize, u32)>> = HashMap::new();
    for (row, _) in &draft.more {
        let on = stubs.entry(above(*row)).or_default();
        if !on.iter().any(|(file, _)| *file == files.of(*row)) {
            on.push((files.of(*row), 0));
        }
    }
    count(draft, copy_of, &parents, &files, &mut stubs);
    lessen(draft, &files, above, &stubs)
}

/// What each row answers, as rows; none for the top level and for what is nowhere.
fn parents(draft: &Draft, copy_of: &[Option<u32>]) -> Vec<u32> {
    let first = |row: u32| copy_of.get(row as usize).copied().flatten().unwrap_or(row);
    let ids = (0u32..).zip(draft.columns.id.iter().zip(&draft.columns.kind));
    let ids = ids.filter(|(_, (id, kind))| **kind == Kind::Comment && !id.is_empty());
    let mut by_id = HashMap::new();
    for (row, (id, _)) in ids {
        by_id.entry(draft.texts.line(*id)).or_insert(row);
    }
    let article = draft.texts.line(draft.article.id);
    let named = |id| by_id.get(&id).copied().map_or(if id == article { NONE } else { NOWHERE }, first);
    let row = |parent: &Parent| match parent {
        Parent::Top => NONE,
        Parent::Row(Row(row)) => first(*row),
        Parent::Id(id) => named(draft.texts.line(*id)),
    };
    draft.parent.iter().map(row).collect()
}

/// Counts the comments that came for each stub. What a comment came for is what its parent
/// came for, unless there is a stub right above it.
fn count(
    draft: &Draft,
    copy_of: &[Option<u32>],
    parents: &[u32],
    files: &Files<'_>,
    stubs: &mut HashMap<u32, Vec<(usize, u32)>>,
) {
    // For each row that is done: the row with the stubs, and the files whose stubs they are.
    let mut came: Vec<Option<(u32, Vec<usize>)>> = vec![None; parents.len()];
    let mut path: Vec<u32> = Vec::new();
    for start in (0u32..).take(parents.len()) {
        let mut at = start;
        while at != NONE && came.get(at as usize).is_some_and(Option::is_none) {
            path.push(at);
            // Marked as met: in a circle the way ends here.
            if let Some(slot) = came.get_mut(at as usize) {
                *slot = Some((NONE, Vec::new()));
            }
            at = parents.get(at as usize).copied().unwrap_or(NONE);
        }
        while let Some(row) = path.pop() {
            let above = parents.get(row as usize).copied().unwrap_or(NONE);
            let without = |file: &usize| !files.has(row, *file);
            let right = stubs
                .get(&above)
                .filter(|_| above != NOWHERE)
                .map(|on| on.iter().map(|(file, _)| *file).filter(without).collect());
            let from = right.filter(|files: &Vec<usize>| !files.is_empty()).map(|files| (above, files)).or_else(|| {
                let (on, files) = came.get(above as usize).cloned().flatten()?;
                Some((on, files.into_iter().filter(without).collect()))
            });
            let (on, files) = from.unwrap_or((NONE, Vec::new()));
            let is_first = copy_of.get(row as usize).is_some_and(Option::is_none);
            if is_first && draft.columns.kind.get(row as usize) == Some(&Kind::Comment) {
                for slot in stubs.get_mut(&on).into_iter().flatten().filter(|(file, _)| files.contains(file)) {
                    slot.1 += 1;
                }
            }
            if let Some(slot) = came.get_mut(row as usize) {
                *slot = Some((on, files));
            }
        }
    }
}

fn lessen(
    draft: &mut Draft,
    files: &Files<'_>,
    above: impl Fn(u32) -> u32,
    stubs: &HashMap<u32, Vec<(usize, u32)>>,
) -> Vec<u32> {
    let mut gone = Vec::new();
    // What is left by file, where several have stubs on a row.
    let mut left: HashMap<u32, HashMap<usize, u32>> = HashMap::new();
    let mut came = stubs.clone();
    for (row, more) in &mut draft.more {
        let (on, file) = (above(*row), files.of(*row));
        let Some(slot) = came.get_mut(&on).and_then(|on| on.iter_mut().find(|(known, _)| *known == file)) else {
            continue;
        };
        // A stub that knows no number is done with by the first that comes.
        let taken = if more.count == 0 { slot.1.min(1) } else { slot.1.min(more.count) };
        if taken > 0 && taken >= more.count {
            gone.push(*row);
        }
        slot.1 -= taken;
        more.count = more.count.saturating_sub(taken);
        *left.entry(on).or_default().entry(file).or_default() += more.count;
    }
    for (row, _) in &draft.more {
        let Some(by_file) = left.get(&above(*row)).filter(|by_file| by_file.len() > 1) else { continue };
        let least = by_file.iter().min_by_key(|(file, left)| (**left, **file)).map(|(file, _)| *file);
        if least != Some(files.of(*row)) && !gone.contains(row) {
            gone.push(*row);
        }
    }
    gone
}
