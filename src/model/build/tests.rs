//! The shapes that damaged and odd inputs have.

use proptest::prelude::*;

use super::*;
use crate::model::texts::Media;
use crate::model::{Discussion, DraftWriter};

/// An item: its id and that of its parent.
type Item<'a> = (&'a str, Option<&'a str>);

fn build(items: &[Item<'_>]) -> Discussion {
    let mut writer = DraftWriter::new("test");
    for (id, parent) in items {
        let parent = parent.map_or(Parent::Top, |parent| Parent::Id(writer.pooled(parent, Media::Plain)));
        let row = writer.comment(parent);
        let id = writer.pooled(id, Media::Plain);
        writer.set_id(row, id);
    }
    discussion(writer.finish(String::new()))
}

/// The thread as text: an item a line, indented.
fn outline(discussion: &Discussion) -> String {
    let thread = discussion.thread();
    let line = |id: CommentId| {
        let sign = if thread.kind(id) == Kind::Ghost { "?" } else { "" };
        format!("{}{sign}{}\n", " ".repeat(thread.depth(id) as usize), discussion.source_id(id).unwrap_or_default())
    };
    thread.ids().map(line).collect()
}

#[test]
fn a_reply_may_come_before_what_it_answers() {
    assert_eq!(outline(&build(&[("b", Some("a")), ("a", None), ("c", Some("b"))])), "a\n b\n  c\n");
}

#[test]
fn a_missing_parent_becomes_one_ghost_where_its_first_reply_stood() {
    let built = build(&[("a", None), ("b", Some("x")), ("c", None), ("d", Some("x"))]);
    assert_eq!(outline(&built), "a\n?x\n b\n d\nc\n");
    assert_eq!(built.thread().comments(), 4);
    assert_eq!(built.origin().notes.len(), 1);
}

#[test]
fn circles_are_cut_alike_in_any_order() {
    let rings: [&[Item<'_>]; 3] = [
        &[("a", Some("a"))],
        &[("a", Some("b")), ("b", Some("a")), ("tail", Some("a"))],
        &[("a", Some("b")), ("b", Some("c")), ("c", Some("a"))],
    ];
    let expected = ["a\n", "b\n a\n  tail\n", "c\n b\n  a\n"];
    for (ring, expected) in rings.iter().zip(expected) {
        assert_eq!(outline(&build(ring)), expected);
        let mut backwards = ring.to_vec();
        backwards.reverse();
        assert_eq!(outline(&build(&backwards)), expected);
    }
}

#[test]
fn an_id_that_stands_twice_keeps_both_and_the_first_is_answered() {
    let built = build(&[("a", None), ("a", None), ("b", Some("a"))]);
    assert_eq!(outline(&built), "a\n b\na\n");
    assert_eq!(built.origin().notes.len(), 1);
}

#[test]
fn siblings_keep_the_order_of_the_source() {
    assert_eq!(
        outline(&build(&[("r", None), ("z", Some("r")), ("a", Some("r")), ("m", Some("z"))])),
        "r\n z\n  m\n a\n"
    );
}

#[test]
fn a_hundred_thousand_deep_and_wide_need_no_stack() {
    let run = || {
        for wide in [false, true] {
            let mut writer = DraftWriter::new("test");
            let mut last = writer.comment(Parent::Top);
            let root = last;
            for _ in 1..100_000 {
                last = writer.comment(Parent::Row(if wide { root } else { last }));
            }
            let built = discussion(writer.finish(String::new()));
            let thread = built.thread();
            assert_eq!(thread.comments(), 100_000);
            assert_eq!(thread.depth(CommentId::at(99_999)), if wide { 1 } else { 99_999 });
            assert_eq!(thread.root(CommentId::at(99_999)), CommentId::at(0));
        }
    };
    std::thread::Builder::new().stack_size(256 * 1024).spawn(run).unwrap().join().unwrap();
}

#[test]
fn numbers_leave_out_what_is_not_a_comment() {
    let built = build(&[("a", Some("gone")), ("b", None)]);
    let thread = built.thread();
    assert_eq!([1, 2].map(|number| thread.numbered(number)), [Some(CommentId::at(1)), Some(CommentId::at(2))]);
    assert_eq!(thread.number(CommentId::at(2)), 2);
    assert_eq!(thread.below(CommentId::at(0)), 1);
}

proptest! {
    /// Items in = items in the thread; a forest; nested ends; depths and numbers that agree.
    #[test]
    fn any_links_give_a_forest_with_every_item(links in prop::collection::vec(prop::option::of(0usize..40), 0..40)) {
        let names: Vec<String> = (0..80).map(|n| format!("n{n:02}")).collect();
        let items: Vec<Item<'_>> = links.iter().enumerate().map(|(at, link)| (names[at].as_str(), link.map(|to| names[to].as_str()))).collect();
        let built = build(&items);
        let thread = built.thread();
        prop_assert_eq!(thread.comments(), items.len());
        let mut found: Vec<String> = thread.ids().filter(|id| thread.is_comment(*id)).map(|id| built.source_id(id).unwrap().to_string()).collect();
        found.sort();
        prop_assert_eq!(found, names[..items.len()].to_vec());
        for id in thread.ids() {
            prop_assert!(thread.end(id) > id && thread.end(id).index() <= thread.len());
            match thread.parent(id) {
                Some(parent) => {
                    prop_assert!(parent < id && thread.end(id) <= thread.end(parent));
                    prop_assert_eq!(thread.depth(id), thread.depth(parent) + 1);
                }
                None => prop_assert_eq!(thread.depth(id), 0),
            }
            prop_assert_eq!(thread.replies(id).map(|reply| thread.branch(reply).len()).sum::<usize>() + 1, thread.branch(id).len());
            if let Some(next) = thread.next_sibling(id) {
                prop_assert_eq!(thread.prev_sibling(next), Some(id));
            }
        }
    }

    /// Where ids link, the order of the input changes only the order of siblings.
    #[test]
    fn permuted_input_gives_the_same_links(links in prop::collection::vec(prop::option::of(0usize..20), 1..20), turn in 0usize..20) {
        let names: Vec<String> = (0..40).map(|n| format!("n{n:02}")).collect();
        let items: Vec<Item<'_>> = links.iter().enumerate().map(|(at, link)| (names[at].as_str(), link.map(|to| names[to].as_str()))).collect();
        let mut turned = items.clone();
        turned.rotate_left(turn % items.len());
        turned.reverse();
        let edges = |items: &[Item<'_>]| {
            let built = build(items);
            let thread = built.thread();
            let name = |id: CommentId| built.source_id(id).unwrap().to_string();
            let mut edges: Vec<_> = thread.ids().map(|id| (name(id), thread.parent(id).map(name))).collect();
            edges.sort();
            edges
        };
        prop_assert_eq!(edges(&items), edges(&turned));
    }
}
