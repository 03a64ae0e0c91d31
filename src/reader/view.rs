//! Which comments are shown, and in which order: all movement goes through here.
//!
//! Every row has a *place*: its own number where the order is the thread's, another in a
//! sorted view. What is hidden by folds is a range of cleared places, so a step costs the
//! same whatever the size of the thread or of a folded branch.
//!
//! A view may hold a part of the thread only: what matches, the comments above it as
//! *context* (one dim row each), and what the reader asks for besides (*extra*). In such a
//! view, and in a flat one, folds rest: they are kept, but hide nothing.

use std::sync::Arc;

use super::bits::Bits;
use crate::model::{CommentId, Thread};

pub use order::{Order, Sort};

mod level;
mod order;
mod run;
mod walk;

/// What a view is made of, beside folds.
#[derive(Clone, Debug, Default)]
pub struct Spec {
    /// The order; none is the thread's own.
    pub order: Option<Arc<Order>>,
    /// Comments stand without indent, each under a line of what it answers.
    pub flat: bool,
    /// Only this branch is shown, as if it were the thread.
    pub root: Option<CommentId>,
    /// Only these rows are shown, and those above them as context; none shows all.
    pub matches: Option<Bits>,
    /// Folds hide nothing.
    pub rests: bool,
    /// Chains of single replies are one row each.
    pub chains: bool,
    /// Exchanges of two people are drawn at one level.
    pub exchanges: bool,
}

/// What is held of the thread, all by row.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Kept {
    matches: Bits,
    /// Above a match, and none itself.
    path: Bits,
    /// Shown at the reader's wish.
    extra: Bits,
}

/// What is shown of a thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    order: Option<Arc<Order>>,
    flat: bool,
    rests: bool,
    root: Option<CommentId>,
    kept: Option<Kept>,
    /// Chains of single replies that are one row each.
    runs: Option<run::Runs>,
    /// They hide nothing here.
    runs_rest: bool,
    exchanges: bool,
    /// Where rows are not drawn as deep as they are.
    levels: Option<Arc<level::Levels>>,
    /// By place.
    shown: Bits,
    /// By row.
    folded: Bits,
}

impl View {
    /// Everything, nothing folded.
    #[must_use]
    pub fn all(thread: &Thread) -> Self {
        let len = thread.len();
        Self { shown: Bits::new(len, true), folded: Bits::new(len, false), ..Self::default() }
    }

    /// Shows the thread in another way. Folds stay.
    pub fn set(&mut self, thread: &Thread, spec: Spec) {
        let Spec { order, flat, root, matches, rests, chains, exchanges } = spec;
        let part = matches.is_some();
        let branch = root.map_or(0..thread.len(), |root| thread.branch(root));
        self.kept = match (matches, root) {
            (None, None) => None,
            (matches, _) => {
                let mut within = Bits::new(thread.len(), false);
                within.set_range(branch.clone(), true);
                let matches = match matches {
                    Some(matches) => matches.and(&within),
                    None => within,
                };
                let path = if flat { Bits::new(thread.len(), false) } else { path(thread, &matches, branch.start) };
                Some(Kept { matches, path, extra: Bits::new(thread.len(), false) })
            }
        };
        (self.order, self.flat, self.root) = (order, flat, root);
        self.rests = rests || flat;
        let opened = self.runs.take().map(run::Runs::into_opened).unwrap_or_default();
        self.runs = chains.then(|| run::Runs::of(thread, branch, &self.folded, opened));
        (self.runs_rest, self.exchanges) = (self.rests || part, exchanges);
        self.level(thread);
        self.show(thread);
    }

    /// Works out what is shown.
    fn show(&mut self, thread: &Thread) {
        self.shown = Bits::new(thread.len(), true);
        self.show_range(thread, 0..thread.len());
    }

    /// Works out what is shown of a range of places that holds whole branches.
    fn show_range(&mut self, thread: &Thread, places: std::ops::Range<usize>) {
        match &self.kept {
            None => self.shown.set_range(places.clone(), true),
            Some(kept) => {
                for place in places.clone() {
                    let row = self.order.as_ref().map_or(CommentId::at(place), |order| order.row(place));
                    self.shown.set(CommentId::at(place), kept.has(row));
                }
            }
        }
        if let Some(runs) = self.active_runs() {
            let hidden: Vec<_> = runs.within(self.rows_of(thread, places.clone())).collect();
            for (first, last) in hidden {
                let place = self.place(first);
                self.shown.set_range(place + 1..place + 1 + last.index() - first.index(), false);
            }
        }
        if !self.rests {
            self.hide_folds_within(thread, places);
        }
    }

