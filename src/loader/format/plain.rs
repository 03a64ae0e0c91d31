//! Plain text: an article and the comments under it, as they are copied from a page.
//!
//! What is what is found in `flat`. Where the page says whose each comment is, the comments
//! are whole and have authors and times; where it does not, `infer` gets the lines. A text
//! without a sign of comments is all article.

use std::ops::Range;

use super::Format;
use super::unmarked::Flat;
use crate::loader::detect::Head;
use crate::loader::flat::Page;
use crate::loader::json::Damage;
use crate::model::{Coat, DraftWriter, Media, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "text",
    reads: "plain text: an article, and comments with or without names, dates and indentation",
    sample: "copied from a page without its layout",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    u8::from(head.json.is_none())
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let page = Page::of(source);
    writer.article().body = plain(page.article.clone());
    if let Some(headline) = page.headline {
        writer.article().title = plain(headline);
    }
    writer.origin().total = page.total;
    let article = source.get(page.article).unwrap_or_default();
    Flat { text: source, place: plain(0..source.len()) }.write(writer, article, page.comments);
    None
}

fn plain(range: Range<usize>) -> TextRef {
    TextRef::source(range, Coat::Bare, Media::Plain)
}
