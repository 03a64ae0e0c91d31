//! The program's workers: a thread for each load, and one that keeps.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::keeper::{Job, Keeper, Shown, shown};
use super::load::Load;
pub use super::load::{LoadJob, Loading};
use super::search::Searchers;
use super::{Outbox, Workers};
use crate::error::{Error, Kind, Result};
use crate::model::choice::source_of;
use crate::model::{Change, CommentId, Discussion};
use crate::reader::people::find_muted;
use crate::reader::{Effect, Message};
use crate::store::KeepFolds;

/// How long the end waits if nothing is known to be unsaved: the visit is nice to have.
const VISIT: Duration = Duration::from_secs(1);

/// How long the end is waited for in silence.
const SLOW: Duration = Duration::from_millis(400);

/// Comments that the store keeps in a second, at least: the end waits for a change of all of
/// a large thread accordingly longer.
const KEPT_IN_A_SECOND: usize = 25_000;

/// Makes the load of a source: a path, `-`, or an address. Again for reading it anew.
pub type Loads = Box<dyn FnMut(&str) -> LoadJob>;

/// The workers of the program.
pub struct Program {
    out: Outbox,
    loads: Loads,
    keeper: Sender<Job>,
    searchers: Searchers,
    /// Why there is no keeper.
    idle: Option<Error>,
    source: String,
    generation: u64,
    stop: Arc<AtomicBool>,
    /// Stops the search for muted phrases.
    found: Arc<AtomicBool>,
    shown: Shown,
    /// What was read again and is shown when its facts are there.
    next: Option<Arc<Discussion>>,
    /// Another source is being opened: what comes first of it replaces what is shown.
    opening: bool,
    /// The discussions of a source that holds several.
    several: Arc<[Arc<Discussion>]>,
    /// What is shown is a preview.
    preview: bool,
    /// Changes to a preview. Its beginning does not tell which discussion it is, so they wait
    /// for the whole.
    held: Vec<(u64, Change)>,
    /// Changes that are not answered yet.
    tickets: BTreeSet<u64>,
    /// Comments that they are about.
    weight: usize,
    now: i64,
    finished: bool,
}

impl Program {
    /// Starts to read a source as load number 1, and to keep what is done in the store in
    /// this folder, folds for so long. `now` is in seconds since 1970 UTC.
    #[must_use]
    pub fn start(out: Outbox, source: &str, loads: Loads, kept: (Result<PathBuf>, KeepFolds), now: i64) -> Self {
        let (keeper, jobs) = channel();
        let on_screen = Shown::default();
        let worker = Keeper::new(out.clone(), Arc::clone(&on_screen), kept, now);
        let started = thread::Builder::new().name("keeper".to_owned()).spawn(move || worker.run(&jobs));
        let idle = started.err().map(|error| Error::new(Kind::Store, format!("not saved: no thread for it: {error}")));
        let mut program = Self {
            out,
            loads,
            keeper,
            searchers: Searchers::default(),
            idle,
            source: source.to_owned(),
            generation: 1,
            stop: Arc::default(),
            found: Arc::default(),
            shown: on_screen,
            next: None,
            opening: false,
            several: Arc::default(),
            preview: false,
            held: Vec::new(),
            tickets: BTreeSet::new(),
            weight: 0,
            now,
            finished: false,
        };
        program.load(false);
        program
    }

    fn load(&mut self, quietly: bool) {
        // The load before is not wanted any more.
        self.stop.store(true, Ordering::Relaxed);
        self.stop = Arc::default();
        let job = (self.loads)(&self.source);
        let load = Load {
            generation: self.generation,
            source: self.source.clone(),
            quietly,
            stop: Arc::clone(&self.stop),
            out: self.out.clone(),
            keeper: self.keeper.clone(),
            part: None,
            whole: false,
            told: Instant::now(),
        };
        if let Err(error) = load.start(job) {
            let error = Error::new(Kind::Internal, format!("cannot start a thread: {error}"));
            self.out.send(Message::Loaded { generation: self.generation, result: Err(error), carried: None });
        }
    }

