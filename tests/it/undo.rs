//! Undo and redo: whatever was done in whatever order, the way back and the way forth.

use crate::support::{Play, open};
use btl::model::change::{Mark, Spot};
use btl::model::person::{Author, Colour, Known, Person};
use btl::model::{Change, CommentId, Folds};
use btl::reader::bits::Bits;
use btl::reader::reading::Marked;
use btl::reader::{Message, Reading};
use proptest::prelude::*;
use std::collections::BTreeMap;

const ROWS: usize = 14;

fn thread() -> String {
    let comment = |at: usize| {
        format!("{}p{}: words {at} of it\n", "  ".repeat([0, 1, 2, 1, 0, 1, 1, 2, 3, 0, 0, 1, 2, 2][at]), at % 4)
    };
    std::iter::once("# Title\n| An article.\n".to_owned()).chain((0..ROWS).map(comment)).collect()
}

/// What acts change: folds with their rule, marks, read comments, people.
fn kept(reading: &Reading) -> (Folds, Vec<CommentId>, BTreeMap<Spot, Marked>, Bits, Known) {
    let shown = (0..ROWS).map(CommentId::at).filter(|id| reading.view.is_shown(*id)).collect();
    (reading.folds(), shown, reading.marks.clone(), reading.read.clone(), reading.people.known().clone())
}

fn change() -> impl Strategy<Value = Change> {
    let rows = || prop::collection::vec((0..ROWS).prop_map(CommentId::at), 0..5);
    let who = (0usize..4).prop_map(|at| Author::new("", &format!("p{at}")));
    let colour = prop::option::of(prop::sample::select(Colour::ALL.to_vec()));
    let leaf = prop_oneof![
        (rows(), any::<bool>()).prop_map(|(these, on)| Change::Fold { these, on }),
        (rows(), any::<bool>()).prop_map(|(these, on)| Change::Read { these, on }),
        (0..ROWS, any::<bool>()).prop_map(|(at, on)| {
            Change::Mark { at: Spot::Comment(CommentId::at(at)), mark: on.then(Mark::default) }
        }),
        (prop::option::of(1u32..4), rows(), rows()).prop_map(|(levels, folded, open)| Change::Folds(Folds {
            levels,
            folded,
            open
        })),
        (who, "[a-c]{0,2}", colour, any::<bool>())
            .prop_map(|(who, tag, colour, muted)| Change::Person { who, person: Person { tag, colour, muted } }),
        (prop::sample::select(vec!["words", "it", "of it"]), any::<bool>())
            .prop_map(|(phrase, on)| Change::Phrase { phrase: phrase.to_owned(), on }),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| prop::collection::vec(inner, 0..3).prop_map(Change::All))
}

/// A line for the command line, or keys.
fn act() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "3 G",
        "7 G",
        "1 2 G",
        "}",
        "{",
        "J",
        "p",
        "z a",
        "z c",
        "z o",
        "z C",
        "z O",
        "z M",
        "z R",
        "z v",
        "-",
        "+",
        "m",
        "M \"x_#y\" Enter",
        "@ m",
        "@ t \"a\" Enter",
        "@ t ^u Enter",
        "@ c ^u \"red\" Enter",
        "Enter",
        "U",
        "^R",
        "3 U",
        ":mute \"words 3\"",
        ":unmute",
        ":mute p1",
        ":unmute p1",
        ":tag-author p2 two words",
        ":colour-author p3 blue",
    ])
}

fn run(play: &mut Play, act: &str) {
    match act.strip_prefix(':') {
        Some(line) => {
            play.keys(":").send(Message::Paste(line.to_owned()));
            play.keys("Enter");
        }
        None => {
            play.keys(act);
        }
    }
}

