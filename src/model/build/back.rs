//! A discussion as a draft again: to be linked anew, around what its reader has put right.

use crate::model::discussion::Discussion;
use crate::model::draft::{ArticleDraft, CandidateDraft, Draft, Parent, Row};
use crate::model::thread::{Columns, NONE};

/// The discussion as a draft, its items in the order of the source; and the row of the
/// discussion that each of them was.
pub(crate) fn draft(discussion: &Discussion) -> (Draft, Vec<u32>) {
    let thread = &discussion.thread;
    let mut rows: Vec<u32> = (0..u32::try_from(thread.len()).unwrap_or(NONE)).collect();
    if thread.order.len() == rows.len() {
        rows.sort_by_key(|row| thread.order.get(*row as usize).copied());
    }
    let item_of = super::order::inverse(&rows);
    let item = |row: u32| item_of.get(row as usize).copied().unwrap_or(NONE);
    let above = |row: &u32| match thread.parent.get(*row as usize).copied() {
        Some(parent) if parent != NONE => Parent::Row(Row(item(parent))),
        _ => Parent::Top,
    };
    let article = discussion.article;
    let draft = Draft {
        texts: discussion.texts.clone(),
        origin: discussion.origin.clone(),
        article: ArticleDraft {
            id: article.id,
            title: article.title,
            url: article.url,
            author: article.author,
            time: article.time,
            score: article.score,
            body: article.body,
            extras: article.extras,
        },
        parent: rows.iter().map(above).collect(),
        columns: permuted(&thread.columns, &rows),
        authors: thread.authors.clone(),
        guesses: moved(&thread.guesses, item),
        candidates: thread
            .candidates
            .iter()
            .map(|known| CandidateDraft {
                child: Row(item(known.child.0)),
                parent: Row(item(known.parent.0)),
                confidence: known.confidence,
                reason: known.reason,
            })
            .collect(),
        more: moved(&thread.more, item),
        time_text: moved(&thread.time_text, item),
        extras: moved(&thread.extras, item),
        cut: thread.cut.map(|cut| Row(item(cut.0))),
    };
    (draft, rows)
}

fn moved<T: Clone>(table: &[(u32, T)], item: impl Fn(u32) -> u32) -> Vec<(u32, T)> {
    table.iter().map(|(row, value)| (item(*row), value.clone())).collect()
}

fn permuted(columns: &Columns, rows: &[u32]) -> Columns {
    fn column<T: Copy + Default>(column: &[T], rows: &[u32]) -> Vec<T> {
        rows.iter().map(|row| column.get(*row as usize).copied().unwrap_or_default()).collect()
    }
    Columns {
        kind: column(&columns.kind, rows),
        state: column(&columns.state, rows),
        roles: column(&columns.roles, rows),
        author: column(&columns.author, rows),
        time: column(&columns.time, rows),
        score: column(&columns.score, rows),
        id: column(&columns.id, rows),
        body: column(&columns.body, rows),
    }
}
