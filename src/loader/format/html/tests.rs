use crate::loader::{Options, parse};
use crate::model::Discussion;

use super::rule::By;
use super::{FORMAT, site, words};
use crate::loader::detect::Head;
use crate::loader::page::{Page, Selector};

fn read(source: String) -> Discussion {
    let options = Options { from: Some("html".into()), ..Options::default() };
    parse(source.into_bytes(), &options).unwrap()
}

#[test]
fn the_rules_are_well_formed() {
    for rule in site::TABLE {
        let name = rule.item;
        let parent = match rule.parent {
            By::Level(find) | By::Id(find) => find,
            By::Wrapped(selector) => selector,
            By::LevelClass(_) | By::Nesting | By::Nobody => "",
        };
        let facts = rule.article;
        let finds = [rule.id, rule.author, rule.time, rule.body, rule.score, rule.url, parent, rule.quoted];
        let more = [facts.id, facts.title, facts.link, facts.author, facts.time, facts.body, facts.score, facts.total];
        let lists = [rule.page, rule.item, rule.drop, rule.more];
        let signs = rule.states.iter().map(|(s, _)| *s).chain(rule.roles.iter().map(|(s, _)| *s));
        for text in finds.into_iter().chain(more).chain(lists).chain(signs) {
            for part in
                text.split('|').flat_map(|find| find.trim().rsplit_once('@').map_or(find, |(s, _)| s).split(','))
            {
                let is_read = part.trim().is_empty() || !Selector::new(part).is_empty();
                assert!(is_read, "{}: {part:?} in {text:?}", name);
            }
        }
        assert!(rule.states.len() + rule.roles.len() < 32 && !rule.item.is_empty(), "{}", name);
    }
}

#[test]
fn pages_are_told_from_what_is_none() {
    let score = |text| (FORMAT.sniff)(&Head::of(text));
    for page in [
        "<!DOCTYPE html><p>x",
        "<!-- a --><HTML><body>",
        "<?xml version='1.0'?><!DOCTYPE html><html>",
        "<div class=x>y</div>",
    ] {
        assert!(score(page) > 20, "{page}");
    }
    for other in [
        "<?xml version='1.0'?><rss><channel>",
        "<feed xmlns='x'>",
        "words <b>in</b> text",
        "{\"a\":\"<html>\"}",
        "<unclear",
        "<!DOCTYPE book><book>",
    ] {
        assert_eq!(score(other), 0, "{other}");
    }
}

#[test]
fn numbers_and_times_are_found_in_words() {
    for (text, number) in [
        ("1,234 points", Some(1234)),
        ("-3", Some(-3)),
        ("Score:5, Good", Some(5)),
        ("1.2k", Some(1200)),
        ("none", None),
        ("99999999999999999999", None),
    ] {
        assert_eq!(words::number(text), number, "{text}");
    }
    for time in [
        "2024-05-01T06:00:00 1714543200",
        "2024-05-01 06:00:00Z",
        "2024-05-01 06:00:00 UTC",
        "2024-05-01 01:00:00 -0500",
    ] {
        assert_eq!(words::time(time), Some(1_714_543_200), "{time}");
    }
    assert_eq!(words::time("yesterday"), None);
}

/// Thousands of replies in replies, and blocks in blocks, on a small stack.
#[test]
fn depth_needs_no_stack_and_no_patience() {
    let run = || {
        let deep = 5_000;
        let open = |n: usize| {
            format!("<li class='comment depth-1' id=comment-{n}><b class=fn>a</b><p>t{n}</p><ol class=children>")
        };
        let nested: String = (1..=deep).map(open).collect();
        let found = read(nested);
        assert_eq!(found.thread().comments(), deep);
        let facts = r#"{"@type":"Comment","text":"x","comment":["#.repeat(deep);
        let found = read(format!("<script type='application/ld+json'>{facts}</script>"));
        assert_eq!(found.thread().comments(), deep);
        for tags in ["<div>", "<ul><li>", "<b><p>", "<blockquote>", "<a><div>", "<table><tr><td>", "<font size=1><p>"] {
            assert!(read(tags.repeat(deep) + "words").article().has_text(), "{tags}");
        }
    };
    std::thread::Builder::new().stack_size(512 << 10).spawn(run).unwrap().join().unwrap();
}

#[test]
fn forms_navigation_and_frequent_questions_are_no_comments() {
    let page = "<nav><div class=comment>a</div></nav><form class=comment-form><div class=comment id=c1>b</div></form>\
                <aside><ul class=recent-comments><li class=comment id=comment-1><b>x</b> on <a>y</a></ul></aside><p>Text.</p>\
                <script type=application/ld+json>{\"@type\":\"FAQPage\",\"mainEntity\":[{\"@type\":\"Question\",\"name\":\"q\",\
                \"acceptedAnswer\":{\"@type\":\"Answer\",\"text\":\"t\"}}]}</script>";
    let found = read(page.to_owned());
    assert_eq!(found.thread().len(), 0);
    assert!(found.article().has_text());
}

#[test]
fn the_source_view_of_a_browser_is_read_as_its_page() {
    let inner = "&lt;p&gt;One &amp;amp; two&lt;/p&gt;";
    let found = read(format!("<body id=\"viewsource\"><pre>{inner}</pre></body>"));
    assert!(found.article().has_text());
    assert!(Page::read("<p>x").len() == 1);
}
