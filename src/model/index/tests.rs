//! Comments are found again, and no other comment is taken for them.

use super::*;
use crate::model::draft::Parent;
use crate::model::texts::Media;
use crate::model::{DraftWriter, build};

/// Comments as `(depth, author, words)`; with ids if a namespace is given.
fn thread(namespace: &str, comments: &[(usize, &str, &str)]) -> Discussion {
    let mut writer = DraftWriter::new("test");
    writer.origin().namespace = namespace.into();
    let mut path = Vec::new();
    for (at, (depth, author, words)) in comments.iter().enumerate() {
        path.truncate(*depth);
        let row = writer.comment(path.last().map_or(Parent::Top, |row| Parent::Row(*row)));
        path.push(row);
        writer.set_author(row, author);
        let body = writer.pooled(words, Media::Plain);
        writer.set_body(row, body);
        if !namespace.is_empty() {
            let id = writer.pooled(&format!("{author}{at}"), Media::Plain);
            writer.set_id(row, id);
        }
    }
    build::discussion(writer.finish(String::new()))
}

const COMMENTS: [(usize, &str, &str); 5] = [
    (0, "ann", "The bridge is late."),
    (1, "bob", "+1"),
    (1, "bob", "+1"),
    (0, "cat", "Trains, then."),
    (1, "bob", "+1"),
];

#[test]
fn every_comment_is_found_by_its_own_name() {
    for namespace in ["", "site"] {
        let discussion = thread(namespace, &COMMENTS);
        let index = Index::of(&discussion);
        for id in discussion.thread().ids() {
            assert_eq!(index.find(&index.identity(id)), Found::Sure(id));
        }
    }
}

#[test]
fn a_grown_thread_keeps_its_comments_and_doubts_equals() {
    let old = Index::of(&thread("", &COMMENTS));
    let mut grown = COMMENTS.to_vec();
    grown.insert(3, (1, "bob", "+1"));
    grown.push((0, "dan", "Late to this."));
    let new = Index::of(&thread("", &grown));
    assert_eq!(new.find(&old.identity(CommentId(3))), Found::Sure(CommentId(4)));
    // Two of bob's three equal replies to ann were known: which is which cannot be told.
    assert_eq!(new.find(&old.identity(CommentId(1))), Found::Doubtful(CommentId(1)));
    assert_eq!(carry(&old, &new), [Some(CommentId(0)), None, None, Some(CommentId(4)), Some(CommentId(5))]);
}

#[test]
fn an_id_that_is_gone_is_missing_even_if_the_words_are_there() {
    let old = Index::of(&thread("site", &[(0, "ann", "The same words here.")]));
    let other = thread("site", &[(0, "x", "pad"), (0, "ann", "The same words here.")]);
    assert_eq!(Index::of(&other).find(&old.identity(CommentId(0))), Found::Missing);
}

#[test]
fn words_find_a_comment_where_the_other_copy_has_no_ids() {
    let old = Index::of(&thread("site", &COMMENTS));
    let new = Index::of(&thread("", &COMMENTS));
    assert_eq!(new.find(&old.identity(CommentId(3))), Found::Sure(CommentId(3)));
}

#[test]
fn a_comment_under_another_parent_is_doubtful() {
    let old = Index::of(&thread("", &[(0, "ann", "one"), (1, "bob", "a reply of its own")]));
    let new = Index::of(&thread("", &[(0, "eve", "two"), (1, "bob", "a reply of its own")]));
    assert_eq!(new.find(&old.identity(CommentId(1))), Found::Doubtful(CommentId(1)));
}

#[test]
fn quotes_are_found_above_with_their_words() {
    let discussion = thread(
        "",
        &[
            (0, "ann", "I think the bridge should be built from stone."),
            (1, "bob", "> the bridge should be built\n\nWhy?"),
            (1, "cat", "“too few”"),
        ],
    );
    let index = Index::of(&discussion);
    let [quote] = index.quotes(CommentId(1)) else { panic!("one quote") };
    assert_eq!(quote.of, Quoted::Comment(CommentId(0)));
    assert_eq!(&discussion.body(CommentId(0)).text.as_str()[quote.source.clone()], "the bridge should be built");
    assert!(index.quotes(CommentId(2)).is_empty());
}
