use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::loader::{self, Options};

const NOW: i64 = 1_795_345_200;

/// What a test knows: odd rows are read, the first is new, the second marked.
struct Known(Discussion, Option<Index>, Vec<String>);

impl Facts for Known {
    fn discussion(&self) -> &Discussion {
        &self.0
    }
    fn index(&self) -> Option<&Index> {
        self.1.as_ref()
    }
    fn is_read(&self, id: CommentId) -> bool {
        id.index() % 2 == 1
    }
    fn is_new(&self, id: CommentId) -> bool {
        id.index() == 0
    }
    fn tags(&self, id: CommentId) -> Option<&[String]> {
        (id.index() == 1).then_some(&self.2)
    }
}

fn known(items: &serde_json::Value) -> Known {
    let json = serde_json::json!({
        "type": "Discussion", "btl": 1, "source": {"complete": true},
        "article": {"name": "Tea", "mediaType": "text/plain", "content": "The kettle has to boil for tea to taste of anything."},
        "items": items,
    });
    let discussion = loader::parse(json.to_string().into_bytes(), &Options::default()).unwrap();
    let index = Index::of(&discussion);
    Known(discussion, Some(index), vec!["later".to_owned()])
}

fn usual() -> Known {
    known(&serde_json::json!([
        {"id": "c1", "attributedTo": {"name": "Ann Lee", "role": ["op"]}, "published": "2026-11-22T10:00:00Z", "score": 12,
         "mediaType": "text/html", "content": "The kettle<p>boils over, it&#x27;s late"},
        {"id": "c2", "inReplyTo": "c1", "attributedTo": {"name": "bob"}, "published": "2026-11-10T10:00:00Z", "score": -3,
         "mediaType": "text/markdown", "content": "> kettle has to boil for tea to taste\n\nNo **Tea** for me, see <https://example.org/tea>"},
        {"id": "c3", "inReplyTo": "c2", "attributedTo": {"name": "ann"}, "mediaType": "text/plain", "content": "“Coffee” then"},
        {"id": "x9", "attributedTo": {"name": "cy"}, "published": "2025-06-01T00:00:00Z", "score": 5, "mediaType": "text/html",
         "content": "un<b>believ</b>able <code>tea()</code>"},
    ]))
}

fn found(known: &Known, query: &str) -> Vec<usize> {
    let query = parse(query, NOW).unwrap_or_else(|fault| panic!("{query}: {fault}"));
    known.0.thread().ids().filter(|id| query.fits(known, *id)).map(|id| known.0.thread().number(id)).collect()
}

#[test]
fn queries_find_what_they_say() {
    let known = usual();
    for (query, numbers) in [
        ("tea", vec![2, 4]),
        ("Tea", vec![2]),
        ("\"kettle boils over\"", vec![1]),
        ("kettle boils", vec![1]),
        ("kettle -over", vec![2]),
        ("ann", vec![1, 3]),
        ("it's", vec![1]),
        ("author:ann", vec![1, 3]),
        ("author:\"Ann L\"", vec![1]),
        ("by:op", vec![1]),
        ("score:>10", vec![1]),
        ("score:<0", vec![2]),
        ("score:0..12", vec![1, 4]),
        ("score:-3", vec![2]),
        ("-score:>10", vec![2, 3, 4]),
        ("depth:0", vec![1, 4]),
        ("depth:>=1", vec![2, 3]),
        ("replies:>0", vec![1, 2]),
        ("has:reply", vec![1, 2]),
        ("has:link", vec![2]),
        ("has:quote", vec![2]),
        ("has:code", vec![4]),
        ("has:image", vec![]),
        ("new", vec![1]),
        ("\"new\"", vec![]),
        ("read", vec![2, 4]),
        ("unread", vec![1, 3]),
        ("marked", vec![2]),
        ("tag:later", vec![2]),
        ("tag:#LATER", vec![]),
        ("tag:late", vec![]),
        ("since:2d", vec![1]),
        ("before:2026-01-01", vec![4]),
        ("under:1", vec![1, 2, 3]),
        ("under:c2", vec![2, 3]),
        ("under:none", vec![]),
        ("quotes:¶1", vec![2]),
        ("quotes:2", vec![]),
        ("/b[oi]+ls?/", vec![1, 2]),
        ("/^no/", vec![2]),
        ("/^No/", vec![2]),
        ("/T\\S\\S$/", vec![]),
        ("coffee or over", vec![1, 3]),
        ("(coffee or over) -author:ann", vec![]),
        ("-(tea or coffee)", vec![1]),
        ("--tea", vec![2, 4]),
        ("tea or coffee -then", vec![2, 4]),
        ("https://example.org", vec![2]),
        ("unbelievable", vec![4]),
    ] {
        assert_eq!(found(&known, query), numbers, "{query}");
    }
}

