//! What was kept has come, and what is to be kept is kept or not.

use crate::error::Error;
use crate::model::change::Spot;
use crate::model::{Change, Guesses, Place, Repair, Restored};
use crate::reader::Message;
use crate::reader::overlay::{Asks, Confirm};
use crate::reader::reading::{Marked, Saved};
use crate::reader::state::{State, has_repair};

impl State {
    pub(super) fn restored(&mut self, kept: Restored) {
        self.restore_origin();
        self.reading.restore_folds(kept.folds);
        if let Some(mut people) = kept.people {
            // What is on its way to the store is not among it.
            self.tickets.values().chain(&self.failed).for_each(|change| people.follow(change));
            self.reading.restore_people(people);
        }
        for id in kept.read {
            self.reading.read.set(id, true);
        }
        self.take_visits(kept.visits, kept.since);
        for (spot, mark) in kept.marks {
            self.reading.marks.entry(spot).or_insert(Marked { mark, saved: Saved::Yes });
        }
        for Repair { of, fix } in kept.repairs {
            self.reading.repairs.set(&of, fix.aspect(), Some(fix));
        }
        if !self.reading.repairs.is_empty() || self.guesses != Guesses::default() {
            self.rebuild();
        }
        self.missing = kept.missing;
        // Only what an earlier visit has left: at a reload the reader is where they are.
        let first = !std::mem::replace(&mut self.met, true);
        if let Some(place) = kept.place.filter(|_| first) {
            self.take_place(place);
        }
        if first && self.status.is_none() && self.reading.fresh() > 0 {
            self.say_new();
        }
        self.rearrange();
        self.lay_preview();
        self.refresh_map();
        if let Some(id) = self.wanted.take().and_then(|identity| self.sure(&identity)) {
            self.list_go_to(id);
        }
        match kept.resembles {
            Some(title) => self.ask(Confirm {
                lines: vec![
                    "You may have read this before, as:".to_owned(),
                    format!("  {title}"),
                    "Are these the same discussion? Its marks are then shown here.".to_owned(),
                ],
                asks: Asks::Adopt,
            }),
            None => self.ask_about(kept.doubtful),
        }
    }

    /// Goes to where the reader was at the last visit, unless they are elsewhere already.
    fn take_place(&mut self, place: Place) {
        self.reading.take_jumps(&place.jumps);
        if !self.touched {
            self.reading.take_place(&place);
        } else if place.current != self.current() {
            self.offered = Some(place);
            self.say("your last visit ended elsewhere · '' goes there");
            self.offer_jump();
        }
    }

    /// The place of the last visit goes into the jump list, where `''` and `^O` find it.
    fn offer_jump(&mut self) {
        if let Some(current) = self.offered.take().and_then(|place| place.current) {
            self.reading.jumps.retain(|id| *id != current);
            self.reading.jumps.push(current);
            self.reading.jump = self.reading.jumps.len();
        }
    }

    pub(super) fn others(&mut self, changes: &[Change]) {
        self.restore_origin();
        for change in changes {
            self.reading.apply(change);
            self.all_saved(change);
        }
        if changes.iter().any(has_repair) {
            self.rebuild();
        }
        self.rearrange();
        self.lay_preview();
        self.refresh_map();
    }

    pub(super) fn stored(&mut self, ticket: u64, result: Result<(), Error>) {
        let change = self.tickets.remove(&ticket);
        match result {
            Ok(()) => {
                self.unsaved = None;
                if let Some(change) = change {
                    self.all_saved(&change);
                }
                for change in std::mem::take(&mut self.failed) {
                    self.store(change);
                }
            }
            Err(error) => {
                self.unsaved = Some(error.to_string());
                if change.as_ref().is_some_and(|change| matches!(change, Change::Mark { .. })) {
                    self.complain(error);
                }
                // It is tried again with the next change that can be kept.
                self.failed.extend(change);
            }
        }
    }

    /// Whether nothing that is seen changes with a message: something else than a mark is on disk, as was expected.
    #[must_use]
    pub fn is_unseen(&self, message: &Message) -> bool {
        let Message::Stored { ticket, result: Ok(()) } = message else { return false };
        let has_mark = self.tickets.get(ticket).is_some_and(sets_mark);
        !has_mark && self.unsaved.is_none() && self.failed.is_empty()
    }

    /// The marks that a change has set are on disk now.
    fn all_saved(&mut self, change: &Change) {
        match change {
            // A later change to the same mark is still on its way.
            Change::Mark { at, mark: Some(mark) }
                if self.reading.marks.get(at).is_some_and(|marked| marked.mark == *mark) =>
            {
                self.set_saved(at);
            }
            Change::All(changes) => changes.iter().for_each(|change| self.all_saved(change)),
            _ => {}
        }
    }

    pub(crate) fn set_saved(&mut self, at: &Spot) {
        if let Some(marked) = self.reading.marks.get_mut(at) {
            marked.saved = Saved::Yes;
        }
    }

    pub(super) fn edited(&mut self, result: Result<String, Error>) {
        match (self.editing.take(), result) {
            (Some(spot), Ok(text)) => {
                self.overlay = None;
                self.save_note(spot, text.trim_end());
            }
            (_, Err(error)) => self.complain(error),
            (None, Ok(_)) => {}
        }
    }
}

/// Whether a mark is shown otherwise once the change is on disk.
fn sets_mark(change: &Change) -> bool {
    match change {
        Change::Mark { mark, .. } => mark.is_some(),
        Change::All(changes) => changes.iter().any(sets_mark),
        _ => false,
    }
}
