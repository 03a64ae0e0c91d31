//! What holds whatever the thread and whatever is typed.

use crate::support::{Play, open};
use btl::model::change::{Mark, Spot};
use btl::model::{Change, CommentId};
use btl::reader::read_on::Plan;
use proptest::prelude::*;

/// A thread of up to thirty comments, some of them long, as an outline.
fn thread() -> impl Strategy<Value = String> {
    prop::collection::vec((0usize..4, 1usize..60), 1..30).prop_map(|comments| {
        let mut depth = 0;
        let mut text = String::from("# Title\n| An article of one paragraph.\n");
        for (at, (step, words)) in comments.into_iter().enumerate() {
            depth = if at == 0 { 0 } else { (depth + 1).min(step * 2) };
            text.push_str(&format!("{}p{}: {}\n", "  ".repeat(depth), at % 5, "word ".repeat(words).trim_end()));
        }
        text
    })
}

fn key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "Space", "b", "j", "k", "^N", "^P", "^E", "^Y", "d", "u", "PgDn", "PgUp", "g", "G", "J", "K", "p", "t", "}",
        "{", ">", "h", "l", "z a", "z C", "z O", "z M", "z R", "z v", "z t", "z z", "z b", "-", "+", "m", "U", "^R",
        "^O", "Alt-→", "' '", "r", "X", "n", "] u", "[ u", "s t", "s n", "s s", "A", "] a", "[ a", "] m", "a", "Tab",
        "Z", "^W >", "P", "Esc", "3 j", "7 G", "5 0 %",
    ])
}

fn size() -> impl Strategy<Value = (u16, u16)> {
    (20u16..180, 5u16..50)
}

/// The current comment exists, is shown, and has a row on the screen.
fn current_is_in_sight(play: &Play) -> bool {
    let state = &play.state;
    // Rows that pinned ancestors cover do not count, except where the thread begins.
    let begins = state.reading.top.row == 0 && state.reading.view.first() == Some(state.reading.top.id);
    let covered = if begins { 0 } else { usize::from(state.screen.pinned).min(state.height() as usize / 3) };
    let on_page = || state.page().iter().skip(covered).any(|row| !row.gap && row.id == state.reading.current);
    state.reading.view.is_shown(state.reading.current) && (!state.shows_comments() || on_page())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn the_current_comment_is_always_in_sight(outline in thread(), keys in prop::collection::vec(key(), 0..30), (width, height) in size()) {
        let mut play = open(&outline, width, height);
        for key in keys {
            play.keys(key);
            if play.state.overlay.is_some() || !play.state.screens.is_empty() {
                play.keys("Esc");
            }
            prop_assert!(current_is_in_sight(&play), "after {key}:\n{}", play.text());
        }
        play.resize(height.max(20) * 2, width / 3 + 5);
        prop_assert!(current_is_in_sight(&play), "after the resize:\n{}", play.text());
    }

    #[test]
    fn spaces_and_as_many_bs_end_where_they_began(outline in thread(), keys in prop::collection::vec(key(), 0..10), spaces in 1usize..12, (width, height) in size()) {
        let mut play = open(&outline, width, height);
        for key in keys {
            play.keys(key);
        }
        // What lies over the screen takes Space for itself.
        if play.state.overlay.is_some() || !play.state.pending.is_empty() {
            play.keys("Esc");
        }
        let before = (play.state.reading.clone(), play.state.context_top);
        for _ in 0..spaces {
            play.keys("Space");
        }
        for _ in 0..spaces {
            play.keys("b");
        }
        let (after, before, context) = (&play.state.reading, &before.0, before.1);
        prop_assert_eq!(&after.read, &before.read);
        prop_assert_eq!(&after.view, &before.view);
        prop_assert_eq!((after.current, after.top, after.article, after.article_done), (before.current, before.top, before.article, before.article_done));
        prop_assert_eq!((after.focus, after.alone, play.state.context_top), (before.focus, before.alone, context));
    }

    #[test]
    fn space_reaches_the_end_and_reads_all_that_is_open(outline in thread(), (width, height) in size()) {
        let mut play = open(&outline, width, height);
        for _ in 0..400 {
            play.keys("Space");
        }
        prop_assert_eq!(play.state.plan(), Plan::End);
        prop_assert_eq!(play.state.reading.unread(), 0);
    }

    #[test]
    fn undoing_every_act_returns_to_the_start(outline in thread(), keys in prop::collection::vec(key(), 0..25)) {
        let mut play = open(&outline, 80, 24);
        let (view, marks) = (play.state.reading.view.clone(), play.state.reading.marks.clone());
        for key in keys.into_iter().filter(|key| !matches!(*key, "U" | "^R")) {
            play.keys(key);
        }
        play.keys("Esc Esc");
        while !play.state.reading.undo.is_empty() {
            play.keys("U");
        }
        // Views are no acts: they come off with Esc.
        play.keys(": \"all-comments\" Enter");
        prop_assert_eq!(&play.state.reading.view, &view);
        prop_assert_eq!(&play.state.reading.marks, &marks);
    }

    #[test]
    fn a_change_and_its_inverse_change_nothing(outline in thread(), acts in prop::collection::vec((0u8..4, 0usize..30, any::<bool>()), 1..12)) {
        let mut play = open(&outline, 80, 24);
        let rows = play.state.discussion().thread().len();
        let change = |(kind, at, on): (u8, usize, bool)| {
            let id = CommentId::at(at % rows);
            match kind {
                0 => Change::Fold { these: vec![id], on },
                1 => Change::Read { these: vec![id], on },
                2 => Change::Mark { at: Spot::Comment(id), mark: on.then(Mark::default) },
                _ => Change::All(vec![Change::Fold { these: vec![id], on }, Change::Read { these: vec![id], on }]),
            }
        };
        let change = Change::All(acts.into_iter().map(change).collect());
        let reading = &mut play.state.reading;
        let before = (reading.view.clone(), reading.read.clone(), reading.marks.clone());
        let inverse = reading.apply(&change);
        let after = (reading.view.clone(), reading.read.clone(), reading.marks.clone());
        let forth = reading.apply(&inverse);
        prop_assert_eq!(&before, &(reading.view.clone(), reading.read.clone(), reading.marks.clone()));
        reading.apply(&forth);
        prop_assert_eq!(&after, &(reading.view.clone(), reading.read.clone(), reading.marks.clone()));
    }
}
