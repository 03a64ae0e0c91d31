//! Several discussions in one input: written, built apart, picked, chosen in the reader.

use std::sync::Arc;

use crate::support::{NOW, Play};
use btl::export::{self, print, print_all};
use btl::loader::{self, Options, parse, parse_all};
use btl::model::draft::Parent;
use btl::model::{Choice, Discussion, DraftWriter, Index, Media, Row, build};
use btl::reader::list::ListKind;
use btl::reader::{Message, Size, State, StoreEffect};

fn outline(discussion: &Discussion) -> String {
    print(discussion, "outline", &export::Options::default()).unwrap()
}

fn say(writer: &mut DraftWriter, parent: Parent, who: &str, words: &str) -> Row {
    let row = writer.comment(parent);
    writer.set_author(row, who);
    let (id, body) = (writer.pooled(words, Media::Plain), writer.pooled(words, Media::Plain));
    writer.set_id(row, id);
    writer.set_body(row, body);
    row
}

fn title(writer: &mut DraftWriter, words: &str) {
    writer.article().title = writer.pooled(words, Media::Plain);
}

#[test]
fn discussions_are_written_one_after_another_or_by_turns() {
    let mut writer = DraftWriter::new("text");
    assert_eq!(writer.begin(), 0);
    title(&mut writer, "First");
    let one = say(&mut writer, Parent::Top, "ann", "one");
    assert_eq!(writer.begin(), 1);
    assert_eq!(writer.begin(), 1);
    title(&mut writer, "Second");
    say(&mut writer, Parent::Top, "bob", "two");
    writer.turn_to(0);
    say(&mut writer, Parent::Row(one), "bob", "three");
    writer.note_all("odd");
    writer.set_incomplete();
    assert_eq!(writer.begin(), 2);
    let drafts = writer.finish_all(String::new());
    let all: Vec<Discussion> = drafts.into_iter().map(build::discussion).collect();
    let shown: Vec<String> = all.iter().map(outline).collect();
    assert_eq!(shown[0], "# First\n! odd\n\nann [#one]: one\n  bob [#three]: three\n");
    assert_eq!(shown[1], "# Second\n! odd\n\nbob [#two]: two\n");
    assert!(all.len() == 2 && !all[0].origin().complete && !all[1].origin().complete);
}

/// Native discussions, an object a line.
fn lines(count: usize) -> String {
    let one = |n: usize| {
        format!(
            "{{\"type\":\"Discussion\",\"btl\":1,\"source\":{{\"format\":\"native\",\"site\":\"club:{n}00\"}},\
             \"article\":{{\"name\":\"Evening {n}\"}},\"items\":[{{\"id\":\"c1\",\"content\":\"words of {n}\",\
             \"published\":\"2026-01-0{n}T10:00:00Z\"}},{{\"id\":\"c2\",\"inReplyTo\":\"c1\",\"content\":\"reply\"}}]}}\n"
        )
    };
    (1..=count).map(one).collect()
}

fn picked(words: &str) -> Result<String, String> {
    let options = Options { pick: Some(words.to_owned()), ..Options::default() };
    parse(lines(3).into_bytes(), &options).map(|one| one.title().to_string()).map_err(|error| error.to_string())
}

#[test]
fn one_is_picked_by_number_id_or_title() {
    for words in ["2", "club:200", "200", "evening 2", "Evening   2"] {
        assert_eq!(picked(words).as_deref(), Ok("Evening 2"), "{words}");
    }
    assert!(picked("evening").unwrap_err().contains("3 discussions"));
    assert!(picked("morning").unwrap_err().contains("none of the 3"));
    assert!(picked("4").unwrap_err().contains("none of the 3") && picked("").is_err());
    assert_eq!(parse(lines(3).into_bytes(), &Options::default()).unwrap().title().as_str(), "Evening 1");
}

#[test]
fn all_are_printed_and_read_again() {
    let all = parse_all(lines(3).into_bytes(), &Options::default()).unwrap();
    let shape = export::Options::default();
    let first = print_all(&all, "json", &shape).unwrap();
    assert_eq!(first.lines().count(), 3);
    let again = parse_all(first.clone().into_bytes(), &Options::default()).unwrap();
    assert_eq!(print_all(&again, "json", &shape).unwrap(), first);
    for export in export::formats() {
        let text = print_all(&all, export.name, &shape).unwrap();
        assert!(text.contains("Evening 1") && text.contains("Evening 3"), "{}", export.name);
    }
    let keys: Vec<_> = all.iter().map(|one| Index::of(one).key().clone()).collect();
    assert!(keys[0] != keys[1] && keys[1] != keys[2]);
}

fn chooser(picked: Option<usize>) -> (Play, Arc<[Arc<Discussion>]>) {
    let all: Arc<[_]> =
        loader::parse_all(lines(3).into_bytes(), &Options::default()).unwrap().into_iter().map(Arc::new).collect();
    let mut play = Play { state: State::new("/a/file"), effects: Vec::new(), stores: true, searches: true, base: None };
    play.send(Message::Now(NOW));
    play.send(Message::Resize(Size { width: 60, height: 16 }));
    let choices = all.iter().map(|one| Choice::of(one)).collect();
    play.send(Message::Several { generation: 1, all: Arc::clone(&all), choices, picked });
    (play, all)
}

#[test]
fn the_reader_chooses_and_comes_back() {
    let (mut play, all) = chooser(None);
    let top = |play: &Play| play.state.screens.last().map(|list| list.kind);
    assert_eq!(top(&play), Some(ListKind::Discussions));
    assert!(play.text().contains("3 discussions") && play.text().contains("Evening 2"), "{}", play.text());
    play.keys("Esc ' m");
    assert_eq!(top(&play), Some(ListKind::Discussions));
    play.keys("j Enter");
    assert_eq!(play.state.source, "/a/file\u{1f}club:200");
    assert_eq!(play.state.discussion().title().as_str(), "Evening 2");
    play.keys("Esc");
    assert_eq!(top(&play), Some(ListKind::Discussions));
    assert_eq!(play.state.screens.last().unwrap().at, 1);
    play.keys("Esc");
    assert_eq!(top(&play), None);
    play.keys(": \"discussions\" Enter");
    play.keys("3");
    assert!(play.store_effects().any(|effect| matches!(effect, StoreEffect::Place { .. })));
    let left =
        |effect: &StoreEffect| matches!(effect, StoreEffect::Leave { of } if Arc::ptr_eq(&of.discussion, &all[1]));
    assert!(play.store_effects().any(left), "the visit of the one before has ended");
    assert_eq!(play.state.source, "/a/file\u{1f}club:300");
    play.keys(": \"discussions\" Enter q");
    assert!(play.quits());
}

#[test]
fn one_that_was_asked_for_is_shown_at_once() {
    let (mut play, all) = chooser(Some(1));
    play.send(Message::Loaded { generation: 1, result: Ok(Arc::clone(&all[1])), carried: None });
    assert!(play.state.screens.is_empty());
    play.keys("Esc");
    assert_eq!(play.state.screens.last().map(|list| list.at), Some(1));
    play.keys("Enter");
    assert!(
        play.state.screens.is_empty()
            && !play.store_effects().any(|effect| matches!(effect, StoreEffect::Leave { .. }))
    );
}
