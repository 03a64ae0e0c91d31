//! Quotes and what they quote: going there, lists, walks.

use crate::support::open;
use btl::layout::Pane;
use btl::model::CommentId;
use insta::assert_snapshot;

const THREAD: &str = "\
# Bridges of the town
| The old bridge will be closed in spring, and the new one will not be ready before winter.
| Nobody in the town hall could say how people should cross the river in between.
| The ferry may run twice a day if the water is not too high.
ann: I walk over the old bridge every day, and so do my neighbours. What now?
  bob: > I walk over the old bridge every day
  | Try the ferry.
    cat: “the new one will not be ready before winter” is what they said, and “nobody in the town hall could say how” too.
dan: The army could lend a pontoon bridge.
  eve: “the new one will not be ready” — which winter?
";

#[test]
fn q_lights_up_the_source_in_a_comment_and_goes_back() {
    let mut play = open(THREAD, 120, 36);
    play.keys("2 G Q");
    assert_eq!((play.current(), play.said()), (1, "^O goes back"));
    assert_snapshot!(play.frame());
    play.keys("^O");
    assert_eq!(play.current(), 2);
    play.keys("G");
    assert!(play.state.shown_words_of(CommentId::at(0)).is_empty());
}

#[test]
fn q_again_goes_through_the_quotes_and_the_article_scrolls_to_them() {
    let mut play = open(THREAD, 120, 36);
    play.keys("3 G Q");
    assert_eq!((play.current(), play.said()), (3, "quote 1 of 2 · Q the next · ^O goes back"));
    assert_snapshot!("first_of_two", play.frame());
    play.keys("Q");
    assert_eq!(play.said(), "quote 2 of 2 · ^O goes back");
    play.keys("Q");
    assert_eq!(play.said(), "quote 1 of 2 · Q the next · ^O goes back", "around");
    play.keys("Esc");
    assert!(play.state.shown_words_of_article().is_empty());
}

#[test]
fn on_a_small_screen_the_article_takes_the_place_and_gives_it_back() {
    for back in ["^O", "' '"] {
        let mut play = open(THREAD, 80, 20);
        play.keys("3 G Q");
        assert!(play.text().contains("The old bridge will be closed"), "{}", play.text());
        assert!(!play.state.shows_comments());
        play.keys(back);
        assert!(play.state.shows_comments(), "{back}");
        assert_eq!(play.current(), 3);
    }
}

#[test]
fn a_comment_without_quotes_says_so() {
    let mut play = open(THREAD, 80, 20);
    play.keys("4 G Q");
    assert_eq!((play.current(), play.said()), (4, "it quotes nothing that is here"));
}

#[test]
fn the_margin_counts_and_enter_lists_who_quotes_a_passage() {
    let mut play = open(THREAD, 120, 36);
    play.keys("Tab Tab");
    assert_eq!(play.state.reading.focus, Pane::Article);
    play.keys("Enter");
    assert_snapshot!("list_of_a_passage", play.text());
    play.keys("j Enter");
    assert_eq!((play.current(), play.state.screens.len()), (5, 0));
    assert_eq!(play.state.shown_words_of(CommentId::at(4)).len(), 1, "its quote is lit up");
    // Where the whole article is on the screen, j goes on from passage to passage.
    play.keys("⇧Tab j j Enter");
    assert_eq!(play.said(), "no comment quotes ¶3");
    play.keys("k Enter");
    assert!(play.text().contains("1 comment quotes ¶2"), "{}", play.text());
}

#[test]
fn a_click_on_the_margin_lists() {
    let mut play = open(THREAD, 120, 36);
    play.click(2, 5);
    assert!(play.text().contains("1 comment quotes ¶2"), "{}", play.text());
    play.keys("Esc");
    play.click(2, 8);
    assert!(play.state.screens.is_empty());
    play.keys("Enter");
    assert_eq!(play.said(), "no comment quotes ¶3", "the click chose the passage");
}

#[test]
fn walks_go_through_the_comments_that_quote() {
    for (keys, number) in [
        ("] q", 3),
        ("] q ] q", 5),
        ("2 ] q", 5),
        ("G [ q", 3),
        ("] q ] s", 5),
        ("5 G [ s", 3),
        ("2 G ] s", 2),
        ("] q ; ,", 3),
    ] {
        let mut play = open(THREAD, 120, 36);
        play.keys(keys);
        assert_eq!(play.current(), number, "{keys}");
    }
    let mut play = open(THREAD, 120, 36);
    play.keys("2 ] q ] q");
    assert_eq!(play.said(), "no further comment that quotes the article");
    play.keys("4 G ] s");
    assert_eq!(play.said(), "this comment has no quote with a known source");
}

#[test]
fn q_after_a_walk_goes_to_the_quote_that_is_lit_up() {
    let mut play = open(THREAD, 120, 36);
    play.keys("] q Q");
    assert_eq!(play.said(), "quote 1 of 2 · Q the next · ^O goes back");
    play.keys("Q");
    assert_eq!(play.said(), "quote 2 of 2 · ^O goes back");
}
