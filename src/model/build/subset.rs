//! A part of a thread as a thread of its own: some comments, and what they answer.

use super::order;
use super::{Candidate, CommentId, Discussion, Kind, NONE, Thread, column, columns_of, side};

/// The discussion with those rows only, and all that is above them. Texts are shared.
#[must_use]
pub fn subset(whole: &Discussion, keep: impl Fn(CommentId) -> bool) -> Discussion {
    let rows = kept(whole.thread(), keep);
    let thread = thread(whole.thread(), &rows);
    Discussion::new(whole.texts.clone(), whole.origin.clone(), whole.article, thread)
}

/// The rows that stay, in preorder.
fn kept(all: &Thread, keep: impl Fn(CommentId) -> bool) -> Vec<u32> {
    let mut stays = vec![false; all.len()];
    for id in all.ids().filter(|id| keep(*id)) {
        for at in std::iter::once(id).chain(all.ancestors(id)) {
            match stays.get_mut(at.index()) {
                Some(stays) if !*stays => *stays = true,
                _ => break,
            }
        }
    }
    (0u32..).zip(stays).filter(|(_, stays)| *stays).map(|(row, _)| row).collect()
}

fn thread(all: &Thread, rows: &[u32]) -> Thread {
    let moved = |old: u32| rows.binary_search(&old).ok().and_then(|row| u32::try_from(row).ok());
    let old = |row: &u32| *row as usize;
    let parent: Vec<u32> =
        rows.iter().map(|row| all.parent.get(old(row)).and_then(|parent| moved(*parent)).unwrap_or(NONE)).collect();
    let columns = columns_of(&all.columns, rows);
    let (end, depth) = order::ends_and_depths(&parent);
    let (place, replies) = order::places(&parent, &columns.kind);
    let other = (0u32..).zip(&columns.kind).filter(|(_, kind)| **kind != Kind::Comment);
    let uncounted: Vec<u32> = other.map(|(row, _)| row).collect();
    let candidates = all.candidates.iter().filter_map(|candidate| {
        let (child, parent) = (CommentId(moved(candidate.child.0)?), CommentId(moved(candidate.parent.0)?));
        Some(Candidate { child, parent, ..candidate.clone() })
    });
    let orders = column(&all.order, if all.order.is_empty() { &[] } else { rows });
    Thread {
        // Places in the source; that some are missing changes nothing in who stands before whom.
        order: orders,
        comments: u32::try_from(rows.len() - uncounted.len()).unwrap_or(NONE),
        uncounted,
        end,
        depth,
        place,
        replies,
        link: column(&all.link, rows),
        columns,
        authors: all.authors.clone(),
        guesses: side(&all.guesses, moved),
        candidates: candidates.collect(),
        more: side(&all.more, moved),
        time_text: side(&all.time_text, moved),
        extras: side(&all.extras, moved),
        cut: all.cut.and_then(|cut| moved(cut.0)).map(CommentId),
        parent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loader::{Options, parse};
    use proptest::prelude::*;

    fn made(parents: &[Option<usize>]) -> Discussion {
        let items = parents.iter().enumerate().map(|(at, parent)| {
            let parent = parent.filter(|_| at > 0).map(|parent| format!("c{}", parent % at));
            serde_json::json!({"id": format!("c{at}"), "inReplyTo": parent, "content": format!("words of {at}")})
        });
        let json = serde_json::json!({
            "type": "Discussion", "btl": 1, "source": {"complete": true}, "article": {"name": "Made"},
            "items": items.collect::<Vec<_>>(),
        });
        parse(json.to_string().into_bytes(), &Options::default()).unwrap()
    }

    proptest! {
        /// What is kept has the parent that it had, and nothing else is there than what was
        /// asked for and what stands above.
        #[test]
        fn a_subset_keeps_what_is_above(
            parents in prop::collection::vec(any::<Option<usize>>(), 1..30),
            wanted in prop::collection::vec(any::<bool>(), 30),
        ) {
            let whole = made(&parents);
            let all = whole.thread();
            let part = subset(&whole, |id| wanted[id.index()]);
            let thread = part.thread();
            let name = |of: &Discussion, id: CommentId| of.source_id(id).map(|id| id.to_string());
            let here: Vec<_> = thread.ids().map(|id| (name(&part, id), thread.parent(id).and_then(|p| name(&part, p)))).collect();
            let above = |id: CommentId| all.ids().any(|of| wanted[of.index()] && all.is_within(of, id));
            let there: Vec<_> = all.ids().filter(|id| above(*id))
                .map(|id| (name(&whole, id), all.parent(id).and_then(|p| name(&whole, p)))).collect();
            prop_assert_eq!(here, there);
            prop_assert_eq!(thread.comments(), thread.ids().filter(|id| thread.is_comment(*id)).count());
            for id in thread.ids() {
                prop_assert_eq!(thread.branch(id).end, thread.ids().filter(|of| *of > id && !thread.is_within(*of, id)).map(|of| of.index()).next().unwrap_or(thread.len()));
            }
        }
    }
}
