//! What the models say of threads that they have not seen: each is left out of the training
//! once. Strong evidence and hand-set rules about links are not part of it; the rules for lines
//! that go on are.

use std::collections::BTreeMap;

use btl::loader::infer::lesson::{self, Weights};

use super::flat::Talk;
use super::score::share;
use super::train::{self, Table};

/// Threads of this size are left out one by one, smaller ones by turns.
const LARGE: usize = 60;
/// How many turns there are for the smaller ones.
const TURNS: usize = 10;

#[derive(Default)]
struct Tally {
    comments: usize,
    whole: usize,
    merged: usize,
    single: usize,
    linked: usize,
    /// Right parents: of comments as they are, without names and with them, and of comments as
    /// they were cut out of lines.
    right: [usize; 3],
    above: usize,
    tops: usize,
}

impl Tally {
    fn add(&mut self, more: &Self) {
        self.comments += more.comments;
        self.whole += more.whole;
        self.merged += more.merged;
        self.single += more.single;
        self.linked += more.linked;
        self.right = [0, 1, 2].map(|at| self.right[at] + more.right[at]);
        self.above += more.above;
        self.tops += more.tops;
    }
}

/// Links and right ones, of those at least this likely, and right ones of "line above" there.
#[derive(Clone, Copy, Default)]
struct Bucket {
    sum: f64,
    made: usize,
    right: usize,
    above: usize,
    on_top: usize,
}

impl Bucket {
    fn add(&mut self, sure: f32, is_right: bool, at: usize, truth: Option<usize>) {
        self.sum += f64::from(sure);
        self.made += 1;
        self.right += usize::from(is_right);
        self.above += usize::from(truth.is_some_and(|truth| truth + 1 == at));
        self.on_top += usize::from(truth.is_none());
    }
}

/// Prints the figures of every set.
pub fn print(talks: &[Talk]) {
    let mut sets: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut buckets = [[Bucket::default(); 10]; 3];
    let mut folds: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, talk) in talks.iter().enumerate() {
        let fold = if talk.comments.len() >= LARGE { TURNS + at } else { at % TURNS };
        folds.entry(fold).or_default().push(at);
    }
    for out in folds.values() {
        let rest = talks.iter().enumerate().filter(|(at, _)| !out.contains(at)).map(|(_, talk)| talk);
        let (joins, answers) = train::tables(rest);
        let (joins, answers) = (kept(joins), kept(answers));
        for talk in out.iter().map(|at| &talks[*at]) {
            let mut tally = segments(talk, joins);
            if talk.is_linked {
                links(talk, answers, &mut tally, &mut buckets);
                pieces(talk, joins, answers, &mut tally, &mut buckets[2]);
            }
            for set in [talk.set.as_str(), "~ all"] {
                sets.entry(set).or_default().add(&tally);
            }
        }
    }
    println!("threads that the weights have not seen (comments as they are, for who answers whom)");
    println!(
        "{:16}{:>9}{:>8}{:>8}{:>14} | {:>8}{:>8}{:>11}{:>10}{:>12}{:>9}",
        "set",
        "comments",
        "whole",
        "merged",
        "line by line",
        "linked",
        "parents",
        "with names",
        "from lines",
        "line above",
        "all top"
    );
    for (set, t) in &sets {
        let of = |part| share(part, t.comments);
        println!(
            "{set:16}{:>9}{:>8}{:>8}{:>14} | {:>8}{:>8}{:>11}{:>10}{:>12}{:>9}",
            t.comments,
            of(t.whole),
            of(t.merged),
            of(t.single),
            t.linked,
            share(t.right[0], t.linked),
            share(t.right[1], t.linked),
            share(t.right[2], t.linked),
            share(t.above, t.linked),
            share(t.tops, t.linked)
        );
    }
    for (buckets, with) in buckets.iter().zip(["without names", "with names", "from lines"]) {
        println!("\n{with}, the likeliest parent: how likely, how many, right, of these the line above, on top level");
        for b in buckets.iter().filter(|bucket| bucket.made > 0) {
            let (right, above) = (share(b.right, b.made), share(b.above, b.made));
            println!("  {:.2}{:>6}{right:>7}{above:>7}{:>7}", b.sum / b.made as f64, b.made, share(b.on_top, b.made));
        }
    }
}

