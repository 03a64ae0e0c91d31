//! XenForo: posts in a row. Version 1 has list items, version 2 articles.

use crate::loader::format::html::rule::{ArticleRule, By, Rule};
use crate::model::{Roles, State};

pub(super) const RULE: Rule = Rule {
    item: "article.message--post, article.js-post[data-author], li.message[data-author]",
    id: "@data-content | @id",
    id_prefix: &["js-post-", "post-"],
    parent: By::Nobody,
    quoted: "blockquote[data-source^=post:]@data-source | a.AttributionLink[href*=goto/post]@href | a.bbCodeBlock-sourceJump[href*=goto/post]@href",
    author: "@data-author | .message-name .username",
    time: ".message-attribution-main time@datetime | .message-attribution time@datetime | time.u-dt@datetime | \
           .datePermalink .DateTime@title | .messageMeta .DateTime@title | .DateTime@data-time",
    body: ".message-body .bbWrapper | article .messageText | .bbWrapper",
    score: ".reactionsBar-link@data-count",
    url: ".message-attribution-main a[href*=post-]@href | a.datePermalink@href",
    drop: ".bbCodeBlock-expandLink, .js-expandLink, .messageTextEndMarker, .quoteExpand",
    states: &[(".message--deleted", State::Deleted), (".is-ignored", State::Hidden)],
    roles: &[(".message-lastEdit, .editDate", Roles::EDITED), (".is-solution, .message--solution", Roles::ACCEPTED)],
    first_is_article: true,
    article: ArticleRule { title: "h1.p-title-value | .titleBar h1 | h1", search: false, ..ArticleRule::SEARCHED },
    ..Rule::NONE
};
