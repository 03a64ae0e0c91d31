//! Search, filter, and changes to all that a query picks.

use crate::support::{Play, discussion, open};
use btl::model::Index;
use btl::reader::{Effect, Message, SearchEffect, SessionEffect, Size, State};

const TALK: &str = "\
# The kettle
| Tea needs boiling water.
| A kettle that whistles is a good kettle.
| Coffee is for the morning.

ann [op; +12]: Mine whistles in the evening.
  bob [+3]: A kettle of iron lasts.
    cy: Until it rusts.
    ann [op]: Dry it then.
dee [-2]: I boil mine in a pan.
  bob [+5]: No kettle at all?
eve: Coffee for me.
";

fn at_comments() -> Play {
    let mut play = open(TALK, 80, 24);
    if play.state.screen.comments.is_none() {
        play.keys("a");
    }
    play
}

/// What of the state a search must put back.
fn standing(play: &Play) -> (usize, String, Vec<usize>, Vec<usize>, String) {
    let reading = &play.state.reading;
    let folds = reading.view.folds().map(|id| id.index()).collect();
    let read = reading.read.iter().map(|id| id.index()).collect();
    (play.current(), format!("{:?} {:?}", reading.top, reading.article), folds, read, play.text())
}

#[test]
fn the_outline_is_what_these_tests_think() {
    let play = at_comments();
    assert_eq!(play.state.discussion().thread().comments(), 7);
    assert!(play.state.discussion().article().has_text());
}

#[test]
fn a_search_follows_each_letter_from_where_it_began() {
    let mut play = at_comments();
    play.keys("/ \"k");
    assert_eq!(play.current(), 2);
    play.keys("\"ettle_at");
    assert_eq!(play.current(), 6);
    play.keys("Backspace Backspace Backspace");
    assert_eq!(play.current(), 2);
    assert_eq!(play.state.search_count().as_deref(), Some("1/2"));
}

#[test]
fn escape_puts_everything_back_and_enter_stays() {
    let mut play = at_comments();
    play.keys("z M j");
    let before = standing(&play);
    let undo = play.state.reading.undo.len();
    play.keys("/ \"rusts");
    assert_eq!(play.current(), 3, "{}", play.text());
    assert!(play.text().contains("Until it rusts."));
    play.keys("Esc");
    assert_eq!(standing(&play), before);
    assert_eq!(play.state.reading.undo.len(), undo);

    play.keys("/ \"rusts Enter");
    assert_eq!(play.current(), 3);
    assert!(play.text().contains("/rusts 1/1"), "{}", play.text());
    // What the search unfolded is an act: it can be taken back.
    assert_eq!(play.state.reading.undo.len(), undo + 1);
    play.keys("^O");
    assert_eq!(play.current(), before.0);
}

#[test]
fn n_and_capital_n_go_through_matches_and_folds() {
    let mut play = at_comments();
    play.keys("/ \"kettle Enter");
    assert_eq!(play.current(), 2);
    play.keys("z M");
    assert_eq!(play.current(), 1, "its root was folded");
    play.keys("n");
    assert_eq!(play.current(), 2);
    assert_eq!(play.state.reading.view.folds().map(|id| id.index()).collect::<Vec<_>>(), [4], "its path is unfolded");
    play.keys("n");
    assert_eq!(play.current(), 6);
    play.keys("n");
    assert_eq!((play.current(), play.said()), (6, "no further match"));
    play.keys("N");
    assert_eq!(play.current(), 2);
    play.keys("Esc");
    assert!(play.state.searches.shown.is_none());
    play.keys("n");
    assert_eq!(play.said(), "no further new comment", "without a search they go to new ones");
}

#[test]
fn a_search_wraps_around_once_everything_was_asked() {
    let mut play = at_comments();
    play.keys("G / \"iron Enter");
    assert_eq!(play.current(), 2);
}

#[test]
fn nothing_found_and_what_is_wrong_are_said() {
    let mut play = at_comments();
    play.keys("/ \"samovar Enter");
    assert_eq!(play.said(), "not found");
    play.keys("Esc / \"score:high");
    assert!(play.text().contains("▾ expected a number such as 5"), "{}", play.text());
    play.keys("Enter");
    assert!(play.state.overlay.is_some(), "it can be mended");
}

#[test]
fn hits_are_lit_in_texts_and_names() {
    let mut play = at_comments();
    play.keys("/ \"kettle_or_bob Enter");
    insta::assert_snapshot!(play.frame());
}

