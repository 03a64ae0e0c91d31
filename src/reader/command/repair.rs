//! Repairs of the structure that a source did not give, or gave wrongly.

use super::{Command, on_thread};
use crate::reader::state::State;

pub(super) const ROWS: &[Command] = &[
    on_thread(
        "repair-link",
        &["e l"],
        "Link to the comment that it answers: go there and Enter, or f and a letter",
        |s, _| s.begin_link(),
    ),
    on_thread("repair-break", &["e b"], "Break to top level: it answers the article", |s, _| s.break_link()),
    on_thread("repair-merge", &["e m"], "Merge: it is the end of the comment before it", |s, _| s.merge_up()),
    on_thread("repair-split", &["e s"], "Split: a line of it begins another comment", |s, a| s.begin_split(a.count))
        .count("the line"),
    on_thread("repair-author", &["e a"], "Name its author", |s, _| s.begin_author()),
    on_thread("guesses", &["e g"], "Guessed links: off, likely, all", |s, _| State::next_guesses(s)),
    on_thread("repair-drop", &["e x"], "Drop your repair of it", |s, _| s.drop_repairs()),
];
