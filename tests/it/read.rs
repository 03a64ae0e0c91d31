//! What sets comments read, and what does not: the table of the design, key by key.

use crate::support::{Play, open};
use btl::model::{Change, CommentId};
use btl::reader::{Button, Message, Mouse, MouseKind, Size, StoreEffect};

/// Nine comments; the fourth is taller than the screen. No article, so that every key is about
/// comments.
fn thread() -> String {
    let tall = "word ".repeat(200);
    format!(
        "ann: one\n  bob: two\n    cat: three\n    dan: {tall}\n      bob: five\n  eve: six\nann: seven\n  bob: eight\ncat: nine\n"
    )
}

/// A pane of ten rows: three short comments and the beginning of the tall one.
fn play(keys: &str) -> Play {
    let mut play = open(&thread(), 60, 12);
    play.keys(keys);
    play
}

fn read(play: &Play) -> Vec<usize> {
    play.state.reading.read.iter().map(|id| id.index() + 1).collect()
}

#[test]
fn each_key_sets_read_what_the_design_says() {
    let table: &[(&str, &[usize])] = &[
        // Nothing but being there.
        ("", &[]),
        // Space, d, ^D, PgDn, ^F: what they pass whole. The tall one begins on the page.
        ("Space", &[1, 2, 3]),
        ("Space Space", &[1, 2, 3]),
        ("d", &[1, 2]),
        ("^D", &[1, 2]),
        ("PgDn", &[1, 2, 3]),
        ("^F", &[1, 2, 3]),
        ("^F ^F ^F ^F ^F", &[1, 2, 3, 4, 5]),
        // j, ^N: the comment that is left, if its end was shown.
        ("j", &[1]),
        ("j j j", &[1, 2, 3]),
        ("j j j j", &[1, 2, 3]),
        ("^N ^N ^N ^N", &[1, 2, 3]),
        ("↓ ↓", &[1, 2]),
        // A jump: the same.
        ("J", &[1]),
        ("G", &[1]),
        ("5 G", &[1]),
        ("}", &[1]),
        ("5 0 %", &[1]),
        ("j p", &[1, 2]),
        ("j j t", &[1, 2, 3]),
        ("l", &[1]),
        ("] a", &[1]),
        ("G ^O", &[1, 9]),
        ("4 G J", &[1]),
        (": \"7\" Enter", &[1]),
        // Nothing else: back, scrolling, folding, marking, looking.
        ("j k", &[1]),
        ("j ^P", &[1]),
        ("^E ^E ^E ^E ^E ^E ^E ^E ^E", &[]),
        ("^E ^E ^E ^E ^Y ^Y", &[]),
        ("u ^U PgUp ^B", &[]),
        ("z M z R", &[]),
        ("h", &[]),
        ("Enter", &[]),
        ("m M Esc ' q I q ? q", &[]),
        ("P Esc z t z z z b", &[]),
        ("s n Esc s t Esc A A", &[]),
        ("Z Esc ^L", &[]),
        ("x y Y Esc", &[]),
        // A folded comment is not passed by anything.
        ("j h Space", &[1, 6, 7]),
        ("h j", &[]),
        // By hand.
        ("r", &[1]),
        ("r r", &[]),
        ("j X", &[1, 2, 3, 4, 5]),
        ("X", &[1, 2, 3, 4, 5, 6]),
        ("C y", &[1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("C Enter", &[]),
        ("C n", &[]),
        // What is kept unread stays so when it is passed.
        ("r r j", &[]),
        ("r r Space", &[2, 3]),
        ("r r ^F", &[2, 3]),
        ("r r G", &[]),
        ("r r r", &[1]),
    ];
    let wrong = table.iter().map(|(keys, expected)| (keys, read(&play(keys)), expected.to_vec()));
    let wrong: Vec<_> = wrong.filter(|(_, found, expected)| found != expected).collect();
    assert!(wrong.is_empty(), "keys, what is read, what should be: {wrong:#?}");
}

#[test]
fn opening_reloading_resizing_and_the_mouse_set_nothing_read() {
    let mut play = play("");
    play.send(Message::Focus(true));
    play.send(Message::Resize(Size { width: 90, height: 40 }));
    play.resize(40, 9);
    let mouse = |kind, x, y| Message::Mouse(Mouse { kind, x, y });
    for y in [2, 4, 5, 1] {
        play.send(mouse(MouseKind::Down(Button::Left), 5, y));
        play.send(mouse(MouseKind::Up(Button::Left), 5, y));
    }
    for _ in 0..20 {
        play.send(mouse(MouseKind::WheelDown, 5, 4));
    }
    play.keys("R");
    assert_eq!(read(&play), Vec::<usize>::new());
}

#[test]
fn acts_on_what_is_read_are_named_and_undone() {
    let mut play = play("C");
    assert!(play.text().contains("Set 9 unread comments read?"), "{}", play.text());
    play.keys("y");
    assert_eq!(play.said(), "caught up: 9 comments set read · U takes it back");
    play.keys("U");
    assert_eq!((play.said(), play.state.reading.unread()), ("undone: catch up", 9));
    play.keys("^R");
    assert_eq!((play.said(), play.state.reading.unread()), ("done again: catch up", 0));
    play.keys("C");
    assert_eq!(play.said(), "all comments are read");
    play.keys("U 7 G X");
    assert_eq!(play.current(), 9);
    assert!(play.said().starts_with("2 comments set read"), "{}", play.said());
    play.keys("U");
    assert_eq!((play.said(), play.current()), ("undone: branch read", 7));
    play.keys("G X");
    assert_eq!(play.said(), "1 comment set read · U takes it back · nothing follows the branch");
    play.keys("r U");
    assert_eq!((play.said(), play.state.reading.is_unread(CommentId::at(8))), ("undone: keep unread", false));
}

#[test]
fn all_read_is_one_change_however_many() {
    let mut play = play("C y");
    let stored = play.store_effects().filter_map(|effect| match effect {
        StoreEffect::Change { change: Change::Read { these, on: true }, .. } => Some(these.len()),
        _ => None,
    });
    assert_eq!(stored.collect::<Vec<_>>(), [9]);
    play.keys("g r");
    assert_eq!(play.state.reading.unread(), 1);
}

#[test]
fn in_a_view_only_what_it_shows_is_set_read() {
    let mut play = play("j A C");
    assert!(play.text().contains("Set 3 unread comments of this view (8"), "{}", play.text());
    play.keys("y");
    assert_eq!(read(&play), [1, 2, 5, 8]);
}
