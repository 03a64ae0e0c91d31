//! People: tags, colours and mutes, in keys and pictures.

use crate::support::{Play, discussion, open, open_discussion};
use btl::model::person::{Author, Colour, Known, Person};
use btl::model::{Change, CommentId, Restored};
use btl::reader::{Effect, Message, SearchEffect, SessionEffect};

const THREAD: &str = "\
# A title
| An article.
ann: I built the old bridge, and I would build it again.
  bob: The crypto-bridge is better.
    ann: It is not.
  dora: A question, then.
eve: Nothing about it.
  bob: Cryptology is something else.
";

fn play(keys: &str) -> Play {
    let mut play = open(THREAD, 72, 18);
    play.keys("a").keys(keys);
    play
}

/// Types a line of the command line.
fn line(play: &mut Play, text: &str) {
    play.keys(":");
    play.send(Message::Paste(text.to_owned()));
    play.keys("Enter");
}

fn author(name: &str) -> Author {
    Author::new("", name)
}

fn person(play: &Play, name: &str) -> Person {
    play.state.reading.people.known().people.get(&author(name)).cloned().unwrap_or_default()
}

#[test]
fn a_tag_stands_after_the_name_wherever_it_is_shown() {
    let mut play = play("@ t \"builds_bridges\" Enter");
    assert_eq!(person(&play, "ann").tag, "builds bridges");
    assert_eq!(play.said(), "tag ann · U takes it back");
    line(&mut play, "colour-author bob green");
    insta::assert_snapshot!(play.frame());
    // Folded, as a pinned ancestor, and in the context.
    play.keys("z c");
    assert!(play.text().contains("▸ ann [builds bridges]: I built"), "{}", play.text());
    let mut wide = open(THREAD, 120, 36);
    line(&mut wide, "tag-author ann builds bridges");
    wide.keys("j");
    let text = wide.text();
    assert!(text.matches("ann [builds bridges]").count() >= 3, "{text}");
    play.keys("U U");
    assert_eq!(play.said(), "undone: colour bob");
    play.keys("U");
    assert_eq!(person(&play, "ann"), Person::default());
    assert!(!play.text().contains("builds"), "{}", play.text());
}

#[test]
fn authors_are_named_in_any_case_and_with_more_words_than_one() {
    let mut play = open("# T\nAnn Lee: one\n  \"B\" x: two\nann: three\n", 72, 18);
    line(&mut play, "tag-author ann lee of the harbour");
    assert_eq!(person(&play, "Ann Lee").tag, "of the harbour");
    line(&mut play, "tag-author @ANN short");
    assert_eq!(person(&play, "ann").tag, "short");
    line(&mut play, "tag-author nobody here");
    assert_eq!(play.said(), "error: no author named nobody");
    line(&mut play, "tag-author ann");
    assert!(play.text().contains("tag: short"), "{}", play.text());
    play.keys("^u Enter");
    assert_eq!(person(&play, "ann"), Person::default(), "nothing takes it away");
    line(&mut play, "colour-author Ann Lee purple");
    assert!(play.text().contains("red green yellow"), "it is asked for: {}", play.text());
    play.keys("\"purple\" Enter");
    assert!(play.said().starts_with("error: purple is none of red"), "{}", play.said());
    line(&mut play, "colour-author red");
    assert_eq!(person(&play, "Ann Lee").colour, Some(Colour::Red), "the current comment's");
    line(&mut play, "colour-author none");
    assert_eq!(person(&play, "Ann Lee").colour, None);
}

#[test]
fn a_muted_author_leaves_rows_that_say_so_and_keep_the_shape() {
    let mut play = play("@ m");
    insta::assert_snapshot!(play.frame());
    assert!(play.text().contains("2 muted"));
    // Opened for now, and only this one.
    play.keys("Enter");
    assert!(play.text().contains("I built the old bridge"), "{}", play.text());
    assert!(play.text().contains("· muted") && !play.text().contains("It is not."), "{}", play.text());
    play.keys("@ m");
    assert!(play.text().contains("It is not.") && !play.text().contains("muted ·"), "{}", play.text());
}

