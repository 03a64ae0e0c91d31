//! Quotes and where they come from.

use super::{Args, Command, Scope, on_thread, row};
use crate::reader::seek::Seek;
use crate::reader::state::State;

pub(super) const ROWS: &[Command] = &[
    on_thread(
        "source",
        &["Q"],
        "Go to what the comment quotes, lit up on both sides; again, to its next quote",
        |s, _| s.go_to_source(),
    ),
    family("next-quoting", &["] q", ") q"], "Next comment that quotes the article", |s, a| {
        s.seek(Seek::Quoting, true, a.times())
    }),
    family("previous-quoting", &["[ q", "( q"], "Previous comment that quotes the article", |s, a| {
        s.seek(Seek::Quoting, false, a.times())
    }),
    family("next-same-quote", &["] s", ") s"], "Next comment that quotes the same as this one", |s, a| {
        s.seek(Seek::SameQuote, true, a.times())
    }),
    family("previous-same-quote", &["[ s", "( s"], "Previous comment that quotes the same as this one", |s, a| {
        s.seek(Seek::SameQuote, false, a.times())
    }),
];

const fn family(
    name: &'static str,
    keys: &'static [&'static str],
    help: &'static str,
    run: fn(&mut State, &Args),
) -> Command {
    row(name, keys, Scope::Comment, help, run).count("times").when(super::When::Thread)
}
