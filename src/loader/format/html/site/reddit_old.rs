//! Reddit's old pages: things in things.

use crate::loader::format::html::rule::{ArticleRule, Rule};
use crate::loader::site;
use crate::model::{Roles, State};

pub(super) const RULE: Rule = Rule {
    item: "div.thing.comment, div.thing.morechildren",
    id: "@data-fullname",
    id_prefix: &["t1_"],
    author: "@data-author | .tagline a.author",
    time: ".tagline time@datetime",
    body: ".usertext-body .md",
    score: ".tagline .score.unvoted@title | .tagline .score.unvoted | .tagline .score",
    url: "@data-permalink | a.bylink@href",
    states: &[(".usertext.grayed", State::Deleted)],
    roles: &[
        (".tagline a.submitter", Roles::OP),
        (".tagline a.moderator, .tagline a.admin", Roles::MOD),
        (".tagline .stickied-tagline", Roles::PINNED),
        (".tagline .edited-timestamp", Roles::EDITED),
    ],
    more: ".morecomments a.button, .deepthread a",
    site: Some(site::reddit),
    article: ArticleRule {
        id: "#siteTable div.thing.link@data-fullname",
        title: "#siteTable a.title",
        link: "#siteTable div.thing.link@data-url | #siteTable a.title@href",
        author: "#siteTable div.thing.link@data-author",
        time: "#siteTable .tagline time@datetime",
        body: "#siteTable .usertext-body .md",
        score: "#siteTable div.thing.link@data-score",
        total: "#siteTable div.thing.link@data-comments-count | #siteTable a.comments",
        search: false,
    },
    ..Rule::NONE
};