#[test]
fn the_article_is_searched_when_it_has_the_focus() {
    let mut play = open(TALK, 120, 36);
    for _ in 0..2 {
        if play.state.reading.focus != btl::layout::Pane::Article {
            play.keys("Tab");
        }
    }
    assert_eq!(play.state.reading.focus, btl::layout::Pane::Article);
    play.keys("/ \"kettle Enter");
    assert_eq!(play.state.search_count().as_deref(), Some("1/2"));
    play.keys("n");
    assert_eq!(play.state.search_count().as_deref(), Some("2/2"));
    play.keys("n");
    assert_eq!(play.said(), "this is the last match");
    assert_eq!(play.current(), 1, "the comments stay");
    insta::assert_snapshot!(play.frame());
}

#[test]
fn earlier_queries_come_back_and_names_complete() {
    let mut play = at_comments();
    play.keys("/ \"iron Enter Esc / \"pan Enter Esc / \"dr ↑");
    assert!(play.text().contains("/pan"));
    play.keys("↑");
    assert!(play.text().contains("/iron"));
    play.keys("↓ ↓");
    assert!(play.text().lines().last().unwrap().starts_with("/dr"), "{}", play.text());
    play.keys("^U \"sc Tab \">10 Enter");
    assert_eq!(play.current(), 1);
    play.keys("Esc / Enter");
    assert_eq!(play.state.searches.shown.as_ref().unwrap().query.text(), "score:>10", "an empty one is the last one");
}

#[test]
fn the_page_about_queries_opens_from_the_prompt_and_goes_back_to_it() {
    let mut play = at_comments();
    play.keys("/ ?");
    assert!(play.text().contains("Queries"), "{}", play.text());
    assert!(play.text().contains("author:NAME"));
    play.keys("q \"iron Enter");
    assert_eq!(play.current(), 2);
}

#[test]
fn a_filter_keeps_what_matches_answer_and_esc_takes_it_off() {
    let mut play = at_comments();
    play.keys("G");
    let row = play.text();
    play.keys("g g & \"rusts Enter");
    let shown: Vec<usize> =
        play.state.page().iter().filter(|row| row.row == 0 && !row.gap).map(|row| row.id.index()).collect();
    assert_eq!(shown, [0, 1, 2]);
    assert!(play.state.reading.view.is_context(btl::model::CommentId::at(0)));
    insta::assert_snapshot!(play.frame());
    play.keys("& \"author:cy Enter");
    assert_eq!(play.state.chips(), ["rusts", "author:cy"]);
    play.keys("Esc Esc");
    assert!(play.state.chips().is_empty());
    assert!(play.state.reading.view.is_plain());
    play.keys("G");
    assert_eq!(play.text().lines().nth(2), row.lines().nth(2));
}

#[test]
fn matches_of_a_filter_are_walked_and_their_replies_come_on_demand() {
    let mut play = at_comments();
    play.keys("& \"author:bob Enter g");
    play.keys("] f");
    assert_eq!(play.current(), 2);
    play.keys("l");
    assert!(play.text().contains("Until it rusts."), "{}", play.text());
    play.keys("] f");
    assert_eq!(play.current(), 6);
    play.keys("] f");
    assert_eq!(play.said(), "no further comment that fits the filter");
    play.keys("[ f");
    assert_eq!(play.current(), 2);
    play.keys("Esc ] f");
    assert_eq!(play.said(), "no filter · & sets one");
}

#[test]
fn a_filter_that_nothing_fits_is_not_set() {
    let mut play = at_comments();
    play.keys("& \"score:>100 Enter");
    assert_eq!(play.said(), "no comment matches score:>100");
    assert!(play.state.chips().is_empty());
}

#[test]
fn space_goes_through_what_a_filter_shows() {
    let mut play = at_comments();
    play.keys("& \"author:bob Enter g Space Space Space");
    let read: Vec<usize> = play.state.reading.read.iter().map(|id| id.index() + 1).collect();
    assert!(read.iter().all(|number| [2, 6].contains(number)), "{read:?}");
}

#[test]
fn all_that_a_query_picks_is_changed_in_one_act() {
    let mut play = at_comments();
    play.keys(": \"mark_author:bob Enter");
    assert_eq!(play.state.marked().len(), 2);
    play.keys("U");
    assert_eq!(play.state.marked().len(), 0);
    play.keys(": \"read_depth:0 Enter");
    assert_eq!(play.state.reading.read.count(), 3);
    play.keys("U");
    assert_eq!(play.state.reading.read.count(), 0);
    play.keys(": \"fold_kettle Enter");
    assert_eq!(play.state.reading.view.folds().map(|id| id.index()).collect::<Vec<_>>(), [1]);
    play.keys(": \"fold_kettle Enter");
    assert_eq!(play.said(), "all that match kettle are so already");
    play.keys(": \"mark_score:x Enter");
    assert!(play.said().starts_with("error: expected a number"), "{}", play.said());
}

