//! What each key does, in keys and places.

use crate::support::{Play, open};
use btl::model::change::Spot;
use btl::model::{Change, CommentId};
use btl::reader::{StoreEffect, TerminalEffect};

const THREAD: &str = "\
ann: one
  bob: two
    cat: three
    dan: four
      bob: five
  eve: six
ann: seven
  bob: eight
cat: nine
";

fn play(keys: &str) -> Play {
    let mut play = open(THREAD, 60, 30);
    play.keys(keys);
    play
}

#[test]
fn tree_keys_go_where_their_names_say() {
    for (keys, number) in [
        ("j", 2),
        ("3 j", 4),
        ("j j k", 2),
        ("G", 9),
        ("G g", 1),
        ("J", 7),
        ("J J", 9),
        ("J K", 1),
        ("j J", 6),
        ("j j J", 4),
        ("4 j J", 6),
        ("4 j p", 4),
        ("4 j p p", 2),
        ("4 j t", 1),
        ("4 j }", 7),
        ("4 j {", 1),
        ("G { {", 1),
        ("4 j >", 6),
        ("j >", 7),
        ("2 ] ]", 9),
        ("5 G", 5),
        ("1 2 G", 9),
        ("5 0 %", 4),
        ("l", 2),
        ("j h h", 1),
        ("] a", 7),
        ("j ] a ;", 8),
        ("j ] a ; ,", 5),
        ("G ^O", 1),
        ("G ^O Alt-→", 9),
        ("5 G ' '", 1),
        ("5 G ' ' ' '", 5),
    ] {
        assert_eq!(play(keys).current(), number, "{keys}");
    }
}

#[test]
fn folding_hides_a_branch_and_undo_brings_it_back() {
    let mut play = play("j h j");
    assert_eq!(play.current(), 6, "the folded branch is stepped over");
    assert!(play.text().contains("▸ bob: two"), "{}", play.text());
    assert!(play.text().contains("+3"), "{}", play.text());
    play.keys("U k");
    assert_eq!(play.said(), "");
    play.keys("z M");
    assert_eq!(play.state.reading.view.count(), 3);
    play.keys("+");
    assert_eq!(play.state.reading.view.count(), 6);
    play.keys("z R");
    assert_eq!(play.state.reading.view.count(), 9);
    play.keys("U U U U ^R");
    assert_eq!(play.state.reading.view.count(), 3);
}

#[test]
fn a_jump_into_a_folded_branch_opens_its_path() {
    let mut play = play("z M 5 G");
    assert_eq!(play.current(), 5);
    assert!(play.state.reading.view.is_shown(CommentId::at(4)));
    play.keys("z v");
    assert_eq!(play.said(), "the path is already unfolded");
}

#[test]
fn a_mark_is_hollow_until_it_is_stored() {
    let mut play = open(THREAD, 60, 30);
    play.stores = false;
    play.keys("j m");
    let row = |play: &Play| play.text().lines().find(|line| line.contains("▌│ bob")).unwrap().to_owned();
    assert!(row(&play).contains('☆'), "{}", row(&play));
    let ticket = play.store_effects().find_map(|effect| match effect {
        StoreEffect::Change { ticket, change: Change::Mark { at: Spot::Comment(_), mark: Some(_) }, .. } => {
            Some(*ticket)
        }
        _ => None,
    });
    play.send(btl::reader::Message::Stored { ticket: ticket.unwrap(), result: Ok(()) });
    assert!(row(&play).contains('★'), "{}", row(&play));
    play.keys("m");
    assert!(!play.text().contains('★'));
    play.keys("U");
    assert!(play.text().contains("1 ★"));
}

#[test]
fn a_note_keeps_words_and_tags_and_esc_keeps_the_draft() {
    let mut play = play("M \"look_again\" Esc");
    assert!(play.state.reading.marks.is_empty());
    play.keys("M \"_#later\" Enter");
    let marked = play.state.reading.marks.values().next().unwrap();
    assert_eq!((marked.mark.note.as_str(), marked.mark.tags.join(",")), ("look again", "later".to_owned()));
    assert!(play.text().contains("★ look again #later"), "{}", play.text());
}

