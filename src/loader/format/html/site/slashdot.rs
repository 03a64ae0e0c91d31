//! Slashdot: nested list items, each with a title of its own.

use crate::loader::format::html::rule::{ArticleRule, Rule};

pub(super) const RULE: Rule = Rule {
    item: "li.comment[id^=tree_]",
    id: "@id",
    id_prefix: &["tree_"],
    author: ".by a | .by",
    time: ".otherdetails",
    body: "[id^=comment_body_] | .commentBody",
    score: ".score",
    url: ".otherdetails a@href",
    drop: ".commentSub, .quotedText",
    article: ArticleRule {
        title: "h2.story .story-title a | h2.story a | h1",
        author: ".details .story-byline a | .story-byline",
        time: ".story-byline time@datetime",
        body: "div.p div[id^=text-] | [id^=text-]",
        total: ".comment-bubble | .totalcommentcnt",
        ..ArticleRule::SEARCHED
    },
    ..Rule::NONE
};
