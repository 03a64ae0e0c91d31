//! Letters on links, where they lead, and the list of all.

use crate::support::{Play, open, open_discussion};
use btl::loader::{self, Options};
use btl::reader::TerminalEffect;
use insta::assert_snapshot;
use proptest::prelude::*;

const PAGE: &str = r#"{"type":"Discussion","btl":1,
"source":{"format":"native","complete":true},
"article":{"name":"Ferries","mediaType":"text/html","content":"<p>The <a href='https://ferry.example/times'>timetable</a> is new.</p><p>Nothing else is, says <a href='https://town.example/news'>the town</a>.</p>"},
"items":[
{"id":"1","inReplyTo":null,"attributedTo":{"name":"ann"},"mediaType":"text/html","content":"<p>See <a href='https://ferry.example/times'>the times</a> and <a href='https://evil.example/x'>https://bank.example/login</a>.</p>"},
{"id":"2","inReplyTo":"1","attributedTo":{"name":"bob"},"mediaType":"text/html","content":"<p>Mine: <a href='https://shop.example@evil.example/'>a shop</a>, <a href='mailto:bob@town.example'>mail</a>, <a href='https://p&#1072;y.example/'>pay</a>.</p>"},
{"id":"3","inReplyTo":null,"attributedTo":{"name":"cat"},"mediaType":"text/plain","content":"http://ferry.example/map"}]}"#;

fn page(width: u16, height: u16) -> Play {
    let discussion = loader::parse(PAGE.as_bytes().to_vec(), &Options::default()).unwrap();
    open_discussion(discussion, width, height)
}

fn opened(play: &Play) -> Vec<&str> {
    let mut all = Vec::new();
    for effect in play.terminal_effects() {
        if let TerminalEffect::Browse(address) = effect {
            all.push(address.as_str());
        }
    }
    all
}

fn copied(play: &Play) -> Vec<&str> {
    let mut all = Vec::new();
    for effect in play.terminal_effects() {
        if let TerminalEffect::Copy { text, .. } = effect {
            all.push(text.as_str());
        }
    }
    all
}

#[test]
fn letters_stand_on_the_links_of_the_focused_pane() {
    let mut play = page(120, 36);
    play.keys("f");
    assert_snapshot!("hints_in_comments", play.frame());
    play.keys("Esc ⇧Tab f");
    assert_snapshot!("hints_in_the_article", play.frame());
    play.keys("s");
    assert_eq!(opened(&play), ["https://town.example/news"]);
}

#[test]
fn a_letter_opens_y_copies_and_a_capital_shows() {
    let mut play = page(120, 36);
    play.keys("f a");
    assert_eq!(opened(&play), ["https://ferry.example/times"]);
    play.keys("f y a");
    assert_eq!(copied(&play), ["https://ferry.example/times"]);
    play.keys("f A");
    assert!(play.text().contains("leads to ferry.example"), "{}", play.text());
    assert_eq!(opened(&play).len(), 1);
    play.keys("o");
    assert_eq!(opened(&play).len(), 2);
    play.keys("f A y f A Esc f y y Esc f z");
    assert_eq!((copied(&play).len(), opened(&play).len(), play.said()), (2, 2, "no link with this label"));
}

#[test]
fn what_looks_like_another_place_is_shown_before_it_is_opened() {
    let mut play = page(120, 36);
    play.keys("f s");
    assert_snapshot!("words_name_another_host", play.text());
    play.keys("Enter");
    assert!(opened(&play).is_empty(), "Enter does not open what looks odd");
    play.keys("o");
    assert_eq!(opened(&play), ["https://evil.example/x"]);
    for (letter, says) in [("d", "before the @"), ("f", "only http and https"), ("g", "several scripts")] {
        let mut play = page(120, 36);
        play.keys(&format!("f {letter}"));
        assert!(play.text().contains(says), "{letter}: {}", play.text());
        assert!(opened(&play).is_empty());
    }
    let mut play = page(120, 36);
    play.keys("f f o Enter");
    assert!(opened(&play).is_empty(), "what may not be opened is not");
    play.keys("y");
    assert_eq!(copied(&play), ["mailto:bob@town.example"]);
}

