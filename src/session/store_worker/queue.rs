//! Changes on their way to the disk: one queue, in the order in which they were made.
//!
//! Nothing is saved before what was done before it, so the last wish about a mark is what is
//! on disk in the end, however often saving fails. A change leaves the queue when it is on
//! disk, or when it can never be saved: its comment or its mark is gone. What cannot be saved
//! at the moment stays, and is tried again with the next change, with the next key, after a
//! while, and when the program ends.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::Summary;
use super::open_discussion::OpenDiscussions;
use crate::error::{Error, Kind, Result};
use crate::model::identity::Resemblance;
use crate::model::index::carry;
use crate::model::{Change, CommentId, Discussion, Mark};
use crate::reader::{Message, OnScreen};
use crate::session::Outbox;

/// The wait before the first try that nothing else has brought about; each one that fails
/// doubles it.
const FIRST_RETRY: Duration = Duration::from_secs(1);

/// The longest wait between two tries.
const LONGEST_RETRY: Duration = Duration::from_secs(30);

/// Changes that are saved in one transaction, at most.
const GROUP: usize = 256;

/// Old rows → new ones.
type Rows = Vec<Option<CommentId>>;

/// What is to be on disk.
#[derive(Clone, Debug)]
pub(super) enum Wish {
    /// A change, in rows of this discussion.
    Change { of: OnScreen, change: Change },
    /// A mark by the store's number, as it shall be.
    Kept { id: i64, mark: Option<Mark> },
}

/// A change that is not on disk yet.
#[derive(Clone, Debug)]
pub(super) struct Unsaved {
    ticket: u64,
    pub(super) wish: Wish,
    /// When it was made, in seconds since 1970 UTC.
    pub(super) at: i64,
    /// That it could not be saved was said.
    is_told: bool,
}

/// The queue.
pub(super) struct Queue {
    unsaved: VecDeque<Unsaved>,
    /// How many are not saved, for who waits for the end.
    count: Arc<AtomicUsize>,
    /// There is something that was never tried.
    has_new: bool,
    /// One at a time, since one of the next cannot be saved.
    singly: usize,
    failed_at: Option<Instant>,
    wait: Duration,
    /// Changes that can never be saved.
    lost: usize,
    why: Option<Error>,
}

impl Queue {
    pub(super) fn new(count: Arc<AtomicUsize>) -> Self {
        Self {
            unsaved: VecDeque::new(),
            count,
            has_new: false,
            singly: 0,
            failed_at: None,
            wait: FIRST_RETRY,
            lost: 0,
            why: None,
        }
    }

    pub(super) fn push(&mut self, ticket: u64, wish: Wish, at: i64) {
        self.unsaved.push_back(Unsaved { ticket, wish, at, is_told: false });
        self.has_new = true;
    }

    /// How long to wait for the next try; none if there is nothing to try.
    pub(super) fn retry_in(&self) -> Option<Duration> {
        if self.unsaved.is_empty() {
            return None;
        }
        let since = self.failed_at.map_or(self.wait, |failed| failed.elapsed());
        Some(self.wait.saturating_sub(since))
    }

    /// Whether something was never tried, or its time has come.
    pub(super) fn is_due(&self) -> bool {
        self.has_new || self.retry_in().is_some_and(|wait| wait.is_zero())
    }

    /// Whether the store may be asked for what nobody waits for: it has not failed just now.
    pub(super) fn may_retry(&self) -> bool {
        self.failed_at.is_none_or(|failed| failed.elapsed() >= FIRST_RETRY)
    }

    /// The next changes that go into one transaction; none if there are no more.
    pub(super) fn next_group(&mut self) -> Option<Vec<Unsaved>> {
        self.has_new = false;
        let most = if self.singly > 0 { 1 } else { GROUP };
        let first = self.unsaved.front()?;
        let goes_along = |other: &&Unsaved| match (&first.wish, &other.wish) {
            (Wish::Change { of: one, .. }, Wish::Change { of: other, .. }) => {
                Arc::ptr_eq(&one.discussion, &other.discussion)
            }
            _ => false,
        };
        let rest = self.unsaved.iter().skip(1).take_while(goes_along).take(most - 1).cloned();
        Some(std::iter::once(first.clone()).chain(rest).collect())
    }

