//! Reddit's pages since 2023: elements of its own, with the facts in their attributes.

use crate::loader::format::html::rule::{ArticleRule, By, Rule};
use crate::loader::site;
use crate::model::{Roles, State};

pub(super) const RULE: Rule = Rule {
    item: "shreddit-comment",
    id: "@thingid",
    id_prefix: &["t1_"],
    parent: By::Id("@parentid"),
    author: "@author",
    time: "@created | time@datetime | faceplate-timeago@ts",
    body: "[slot=comment] | [id$=-comment-rtjson-content] | .md",
    score: "@score",
    url: "@permalink",
    states: &[("[is-comment-deleted]", State::Deleted)],
    roles: &[("[is-author-op]", Roles::OP), ("[distinguished-as=moderator]", Roles::MOD)],
    more: "faceplate-partial[src*=more-comments]",
    site: Some(site::reddit),
    article: ArticleRule {
        id: "shreddit-post@id",
        title: "shreddit-post@post-title | shreddit-post h1",
        link: "shreddit-post@content-href",
        author: "shreddit-post@author",
        time: "shreddit-post@created-timestamp",
        body: "shreddit-post [slot=text-body] .md | shreddit-post [slot=text-body]",
        score: "shreddit-post@score",
        total: "shreddit-post@comment-count",
        search: false,
    },
    ..Rule::NONE
};
