//! The way back: acts that are undone, and places that were jumped from.

use crate::support::{Play, open};
use btl::model::{CommentId, Folds, Restored};
use btl::reader::{Effect, StoreEffect};

const THREAD: &str = "\
# A title
| An article.
ann: one
  bob: two
    cid: three
  dora: four
eve: five
  finn: six
";

fn play(keys: &str) -> Play {
    let mut play = open(THREAD, 60, 16);
    play.keys(keys);
    play
}

fn restored(play: &mut Play, kept: Restored) {
    play.restored(kept);
}

#[test]
fn the_list_of_changes_names_every_act_and_goes_back_to_any() {
    let mut play = play("a z c j m z M : \"changes\" Enter");
    assert!(play.text().contains("Changes · 3 acts done"), "{}", play.text());
    for name in ["fold all", "mark", "fold ", "the beginning"] {
        assert!(play.text().contains(name), "{name}:\n{}", play.text());
    }
    // The second row: before everything was folded.
    play.keys("j Enter");
    assert_eq!(play.said(), "undone: fold all");
    assert_eq!((play.state.reading.undo.len(), play.state.reading.redo.len()), (2, 1));
    play.keys(": \"changes\" Enter G Enter");
    assert_eq!(play.said(), "undone: 2 acts, the last of them fold");
    assert!(play.state.reading.marks.is_empty() && play.state.reading.view.folds().next().is_none());
    // And forth again: what was taken back stands above.
    play.keys(": \"changes\" Enter g");
    assert!(play.text().contains("taken back"), "{}", play.text());
    play.keys("Enter");
    assert_eq!(play.said(), "done again: 3 acts, the last of them fold all");
    assert_eq!(play.state.reading.marks.len(), 1);
    assert_eq!(play.state.reading.folds(), Folds::rule(Some(1)));
}

#[test]
fn undo_inside_the_list_moves_its_place() {
    let mut play = play("a z c j m : \"changes\" Enter U");
    assert!(play.text().contains("Changes · 1 act done, 1 taken back"), "{}", play.text());
    play.keys("^R ^R");
    assert_eq!(play.said(), "nothing to redo");
}

#[test]
fn folding_all_is_kept_as_a_rule_and_so_is_its_way_back() {
    let mut play = play("a z c z M z R U");
    let stored: Vec<String> = play
        .store_effects()
        .filter_map(|effect| match effect {
            StoreEffect::Change { change, .. } => Some(format!("{change:?}")),
            _ => None,
        })
        .collect();
    assert!(stored.iter().skip(1).all(|change| change.starts_with("Folds") && change.len() < 80), "{stored:?}");
    play.keys("U U U");
    assert_eq!(play.said(), "nothing to undo");
    assert_eq!(play.state.reading.folds(), Folds::default());
}

#[test]
fn a_level_that_was_folded_is_counted_on_after_undo() {
    let mut play = play("a - -");
    assert_eq!(play.said(), "1 level shown");
    play.keys("U -");
    assert_eq!(play.said(), "1 level shown", "two levels were shown again");
}

#[test]
fn kept_folds_come_back_as_a_rule_with_what_differs() {
    let mut play = play("a");
    let folds = Folds { levels: Some(1), folded: vec![CommentId::at(1)], open: vec![CommentId::at(0)] };
    restored(&mut play, Restored { folds: folds.clone(), ..Restored::default() });
    assert_eq!(play.state.reading.folds(), folds);
    let view = &play.state.reading.view;
    assert_eq!(view.folds().map(CommentId::index).collect::<Vec<_>>(), [1, 4]);
    assert!(!view.is_shown(CommentId::at(2)) && view.is_shown(CommentId::at(3)) && !view.is_shown(CommentId::at(5)));
}

#[test]
fn the_jump_list_shows_where_one_came_from_and_goes_there() {
    let mut play = play("a G g } : \"jumps\" Enter");
    assert!(play.text().contains("Jumps · 2 places"), "{}", play.text());
    assert!(play.text().contains("finn") && play.text().contains("six"), "{}", play.text());
    play.keys("j Enter");
    assert_eq!(play.current(), 6, "the end is where it jumped from first");
    play.keys("^O");
    assert_eq!(play.current(), 5);
}

#[test]
fn jumps_are_kept_with_the_place_and_work_after_reopening() {
    let mut first = play("a G g");
    let effects = first.state.leave();
    let place = effects.iter().filter_map(Effect::store).find_map(|effect| match effect {
        StoreEffect::Place { place, .. } => Some(place.clone()),
        _ => None,
    });
    let place = place.expect("a place");
    assert_eq!(place.jumps, [CommentId::at(0), CommentId::at(5)]);
    let mut second = play("");
    restored(&mut second, Restored { place: Some(place.clone()), known: true, ..Restored::default() });
    assert_eq!(second.current(), 1);
    second.keys("' '");
    assert_eq!(second.current(), 6);
    // After a key of the reader's they go before what was jumped from since.
    let mut late = play("a 3 G 4 G");
    restored(&mut late, Restored { place: Some(place), known: true, ..Restored::default() });
    let jumps: Vec<usize> = late.state.reading.jumps.iter().map(|id| id.index()).collect();
    assert_eq!(jumps, [5, 2, 0], "the place of the last visit is offered as the latest");
}

#[test]
fn a_place_of_before_there_were_jumps_can_be_read() {
    let old = r#"{"current":null,"top":null,"article":[0,0],"in_article":false,"article_done":true}"#;
    let place: btl::model::Place<btl::model::Identity> = serde_json::from_str(old).unwrap();
    assert!(place.jumps.is_empty() && place.article_done);
}

#[test]
fn changes_of_before_there_were_rules_can_be_read() {
    let old = r#"{"all":[{"fold":{"these":[{"source":"hn/1"}],"on":true}},{"fold":{"these":[],"on":false}}]}"#;
    let change: btl::model::change::StoredChange = serde_json::from_str(old).unwrap();
    assert_eq!(change.name().as_str(), "fold");
}

#[test]
fn a_long_list_of_changes_shows_what_is_near_and_leads_on() {
    let mut play = play("a");
    for _ in 0..1200 {
        play.keys("m");
    }
    play.keys(": \"changes\" Enter G");
    assert_eq!(play.state.screens.last().unwrap().rows.len(), 1000);
    play.keys("Enter");
    assert_eq!((play.state.reading.undo.len(), play.state.reading.redo.len()), (201, 999));
    play.keys(": \"changes\" Enter G");
    assert!(play.text().contains("the beginning"), "{}", play.text());
    play.keys("Enter");
    play.keys(": \"changes\" Enter g Enter");
    assert_eq!(play.state.reading.undo.len(), 1000, "the end of the list, not of the acts");
}