    /// Takes the result of saving so many changes; whether to go on with the next.
    pub(super) fn answer(&mut self, out: &Outbox, group: usize, result: Result<()>) -> bool {
        match result {
            Ok(()) => {
                self.note_answer(None);
                self.singly = self.singly.saturating_sub(group);
                self.leave(out, group, &Ok(()));
                true
            }
            Err(error) if matches!(error.kind, Kind::Gone | Kind::Internal) => {
                if group > 1 {
                    self.singly = group;
                } else {
                    self.singly = self.singly.saturating_sub(1);
                    self.lost += 1;
                    self.why = Some(error.clone());
                    self.leave(out, 1, &Err(error));
                }
                true
            }
            Err(error) => {
                self.note_answer(Some(&error));
                for one in &mut self.unsaved {
                    if !std::mem::replace(&mut one.is_told, true) {
                        out.send(Message::Stored { ticket: one.ticket, result: Err(error.clone()) });
                    }
                }
                self.why = Some(error);
                false
            }
        }
    }

    /// The store has answered, or could not.
    pub(super) fn note_answer(&mut self, error: Option<&Error>) {
        match error {
            None => (self.failed_at, self.wait) = (None, FIRST_RETRY),
            Some(_) => {
                let again = self.failed_at.replace(Instant::now()).is_some();
                self.wait = if again { (self.wait * 2).min(LONGEST_RETRY) } else { FIRST_RETRY };
            }
        }
    }

    /// The first changes leave the queue.
    fn leave(&mut self, out: &Outbox, many: usize, result: &Result<()>) {
        for one in self.unsaved.drain(..many) {
            self.count.fetch_sub(1, Ordering::Relaxed);
            out.send(Message::Stored { ticket: one.ticket, result: result.clone() });
        }
        if result.is_ok()
            && let (Some(first), Some(why)) = (self.unsaved.front(), &self.why)
            && first.is_told
        {
            // The others are still not saved.
            out.send(Message::Stored { ticket: first.ticket, result: Err(why.clone()) });
        }
    }

    /// Queued changes of the same discussion, as it was before, are changes of this one from
    /// now on, by its rows. Gives all of them that could be moved.
    pub(super) fn move_to(&mut self, to: &OnScreen, open: &mut OpenDiscussions) -> Vec<(u64, Change)> {
        let mut moved = Vec::new();
        let mut last: Option<(Arc<Discussion>, Option<Rows>)> = None;
        for one in &mut self.unsaved {
            let Wish::Change { of, change } = &mut one.wish else { continue };
            if !Arc::ptr_eq(&of.discussion, &to.discussion) {
                if last.as_ref().is_none_or(|(known, _)| !Arc::ptr_eq(known, &of.discussion)) {
                    last = Some((Arc::clone(&of.discussion), rows(&of.discussion, &to.discussion, open)));
                }
                let Some((_, Some(rows))) = &last else { continue };
                let row = |id: CommentId| rows.get(id.index()).copied().flatten();
                let Some(there) = change.clone().map(&mut |id| row(id)) else { continue };
                (*change, *of) = (there, to.clone());
            }
            moved.push((one.ticket, change.clone()));
        }
        moved
    }

    /// What is not saved.
    pub(super) fn summary(&self) -> Summary {
        Summary { lost: self.lost + self.unsaved.len(), why: self.why.clone() }
    }
}

/// Old rows → new ones, if both are the same discussion.
fn rows(old: &Arc<Discussion>, new: &Arc<Discussion>, open: &mut OpenDiscussions) -> Option<Rows> {
    let (old, new) = (open.index_of(old), open.index_of(new));
    (old.key().resembles(new.key()) == Resemblance::Same).then(|| carry(&old, &new))
}
