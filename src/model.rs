//! What is read and kept: the article, the thread under it, and what a reader leaves behind.
//!
//! A format fills a [`Draft`] through a [`DraftWriter`]; [`build::discussion`] turns it into a
//! [`Discussion`], which never changes afterwards: a fuller one replaces it. Texts are spans
//! ([`TextRef`]) into two buffers and are opened ([`body`]) only when they are shown or
//! searched, so a thread of a million comments costs some sixty bytes a comment beside its
//! source.

pub mod body;
pub mod build;
pub mod change;
pub mod choice;
pub mod discussion;
pub mod draft;
pub mod fold;
pub(crate) mod hashed;
pub mod identity;
pub mod index;
pub mod kept;
pub mod part;
pub mod person;
pub mod repair;
pub mod texts;
pub mod thread;

pub use body::Body;
pub(crate) use body::closed_markup;
pub use change::{Change, Mark, Place};
pub use choice::Choice;
pub use discussion::{Article, Discussion, Note, Origin, Unsaid};
pub use draft::{Draft, DraftWriter, Row};
pub use fold::Folds;
pub(crate) use hashed::ByHash;
pub use identity::{DiscussionKey, Identity};
pub use index::Index;
pub use kept::{Doubt, Earlier, KeptMark, Restored};
pub use person::{Author, Person};
pub use repair::{Aspect, Fix, Guesses, Repair, Repairs};
pub use texts::{Coat, Media, TextRef, Texts};
pub use thread::{CommentId, Guess, Kind, Link, Roles, State, Thread};
