//! What a key does: it is for what lies on top, or for the command that it is bound to.

use crate::layout::Pane;
use crate::reader::command::{Args, Command};
use crate::reader::input::Key;
use crate::reader::keymap::{Hit, Mode, write};
use crate::reader::overlay::Overlay;
use crate::reader::state::State;

impl State {
    pub(super) fn key(&mut self, key: Key) {
        self.touched = true;
        self.searches.await_nothing();
        if !self.key_on_top(key) {
            self.key_of_mode(key);
        }
        self.ask_next();
    }

    /// What waits for an answer takes every key; tells whether something did.
    fn key_on_top(&mut self, key: Key) -> bool {
        let asks = !matches!(self.overlay, None | Some(Overlay::Sheet(_)));
        if asks {
            self.status = None;
        }
        match self.overlay.take() {
            Some(Overlay::Prompt(prompt)) => self.key_in_prompt(prompt, key),
            Some(Overlay::Confirm(confirm)) => self.key_in_confirm(confirm, key),
            Some(Overlay::Hints(hints)) => self.key_in_hints(hints, key),
            Some(Overlay::Link(card)) => self.key_in_link(card, key),
            sheet => self.overlay = sheet,
        }
        asks || self.overlay.is_none() && self.screens.is_empty() && self.key_while_linking(key)
    }

    /// A key of the keymap, or a part of one.
    fn key_of_mode(&mut self, key: Key) {
        let mode = self.mode();
        let mut pending = std::mem::take(&mut self.pending);
        if !pending.is_empty() && write(key) == "Esc" {
            return;
        }
        let hit = self.keymap.step(mode, &mut pending, key);
        self.pending = pending;
        match hit {
            Hit::Wait => {}
            Hit::Command(command, count) => self.run_key(command, count, key),
            Hit::Miss(keys) => self.missed(mode, &keys),
        }
        self.settle_shown();
    }

    fn run_key(&mut self, command: &Command, count: Option<u32>, key: Key) {
        let dismissed_message = self.status.take().is_some();
        let here = self.reading.current;
        self.run(command, &Args { count, text: String::new(), key: Some(key), dismissed_message });
        if here == self.reading.current {
            return;
        }
        self.context_top = 0;
        // Where there is room for one pane, it is the one that was read last; Space, b and Q
        // choose it themselves.
        if command.pane.chooses_pane() {
            return;
        }
        self.reading.alone = Pane::Comments;
        if !self.shows_comments() && self.screens.is_empty() {
            self.reading.focus = Pane::Comments;
            self.rearrange();
            self.reveal(self.reading.current);
        }
    }

    fn missed(&mut self, mode: Mode, keys: &[Key]) {
        let typed: String = keys.iter().map(|key| write(*key)).collect();
        let where_ = match mode {
            Mode::Reading | Mode::Map => "",
            Mode::List => " in a list",
            Mode::Sheet => " here · q closes this",
        };
        self.say(format!("{typed} is not bound{where_} · ? shows all keys"));
    }

    /// Pasted text goes into a prompt, and nowhere else: it never runs as keys.
    pub(super) fn paste(&mut self, text: &str) {
        match &mut self.overlay {
            Some(Overlay::Prompt(prompt)) => {
                prompt.insert(text);
                let (purpose, text) = (prompt.purpose.clone(), prompt.text.clone());
                if purpose.is_query() {
                    self.query_typed(&purpose, &text);
                }
            }
            _ => self.say("pasted text is ignored outside prompts"),
        }
    }
}
