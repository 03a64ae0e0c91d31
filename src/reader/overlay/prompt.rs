//! Keys in a prompt and in a question.

use super::{Asks, Confirm, Overlay, Prompt, PromptMove, Purpose};
use crate::model::Change;
use crate::model::change::Spot;
use crate::reader::input::{Key, KeyCode};
use crate::reader::message::Effect;
use crate::reader::state::State;

impl State {
    /// A key while a prompt is open.
    pub(crate) fn key_in_prompt(&mut self, mut prompt: Prompt, key: Key) {
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) | (KeyCode::Char('c' | 'g'), true) => {
                self.close_prompt(prompt);
                return;
            }
            (KeyCode::Enter, _) => {
                self.enter_prompt(&prompt);
                return;
            }
            (KeyCode::Char('e'), true) if matches!(prompt.purpose, Purpose::Note(_)) => {
                if let Purpose::Note(spot) = prompt.purpose {
                    self.editing = Some(spot);
                }
                self.effects.push(Effect::Edit(prompt.text));
                return;
            }
            (KeyCode::Backspace, _) | (KeyCode::Char('h'), true) if prompt.text.is_empty() => {
                self.close_prompt(prompt);
                return;
            }
            (KeyCode::Backspace, _) | (KeyCode::Char('h'), true) => prompt.backspace(),
            (KeyCode::Delete, _) | (KeyCode::Char('d'), true) => prompt.delete(),
            (KeyCode::Char('w'), true) => prompt.delete_word(),
            (KeyCode::Char('u'), true) => {
                prompt.text.replace_range(..prompt.cursor, "");
                prompt.cursor = 0;
            }
            (KeyCode::Left, _) | (KeyCode::Char('b'), true) => prompt.go(PromptMove::Left),
            (KeyCode::Right, _) | (KeyCode::Char('f'), true) => prompt.go(PromptMove::Right),
            (KeyCode::Home, _) | (KeyCode::Char('a'), true) => prompt.go(PromptMove::Home),
            (KeyCode::End, _) | (KeyCode::Char('e'), true) => prompt.go(PromptMove::End),
            (KeyCode::Up, _) | (KeyCode::Char('p'), true) => prompt.choice = prompt.choice.saturating_sub(1),
            (KeyCode::Down, _) | (KeyCode::Char('n'), true) => {
                prompt.choice = (prompt.choice + 1).min(prompt.commands().len().saturating_sub(1));
            }
            (KeyCode::Tab, _) => complete(&mut prompt),
            (KeyCode::Char(c), false) if !key.alt => prompt.insert(c.encode_utf8(&mut [0; 4])),
            _ => {}
        }
        self.overlay = Some(Overlay::Prompt(prompt));
    }

    /// Closes a prompt; a note that was begun is kept as a draft.
    fn close_prompt(&mut self, prompt: Prompt) {
        if let Purpose::Note(spot) = prompt.purpose
            && !prompt.text.trim().is_empty()
        {
            self.note_draft = Some((spot, prompt.text));
            self.say("not marked; the note is kept as a draft until M is pressed here again");
        }
    }

    fn enter_prompt(&mut self, prompt: &Prompt) {
        match &prompt.purpose {
            Purpose::Note(spot) => self.save_note(spot.clone(), &prompt.text),
            Purpose::Split(_) | Purpose::Author(_) => self.enter_repair(&prompt.purpose, &prompt.text),
            Purpose::Tag(who) => self.save_tag(who, &prompt.text),
            Purpose::Colour(who) => self.save_colour(who, &prompt.text),
            Purpose::Phrase(before) => self.save_phrase(before, &prompt.text),
            Purpose::Command => {
                let first = prompt.text.split_whitespace().next().unwrap_or_default();
                let known = first.is_empty() || first.starts_with(|c: char| c.is_ascii_digit());
                let known = known
                    || matches!(first, "q" | "wq" | "x" | "qa" | "q!")
                    || crate::reader::command::named(first).is_some();
                let chosen = prompt.commands().get(prompt.choice).copied().filter(|_| !known || prompt.choice > 0);
                match chosen {
                    Some(command) => self.run(command, &crate::reader::command::Args::default()),
                    None => self.run_line(&prompt.text),
                }
            }
        }
    }

    /// A key while a question is open: anything but yes is no, and `?` is neither.
    pub(crate) fn key_in_confirm(&mut self, confirm: Confirm, key: Key) {
        let yes = matches!(key.code, KeyCode::Char('y' | 'Y')) && !key.ctrl;
        let no = matches!(key.code, KeyCode::Char('n' | 'N' | 'q') | KeyCode::Esc | KeyCode::Enter) || key.ctrl;
        if !yes && !no {
            self.overlay = Some(Overlay::Confirm(confirm));
            return;
        }
        match confirm.asks {
            Asks::Adopt => self.effects.push(Effect::Adopt(yes)),
            Asks::Repair(wanted) if yes => self.repair(&wanted),
            Asks::Repair(_) => self.say("left as the source has it"),
            Asks::Settle { mark, comment, kept } => {
                if yes && self.reading.mark(comment).is_none() {
                    self.reading.apply(&Change::Mark { at: Spot::Comment(comment), mark: Some(kept.mark) });
                    self.set_saved(&Spot::Comment(comment));
                    self.effects.push(Effect::Settle { mark, comment: Some(comment) });
                } else {
                    self.missing.push(*kept);
                    self.effects.push(Effect::Settle { mark, comment: None });
                }
            }
        }
    }
}

/// Puts the chosen command's name in.
fn complete(prompt: &mut Prompt) {
    if prompt.purpose != Purpose::Command {
        return;
    }
    if let Some(command) = prompt.commands().get(prompt.choice) {
        command.name.clone_into(&mut prompt.text);
        prompt.cursor = prompt.text.len();
        prompt.choice = 0;
    }
}
