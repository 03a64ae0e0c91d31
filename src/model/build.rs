//! Draft → Discussion: the only place that orders, links, finds what is missing and breaks
//! what goes in circles.
//!
//! Nothing is lost and nothing recurses: every item of the draft is a row of the thread,
//! a parent that is named but not there becomes a ghost, and a circle is cut at its
//! youngest edge. The result depends on the order of the input only where that order
//! means something: among siblings.

use std::collections::HashMap;

use super::discussion::{Article, Discussion, Note};
use super::draft::{CandidateDraft, Draft, Parent, Row};
use super::texts::{TextRef, Texts};
use super::thread::{Candidate, Columns, CommentId, Kind, Link, NO_SCORE, NO_TIME, NONE, Roles, State, Thread};

mod order;

/// Orders and links the items of a draft.
#[must_use]
pub fn discussion(mut draft: Draft) -> Discussion {
    let parent = link(&mut draft);
    let preorder = order::preorder(&parent);
    let thread = thread(&mut draft, &parent, &preorder);
    let article = draft.article;
    Discussion {
        article: Article {
            id: article.id,
            title: article.title,
            url: article.url,
            author: article.author,
            time: article.time,
            score: article.score,
            body: article.body,
        },
        texts: draft.texts,
        origin: draft.origin,
        thread,
    }
}

/// The row that each item answers ([`NONE`] at top level). Ghosts are added to the draft.
fn link(draft: &mut Draft) -> Vec<u32> {
    let mut parent = vec![NONE; draft.len()];
    if draft.parent.iter().any(|parent| matches!(parent, Parent::Id(_))) {
        let texts = std::mem::take(&mut draft.texts);
        link_by_id(draft, &texts, &mut parent);
        draft.texts = texts;
    }
    for (slot, given) in parent.iter_mut().zip(&draft.parent) {
        if let Parent::Row(Row(row)) = given {
            *slot = *row;
        }
    }
    parent.resize(draft.len(), NONE);
    let rows = parent.len();
    for slot in &mut parent {
        if *slot as usize >= rows {
            *slot = NONE;
        }
    }
    break_circles(draft, &mut parent);
    parent
}

/// Links the items that name their parent; the first item of an id is meant.
fn link_by_id(draft: &mut Draft, texts: &Texts, parent: &mut Vec<u32>) {
    let open = |text: TextRef| texts.open(text);
    let mut known: HashMap<Box<str>, u32> = HashMap::with_capacity(draft.len());
    let mut twice = 0_usize;
    for (row, id) in (0u32..).zip(&draft.columns.id) {
        if !id.is_empty() && known.insert_first(open(*id).raw().expose(), row) {
            twice += 1;
        }
    }
    let article: Box<str> = open(draft.article.id).raw().expose().into();
    let mut absent = 0_usize;
    for row in 0..draft.len() {
        let Some(Parent::Id(id)) = draft.parent.get(row).copied() else { continue };
        let opened = open(id);
        let name = opened.raw().expose();
        if name.is_empty() || (*name == *article && !known.contains_key(name)) {
            continue;
        }
        let found = known.get(name).copied().unwrap_or_else(|| {
            absent += 1;
            let ghost = add_ghost(draft, id);
            known.insert(name.into(), ghost);
            ghost
        });
        if let Some(slot) = parent.get_mut(row) {
            *slot = found;
        }
    }
    parent.resize(draft.len(), NONE);
    let mut say = |count: usize, one: &str, many: &str| {
        if count > 0 {
            let text = if count == 1 { format!("1 {one}") } else { format!("{count} {many}") };
            draft.origin.notes.push(Note::new(&text, None));
        }
    };
    say(absent, "parent is not in the input", "parents are not in the input");
    say(twice, "id stands twice", "ids stand more than once");
}

trait InsertFirst {
    /// Keeps the first row of an id; whether there was one already.
    fn insert_first(&mut self, id: &str, row: u32) -> bool;
}

impl InsertFirst for HashMap<Box<str>, u32> {
    fn insert_first(&mut self, id: &str, row: u32) -> bool {
        if self.contains_key(id) {
            return true;
        }
        self.insert(id.into(), row);
        false
    }
}

/// A stand-in for a parent that is not in the input, at the end of the draft: the order of
/// its first reply decides where it stands.
fn add_ghost(draft: &mut Draft, id: TextRef) -> u32 {
    let row = u32::try_from(draft.len()).unwrap_or(NONE);
    let columns = &mut draft.columns;
    draft.parent.push(Parent::Top);
    columns.kind.push(Kind::Ghost);
    columns.state.push(State::Visible);
    columns.roles.push(Roles::default());
    columns.author.push(NONE);
    columns.time.push(NO_TIME);
    columns.score.push(NO_SCORE);
    columns.id.push(id);
    columns.body.push(TextRef::default());
    row
}

