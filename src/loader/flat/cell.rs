//! Forum pages: each post has its number, and above it a cell that says who wrote it, with a rank, a place, a date of
//! joining, in lines of their own.
//!
//! Numbers that rise by one tell the posts. Where in the cell the name stands is learnt: the lines of it that repeat
//! (`Joined`, `Posts`) are labels, and at one distance from them stand names, more different ones than at any other.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::row::{Part, Row};

/// Posts that prove a page to be of this kind.
pub(super) const FEWEST: usize = 3;
/// Cells that are asked, at most.
const ASKED: usize = 200;
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
    let names = Page { source, rows, cells }.names(near)?;
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

/// Where names stand in cells.
#[derive(Clone, Copy)]
struct Place<'s> {
    /// A line that stands in most of them; none for the row below.
    label: Option<&'s str>,
    /// So many rows above it.
    far: usize,
}

/// The cells of a page.
struct Page<'s> {
    source: &'s str,
    rows: &'s [Row],
    cells: Vec<Range<usize>>,
}

impl<'s> Page<'s> {
    fn text(&self, at: usize) -> &'s str {
        self.rows.get(at).map_or("", |row| row.text(self.source))
    }

    /// The row of a cell that holds the name, if it looks like one.
    fn name(&self, place: Place<'_>, cell: &Range<usize>) -> Option<usize> {
        let at = self.anchor(place, cell)?.checked_sub(place.far).filter(|at| cell.contains(at))?;
        self.rows.get(at)?.is_name(self.source).then_some(at)
    }

    fn anchor(&self, place: Place<'_>, cell: &Range<usize>) -> Option<usize> {
        match place.label {
            Some(label) => cell.clone().rev().find(|at| self.text(*at) == label),
            None => Some(cell.end),
        }
    }

    /// The row of each cell that holds the name. `near`: rows that look like it.
    fn names(&self, near: &[usize]) -> Option<Vec<Option<usize>>> {
        let asked: Vec<usize> = (0..self.cells.len()).step_by(self.cells.len() / ASKED + 1).collect();
        let cells: Vec<&Range<usize>> = asked.iter().filter_map(|at| self.cells.get(*at)).collect();
        let near: Vec<usize> = asked.iter().filter_map(|at| near.get(*at).copied()).collect();
        // A post's number is at one distance from all that stands in its cell, if all cells are alike.
        let labels = self.labels(&cells).into_iter().map(Some).chain(near.is_empty().then_some(None));
        let places = labels.flat_map(|label| (1..=FAR).map(move |far| Place { label, far }));
        // Of two alike the name is the one that stands above.
        let worth = |place: Place<'s>| Some((self.worth(place, &cells)?, place));
        let ((different, ..), place) = places.filter_map(worth).max_by_key(|(worth, _)| *worth)?;
        let known: HashSet<&str> = near.iter().map(|at| self.text(*at)).collect();
        let is_above =
            |(cell, near): (&&Range<usize>, &usize)| self.name(place, cell).is_none_or(|name| name + 1 < *near);
        let is_better = known.is_empty() || different >= known.len() && cells.iter().zip(&near).all(is_above);
        is_better.then(|| self.cells.iter().map(|cell| self.name(place, cell)).collect())
    }

    /// The lines that stand in most cells.
    fn labels(&self, cells: &[&Range<usize>]) -> Vec<&'s str> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for cell in cells {
            let lines: HashSet<&str> = (*cell).clone().map(|at| self.text(at)).collect();
            lines.into_iter().for_each(|line| *counts.entry(line).or_default() += 1);
        }
        let mut labels: Vec<&str> = counts
            .into_iter()
            .filter(|(_, count)| count * 10 >= cells.len() * LABELLED)
            .map(|(label, _)| label)
            .collect();
        labels.sort_unstable();
        labels
    }

    /// How many different names stand at a place, how many in all, and how high: labels are alike in all cells, ranks in
    /// many.
    fn worth(&self, place: Place<'_>, cells: &[&Range<usize>]) -> Option<(usize, usize, usize)> {
        let of = cells.iter().filter(|cell| self.anchor(place, cell).is_some()).count();
        let names: Vec<(usize, usize)> =
            cells.iter().filter_map(|cell| Some((self.name(place, cell)?, cell.end))).collect();
        let different: HashSet<&str> = names.iter().map(|(at, _)| self.text(*at)).collect();
        let height = names.first().map_or(0, |(at, end)| end - at);
        (names.len() * 10 >= of * NAMED && different.len() > 1).then_some((different.len(), names.len(), height))
    }
}
