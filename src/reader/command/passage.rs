//! Quotes and where they come from.

use super::{Args, Command, PaneUse, Scope, on_thread, row};
use crate::reader::seek::Seek;
use crate::reader::state::State;

pub(super) const ROWS: &[Command] = &[
    on_thread("source", &["Q"], "Go to the quoted source; again: to that of the next quote", |s, _| s.go_to_source())
        .pane(PaneUse::QuoteSource),
    on_thread("quote-toggle", &["T"], "Unfold or fold the comment's quotes and signature", |s, _| s.toggle_quotes())
        .mouse("click"),
    on_thread("quotes", &[], "Unfold or fold the quotes of all comments", |s, _| s.toggle_all_quotes()),
    on_thread("skip-quote", &["S"], "Skip past the quote", |s, a| {
        (0..a.times()).any(|_| !s.skip_quote());
    })
    .count("quotes"),
    family("next-quoting", &["] q", ") q"], "Go to the next comment that quotes the article", |s, a| {
        s.seek(Seek::Quoting, true, a.times())
    }),
    family("previous-quoting", &["[ q", "( q"], "Go to the previous comment that quotes the article", |s, a| {
        s.seek(Seek::Quoting, false, a.times())
    }),
    family("next-same-quote", &["] s", ") s"], "Go to the next comment with the same quote", |s, a| {
        s.seek(Seek::SameQuote, true, a.times())
    }),
    family("previous-same-quote", &["[ s", "( s"], "Go to the previous comment with the same quote", |s, a| {
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
