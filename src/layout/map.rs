//! The whole thread as a map: one cell a comment, as trn draws its trees.
//!
//! A comment stands right of its parent if it is the first reply, else on a line of its own
//! below; so a thread has a line for every comment without replies. The lines run through
//! columns as in a newspaper. Where they are too many, several share one (`scale`); where
//! branches are too deep, the deepest share a cell.

use crate::model::{CommentId, Thread};

/// Cells from one depth to the next: a sign, and the line that leads to it.
pub const STEP: u16 = 2;
/// Cells between two columns, at least.
const GAP: u16 = 2;
/// Depths that are tried where the whole depth needs several comments a cell.
const DEPTHS: [u32; 3] = [24, 14, 8];

/// A column of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its first cell.
    pub x: u16,
    /// Cells up to the next column, the gap not counted.
    pub width: u16,
    /// The number of its first line.
    pub first: usize,
}

/// Where the comments of a thread stand in an area.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    /// For each row, its line before scaling.
    line: Vec<u32>,
    /// Lines that share one.
    pub scale: usize,
    /// The deepest cell; what is deeper shares it.
    pub deepest: u32,
    /// Rows of the area.
    pub height: usize,
    /// The columns, from the left.
    pub columns: Vec<Column>,
    /// Lines that are drawn.
    pub lines: usize,
}

/// A cell of the map: a line, and a depth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// The line that is drawn, from 0.
    pub line: usize,
    /// The depth of the cell.
    pub depth: u32,
}

impl Map {
    /// Lays a thread out in an area of so many columns and rows. One walk over the thread.
    #[must_use]
    pub fn new(thread: &Thread, width: u16, height: u16) -> Self {
        let (line, depths) = lines(thread);
        let height = usize::from(height).max(1);
        let whole = depths.iter().copied().max().unwrap_or(0);
        let most = u32::from(width.max(STEP) / STEP) - 1;
        let mut best = fit(&depths, whole.min(most), width, height);
        for deepest in DEPTHS.into_iter().filter(|deepest| *deepest < whole.min(most)) {
            let other = fit(&depths, deepest, width, height);
            // Depth is given up only for twice as fine a picture.
            if other.scale * 2 <= best.scale {
                best = other;
            }
        }
        best.spread(width);
        Self { line, height, ..best }
    }

    /// The cell of a row.
    #[must_use]
    pub fn at(&self, thread: &Thread, id: CommentId) -> At {
        let line = self.line.get(id.index()).map_or(0, |line| *line as usize);
        At { line: line / self.scale.max(1), depth: thread.depth(id).min(self.deepest) }
    }

    /// The column of a line, and its row in the area.
    #[must_use]
    pub fn place(&self, line: usize) -> Option<(Column, u16)> {
        let column = self.columns.get(line / self.height.max(1))?;
        Some((*column, u16::try_from(line - column.first).ok()?))
    }

    /// The cell at a place of the area.
    #[must_use]
    pub fn hit(&self, x: u16, y: u16) -> Option<At> {
        let column = self.columns.iter().rev().find(|column| column.x <= x)?;
        let line = column.first + usize::from(y);
        let fits = usize::from(y) < self.height && line < self.lines;
        fits.then(|| At { line, depth: u32::from((x - column.x) / STEP).min(self.deepest) })
    }

    /// Gives what is left of the width to the columns.
    fn spread(&mut self, width: u16) {
        let many = u16::try_from(self.columns.len()).unwrap_or(u16::MAX).max(1);
        let used: u16 = self.columns.iter().map(|column| column.width).sum::<u16>() + GAP * (many - 1);
        let more = width.saturating_sub(used) / many;
        let mut x = 0;
        for column in &mut self.columns {
            column.x = x;
            column.width += more;
            x += column.width + GAP;
        }
    }
}

