//! The thread that owns the store: derives the facts of a discussion, brings back what was
//! kept of it, and keeps what is done.
//!
//! A change names comments by their rows, and rows mean something in one discussion only. So
//! every job says which discussion was on the screen when it was asked for; while a source is
//! read again there are two.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};

use super::Outbox;
use super::load::fault;
use crate::error::{Error, Kind, Result};
use crate::loader::infer::{self, Mended};
use crate::model::index::carry;
use crate::model::{Change, Discussion, Guesses, Index, Repairs, Restored};
use crate::reader::{Effect, Message};
use crate::store::{Attached, KeepFolds, Store};

/// How many discussions stay at hand: the one on the screen and the one that replaces it, or
/// a part and the whole.
const AT_HAND: usize = 3;

/// Something for the keeper.
#[derive(Debug)]
pub(super) enum Job {
    /// A discussion was read. `again`: what is shown stays until it is known which comment of
    /// it is which of this one.
    Take { generation: u64, discussion: Arc<Discussion>, again: bool, source: String },
    /// An effect, of the discussion that was shown.
    Do { effect: Effect, of: Option<Arc<Discussion>>, now: i64 },
    /// Another window may have changed something.
    Look { of: Arc<Discussion>, generation: u64 },
    /// A discussion is left for another one: a visit ends.
    Leave { of: Arc<Discussion>, now: i64 },
    /// The program ends; `of` is what is left by that, none if it did not end as it should.
    End { of: Option<Arc<Discussion>>, now: i64, done: Sender<Result<()>> },
}

/// What is on the screen; known to the loop and to the keeper.
pub(super) type Shown = Arc<Mutex<Option<Arc<Discussion>>>>;

