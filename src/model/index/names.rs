//! The durable names of a thread's rows, and the way back from a name to its row.
//!
//! Numbers in columns and one text with all ids, sorted for looking up: a name is found in
//! a few steps, and a million comments cost some fifty bytes each.

use crate::model::Discussion;
use crate::model::identity::{Found, Identity, TextKey, VERSION, hash};
use crate::model::thread::{CommentId, Link};
use crate::text::quote;

/// No text key: a row without words, or one that was cut off.
const NO_KEY: u64 = 0;

/// The names of all rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    namespace: Box<str>,
    /// For each row: the key of its words with its given ancestors, and of its words alone.
    hashes: Vec<u64>,
    words: Vec<u64>,
    /// Rows with a text key, sorted by it and in the thread's order.
    by_hash: Vec<(u64, u32)>,
    by_words: Vec<(u64, u32)>,
    /// The ids of the source one behind the other, and where each row's ends.
    ids: String,
    ends: Vec<usize>,
    /// Rows with an id, sorted by its hash and in the thread's order.
    by_id: Vec<(u64, u32)>,
}

/// Fills [`Names`], row by row in the thread's order: parents come before their replies.
pub(super) struct Writer<'a> {
    discussion: &'a Discussion,
    names: Names,
}

impl<'a> Writer<'a> {
    pub(super) fn new(discussion: &'a Discussion) -> Self {
        let names = Names { namespace: discussion.origin().namespace.clone(), ..Names::default() };
        Self { discussion, names }
    }

    /// A row: its text, and that in normal form.
    pub(super) fn add(&mut self, id: CommentId, text: &str, folded: &str) {
        let thread = self.discussion.thread();
        let words = self.words(id, text.trim(), folded).unwrap_or(NO_KEY);
        // Only a parent that the source gave is part of a comment's name: a guess may be
        // another tomorrow.
        let given = thread.parent(id).filter(|_| thread.link(id) == Link::Given);
        let above = given.and_then(|parent| self.names.hashes.get(parent.index()).copied()).unwrap_or(NO_KEY);
        let whole = if words == NO_KEY { NO_KEY } else { hash(&[&words.to_le_bytes(), &above.to_le_bytes()]) };
        self.names.words.push(words);
        self.names.hashes.push(whole);
        self.add_id(id);
    }

    /// A row that has the names of another thread's row.
    pub(super) fn take(&mut self, before: &Names, row: CommentId) {
        let of = |keys: &[u64]| keys.get(row.index()).copied().unwrap_or(NO_KEY);
        self.names.words.push(of(&before.words));
        self.names.hashes.push(of(&before.hashes));
        self.names.ids.push_str(before.id(row.0).unwrap_or_default());
        self.names.ends.push(self.names.ids.len());
    }

    /// The key of author and words; none for what nobody wrote or what is cut off.
    fn words(&self, id: CommentId, text: &str, folded: &str) -> Option<u64> {
        let thread = self.discussion.thread();
        let texts = self.discussion.texts();
        if !thread.is_comment(id) || thread.cut() == Some(id) {
            return None;
        }
        let author = thread.author(id).and_then(|number| thread.authors.get(number as usize)).copied();
        let author = texts.open(author.unwrap_or_default());
        let author = author.raw().expose();
        // "?!" has no words, but it is not nothing.
        let said = if folded.is_empty() { text } else { folded };
        let version = [VERSION.to_le_bytes(), quote::VERSION.to_le_bytes()].concat();
        (!(author.is_empty() && said.is_empty())).then(|| hash(&[&version, author.as_bytes(), said.as_bytes()]))
    }

    /// Ids that our own export made up name nothing, nor do ids without a namespace.
    fn add_id(&mut self, id: CommentId) {
        let text = self.discussion.thread().id_text(id);
        if !self.names.namespace.is_empty() && !text.is_empty() {
            let opened = self.discussion.texts().open(text);
            let own = opened.raw().expose();
            if !own.starts_with("btl:") {
                self.names.ids.push_str(own);
            }
        }
        self.names.ends.push(self.names.ids.len());
    }

    pub(super) fn finish(self) -> Names {
        let mut names = self.names;
        let sorted = |keys: &[u64]| {
            let mut rows: Vec<(u64, u32)> =
                keys.iter().copied().zip(0u32..).filter(|(key, _)| *key != NO_KEY).collect();
            rows.sort_unstable();
            rows
        };
        names.by_hash = sorted(&names.hashes);
        names.by_words = sorted(&names.words);
        let rows = u32::try_from(names.ends.len()).unwrap_or(u32::MAX);
        let keyed = |row| Some((names.id_hash(names.id(row)?), row));
        let mut by_id: Vec<(u64, u32)> = (0..rows).filter_map(keyed).collect();
        by_id.sort_unstable();
        names.by_id = by_id;
        names
    }
}

