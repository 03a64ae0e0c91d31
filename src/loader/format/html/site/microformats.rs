//! Microformats 2: an entry, and in it the comments as entries or citations.

use crate::loader::format::html::rule::{ArticleRule, Rule};

pub(super) const RULE: Rule = Rule {
    item: ".u-comment, .p-comment, .h-entry .h-cite.comment, .h-feed.replies .h-entry",
    id: "@id | .u-uid@href | .u-url@href",
    id_prefix: &[],
    author: ".p-author .p-name | .p-author@title | .p-author | .h-card .p-name | .h-card",
    time: ".dt-published@datetime | .dt-published@title | .dt-published",
    body: ".e-content | .p-content | .p-summary | .p-name",
    url: ".u-url@href",
    article: ArticleRule {
        id: "",
        title: ".h-entry > .p-name | .p-name",
        link: "",
        author: ".h-entry .p-author .p-name | .h-entry .p-author",
        time: ".dt-published@datetime | .dt-published",
        body: ".h-entry > .e-content | .e-content",
        ..ArticleRule::SEARCHED
    },
    ..Rule::NONE
};
