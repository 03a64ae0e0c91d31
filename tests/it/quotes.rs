//! Quotes that fold, and what stays where it is.

use crate::support::{Play, open};
use insta::assert_snapshot;
use proptest::prelude::*;

const LONG: &str = "The ferry holds twelve people, and it does not run in winter, nor when the water is high, nor on the day of the saint.";

fn thread() -> String {
    let lines: Vec<String> = (1..=9).map(|n| format!("| > line {n} of an old letter\n")).collect();
    format!(
        "# Bridges\nann: {LONG}\n  bob: > {LONG}\n  |\n  | Then who pays for it?\n    cat: > Then who pays for it?\n    |\n    | We do.\n\
         dan: This I found:\n|\n{}|\n| It was long ago.\n|\n| -- \n| dan\n| Bridge Street 1\n| By the old town gate\neve: fine\n",
        lines.concat()
    )
}

fn play(height: u16) -> Play {
    open(&thread(), 60, height)
}

/// Whether a row stands for a quote.
fn folds(play: &Play) -> bool {
    play.text().lines().any(|line| line.contains('▸') && !line.contains("Space ▸"))
}

#[test]
fn what_repeats_the_parent_is_one_row_and_a_long_quote_its_end() {
    let mut play = play(30);
    assert_snapshot!("folded", play.frame());
    play.keys("4 G T");
    assert_snapshot!("one_open", play.text());
    play.keys("T");
    assert!(play.text().contains("▸ 6 lines quoted before"), "{}", play.text());
}

#[test]
fn all_quotes_open_and_fold_again() {
    let mut play = play(40);
    play.keys(": \"quotes\" Enter");
    assert!(!folds(&play), "{}", play.text());
    assert_eq!(play.said(), "all quotes are open");
    play.keys("2 G T");
    assert!(play.text().contains("▸ quotes ann:"), "{}", play.text());
    assert!(!play.text().contains("▸ 6 lines"), "{}", play.text());
    play.keys(": \"quotes\" Enter : \"quotes\" Enter G T");
    assert_eq!(play.said(), "this comment has no quote to fold");
    play.keys(": \"quotes\" Enter T");
    assert_eq!(play.said(), "no folded quote in this comment");
}

#[test]
fn a_click_on_the_row_opens_it() {
    let mut play = play(30);
    let y = play.text().lines().position(|line| line.contains("▸ quotes ann")).unwrap();
    play.click(10, u16::try_from(y).unwrap());
    assert_eq!(play.current(), 2);
    assert!(!play.text().contains("▸ quotes ann"), "{}", play.text());
}

#[test]
fn a_quote_of_another_comment_and_one_that_is_all_stay() {
    let long = "words that nobody here has said, ".repeat(20);
    let play = open(&format!("ann: one\n  bob: > {long}\n  cat: > one\n"), 60, 40);
    assert!(!folds(&play), "{}", play.text());
}

#[test]
fn a_tail_of_a_mail_is_one_row() {
    let tail: String = (1..=9).map(|n| format!("  | > line {n} of what he wrote, which is not here\n")).collect();
    let play = open(&format!("ann: one\n  bob: I agree.\n  |\n  | On Monday, somebody wrote:\n{tail}"), 60, 30);
    assert!(play.text().contains("▸ 9 lines quoted: line 1 of what"), "{}", play.text());
}

#[test]
fn s_brings_what_follows_the_quote_to_the_top() {
    let mut play = play(14);
    // Under the rows that pinned ancestors may cover.
    let top = |play: &Play| play.text().lines().nth(3).unwrap().to_owned();
    play.keys("S");
    assert!(top(&play).contains("Then who pays for it?"), "{}", play.text());
    assert_eq!(play.current(), 2);
    play.keys("S");
    assert!(play.text().contains("We do."), "{}", play.text());
    assert_eq!(play.current(), 3);
    play.keys("4 G T z t S");
    assert_eq!(play.current(), 4);
    assert!(top(&play).contains("It was long ago."), "{}", play.text());
    let mut short = open("ann: one\nbob: two\n", 60, 14);
    short.keys("S");
    assert_eq!(short.said(), "no quote on this page");
}

#[test]
fn words_that_are_gone_to_are_not_left_in_a_fold() {
    // What bob says is quoted from ann, and cat quotes the same words of hers.
    let outline = format!("ann: {LONG}\n  bob: > {LONG}\n  |\n  | No.\n    cat: “{LONG}” is what bob read.\n");
    let mut play = open(&outline, 60, 30);
    play.keys("3 G Q");
    assert_eq!(play.current(), 2);
    assert!(!folds(&play), "{}", play.text());
}

