//! Views: sorts, one person, one branch, an earlier time.

use super::{Args, Command, Scope, on_thread, row};
use crate::reader::state::State;
use crate::reader::view::Sort;

pub(super) const ROWS: &[Command] = &[
    on_thread("sort-source", &["s s"], "Comments in the source's order", |s, _| s.sort(Sort::Source)),
    on_thread("sort-oldest", &["s o"], "The oldest replies first", |s, _| s.sort(Sort::Oldest)),
    on_thread("sort-newest", &["s n"], "The newest replies first", |s, _| s.sort(Sort::Newest)),
    on_thread("sort-score", &["s p"], "The replies with the most points first", |s, _| s.sort(Sort::Score)),
    on_thread("sort-replies", &["s r"], "The replies with the most below them first", |s, _| s.sort(Sort::Replies)),
    on_thread("sort-time", &["s t"], "All comments by time, flat, each under a line of what it answers", |s, _| {
        s.sort(Sort::Time)
    }),
    on_thread(
        "person",
        &["A"],
        "All by this author, each under a line of what it answers; again: everybody",
        |s, _| s.look_at_person(),
    ),
    on_thread("root", &[], "Show this branch as if it were the thread, its path above; Esc goes back", |s, _| {
        s.look_at_branch()
    })
    .mouse("click the path to go up"),
    on_thread(
        "flatten-exchanges",
        &[],
        "Two people answering each other in turn at one level, ⇅; again: indented",
        |s, _| s.flatten_exchanges(),
    ),
    row("as-of", &[], Scope::Any, "The thread as it was: `as-of 2d`, `as-of 2026-01-31`", as_of),
    on_thread("all-comments", &[], "Take every sort, filter and view off", |s, _| s.look_plainly()),
];

fn as_of(state: &mut State, args: &Args) {
    state.look_as_of(&args.text);
}
