//! The lines that stand at each comment, learnt from their repetition: who wrote it, when.
//!
//! A page writes such a line in one way for all its comments, so the shape that stands most
//! often is the page's own. It stands above the comments or below them; below, where
//! nothing follows the last one.

use std::collections::HashMap;

use super::row::{Part, Row, Shape};

/// Characters of a title that stands where others have a name.
const TITLE: u32 = 120;

/// The article's own head stands in one of the rows up to this one.
const TOP: usize = 3;

/// Names that stand alone are a habit of the page if there are so many.
const FEWEST_NAMES: usize = 3;

/// A head without its time.
const SHORT: Shape = Shape::NONE.with(Part::By).with(Part::Name);

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
    /// or from the rows below it.
    pub(super) fn of(source: &str, rows: &[Row], whole: bool) -> Self {
        let known = Self::most_often(source, rows, whole);
        if known.rows.is_empty() && !whole { Self::names(source, rows).unwrap_or(known) } else { known }
    }

    /// The same of the first rows of the page.
    pub(super) fn up_to(&self, far: usize) -> Self {
        let near = |rows: &[usize]| rows.iter().copied().take_while(|row| *row < far).collect();
        Self { rows: near(&self.rows), starts: near(&self.starts), ..*self }
    }

    /// By the shape that stands most often.
    fn most_often(source: &str, rows: &[Row], whole: bool) -> Self {
        let mut counts: HashMap<Shape, (usize, usize)> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            if let Some(shape) = key(row.shape) {
                counts.entry(shape).or_insert((0, at)).0 += 1;
            }
        }
        // Between equals the one that stands first, so that the order of the map is no matter.
        let best = counts.into_iter().max_by_key(|(shape, (count, first))| (count * worth(*shape), usize::MAX - first));
        let Some((shape, _)) = best else { return Self::default() };
        // Some comments of a page may have lost the time: `by ann (12)` beside `by bob (7) on Monday, 9:10`.
        let is_short = |at: usize, row: &Row| shape.begins(SHORT) && row.shape == SHORT && (at > TOP || !whole);
        let is_own = |(at, row): &(usize, &Row)| key(row.shape) == Some(shape) || is_short(*at, row);
        let mut own: Vec<usize> = rows.iter().enumerate().filter(is_own).map(|(at, _)| at).collect();
        if whole && has_byline(&own, rows.len()) {
            own.remove(0);
        }
        Self::with(source, rows, shape, own, whole)
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

    fn with(source: &str, rows: &[Row], shape: Shape, own: Vec<usize>, whole: bool) -> Self {
        let last = own.last().copied().unwrap_or(0);
        let is_act = |row: &Row| row.shape.is_only(&[Part::Act]) && row.shape.0 > 0;
        let foot = rows.iter().skip(last + 1).all(is_act) && last > 0;
        let named = shape.has(Part::Name);
        let count = |is: &dyn Fn(usize) -> bool| own.iter().filter(|at| is(**at)).count();
        let is_name = |at: Option<usize>| at.and_then(|at| rows.get(at)).is_some_and(|row| row.is_name(source));
        let most = |count: usize, of: usize| !named && count > 0 && count * 10 >= of * 8;
        // Who links to the page from elsewhere has a title for a name: it stands apart as names do.
        let is_above = |at: usize| is_name(at.checked_sub(1)) || !foot && is_title(rows, at);
        let names = count(&|at| is_name(at.checked_sub(1)));
        let name_above = most(names, own.len()) || names * 3 >= own.len() && most(count(&is_above), own.len());
        let name_near_below = !name_above && most(count(&|at| is_name(Some(at + 1))), own.len() - usize::from(foot));
        // Below the article a foot has its comment above it.
        let foot = foot && !(name_above && own.len() < 2) && (whole || own.first() != Some(&0));
        // Nothing stands below the last foot: what stands below the others begins the next comment.
        let name_first = foot && name_near_below && !whole && is_name(Some(0));
        let name_below = name_near_below && !name_first;
        let start = |at: &usize| if name_above && is_above(*at) { at.saturating_sub(1) } else { *at };
        let starts: Vec<usize> = own.iter().map(start).collect();
        let gap = usual_gap(&own);
        let strong = shape.has(Part::Said) && named
            || shape.has(Part::Stamp) && (named || name_above || name_near_below || shape.has(Part::By));
        // Dates alone stand over entries of many kinds of lists.
        if !strong {
            return Self::default();
        }
        let timed = own.iter().filter(|at| {
            [Some(**at), Some(**at + 1)].iter().flatten().any(|at| rows.get(*at).is_some_and(|row| row.clock))
        });
        let exact = timed.count() * 2 > own.len() || shape.has(Part::Said);
        let tier = match (own.len(), exact) {
            (1, false) => 1,
            (1, true) => 2,
            (2..=3, false) => 3,
            (2..=3, true) => 4,
            _ => 5,
        };
        Self { tier, rows: own, starts, foot, name_below, name_above, name_first, strong, gap, shape }
    }
}

/// Whether the row above a time stands over it as a name does: apart from what is above, and not from the time.
fn is_title(rows: &[Row], at: usize) -> bool {
    let above = at.checked_sub(1).and_then(|at| rows.get(at));
    rows.get(at).is_some_and(|row| row.blanks == 0)
        && above.is_some_and(|above| above.blanks > 0 && above.width <= TITLE)
}

/// Whether the first of the rows is the article's own: at its top, and far above the others.
fn has_byline(own: &[usize], rows: usize) -> bool {
    let (Some(first), Some(second)) = (own.first(), own.get(1)) else { return false };
    let gap = usual_gap(own.get(1..).unwrap_or_default());
    let alone_below = own.len() == 2 && second + 1 == rows;
    *first <= TOP && second - first >= 4 && (own.len() > 2 && second - first > 2 * gap + 2 || alone_below)
}

/// The rows from one to the next, as a rule.
fn usual_gap(own: &[usize]) -> usize {
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
