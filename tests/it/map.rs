//! The thread map: what it shows, how it is walked, and where it leads.

use crate::support::{NOW, Play, open};
use btl::model::{CommentId, Earlier, Restored};
use btl::reader::{Button, Message, Mouse, MouseKind};
use insta::assert_snapshot;
use proptest::prelude::*;

const THREAD: &str = "\
# Bridges of the town
ann [2026-11-22T08:00:00Z]: I walk over the old bridge every day. What now?
  bob [2026-11-22T09:00:00Z]: There is the ferry.
    ann [2026-11-22T09:30:00Z; op]: The ferry holds twelve people, and it does not run in winter.
      cat [2026-11-22T10:00:00Z]: It did when I was young.
    fay [2026-11-22T10:10:00Z]: And it is slow.
  dan [2026-11-22T10:30:00Z]: I heard that the army could lend a pontoon bridge.
    gil [2026-11-22T10:40:00Z]: For a whole winter?
    +3
eve [2026-11-22T10:58:00Z]: Close it in summer, when the river is low.
  hal [2026-11-22T10:59:00Z]: Low it is, and cold.
ida [2026-11-22T10:59:00Z]: I take the train.
";

fn play(width: u16, height: u16) -> Play {
    let mut play = open(THREAD, width, height);
    let arrived = vec![CommentId::at(4), CommentId::at(9)];
    let visits = vec![Earlier { at: NOW - 90_000, comments: 9, arrived, changed: Vec::new() }];
    let kept = Restored { visits, since: Some(0), known: true, ..Restored::default() };
    play.restored(kept);
    play
}

/// The number of the comment under the map's cursor.
fn at(play: &Play) -> usize {
    let map = play.state.map.as_ref().expect("the map is shown");
    map.at.index() + 1
}

#[test]
fn a_small_thread_stands_beside_its_words() {
    let mut play = play(80, 20);
    play.keys("j j w K ] n");
    assert_snapshot!(play.frame());
}

#[test]
fn what_is_searched_for_is_lit_in_the_map_and_n_walks_it() {
    let mut play = play(80, 20);
    play.keys("/ \"ferry Enter w");
    assert_snapshot!(play.frame());
    play.keys("n");
    assert_eq!(at(&play), 3);
}

#[test]
fn a_narrow_screen_has_the_signs_alone() {
    let mut play = play(24, 8);
    play.keys("6 G m w");
    assert_snapshot!(play.frame());
}

#[test]
fn a_thread_of_thousands_is_drawn_to_scale() {
    let depth = |at: usize| [0, 1, 2, 3, 3, 2, 1, 1, 2, 4, 5, 1][at % 12].min(at % 12);
    let outline: String = (0..6000).map(|at| format!("{}p{}: words\n", "  ".repeat(depth(at)), at % 40)).collect();
    let mut play = open(&outline, 60, 16);
    play.keys("w 3 0 0 0 G");
    assert_eq!(play.state.discussion().thread().number(play.state.map.as_ref().unwrap().at), 3000);
    assert_snapshot!(play.frame());
}

#[test]
fn enter_goes_and_everything_else_comes_back() {
    let mut play = play(80, 24);
    play.keys("j w G Enter");
    assert!(play.state.map.is_none());
    assert_eq!(play.current(), 10);
    play.keys("^O");
    assert_eq!(play.current(), 2, "it was a jump");
    for back in ["w", "q", "Esc"] {
        play.keys(&format!("w }} j {back}"));
        assert!(play.state.map.is_none());
        assert_eq!(play.current(), 2, "{back}");
    }
    assert!(!play.quits());
    play.keys("z M w 4 G Enter");
    assert!(play.state.reading.view.is_shown(CommentId::at(3)), "the path to it is open");
}

