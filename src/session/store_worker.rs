//! The thread that has the store: indexes a discussion, restores what was kept of it, and
//! saves what is done.
//!
//! Jobs are done in the order in which they were asked for. Changes go through one queue
//! ([`queue`]) until they are on disk; everything else that looks into the store comes after
//! the changes before it.

mod open_discussion;
mod queue;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};

use self::open_discussion::{OpenDiscussion, OpenDiscussions};
use self::queue::{Queue, Unsaved, Wish};
use super::load::fault;
use super::{Keeping, Outbox};
use crate::error::{Error, Kind, Result};
use crate::loader::infer::{self, Mended};
use crate::model::index::carry;
use crate::model::{Discussion, Guesses, Repairs, Restored};
use crate::reader::message::Cause;
use crate::reader::{Message, OnScreen, StoreEffect};
use crate::store::{Attached, Store};

/// Something for the worker.
#[derive(Debug)]
pub(super) enum Job {
    /// What the state asks for, at this time in seconds since 1970 UTC.
    Do { effect: StoreEffect, now: i64 },
    /// The program ends.
    End { done: Sender<Summary> },
}

/// What could not be saved when the program ends.
#[derive(Clone, Debug, Default)]
pub(super) struct Summary {
    /// So many changes.
    pub(super) lost: usize,
    /// Why the last of them was not saved.
    pub(super) why: Option<Error>,
}

/// The worker.
pub(super) struct StoreWorker {
    out: Outbox,
    keeping: Keeping,
    store: Option<Store>,
    open: OpenDiscussions,
    queue: Queue,
    /// The time of the last job that had one.
    now: i64,
}

impl StoreWorker {
    /// A worker for the store. `unsaved` is raised by who sends a change, and lowered here
    /// when it is on disk.
    pub(super) fn new(out: Outbox, keeping: Keeping, unsaved: Arc<AtomicUsize>, now: i64) -> Self {
        Self { out, keeping, store: None, open: OpenDiscussions::default(), queue: Queue::new(unsaved), now }
    }

    /// Works until the program ends.
    pub(super) fn run(mut self, jobs: &Receiver<Job>) {
        loop {
            let first = match self.queue.retry_in() {
                None => jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(wait) => jobs.recv_timeout(wait),
            };
            let queued: Vec<Job> = match first {
                Ok(first) => std::iter::once(first).chain(jobs.try_iter()).collect(),
                Err(RecvTimeoutError::Timeout) => Vec::new(),
                Err(RecvTimeoutError::Disconnected) => return,
            };
            // Of several polls, the last one sees all.
            let last_poll = queued.iter().rposition(is_poll);
            for (at, job) in queued.into_iter().enumerate() {
                if is_poll(&job) && Some(at) != last_poll {
                    continue;
                }
                self.guarded(|worker| worker.work(job));
            }
            if self.queue.is_due() {
                self.flush();
            }
        }
    }

