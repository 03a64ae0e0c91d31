//! Hacker News: a table row a comment, its depth as a number or as the width of a spacer.

use crate::loader::format::html::rule::{ArticleRule, By, Rule};
use crate::loader::site;

pub(super) const RULE: Rule = Rule {
    item: "tr.comtr",
    id: "@id | .age a@href",
    id_prefix: &["item?id="],
    parent: By::Level("td.ind@indent | td.ind img@width"),
    author: "a.hnuser",
    time: ".age@title | .age",
    body: ".commtext",
    drop: "div.reply",
    score: ".score",
    site: Some(site::hacker_news),
    article: ArticleRule {
        id: "tr.athing.submission@id | tr.athing@id",
        title: ".titleline > a | a.storylink | .title a",
        link: ".titleline > a@href | a.storylink@href",
        author: ".subtext a.hnuser",
        time: ".subtext .age@title | .subtext .age",
        body: "div.toptext | table.fatitem td.toptext",
        score: ".subtext .score",
        total: ".subline > a[href^=item?id=] | .subtext > a[href^=item?id=]",
        search: false,
    },
    ..Rule::NONE
};
