//! Where the reader is and what was done: the part of the state that is kept, undone,
//! and carried over when a fuller discussion replaces this one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::bits::Bits;
use super::look::Look;
use super::people::People;
use super::quotes::Opened;
use super::view::View;
use crate::layout::{Pane, Shape};
use crate::model::change::{Mark, Place, Spot};
use crate::model::{Change, CommentId, Discussion, Repairs};

/// Jumps that are kept of a discussion.
const KEPT_JUMPS: usize = 200;

/// Whether a mark is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Not yet, or it could not be.
    Pending,
    /// Yes: committed.
    Yes,
}

/// A mark as the reader has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Note, tags and time.
    pub mark: Mark,
    /// Whether it is on disk.
    pub saved: Saved,
}

/// A line of a comment that stands at the top of the pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The comment.
    pub id: CommentId,
    /// The row of it, from 0.
    pub row: u32,
}

/// A line of the article that stands at the top of its pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ArticlePlace {
    /// The block, from 0.
    pub block: u32,
    /// The row of it; blank rows before a block belong to it.
    pub row: u32,
}

/// An act that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// What was done, in words.
    pub name: String,
    /// What takes it back.
    pub inverse: Change,
    /// Where the reader was.
    pub current: CommentId,
    /// When, in seconds since 1970 UTC.
    pub at: i64,
}

/// The state of reading one discussion.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What is read.
    pub discussion: Arc<Discussion>,
    /// What is shown of the thread.
    pub view: View,
    /// The rule that the folds follow: so many levels shown.
    pub levels: Option<u32>,
    /// The ways it is viewed in, the latest last.
    pub looks: Vec<Look>,
    /// Comments whose quotes are open.
    pub opened: Opened,
    /// The current comment; the first row of an empty thread does not exist.
    pub current: CommentId,
    /// What stands at the top of the comments pane.
    pub top: Anchor,
    /// What stands at the top of the article pane.
    pub article: ArticlePlace,
    /// Whether the article was read to its end, or left for the comments.
    pub article_done: bool,
    /// The pane whose motion keys act.
    pub focus: Pane,
    /// The pane that is shown where there is room for one.
    pub alone: Pane,
    /// Only the focused pane is shown.
    pub zoom: bool,
    /// The comments are shown as an index.
    pub index: bool,
    /// The row of the current comment's text that stands at the top of its pane; the top for
    /// every other comment.
    pub text: Anchor,
    /// Sizes of panes, as the reader left them.
    pub shape: Shape,
    /// Read comments.
    pub read: Bits,
    /// Marks.
    pub marks: BTreeMap<Spot, Marked>,
    /// What was put right in the structure of the thread.
    pub repairs: Repairs,
    /// What is known of authors, and what is muted.
    pub people: People,
    /// Where the reader came from, oldest first.
    pub jumps: Vec<CommentId>,
    /// The place in the jump list: its length when not walking it.
    pub jump: usize,
    /// What can be taken back, latest last.
    pub undo: Vec<Act>,
    /// What was taken back, latest last.
    pub redo: Vec<Act>,
}

impl Reading {
    /// Reading begins: at the first comment, the article at its top.
    #[must_use]
    pub fn new(discussion: Arc<Discussion>) -> Self {
        let thread = discussion.thread();
        let first = CommentId::at(0);
        let has_text = discussion.article().has_text();
        Self {
            view: View::all(thread),
            levels: None,
            looks: Vec::new(),
            opened: Opened::default(),
            current: first,
            top: Anchor { id: first, row: 0 },
            article: ArticlePlace::default(),
            article_done: !has_text,
            focus: if thread.is_empty() { Pane::Article } else { Pane::Comments },
            alone: if has_text { Pane::Article } else { Pane::Comments },
            zoom: false,
            index: false,
            text: Anchor { id: first, row: 0 },
            shape: Shape::default(),
            read: Bits::new(thread.len(), false),
            marks: BTreeMap::new(),
            repairs: Repairs::default(),
            people: People::default().of(&discussion),
            jumps: Vec::new(),
            jump: 0,
            undo: Vec::new(),
            redo: Vec::new(),
            discussion,
        }
    }

