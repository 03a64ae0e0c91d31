//! Which words of a comment are quoted, and from where.
//!
//! Quoted are blocks with quote signs, and words between quotation marks if there are
//! enough of them; they count if they are found in a comment above, in the article, or in
//! any earlier comment: word for word in normal form, or in pieces where something was left
//! out (`[…]`), or nearly so where a few words were changed.

use std::ops::Range;

use memchr::memmem::Finder;

use super::words::{fold, original};
use super::{Quote, Quoted};
use crate::model::body::Body;
use crate::model::identity::hash;
use crate::model::{CommentId, Discussion};
use crate::text::Clean;

mod article;
mod earlier;
mod near;
mod piece;
#[cfg(test)]
mod tests;

use article::Article;
use earlier::Earlier;

/// Words between quotation marks that can be told from chance.
const MARKED: usize = 5;
/// Words in a block with quote signs: the signs say already that it is a quote.
const SIGNED: usize = 2;
/// Ancestors that are searched.
const ABOVE: usize = 50;
/// Ancestors that are searched for words that were changed.
const ABOVE_NEAR: usize = 4;
/// Earlier comments that are opened for one stretch.
const CANDIDATES: usize = 4;
/// Stretches of one comment that are looked up.
const MOST: usize = 32;

/// What is searched: the article, and the comments before the one at hand.
pub(super) struct Sources<'a> {
    discussion: &'a Discussion,
    article: Article,
    /// Comments, each in the slot of its depth: all that are searched at once fit, and in
    /// preorder one that gave way is seldom asked for again.
    near: Vec<Near>,
    earlier: Earlier,
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

/// Quoted words of one comment, being looked up.
struct Search<'b> {
    id: CommentId,
    /// The block.
    text: &'b str,
    /// Where it begins in the body.
    base: usize,
    /// Lookups that are left.
    left: usize,
    found: Vec<Quote>,
}

/// A comment's text, opened, and what of it does not hang on other comments: this is most of the work, and is done on
/// all cores.
pub(super) struct Opened {
    pub(super) body: Body,
    /// In normal form.
    pub(super) folded: String,
    stretches: Vec<u64>,
}

impl Opened {
    pub(super) fn of(body: Body) -> Self {
        let mut folded = String::new();
        fold(body.text.as_str(), &mut folded);
        let stretches = earlier::stretches(&folded).collect();
        Self { body, folded, stretches }
    }
}

impl<'a> Sources<'a> {
    pub(super) fn of(discussion: &'a Discussion, article: &Body) -> Self {
        let near = vec![Near::default(); ABOVE];
        let earlier = Earlier::of(discussion.thread().comments());
        let article = Article::of(article);
        Self { discussion, article, near, earlier, needle: String::new(), scratch: String::new() }
    }

    pub(super) fn passages(&self) -> Vec<u64> {
        self.article.normals().map(|normal| hash(&[normal.text().as_bytes()])).collect()
    }

    /// All that a quote is from: it may lie on several passages.
    pub(super) fn all_of(&self, quote: &Quote) -> Vec<Quoted> {
        match quote.of {
            Quoted::Passage(_) => self.article.numbers(&quote.source).map(Quoted::Passage).collect(),
            comment @ Quoted::Comment(_) => vec![comment],
        }
    }

    /// Keeps a comment for those after it. Its texts are taken for others.
    pub(super) fn keep(&mut self, id: CommentId, opened: &mut Opened) {
        self.earlier.add(id, &opened.stretches);
        let depth = self.discussion.thread().depth(id) as usize;
        if let Some(slot) = self.near.get_mut(depth % ABOVE) {
            slot.who = Some(id);
            std::mem::swap(&mut slot.text, &mut opened.body.text);
            std::mem::swap(&mut slot.folded, &mut opened.folded);
        }
    }

    /// The quotes of a comment, in its order.
    pub(super) fn quotes(&mut self, id: CommentId, body: &Body) -> Vec<Quote> {
        let mut search = Search { id, text: "", base: 0, left: MOST, found: Vec::new() };
        for block in &body.blocks {
            search.text = body.block_text(block);
            search.base = block.range.start;
            if block.quote > 0 {
                let all = 0..search.text.len();
                self.stretch(&mut search, all, SIGNED);
            } else if search.text.contains(is_mark) {
                self.marked(&mut search);
            }
        }
        search.found
    }

    /// Words between quotation marks. Which mark opens and which closes is mixed up in the
    /// wild: what stands between any two counts if it is found, and ends at the second.
    fn marked(&mut self, search: &mut Search<'_>) {
        let mut open: Option<usize> = None;
        for (at, mark) in search.text.char_indices().filter(|(_, c)| is_mark(*c)) {
            let found = open.is_some_and(|from| self.stretch(search, from..at, MARKED));
            open = (!found).then_some(at + mark.len_utf8());
        }
    }

    /// A quoted stretch of a block: whole, in pieces, or nearly. Whether it was found.
    fn stretch(&mut self, search: &mut Search<'_>, range: Range<usize>, least: usize) -> bool {
        let Some(text) = search.text.get(range.clone()) else { return false };
        let mut needle = std::mem::take(&mut self.needle);
        let words = fold(text, &mut needle);
        let many = count(words);
        let found = many >= least && search.left > 0 && {
            search.left -= 1;
            match self.look(search.id, &Needle::of(words)) {
                Some((of, source)) => {
                    search.found(of, range, source);
                    true
                }
                None => self.pieces(search, &range, text) || self.nearly(search, &range, words, many),
            }
        };
        self.needle = needle;
        found
    }

