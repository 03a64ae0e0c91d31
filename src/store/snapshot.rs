//! The words that are kept with a mark, so that it can be read when its source is gone.

use crate::model::change::{Passage, Snapshot};
use crate::model::{CommentId, Discussion};

/// Entries of a chain that are kept whole: a thread may be 100,000 replies deep.
const HEAD: usize = 8;
/// Entries above the parent that are kept of a longer chain.
const TAIL: usize = 40;
/// Characters of an entry.
const WORDS: usize = 160;

/// The words of a comment.
pub(super) fn of_comment(d: &Discussion, id: CommentId) -> Snapshot {
    Snapshot {
        author: line(d, id),
        text: d.body(id).text.as_str().to_owned(),
        chain: chain(d, id),
        time: d.thread().time(id),
        url: d.permalink(id).map(|u| u.as_str().to_owned()),
    }
}

/// The words of a passage, if the article has it.
pub(super) fn of_passage(d: &Discussion, passage: &Passage) -> Snapshot {
    let body = d.article_body();
    let number = usize::try_from(passage.number).unwrap_or(0);
    let block = number.checked_sub(1).and_then(|at| body.blocks.get(at));
    Snapshot {
        author: d.article_author().map(|a| a.as_str().to_owned()).unwrap_or_default(),
        text: block.map_or_else(String::new, |b| body.block_text(b).to_owned()),
        chain: Vec::new(),
        time: d.article().time(),
        url: d.article_url().map(|u| u.as_str().to_owned()),
    }
}

fn line(d: &Discussion, id: CommentId) -> String {
    d.author(id).map(|a| a.as_str().to_owned()).unwrap_or_default()
}

fn chain(d: &Discussion, id: CommentId) -> Vec<String> {
    let mut above: Vec<CommentId> = d.thread().ancestors(id).collect();
    above.reverse();
    let left_out = above.len().saturating_sub(HEAD + TAIL);
    let entry = |at: &CommentId| entry(d, *at);
    if left_out == 0 {
        return above.iter().map(entry).collect();
    }
    let head = above.iter().take(HEAD).map(entry);
    let gap = std::iter::once(format!("… {left_out} more …"));
    let tail = above.iter().skip(HEAD + left_out).map(entry);
    head.chain(gap).chain(tail).collect()
}

/// "author: opening words".
fn entry(d: &Discussion, id: CommentId) -> String {
    if !d.thread().is_comment(id) {
        return "missing comment".to_owned();
    }
    let author = line(d, id);
    let opening = d.body(id).opening();
    let words = opening.as_str();
    let end = words.char_indices().nth(WORDS).map_or(words.len(), |(at, _)| at);
    let cut = if end < words.len() { "…" } else { "" };
    let words = words.get(..end).unwrap_or(words);
    if author.is_empty() { format!("{words}{cut}") } else { format!("{author}: {words}{cut}") }
}

/// Whether newer words may take the place of those that were kept: only if the old ones are
/// none, or a beginning that was cut off. A comment that was emptied or rewritten since
/// does not take the reader's copy with it.
pub(super) fn may_replace(old: &str, new: &str) -> bool {
    old.is_empty() || (new.len() > old.len() && new.starts_with(old))
}
