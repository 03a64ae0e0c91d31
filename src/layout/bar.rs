//! The scroll bar as a map of the thread: which places stand in which of its rows.
//!
//! Places are numbers of the view's order, from 0. In a thread that is shorter than the bar
//! a comment takes several rows.

use std::ops::Range;

/// The places that a row of the bar stands for; never empty in a thread that has any.
#[must_use]
pub fn part(row: usize, rows: usize, all: usize) -> Range<usize> {
    let rows = rows.max(1);
    let start = row * all / rows;
    start..((row + 1) * all / rows).max(start + 1).min(all)
}

/// The places whose sign stands in a row: each place has one row for it.
#[must_use]
pub fn signs(row: usize, rows: usize, all: usize) -> Range<usize> {
    let rows = rows.max(1);
    (row * all).div_ceil(rows)..((row + 1) * all).div_ceil(rows)
}

/// The place that a row of the bar leads to: the first row to the first, the last to the last.
#[must_use]
pub fn place(row: usize, rows: usize, all: usize) -> usize {
    let last = rows.max(2) - 1;
    row.min(last) * all.saturating_sub(1) / last
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_place_is_in_a_part_and_has_one_sign(rows in 1usize..200, all in 1usize..3000) {
            let covered: Vec<usize> = (0..rows).flat_map(|row| part(row, rows, all)).collect();
            prop_assert!((0..all).all(|place| covered.contains(&place)));
            prop_assert!((0..rows).all(|row| !part(row, rows, all).is_empty()));
            let signed: Vec<usize> = (0..rows).flat_map(|row| signs(row, rows, all)).collect();
            prop_assert_eq!(signed, (0..all).collect::<Vec<_>>());
            prop_assert_eq!(place(0, rows, all), 0);
            prop_assert!(rows == 1 || place(rows - 1, rows, all) == all - 1);
        }
    }
}
