//! Comments are found again, and no other comment is taken for them.

use proptest::prelude::*;

use super::*;
use crate::model::draft::Parent;
use crate::model::texts::Media;
use crate::model::thread::{GuessKind, Kind};
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

/// A draft of comments with ids: `(id, parent's id, author, words)`.
fn with_ids(namespace: &str, comments: &[(&str, Option<&str>, &str, &str)]) -> Discussion {
    let mut writer = DraftWriter::new("test");
    writer.origin().namespace = namespace.into();
    for (id, parent, author, words) in comments {
        let parent = parent.map_or(Parent::Top, |parent| Parent::Id(writer.pooled(parent, Media::Plain)));
        let row = writer.comment(parent);
        let id = writer.pooled(id, Media::Plain);
        writer.set_id(row, id);
        writer.set_author(row, author);
        let words = writer.pooled(words, Media::Plain);
        writer.set_body(row, words);
    }
    build::discussion(writer.finish(String::new()))
}

#[test]
fn a_parent_that_comes_later_fills_its_ghost_and_leaves_the_rest() {
    let old = with_ids("site", &[("a", None, "ann", "one"), ("c", Some("b"), "cat", "three")]);
    let new = with_ids(
        "site",
        &[("a", None, "ann", "one"), ("c", Some("b"), "cat", "three"), ("b", Some("a"), "bob", "two")],
    );
    assert_eq!(old.thread().kind(CommentId(1)), Kind::Ghost);
    let map = carry(&Index::of(&old), &Index::of(&new));
    assert_eq!(map, [Some(CommentId(0)), Some(CommentId(1)), Some(CommentId(2))]);
}

#[test]
fn rows_that_share_an_id_are_told_by_their_words() {
    let discussion = with_ids(
        "site",
        &[
            ("a", None, "ann", "one"),
            ("a", None, "bob", "two"),
            ("a", None, "bob", "two"),
            ("b", Some("a"), "cat", "x"),
        ],
    );
    let index = Index::of(&discussion);
    for id in discussion.thread().ids() {
        assert_eq!(index.find(&index.identity(id)), Found::Sure(id));
    }
    // Only the id is known: the first may be meant.
    let bare = Identity { source: Some("site/a".into()), text: None };
    assert_eq!(index.find(&bare), Found::Doubtful(CommentId(0)));
}

#[test]
fn an_edited_comment_is_found_by_its_id() {
    let old = Index::of(&with_ids("site", &[("a", None, "ann", "one"), ("b", Some("a"), "bob", "two")]));
    let new = Index::of(&with_ids("site", &[("a", None, "ann", "one, edited"), ("b", Some("a"), "bob", "two")]));
    assert_eq!(carry(&old, &new), [Some(CommentId(0)), Some(CommentId(1))]);
    // Without ids, the edit is lost and the reply is in doubt: its parent is another.
    let old = Index::of(&with_ids("", &[("a", None, "ann", "one"), ("b", Some("a"), "bob", "two")]));
    let new = Index::of(&with_ids("", &[("a", None, "ann", "one, edited"), ("b", Some("a"), "bob", "two")]));
    assert_eq!(new.find(&old.identity(CommentId(0))), Found::Missing);
    assert_eq!(new.find(&old.identity(CommentId(1))), Found::Doubtful(CommentId(1)));
}

#[test]
fn ids_name_a_comment_within_their_namespace_alone() {
    let one = Index::of(&with_ids("one", &[("7", None, "ann", "a comment here")]));
    let two = Index::of(&with_ids("two", &[("7", None, "bob", "another there"), ("8", None, "ann", "a comment here")]));
    assert_eq!(one.identity(CommentId(0)).source.as_deref(), Some("one/7"));
    assert_eq!(two.find(&one.identity(CommentId(0))), Found::Sure(CommentId(1)));
    let ours = Index::of(&with_ids("one", &[("btl:1", None, "ann", "a comment here"), ("9", None, "bob", "x")]));
    assert_eq!(ours.identity(CommentId(0)).source, None);
    let local = Index::of(&with_ids("", &[("7", None, "ann", "a comment here")]));
    assert_eq!(local.identity(CommentId(0)).source, None);
    assert_eq!(local.find(&one.identity(CommentId(0))), Found::Sure(CommentId(0)));
}

