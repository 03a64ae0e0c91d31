//! Lobsters: nested list items. The outermost is the list itself, another the reply form.

use crate::loader::format::html::rule::{ArticleRule, Rule};
use crate::loader::site;
use crate::model::{Roles, State};

pub(super) const RULE: Rule = Rule {
    item: "li.comments_subtree",
    id: "div.comment[data-shortid]@data-shortid",
    id_prefix: &[],
    author: ".byline a.u-author | .byline a[href^=/~] | .byline a[href^=/u/]",
    time: ".byline time@datetime | .byline span[title]@title",
    body: ".comment_text",
    score: "div.score | .voters .upvoter",
    url: ".byline a[href*=/c/]@href | .byline a[href*=#c_]@href",
    states: &[("div.comment.deleted", State::Deleted), ("div.comment.negative_5", State::Flagged)],
    roles: &[("a.user_is_author", Roles::OP), ("a.user_is_moderator", Roles::MOD)],
    site: Some(site::lobsters),
    article: ArticleRule {
        id: "li.story@data-shortid | .story[data-shortid]@data-shortid",
        title: ".story a.u-url | .link a",
        link: ".story a.u-url@href | .link a@href",
        author: ".story .byline a.u-author | .story .byline a[href^=/~] | .story .byline a[href^=/u/]",
        time: ".story .byline time@datetime | .story .byline span[title]@title",
        body: "div.story_text",
        score: ".story .score | .story .voters .upvoter",
        total: ".story .comments_label",
        search: false,
    },
    ..Rule::NONE
};
