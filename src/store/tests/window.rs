//! Two windows on one store.

use super::*;

#[test]
fn each_sees_what_the_other_did() {
    let folder = folder();
    let seen = Sample::of(6).with_ids().open();
    let (mut one, mut two) = (open(folder.path()), open(folder.path()));
    let (mut a, mut b) = (seen.attach(&mut one), seen.attach(&mut two));
    seen.restore(&mut one, &a);
    seen.restore(&mut two, &b);
    assert!(seen.others(&mut two, &b).is_empty());
    let acts = [marked(seen.comment(1), "first"), fold(vec![seen.comment(2)], true), read(vec![seen.comment(3)], true)];
    seen.apply(&mut one, &mut a, &acts);
    assert_eq!(seen.others(&mut two, &b), acts);
    assert!(seen.others(&mut two, &b).is_empty(), "told once");
    assert!(seen.others(&mut one, &a).is_empty(), "not told of its own");
    let back = [unmarked(seen.comment(1))];
    seen.apply(&mut two, &mut b, &back);
    assert_eq!(seen.others(&mut one, &a), back);
    assert!(seen.others(&mut two, &b).is_empty());
    let id = {
        seen.apply(&mut one, &mut a, &[marked(seen.comment(4), "four")]);
        one.marks().expect("read")[0].id
    };
    seen.others(&mut two, &b);
    two.change_kept(id, Some(&mark("changed")), 9).expect("changed");
    assert_eq!(seen.others(&mut one, &a), [marked(seen.comment(4), "changed")]);
}

#[test]
fn a_mark_set_by_both_is_one() {
    let folder = folder();
    let seen = Sample::of(3).open();
    let (mut one, mut two) = (open(folder.path()), open(folder.path()));
    let (mut a, mut b) = (seen.attach(&mut one), seen.attach(&mut two));
    seen.apply(&mut one, &mut a, &[marked(seen.comment(1), "one")]);
    seen.apply(&mut two, &mut b, &[marked(seen.comment(1), "two")]);
    let marks = one.marks().expect("read");
    assert_eq!(marks.len(), 1);
    assert_eq!(marks[0].mark.note, "two");
    assert_eq!(a.row, b.row, "and the discussion has one row");
}

#[test]
fn what_is_not_surely_here_is_left_out() {
    let folder = folder();
    let (mut one, mut two) = (open(folder.path()), open(folder.path()));
    let large = Sample::of(8).with_ids().open();
    let small = Sample::of(5).with_ids().open();
    let mut a = large.attach(&mut one);
    let b = small.attach(&mut two);
    let acts = [
        marked(large.comment(8), "far"),
        read(vec![large.comment(2), large.comment(8)], true),
        fold(vec![large.comment(7)], true),
    ];
    large.apply(&mut one, &mut a, &acts);
    assert_eq!(small.others(&mut two, &b), [read(vec![small.comment(2)], true)]);
}

#[test]
fn a_window_that_was_away_for_long_takes_the_whole_state() {
    let folder = folder();
    let seen = Sample::of(4).with_ids().open();
    let (mut one, mut two) = (open(folder.path()), open(folder.path()));
    let (mut a, b) = (seen.attach(&mut one), seen.attach(&mut two));
    seen.apply(&mut one, &mut a, &[marked(seen.comment(3), "kept")]);
    for n in 0..2300 {
        let acts = [fold(vec![seen.comment(1)], n % 2 == 0)];
        let result = one.connection.pragma_update(None, "synchronous", "OFF");
        result.expect("faster");
        seen.apply(&mut one, &mut a, &acts);
    }
    let entries: i64 = one.connection.query_row("SELECT count(*) FROM changes", (), |r| r.get(0)).expect("counted");
    assert!(entries < 2100, "the log is cut: {entries}");
    let news = seen.others(&mut two, &b);
    assert_eq!(news.first(), Some(&marked(seen.comment(3), "kept")));
    assert_eq!(news.last(), Some(&fold(vec![seen.comment(1)], false)));
}

#[test]
fn many_writers_lose_nothing() {
    let folder = folder();
    let seen = Sample::of(64).open();
    drop(open(folder.path()));
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let (seen, folder) = (&seen, &folder);
            scope.spawn(move || {
                let mut store = open(folder.path());
                let mut a = seen.attach(&mut store);
                for n in 0..16 {
                    let id = CommentId::at(writer * 16 + n);
                    seen.apply(&mut store, &mut a, &[marked(id, "")]);
                }
            });
        }
    });
    let mut store = open(folder.path());
    assert_eq!(seen.again(&mut store).marks.len(), 64);
    let rows: i64 = store.connection.query_row("SELECT count(*) FROM discussions", (), |r| r.get(0)).expect("counted");
    assert_eq!(rows, 1);
}

#[test]
fn many_windows_open_a_new_store_at_once() {
    for _ in 0..8 {
        let folder = folder();
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| assert!(!open(folder.path()).is_read_only()));
            }
        });
    }
}
