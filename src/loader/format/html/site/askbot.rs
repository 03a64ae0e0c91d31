//! Askbot: answers to a question, and comments on both.

use crate::loader::format::html::rule::{ArticleRule, Rule};
use crate::model::Roles;

pub(super) const RULE: Rule = Rule {
    page: "#question-list, div.post.question, .askbot, div.post.answer[data-post-id]",
    item: "div.post.answer, div.comments div.comment[data-post-id], div.comments div.comment[id^=comment-]",
    id: "@data-post-id | @id",
    id_prefix: &["comment-", "post-id-"],
    author: ".comment-info a.author | a.author | .post-update-info .user-info a[href*=/users/] | .user-info a[href*=/user]",
    time: ".comment-info abbr.timeago@title | abbr.timeago@title",
    body: ".comment-body | .post-body | .answer-body",
    drop: ".post-update-info-container, .post-update-info, .post-controls, .comment-controls, .comments, .comment-info, a.author, .age",
    score: ".upvote-count | .vote-number | .comment-votes .score",
    roles: &[(".accepted-answer", Roles::ACCEPTED)],
    article: ArticleRule {
        id: "div.post.question@data-post-id",
        title: "h1 a | h1",
        link: "",
        author: ".question .post-update-info .user-info a[href*=/users/] | .question .user-info a[href*=/user]",
        time: ".question abbr.timeago@title",
        body: ".question .question-body | .question .post-body",
        score: ".question .vote-number",
        total: "",
        search: true,
    },
    ..Rule::NONE
};
