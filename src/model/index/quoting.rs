//! Who quotes what: the quotes of each comment, and the way back from what is quoted.

use super::{Quote, Quoted};
use crate::model::CommentId;

/// The quotes of a discussion.
#[derive(Clone, Debug, Default)]
pub(super) struct Quoting {
    /// Sorted by row.
    quotes: Vec<(u32, Vec<Quote>)>,
    /// What is quoted and the row that quotes it, sorted, none twice.
    by: Vec<(u64, u32)>,
    /// Rows that quote the article, sorted.
    article: Vec<CommentId>,
}

/// A number for a passage or a comment.
fn key(of: Quoted) -> u64 {
    match of {
        Quoted::Passage(number) => u64::from(number),
        Quoted::Comment(id) => 1 << 32 | u64::from(id.0),
    }
}

impl Quoting {
    /// Adds the quotes of a comment; comments come in their order. `of`: all that is quoted.
    pub(super) fn add(&mut self, id: CommentId, quotes: Vec<Quote>, of: impl Iterator<Item = Quoted>) {
        if quotes.is_empty() {
            return;
        }
        if quotes.iter().any(|quote| matches!(quote.of, Quoted::Passage(_))) {
            self.article.push(id);
        }
        self.by.extend(of.map(|of| (key(of), id.0)));
        self.quotes.push((id.0, quotes));
    }

    /// Sorts the way back.
    pub(super) fn finish(&mut self) {
        self.by.sort_unstable();
        self.by.dedup();
    }

    /// What a comment quotes.
    pub(super) fn quotes(&self, id: CommentId) -> &[Quote] {
        let at = self.quotes.binary_search_by_key(&id.0, |(row, _)| *row);
        at.ok().and_then(|at| self.quotes.get(at)).map_or(&[], |(_, quotes)| quotes)
    }

    /// The comments that quote something.
    pub(super) fn all(&self) -> impl Iterator<Item = CommentId> + '_ {
        self.quotes.iter().map(|(row, _)| CommentId(*row))
    }

    /// The comments that quote the article.
    pub(super) fn article(&self) -> &[CommentId] {
        &self.article
    }

    /// The comments that quote a passage or a comment, in their order.
    pub(super) fn of(&self, of: Quoted) -> impl DoubleEndedIterator<Item = CommentId> + ExactSizeIterator + '_ {
        self.rows(of).iter().map(|(_, row)| CommentId(*row))
    }

    fn rows(&self, of: Quoted) -> &[(u64, u32)] {
        let key = key(of);
        let from = self.by.partition_point(|(k, _)| *k < key);
        let to = self.by.partition_point(|(k, _)| *k <= key);
        self.by.get(from..to).unwrap_or_default()
    }

    /// The nearest comment after or before another one that quotes something, or the article.
    pub(super) fn beside(&self, of: Option<Quoted>, id: CommentId, forward: bool) -> Option<CommentId> {
        let at = |past: usize| if forward { Some(past) } else { past.checked_sub(1) };
        let goes_before = |row: CommentId| if forward { row <= id } else { row < id };
        let Some(of) = of else {
            return self.article.get(at(self.article.partition_point(|row| goes_before(*row)))?).copied();
        };
        let rows = self.rows(of);
        let past = rows.partition_point(|(_, row)| goes_before(CommentId(*row)));
        rows.get(at(past)?).map(|(_, row)| CommentId(*row))
    }
}
