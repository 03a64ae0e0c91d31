//! Links.

use super::{Command, Scope, row};

pub(super) const ROWS: &[Command] = &[
    row(
        "link-hints",
        &["f"],
        Scope::Comment,
        "Label links in this pane: a opens, A shows target, ya copies",
        |s, _| s.open_hints(),
    )
    .mouse("click a link"),
    row("links", &["F"], Scope::Comment, "List all links of the discussion", |s, _| s.open_links()),
];
