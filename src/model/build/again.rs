//! A discussion built anew, with what its reader has put right and the guesses that they
//! want to see.

use std::collections::HashMap;

use super::{arranged, circle, side};
use crate::model::discussion::Discussion;
use crate::model::draft::{CandidateDraft, Draft, Row};
use crate::model::repair::{Aspect, Fix, Guesses};
use crate::model::texts::{Coat, TextRef, Texts};
use crate::model::thread::{Candidate, CommentId, Guess, GuessKind, Link, NONE, Thread};

/// A discussion that was built anew, and for each of its rows the row that it was before;
/// none for the second part of a comment that was split.
#[derive(Debug)]
pub struct Again {
    /// The discussion.
    pub discussion: Discussion,
    /// Its rows → rows before.
    pub rows: Vec<Option<CommentId>>,
    /// Rows before → its rows: a merged comment is where it was put to.
    pub places: Vec<Option<CommentId>>,
}

/// Builds a discussion anew with repairs. What is fixed outranks what the source says, and
/// that outranks guesses; a merged comment takes its replies along.
#[must_use]
pub fn again(base: &Discussion, guesses: Guesses, fixes: &[(CommentId, Fix<CommentId>)]) -> Again {
    let mut work = Work::new(base, guesses, fixes);
    work.merge();
    work.split();
    work.finish()
}

/// What makes a candidate worth drawing where all guesses are wanted.
const DRAWN: f32 = 0.4;

/// An item of what is being built.
#[derive(Clone, Copy, Debug)]
struct Item {
    old: CommentId,
    body: TextRef,
    /// The second part of a split.
    fresh: bool,
}

struct Work<'a> {
    base: &'a Discussion,
    thread: &'a Thread,
    texts: Texts,
    guesses: Guesses,
    fixes: HashMap<(CommentId, Aspect), &'a Fix<CommentId>>,
    items: Vec<Item>,
    /// The comment that a merged one has become a part of.
    head: HashMap<CommentId, CommentId>,
}

impl<'a> Work<'a> {
    fn new(base: &'a Discussion, guesses: Guesses, fixes: &'a [(CommentId, Fix<CommentId>)]) -> Self {
        let thread = base.thread();
        let item = |id| Item { old: id, body: thread.body_text(id), fresh: false };
        let mut items: Vec<Item> = thread.ids().map(item).collect();
        // Guesses have moved comments out of the order of the source.
        if thread.order.len() == items.len() {
            items.sort_by_key(|item| thread.order.get(item.old.index()).copied());
        }
        let fixes = fixes.iter().map(|(of, fix)| ((*of, fix.aspect()), fix)).collect();
        Self { base, thread, texts: base.texts().clone(), guesses, fixes, items, head: HashMap::new() }
    }

