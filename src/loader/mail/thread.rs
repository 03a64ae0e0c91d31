//! Who answers whom: the REFERENCES algorithm of RFC 5256.
//!
//! A message answers the last id of its `References`, else what `In-Reply-To` names. The ids
//! before the last tell what stands above messages that say nothing themselves, and above
//! those that are missing. A missing message is kept where nothing is above it and a message
//! names it as the one that it answers, or where it holds branches together; elsewhere its
//! replies stand under what it answered.
//!
//! Subjects are the last resort: only a message that says it is a reply and names nothing is
//! put under the thread of its subject, as a guess. Strangers with one subject stay apart.

use std::collections::HashMap;

use super::mails::{Mail, Mails, NO_ID};
use crate::model::DraftWriter;
use crate::model::thread::NONE;

mod forest;
mod write;

use forest::Forest;

/// How much later than the thread a reply may be that has only its subject, in seconds.
const LATE: i64 = 60 * 24 * 60 * 60;

/// Writes messages, threaded.
pub(super) fn write(mails: &Mails<'_>, source: &str, writer: &mut DraftWriter) {
    let times = times(&mails.all);
    let time = |mail: u32| times.get(mail as usize).copied().unwrap_or_default();
    let (mut forest, notes) = forest(mails, time);
    let guessed = by_subject(&mut forest, mails, time);
    forest.prune();
    let times = forest.times(time);
    let mut order: Vec<u32> = forest.kept().collect();
    // Siblings by date; those of one second as they came.
    let date = |node: u32| (times.get(node as usize).copied(), forest.mail(node));
    let roots = forest.roots();
    let root = |node: u32| roots.get(node as usize).copied().unwrap_or(node);
    order.sort_by_key(|node| (date(root(*node)), root(*node), forest.parent(*node) != NONE, date(*node)));
    write::write(&write::Threads { forest: &forest, mails, order: &order, guessed: &guessed }, source, writer);
    for note in notes {
        writer.note_all(&note);
    }
}

/// The time of each message; one without has that of the message before it.
fn times(mails: &[Mail]) -> Vec<i64> {
    let mut last = mails.iter().find_map(|mail| mail.time).unwrap_or(0);
    let mut next = |mail: &Mail| {
        last = mail.time.unwrap_or(last);
        last
    };
    mails.iter().map(&mut next).collect()
}

/// The messages by their ids, linked.
fn forest(mails: &Mails<'_>, time: impl Fn(u32) -> i64 + Copy) -> (Forest, Vec<String>) {
    let mut forest = Forest::new(mails);
    let mut nodes = Vec::with_capacity(mails.len());
    let mut copies = 0;
    for (number, mail) in (0..).zip(&mails.all) {
        let first = forest.holder(mail.id).and_then(|first| mails.get(first));
        if first.is_some_and(|first| mails.is_copy(first, mail)) {
            copies += 1;
        } else {
            nodes.push((forest.add(mail.id, number), number, mail));
        }
    }
    let mut notes = Vec::new();
    match copies {
        0 => {}
        1 => notes.push("1 message is a second copy of another and is shown once".to_owned()),
        _ => notes.push(format!("{copies} messages are second copies of others and are shown once")),
    }
    for (node, _, mail) in &nodes {
        if let Some(id) = answered(&forest, mails, mail) {
            let parent = forest.node(id);
            forest.answers(*node, parent);
        }
    }
    // By date, so that the order of the input does not decide between chains that differ.
    nodes.sort_by(|(_, a, one), (_, b, other)| {
        time(*a).cmp(&time(*b)).then_with(|| mails.id(one.id).cmp(mails.id(other.id)))
    });
    let mut done = vec![false; mails.len()];
    let mut references = Vec::new();
    for (_, number, mail) in &nodes {
        // What it repeats of what it answers is known if that one has been here.
        let is_known = done.get(mail.above as usize).copied().unwrap_or(false);
        references.clear();
        references.extend(mails.references(mail).take(if is_known { 2 } else { usize::MAX }));
        done.get_mut(*number as usize).into_iter().for_each(|done| *done = true);
        let Some((first, rest)) = references.split_last().filter(|(_, rest)| !rest.is_empty()) else { continue };
        let mut below = forest.node(*first);
        for id in rest.iter().rev() {
            let above = std::mem::replace(&mut below, forest.node(*id));
            // It has a word of its own on that, or has got one.
            if forest.parent(below) != NONE {
                continue;
            }
            let held = forest.mail(below).and_then(|mail| mails.get(mail));
            // What begins a thread by its own word does begin it.
            if held.is_none_or(|mail| mail.is_reply) {
                forest.suppose(below, above);
            }
        }
    }
    for ring in forest.cut_circles(time, |id| mails.id(id)) {
        notes.push(format!("{ring} messages answer each other in a circle"));
    }
    (forest, notes)
}

/// The id that a message answers: the last of its references, else what it says to answer.
/// Where only the latter is there, it is that one.
fn answered(forest: &Forest, mails: &Mails<'_>, mail: &Mail) -> Option<u32> {
    let is_other = |id: &u32| *id != mail.id;
    let is_held = |id: &u32| forest.holder(*id).is_some();
    let last = mails.references(mail).find(is_other);
    let mut answers = mail.answers().iter().copied().filter(is_other);
    let held = answers.clone().find(is_held);
    match last {
        Some(last) if is_held(&last) => Some(last),
        Some(last) => held.or(Some(last)),
        None => held.or_else(|| answers.next_back()),
    }
}

/// Puts replies that name nothing under the thread of their subject. Gives their nodes.
fn by_subject(forest: &mut Forest, mails: &Mails<'_>, time: impl Fn(u32) -> i64) -> Vec<u32> {
    let mut begun: HashMap<String, Vec<(i64, u32)>> = HashMap::new();
    let mut loose = Vec::new();
    for node in forest.mails().filter(|node| forest.parent(*node) == NONE) {
        let Some((number, mail)) = forest.mail(node).and_then(|n| Some((n, mails.get(n)?))) else { continue };
        let base = mails.base(mail);
        if base.is_empty() {
            continue;
        }
        let key = base.to_lowercase();
        if !mail.is_reply {
            begun.entry(key).or_default().push((time(number), node));
        } else if mails.references(mail).next().is_none() && mail.answers().is_empty() {
            loose.push((key, time(number), node));
        }
    }
    begun.values_mut().for_each(|threads| threads.sort_unstable());
    let mut guessed = Vec::new();
    for (key, time, node) in loose {
        let Some(threads) = begun.get(&key) else { continue };
        let before = threads.partition_point(|(begin, _)| *begin <= time);
        let Some((begin, thread)) = before.checked_sub(1).and_then(|at| threads.get(at)) else { continue };
        if time - begin <= LATE {
            forest.set_parent(node, *thread);
            guessed.push(node);
        }
    }
    guessed
}
