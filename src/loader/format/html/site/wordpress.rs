//! WordPress: list items (or what a theme made of them) with the level in a class. Themes
//! stop nesting at some level, so the class and the nesting rarely disagree.

use crate::loader::format::html::rule::{By, Rule};

use crate::model::{Roles, State};

pub(super) const RULE: Rule = Rule {
    item: ".comment[class*=depth-], .pingback[class*=depth-], .trackback[class*=depth-]",
    parent: By::LevelClass("depth-"),
    ..PLAIN
};

/// What it shares with themes that write no levels.
pub(super) const PLAIN: Rule = Rule {
    id: "@id | [id^=comment-]@id | [id^=div-comment-]@id | a[href*=#comment-]@href",
    id_prefix: &["li-comment-", "div-comment-", "article-comment-", "comment-", "comment_"],
    author: ".comment-author .fn | .fn | .comment-author-name | .comment-author-link | .comment_author | .comment-author | .author | cite",
    time: ".comment-metadata time@datetime | time@datetime | .comment-meta time@title | .comment-metadata a | .comment-meta a | \
           .commentmetadata a | .comment-date | .comment_date | .comment-time | .comment-meta | .commentmetadata",
    body: ".comment-content | .comment_content | .comment-text | .comment-body-text | .comment-entry | .commenttext | .comment__content",
    url: ".comment-metadata a@href | .comment-meta a[href*=#comment-]@href | .commentmetadata a@href | .comment-date a@href | \
          a[href*=#comment-]@href",
    rest: true,
    drop: ".reply, .comment-reply-link, .comment-author, .vcard, .comment-meta, .commentmetadata, .comment-metadata, .says, cite, \
           .comment-edit-link, .comment-respond, .avatar, .cld-like-dislike-wrap, .comment-awaiting-moderation, .sharedaddy, \
           .comment-reply, .comment-actions, .comment-date, .comment-rating, .wprm-comment-rating",
    states: &[(".comment-awaiting-moderation", State::Pending)],
    roles: &[(".bypostauthor", Roles::OP)],
    ..Rule::NONE
};
