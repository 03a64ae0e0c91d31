//! The state of reading, and every command that changes it. No terminal, clock, files or threads.
//!
//! [`State::update`] takes a [`Message`] and gives [`Effect`]s; `ui` paints the state. The
//! part that is kept and undone is [`Reading`]; what is derived for looking is [`Sight`].
//! Keys run rows of the [`command`] table; movement goes through [`view`] and [`scroll`].

pub mod bits;
mod chain;
pub mod command;
mod folds;
pub mod input;
pub mod keymap;
pub mod links;
pub mod list;
pub mod look;
pub mod message;
mod mouse;
pub mod news;
pub mod overlay;
pub mod pane;
mod passage;
pub mod people;
pub mod quotes;
pub mod read_on;
pub mod reading;
pub mod repair;
pub mod scroll;
pub mod search;
pub mod seek;
pub mod several;
pub mod sight;
pub mod state;
mod update;
pub mod view;

pub(crate) use command::colour_words;
pub use input::{Button, Key, KeyCode, Mouse, MouseKind, Size};
pub use message::{
    Cause, Effect, LoadEffect, Message, OnScreen, SearchEffect, SessionEffect, StoreEffect, TerminalEffect,
};
pub use reading::Reading;
pub use sight::Sight;
pub use state::State;

/// Cells of the article's text in a pane of so many columns: the margin takes five, and
/// lines longer than the measure are hard to read.
#[must_use]
pub fn pane_width(columns: u16) -> usize {
    usize::from(columns.saturating_sub(6).min(crate::layout::area::ARTICLE_MEASURE)).max(1)
}
