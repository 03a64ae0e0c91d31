//! One message in, effects out. This file only routes.

mod arrive;
mod kept;
mod key;

use super::message::{Effect, Message};
use super::state::State;

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
}
