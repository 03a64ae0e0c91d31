//! The reader as the loop's app: its state and its theme.

use super::App;
use crate::reader::overlay::Overlay;
use crate::reader::{Effect, Message, State};
use crate::ui::theme::Theme;

/// The reader.
#[derive(Debug)]
pub struct Reader {
    /// What is read, and where.
    pub state: State,
    /// How it looks.
    pub theme: Theme,
}

impl App for Reader {
    fn update(&mut self, message: Message) -> Vec<Effect> {
        self.state.update(message)
    }

    fn shows(&self, message: &Message) -> bool {
        !self.state.is_unseen(message)
    }

    fn is_typing(&self) -> bool {
        matches!(&self.state.overlay, Some(Overlay::Prompt(prompt)) if !prompt.text.is_empty())
    }

    fn draw(&self, cells: &mut ratatui::buffer::Buffer) -> Option<(u16, u16)> {
        crate::ui::draw(&self.state, &self.theme, cells)
    }

    fn leave(&mut self) -> Vec<Effect> {
        self.state.leave()
    }
}