/// So many comments, a third of which have honey; each with some words more.
fn many(comments: usize, more: &str) -> Play {
    let line = |n| format!("p{}: number {n} has {} in it{more}", n % 7, if n % 3 == 2 { "honey" } else { "milk" });
    let lines: Vec<String> = (0..comments).map(line).collect();
    let discussion = std::sync::Arc::new(discussion(&lines.join("\n")));
    let mut play = Play { state: State::new("test"), effects: Vec::new(), stores: true, searches: true, base: None };
    play.send(Message::Resize(Size { width: 80, height: 24 }));
    play.send(Message::Loaded { generation: 1, result: Ok(discussion), carried: None });
    play
}

/// More than is searched with the key itself.
fn long() -> Play {
    many(3000, &" and bread and butter".repeat(35))
}

#[test]
fn many_are_changed_only_after_a_question() {
    let mut play = many(90, "");
    play.keys(": \"mark_honey Enter");
    assert!(play.text().contains("30 comments that fit honey"), "{}", play.text());
    play.keys("n");
    assert_eq!(play.state.marked().len(), 0);
    play.keys(": \"mark_honey Enter y");
    assert_eq!(play.state.marked().len(), 30);
}

#[test]
fn a_long_search_goes_on_elsewhere_and_a_new_letter_starts_it_again() {
    let mut play = long();
    play.searches = false;
    play.keys("/ \"hon");
    assert_eq!(play.current(), 3, "what is near is there at once");
    assert!(play.state.search_count().unwrap().ends_with('+'));
    play.keys("\"e");
    let started: Vec<u64> = play
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Session(SessionEffect::Search(SearchEffect::Start { generation, .. })) => Some(*generation),
            _ => None,
        })
        .collect();
    let is_stop =
        |effect: &&Effect| matches!(effect, Effect::Session(SessionEffect::Search(SearchEffect::Stop { .. })));
    let stopped = play.effects.iter().filter(is_stop).count();
    assert_eq!((started.len(), stopped), (4, 3));
    // An answer to an earlier letter is dropped, one to this goes in.
    let hits = vec![btl::model::CommentId::at(2997)];
    let count = play.state.search_count();
    play.send(Message::Found { generation: started[0], slice: btl::query::Slice { hits: hits.clone(), done: true } });
    assert_eq!(play.state.search_count(), count);
    play.send(Message::Found { generation: started[3], slice: btl::query::Slice { hits, done: true } });
    assert_ne!(play.state.search_count(), count);
    assert!(!play.state.search_count().unwrap().ends_with('+'));
}

#[test]
fn a_first_hit_that_comes_late_is_gone_to() {
    let mut play = long();
    play.keys("/ \"2997");
    assert_eq!(play.current(), 2998);
    play.keys("Esc");
    assert_eq!(play.current(), 1);
    play.searches = false;
    play.keys("/ \"2997 Enter");
    assert_eq!(play.current(), 1);
    let Some(Effect::Session(SessionEffect::Search(SearchEffect::Start { generation, mut hunt }))) = play.effects.pop()
    else {
        panic!("no search goes on")
    };
    let slice = hunt.slice(usize::MAX);
    play.send(Message::Found { generation, slice });
    assert_eq!(play.current(), 2998);
    assert_eq!(play.state.search_count().as_deref(), Some("1/1"));
}

#[test]
fn a_hit_that_comes_after_another_key_takes_nobody_away() {
    let mut play = long();
    play.searches = false;
    play.keys("/ \"2997 Enter");
    let Some(Effect::Session(SessionEffect::Search(SearchEffect::Start { generation, mut hunt }))) = play.effects.pop()
    else {
        panic!("no search goes on")
    };
    play.keys("j");
    let slice = hunt.slice(usize::MAX);
    play.send(Message::Found { generation, slice });
    assert_eq!(play.current(), 2);
    assert_eq!(play.state.search_count().as_deref(), Some("1"));
}

