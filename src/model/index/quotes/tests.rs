//! Quotes that were changed on the way.

use proptest::prelude::*;

use crate::model::draft::Parent;
use crate::model::index::{Index, Quoted};
use crate::model::texts::Media;
use crate::model::{CommentId, Discussion, DraftWriter, build};

const ARTICLE: &str = "The council has closed the old bridge, and it won't be open before the spring.\n\n\
    Engineers found that the pillars – all four of them – had sunk by a hand's breadth since \"the great flood\".\n\n\
    Nobody was asked who walks over it, says the baker; the ferry is to dominate the traffic on the river until then.";

/// An article and comments as `(depth, words)`.
fn discussion(article: &str, comments: &[(usize, &str)]) -> Discussion {
    let mut writer = DraftWriter::new("test");
    let text = writer.pooled(article, Media::Plain);
    writer.article().body = text;
    let mut path = Vec::new();
    for (depth, words) in comments {
        path.truncate(*depth);
        let row = writer.comment(path.last().map_or(Parent::Top, |row| Parent::Row(*row)));
        path.push(row);
        let body = writer.pooled(words, Media::Plain);
        writer.set_body(row, body);
    }
    build::discussion(writer.finish(String::new()))
}

/// What the last comment quotes, and the words there.
fn found(article: &str, comments: &[(usize, &str)]) -> Vec<(Quoted, String)> {
    let discussion = discussion(article, comments);
    let index = Index::of(&discussion);
    let body = discussion.article_body();
    let words = |quote: &crate::model::index::Quote| match quote.of {
        Quoted::Passage(_) => body.text.as_str()[quote.source.clone()].to_owned(),
        Quoted::Comment(id) => discussion.body(id).text.as_str()[quote.source.clone()].to_owned(),
    };
    let last = CommentId::at(comments.len() - 1);
    index.quotes(last).iter().map(|quote| (quote.of, words(quote))).collect()
}

#[test]
fn passages_are_found_however_they_were_written() {
    for (comment, passage, words) in [
        ("> the pillars - all four of them - had sunk", 2, "the pillars – all four of them – had sunk"),
        ("> by a hand’s breadth since “the great flood”.", 2, "by a hand's breadth since \"the great flood"),
        ("„It won’t be open before the spring“? Well.", 1, "it won't be open before the spring"),
        ("«the ferry is to d o m i n a t e the traffic»", 3, "the ferry is to dominate the traffic"),
        ("> Nobody was asked who walks [...]", 3, "Nobody was asked who walks"),
        (
            "> [The city] has closed the old bridge, and it won't be open",
            1,
            "has closed the old bridge, and it won't be open",
        ),
        ("> it won't be open before the spr…", 1, "it won't be open before the"),
        ("> …neers found that the pillars – all four", 2, "found that the pillars – all four"),
        // Over the end of a paragraph.
        ("> open before the spring. Engineers found that", 1, "open before the spring.\nEngineers found that"),
    ] {
        assert_eq!(found(ARTICLE, &[(0, comment)]), [(Quoted::Passage(passage), words.to_owned())], "{comment}");
    }
}

#[test]
fn what_is_left_out_parts_a_quote_of_one_source() {
    let quotes = found(ARTICLE, &[(0, "> The council has closed the old bridge […] before the spring")]);
    let words: Vec<&str> = quotes.iter().map(|(_, words)| words.as_str()).collect();
    assert_eq!(words, ["The council has closed the old bridge", "before the spring"]);
}

#[test]
fn a_few_changed_words_do_not_hide_a_quote() {
    for comment in [
        "> Nobody was ever asked who walks over it, says the baker",
        "> Nobody was asked who is walking over it, says the baker; the ferry",
        "> no-one was asked who walks over it, says the baker",
        "> the ferry is a d o m i n a t e the traffic on the river until then",
    ] {
        let quotes = found(ARTICLE, &[(0, comment)]);
        assert!(matches!(quotes[..], [(Quoted::Passage(3), _)]), "{comment}: {quotes:?}");
    }
    for comment in [
        "> Nobody has seen who cooks for it, claims the butcher; the horse is to",
        "> Somebody was asked who walks there, and that was enough for a ferry on the river",
    ] {
        assert_eq!(found(ARTICLE, &[(0, comment)]), [], "{comment}");
    }
}

#[test]
fn words_between_marks_count_from_five_on_and_signs_from_two() {
    assert_eq!(found(ARTICLE, &[(0, "“closed the old bridge”")]), []);
    assert_eq!(found(ARTICLE, &[(0, "“has closed the old bridge”")]).len(), 1);
    assert_eq!(found(ARTICLE, &[(0, "> old bridge")]).len(), 1);
    assert_eq!(found(ARTICLE, &[(0, "> bridge")]), []);
}

#[test]
fn an_earlier_comment_anywhere_is_found_and_a_later_one_is_not() {
    let words = "My uncle has kept that bridge in paint for thirty years.";
    let quote = "> kept that bridge in paint for thirty years";
    let quotes = found("", &[(0, words), (0, "no"), (1, "yes"), (0, quote)]);
    assert_eq!(quotes, [(Quoted::Comment(CommentId::at(0)), "kept that bridge in paint for thirty years".to_owned())]);
    let backwards = discussion("", &[(0, quote), (0, words)]);
    assert!(Index::of(&backwards).quotes(CommentId::at(0)).is_empty());
}

