//! The path to the branch that is shown alone: one row above the comments, each part of it a
//! place to go.

use crate::layout::context::{count, name};
use crate::model::CommentId;
use crate::reader::look::Look;
use crate::reader::state::State;
use crate::text::{Clean, Raw, width};

/// The sign of the whole thread.
const HOME: &str = "⌂";
/// What stands between two parts.
pub const BETWEEN: &str = " › ";
/// The widest name.
const NAME: usize = 20;

/// A part of the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its words.
    pub text: Clean,
    /// The first cell, from the left of the row.
    pub x: usize,
    /// Its cells.
    pub cells: usize,
    /// The comment that it stands for; none is the whole thread.
    pub to: Option<CommentId>,
    /// It stands for comments that there is no room for, and leads nowhere.
    pub cut: bool,
}

impl State {
    /// The path to the branch that is shown alone, as far as it fits into a row, its nearest
    /// part last. Empty if the whole thread is shown.
    #[must_use]
    pub fn strip(&self, columns: usize) -> Vec<Part> {
        let Some(root) = self.reading.view.root() else { return Vec::new() };
        let thread = self.discussion().thread();
        let gap = width::cells(BETWEEN);
        // The sign of the thread and of what is cut off have their room.
        let mut room = columns.saturating_sub(2 * (gap + 1));
        let mut near: Vec<(Clean, Option<CommentId>)> = Vec::new();
        let mut at = Some(root);
        while let Some(id) = at {
            let text = Clean::line(Raw::new(&width::fit(name(self.discussion(), id).as_str(), NAME)));
            let cells = width::cells(text.as_str()) + gap;
            if cells > room && !near.is_empty() {
                near.push((Clean::own("…"), None));
                break;
            }
            room = room.saturating_sub(cells);
            near.push((text, Some(id)));
            at = thread.parent(id);
        }
        near.push((Clean::own(HOME), None));
        let last = near.len() - 1;
        let mut x = 0;
        let parts = near.into_iter().enumerate().rev().map(|(nth, (text, to))| {
            let cells = width::cells(text.as_str());
            let part = Part { text, x, cells, to, cut: to.is_none() && nth != last };
            x += cells + gap;
            part
        });
        parts.collect()
    }

    /// The branch of the current comment as if it were the thread. Inside another such branch
    /// it nests: `Esc` goes back one.
    pub(crate) fn look_at_branch(&mut self) {
        let here = self.reading.current;
        if self.reading.view.root() == Some(here) {
            self.say("showing only this branch · Esc goes back");
            return;
        }
        self.look(Look::Root(here));
        let many = count(self.discussion().thread().below(here) + 1, "comment", "comments");
        self.say(format!("{many} of this branch · Esc goes back"));
    }

    /// Goes up to a part of the path: that branch is shown, or the whole thread.
    fn look_up(&mut self, to: Option<CommentId>) {
        let discussion = std::sync::Arc::clone(&self.reading.discussion);
        let thread = discussion.thread();
        self.reading.looks.retain(|look| match (look, to) {
            (Look::Root(root), Some(to)) => *root == to || !thread.is_within(*root, to),
            (Look::Root(_), None) => false,
            _ => true,
        });
        let roots = self.reading.looks.iter().rev().find_map(|look| match look {
            Look::Root(root) => Some(*root),
            _ => None,
        });
        match to.filter(|_| roots != to) {
            Some(to) => self.look(Look::Root(to)),
            None => self.look_again(),
        }
    }

    /// A click on a part of the path.
    pub(crate) fn press_in_strip(&mut self, x: usize) {
        let columns = self.screen.strip.map_or(0, |area| usize::from(area.width));
        let hit = |part: &&Part| (part.x..part.x + part.cells).contains(&x) && !part.cut;
        let to = self.strip(columns.saturating_sub(2)).iter().find(hit).map(|part| part.to);
        if let Some(to) = to.filter(|to| *to != self.reading.view.root()) {
            self.look_up(to);
        }
    }
}