#[test]
fn a_muted_phrase_is_whole_words_and_says_which() {
    let mut play = play("");
    line(&mut play, "mute \"Crypto Bridge\"");
    let text = play.text();
    assert!(text.contains("muted: phrase “Crypto Bridge” · bob"), "{text}");
    assert!(text.contains("Cryptology is something else") && text.contains("1 muted"), "{text}");
    line(&mut play, "mute \"?!\"");
    assert_eq!(play.said(), "error: a muted phrase needs at least one word");
    line(&mut play, "mute crypto");
    assert!(play.said().contains(":mute \"crypto\""), "{}", play.said());
    play.keys("j");
    line(&mut play, "unmute");
    assert!(play.text().contains("The crypto-bridge is better"), "{}", play.text());
    line(&mut play, "unmute");
    assert_eq!(play.said(), "this comment is not muted");
}

#[test]
fn phrases_are_found_on_the_screen_before_the_worker_has_answered() {
    let mut play = open(THREAD, 72, 18);
    play.stores = false;
    play.keys("a");
    line(&mut play, "mute \"old bridge\"");
    assert!(play.text().contains("muted: phrase “old bridge” · ann"), "{}", play.text());
    assert!(play.text().contains("looking for muted ones"), "{}", play.text());
    let asked: Vec<_> = play
        .effects
        .iter()
        .filter(|effect| matches!(effect, Effect::Session(SessionEffect::Search(SearchEffect::FindMuted { .. }))))
        .collect();
    assert_eq!(asked.len(), 1, "asked once");
    // An answer for phrases that are not wanted any more is dropped.
    let discussion = play.state.reading.discussion.clone();
    let found = vec![(CommentId::at(4), 0)];
    let phrases = vec!["something else".to_owned()];
    play.send(Message::FoundMuted { discussion: discussion.clone(), phrases, found });
    assert!(!play.state.reading.is_muted(CommentId::at(4)));
    let found = vec![(CommentId::at(0), 0)];
    play.send(Message::FoundMuted { discussion, phrases: vec!["old bridge".to_owned()], found });
    assert!(play.text().contains("1 muted"), "{}", play.text());
}

#[test]
fn space_passes_muted_comments_and_sets_none_of_them_read() {
    let mut play = play("");
    line(&mut play, "mute bob");
    for _ in 0..10 {
        play.keys("Space");
    }
    assert_eq!(play.said(), "the end: 2 unread comments above, folded or muted");
    let unread: Vec<usize> = (0..6).filter(|row| play.state.reading.is_unread(CommentId::at(*row))).collect();
    assert_eq!(unread, [1, 5]);
    // Nor does stepping over one.
    play.keys("g j j j");
    assert!(play.state.reading.is_unread(CommentId::at(1)));
    // One that was opened is read like any other.
    play.keys("g j Enter j");
    assert!(!play.state.reading.is_unread(CommentId::at(1)));
}

#[test]
fn nothing_of_a_muted_comment_is_shown_around_it() {
    let mut play = open(THREAD, 120, 36);
    line(&mut play, "mute \"crypto-bridge\"");
    play.keys("j j");
    let hidden = |play: &Play| !play.text().contains("is better");
    assert!(hidden(&play), "context: {}", play.text());
    play.keys("P");
    assert!(play.text().contains("It is not.") && hidden(&play), "chain: {}", play.text());
    play.keys("q G");
    line(&mut play, "jumps");
    assert!(hidden(&play), "jumps: {}", play.text());
    play.keys("q 2 G z c");
    assert!(play.text().contains("▸ muted: phrase") && hidden(&play), "folded: {}", play.text());
    play.resize(60, 14).keys("a 3 G z t");
    assert!(hidden(&play), "pinned: {}", play.text());
}

#[test]
fn the_list_of_people_changes_and_forgets() {
    let mut play = play("@ t \"old_friend\" Enter");
    line(&mut play, "mute bob");
    line(&mut play, "mute \"old hat\"");
    play.keys("@ @");
    insta::assert_snapshot!(play.frame());
    play.keys("Enter ^u \"mason\" Enter c \"blue\" Enter m");
    let ann = Person { tag: "mason".to_owned(), colour: Some(Colour::Blue), muted: true };
    assert_eq!(person(&play, "ann"), ann);
    assert!(play.text().contains("[mason] · blue · muted"), "{}", play.text());
    play.keys("j x");
    assert_eq!(person(&play, "bob"), Person::default());
    play.keys("Enter \"s\" Enter");
    assert!(play.state.reading.people.known().phrases.contains("old hats"), "{}", play.text());
    play.keys("m");
    assert!(play.text().contains("1 author, 0 muted phrases"), "{}", play.text());
    play.keys("U U U");
    assert!(play.text().contains("2 authors, 1 muted phrase"), "{}", play.text());
    assert!(person(&play, "bob").muted);
}

