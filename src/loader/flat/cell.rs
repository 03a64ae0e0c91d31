//! Forum pages: each post has its number, and above it a cell that says who wrote it, with a rank, a place, a date of
//! joining, in lines of their own.
//!
//! Numbers that rise by one tell the posts. Where in the cell the name stands is learnt: the lines of it that repeat
//! (`Joined`, `Posts`) are labels, and at one distance from them stand names, more different ones than at any other.

use std::collections::{HashMap, HashSet};

use super::row::{Part, Row};

/// Posts that prove a page to be of this kind.
pub(super) const FEWEST: usize = 3;
/// Rows of a cell, at most.
const CELL: usize = 14;
/// How far from a label a name stands, at most.
const FAR: usize = 4;
/// Posts of ten that have a label.
const LABELLED: usize = 6;
/// Of those, how many have a name at one distance from it.
const NAMED: usize = 8;
/// Characters of a line with a number.
const SHORT: u32 = 60;

/// The posts of a forum page.
pub(super) struct Cells {
    /// The row with each post's number.
    pub(super) heads: Vec<usize>,
    /// Where each post's cell begins, with a name; where its number stands above that, the row with the number.
    pub(super) starts: Vec<usize>,
    /// Whether the names stand right below the numbers.
    pub(super) below: bool,
}

/// Finds them by their numbers.
pub(super) fn find(source: &str, rows: &[Row]) -> Option<Cells> {
    let heads = numbered(source, rows);
    if heads.len() < FEWEST {
        return None;
    }
    let name = |head: &usize| rows.get(head + 1).filter(|row| row.is_name(source)).map(|row| row.text(source));
    let below: Vec<&str> = heads.iter().filter_map(name).collect();
    if below.len() * 10 >= heads.len() * NAMED && below.iter().any(|name| Some(name) != below.first()) {
        return Some(Cells { starts: heads.clone(), heads, below: true });
    }
    let starts = above(source, rows, &heads, &[])?;
    Some(Cells { heads, starts, below: false })
}

/// Where the cells above rows begin, if there are any. `near`: what would be their names if there were none.
pub(super) fn above(source: &str, rows: &[Row], heads: &[usize], near: &[usize]) -> Option<Vec<usize>> {
    let after = |at: usize| at.checked_sub(1).and_then(|before| heads.get(before)).map_or(0, |head| head + 1);
    let cells: Vec<_> = (0..).zip(heads).map(|(at, head)| after(at).max(head.saturating_sub(CELL))..*head).collect();
    let names = names(source, rows, &cells, near)?;
    let is_letter = |at: usize| rows.get(at).is_some_and(|row| row.width == 1);
    let start = |(name, head): (&Option<usize>, &usize)| {
        let Some(name) = name else { return *head };
        name - usize::from(name.checked_sub(1).is_some_and(is_letter))
    };
    Some(names.iter().zip(heads).map(start).collect())
}

/// The number of a post that ends a row: alone there, or behind its date.
fn number(source: &str, row: &Row) -> Option<u32> {
    let text = row.text(source).trim_start_matches(['*', '+', ' ']);
    let last = text.rsplit(char::is_whitespace).next()?;
    let is_head = row.width <= SHORT && (last.len() == text.len() || row.shape.has(Part::Stamp));
    last.strip_prefix('#').filter(|_| is_head)?.parse().ok()
}

/// The longest chain of rows whose numbers rise by one.
fn numbered(source: &str, rows: &[Row]) -> Vec<usize> {
    let (mut longest, mut chain, mut last) = (Vec::new(), Vec::new(), None);
    for (at, row) in rows.iter().enumerate() {
        let Some(number) = number(source, row) else { continue };
        if last != number.checked_sub(1) {
            chain.clear();
        }
        chain.push(at);
        last = Some(number);
        if chain.len() > longest.len() {
            longest.clone_from(&chain);
        }
    }
    longest
}

/// The row of each cell that holds the name.
fn names(source: &str, rows: &[Row], cells: &[std::ops::Range<usize>], near: &[usize]) -> Option<Vec<Option<usize>>> {
    let text = |at: usize| rows.get(at).map_or("", |row| row.text(source));
    let mut labels: HashMap<&str, Vec<Option<usize>>> = HashMap::new();
    for (cell, range) in cells.iter().enumerate() {
        for at in range.clone() {
            let places = labels.entry(text(at)).or_insert_with(|| vec![None; cells.len()]);
            if let Some(place) = places.get_mut(cell) {
                *place = Some(at);
            }
        }
    }
    labels.retain(|_, places| places.iter().flatten().count() * 10 >= cells.len() * LABELLED);
    let mut anchors: Vec<Vec<Option<usize>>> = labels.into_values().collect();
    anchors.sort_unstable();
    // A post's number is at one distance from all that stands in its cell, if all cells are alike.
    if near.is_empty() {
        anchors.push(cells.iter().map(|cell| Some(cell.end)).collect());
    }
    let column = |anchor: &[Option<usize>], far: usize| -> Vec<Option<usize>> {
        let name = |(at, cell): (&Option<usize>, &std::ops::Range<usize>)| {
            let at = (*at)?.checked_sub(far).filter(|at| cell.contains(at))?;
            rows.get(at).is_some_and(|row| row.is_name(source)).then_some(at)
        };
        anchor.iter().zip(cells).map(name).collect()
    };
    let columns = anchors.iter().flat_map(|anchor| (1..=FAR).map(move |far| (anchor, far)));
    let worth = |(anchor, far): (&Vec<Option<usize>>, usize)| {
        let column = column(anchor, far);
        let (named, of) = (column.iter().flatten().count(), anchor.iter().flatten().count());
        let different: HashSet<&str> = column.iter().flatten().map(|at| text(*at)).collect();
        // Labels are alike in all cells, ranks in many.
        let is_name = named * 10 >= of * NAMED && different.len() > 1;
        let height = || column.iter().zip(cells).find_map(|(at, cell)| Some(cell.end - (*at)?)).unwrap_or(0);
        is_name.then(|| (different.len(), named, height(), column.clone()))
    };
    // Of two alike the name is the one that stands above.
    let best = columns.filter_map(worth).max_by_key(|(different, named, height, _)| (*different, *named, *height));
    let (different, .., column) = best?;
    let known: HashSet<&str> = near.iter().map(|at| text(*at)).collect();
    let is_above = || column.iter().flatten().zip(near).all(|(name, near)| name + 1 < *near);
    (known.is_empty() || different >= known.len() && is_above()).then_some(column)
}
