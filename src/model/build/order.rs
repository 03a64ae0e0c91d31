//! Preorder over a forest given as parents, without recursion.

use crate::model::thread::NONE;

/// The items of a forest in preorder, siblings in the order of the input. A parent that
/// comes after its children (a ghost) takes the place of the first of them.
pub(super) fn preorder(parent: &[u32]) -> Vec<u32> {
    let children = Children::of(parent);
    let mut order = Vec::with_capacity(parent.len());
    // What is still to come, the next on top.
    let mut stack: Vec<u32> = children.roots.iter().rev().copied().collect();
    while let Some(row) = stack.pop() {
        order.push(row);
        stack.extend(children.of_row(row).iter().rev());
    }
    order
}

/// The children of every row, as slices of one vector.
struct Children {
    start: Vec<u32>,
    rows: Vec<u32>,
    roots: Vec<u32>,
}

impl Children {
    fn of(parent: &[u32]) -> Self {
        let order = places(parent);
        let mut start = vec![0u32; parent.len() + 1];
        for p in parent.iter().filter(|p| **p != NONE) {
            if let Some(slot) = start.get_mut(*p as usize + 1) {
                *slot += 1;
            }
        }
        let mut sum = 0;
        for slot in &mut start {
            sum += *slot;
            *slot = sum;
        }
        let mut next = start.clone();
        let mut rows = vec![0u32; sum as usize];
        let mut roots = Vec::new();
        for row in order {
            match parent.get(row as usize).copied() {
                Some(p) if p != NONE => {
                    if let Some(at) = next.get_mut(p as usize) {
                        if let Some(slot) = rows.get_mut(*at as usize) {
                            *slot = row;
                        }
                        *at += 1;
                    }
                }
                _ => roots.push(row),
            }
        }
        Self { start, rows, roots }
    }

    fn of_row(&self, row: u32) -> &[u32] {
        let from = self.start.get(row as usize).copied().unwrap_or(0) as usize;
        let to = self.start.get(row as usize + 1).copied().unwrap_or(0) as usize;
        self.rows.get(from..to).unwrap_or_default()
    }
}

/// The rows in the order in which they should stand among their siblings: their own place,
/// or for a ghost (added at the end) the place of its first reply.
fn places(parent: &[u32]) -> Vec<u32> {
    let mut place: Vec<u32> = (0..u32::try_from(parent.len()).unwrap_or(NONE)).collect();
    let mut moved = false;
    // Ghosts have no parents, so one pass over their children is enough.
    for (row, p) in (0u32..).zip(parent) {
        if *p != NONE
            && *p > row
            && parent.get(*p as usize) == Some(&NONE)
            && place.get(*p as usize).is_some_and(|at| *at > row)
        {
            if let Some(slot) = place.get_mut(*p as usize) {
                *slot = row;
                moved = true;
            }
        }
    }
    let mut rows: Vec<u32> = (0..u32::try_from(parent.len()).unwrap_or(NONE)).collect();
    if moved {
        rows.sort_by_key(|row| place.get(*row as usize).copied().unwrap_or(*row));
    }
    rows
}

/// For parents in preorder: the first row past each branch, and each row's depth.
pub(super) fn ends_and_depths(parent: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut depth = vec![0u32; parent.len()];
    for row in 0..parent.len() {
        let p = parent.get(row).copied().unwrap_or(NONE);
        let above = if p == NONE { 0 } else { depth.get(p as usize).map_or(0, |depth| depth + 1) };
        if let Some(slot) = depth.get_mut(row) {
            *slot = above;
        }
    }
    let mut end: Vec<u32> = (1..=u32::try_from(parent.len()).unwrap_or(NONE)).collect();
    for row in (0..parent.len()).rev() {
        let p = parent.get(row).copied().unwrap_or(NONE);
        let past = end.get(row).copied().unwrap_or(0);
        if p != NONE
            && let Some(slot) = end.get_mut(p as usize)
        {
            *slot = (*slot).max(past);
        }
    }
    (end, depth)
}
