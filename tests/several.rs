//! Several discussions in one input: written, built apart, picked, chosen in the reader.

mod support;

use std::sync::Arc;

use btl::export::{self, print, print_all};
use btl::loader::{self, Options, parse, parse_all};
use btl::model::draft::Parent;
use btl::model::{Choice, Discussion, DraftWriter, Index, Media, Roles, Roots, Row, build};
use btl::reader::list::ListKind;
use btl::reader::{Effect, Message, Size, State};
use proptest::prelude::*;
use support::{NOW, Play};

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
    let all: Vec<Discussion> = drafts.into_iter().flat_map(build::discussions).collect();
    let shown: Vec<String> = all.iter().map(outline).collect();
    assert_eq!(shown[0], "# First\n! odd\n\nann [#one]: one\n  bob [#three]: three\n");
    assert_eq!(shown[1], "# Second\n! odd\n\nbob [#two]: two\n");
    assert!(all.len() == 2 && !all[0].origin().complete && !all[1].origin().complete);
}

fn mail(roots: Roots) -> Vec<Discussion> {
    let mut writer = DraftWriter::new("text");
    writer.origin().namespace = "mail".into();
    writer.set_roots(roots);
    let late = say(&mut writer, Parent::Top, "cat", "c");
    let a = say(&mut writer, Parent::Top, "ann", "a");
    let b = say(&mut writer, Parent::Row(a), "bob", "b");
    let d = say(&mut writer, Parent::Row(b), "ann", "d");
    let gone = writer.pooled("gone", Media::Plain);
    say(&mut writer, Parent::Id(gone), "eve", "e");
    writer.candidate(d, a, 0.5, "asks");
    writer.candidate(d, late, 0.4, "asks, too");
    for (row, words) in [(a, "About a"), (b, "Re: About a"), (late, "About c")] {
        let words = writer.pooled(words, Media::Plain);
        writer.set_title(row, words);
    }
    writer.finish_all(String::new()).into_iter().flat_map(build::discussions).collect()
}

#[test]
fn roots_can_have_discussions_of_their_own() {
    let all = mail(Roots::Apart);
    let shown: Vec<String> = all.iter().map(outline).collect();
    assert_eq!(shown[0].lines().next(), Some("# About c"));
    assert!(shown[1].starts_with("# About a"), "{}", shown[1]);
    assert!(shown[1].contains("ann [#a; op"), "{}", shown[1]);
    assert!(shown[1].contains("    ann [#d; op"), "{}", shown[1]);
    assert!(shown[2].contains("? [#gone]\n  eve"), "{}", shown[2]);
    let sites: Vec<&str> = all.iter().map(|one| one.origin().site.as_deref().unwrap()).collect();
    assert_eq!(sites, ["mail:c", "mail:a", "mail:gone"]);
    // A candidate in another discussion is none.
    let candidates = all[1].thread().ids().map(|id| all[1].thread().candidates(id).len());
    assert_eq!(candidates.sum::<usize>(), 1);
}

#[test]
fn a_root_can_be_the_article() {
    let all = mail(Roots::Articles);
    assert_eq!(all[1].article_author().unwrap().as_str(), "ann");
    assert_eq!(all[1].article_body().text.as_str().trim(), "a");
    let thread = all[1].thread();
    assert_eq!((thread.len(), thread.depth(thread.first().unwrap())), (2, 0));
    assert!(thread.roles(thread.ids().last().unwrap()).has(Roles::OP));
    assert_eq!(all[0].thread().len(), 0);
    assert_eq!(all[2].thread().len(), 2);
}

proptest! {
    /// Split at the roots, a thread is the same thread: every export of the parts, one after
    /// another, says what that of the whole says.
    #[test]
    fn parts_are_the_whole(links in prop::collection::vec((prop::option::of(0usize..20), 0usize..4), 1..20)) {
        let write = |roots: Roots| {
            let mut writer = DraftWriter::new("text");
            writer.set_roots(roots);
            for (at, (parent, who)) in links.iter().enumerate() {
                let parent = parent.filter(|parent| *parent != at).map_or(Parent::Top, |parent| {
                    Parent::Id(writer.pooled(&format!("c{parent}"), Media::Plain))
                });
                say(&mut writer, parent, ["ann", "bob", "cat", ""][*who], &format!("c{at}"));
            }
            let drafts = writer.finish_all(String::new());
            drafts.into_iter().flat_map(build::discussions).collect::<Vec<_>>()
        };
        let (whole, parts) = (write(Roots::Together), write(Roots::Apart));
        let rows = |discussion: &Discussion| {
            let thread = discussion.thread();
            let row = |id| (
                discussion.source_id(id), thread.depth(id), thread.kind(id), discussion.author(id),
                thread.parent(id).and_then(|parent| discussion.source_id(parent)), thread.link(id),
            );
            thread.ids().map(row).collect::<Vec<_>>()
        };
        prop_assert_eq!(rows(&whole[0]), parts.iter().flat_map(rows).collect::<Vec<_>>());
        let comments: usize = parts.iter().map(|part| part.thread().comments()).sum();
        prop_assert_eq!(comments, whole[0].thread().comments());
        for part in &parts {
            for id in part.thread().ids() {
                prop_assert_eq!(part.thread().number(id), part.thread().ids().take(id.index() + 1)
                    .filter(|id| part.thread().is_comment(*id)).count());
            }
        }
    }
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
    let mut play = Play { state: State::new("/a/file"), effects: Vec::new(), stores: true, base: None };
    play.send(Message::Now(NOW));
    play.send(Message::Resize(Size { width: 60, height: 16 }));
    let choices = all.iter().map(|one| Choice::of(one)).collect();
    play.send(Message::Several { generation: 1, all: Arc::clone(&all), choices, picked });
    (play, all)
}

/// Does what the workers do when one is chosen.
fn answer(play: &mut Play, all: &[Arc<Discussion>]) -> String {
    let Some(Effect::Choose { generation, which, source }) = play.effects.pop() else { panic!("nothing was chosen") };
    play.send(Message::Loaded { generation, result: Ok(Arc::clone(&all[which])), carried: None });
    source
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
    assert_eq!(answer(&mut play, &all), "/a/file\u{1f}club:200");
    assert_eq!(play.state.discussion().title().as_str(), "Evening 2");
    play.keys("Esc");
    assert_eq!(top(&play), Some(ListKind::Discussions));
    assert_eq!(play.state.screens.last().unwrap().at, 1);
    play.keys("Esc");
    assert_eq!(top(&play), None);
    play.keys(": \"discussions\" Enter");
    play.keys("3");
    assert!(play.effects.iter().any(|effect| matches!(effect, Effect::StorePlace(_))));
    assert_eq!(answer(&mut play, &all), "/a/file\u{1f}club:300");
    play.keys(": \"discussions\" Enter q");
    assert!(matches!(play.effects.last(), Some(Effect::Quit)));
}

#[test]
fn one_that_was_asked_for_is_shown_at_once() {
    let (mut play, all) = chooser(Some(1));
    play.send(Message::Loaded { generation: 1, result: Ok(Arc::clone(&all[1])), carried: None });
    assert!(play.state.screens.is_empty());
    play.keys("Esc");
    assert_eq!(play.state.screens.last().map(|list| list.at), Some(1));
    play.keys("Enter");
    assert!(play.state.screens.is_empty() && !play.effects.iter().any(|e| matches!(e, Effect::Choose { .. })));
}