/// The same without what is read: reading on is no act.
fn acted(play: &Play) -> impl PartialEq + std::fmt::Debug + use<> {
    let (folds, shown, marks, _, known) = kept(&play.state.reading);
    (folds.levels, shown, play.state.reading.view.folds().collect::<Vec<_>>(), marks, known)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn taking_back_any_changes_returns_to_the_start_and_doing_them_again_to_the_end(
        before in prop::collection::vec(change(), 0..4),
        changes in prop::collection::vec(change(), 1..12),
    ) {
        let mut play = open(&thread(), 80, 24);
        let reading = &mut play.state.reading;
        for change in &before {
            reading.apply(change);
        }
        let start = kept(reading);
        let mut undo: Vec<Change> = changes.iter().map(|change| reading.apply(change)).collect();
        let end = kept(reading);
        let mut redo = Vec::new();
        while let Some(inverse) = undo.pop() {
            redo.push(reading.apply(&inverse));
        }
        prop_assert_eq!(kept(reading), start);
        while let Some(change) = redo.pop() {
            reading.apply(&change);
        }
        prop_assert_eq!(kept(reading), end);
    }

    #[test]
    fn undoing_all_that_was_typed_returns_to_the_start_and_redoing_to_the_end(acts in prop::collection::vec(act(), 1..25)) {
        let mut play = open(&thread(), 80, 24);
        play.keys("a");
        let start = acted(&play);
        for act in acts {
            run(&mut play, act);
        }
        // What was taken back in between is done again first: from here there is one way.
        while !play.state.reading.redo.is_empty() {
            play.keys("^R");
        }
        let (end, done) = (acted(&play), play.state.reading.undo.len());
        while !play.state.reading.undo.is_empty() {
            play.keys("U");
        }
        prop_assert_eq!(acted(&play), start);
        while !play.state.reading.redo.is_empty() {
            play.keys("^R");
        }
        prop_assert_eq!(acted(&play), end);
        prop_assert_eq!(play.state.reading.undo.len(), done);
    }

    #[test]
    fn what_is_stored_is_what_is_shown(acts in prop::collection::vec(act(), 1..25)) {
        // Another window that is told of every change ends with the same.
        let mut play = open(&thread(), 80, 24);
        let mut other = open(&thread(), 80, 24);
        play.keys("a");
        for act in acts {
            run(&mut play, act);
        }
        let stored: Vec<Change> = play
            .store_effects()
            .filter_map(|effect| match effect {
                btl::reader::StoreEffect::Change { change, .. } => Some(change.clone()),
                _ => None,
            })
            .collect();
        other.others(stored);
        let notes = |play: &Play| play.state.reading.marks.iter().map(|(at, m)| (at.clone(), m.mark.clone())).collect::<Vec<_>>();
        prop_assert_eq!(play.state.reading.folds(), other.state.reading.folds());
        prop_assert_eq!(&play.state.reading.read, &other.state.reading.read);
        prop_assert_eq!(play.state.reading.people.known(), other.state.reading.people.known());
        prop_assert_eq!(notes(&play), notes(&other));
    }

    #[test]
    fn folds_follow_a_fuller_discussion(changes in prop::collection::vec(change(), 0..6), from in 0..ROWS) {
        // The first rows first, then all: what was folded is, and the rule goes on.
        let whole = thread();
        let part: String = whole.lines().take(2 + from + 1).map(|line| format!("{line}\n")).collect();
        let mut play = open(&part, 80, 24);
        let here = |id: CommentId| (id.index() <= from).then_some(id);
        for change in changes {
            if let Some(change) = change.map(&mut |id| here(id)) {
                play.state.reading.apply(&change);
            }
        }
        let before = play.state.reading.folds();
        let full = std::sync::Arc::new(crate::support::discussion(&whole));
        let carried: Vec<Option<CommentId>> = (0..=from).map(|row| Some(CommentId::at(row))).collect();
        play.state.reading.carry(full, &carried);
        let after = play.state.reading.folds();
        prop_assert_eq!(after.levels, before.levels);
        prop_assert!(before.open.iter().all(|id| after.open.contains(id)));
        // A comment that had no replies and was folded all the same may be one of the rule now.
        prop_assert!(before.folded.iter().all(|id| play.state.reading.view.is_folded(*id)));
    }
}