#[test]
fn guesses_and_what_is_cut_off_are_no_part_of_a_name() {
    let draft = |guessed: bool, cut: bool| {
        let mut writer = DraftWriter::new("test");
        let mut rows = Vec::new();
        for words in ["the first one", "a second one", "…"] {
            let row = writer.comment(Parent::Top);
            let body = writer.pooled(words, Media::Plain);
            writer.set_body(row, body);
            rows.push(row);
        }
        if guessed {
            writer.set_parent(rows[1], Parent::Row(rows[0]));
            writer.guess(rows[1], GuessKind::Quote, 0.9, "quotes 1");
        }
        if cut {
            writer.set_cut(rows[1]);
        }
        writer.comment(Parent::Top);
        Index::of(&build::discussion(writer.finish(String::new())))
    };
    let (flat, guessed, cut) = (draft(false, false), draft(true, false), draft(false, true));
    assert_eq!(flat.identity(CommentId(1)), guessed.identity(CommentId(1)));
    assert_eq!(cut.identity(CommentId(1)), Identity::default());
    // No letters, but not nothing; and nothing at all.
    assert!(flat.identity(CommentId(2)).text.is_some());
    assert_eq!(flat.identity(CommentId(3)), Identity::default());
    assert_eq!(flat.find(&Identity::default()), Found::Missing);
}

/// An article in plain text with one comment that says this.
fn under(article: &str, comment: &str) -> (Discussion, Index) {
    let mut writer = DraftWriter::new("test");
    let body = writer.pooled(article, Media::Html);
    writer.article().body = body;
    let row = writer.comment(Parent::Top);
    let body = writer.pooled(comment, Media::Plain);
    writer.set_body(row, body);
    let discussion = build::discussion(writer.finish(String::new()));
    let index = Index::of(&discussion);
    (discussion, index)
}

const ARTICLE: &str = "<p>The bridge was closed in May.</p><p>It was signalled clearly that repairs are more \
    important than the ferry, and may even begin without it.</p>";

#[test]
fn quotes_of_the_article_are_found_in_their_passage() {
    // The comment, and the words that it quotes.
    let cases: &[(&str, &[&str])] = &[
        ("> repairs are MORE important – than the ferry\n\nWhy?", &["repairs are more important than the ferry"]),
        ("“Repairs are more important than” what?", &["repairs are more important than"]),
        ("” repairs are more important than the ferry”\nNo.", &["repairs are more important than the ferry"]),
        ("A 5\" pipe, and \"repairs are more important than\" pipes.", &["repairs are more important than"]),
        (
            "> It was signalled clearly that […] and may even begin without it",
            &["It was signalled clearly that", "and may even begin without it"],
        ),
        ("“the ferry”", &[]),
        ("“repairs are more important than the bridge”", &[]),
        ("repairs are more important than the ferry", &[]),
    ];
    for (comment, expected) in cases {
        let (discussion, index) = under(ARTICLE, comment);
        let body = discussion.article_body();
        let quotes = index.quotes(CommentId(0));
        let words: Vec<&str> = quotes.iter().map(|quote| &body.text.as_str()[quote.source.clone()]).collect();
        assert_eq!(words, *expected, "{comment}");
        assert!(quotes.iter().all(|quote| quote.of == Quoted::Passage(2)));
        assert_eq!(index.quoting_count(2), usize::from(!expected.is_empty()));
        assert_eq!(index.quoting().count(), usize::from(!expected.is_empty()));
        assert_eq!((index.quoting_count(0), index.quoting_count(1), index.quoting_count(3)), (0, 0, 0));
    }
}

