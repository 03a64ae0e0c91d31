//! Draft → Discussion: the only place that orders, links, finds what is missing and breaks
//! what goes in circles.
//!
//! Nothing is lost and nothing recurses: every item of the draft is a row of the thread,
//! a parent that is named but not there becomes a ghost, and a circle is cut at its
//! youngest edge. The result depends on the order of the input only where that order
//! means something: among siblings, and among items with one id, of which the first is
//! answered. Damage is noted with its place.

use super::discussion::{Article, Discussion};
use super::draft::{ArticleDraft, CandidateDraft, Draft, Parent, Row};
use super::thread::{Candidate, Columns, CommentId, Guess, GuessKind, Kind, Link, NONE, Thread};

mod again;
mod back;
mod circle;
mod link;
mod order;
mod subset;

pub(crate) use back::draft;
pub use subset::subset;

impl Draft {
    /// The number that each item will have among the comments, as far as parents are rows:
    /// from 1, in preorder.
    pub(crate) fn numbers(&self) -> Vec<usize> {
        let above = |parent: &Parent| match parent {
            Parent::Row(Row(row)) => *row,
            Parent::Top | Parent::Id(_) => NONE,
        };
        let parent: Vec<u32> = self.parent.iter().map(above).collect();
        let mut numbers = vec![0; self.len()];
        let comments = order::preorder(&parent, self.len()).into_iter();
        let is_comment = |row: &u32| self.columns.kind.get(*row as usize) == Some(&Kind::Comment);
        for (number, row) in (1..).zip(comments.filter(is_comment)) {
            numbers.get_mut(row as usize).into_iter().for_each(|slot| *slot = number);
        }
        numbers
    }
}

/// A discussion from a [`draft`] of one, and which item each row was. What was noted of the
/// source is not noted again.
pub(crate) fn relinked(mut draft: Draft) -> (Discussion, Vec<u32>) {
    let notes = std::mem::take(&mut draft.origin.notes);
    let items = draft.len();
    let mut parent = link::parents(&mut draft);
    circle::cut(&mut draft, &mut parent);
    draft.origin.notes = notes;
    arranged(draft, &parent, items, article)
}

/// Orders and links the items of a draft.
#[must_use]
pub fn discussion(mut draft: Draft) -> Discussion {
    let items = draft.len();
    let mut parent = link::parents(&mut draft);
    circle::cut(&mut draft, &mut parent);
    arranged(draft, &parent, items, article).0
}

/// The items of a draft in preorder, and which item each row was.
fn arranged(
    mut draft: Draft,
    parent: &[u32],
    items: usize,
    article: impl FnOnce(ArticleDraft) -> Article,
) -> (Discussion, Vec<u32>) {
    let order = order::preorder(parent, items);
    let row_of = order::inverse(&order);
    let thread = thread(&mut draft, parent, &order, &row_of);
    (Discussion::new(draft.texts, draft.origin, article(draft.article), thread), order)
}

fn article(draft: ArticleDraft) -> Article {
    Article {
        id: draft.id,
        title: draft.title,
        url: draft.url,
        author: draft.author,
        time: draft.time,
        score: draft.score,
        body: draft.body,
        extras: draft.extras,
    }
}

/// The arena, its columns permuted into preorder.
fn thread(draft: &mut Draft, parent: &[u32], preorder: &[u32], row_of: &[u32]) -> Thread {
    let moved = |old: u32| row_of.get(old as usize).copied();
    let above = |old: &u32| parent.get(*old as usize).and_then(|parent| moved(*parent)).unwrap_or(NONE);
    let parent: Vec<u32> = preorder.iter().map(above).collect();
    let (end, depth) = order::ends_and_depths(&parent);
    let columns = permuted(std::mem::take(&mut draft.columns), preorder);
    let is_moved = !draft.guesses.is_empty() && (0u32..).zip(preorder).any(|(row, old)| row != *old);
    let guesses = resorted(std::mem::take(&mut draft.guesses), moved);
    let other = (0u32..).zip(&columns.kind).filter(|(_, kind)| **kind != Kind::Comment);
    let uncounted: Vec<u32> = other.map(|(row, _)| row).collect();
    let (place, replies) = order::places(&parent, &columns.kind);
    Thread {
        comments: u32::try_from(preorder.len() - uncounted.len()).unwrap_or(u32::MAX),
        uncounted,
        candidates: candidates(&draft.candidates, moved),
        more: resorted(std::mem::take(&mut draft.more), moved),
        time_text: resorted(std::mem::take(&mut draft.time_text), moved),
        extras: resorted(std::mem::take(&mut draft.extras), moved),
        authors: std::mem::take(&mut draft.authors),
        cut: draft.cut.and_then(|row| moved(row.0)).map(CommentId),
        order: if is_moved { preorder.to_vec() } else { Vec::new() },
        link: links(&parent, &guesses),
        parent,
        place,
        replies,
        end,
        depth,
        columns,
        guesses,
    }
}

