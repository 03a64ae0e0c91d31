//! What a running program does besides painting: a thread for each load and each search, and
//! one that has the store.
//!
//! The session knows nothing of the screen. The reader's state is the only one who knows what
//! is shown: each effect says which discussion it acts on, and each answer says which one it
//! is about.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::{Error, Kind, Result};
use crate::model::Discussion;
use crate::reader::people::find_muted;
use crate::reader::{LoadEffect, Message, SearchEffect, SessionEffect, StoreEffect};
use crate::store::{self, KeepFolds};

mod load;
mod search;
mod store_worker;
#[cfg(test)]
mod tests;

use load::Load;
pub use load::LoadJob;
use search::Searchers;
use store_worker::{Job, StoreWorker, Summary};

/// How often the end asks whether to go on waiting.
const TICK: Duration = Duration::from_millis(50);

/// How long the end waits, when the loop has panicked, for changes that are not saved.
const AFTER_PANIC: Duration = Duration::from_secs(5);

/// How long it is worth to wait for the visit to be recorded, when all changes are saved.
pub const VISIT: Duration = Duration::from_secs(1);

/// Makes the load of a source: a path, `-`, or an address. Called again to read it again.
pub type Loads = Box<dyn FnMut(&str) -> LoadJob>;

/// The way of answers to whoever runs the session.
#[derive(Clone)]
pub struct Outbox(Arc<dyn Fn(Message) -> bool + Send + Sync>);

impl Outbox {
    /// An outbox that gives its messages to a function; that answers `false` if nobody takes
    /// them any more.
    pub fn new(send: impl Fn(Message) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(send))
    }

    /// Sends a message; `false` if nobody takes it any more.
    pub fn send(&self, message: Message) -> bool {
        (self.0)(message)
    }
}

/// Where and how a session keeps what is done.
#[derive(Clone, Debug)]
pub struct Keeping {
    /// The store's folder, or why there is none.
    pub folder: Result<PathBuf>,
    /// How long folds are kept.
    pub folds: KeepFolds,
    /// How long a write waits for that of another program.
    pub patience: Duration,
}

impl Keeping {
    /// In this folder, folds for so long, with the store's own patience.
    #[must_use]
    pub fn new(folder: Result<PathBuf>, folds: KeepFolds) -> Self {
        Self { folder, folds, patience: store::PATIENCE }
    }
}

/// How far the end of a session is.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    /// Changes that are not saved yet.
    pub unsaved: usize,
    /// How long it has taken so far.
    pub waited: Duration,
}

/// The workers of a running program.
pub struct Session {
    out: Outbox,
    loads: Loads,
    worker: Sender<Job>,
    /// Why there is no worker for the store.
    no_worker: Option<Error>,
    searchers: Searchers,
    /// Stops the load that is under way.
    stop: Arc<AtomicBool>,
    /// Stops the search for muted phrases.
    stop_muted: Arc<AtomicBool>,
    /// Changes that are not saved yet.
    unsaved: Arc<AtomicUsize>,
    finished: bool,
}

impl Session {
    /// Starts to read a source as load number 1, and the worker for the store. `now` is in
    /// seconds since 1970 UTC.
    #[must_use]
    pub fn start(out: Outbox, source: &str, loads: Loads, keeping: Keeping, now: i64) -> Self {
        let (worker, jobs) = channel();
        let unsaved = Arc::new(AtomicUsize::new(0));
        let store = StoreWorker::new(out.clone(), keeping, Arc::clone(&unsaved), now);
        let started = thread::Builder::new().name("store".to_owned()).spawn(move || store.run(&jobs));
        let no_worker =
            started.err().map(|error| Error::new(Kind::Store, format!("not saved: cannot start a thread: {error}")));
        let mut session = Self {
            out,
            loads,
            worker,
            no_worker,
            searchers: Searchers::default(),
            stop: Arc::default(),
            stop_muted: Arc::default(),
            unsaved,
            finished: false,
        };
        session.load(1, source, false);
        session
    }

    /// Does an effect, without keeping the caller waiting. `now` is in seconds since 1970 UTC.
    pub fn perform(&mut self, effect: SessionEffect, now: i64) {
        match effect {
            SessionEffect::Load(LoadEffect::Reload { generation, source }) => self.load(generation, &source, true),
            SessionEffect::Load(LoadEffect::Open { generation, source }) => self.load(generation, &source, false),
            SessionEffect::Load(LoadEffect::Stop) => self.stop.store(true, Ordering::Relaxed),
            SessionEffect::Store(effect) => self.store(effect, now),
            SessionEffect::Search(SearchEffect::Start { generation, hunt }) => {
                self.searchers.start(self.out.clone(), generation, hunt);
            }
            SessionEffect::Search(SearchEffect::Stop { generation }) => self.searchers.stop(generation),
            SessionEffect::Search(SearchEffect::FindMuted { discussion, phrases }) => {
                self.find_muted(discussion, phrases);
            }
        }
    }