#[test]
fn the_list_of_marks_goes_unmarks_and_returns() {
    let mut play = play("j m j j m '");
    assert!(play.text().contains("Marks here · 2 marks"), "{}", play.text());
    play.keys("2");
    assert_eq!(play.current(), 4);
    play.keys("' m");
    assert_eq!(play.state.reading.marks.len(), 1);
    assert!(play.state.screens.last().unwrap().rows[0].struck);
    play.keys("m q");
    assert_eq!(play.state.reading.marks.len(), 2);
    play.keys("] m");
    assert_eq!(play.said(), "no further marked comment");
    play.keys("[ m");
    assert_eq!(play.current(), 2);
}

#[test]
fn stepping_on_sets_read_what_was_seen_and_jumps_nothing_else() {
    let mut play = play("j j");
    assert_eq!(play.state.reading.read.count(), 2);
    play.keys("G");
    assert_eq!(play.state.reading.read.count(), 3, "a jump sets read only what it leaves");
    play.keys("^L");
    assert_eq!(play.state.reading.unread(), 6);
}

#[test]
fn space_reads_everything_and_b_takes_it_back() {
    let mut play = open(THREAD, 40, 12);
    let start = (play.state.reading.top, play.state.reading.current);
    let mut steps = 0;
    while play.state.plan() != btl::reader::read_on::Plan::End {
        play.keys("Space");
        steps += 1;
        assert!(steps < 50, "{}", play.text());
    }
    assert_eq!(play.state.reading.unread(), 0);
    for _ in 0..steps {
        play.keys("b");
    }
    assert_eq!(play.state.reading.unread(), 9);
    assert_eq!((play.state.reading.top, play.state.reading.current), start);
}

#[test]
fn prefixes_wait_show_what_follows_and_esc_leaves_them() {
    let mut play = play("z");
    assert!(play.text().contains("Fold all"), "{}", play.text());
    play.keys("Esc");
    assert!(play.state.pending.is_empty() && play.state.status.is_none());
    play.keys("z x");
    assert!(play.said().starts_with("zx is not bound"));
}

#[test]
fn esc_never_quits_and_q_does() {
    let mut play = play("Esc Esc ^C ? Esc : Esc j P q");
    assert!(!play.quits());
    play.keys("q");
    assert!(play.quits());
}

#[test]
fn the_command_line_runs_names_numbers_and_vims_ways_out() {
    assert_eq!(play(": \"7\" Enter").current(), 7);
    assert_eq!(play(": \"bottom\" Enter").current(), 9);
    assert_eq!(play(": \"next-sib\" Enter").current(), 7, "the chosen row runs");
    for out in [": \"q\" Enter", ": \"wq\" Enter", ": \"x\" Enter"] {
        assert!(play(out).quits(), "{out}");
    }
}

#[test]
fn pasted_text_is_never_keys() {
    let mut play = play("j");
    play.send(btl::reader::Message::Paste("qqG:q\r".to_owned()));
    assert_eq!(play.current(), 2);
    play.keys(":");
    play.send(btl::reader::Message::Paste("top\u{1b}[201~\n".to_owned()));
    assert!(!play.quits());
    assert!(play.text().contains(":top[201~"), "{}", play.text());
}

#[test]
fn copying_gives_the_text_and_links_only_where_there_are_some() {
    let play = play("j y Y o O");
    let copied: Vec<&str> = play
        .terminal_effects()
        .filter_map(|effect| match effect {
            TerminalEffect::Copy { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(copied, ["two"]);
    assert!(!play.terminal_effects().any(|effect| matches!(effect, TerminalEffect::Browse(_))));
    assert_eq!(play.said(), "the source has no URL for the article");
}
