//! The thread that reads a source: one for each load, with its number.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use super::Outbox;
use super::keeper::Job;
use crate::error::{Error, Kind, Result};
use crate::model::part::follow;
use crate::model::{Choice, Discussion, choice};
use crate::reader::Message;

/// How often it is said how far a load is. One that is faster says nothing.
const TELL: Duration = Duration::from_millis(200);

/// What a load gives on its way.
#[derive(Debug)]
pub enum Loading {
    /// It goes on, so many bytes so far; a moment to stop it.
    Progress(u64),
    /// A part that can be shown.
    Partial(Discussion),
    /// The beginning of what is being read.
    Preview(Discussion),
    /// The whole.
    Whole(Discussion),
    /// The whole, which is several; perhaps one of them was asked for.
    Several {
        /// The discussions, in the order of the input.
        all: Vec<Discussion>,
        /// The one that was asked for.
        picked: Option<usize>,
    },
}

/// A load: gives what it reads to the sink, which answers whether to go on.
pub type LoadJob = Box<dyn FnOnce(&mut dyn FnMut(Loading) -> bool) -> Result<()> + Send>;

/// A load that is under way.
pub(super) struct Load {
    pub(super) generation: u64,
    pub(super) source: String,
    /// Something else is shown already: parts of the new one would only take it away.
    pub(super) quietly: bool,
    pub(super) stop: Arc<AtomicBool>,
    pub(super) out: Outbox,
    pub(super) keeper: Sender<Job>,
    pub(super) part: Option<Arc<Discussion>>,
    pub(super) whole: bool,
    /// When it was last said how far it is; at first, when it began.
    pub(super) told: Instant,
}

impl Load {
    /// Starts the load.
    pub(super) fn start(mut self, job: LoadJob) -> std::io::Result<()> {
        thread::Builder::new().name("load".to_owned()).spawn(move || self.run(job)).map(drop)
    }

    fn run(&mut self, job: LoadJob) {
        let result = catch_unwind(AssertUnwindSafe(|| job(&mut |event| self.take(event))))
            .unwrap_or_else(|payload| Err(fault("reading failed", payload.as_ref())));
        if self.whole {
            return;
        }
        let error = match result {
            _ if self.stop.load(Ordering::Relaxed) => Error::input("loading was stopped"),
            Err(error) => error,
            Ok(()) => Error::input("input is empty"),
        };
        self.out.send(Message::Loaded { generation: self.generation, result: Err(error), carried: None });
        // A part is all that there will be: it gets its facts and marks.
        if let Some(part) = self.part.take() {
            self.keep(part);
        }
    }

    fn take(&mut self, event: Loading) -> bool {
        let generation = self.generation;
        match event {
            Loading::Partial(discussion) if !self.quietly && !self.whole => self.show(discussion, false),
            Loading::Preview(discussion) if !self.quietly && !self.whole => self.show(discussion, true),
            // Stopped while something whole is shown: a part of the same is no gain.
            Loading::Whole(_) | Loading::Several { .. } if self.quietly && self.stop.load(Ordering::Relaxed) => {}
            Loading::Whole(discussion) if !self.whole => self.give(Arc::new(discussion)),
            Loading::Several { all, picked } if !self.whole => {
                self.whole = true;
                let all: Vec<_> = all.into_iter().map(Arc::new).collect();
                let choices: Vec<_> = all.iter().map(|discussion| Choice::of(discussion)).collect();
                // Who reads one of them already goes on.
                let picked = picked.or_else(|| self.part.as_ref().and_then(|part| same(part, &all)));
                let one =
                    picked.and_then(|at| Some((all.get(at).cloned()?, choice::source_of(&self.source, &choices, at))));
                self.out.send(Message::Several { generation, all: all.into(), choices, picked });
                if let Some((discussion, source)) = one {
                    self.source = source;
                    self.give(discussion);
                }
            }
            Loading::Progress(bytes) => self.tell(bytes),
            Loading::Partial(_) | Loading::Preview(_) | Loading::Whole(_) | Loading::Several { .. } => {}
        }
        !self.stop.load(Ordering::Relaxed)
    }

    /// First the discussion, then its facts.
    fn give(&mut self, discussion: Arc<Discussion>) {
        self.whole = true;
        let carried = self.part.take().map(|part| follow(&part, &discussion));
        let result = Ok(Arc::clone(&discussion));
        self.out.send(Message::Loaded { generation: self.generation, result, carried });
        self.keep(discussion);
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

    fn keep(&self, discussion: Arc<Discussion>) {
        let (source, again) = (self.source.clone(), self.quietly);
        let _ = self.keeper.send(Job::Take { generation: self.generation, discussion, again, source });
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