    fn load(&mut self, generation: u64, source: &str, quietly: bool) {
        // The load before is not wanted any more.
        self.stop.store(true, Ordering::Relaxed);
        self.stop = Arc::default();
        let job = (self.loads)(source);
        let load = Load::new(generation, quietly, Arc::clone(&self.stop), self.out.clone());
        if let Err(error) = load.start(job) {
            let error = Error::new(Kind::Internal, format!("cannot start a thread: {error}"));
            self.out.send(Message::Loaded { generation, result: Err(error), carried: None });
        }
    }

    fn store(&mut self, effect: StoreEffect, now: i64) {
        let ticket = match &effect {
            StoreEffect::Change { ticket, .. } | StoreEffect::ChangeKept { ticket, .. } => Some(*ticket),
            StoreEffect::Attach { .. }
            | StoreEffect::Place { .. }
            | StoreEffect::Leave { .. }
            | StoreEffect::Adopt { .. }
            | StoreEffect::Settle { .. }
            | StoreEffect::Rebuild { .. }
            | StoreEffect::AllMarks
            | StoreEffect::Poll { .. } => None,
        };
        if ticket.is_some() {
            self.unsaved.fetch_add(1, Ordering::Relaxed);
        }
        match (&self.no_worker, ticket, &effect) {
            (Some(error), Some(ticket), _) => {
                self.out.send(Message::Stored { ticket, result: Err(error.clone()) });
            }
            (Some(error), None, StoreEffect::AllMarks) => {
                self.out.send(Message::AllMarks(Err(error.clone())));
            }
            (Some(_), None, _) => {}
            (None, ..) => {
                let _ = self.worker.send(Job::Do { effect, now });
            }
        }
    }

    /// Looks for muted phrases. Without a thread for it, they are found as they come on the
    /// screen.
    fn find_muted(&mut self, discussion: Arc<Discussion>, phrases: Vec<String>) {
        self.stop_muted.store(true, Ordering::Relaxed);
        self.stop_muted = Arc::default();
        let (stop, out) = (Arc::clone(&self.stop_muted), self.out.clone());
        let look = move || {
            let found = find_muted(&discussion, &phrases, &|| stop.load(Ordering::Relaxed));
            found.map(|found| out.send(Message::FoundMuted { discussion, phrases, found }));
        };
        let _ = thread::Builder::new().name("muted".to_owned()).spawn(look);
    }

    /// The program ends: everything that was asked of the store is done, and what could not be
    /// saved is tried once more. `wait` is asked every 50 ms whether to go on waiting.
    ///
    /// # Errors
    /// If something could not be saved ([`Kind::Unsaved`]): how many changes, and why.
    pub fn finish(&mut self, wait: &mut dyn FnMut(Waiting) -> bool) -> Result<()> {
        self.finished = true;
        self.stop.store(true, Ordering::Relaxed);
        self.searchers.stop_all();
        self.stop_muted.store(true, Ordering::Relaxed);
        let summary = match self.no_worker.take() {
            Some(error) => Summary { lost: self.unsaved.load(Ordering::Relaxed), why: Some(error) },
            None => self.await_worker(wait),
        };
        if summary.lost == 0 {
            return Ok(());
        }
        let why = summary.why.map_or_else(|| "the store did not answer in time".to_owned(), |error| error.to_string());
        let why = why.strip_prefix("not saved: ").unwrap_or(&why);
        let changes = if summary.lost == 1 { "change was" } else { "changes were" };
        Err(Error::new(Kind::Unsaved, format!("{} {changes} not saved: {why}", summary.lost)))
    }

    fn await_worker(&mut self, wait: &mut dyn FnMut(Waiting) -> bool) -> Summary {
        let began = Instant::now();
        let (done, result) = channel();
        let _ = self.worker.send(Job::End { done });
        loop {
            let unsaved = self.unsaved.load(Ordering::Relaxed);
            match result.recv_timeout(TICK) {
                Ok(summary) => return summary,
                Err(RecvTimeoutError::Timeout) if wait(Waiting { unsaved, waited: began.elapsed() }) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    return Summary { lost: self.unsaved.load(Ordering::Relaxed), why: None };
                }
            }
        }
    }
}

impl Drop for Session {
    /// After a panic of the loop, too, what is queued is saved. It is no visit that has ended:
    /// what was new is new again the next time.
    fn drop(&mut self) {
        if !self.finished {
            let wait = |end: Waiting| end.waited < if end.unsaved == 0 { VISIT } else { AFTER_PANIC };
            let _ = self.finish(&mut { wait });
        }
    }
}
