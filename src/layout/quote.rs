//! Quotes and signatures that need not be read again: which blocks they are, and the rows
//! that are left of them.
//!
//! All of it follows from a comment and its parent alone. So it is the same from the first
//! time that a comment is laid out, and nothing moves when more becomes known.

use std::ops::Range;

use super::context;
use super::lines::{self, Line};
use crate::model::body::{BlockKind, Body};
use crate::model::{CommentId, Discussion};
use crate::text::quote::{Normal, find};

/// Rows of a quote that are always shown whole.
const SHORT: usize = 6;
/// Rows that are left of a longer one: the last, which are what is answered.
const LEFT: usize = 3;
/// Rows of a signature that are always shown: the sign and a name.
const SIGNATURE: usize = 2;
/// Lines of a signature; more are part of the text.
const LONGEST_SIGNATURE: usize = 12;
/// A parent with more bytes is not searched for what a comment repeats.
const LONGEST_PARENT: usize = 256 * 1024;
/// Of a quote's words, so many in ten have to stand in the parent.
const REPEATED: usize = 9;
/// Characters of the words in a row that stands for a quote.
const WORDS: usize = 200;

/// Why blocks can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// They stand in the parent, too.
    Repeats,
    /// They are quoted from somewhere, with words of the author's own after them.
    Quote,
    /// They are quoted, and nothing follows.
    Tail,
    /// They are what the author's program puts under everything.
    Signature,
}

/// Blocks that can be folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The blocks.
    pub blocks: Range<usize>,
    /// Why.
    pub why: Why,
}

/// A row that stands for folded rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// The row among the rows of the text.
    pub row: usize,
    /// Why.
    pub why: Why,
    /// Rows that it stands for.
    pub rows: usize,
    /// What it says.
    pub words: String,
    /// The hidden characters of the body's text.
    pub range: Range<usize>,
}

/// What can be folded in a comment.
#[must_use]
pub fn stretches(discussion: &Discussion, id: CommentId, body: &Body) -> Vec<Stretch> {
    let mut found = quotes(body);
    if !found.is_empty()
        && let Some(parent) = discussion.thread().parent(id)
    {
        let parent = discussion.body(parent).text;
        if parent.len() <= LONGEST_PARENT {
            let parent = Normal::of(parent.as_str());
            for stretch in &mut found {
                if repeats(body, &stretch.blocks, &parent) {
                    stretch.why = Why::Repeats;
                }
            }
        }
    }
    // A quote that is all there is wants to be read.
    found.retain(|stretch| stretch.why != Why::Quote || stretch.blocks != (0..body.blocks.len()));
    found.extend(signature(body));
    found
}

/// The runs of quoted blocks.
fn quotes(body: &Body) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for (at, _) in body.blocks.iter().enumerate().filter(|(_, block)| block.quote > 0) {
        match found.last_mut().filter(|last| last.blocks.end == at) {
            Some(last) => last.blocks.end = at + 1,
            None => found.push(Stretch { blocks: at..at + 1, why: Why::Quote }),
        }
    }
    if let Some(last) = found.last_mut().filter(|last| last.blocks.end == body.blocks.len() && last.blocks.start > 0) {
        last.why = Why::Tail;
    }
    found
}

/// The blocks from the line `-- ` on, if they are few lines at the end.
fn signature(body: &Body) -> Option<Stretch> {
    let is_sign = |text: &str| text.lines().next().is_some_and(|line| line.trim_end() == "--");
    let at = body.blocks.iter().rposition(|block| block.quote == 0 && is_sign(body.block_text(block)))?;
    let rest = body.blocks.get(at..)?;
    let lines: usize = rest.iter().map(|block| body.block_text(block).lines().count()).sum();
    let own = rest.iter().all(|block| block.quote == 0);
    (at > 0 && own && lines <= LONGEST_SIGNATURE)
        .then_some(Stretch { blocks: at..body.blocks.len(), why: Why::Signature })
}

/// Whether a quote stands in the parent, but for a few words: lines such as "ann wrote:"
/// are new, and programs break words.
fn repeats(body: &Body, blocks: &Range<usize>, parent: &Normal) -> bool {
    let (mut words, mut found) = (0, 0);
    for block in body.blocks.get(blocks.clone()).unwrap_or_default() {
        let text = body.block_text(block);
        let normal = Normal::of(text);
        let in_pieces = || {
            let pieces = text.split(['…', '[', ']']).flat_map(|part| part.split("...")).map(Normal::of);
            let mut pieces = pieces.filter(|piece| piece.words() > 1).peekable();
            pieces.peek().is_some() && pieces.all(|piece| find(parent, &piece).is_some())
        };
        words += normal.words();
        if find(parent, &normal).is_some() || in_pieces() {
            found += normal.words();
        } else if text.trim_end().ends_with(':') {
            words -= normal.words();
        }
    }
    found > 0 && found * 10 >= words * REPEATED
}

