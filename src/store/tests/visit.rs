//! Visits: what was there, and what has arrived since.

use super::*;
use crate::model::Earlier;

/// Seconds of a day.
const DAY: i64 = 86_400;

fn visited(seen: &Seen, store: &mut Store, now: i64) {
    let mut a = seen.attach(store);
    store.visit(&mut a, &seen.d, &seen.index, now).expect("visited");
}

fn earlier(seen: &Seen, store: &mut Store, now: i64) -> (Vec<Earlier>, Option<usize>) {
    let a = seen.attach(store);
    store.earlier(&a, &seen.d, &seen.index, now).expect("read")
}

/// What has arrived since each visit, as the numbers of the comments.
fn arrived(seen: &Seen, store: &mut Store, now: i64, numbers: u32) -> Vec<Vec<u32>> {
    let (visits, _) = earlier(seen, store, now);
    let number = |id: CommentId| (1..=numbers).find(|n| seen.comment(*n) == id).expect("a number");
    visits.iter().map(|visit| visit.arrived.iter().map(|id| number(*id)).collect()).collect()
}

#[test]
fn a_visit_knows_which_comments_were_there() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(5).with_ids().open();
    assert_eq!(earlier(&seen, &mut store, 0), (Vec::new(), None), "a first visit");
    visited(&seen, &mut store, DAY);
    let grown = Sample::of(7).with_ids().open();
    let (visits, since) = earlier(&grown, &mut store, 2 * DAY);
    assert_eq!((visits[0].at, visits[0].comments, since), (DAY, 5, Some(0)));
    assert_eq!(arrived(&grown, &mut store, 2 * DAY, 7), [[6, 7]]);
    // By words alone, in a copy without ids.
    let bare = Sample { url: Some("https://example.org/item?id=77"), ..Sample::of(6) }.open();
    assert_eq!(arrived(&bare, &mut store, 2 * DAY, 6), [[6]]);
}

#[test]
fn each_visit_has_its_own_arrivals_and_what_was_gone_does_not_arrive_twice() {
    let folder = folder();
    let mut store = open(folder.path());
    for (day, comments) in [(1, 3), (2, 6), (3, 2), (4, 7)] {
        visited(&Sample::of(comments).with_ids().open(), &mut store, day * DAY);
    }
    let now = Sample::of(8).with_ids().open();
    let since = [vec![8], vec![7, 8], vec![7, 8], vec![4, 5, 6, 7, 8]];
    assert_eq!(arrived(&now, &mut store, 5 * DAY, 8), since);
}

#[test]
fn what_was_rewritten_has_changed_and_what_answers_it_has_not() {
    let folder = folder();
    let mut store = open(folder.path());
    visited(&Sample::of(12).with_ids().open(), &mut store, DAY);
    let rewritten = |numbers: &[u32]| {
        let mut sample = Sample::of(14).with_ids();
        for (number, _, text) in &mut sample.comments {
            if numbers.contains(number) {
                text.push_str(" And a later thought.");
            }
        }
        sample.open()
    };
    let mut changed = |numbers: &[u32]| {
        let seen = rewritten(numbers);
        let (visits, _) = earlier(&seen, &mut store, 2 * DAY);
        let these = visits[0].changed.iter();
        these.map(|id| (1..=14).find(|n| seen.comment(*n) == *id).expect("a number")).collect::<Vec<u32>>()
    };
    assert_eq!(changed(&[]), [0; 0]);
    // 3 answers 2, and is named by its words and those of 2.
    assert_eq!(changed(&[2, 7, 13]), [2, 7]);
    assert_eq!(changed(&[3]), [3]);
    assert_eq!(changed(&(1..=12).collect::<Vec<_>>()), [1, 2, 4, 5, 7, 8, 10, 11]);
    // Another form of the source writes all otherwise.
    visited(&Sample::of(60).with_ids().open(), &mut store, 3 * DAY);
    let mut all = Sample::of(60).with_ids();
    all.comments.iter_mut().for_each(|(_, _, text)| text.push_str(" [more]"));
    let (visits, _) = earlier(&all.open(), &mut store, 4 * DAY);
    assert_eq!(visits[0].changed, []);
}

#[test]
fn leaving_and_opening_again_is_one_sitting() {
    let folder = folder();
    let mut store = open(folder.path());
    visited(&Sample::of(3).with_ids().open(), &mut store, DAY);
    let grown = Sample::of(5).with_ids().open();
    visited(&grown, &mut store, 2 * DAY);
    let usual = |store: &mut Store, now: i64| {
        let (visits, since) = earlier(&grown, store, now);
        visits[since.expect("a visit")].arrived.len()
    };
    assert_eq!(usual(&mut store, 2 * DAY + 60), 2, "quit and opened at once: still new");
    assert_eq!(usual(&mut store, 2 * DAY + 3600), 0);
}

#[test]
fn fifty_visits_are_kept() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(5).with_ids().open();
    for day in 1..=60 {
        visited(&seen, &mut store, day * DAY);
    }
    let visits = store.read(|tx| crate::store::visit::visits(tx, 1)).expect("read");
    assert_eq!((visits.len(), visits[0].at, visits[0].comments), (50, 60 * DAY, 5));
}

#[test]
fn comments_without_any_name_and_an_empty_thread_have_visits_too() {
    let folder = folder();
    let mut store = open(folder.path());
    let empty = Sample { site: Some("hn:77"), ..Sample::of(0) }.open();
    visited(&empty, &mut store, DAY);
    assert_eq!(arrived(&empty, &mut store, 2 * DAY, 0), [Vec::<u32>::new()]);
    let grown = Sample::of(1).with_ids().open();
    assert_eq!(arrived(&grown, &mut store, 2 * DAY, 1), [[1]]);
}
