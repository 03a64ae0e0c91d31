//! What is kept comes back, and only where it belongs.

use super::*;
use crate::model::change::Passage;
use crate::model::repair::{Aspect, Fix, Repair};
use crate::model::{Folds, Identity, Place};

#[test]
fn everything_comes_back_after_reopening() {
    let folder = folder();
    let seen = Sample::of(9).with_ids().open();
    let (two, three, five) = (seen.comment(2), seen.comment(3), seen.comment(5));
    let place = Place {
        current: Some(five),
        top: Some((three, 2)),
        article: (2, 1),
        in_article: true,
        article_done: true,
        jumps: vec![three, two],
    };
    {
        let mut store = open(folder.path());
        let mut a = seen.attach(&mut store);
        assert!(!a.known);
        let acts = Change::All(vec![
            marked(two, "a note"),
            Change::All(vec![fold(vec![five], true), read(vec![two, three], true)]),
        ]);
        seen.apply(&mut store, &mut a, &[acts]);
        store.place(&mut a, &place, &seen.d, &seen.index, 1002).expect("placed");
    }
    let restored = seen.again(&mut open(folder.path()));
    assert!(restored.known);
    assert_eq!(restored.marks, [(Spot::Comment(two), mark("a note"))]);
    assert_eq!(restored.folds.folded, [five]);
    assert_eq!(restored.read, [two, three]);
    assert_eq!(restored.place, Some(place));
    assert!(restored.doubtful.is_empty() && restored.missing.is_empty());
}

#[test]
fn repairs_come_back_in_their_order() {
    let folder = folder();
    let seen = Sample::of(4).open();
    let (one, two) = (seen.index.identity(seen.comment(1)), seen.index.identity(seen.comment(2)));
    let repair = |of: &Identity, fix: Option<Fix>, aspect| Change::Repair { of: of.clone(), aspect, fix };
    let link = Fix::Parent(Some(one.clone()));
    let name = Fix::Author("ann".to_owned());
    {
        let mut store = open(folder.path());
        let mut a = seen.attach(&mut store);
        seen.apply(
            &mut store,
            &mut a,
            &[
                repair(&two, Some(Fix::Parent(None)), Aspect::Parent),
                repair(&one, Some(name.clone()), Aspect::Author),
                repair(&two, Some(link.clone()), Aspect::Parent),
                repair(&one, Some(Fix::Merge), Aspect::Extent),
                repair(&one, None, Aspect::Extent),
            ],
        );
    }
    let kept = seen.again(&mut open(folder.path())).repairs;
    assert_eq!(kept, [Repair { of: one, fix: name }, Repair { of: two, fix: link }]);
}

#[test]
fn what_is_taken_back_is_gone() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(4).open();
    let mut a = seen.attach(&mut store);
    let (one, two) = (seen.comment(1), seen.comment(2));
    let on = [marked(one, "secret words"), fold(vec![one], true), read(vec![one, two], true)];
    seen.apply(&mut store, &mut a, &on);
    let off = [unmarked(one), fold(vec![one], false), read(vec![one], false)];
    seen.apply(&mut store, &mut a, &off);
    let restored = seen.again(&mut store);
    assert!(restored.marks.is_empty() && restored.folds == Folds::default());
    assert_eq!(restored.read, [two]);
    assert!(store.marks().expect("read").is_empty());
    drop(store);
    for entry in std::fs::read_dir(folder.path()).expect("a folder") {
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("read");
        assert!(memchr::memmem::find(&bytes, b"secret words").is_none());
    }
}

#[test]
fn nothing_is_written_before_something_is_kept() {
    let folder = folder();
    let seen = Sample::of(3).open();
    let mut store = open(folder.path());
    let a = seen.attach(&mut store);
    assert!(!a.known && !seen.again(&mut store).known);
    let rows: i64 = store.connection.query_row("SELECT count(*) FROM discussions", (), |r| r.get(0)).expect("counted");
    assert_eq!(rows, 0);
}