    /// The pieces between ellipses. The first that is found says where the others are.
    fn pieces(&mut self, search: &mut Search<'_>, range: &Range<usize>, text: &str) -> bool {
        let pieces = piece::cut(text);
        if pieces.iter().all(|piece| piece.range == (0..text.len())) {
            return false;
        }
        let before = search.found.len();
        let mut from = None;
        for piece in &pieces {
            for part in piece.readings(text) {
                let mut buffer = String::new();
                let words = fold(text.get(part.clone()).unwrap_or_default(), &mut buffer);
                let least = if from.is_some() { SIGNED } else { MARKED };
                if count(words) < least || search.left == 0 {
                    continue;
                }
                search.left -= 1;
                let words = Needle::of(words);
                let found = match from {
                    Some(of) => self.look_in(of, &words),
                    None => self.look(search.id, &words),
                };
                if let Some((of, source)) = found {
                    from = from.or(Some(of));
                    search.found(of, range.start + part.start..range.start + part.end, source);
                    break;
                }
            }
        }
        search.found.len() > before
    }

    /// Words that were changed a little: in the comments just above, and in the article.
    fn nearly(&mut self, search: &mut Search<'_>, range: &Range<usize>, words: &str, many: usize) -> bool {
        if many < near::LEAST {
            return false;
        }
        let thread = self.discussion.thread();
        let above = thread.ancestors(search.id).take(ABOVE_NEAR).find_map(|who| {
            let slot = self.slot(who)?;
            let at = near::find(&slot.folded, words)?;
            Some((Quoted::Comment(who), self.words_of(who, at)?))
        });
        match above.or_else(|| self.article.find_near(words)) {
            Some((of, source)) => {
                search.found(of, range.clone(), source);
                true
            }
            None => false,
        }
    }

    /// Where words stand: in the comments above, nearest first, in the article, or in any
    /// earlier comment.
    fn look(&mut self, id: CommentId, words: &Needle<'_>) -> Option<(Quoted, Range<usize>)> {
        let thread = self.discussion.thread();
        let above = thread.ancestors(id).take(ABOVE).find_map(|who| self.look_in(Quoted::Comment(who), words));
        above.or_else(|| self.article.find(words)).or_else(|| self.look_earlier(words))
    }

    fn look_in(&mut self, of: Quoted, words: &Needle<'_>) -> Option<(Quoted, Range<usize>)> {
        match of {
            Quoted::Passage(_) => self.article.find(words),
            Quoted::Comment(who) => {
                let at = words.find(&self.slot(who)?.folded)?;
                Some((of, self.words_of(who, at)?))
            }
        }
    }

    fn look_earlier(&mut self, words: &Needle<'_>) -> Option<(Quoted, Range<usize>)> {
        if count(words.text) < MARKED {
            return None;
        }
        let mut who: Vec<CommentId> = self.earlier.find(words.text).collect();
        who.sort_unstable();
        who.dedup();
        let mut folded = String::new();
        who.into_iter().take(CANDIDATES).find_map(|who| {
            let text = self.discussion.body(who).text;
            let at = words.find(fold(text.as_str(), &mut folded))?;
            let source = original(text.as_str(), &at, &mut self.scratch);
            Some((Quoted::Comment(who), source))
        })
    }

    /// A comment above, opened again if it gave way.
    fn slot(&mut self, who: CommentId) -> Option<&Near> {
        let depth = self.discussion.thread().depth(who) as usize;
        let slot = self.near.get_mut(depth % ABOVE)?;
        if slot.who != Some(who) {
            (slot.who, slot.text) = (Some(who), self.discussion.body(who).text);
            fold(slot.text.as_str(), &mut slot.folded);
        }
        Some(slot)
    }

    /// The way back from words in normal form.
    fn words_of(&mut self, who: CommentId, at: Range<usize>) -> Option<Range<usize>> {
        let depth = self.discussion.thread().depth(who) as usize;
        let slot = self.near.get(depth % ABOVE)?;
        Some(original(slot.text.as_str(), &at, &mut self.scratch))
    }
}

impl Search<'_> {
    fn found(&mut self, of: Quoted, range: Range<usize>, source: Range<usize>) {
        self.found.push(Quote { of, range: self.base + range.start..self.base + range.end, source });
    }
}

/// Words in normal form that are searched in several texts.
struct Needle<'a> {
    text: &'a str,
    finder: Finder<'a>,
}

impl<'a> Needle<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, finder: Finder::new(text) }
    }

    /// Where they stand in a text in normal form, whole words only.
    fn find(&self, hay: &str) -> Option<Range<usize>> {
        let ends = |at: usize| at..at + self.text.len();
        let border = |at: Option<usize>| at.and_then(|at| hay.as_bytes().get(at)).is_none_or(|b| *b == b' ');
        let mut all = self.finder.find_iter(hay.as_bytes()).map(ends);
        all.find(|at| border(at.start.checked_sub(1)) && border(Some(at.end)))
    }
}

/// Words of a text in normal form.
fn count(words: &str) -> usize {
    if words.is_empty() { 0 } else { memchr::memchr_iter(b' ', words.as_bytes()).count() + 1 }
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』')
}
