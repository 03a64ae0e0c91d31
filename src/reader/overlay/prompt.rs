//! Keys in a prompt and in a question.

use super::{Asks, Confirm, Overlay, Prompt, PromptMove, Purpose};
use crate::model::Change;
use crate::model::change::Spot;
use crate::reader::input::{Key, KeyCode};
use crate::reader::message::{StoreEffect, TerminalEffect};
use crate::reader::state::State;

impl State {
    /// A key while a prompt is open.
    pub(crate) fn key_in_prompt(&mut self, mut prompt: Prompt, key: Key) {
        let before = prompt.text.clone();
        if prompt.purpose.is_query() && self.key_in_query(&mut prompt, key) {
            if self.behind.is_none() {
                self.keep_prompt(prompt, &before);
            }
            return;
        }
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
                self.effects.push(TerminalEffect::Edit(prompt.text).into());
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
        self.keep_prompt(prompt, &before);
    }

    /// The prompt stays; a query that was changed is followed.
    fn keep_prompt(&mut self, prompt: Prompt, before: &str) {
        let (purpose, text) = (prompt.purpose.clone(), prompt.text.clone());
        self.overlay = Some(Overlay::Prompt(prompt));
        if purpose.is_query() && text != before {
            self.query_typed(&purpose, &text);
        }
    }

    /// The keys that only queries have; whether it was one.
    fn key_in_query(&mut self, prompt: &mut Prompt, key: Key) -> bool {
        let help = matches!(key.code, KeyCode::F(1)) || (prompt.text.is_empty() && key.code == KeyCode::Char('?'));
        match (key.code, key.ctrl) {
            _ if help => {
                self.open_query_help();
                self.behind = Some(prompt.clone());
            }
            (KeyCode::Up, _) | (KeyCode::Char('p'), true) => recall(prompt, &self.searches.history, true),
            (KeyCode::Down, _) | (KeyCode::Char('n'), true) => recall(prompt, &self.searches.history, false),
            (KeyCode::Tab, _) => complete_query(prompt),
            _ => return false,
        }
        true
    }

    /// Closes a prompt; a note that was begun is kept as a draft.
    fn close_prompt(&mut self, prompt: Prompt) {
        if prompt.purpose.is_query() {
            self.leave_query();
        }
        if let Purpose::Note(spot) = prompt.purpose
            && !prompt.text.trim().is_empty()
        {
            self.note_draft = Some((spot, prompt.text));
            self.say("not marked; the note is kept as a draft · M continues it");
        }
    }

    fn enter_prompt(&mut self, prompt: &Prompt) {
        match &prompt.purpose {
            Purpose::Note(spot) => self.save_note(spot.clone(), &prompt.text),
            Purpose::Search { .. } | Purpose::Filter => self.enter_query(&prompt.purpose, &prompt.text),
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
            Asks::CatchUp if yes => self.catch_up(),
            Asks::CatchUp => self.say("no comment was set read"),
            Asks::Adopt => self.effects.push(StoreEffect::Adopt { of: self.on_screen(), yes }.into()),
            Asks::Bulk { goal, these, words } if yes => self.act_on_all(goal, these, &words),
            Asks::Bulk { .. } => self.say("nothing was changed"),
            Asks::Repair(wanted) if yes => self.repair(&wanted),
            Asks::Repair(_) => self.say("unchanged"),
            Asks::Settle { mark, comment, kept } => {
                if yes && self.reading.mark(comment).is_none() {
                    self.reading.apply(&Change::Mark { at: Spot::Comment(comment), mark: Some(kept.mark) });
                    self.set_saved(&Spot::Comment(comment));
                    let of = self.on_screen();
                    self.effects.push(StoreEffect::Settle { of, mark, comment: Some(comment) }.into());
                } else {
                    self.missing.push(*kept);
                    let of = self.on_screen();
                    self.effects.push(StoreEffect::Settle { of, mark, comment: None }.into());
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

/// Takes an earlier query in the place of what was typed, or goes back to that.
fn recall(prompt: &mut Prompt, history: &[String], earlier: bool) {
    let to = if earlier { (prompt.choice + 1).min(history.len()) } else { prompt.choice.saturating_sub(1) };
    if to == prompt.choice {
        return;
    }
    if prompt.choice == 0 {
        prompt.draft.clone_from(&prompt.text);
    }
    prompt.choice = to;
    let text = history.len().checked_sub(to).and_then(|at| history.get(at)).filter(|_| to > 0);
    prompt.text = text.unwrap_or(&prompt.draft).clone();
    prompt.cursor = prompt.text.len();
}

/// Completes the name of a field, or as much of it as is sure.
fn complete_query(prompt: &mut Prompt) {
    let word = prompt.word().to_owned();
    let names = crate::query::completions(&word);
    let Some((first, rest)) = names.split_first() else { return };
    let shared = |name: &String| first.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    let len = rest.iter().map(shared).min().unwrap_or(first.len());
    if let Some(more) = first.get(word.len()..len.max(word.len())) {
        prompt.insert(more);
    }
}
