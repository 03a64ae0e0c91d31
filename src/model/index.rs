//! What is derived once from a discussion: identities and the way back from them, quotes
//! and what they quote.
//!
//! Every body is opened once for it, so it is made on a worker; screens are right without
//! it and gain when it comes. All of it is flat: numbers in columns, sorted for looking up.

use std::ops::Range;

use super::discussion::Discussion;
use super::identity::{DiscussionKey, Found, Identity, Sketch, TextKey, VERSION, canonical_url, hash};
use super::thread::{CommentId, Link};
use crate::text::quote::{self, Normal};

mod quotes;

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

/// Derived facts of one discussion.
#[derive(Clone, Debug, Default)]
pub struct Index {
    key: DiscussionKey,
    namespace: Box<str>,
    /// For each row: the key of its words with its given ancestors, and of its words alone.
    hashes: Vec<u64>,
    words: Vec<u64>,
    /// Rows with a text key, sorted by it.
    by_hash: Vec<(u64, u32)>,
    by_words: Vec<(u64, u32)>,
    /// Rows with an id, sorted by the hash of the id.
    by_source: Vec<(u64, u32)>,
    sources: Vec<Option<Box<str>>>,
    passages: Vec<u64>,
    /// Sorted by row.
    quotes: Vec<(u32, Vec<Quote>)>,
    /// How many comments quote each passage, from passage 1.
    quoting: Vec<u32>,
}

/// No text key: a row without words, or one that was cut off.
const NO_KEY: u64 = 0;

impl Index {
    /// Derives the facts; opens every body once.
    #[must_use]
    pub fn of(discussion: &Discussion) -> Self {
        let thread = discussion.thread();
        let mut index = Self { namespace: discussion.origin().namespace.clone(), ..Self::default() };
        let article = quotes::Article::of(discussion);
        index.passages = article.hashes();
        index.quoting = vec![0; index.passages.len()];
        for id in thread.ids() {
            let body = discussion.body(id);
            let normal = Normal::of(body.text.as_str());
            index.add_keys(discussion, id, &normal);
            let found = quotes::of(discussion, &article, id, &body);
            if !found.is_empty() {
                index.count(&found);
                index.quotes.push((id.0, found));
            }
        }
        index.sort();
        index.key = key(discussion, &index);
        index
    }

    fn add_keys(&mut self, discussion: &Discussion, id: CommentId, normal: &Normal) {
        let thread = discussion.thread();
        let author = discussion.author(id);
        let author = author.as_ref().map_or("", |author| author.as_str());
        let keyed =
            thread.is_comment(id) && thread.cut() != Some(id) && !(normal.text().is_empty() && author.is_empty());
        let words = if keyed {
            hash(&[&[VERSION as u8, quote::VERSION as u8], author.as_bytes(), normal.text().as_bytes()])
        } else {
            NO_KEY
        };
        // Only a parent that the source gave is part of a comment's name: a guess may be
        // another tomorrow.
        let given = thread.parent(id).filter(|_| thread.link(id) == Link::Given);
        let above = given.and_then(|parent| self.hashes.get(parent.index()).copied()).unwrap_or(NO_KEY);
        let full = if keyed { hash(&[&words.to_le_bytes(), &above.to_le_bytes()]) } else { NO_KEY };
        self.words.push(words);
        self.hashes.push(full);
        self.sources.push(source(discussion, id));
    }

    fn count(&mut self, found: &[Quote]) {
        let mut numbers: Vec<u32> = found
            .iter()
            .filter_map(|quote| match quote.of {
                Quoted::Passage(number) => Some(number),
                Quoted::Comment(_) => None,
            })
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers {
            if let Some(slot) = self.quoting.get_mut((number as usize).saturating_sub(1)) {
                *slot += 1;
            }
        }
    }

    fn sort(&mut self) {
        let sorted = |keys: &[u64]| {
            let mut rows: Vec<(u64, u32)> =
                keys.iter().copied().zip(0u32..).filter(|(key, _)| *key != NO_KEY).collect();
            rows.sort_unstable();
            rows
        };
        self.by_hash = sorted(&self.hashes);
        self.by_words = sorted(&self.words);
        let ids = self
            .sources
            .iter()
            .zip(0u32..)
            .filter_map(|(source, row)| Some((hash(&[source.as_ref()?.as_bytes()]), row)));
        self.by_source = ids.collect();
        self.by_source.sort_unstable();
    }

    /// What the discussion is known by.
    #[must_use]
    pub fn key(&self) -> &DiscussionKey {
        &self.key
    }

    /// The comment's durable name.
    #[must_use]
    pub fn identity(&self, id: CommentId) -> Identity {
        let source = self.sources.get(id.index()).cloned().flatten();
        let hash = self.hashes.get(id.index()).copied().unwrap_or(NO_KEY);
        let words = self.words.get(id.index()).copied().unwrap_or(NO_KEY);
        let equals = rows(&self.by_hash, hash);
        let nth = equals.iter().position(|(_, row)| *row == id.0);
        let text = nth.filter(|_| hash != NO_KEY).map(|nth| TextKey {
            hash,
            words,
            nth: u32::try_from(nth).unwrap_or(u32::MAX),
            of: u32::try_from(equals.len()).unwrap_or(u32::MAX),
        });
        Identity { source, text }
    }

