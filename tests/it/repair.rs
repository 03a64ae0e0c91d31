//! Putting right what a page does not say: keys and what the thread is then.

use crate::support::{Play, open, open_discussion};
use btl::export;
use btl::loader;
use btl::model::identity::Found;
use btl::model::repair::{Fix, Guesses, Repair, Repairs, apply};
use btl::model::{CommentId, Discussion, Index, Link};
use btl::reader::StoreEffect;
use proptest::prelude::*;

/// A page without names: the fourth line quotes the second.
const PAGE: &str = "\
The kettle question

Tea is made with water that boils, they say. Nobody has asked the kettle.

4 comments

Boiling water burns green tea, and eighty degrees are enough for it.
A kettle with a dial is worth every penny that it costs.
And it does not whistle.
“a kettle with a dial is worth every penny” is what the makers of dials say.
";

fn page() -> Discussion {
    loader::parse(PAGE.as_bytes().to_vec(), &loader::Options::default()).unwrap()
}

fn play(keys: &str) -> Play {
    let mut play = open_discussion(page(), 70, 24);
    play.keys("a Tab g");
    play.keys(keys);
    play
}

/// Depth and first words of each comment, a line each.
fn outline(play: &Play) -> String {
    let discussion = play.state.discussion();
    let thread = discussion.thread();
    let line = |id: CommentId| {
        let body = discussion.body(id);
        let words: Vec<&str> = body.text.as_str().split_whitespace().take(2).collect();
        let who = discussion.author(id).map(|who| format!("{who}: ")).unwrap_or_default();
        format!("{}{who}{}", "  ".repeat(thread.depth(id) as usize), words.join(" "))
    };
    thread.ids().map(line).collect::<Vec<_>>().join("\n")
}

const BEFORE: &str = "Boiling water\nA kettle\n  “a kettle\nAnd it";

#[test]
fn the_page_before() {
    assert_eq!(outline(&play("")), BEFORE);
}

#[test]
fn links_breaks_merges_and_names() {
    for (keys, expected) in [
        // The third line of the page answers the first, by going there.
        ("4 G e l 1 G Enter", "Boiling water\n  And it\nA kettle\n  “a kettle"),
        ("4 G e l Esc", BEFORE),
        ("4 G e l k Enter", "Boiling water\nA kettle\n  “a kettle\n    And it"),
        // The guess was wrong.
        ("3 G e b", "Boiling water\nA kettle\nAnd it\n“a kettle"),
        // A line that is the end of the one before it in the page.
        ("4 G e m", "Boiling water\nA kettle\n  “a kettle"),
        ("1 G e a \"ann\" Enter", "ann: Boiling water\nA kettle\n  “a kettle\nAnd it"),
        ("e g", "Boiling water\nA kettle\n  And it\n  “a kettle"),
        ("e g e g", "Boiling water\nA kettle\nAnd it\n“a kettle"),
    ] {
        assert_eq!(outline(&play(keys)), expected, "{keys}");
        let mut undone = play(keys);
        undone.keys("U");
        if !keys.contains("e g") {
            assert_eq!(outline(&undone), BEFORE, "{keys} and back");
            undone.keys("^R");
            assert_eq!(outline(&undone), expected, "{keys} and once more");
        }
    }
}

#[test]
fn a_comment_is_split_and_its_parts_are_linked() {
    let mut play = play("4 G e m");
    play.keys("2 G e x");
    assert_eq!(play.said(), "no repair of yours here", "the merge is a repair of the part");
    play.keys("1 G e s");
    assert!(play.said().contains("one line"), "{}", play.said());
    // What was merged is split again, at another name, and can be linked by it.
    play.keys("2 G e s");
    assert_eq!(outline(&play), BEFORE);
    play.keys("4 G e l 1 G Enter");
    assert_eq!(outline(&play), "Boiling water\n  And it\nA kettle\n  “a kettle");
    play.keys("U U U");
    assert_eq!(outline(&play), BEFORE);
}