    /// Clears what the folds inside a range of places hide. Folds that are hidden themselves
    /// are skipped with their branch; those above a branch that is shown alone hide nothing.
    fn hide_folds_within(&mut self, thread: &Thread, places: std::ops::Range<usize>) {
        let mut rows = self.rows_of(thread, places);
        if let Some(root) = self.root {
            let branch = thread.branch(root);
            rows = rows.start.max(branch.start)..rows.end.min(branch.end);
        }
        let mut from = rows.start;
        while let Some(fold) = self.folded.next(from).filter(|fold| fold.index() < rows.end) {
            let place = self.place(fold);
            let past = thread.end(fold).index();
            self.shown.set_range(place + 1..place + past - fold.index(), false);
            from = past;
        }
    }

    /// The rows of a range of places: of the whole thread, or of what lies below one comment.
    /// Both are ranges of rows as well, whatever the order of siblings.
    fn rows_of(&self, thread: &Thread, places: std::ops::Range<usize>) -> std::ops::Range<usize> {
        match places.start.checked_sub(1) {
            Some(above) => {
                let above = self.row(above);
                above.index() + 1..thread.end(above).index()
            }
            None => places,
        }
    }

    /// Where a row stands in the order, shown or not.
    #[must_use]
    pub fn place(&self, id: CommentId) -> usize {
        self.order.as_ref().map_or(id.index(), |order| order.place(id))
    }

    /// The row at a place, shown or not.
    #[must_use]
    pub fn row(&self, place: usize) -> CommentId {
        self.order.as_ref().map_or(CommentId::at(place), |order| order.row(place))
    }

    /// Whether one row stands before another.
    #[must_use]
    pub fn precedes(&self, one: CommentId, other: CommentId) -> bool {
        self.place(one) < self.place(other)
    }

