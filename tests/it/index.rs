//! The index, branches alone with their path, and long chains.

use crate::support::{NOW, Play, open, open_discussion};
use btl::layout::Pane;
use btl::loader;
use btl::model::{CommentId, Discussion, Earlier, Restored};
use btl::reader::read_on::Plan;
use btl::reader::{Button, Message, Mouse, MouseKind};
use insta::assert_snapshot;
use proptest::prelude::*;

const THREAD: &str = "\
# Bridges of the town
| The old bridge will be closed in spring, and the new one will not be ready before winter.
ann [2026-11-22T08:00:00Z; +12]: I walk over the old bridge every day. What now?
  bob [2026-11-22T09:00:00Z; +3]: There is the ferry.
    ann [2026-11-22T09:30:00Z; op]: > There is the ferry.
    | The ferry holds twelve people, and it does not run in winter.
      cat [2026-11-22T10:00:00Z; +7]: It did when I was young.
  dan [2026-11-22T10:30:00Z; -1]: I heard that the army could lend a pontoon bridge.
    eve [2026-11-22T10:40:00Z]: They need it themselves.
eve [2026-11-22T10:58:00Z]: Close it in summer, when the river is low.
";

fn parse(text: &str) -> Discussion {
    loader::parse(text.as_bytes().to_vec(), &loader::Options::default()).unwrap()
}

/// A thread from parents and authors.
fn made(rows: &[(Option<usize>, &str)]) -> Discussion {
    let items: Vec<serde_json::Value> = rows
        .iter()
        .enumerate()
        .map(|(at, (parent, author))| {
            serde_json::json!({
                "id": format!("c{at}"),
                "inReplyTo": parent.map(|parent| format!("c{parent}")),
                "attributedTo": if author.is_empty() { serde_json::Value::Null } else { serde_json::json!({"name": author}) },
                "mediaType": "text/plain",
                "content": format!("words of {at}"),
            })
        })
        .collect();
    let json = serde_json::json!({
        "type": "Discussion", "btl": 1, "source": {"complete": true}, "article": {"name": "Made"}, "items": items,
    });
    parse(&json.to_string())
}

/// One reply to each, so many.
fn chain(comments: usize) -> Discussion {
    let names = ["ann", "bob", "cat"];
    let rows: Vec<(Option<usize>, &str)> = (0..comments).map(|at| (at.checked_sub(1), names[at % 3])).collect();
    made(&rows)
}

fn click(play: &mut Play, x: u16, y: u16) {
    for kind in [MouseKind::Down(Button::Left), MouseKind::Up(Button::Left)] {
        play.send(Message::Mouse(Mouse { kind, x, y }));
    }
}

/// The rows of the screen that a word stands in.
fn row_of(play: &Play, word: &str) -> (u16, u16) {
    let text = play.text();
    let (y, line) = text.lines().enumerate().find(|(_, line)| line.contains(word)).unwrap();
    let x = btl::text::width::cells(&line[..line.find(word).unwrap()]);
    (x as u16, y as u16)
}

#[test]
fn the_index_at_80_columns() {
    let mut play = open(THREAD, 80, 20);
    play.keys("j j j 5 G h 3 G m i");
    assert_snapshot!(play.frame());
}

#[test]
fn the_index_beside_the_article_at_120_columns() {
    let mut play = open(THREAD, 120, 24);
    play.keys("4 G i");
    assert_snapshot!(play.text());
}

#[test]
fn the_index_without_authors() {
    let mut play = open_discussion(made(&[(None, ""), (Some(0), ""), (Some(1), ""), (None, "")]), 50, 14);
    play.keys("i 3 G");
    assert_snapshot!(play.text());
}

#[test]
fn mail_opens_in_the_index_and_other_things_in_full_text() {
    let mail = include_bytes!("../data/mbox/thread/in.mbox").to_vec();
    let mut play = open_discussion(loader::parse(mail, &loader::Options::default()).unwrap(), 80, 24);
    // On a narrow screen what began the discussion comes first.
    play.keys("Space");
    assert!(play.state.in_index(), "{}", play.text());
    play.keys("i");
    assert!(!play.state.in_index());
    assert!(!open(THREAD, 80, 24).state.in_index());
}

