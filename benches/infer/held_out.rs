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
    /// Right parents, without names and with them.
    right: [usize; 2],
    above: usize,
    tops: usize,
}

impl Tally {
    fn add(&mut self, more: &Self) {
        self.comments += more.comments;
        self.whole += more.whole;
        self.merged += more.merged;
        self.single += more.single;
        self.right = [self.right[0] + more.right[0], self.right[1] + more.right[1]];
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

/// Prints the figures of every set.
pub fn print(talks: &[Talk]) {
    let mut sets: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut buckets = [[Bucket::default(); 10]; 2];
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
            links(talk, answers, &mut tally, &mut buckets);
            for set in [talk.set.as_str(), "~ all"] {
                sets.entry(set).or_default().add(&tally);
            }
        }
    }
    println!("threads that the weights have not seen (comments as they are, for who answers whom)");
    println!(
        "{:16}{:>9}{:>8}{:>8}{:>14} | {:>8}{:>11}{:>12}{:>9}",
        "set", "comments", "whole", "merged", "line by line", "parents", "with names", "line above", "all top"
    );
    for (set, t) in &sets {
        let of = |part| share(part, t.comments);
        println!(
            "{set:16}{:>9}{:>8}{:>8}{:>14} | {:>8}{:>11}{:>12}{:>9}",
            t.comments,
            of(t.whole),
            of(t.merged),
            of(t.single),
            of(t.right[0]),
            of(t.right[1]),
            of(t.above),
            of(t.tops)
        );
    }
    for (buckets, with) in buckets.iter().zip(["without names", "with names"]) {
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

fn segments(talk: &Talk, weights: Weights) -> Tally {
    let mut tally = Tally::default();
    let (begins, owners) = (lesson::cut(&talk.lines(), weights), talk.owners());
    let mut items: Vec<Vec<usize>> = Vec::new();
    for (begins, owner) in begins.into_iter().zip(owners) {
        match items.last_mut() {
            Some(last) if !begins => last.push(owner),
            _ => items.push(vec![owner]),
        }
    }
    for (at, (lines, _)) in talk.comments.iter().enumerate() {
        let mut own = items.iter().filter(|item| item.contains(&at));
        let (first, more) = (own.next(), own.next());
        let is_mixed = |item: &Vec<usize>| item.iter().any(|owner| *owner != at);
        let is_merged = items.iter().any(|item| item.contains(&at) && is_mixed(item));
        tally.comments += 1;
        tally.single += usize::from(lines.len() == 1);
        tally.merged += usize::from(is_merged);
        tally.whole += usize::from(first.is_some() && more.is_none() && !is_merged);
    }
    tally
}

fn links(talk: &Talk, weights: Weights, tally: &mut Tally, buckets: &mut [[Bucket; 10]; 2]) {
    let comments: Vec<Vec<&str>> =
        talk.comments.iter().map(|(lines, _)| lines.iter().map(String::as_str).collect()).collect();
    let truth = |at: usize| talk.comments[at].1;
    for at in 0..comments.len() {
        tally.above += usize::from(at.checked_sub(1) == truth(at));
        tally.tops += usize::from(truth(at).is_none());
    }
    for (with, names) in [Vec::new(), talk.names()].into_iter().enumerate() {
        for (at, (top, candidates)) in lesson::solved("", &comments, &names, weights).into_iter().enumerate() {
            let best = candidates.first().copied();
            let said = best.filter(|(_, sure)| *sure >= top).map(|(parent, _)| parent);
            tally.right[with] += usize::from(said == truth(at));
            let Some((parent, sure)) = best else { continue };
            let bucket = &mut buckets[with][((sure * 10.0) as usize).min(9)];
            bucket.sum += f64::from(sure);
            bucket.made += 1;
            bucket.right += usize::from(Some(parent) == truth(at));
            bucket.above += usize::from(truth(at).is_some_and(|truth| truth + 1 == at));
            bucket.on_top += usize::from(truth(at).is_none());
        }
    }
}
