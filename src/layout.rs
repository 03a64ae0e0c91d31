//! Numbers, no colours: where things stand on the screen and which words make a row.
//!
//! [`area`] divides the screen, [`lines`] breaks a body into rows at a width, [`comment`]
//! adds what stands around a comment's text, [`quote`] folds quotes, [`context`] lays out what a comment answers,
//! [`index`] one row for each comment.

pub mod area;
pub mod comment;
pub mod context;
pub mod index;
pub mod lines;
pub mod quote;

pub use area::{Area, Pane, Screen, Shape};
pub use comment::{Fitting, Laid};
pub use lines::Line;
