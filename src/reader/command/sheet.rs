//! Sheets: help, the chain of a comment, its details.

use super::{Command, Scope, row};

pub(super) const ROWS: &[Command] = &[
    row("help", &["?", "F1"], Scope::Any, "Show all keys", |s, _| s.open_help()),
    row("details", &["I"], Scope::Comment, "Show details: exact time, id, link reason, raw text", |s, _| {
        s.open_details()
    }),
    row("sheet-go", &["Enter"], Scope::Sheet, "Go to the comment under the cursor", |s, _| s.sheet_go()),
    row("sheet-next", &["J", "p"], Scope::Sheet, "Go to the next comment of the chain, or heading", |s, _| {
        s.sheet_select(1)
    }),
    row("sheet-previous", &["K", "P"], Scope::Sheet, "Go to the previous comment of the chain, or heading", |s, _| {
        s.sheet_select(-1)
    }),
];