#[test]
fn a_click_on_a_link_shows_and_opens_nothing() {
    let mut play = page(120, 36);
    let at = |play: &Play, words: &str| {
        let text = play.text();
        let (y, line) = text.lines().enumerate().find(|(_, line)| line.contains(words)).unwrap();
        let x = line.split(words).next().unwrap().chars().count();
        (u16::try_from(x).unwrap(), u16::try_from(y).unwrap())
    };
    let (x, y) = at(&play, "a shop");
    play.click(x + 1, y);
    assert_eq!(play.current(), 2);
    assert!(play.text().contains("leads to evil.example"), "{}", play.text());
    assert!(opened(&play).is_empty());
    play.click(0, 0);
    assert!(play.state.overlay.is_none());
    let (x, y) = at(&play, "timetable");
    play.click(x, y).keys("Enter");
    assert_eq!(opened(&play), ["https://ferry.example/times"]);
}

#[test]
fn the_list_has_each_address_once_with_its_host_and_mentions() {
    let mut play = page(120, 36);
    play.keys("F");
    assert_snapshot!("all_links", play.frame());
    play.keys("y o");
    assert_eq!(
        (copied(&play), opened(&play)),
        (vec!["https://ferry.example/times"], vec!["https://ferry.example/times"])
    );
    play.keys("3 Esc");
    assert_eq!(play.current(), 1);
    play.keys("F G Enter");
    assert_eq!((play.current(), play.state.screens.len()), (3, 0));
    let lit = play.state.shown_words_of(play.state.reading.current);
    assert_eq!(lit, vec![0..24]);
    play.keys("^O");
    assert_eq!(play.current(), 1);
    play.keys("F j j o");
    assert!(play.text().contains("the words say bank.example"), "{}", play.text());
}

#[test]
fn hints_of_the_context_are_those_of_its_words() {
    let mut play = page(120, 40);
    play.keys("j Tab");
    assert_eq!(play.state.reading.focus, btl::layout::Pane::Context);
    play.keys("f a");
    assert_eq!(opened(&play), ["https://ferry.example/times"]);
}

#[test]
fn pages_without_links_say_so() {
    let mut play = open("ann: one\nbob: two\n", 60, 12);
    play.keys("f");
    assert!(play.said().starts_with("no links on this page"));
    play.keys("F");
    assert_eq!(play.said(), "no links in this discussion");
}

#[test]
fn a_list_of_very_many_links_is_made_as_it_is_walked() {
    let outline: String = (0..3000).map(|at| format!("p{}: https://example.org/{at}\n", at % 7)).collect();
    let mut play = open(&outline, 80, 24);
    play.keys("F");
    assert!(play.text().contains("3000 links"), "{}", play.text());
    assert!(play.state.screens[0].rows.len() <= 600);
    play.keys("G");
    assert_eq!(play.state.screens[0].at, 2999);
    play.keys("Enter");
    assert_eq!(play.current(), 3000);
}

#[test]
fn many_links_have_two_letters_each_and_folded_ones_none() {
    let outline: String = (0..12).map(|at| format!("ann: https://example.org/{at}\n")).collect();
    let mut play = open(&outline, 60, 50);
    play.keys("f s s");
    assert_eq!(opened(&play), ["https://example.org/10"]);
    play.keys("f S S");
    assert!(play.text().contains("leads to example.org"));
    play.keys("Esc z c f Backspace f s a");
    assert_eq!(opened(&play).len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// Wherever the text breaks, a spot covers the cells in which the words of its link stand.
    #[test]
    fn spots_lie_on_their_words(width in 24u16..70, before in "[a-z漢é ]{0,60}", depth in 0usize..6) {
        let indent = |depth: usize| "  ".repeat(depth);
        let mut outline: String = (0..depth).map(|at| format!("{}p: number {at}\n", indent(at))).collect();
        outline.push_str(&format!("{}q: x{before} https://example.org/a/long/address/of/a/page and on\n", indent(depth)));
        let play = open(&outline, width, 40);
        let text = play.text();
        let mut words = String::new();
        for spot in play.state.link_spots(btl::layout::Pane::Comments) {
            let line = text.lines().nth(usize::from(spot.y)).unwrap();
            let from = btl::text::width::byte_at(line, usize::from(spot.x));
            let to = btl::text::width::byte_at(line, usize::from(spot.x + spot.cells));
            words.push_str(&line[from..to]);
        }
        prop_assert_eq!(words, "https://example.org/a/long/address/of/a/page");
    }
}