#[test]
fn space_reads_the_text_below_page_by_page_and_b_takes_it_back() {
    let long = "a sentence that goes on for a while ".repeat(40);
    let mut play = open(&format!("ann: {long}\n  bob: two\ncat: three\n"), 60, 20);
    play.keys("i");
    let start = (play.state.reading.current, play.state.reading.text, play.state.reading.top);
    assert!(matches!(play.state.plan(), Plan::Within(_)));
    assert!(play.text().contains("on in this comment"), "{}", play.text());
    let mut spaces = 0;
    while play.current() == 1 {
        play.keys("Space");
        spaces += 1;
    }
    assert!(spaces > 2, "{spaces}");
    assert_eq!((play.current(), play.state.reading.read.count()), (2, 1));
    play.keys("Space Space");
    assert_eq!((play.current(), play.state.reading.unread()), (3, 0));
    play.keys("Space");
    assert!(play.said().starts_with("the end"), "{}", play.said());
    // The one at the end is a step as well.
    for _ in 0..spaces + 3 {
        play.keys("b");
    }
    assert_eq!(play.state.reading.unread(), 3);
    assert_eq!((play.state.reading.current, play.state.reading.text, play.state.reading.top), start);
}

#[test]
fn leaving_a_long_text_before_its_end_sets_nothing_read() {
    let long = "a sentence that goes on for a while ".repeat(40);
    let mut play = open(&format!("ann: {long}\nbob: two\ncat: three\n"), 60, 20);
    play.keys("i j");
    assert_eq!(play.state.reading.read.count(), 0);
    play.keys("j");
    assert_eq!(play.state.reading.read.count(), 1, "the short one was seen whole");
    // The page of the list is not the page that is read.
    play.keys("g d");
    assert!(!play.state.reading.read.has(CommentId::at(0)));
}

#[test]
fn folds_looks_and_marks_work_in_the_index() {
    let mut play = open(THREAD, 80, 20);
    play.keys("i 2 G h");
    assert!(play.text().contains("▸ There is the ferry. +2"), "{}", play.text());
    play.keys("U m");
    assert!(play.text().contains("▌★ bob"), "{}", play.text());
    play.keys("s p");
    let rows: Vec<_> = play.state.page().iter().map(|row| row.id.index() + 1).collect();
    assert_eq!(rows, [1, 2, 3, 4, 5, 6, 7], "the highest score first");
    play.keys("A");
    assert_eq!(play.state.page().len(), 1, "{}", play.text());
    play.keys("Esc Esc");
    assert_eq!((play.current(), play.state.page().len()), (2, 7));
}

#[test]
fn the_text_has_a_size_a_focus_and_a_zoom() {
    let mut play = open(THREAD, 80, 24);
    play.keys("i");
    let height = |play: &Play| play.state.screen.text.unwrap().height;
    assert_eq!(height(&play), 11);
    play.keys("3 ^W +");
    assert_eq!(height(&play), 14);
    play.keys("^W = Tab");
    assert_eq!((height(&play), play.state.reading.focus), (11, Pane::Text));
    play.keys("Z");
    assert_eq!((height(&play), play.state.screen.comments.unwrap().height), (16, 5));
    play.keys("J Z");
    assert_eq!((play.current(), height(&play)), (7, 11));
    let head = play.state.screen.text_head.unwrap();
    for (kind, y) in [(MouseKind::Down(Button::Left), head.y), (MouseKind::Drag(Button::Left), head.y - 2)] {
        play.send(Message::Mouse(Mouse { kind, x: 5, y }));
    }
    assert_eq!(height(&play), 13);
    play.resize(80, 8);
    assert!(!play.state.in_index(), "no room: full text");
    play.resize(80, 24);
    assert!(play.state.in_index());
}

#[test]
fn a_click_selects_a_row_and_a_second_one_folds() {
    let mut play = open(THREAD, 80, 24);
    play.keys("i");
    let (x, y) = row_of(&play, "I heard that");
    click(&mut play, x, y);
    assert_eq!(play.current(), 5);
    click(&mut play, x, y);
    assert!(play.text().contains("▸ I heard that the army could lend a p"), "{}", play.text());
    assert_eq!(play.state.reading.view.count(), 6);
    click(&mut play, x, y);
    assert_eq!(play.state.reading.view.count(), 7);
}

