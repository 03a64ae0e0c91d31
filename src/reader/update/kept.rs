//! What was kept has come, and what is to be kept is kept or not.

use crate::error::Error;
use crate::model::change::Spot;
use crate::model::{Change, Guesses, Place, Repair, Restored};
use crate::reader::list::ListKind;
use crate::reader::message::{Message, StoreEffect};
use crate::reader::overlay::{Asks, Confirm};
use crate::reader::reading::{Marked, Saved};
use crate::reader::state::{State, Tone, has_repair};

impl State {
    pub(super) fn restored(&mut self, kept: Restored) {
        self.restore_origin();
        self.reading.restore_folds(kept.folds);
        if let Some(mut people) = kept.people {
            // What is on its way to the store is not among it.
            self.tickets.values().for_each(|change| people.follow(change));
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
        self.reapply_pending();
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

    /// Another window changed something. What is not on disk yet here is the later wish.
    pub(super) fn others(&mut self, changes: &[Change]) {
        self.restore_origin();
        for change in changes {
            self.reading.apply(change);
            self.all_saved(change);
        }
        self.reapply_pending();
        if changes.iter().any(has_repair) {
            self.rebuild();
        }
        self.rearrange();
        self.lay_preview();
        self.refresh_map();
        match self.screens.last().map(|list| list.kind) {
            Some(ListKind::AllMarks) => self.effects.push(StoreEffect::AllMarks.into()),
            _ => self.refresh_list(),
        }
    }

    /// Does once more, in order, what is not on disk yet: what came from the store is older.
    fn reapply_pending(&mut self) {
        for change in self.tickets.values() {
            self.reading.apply(change);
        }
    }

    /// Changes that were made before this discussion was opened again, and are still queued.
    pub(super) fn take_unsaved(&mut self, changes: Vec<(u64, Change)>) {
        let new: Vec<_> = changes.into_iter().filter(|(ticket, _)| !self.tickets.contains_key(ticket)).collect();
        if new.is_empty() {
            return;
        }
        self.tickets.extend(new);
        self.reapply_pending();
        self.rearrange();
        self.refresh_list();
    }

    pub(super) fn stored(&mut self, ticket: u64, result: Result<(), Error>) {
        match result {
            Ok(()) => {
                if let Some(change) = self.tickets.remove(&ticket) {
                    self.all_saved(&change);
                }
                let failed = self.unsaved.take().is_some();
                if failed && self.status.as_ref().is_none_or(|status| status.tone == Tone::Error) {
                    self.say("saved");
                }
            }
            Err(error) => {
                self.unsaved = Some(error.to_string());
                if self.tickets.get(&ticket).is_some_and(|change| matches!(change, Change::Mark { .. })) {
                    self.complain(error);
                }
            }
        }
    }

    /// Whether nothing that is seen changes with a message: something else than a mark is on disk, as was expected.
    #[must_use]
    pub fn is_unseen(&self, message: &Message) -> bool {
        let Message::Stored { ticket, result: Ok(()) } = message else { return false };
        let has_mark = self.tickets.get(ticket).is_some_and(sets_mark);
        !has_mark && self.unsaved.is_none()
    }

    /// The marks that a change has set are on disk now.
    fn all_saved(&mut self, change: &Change) {
        match change {
            Change::Mark { at, mark: Some(mark) }
                if self.reading.marks.get(at).is_some_and(|marked| marked.mark == *mark)
                    // No later change to the same mark is still on its way.
                    && !self.tickets.values().any(|pending| changes_mark(pending, at)) =>
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

/// Whether a change is about this mark.
fn changes_mark(change: &Change, spot: &Spot) -> bool {
    match change {
        Change::Mark { at, .. } => at == spot,
        Change::All(changes) => changes.iter().any(|change| changes_mark(change, spot)),
        _ => false,
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
