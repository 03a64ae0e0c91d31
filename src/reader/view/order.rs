//! Orders of a thread's rows: a place for each row, and a row for each place.
//!
//! A sort orders siblings and keeps branches whole, so that a branch is a range of places as
//! it is a range of rows. Only [`Sort::Time`] breaks branches up.

use crate::model::{CommentId, Thread};

/// How comments are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As the source has them.
    #[default]
    Source,
    /// Siblings by time, the oldest first.
    Oldest,
    /// Siblings by time, the newest first.
    Newest,
    /// Siblings by score, the highest first.
    Score,
    /// Siblings by the comments below them, the most first.
    Replies,
    /// All comments by time, the oldest first, whatever they answer.
    Time,
}

impl Sort {
    /// What the status row and the sort menu call it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Source => "in the source's order",
            Self::Oldest => "oldest first",
            Self::Newest => "newest first",
            Self::Score => "highest score first",
            Self::Replies => "most replies first",
            Self::Time => "flat, by time",
        }
    }

    /// Whether branches are broken up.
    #[must_use]
    pub fn is_flat(self) -> bool {
        self == Self::Time
    }
}

/// A permutation of the rows of a thread.
#[derive(Debug, PartialEq, Eq)]
pub struct Order {
    rows: Vec<u32>,
    places: Vec<u32>,
}

impl Order {
    /// The order of a sort; none for the thread's own.
    ///
    /// What the sort cannot tell (no time, no score, equals) keeps the source's order;
    /// without a time or a score a comment comes after those that have one.
    #[must_use]
    pub fn of(thread: &Thread, sort: Sort) -> Option<Self> {
        let later = |id: CommentId| thread.time(id).map_or(i64::MAX, |time| time);
        match sort {
            Sort::Source => None,
            Sort::Oldest => Some(Self::by_siblings(thread, later)),
            Sort::Newest => {
                Some(Self::by_siblings(thread, |id| thread.time(id).map_or(i64::MAX, |time| time.saturating_neg())))
            }
            Sort::Score => {
                Some(Self::by_siblings(thread, |id| thread.score(id).map_or(i64::MAX, |score| -i64::from(score))))
            }
            Sort::Replies => Some(Self::by_siblings(thread, |id| {
                let below = i64::from(thread.end(id).0 - id.0 - 1);
                // What is not loaded is no comment: it stays at the end of its siblings.
                if thread.is_comment(id) || below > 0 { -below } else { i64::MAX }
            })),
            Sort::Time => {
                let mut keys: Vec<(i64, u32)> = thread.ids().map(|id| (later(id), id.0)).collect();
                keys.sort_unstable();
                Some(Self::of_rows(keys.into_iter().map(|(_, row)| row).collect()))
            }
        }
    }

    fn of_rows(rows: Vec<u32>) -> Self {
        let mut places = vec![0; rows.len()];
        for (place, row) in (0..).zip(&rows) {
            if let Some(slot) = places.get_mut(*row as usize) {
                *slot = place;
            }
        }
        Self { rows, places }
    }

    /// Siblings by a key, each followed by its branch. A parent stands before its replies,
    /// so one pass from the top gives every row its place.
    fn by_siblings(thread: &Thread, key: impl Fn(CommentId) -> i64) -> Self {
        let mut places = vec![0u32; thread.len()];
        let mut siblings: Vec<(i64, CommentId)> = Vec::new();
        let mut settle = |first: Option<CommentId>, from: u32, places: &mut Vec<u32>| {
            siblings.clear();
            siblings.extend(std::iter::successors(first, |at| thread.next_sibling(*at)).map(|id| (key(id), id)));
            if siblings.len() > 1 {
                siblings.sort_unstable();
            }
            let mut at = from;
            for (_, id) in &siblings {
                if let Some(place) = places.get_mut(id.index()) {
                    *place = at;
                }
                at += thread.end(*id).0 - id.0;
            }
        };
        settle(thread.first(), 0, &mut places);
        for id in thread.ids() {
            if let Some(reply) = thread.first_reply(id) {
                let from = places.get(id.index()).copied().unwrap_or_default() + 1;
                settle(Some(reply), from, &mut places);
            }
        }
        let mut rows = vec![0; places.len()];
        for (row, place) in (0..).zip(&places) {
            if let Some(slot) = rows.get_mut(*place as usize) {
                *slot = row;
            }
        }
        Self { rows, places }
    }

    /// Where a row stands.
    pub(super) fn place(&self, id: CommentId) -> usize {
        self.places.get(id.index()).map_or(id.index(), |place| *place as usize)
    }

    /// What stands at a place.
    pub(super) fn row(&self, place: usize) -> CommentId {
        self.rows.get(place).map_or(CommentId::at(place), |row| CommentId(*row))
    }
}
