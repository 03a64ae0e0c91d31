//! `btl` ("below the line"): a keyboard reader in the terminal for an article and the
//! threaded discussion under it.
//!
//! # The way data takes
//!
//! ```text
//! path, pipe ─▶ loader ─▶ Discussion (article + thread) ─▶ reader state ─▶ frame
//!               bytes → format → Draft → infer → build        ▲    │
//!                                     key ─▶ command ─▶ Change ┘    └▶ effect (save, load, open, copy)
//! ```
//!
//! Nothing flows back. A [`model::Discussion`] never changes once it is built: a fuller one
//! (the rest of a pipe, a reload) replaces it, with a map from old rows to new ones.
//!
//! # The rooms
//!
//! | room | what lives there | may import |
//! |---|---|---|
//! | [`text`] | untrusted bytes become safe, measured, wrapped text | – |
//! | `cores` | work on many things at once, its threads scoped | – |
//! | [`model`] | what is read and kept: arena, draft, build, bodies, identities, changes | text, cores |
//! | [`query`] | one predicate language for search, filter, bulk changes and the command line | model, text |
//! | [`layout`] | numbers, no colours: areas, rows of a comment, the context | model, text |
//! | [`loader`] | from a path or a pipe to a `Discussion` | model, text, cores |
//! | [`store`] | what a reader leaves behind, in SQLite | model, text |
//! | [`export`] | a discussion as text, outline, Markdown, JSON; returns text, writes nothing | model, text |
//! | [`reader`] | the state of reading and every command that changes it | model, query, layout, text |
//! | [`ui`] | the state painted | reader, layout, model, text |
//! | [`terminal`] | the loop: keys in, frames out, effects done | all but cli |
//! | [`cli`] | arguments and subcommands; alone prints | all |
//!
//! `tests/it/layers.rs` reads every `crate::room` path and fails on an arrow that is not in this
//! table, and on words out of place (`ratatui` only in ui and terminal, `rusqlite` only in
//! store, …).
//!
//! # Recipes
//!
//! *Add a format*: a file in `src/loader/format/` with `sniff` and `read`, a row in the table in
//! `src/loader/format.rs`, a folder of cases in `tests/data/`. The table test fails without one.
//! A source with several discussions begins each (`DraftWriter::begin`, `turn_to`).
//!
//! *Add a command*: a row in the table of its topic under `src/reader/command/` (name, keys,
//! scope, help, function), and the function if it is longer than a line. Help, which-key,
//! palette, `btl keys`, the man page and KEYS.md follow.
//!
//! *Add a pane*: a variant and its area in [`layout::area`], its state in `src/reader/pane/`, its
//! paint in `src/ui/pane/` under the same name.
//!
//! *Add a query field*: a row in the table of `src/query/field.rs`, and a variant of
//! [`query::Test`] where no other says it. Help and completion follow.
//!
//! *Add an export*: a file and a row in `src/export.rs`. *Add a theme role*: a row in
//! `src/ui/theme.rs`.
//!
//! # Where this differs from the first design, and why
//!
//! - A change names comments as a type parameter ([`model::Change<W>`]): rows while it is
//!   applied and undone, durable identities when it is stored. So the reader can act before
//!   identities are known, and the same value serves undo list, store and other windows.
//! - The star of a mark in the scroll bar is `⋆`, not `★`: beside the rows of the current
//!   comment the same sign would say that *it* is marked.
//! - On the scroll bar `░` is what was read and `·` what is to come, like a bar that fills.
//! - On a narrow screen a first visit begins with the article, since there is nothing to
//!   answer before it is read; later visits begin where the last one ended.
//! - Folding all is a rule with what differs from it ([`model::Folds`]): one number to keep, to
//!   undo and to tell another window, and branches that arrive later are folded too. What was
//!   set read is a list of comments and never a rule: what arrives later is unread.
//! - Sorts, filters and other views are no changes: `Esc` takes them off one by one, `U` takes back
//!   what was done to comments, and neither gets in the other's way. They end with the visit.
//! - What is said of authors hangs on their site and exact name, and belongs to no discussion:
//!   windows compare it instead of reading it from the log. `Space` passes muted comments as it
//!   passes folds, and they stay unread; the title counts them.
//! - What folds of a quote follows from a comment and its parent alone, and not from the index:
//!   nothing moves under the reader's eye when that comes.
//! - Bodies are indexed in one pass that also finds quotes; large threads are read before it
//!   has ended.
#![forbid(unsafe_code)]

pub mod cli;
mod cores;
pub mod error;
pub mod export;
pub mod layout;
pub mod loader;
pub mod model;
pub mod query;
pub mod reader;
pub mod store;
pub mod terminal;
pub mod text;
pub mod ui;
