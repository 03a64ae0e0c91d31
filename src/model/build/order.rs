//! Preorder over a forest given as parents, without recursion.

use crate::model::thread::{Kind, NONE};

/// The rows of a forest in preorder, siblings in the order of the input. Rows from `items`
/// on are ghosts in the order of their first replies; each stands where that reply stood.
pub(super) fn preorder(parent: &[u32], items: usize) -> Vec<u32> {
    let children = Children::of(parent, items);
    let mut order = Vec::with_capacity(parent.len());
    // What is still to come, the next on top.
    let mut stack: Vec<u32> = children.roots.iter().rev().copied().collect();
    while let Some(row) = stack.pop() {
        order.push(row);
        stack.extend(children.of_row(row).iter().rev());
    }
    order
}

/// For each item of an order, where it stands in it.
pub(super) fn inverse(order: &[u32]) -> Vec<u32> {
    let mut place = vec![NONE; order.len()];
    for (row, old) in (0u32..).zip(order) {
        if let Some(slot) = place.get_mut(*old as usize) {
            *slot = row;
        }
    }
    place
}

/// The children of every row, as slices of one vector.
struct Children {
    start: Vec<u32>,
    rows: Vec<u32>,
    roots: Vec<u32>,
}

impl Children {
    fn of(parent: &[u32], items: usize) -> Self {
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
        for row in in_place(parent, items) {
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

/// The rows in the order in which they stand among their siblings: the items as they came,
/// and before the first reply to a ghost the ghost.
fn in_place(parent: &[u32], items: usize) -> impl Iterator<Item = u32> + '_ {
    let mut ghost = u32::try_from(items).unwrap_or(NONE);
    (0u32..).zip(parent.iter().take(items)).flat_map(move |(row, p)| {
        let first = (*p == ghost && *p != NONE).then_some(ghost);
        ghost += u32::from(first.is_some());
        first.into_iter().chain([row])
    })
}

/// For parents in preorder: each row's place among the comments that answer the same (from 1;
/// 0 for what is no comment before the first one), and how many comments answer each row. The
/// last number is that of the top level.
pub(super) fn places(parent: &[u32], kinds: &[Kind]) -> (Vec<u32>, Vec<u32>) {
    let mut replies = vec![0u32; parent.len() + 1];
    let place = |(parent, kind): (&u32, &Kind)| {
        let above = if *parent == NONE { replies.len() - 1 } else { *parent as usize };
        let Some(count) = replies.get_mut(above) else { return 0 };
        *count += u32::from(*kind == Kind::Comment);
        *count
    };
    (parent.iter().zip(kinds).map(place).collect(), replies)
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
