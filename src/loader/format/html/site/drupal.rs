//! Drupal: replies stand in a box that is moved in, behind the comment.

use crate::loader::format::html::rule::{By, Rule};
use crate::model::Roles;

pub(super) const RULE: Rule = Rule {
    page: "meta[name=Generator][content*=Drupal], meta[name=generator][content*=Drupal], .comment-wrapper, .indented",
    item: "article.comment, div.comment[id^=comment-], div.comment[about], article[data-comment-user-id], div.comment.clearfix, \
           div.ajax-comment-wrapper > div.comment",
    id: "@id | @about | .comment__permalink a@href | a.permalink@href | .submitted a.permalink@href",
    id_prefix: &["comment-", "/comment/"],
    parent: By::Wrapped(".indented"),
    author: ".username | [rel~=sioc:has_creator] .username | .comment__author .username | .submitted .username",
    time: "[property~=dc:date]@content | [property~=schema:dateCreated]@content | .submitted time@datetime | time@datetime | \
           .comment__time | .comment-date | .submitted",
    body: ".field-name-comment-body .field-item | .field-name-comment-body | .field--name-comment-body | .comment__content .content | \
           .comment-content | .content",
    url: "a.permalink@href | .comment__permalink a@href",
    roles: &[(".comment-by-node-author, .by-node-author", Roles::OP)],
    drop: "ul.links, .comment__links, .user-signature, .submitted, footer.comment__meta",
    ..Rule::NONE
};
