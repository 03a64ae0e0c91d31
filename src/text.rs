//! Words: untrusted text becomes safe, measured, wrapped text.
//!
//! There are two string types, and the border between them is the one that keeps a terminal safe:
//!
//! - [`Raw`] is text as a source gave it, after charsets, entities and escapes were decoded. It cannot be printed: no
//!   `Display`, no `Deref`, and its bytes are open to this crate only.
//! - [`Clean`] is text that a terminal may be sent. It is made from [`Raw`] and from nothing else, so whoever holds one
//!   holds the proof that it was cleaned *after* all decoding. Titles, panes, errors, stdout and exports take only it.
//!
//! Cleaning replaces: a control becomes one visible picture, a line separator a break, a direction override a mark with
//! its name. It never removes a stretch and joins what stood around it, because what is joined may be a new sequence.
//! Characters that cannot be seen at all are the exception: they go one by one, they are counted
//! ([`Clean::hidden`]), and no character is judged by a neighbour that a control could hide behind.
//!
//! The other modules work on cleaned text: [`width`] measures it in cells as the screen does, [`wrap`] cuts it into
//! lines, [`quote`] normalises it for finding quoted words, [`when`] reads and words times,
//! [`link`] says where an address leads.
//!
//! This room imports no other, reads no file and asks no clock.

pub mod clean;
pub mod link;
pub mod quote;
pub mod when;
pub mod width;
pub mod wrap;

pub use clean::{Clean, Cleaner, Raw};
