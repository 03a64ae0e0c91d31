//! Discourse as a browser shows and saves it.

use crate::loader::format::html::rule::{ArticleRule, By, Rule};
use crate::loader::site;
use crate::model::{Roles, State};

pub(super) const RULE: Rule = Rule {
    item: "article.boxed[data-post-id], article[id^=post_][data-post-id]",
    id: "@id",
    id_prefix: &["post_"],
    parent: By::Id(".reply-to-tab@data-reply-to | a.reply-to-tab@href"),
    quoted: "aside.quote[data-post]@data-post",
    author: ".names .username a | .names a[data-user-card]@data-user-card | .names a",
    time: ".post-date .relative-date@data-time | .relative-date@data-time",
    body: ".cooked",
    drop: ".cooked-selection-barrier, .meta .svg-icon-title",
    score: ".like-count | button.like-count",
    url: "a.post-date@href",
    states: &[(".deleted", State::Deleted), (".post-hidden", State::Hidden)],
    roles: &[
        (".topic-owner", Roles::OP),
        (".names .moderator, .names .admin, .names .staff", Roles::MOD),
        (".accepted-answer", Roles::ACCEPTED),
        (".post-info.edits", Roles::EDITED),
    ],
    first_is_article: true,
    site: Some(site::discourse),
    article: ArticleRule {
        id: "h1[data-topic-id]@data-topic-id",
        title: "h1 a.fancy-title | h1",
        search: false,
        ..ArticleRule::SEARCHED
    },
    ..Rule::NONE
};
