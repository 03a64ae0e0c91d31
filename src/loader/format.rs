//! The formats that are read: one row and one file each.
//!
//! A row also declares its module, so a new format is a file, a row here, and a folder of
//! samples under `tests/data`. The order of the rows decides between equal scores.

use super::detect::Head;
use super::json::Damage;
use crate::model::{DraftWriter, Media};

mod chat;
mod entry;
mod github;
mod hn;
mod nested;
mod record;
mod unmarked;

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

macro_rules! formats {
    ($($module:ident)*) => {
        $(mod $module;)*
        /// All formats, in the order of the table.
        pub(super) static TABLE: &[Format] = &[$($module::FORMAT),*];
    };
}

formats! {
    native
    hn_algolia
    hn_firebase
    hn_node
    hn_flat
    mbox
    message
    disqus_xml
    wxr
    stack_dump
    feed
    github_rest
    github_graphql
    gitlab
    stackexchange
    mastodon
    bluesky
    activity
    microformats
    youtube
    annotation
    telegram
    slack
    mattermost
    discord
    reddit
    lobsters
    disqus
    remark42
    isso
    commento
    wordpress
    discourse
    lemmy
    duoshuo
    askbot
    phabricator
    json_feed
    staticman
    html
    outline
    markdown
    org
    records
    plain
}
