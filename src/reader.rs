//! The state of reading, and every command that changes it. No terminal, clock, files or threads.

pub mod input;
pub mod message;

pub use input::{Button, Key, KeyCode, Mouse, MouseKind, Size};
pub use message::{Effect, Message};
