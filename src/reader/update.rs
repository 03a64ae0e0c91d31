//! One message in, effects out. This file only routes.

mod arrive;
mod kept;
mod key;

use super::message::{Cause, Effect, Message, StoreEffect};
use super::state::State;

impl State {
    /// Takes a message; gives what is to be done for it.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Now(now) => self.now = now,
            Message::Key(key) => {
                self.poll_store();
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
            Message::Focus(true) => self.poll_store(),
            Message::Focus(false) => {}
            Message::Loaded { generation, result, carried } if generation == self.load.generation => {
                self.loaded(result, carried);
            }
            Message::Partial { generation, discussion, preview, carried } if generation == self.load.generation => {
                self.partial(discussion, preview, carried);
            }
            Message::Replaced { of, discussion, index, carried, cause } => match cause {
                Cause::Reload { generation } if generation == self.load.generation && self.is_on_screen(&of) => {
                    self.reloaded(discussion, index, &carried);
                }
                Cause::Repair { missed } if self.is_on_screen(&of) => {
                    self.rebuilt(discussion, index, &carried, missed);
                }
                Cause::Reload { .. } | Cause::Repair { .. } => {}
            },
            Message::Indexed { of, index } if self.is_on_screen(&of) => {
                self.index = Some(index);
                self.refilter(0, true);
            }
            Message::Progress { generation, bytes } if generation == self.load.generation => self.load.bytes = bytes,
            Message::Several { generation, all, choices, picked } if generation == self.load.generation => {
                self.several(&all, choices, picked);
            }
            Message::Restored { of, kept } if self.is_on_screen(&of) => self.restored(*kept),
            Message::Unsaved { of, changes } if self.is_on_screen(&of) => self.take_unsaved(changes),
            Message::Others { of, changes } if self.is_on_screen(&of) => self.others(&changes),
            Message::Loaded { .. }
            | Message::Several { .. }
            | Message::Progress { .. }
            | Message::Partial { .. }
            | Message::Indexed { .. }
            | Message::Restored { .. }
            | Message::Unsaved { .. }
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

    /// Asks what other windows changed.
    fn poll_store(&mut self) {
        if !self.load.empty && !self.load.preview {
            self.effects.push(StoreEffect::Poll { of: self.on_screen() }.into());
        }
    }

    /// What has to be kept when the program ends, on its own wish or by a signal.
    pub fn leave(&mut self) -> Vec<Effect> {
        if !self.load.empty {
            self.leave_discussion();
        }
        std::mem::take(&mut self.effects)
    }

    /// The discussion leaves the screen: its place is kept, and the visit ends.
    pub(in crate::reader) fn leave_discussion(&mut self) {
        self.restore_origin();
        // A place in a preview means nothing in the whole.
        let place = (!self.load.preview).then(|| self.reading.place());
        self.release_deferred();
        let of = self.on_screen();
        if let Some(place) = place {
            self.effects.push(StoreEffect::Place { of: of.clone(), place }.into());
        }
        self.effects.push(StoreEffect::Leave { of }.into());
    }

    /// All is read that will be: what was done to the preview is sent to the store.
    pub(in crate::reader) fn release_deferred(&mut self) {
        self.load.preview = false;
        let of = self.on_screen();
        for ticket in std::mem::take(&mut self.deferred) {
            if let Some(change) = self.tickets.get(&ticket).cloned() {
                self.effects.push(StoreEffect::Change { ticket, of: of.clone(), change }.into());
            }
        }
    }
}
