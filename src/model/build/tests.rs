//! The shapes that damaged and odd inputs have.

use proptest::prelude::*;

use super::*;
use crate::model::discussion::Note;
use crate::model::draft::{Parent, Row};
use crate::model::texts::{Coat, Media, TextRef};
use crate::model::thread::{More, State};
use crate::model::{Discussion, DraftWriter};

/// An item: its id and that of its parent.
type Item<'a> = (&'a str, Option<&'a str>);

fn write(writer: &mut DraftWriter, kind: Kind, id: &str, parent: Option<&str>) -> Row {
    let parent = parent.map_or(Parent::Top, |parent| Parent::Id(writer.pooled(parent, Media::Plain)));
    let row = writer.item(kind, parent);
    let id = writer.pooled(id, Media::Plain);
    writer.set_id(row, id);
    row
}

fn build(items: &[Item<'_>]) -> Discussion {
    let mut writer = DraftWriter::new("test");
    for (id, parent) in items {
        write(&mut writer, Kind::Comment, id, *parent);
    }
    discussion(writer.finish(String::new()))
}

/// The thread as text: an item a line, indented.
fn outline(discussion: &Discussion) -> String {
    let thread = discussion.thread();
    let line = |id: CommentId| {
        let sign = match thread.kind(id) {
            Kind::Comment => "",
            Kind::Ghost => "?",
            Kind::More => "+",
        };
        format!("{}{sign}{}\n", " ".repeat(thread.depth(id) as usize), discussion.source_id(id).unwrap_or_default())
    };
    thread.ids().map(line).collect()
}

fn notes(discussion: &Discussion) -> Vec<&str> {
    discussion.origin().notes.iter().map(|note| note.text.as_str()).collect()
}

fn at(row: usize) -> CommentId {
    CommentId::at(row)
}

/// Inputs as `id<parent`, and the trees that they are.
#[test]
fn odd_inputs_have_one_tree() {
    let cases: &[(&str, &str, &str)] = &[
        ("child before parent", "b<a a c<b", "a b:1 c:2"),
        ("an older root after its reply stays in its place", "b<a c a", "c a b:1"),
        ("missing parent of one", "a b<x c", "a ?x b:1 c"),
        ("missing parent of many", "a b<x c d<x", "a ?x b:1 d:1 c"),
        ("several missing parents", "b<y a<x c<y d<x", "?y b:1 c:1 ?x a:1 d:1"),
        ("missing grandparent", "c<b b<x", "?x b:1 c:2"),
        ("missing root below a root", "r a<r b<x c<r", "r a:1 c:1 ?x b:1"),
        ("self", "a<a", "a"),
        ("self with a tail", "a<a b<a", "a b:1"),
        ("circle of two", "a<b b<a", "b a:1"),
        ("circle of two, a tail before it", "t<a a<b b<a", "b a:1 t:2"),
        ("circle of three", "a<b b<c c<a", "c b:1 a:2"),
        ("circle of four, reversed", "d<a c<d b<c a<b", "d c:1 b:2 a:3"),
        ("ids that count upwards", "9<10 10<9", "10 9:1"),
        ("two circles", "a<b b<a y<z z<y", "b a:1 z y:1"),
        ("a circle and a ghost", "a<b b<a c<x", "b a:1 ?x c:1"),
        ("same id twice", "a a b<a", "a b:1 a"),
        ("same id twice, the second below the first", "a a<a", "a a:1"),
        ("empty parent", "a b<", "a b"),
        ("a parent in another article", "a b<other/7", "a ?other/7 b:1"),
        ("no items", "", ""),
    ];
    for (name, input, expected) in cases {
        let items: Vec<Item<'_>> = input
            .split_whitespace()
            .map(|item| item.split_once('<').map_or((item, None), |(a, b)| (a, Some(b))))
            .collect();
        let built = build(&items);
        let thread = built.thread();
        let row = |line: &str| {
            let id = line.trim_start();
            let depth = line.len() - id.len();
            if depth == 0 { id.to_owned() } else { format!("{id}:{depth}") }
        };
        let found: Vec<String> = outline(&built).lines().map(row).collect();
        assert_eq!(found.join(" "), *expected, "{name}");
        assert_eq!(thread.comments(), items.len(), "{name}");
    }
}

#[test]
fn no_ids_at_all_is_a_flat_thread() {
    let mut writer = DraftWriter::new("test");
    for _ in 0..3 {
        writer.comment(Parent::Top);
    }
    let built = discussion(writer.finish(String::new()));
    assert_eq!(built.thread().roots().count(), 3);
    assert!(built.origin().notes.is_empty());
}

#[test]
fn a_circle_is_cut_at_its_youngest_edge() {
    // (times of a, b, c) → the root: the latest; unknown times are older than known ones.
    let cases = [([3, 1, 2], "a"), ([1, 3, 2], "b"), ([5, 5, 5], "c"), ([0, -1, i64::MIN], "a")];
    for (times, root) in cases {
        for turn in 0..3 {
            let mut items = vec![("a", "b", times[0]), ("b", "c", times[1]), ("c", "a", times[2])];
            items.rotate_left(turn);
            let mut writer = DraftWriter::new("test");
            for (id, parent, time) in items {
                let row = write(&mut writer, Kind::Comment, id, Some(parent));
                writer.set_time(row, time);
                writer.guess(row, GuessKind::Quote, 0.9, "because");
            }
            let built = discussion(writer.finish(String::new()));
            assert_eq!(built.source_id(at(0)).unwrap().as_str(), root);
            assert_eq!(notes(&built), ["3 comments answer each other in a circle"]);
            assert_eq!(built.thread().link(at(0)), Link::Root);
            assert!(built.thread().guess(at(0)).is_none() && built.thread().guess(at(1)).is_some());
        }
    }
}

#[test]
fn damage_is_noted_with_its_place() {
    let source = "aa b a.".to_owned();
    let text = |range| TextRef::source(range, Coat::Bare, Media::Plain);
    let mut writer = DraftWriter::new("test");
    for (id, parent) in [(0..1, 0..1), (3..4, 6..7)] {
        let row = writer.comment(Parent::Id(text(parent)));
        writer.set_id(row, text(id));
    }
    let built = discussion(writer.finish(source));
    let note = |words, place| Note::new(words, Some(place));
    assert_eq!(built.origin().notes, [note("1 parent is not in the input", 3), note("a comment answers itself", 0)]);
}

#[test]
fn an_endless_number_of_circles_is_not_an_endless_list_of_notes() {
    let names: Vec<String> = (0..100).map(|n| n.to_string()).collect();
    let items: Vec<Item<'_>> = names.iter().map(|n| (n.as_str(), Some(n.as_str()))).collect();
    let built = build(&items);
    assert_eq!(built.thread().roots().count(), 100);
    assert_eq!(notes(&built).len(), 21);
    assert_eq!(notes(&built).last(), Some(&"80 more circles of comments"));
}

#[test]
fn copies_are_told_from_comments_that_share_an_id() {
    let mut writer = DraftWriter::new("test");
    for (author, words) in [("ann", "one"), ("ann", "one"), ("ann", "two"), ("bob", "one")] {
        let row = write(&mut writer, Kind::Comment, "a", None);
        let body = writer.pooled(words, Media::Plain);
        writer.set_body(row, body);
        writer.set_author(row, author);
    }
    let built = discussion(writer.finish(String::new()));
    assert_eq!(built.thread().comments(), 4);
    assert_eq!(notes(&built), ["1 comment is a copy of another", "2 comments have the ids of others"]);
}

#[test]
fn ghosts_that_the_source_names_are_used_and_comments_go_before_them() {
    let mut writer = DraftWriter::new("native");
    write(&mut writer, Kind::Comment, "r", None);
    write(&mut writer, Kind::Ghost, "g", Some("r"));
    write(&mut writer, Kind::Comment, "b", Some("g"));
    write(&mut writer, Kind::Ghost, "late", Some("r"));
    write(&mut writer, Kind::Comment, "d", Some("late"));
    write(&mut writer, Kind::Comment, "late", Some("r"));
    let built = discussion(writer.finish(String::new()));
    assert_eq!(outline(&built), "r\n ?g\n  b\n ?late\n late\n  d\n");
    assert!(built.origin().notes.is_empty());
    assert_eq!(built.thread().link(at(2)), Link::Given);
}

#[test]
fn a_deleted_parent_keeps_its_replies() {
    let mut writer = DraftWriter::new("test");
    let gone = write(&mut writer, Kind::Comment, "a", None);
    writer.set_state(gone, State::Deleted);
    write(&mut writer, Kind::Comment, "b", Some("a"));
    let built = discussion(writer.finish(String::new()));
    assert_eq!(outline(&built), "a\n b\n");
    assert_eq!((built.thread().state(at(0)), built.thread().comments()), (State::Deleted, 2));
}

#[test]
fn a_reply_to_the_article_is_at_top_level() {
    let mut writer = DraftWriter::new("test");
    writer.article().id = writer.pooled("story", Media::Plain);
    write(&mut writer, Kind::Comment, "a", Some("story"));
    write(&mut writer, Kind::Comment, "b", None);
    let built = discussion(writer.finish(String::new()));
    assert_eq!(outline(&built), "a\nb\n");
    assert_eq!(built.thread().link(at(0)), Link::Root);
    assert!(built.origin().notes.is_empty());
}

#[test]
fn stubs_stay_behind_their_siblings_and_are_not_counted() {
    let mut writer = DraftWriter::new("test");
    write(&mut writer, Kind::Comment, "a", None);
    write(&mut writer, Kind::Comment, "b", Some("a"));
    let stub = write(&mut writer, Kind::More, "m", Some("a"));
    writer.set_more(stub, More { count: 1, next: TextRef::default() });
    writer.set_more(stub, More { count: 41, next: TextRef::default() });
    write(&mut writer, Kind::Comment, "c", Some("b"));
    let built = discussion(writer.finish(String::new()));
    let thread = built.thread();
    assert_eq!(outline(&built), "a\n b\n  c\n +m\n");
    assert_eq!((thread.comments(), thread.below(at(0))), (3, 2));
    assert_eq!(thread.more(at(3)).map(|more| more.count), Some(41));
}

#[test]
fn what_stands_beside_the_rows_moves_with_them() {
    let mut writer = DraftWriter::new("test");
    let b = write(&mut writer, Kind::Comment, "b", Some("a"));
    let a = write(&mut writer, Kind::Comment, "a", None);
    let c = write(&mut writer, Kind::Comment, "c", Some("a"));
    let d = write(&mut writer, Kind::Comment, "d", Some("a"));
    let time = writer.pooled("yesterday", Media::Plain);
    writer.set_time_text(c, time);
    writer.set_time_text(b, time);
    writer.set_extras(b, time);
    writer.guess(b, GuessKind::Quote, 0.9, "quotes a");
    writer.guess(c, GuessKind::Manual, 1.0, "you said so");
    writer.candidate(d, b, 0.2, "you");
    writer.candidate(d, c, 0.4, "you");
    writer.set_score(a, 7);
    writer.set_cut(d);
    let built = discussion(writer.finish(String::new()));
    let thread = built.thread();
    assert_eq!(outline(&built), "a\n b\n c\n d\n");
    assert_eq!(
        thread.ids().map(|id| thread.link(id)).collect::<Vec<_>>(),
        [Link::Root, Link::Guessed, Link::Repaired, Link::Given]
    );
    assert!(thread.time_text(at(1)).is_some() && thread.time_text(at(2)).is_some());
    assert!(thread.time_text(at(0)).is_none() && thread.extras(at(1)).is_some());
    assert_eq!(thread.candidates(at(3)).iter().map(|c| c.parent).collect::<Vec<_>>(), [at(2), at(1)]);
    assert_eq!((thread.score(at(0)), thread.cut()), (Some(7), Some(at(3))));
}

#[test]
fn a_hundred_thousand_deep_and_wide_need_no_stack() {
    let run = || {
        for (wide, by_id) in [(false, false), (false, true), (true, false), (true, true)] {
            let mut writer = DraftWriter::new("test");
            let mut last = (writer.comment(Parent::Top), writer.pooled("0", Media::Plain));
            writer.set_id(last.0, last.1);
            let root = last;
            for n in 1..100_000 {
                let above = if wide { root } else { last };
                let row = writer.comment(if by_id { Parent::Id(above.1) } else { Parent::Row(above.0) });
                last = (row, writer.pooled(&n.to_string(), Media::Plain));
                writer.set_id(last.0, last.1);
            }
            let built = discussion(writer.finish(String::new()));
            let thread = built.thread();
            assert_eq!(thread.comments(), 100_000);
            assert_eq!(thread.depth(at(99_999)), if wide { 1 } else { 99_999 });
            assert_eq!(thread.root(at(99_999)), at(0));
        }
    };
    std::thread::Builder::new().stack_size(256 * 1024).spawn(run).unwrap().join().unwrap();
}

#[test]
fn numbers_leave_out_what_is_not_a_comment() {
    let built = build(&[("a", Some("gone")), ("b", None)]);
    let thread = built.thread();
    assert_eq!([1, 2].map(|number| thread.numbered(number)), [Some(at(1)), Some(at(2))]);
    assert_eq!(thread.number(at(2)), 2);
    assert_eq!(thread.below(at(0)), 1);
}

/// Items named `n00` and up; each may name a parent that is there, is itself, or is missing.
fn named<'a>(names: &'a [String], links: &[Option<usize>]) -> Vec<Item<'a>> {
    let item = |(at, link): (usize, &Option<usize>)| (names[at].as_str(), link.map(|to| names[to].as_str()));
    links.iter().enumerate().map(item).collect()
}