#[test]
fn every_size_is_painted_in_the_index_and_in_a_branch() {
    for width in [0, 1, 19, 20, 21, 33, 40, 80, 109, 110, 120, 170, 200] {
        for height in [0, 4, 5, 6, 8, 9, 10, 11, 12, 24, 32, 36, 56, 60] {
            let mut play = open(THREAD, width, height);
            for keys in [
                "i",
                "2 G",
                ": \"root\" Enter",
                "z s",
                "h",
                "Tab",
                "Z",
                "Space",
                "^W +",
                "d",
                "b",
                "i",
                "Esc",
                "A",
                "i",
            ] {
                play.keys(keys);
                let text = play.text();
                assert_eq!(text.lines().count(), usize::from(height));
            }
            assert_eq!(play.state.in_index(), play.state.screen.text.is_some());
        }
    }
}

#[test]
fn branches_alone_nest_and_their_path_leads_back() {
    let mut play = open(THREAD, 80, 24);
    play.keys("2 G : \"root\" Enter");
    assert!(play.text().contains(" ⌂ › ann › bob\n"), "{}", play.text());
    assert_eq!(play.state.reading.view.count(), 3);
    play.keys("j j : \"root\" Enter");
    assert!(play.text().contains(" ⌂ › ann › bob › ann › cat\n"), "{}", play.text());
    assert_eq!(play.state.reading.view.count(), 1);
    play.keys("Esc");
    assert_eq!((play.state.reading.view.count(), play.current()), (3, 4));
    play.keys(": \"root\" Enter");
    // To a branch between the two, then to the whole thread.
    let (x, y) = row_of(&play, "bob › ann");
    click(&mut play, x + 6, y);
    assert_eq!((play.state.reading.view.root(), play.current()), (Some(CommentId::at(2)), 4));
    play.keys("Esc");
    assert_eq!(play.state.reading.view.root(), Some(CommentId::at(1)));
    let (x, y) = row_of(&play, "⌂");
    click(&mut play, x, y);
    assert_eq!((play.state.reading.view.root(), play.state.reading.view.count()), (None, 7));
    assert!(!play.text().contains('⌂'));
    // A jump out of it leaves only the branches that do not hold the comment.
    play.keys("2 G : \"root\" Enter j : \"root\" Enter 2 G");
    assert_eq!(play.state.reading.view.root(), Some(CommentId::at(1)));
}

#[test]
fn a_path_that_does_not_fit_keeps_its_nearest_part() {
    let mut play = open_discussion(chain(40), 50, 12);
    play.keys("G : \"root\" Enter");
    assert!(play.text().contains(" ⌂ › … › "), "{}", play.text());
    assert!(play.text().contains(" › ann › bob › cat › ann\n"), "{}", play.text());
}

#[test]
fn a_very_deep_chain_is_walked_alone_indexed_and_folded() {
    const MANY: usize = 100_000;
    let mut play = open_discussion(chain(MANY), 60, 16);
    play.keys("G : \"root\" Enter i j k Esc");
    assert_eq!(play.current(), MANY);
    play.keys(&format!("\"{}\" G", MANY / 2));
    assert!(play.text().contains(&format!("{}…└─ ", MANY / 2 - 1)), "{}", play.text());
    play.keys("z s");
    assert_eq!(play.state.reading.view.count(), 3, "first, row of the run, last");
    assert_eq!(play.current(), 2);
    assert!(play.text().contains(&format!("▸ {} replies between ann and ", MANY - 2)), "{}", play.text());
    play.keys("j p");
    assert_eq!(play.current(), MANY - 1, "a jump inside opens it");
    assert_eq!(play.state.reading.view.count(), MANY);
}

const TALK: &[(Option<usize>, &str)] = &[
    (None, "ann"),
    (Some(0), "bob"),
    (Some(1), "ann"),
    (Some(2), "bob"),
    (Some(3), "ann"),
    (Some(4), "cat"),
    (Some(5), "dan"),
    (Some(5), "eve"),
    (None, "fay"),
];

