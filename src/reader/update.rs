//! One message in, effects out. This file only routes.

mod key;

use std::sync::Arc;

use super::list::ListKind;
use super::message::{Effect, Message};
use super::overlay::{Asks, Confirm, Overlay};
use super::reading::{Marked, Reading, Saved};
use super::repair::Linking;
use super::state::{Load, State};
use crate::error::Error;
use crate::model::change::Spot;
use crate::model::{Change, CommentId, Discussion, Guesses, Repair, Restored};

impl State {
    /// Takes a message; gives what is to be done for it.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Now(now) => self.now = now,
            Message::Key(key) => {
                self.key(key);
                self.keep_in_sight();
            }
            Message::Mouse(mouse) => {
                self.mouse(mouse);
                self.keep_in_sight();
            }
            Message::Paste(text) => self.paste(&text),
            Message::Resize(size) => {
                self.size = size;
                self.rearrange();
                self.refresh_map();
            }
            Message::Focus(_) => {}
            Message::Loaded { generation, result, carried } if generation == self.load.generation => {
                self.loaded(result, carried);
            }
            Message::Partial { generation, discussion, carried, .. } if generation == self.load.generation => {
                self.partial(discussion, carried);
            }
            Message::Indexed { generation, index, carried } if generation == self.load.generation => {
                self.index = Some(index);
                if let Some(carried) = carried {
                    self.carry_reload(&carried);
                }
                self.refilter(0, true);
            }
            Message::Rebuilt { generation, discussion, index, carried, missed }
                if generation == self.load.generation =>
            {
                self.rebuilt(discussion, index, &carried, missed);
            }
            Message::Progress { generation, bytes } if generation == self.load.generation => self.load.bytes = bytes,
            Message::Several { generation, choices, picked, .. } if generation == self.load.generation => {
                self.several(choices, picked);
            }
            Message::Restored { generation, kept } if generation == self.load.generation => self.restored(*kept),
            Message::Others { generation, changes } if generation == self.load.generation => self.others(&changes),
            Message::Loaded { .. }
            | Message::Several { .. }
            | Message::Progress { .. }
            | Message::Rebuilt { .. }
            | Message::Partial { .. }
            | Message::Indexed { .. }
            | Message::Restored { .. }
            | Message::Others { .. } => {}
            Message::Stored { ticket, result } => self.stored(ticket, result),
            Message::AllMarks(Ok(marks)) => self.take_all_marks(marks),
            Message::Done(Ok(words)) => self.say(words.as_str()),
            Message::AllMarks(Err(error)) | Message::Done(Err(error)) => self.complain(error),
            Message::Edited(result) => self.edited(result),
            Message::Found { generation, slice } => self.found(generation, &slice),
            Message::FoundMuted { discussion, phrases, found } => self.found_muted(&discussion, &phrases, found),
        }
        self.find_muted();
        std::mem::take(&mut self.effects)
    }

    /// What has to be kept when the program ends, on its own wish or by a signal.
    pub fn leave(&mut self) -> Vec<Effect> {
        self.restore_origin();
        if !self.load.empty {
            self.effects.push(Effect::StorePlace(self.reading.place()));
        }
        std::mem::take(&mut self.effects)
    }

    fn loaded(&mut self, result: Result<Arc<Discussion>, Error>, carried: Option<Vec<Option<CommentId>>>) {
        self.load = Load { running: false, partial: false, bytes: 0, ..self.load.clone() };
        match result {
            Ok(discussion) => {
                let cut = !discussion.origin().complete;
                let note = discussion.origin().notes.last().map(|note| note.text.to_string());
                match carried {
                    _ if self.load.empty || self.opening.is_some() => self.begin(discussion),
                    Some(map) => self.carry(discussion, &map),
                    // The map from old rows to new ones comes with the index.
                    None => self.replacement = Some(discussion),
                }
                if cut {
                    self.say(format!("incomplete: {}", note.unwrap_or_else(|| "the input was cut off".to_owned())));
                }
            }
            Err(error) => {
                (self.opening, self.wanted) = (None, None);
                self.again = false;
                self.complain(error);
            }
        }
    }

    /// A fuller part of what is being read.
    fn partial(&mut self, discussion: Arc<Discussion>, carried: Option<Vec<Option<CommentId>>>) {
        match carried.filter(|_| !self.load.empty && self.opening.is_none()) {
            Some(map) => self.carry(discussion, &map),
            None => self.begin(discussion),
        }
        self.load.partial = true;
    }

    /// The first that is shown of a source: nothing of another one stays.
    fn begin(&mut self, discussion: Arc<Discussion>) {
        let (shape, people) = (self.reading.shape, std::mem::take(&mut self.reading.people));
        self.reading = Reading::new(discussion);
        self.reading.shape = shape;
        self.reading.people = people.of(&self.reading.discussion);
        self.reading.index = self.index_choice.opens(self.discussion().origin().is_mail());
        if let Some(source) = self.opening.take() {
            self.source = source;
            self.touched = false;
            self.forget_several_of_others();
        }
        self.index = None;
        self.replacement = None;
        (self.shown, self.pointed) = (None, None);
        self.missing.clear();
        self.trail.clear();
        self.tickets.clear();
        self.failed.clear();
        self.screens.clear();
        self.map = None;
        self.questions.clear();
        (self.note_draft, self.editing, self.linking) = (None, None, None);
        (self.met, self.again, self.load.empty) = (false, false, false);
        self.forget_searches();
        self.sight.forget();
        self.rearrange();
    }

    pub(super) fn carry(&mut self, discussion: Arc<Discussion>, map: &[Option<CommentId>]) {
        let to = |id: CommentId| map.get(id.index()).copied().flatten();
        self.restore_origin();
        let line = self.top_line();
        self.reading.carry(discussion, map);
        self.stay_in_view();
        let renamed = std::mem::take(&mut self.tickets);
        self.tickets =
            renamed.into_iter().filter_map(|(ticket, change)| Some((ticket, change.map(&mut |id| to(id))?))).collect();
        let failed = std::mem::take(&mut self.failed);
        self.failed = failed.into_iter().filter_map(|change| change.map(&mut |id| to(id))).collect();
        self.trail.clear();
        self.index = None;
        (self.shown, self.pointed) = (None, None);
        self.sight.forget();
        self.carry_overlays(&to);
        self.rearrange();
        if let Some((id, at)) = line.and_then(|(id, at)| Some((to(id)?, at))) {
            self.keep_line(id, at);
        }
        self.search_again();
        self.refilter(0, false);
        self.carry_map(&to);
    }

    /// What lies over the screen names comments too: it is carried over, or closed.
    fn carry_overlays(&mut self, to: &impl Fn(CommentId) -> Option<CommentId>) {
        let spot = |spot: Spot| match spot {
            Spot::Comment(id) => to(id).map(Spot::Comment),
            passage @ Spot::Passage(_) => Some(passage),
        };
        self.linking = self.linking.and_then(|linking| Some(Linking { child: to(linking.child)?, ..linking }));
        self.editing = self.editing.take().and_then(spot);
        self.note_draft = self.note_draft.take().and_then(|(of, text)| Some((spot(of)?, text)));
        self.overlay = match self.overlay.take() {
            Some(Overlay::Prompt(prompt)) => prompt.carried(&spot).map(Overlay::Prompt),
            Some(Overlay::Confirm(confirm)) => confirm.carried(to).map(Overlay::Confirm),
            Some(Overlay::Sheet(_) | Overlay::Hints(_) | Overlay::Link(_)) | None => None,
        };
        let questions = std::mem::take(&mut self.questions);
        self.questions = questions.into_iter().filter_map(|confirm| confirm.carried(to)).collect();
        let marks = self.screens.last().is_some_and(|list| list.kind == ListKind::Marks);
        self.screens.retain(|list| list.kind == ListKind::Discussions);
        if marks {
            self.open_marks();
        }
    }

    /// A reload, or the end of a pipe, is shown once it is known which comment is which.
    fn carry_reload(&mut self, map: &[Option<CommentId>]) {
        let Some(discussion) = self.replacement.take() else { return };
        let was = Arc::clone(&self.reading.discussion);
        let before = was.thread().comments();
        let partial = self.reading.discussion.origin().partial;
        let index = self.index.take();
        self.carry(discussion, map);
        self.index = index;
        let (brought, changed) = if self.again && !partial { self.take_brought(&was, map) } else { (0, 0) };
        // That the input is cut was said when it came, and matters more than what it brought.
        if !std::mem::take(&mut self.again) || !self.reading.discussion.origin().complete {
            return;
        }
        let after = self.reading.discussion.thread().comments();
        let new = match (brought, changed) {
            (0, 0) => String::new(),
            (0, changed) => format!(", {changed} changed · ]c goes to the next"),
            (brought, 0) => format!(", {brought} new · n goes to the next"),
            (brought, changed) => format!(", {brought} new, {changed} changed · n, ]c go to the next"),
        };
        match after.checked_sub(before) {
            Some(0) if new.is_empty() => self.say("read again: nothing new"),
            Some(0) => self.say(format!("read again: as many{new}")),
            Some(more) => self.say(format!("read again: {more} more{new}")),
            None => self.say(format!("read again: {} fewer{new}", before - after)),
        }
    }

    fn restored(&mut self, kept: Restored) {
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
        if let Some(place) = kept.place.as_ref().filter(|_| first) {
            self.reading.take_jumps(&place.jumps);
        }
        match kept.place.filter(|_| first) {
            // Read again before it came: the reader is there already.
            Some(place) if self.touched && place.current == self.current() => {}
            Some(place) if self.touched => {
                self.offered = Some(place);
                self.say("you were elsewhere at the last visit · '' goes there");
                self.offer_jump();
            }
            Some(place) => self.reading.take_place(&place),
            None => {}
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
        if let Some(title) = kept.resembles {
            let lines = vec![
                "You may have read this before, as:".to_owned(),
                format!("  {title}"),
                "Are these the same discussion? Its marks are then shown here.".to_owned(),
            ];
            self.ask(Confirm { lines, asks: Asks::Adopt });
        } else {
            self.ask_about(kept.doubtful);
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

    fn others(&mut self, changes: &[Change]) {
        self.restore_origin();
        for change in changes {
            self.reading.apply(change);
            self.all_saved(change);
        }
        if changes.iter().any(super::state::has_repair) {
            self.rebuild();
        }
        self.rearrange();
        self.lay_preview();
        self.refresh_map();
    }

    fn stored(&mut self, ticket: u64, result: Result<(), Error>) {
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

    fn edited(&mut self, result: Result<String, Error>) {
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
