//! `btl` ("below the line"): a keyboard reader in the terminal for an article and the
//! threaded discussion under it.
//!
//! # Data flow
//!
//! ```text
//! path, pipe ─▶ loader ─▶ Discussion (article + thread) ─▶ reader state ─▶ frame
//!               bytes → format → Draft → infer → build        ▲    │
//!                                     key ─▶ command ─▶ Change ┘    └▶ effect (save, load, open, copy)
//! ```
//!
//! Data flows one way. A [`model::Discussion`] does not change once it is built: a fuller one
//! (the rest of a pipe, a reload) replaces it, with a map from old rows to new ones.
//!
//! # Modules
//!
//! | module | contents | may import |
//! |---|---|---|
//! | [`text`] | untrusted bytes become safe, measured, wrapped text | – |
//! | `cores` | parallel work on scoped threads | – |
//! | [`model`] | the data: arena, draft, build, bodies, identities, changes | text, cores |
//! | [`query`] | one predicate language for search, filter, bulk changes and the command line | model, text |
//! | [`layout`] | numbers without colours: areas, rows of a comment, the context | model, text |
//! | [`loader`] | from a path or a pipe to a `Discussion` | model, text, cores |
//! | [`store`] | marks, visits and other reader data, in SQLite | model, text |
//! | [`export`] | a discussion as text, outline, Markdown, JSON; returns text, writes nothing | model, text |
//! | [`reader`] | the state of reading and the commands that change it | model, query, layout, text |
//! | [`ui`] | paints the state | reader, layout, model, text |
//! | [`session`] | what a running program does besides painting: loads, searches, the store worker | reader, loader, store, query, model, text |
//! | [`terminal`] | the loop: keys in, frames out, the terminal given back | all but cli |
//! | [`cli`] | arguments and subcommands; the only module that prints | all |
//!
//! `tests/it/layers.rs` reads every `crate::module` path and fails on an import that is not in
//! this table, and on words out of place (`ratatui` only in ui and terminal, `rusqlite` only in
//! store, no network API anywhere, …).
//!
//! # Glossary
//!
//! | word | meaning |
//! |---|---|
//! | discussion | an article with its thread, from one source |
//! | article | the text that is discussed; it may be only a title and an address |
//! | passage | a block of the article: paragraph, heading, quote, list item, code … |
//! | thread | all comments of a discussion, in preorder |
//! | comment | one contribution with author, time and body |
//! | ghost, "missing comment" | a row for a parent that is not in the source |
//! | more, "not loaded" | a row for replies that the source left out |
//! | row | an index into the arena of a thread (`CommentId`); valid for one `Discussion` only |
//! | branch | a comment and everything below it; *subtree* in code that is not about readers |
//! | parent, reply, sibling, root | as in any tree; a root is a top-level comment |
//! | guess | a parent that the source did not give and btl inferred, with confidence and reason |
//! | candidate | a possible parent, too weak to be shown as a link |
//! | repair | a correction of the structure by the reader; stored, outranks guesses |
//! | mark | a comment or passage that the reader keeps, with note and tags |
//! | read, unread | whether the reader has passed a comment; set by their keys only |
//! | new | not there at the visit that is compared with, and unread |
//! | visit | one sitting with a discussion; reopening within 30 minutes continues it |
//! | fold | a branch shown as one row |
//! | view | an order and a set of the comments that are shown: sort, filter, one author, one branch |
//! | chip | the name of an active view in the status row |
//! | identity | what names a comment in the store: the source's id and a hash of author, text and parent |
//! | draft | columns that a format fills; `model::build` turns them into a discussion |
//!
//! # Recipes
//!
//! *Add a format*: a file in `src/loader/format/` with `sniff` and `read`, its `mod` line and row in
//! `src/loader/format.rs`, a folder of cases in `tests/data/` (a test fails without one). A
//! source with several discussions begins each one (`DraftWriter::begin`, `turn_to`).
//!
//! *Add a command*: a row in the table of its topic under `src/reader/command/` (name, keys,
//! scope, help, function, and what it does with panes and in the map), and the function if it is
//! longer than a line. Help, which-key, palette, `btl keys`, the man page and `KEYS.md` follow.
//!
//! *Add a pane*: a variant and its area in [`layout::area`], its state in `src/reader/pane/`, its
//! paint in `src/ui/pane/` under the same name.
//!
//! *Add a query field*: a row in the table of `src/query/field.rs`, and a variant of
//! [`query::Test`] if no existing test expresses it. Help and completion follow.
//!
//! *Add an export*: a file with its `mod` line, and a row in `src/export.rs`; `--format` and its
//! help follow. *Add a theme role*: a row in `src/ui/theme.rs`.
//!
//! # Decisions
//!
//! - A change names comments by a type parameter ([`model::Change<W>`]): rows while it is
//!   applied and undone, durable identities when it is stored. So the reader can act before
//!   identities are known, and the same value serves the undo list, the store and other windows.
//! - The star of a mark in the scroll bar is `⋆`, not `★`: next to the rows of the current
//!   comment the same sign would say that *that comment* is marked.
//! - On the scroll bar `░` is read and `·` is unread, like a bar that fills.
//! - On a narrow screen a first visit begins with the article; later visits begin where the
//!   last one ended.
//! - Folding all is a rule with exceptions ([`model::Folds`]): one number to store, to undo and to
//!   send to another window, and branches that arrive later are folded, too. What was set read
//!   is a list of comments and never a rule: what arrives later is unread.
//! - Sorts, filters and other views are not changes: `Esc` removes them one by one, `U` undoes
//!   changes to comments, and neither interferes with the other. Views end with the session.
//! - What the reader says about authors belongs to a site and an exact name, not to a
//!   discussion: windows compare it instead of reading it from the log. `Space` passes muted
//!   comments as it passes folds, and they stay unread; the title counts them.
//! - Which part of a quote is folded follows from a comment and its parent alone, not from the
//!   index: nothing moves when the index arrives.
//! - Bodies are indexed in one pass that also finds quotes; large threads can be read before it
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
pub mod session;
pub mod store;
pub mod terminal;
pub mod text;
pub mod ui;
