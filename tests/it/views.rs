//! Views of a thread: orders, parts of it, one branch, one person, an earlier time.

use crate::support::{Play, open_discussion};
use btl::loader;
use btl::model::{CommentId, Discussion, Thread};
use btl::reader::bits::Bits;
use btl::reader::view::{Order, Sort, Spec, View};
use proptest::prelude::*;
use std::sync::Arc;

/// A comment of a made thread: which of those before it it answers, when, how liked.
type Row = (Option<prop::sample::Index>, Option<u8>, Option<i8>);

fn made(rows: &[Row]) -> Discussion {
    let items: Vec<serde_json::Value> = rows
        .iter()
        .enumerate()
        .map(|(at, (parent, time, score))| {
            let parent = parent.filter(|_| at > 0).map(|parent| format!("c{}", parent.index(at)));
            serde_json::json!({
                "id": format!("c{at}"),
                "inReplyTo": parent,
                "attributedTo": {"name": format!("p{}", at % 3)},
                "published": time.map(|t| format!("2026-11-20T10:{:02}:00Z", t % 60)),
                "score": score,
                "mediaType": "text/plain",
                "content": format!("words of {at}"),
            })
        })
        .collect();
    let json = serde_json::json!({
        "type": "Discussion", "btl": 1, "source": {"complete": true}, "article": {"name": "Made"}, "items": items,
    });
    loader::parse(json.to_string().into_bytes(), &loader::Options::default()).unwrap()
}

fn rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    let row = (proptest::option::weighted(0.8, any::<prop::sample::Index>()), any::<Option<u8>>(), any::<Option<i8>>());
    prop::collection::vec(row, 1..most)
}

const SORTS: [Sort; 6] = [Sort::Source, Sort::Oldest, Sort::Newest, Sort::Score, Sort::Replies, Sort::Time];

fn key(thread: &Thread, sort: Sort, id: CommentId) -> (i64, CommentId) {
    let key = match sort {
        Sort::Source => 0,
        Sort::Oldest | Sort::Time => thread.time(id).unwrap_or(i64::MAX),
        Sort::Newest => thread.time(id).map_or(i64::MAX, |t| -t),
        Sort::Score => thread.score(id).map_or(i64::MAX, |s| -i64::from(s)),
        Sort::Replies => -(thread.branch(id).len() as i64 - 1),
    };
    (key, id)
}

/// The rows in an order, worked out the slow way.
fn slow_order(thread: &Thread, sort: Sort) -> Vec<CommentId> {
    let mut all: Vec<CommentId> = thread.ids().collect();
    if sort.is_flat() {
        all.sort_by_key(|id| key(thread, sort, *id));
        return all;
    }
    fn walk(thread: &Thread, sort: Sort, parent: Option<CommentId>, out: &mut Vec<CommentId>) {
        let mut these: Vec<CommentId> = thread.ids().filter(|id| thread.parent(*id) == parent).collect();
        these.sort_by_key(|id| key(thread, sort, *id));
        for id in these {
            out.push(id);
            walk(thread, sort, Some(id), out);
        }
    }
    let mut out = Vec::new();
    walk(thread, sort, None, &mut out);
    out
}

/// What a view shows, worked out the slow way.
fn slow_shown(thread: &Thread, order: &[CommentId], view: &View, folded: &[CommentId], set: &Spec) -> Vec<CommentId> {
    let within = |id: CommentId| set.root.is_none_or(|root| thread.is_within(id, root));
    let fits = |id: CommentId| within(id) && set.matches.as_ref().is_none_or(|m| m.has(id));
    let holds = |id: CommentId| {
        fits(id) || (!set.flat && within(id) && thread.ids().any(|below| fits(below) && thread.is_within(below, id)))
    };
    let hidden = |id: CommentId| {
        !view.folds_rest() && thread.ancestors(id).any(|above| within(above) && folded.contains(&above))
    };
    order.iter().copied().filter(|id| holds(*id) && !hidden(*id)).collect()
}