#[test]
fn a_mark_can_be_read_when_its_source_is_gone() {
    let folder = folder();
    let seen = Sample::of(3).with_ids().open();
    let mut store = open(folder.path());
    let mut a = seen.attach(&mut store);
    seen.apply(&mut store, &mut a, &[marked(seen.comment(3), "why")]);
    drop(store);
    let marks = open(folder.path()).marks().expect("read");
    let [kept] = marks.as_slice() else { panic!("one mark, not {marks:?}") };
    assert_eq!(kept.title.as_str(), "A title");
    assert_eq!(kept.discussion.as_str(), "hn:77");
    assert_eq!(kept.source.as_deref(), Some("/some/file"));
    assert_eq!(kept.author.as_str(), "author3");
    assert_eq!(kept.text.as_str(), "Words of comment 3 and some more.");
    let chain: Vec<&str> = kept.chain.iter().map(|c| c.as_str()).collect();
    assert_eq!(chain, ["author2: Words of comment 2 and some more."]);
    assert_eq!(kept.comment, Some(seen.index.identity(seen.comment(3))));
    assert_eq!(kept.mark, mark("why"));
}

#[test]
fn marks_are_listed_by_discussion_and_place() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(6).with_ids().open();
    let mut a = seen.attach(&mut store);
    let acts = [5, 1, 3].map(|n| marked(seen.comment(n), &n.to_string()));
    seen.apply(&mut store, &mut a, &acts);
    let later = Sample { site: Some("hn:78"), url: None, ..Sample::of(2).with_ids() };
    let later = later.open();
    let mut b = store.attach(&later.d, &later.index, None, 2000).expect("attached");
    seen.restore(&mut store, &a);
    later.apply(&mut store, &mut b, &[marked(later.comment(2), "new")]);
    let marks = store.marks().expect("read");
    let notes: Vec<&str> = marks.iter().map(|m| m.mark.note.as_str()).collect();
    assert_eq!(notes, ["new", "1", "3", "5"]);
}

#[test]
fn passages_are_marked_and_unmarked() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(1).open();
    let mut a = seen.attach(&mut store);
    let at = Spot::Passage(Passage { number: 2, hash: seen.index.passages()[1] });
    let set = |mark| Change::Mark { at: at.clone(), mark };
    seen.apply(&mut store, &mut a, &[set(Some(mark("p")))]);
    seen.apply(&mut store, &mut a, &[set(Some(mark("q")))]);
    assert_eq!(notes(&seen.again(&mut store)), [(at.clone(), "q".into())]);
    let kept = store.marks().expect("read").remove(0);
    assert_eq!(kept.text.as_str(), "The second passage of it.");
    assert_eq!(kept.comment, None);
    seen.apply(&mut store, &mut a, &[set(None)]);
    assert!(store.marks().expect("read").is_empty());
}

#[test]
fn a_grown_thread_keeps_its_marks() {
    let folder = folder();
    let mut store = open(folder.path());
    let small = Sample::of(5).open();
    let mut a = small.attach(&mut store);
    let acts = [marked(small.comment(4), "four"), read(vec![small.comment(5)], true)];
    small.apply(&mut store, &mut a, &acts);
    let mut grown = Sample::of(60);
    // New ones stand before the old ones, so that every row has another number.
    grown.comments.rotate_left(5);
    let grown = grown.open();
    let restored = grown.again(&mut store);
    assert!(restored.known && restored.resembles.is_none());
    assert_eq!(notes(&restored), [(Spot::Comment(grown.comment(4)), "four".into())]);
    assert_eq!(restored.read, [grown.comment(5)]);
}

#[test]
fn another_format_of_the_same_page_is_the_same_discussion() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(6).with_ids().open();
    let mut a = seen.attach(&mut store);
    seen.apply(&mut store, &mut a, &[marked(seen.comment(2), "two")]);
    // Another format: other words around it, no article, the same ids.
    let mut other = Sample::of(6).with_ids();
    other.article = "";
    other.url = None;
    for comment in &mut other.comments {
        comment.2 = format!("> {}", comment.2);
    }
    let other = other.open();
    let mut b = other.attach(&mut store);
    assert!(b.known);
    let spot = Spot::Comment(other.comment(2));
    assert_eq!(notes(&other.restore(&mut store, &b)), [(spot.clone(), "two".into())]);
    other.apply(&mut store, &mut b, &[marked(other.comment(2), "again")]);
    assert_eq!(notes(&other.again(&mut store)), [(spot, "again".into())]);
    assert_eq!(store.marks().expect("read").len(), 1);
}