    /// One of the several discussions that are at hand takes the place of the one shown.
    fn choose(&mut self, which: usize) {
        self.stop.store(true, Ordering::Relaxed);
        self.stop = Arc::default();
        let generation = self.generation;
        let Some(discussion) = self.several.get(which).cloned() else { return };
        self.out.send(Message::Loaded { generation, result: Ok(Arc::clone(&discussion)), carried: None });
        let source = self.source.clone();
        let _ = self.keeper.send(Job::Take { generation, discussion, again: false, source });
    }

    /// Another discussion takes the place of the one that is shown: the visit to that ends.
    fn leave(&self, now: i64) {
        if let Some(of) = shown(&self.shown) {
            let _ = self.keeper.send(Job::Leave { of, now });
        }
    }

    /// Ends: keeps what is queued, and the visit if the reader has left.
    fn end(&mut self, now: i64, within: Duration, left: bool, slow: &dyn Fn()) -> Result<()> {
        self.finished = true;
        self.stop.store(true, Ordering::Relaxed);
        self.searchers.stop_all();
        self.found.store(true, Ordering::Relaxed);
        self.release(None);
        if self.idle.is_some() {
            return Ok(());
        }
        let (done, result) = channel();
        let of = if left { shown(&self.shown) } else { None };
        let _ = self.keeper.send(Job::End { of, now, done });
        let more = Duration::from_secs((self.weight / KEPT_IN_A_SECOND) as u64);
        let within = if self.tickets.is_empty() { within.min(VISIT) } else { within + more };
        let soon = within.min(SLOW);
        let kept = result.recv_timeout(soon).or_else(|_| {
            if !self.tickets.is_empty() {
                slow();
            }
            result.recv_timeout(within.saturating_sub(soon))
        });
        match kept {
            Ok(result) => result,
            Err(_) if self.tickets.is_empty() => Ok(()),
            Err(_) => Err(Error::new(Kind::Store, "not saved: the store did not answer in time")),
        }
    }

    /// Looks for muted phrases. Without a thread for it, they are found as they come on the
    /// screen.
    fn find_muted(&mut self, discussion: Arc<Discussion>, phrases: Vec<String>) {
        self.found.store(true, Ordering::Relaxed);
        self.found = Arc::default();
        let (stop, out) = (Arc::clone(&self.found), self.out.clone());
        let look = move || {
            let found = find_muted(&discussion, &phrases, &|| stop.load(Ordering::Relaxed));
            found.map(|found| out.send(Message::FoundMuted { discussion, phrases, found }));
        };
        let _ = thread::Builder::new().name("muted".to_owned()).spawn(look);
    }

    fn show(&self, discussion: Arc<Discussion>) {
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = Some(discussion);
    }

    /// What waited for the whole is kept, by the rows of what is shown now.
    fn release(&mut self, carried: Option<&Vec<Option<CommentId>>>) {
        self.preview = false;
        for (ticket, change) in std::mem::take(&mut self.held) {
            let moved = |id: CommentId| carried.map_or(Some(id), |map| map.get(id.index()).copied().flatten());
            match change.map(&mut |id| moved(id)) {
                Some(change) => self.keep(Effect::Store { ticket, change }, self.now),
                None => {
                    let error = Error::new(Kind::Store, "not saved: its comment is not in the whole");
                    self.out.send(Message::Stored { ticket, result: Err(error) });
                }
            }
        }
    }

