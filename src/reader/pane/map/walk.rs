//! The keys of the reading screen as steps of the map's cursor.

use std::sync::Arc;

use super::ThreadMap;
use crate::layout::map::At;
use crate::model::CommentId;
use crate::reader::command::Args;
use crate::reader::seek::Seek;
use crate::reader::state::State;

/// What a command does to the cursor.
#[derive(Clone, Copy)]
pub(super) enum Walk {
    Next,
    Previous,
    AfterBranch,
    BeforeOrParent,
    Parent,
    Reply,
    Root,
    NextRoot,
    PreviousRoot,
    LeaveBranch,
    Top,
    Bottom,
    Percent,
    /// Lines of the map: a share of its height, and the way.
    Lines(usize, bool),
    N(bool),
    Seek(Seek, bool),
}

/// The commands that walk the map.
pub(super) const WALKS: &[(&str, Walk)] = &[
    ("next", Walk::Next),
    ("next-whole", Walk::Next),
    ("previous", Walk::Previous),
    ("previous-whole", Walk::Previous),
    ("next-sibling", Walk::AfterBranch),
    ("previous-sibling", Walk::BeforeOrParent),
    ("parent", Walk::Parent),
    ("fold-or-parent", Walk::Parent),
    ("unfold-or-reply", Walk::Reply),
    ("top-level", Walk::Root),
    ("next-root", Walk::NextRoot),
    ("previous-root", Walk::PreviousRoot),
    ("leave-branch", Walk::LeaveBranch),
    ("top", Walk::Top),
    ("bottom", Walk::Bottom),
    ("percent", Walk::Percent),
    ("line-down", Walk::Lines(0, true)),
    ("line-up", Walk::Lines(0, false)),
    ("half-page-down", Walk::Lines(2, true)),
    ("half-page-up", Walk::Lines(2, false)),
    ("page-down", Walk::Lines(1, true)),
    ("page-up", Walk::Lines(1, false)),
    ("next-match", Walk::N(true)),
    ("previous-match", Walk::N(false)),
    ("next-new", Walk::Seek(Seek::New, true)),
    ("previous-new", Walk::Seek(Seek::New, false)),
    ("next-unread", Walk::Seek(Seek::Unread, true)),
    ("previous-unread", Walk::Seek(Seek::Unread, false)),
    ("next-changed", Walk::Seek(Seek::Changed, true)),
    ("previous-changed", Walk::Seek(Seek::Changed, false)),
    ("next-marked", Walk::Seek(Seek::Marked, true)),
    ("previous-marked", Walk::Seek(Seek::Marked, false)),
    ("next-poster", Walk::Seek(Seek::Poster, true)),
    ("previous-poster", Walk::Seek(Seek::Poster, false)),
    ("next-by-author", Walk::Seek(Seek::Author, true)),
    ("previous-by-author", Walk::Seek(Seek::Author, false)),
    ("next-guessed", Walk::Seek(Seek::Guessed, true)),
    ("previous-guessed", Walk::Seek(Seek::Guessed, false)),
];

impl State {
    pub(super) fn map_walk(&mut self, walk: Walk, args: &Args) {
        let once = matches!(walk, Walk::Top | Walk::Bottom | Walk::Percent | Walk::Root);
        for _ in 0..if once { 1 } else { args.times() } {
            let Some((map, to)) = self.map.as_ref().map(|map| (map, self.map_step(map, walk, args))) else { return };
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
    fn map_step(&self, map: &ThreadMap, walk: Walk, args: &Args) -> Option<CommentId> {
        let discussion = Arc::clone(&self.reading.discussion);
        let (thread, view, here) = (discussion.thread(), &map.view, map.at);
        let root = view.top_of(thread, here);
        match walk {
            Walk::Next => view.next(here),
            Walk::Previous => view.prev(here),
            Walk::AfterBranch => view.after_branch(thread, here),
            Walk::BeforeOrParent => view.prev_sibling(thread, here).or_else(|| thread.parent(here)),
            Walk::Parent => thread.parent(here),
            Walk::Reply => view.first_reply(thread, here),
            Walk::Root => Some(root),
            Walk::NextRoot => view.next_sibling(thread, root),
            Walk::PreviousRoot if root != here => Some(root),
            Walk::PreviousRoot => view.prev_sibling(thread, root),
            Walk::LeaveBranch => view.after_branch(thread, thread.parent(here).unwrap_or(here)),
            Walk::Top | Walk::Bottom if args.count.is_some() => thread.numbered((args.count? as usize).max(1)),
            Walk::Top => view.first(),
            Walk::Bottom => view.last(),
            Walk::Percent => {
                let share = args.count.unwrap_or(0).min(100) as usize;
                thread.numbered((thread.comments() * share / 100).max(1))
            }
            Walk::Lines(share, down) => {
                let lines = map.area.height as usize / share.max(1);
                let by = if share == 0 { 1 } else { lines.max(1) };
                self.map_line(map, by, down)
            }
            Walk::N(forward) => self.find_from(view, here, self.n_means(), forward),
            Walk::Seek(what, forward) => self.find_from(view, here, what, forward),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_a_command_of_the_reading_screen() {
        for (name, _) in WALKS {
            assert!(crate::reader::command::named(name).is_some(), "no command is called {name}");
        }
    }
}
