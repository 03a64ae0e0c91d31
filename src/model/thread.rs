//! The arena: every comment of a thread in preorder, as a struct of arrays.
//!
//! A row's branch is the range from the row to its `end`, so "next sibling", "size of the
//! branch" and "is an ancestor of" cost the same in a thread of ten and of a million.
//! Built once by [`super::build`], then read-only. Nothing here recurses.

mod value;

use std::ops::Range;

use super::texts::TextRef;
pub use value::{Candidate, Guess, GuessKind, Kind, Link, More, Roles, State};

/// A row of the arena: valid for one `Discussion` only, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommentId(pub(crate) u32);

impl CommentId {
    /// The row as an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The id of a row.
    #[must_use]
    pub fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

/// No parent, no author.
pub(crate) const NONE: u32 = u32::MAX;
/// No time.
pub(crate) const NO_TIME: i64 = i64::MIN;
/// No score.
pub(crate) const NO_SCORE: i32 = i32::MIN;

/// The columns that come straight from the draft, permuted into preorder.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    pub(crate) kind: Vec<Kind>,
    pub(crate) state: Vec<State>,
    pub(crate) roles: Vec<Roles>,
    pub(crate) author: Vec<u32>,
    pub(crate) time: Vec<i64>,
    pub(crate) score: Vec<i32>,
    pub(crate) id: Vec<TextRef>,
    pub(crate) body: Vec<TextRef>,
}

impl Columns {
    /// Makes room for rows that are known to come.
    pub(crate) fn reserve(&mut self, rows: usize) {
        self.kind.reserve(rows);
        self.state.reserve(rows);
        self.roles.reserve(rows);
        self.author.reserve(rows);
        self.time.reserve(rows);
        self.score.reserve(rows);
        self.id.reserve(rows);
        self.body.reserve(rows);
    }

    /// Leaves of a row only what it is and what it says.
    pub(crate) fn forget(&mut self, row: usize) {
        set(&mut self.state, row, State::Visible);
        set(&mut self.roles, row, Roles::default());
        set(&mut self.author, row, NONE);
        set(&mut self.time, row, NO_TIME);
        set(&mut self.score, row, NO_SCORE);
        set(&mut self.id, row, TextRef::default());
    }
}

fn set<T>(column: &mut [T], row: usize, value: T) {
    if let Some(cell) = column.get_mut(row) {
        *cell = value;
    }
}

/// The thread. Rows are in preorder: a parent before its replies, siblings in the source's order.
#[derive(Clone, Debug, Default)]
pub struct Thread {
    pub(crate) parent: Vec<u32>,
    pub(crate) end: Vec<u32>,
    pub(crate) depth: Vec<u32>,
    /// The place among the comments with the same parent.
    pub(crate) place: Vec<u32>,
    /// Comments that answer each row, and at the end those at top level.
    pub(crate) replies: Vec<u32>,
    pub(crate) link: Vec<Link>,
    pub(crate) columns: Columns,
    /// Interned names of authors.
    pub(crate) authors: Vec<TextRef>,
    /// Sorted by row.
    pub(crate) guesses: Vec<(u32, Guess)>,
    /// Sorted by child, best first.
    pub(crate) candidates: Vec<Candidate>,
    /// Sorted by row.
    pub(crate) more: Vec<(u32, More)>,
    /// Time as the source wrote it, where it could not be resolved. Sorted by row.
    pub(crate) time_text: Vec<(u32, TextRef)>,
    /// What a format has beyond the model, as JSON text. Sorted by row.
    pub(crate) extras: Vec<(u32, TextRef)>,
    /// Comments (no ghosts, no stubs).
    pub(crate) comments: u32,
    /// Rows that are not comments, sorted: what [`Thread::number`] leaves out.
    pub(crate) uncounted: Vec<u32>,
    /// The row whose text was cut off by the end of the input.
    pub(crate) cut: Option<CommentId>,
    /// Where each row stood in the source; empty where nothing but what the source says moved
    /// a row.
    pub(crate) order: Vec<u32>,
}

fn side<T>(table: &[(u32, T)], id: CommentId) -> Option<&T> {
    table.binary_search_by_key(&id.0, |(row, _)| *row).ok().and_then(|at| table.get(at)).map(|(_, t)| t)
}

