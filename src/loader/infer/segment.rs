//! Lines into comments.
//!
//! A small log-linear model says how likely two lines that stand under each other are by one
//! hand; the page is then cut so that as many comments as possible are expected to be whole,
//! with a price on every line that is joined in vain: when in doubt, lines stay apart. Some
//! marks are enough by themselves ([`going_on`]).

use std::fmt::Arguments;

use super::facts::{Facts, Head, Rarity};
use super::going_on::{self, Habits};
use super::quoted::Quote;
use super::weigh::{Scale, Sum, Weights, chance};

/// Lines of a comment at most. Longer ones are rare, and are then in pieces.
const MOST: usize = 24;
/// What a wrong join costs, in whole comments.
const PRICE: f32 = 0.4;

/// How likely each line goes on what the line above began. The first one never does.
pub fn joins(lines: &[Facts<'_>], quotes: &[Option<Quote>], gaps: &[bool], weights: Weights) -> Vec<f32> {
    let rarity = Rarity::of(lines);
    let (page, habits) = (page_of(lines), Habits::of(lines));
    let one = |at: usize| {
        if at == 0 || quotes_itself(quotes, at) || stands_alone(lines, at) {
            return 0.0;
        }
        let mut sum = Sum::new(weights);
        see(lines, quotes, gaps, &rarity, &page, at, &mut sum);
        chance(sum.sum).max(going_on::least(lines, quotes, habits, at))
    };
    (0..lines.len()).map(one).collect()
}

/// Whether the line, or the one above it, is a comment that is gone.
fn stands_alone(lines: &[Facts<'_>], at: usize) -> bool {
    lines.get(at.saturating_sub(1)..=at).unwrap_or_default().iter().any(going_on::is_gone)
}

/// Whether the line quotes the line above it: nobody quotes what he has just written.
fn quotes_itself(quotes: &[Option<Quote>], at: usize) -> bool {
    quotes.get(at).copied().flatten().is_some_and(|quote| quote.line + 1 == at)
}

/// What all lines of a page have in common, as names.
pub fn page_of(lines: &[Facts<'_>]) -> String {
    let mut lens: Vec<usize> = lines.iter().map(|line| line.len).collect();
    lens.sort_unstable();
    let middle = lens.get(lens.len() / 2).copied().unwrap_or(0);
    bin(middle, &[60, 90, 130, 180, 240])
}

fn bin(value: usize, edges: &[usize]) -> String {
    edges.iter().filter(|edge| value >= **edge).count().to_string()
}

/// Puts on the scale what is seen of a line and the one above it.
pub fn see(
    lines: &[Facts<'_>],
    quotes: &[Option<Quote>],
    gaps: &[bool],
    rarity: &Rarity,
    page: &str,
    at: usize,
    scale: &mut impl Scale,
) {
    let (Some(a), Some(b)) = (at.checked_sub(1).and_then(|above| lines.get(above)), lines.get(at)) else { return };
    let mut put = |name: Arguments<'_>| scale.put(name);
    let (head, tail) = (b.head.name(), a.tail);
    put(format_args!("bias"));
    put(format_args!("page {page}"));
    put(format_args!("head {head}"));
    put(format_args!("above head {}", a.head.name()));
    put(format_args!("above tail {tail}"));
    put(format_args!("tail {}", b.tail));
    put(format_args!("tails {tail} {}", b.tail));
    put(format_args!("tail {tail} head {head}"));
    put(format_args!("heads {} {head}", a.head.name()));
    let edges = [12, 25, 45, 80, 130, 200, 320, 520];
    let (long, below) = (bin(a.len, &edges), bin(b.len, &edges));
    put(format_args!("length above {long}"));
    put(format_args!("length {below}"));
    put(format_args!("lengths {} {}", bin(a.len, &[25, 80, 200]), bin(b.len, &[25, 80, 200])));
    put(format_args!("word {}", b.word(0)));
    put(format_args!("words {} {}", b.word(0), b.word(1)));
    put(format_args!("above word {}", a.word(0)));
    let echo = rarity.shared(&a.content, &b.content);
    let level = if echo == 0.0 {
        0
    } else if echo < 3.0 {
        1
    } else if echo < 6.0 {
        2
    } else if echo < 12.0 {
        3
    } else {
        4
    };
    put(format_args!("echo {level}"));
    people(a, b, &mut put);
    hands(a, b, &mut put);
    lists(lines, at, &mut put);
    let quote = |at: usize| quotes.get(at).copied().flatten();
    if let (Some(quote_a), Some(quote_b)) = (quote(at - 1), quote(at)) {
        put(format_args!(
            "{}",
            if quote_a.line == quote_b.line { "quotes of one line" } else { "quotes of two lines" }
        ));
    }
    if let Some(own) = quote(at) {
        let before = (at.saturating_sub(6)..at).filter_map(quote).any(|other| other.line.abs_diff(own.line) <= 1);
        put(format_args!("{}", if before { "quotes what was quoted just above" } else { "quotes" }));
        put(format_args!("{}", if at - own.line <= 3 { "quotes a near line" } else { "quotes a far line" }));
    }
    if quote(at - 1).is_some_and(|quote| quote.alone) {
        put(format_args!("below a quote"));
    }
    if let Some(before) = at.checked_sub(2).and_then(|at| lines.get(at)) {
        put(format_args!("echo of the line before {}", u8::from(rarity.shared(&before.content, &b.content) > 4.0)));
        put(format_args!("heads before {} {} {head}", before.head.name(), a.head.name()));
    }
    if let Some(next) = lines.get(at + 1) {
        put(format_args!("head below {}", next.head.name()));
        put(format_args!("echo below {}", u8::from(rarity.shared(&next.content, &b.content) > 4.0)));
    }
    // Where every line stands apart, blank lines say nothing.
    if gaps.iter().any(|gap| *gap) && gaps.iter().skip(1).any(|gap| !gap) {
        put(format_args!("{}", if gaps.get(at).copied().unwrap_or_default() { "gap" } else { "no gap" }));
    }
}

/// Who speaks to whom.
fn people(a: &Facts<'_>, b: &Facts<'_>, put: &mut impl FnMut(Arguments<'_>)) {
    const YOU: [&str; 5] = ["you", "your", "u", "yours", "yourself"];
    const I: [&str; 6] = ["i", "my", "me", "we", "our", "im"];
    let early = (b.opens_with(&YOU, 8), b.opens_with(&I, 8));
    put(format_args!("people {} {}", u8::from(early.0), u8::from(early.1)));
    put(format_args!("I and I {} {}", u8::from(a.first_person), u8::from(b.first_person)));
    put(format_args!("you and you {} {}", u8::from(a.second_person), u8::from(b.second_person)));
    if a.tail == "ask" {
        put(format_args!(
            "asked {}",
            u8::from(b.opens_with(&["yes", "no", "because", "nope", "yeah", "it", "probably"], 1))
        ));
    }
}

/// Whether both were typed by one hand.
fn hands(a: &Facts<'_>, b: &Facts<'_>, put: &mut impl FnMut(Arguments<'_>)) {
    let habits = [
        ("curly", a.hand.curly, b.hand.curly),
        ("wide", a.hand.wide, b.hand.wide),
        ("small", a.hand.small, b.hand.small),
        ("loose", a.hand.loose, b.hand.loose),
    ];
    for (name, a, b) in habits {
        if let (Some(a), Some(b)) = (a, b) {
            put(format_args!("hand {name} {} {}", u8::from(a), u8::from(b)));
        }
    }
}

/// Lists go on, notes belong to what they explain.
fn lists(lines: &[Facts<'_>], at: usize, put: &mut impl FnMut(Arguments<'_>)) {
    let Some(b) = lines.get(at) else { return };
    let above = || (at.saturating_sub(5)..at).rev().filter_map(|above| lines.get(above));
    let Some(number) = b.number else { return };
    match b.head {
        Head::Note => {
            let mark = format!("[{number}]");
            put(format_args!(
                "{}",
                if above().any(|line| line.text.contains(&mark)) { "note is wanted" } else { "note is not wanted" }
            ));
        }
        _ if above().any(|line| line.number.is_some_and(|before| before + 1 == number)) => {
            put(format_args!("next number"))
        }
        _ => put(format_args!("{}", if number == 1 { "number one" } else { "a number" })),
    }
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