#[test]
fn facts_of_texts_are_right_without_an_index() {
    let mut known = usual();
    known.1 = None;
    assert_eq!(found(&known, "has:code"), [4]);
    assert_eq!(found(&known, "has:link"), [2]);
}

#[test]
fn errors_say_what_and_where() {
    let picture = |query: &str| {
        let fault = parse(query, NOW).unwrap_err();
        format!("{query}\n{}\n{fault}\n", fault.caret(query))
    };
    let queries = [
        "",
        "tea (or",
        "(tea",
        "tea)",
        "score:high",
        "tea autor:ann",
        "by:ann",
        "has:legs",
        "since:soon",
        "new:2",
        "author:",
        "quotes:x",
        "tea or",
        "/tea(/",
        "日本 score:",
        "-()",
        "//",
    ];
    insta::assert_snapshot!(queries.map(picture).join("\n"));
}

#[test]
fn brackets_and_size_are_bounded() {
    assert!(parse(&"(".repeat(3000), NOW).is_err());
    assert!(parse(&"-".repeat(3000), NOW).is_err());
    assert!(parse(&"a ".repeat(3000), NOW).is_err());
    assert!(parse("/(a{1000}){1000}/", NOW).is_err());
}

#[test]
fn names_of_fields_and_their_values_complete() {
    assert_eq!(completions("sc"), ["score:"]);
    assert_eq!(completions("-re"), ["-replies:", "-read"]);
    assert_eq!(completions("has:li"), ["has:link"]);
    assert_eq!(completions("by:"), ["by:op", "by:mod"]);
    assert_eq!(completions("author:"), [""; 0]);
    assert_eq!(completions(""), [""; 0]);
    assert_eq!(completions("read"), [""; 0]);
}

#[test]
fn every_field_works_as_its_example_says() {
    for field in FIELDS {
        assert!(parse(field.example, NOW).is_ok(), "{}", field.example);
        let page = help();
        assert!(page.iter().any(|(typed, finds)| typed.starts_with(field.name) && finds.contains(field.help)));
    }
}

#[test]
fn hits_are_shown_where_the_words_are() {
    let query = parse("tea -coffee or /o+l/ author:bob", NOW).unwrap();
    let text = "Tea, coffee, TEAPOT and cool";
    let hits: Vec<&str> = query.ranges(text).into_iter().map(|range| &text[range]).collect();
    assert_eq!(hits, ["Tea", "TEA", "ool"]);
    assert_eq!(query.name_ranges("Bobtea"), [0..3, 3..6]);
}

/// Folds a character at a time, so that every place can be tried.
fn naive(text: &str, words: &str) -> bool {
    let exact = words.chars().any(char::is_uppercase);
    let fold = |text: &str| -> String {
        let mut out = String::new();
        for c in text.chars() {
            match c {
                '‘' | '’' | 'ʼ' => out.push('\''),
                '“' | '”' | '„' | '«' | '»' => out.push('"'),
                c if c.is_whitespace() => {
                    if !out.ends_with(' ') {
                        out.push(' ');
                    }
                }
                c if exact || (!c.is_ascii() && c.to_lowercase().any(|c| c.is_ascii())) => out.push(c),
                c => out.extend(c.to_lowercase()),
            }
        }
        out
    };
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    fold(text).contains(&fold(&words))
}