    fn extent(&self, of: CommentId) -> Option<&'a Fix<CommentId>> {
        self.fixes.get(&(of, Aspect::Extent)).copied()
    }

    /// Puts comments that are the end of the one before them to it.
    fn merge(&mut self) {
        let mut kept: Vec<Item> = Vec::with_capacity(self.items.len());
        for item in std::mem::take(&mut self.items) {
            let merges = matches!(self.extent(item.old), Some(Fix::Merge)) && self.thread.is_comment(item.old);
            // Looked for only where it is wanted: a long run of missing comments may stand between.
            let is_comment = |before: &&mut Item| self.thread.is_comment(before.old);
            let before = if merges { kept.iter_mut().rev().find(is_comment) } else { None };
            match before {
                Some(before) => {
                    before.body = joined(&mut self.texts, before.body, item.body);
                    let head = before.old;
                    self.head.insert(item.old, head);
                }
                None => kept.push(item),
            }
        }
        self.items = kept;
    }

    /// Cuts comments in two.
    fn split(&mut self) {
        let mut all: Vec<Item> = Vec::with_capacity(self.items.len());
        for item in std::mem::take(&mut self.items) {
            let cut = match self.extent(item.old) {
                Some(Fix::Split(line)) => cut(&mut self.texts, item.body, *line),
                _ => None,
            };
            match cut {
                Some((first, second)) => {
                    all.push(Item { body: first, ..item });
                    all.push(Item { body: second, fresh: true, ..item });
                }
                None => all.push(item),
            }
        }
        self.items = all;
    }

    /// What a comment answers, and why if that is not given.
    fn parent(&mut self, of: CommentId) -> (Option<CommentId>, Option<Guess>) {
        let thread = self.thread;
        if let Some(Fix::Parent(parent)) = self.fixes.get(&(of, Aspect::Parent)) {
            let reason = self.texts.add("you said so");
            return (*parent, Some(Guess { kind: GuessKind::Manual, confidence: 1.0, reason }));
        }
        let best = thread.candidates(of).first().filter(|best| best.confidence >= DRAWN);
        // Where a source has two levels, a reply may answer another one below the same comment.
        let beside = best.filter(|best| thread.parent(best.parent) == thread.parent(of));
        let drawn = |best: Option<&Candidate>, kind| {
            let guess = best.map(|best| Guess { kind, confidence: best.confidence, reason: best.reason });
            (best.map(|best| best.parent), guess)
        };
        match (thread.link(of), self.guesses) {
            (Link::Guessed, Guesses::Off) => (None, None),
            (Link::Root, Guesses::All) => drawn(best, GuessKind::Previous),
            (Link::Given, Guesses::All) if beside.is_some() => drawn(beside, GuessKind::Name),
            _ => (thread.parent(of), thread.guess(of).cloned()),
        }
    }

    fn finish(mut self) -> Again {
        let mut place: HashMap<CommentId, u32> = HashMap::with_capacity(self.items.len());
        for (at, item) in (0u32..).zip(&self.items).filter(|(_, item)| !item.fresh) {
            place.insert(item.old, at);
        }
        for (part, head) in &self.head {
            // Heads are no parts themselves: the one before is always one that stays.
            if let Some(at) = place.get(head).copied() {
                place.insert(*part, at);
            }
        }
        let mut draft = Draft { origin: self.base.origin().clone(), ..Draft::default() };
        let mut parent = Vec::with_capacity(self.items.len());
        for (at, item) in (0u32..).zip(self.items.clone()) {
            let (answers, guess) = if item.fresh { (None, None) } else { self.parent(item.old) };
            let above = answers.and_then(|id| place.get(&id).copied()).filter(|above| *above != at);
            parent.push(above.unwrap_or(NONE));
            draft.guesses.extend(guess.map(|guess| (at, guess)));
        }
        self.columns(&mut draft);
        self.sides(&mut draft, &place, &parent);
        draft.parent.resize(parent.len(), crate::model::draft::Parent::Top);
        draft.texts = self.texts;
        circle::cut(&mut draft, &mut parent);
        let article = *self.base.article();
        let (discussion, order) = arranged(draft, &parent, parent.len(), |_| article);
        let old = |at: u32| self.items.get(at as usize).filter(|item| !item.fresh).map(|item| item.old);
        let row_of = super::order::inverse(&order);
        let row = |id| Some(CommentId(*row_of.get(*place.get(&id)? as usize)?));
        let places = self.thread.ids().map(row).collect();
        Again { discussion, rows: order.iter().map(|at| old(*at)).collect(), places }
    }

    fn columns(&mut self, draft: &mut Draft) {
        draft.authors.clone_from(&self.thread.authors);
        let rows: Vec<u32> = self.items.iter().map(|item| item.old.0).collect();
        draft.columns = super::columns_of(&self.thread.columns, &rows);
        draft.columns.body = self.items.iter().map(|item| item.body).collect();
        for (at, item) in self.items.iter().enumerate() {
            if item.fresh {
                draft.columns.forget(at);
            } else if let Some(Fix::Author(name)) = self.fixes.get(&(item.old, Aspect::Author))
                && let Some(of) = draft.columns.author.get_mut(at)
            {
                *of = author(&mut self.texts, &mut draft.authors, name);
            }
        }
    }

    /// What is kept beside the columns, and the guesses that are not drawn.
    fn sides(&self, draft: &mut Draft, place: &HashMap<CommentId, u32>, parent: &[u32]) {
        let thread = self.thread;
        let at = |row: u32| place.get(&CommentId(row)).copied();
        let stays = |row: u32| at(row).filter(|_| !self.head.contains_key(&CommentId(row)));
        draft.time_text = side(&thread.time_text, stays);
        draft.extras = side(&thread.extras, stays);
        draft.more = side(&thread.more, at);
        draft.cut = thread.cut().and_then(|id| at(id.0)).map(Row);
        let mut add = |child: CommentId, above: CommentId, confidence: f32, reason: TextRef| {
            let (Some(child), Some(above)) = (place.get(&child), place.get(&above)) else { return };
            let drawn = parent.get(*child as usize).is_some_and(|drawn| drawn == above);
            if !drawn && child != above {
                draft.candidates.push(CandidateDraft { child: Row(*child), parent: Row(*above), confidence, reason });
            }
        };
        for candidate in &thread.candidates {
            add(candidate.child, candidate.parent, candidate.confidence, candidate.reason);
        }
        for (row, guess) in &thread.guesses {
            if let Some(above) = thread.parent(CommentId(*row)) {
                add(CommentId(*row), above, guess.confidence, guess.reason);
            }
        }
    }
}