impl Names {
    /// The source's id of a row.
    fn id(&self, row: u32) -> Option<&str> {
        let row = row as usize;
        let from = row.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        let id = self.ids.get(from..*self.ends.get(row)?)?;
        (!id.is_empty()).then_some(id)
    }

    /// The hash of `namespace/id`, as it is stored.
    fn id_hash(&self, id: &str) -> u64 {
        hash(&[format!("{}/{id}", self.namespace).as_bytes()])
    }

    pub(super) fn identity(&self, id: CommentId) -> Identity {
        let source = self.id(id.0).map(|own| format!("{}/{own}", self.namespace).into());
        Identity { source, text: self.text_key(id) }
    }

    fn text_key(&self, id: CommentId) -> Option<TextKey> {
        let hash = self.hash(id)?;
        let words = self.words.get(id.index()).copied()?;
        let equals = rows(&self.by_hash, hash);
        let nth = equals.partition_point(|(_, row)| *row < id.0);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Some(TextKey { hash, words, nth: count(nth), of: count(equals.len()) })
    }

    /// The hash of a row's text key.
    pub(super) fn hash(&self, id: CommentId) -> Option<u64> {
        self.hashes.get(id.index()).copied().filter(|hash| *hash != NO_KEY)
    }

    pub(super) fn short(&self, id: CommentId) -> u64 {
        self.id(id.0).map_or_else(|| self.hash(id).unwrap_or(NO_KEY), |own| self.id_hash(own))
    }

    pub(super) fn find(&self, identity: &Identity) -> Found {
        let own = |source: &str| source.strip_prefix(&*self.namespace)?.strip_prefix('/').map(str::to_owned);
        let own = identity.source.as_deref().filter(|_| !self.namespace.is_empty()).and_then(own);
        self.found(own.as_deref(), identity.text.as_ref())
    }

    /// The row of other names that a row of these is, without doubt.
    pub(super) fn carried(&self, id: CommentId, to: &Self) -> Option<CommentId> {
        let own = self.id(id.0).filter(|_| self.namespace == to.namespace);
        match to.found(own, self.text_key(id).as_ref()) {
            Found::Sure(id) => Some(id),
            Found::Doubtful(_) | Found::Missing => None,
        }
    }

    fn found(&self, own: Option<&str>, text: Option<&TextKey>) -> Found {
        match own {
            // Where there are ids of this namespace and this one is not among them, no other
            // comment is it, however alike the words.
            Some(own) if !self.by_id.is_empty() => self.find_id(own, text),
            _ => text.map_or(Found::Missing, |key| self.find_text(key)),
        }
    }

    /// By id. Of several rows with it, the one whose words agree.
    fn find_id(&self, own: &str, text: Option<&TextKey>) -> Found {
        let same = |row: u32| self.id(row) == Some(own);
        let mut these = rows(&self.by_id, self.id_hash(own)).iter().filter(|(_, row)| same(*row));
        let Some((_, first)) = these.next() else { return Found::Missing };
        if these.next().is_none() {
            return Found::Sure(CommentId(*first));
        }
        match text.map(|key| self.find_text(key)) {
            Some(Found::Sure(id)) if same(id.0) => Found::Sure(id),
            _ => Found::Doubtful(CommentId(*first)),
        }
    }

    fn find_text(&self, key: &TextKey) -> Found {
        let equals = rows(&self.by_hash, key.hash);
        let at = |nth: usize| equals.get(nth).map(|(_, row)| CommentId(*row));
        if equals.len() == key.of as usize
            && let Some(id) = at(key.nth as usize)
        {
            return Found::Sure(id);
        }
        if let Some(near) = at((key.nth as usize).min(equals.len().saturating_sub(1))) {
            return Found::Doubtful(near);
        }
        match rows(&self.by_words, key.words) {
            [(_, row)] => Found::Doubtful(CommentId(*row)),
            _ => Found::Missing,
        }
    }

    /// The smallest keys of words: a sample that is the same whatever the order.
    pub(super) fn least(&self, size: usize) -> Vec<u64> {
        let mut least: Vec<u64> = Vec::with_capacity(size);
        for (words, _) in &self.by_words {
            if least.last() != Some(words) {
                if least.len() == size {
                    break;
                }
                least.push(*words);
            }
        }
        least
    }
}

/// The entries of a sorted table with a key.
fn rows(table: &[(u64, u32)], key: u64) -> &[(u64, u32)] {
    let from = table.partition_point(|(k, _)| *k < key);
    let to = table.partition_point(|(k, _)| *k <= key);
    table.get(from..to).unwrap_or_default()
}
