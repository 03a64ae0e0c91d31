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
    on_thread("quote-toggle", &["T"], "Open the comment's quotes and signature, or fold them again", |s, _| {
        s.toggle_quotes()
    })
    .mouse("click"),
    on_thread("quotes", &[], "Open the quotes of all comments, or fold them again", |s, _| s.toggle_all_quotes()),
    on_thread("skip-quote", &["S"], "Skip past the quote: what follows it comes to the top", |s, a| {
        (0..a.times()).any(|_| !s.skip_quote());
    })
    .count("quotes"),
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
