//! Blogger: list items, the replies in one level under them; older templates have
//! definition lists.

use crate::loader::format::html::rule::{ArticleRule, Rule};
use crate::model::Roles;

pub(super) const RULE: Rule = Rule {
    page: ".comment-thread .comment-block, .comment-block .comment-header, #comments-block, meta[content=blogger]",
    item: "li.comment[id^=c]",
    id: "@id",
    id_prefix: &["c", "bc_0_"],
    author: "cite.user | .comment-header .user | .comment-header cite",
    time: ".datetime a | .datetime",
    body: "p.comment-content | .comment-content",
    url: ".datetime a@href",
    roles: &[("cite.blog-author, .icon.blog-author", Roles::OP)],
    drop: ".comment-actions",
    article: ArticleRule {
        title: "h3.post-title | h1.post-title | .post-title",
        total: "#comments h4 | #comments h3.title",
        body: ".post-body",
        ..ArticleRule::SEARCHED
    },
    ..Rule::NONE
};
