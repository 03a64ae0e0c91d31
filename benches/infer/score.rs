//! The figures.

use std::collections::{BTreeMap, BTreeSet};

use btl::loader::infer;
use btl::model::{Discussion, Guesses};

use super::flat::Talk;

/// Counts of one set.
#[derive(Clone, Debug, Default)]
struct Tally {
    comments: usize,
    tops: usize,
    replies: usize,
    exact: usize,
    merged: usize,
    above: usize,
    likely: Links,
    all: Links,
}

/// Counts of links.
#[derive(Clone, Debug, Default)]
struct Links {
    made: usize,
    right: usize,
    on_top: usize,
    /// How many of the same comments answer the one above.
    above: usize,
}

/// Sum of the confidences, right ones, all.
type Bucket = (f64, usize, usize);

/// Prints the figures of every set, of every kind of evidence, and how true confidences are.
pub fn print(talks: &[Talk]) {
    let mut sets: BTreeMap<String, Tally> = BTreeMap::new();
    let mut kinds: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut buckets: Vec<Bucket> = vec![(0.0, 0, 0); 10];
    for talk in talks.iter().filter(|talk| talk.is_linked) {
        let Some(read) = talk.read() else { continue };
        let mut tally = segments(talk, &read);
        tally.likely = links(talk, &read, |kind, _, right| {
            let kind = kinds.entry(kind.to_owned()).or_default();
            *kind = (kind.0 + 1, kind.1 + usize::from(right));
        });
        if let Some((all, _)) = infer::again(&read, Guesses::All) {
            tally.all = links(talk, &all, |_, _, _| {});
        }
        candidates(talk, &read, &mut buckets);
        for name in [talk.set.as_str(), "~ all"] {
            add(sets.entry(name.to_owned()).or_default(), &tally);
        }
    }
    println!(
        "{:16}{:>9}{:>6}{:>7}{:>7} | likely{:>6}{:>8}{:>8}{:>10} | all{:>6}{:>8}{:>8}{:>8} | above",
        "set",
        "comments",
        "top",
        "whole",
        "merged",
        "links",
        "precis.",
        "above",
        "false/top",
        "links",
        "precis.",
        "above",
        "cover"
    );
    for (name, t) in &sets {
        println!(
            "{name:16}{:>9}{:>6}{:>7}{:>7} | {:>12}{:>8}{:>8}{:>10} | {:>9}{:>8}{:>8}{:>8} | {}",
            t.comments,
            share(t.tops, t.comments),
            share(t.exact, t.comments),
            share(t.merged, t.comments),
            t.likely.made,
            share(t.likely.right, t.likely.made),
            share(t.likely.above, t.likely.made),
            share(t.likely.on_top, t.tops),
            t.all.made,
            share(t.all.right, t.all.made),
            share(t.all.above, t.all.made),
            share(t.all.made - t.all.on_top, t.replies),
            share(t.above, t.comments)
        );
    }
    println!("\nlikely links by kind (links, right):");
    for (kind, (made, right)) in kinds {
        println!("  {kind:12}{made:>6}{right:>6}{:>7}", share(right, made));
    }
    println!("\nconfidence told and share right, of links and candidates:");
    for (sum, right, all) in buckets.into_iter().filter(|(.., all)| *all > 0) {
        println!("  {:.2} {} of {all}", sum / all as f64, share(right, all));
    }
}

fn add(to: &mut Tally, more: &Tally) {
    let links = |to: &mut Links, more: &Links| {
        to.made += more.made;
        to.right += more.right;
        to.on_top += more.on_top;
        to.above += more.above;
    };
    to.comments += more.comments;
    to.tops += more.tops;
    to.replies += more.replies;
    to.exact += more.exact;
    to.merged += more.merged;
    to.above += more.above;
    links(&mut to.likely, &more.likely);
    links(&mut to.all, &more.all);
}

pub fn share(part: usize, of: usize) -> String {
    if of == 0 { "-".to_owned() } else { format!("{:.2}", part as f64 / of as f64) }
}

/// Which comments are whole: one item holds their lines and no others.
fn segments(talk: &Talk, found: &Discussion) -> Tally {
    let held = talk.held(found);
    let mut homes: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); talk.comments.len()];
    for (item, (owners, _)) in held.iter().enumerate() {
        owners.iter().for_each(|owner| _ = homes[*owner].insert(item));
    }
    let is_shared = |item: &usize| held[*item].0.iter().collect::<BTreeSet<_>>().len() > 1;
    let mut tally = Tally { comments: talk.comments.len(), ..Tally::default() };
    for (at, home) in homes.iter().enumerate() {
        let merged = home.iter().any(is_shared);
        let parent = talk.comments[at].1;
        tally.merged += usize::from(merged);
        tally.exact += usize::from(home.len() == 1 && !merged);
        tally.tops += usize::from(parent.is_none());
        tally.replies += usize::from(parent.is_some());
        tally.above += usize::from(parent.is_some_and(|parent| parent + 1 == at));
    }
    tally
}

/// Compares the links of items that begin where a comment begins.
fn links(talk: &Talk, found: &Discussion, mut each: impl FnMut(&str, f32, bool)) -> Links {
    let (held, thread) = (talk.held(found), found.thread());
    let mut links = Links::default();
    for id in thread.ids() {
        let (Some(guess), Some(parent)) = (thread.guess(id), thread.parent(id)) else { continue };
        let (owners, true) = &held[id.index()] else { continue };
        let truth = talk.comments[owners[0]].1;
        let right = truth.is_some_and(|truth| held[parent.index()].0.contains(&truth));
        links.made += 1;
        links.right += usize::from(right);
        links.on_top += usize::from(truth.is_none());
        links.above += usize::from(truth.is_some_and(|truth| truth + 1 == owners[0]));
        each(guess.kind.name(), guess.confidence, right);
    }
    links
}

/// How often candidates and links are right, by what is said of them.
fn candidates(talk: &Talk, found: &Discussion, buckets: &mut [Bucket]) {
    let (held, thread) = (talk.held(found), found.thread());
    for id in thread.ids() {
        let (owners, true) = &held[id.index()] else { continue };
        let truth = talk.comments[owners[0]].1;
        let link = thread.guess(id).zip(thread.parent(id)).map(|(guess, parent)| (parent, guess.confidence));
        let others = thread.candidates(id).iter().map(|known| (known.parent, known.confidence));
        for (parent, confidence) in link.into_iter().chain(others) {
            let right = truth.is_some_and(|truth| held[parent.index()].0.contains(&truth));
            let bucket = &mut buckets[((confidence * 10.0) as usize).min(9)];
            *bucket = (bucket.0 + f64::from(confidence), bucket.1 + usize::from(right), bucket.2 + 1);
        }
    }
}
