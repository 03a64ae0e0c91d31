//! Authors and phrases: the same in every discussion of a site, and in every window.

use super::*;
use crate::model::person::{Author, Colour, Known, Person};

fn author(name: &str) -> Author {
    Author::new("hn", name)
}

fn say(name: &str, person: &Person) -> Change {
    Change::Person { who: author(name), person: person.clone() }
}

fn phrase(words: &str, on: bool) -> Change {
    Change::Phrase { phrase: words.to_owned(), on }
}

fn tagged(tag: &str) -> Person {
    Person { tag: tag.to_owned(), colour: Some(Colour::Blue), muted: true }
}

fn known(people: &[(&str, Person)], phrases: &[&str]) -> Known {
    let people = people.iter().map(|(name, person)| (author(name), person.clone())).collect();
    Known { people, phrases: phrases.iter().map(|words| (*words).to_owned()).collect() }
}

#[test]
fn what_is_said_of_authors_comes_back_in_other_discussions() {
    let folder = folder();
    let seen = Sample::of(3).with_ids().open();
    let mut store = open(folder.path());
    let mut a = seen.attach(&mut store);
    let acts = Change::All(vec![say("ann", &tagged("knows boats")), say("bob", &tagged("x")), phrase("old hat", true)]);
    seen.apply(&mut store, &mut a, &[acts, say("bob", &Person::default())]);
    let expected = known(&[("ann", tagged("knows boats"))], &["old hat"]);
    drop(store);
    let mut store = open(folder.path());
    assert_eq!(store.people().expect("read"), expected);
    // Another discussion, of which nothing is known.
    let other = Sample { site: Some("hn:78"), url: None, ..Sample::of(2).with_ids() }.open();
    let restored = other.again(&mut store);
    assert!(!restored.known);
    assert_eq!(restored.people, Some(expected));
    seen.apply(&mut store, &mut a, &[say("ann", &Person::default()), phrase("old hat", false)]);
    assert_eq!(store.people().expect("read"), Known::default());
}

#[test]
fn another_window_learns_of_it_whatever_it_reads() {
    let folder = folder();
    let seen = Sample::of(3).with_ids().open();
    let other = Sample { site: Some("hn:78"), url: None, ..Sample::of(2).with_ids() }.open();
    let (mut one, mut two) = (open(folder.path()), open(folder.path()));
    let (mut a, mut b) = (seen.attach(&mut one), other.attach(&mut two));
    seen.restore(&mut one, &a);
    other.restore(&mut two, &b);
    let acts = [say("ann", &tagged("first")), phrase("old hat", true)];
    seen.apply(&mut one, &mut a, &acts);
    assert_eq!(other.others(&mut two, &b), acts);
    assert!(other.others(&mut two, &b).is_empty(), "told once");
    assert!(seen.others(&mut one, &a).is_empty(), "not told of its own");
    let acts = [say("ann", &Person::default()), say("cid", &tagged("third"))];
    other.apply(&mut two, &mut b, &acts);
    assert_eq!(seen.others(&mut one, &a), acts);
    // What both have said of the same author: the later one holds for both.
    seen.apply(&mut one, &mut a, &[say("cid", &tagged("mine"))]);
    other.apply(&mut two, &mut b, &[say("cid", &tagged("yours"))]);
    assert_eq!(seen.others(&mut one, &a), [say("cid", &tagged("yours"))]);
    assert!(other.others(&mut two, &b).is_empty());
}

#[test]
fn all_or_nothing_with_what_is_kept_beside_it() {
    let folder = folder();
    let seen = Sample::of(400).open();
    let mut store = open(folder.path());
    let mut a = seen.attach(&mut store);
    seen.apply(&mut store, &mut a, &[say("ann", &tagged("before"))]);
    let pages: i64 = store.connection.pragma_query_value(None, "page_count", |r| r.get(0)).expect("counted");
    let limit = |store: &Store, pages: i64| {
        let done = store.connection.pragma_update_and_check(None, "max_page_count", pages, |r| r.get::<_, i64>(0));
        done.expect("limited");
    };
    limit(&store, pages);
    let all: Vec<CommentId> = seen.d.thread().ids().collect();
    let acts = [say("ann", &tagged("after")), phrase("lost", true), read(all, true)];
    let error = store.apply(&mut a, &acts, &seen.d, &seen.index, 1).expect_err("refused").to_string();
    assert!(error.starts_with("not saved: disk full"), "{error}");
    let before = known(&[("ann", tagged("before"))], &[]);
    assert_eq!(store.people().expect("read"), before);
    assert!(seen.others(&mut store, &a).is_empty(), "what was not kept is no news");
    limit(&store, pages + 1000);
    seen.apply(&mut store, &mut a, &acts);
    assert_eq!(store.people().expect("read"), known(&[("ann", tagged("after"))], &["lost"]));
}

#[test]
fn what_was_kept_is_there_when_the_program_is_killed() {
    let folder = folder();
    let copy = tempfile::tempdir().expect("a folder");
    let seen = Sample::of(3).open();
    let mut store = open(folder.path());
    let mut a = seen.attach(&mut store);
    seen.apply(&mut store, &mut a, &[say("ann", &tagged("kept")), phrase("kept too", true)]);
    // The files as they are at this moment, with the store still open: what a crash leaves.
    for name in ["store.sqlite", "store.sqlite-wal"] {
        std::fs::copy(folder.path().join(name), copy.path().join(name)).expect("copied");
    }
    let after = open(copy.path()).people().expect("read");
    assert_eq!(after, known(&[("ann", tagged("kept"))], &["kept too"]));
}
