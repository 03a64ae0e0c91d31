//! Comments in any page that marks them as schema.org means it.

use crate::loader::format::html::rule::{By, Rule};

pub(super) const RULE: Rule = Rule {
    item: "[itemtype*=schema.org/Comment], [itemtype*=schema.org/UserComments], [itemprop=comment]",
    id: "@id | @data-comment-id | @itemid",
    parent: By::Nesting,
    author: "[itemprop~=author] [itemprop=name]@content | [itemprop~=author] [itemprop=name] | [itemprop~=creator] [itemprop=name] | \
             [itemprop~=author] | [itemprop~=creator]",
    time: "[itemprop~=dateCreated]@datetime | [itemprop~=datePublished]@datetime | [itemprop~=commentTime]@datetime | \
           [itemprop~=dateCreated]@content | [itemprop~=datePublished]@content | [itemprop~=commentTime]@content | time@datetime | \
           [itemprop~=dateCreated] | [itemprop~=datePublished] | [itemprop~=commentTime]",
    body: "[itemprop~=text] | [itemprop~=commentText] | [itemprop~=articleBody]",
    score: "[itemprop~=upvoteCount]@content | [itemprop~=upvoteCount]",
    url: "[itemprop~=url]@href | [itemprop~=replyToUrl]@content",
    ..Rule::NONE
};