#[test]
fn the_index_moves_nothing() {
    use btl::model::Index;
    use btl::reader::{Message, Size, State};
    use std::sync::Arc;
    let discussion = Arc::new(crate::support::discussion(&thread()));
    let mut play = Play { state: State::new("test"), effects: Vec::new(), stores: true, base: None, searches: true };
    play.send(Message::Resize(Size { width: 60, height: 14 }));
    play.send(Message::Loaded { generation: 1, result: Ok(Arc::clone(&discussion)), carried: None });
    play.keys("4 G");
    let before = play.text();
    play.indexed(Arc::new(Index::of(&discussion)));
    assert_eq!(play.text(), before);
}

/// A thread in which every comment repeats what it answers, in part or whole.
fn quoting(shape: &[(usize, bool, bool)]) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut outline = String::new();
    for (at, (depth, quotes, long)) in shape.iter().enumerate() {
        let depth = (*depth).min(words.len());
        words.truncate(depth);
        let own = format!("number {at} says that nothing is as it was ").repeat(if *long { 6 } else { 1 });
        let indent = "  ".repeat(depth);
        let above = words.last().filter(|_| *quotes);
        match above {
            Some(above) => outline.push_str(&format!("{indent}p{at}: > {above}\n{indent}|\n{indent}| {own}\n")),
            None => outline.push_str(&format!("{indent}p{at}: {own}\n")),
        }
        words.push(own);
    }
    outline
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// With quotes folded and opened in any way, n Spaces and then n b give the same picture,
    /// and every comment is read at the end.
    #[test]
    fn space_and_b_go_through_folded_quotes(
        shape in prop::collection::vec((0usize..4, any::<bool>(), any::<bool>()), 1..16),
        opened in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
        height in 8u16..30,
        presses in 1usize..20,
    ) {
        let mut play = open(&quoting(&shape), 60, height);
        for at in &opened {
            play.keys(&format!("\"{}\" G T", at.index(shape.len()) + 1));
        }
        play.keys("g");
        let start = (play.state.reading.clone().top, play.current(), play.state.reading.unread());
        let mut steps = 0;
        for _ in 0..presses {
            if play.state.plan() == btl::reader::read_on::Plan::End {
                break;
            }
            play.keys("Space");
            steps += 1;
        }
        for _ in 0..steps {
            play.keys("b");
        }
        prop_assert_eq!((play.state.reading.clone().top, play.current(), play.state.reading.unread()), start);
        for _ in 0..200 {
            play.keys("Space");
        }
        prop_assert_eq!(play.state.reading.unread(), 0);
    }

    /// Opening and folding leaves the current comment's first row on its row of the screen.
    #[test]
    fn t_moves_nothing_above_the_quote(
        shape in prop::collection::vec((0usize..4, any::<bool>(), any::<bool>()), 1..16),
        at in any::<prop::sample::Index>(),
        all in any::<bool>(),
    ) {
        let mut play = open(&quoting(&shape), 60, 20);
        play.keys(&format!("\"{}\" G z z", at.index(shape.len()) + 1));
        let y = |play: &Play| {
            let id = play.state.reading.current;
            play.state.page().iter().position(|row| row.id == id)
        };
        let before = y(&play);
        let keys = if all { ": \"quotes\" Enter" } else { "T" };
        play.keys(keys);
        prop_assert_eq!(y(&play), before);
        play.keys(keys);
        prop_assert_eq!(y(&play), before);
    }
}

#[test]
fn signatures_of_plain_text_fold_if_they_are_long() {
    let page = |signature: &str| {
        let json = format!(
            r#"{{"type":"Discussion","btl":1,"source":{{"format":"native","complete":true}},"article":{{"name":"Mail"}},
            "items":[{{"id":"1","inReplyTo":null,"attributedTo":{{"name":"ann"}},"mediaType":"text/plain","content":"Hello.\n\n-- \n{signature}"}}]}}"#
        );
        let discussion = btl::loader::parse(json.into_bytes(), &btl::loader::Options::default()).unwrap();
        crate::support::open_discussion(discussion, 60, 20).text()
    };
    let long = page("Ann Miller\\nBridge Street 1\\nBy the old town gate");
    assert!(long.contains("▸ signature: Ann Miller Bridge Street 1"), "{long}");
    let short = page("Ann");
    assert!(!short.contains("▸ signature") && short.contains("Ann"), "{short}");
    let text = page(&"a line of words\\n".repeat(20));
    assert!(!text.contains("▸ signature"), "what is long is no signature: {text}");
}
