//! Reddit's pages of 2018 to 2023: classes without meaning, ids with one. The depth is how
//! far a comment is moved in.

use crate::loader::format::html::rule::{ArticleRule, By, Rule};
use crate::loader::site;

pub(super) const RULE: Rule = Rule {
    item: "div[id^=t1_][tabindex]",
    id: "@id",
    id_prefix: &["t1_"],
    parent: By::Level("@style"),
    author: "a[data-testid=comment_author_link] | a[href^=/user/] | a[href*=/user/]",
    time: "a[id^=CommentTopMeta--Created] | a[data-testid=comment_timestamp] | a[data-click-id=timestamp]",
    body: "[data-testid=comment] | [data-test-id=comment]",
    url: "a[id^=CommentTopMeta--Created]@href | a[data-testid=comment_timestamp]@href | a[data-click-id=timestamp]@href",
    site: Some(site::reddit),
    article: ArticleRule {
        id: "[data-test-id=post-content]@id",
        title: "[data-test-id=post-content] h1 | h1",
        link: "",
        author: "[data-test-id=post-content] a[href^=/user/]",
        time: "",
        body: "[data-test-id=post-content] [data-click-id=text]",
        score: "",
        total: "[data-test-id=comments-page-link-num-comments]",
        search: false,
    },
    ..Rule::NONE
};
