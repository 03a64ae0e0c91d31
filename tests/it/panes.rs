//! What the screen shows, at several sizes: text, and roles under it.

use crate::support::{open, open_discussion};
use insta::assert_snapshot;

const THREAD: &str = "\
# Bridges of the town
| The old bridge will be closed in spring, and the new one will not be ready before winter.
| Nobody in the town hall could say how people should cross the river in between.
ann [2026-11-22T08:00:00Z]: I walk over the old bridge every day. What now?
  bob [2026-11-22T09:00:00Z]: There is the ferry.
    ann [2026-11-22T09:30:00Z; op]: > There is the ferry.
    | The ferry holds twelve people, and it does not run in winter.
      cat [2026-11-22T10:00:00Z]: It did when I was young.
  dan [2026-11-22T10:30:00Z]: I heard that the army could lend a pontoon bridge.
eve [2026-11-22T10:58:00Z]: Close it in summer, when the river is low.
";

#[test]
fn the_reading_screen_at_80_columns() {
    let mut play = open(THREAD, 80, 24);
    play.keys("4 G m");
    assert_snapshot!(play.frame());
}

#[test]
fn three_panes_at_120_columns() {
    let mut play = open(THREAD, 120, 36);
    play.keys("3 G");
    assert_snapshot!(play.frame());
}

#[test]
fn three_columns_at_200() {
    let mut play = open(THREAD, 200, 50);
    play.keys("m J m 4 G");
    assert_snapshot!(play.text());
}

#[test]
fn a_folded_branch_a_missing_comment_and_replies_that_are_not_loaded() {
    let outline = "ann: one\n  bob: two\n    cat: three\n?\n  dan: reply to a comment that is gone\n+41\n";
    let mut play = open(outline, 60, 16);
    play.keys("z c");
    assert_snapshot!(play.frame());
}

#[test]
fn deep_threads_stop_growing_and_say_their_depth() {
    let outline: String = (0..40)
        .map(|depth| format!("{}p{depth}: words that need some room to be read\n", "  ".repeat(depth)))
        .collect();
    let mut play = open(&outline, 60, 16);
    play.keys("G");
    assert_snapshot!(play.text());
}

#[test]
fn a_comment_taller_than_the_pane_is_read_in_halves() {
    let words = "a long thought ".repeat(60);
    let mut play = open(&format!("ann: {words}\nbob: short\n"), 50, 14);
    play.keys("j");
    assert_eq!(play.current(), 1);
    assert!(!play.state.shows_start(play.state.reading.current));
    play.keys("j j j j j j");
    assert_eq!(play.current(), 2);
    play.keys("k");
    assert_eq!(play.current(), 1);
    assert!(play.state.shows_end(play.state.reading.current));
}

#[test]
fn help_details_chain_palette_and_marks() {
    let mut play = open(THREAD, 80, 24);
    play.keys("?");
    assert_snapshot!("help", play.text());
    play.keys("q 4 G I");
    assert_snapshot!("details", play.text());
    play.keys("q P");
    assert_snapshot!("chain", play.text());
    play.keys("q :");
    assert_snapshot!("palette", play.text());
    play.keys("Esc M \"why_not\" Enter '");
    assert_snapshot!("marks", play.text());
}

#[test]
fn every_size_is_painted_and_every_key_works_there() {
    for width in [0, 1, 2, 3, 5, 19, 20, 21, 40, 80, 109, 110, 120, 169, 170, 200] {
        for height in [0, 1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 24, 31, 32, 60] {
            let mut play = open(THREAD, width, height);
            for keys in [
                "Space", "j", "G", "k", "g", "d", "P", "Esc", "h", "l", "z M", "z R", "a", "Tab", "Z", "'", "Esc", "?",
                "Esc", ":", "Esc", "M", "Esc", "I", "q", "^W +", "z t", "f", "Esc", "F", "Esc", "Q", "T", "S", "] q",
                "[ s",
            ] {
                play.keys(keys);
                let _ = play.text();
            }
        }
    }
}

#[test]
fn an_empty_thread_and_a_missing_article_have_their_words() {
    let discussion = crate::support::discussion("# Only a title\n| One paragraph and nobody answers.\n");
    let mut play = open_discussion(discussion, 60, 10);
    play.keys("j J p Space m '");
    assert!(play.text().contains("Marks here · 1 mark"), "{}", play.text());
    play.keys("q a");
    assert_eq!(play.said(), "no comments here");
}

#[test]
fn resizing_keeps_the_line_that_is_read() {
    let mut play = open(THREAD, 120, 36);
    play.keys("5 G");
    for (width, height) in [(80, 24), (30, 8), (200, 50), (120, 36)] {
        play.resize(width, height);
        assert_eq!(play.current(), 5);
        assert!(play.text().contains("I heard"), "{width}x{height}\n{}", play.text());
    }
}