#[test]
fn letters_choose_what_is_on_the_screen() {
    let mut play = play("4 G e l f");
    let text = play.text();
    assert!(text.contains("type its letter"), "{text}");
    assert!(text.lines().any(|line| line.contains('s') && line.contains("A kettle")), "{text}");
    play.keys("s");
    assert_eq!(outline(&play), "Boiling water\nA kettle\n  And it\n  “a kettle");
    assert_eq!(play.state.discussion().thread().link(play.state.reading.current), Link::Repaired);
    assert!(play.text().contains("✓ linked by you"), "{}", play.text());
}

#[test]
fn on_what_the_source_has_given_it_asks_first() {
    let mut play = open("ann: one\n  bob: two\ncat: three\n", 60, 20);
    play.keys("2 G e b");
    assert!(play.text().contains("The source says that bob answers ann"), "{}", play.text());
    play.keys("n");
    assert_eq!(outline(&play), "ann: one\n  bob: two\ncat: three");
    play.keys("e b y");
    assert_eq!(outline(&play), "ann: one\nbob: two\ncat: three");
    play.keys("e x");
    assert_eq!(outline(&play), "ann: one\n  bob: two\ncat: three");
}

#[test]
fn nobody_answers_themselves_or_what_answers_them() {
    let mut play = open("ann: one\n  bob: two\n", 60, 20);
    play.keys("1 G e l 2 G Enter");
    assert!(play.said().contains("its own reply"), "{}", play.said());
    play.keys("2 G e l Enter");
    assert!(play.said().contains("cannot reply to itself"), "{}", play.said());
    assert!(!play.store_effects().any(|effect| matches!(effect, StoreEffect::Rebuild { .. })));
}

#[test]
fn marks_and_names_outlive_repairs() {
    let mut play = play("4 G m 4 G e l 1 G Enter");
    assert_eq!(play.state.marked().len(), 1);
    let marked = play.state.marked()[0];
    assert_eq!(outline(&play).lines().nth(marked.index()), Some("  And it"));
    play.keys("U");
    assert_eq!(play.state.marked().len(), 1);
}

#[test]
fn a_repair_is_exported_as_the_readers() {
    let play = play("4 G e l 1 G Enter");
    let printed = export::print(play.state.discussion(), "json", &export::Options::default()).unwrap();
    assert!(printed.contains("\"parent\":\"manual\""), "{printed}");
    let again = loader::parse(printed.into_bytes(), &loader::Options::default()).unwrap();
    assert_eq!(again.thread().link(CommentId::at(1)), Link::Repaired);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Whatever is repaired, every word of the page is there once, and the repairs can be
    /// taken back.
    #[test]
    fn repairs_lose_nothing(
        fixes in prop::collection::vec((0usize..4, 0usize..5, 0usize..4), 0..8),
    ) {
        let base = page();
        let index = Index::of(&base);
        let mut repairs = Repairs::default();
        for (of, kind, other) in fixes {
            let fix = match kind {
                0 => Fix::Parent(Some(index.identity(CommentId::at(other)))),
                1 => Fix::Parent(None),
                2 => Fix::Merge,
                3 => Fix::Split(2),
                _ => Fix::Author(format!("p{other}")),
            };
            repairs.set(&index.identity(CommentId::at(of)), fix.aspect(), Some(fix));
        }
        for guesses in [Guesses::Off, Guesses::Likely, Guesses::All] {
            let made = apply(&base, &index, guesses, &repairs);
            prop_assert_eq!(made.missed, 0);
            let words = |discussion: &Discussion| {
                let thread = discussion.thread();
                let mut words: Vec<String> = thread
                    .ids()
                    .flat_map(|id| {
                        let body = discussion.body(id);
                        body.text.as_str().split_whitespace().map(str::to_owned).collect::<Vec<_>>()
                    })
                    .collect();
                words.sort();
                words
            };
            prop_assert_eq!(words(&made.discussion), words(&base));
            // A comment that is still there has the name that it had.
            for id in made.discussion.thread().ids() {
                let name = made.index.identity(id);
                prop_assert!(matches!(made.index.find(&name), Found::Sure(found) if found == id));
            }
        }
        let back = apply(&base, &index, Guesses::Likely, &Repairs::from_iter(Vec::<Repair>::new()));
        prop_assert_eq!(back.discussion.thread().len(), base.thread().len());
    }
}