#[test]
fn the_first_who_said_it_is_the_source_unless_one_above_did() {
    let words = "we should all take the ferry in the morning";
    let quote = format!("> {words}");
    let quotes = found("", &[(0, words), (0, words), (0, &quote)]);
    assert_eq!(quotes[0].0, Quoted::Comment(CommentId::at(0)));
    let quotes = found("", &[(0, words), (0, words), (1, &quote)]);
    assert_eq!(quotes[0].0, Quoted::Comment(CommentId::at(1)));
}

#[test]
fn who_quotes_what_is_known_both_ways() {
    let both = "> open before the spring. Engineers found that";
    let discussion = discussion(
        ARTICLE,
        &[(0, both), (0, "> old bridge\n\nand\n\n> the spring"), (0, "x"), (1, "> baker; the ferry")],
    );
    let index = Index::of(&discussion);
    let rows = |of| index.quoting_of(of).map(CommentId::index).collect::<Vec<_>>();
    assert_eq!(rows(Quoted::Passage(1)), [0, 1]);
    assert_eq!(rows(Quoted::Passage(2)), [0]);
    assert_eq!(rows(Quoted::Passage(3)), [3]);
    assert_eq!(index.quoting_article().len(), 3);
    assert_eq!((index.quoting_count(1), index.quoting_count(2), index.quoting_count(4)), (2, 1, 0));
}

/// Words that all differ, so that each stretch of them stands in one place.
fn text(words: usize) -> Vec<String> {
    (0..words).map(|at| format!("w{}x{at}", at * 7919 % 101)).collect()
}

proptest! {
    /// Whatever stands between the words, and whichever of them are letter-spaced or left
    /// out, a quote of an article is found where it stands.
    #[test]
    fn changed_signs_do_not_hide_a_quote(
        from in 0usize..40,
        many in 6usize..20,
        signs in prop::collection::vec(prop::sample::select(vec![" ", ", ", " – ", " — ", "’ ", " “", "” ", "… ", " ... ", "\u{ad} ", "\u{a0}", " \u{200b}"]), 20),
        marked in any::<bool>(),
    ) {
        let words = text(60);
        let mut quote = String::new();
        for (word, sign) in words[from..from + many].iter().zip(&signs) {
            quote.push_str(word);
            quote.push_str(if marked && sign.contains(['“', '”']) { " " } else { sign });
        }
        let quote = if marked { format!("she says “{quote}” there") } else { format!("> {quote}") };
        let quotes = found(&words.join(" "), &[(0, &quote)]);
        prop_assert_eq!(&quotes, &[(Quoted::Passage(1), words[from..from + many].join(" "))]);
    }

    /// A middle that is left out leaves both ends.
    #[test]
    fn a_gap_leaves_both_ends(
        from in 0usize..20,
        head in 5usize..10,
        gone in 1usize..8,
        tail in 2usize..10,
        gap in prop::sample::select(vec!["…", " [...] ", " […] ", " (...) ", " [snip] ", "... "]),
    ) {
        let words = text(60);
        let (middle, past) = (from + head, from + head + gone);
        let ends = [words[from..middle].join(" "), words[past..past + tail].join(" ")];
        let quotes = found(&words.join(" "), &[(0, &format!("> {}{gap}{}", ends[0], ends[1]))]);
        let places: Vec<(Quoted, String)> = ends.into_iter().map(|end| (Quoted::Passage(1), end)).collect();
        // Where the gap touches both words they may be cut ones, and the next reading is taken.
        prop_assert_eq!(quotes.len(), 2);
        prop_assert_eq!(quotes, places);
    }

    /// One word in eight or more may be another one, gone or new.
    #[test]
    fn one_changed_word_does_not_hide_a_quote(
        from in 0usize..30,
        many in 8usize..25,
        at in any::<prop::sample::Index>(),
        change in 0usize..3,
        in_comment in any::<bool>(),
    ) {
        let words = text(60);
        let mut quoted = words[from..from + many].to_vec();
        let at = at.index(many);
        match change {
            0 => quoted[at] = "other".to_owned(),
            1 => { quoted.remove(at); }
            _ => quoted.insert(at, "new".to_owned()),
        }
        prop_assume!(quoted.len() >= 8);
        let (all, quote) = (words.join(" "), format!("> {}", quoted.join(" ")));
        let quotes = if in_comment { found("", &[(0, &all), (1, &quote)]) } else { found(&all, &[(0, &quote)]) };
        let of = if in_comment { Quoted::Comment(CommentId::at(0)) } else { Quoted::Passage(1) };
        prop_assert_eq!(quotes.len(), 1);
        prop_assert_eq!(quotes[0].0, of);
        // All but the ends that were changed is there.
        prop_assert!(quotes[0].1.split(' ').count() + 2 >= many, "{:?}", quotes);
    }

    /// Any words may be looked for in any: ranges are right, and nothing panics.
    #[test]
    fn sources_are_ranges_of_their_texts(article in "(\\PC{0,6}[ .…“”\\[\\]\n]){0,40}", words in "(> )?(\\PC{0,6}[ .…“”\\[\\]\n]){0,40}") {
        let cut: String = article.chars().skip(3).take(60).collect();
        for comment in [words.clone(), format!("> {cut}"), format!("> {}", article.replace('\n', " ")), format!("“{words}”")] {
            let _ = found(&article, &[(0, &words), (0, &comment), (1, &comment)]);
        }
    }
}
