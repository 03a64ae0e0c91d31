//! The lines that stand at each comment, learnt from their repetition: who wrote it, when.
//!
//! A page writes such a line in one way for all its comments, so the shape that stands most
//! often is the page's own. It stands above the comments or below them; below, where
//! nothing follows the last one.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::cell::{self, Cells};
use super::head::Heads;
use super::marker;
use super::row::{Part, Row, Shape};

/// The article's own head stands in one of the rows up to this one.
const TOP: usize = 3;

/// Names that stand alone are a habit of the page if there are so many.
const FEWEST_NAMES: usize = 3;

/// Shapes that are looked at, if those that stand more often are no heads.
const TRIED: usize = 4;

/// A date and a clock time below it are one time; more are a list.
const HALVES: usize = 2;

/// A head without its time.
const SHORT: Shape = Shape::NONE.with(Part::By).with(Part::Name);

/// What rows are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// A whole page.
    Page,
    /// What stands below the article.
    Comments,
    /// The same, and the lines that say who wrote a comment stand below it.
    Feet,
}

/// What a page's own head lines are.
#[derive(Debug, Default)]
pub(super) struct Learnt {
    /// The rows that have the page's shape.
    pub(super) rows: Vec<usize>,
    /// Where the lines about those comments begin: the row itself, or the name above it.
    pub(super) starts: Vec<usize>,
    /// Whether they stand below the comments.
    pub(super) foot: bool,
    /// Whether the name stands in a row of its own, below the shape's.
    pub(super) name_below: bool,
    /// Whether the name stands in a row of its own, above the shape's.
    pub(super) name_above: bool,
    /// Whether the name stands in the first row of the comment whose foot the shape is.
    pub(super) name_first: bool,
    /// Whether the name stands in the row where a comment's lines begin, above the shape's.
    pub(super) cell: bool,
    /// Whether the shape says who and when, or who says.
    pub(super) strong: bool,
    /// The rows from one head to the next, as a rule.
    pub(super) gap: usize,
    pub(super) shape: Shape,
    /// How much it is worth that these are heads: 0 for none, up to 5.
    pub(super) tier: usize,
}

impl Learnt {
    /// Learns them from the rows of a whole page, whose article may have a line of that shape,
    /// or from the rows below it, of which may be known that heads stand below the comments.
    pub(super) fn of(source: &str, rows: &[Row], side: Side) -> Self {
        if let Some(Cells { heads, starts, below }) = cell::find(source, rows) {
            return Self { cell: !below, name_below: below, ..Self::celled(heads, starts) };
        }
        let whole = side == Side::Page;
        let known = Self::most_often(source, rows, side);
        if known.rows.is_empty() && !whole { Self::names(source, rows).unwrap_or(known) } else { known }
    }

    /// Heads with cells that start above them.
    pub(super) fn celled(rows: Vec<usize>, starts: Vec<usize>) -> Self {
        let (gap, shape) = (usual_gap(&rows), Shape::NONE.with(Part::Stamp));
        Self { tier: 5, rows, starts, cell: true, strong: true, gap, shape, ..Self::default() }
    }

    /// The same of the rows from one on.
    pub(super) fn from(mut self, row: usize) -> Self {
        self.rows.iter_mut().chain(&mut self.starts).for_each(|at| *at = at.saturating_sub(row));
        self
    }

    /// The same of the first rows of the page.
    pub(super) fn up_to(&self, far: usize) -> Self {
        let near = |rows: &[usize]| rows.iter().copied().take_while(|row| *row < far).collect();
        Self { rows: near(&self.rows), starts: near(&self.starts), ..*self }
    }

    /// By the shape that stands most often.
    fn most_often(source: &str, rows: &[Row], side: Side) -> Self {
        let listed = listed_dates(rows);
        let mut counts: HashMap<Shape, (usize, usize)> = HashMap::new();
        for (at, row) in rows.iter().enumerate().filter(|(at, _)| listed.binary_search(at).is_err()) {
            if let Some(shape) = key(row.shape) {
                counts.entry(shape).or_insert((0, at)).0 += 1;
            }
        }
        let mut shapes: Vec<(Shape, (usize, usize))> = counts.into_iter().collect();
        // Between equals the one that stands first, so that the order of the map is no matter.
        shapes.sort_by_key(|(shape, (count, first))| (Reverse(count * worth(*shape)), *first));
        shapes.truncate(TRIED);
        let learnt = shapes.into_iter().map(|(shape, _)| Self::shaped(source, rows, shape, &listed, side));
        learnt.into_iter().find(|learnt| !learnt.rows.is_empty()).unwrap_or_default()
    }