/// Two texts as one: in the source if nothing but blanks lies between them.
fn joined(texts: &mut Texts, first: TextRef, second: TextRef) -> TextRef {
    if let Some(whole) = texts.spanning(first, second) {
        return whole;
    }
    let text = format!("{}\n\n{}", texts.open(first).raw().expose(), texts.open(second).raw().expose());
    texts.add_as(&text, first.media())
}

/// A text in two, before a line that is not blank, counted from 1.
fn cut(texts: &mut Texts, text: TextRef, line: u32) -> Option<(TextRef, TextRef)> {
    let opened = texts.open(text);
    let raw = opened.raw().expose();
    let starts = raw.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    });
    let mut lines = starts.filter(|(_, line)| !line.trim().is_empty()).map(|(start, _)| start);
    let start = lines.nth((line as usize).checked_sub(1).filter(|nth| *nth > 0)?)?;
    let (first, second) = (raw.get(..start)?.trim_end().to_owned(), raw.get(start..)?.to_owned());
    let pieces = text.pieces(first.len(), start);
    Some(pieces.unwrap_or_else(|| (texts.add_as(&first, text.media()), texts.add_as(&second, text.media()))))
}

/// The number of a name.
fn author(texts: &mut Texts, authors: &mut Vec<TextRef>, name: &str) -> u32 {
    let known = authors.iter().position(|author| texts.open(*author).raw().expose() == name);
    let at = known.unwrap_or_else(|| {
        authors.push(texts.add(name));
        authors.len() - 1
    });
    u32::try_from(at).unwrap_or(NONE)
}

impl Texts {
    /// Puts plain text behind the pool; what was there stays where it is.
    fn add(&mut self, text: &str) -> TextRef {
        self.add_as(text, crate::model::Media::Plain)
    }

    /// What lies between two texts of the source, both included, if only blanks are between.
    fn spanning(&self, first: TextRef, second: TextRef) -> Option<TextRef> {
        let (start, from) = (first.source_start()?, second.source_start()?);
        let end = start + first.len();
        let bare = first.coat() == Coat::Bare && second.coat() == Coat::Bare && first.media() == second.media();
        let between = self.source_piece(end..from)?;
        let whole = start..from + second.len();
        (bare && between.trim().is_empty()).then(|| TextRef::source(whole, Coat::Bare, first.media()))
    }
}