#[test]
fn a_search_is_looked_for_again_in_a_fuller_discussion() {
    let mut play = open("ann: one kettle\n  bob: two\n", 80, 24);
    play.keys("/ \"kettle Enter");
    assert_eq!(play.state.search_count().as_deref(), Some("1/1"));
    play.keys("/ \"two");
    assert_eq!(play.current(), 2);
    let fuller = std::sync::Arc::new(discussion("ann: one kettle\n  bob: two\ncy: two kettles\n"));
    let carried = vec![Some(btl::model::CommentId::at(0)), Some(btl::model::CommentId::at(1))];
    play.send(Message::Loaded { generation: 1, result: Ok(fuller), carried: Some(carried) });
    assert_eq!(play.state.search_count().as_deref(), Some("1/2"), "it is still being typed");
    play.keys("Enter n");
    assert_eq!(play.current(), 3);
}

/// A fuller discussion comes, whose first rows are those that were there.
fn fuller(play: &mut Play, outline: &str, rows: usize) {
    let (fuller, index) = (std::sync::Arc::new(discussion(outline)), Index::of(&discussion(outline)));
    let carried = (0..rows).map(|row| Some(btl::model::CommentId::at(row))).collect();
    play.send(Message::Loaded { generation: 1, result: Ok(fuller), carried: Some(carried) });
    play.indexed(std::sync::Arc::new(index));
}

#[test]
fn filters_are_asked_again_in_a_fuller_discussion() {
    let tea = "# Tea\n| Water that boils for a long time tastes flat in the cup.\n\n";
    let comments = "ann: one kettle\n  bob: two\ncy: > Water that boils for a long time tastes flat\n";
    let more = "dan: no\neve: two kettles\n  fay: > Water that boils for a long time tastes flat\n";
    let mut play = open(&format!("{tea}{comments}"), 80, 24);
    for (filter, before, after) in [("kettle", 1, 2), ("quotes:¶1", 1, 2), ("author:eve_or_author:ann", 1, 2)] {
        let mut play = open(&format!("{tea}{comments}"), 80, 24);
        play.keys(&format!("& \"{filter} Enter"));
        assert_eq!(play.state.reading.view.matches(), before, "{filter}");
        fuller(&mut play, &format!("{tea}{comments}{more}"), 3);
        assert_eq!(play.state.reading.view.matches(), after, "{filter}");
    }
    // Two that lie over each other, and one that was read meanwhile.
    play.keys("& \"unread Enter & \"kettle Enter r");
    fuller(&mut play, &format!("{tea}{comments}{more}"), 3);
    assert_eq!((play.state.reading.view.matches(), play.current()), (2, 1), "{}", play.text());
}

#[test]
fn a_branch_shown_alone_in_which_nothing_fits_any_more_is_not_empty() {
    let mut play = open("ann: one kettle\n  bob: two kettles\ncy: three\n", 80, 24);
    play.keys(": \"root Enter & \"two Enter");
    let new = std::sync::Arc::new(discussion("ann: one cup\n  bob: some\ncy: three\n"));
    let carried = vec![Some(btl::model::CommentId::at(0)), None, Some(btl::model::CommentId::at(2))];
    play.send(Message::Loaded { generation: 1, result: Ok(new), carried: Some(carried) });
    assert!(play.state.reading.view.first().is_some(), "{}", play.text());
    assert!(play.text().contains("ann"), "{}", play.text());
}

#[test]
fn escape_stops_a_search_and_keeps_what_it_found() {
    let mut play = long();
    play.searches = false;
    play.keys("/ \"honey Enter Esc");
    assert_eq!(play.said(), "search stopped; results so far are kept");
    assert!(!play.state.is_hunting());
    play.keys("n");
    assert_eq!(play.current(), 6);
    play.keys("Esc");
    assert!(play.state.searches.shown.is_none());
}

#[test]
fn matches_follow_the_view() {
    let mut play = at_comments();
    play.keys("s p / \"kettle Enter");
    assert_eq!(play.state.search_count().as_deref(), Some("1/2"));
    let first = play.current();
    play.keys("n");
    let view = &play.state.reading.view;
    assert!(view.place(play.state.reading.current) > 0 && play.current() != first);
    play.keys("& \"author:bob Enter");
    assert_eq!(play.state.search_count().as_deref(), Some("2/2"));
    play.keys("& \"score:>4 Enter");
    assert_eq!(play.state.search_count().as_deref(), Some("1/1"));
    play.keys("Esc Esc Esc & \"rusts Enter");
    play.keys("/ \"iron Enter");
    assert_eq!(play.said(), "not found", "a row of context has no text to show it in");
}
