//! Rows that have moved up or down as they were: the terminal moves them by itself.
//!
//! Nothing has to say what was scrolled: rows are compared. Only whole rows can be moved, so
//! panes side by side do not gain from it, unless the other one is empty there.

use super::picture::Hash;

/// Moved rows that make it worth while.
const FEWEST: usize = 4;

/// Rows that move within a part of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    /// The first row of the part.
    pub(super) top: u16,
    /// The row after its last one.
    pub(super) bottom: u16,
    /// How far up; negative: down.
    pub(super) by: i32,
}

/// The move that brings most rows of the next picture to their places, both given by the
/// hashes of their rows.
pub(super) fn find(before: &[Hash], after: &[Hash]) -> Option<Shift> {
    let changed = before.iter().zip(after).filter(|(old, new)| old != new).count();
    if changed < FEWEST {
        return None;
    }
    let by = best(before, after)?;
    let moved = |y: &usize| {
        let from = y.checked_add_signed(by as isize).and_then(|from| before.get(from).copied().flatten());
        from.is_some() && after.get(*y).copied().flatten() == from
    };
    let first = (0..after.len()).find(moved)?;
    let last = (0..after.len()).rfind(moved)?;
    // Rows that stand still inside the part would have to be written anew.
    let still = (first..=last).filter(|y| before.get(*y) == after.get(*y) && !moved(y)).count();
    let gained = (first..=last).filter(|y| moved(y) && before.get(*y) != after.get(*y)).count();
    if gained < FEWEST || gained < still * 2 || gained * 3 < changed {
        return None;
    }
    let edge = |y: usize| u16::try_from(y as isize + by as isize).ok();
    let top = edge(first)?.min(u16::try_from(first).ok()?);
    let bottom = edge(last)?.max(u16::try_from(last).ok()?) + 1;
    Some(Shift { top, bottom, by })
}

/// How far most rows have moved up, of those that are not where they were.
fn best(before: &[Hash], after: &[Hash]) -> Option<i32> {
    let height = after.len();
    let mut votes = vec![0u32; height * 2];
    for (y, row) in after.iter().enumerate().filter(|(y, row)| row.is_some() && before.get(*y) != Some(*row)) {
        for from in (0..height).filter(|from| before.get(*from) == Some(row)) {
            if let Some(vote) = votes.get_mut(height + from - y) {
                *vote += 1;
            }
        }
    }
    let (at, _) = votes.iter().enumerate().rev().max_by_key(|(_, votes)| **votes).filter(|(_, votes)| **votes > 0)?;
    i32::try_from(at).ok()?.checked_sub(i32::try_from(height).ok()?)
}