    /// Comments that are not read.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.discussion.thread().comments().saturating_sub(self.read.count())
    }

    /// The first comment at or after a place of the view that is shown, unread and not
    /// folded.
    #[must_use]
    pub fn next_to_read(&self, place: usize) -> Option<CommentId> {
        let mut at = self.view.next_open(place, &self.read);
        // Ghosts and stubs are never read, and few; what is muted is passed like a fold.
        while let Some(id) = at.filter(|id| !self.is_unread(*id) || self.is_hushed(*id)) {
            at = self.view.next_open(self.view.place(id) + 1, &self.read);
        }
        at
    }

    /// Comments of a branch that are not read, itself included.
    #[must_use]
    pub fn unread_in(&self, id: CommentId) -> usize {
        let thread = self.discussion.thread();
        let comments = thread.below(id) + usize::from(thread.is_comment(id));
        comments.saturating_sub(self.read.count_in(thread.branch(id)))
    }

    /// Whether a row is a comment that is not read.
    #[must_use]
    pub fn is_unread(&self, id: CommentId) -> bool {
        self.discussion.thread().is_comment(id) && !self.read.has(id)
    }

    /// The mark on a comment.
    #[must_use]
    pub fn mark(&self, id: CommentId) -> Option<&Marked> {
        self.marks.get(&Spot::Comment(id))
    }

    /// Does a change; gives what takes it back. Parts that change nothing leave no trace
    /// in the inverse.
    pub fn apply(&mut self, change: &Change) -> Change {
        match change {
            Change::Fold { these, on } => self.fold(these, *on),
            Change::Read { these, on } => self.set_read(these, *on),
            Change::Mark { at, mark } => self.set_mark(at, mark.as_ref()),
            Change::All(acts) => {
                let mut inverses: Vec<Change> = acts.iter().map(|act| self.apply(act)).collect();
                inverses.reverse();
                Change::All(inverses)
            }
            Change::Repair { of, aspect, fix } => {
                let before = self.repairs.set(of, *aspect, fix.clone());
                Change::Repair { of: of.clone(), aspect: *aspect, fix: before }
            }
            Change::Folds(folds) => Change::Folds(self.set_folds(folds)),
            Change::Person { who, person } => self.set_person(who, person),
            Change::Phrase { phrase, on } => self.set_phrase(phrase, *on),
        }
    }

    fn fold(&mut self, these: &[CommentId], on: bool) -> Change {
        let discussion = Arc::clone(&self.discussion);
        let thread = discussion.thread();
        let changed = these.iter().copied().filter(|id| self.view.fold(thread, *id, on)).collect();
        self.stay_shown();
        Change::Fold { these: changed, on: !on }
    }

    fn set_read(&mut self, these: &[CommentId], on: bool) -> Change {
        let discussion = Arc::clone(&self.discussion);
        let comments = these.iter().copied().filter(|id| discussion.thread().is_comment(*id));
        let changed = comments.filter(|id| self.read.set(*id, on)).collect();
        Change::Read { these: changed, on: !on }
    }

    fn set_mark(&mut self, at: &Spot, mark: Option<&Mark>) -> Change {
        let before = match mark {
            Some(mark) => self.marks.insert(at.clone(), Marked { mark: mark.clone(), saved: Saved::Pending }),
            None => self.marks.remove(at),
        };
        Change::Mark { at: at.clone(), mark: before.map(|marked| marked.mark) }
    }

    /// The current comment and the top line are always shown ones: what a fold hides moves
    /// to the branch that hides it.
    pub(super) fn stay_shown(&mut self) {
        if let Some(shown) = self.view.shown_at(self.current) {
            self.current = shown;
        }
        if let Some(shown) = self.view.shown_at(self.top.id)
            && shown != self.top.id
        {
            self.top = Anchor { id: shown, row: 0 };
        }
    }

    /// Moves over to a fuller discussion. `map` gives the new row of each old one; what has
    /// none goes to the nearest row before it that has.
    pub fn carry(&mut self, discussion: Arc<Discussion>, map: &[Option<CommentId>]) {
        let to = |id: CommentId| map.get(id.index()).copied().flatten();
        let near = |id: CommentId| (0..=id.index()).rev().find_map(|at| map.get(at).copied().flatten());
        let mut next = Self::new(Arc::clone(&discussion));
        let thread = discussion.thread();
        next.set_folds(&self.folds().map(&mut |id| to(id)));
        for read in self.read.iter().filter_map(to) {
            next.read.set(read, true);
        }
        for (spot, marked) in &self.marks {
            let spot = match spot {
                Spot::Comment(id) => to(*id).map(Spot::Comment),
                Spot::Passage(passage) => Some(Spot::Passage(*passage)),
            };
            next.marks.extend(spot.map(|spot| (spot, marked.clone())));
        }
        let act = |act: &Act| {
            let inverse = act.inverse.clone().map(&mut |id| to(id))?;
            Some(Act { name: act.name.clone(), inverse, current: near(act.current)?, at: act.at })
        };
        next.repairs = std::mem::take(&mut self.repairs);
        next.undo = self.undo.iter().filter_map(act).collect();
        next.redo = self.redo.iter().filter_map(act).collect();
        next.people = self.carry_people(&discussion, to);
        next.jumps = self.jumps.iter().filter_map(|id| to(*id)).collect();
        next.jump = self.jump.min(next.jumps.len());
        next.carry_looks(&self.looks, &to);
        next.opened = self.opened.map(&to);
        next.current = near(self.current).unwrap_or(next.current);
        next.top = match to(self.top.id) {
            Some(id) => Anchor { id, row: self.top.row },
            None => Anchor { id: near(self.top.id).unwrap_or(next.current), row: 0 },
        };
        (next.article, next.article_done) = (self.article, self.article_done);
        (next.zoom, next.shape, next.index) = (self.zoom, self.shape, self.index);
        if let Some(id) = to(self.text.id) {
            next.text = Anchor { id, ..self.text };
        }
        if self.discussion.thread().is_empty() == thread.is_empty() {
            (next.focus, next.alone) = (self.focus, self.alone);
        }
        next.stay_shown();
        *self = next;
    }

    /// Where the reader is, for the store.
    #[must_use]
    pub fn place(&self) -> Place {
        let thread = !self.discussion.thread().is_empty();
        Place {
            current: thread.then_some(self.current),
            top: thread.then_some((self.top.id, self.top.row)),
            article: (self.article.block, self.article.row),
            in_article: self.alone == Pane::Article,
            article_done: self.article_done,
            jumps: self.jumps.iter().skip(self.jumps.len().saturating_sub(KEPT_JUMPS)).copied().collect(),
        }
    }

    /// The jump list of an earlier visit goes before what was jumped from since.
    pub fn take_jumps(&mut self, kept: &[CommentId]) {
        let known: Vec<CommentId> = kept.iter().copied().filter(|id| !self.jumps.contains(id)).collect();
        self.jumps.splice(0..0, known);
        self.jump = self.jumps.len();
    }

    /// Goes to where the reader was.
    pub fn take_place(&mut self, place: &Place) {
        if let Some(current) = place.current.and_then(|id| self.view.shown_at(id)) {
            self.current = current;
            self.top = Anchor { id: current, row: 0 };
        }
        if let Some((id, row)) = place.top.filter(|(id, _)| self.view.is_shown(*id)) {
            self.top = Anchor { id, row };
        }
        self.article = ArticlePlace { block: place.article.0, row: place.article.1 };
        self.article_done = place.article_done;
        if !self.discussion.thread().is_empty() {
            self.alone =
                if place.in_article && self.discussion.article().has_text() { Pane::Article } else { Pane::Comments };
        }
    }
}
