//! A discussion as a draft again: to be linked anew, around what its reader has put right.

use super::side;
use crate::model::discussion::Discussion;
use crate::model::draft::{ArticleDraft, CandidateDraft, Draft, Parent, Row};
use crate::model::thread::NONE;

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
        columns: super::columns_of(&thread.columns, &rows),
        authors: thread.authors.clone(),
        guesses: side(&thread.guesses, |row| Some(item(row))),
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
        more: side(&thread.more, |row| Some(item(row))),
        time_text: side(&thread.time_text, |row| Some(item(row))),
        extras: side(&thread.extras, |row| Some(item(row))),
        cut: thread.cut.map(|cut| Row(item(cut.0))),
    };
    (draft, rows)
}
