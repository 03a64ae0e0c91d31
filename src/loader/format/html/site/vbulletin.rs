//! vBulletin 3, 4 and 5: posts in a row.

use crate::loader::format::html::rule::{ArticleRule, By, Rule};

pub(super) const RULE: Rule = Rule {
    page: "[id^=post_message_], li.b-post",
    item: "li.postbit, li.postbitlegacy, li.postcontainer, table[id^=post], li.b-post",
    id: "[id^=post_message_]@id | @data-node-id | @id",
    id_prefix: &["post_message_", "post_", "post"],
    parent: By::Nobody,
    quoted: ".bbcode_postedby a[href*=#post]@href | .bbcode_quote a[href*=#post]@href | .quotetitle a[href*=#post]@href | a[href*=#post][rel=nofollow]@href | .b-bbcode__quote a[href*=#post]@href",
    author: ".username strong | a.username | .bigusername | [itemprop=author] [itemprop=name] | .author a",
    time: ".postdate .date | .postdate | time[itemprop=dateCreated]@datetime | .b-post__timestamp | td.thead",
    body: "[id^=post_message_] .postcontent | [id^=post_message_] | .js-post__content-text",
    url: "a.postcounter@href",
    drop: "script, .b-post__footer, .quote_icon",
    first_is_article: true,
    article: ArticleRule {
        title: ".threadtitle a | h1 .threadtitle | h1.main-title | .navbar strong | h1 | title",
        search: false,
        ..ArticleRule::SEARCHED
    },
    ..Rule::NONE
};
