//! A body broken into rows at a width.
//!
//! Rows are byte ranges of the body's text, so nothing is copied; a row knows its block, and
//! with it the quote bars, the list sign and the indentation that stand before it.

use std::ops::Range;

use crate::model::body::{Block, BlockKind, Body};
use crate::text::{width, wrap};

/// Cells of one quote bar with its blank.
pub const QUOTE: usize = 2;
/// Cells of one step of list indentation.
pub const STEP: usize = 2;
/// Quote bars that are drawn; deeper quotes look like this one.
pub const QUOTES: usize = 6;

/// One row of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The block that it belongs to.
    pub block: u32,
    /// Its characters; empty for the blank row before a block.
    pub range: Range<usize>,
    /// Whether it is the block's first row: list signs stand there.
    pub first: bool,
    /// A blank row between blocks.
    pub blank: bool,
}

/// Cells before the words of a block: quote bars, indentation, list sign, code margin.
#[must_use]
pub fn margin(block: &Block) -> usize {
    let sign = match &block.kind {
        BlockKind::Item(sign) => width::cells(sign.as_str()) + 1,
        BlockKind::Code => 2,
        _ => 0,
    };
    bars(block) * QUOTE + usize::from(block.indent.min(8)) * STEP + sign
}

/// Quote bars that are drawn before a block.
#[must_use]
pub fn bars(block: &Block) -> usize {
    usize::from(block.quote).min(QUOTES)
}

/// The rows of one block at a width in cells.
#[must_use]
pub fn of_block(body: &Body, number: usize, columns: usize) -> Vec<Line> {
    let Some(block) = body.blocks.get(number) else {
        return Vec::new();
    };
    let text = body.block_text(block);
    // A margin that would leave no room for words gives way to them.
    let room = columns.saturating_sub(margin(block)).max(columns.min(8)).max(1);
    let ranges = match block.kind {
        BlockKind::Code => wrap::preformatted(text, room),
        BlockKind::Rule => std::iter::once(0..0).collect(),
        _ => wrap::lines(text, room),
    };
    let start = block.range.start;
    let row = u32::try_from(number).unwrap_or(u32::MAX);
    ranges
        .into_iter()
        .enumerate()
        .map(|(at, range)| Line {
            block: row,
            range: start + range.start..start + range.end,
            first: at == 0,
            blank: false,
        })
        .collect()
}

/// Whether a blank row stands before the block.
#[must_use]
pub fn spaced(body: &Body, number: usize) -> bool {
    number > 0 && body.blocks.get(number).is_some_and(|block| block.spaced)
}

/// The blank row before a block.
#[must_use]
pub fn blank(number: usize) -> Line {
    Line { block: u32::try_from(number).unwrap_or(u32::MAX), range: 0..0, first: false, blank: true }
}

/// All rows of a body at a width in cells.
#[must_use]
pub fn of(body: &Body, columns: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for number in 0..body.blocks.len() {
        if spaced(body, number) {
            lines.push(blank(number));
        }
        lines.extend(of_block(body, number, columns));
    }
    lines
}