fn all_shown(view: &View) -> Vec<CommentId> {
    std::iter::successors(view.first(), |id| view.next(*id)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_view_shows_what_the_slow_way_shows(
        rows in rows(40),
        sort in prop::sample::select(SORTS.to_vec()),
        flat in any::<bool>(),
        rests in any::<bool>(),
        root in proptest::option::of(any::<prop::sample::Index>()),
        matches in proptest::option::of(prop::collection::vec(any::<bool>(), 40)),
        folds in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..12),
    ) {
        let discussion = made(&rows);
        let thread = discussion.thread();
        let order = slow_order(thread, sort);
        let mut view = View::all(thread);
        let spec = Spec {
            order: Order::of(thread, sort).map(Arc::new),
            flat: flat || sort.is_flat(),
            root: root.map(|root| CommentId::at(root.index(thread.len()))),
            matches: matches.map(|which| {
                let mut bits = Bits::new(thread.len(), false);
                for id in thread.ids().filter(|id| which[id.index()]) {
                    bits.set(id, true);
                }
                bits
            }),
            rests,
            ..Spec::default()
        };
        let mut folded = Vec::new();
        let (before, after) = folds.split_at(folds.len() / 2);
        for (late, half) in [(false, before), (true, after)] {
            if late {
                view.set(thread, spec.clone());
            }
            for (at, on) in half {
                let id = CommentId::at(at.index(thread.len()));
                folded.retain(|other| *other != id);
                if *on {
                    folded.push(id);
                }
                view.fold(thread, id, *on);
            }
        }
        view.set(thread, spec.clone());
        let shown = all_shown(&view);
        prop_assert_eq!(&shown, &slow_shown(thread, &order, &view, &folded, &spec));
        // The same on the way back, and place by place.
        let mut back: Vec<CommentId> = std::iter::successors(view.last(), |id| view.prev(*id)).collect();
        back.reverse();
        prop_assert_eq!(&shown, &back);
        for (place, id) in order.iter().enumerate() {
            prop_assert_eq!(view.place(*id), place);
            prop_assert_eq!(view.row(place), *id);
        }
        // A fold after the view was set gives the same as one before.
        let mut again = View::all(thread);
        again.set(thread, spec.clone());
        for id in &folded {
            again.fold(thread, *id, true);
        }
        prop_assert_eq!(&all_shown(&again), &shown);
        // Every comment can be brought in, with what is above it.
        if spec.root.is_none() {
            for id in thread.ids() {
                view.admit(thread, id);
                prop_assert!(view.holds(id));
                prop_assert!(spec.flat || thread.ancestors(id).all(|above| view.holds(above)));
            }
        }
    }

    /// From any view, the steps along the tree lead to shown comments, and the comment under
    /// the cursor stays under it when the view changes.
    #[test]
    fn the_cursor_is_always_on_a_shown_comment(
        rows in rows(30),
        keys in prop::collection::vec(prop::sample::select(vec![
            "j", "k", "J", "K", "p", "t", "}", "{", ">", "h", "l", "zM", "zR", "so", "sn", "sp", "sr", "st", "ss",
            "A", "Esc", "G", "g", "Space", "b", "]a", "[a", "za", "3G", "d", "u", "U", "^R",
        ]), 1..40),
        height in 6u16..30,
    ) {
        let mut play = open_discussion(made(&rows), 60, height);
        for key in keys {
            let current = play.state.reading.current;
            match key {
                "Esc" | "Space" | "^R" => play.keys(key),
                _ => play.keys(&key.chars().map(|c| format!("{c} ")).collect::<String>()),
            };
            let state = &play.state;
            let here = state.reading.current;
            prop_assert!(state.reading.view.is_shown(here), "after {key}");
            prop_assert!(state.page().iter().any(|row| row.id == here), "after {key} {here:?} is not on the page");
            if key.starts_with('s') || (key == "Esc" && state.reading.view.holds(current)) {
                prop_assert_eq!(here, current, "after {}", key);
            }
        }
    }
}

