//! Which words of a comment are quoted, and from where.
//!
//! Quoted are blocks with quote signs, and words between quotation marks if there are
//! enough of them; they count if they are found, word for word in normal form, in a comment
//! above or in a passage of the article.

use std::ops::Range;

use super::words::{fold, original};
use super::{Quote, Quoted};
use crate::model::body::Body;
use crate::model::identity::hash;
use crate::model::{CommentId, Discussion};
use crate::text::Clean;
use crate::text::quote::Normal;

/// Words between quotation marks that can be told from chance.
const MARKED: usize = 5;
/// Words in a block with quote signs: the signs say already that it is a quote.
const SIGNED: usize = 2;
/// Ancestors that are searched.
const ABOVE: usize = 50;
/// Stretches of one comment that are looked up.
const MOST: usize = 32;

/// What is searched: the article, and the comments above the one at hand.
pub(super) struct Sources<'a> {
    discussion: &'a Discussion,
    article: Article,
    /// Comments, each in the slot of its depth: all that are searched at once fit, and in
    /// preorder one that gave way is seldom asked for again.
    near: Vec<Near>,
    needle: String,
    scratch: String,
}

/// A comment that was opened a while ago.
#[derive(Clone, Default)]
struct Near {
    who: Option<CommentId>,
    text: Clean,
    folded: String,
}

impl<'a> Sources<'a> {
    pub(super) fn of(discussion: &'a Discussion, article: &Body) -> Self {
        let near = vec![Near::default(); ABOVE];
        Self { discussion, article: Article::of(article), near, needle: String::new(), scratch: String::new() }
    }

    pub(super) fn passages(&self) -> Vec<u64> {
        self.article.passages.iter().map(|(_, normal)| hash(&[normal.text().as_bytes()])).collect()
    }

    /// Keeps a comment for those below it. The text in normal form is taken for another
    /// buffer.
    pub(super) fn keep(&mut self, id: CommentId, body: Body, folded: &mut String) {
        let depth = self.discussion.thread().depth(id) as usize;
        if let Some(slot) = self.near.get_mut(depth % ABOVE) {
            std::mem::swap(&mut slot.folded, folded);
            (slot.who, slot.text) = (Some(id), body.text);
        }
    }

    /// The quotes of a comment, in its order.
    pub(super) fn quotes(&mut self, id: CommentId, body: &Body) -> Vec<Quote> {
        let mut found = Vec::new();
        let mut left = MOST;
        for block in &body.blocks {
            let text = body.block_text(block);
            let base = block.range.start;
            if block.quote > 0 {
                self.signed(id, text, base, &mut left, &mut found);
            } else if text.contains(is_mark) {
                self.marked(id, text, base, &mut left, &mut found);
            }
        }
        found
    }

    /// A block with quote signs: as a whole, or the pieces between its ellipses.
    fn signed(&mut self, id: CommentId, text: &str, base: usize, left: &mut usize, found: &mut Vec<Quote>) {
        if let Some(quote) = self.look(id, text, 0..text.len(), base, SIGNED, left) {
            found.push(quote);
            return;
        }
        let pieces = pieces(text);
        if pieces.len() > 1 {
            let look = |piece| self.look(id, text, piece, base, MARKED, left);
            found.extend(pieces.into_iter().filter_map(look));
        }
    }

    /// Words between quotation marks. Which mark opens and which closes is mixed up in the
    /// wild: what stands between any two counts if it is found, and ends at the second.
    fn marked(&mut self, id: CommentId, text: &str, base: usize, left: &mut usize, found: &mut Vec<Quote>) {
        let mut open: Option<usize> = None;
        for (at, mark) in text.char_indices().filter(|(_, c)| is_mark(*c)) {
            let quote = open.and_then(|from| self.look(id, text, from..at, base, MARKED, left));
            open = quote.is_none().then_some(at + mark.len_utf8());
            found.extend(quote);
        }
    }

    /// A stretch of a block, looked up: near comments first, then the article.
    fn look(
        &mut self,
        id: CommentId,
        text: &str,
        range: Range<usize>,
        base: usize,
        least: usize,
        left: &mut usize,
    ) -> Option<Quote> {
        let mut needle = std::mem::take(&mut self.needle);
        let words = fold(text.get(range.clone())?, &mut needle);
        let enough = !words.is_empty() && words.bytes().filter(|b| *b == b' ').count() + 1 >= least;
        let found = if enough && *left > 0 {
            *left -= 1;
            self.above(id, words).or_else(|| self.article.find(words))
        } else {
            None
        };
        self.needle = needle;
        found.map(|(of, source)| Quote { of, range: base + range.start..base + range.end, source })
    }

    fn above(&mut self, id: CommentId, needle: &str) -> Option<(Quoted, Range<usize>)> {
        let discussion = self.discussion;
        let thread = discussion.thread();
        thread.ancestors(id).take(ABOVE).find_map(|who| {
            let slot = self.near.get_mut(thread.depth(who) as usize % ABOVE)?;
            if slot.who != Some(who) {
                (slot.who, slot.text) = (Some(who), discussion.body(who).text);
                fold(slot.text.as_str(), &mut slot.folded);
            }
            let at = find(&slot.folded, needle)?;
            let source = original(slot.text.as_str(), &(at..at + needle.len()), &mut self.scratch);
            Some((Quoted::Comment(who), source))
        })
    }
}

/// Where words stand in a text in normal form, whole words only.
fn find(hay: &str, needle: &str) -> Option<usize> {
    let border = |at: Option<usize>| at.and_then(|at| hay.as_bytes().get(at)).is_none_or(|b| matches!(b, b' ' | b'\n'));
    memchr::memmem::find_iter(hay.as_bytes(), needle.as_bytes())
        .find(|at| border(at.checked_sub(1)) && border(Some(at + needle.len())))
}

/// The passages of the article in normal form, and all of them in one text: most words are
/// not from the article, and one search tells.
struct Article {
    passages: Vec<(Range<usize>, Normal)>,
    text: String,
    starts: Vec<usize>,
}

impl Article {
    fn of(body: &Body) -> Self {
        let mut article = Self { passages: Vec::new(), text: "\n".to_owned(), starts: Vec::new() };
        for block in &body.blocks {
            let normal = Normal::of(body.block_text(block));
            article.starts.push(article.text.len());
            article.text.push_str(normal.text());
            article.text.push('\n');
            article.passages.push((block.range.clone(), normal));
        }
        article
    }

    /// Where words stand: the passage, and their range in the whole text.
    fn find(&self, needle: &str) -> Option<(Quoted, Range<usize>)> {
        let at = find(&self.text, needle)?;
        let number = self.starts.partition_point(|start| *start <= at);
        let (block, normal) = self.passages.get(number.checked_sub(1)?)?;
        let start = at - self.starts.get(number.checked_sub(1)?)?;
        let range = normal.original(start..start + needle.len());
        Some((Quoted::Passage(u32::try_from(number).ok()?), block.start + range.start..block.start + range.end))
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// The pieces of a text between ellipses: `…`, `...`, `[…]`.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let sign = if text.contains('…') { "…" } else { "..." };
    let mut from = 0;
    let mut pieces = Vec::new();
    for (at, sign) in text.match_indices(sign) {
        pieces.push(from..at);
        from = at + sign.len();
    }
    pieces.push(from..text.len());
    pieces
}
