//! Quotes and where they come from.

use super::{Command, on_thread};

pub(super) const ROWS: &[Command] = &[on_thread(
    "source",
    &["Q"],
    "Go to what the comment quotes, lit up on both sides; again, to its next quote",
    |s, _| s.go_to_source(),
)];