/// Weights live as long as the program: that is how the models hold them.
fn kept(table: Table) -> Weights {
    let table: Vec<(&'static str, f32)> = table.into_iter().map(|(name, weight)| (&*name.leak(), weight)).collect();
    table.leak()
}

/// For each item that was cut out of a page's lines, its first line and the comments of its lines.
fn items(talk: &Talk, weights: Weights) -> Vec<(usize, Vec<usize>)> {
    let mut items: Vec<(usize, Vec<usize>)> = Vec::new();
    for (line, (begins, owner)) in lesson::cut(&talk.lines(), weights).into_iter().zip(talk.owners()).enumerate() {
        match items.last_mut() {
            Some((_, last)) if !begins => last.push(owner),
            _ => items.push((line, vec![owner])),
        }
    }
    items
}

fn segments(talk: &Talk, weights: Weights) -> Tally {
    let mut tally = Tally::default();
    let items = items(talk, weights);
    for (at, (lines, _)) in talk.comments.iter().enumerate() {
        let mut own = items.iter().filter(|(_, item)| item.contains(&at));
        let (first, more) = (own.next(), own.next());
        let is_mixed = |item: &Vec<usize>| item.iter().any(|owner| *owner != at);
        let is_merged = items.iter().any(|(_, item)| item.contains(&at) && is_mixed(item));
        tally.comments += 1;
        tally.single += usize::from(lines.len() == 1);
        tally.merged += usize::from(is_merged);
        tally.whole += usize::from(first.is_some() && more.is_none() && !is_merged);
    }
    tally
}

/// Who answers whom where the comments are cut out of the lines first.
fn pieces(talk: &Talk, joins: Weights, answers: Weights, tally: &mut Tally, buckets: &mut [Bucket; 10]) {
    let (lines, owners) = (talk.lines(), talk.owners());
    let items = items(talk, joins);
    let texts: Vec<Vec<&str>> = items.iter().map(|(from, item)| lines[*from..from + item.len()].to_vec()).collect();
    let said = lesson::solved("", &texts, &[], answers, Some(joins));
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, (from, item)) in items.iter().enumerate() {
        if *from == 0 || owners[from - 1] != item[0] {
            first.insert(item[0], at);
        }
    }
    for (at, (_, truth)) in talk.comments.iter().enumerate() {
        let found = first.get(&at).map(|item| &said[*item]);
        let is_right = |parent: usize| truth.is_some_and(|truth| items[parent].1.contains(&truth));
        let best = found.and_then(|found| found.best);
        tally.right[2] += usize::from(best.map_or(truth.is_none(), is_right));
        if let Some((parent, sure)) = found.and_then(|found| found.candidates.first().copied()) {
            buckets[((sure * 10.0) as usize).min(9)].add(sure, is_right(parent), at, *truth);
        }
    }
}

fn links(talk: &Talk, weights: Weights, tally: &mut Tally, buckets: &mut [[Bucket; 10]; 3]) {
    let comments: Vec<Vec<&str>> =
        talk.comments.iter().map(|(lines, _)| lines.iter().map(String::as_str).collect()).collect();
    let truth = |at: usize| talk.comments[at].1;
    for at in 0..comments.len() {
        tally.linked += 1;
        tally.above += usize::from(at.checked_sub(1) == truth(at));
        tally.tops += usize::from(truth(at).is_none());
    }
    for (with, names) in [Vec::new(), talk.names()].into_iter().enumerate() {
        for (at, said) in lesson::solved("", &comments, &names, weights, None).into_iter().enumerate() {
            tally.right[with] += usize::from(said.best == truth(at));
            let Some((parent, sure)) = said.candidates.first().copied() else { continue };
            buckets[with][((sure * 10.0) as usize).min(9)].add(sure, Some(parent) == truth(at), at, truth(at));
        }
    }
}
