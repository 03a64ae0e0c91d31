//! Levels: how deep a comment is drawn, where that is not its depth.
//!
//! What follows a closed run is drawn one level below it. In an exchange, where two people
//! answer each other in turn, the levels stop growing. Each row knows the one that its line
//! hangs on, so that drawing costs the levels that are drawn and not the depth.

use std::sync::Arc;

use super::View;
use super::run::Runs;
use crate::model::{CommentId, Thread};

/// No row.
const NONE: u32 = u32::MAX;

/// The levels of a thread, by row.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Levels {
    level: Vec<u32>,
    /// What the row's line hangs on.
    above: Vec<u32>,
    /// The first comment of the exchange at this level; the row itself outside of one.
    head: Vec<u32>,
}

impl Levels {
    fn of(thread: &Thread, exchanges: bool, runs: Option<&Runs>) -> Self {
        let rows = thread.len();
        let mut levels = Self { level: vec![0; rows], above: vec![NONE; rows], head: (0..).take(rows).collect() };
        let mut spans = runs.into_iter().flat_map(|runs| runs.within(0..rows)).peekable();
        let mut latest = None;
        for id in thread.ids() {
            latest = spans.next_if(|(first, _)| *first == id).or(latest);
            let Some(parent) = thread.parent(id) else { continue };
            // What answers a comment of a run stands right behind it.
            let run = latest.filter(|(first, last)| (*first..=*last).contains(&parent)).map(|(first, _)| first);
            let continues = exchanges && run.is_none() && continues(thread, id, parent);
            let on = run.unwrap_or(parent);
            let (level, above, head) = if continues {
                (levels.level(on), levels.above(on).map_or(NONE, |above| above.0), levels.head(on).0)
            } else {
                (levels.level(on) + 1, on.0, id.0)
            };
            for (column, value) in [(&mut levels.level, level), (&mut levels.above, above), (&mut levels.head, head)] {
                if let Some(slot) = column.get_mut(id.index()) {
                    *slot = value;
                }
            }
        }
        levels
    }

    fn level(&self, id: CommentId) -> u32 {
        self.level.get(id.index()).copied().unwrap_or(0)
    }

    fn above(&self, id: CommentId) -> Option<CommentId> {
        self.above.get(id.index()).filter(|above| **above != NONE).map(|above| CommentId(*above))
    }

    fn head(&self, id: CommentId) -> CommentId {
        self.head.get(id.index()).map_or(id, |head| CommentId(*head))
    }
}

/// Whether a comment goes on with an exchange: the only answer to its parent, by whom that
/// one answers.
fn continues(thread: &Thread, id: CommentId, parent: CommentId) -> bool {
    let author = thread.author(id);
    let alone = thread.first_reply(parent) == Some(id) && thread.end(parent) == thread.end(id);
    let answered = thread.parent(parent).and_then(|above| thread.author(above));
    alone && author.is_some() && answered == author && thread.author(parent).is_some_and(|by| Some(by) != author)
}

impl View {
    /// Works the levels out anew: runs were opened or closed, or another way was chosen.
    pub(super) fn level(&mut self, thread: &Thread) {
        let runs = self.active_runs();
        self.levels = (runs.is_some() || self.exchanges).then(|| Arc::new(Levels::of(thread, self.exchanges, runs)));
    }

    /// How deep a row is drawn: its depth, if nothing says otherwise.
    #[must_use]
    pub fn drawn_level(&self, thread: &Thread, id: CommentId) -> u32 {
        self.levels.as_ref().map_or_else(|| thread.depth(id), |levels| levels.level(id))
    }

    /// What the row's line hangs on: its parent, if nothing says otherwise.
    #[must_use]
    pub fn drawn_above(&self, thread: &Thread, id: CommentId) -> Option<CommentId> {
        self.levels.as_ref().map_or_else(|| thread.parent(id), |levels| levels.above(id))
    }

    /// The first comment of the exchange that the row goes on with; the row itself if it
    /// does not.
    #[must_use]
    pub fn exchange(&self, id: CommentId) -> CommentId {
        self.levels.as_ref().map_or(id, |levels| levels.head(id))
    }
}
