//! Stack Exchange: answers to a question, and comments on both.

use crate::loader::format::html::rule::{ArticleRule, Rule};
use crate::loader::site;
use crate::model::Roles;

pub(super) const RULE: Rule = Rule {
    page: "#question",
    item: "div.answer, li.comment[id^=comment-], tr.comment[id^=comment-]",
    // Posts and comments are numbered apart, so a comment's id says that it is one.
    id: "@data-answerid | @id",
    id_prefix: &["answer-"],
    author: ".comment-user | .post-signature .user-details [itemprop=author] a | .post-signature.owner .user-details a | \
             .post-signature .user-details a | .user-details a | .user-details [itemprop=name]",
    time: "[itemprop=dateCreated]@datetime | .comment-date .relativetime-clean@title | .user-action-time .relativetime@title",
    body: ".comment-copy | .js-post-body | .post-text",
    score: ".comment-score | .js-vote-count@data-value | .js-vote-count | .vote-count-post",
    url: ".comment-date a.comment-link@href | a.js-share-link@href | a.short-link@href",
    roles: &[
        (".accepted-answer, .vote-accepted-on", Roles::ACCEPTED),
        (".comment-user.owner, .post-signature .owner", Roles::OP),
        (".comment-user .mod-flair", Roles::MOD),
    ],
    more: "a.js-show-link.comments-link",
    site: Some(site::stack_exchange),
    article: ArticleRule {
        id: "#question@data-questionid",
        title: "#question-header h1 | h1[itemprop=name] | h1",
        link: "",
        author: "#question .post-signature.owner .user-details a | #question .owner .user-details a | #question .user-details a",
        time: "[itemprop=dateCreated]@datetime | #question .user-action-time .relativetime@title",
        body: "#question .js-post-body | #question .post-text",
        score: "#question .js-vote-count@data-value | #question .js-vote-count | #question .vote-count-post",
        total: "",
        search: false,
    },
    ..Rule::NONE
};
