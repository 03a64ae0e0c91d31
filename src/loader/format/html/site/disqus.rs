//! Disqus, where a page was saved with what its frame showed.

use crate::loader::format::html::rule::Rule;
use crate::model::{Roles, State};

pub(super) const RULE: Rule = Rule {
    item: "li.post[id^=post-]",
    id: "@id",
    id_prefix: &["post-"],
    author: ".post-byline .author | .post-byline .publisher-anchor-color | .author",
    time: ".post-meta a.time-ago@title | a.time-ago@title | a.time-ago",
    body: ".post-message",
    score: ".vote-up .count | [data-role=likes]",
    url: "a.time-ago@href",
    states: &[(".post--deleted, .deleted, .minimized.deleted", State::Deleted)],
    roles: &[(".badge-moderator, .moderator", Roles::MOD), (".pinned", Roles::PINNED)],
    ..Rule::NONE
};
