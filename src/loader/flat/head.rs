//! Rows of one shape: whether they are the heads of comments, and where the names stand.

use std::collections::HashMap;

use super::cell;
use super::learn::{Learnt, Side, usual_gap};
use super::marker;
use super::row::{PROSE, Part, Row, Shape};

/// Characters of a title that stands where others have a name.
const TITLE: u32 = 120;

/// What announces comments stands so many rows above the first one's end, at most.
const NEAR: usize = 20;

/// `Posted by Ann`: it stands below the words that it speaks of as often as above them.
const SIGNED: Shape = Shape::NONE.with(Part::Posted).with(Part::By);

/// So many comments of one person in a row are a label's.
const FEWEST_LABELS: usize = 5;

/// Rows of one shape.
pub(super) struct Heads<'a> {
    pub(super) source: &'a str,
    pub(super) rows: &'a [Row],
    pub(super) shape: Shape,
    pub(super) own: Vec<usize>,
    pub(super) side: Side,
}

/// Where names stand in rows of their own.
#[derive(Clone, Copy, Debug, Default)]
struct Names {
    above: bool,
    below: bool,
}

impl Heads<'_> {
    /// What is learnt of them; nothing if they are no heads.
    pub(super) fn learn(self) -> Learnt {
        let whole = self.side == Side::Page;
        let named = self.shape.has(Part::Name);
        let foot = self.may_be_feet();
        let names = self.names(foot);
        let foot = foot && self.are_feet(names);
        let start = |at: &usize| at - usize::from(names.above && self.has_above(*at, foot));
        let starts: Vec<usize> = self.own.iter().map(start).collect();
        let says_who = self.shape.has(Part::Said) && named
            || self.shape.has(Part::Stamp) && (named || names.above || names.below || self.shape.has(Part::By));
        // Dates alone stand over entries of many kinds of lists.
        let strong = says_who && !self.is_labelled(names);
        if let Some(starts) = self.cells(foot, names, if strong { &starts } else { &[] }) {
            return Learnt::celled(self.own, starts);
        }
        if !strong {
            return Learnt::default();
        }
        // Nothing stands below the last foot: what stands below the others begins the next comment.
        let name_first = foot && names.below && !whole && self.is_name(Some(0));
        Learnt {
            tier: self.tier(),
            gap: usual_gap(&self.own),
            shape: self.shape,
            rows: self.own,
            starts,
            foot,
            name_below: names.below && !name_first,
            name_above: names.above,
            name_first,
            strong,
            cell: false,
        }
    }

    fn is_name(&self, at: Option<usize>) -> bool {
        at.and_then(|at| self.rows.get(at)).is_some_and(|row| row.is_name(self.source))
    }

    fn count(&self, is: impl Fn(usize) -> bool) -> usize {
        self.own.iter().filter(|at| is(**at)).count()
    }

    /// Whether the comments may stand above these rows.
    fn may_be_feet(&self) -> bool {
        let last = self.own.last().copied().unwrap_or(0);
        self.rows.iter().skip(last + 1).all(Row::is_act) && last > 0
            || self.side == Side::Page && self.shape.begins(SIGNED) && is_under(self.source, self.rows, &self.own)
            || self.side == Side::Feet
    }

    /// Below the article a foot has its comment above it, and not what announces comments.
    fn are_feet(&self, names: Names) -> bool {
        let first = self.own.first().map_or(0, |first| first.saturating_sub(usize::from(names.above)));
        let above = first.checked_sub(1).and_then(|at| self.rows.get(at));
        let is_announced = above.is_some_and(|above| marker::count(above.text(self.source)).is_some());
        !(names.above && self.own.len() < 2) && (self.side == Side::Page || first > 0) && !is_announced
    }

    fn names(&self, foot: bool) -> Names {
        let all = self.own.len();
        let most = |count: usize, of: usize| !self.shape.has(Part::Name) && count > 0 && count * 10 >= of * 8;
        let proper = self.count(|at| self.is_name(at.checked_sub(1)));
        let is_above = || proper * 3 >= all && most(self.count(|at| self.has_above(at, foot)), all);
        let above = most(proper, all) || is_above();
        let below = !above && most(self.count(|at| self.is_name(Some(at + 1))), all - usize::from(foot));
        Names { above, below }
    }

    /// Who links to the page from elsewhere has a title for a name: it stands apart as names do.
    fn has_above(&self, at: usize, foot: bool) -> bool {
        self.is_name(at.checked_sub(1)) || !foot && is_title(self.rows, at)
    }

    fn is_labelled(&self, names: Names) -> bool {
        let beside = |at: &usize| if names.above { at.checked_sub(1) } else { Some(at + 1) };
        let name = |at: &usize| self.source.get(beside(at).and_then(|at| self.rows.get(at))?.name()?);
        (names.above || names.below) && is_label(self.own.iter().filter_map(name))
    }

    /// Where cells begin, of which the rows are the last. Between a name and its time a rank may stand, which looks like
    /// a name: such are `near`.
    fn cells(&self, foot: bool, names: Names, near: &[usize]) -> Option<Vec<usize>> {
        let may_be = (!foot || names.above) && !names.below && self.own.len() >= cell::FEWEST;
        let is_bare = self.shape.is_only(&[Part::Stamp]);
        (may_be && is_bare).then(|| cell::above(self.source, self.rows, &self.own, near)).flatten()
    }

    fn tier(&self) -> usize {
        let has_clock = |at: usize| self.rows.get(at).is_some_and(|row| row.clock);
        let timed = self.count(|at| has_clock(at) || has_clock(at + 1));
        let exact = timed * 2 > self.own.len() || self.shape.has(Part::Said);
        match (self.own.len(), exact) {
            (1, false) => 1,
            (1, true) => 2,
            (2..=3, false) => 3,
            (2..=3, true) => 4,
            _ => 5,
        }
    }
}

/// Whether the row above a time stands over it as a name does: apart from what is above, and not from the time.
fn is_title(rows: &[Row], at: usize) -> bool {
    let above = at.checked_sub(1).and_then(|at| rows.get(at));
    rows.get(at).is_some_and(|row| row.blanks == 0)
        && above.is_some_and(|above| above.blanks > 0 && above.width <= TITLE)
}

/// Whether what stands beside times is one word for nearly all: what a page calls them.
fn is_label<'s>(names: impl Iterator<Item = &'s str>) -> bool {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut all = 0;
    for name in names {
        *counts.entry(name).or_default() += 1;
        all += 1;
    }
    all >= FEWEST_LABELS && counts.values().any(|count| count * 10 > all * 8)
}

/// Whether the comments stand above these rows, by what follows the line that announces them: the first one's words.
fn is_under(source: &str, rows: &[Row], starts: &[usize]) -> bool {
    let is_marker = |row: &Row| marker::count(row.text(source)).is_some();
    let Some(first) = starts.first() else { return false };
    let above = rows.get(..*first).unwrap_or_default();
    let Some(at) = above.iter().rposition(is_marker).filter(|at| first - at <= NEAR) else { return false };
    above.get(at + 1..).unwrap_or_default().iter().any(|row| row.width >= PROSE)
}