fn play() -> Play {
    let json = r#"{"type":"Discussion","btl":1,"source":{"complete":true},"article":{"name":"Tea"},"items":[
      {"id":"a","attributedTo":{"name":"ann"},"published":"2026-11-20T10:00:00Z","score":1,"content":"first","mediaType":"text/plain"},
      {"id":"b","inReplyTo":"a","attributedTo":{"name":"bob"},"published":"2026-11-20T12:00:00Z","score":5,"content":"late reply","mediaType":"text/plain"},
      {"id":"c","inReplyTo":"a","attributedTo":{"name":"cat"},"published":"2026-11-20T11:00:00Z","score":9,"content":"early reply","mediaType":"text/plain"},
      {"id":"d","inReplyTo":"c","attributedTo":{"name":"bob"},"published":"2026-11-20T13:00:00Z","score":2,"content":"deep reply","mediaType":"text/plain"},
      {"id":"e","attributedTo":{"name":"eve"},"published":"2026-11-20T09:00:00Z","score":7,"content":"old root","mediaType":"text/plain"}]}"#;
    let options = loader::Options::default();
    open_discussion(loader::parse(json.as_bytes().to_vec(), &options).unwrap(), 60, 24)
}

/// The authors in the order of the screen, by way of `j`.
fn order(play: &Play) -> String {
    let view = &play.state.reading.view;
    let name = |id: CommentId| {
        let words = play.state.discussion().body(id);
        words.text.as_str().split(' ').next().unwrap_or_default().to_owned()
    };
    std::iter::successors(view.first(), |id| view.next(*id)).map(name).collect::<Vec<_>>().join(" ")
}

#[test]
fn siblings_are_sorted_and_branches_stay_whole() {
    let mut play = play();
    for (keys, expected) in [
        ("s o", "old first early deep late"),
        ("s n", "first late early deep old"),
        ("s p", "old first early deep late"),
        ("s r", "first early deep late old"),
        ("s t", "old first early late deep"),
        ("s s", "first late early deep old"),
    ] {
        play.keys(keys);
        assert_eq!(order(&play), expected, "{keys}");
    }
    assert!(play.state.reading.looks.is_empty());
}

#[test]
fn tree_keys_follow_the_order_of_the_view() {
    let mut play = play();
    play.keys("s o");
    assert_eq!(play.current(), 1, "the cursor stays on its comment");
    play.keys("l");
    assert_eq!(play.current(), 3, "the first reply is the oldest one");
    play.keys("J");
    assert_eq!(play.current(), 2);
    play.keys("K");
    assert_eq!(play.current(), 3);
    play.keys("{ {");
    assert_eq!(play.current(), 5, "the oldest root stands first");
}

#[test]
fn one_person_flat_under_lines_of_what_they_answer() {
    let mut play = play();
    play.keys("j A");
    insta::assert_snapshot!(play.frame());
    assert_eq!(order(&play), "late deep");
    play.keys("j p");
    assert_eq!(play.current(), 3, "what it answers comes into the view");
    play.keys("Esc");
    assert_eq!(order(&play), "first late early deep old");
}

#[test]
fn a_branch_alone_and_back() {
    let mut play = play();
    play.keys("j j : \"root\" Enter");
    assert_eq!(order(&play), "early deep");
    play.keys("J");
    assert_eq!(play.current(), 3, "nothing follows in it");
    play.keys("Esc");
    assert_eq!(order(&play), "first late early deep old");
}

#[test]
fn the_thread_as_it_was() {
    let mut play = play();
    play.keys(": \"as-of_2026-11-20T11:30\" Enter");
    assert_eq!(order(&play), "first early old");
    play.keys(": \"as-of_tomorrow\" Enter");
    assert!(play.said().contains("expected an age"), "{}", play.said());
    play.keys("Esc Esc");
    assert_eq!(order(&play), "first late early deep old");
}
