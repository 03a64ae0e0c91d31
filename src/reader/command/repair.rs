//! Repairs of the structure that a source did not give, or gave wrongly.

use super::{Command, on_thread};
use crate::reader::state::State;

pub(super) const ROWS: &[Command] = &[
    on_thread("repair-link", &["e l"], "Set the parent: go to it and press Enter, or f and a letter", |s, _| {
        s.begin_link()
    }),
    on_thread("repair-break", &["e b"], "Remove the parent: the comment becomes top-level", |s, _| s.break_link()),
    on_thread("repair-merge", &["e m"], "Merge into the comment above", |s, _| s.merge_up()),
    on_thread("repair-split", &["e s"], "Split: choose the line that begins another comment", |s, a| {
        s.begin_split(a.count)
    })
    .count("the line"),
    on_thread("repair-author", &["e a"], "Set the author", |s, _| s.begin_author()),
    on_thread("guesses", &["e g"], "Cycle guessed links: off, likely, all", |s, _| State::next_guesses(s)),
    on_thread("repair-drop", &["e x"], "Drop your repair of the comment", |s, _| s.drop_repairs()),
];
