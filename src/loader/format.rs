//! The formats that are read: one row and one file each.
//!
//! A new format is a file with its `mod` line, a row in [`TABLE`], and a folder of samples
//! under `tests/data`.

use super::detect::Head;
use super::json::Damage;
use crate::model::{DraftWriter, Media};

mod activity;
mod annotation;
mod askbot;
mod bluesky;
mod chat;
mod commento;
mod discord;
mod discourse;
mod disqus;
mod disqus_xml;
mod duoshuo;
mod entry;
mod feed;
mod github;
mod github_graphql;
mod github_rest;
mod gitlab;
mod hn;
mod hn_algolia;
mod hn_firebase;
mod hn_flat;
mod hn_node;
mod html;
mod isso;
mod json_feed;
mod lemmy;
mod lobsters;
mod markdown;
mod mastodon;
mod mattermost;
mod mbox;
mod message;
mod microformats;
mod native;
mod nested;
mod org;
mod outline;
mod phabricator;
mod plain;
mod record;
mod records;
mod reddit;
mod remark42;
mod slack;
mod stack_dump;
mod stackexchange;
mod staticman;
mod telegram;
mod unmarked;
mod wordpress;
mod wxr;
mod youtube;

/// A format: what it is called, how it is recognised, how it is read.
pub struct Format {
    /// Its name, as in `--from` and in the native format's `source.format`.
    pub name: &'static str,
    /// What it reads, in one line.
    pub reads: &'static str,
    /// How to come by one, or what one looks like.
    pub sample: &'static str,
    /// How sure it is that this is its kind, from the beginning of the text: 0 to 100.
    pub(super) sniff: fn(&Head<'_>) -> u8,
    /// Fills the draft from the whole text.
    pub(super) read: fn(&str, &mut DraftWriter) -> Option<Damage>,
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// The markup of a text that is meant to be plain, but is often that of a page: it is known by its tags.
fn media(text: &str) -> Media {
    let is_marked = ["</", "<p>", "<br", "<img "].iter().any(|sign| text.contains(sign));
    if is_marked { Media::Html } else { Media::Plain }
}

/// All formats. The order decides between equal scores.
pub(super) static TABLE: &[Format] = &[
    native::FORMAT,
    hn_algolia::FORMAT,
    hn_firebase::FORMAT,
    hn_node::FORMAT,
    hn_flat::FORMAT,
    mbox::FORMAT,
    message::FORMAT,
    disqus_xml::FORMAT,
    wxr::FORMAT,
    stack_dump::FORMAT,
    feed::FORMAT,
    github_rest::FORMAT,
    github_graphql::FORMAT,
    gitlab::FORMAT,
    stackexchange::FORMAT,
    mastodon::FORMAT,
    bluesky::FORMAT,
    activity::FORMAT,
    microformats::FORMAT,
    youtube::FORMAT,
    annotation::FORMAT,
    telegram::FORMAT,
    slack::FORMAT,
    mattermost::FORMAT,
    discord::FORMAT,
    reddit::FORMAT,
    lobsters::FORMAT,
    disqus::FORMAT,
    remark42::FORMAT,
    isso::FORMAT,
    commento::FORMAT,
    wordpress::FORMAT,
    discourse::FORMAT,
    lemmy::FORMAT,
    duoshuo::FORMAT,
    askbot::FORMAT,
    phabricator::FORMAT,
    json_feed::FORMAT,
    staticman::FORMAT,
    html::FORMAT,
    outline::FORMAT,
    markdown::FORMAT,
    org::FORMAT,
    records::FORMAT,
    plain::FORMAT,
];
