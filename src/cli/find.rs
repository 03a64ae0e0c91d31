//! `btl find`, and `btl print --filter`: what fits a query.
//!
//! What only a reader knows (what was read, what is marked) is no part of a source: the store
//! is asked for it.

mod source;

use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::several::{self, Printing};
use crate::error::{Error, Kind, Result};
use crate::layout::context::name;
use crate::loader::{Input, Options};
use crate::model::build::subset;
use crate::model::choice::shown_source;
use crate::model::{CommentId, Discussion, Note};
use crate::query::{self, Plainness, Query, Search};
use crate::store::Store;
use crate::terminal;
use crate::text::{Clean, Raw, width};
use source::Source;

/// A query of the command line. If something is wrong with it, it is shown with a caret under
/// the place; what it is, follows as every error does.
fn parse(text: &str) -> Result<Arc<Query>> {
    let usage = |words: String| Err(Error::new(Kind::Usage, words));
    match query::parse(text, terminal::now()) {
        Err(fault) => {
            let shown = Clean::line(Raw::new(text));
            // Cleaning may have moved the place; then only the words tell.
            if shown.as_str() == text {
                let _ = writeln!(std::io::stderr(), "  {shown}\n  {}", fault.caret(text));
            }
            usage(fault.to_string())
        }
        Ok(query) => Ok(Arc::new(query)),
    }
}

/// The comments of a discussion that fit, in its order.
fn fitting(query: &Arc<Query>, discussion: &Discussion, store: Option<&Store>) -> Result<Vec<CommentId>> {
    let source = Source::of(discussion, query, store)?;
    let plainness = Arc::new(Plainness::new(discussion.thread().len()));
    Ok(Search::new(Arc::clone(query), source, 0, plainness).slice(usize::MAX).hits)
}

/// Prints a discussion, or all that there are, with only those comments that fit, and those
/// above them.
pub(super) fn print(input: Input, printing: &Printing<'_>, query: &str) -> Result<u8> {
    let query = parse(query)?;
    let store = source::store(&query)?;
    let all = printing.read(input)?;
    let (mut parts, mut told) = (Vec::with_capacity(all.len()), (0, 0, 0));
    for discussion in &all {
        let fitting = fitting(&query, discussion, store.as_ref())?;
        let mut part = subset(discussion, |id| fitting.binary_search(&id).is_ok());
        let above = part.thread().comments() - fitting.len();
        let words = format!("filtered: {}", words(fitting.len(), discussion.thread().comments(), above, query.text()));
        part.annotate(Note::new(&words, None));
        parts.push(part);
        told = (told.0 + fitting.len(), told.1 + discussion.thread().comments(), told.2 + above);
    }
    let _ = writeln!(std::io::stderr(), "btl: {}", words(told.0, told.1, told.2, query.text()));
    printing.write(&parts)
}

fn words(fitting: usize, of: usize, above: usize, query: &str) -> String {
    let kept = match above {
        0 => String::new(),
        above => format!(", {above} more kept above them"),
    };
    format!("{fitting} of {of} comments fit {}{kept}", Clean::line(Raw::new(query)))
}

/// Prints a line for each comment that fits. Sources that cannot be read are said, and the
/// others searched.
pub(super) fn find(sources: Vec<PathBuf>, options: &Options, query: &str) -> Result<u8> {
    let query = parse(query)?;
    let store = source::store(&query)?;
    let sources = if sources.is_empty() { vec![PathBuf::from("-")] } else { sources };
    let (mut text, mut failed) = (String::new(), false);
    for source in sources {
        let shown = Clean::line(Raw::new(&shown_source(&source.to_string_lossy())));
        match several::read(super::input(vec![source]), options) {
            Ok(all) => {
                for discussion in &all {
                    lines(&mut text, &shown, discussion, &fitting(&query, discussion, store.as_ref())?, &query);
                }
            }
            Err(error) if error.kind == Kind::Usage => return Err(error),
            Err(error) => {
                failed = true;
                let _ = writeln!(std::io::stderr(), "btl: {error}");
            }
        }
    }
    let found = !text.is_empty();
    super::print(&text)?;
    Ok(u8::from(failed || !found))
}

fn lines(text: &mut String, source: &Clean, discussion: &Discussion, fitting: &[CommentId], query: &Query) {
    let thread = discussion.thread();
    for id in fitting.iter().copied() {
        let (number, who, words) = (thread.number(id), name(discussion, id), around(discussion, id, query));
        let _ = writeln!(text, "{source}\t{number}\t{who}\t{words}");
    }
}

/// The words around the first hit, in one line; the opening words where the text has none.
fn around(discussion: &Discussion, id: CommentId, query: &Query) -> Clean {
    /// Cells of a line.
    const CELLS: usize = 100;
    /// Cells before the hit.
    const LEAD: usize = 30;
    let body = discussion.body(id);
    let text = body.text.as_str();
    let Some(hit) = query.ranges(text).into_iter().next() else {
        return Clean::line(Raw::new(&width::fit(body.opening().as_str(), CELLS)));
    };
    let from = start(text, &hit, LEAD);
    let lead = if from > 0 { "…" } else { "" };
    // A line of text takes no more bytes than this; what is cut off is not looked at.
    let end = (hit.end..=text.len().min(hit.end + CELLS * 8)).rev().find(|at| text.is_char_boundary(*at));
    let piece = Clean::line(Raw::new(text.get(from..end.unwrap_or(hit.end)).unwrap_or_default()));
    let more = if end.is_some_and(|end| end < text.len()) { "…" } else { "" };
    Clean::line(Raw::new(&width::fit(&format!("{lead}{piece}{more}"), CELLS)))
}

/// Where the line begins that shows a hit: at a word, some cells before it.
fn start(text: &str, hit: &Range<usize>, cells: usize) -> usize {
    let before = text.get(..hit.start).unwrap_or_default();
    let (mut from, mut used) = (hit.start, 0);
    for (at, c) in before.char_indices().rev() {
        used += width::cells(c.encode_utf8(&mut [0; 4]));
        if used > cells {
            return before
                .get(at..)
                .and_then(|rest| rest.find(char::is_whitespace).map(|gap| at + gap))
                .unwrap_or(from);
        }
        from = at;
    }
    0
}
