//! The scroll bar as a map: signs, clicking, dragging.

use crate::support::{NOW, Play, open};
use btl::model::{CommentId, Earlier, Restored};
use btl::reader::{Button, Message, Mouse, MouseKind};

/// Two hundred comments in branches of five.
fn play() -> Play {
    let comment = |at: usize| format!("{}p{at}: words of {at}\n", "  ".repeat(at % 5));
    let mut play = open(&(0..200).map(comment).collect::<String>(), 80, 22);
    let arrived = vec![CommentId::at(120), CommentId::at(121), CommentId::at(199)];
    let visits = vec![Earlier { at: NOW - 90_000, comments: 197, arrived, changed: Vec::new() }];
    let kept = Restored { visits, since: Some(0), known: true, ..Restored::default() };
    play.restored(kept);
    play
}

/// The bar, from top to bottom.
fn bar(play: &Play) -> String {
    let (text, height) = (play.text(), usize::from(play.state.size.height));
    text.lines().take(height - 1).skip(1).map(|line| line.chars().nth(79).unwrap_or(' ')).collect()
}

fn mouse(play: &mut Play, kind: MouseKind, y: u16) {
    play.send(Message::Mouse(Mouse { kind, x: 79, y }));
}

#[test]
fn the_bar_shows_where_new_marked_read_and_unread_ones_are() {
    let mut play = play();
    assert_eq!(bar(&play), "█···········●······●");
    play.keys("5 1 G m g");
    assert_eq!(bar(&play), "█····⋆······●······●");
    play.keys("n r ^O");
    assert_eq!(bar(&play), "█····⋆······●······●", "one of two is read");
    play.keys("1 0 1 G C y");
    assert_eq!(bar(&play), "░░░░░⋆░░░██░░░░░░░░░", "what is read is not new");
}

#[test]
fn in_a_view_of_a_part_the_bar_shows_that_part() {
    let mut play = play();
    play.keys("5 1 G : \"root\" Enter");
    // The path to the branch stands above, in the first row.
    assert_eq!(bar(&play), "     ██             ");
    play.keys("Esc s n g");
    assert_eq!(bar(&play).chars().filter(|sign| *sign == '●').count(), 2, "{}", bar(&play));
}

#[test]
fn a_click_goes_there_and_dragging_looks_without_reading() {
    let mut play = play();
    mouse(&mut play, MouseKind::Down(Button::Left), 20);
    assert_eq!(play.current(), 200);
    let (read, jumps) = (play.state.reading.read.clone(), play.state.reading.jumps.clone());
    for y in (1..20).rev() {
        mouse(&mut play, MouseKind::Drag(Button::Left), y);
    }
    assert_eq!(play.current(), 1);
    mouse(&mut play, MouseKind::Drag(Button::Left), 11);
    mouse(&mut play, MouseKind::Up(Button::Left), 11);
    assert_eq!(play.current(), 105);
    assert_eq!((&play.state.reading.read, &play.state.reading.jumps), (&read, &jumps));
}

#[test]
fn n_goes_through_a_search_while_one_lives_and_the_bar_shows_its_hits() {
    let mut play = play();
    play.keys("/ \"author:p77\" Enter");
    assert_eq!(play.current(), 78);
    assert!(bar(play.keys("g")).contains('◂'), "{}", bar(&play));
    play.keys("n Esc");
    assert_eq!((play.current(), bar(&play).contains('◂')), (78, false));
    play.keys("n");
    assert_eq!(play.current(), 121, "now the next new one");
    play.keys("g & \"new\" Enter");
    assert_eq!(
        play.state.reading.view.matches(),
        3 - play.state.reading.read.iter().filter(|id| [120, 121, 199].contains(&id.index())).count()
    );
}
