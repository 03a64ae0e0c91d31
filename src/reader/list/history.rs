//! Lists of what lies behind the reader: what was done, and where they jumped from.

use super::{ListKind, ListRow, Target};
use crate::layout::context::{count, name};
use crate::model::CommentId;
use crate::reader::reading::Act;
use crate::reader::state::State;
use crate::text::{Clean, Raw, when};

/// Acts that the list shows to each side; those further away are reached from its ends.
const SHOWN: usize = 1000;

impl State {
    /// What was done here, latest first, with what was taken back above it.
    pub(crate) fn open_changes(&mut self) {
        let (undo, redo) = (&self.reading.undo, &self.reading.redo);
        let done = undo.len();
        let undone = redo.iter().enumerate().skip(redo.len().saturating_sub(SHOWN));
        let mut rows: Vec<ListRow> = undone.map(|(at, act)| self.act_row(act, done + redo.len() - at)).collect();
        let here = rows.len();
        let older = done.saturating_sub(SHOWN);
        rows.extend(undo.iter().enumerate().skip(older).rev().map(|(at, act)| self.act_row(act, at + 1)));
        if !rows.is_empty() && older == 0 {
            rows.push(self.beginning_row());
        }
        let title = match (done, redo.len()) {
            (done, 0) => format!("Changes · {} done", count(done, "act", "acts")),
            (done, undone) => format!("Changes · {} done, {undone} taken back", count(done, "act", "acts")),
        };
        self.open_list(ListKind::Changes, title, "Nothing was done yet that could be taken back.", rows);
        self.list_select(here);
    }

    /// A row that leads to the state after so many acts.
    fn act_row(&self, act: &Act, done: usize) -> ListRow {
        let now = self.reading.undo.len();
        let words = match self.current() {
            Some(_) if self.reading.is_hushed(act.current) => {
                format!("at a comment that is {}", self.mute_words(act.current))
            }
            Some(_) => {
                let discussion = self.discussion();
                format!("at {}: {}", name(discussion, act.current), self.first_words(act.current))
            }
            None => String::new(),
        };
        ListRow {
            sign: String::new(),
            who: Clean::line(Raw::new(&act.name)),
            text: Clean::line(Raw::new(&words)),
            note: if done == now { "← here".to_owned() } else { String::new() },
            age: when::age(self.now, act.at),
            target: Target::Act(done),
            struck: done > now,
        }
    }

    fn beginning_row(&self) -> ListRow {
        ListRow {
            sign: String::new(),
            who: Clean::own("the beginning"),
            text: Clean::default(),
            note: if self.reading.undo.is_empty() { "← here".to_owned() } else { String::new() },
            age: String::new(),
            target: Target::Act(0),
            struck: false,
        }
    }

    /// Where the reader jumped from, latest first.
    pub(crate) fn open_jumps(&mut self) {
        let jumps = &self.reading.jumps;
        let rows: Vec<ListRow> = jumps.iter().rev().map(|id| self.jump_row(*id)).collect();
        let here = jumps.len().saturating_sub(self.reading.jump + 1);
        let title = format!("Jumps · {}", count(rows.len(), "place", "places"));
        self.open_list(ListKind::Jumps, title, "There was no jump yet: G, }, p and the like are jumps.", rows);
        self.list_select(here);
    }

    fn jump_row(&self, id: CommentId) -> ListRow {
        let here = id == self.reading.current;
        ListRow { note: if here { "← here".to_owned() } else { String::new() }, ..self.comment_row(id) }
    }
}
