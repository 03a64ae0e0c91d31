//! Untrusted bytes become safe, measured, wrapped text.
//!
//! There are two string types. [`Raw`] is text as a source gave it: it cannot be printed,
//! and only the few places that decode or compare it can look inside. [`Clean`] is made from
//! decoded `Raw` and from nothing else; it is the only type that screens, titles, errors and
//! exports take. Whatever somebody wrote into a comment, its characters reach the terminal
//! as characters.

pub mod clean;
pub mod quote;
pub mod when;
pub mod width;
pub mod wrap;

pub use clean::{Clean, Cleaner, Raw};