    /// Whether this is the thread in its own order, all of it, folds aside.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.order.is_none() && self.kept.is_none() && !self.flat
    }

    /// Whether the comments stand in another order than the thread's.
    #[must_use]
    pub fn is_sorted(&self) -> bool {
        self.order.is_some()
    }

    /// Whether comments stand without indent, whatever they answer.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        self.flat
    }

    /// Whether folds hide nothing here.
    #[must_use]
    pub fn folds_rest(&self) -> bool {
        self.rests
    }

    /// The branch that is shown as if it were the thread.
    #[must_use]
    pub fn root(&self) -> Option<CommentId> {
        self.root
    }

    /// Whether the row is shown (a folded branch shows its first row).
    #[must_use]
    pub fn is_shown(&self, id: CommentId) -> bool {
        self.shown.has(CommentId::at(self.place(id)))
    }

    /// Whether the view holds the row, folded away or not.
    #[must_use]
    pub fn holds(&self, id: CommentId) -> bool {
        self.kept.as_ref().is_none_or(|kept| kept.has(id))
    }

    /// Whether the row is here only because of what is below it.
    #[must_use]
    pub fn is_context(&self, id: CommentId) -> bool {
        self.kept.as_ref().is_some_and(|kept| kept.path.has(id) && !kept.extra.has(id))
    }

    /// Whether the view shows a part, and the row belongs to it by itself.
    #[must_use]
    pub fn is_match(&self, id: CommentId) -> bool {
        self.kept.as_ref().is_some_and(|kept| kept.matches.has(id))
    }

    /// Rows that belong to the part that is shown; all if there is no such part.
    #[must_use]
    pub fn matches(&self) -> usize {
        self.kept.as_ref().map_or(self.folded.len(), |kept| kept.matches.count())
    }

    /// Takes a row into the view, with the comments above it as context.
    pub fn admit(&mut self, thread: &Thread, id: CommentId) {
        if self.root.is_some_and(|root| !thread.is_within(id, root)) {
            return;
        }
        let (flat, root) = (self.flat, self.root);
        let Some(kept) = &mut self.kept else { return };
        kept.extra.set(id, true);
        let above = thread.ancestors(id).take_while(|above| root.is_none_or(|root| thread.is_within(*above, root)));
        for above in above.take_while(|_| !flat) {
            if kept.matches.has(above) || !kept.path.set(above, true) {
                break;
            }
        }
        self.show(thread);
    }

    /// Shows the replies to a comment that do not belong to the part, or takes them away.
    /// Whether that changed anything.
    pub fn open_replies(&mut self, thread: &Thread, id: CommentId, on: bool) -> bool {
        let Some(kept) = &mut self.kept else { return false };
        let mut changed = false;
        if on {
            for reply in thread.replies(id).filter(|reply| !kept.matches.has(*reply)) {
                changed |= kept.extra.set(reply, true);
            }
        } else {
            for row in thread.branch(id).skip(1).map(CommentId::at) {
                changed |= kept.extra.set(row, false);
            }
        }
        if changed {
            self.show(thread);
        }
        changed
    }

    /// Whether the branch is folded.
    #[must_use]
    pub fn is_folded(&self, id: CommentId) -> bool {
        !self.rests && self.folded.has(id)
    }

    /// All folded branches, the hidden and the resting ones too.
    pub fn folds(&self) -> impl Iterator<Item = CommentId> + '_ {
        self.folded.iter()
    }

    /// The next shown row.
    #[must_use]
    pub fn next(&self, id: CommentId) -> Option<CommentId> {
        self.next_at(self.place(id) + 1)
    }

    /// The first shown row at or after a place.
    #[must_use]
    pub fn next_at(&self, place: usize) -> Option<CommentId> {
        self.shown.next(place).map(|place| self.row(place.index()))
    }

    /// The shown row before.
    #[must_use]
    pub fn prev(&self, id: CommentId) -> Option<CommentId> {
        self.prev_at(self.place(id))
    }

    /// The last shown row before a place.
    #[must_use]
    pub fn prev_at(&self, place: usize) -> Option<CommentId> {
        self.shown.prev(place).map(|place| self.row(place.index()))
    }

    /// The first shown row.
    #[must_use]
    pub fn first(&self) -> Option<CommentId> {
        self.next_at(0)
    }

    /// The last shown row.
    #[must_use]
    pub fn last(&self) -> Option<CommentId> {
        self.prev_at(usize::MAX)
    }

    /// The row itself if it is shown, else the folded branch that hides it, or what is nearest.
    #[must_use]
    pub fn shown_at(&self, id: CommentId) -> Option<CommentId> {
        if self.is_shown(id) { Some(id) } else { self.prev(id).or_else(|| self.next(id)) }
    }

    /// Folds or unfolds a branch; whether that changed anything.
    pub fn fold(&mut self, thread: &Thread, id: CommentId, on: bool) -> bool {
        let changed = self.folded.set(id, on);
        if !changed || self.rests || !self.is_shown(id) {
            return changed;
        }
        let place = self.place(id);
        let below = place + 1..place + (thread.end(id).index() - id.index());
        if on {
            self.shown.set_range(below, false);
        } else if !below.is_empty() {
            self.show_range(thread, below);
        }
        true
    }

    /// Folds these branches and no others.
    pub fn set_folds(&mut self, thread: &Thread, folded: Bits) {
        self.folded = folded;
        self.show(thread);
    }

    /// The first shown row at or after a place that is not folded, no context, and not in a
    /// set of rows.
    #[must_use]
    pub fn next_open(&self, place: usize, set: &Bits) -> Option<CommentId> {
        if self.is_plain() {
            return match self.active_runs() {
                None => self.shown.next_without(place, &[set, &self.folded]),
                Some(runs) => self.shown.next_without(place, &[set, &self.folded, &runs.closed]),
            };
        }
        let mut at = self.next_at(place);
        let passes = |id: CommentId| set.has(id) || self.is_folded(id) || self.is_context(id) || self.is_run(id);
        while let Some(id) = at.filter(|id| passes(*id)) {
            at = self.next(id);
        }
        at
    }

    /// Shown rows from one row up to another, that one not counted.
    #[must_use]
    pub fn count_between(&self, from: CommentId, to: CommentId) -> usize {
        self.shown.count_in(self.place(from)..self.place(to))
    }

    /// Rows that are shown.
    #[must_use]
    pub fn count(&self) -> usize {
        self.shown.count()
    }
}

impl Kept {
    fn has(&self, id: CommentId) -> bool {
        self.matches.has(id) || self.path.has(id) || self.extra.has(id)
    }
}

/// What stands above matches, down to a root, and is none itself.
fn path(thread: &Thread, matches: &Bits, root: usize) -> Bits {
    let mut path = Bits::new(thread.len(), false);
    for id in matches.iter() {
        for above in thread.ancestors(id).take_while(|above| above.index() >= root) {
            if matches.has(above) || !path.set(above, true) {
                break;
            }
        }
    }
    path
}
