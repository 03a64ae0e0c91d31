//! Links in articles and comments lead somewhere, however the source wrote them.

use btl::export::{self, print};
use btl::loader::{Options, parse};
use btl::model::Discussion;

fn read(text: &str) -> Discussion {
    parse(text.as_bytes().to_vec(), &Options::default()).unwrap()
}

/// Where the links of the first comment lead.
fn links(discussion: &Discussion) -> Vec<String> {
    let first = discussion.thread().ids().next().unwrap();
    discussion.body(first).links.iter().map(|link| link.url.to_string()).collect()
}

fn page(head: &str) -> Discussion {
    let text =
        "The frost came early and stayed for weeks, so that nothing could be sown before the month was out. ".repeat(9);
    read(&format!(
        r##"<!doctype html><html><head><title>Frost</title>{head}</head><body><article><h1>Frost</h1><p>{text}</p>
        <p>See <a href="old/winter.html">the old winter</a> for <a href="/tables">more</a>. {text}</p></article>
        <ol class="commentlist"><li class="comment depth-1" id="comment-5"><cite class="fn">ann</cite>
        <div class="comment-content"><p>As <a href="/about">here</a>, <a href="#comment-2">there</a>, <a href="//far.example/x">far</a>,
        <a href="mailto:ann@pond.example">me</a>, <a href="javascript:go()">go</a> and <a href="HTTPS://up.example/%zz">up</a>.</p></div>
        <div class="comment-metadata"><a href="/2024/frost#comment-5">1 May</a></div></li></ol></body></html>"##
    ))
}

#[test]
fn links_of_a_page_lead_from_its_address() {
    let found = page(r#"<link rel="canonical" href="https://pond.example/2024/frost">"#);
    let expected = [
        "https://pond.example/about",
        "https://pond.example/2024/frost#comment-2",
        "https://far.example/x",
        "mailto:ann@pond.example",
        "HTTPS://up.example/%zz",
    ];
    assert_eq!(links(&found), expected);
    let markdown = print(&found, "md", &export::Options::default()).unwrap();
    assert!(markdown.contains("[the old winter](<https://pond.example/2024/old/winter.html>)"), "{markdown}");
    assert!(markdown.contains("[more](<https://pond.example/tables>)"), "{markdown}");
    let first = found.thread().ids().next().unwrap();
    assert_eq!(found.permalink(first).unwrap().as_str(), "https://pond.example/2024/frost#comment-5");
}

#[test]
fn a_page_may_name_where_its_links_lead_from() {
    let found = page(r#"<base href="/archive/"><link rel="canonical" href="https://pond.example/2024/frost">"#);
    assert_eq!(links(&found)[1], "https://pond.example/archive/#comment-2");
    let again = read(&print(&found, "json", &export::Options::default()).unwrap());
    assert_eq!(links(&again), links(&found));
}

#[test]
fn without_an_address_only_whole_links_lead_anywhere() {
    assert_eq!(links(&page("")), ["https://far.example/x", "mailto:ann@pond.example", "HTTPS://up.example/%zz"]);
}

#[test]
fn links_in_what_sites_give_to_programs_lead_there() {
    let found = read(
        r#"{"short_id":"ab12cd","short_id_url":"https://lobste.rs/s/ab12cd","comments_url":"https://lobste.rs/s/ab12cd/letters","title":"Letters",
        "comments":[{"short_id":"aaa111","short_id_url":"https://lobste.rs/c/aaa111","comment":"<p>As <a href=\"/~ann\">ann</a> said.</p>",
        "depth":0,"commenting_user":"bo"}]}"#,
    );
    assert_eq!(links(&found), ["https://lobste.rs/~ann"]);
}