fn links(parent: &[u32], guesses: &[(u32, Guess)]) -> Vec<Link> {
    let mut links: Vec<Link> = parent.iter().map(|p| if *p == NONE { Link::Root } else { Link::Given }).collect();
    for (row, guess) in guesses {
        let Some(link) = links.get_mut(*row as usize) else { continue };
        match guess.kind {
            GuessKind::Manual => *link = Link::Repaired,
            _ if *link == Link::Given => *link = Link::Guessed,
            _ => {}
        }
    }
    links
}

/// Nested sources come in preorder already: nothing is copied for them. Of others each column
/// goes as soon as it is copied, so that there are never two of all.
fn permuted(columns: Columns, preorder: &[u32]) -> Columns {
    if (0u32..).zip(preorder).all(|(row, old)| row == *old) {
        return columns;
    }
    Columns {
        kind: column(columns.kind, preorder),
        state: column(columns.state, preorder),
        roles: column(columns.roles, preorder),
        author: column(columns.author, preorder),
        time: column(columns.time, preorder),
        score: column(columns.score, preorder),
        id: column(columns.id, preorder),
        body: column(columns.body, preorder),
    }
}

/// The columns of other rows, by the rows that they were.
fn columns_of(all: &Columns, rows: &[u32]) -> Columns {
    Columns {
        kind: column(&all.kind, rows),
        state: column(&all.state, rows),
        roles: column(&all.roles, rows),
        author: column(&all.author, rows),
        time: column(&all.time, rows),
        score: column(&all.score, rows),
        id: column(&all.id, rows),
        body: column(&all.body, rows),
    }
}

fn column<T: Copy + Default>(all: impl AsRef<[T]>, rows: &[u32]) -> Vec<T> {
    rows.iter().map(|row| all.as_ref().get(*row as usize).copied().unwrap_or_default()).collect()
}

/// A side table by other rows; what is not among them is left out.
fn side<T: Clone>(all: &[(u32, T)], moved: impl Fn(u32) -> Option<u32>) -> Vec<(u32, T)> {
    all.iter().filter_map(|(row, value)| Some((moved(*row)?, value.clone()))).collect()
}

/// A side table for the rows of the thread. What was said twice of a row holds as it was
/// said last.
fn resorted<T>(table: Vec<(u32, T)>, moved: impl Fn(u32) -> Option<u32>) -> Vec<(u32, T)> {
    let mut table: Vec<(u32, T)> = table.into_iter().filter_map(|(old, value)| Some((moved(old)?, value))).collect();
    table.sort_by_key(|(row, _)| *row);
    table.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            std::mem::swap(later, kept);
        }
        same
    });
    table
}

fn candidates(drafts: &[CandidateDraft], moved: impl Fn(u32) -> Option<u32>) -> Vec<Candidate> {
    let candidate = |draft: &CandidateDraft| {
        Some(Candidate {
            child: CommentId(moved(draft.child.0)?),
            parent: CommentId(moved(draft.parent.0)?),
            confidence: draft.confidence,
            reason: draft.reason,
        })
    };
    let mut candidates: Vec<Candidate> = drafts.iter().filter_map(candidate).collect();
    candidates.sort_by(|a, b| a.child.cmp(&b.child).then(b.confidence.total_cmp(&a.confidence)));
    candidates
}

pub use again::{Again, again};

#[cfg(test)]
mod tests;
