//! What is derived once from a discussion: identities and the way back from them, quotes
//! and what they quote.
//!
//! Every body is opened once for it, so it is made on a worker; screens are right without
//! it and gain when it comes. All of it is flat: numbers in columns, sorted for looking up.

use std::ops::Range;

use super::body::{Block, BlockKind, Body, Style};
use super::discussion::Discussion;
use super::identity::{DiscussionKey, Found, Identity, Sketch, canonical_url, hash};
use super::thread::CommentId;
use crate::cores;
use crate::text::quote::Normal;
pub use links::LinkFact;
use names::Names;
use quotes::Opened;

mod links;
mod names;
mod quotes;
mod quoting;
mod words;

/// Comments that are opened at once, on one core.
const RUN: usize = 64;

/// What is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoted {
    /// A passage of the article, by its number from 1.
    Passage(u32),
    /// A comment.
    Comment(CommentId),
}

/// Quoted words and where they come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// What is quoted.
    pub of: Quoted,
    /// The quoting words, in the text of the quoting body.
    pub range: Range<usize>,
    /// The same words in the text of the article or of the quoted comment.
    pub source: Range<usize>,
}

/// What is in a comment's text, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts(u8);

impl Facts {
    /// A link.
    pub const LINK: Self = Self(1);
    /// Code, in a block or in a line.
    pub const CODE: Self = Self(2);
    /// Words with quote signs.
    pub const QUOTE: Self = Self(4);
    /// An image.
    pub const IMAGE: Self = Self(8);

    /// Whether all of `other` are in the set.
    #[must_use]
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// What is in a text.
    #[must_use]
    pub fn of(body: &Body) -> Self {
        let block = |is: &dyn Fn(&Block) -> bool| body.blocks.iter().any(is);
        let code = block(&|b| b.kind == BlockKind::Code) || body.spans.iter().any(|span| span.style == Style::Code);
        let facts = [
            (Self::LINK, !body.links.is_empty()),
            (Self::CODE, code),
            (Self::QUOTE, block(&|b| b.quote > 0)),
            (Self::IMAGE, block(&|b| b.kind == BlockKind::Image)),
        ];
        Self(facts.iter().filter(|(_, there)| *there).fold(0, |set, (fact, _)| set | fact.0))
    }
}

/// Derived facts of one discussion.
#[derive(Clone, Debug, Default)]
pub struct Index {
    key: DiscussionKey,
    names: Names,
    facts: Vec<Facts>,
    passages: Vec<u64>,
    quoting: quoting::Quoting,
    links: Vec<LinkFact>,
}

impl Index {
    /// Derives the facts; opens every body once.
    #[must_use]
    pub fn of(discussion: &Discussion) -> Self {
        Self::derive(discussion, &|_| None)
    }

    /// Derives the facts of a discussion that was built anew from another: a comment keeps
    /// the name that it had there. `rows`: its rows → rows there; others are named by their
    /// words.
    #[must_use]
    pub fn again(discussion: &Discussion, before: &Self, rows: &[Option<CommentId>]) -> Self {
        Self::derive(discussion, &|id| Some((&before.names, rows.get(id.index()).copied().flatten()?)))
    }

