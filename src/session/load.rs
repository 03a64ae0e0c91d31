//! The thread that reads a source: one for each load, with its number.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::Outbox;
use crate::error::{Error, Kind, Result};
use crate::loader::{Event, Flow, Sink};
use crate::model::part::follow;
use crate::model::{Choice, Discussion};
use crate::reader::Message;

/// How often it is said how far a load is. One that is faster says nothing.
const TELL: Duration = Duration::from_millis(200);

/// A load: gives what it reads to the sink.
pub type LoadJob = Box<dyn FnOnce(&mut dyn Sink) -> Result<()> + Send>;

/// A load that is under way.
pub(super) struct Load {
    generation: u64,
    /// Something else is shown already: parts of the new one would only take it away.
    quietly: bool,
    stop: Arc<AtomicBool>,
    out: Outbox,
    part: Option<Arc<Discussion>>,
    whole: bool,
    /// When it was last said how far it is; at first, when it began.
    told: Instant,
}

impl Load {
    pub(super) fn new(generation: u64, quietly: bool, stop: Arc<AtomicBool>, out: Outbox) -> Self {
        Self { generation, quietly, stop, out, part: None, whole: false, told: Instant::now() }
    }

    /// Starts the load.
    pub(super) fn start(mut self, job: LoadJob) -> std::io::Result<()> {
        thread::Builder::new().name("load".to_owned()).spawn(move || self.run(job)).map(drop)
    }

    fn run(&mut self, job: LoadJob) {
        let result = catch_unwind(AssertUnwindSafe(|| job(self)))
            .unwrap_or_else(|payload| Err(fault("loading failed", payload.as_ref())));
        if self.whole {
            return;
        }
        let error = match result {
            _ if self.is_stopped() => Error::input("loading was stopped"),
            Err(error) => error,
            Ok(()) => Error::input("input is empty"),
        };
        self.out.send(Message::Loaded { generation: self.generation, result: Err(error), carried: None });
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn give(&mut self, discussion: Arc<Discussion>) {
        self.whole = true;
        let carried = self.part.take().map(|part| follow(&part, &discussion));
        self.out.send(Message::Loaded { generation: self.generation, result: Ok(discussion), carried });
    }

    fn give_several(&mut self, all: Vec<Discussion>, picked: Option<usize>) {
        self.whole = true;
        let all: Vec<_> = all.into_iter().map(Arc::new).collect();
        let choices: Vec<_> = all.iter().map(|discussion| Choice::of(discussion)).collect();
        // Who reads one of them already goes on.
        let picked = picked.or_else(|| self.part.as_ref().and_then(|part| same(part, &all)));
        let one = picked.and_then(|at| all.get(at).cloned());
        let picked = picked.filter(|_| one.is_some());
        self.out.send(Message::Several { generation: self.generation, all: all.into(), choices, picked });
        if let Some(discussion) = one {
            self.give(discussion);
        }
    }

    /// Says how far it is, now and then.
    fn tell(&mut self, bytes: u64) {
        if self.told.elapsed() >= TELL {
            self.told = Instant::now();
            self.out.send(Message::Progress { generation: self.generation, bytes });
        }
    }

    fn show(&mut self, discussion: Discussion, preview: bool) {
        let discussion = Arc::new(discussion);
        let before = self.part.replace(Arc::clone(&discussion));
        let carried = before.map(|before| follow(&before, &discussion));
        self.out.send(Message::Partial { generation: self.generation, discussion, preview, carried });
    }
}

impl Sink for Load {
    fn take(&mut self, event: Event) -> Flow {
        match event {
            Event::Progress { bytes } => self.tell(bytes),
            Event::Partial(discussion) if !self.quietly && !self.whole => self.show(discussion, false),
            Event::Preview(discussion) if !self.quietly && !self.whole => self.show(discussion, true),
            // Stopped while something whole is shown: a part of the same is no gain.
            Event::Whole(_) | Event::Several { .. } if self.quietly && self.is_stopped() => {}
            Event::Whole(discussion) if !self.whole => self.give(Arc::new(discussion)),
            Event::Several { all, picked } if !self.whole => self.give_several(all, picked),
            Event::Partial(_) | Event::Preview(_) | Event::Whole(_) | Event::Several { .. } => {}
        }
        if self.is_stopped() { Flow::Stop } else { Flow::Continue }
    }
}

/// The one of which a part is shown.
fn same(part: &Discussion, all: &[Arc<Discussion>]) -> Option<usize> {
    let site = &part.origin().site;
    let by_site = || all.iter().position(|one| site.is_some() && one.origin().site == *site);
    let by_title = || all.iter().position(|one| part.has_title() && one.title() == part.title());
    by_site().or_else(by_title)
}

/// An error for a panic that was caught.
pub(super) fn fault(what: &str, payload: &(dyn std::any::Any + Send)) -> Error {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no reason was given");
    Error::new(Kind::Internal, format!("{what} (internal error): {text}"))
}
