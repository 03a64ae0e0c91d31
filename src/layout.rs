//! Numbers, no colours: where things stand on the screen and which words make a row.
//!
//! [`area`] divides the screen, [`bar`] the scroll bar, [`lines`] breaks a body into rows at a width, [`comment`]
//! adds what stands around a comment's text, [`quote`] folds quotes, [`context`] lays out what a comment answers,
//! [`index`] one row for each comment, [`map`] the whole thread in small.

pub mod area;
pub mod bar;
pub mod comment;
pub mod context;
pub mod index;
pub mod lines;
pub mod map;
pub mod quote;

pub use area::{Area, Pane, Screen, Shape};
pub use comment::{Fitting, Laid};
pub use lines::Line;
