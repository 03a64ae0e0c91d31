//! Folds: as a rule, for how long, or not at all; and stores of before there were rules.

use rusqlite::Connection;

use super::*;
use crate::model::Folds;
use crate::store::{KeepFolds, schema};

const DAY: i64 = 86_400;

fn all(levels: Option<u32>) -> Change {
    Change::Folds(Folds::rule(levels))
}

fn count(store: &Store, what: &str) -> i64 {
    store.connection.query_row(&format!("SELECT {what}"), (), |r| r.get(0)).expect("counted")
}

#[test]
fn folding_all_is_one_small_row_in_a_thread_of_any_size() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(3000).with_ids().open();
    let mut a = seen.attach(&mut store);
    seen.apply(&mut store, &mut a, &[fold(vec![seen.comment(2)], true), all(Some(1))]);
    assert_eq!(count(&store, "count(*) FROM folds"), 0);
    assert_eq!(count(&store, "count(*) FROM fold_rules"), 1);
    assert!(count(&store, "max(length(change)) FROM changes") < 300);
    assert_eq!(seen.again(&mut store).folds, Folds::rule(Some(1)));
    seen.apply(&mut store, &mut a, &[all(None)]);
    assert_eq!(seen.again(&mut store).folds, Folds::default());
}

#[test]
fn what_is_unfolded_after_a_rule_stays_open() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(9).with_ids().open();
    let mut a = seen.attach(&mut store);
    let (two, five) = (seen.comment(2), seen.comment(5));
    seen.apply(&mut store, &mut a, &[all(Some(1)), fold(vec![two, five], false), fold(vec![five], true)]);
    let expected = Folds { levels: Some(1), folded: vec![], open: vec![two] };
    assert_eq!(seen.again(&mut open(folder.path())).folds, expected);
    // Replies that have come since are folded by the rule as well.
    let grown = Sample::of(12).with_ids().open();
    assert_eq!(grown.again(&mut store).folds, Folds { open: vec![grown.comment(2)], ..expected });
}

#[test]
fn another_window_folds_all_too() {
    let folder = folder();
    let seen = Sample::of(6).open();
    let (mut one, mut two) = (open(folder.path()), open(folder.path()));
    let (mut a, b) = (seen.attach(&mut one), seen.attach(&mut two));
    let acts = [all(Some(1)), fold(vec![seen.comment(2)], false)];
    seen.apply(&mut one, &mut a, &acts);
    assert_eq!(seen.others(&mut two, &b), acts);
    two.keep_folds(KeepFolds::No, 1000).expect("set");
    seen.apply(&mut one, &mut a, &[all(None)]);
    assert!(seen.others(&mut two, &b).is_empty());
}

#[test]
fn folds_that_are_not_kept_are_neither_written_nor_brought_back() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(6).open();
    let mut a = seen.attach(&mut store);
    seen.apply(&mut store, &mut a, &[fold(vec![seen.comment(2)], true)]);
    store.keep_folds(KeepFolds::No, 1000).expect("set");
    seen.apply(&mut store, &mut a, &[all(Some(1)), marked(seen.comment(1), "kept")]);
    let restored = seen.restore(&mut store, &a);
    assert_eq!((restored.folds, restored.marks.len()), (Folds::default(), 1));
    // What was kept before is there when the setting is changed again.
    let restored = seen.again(&mut open(folder.path()));
    assert_eq!(restored.folds, Folds { folded: vec![seen.comment(2)], ..Folds::default() });
}

#[test]
fn old_folds_are_dropped_and_nothing_else() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(6).with_ids().open();
    let mut a = seen.attach(&mut store);
    let acts = [all(Some(1)), fold(vec![seen.comment(2)], false), marked(seen.comment(1), "kept")];
    seen.apply(&mut store, &mut a, &acts);
    // It was opened at 1000.
    store.keep_folds(KeepFolds::Days(30), 1000 + 30 * DAY).expect("kept");
    assert_eq!(seen.restore(&mut store, &a).folds.open, [seen.comment(2)]);
    store.keep_folds(KeepFolds::Days(30), 1001 + 30 * DAY).expect("dropped");
    let restored = seen.restore(&mut store, &a);
    assert_eq!((restored.folds, restored.marks.len()), (Folds::default(), 1));
}

#[test]
fn a_store_without_rules_is_brought_up_to_date_with_all_that_is_in_it() {
    let folder = folder();
    let seen = Sample::of(6).with_ids().open();
    let mut store = open(folder.path());
    let mut a = seen.attach(&mut store);
    let two = seen.comment(2);
    seen.apply(&mut store, &mut a, &[fold(vec![two], true), marked(two, "old"), read(vec![two], true)]);
    let file = folder.path().join("store.sqlite");
    drop(store);
    // As the version before had made it: the last step is taken back by hand.
    let old = Connection::open(&file).expect("opened");
    old.execute_batch(
        "DROP TABLE fold_rules; DROP TABLE people; DROP TABLE phrases; ALTER TABLE folds DROP COLUMN open;
         PRAGMA user_version = 2;",
    )
    .expect("made old");
    drop(old);
    let mut store = open(folder.path());
    let version: i64 = store.connection.pragma_query_value(None, "user_version", |r| r.get(0)).expect("read");
    assert_eq!(version, schema::version());
    let restored = seen.again(&mut store);
    assert_eq!(restored.folds, Folds { folded: vec![two], ..Folds::default() });
    assert_eq!((notes(&restored), restored.read), (vec![(Spot::Comment(two), "old".to_owned())], vec![two]));
}