#[test]
fn passages_are_known_by_their_words() {
    let (_, index) = under(ARTICLE, "x");
    let [one, two] = *index.passages() else { panic!("two passages") };
    assert_eq!([index.passage(one), index.passage(two), index.passage(3)], [Some(1), Some(2), None]);
    let (_, other) = under("<p>New.</p><p>The <b>bridge</b> was closed in May.</p>", "x");
    assert_eq!(other.passage(one), Some(2));
}

#[test]
fn the_nearest_comment_above_is_quoted_however_deep() {
    let words = "these very words were said here";
    let mut comments: Vec<(usize, &str, &str)> = vec![(0, "ann", words), (1, "bob", words)];
    comments.extend((2..60).map(|depth| (depth, "cat", "…")));
    let quote = format!("> {words}");
    comments.extend([(40, "dan", &*quote), (2, "eve", &*quote), (60, "fay", &*quote), (1, "gus", &*quote)]);
    let index = Index::of(&thread("", &comments));
    let of = |row: u32| index.quotes(CommentId(row)).first().map(|quote| quote.of);
    assert_eq!(of(60), Some(Quoted::Comment(CommentId(1))), "above");
    assert_eq!(of(61), Some(Quoted::Comment(CommentId(1))), "on the way back");
    assert_eq!(of(62), Some(Quoted::Comment(CommentId(61))), "a quote of a quote");
    assert_eq!(of(63), Some(Quoted::Comment(CommentId(0))));
}

#[test]
fn facts_say_what_is_in_a_body() {
    let mut writer = DraftWriter::new("test");
    let texts = [
        "<p>words</p>",
        "<p><a href=\"https://example.org\">there</a></p>",
        "<pre><code>x = 1</code></pre>",
        "<blockquote>said</blockquote><p>so</p>",
        "<p><img src=\"https://example.org/a.png\" alt=\"a\"></p>",
    ];
    for text in texts {
        let row = writer.comment(Parent::Top);
        let body = writer.pooled(text, Media::Html);
        writer.set_body(row, body);
    }
    let index = Index::of(&build::discussion(writer.finish(String::new())));
    let facts = [0, 1, 2, 3, 4].map(|row| index.facts(CommentId(row)));
    assert_eq!(facts[0], Facts::default());
    assert!(facts[1].has(Facts::LINK) && facts[2].has(Facts::CODE) && facts[3].has(Facts::QUOTE));
    assert!(facts[4].has(Facts::IMAGE) && !facts[4].has(Facts::CODE));
}

#[test]
fn the_key_is_the_site_the_page_and_the_words() {
    let (mut discussion, index) = under(ARTICLE, "x");
    assert!(index.key().site.is_none() && index.key().url.is_none());
    assert_eq!((index.key().sketch.comments, index.key().sketch.least.len()), (1, 1));
    discussion.origin.url = Some("http://example.org/a/?utm_source=x#c1".into());
    discussion.origin.site = Some("site:1".into());
    let named = Index::of(&discussion);
    assert_eq!(named.key().url.as_deref(), Some("https://example.org/a"));
    assert_eq!(named.key().site.as_deref(), Some("site:1"));
    assert_eq!(named.key().resembles(index.key()), crate::model::identity::Resemblance::Same);
}

#[test]
fn a_hundred_thousand_deep_need_no_stack_and_equals_no_patience() {
    let run = || {
        let mut writer = DraftWriter::new("test");
        let body = writer.pooled("+1", Media::Plain);
        let mut last = writer.comment(Parent::Top);
        writer.set_body(last, body);
        for n in 1..100_000 {
            last = writer.comment(if n < 50_000 { Parent::Row(last) } else { Parent::Top });
            writer.set_body(last, body);
        }
        let index = Index::of(&build::discussion(writer.finish(String::new())));
        let map = carry(&index, &index);
        assert!(map.iter().enumerate().all(|(row, to)| *to == Some(CommentId::at(row))));
    };
    std::thread::Builder::new().stack_size(256 * 1024).spawn(run).unwrap().join().unwrap();
}