#[test]
fn people_come_back_and_stay_over_reloads_and_other_windows() {
    let mut play = open(THREAD, 72, 30);
    play.keys("a");
    let muted = Person { muted: true, ..Person::default() };
    let mut known = Known::default();
    known.set_person(&author("bob"), &muted);
    known.set_phrase("question", true);
    play.restored(Restored { people: Some(known), ..Restored::default() });
    assert!(play.text().contains("muted: bob") && play.text().contains("3 muted"), "{}", play.text());
    // The other window unmutes him.
    let changes = vec![Change::Person { who: author("bob"), person: Person::default() }];
    play.others(changes);
    assert!(!play.text().contains("muted: bob") && play.text().contains("1 muted"), "{}", play.text());
    // More of the source comes: the same phrases, looked for anew; what was open stays open.
    play.keys("4 G Enter");
    assert!(play.text().contains("A question, then."), "{}", play.text());
    let more = std::sync::Arc::new(discussion(&format!("{THREAD}finn: Another question.\n")));
    let carried = Some((0..6).map(|row| Some(CommentId::at(row))).collect());
    play.send(Message::Loaded { generation: 1, result: Ok(more), carried });
    assert!(play.text().contains("2 muted"), "{}", play.text());
    assert!(play.text().contains("A question, then.") && play.text().contains("muted: phrase “question” · finn"));
}

#[test]
fn without_authors_there_is_nobody_to_tag_but_phrases_can_be_muted() {
    let mut play = open("# T\n| An article.\n- one old hat\n- two\n", 72, 18);
    play.keys("a @ t");
    assert_eq!(play.said(), "this comment has no author");
    line(&mut play, "mute \"hat\"");
    assert!(play.text().contains("muted: phrase “hat”"), "{}", play.text());
    let mut empty = open_discussion(btl::model::Discussion::default(), 72, 18);
    empty.keys("@ m @ @");
    assert!(empty.text().contains("Nobody is tagged or muted"), "{}", empty.text());
}

#[test]
fn a_site_is_told_from_other_sites() {
    let site = |source: &str| {
        let text = format!(
            r#"{{"type":"Discussion","btl":1,"source":{source},"article":{{"name":"T"}},
                "items":[{{"id":"1","inReplyTo":null,"attributedTo":{{"name":"ann"}},"content":"x"}}]}}"#
        );
        let discussion = btl::loader::parse(text.into_bytes(), &btl::loader::Options::default()).unwrap();
        Author::of(&discussion, CommentId::at(0)).unwrap().site.to_string()
    };
    assert_eq!(site(r#"{"namespace":"hn","url":"https://news.example.org/1"}"#), "hn");
    assert_eq!(site(r#"{"namespace":"discourse","url":"https://Talk.example.org/t/1"}"#), "talk.example.org");
    assert_eq!(site(r#"{"namespace":"discourse"}"#), "discourse");
    assert_eq!(site(r#"{"url":"https://blog.example.org/a"}"#), "blog.example.org");
    assert_eq!(site("{}"), "");
}

#[test]
fn what_is_not_kept_yet_outlives_what_the_store_gives_back() {
    let mut play = open(THREAD, 72, 18);
    play.stores = false;
    play.keys("a @ t \"mine\" Enter");
    let mut known = Known::default();
    known.set_person(&author("bob"), &Person { tag: "theirs".to_owned(), ..Person::default() });
    let give = |people| Restored { people, ..Restored::default() };
    play.restored(give(Some(known)));
    assert_eq!((person(&play, "ann").tag.as_str(), person(&play, "bob").tag.as_str()), ("mine", "theirs"));
    // A store that cannot be read takes nothing away; what another window has removed is gone.
    play.restored(give(None));
    assert_eq!(person(&play, "bob").tag, "theirs");
    play.restored(give(Some(Known::default())));
    assert_eq!((person(&play, "ann").tag.as_str(), person(&play, "bob").tag.as_str()), ("mine", ""));
}

#[test]
fn a_click_opens_a_muted_comment() {
    use btl::reader::{Button, Mouse, MouseKind};
    let mut play = play("@ m");
    play.send(Message::Mouse(Mouse { kind: MouseKind::Down(Button::Left), x: 5, y: 1 }));
    assert!(play.text().contains("I built the old bridge"), "{}", play.text());
    assert!(play.state.reading.undo.len() == 1, "and folds nothing");
}
