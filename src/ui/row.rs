//! A row of a body: quote bars, list sign, and words in their styles.

use std::ops::Range;

use ratatui::style::Style;

use super::canvas::Canvas;
use super::theme::Role;
use crate::layout::lines::{self, Line, STEP};
use crate::layout::quote::Fold;
use crate::model::body::{Block, BlockKind, Body, Style as Ink};

/// Words of a body that something lies over: a byte range of its text, and the role.
pub(super) type Lit = (Range<usize>, Role);

/// Where a row goes, and what lies over it.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    pub(super) x: u16,
    pub(super) y: u16,
    pub(super) end: u16,
    /// Lies over every style: what was read is dim.
    pub(super) over: Option<Role>,
    /// Lies over that: see [`super::lit`].
    pub(super) lit: &'a [Lit],
}

/// Paints a row of a body.
pub(super) fn draw(canvas: &mut Canvas<'_>, body: &Body, line: &Line, spot: Spot<'_>) {
    let Some(block) = body.blocks.get(line.block as usize) else { return };
    let over = |style: Style, canvas: &Canvas<'_>| spot.over.map_or(style, |role| style.patch(canvas.style(role)));
    let mut x = spot.x;
    if line.blank {
        // The bars of a quote run on through its blank rows.
        let above = (line.block as usize).checked_sub(1).and_then(|at| body.blocks.get(at));
        let bars = above.map_or(0, |above| lines::bars(above).min(lines::bars(block)));
        bar(canvas, x, spot, bars);
        return;
    }
    x = bar(canvas, x, spot, lines::bars(block));
    x += u16::try_from(usize::from(block.indent.min(8)) * STEP).unwrap_or(0);
    x = sign(canvas, x, spot, block, line.first);
    if block.kind == BlockKind::Rule {
        canvas.fill(x, spot.y, spot.end.min(x + 20), "─", Role::Rule);
        return;
    }
    let base = canvas.style(base(block));
    let lit = |range: &Range<usize>| spot.lit.iter().find(|(lit, _)| lit.start <= range.start && lit.end >= range.end);
    for (range, styles) in pieces(body, line, spot.lit) {
        let text = body.text.as_str().get(range.clone()).unwrap_or_default();
        let style = styles.into_iter().fold(base, |style, role| style.patch(canvas.style(role)));
        let style = over(style, canvas);
        let style = lit(&range).map_or(style, |(_, role)| style.patch(canvas.style(*role)));
        x = canvas.put_styled(x, spot.y, spot.end, text, style);
    }
}

/// Paints the row that stands for a folded quote or signature.
pub(super) fn draw_fold(canvas: &mut Canvas<'_>, body: &Body, fold: &Fold, (x, y, end): (u16, u16, u16)) {
    let block = body.blocks.iter().find(|block| block.range.end > fold.range.start);
    let bars = block.map_or(0, lines::bars);
    let spot = Spot { x, y, end, over: None, lit: &[] };
    let x = bar(canvas, x, spot, bars);
    let x = canvas.put(x, y, end, "▸ ", Role::Path);
    canvas.fit(x, y, end, &fold.words, Role::Quote);
}

fn bar(canvas: &mut Canvas<'_>, x: u16, spot: Spot<'_>, bars: usize) -> u16 {
    (0..bars).fold(x, |x, _| canvas.put(x, spot.y, spot.end, "▎ ", Role::Bar))
}

/// The sign of a list item, or the room that it takes.
fn sign(canvas: &mut Canvas<'_>, x: u16, spot: Spot<'_>, block: &Block, first: bool) -> u16 {
    match &block.kind {
        BlockKind::Item(sign) => {
            let cells = u16::try_from(crate::text::width::cells(sign.as_str()) + 1).unwrap_or(2);
            if first {
                canvas.put(x, spot.y, spot.end, sign.as_str(), Role::Dim);
            }
            x + cells
        }
        BlockKind::Code => x + 2,
        _ => x,
    }
}

fn base(block: &Block) -> Role {
    match block.kind {
        BlockKind::Heading(_) => Role::Heading,
        BlockKind::Code => Role::Code,
        BlockKind::Byline | BlockKind::Notice | BlockKind::Image => Role::Guess,
        _ if block.quote > 0 => Role::Quote,
        _ => Role::Text,
    }
}

/// The row cut where styles begin and end, each piece with what lies on it.
fn pieces(body: &Body, line: &Line, lit: &[Lit]) -> Vec<(Range<usize>, Vec<Role>)> {
    let row = &line.range;
    let touches = |range: &Range<usize>| range.start < row.end && range.end > row.start;
    let inked =
        body.spans.iter().take_while(|span| span.range.start < row.end).map(|span| (&span.range, role(span.style)));
    let linked = body.links.iter().take_while(|link| link.range.start < row.end).map(|link| (&link.range, Role::Link));
    let over: Vec<(&Range<usize>, Role)> = inked.chain(linked).filter(|(range, _)| touches(range)).collect();
    let mut edges: Vec<usize> =
        over.iter().flat_map(|(range, _)| [range.start.max(row.start), range.end.min(row.end)]).collect();
    let lit = lit.iter().map(|(range, _)| range).filter(|range| touches(range));
    edges.extend(lit.flat_map(|range| [range.start.max(row.start), range.end.min(row.end)]));
    edges.extend([row.start, row.end]);
    edges.sort_unstable();
    edges.dedup();
    let piece = |pair: &[usize]| {
        let (from, to) = (*pair.first()?, *pair.last()?);
        let on = over.iter().filter(|(range, _)| range.start <= from && range.end >= to).map(|(_, role)| *role);
        Some((from..to, on.collect()))
    };
    if edges.len() < 2 { vec![(row.clone(), Vec::new())] } else { edges.windows(2).filter_map(piece).collect() }
}

fn role(ink: Ink) -> Role {
    match ink {
        Ink::Emphasis => Role::Emphasis,
        Ink::Strong => Role::Strong,
        Ink::Code => Role::Code,
        Ink::Strike => Role::Strike,
    }
}