const AUTHORS: [&str; 3] = ["ann", "bob", ""];
const WORDS: [&str; 4] = ["+1", "The bridge is late.", "> The bridge is late.\n\nNo.", "Why?"];

/// Comments as `(depth, author, words)`, with many equals.
fn equals() -> impl Strategy<Value = Vec<(usize, &'static str, &'static str)>> {
    let comment = (0usize..5, prop::sample::select(&AUTHORS[..]), prop::sample::select(&WORDS[..]));
    prop::collection::vec(comment, 0..30)
}

/// Comments as `(depth, words)`.
type Plain = Vec<(usize, String)>;

/// A thread of comments that differ, and the same with comments put in between.
fn grown() -> impl Strategy<Value = (Plain, Plain)> {
    let old = prop::collection::vec(0usize..5, 1..30);
    (old, prop::collection::vec((0usize..30, 0usize..5), 0..20)).prop_map(|(depths, more)| {
        let mut path = 0;
        let mut old = Vec::new();
        for (at, depth) in depths.into_iter().enumerate() {
            path = depth.min(if at == 0 { 0 } else { path + 1 });
            old.push((path, format!("comment {at}")));
        }
        let mut new = old.clone();
        for (n, (at, depth)) in more.into_iter().enumerate() {
            // A new comment goes behind another, and takes no replies from it.
            let at = at % new.len();
            let next = new.get(at + 1).map_or(0, |(depth, _)| *depth);
            let depth = (next..=new[at].0 + 1).nth(depth).unwrap_or(next);
            new.insert(at + 1, (depth, format!("new {n}")));
        }
        (old, new)
    })
}

fn plain(namespace: &str, comments: &[(usize, String)]) -> Discussion {
    let mut writer = DraftWriter::new("test");
    writer.origin().namespace = namespace.into();
    let mut path = Vec::new();
    for (depth, words) in comments {
        path.truncate(*depth);
        let row = writer.comment(path.last().map_or(Parent::Top, |row| Parent::Row(*row)));
        path.push(row);
        let text = writer.pooled(words, Media::Plain);
        writer.set_body(row, text);
        writer.set_id(row, text);
    }
    build::discussion(writer.finish(String::new()))
}

proptest! {
    #[test]
    fn all_comments_are_found_by_their_own_names(comments in equals(), ids in any::<bool>()) {
        let discussion = thread(if ids { "site" } else { "" }, &comments);
        let index = Index::of(&discussion);
        for id in discussion.thread().ids() {
            prop_assert_eq!(index.find(&index.identity(id)), Found::Sure(id));
        }
        let map = carry(&index, &index);
        prop_assert!(discussion.thread().ids().all(|id| map[id.index()] == Some(id)));
    }

    /// Where it is sure, it is a comment of the same author with the same words.
    #[test]
    fn no_other_comment_is_taken_for_one(one in equals(), other in equals()) {
        let (one, other) = (thread("", &one), thread("", &other));
        let said = |discussion: &Discussion, id| (discussion.author(id), discussion.body(id).text);
        let map = carry(&Index::of(&one), &Index::of(&other));
        for (from, to) in one.thread().ids().zip(map) {
            if let Some(to) = to {
                prop_assert_eq!(said(&one, from), said(&other, to));
            }
        }
    }

    /// A thread that has grown has all that was there, in its place.
    #[test]
    fn a_grown_thread_has_all_that_was_there((old, new) in grown(), ids in any::<bool>()) {
        let namespace = if ids { "site" } else { "" };
        let (old, new) = (plain(namespace, &old), plain(namespace, &new));
        let map = carry(&Index::of(&old), &Index::of(&new));
        for (from, to) in old.thread().ids().zip(map) {
            prop_assert!(to.is_some());
            prop_assert_eq!(old.body(from).text, new.body(to.unwrap()).text);
        }
    }
}
