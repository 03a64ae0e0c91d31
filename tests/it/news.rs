//! What is new, over several openings, and the keys that go there.

use std::sync::Arc;

use crate::support::{NOW, Play, discussion, open};
use btl::model::{CommentId, Earlier, Restored};
use insta::assert_snapshot;

const THREAD: &str = "\
# Bridges of the town
ann [2026-11-20T08:00:00Z]: I walk over the old bridge every day. What now?
  bob [2026-11-20T09:00:00Z]: There is the ferry.
    cat [2026-11-22T09:30:00Z]: The ferry holds twelve people.
      dan [2026-11-22T10:00:00Z]: It did when I was young.
  eve [2026-11-21T10:30:00Z]: The army could lend a pontoon bridge.
fay [2026-11-22T10:58:00Z]: Close it in summer, when the river is low.
";

/// What the store says: two earlier visits, the later one with four comments here now.
fn visits(usual: usize) -> Restored {
    let visit = |hours: i64, comments, arrived: &[usize]| Earlier {
        at: NOW - hours * 3600,
        comments,
        arrived: arrived.iter().map(|row| CommentId::at(*row)).collect(),
        changed: Vec::new(),
    };
    Restored {
        visits: vec![visit(5, 3, &[2, 3, 5]), visit(30, 2, &[2, 3, 4, 5])],
        since: Some(usual),
        known: true,
        ..Restored::default()
    }
}

fn restored(play: &mut Play, kept: Restored) {
    play.restored(kept);
}

fn again(width: u16, height: u16) -> Play {
    let mut play = open(THREAD, width, height);
    restored(&mut play, visits(0));
    play
}

#[test]
fn on_a_first_visit_nothing_is_new_and_all_is_unread() {
    let mut play = open(THREAD, 80, 24);
    restored(&mut play, Restored::default());
    assert_eq!((play.state.reading.fresh(), play.state.reading.unread()), (0, 6));
    play.keys("n");
    assert_eq!((play.said(), play.current()), ("no further new comment", 1));
    play.keys(": \"new-since\" Enter");
    assert!(play.text().contains("This is the first visit"), "{}", play.text());
}

#[test]
fn n_goes_to_new_ones_through_folds_and_read_ones_are_new_no_more() {
    let mut play = again(80, 30);
    assert_eq!(play.said(), "3 new since your visit 5h ago · n goes to the next");
    play.keys("z M n");
    assert_eq!(play.current(), 3);
    assert!(play.state.reading.view.is_shown(CommentId::at(2)), "the path is open");
    play.keys("n n");
    assert_eq!((play.current(), play.state.reading.fresh()), (6, 1), "what was left is read");
    play.keys("n");
    assert_eq!(play.said(), "no further new comment");
    play.keys("r [ n");
    assert_eq!((play.said(), play.state.reading.fresh()), ("no earlier new comment", 0));
    play.keys("r k k N");
    assert_eq!(play.said(), "no earlier new comment · 1 below");
    play.keys("[ u");
    assert_eq!(play.current(), 2);
    play.keys("] u");
    assert_eq!(play.current(), 5);
}

#[test]
fn new_ones_are_found_in_sorted_views_too() {
    let mut play = again(80, 30);
    play.keys("s t g n");
    // By time: 1 2 5 3 4 6.
    assert_eq!(play.current(), 3);
    play.keys("n n");
    assert_eq!(play.current(), 6);
    play.keys("] u");
    assert_eq!(play.said(), "no further unread comment · 2 above");
}

#[test]
fn what_is_new_can_be_measured_from_another_visit_or_a_time() {
    let mut play = again(80, 24);
    for (line, new) in [
        ("new-since_2d", 4),
        ("new-since_1h", 1),
        ("new-since_2026-11-22", 3),
        ("new-since_2026-11-19", 6),
        ("new-since_1m", 0),
    ] {
        play.keys(&format!(": \"{line}\" Enter"));
        assert_eq!(play.state.reading.fresh(), new, "{line}: {}", play.said());
    }
    play.keys(": \"new-since_soon\" Enter");
    assert!(play.said().starts_with("expected an age"));
    play.keys(": \"new-since\" Enter");
    assert_snapshot!(play.frame());
    play.keys("2");
    assert_eq!(play.said(), "4 new since your visit 1d ago · n goes to the next");
    // The choice holds when what was kept comes again.
    restored(&mut play, visits(0));
    assert_eq!(play.state.reading.fresh(), 4);
}

#[test]
fn a_new_comment_has_its_sign_in_header_fold_bar_title_and_status() {
    let mut play = again(80, 14);
    assert_snapshot!("new_comments_at_80_columns", play.frame());
    play.keys("z M");
    assert_snapshot!("new_comments_under_folds", play.frame());
}

#[test]
fn what_was_rewritten_since_the_last_visit_is_gone_to_and_says_so() {
    let mut play = open(THREAD, 80, 24);
    let mut kept = visits(0);
    kept.visits[0].changed = vec![CommentId::at(1), CommentId::at(4)];
    restored(&mut play, kept);
    play.keys("] c");
    assert_eq!(play.current(), 2);
    assert!(play.text().contains(" · changed"), "{}", play.text());
    play.keys("] c");
    assert_eq!(play.current(), 5);
    play.keys("] c");
    assert_eq!(play.said(), "no further comment that has changed since your last visit · 1 above");
    play.keys("[ c ; s t [ c");
    assert_eq!(play.current(), 2, "in a sorted view, too");
    play.keys(": \"new-since_2d\" Enter ] c");
    assert_eq!(play.said(), "no further comment that has changed since your last visit");
}

#[test]
fn what_a_reload_rewrites_is_said_and_gone_to() {
    let mut play = open(THREAD, 80, 24);
    restored(&mut play, Restored::default());
    play.keys("R");
    let new = Arc::new(discussion(&THREAD.replace("There is the ferry.", "There was the ferry.")));
    // As where the source has ids: each row is the one that it was.
    let carried = Some(new.thread().ids().map(Some).collect());
    play.reloaded(new, carried);
    assert_eq!(play.said(), "reloaded: same number of comments, 1 changed · ]c goes to the next");
    play.keys("] c");
    assert_eq!(play.current(), 2);
}

#[test]
fn what_a_reload_brings_is_new_on_a_first_visit_as_well() {
    let grown =
        format!("zoe: I take the train.\n{THREAD}  gil: Low it is, and cold.\n").replace("# Bridges of the town\n", "");
    for kept in [Restored::default(), visits(0)] {
        let known = kept.known;
        let mut play = open(THREAD, 80, 24);
        restored(&mut play, kept);
        play.keys("R");
        play.reloaded(Arc::new(discussion(&format!("# Bridges of the town\n{grown}"))), None);
        assert_eq!(play.said(), "reloaded: 2 more, 2 new · n goes to the next");
        assert_eq!(play.state.reading.fresh(), if known { 5 } else { 2 });
        play.keys("n");
        assert_eq!(play.current(), if known { 4 } else { 8 });
    }
}