    fn keep(&mut self, effect: Effect, now: i64) {
        let ticket = match effect {
            Effect::Store { ticket, .. } | Effect::StoreKept { ticket, .. } => Some(ticket),
            _ => None,
        };
        if let Some(error) = &self.idle {
            if let Some(ticket) = ticket {
                self.out.send(Message::Stored { ticket, result: Err(error.clone()) });
            }
            if matches!(effect, Effect::AllMarks) {
                self.out.send(Message::AllMarks(Err(error.clone())));
            }
            return;
        }
        if let Effect::Store { change, .. } = &effect {
            self.weight += change.comments();
        }
        self.tickets.extend(ticket);
        let _ = self.keeper.send(Job::Do { effect, of: shown(&self.shown), now });
    }
}

impl Workers for Program {
    /// Follows what the state shows: the rows of a change are rows of that.
    fn notice(&mut self, message: &Message) {
        match message {
            Message::Partial { generation, discussion, preview, .. } if *generation == self.generation => {
                self.next = None;
                self.opening = false;
                self.preview = *preview;
                self.show(Arc::clone(discussion));
            }
            Message::Several { generation, all, choices, picked } if *generation == self.generation => {
                self.several = Arc::clone(all);
                match picked {
                    Some(at) => self.source = source_of(&self.source, choices, *at),
                    None => self.release(None),
                }
            }
            Message::Loaded { generation, result: Err(_), .. } if *generation == self.generation => self.release(None),
            Message::Loaded { generation, result: Ok(discussion), carried: Some(carried) }
                if *generation == self.generation =>
            {
                self.show(Arc::clone(discussion));
                self.release(Some(carried));
            }
            Message::Loaded { generation, result: Ok(discussion), carried: None } if *generation == self.generation => {
                let again = !std::mem::take(&mut self.opening) && shown(&self.shown).is_some();
                if again {
                    self.next = Some(Arc::clone(discussion));
                } else {
                    self.show(Arc::clone(discussion));
                }
            }
            Message::Rebuilt { generation, discussion, .. } if *generation == self.generation => {
                self.show(Arc::clone(discussion));
            }
            Message::Indexed { generation, carried: Some(_), .. } if *generation == self.generation => {
                if let Some(next) = self.next.take() {
                    self.show(next);
                }
            }
            Message::Stored { ticket, .. } => {
                self.tickets.remove(ticket);
                if self.tickets.is_empty() {
                    self.weight = 0;
                }
            }
            _ => {}
        }
    }

    fn perform(&mut self, effect: Effect, now: i64) {
        self.now = now;
        match effect {
            Effect::Reload { generation } => {
                self.generation = generation;
                self.next = None;
                self.load(true);
            }
            Effect::Open { generation, source } => {
                self.leave(now);
                self.generation = generation;
                self.next = None;
                self.source = source;
                self.opening = true;
                self.load(false);
            }
            Effect::Choose { generation, which, source } => {
                self.leave(now);
                self.generation = generation;
                self.next = None;
                self.source = source;
                self.opening = true;
                self.choose(which);
            }
            Effect::Search { generation, hunt } => self.searchers.start(self.out.clone(), generation, hunt),
            Effect::StopSearch { generation } => self.searchers.stop(generation),
            Effect::FindMuted { discussion, phrases } => self.find_muted(discussion, phrases),
            Effect::StopLoading => self.stop.store(true, Ordering::Relaxed),
            Effect::Store { ticket, change } if self.preview => self.held.push((ticket, change)),
            // Where one is in a few screens is no place of the whole.
            Effect::StorePlace(_) if self.preview => {}
            other => self.keep(other, now),
        }
    }

    fn look(&mut self) {
        if let Some(of) = shown(&self.shown) {
            let _ = self.keeper.send(Job::Look { of, generation: self.generation });
        }
    }

    fn finish(&mut self, now: i64, within: Duration, slow: &dyn Fn()) -> Result<()> {
        self.end(now, within, true, slow)
    }
}

impl Drop for Program {
    /// After a panic of the loop, too, what is queued is kept. It is no visit that has ended:
    /// what was new is new again the next time.
    fn drop(&mut self) {
        if !self.finished {
            let _ = self.end(self.now, VISIT, false, &|| {});
        }
    }
}

#[cfg(test)]
mod tests;