/// What is on the screen now.
pub(super) fn shown(shown: &Shown) -> Option<Arc<Discussion>> {
    shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// A discussion with its facts, and as the store knows it.
struct Desk {
    discussion: Arc<Discussion>,
    index: Arc<Index>,
    attached: Option<Attached>,
    source: String,
    generation: u64,
}

/// The keeper.
pub(super) struct Keeper {
    out: Outbox,
    shown: Shown,
    folder: Result<PathBuf>,
    folds: KeepFolds,
    store: Option<Store>,
    desks: Vec<Desk>,
    /// What was read last, without repairs, and its load.
    base: Option<(Arc<Discussion>, Arc<Index>, u64)>,
    /// The time of the last job that had one.
    now: i64,
    /// The last change that is not kept.
    lost: Option<Error>,
}

impl Keeper {
    pub(super) fn new(out: Outbox, shown: Shown, (folder, folds): (Result<PathBuf>, KeepFolds), now: i64) -> Self {
        Self { out, shown, folder, folds, store: None, desks: Vec::new(), base: None, now, lost: None }
    }

    /// Works until the program ends.
    pub(super) fn run(mut self, jobs: &Receiver<Job>) {
        while let Ok(first) = jobs.recv() {
            let mut queued = std::iter::once(first).chain(jobs.try_iter()).collect::<Vec<_>>().into_iter().peekable();
            while let Some(job) = queued.next() {
                let mut together = vec![job];
                while queued.peek().is_some_and(|next| together.last().is_some_and(|last| goes_with(last, next))) {
                    together.extend(queued.next());
                }
                let tickets = tickets(&together);
                if let Err(payload) = catch_unwind(AssertUnwindSafe(|| self.work(together))) {
                    let error = fault("not saved", payload.as_ref());
                    self.answer(&tickets, &Err(error.clone()));
                    self.out.send(Message::Done(Err(error)));
                }
            }
        }
    }

    fn work(&mut self, jobs: Vec<Job>) {
        let mut changes = Vec::new();
        let mut to: Option<(Arc<Discussion>, i64)> = None;
        for job in jobs {
            match job {
                Job::Take { generation, discussion, again, source } => self.take(generation, discussion, again, source),
                Job::Do { effect: Effect::Store { ticket, change }, of: Some(of), now } => {
                    changes.push((ticket, change));
                    to = Some((of, now));
                }
                Job::Do { effect, of, now } => {
                    self.now = now;
                    self.perform(effect, of);
                }
                Job::Look { of, generation } => self.look(&of, generation),
                Job::Leave { of, now } => {
                    self.now = now;
                    self.visit(Some(of));
                }
                Job::End { of, now, done } => {
                    self.now = now;
                    self.visit(of);
                    let _ = done.send(self.lost.take().map_or(Ok(()), Err));
                }
            }
        }
        if let Some((of, now)) = to {
            self.now = now;
            self.keep(&of, changes);
        }
    }

    /// A discussion was read: facts, then what was kept.
    fn take(&mut self, generation: u64, discussion: Arc<Discussion>, again: bool, source: String) {
        // What the reader has before their eyes until the facts come.
        let shown = if again { shown(&self.shown) } else { None };
        let before = shown.filter(|before| !Arc::ptr_eq(before, &discussion));
        let desk = self.desk(&discussion);
        self.desks[desk].source = source;
        self.desks[desk].generation = generation;
        let index = Arc::clone(&self.desks[desk].index);
        self.base = Some((Arc::clone(&discussion), Arc::clone(&index), generation));
        let carried = before.map(|before| {
            let old = self.desk(&before);
            carry(&self.desks[old].index, &index)
        });
        self.out.send(Message::Indexed { generation, index, carried });
        let kept = self.with_desk(&discussion, restore);
        let kept = kept.unwrap_or_else(|error| {
            // Ticket 0 is nobody's: this only says that nothing can be saved.
            self.out.send(Message::Stored { ticket: 0, result: Err(error) });
            Restored::default()
        });
        self.out.send(Message::Restored { generation, kept: Box::new(kept) });
    }

    /// Keeps changes, all of them in one transaction, and answers each.
    fn keep(&mut self, of: &Arc<Discussion>, changes: Vec<(u64, Change)>) {
        let (tickets, changes): (Vec<_>, Vec<_>) = changes.into_iter().unzip();
        let result = self.with_desk(of, |store, attached, desk, now| {
            store.apply(attached, &changes, &desk.discussion, &desk.index, now)
        });
        self.answer(&tickets, &result);
    }

    fn perform(&mut self, effect: Effect, of: Option<Arc<Discussion>>) {
        match effect {
            Effect::AllMarks => {
                let marks = self.store().and_then(|store| store.marks());
                self.out.send(Message::AllMarks(marks));
            }
            Effect::StoreKept { ticket, id, mark } => {
                let now = self.now;
                let result = self.store().and_then(|store| store.change_kept(id, mark.as_ref(), now));
                self.answer(&[ticket], &result);
            }
            Effect::Store { ticket, .. } => {
                let error = Error::new(Kind::Store, "not saved: nothing has been read yet");
                self.answer(&[ticket], &Err(error));
            }
            Effect::StorePlace(place) => {
                // Not answered: a place that is not kept is no loss to be told of.
                let _ = of.map(|of| {
                    self.with_desk(&of, |store, attached, desk, now| {
                        store.place(attached, &place, &desk.discussion, &desk.index, now)
                    })
                });
            }
            Effect::Rebuild { guesses, repairs } => self.rebuild(guesses, &repairs, of),
            Effect::Adopt(yes) => self.adopt(yes, of),
            Effect::Settle { mark, comment } => {
                let result = of.map(|of| {
                    self.with_desk(&of, |store, attached, desk, _| {
                        store.settle(attached, mark, comment, &desk.discussion, &desk.index)
                    })
                });
                if let Some(Err(error)) = result {
                    self.out.send(Message::Done(Err(error)));
                }
            }
            _ => {}
        }
    }

    /// Builds what was read anew, with repairs, and lays it beside what is shown.
    fn rebuild(&mut self, guesses: Guesses, repairs: &Repairs, of: Option<Arc<Discussion>>) {
        let (Some((base, names, generation)), Some(of)) = (self.base.clone(), of) else { return };
        let at = self.desk(&of);
        let before = Arc::clone(&self.desks[at].index);
        let (attached, source) = (self.desks[at].attached.take(), self.desks[at].source.clone());
        let Mended { discussion, index, missed } = infer::mended(&base, &names, guesses, repairs);
        let carried = carry(&before, &index);
        let to = self.desk_with(&discussion, || Arc::clone(&index));
        let desk = &mut self.desks[to];
        (desk.source, desk.generation) = (source, generation);
        desk.attached = desk.attached.take().or(attached);
        self.out.send(Message::Rebuilt { generation, discussion, index, carried, missed });
    }

    /// It is the discussion that it resembles, or not; if so, what was kept comes back.
    fn adopt(&mut self, yes: bool, of: Option<Arc<Discussion>>) {
        let Some(of) = of else {
            return;
        };
        let at = self.desk(&of);
        let generation = self.desks[at].generation;
        let result = self.with_desk(&of, |store, attached, desk, now| {
            store.adopt(attached, yes)?;
            attached.resembles = None;
            if yes { restore(store, attached, desk, now).map(Some) } else { Ok(None) }
        });
        match result {
            Ok(Some(kept)) => {
                self.out.send(Message::Restored { generation, kept: Box::new(Restored { resembles: None, ..kept }) });
            }
            Ok(None) => {}
            Err(error) => {
                self.out.send(Message::Done(Err(error)));
            }
        }
    }

    fn look(&mut self, of: &Arc<Discussion>, generation: u64) {
        // Only where something is open already: nobody waits for this.
        if self.store.is_none() || !self.desks.iter().any(|desk| Arc::ptr_eq(&desk.discussion, of)) {
            return;
        }
        let others =
            self.with_desk(of, |store, attached, desk, _| store.others(attached, &desk.discussion, &desk.index));
        if let Ok(changes) = others
            && !changes.is_empty()
        {
            self.out.send(Message::Others { generation, changes });
        }
    }

    /// The discussion is left; which comments it had is kept. Not of a part that was
    /// still being read: the rest would have arrived by the next time.
    fn visit(&mut self, of: Option<Arc<Discussion>>) {
        let whole = of.filter(|of| !of.origin().partial);
        let known = whole.filter(|of| self.desks.iter().any(|desk| Arc::ptr_eq(&desk.discussion, of)));
        let _ = known.map(|of| {
            self.with_desk(&of, |store, attached, desk, now| store.visit(attached, &desk.discussion, &desk.index, now))
        });
    }

    fn answer(&mut self, tickets: &[u64], result: &Result<()>) {
        if tickets.is_empty() {
            return;
        }
        self.lost = result.clone().err();
        for ticket in tickets {
            self.out.send(Message::Stored { ticket: *ticket, result: result.clone() });
        }
    }

    /// The store, opened when it is first needed, and anew if that failed.
    fn store(&mut self) -> Result<&mut Store> {
        if self.store.is_none() {
            let not_saved = |error: Error| {
                let told = ["not saved", "cannot read"].iter().any(|words| error.what.as_str().starts_with(words));
                if told {
                    error
                } else {
                    Error { what: Error::new(Kind::Store, format!("not saved: {}", error.what)).what, ..error }
                }
            };
            let folder = self.folder.as_ref().map_err(|error| not_saved(error.clone()))?;
            let mut store = Store::open(folder).map_err(not_saved)?;
            // That old folds stay a while longer is no reason to keep nothing else.
            let _ = store.keep_folds(self.folds, self.now);
            self.store = Some(store);
        }
        self.store.as_mut().ok_or_else(|| Error::new(Kind::Store, "not saved: there is no store"))
    }

    /// Where a discussion lies at hand; laid there if it does not.
    fn desk(&mut self, discussion: &Arc<Discussion>) -> usize {
        self.desk_with(discussion, || Arc::new(Index::of(discussion)))
    }

    fn desk_with(&mut self, discussion: &Arc<Discussion>, index: impl FnOnce() -> Arc<Index>) -> usize {
        if let Some(at) = self.desks.iter().position(|desk| Arc::ptr_eq(&desk.discussion, discussion)) {
            return at;
        }
        let index = index();
        if self.desks.len() >= AT_HAND {
            let screen = shown(&self.shown);
            let old =
                self.desks.iter().position(|desk| screen.as_ref().is_none_or(|s| !Arc::ptr_eq(s, &desk.discussion)));
            self.desks.remove(old.unwrap_or_default());
        }
        let source = self.desks.last().map(|desk| desk.source.clone()).unwrap_or_default();
        self.desks.push(Desk { discussion: Arc::clone(discussion), index, attached: None, source, generation: 0 });
        self.desks.len() - 1
    }

    /// Does something with the store and a discussion that it knows.
    fn with_desk<T>(
        &mut self,
        of: &Arc<Discussion>,
        act: impl FnOnce(&mut Store, &mut Attached, &Desk, i64) -> Result<T>,
    ) -> Result<T> {
        self.store()?;
        let (at, now) = (self.desk(of), self.now);
        let (Some(store), Some(desk)) = (self.store.as_mut(), self.desks.get_mut(at)) else {
            return Err(Error::new(Kind::Store, "not saved: there is no store"));
        };
        let mut attached = match desk.attached.take() {
            Some(attached) => attached,
            None => {
                let source = Some(desk.source.as_str()).filter(|source| !source.is_empty() && *source != "-");
                store.attach(&desk.discussion, &desk.index, source, now)?
            }
        };
        let result = act(store, &mut attached, desk, now);
        desk.attached = Some(attached);
        result
    }
}

/// What was kept, with the visits before this one.
fn restore(store: &mut Store, attached: &mut Attached, desk: &Desk, now: i64) -> Result<Restored> {
    let kept = store.restore(attached, &desk.discussion, &desk.index)?;
    let (visits, since) = store.earlier(attached, &desk.discussion, &desk.index, now)?;
    Ok(Restored { visits, since, ..kept })
}

/// Whether the second job can be done in the transaction of the first.
fn goes_with(first: &Job, second: &Job) -> bool {
    match (first, second) {
        (
            Job::Do { effect: Effect::Store { .. }, of: Some(one), .. },
            Job::Do { effect: Effect::Store { .. }, of: Some(other), .. },
        ) => Arc::ptr_eq(one, other),
        _ => false,
    }
}

/// The numbers that wait for an answer.
fn tickets(jobs: &[Job]) -> Vec<u64> {
    let number = |job: &Job| match job {
        Job::Do { effect: Effect::Store { ticket, .. } | Effect::StoreKept { ticket, .. }, .. } => Some(*ticket),
        _ => None,
    };
    jobs.iter().filter_map(number).collect()
}