    /// A number that stands for the comment in the sets of a visit.
    #[must_use]
    pub fn short(&self, id: CommentId) -> u64 {
        match self.sources.get(id.index()).and_then(Option::as_ref) {
            Some(source) => hash(&[source.as_bytes()]),
            None => self.hashes.get(id.index()).copied().unwrap_or(NO_KEY),
        }
    }

    /// The comment that is meant by a durable name.
    #[must_use]
    pub fn find(&self, identity: &Identity) -> Found {
        if let Some(source) = &identity.source {
            let candidates = rows(&self.by_source, hash(&[source.as_bytes()]));
            let same = candidates
                .iter()
                .find(|(_, row)| self.sources.get(*row as usize).and_then(Option::as_ref) == Some(source));
            if let Some((_, row)) = same {
                return Found::Sure(CommentId(*row));
            }
            // Ids of this namespace exist here, and this one does not: no other comment is
            // it, however alike the words.
            let (namespace, _) = source.split_once('/').unwrap_or((source, ""));
            if *self.namespace == *namespace && !self.by_source.is_empty() {
                return Found::Missing;
            }
        }
        identity.text.map_or(Found::Missing, |key| self.find_text(&key))
    }

    fn find_text(&self, key: &TextKey) -> Found {
        let equals = rows(&self.by_hash, key.hash);
        let at = |nth: usize| equals.get(nth).map(|(_, row)| CommentId(*row));
        if equals.len() == key.of as usize && key.hash != NO_KEY {
            return at(key.nth as usize).map_or(Found::Missing, Found::Sure);
        }
        if let Some(near) = at((key.nth as usize).min(equals.len().saturating_sub(1))) {
            return Found::Doubtful(near);
        }
        match rows(&self.by_words, key.words) {
            [(_, row)] if key.words != NO_KEY => Found::Doubtful(CommentId(*row)),
            _ => Found::Missing,
        }
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
        let at = self.quotes.binary_search_by_key(&id.0, |(row, _)| *row);
        at.ok().and_then(|at| self.quotes.get(at)).map_or(&[], |(_, quotes)| quotes)
    }

    /// The comments that quote something.
    pub fn quoting(&self) -> impl Iterator<Item = CommentId> + '_ {
        self.quotes.iter().map(|(row, _)| CommentId(*row))
    }

    /// How many comments quote a passage, by its number from 1.
    #[must_use]
    pub fn quoting_count(&self, number: u32) -> usize {
        self.quoting.get((number as usize).wrapping_sub(1)).map_or(0, |count| *count as usize)
    }
}

/// Old rows → new rows, where there is no doubt.
#[must_use]
pub fn carry(old: &Index, new: &Index) -> Vec<Option<CommentId>> {
    let row = |at: usize| match new.find(&old.identity(CommentId::at(at))) {
        Found::Sure(id) => Some(id),
        Found::Doubtful(_) | Found::Missing => None,
    };
    (0..old.hashes.len()).map(row).collect()
}

/// The entries of a sorted table with a key.
fn rows(table: &[(u64, u32)], key: u64) -> &[(u64, u32)] {
    let from = table.partition_point(|(k, _)| *k < key);
    let to = table.partition_point(|(k, _)| *k <= key);
    table.get(from..to).unwrap_or_default()
}

/// The source's id with its namespace. Ids that our own export made up name nothing.
fn source(discussion: &Discussion, id: CommentId) -> Option<Box<str>> {
    let namespace = &discussion.origin().namespace;
    let text = discussion.thread().id_text(id);
    if namespace.is_empty() || text.is_empty() {
        return None;
    }
    let opened = discussion.texts().open(text);
    let own = opened.raw().expose();
    (!own.starts_with("btl:")).then(|| format!("{namespace}/{own}").into())
}

fn key(discussion: &Discussion, index: &Index) -> DiscussionKey {
    let origin = discussion.origin();
    let url = discussion.page_url().or_else(|| discussion.article_url());
    let body = discussion.article_body();
    let normal = Normal::of(body.text.as_str());
    let mut least: Vec<u64> = index.by_words.iter().map(|(words, _)| *words).collect();
    least.dedup();
    least.truncate(Sketch::SIZE);
    DiscussionKey {
        site: origin.site.clone(),
        url: url.and_then(|url| canonical_url(url.as_str())),
        sketch: Sketch {
            article: (!normal.text().is_empty()).then(|| hash(&[normal.text().as_bytes()])),
            least,
            comments: discussion.thread().comments() as u64,
        },
    }
}

#[cfg(test)]
mod tests;
