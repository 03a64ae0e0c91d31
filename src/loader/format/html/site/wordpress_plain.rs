//! Blogs of WordPress's kind whose theme writes no levels: numbered elements.

use super::wordpress::PLAIN;
use crate::loader::format::html::rule::Rule;

pub(super) const RULE: Rule = Rule {
    page: "meta[name=generator][content^=WordPress], link[rel=https://api.w.org/], .commentlist, .comment-list, #commentlist, [href*=wp-content]",
    item: "li[id^=comment-], li[id^=li-comment-], div[id^=comment-].comment, article[id^=comment-], .commentlist > li",
    ..PLAIN
};