/// Cuts every circle at its youngest edge: the reply that was written last by its time,
/// else by its id and its place, so that the same circle is cut alike in any order.
fn break_circles(draft: &mut Draft, parent: &mut [u32]) {
    const NEW: u32 = 0;
    const DONE: u32 = u32::MAX;
    let mut seen = vec![NEW; parent.len()];
    for start in 0..parent.len() {
        let walk = u32::try_from(start + 1).unwrap_or(1);
        let mut at = start;
        let mut path = Vec::new();
        while seen.get(at).copied() == Some(NEW) {
            if let Some(slot) = seen.get_mut(at) {
                *slot = walk;
            }
            path.push(at);
            match parent.get(at).copied() {
                Some(next) if next != NONE => at = next as usize,
                _ => break,
            }
        }
        let closes = path.last().is_some_and(|last| parent.get(*last).copied() == u32::try_from(at).ok());
        if closes && seen.get(at).copied() == Some(walk) {
            let ring = path.iter().position(|row| *row == at).and_then(|from| path.get(from..)).unwrap_or_default();
            cut(draft, parent, ring);
        }
        for row in path {
            if let Some(slot) = seen.get_mut(row) {
                *slot = DONE;
            }
        }
    }
}

fn cut(draft: &mut Draft, parent: &mut [u32], ring: &[usize]) {
    let age = |row: &usize| {
        let time = draft.columns.time.get(*row).copied().unwrap_or(NO_TIME);
        let id = draft.columns.id.get(*row).copied().unwrap_or_default();
        (time, draft.texts.open(id).raw().expose().to_owned(), *row)
    };
    let Some(youngest) = ring.iter().max_by_key(|row| age(row)).copied() else { return };
    if let Some(slot) = parent.get_mut(youngest) {
        *slot = NONE;
    }
    let place = draft.columns.id.get(youngest).and_then(|id| id.source_start());
    let text = if ring.len() == 1 {
        "a comment answers itself".to_owned()
    } else {
        format!("{} comments answer each other in a circle", ring.len())
    };
    draft.origin.notes.push(Note::new(&text, place));
}

/// The arena, its columns permuted into preorder.
fn thread(draft: &mut Draft, parent: &[u32], preorder: &[u32]) -> Thread {
    let mut row_of = vec![NONE; preorder.len()];
    for (row, old) in (0u32..).zip(preorder) {
        if let Some(slot) = row_of.get_mut(*old as usize) {
            *slot = row;
        }
    }
    let moved = |old: u32| row_of.get(old as usize).copied().unwrap_or(NONE);
    let new_parent: Vec<u32> = preorder
        .iter()
        .map(|old| parent.get(*old as usize).map_or(NONE, |p| if *p == NONE { NONE } else { moved(*p) }))
        .collect();
    let (end, depth) = order::ends_and_depths(&new_parent);
    let columns = permuted(&draft.columns, preorder);
    let mut guesses = resorted(std::mem::take(&mut draft.guesses), moved);
    guesses.dedup_by_key(|(row, _)| *row);
    let link = links(&new_parent, &guesses);
    let uncounted: Vec<u32> =
        (0u32..).zip(&columns.kind).filter(|(_, kind)| **kind != Kind::Comment).map(|(row, _)| row).collect();
    Thread {
        comments: u32::try_from(preorder.len() - uncounted.len()).unwrap_or(u32::MAX),
        uncounted,
        candidates: candidates(&draft.candidates, moved),
        more: resorted(std::mem::take(&mut draft.more), moved),
        time_text: resorted(std::mem::take(&mut draft.time_text), moved),
        extras: resorted(std::mem::take(&mut draft.extras), moved),
        authors: std::mem::take(&mut draft.authors),
        cut: draft.cut.map(|row| CommentId(moved(row.0))),
        parent: new_parent,
        end,
        depth,
        link,
        columns,
        guesses,
    }
}

fn links(parent: &[u32], guesses: &[(u32, super::thread::Guess)]) -> Vec<Link> {
    let mut links: Vec<Link> = parent.iter().map(|p| if *p == NONE { Link::Root } else { Link::Given }).collect();
    for (row, guess) in guesses {
        if let Some(link) = links.get_mut(*row as usize).filter(|link| **link == Link::Given) {
            *link = if guess.kind == super::thread::GuessKind::Manual { Link::Repaired } else { Link::Guessed };
        }
    }
    links
}

fn permuted(columns: &Columns, preorder: &[u32]) -> Columns {
    fn column<T: Copy + Default>(column: &[T], preorder: &[u32]) -> Vec<T> {
        preorder.iter().map(|old| column.get(*old as usize).copied().unwrap_or_default()).collect()
    }
    Columns {
        kind: column(&columns.kind, preorder),
        state: column(&columns.state, preorder),
        roles: column(&columns.roles, preorder),
        author: column(&columns.author, preorder),
        time: column(&columns.time, preorder),
        score: column(&columns.score, preorder),
        id: column(&columns.id, preorder),
        body: column(&columns.body, preorder),
    }
}

fn resorted<T>(table: Vec<(u32, T)>, moved: impl Fn(u32) -> u32) -> Vec<(u32, T)> {
    let mut table: Vec<(u32, T)> = table.into_iter().map(|(row, value)| (moved(row), value)).collect();
    table.sort_by_key(|(row, _)| *row);
    table
}

fn candidates(drafts: &[CandidateDraft], moved: impl Fn(u32) -> u32) -> Vec<Candidate> {
    let candidate = |draft: &CandidateDraft| Candidate {
        child: CommentId(moved(draft.child.0)),
        parent: CommentId(moved(draft.parent.0)),
        confidence: draft.confidence,
        reason: draft.reason,
    };
    let mut candidates: Vec<Candidate> = drafts.iter().map(candidate).collect();
    candidates.sort_by(|a, b| a.child.cmp(&b.child).then(b.confidence.total_cmp(&a.confidence)));
    candidates
}

#[cfg(test)]
mod tests;
