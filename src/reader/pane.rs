//! The state of each pane that has some, beside where the reader is.

pub mod article;
pub mod context;
pub mod index;
pub mod strip;
