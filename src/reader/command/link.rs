//! Links.

use super::{Command, Scope, row};

pub(super) const ROWS: &[Command] = &[
    row(
        "link-hints",
        &["f"],
        Scope::Comment,
        "Letters on the links of this pane: they open, capitals show where it leads, y before them copies",
        |s, _| s.open_hints(),
    )
    .mouse("click a link"),
    row("links", &["F"], Scope::Comment, "All links of the discussion", |s, _| s.open_links()),
];
