//! The keys of the reading screen as steps of the map's cursor.

use std::sync::Arc;

use super::ThreadMap;
use crate::layout::map::At;
use crate::model::CommentId;
use crate::reader::command::Args;
use crate::reader::seek::Seek;
use crate::reader::state::State;

/// How a command moves the cursor of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The next row.
    Next,
    /// The row before.
    Previous,
    /// What follows the branch.
    AfterBranch,
    /// The previous sibling, or the parent.
    BeforeOrParent,
    /// The parent.
    Parent,
    /// The first reply.
    Reply,
    /// The top-level comment of the branch.
    Root,
    /// The next top-level comment.
    NextRoot,
    /// The top-level comment of the branch, or the one before.
    PreviousRoot,
    /// What follows the parent's branch.
    LeaveBranch,
    /// The first comment, or the one of that number.
    Top,
    /// The last comment, or the one of that number.
    Bottom,
    /// A place in percent of the thread.
    Percent,
    /// Lines of the map: one part in so many of its height (0: one line), and whether down.
    Lines(usize, bool),
    /// What `n` goes to, and whether forward.
    N(bool),
    /// What `]x` goes to, and whether forward.
    Seek(Seek, bool),
}

impl State {
    pub(super) fn map_walk(&mut self, step: Step, args: &Args) {
        let once = matches!(step, Step::Top | Step::Bottom | Step::Percent | Step::Root);
        for _ in 0..if once { 1 } else { args.times() } {
            let Some((map, to)) = self.map.as_ref().map(|map| (map, self.map_step(map, step, args))) else { return };
            match to.filter(|to| *to != map.at) {
                Some(to) => self.map_to(to),
                None => {
                    self.say("no more comments in that direction");
                    return;
                }
            }
        }
    }

    pub(super) fn map_to(&mut self, id: CommentId) {
        if let Some(map) = &mut self.map {
            map.at = id;
        }
    }

    /// Where a step leads.
    fn map_step(&self, map: &ThreadMap, step: Step, args: &Args) -> Option<CommentId> {
        let discussion = Arc::clone(&self.reading.discussion);
        let (thread, view, here) = (discussion.thread(), &map.view, map.at);
        let root = view.top_of(thread, here);
        match step {
            Step::Next => view.next(here),
            Step::Previous => view.prev(here),
            Step::AfterBranch => view.after_branch(thread, here),
            Step::BeforeOrParent => view.prev_sibling(thread, here).or_else(|| thread.parent(here)),
            Step::Parent => thread.parent(here),
            Step::Reply => view.first_reply(thread, here),
            Step::Root => Some(root),
            Step::NextRoot => view.next_sibling(thread, root),
            Step::PreviousRoot if root != here => Some(root),
            Step::PreviousRoot => view.prev_sibling(thread, root),
            Step::LeaveBranch => view.after_branch(thread, thread.parent(here).unwrap_or(here)),
            Step::Top | Step::Bottom if args.count.is_some() => thread.numbered((args.count? as usize).max(1)),
            Step::Top => view.first(),
            Step::Bottom => view.last(),
            Step::Percent => {
                let share = args.count.unwrap_or(0).min(100) as usize;
                thread.numbered((thread.comments() * share / 100).max(1))
            }
            Step::Lines(share, down) => {
                let lines = map.area.height as usize / share.max(1);
                let by = if share == 0 { 1 } else { lines.max(1) };
                self.map_line(map, by, down)
            }
            Step::N(forward) => self.find_from(view, here, self.n_means(), forward),
            Step::Seek(what, forward) => self.find_from(view, here, what, forward),
        }
    }

    /// The comment some lines of the map further on: the first that stands there.
    pub(super) fn map_line(&self, map: &ThreadMap, by: usize, down: bool) -> Option<CommentId> {
        let here = map.layout.at(self.discussion().thread(), map.at);
        let last = map.layout.lines.saturating_sub(1);
        let line = if down { (here.line + by).min(last) } else { here.line.saturating_sub(by) };
        let (x, y) = map.spot(At { line, ..here })?;
        map.nearest(x, y)
    }
}