    fn derive<'b>(discussion: &Discussion, known: &dyn Fn(CommentId) -> Option<(&'b Names, CommentId)>) -> Self {
        let thread = discussion.thread();
        let article = discussion.article_body();
        let mut sources = quotes::Sources::of(discussion, &article);
        let mut index = Self { passages: sources.passages(), ..Self::default() };
        let mut links = links::Writer::default();
        links.add(None, &article);
        let mut names = names::Writer::new(discussion);
        let ids: Vec<CommentId> = thread.ids().collect();
        let runs: Vec<&[CommentId]> = ids.chunks(RUN).collect();
        let open =
            |run: &&[CommentId]| -> Vec<Opened> { run.iter().map(|id| Opened::of(discussion.body(*id))).collect() };
        cores::in_order(&runs, open, |run, opened| {
            for (id, opened) in run.iter().zip(opened) {
                let body = &opened.body;
                match known(*id) {
                    Some((before, row)) => names.take(before, row),
                    None => names.add(*id, body.text.as_str(), &opened.folded),
                }
                index.facts.push(Facts::of(body));
                links.add(Some(*id), body);
                let found = sources.quotes(*id, body);
                let of: Vec<Quoted> = found.iter().flat_map(|quote| sources.all_of(quote)).collect();
                index.quoting.add(*id, found, of.into_iter());
                sources.keep(*id, opened);
            }
        });
        index.quoting.finish();
        index.links = links.finish();
        index.names = names.finish();
        index.key = key(discussion, &article, &index.names);
        index
    }

    /// What the discussion is known by.
    #[must_use]
    pub fn key(&self) -> &DiscussionKey {
        &self.key
    }

    /// The comment's durable name.
    #[must_use]
    pub fn identity(&self, id: CommentId) -> Identity {
        self.names.identity(id)
    }

    /// A number that stands for the comment in the sets of a visit.
    #[must_use]
    pub fn short(&self, id: CommentId) -> u64 {
        self.names.short(id)
    }

    /// The hash of the comment's text key, as in [`Index::identity`].
    #[must_use]
    pub fn text_hash(&self, id: CommentId) -> Option<u64> {
        self.names.hash(id)
    }

    /// The comment that is meant by a durable name.
    #[must_use]
    pub fn find(&self, identity: &Identity) -> Found {
        self.names.find(identity)
    }

    /// What is in the comment's text.
    #[must_use]
    pub fn facts(&self, id: CommentId) -> Facts {
        self.facts.get(id.index()).copied().unwrap_or_default()
    }

    /// XXH3 of each passage's normalised text, from passage 1.
    #[must_use]
    pub fn passages(&self) -> &[u64] {
        &self.passages
    }

    /// The passage with that text, as a number from 1.
    #[must_use]
    pub fn passage(&self, hash: u64) -> Option<u32> {
        let at = self.passages.iter().position(|passage| *passage == hash)?;
        u32::try_from(at + 1).ok()
    }

    /// What a comment quotes.
    #[must_use]
    pub fn quotes(&self, id: CommentId) -> &[Quote] {
        self.quoting.quotes(id)
    }

    /// All links, each address once, in the order in which they stand first.
    #[must_use]
    pub fn links(&self) -> &[LinkFact] {
        &self.links
    }

    /// The comments that quote something.
    pub fn quoting(&self) -> impl Iterator<Item = CommentId> + '_ {
        self.quoting.all()
    }

    /// The comments that quote the article, in their order.
    #[must_use]
    pub fn quoting_article(&self) -> &[CommentId] {
        self.quoting.article()
    }

    /// The comments that quote a passage or a comment, in their order. Who quotes the same
    /// twice stands there once.
    pub fn quoting_of(&self, of: Quoted) -> impl DoubleEndedIterator<Item = CommentId> + ExactSizeIterator + '_ {
        self.quoting.of(of)
    }

    /// The nearest comment after another one, or before it, that quotes something: a passage
    /// or a comment, or the article anywhere.
    #[must_use]
    pub fn quoting_beside(&self, of: Option<Quoted>, id: CommentId, forward: bool) -> Option<CommentId> {
        self.quoting.beside(of, id, forward)
    }

    /// How many comments quote a passage, by its number from 1.
    #[must_use]
    pub fn quoting_count(&self, number: u32) -> usize {
        self.quoting.of(Quoted::Passage(number)).len()
    }
}

/// Old rows → new rows, where there is no doubt.
#[must_use]
pub fn carry(old: &Index, new: &Index) -> Vec<Option<CommentId>> {
    let rows = u32::try_from(old.facts.len()).unwrap_or(u32::MAX);
    (0..rows).map(|row| old.names.carried(CommentId(row), &new.names)).collect()
}

fn key(discussion: &Discussion, article: &Body, names: &Names) -> DiscussionKey {
    let origin = discussion.origin();
    // The page of the discussion goes first: several sites discuss the same article.
    let url = || canonical_url(origin.url.as_deref()?);
    let article_url = || canonical_url(discussion.article_url()?.as_str());
    let normal = Normal::of(article.text.as_str());
    DiscussionKey {
        site: origin.site.clone(),
        url: url().or_else(article_url),
        sketch: Sketch {
            article: (normal.words() > 0).then(|| hash(&[normal.text().as_bytes()])),
            least: names.least(Sketch::SIZE),
            comments: discussion.thread().comments() as u64,
        },
    }
}

#[cfg(test)]
mod tests;
