//! Lines into comments.
//!
//! A small log-linear model says how likely two lines that stand under each other are by one
//! hand; the page is then cut so that as many comments as possible are expected to be whole,
//! with a price on every line that is joined in vain: when in doubt, lines stay apart. Some
//! marks are enough by themselves ([`going_on`]).

use super::facts::{Facts, Rarity};
use super::going_on::{self, Habits};
use super::pair::{Page, View};
use super::quoted::Quote;
use super::weigh::{Index, Sum, Weights, chance};
use crate::cores;

/// Lines of a comment at most. Longer ones are rare, and are then in pieces.
const MOST: usize = 24;
/// What a wrong join costs, in whole comments.
const PRICE: f32 = 0.4;

/// Lines that a core looks at in one go.
const SOME: usize = 128;

/// How likely each line goes on what the line above began. The first one never does.
pub fn joins(lines: &[Facts<'_>], quotes: &[Option<Quote>], gaps: &[bool], weights: Weights) -> Vec<f32> {
    let all: Vec<usize> = (0..lines.len()).collect();
    joins_at(lines, quotes, gaps, &all, weights)
}

/// The same for some of the lines, looked at on all cores where they are many.
pub fn joins_at(
    lines: &[Facts<'_>],
    quotes: &[Option<Quote>],
    gaps: &[bool],
    some: &[usize],
    weights: Weights,
) -> Vec<f32> {
    let (rarity, page, habits) = (Rarity::of(lines), Page::of(lines), Habits::of(lines));
    let view = View { lines, quotes, gaps, rarity: &rarity, page: &page };
    let weights = Index::of(weights);
    let mut same = Sum::new(&weights);
    page.see(&mut same);
    let one = |at: &usize| {
        if *at == 0 || quotes_itself(quotes, *at) || stands_alone(lines, *at) {
            return 0.0;
        }
        let mut sum = Sum::new(&weights);
        view.see(*at, &mut sum);
        chance(same.sum + sum.sum).max(going_on::least(lines, quotes, habits, *at))
    };
    let chunks: Vec<&[usize]> = some.chunks(SOME).collect();
    let mut joins = Vec::with_capacity(some.len());
    cores::in_order(&chunks, |chunk| chunk.iter().map(one).collect::<Vec<f32>>(), |_, some| joins.append(some));
    joins
}

/// Whether the line, or the one above it, is a comment that is gone.
fn stands_alone(lines: &[Facts<'_>], at: usize) -> bool {
    lines.get(at.saturating_sub(1)..=at).unwrap_or_default().iter().any(going_on::is_gone)
}

/// Whether the line quotes the line above it: nobody quotes what he has just written.
fn quotes_itself(quotes: &[Option<Quote>], at: usize) -> bool {
    quotes.get(at).copied().flatten().is_some_and(|quote| quote.line + 1 == at)
}

/// Cuts a page: for each line, whether it begins a comment.
///
/// The expected number of comments that are whole is made as large as can be, less the price
/// of lines joined in vain.
pub fn cut(joins: &[f32]) -> Vec<bool> {
    let count = joins.len();
    let join = |at: usize| joins.get(at).copied().unwrap_or(0.0).clamp(0.0, 0.999);
    // The best value of the first lines, and where the last comment of them begins.
    let mut best = vec![(0.0f32, 0usize); count + 1];
    for end in 1..=count {
        let after = if end < count { 1.0 - join(end) } else { 1.0 };
        let (mut inner, mut cost, mut top) = (1.0f32, 0.0f32, (f32::MIN, end - 1));
        for start in (0..end).rev() {
            let opens = if start == 0 { 1.0 } else { 1.0 - join(start) };
            let before = best.get(start).map_or(0.0, |(value, _)| *value);
            let value = before + opens * inner * after - PRICE * cost;
            if value > top.0 {
                top = (value, start);
            }
            let here = join(start);
            if here <= 0.02 || end - start >= MOST {
                break;
            }
            inner *= here;
            cost += 1.0 - here;
        }
        if let Some(slot) = best.get_mut(end) {
            *slot = top;
        }
    }
    let mut begins = vec![false; count];
    let mut at = count;
    while at > 0 {
        at = best.get(at).map_or(0, |(_, start)| *start).min(at - 1);
        if let Some(slot) = begins.get_mut(at) {
            *slot = true;
        }
    }
    begins
}