impl Thread {
    /// Rows: comments, ghosts and stubs.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parent.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parent.is_empty()
    }

    /// Comments, the only rows that count in numbers that are shown.
    #[must_use]
    pub fn comments(&self) -> usize {
        self.comments as usize
    }

    /// The comment's number in the source's order, from 1. Other rows have that of the
    /// comment before them.
    #[must_use]
    pub fn number(&self, id: CommentId) -> usize {
        let others = self.uncounted.partition_point(|row| *row <= id.0);
        (id.index() + 1).saturating_sub(others)
    }

    /// The comment with that number, or the nearest.
    #[must_use]
    pub fn numbered(&self, number: usize) -> Option<CommentId> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.number(CommentId::at(middle)) < number { low = middle + 1 } else { high = middle }
        }
        let last = self.len().checked_sub(1)?;
        Some(CommentId::at(low.min(last)))
    }

    /// Comments in a branch, the row itself not counted.
    #[must_use]
    pub fn below(&self, id: CommentId) -> usize {
        let last = CommentId(self.end(id).0.saturating_sub(1));
        self.number(last) - self.number(id)
    }

    /// All rows in preorder.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = CommentId> + use<> {
        (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).map(CommentId)
    }

    /// The first row, if there is one.
    #[must_use]
    pub fn first(&self) -> Option<CommentId> {
        (!self.is_empty()).then_some(CommentId(0))
    }

    /// What the row answers, if that is in the thread.
    #[must_use]
    pub fn parent(&self, id: CommentId) -> Option<CommentId> {
        self.parent.get(id.index()).filter(|p| **p != NONE).map(|p| CommentId(*p))
    }

    /// The first row past the branch.
    #[must_use]
    pub fn end(&self, id: CommentId) -> CommentId {
        CommentId(self.end.get(id.index()).copied().unwrap_or(id.0 + 1))
    }

    /// The rows of the branch, itself included.
    #[must_use]
    pub fn branch(&self, id: CommentId) -> Range<usize> {
        id.index()..self.end(id).index()
    }

    /// Steps from the root of the branch: 0 at top level.
    #[must_use]
    pub fn depth(&self, id: CommentId) -> u32 {
        self.depth.get(id.index()).copied().unwrap_or(0)
    }

    /// Whether `above` is on the path from the root to `id` (or is `id`).
    #[must_use]
    pub fn is_within(&self, id: CommentId, above: CommentId) -> bool {
        above <= id && id < self.end(above)
    }

    /// The first reply.
    #[must_use]
    pub fn first_reply(&self, id: CommentId) -> Option<CommentId> {
        (self.end(id).0 > id.0 + 1).then_some(CommentId(id.0 + 1))
    }

    /// The next row with the same parent.
    #[must_use]
    pub fn next_sibling(&self, id: CommentId) -> Option<CommentId> {
        let next = self.end(id);
        let last = self.parent(id).map_or(self.len(), |p| self.end(p).index());
        (next.index() < last).then_some(next)
    }

    /// The row before it with the same parent. Costs the depth of what lies between.
    #[must_use]
    pub fn prev_sibling(&self, id: CommentId) -> Option<CommentId> {
        let parent = self.parent(id);
        let mut at = CommentId(id.0.checked_sub(1)?);
        if Some(at) == parent {
            return None;
        }
        while self.parent(at) != parent {
            at = self.parent(at)?;
        }
        Some(at)
    }

    /// The top-level row above it, or itself.
    #[must_use]
    pub fn root(&self, id: CommentId) -> CommentId {
        self.ancestors(id).last().unwrap_or(id)
    }

    /// From the parent up to the root.
    pub fn ancestors(&self, id: CommentId) -> impl Iterator<Item = CommentId> + '_ {
        std::iter::successors(self.parent(id), |at| self.parent(*at))
    }

    /// Its place among the comments that answer the same, from 1; what is no comment has that
    /// of the comment before it, or 0.
    #[must_use]
    pub fn place(&self, id: CommentId) -> usize {
        self.place.get(id.index()).map_or(0, |place| *place as usize)
    }

    /// Comments that answer a row; none: those at top level.
    #[must_use]
    pub fn reply_count(&self, id: Option<CommentId>) -> usize {
        let count = id.map_or_else(|| self.replies.last(), |id| self.replies.get(id.index()));
        count.map_or(0, |count| *count as usize)
    }

    /// The direct replies, in the source's order.
    pub fn replies(&self, id: CommentId) -> impl Iterator<Item = CommentId> + '_ {
        std::iter::successors(self.first_reply(id), |at| self.next_sibling(*at))
    }

    /// The top-level rows, in the source's order.
    pub fn roots(&self) -> impl Iterator<Item = CommentId> + '_ {
        std::iter::successors(self.first(), |at| self.next_sibling(*at))
    }

    /// Why it has its parent.
    #[must_use]
    pub fn link(&self, id: CommentId) -> Link {
        self.link.get(id.index()).copied().unwrap_or_default()
    }

    /// The guess behind a guessed link.
    #[must_use]
    pub fn guess(&self, id: CommentId) -> Option<&Guess> {
        side(&self.guesses, id)
    }

    /// Parents that are possible, best first.
    #[must_use]
    pub fn candidates(&self, id: CommentId) -> &[Candidate] {
        let from = self.candidates.partition_point(|c| c.child < id);
        let to = self.candidates.partition_point(|c| c.child <= id);
        self.candidates.get(from..to).unwrap_or_default()
    }

    /// What the row is.
    #[must_use]
    pub fn kind(&self, id: CommentId) -> Kind {
        self.columns.kind.get(id.index()).copied().unwrap_or_default()
    }

    /// Whether the row is a comment: counted, readable, markable.
    #[must_use]
    pub fn is_comment(&self, id: CommentId) -> bool {
        id.index() < self.len() && self.kind(id) == Kind::Comment
    }

    /// What the source says of its fate.
    #[must_use]
    pub fn state(&self, id: CommentId) -> State {
        self.columns.state.get(id.index()).copied().unwrap_or_default()
    }

    /// What its author is here.
    #[must_use]
    pub fn roles(&self, id: CommentId) -> Roles {
        self.columns.roles.get(id.index()).copied().unwrap_or_default()
    }

    /// The author as a number: equal numbers, equal names.
    #[must_use]
    pub fn author(&self, id: CommentId) -> Option<u32> {
        self.columns.author.get(id.index()).copied().filter(|a| *a != NONE)
    }

    /// Whether any comment names its author; where none does, numbers stand for names.
    #[must_use]
    pub fn has_authors(&self) -> bool {
        !self.authors.is_empty()
    }

    /// The name behind an author's number.
    #[must_use]
    pub fn author_text(&self, number: u32) -> Option<TextRef> {
        self.authors.get(number as usize).copied()
    }

    /// When it was written, in seconds since 1970 UTC.
    #[must_use]
    pub fn time(&self, id: CommentId) -> Option<i64> {
        self.columns.time.get(id.index()).copied().filter(|t| *t != NO_TIME)
    }

    /// Time as the source wrote it, where it could not be resolved.
    #[must_use]
    pub fn time_text(&self, id: CommentId) -> Option<TextRef> {
        side(&self.time_text, id).copied()
    }

    /// Points, votes or likes.
    #[must_use]
    pub fn score(&self, id: CommentId) -> Option<i32> {
        self.columns.score.get(id.index()).copied().filter(|s| *s != NO_SCORE)
    }

    /// The source's own id; empty if it has none.
    #[must_use]
    pub fn id_text(&self, id: CommentId) -> TextRef {
        self.columns.id.get(id.index()).copied().unwrap_or_default()
    }

    /// The text, still closed.
    #[must_use]
    pub fn body_text(&self, id: CommentId) -> TextRef {
        self.columns.body.get(id.index()).copied().unwrap_or_default()
    }

    /// What a stub stands for.
    #[must_use]
    pub fn more(&self, id: CommentId) -> Option<More> {
        side(&self.more, id).copied()
    }

    /// What a format has beyond the model, as JSON text.
    #[must_use]
    pub fn extras(&self, id: CommentId) -> Option<TextRef> {
        side(&self.extras, id).copied()
    }

    /// The row whose text was cut off by the end of the input.
    #[must_use]
    pub fn cut(&self) -> Option<CommentId> {
        self.cut
    }
}