fn content() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "un", "do", "Un", "DO", "tea", "pot", " ", " ", "\n\n", "<p>", "<i>", "</i>", "&#x27;", "&shy;", "&#111;", "'",
        "\u{2019}", "**", "_", "[", "](x)", "\u{ad}", "\u{212a}", "\u{e9}", "\u{c9}", "\u{130}", "k", "> ", "\\", "\"",
        "(", "ß", "ẞ",
    ]);
    prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn a_search_finds_what_a_naive_one_finds(
        comments in prop::collection::vec((content(), 0u8..4, content()), 1..12),
        words in "(un|do|tea|pot|k|U|é|É|'| |ß|n|t){1,4}",
        from in 0usize..12,
        effort in 1usize..200,
    ) {
        prop_assume!(!words.trim().is_empty());
        let media = ["text/plain", "text/html", "text/markdown", "text/plain; format=flowed"];
        let items: Vec<serde_json::Value> = comments.iter().enumerate().map(|(at, (content, kind, name))| serde_json::json!({
            "id": at.to_string(), "attributedTo": {"name": name}, "mediaType": media[usize::from(*kind)], "content": content,
        })).collect();
        let known = known(&serde_json::json!(items));
        let rows = known.0.thread().len();
        let from = from % rows;
        let wanted: Vec<CommentId> = (from..rows).chain(0..from).map(CommentId::at).filter(|id| {
            let name = known.0.author(*id).map(|name| name.to_string()).unwrap_or_default();
            naive(known.0.body(*id).text.as_str(), &words) || naive(&name, &words)
        }).collect();
        let query = Arc::new(parse(&format!("\"{words}\""), NOW).unwrap());
        let mut search = Search::new(query, known, from, Arc::new(Plainness::new(rows)));
        let mut hits = Vec::new();
        loop {
            let slice = search.slice(effort);
            hits.extend(slice.hits);
            if slice.done {
                break;
            }
        }
        prop_assert_eq!(hits, wanted);
    }

    #[test]
    fn no_query_is_too_strange(text in "([-()/\": a-z>.\\\\¶#]|or|tea|has:|score:|\\PC){0,20}") {
        match parse(&text, NOW) {
            Ok(query) => {
                let _ = query.fits(&usual(), CommentId::at(1));
                for range in query.ranges("Tea for two\n日本 tea") {
                    prop_assert!("Tea for two\n日本 tea".get(range).is_some());
                }
            }
            Err(fault) => {
                prop_assert!(text.get(..fault.at).is_some(), "{fault:?}");
                prop_assert!(!fault.to_string().contains('\n'));
            }
        }
    }
}

#[test]
fn texts_that_are_plain_are_not_opened_for_a_word_that_is_not_there() {
    let words = "It&#x27;s late, and the kettle boils over. ".repeat(20);
    let items: Vec<serde_json::Value> = (0..50)
        .map(|at| {
            let content = if at == 7 { format!("{words}sam<b>ov</b>ar") } else { words.clone() };
            serde_json::json!({"id": at.to_string(), "mediaType": "text/html", "content": content})
        })
        .collect();
    let known = known(&serde_json::json!(items));
    let mut search = Search::new(Arc::new(parse("samovar", NOW).unwrap()), known, 0, Arc::new(Plainness::new(50)));
    let slice = search.slice(usize::MAX);
    assert_eq!(slice.hits, [CommentId::at(7)]);
    // The one that may hide it is opened, the others are looked through.
    assert!(search.spent() < words.len() * 6, "{}", search.spent());
}