#[test]
fn the_map_reads_nothing_and_knows_what_is_new_unread_and_marked() {
    let mut play = play(80, 24);
    let read = play.state.reading.read.clone();
    play.keys("w j j J } G g ^F u n");
    assert_eq!(at(&play), 5);
    play.keys("n");
    assert_eq!(at(&play), 10);
    play.keys("n");
    assert_eq!(play.said(), "no more comments in that direction");
    play.keys("m g ] m");
    assert_eq!(at(&play), 10);
    assert_eq!(play.state.reading.read, read);
    play.keys("U");
    assert!(play.state.reading.marks.is_empty());
    play.keys("h z");
    play.keys("o");
    assert_eq!(play.said(), "not available in the map · Enter goes to the comment, Esc back");
    play.keys("? q");
    assert!(play.state.map.is_some(), "help lies over it");
}

#[test]
fn the_mouse_chooses_a_cell_and_goes() {
    let mut play = play(80, 24);
    play.keys("w");
    let cell = |play: &Play, row: usize| {
        let map = play.state.map.as_ref().unwrap();
        let (x, y) = map.place(&play.state, CommentId::at(row)).unwrap();
        (map.area.x + x, map.area.y + y)
    };
    let (x, y) = cell(&play, 5);
    let press = |play: &mut Play, x, y| {
        play.send(Message::Mouse(Mouse { kind: MouseKind::Down(Button::Left), x, y }));
        play.send(Message::Mouse(Mouse { kind: MouseKind::Up(Button::Left), x, y }));
    };
    press(&mut play, x, y);
    assert_eq!(at(&play), 6);
    play.send(Message::Mouse(Mouse { kind: MouseKind::WheelDown, x, y }));
    assert_ne!(at(&play), 6);
    press(&mut play, x, y);
    press(&mut play, x, y);
    assert_eq!((play.state.map.is_none(), play.current()), (true, 6));
    // Beside the cells, on the strip and on the title.
    play.keys("w");
    for (x, y) in [(79, 23), (40, 0), (0, 0), (79, 12)] {
        press(&mut play, x, y);
    }
}

#[test]
fn no_comments_and_one_comment() {
    let mut none = open("# Title\n| Words.\n", 80, 24);
    none.keys("w");
    assert_eq!((none.state.map.is_none(), none.said()), (true, "no comments here"));
    let mut one = open("ann: one\n", 80, 24);
    one.keys("w j k J K p t } { g G h l n Enter");
    assert_eq!((one.state.map.is_none(), one.current()), (true, 1));
}

#[test]
fn a_thread_without_end_in_depth_opens() {
    let outline: String = (0..300).map(|at| format!("{}p: words\n", "  ".repeat(at))).collect();
    let mut play = open(&outline, 80, 24);
    play.keys("w G");
    assert_eq!(at(&play), 300);
    play.text();
}

fn outline() -> impl Strategy<Value = String> {
    prop::collection::vec(0usize..5, 1..80).prop_map(|steps| {
        let mut depth = 0;
        let mut text = String::new();
        for (at, step) in steps.into_iter().enumerate() {
            depth = if at == 0 { 0 } else { (depth + 1).min(step) };
            text.push_str(&format!("{}p{}: words of {at}\n", "  ".repeat(depth), at % 5));
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// The keys mean the same in the map and in the thread.
    #[test]
    fn the_map_is_walked_as_the_thread_is(
        outline in outline(),
        keys in prop::collection::vec(prop::sample::select(vec![
            "^N", "^P", "J", "K", "p", "t", "}", "{", ">", "g", "G", "l", "2 J", "7 G", "5 0 %", "] a", "[ a",
        ]), 0..20),
        (width, height) in (20u16..200, 5u16..50),
    ) {
        let mut thread = open(&outline, width, height);
        let mut map = open(&outline, width, height);
        map.keys("w");
        for key in keys {
            thread.keys(key);
            map.keys(key);
            prop_assert_eq!(at(&map), thread.state.reading.current.index() + 1, "after {}", key);
            map.text();
        }
        map.keys("Enter");
        prop_assert_eq!(map.state.reading.current, thread.state.reading.current);
    }
}