#[test]
fn a_mark_by_words_alone_gets_the_source_id_later() {
    let folder = folder();
    let mut store = open(folder.path());
    let bare = Sample { url: Some("https://example.org/item?id=77"), ..Sample::of(6) };
    let bare = bare.open();
    let mut a = bare.attach(&mut store);
    let acts = [marked(bare.comment(2), "words"), read(vec![bare.comment(4)], true)];
    bare.apply(&mut store, &mut a, &acts);
    let full = Sample::of(6).with_ids().open();
    let mut b = full.attach(&mut store);
    assert!(b.known);
    let acts = [marked(full.comment(2), "both"), read(vec![full.comment(4)], false)];
    full.apply(&mut store, &mut b, &acts);
    let marks = store.marks().expect("read");
    assert_eq!(marks.len(), 1, "one comment, one mark");
    assert_eq!(marks[0].comment, Some(full.index.identity(full.comment(2))));
    assert!(full.again(&mut store).read.is_empty());
    assert!(bare.again(&mut store).read.is_empty());
    assert_eq!(bare.again(&mut store).marks[0].1.note, "both");
}

#[test]
fn words_that_were_kept_survive_their_comment() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(3).with_ids().open();
    let mut a = seen.attach(&mut store);
    seen.apply(&mut store, &mut a, &[marked(seen.comment(2), "")]);
    let mut emptied = Sample::of(3).with_ids();
    emptied.comments[1].2 = "[deleted]".to_owned();
    let emptied = emptied.open();
    let mut b = emptied.attach(&mut store);
    emptied.apply(&mut store, &mut b, &[marked(emptied.row("[deleted]"), "kept")]);
    let marks = store.marks().expect("read");
    assert_eq!(marks.len(), 1);
    assert_eq!(marks[0].text.as_str(), "Words of comment 2 and some more.");
    assert_eq!(marks[0].mark.note, "kept");
}

#[test]
fn a_missing_comment_is_listed_and_a_kept_mark_can_be_changed() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(8).with_ids().open();
    let mut a = seen.attach(&mut store);
    seen.apply(&mut store, &mut a, &[marked(seen.comment(8), "last")]);
    let short = Sample::of(5).with_ids().open();
    let restored = short.again(&mut store);
    assert!(restored.marks.is_empty() && restored.doubtful.is_empty());
    let id = restored.missing[0].id;
    store.change_kept(id, Some(&mark("new")), 5).expect("changed");
    assert_eq!(seen.again(&mut store).marks[0].1.note, "new");
    store.change_kept(id, None, 6).expect("dropped");
    store.change_kept(id, None, 6).expect("dropped twice");
    let error = store.change_kept(id, Some(&mark("x")), 7);
    assert!(error.expect_err("gone").to_string().starts_with("not saved"));
    assert!(store.marks().expect("read").is_empty());
}

#[test]
fn a_doubtful_mark_is_asked_for_once_and_settled() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(6).with_ids().open();
    let mut a = seen.attach(&mut store);
    seen.apply(&mut store, &mut a, &[marked(seen.comment(4), "four")]);
    // The same words under another id: perhaps the same comment.
    let mut moved = Sample::of(6).with_ids();
    moved.comments[3].0 = 99;
    let text = moved.comments[3].2.clone();
    moved.comments[3].2 = text;
    let moved = moved.open();
    let mut b = moved.attach(&mut store);
    let restored = moved.restore(&mut store, &b);
    if restored.doubtful.is_empty() {
        assert_eq!(restored.missing.len(), 1, "never attached without doubt");
        return;
    }
    assert!(restored.marks.is_empty());
    let doubt = &restored.doubtful[0];
    assert_eq!(doubt.candidate, moved.comment(4));
    let id = doubt.kept.id;
    store.settle(&mut b, id, None, &moved.d, &moved.index).expect("settled");
    let restored = moved.restore(&mut store, &b);
    assert!(restored.doubtful.is_empty() && restored.missing.len() == 1);
    moved.apply(&mut store, &mut b, &[marked(moved.comment(4), "other")]);
    store.settle(&mut b, id, Some(moved.comment(4)), &moved.d, &moved.index).expect("settled");
    let restored = moved.restore(&mut store, &b);
    assert_eq!(notes(&restored), [(Spot::Comment(moved.comment(4)), "four\nother".into())]);
    assert_eq!(store.marks().expect("read").len(), 1);
    let error = store.settle(&mut b, 12345, None, &moved.d, &moved.index);
    assert!(error.is_err());
}

#[test]
fn a_renamed_file_is_known_by_its_words() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(10).open();
    let mut a = seen.attach(&mut store);
    seen.apply(&mut store, &mut a, &[marked(seen.comment(7), "seven")]);
    let b = store.attach(&seen.d, &seen.index, Some("/another/name"), 2000).expect("attached");
    assert!(b.known && b.resembles.is_none());
    assert_eq!(store.marks().expect("read")[0].source.as_deref(), Some("/another/name"));
    let mut other = Sample::of(10);
    other.article = "Something else altogether.";
    for comment in &mut other.comments {
        comment.2 = format!("Nothing like {}", comment.2);
    }
    assert!(!other.open().again(&mut store).known);
}

