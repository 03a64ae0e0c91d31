//! The kinds of pages that are known: a file and a row each.
//!
//! The order is that in which they are tried: what is sure of itself first, markup that
//! sites of many kinds share last.

use super::rule::Rule;

macro_rules! sites {
    ($($module:ident)*) => {
        $(mod $module;)*
        /// All of them, in the order of the table.
        pub(super) static TABLE: &[Rule] = &[$($module::RULE),*];
        /// What they are called, in the same order.
        #[cfg(test)]
        pub(super) static NAMES: &[&str] = &[$(stringify!($module)),*];
    };
}

sites! {
    hacker_news
    lobsters
    reddit_old
    reddit_2019
    reddit_new
    stack_exchange
    askbot
    github
    discourse_app
    discourse
    xenforo
    vbulletin
    phpbb
    slashdot
    mastodon
    disqus
    blogger
    drupal
    wordpress
    wordpress_plain
    microdata_qa
    microdata
    microformats
}
