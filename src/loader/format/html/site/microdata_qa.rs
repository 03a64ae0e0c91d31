//! Questions with answers, marked as schema.org means it. Pages of frequent questions are
//! no discussions.

use crate::loader::format::html::rule::{ArticleRule, Rule};
use crate::model::Roles;

pub(super) const RULE: Rule = Rule {
    page: "[itemtype*=schema.org/QAPage], [itemprop=suggestedAnswer], [itemprop=acceptedAnswer]",
    item: "[itemprop=suggestedAnswer], [itemprop=acceptedAnswer], [itemprop=comment], [itemtype*=schema.org/Answer]",
    roles: &[("[itemprop~=acceptedAnswer]", Roles::ACCEPTED)],
    article: ArticleRule {
        title: "[itemtype*=schema.org/Question] [itemprop=name] | h1",
        body: "[itemtype*=schema.org/Question] > [itemprop=text] | [itemtype*=schema.org/Question] [itemprop=text]",
        ..ArticleRule::SEARCHED
    },
    ..super::microdata::RULE
};