#[test]
fn a_chain_of_single_replies_is_one_row_that_opens() {
    let mut play = open_discussion(made(TALK), 60, 24);
    play.keys("j j j z s");
    let rows = |play: &Play| play.state.page().iter().filter(|row| !row.gap).map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(play.current(), 2, "the cursor stands on the row of the chain");
    assert!(play.text().contains("▸ 4 replies between ann and cat, 2 unread"), "{}", play.text());
    play.keys("g 3 G m");
    assert_eq!(play.current(), 3, "a jump opens it");
    play.keys("z s");
    assert_eq!(play.said(), "chains folded again");
    assert!(play.text().contains("between ann and cat, 2 unread, 1 ★"), "{}", play.text());
    assert!(!rows(&play).contains(&CommentId::at(2)));
    play.keys("l");
    assert_eq!(play.state.reading.view.count(), TALK.len());
    play.keys("z s z s");
    assert!(play.state.reading.looks.is_empty());
}

#[test]
fn the_row_of_a_chain_counts_what_is_new_in_it() {
    let mut play = open_discussion(made(TALK), 60, 24);
    let arrived = [2, 3, 7].map(CommentId::at).to_vec();
    let visits = vec![Earlier { at: NOW - 90_000, arrived, ..Earlier::default() }];
    let kept = Restored { visits, since: Some(0), known: true, ..Restored::default() };
    play.restored(kept);
    play.keys("z s");
    assert!(play.text().contains("▸ 4 replies between ann and cat, 2 new"), "{}", play.text());
}

#[test]
fn space_steps_over_a_folded_chain_and_folds_lie_over_it() {
    let mut play = open_discussion(made(TALK), 60, 5);
    play.keys("z s Space");
    assert_eq!(play.current(), 6, "{}", play.text());
    assert!(play.said().starts_with("stepped over 1 "), "{}", play.said());
    play.keys("b g h");
    assert_eq!(play.state.reading.view.count(), 2, "the root's fold hides the run as well");
    play.keys("U");
    assert_eq!(play.state.reading.view.count(), 6);
    play.keys("j z c");
    assert_eq!(play.said(), "already folded");
    play.keys("Esc");
    assert_eq!((play.state.reading.view.count(), play.current()), (9, 2));
}

#[test]
fn two_people_in_turn_stay_at_one_level() {
    let mut play = open_discussion(made(TALK), 60, 30);
    play.keys(": \"flatten-exchanges\" Enter");
    assert_snapshot!("exchange_in_full_text", play.text());
    play.keys("i");
    assert_snapshot!("exchange_in_the_index", play.text());
    play.keys("Esc");
    assert!(!play.text().contains('⇅'));
}

