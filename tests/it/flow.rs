//! What comes while the reader is at work: facts, kept things, parts, reloads, failures.

use std::sync::Arc;

use crate::support::{Play, discussion, open};
use btl::error::{Error, Kind};
use btl::model::change::{Mark, Place, Spot};
use btl::model::index::carry;
use btl::model::{Change, CommentId, Doubt, Index, KeptMark, Restored};
use btl::reader::overlay::Overlay;
use btl::reader::reading::Saved;
use btl::reader::{Message, StoreEffect};

const THREAD: &str = "ann: one\n  bob: two\n    cat: three\ndan: four\n";
const GROWN: &str = "zoe: new\nann: one\n  eve: in between\n  bob: two\n    cat: three\ndan: four\n";

/// Reads the source again, with another outline in it.
fn reload(play: &mut Play, outline: &str) {
    play.keys("R");
    play.reloaded(Arc::new(discussion(outline)), None);
}

fn restored(play: &mut Play, kept: Restored) {
    play.restored(kept);
}

#[test]
fn a_reload_keeps_place_marks_folds_and_undo() {
    let mut play = open(THREAD, 60, 24);
    play.keys("j m h j j");
    assert_eq!(play.current(), 4);
    reload(&mut play, GROWN);
    assert_eq!(play.said(), "reloaded: 2 more, 2 new · n goes to the next");
    assert_eq!(play.current(), 6);
    assert!(play.state.reading.mark(CommentId::at(3)).is_some());
    assert!(play.state.reading.view.is_folded(CommentId::at(3)));
    play.keys("U U");
    assert!(play.state.reading.marks.is_empty() && !play.state.reading.view.is_folded(CommentId::at(3)));
}

#[test]
fn a_note_that_is_being_typed_follows_its_comment() {
    let mut play = open(THREAD, 60, 24);
    play.keys("j");
    play.keys("R");
    play.keys("M \"mine\"");
    play.reloaded(Arc::new(discussion(GROWN)), None);
    play.keys("Enter");
    assert_eq!(play.state.reading.mark(CommentId::at(3)).unwrap().mark.note, "mine");
}

#[test]
fn a_question_waits_until_nothing_is_being_typed() {
    let mut play = open(THREAD, 60, 24);
    play.keys("M");
    let kept = KeptMark { id: 7, mark: Mark { note: "kept".to_owned(), ..Mark::default() }, ..KeptMark::default() };
    let doubt = Doubt { kept, candidate: CommentId::at(3) };
    restored(&mut play, Restored { doubtful: vec![doubt], ..Restored::default() });
    play.keys("\"yn\" Enter");
    assert_eq!(play.state.reading.mark(CommentId::at(0)).unwrap().mark.note, "yn");
    assert!(matches!(play.state.overlay, Some(Overlay::Confirm(_))), "now it is asked");
    play.keys("y");
    assert_eq!(play.state.reading.mark(CommentId::at(3)).unwrap().mark.note, "kept");
    assert!(play.store_effects().any(|effect| matches!(effect, StoreEffect::Settle { mark: 7, comment: Some(_), .. })));
}

#[test]
fn the_place_of_the_last_visit_is_taken_if_no_key_came_before() {
    let place = || Restored {
        place: Some(Place {
            jumps: Vec::new(),
            current: Some(CommentId::at(3)),
            top: Some((CommentId::at(3), 0)),
            article: (0, 0),
            in_article: false,
            article_done: false,
        }),
        ..Restored::default()
    };
    let mut early = open(THREAD, 60, 24);
    restored(&mut early, place());
    assert_eq!(early.current(), 4);
    let mut late = open(THREAD, 60, 24);
    late.keys("j");
    restored(&mut late, place());
    assert_eq!(late.current(), 2);
    assert!(late.said().contains("''"));
    late.keys("' '");
    assert_eq!(late.current(), 4);
}

