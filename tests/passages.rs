//! Quotes and what they quote: going there, lists, walks.

mod support;

use btl::model::CommentId;
use insta::assert_snapshot;
use support::open;

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