/// A comment of a made thread: which of those before it it answers, and by whom.
fn rows() -> impl Strategy<Value = Vec<(Option<usize>, &'static str)>> {
    // Mostly the one before: chains.
    let parent = proptest::option::weighted(
        0.95,
        prop_oneof![6 => Just(None), 1 => any::<prop::sample::Index>().prop_map(Some)],
    );
    let row = (parent, prop::sample::select(vec!["ann", "bob", "cat"]));
    prop::collection::vec(row, 1..40).prop_map(|rows| {
        let parent = |at: usize, parent: Option<Option<prop::sample::Index>>| {
            let parent = parent.filter(|_| at > 0)?;
            Some(parent.map_or(at - 1, |index| index.index(at)))
        };
        rows.into_iter().enumerate().map(|(at, (to, by))| (parent(at, to), by)).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// The cursor is on the page, in the index and out of it, and stays where `i` is typed.
    #[test]
    fn the_cursor_is_always_in_sight(
        rows in rows(),
        keys in prop::collection::vec(prop::sample::select(vec![
            "j", "k", "J", "K", "p", "t", "}", "h", "l", "z M", "z R", "s r", "s s", "A", "Esc", "G", "g", "Space", "b",
            "z a", "3 G", "d", "u", "U", "^R", "i", "i", "z s", "z s", "r o o t", "f l a t", "Tab", "Z", "^W +", "^W -",
        ]), 1..40),
        height in 6u16..30,
    ) {
        let mut play = open_discussion(made(&rows), 60, height);
        for key in keys {
            let before = play.state.reading.current;
            match key {
                "r o o t" => play.keys(": \"root\" Enter"),
                "f l a t" => play.keys(": \"flatten-exchanges\" Enter"),
                key => play.keys(key),
            };
            let state = &play.state;
            let here = state.reading.current;
            prop_assert!(state.reading.view.is_shown(here), "after {}", key);
            prop_assert!(state.page().iter().any(|row| row.id == here), "after {} {:?}", key, here);
            if key == "i" {
                prop_assert_eq!(here, before);
            }
            let _ = play.text();
        }
    }

    /// So many `b` after so many `Space`: everything as it was.
    #[test]
    fn b_takes_spaces_back_in_the_index(rows in rows(), start in any::<prop::sample::Index>(), spaces in 1usize..12) {
        let mut play = open_discussion(made(&rows), 60, 12);
        play.keys(&format!("i \"{}\" G", start.index(rows.len()) + 1));
        let state = |play: &Play| {
            let reading = &play.state.reading;
            (reading.current, reading.top, reading.text, reading.read.clone())
        };
        let before = state(&play);
        let mut done = 0;
        while done < spaces && play.state.plan() != Plan::End {
            play.keys("Space");
            done += 1;
        }
        for _ in 0..done {
            play.keys("b");
        }
        prop_assert_eq!(state(&play), before);
    }

    /// A comment is on its own row or in a run of single replies, and in nothing else.
    #[test]
    fn a_run_hides_single_replies_and_nothing_else(rows in rows(), into in any::<prop::sample::Index>()) {
        let mut play = open_discussion(made(&rows), 60, 24);
        play.keys("z s");
        let discussion = play.state.reading.discussion.clone();
        let thread = discussion.thread();
        for id in thread.ids() {
            let view = &play.state.reading.view;
            let Some((first, last)) = view.run(id) else {
                prop_assert!(view.is_shown(id));
                continue;
            };
            prop_assert!(last.index() - first.index() >= 2);
            prop_assert_eq!(view.is_shown(id), id == first);
            let replies: Vec<_> = thread.replies(id).collect();
            prop_assert_eq!(replies.len(), 1);
            prop_assert_eq!(thread.replies(thread.parent(first).unwrap()).count(), 1);
        }
        // Single replies that no run has taken are too few in a row.
        let single = |id: CommentId| thread.replies(id).count() == 1;
        let longest = thread.ids().filter(|id| play.state.reading.view.run(*id).is_none()).map(|id| {
            thread.ancestors(id).take_while(|above| single(*above) && play.state.reading.view.run(*above).is_none()).count()
        });
        prop_assert!(longest.max().unwrap_or(0) <= 3);
        let to = into.index(thread.len());
        play.keys(&format!("\"{}\" G", to + 1));
        prop_assert!(play.state.reading.view.is_shown(CommentId::at(to)));
        prop_assert!(play.state.reading.view.run(CommentId::at(to)).is_none());
    }

    /// Levels grow by one below what a comment's line hangs on, and only an exchange is flat.
    #[test]
    fn levels_are_depths_but_in_exchanges(rows in rows()) {
        let mut play = open_discussion(made(&rows), 60, 24);
        play.keys(": \"flatten-exchanges\" Enter");
        let (view, discussion) = (&play.state.reading.view, &play.state.reading.discussion);
        let thread = discussion.thread();
        for id in thread.ids() {
            let level = view.drawn_level(thread, id);
            match view.drawn_above(thread, id) {
                Some(above) => prop_assert_eq!(level, view.drawn_level(thread, above) + 1),
                None => prop_assert_eq!(level, 0),
            }
            let parent = thread.parent(id);
            let turn = parent.and_then(|parent| thread.parent(parent)).is_some_and(|above| {
                thread.author(above) == thread.author(id) && thread.author(id) != thread.author(parent.unwrap())
            });
            let flat = turn && thread.replies(parent.unwrap()).count() == 1;
            prop_assert_eq!(view.exchange(id) != id, flat);
            let below = parent.map_or(0, |parent| view.drawn_level(thread, parent) + u32::from(!flat));
            prop_assert_eq!(level, below);
        }
    }
}
