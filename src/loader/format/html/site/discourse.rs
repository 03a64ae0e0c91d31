//! Discourse as it gives itself to programs that run no scripts.

use crate::loader::format::html::rule::{ArticleRule, By, Rule};
use crate::loader::site;

pub(super) const RULE: Rule = Rule {
    item: "div.crawler-post, div.topic-body.crawler-post",
    id: "@id | [itemprop=position] | .position",
    id_prefix: &["post_", "#"],
    parent: By::Nobody,
    quoted: "aside.quote[data-post]@data-post",
    author: "[itemprop=author] [itemprop=name] | .creator [itemprop=name] | .creator a",
    time: "time[itemprop=datePublished]@datetime | time@datetime",
    body: "div.post[itemprop=text] | div.post[itemprop=articleBody] | div.post",
    score: "[itemprop=userInteractionCount]@content | .post-likes",
    first_is_article: true,
    site: Some(site::discourse),
    article: ArticleRule { title: "h1 a | h1", search: false, ..ArticleRule::SEARCHED },
    ..Rule::NONE
};
