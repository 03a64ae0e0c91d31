//! Searches that take their time: a thread for each, stopped between two slices.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::Outbox;
use crate::error::{Error, Kind};
use crate::query::Slice;
use crate::reader::Message;
use crate::reader::search::Hunt;

/// How much is asked between two looks at the flag: some milliseconds.
const SLICE: usize = 200_000;

/// How often hits are told, after the first ones: each time the screen is painted.
const TELL: Duration = Duration::from_millis(50);

/// The searches that are under way.
#[derive(Default)]
pub(super) struct Searchers {
    stops: Vec<(u64, Arc<AtomicBool>)>,
}

impl Searchers {
    /// Goes on with a search on a thread of its own.
    pub(super) fn start(&mut self, out: Outbox, generation: u64, hunt: Box<Hunt>) {
        // Those that have ended have let go of their flags.
        self.stops.retain(|(_, stop)| Arc::strong_count(stop) > 1);
        let stop = Arc::new(AtomicBool::new(false));
        self.stops.push((generation, Arc::clone(&stop)));
        let failed = out.clone();
        let run = move || {
            if catch_unwind(AssertUnwindSafe(|| search(&out, generation, *hunt, &stop))).is_err() {
                let error = Error::new(Kind::Internal, "search failed (internal error); results so far are kept");
                out.send(Message::Found { generation, slice: Slice { hits: Vec::new(), done: true } });
                out.send(Message::Done(Err(error)));
            }
        };
        if thread::Builder::new().name("search".to_owned()).spawn(run).is_err() {
            // What was found at once is all there is.
            failed.send(Message::Found { generation, slice: Slice { hits: Vec::new(), done: true } });
        }
    }

    /// Stops a search; what it has found since is not told any more.
    pub(super) fn stop(&mut self, generation: u64) {
        for (_, stop) in self.stops.iter().filter(|(of, _)| *of == generation) {
            stop.store(true, Ordering::Relaxed);
        }
    }

    /// Stops all.
    pub(super) fn stop_all(&mut self) {
        self.stops.iter().for_each(|(_, stop)| stop.store(true, Ordering::Relaxed));
    }
}

fn search(out: &Outbox, generation: u64, mut hunt: Hunt, stop: &AtomicBool) {
    let mut hits = Vec::new();
    let mut told: Option<Instant> = None;
    loop {
        let slice = hunt.slice(SLICE);
        if stop.load(Ordering::Relaxed) {
            return;
        }
        hits.extend(slice.hits);
        let due = !hits.is_empty() && told.is_none_or(|told| told.elapsed() >= TELL);
        if due || slice.done {
            told = Some(Instant::now());
            let slice = Slice { hits: std::mem::take(&mut hits), done: slice.done };
            out.send(Message::Found { generation, slice });
        }
        if slice.done {
            return;
        }
    }
}
