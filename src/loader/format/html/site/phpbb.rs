//! phpBB 3: posts in a row.

use crate::loader::format::html::rule::{ArticleRule, By, Rule};

pub(super) const RULE: Rule = Rule {
    page: "body#phpbb, #page-body, .postbody",
    item: "div.post[id^=p]",
    id: "@id",
    id_prefix: &["post", "p"],
    parent: By::Nobody,
    quoted: "blockquote cite a[data-post-id]@data-post-id | blockquote cite a[href*=#p]@href",
    author: "p.author a.username | p.author a.username-coloured | p.author span.username | p.author .responsive-hide a | \
             p.author strong a | p.author strong | dl.postprofile a.username | dl.postprofile a.username-coloured",
    time: "p.author time@datetime | p.author",
    body: ".postbody div.content | div.content",
    url: "p.author a[href*=#p]@href | h3 a@href",
    drop: "div.signature, .notice",
    first_is_article: true,
    article: ArticleRule { title: "h2.topic-title | h2 a | h2 | h3.first", search: false, ..ArticleRule::SEARCHED },
    ..Rule::NONE
};