#[test]
fn a_resemblance_is_asked_for() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(10).open();
    let mut a = seen.attach(&mut store);
    seen.apply(&mut store, &mut a, &[marked(seen.comment(1), "old")]);
    // Another article, and a third of the comments.
    let mut other = Sample::of(10);
    other.article = "Something else altogether.";
    for comment in other.comments.iter_mut().skip(3) {
        comment.2 = format!("Nothing like {}", comment.2);
    }
    let other = other.open();
    let mut b = other.attach(&mut store);
    assert_eq!(b.resembles.as_ref().map(|t| t.as_str()), Some("A title"));
    let restored = other.restore(&mut store, &b);
    assert!(restored.resembles.is_some() && restored.missing.is_empty());
    // Marked before it is answered: it moves along.
    other.apply(&mut store, &mut b, &[marked(other.comment(2), "new")]);
    assert_eq!(other.restore(&mut store, &b).marks.len(), 1);
    let mut no = b.clone();
    store.adopt(&mut b, true).expect("adopted");
    assert!(b.known && b.resembles.is_none());
    let restored = other.restore(&mut store, &b);
    assert_eq!(restored.marks.len(), 2);
    no.row = None;
    store.adopt(&mut no, false).expect("refused");
    assert_eq!(other.restore(&mut store, &no).marks.len(), 0);
    let again = other.attach(&mut store);
    assert!(again.known && again.resembles.is_none(), "not asked again");
}

#[test]
fn visits_know_which_comments_were_there() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(5).with_ids().open();
    let mut a = seen.attach(&mut store);
    assert!(store.visits(&a).expect("read").is_empty());
    for now in 0..60 {
        store.visit(&mut a, &seen.d, &seen.index, now).expect("visited");
    }
    let visits = store.visits(&a).expect("read");
    assert_eq!((visits.len(), visits[0].at, visits[0].comments), (50, 59, 5));
    let grown = Sample::of(7).with_ids().open();
    let had = |n: u32| visits[0].had(&grown.index, grown.comment(n));
    assert_eq!([had(1), had(5), had(6), had(7)], [true, true, false, false]);
    // By words alone, in a copy without ids.
    let bare = Sample::of(6).open();
    let had = |n: u32| visits[0].had(&bare.index, bare.comment(n));
    assert_eq!([had(5), had(6)], [true, false]);
}

#[test]
fn a_comment_of_another_discussion_is_refused() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(2).open();
    let mut a = seen.attach(&mut store);
    let acts = [marked(seen.comment(1), ""), marked(CommentId::at(9), "")];
    let result = store.apply(&mut a, &acts, &seen.d, &seen.index, 1);
    assert!(result.expect_err("refused").to_string().starts_with("not saved"));
    assert!(store.marks().expect("read").is_empty());
}

#[test]
fn all_comments_are_set_read_and_unread_at_once() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(300).with_ids().open();
    let mut a = seen.attach(&mut store);
    let all: Vec<CommentId> = seen.d.thread().ids().collect();
    seen.apply(&mut store, &mut a, &[read(all.clone(), true)]);
    assert_eq!(seen.again(&mut store).read, all);
    seen.apply(&mut store, &mut a, &[read(all, false)]);
    assert!(seen.again(&mut store).read.is_empty());
}

#[test]
fn a_large_set_is_taken_back_by_its_index_and_not_by_reading_it_all() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(60).with_ids().open();
    let mut a = seen.attach(&mut store);
    let all: Vec<CommentId> = seen.d.thread().ids().collect();
    seen.apply(&mut store, &mut a, &[read(all.clone(), true), fold(all.clone(), true)]);
    for table in ["reads", "folds"] {
        let plan: String = store
            .connection
            .query_row(
                &format!(
                    "EXPLAIN QUERY PLAN SELECT key FROM {table} INDEXED BY {table}_words
                     WHERE discussion = 1 AND words = 1"
                ),
                (),
                |row| row.get(3),
            )
            .expect("planned");
        assert!(plan.contains("discussion=? AND words=?"), "{plan}");
    }
    seen.apply(&mut store, &mut a, &[read(all.clone(), false), fold(all, false)]);
    let restored = seen.again(&mut store);
    assert!(restored.read.is_empty() && restored.folds == Folds::default());
}