    /// Runs something; a panic in it is reported, and the worker goes on.
    fn guarded(&mut self, act: impl FnOnce(&mut Self)) {
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| act(self))) {
            self.out.send(Message::Done(Err(fault("the store could not be used", payload.as_ref()))));
        }
    }

    fn work(&mut self, job: Job) {
        match job {
            Job::Do { effect, now } => {
                self.now = now;
                self.perform(effect);
            }
            Job::End { done } => {
                self.flush();
                let _ = done.send(self.queue.summary());
            }
        }
    }

    fn perform(&mut self, effect: StoreEffect) {
        let is_change = matches!(effect, StoreEffect::Change { .. } | StoreEffect::ChangeKept { .. });
        let is_poll = matches!(effect, StoreEffect::Poll { .. });
        // What was done before is in the store before it is looked into.
        if !is_change && (self.queue.is_due() || is_poll && self.queue.may_retry()) {
            self.flush();
        }
        match effect {
            StoreEffect::Change { ticket, of, change } => {
                self.queue.push(ticket, Wish::Change { of, change }, self.now);
            }
            StoreEffect::ChangeKept { ticket, id, mark } => {
                self.queue.push(ticket, Wish::Kept { id, mark }, self.now);
            }
            StoreEffect::Attach { of, replaces } => self.attach(&of, replaces),
            StoreEffect::Place { of, place } => {
                self.if_possible(&of, |store, attached, open, now| {
                    store.place(attached, &place, &open.discussion, &open.index, now)
                });
            }
            StoreEffect::Leave { of } => self.leave(&of),
            StoreEffect::Adopt { of, yes } => self.adopt(&of, yes),
            StoreEffect::Settle { of, mark, comment } => {
                let result = self.with_open(&of, |store, attached, open, _| {
                    store.settle(attached, mark, comment, &open.discussion, &open.index)
                });
                if let Err(error) = result {
                    self.out.send(Message::Done(Err(error)));
                }
            }
            StoreEffect::Rebuild { of, guesses, repairs } => self.rebuild(&of, guesses, &repairs),
            StoreEffect::AllMarks => {
                let marks = self.store().and_then(|store| store.marks());
                self.out.send(Message::AllMarks(marks));
            }
            StoreEffect::Poll { of } => self.poll(&of),
        }
    }

    /// A discussion was read: its index, then what was kept.
    fn attach(&mut self, of: &OnScreen, replaces: Option<(Arc<Discussion>, u64)>) {
        let at = self.open.find(of);
        let index = Arc::clone(&self.open.at(at).index);
        let discussion = Arc::clone(&of.discussion);
        match replaces {
            Some((before, generation)) => {
                let before = self.open.latest(&before);
                let old = self.open.index_of(&before);
                let carried = carry(&old, &index);
                let cause = Cause::Reload { generation };
                self.out.send(Message::Replaced { of: before, discussion, index, carried, cause });
            }
            None => {
                self.out.send(Message::Indexed { of: discussion, index });
            }
        }
        if let Err(error) = self.restore(of) {
            // Ticket 0 is nobody's: this only says that nothing can be saved.
            self.out.send(Message::Stored { ticket: 0, result: Err(error) });
            self.out.send(Message::Restored { of: Arc::clone(&of.discussion), kept: Box::default() });
        }
        let moved = self.queue.move_to(of, &mut self.open);
        if !moved.is_empty() {
            self.out.send(Message::Unsaved { of: Arc::clone(&of.discussion), changes: moved });
        }
    }

    /// Sends what was kept of a discussion.
    fn restore(&mut self, of: &OnScreen) -> Result<()> {
        let result = self.with_open(of, restored);
        self.queue.note_answer(result.as_ref().err());
        let at = self.open.find(of);
        self.open.at_mut(at).is_restored = result.is_ok();
        let kept = Box::new(result?);
        let is_first = kept.visits.is_empty() && kept.resembles.is_none() && !of.discussion.origin().partial;
        self.out.send(Message::Restored { of: Arc::clone(&of.discussion), kept });
        if is_first {
            self.if_possible(of, |store, attached, open, now| {
                store.first_visit(attached, &open.discussion, &open.index, now)
            });
        }
        Ok(())
    }

    /// Builds a discussion again from what was read, with repairs.
    fn rebuild(&mut self, of: &OnScreen, guesses: Guesses, repairs: &Repairs) {
        let shown = OnScreen { discussion: self.open.latest(&of.discussion), source: Arc::clone(&of.source) };
        let at = self.open.find(&shown);
        let (base, names) = self.open.at(at).base();
        let before = Arc::clone(&self.open.at(at).index);
        let Mended { discussion, index, missed } = infer::mended(&base, &names, guesses, repairs);
        let carried = carry(&before, &index);
        let next = OnScreen { discussion: Arc::clone(&discussion), source: shown.source };
        self.open.supersede(&shown.discussion, &next, &index, (base, names));
        let cause = Cause::Repair { missed };
        self.out.send(Message::Replaced { of: shown.discussion, discussion, index, carried, cause });
    }

    /// It is the discussion that it resembles, or not; if so, what was kept comes back.
    fn adopt(&mut self, of: &OnScreen, yes: bool) {
        let of = OnScreen { discussion: self.open.latest(&of.discussion), source: Arc::clone(&of.source) };
        let result = self.with_open(&of, |store, attached, open, now| {
            store.adopt(attached, yes)?;
            attached.resembles = None;
            if yes { restored(store, attached, open, now).map(Some) } else { Ok(None) }
        });
        match result {
            Ok(Some(kept)) => {
                let kept = Box::new(Restored { resembles: None, ..kept });
                self.out.send(Message::Restored { of: of.discussion, kept });
            }
            Ok(None) => {}
            Err(error) => {
                self.out.send(Message::Done(Err(error)));
            }
        }
    }

    /// Sends what other windows changed.
    fn poll(&mut self, of: &OnScreen) {
        // Not of one that was built again since: its successor is looked at with the next key.
        let Some(at) = self.open.position(&of.discussion).filter(|at| self.open.at(*at).successor.is_none()) else {
            return;
        };
        if !self.open.at(at).is_restored {
            // The store did not answer when the discussion was opened.
            if self.queue.may_retry() {
                let _ = self.restore(of);
            }
            return;
        }
        // Nobody waits for this: a failure is no news.
        let others =
            self.with_open(of, |store, attached, open, _| store.others(attached, &open.discussion, &open.index));
        if let Ok(changes) = others
            && !changes.is_empty()
        {
            self.out.send(Message::Others { of: Arc::clone(&of.discussion), changes });
        }
    }

    /// A discussion leaves the screen; which comments it had is kept. Not of a part that was
    /// still being read: the rest would have arrived by the next time.
    fn leave(&mut self, of: &OnScreen) {
        let is_open = self.open.position(&of.discussion).is_some();
        if of.discussion.origin().partial || !is_open {
            return;
        }
        self.if_possible(of, |store, attached, open, now| store.visit(attached, &open.discussion, &open.index, now));
    }

    /// Keeps what is no loss if it is not kept: not tried, and so not waited for, just after
    /// the store has failed.
    fn if_possible(
        &mut self,
        of: &OnScreen,
        act: impl FnOnce(&mut Store, &mut Attached, &OpenDiscussion, i64) -> Result<()>,
    ) {
        if self.queue.may_retry() {
            let result = self.with_open(of, act);
            self.queue.note_answer(result.as_ref().err());
        }
    }

    /// Saves what is queued, in order, as far as that is possible now.
    fn flush(&mut self) {
        while let Some(group) = self.queue.next_group() {
            let result = catch_unwind(AssertUnwindSafe(|| self.save(&group)))
                .unwrap_or_else(|payload| Err(fault("not saved", payload.as_ref())));
            if !self.queue.answer(&self.out, group.len(), result) {
                return;
            }
        }
    }

    /// Saves changes of one discussion in one transaction.
    fn save(&mut self, group: &[Unsaved]) -> Result<()> {
        let Some(first) = group.first() else { return Ok(()) };
        let now = group.last().map_or(self.now, |last| last.at);
        match &first.wish {
            Wish::Kept { id, mark } => self.store()?.change_kept(*id, mark.as_ref(), now),
            Wish::Change { of, .. } => {
                let change = |one: &Unsaved| match &one.wish {
                    Wish::Change { change, .. } => Some(change.clone()),
                    Wish::Kept { .. } => None,
                };
                let changes: Vec<_> = group.iter().filter_map(change).collect();
                self.with_open(of, |store, attached, open, _| {
                    store.apply(attached, &changes, &open.discussion, &open.index, now)
                })
            }
        }
    }

    /// The store, opened when it is first needed, and again if that failed.
    fn store(&mut self) -> Result<&mut Store> {
        if self.store.is_none() {
            let folder = self.keeping.folder.as_ref().map_err(|error| not_saved(error.clone()))?;
            let mut store = Store::open(folder).map_err(not_saved)?;
            store.set_patience(self.keeping.patience)?;
            // That old folds stay a while longer is no reason to keep nothing else.
            let _ = store.keep_folds(self.keeping.folds, self.now);
            self.store = Some(store);
        }
        self.store.as_mut().ok_or_else(|| Error::new(Kind::Store, "not saved: there is no store"))
    }

    /// Does something with the store and a discussion that it knows.
    fn with_open<T>(
        &mut self,
        of: &OnScreen,
        act: impl FnOnce(&mut Store, &mut Attached, &OpenDiscussion, i64) -> Result<T>,
    ) -> Result<T> {
        self.store()?;
        let (at, now) = (self.open.find(of), self.now);
        let Some(store) = self.store.as_mut() else {
            return Err(Error::new(Kind::Store, "not saved: there is no store"));
        };
        let mut attached = match self.open.take_attached(at) {
            Some(attached) => attached,
            None => {
                let source = Some(&*of.source).filter(|source| !source.is_empty() && *source != "-");
                let open = self.open.at(at);
                store.attach(&open.discussion, &open.index, source, now)?
            }
        };
        let result = act(store, &mut attached, self.open.at(at), now);
        self.open.put_attached(at, attached);
        result
    }
}

fn is_poll(job: &Job) -> bool {
    matches!(job, Job::Do { effect: StoreEffect::Poll { .. }, .. })
}

/// What was kept, with the visits before this one.
fn restored(store: &mut Store, attached: &mut Attached, open: &OpenDiscussion, now: i64) -> Result<Restored> {
    let kept = store.restore(attached, &open.discussion, &open.index)?;
    let (visits, since) = store.earlier(attached, &open.discussion, &open.index, now)?;
    Ok(Restored { visits, since, ..kept })
}

/// The error of a store that cannot be opened begins like all that are about saving.
fn not_saved(error: Error) -> Error {
    if ["not saved", "cannot read"].iter().any(|words| error.what.as_str().starts_with(words)) {
        return error;
    }
    Error { what: Error::new(Kind::Store, format!("not saved: {}", error.what)).what, ..error }
}