#[test]
fn what_could_not_be_kept_is_said_and_tried_again() {
    let mut play = open(THREAD, 80, 24);
    play.stores = false;
    play.keys("m");
    let error = || Error::new(Kind::Store, "not saved: disk full");
    play.send(Message::Stored { ticket: 1, result: Err(error()) });
    assert!(play.said().contains("not saved: disk full"));
    play.keys("j");
    assert!(play.text().lines().last().unwrap().contains("not saved: disk full"), "{}", play.text());
    assert_eq!(play.state.reading.marks.values().next().unwrap().saved, Saved::Pending);
    // The worker has it, and tries again.
    let is_mark = |effect: &&StoreEffect| matches!(effect, StoreEffect::Change { change: Change::Mark { .. }, .. });
    assert_eq!(play.store_effects().filter(is_mark).count(), 1);
    play.send(Message::Stored { ticket: 1, result: Ok(()) });
    assert_eq!(play.said(), "saved");
    assert_eq!(play.state.reading.marks.values().next().unwrap().saved, Saved::Yes);
}

#[test]
fn a_mark_of_all_discussions_goes_only_when_the_list_is_closed() {
    let mut play = open(THREAD, 80, 24);
    play.keys("'");
    let kept = KeptMark { id: 9, source: Some("/elsewhere".to_owned()), ..KeptMark::default() };
    play.send(Message::AllMarks(Ok(vec![kept])));
    play.keys("m m q");
    assert!(!play.store_effects().any(|effect| matches!(effect, StoreEffect::ChangeKept { .. })));
    play.keys("'");
    play.send(Message::AllMarks(Ok(vec![KeptMark { id: 9, ..KeptMark::default() }])));
    play.keys("m q");
    assert!(play.store_effects().any(|effect| matches!(effect, StoreEffect::ChangeKept { id: 9, mark: None, .. })));
}

#[test]
fn a_source_that_cannot_be_opened_leaves_the_screen_as_it_is() {
    let mut play = open(THREAD, 80, 24);
    play.keys("'");
    let kept = KeptMark { id: 9, source: Some("/gone".to_owned()), ..KeptMark::default() };
    play.send(Message::AllMarks(Ok(vec![kept])));
    play.keys("Enter");
    let generation = play.state.load.generation;
    play.send(Message::Loaded { generation, result: Err(Error::input("/gone: no such file")), carried: None });
    assert!(play.said().contains("no such file"));
    assert!(play.text().contains("two"), "{}", play.text());
}

#[test]
fn parts_of_a_pipe_are_carried_over() {
    let mut play = open(THREAD, 60, 24);
    play.keys("j j m");
    let generation = play.state.load.generation;
    let next = Arc::new(discussion(GROWN));
    let map = carry(&Index::of(play.state.discussion()), &Index::of(&next));
    play.send(Message::Partial { generation, discussion: next, preview: false, carried: Some(map) });
    assert_eq!(play.current(), 5);
    assert!(play.state.reading.marks.contains_key(&Spot::Comment(CommentId::at(4))));
    assert!(play.text().contains("5/6+"), "{}", play.text());
}

#[test]
fn a_mark_of_another_discussion_opens_it_at_its_comment() {
    let mut play = open("zoe: another page\n", 80, 24);
    let new = Arc::new(discussion(GROWN));
    let index = Arc::new(Index::of(&new));
    play.keys("'");
    let kept = KeptMark {
        source: Some("/other".to_owned()),
        comment: Some(index.identity(CommentId::at(4))),
        ..KeptMark::default()
    };
    play.send(Message::AllMarks(Ok(vec![kept])));
    play.keys("Enter");
    let generation = play.state.load.generation;
    play.send(Message::Loaded { generation, result: Ok(new), carried: None });
    play.indexed(index);
    restored(&mut play, Restored::default());
    assert_eq!((play.current(), play.state.source.as_str()), (5, "/other"));
}

#[test]
fn a_load_that_takes_its_time_says_how_far_it_is() {
    let mut play = open(THREAD, 80, 24);
    play.keys("R");
    let generation = play.state.load.generation;
    play.send(Message::Progress { generation: generation - 1, bytes: 7_000_000 });
    assert!(!play.text().contains("MB"));
    play.send(Message::Progress { generation, bytes: 12_345_678 });
    play.state.status = None;
    assert!(play.text().contains("loading · 12.3 MB read · Esc stops"), "{}", play.text());
    play.send(Message::Loaded { generation, result: Err(Error::input("gone")), carried: None });
    assert!(!play.text().contains("MB"));
}