/// The rows of a body with its stretches folded.
#[must_use]
pub fn fold(
    discussion: &Discussion,
    id: CommentId,
    body: &Body,
    columns: usize,
    stretches: &[Stretch],
) -> (Vec<Line>, Vec<Fold>) {
    let mut rows: Vec<Line> = Vec::new();
    let mut folds = Vec::new();
    let mut all = lines::of(body, columns).into_iter().peekable();
    for stretch in stretches {
        let is_before = |line: &Line| (line.block as usize) < stretch.blocks.start;
        while let Some(line) = all.next_if(is_before) {
            rows.push(line);
        }
        let mut inside: Vec<Line> = Vec::new();
        while let Some(line) = all.next_if(|line| (line.block as usize) < stretch.blocks.end) {
            inside.push(line);
        }
        // The blank row before it belongs to what comes before.
        let lead = inside.iter().take_while(|line| line.blank).count();
        rows.extend(inside.drain(..lead));
        let hidden = hidden(stretch.why, &inside);
        if hidden == 0 {
            rows.extend(inside);
            continue;
        }
        let left = inside.split_off(hidden);
        let range = inside.iter().find(|line| !line.blank).map_or(0, |line| line.range.start)
            ..inside.iter().rfind(|line| !line.blank).map_or(0, |line| line.range.end);
        let words = words(discussion, id, body, stretch, inside.iter().filter(|line| !line.blank).count());
        folds.push(Fold { row: rows.len(), why: stretch.why, rows: hidden, words, range: range.clone() });
        let block = u32::try_from(stretch.blocks.start).unwrap_or(u32::MAX);
        rows.push(Line { block, range, first: false, blank: false });
        rows.extend(left);
    }
    rows.extend(all);
    (rows, folds)
}

/// How many rows are hidden of a stretch, from its first.
fn hidden(why: Why, rows: &[Line]) -> usize {
    let written = || rows.iter().enumerate().filter(|(_, line)| !line.blank);
    let many = written().count();
    match why {
        Why::Repeats if many > 1 => rows.len(),
        Why::Tail if many > SHORT => rows.len(),
        Why::Signature if many > SIGNATURE => rows.len(),
        Why::Quote if many > SHORT => written().nth(many - LEFT).map_or(0, |(at, _)| at),
        _ => 0,
    }
}

/// What the row says.
fn words(discussion: &Discussion, id: CommentId, body: &Body, stretch: &Stretch, rows: usize) -> String {
    let has_words = |text: &&str| text.chars().any(char::is_alphanumeric) && !text.trim_end().ends_with("wrote:");
    let blocks = body.blocks.get(stretch.blocks.clone()).unwrap_or_default();
    let texts = || blocks.iter().filter(|block| block.kind != BlockKind::Rule).map(|block| body.block_text(block));
    let text = texts().find(has_words).or_else(|| texts().next()).unwrap_or_default();
    let text = if stretch.why == Why::Signature { text.trim_start_matches(['-', ' ', '\n']) } else { text };
    let opening: String = text.chars().take(WORDS).map(|c| if c == '\n' { ' ' } else { c }).collect();
    let lines = context::count(rows, "line", "lines");
    match stretch.why {
        Why::Repeats => {
            let parent = discussion.thread().parent(id).map(|parent| context::name(discussion, parent));
            format!("quotes {}: {opening}", parent.unwrap_or_default())
        }
        Why::Quote => format!("{lines} quoted before: {opening}"),
        Why::Tail => format!("{lines} quoted: {opening}"),
        Why::Signature => format!("signature: {opening}"),
    }
}

/// Whether a row of a body is quoted, the blank rows between such rows too.
#[must_use]
pub fn is_quoted(body: &Body, line: &Line) -> bool {
    let quoted = |at: usize| body.blocks.get(at).is_some_and(|block| block.quote > 0);
    let at = line.block as usize;
    quoted(at) && (!line.blank || at.checked_sub(1).is_some_and(quoted))
}