/// The line of each row, and the depth of each line.
fn lines(thread: &Thread) -> (Vec<u32>, Vec<u32>) {
    let mut line = Vec::with_capacity(thread.len());
    let mut depths: Vec<u32> = Vec::new();
    for id in thread.ids() {
        let first = id.index() > 0 && thread.parent(id).is_some_and(|parent| parent.index() + 1 == id.index());
        if !first {
            depths.push(0);
        }
        if let Some(deepest) = depths.last_mut() {
            *deepest = (*deepest).max(thread.depth(id));
        }
        line.push(u32::try_from(depths.len().saturating_sub(1)).unwrap_or(u32::MAX));
    }
    (line, depths)
}

/// The finest scale at which lines of these depths fit.
fn fit(depths: &[u32], deepest: u32, width: u16, height: usize) -> Map {
    let at = |scale: usize| {
        let lines = depths.len().div_ceil(scale);
        // What has more columns than cells needs no look.
        if lines.div_ceil(height) > usize::from(width) {
            return None;
        }
        let wide = |lines: &[u32]| {
            let depth = lines.iter().copied().max().unwrap_or(0).min(deepest);
            u16::try_from(depth).unwrap_or(u16::MAX).saturating_mul(STEP).saturating_add(1)
        };
        let widths: Vec<u16> = depths.chunks(height * scale).map(wide).collect();
        let gaps = u32::from(GAP) * u32::try_from(widths.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let all: u32 = widths.iter().map(|width| u32::from(*width)).sum::<u32>().saturating_add(gaps);
        (all <= u32::from(width.max(1)) || lines <= height).then(|| {
            let column = |(at, width): (usize, u16)| Column { x: 0, width, first: at * height };
            let columns = widths.into_iter().enumerate().map(column).collect();
            Map { scale, deepest, lines, columns, ..Map::default() }
        })
    };
    // At this scale all is one column.
    let mut good = depths.len().div_ceil(height).max(1);
    let mut found = at(good).unwrap_or_default();
    let mut bad = 0;
    while bad + 1 < good {
        let middle = bad.midpoint(good);
        match at(middle) {
            Some(map) => (good, found) = (middle, map),
            None => bad = middle,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::draft::Parent;
    use crate::model::{DraftWriter, Media, build};
    use proptest::prelude::*;

    /// A thread in which each comment answers one so many before it, or nobody.
    fn thread(back: &[usize]) -> crate::model::Discussion {
        let mut w = DraftWriter::new("test");
        let mut rows = Vec::new();
        for (at, back) in back.iter().enumerate() {
            let parent = at.checked_sub(*back).filter(|_| *back > 0).and_then(|at| rows.get(at).copied());
            let row = w.comment(parent.map_or(Parent::Top, Parent::Row));
            let text = w.pooled(&at.to_string(), Media::Plain);
            w.set_body(row, text);
            rows.push(row);
        }
        build::discussion(w.finish(String::new()))
    }

    proptest! {
        #[test]
        fn every_comment_is_in_the_area_and_alone_where_there_is_room(
            back in prop::collection::vec(0usize..6, 0..400), width in 1u16..220, height in 1u16..60,
        ) {
            let discussion = thread(&back);
            let thread = discussion.thread();
            let map = Map::new(thread, width, height);
            let mut cells = std::collections::BTreeSet::new();
            for id in thread.ids() {
                let at = map.at(thread, id);
                let (column, y) = map.place(at.line).expect("a place");
                let x = u32::from(column.x) + at.depth * u32::from(STEP);
                prop_assert!(x < u32::from(width.max(1)) && y < height, "{} {} of {}x{}: {:?}", x, y, width, height, map);
                let hit = map.hit(u16::try_from(x).unwrap(), y);
                prop_assert_eq!(hit, Some(at));
                cells.insert(at);
            }
            let deep = thread.ids().any(|id| thread.depth(id) > map.deepest);
            if map.scale == 1 && !deep {
                prop_assert_eq!(cells.len(), thread.len());
            }
        }
    }

    #[test]
    fn a_large_screen_shows_hundreds_of_comments_one_by_one() {
        let back: Vec<usize> = (0..700).map(|at| [0, 1, 1, 2, 1, 4][at % 6]).collect();
        let discussion = thread(&back);
        assert_eq!(Map::new(discussion.thread(), 200, 40).scale, 1);
        assert!(Map::new(discussion.thread(), 80, 18).scale <= 6);
    }
}
