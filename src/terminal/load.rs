//! The thread that reads a source: one for each load, with its number.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;

use super::Outbox;
use super::keeper::Job;
use crate::error::{Error, Kind, Result};
use crate::model::index::carry;
use crate::model::{Choice, Discussion, Index};
use crate::reader::Message;

/// What a load gives on its way.
#[derive(Debug)]
pub enum Loading {
    /// It goes on; a moment to stop it.
    Progress,
    /// A part that can be shown.
    Partial(Discussion),
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
            _ if self.stop.load(Ordering::Relaxed) => Error::input("reading was stopped"),
            Err(error) => error,
            Ok(()) => Error::input("there is nothing to read"),
        };
        self.out.send(Message::Loaded { generation: self.generation, result: Err(error) });
        // A part is all that there will be: it gets its facts and marks.
        if let Some(part) = self.part.take() {
            self.keep(part, None);
        }
    }

    fn take(&mut self, event: Loading) -> bool {
        let generation = self.generation;
        match event {
            Loading::Partial(discussion) if !self.quietly && !self.whole => {
                let discussion = Arc::new(discussion);
                let before = self.part.replace(Arc::clone(&discussion));
                let carried = before.map(|before| carry(&Index::of(&before), &Index::of(&discussion)));
                self.out.send(Message::Partial { generation, discussion, carried });
            }
            // Stopped while something whole is shown: a part of the same is no gain.
            Loading::Whole(_) | Loading::Several { .. } if self.quietly && self.stop.load(Ordering::Relaxed) => {}
            Loading::Whole(discussion) if !self.whole => self.give(Arc::new(discussion)),
            Loading::Several { all, picked } if !self.whole => {
                self.whole = true;
                let all: Vec<_> = all.into_iter().map(Arc::new).collect();
                let one = picked.and_then(|at| all.get(at).cloned());
                let choices = all.iter().map(|discussion| Choice::of(discussion)).collect();
                self.out.send(Message::Several { generation, all: all.into(), choices, picked });
                if let Some(discussion) = one {
                    self.give(discussion);
                }
            }
            Loading::Progress | Loading::Partial(_) | Loading::Whole(_) | Loading::Several { .. } => {}
        }
        !self.stop.load(Ordering::Relaxed)
    }

    /// First the discussion, then its facts.
    fn give(&mut self, discussion: Arc<Discussion>) {
        self.whole = true;
        let generation = self.generation;
        self.out.send(Message::Loaded { generation, result: Ok(Arc::clone(&discussion)) });
        let part = self.part.take();
        self.keep(discussion, part);
    }

    fn keep(&self, discussion: Arc<Discussion>, part: Option<Arc<Discussion>>) {
        let source = self.source.clone();
        let _ = self.keeper.send(Job::Take { generation: self.generation, discussion, part, source });
    }
}

/// An error for a panic that was caught.
pub(super) fn fault(what: &str, payload: &(dyn std::any::Any + Send)) -> Error {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no reason was given");
    Error::new(Kind::Internal, format!("{what}: a fault in this program: {text}"))
}
