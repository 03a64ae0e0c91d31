//! Mastodon: a status and what was said before and after it, in a row.

use crate::loader::format::html::rule::{ArticleRule, By, Rule};
use crate::loader::site;

pub(super) const RULE: Rule = Rule {
    page: "body.app-body, #mastodon, .detailed-status, meta[property=og:site_name][content*=astodon]",
    item: "div.detailed-status, div.status[data-id], article[data-id] .status, div.entry .status",
    id: "@data-id | a.status__relative-time@href | a.detailed-status__datetime@href",
    id_prefix: &[],
    parent: By::Id("@data-in-reply-to | .status@data-in-reply-to"),
    author: ".display-name__account | .display-name strong | .display-name__html",
    time: "time@datetime",
    body: ".status__content__text | .status__content",
    score: ".detailed-status__favorites .animated-number | .status__action-bar .icon-button__counter",
    url: "a.status__relative-time@href | a.detailed-status__datetime@href",
    drop: "button, .status__content__spoiler-link, .status__content__read-more-button",
    first_is_article: true,
    site: Some(site::mastodon),
    article: ArticleRule { search: false, ..ArticleRule::SEARCHED },
    ..Rule::NONE
};