    /// The rows of one shape, if they are heads.
    fn shaped(source: &str, rows: &[Row], shape: Shape, listed: &[usize], side: Side) -> Self {
        let whole = side == Side::Page;
        // Some comments of a page may have lost the time: `by ann (12)` beside `by bob (7) on Monday, 9:10`.
        let is_short = |at: usize, row: &Row| shape.begins(SHORT) && row.shape == SHORT && (at > TOP || !whole);
        let is_own = |(at, row): &(usize, &Row)| {
            (key(row.shape) == Some(shape) && listed.binary_search(at).is_err()) || is_short(*at, row)
        };
        let mut own: Vec<usize> = rows.iter().enumerate().filter(is_own).map(|(at, _)| at).collect();
        if whole && (has_byline(&own, rows.len()) || has_far_byline(source, rows, &own)) {
            own.remove(0);
        }
        Heads { source, rows, shape, own, side }.learn()
    }

    /// Names that stand alone: a blank line below each, and none above, where all else is parted by blank lines.
    fn names(source: &str, rows: &[Row]) -> Option<Self> {
        let is_apart = |at: usize| rows.get(at + 1).is_some_and(|next| next.blanks > 0);
        let closes_up = |at: usize| at == 0 || rows.get(at).is_some_and(|row| row.blanks == 0);
        let is_name =
            |at: usize| rows.get(at).is_some_and(|row| row.is_name(source) && !row.text(source).ends_with(':'));
        // The first row may be the rest of something else.
        let own = (0..rows.len()).filter(|at| closes_up(*at) && is_apart(*at) && (*at > 0 || is_name(0)));
        let own: Vec<usize> = own.collect();
        if own.len() < FEWEST_NAMES || !own.iter().all(|at| is_name(*at)) {
            return None;
        }
        let gap = usual_gap(&own);
        let shape = Shape::NONE.with(Part::Name);
        Some(Self { tier: 1, starts: own.clone(), rows: own, strong: true, gap, shape, ..Self::default() })
    }
}

/// Rows that are nothing but a time, below another such row: a list of months, or the second half of a head.
fn listed_dates(rows: &[Row]) -> Vec<usize> {
    let is_date = |row: &Row| row.is_only(&[Part::Stamp]);
    let mut listed = Vec::new();
    let mut from = 0;
    for run in rows.chunk_by(|a, b| is_date(a) == is_date(b)) {
        if run.first().is_some_and(is_date) {
            let kept = usize::from(run.len() <= HALVES);
            listed.extend(from + kept..from + run.len());
        }
        from += run.len();
    }
    listed
}

/// Whether the first of the rows is the article's own: at its top, and far above the others.
fn has_byline(own: &[usize], rows: usize) -> bool {
    let (Some(first), Some(second)) = (own.first(), own.get(1)) else { return false };
    let gap = usual_gap(own.get(1..).unwrap_or_default());
    let alone_below = own.len() == 2 && second + 1 == rows;
    *first <= TOP && second - first >= 4 && (own.len() > 2 && second - first > 2 * gap + 2 || alone_below)
}

/// The same below a page's own matter: a count of comments stands between it and the others, or it stands far above them
/// and has no time of day, which they have.
fn has_far_byline(source: &str, rows: &[Row], own: &[usize]) -> bool {
    let [first, second, rest @ ..] = own else { return false };
    let gap = usual_gap(own.get(1..).unwrap_or_default());
    let has_clock = |at: &usize| rows.get(*at).is_some_and(|row| row.clock);
    let timed = own.iter().filter(|at| has_clock(at)).count();
    let between = rows.get(*first..*second).unwrap_or_default();
    let is_counted = || between.iter().any(|row| matches!(marker::count(row.text(source)), Some(Some(_))));
    let is_dated = || second - first > 2 * gap + 2 && !has_clock(first) && timed * 10 >= own.len() * 8;
    rest.len() > 1 && (is_dated() || is_counted())
}

/// The rows from one to the next, as a rule.
pub(super) fn usual_gap(own: &[usize]) -> usize {
    let mut gaps: Vec<usize> = own.windows(2).filter_map(|pair| Some(pair.get(1)? - pair.first()?)).collect();
    gaps.sort_unstable();
    gaps.get(gaps.len() / 2).copied().unwrap_or(0)
}

/// The shape without what comes and goes, if it can be a head's.
fn key(shape: Shape) -> Option<Shape> {
    let mut key = Shape::default();
    for n in (0..9).rev() {
        match shape.0 >> (n * 3) & 7 {
            bits if bits == 0 || bits == Part::Act as u32 || bits == Part::Address as u32 => {}
            // What follows the time of a named author (`via phone`) comes and goes, too.
            bits if bits == Part::Name as u32 && key.has(Part::Name) && key.has(Part::Stamp) => {}
            bits if key.0 & 7 != bits => key.0 = key.0 << 3 | bits,
            _ => {}
        }
    }
    let tells = key.has(Part::Said) && key.has(Part::Name)
        || key.has(Part::Stamp)
        || key.has(Part::Posted) && key.has(Part::By);
    (tells && key.count(Part::Name) <= 2 && key.count(Part::Stamp) <= 2).then_some(key)
}

/// How much one row of a shape says.
fn worth(shape: Shape) -> usize {
    match (shape.has(Part::Said), shape.has(Part::Stamp), shape.has(Part::Name)) {
        (true, ..) => 18,
        (_, true, true) => 14,
        (_, true, false) => 10,
        _ => 9,
    }
}
