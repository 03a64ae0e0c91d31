//! Issues, pull requests and discussions of GitHub, as its older pages have them.

use crate::loader::format::html::rule::{ArticleRule, Rule};
use crate::loader::site;
use crate::model::{Roles, State};

pub(super) const RULE: Rule = Rule {
    page: "meta[property=og:site_name][content=GitHub], meta[name=hostname][content=github.com], [data-testid=issue-viewer-container]",
    item: "div.timeline-comment-group, div.js-comment-container, div.review-comment, [data-testid=issue-body], \
           [data-testid^=comment-viewer-outer-box]",
    id: "@id | div.timeline-comment-group@id | div[id^=issuecomment-]@id | div[id^=discussioncomment-]@id | a[href*=#issuecomment-]@href",
    id_prefix: &["issuecomment-", "issue-", "discussioncomment-", "discussion_r", "pullrequestreview-"],
    author: "a.author | a[data-testid=issue-body-header-author] | a[data-testid=avatar-link] | a[data-hovercard-type=user]",
    time: "relative-time@datetime",
    body: ".comment-body | [data-testid=markdown-body] .markdown-body | .markdown-body",
    url: "a.js-timestamp@href | a[data-testid=issue-body-header-link]@href",
    states: &[(".minimized-comment", State::Hidden)],
    roles: &[
        ("[aria-label*=Author], [data-testid=comment-author-association]", Roles::OP),
        (".js-comment-edit-history", Roles::EDITED),
    ],
    first_is_article: true,
    site: Some(site::github),
    article: ArticleRule {
        title: "h1 .js-issue-title | [data-testid=issue-title] | bdi.js-issue-title | h1",
        search: false,
        ..ArticleRule::SEARCHED
    },
    ..Rule::NONE
};
