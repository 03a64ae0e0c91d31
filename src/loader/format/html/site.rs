//! The kinds of pages that are known: a file and a row each.
//!
//! The order is that in which they are tried: what is sure of itself first, markup that
//! sites of many kinds share last.

use super::rule::Rule;

mod askbot;
mod blogger;
mod discourse;
mod discourse_app;
mod disqus;
mod drupal;
mod github;
mod hacker_news;
mod lobsters;
mod mastodon;
mod microdata;
mod microdata_qa;
mod microformats;
mod phpbb;
mod reddit_2019;
mod reddit_new;
mod reddit_old;
mod slashdot;
mod stack_exchange;
mod vbulletin;
mod wordpress;
mod wordpress_plain;
mod xenforo;

/// All rules, in the order in which they are tried.
pub(super) static TABLE: &[Rule] = &[
    hacker_news::RULE,
    lobsters::RULE,
    reddit_old::RULE,
    reddit_2019::RULE,
    reddit_new::RULE,
    stack_exchange::RULE,
    askbot::RULE,
    github::RULE,
    discourse_app::RULE,
    discourse::RULE,
    xenforo::RULE,
    vbulletin::RULE,
    phpbb::RULE,
    slashdot::RULE,
    mastodon::RULE,
    disqus::RULE,
    blogger::RULE,
    drupal::RULE,
    wordpress::RULE,
    wordpress_plain::RULE,
    microdata_qa::RULE,
    microdata::RULE,
    microformats::RULE,
];
