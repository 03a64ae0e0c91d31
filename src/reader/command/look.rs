//! Views: sorts, one person, one branch, an earlier time.

use super::{Args, Command, Scope, on_thread, row};
use crate::reader::state::State;
use crate::reader::view::Sort;

pub(super) const ROWS: &[Command] = &[
    on_thread("sort-source", &["s s"], "Sort replies in source order", |s, _| s.sort(Sort::Source)),
    on_thread("sort-oldest", &["s o"], "Sort replies by oldest first", |s, _| s.sort(Sort::Oldest)),
    on_thread("sort-newest", &["s n"], "Sort replies by newest first", |s, _| s.sort(Sort::Newest)),
    on_thread("sort-score", &["s p"], "Sort replies by score", |s, _| s.sort(Sort::Score)),
    on_thread("sort-replies", &["s r"], "Sort replies by number of replies", |s, _| s.sort(Sort::Replies)),
    on_thread("sort-time", &["s t"], "Show all comments flat, by time", |s, _| s.sort(Sort::Time)),
    on_thread("person", &["A"], "Show only this author's comments; again: everyone's", |s, _| s.look_at_person()),
    on_thread("root", &[], "Show only this branch; Esc goes back", |s, _| s.look_at_branch())
        .mouse("click the path to go up"),
    on_thread("flatten-exchanges", &[], "Keep two alternating authors at one indent; again: undo", |s, _| {
        s.flatten_exchanges()
    }),
    row("as-of", &[], Scope::Any, "Show the thread as of `2d` ago or `2026-01-31`", as_of),
    on_thread("all-comments", &[], "Remove every sort, filter and view", |s, _| s.look_plainly()),
];

fn as_of(state: &mut State, args: &Args) {
    state.look_as_of(&args.text);
}
