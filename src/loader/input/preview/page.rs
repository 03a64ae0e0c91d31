//! The first screens of a large page.
//!
//! A page's article is found by weighing all of it, and a part may weigh otherwise. So a part is
//! shown only where it says itself where the article ends: where comments were found below one,
//! so many of them that they are the page's own and no list of something else. Then the article
//! is there to its end, and what follows weighs nothing against it. Of 78 beginnings (a quarter,
//! a half, three quarters) of saved pages this was so of 25, and all of those showed the article
//! and the first comments that the whole page shows.

use std::fs::File;

use super::{part, piece};
use crate::loader::Options;
use crate::model::Discussion;

/// How much of the beginning is read.
const FIRST: usize = 192 << 10;
/// So many comments are the page's, and more than a screen shows beside an article: the last one
/// may be cut off.
const COMMENTS: usize = 12;

/// What the beginning of a page shows, if that is sure.
pub(super) fn of(file: &File, options: &Options) -> Option<Discussion> {
    let mut head = piece(file, 0, FIRST)?;
    // Half a tag would be text. Of a part, the last line is not read unless it ends.
    head.truncate(memchr::memrchr(b'<', &head)?);
    head.push(b'\n');
    part(head, options).filter(is_sure)
}

/// Whether what a part of a page shows is what the whole would.
pub(super) fn is_sure(part: &Discussion) -> bool {
    let thread = part.thread();
    let said = thread.ids().filter(|id| thread.is_comment(*id) && !thread.body_text(*id).is_empty());
    part.has_title() && part.article().has_text() && said.take(COMMENTS).count() == COMMENTS
}