fn names() -> Vec<String> {
    (0..80).map(|n| format!("n{n:02}")).collect()
}

proptest! {
    /// Items in = items in the thread; a forest; nested ends; depths and numbers that agree.
    #[test]
    fn any_links_give_a_forest_with_every_item(links in prop::collection::vec(prop::option::of(0usize..40), 0..40)) {
        let names = names();
        let items = named(&names, &links);
        let built = build(&items);
        let thread = built.thread();
        prop_assert_eq!(thread.comments(), items.len());
        let mut found: Vec<String> =
            thread.ids().filter(|id| thread.is_comment(*id)).map(|id| built.source_id(id).unwrap().to_string()).collect();
        found.sort();
        prop_assert_eq!(found, names[..items.len()].to_vec());
        for id in thread.ids() {
            prop_assert!(thread.end(id) > id && thread.end(id).index() <= thread.len());
            match thread.parent(id) {
                Some(parent) => {
                    prop_assert!(parent < id && thread.end(id) <= thread.end(parent));
                    prop_assert_eq!(thread.depth(id), thread.depth(parent) + 1);
                    prop_assert_eq!(thread.link(id), Link::Given);
                }
                None => prop_assert_eq!((thread.depth(id), thread.link(id)), (0, Link::Root)),
            }
            // A ghost stands for something: it has replies.
            prop_assert!(thread.kind(id) != Kind::Ghost || thread.first_reply(id).is_some());
            prop_assert_eq!(
                thread.replies(id).map(|reply| thread.branch(reply).len()).sum::<usize>() + 1,
                thread.branch(id).len()
            );
            if let Some(next) = thread.next_sibling(id) {
                prop_assert_eq!(thread.prev_sibling(next), Some(id));
            }
        }
    }

    /// A parent is never invented where one was given, except that circles are cut.
    #[test]
    fn given_parents_are_kept(links in prop::collection::vec(prop::option::of(0usize..40), 0..40)) {
        let names = names();
        let items = named(&names, &links);
        let built = build(&items);
        let thread = built.thread();
        let mut loose = 0;
        for id in thread.ids().filter(|id| thread.is_comment(*id)) {
            let name = built.source_id(id).unwrap();
            let given = items.iter().find(|(own, _)| *own == name.as_str()).and_then(|(_, parent)| *parent);
            let found = thread.parent(id).and_then(|parent| built.source_id(parent));
            if found.is_none() && given.is_some() {
                loose += 1;
            } else {
                prop_assert_eq!(found.as_ref().map(|found| found.as_str()), given);
            }
        }
        prop_assert_eq!(loose, notes(&built).iter().filter(|note| note.contains("answer")).count());
    }

    /// Siblings keep the order of the source; a ghost stands where its first reply stood.
    #[test]
    fn siblings_keep_their_order(links in prop::collection::vec(prop::option::of(0usize..40), 0..40)) {
        let names = names();
        let built = build(&named(&names, &links));
        let thread = built.thread();
        let place = |id: CommentId| match thread.kind(id) {
            Kind::Ghost => built.source_id(thread.first_reply(id).unwrap()),
            _ => built.source_id(id),
        };
        for id in thread.ids() {
            if let Some(next) = thread.next_sibling(id) {
                prop_assert!(place(id) < place(next));
            }
        }
    }

    /// Where ids link, the order of the input changes only the order of siblings.
    #[test]
    fn permuted_input_gives_the_same_links(
        (items, turned) in prop::collection::vec(prop::option::of(0usize..24), 1..20)
            .prop_map(|links| links.into_iter().enumerate().collect::<Vec<_>>())
            .prop_flat_map(|links| (Just(links.clone()), Just(links).prop_shuffle()))
    ) {
        let names = names();
        let edges = |items: &[(usize, Option<usize>)]| {
            let items: Vec<Item<'_>> =
                items.iter().map(|(own, to)| (names[*own].as_str(), to.map(|to| names[to].as_str()))).collect();
            let built = build(&items);
            let thread = built.thread();
            let name = |id: CommentId| built.source_id(id).unwrap().to_string();
            let mut edges: Vec<_> = thread.ids().map(|id| (name(id), thread.parent(id).map(name))).collect();
            edges.sort();
            edges
        };
        prop_assert_eq!(edges(&items), edges(&turned));
    }
}
