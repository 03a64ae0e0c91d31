//! Writes a body: the one place where text, blocks, spans and links are kept in step.
//!
//! Every parser says what it meets and never counts a byte itself. Ranges are taken from
//! the cleaner's own length, because cleaning changes how long a text is. A block's break
//! is written with its first character, so blocks that turn out empty leave no trace.
//! Styles and links are cut at the ends of blocks: no range crosses a border that the
//! screen draws.

use super::{Block, BlockKind, Body, Hyperlink, Span, Style};
use crate::text::{Clean, Cleaner, Raw};

/// The styles, in the order of their counters.
const STYLES: [Style; 4] = [Style::Emphasis, Style::Strong, Style::Code, Style::Strike];

/// The characters of a rule: no block is empty, so that rows, searches and exports have
/// something to hold.
const RULE: &str = "───";

/// How a block that begins will stand.
#[derive(Clone, Debug)]
pub(super) struct Stand {
    /// What it is.
    pub(super) kind: BlockKind,
    /// Quotes around it; what does not fit saturates.
    pub(super) quote: usize,
    /// Steps of indentation; what does not fit saturates.
    pub(super) indent: usize,
    /// Whether a blank row stands before it.
    pub(super) spaced: bool,
}

impl Stand {
    /// A block of a kind at the margin, outside of all quotes.
    pub(super) fn plain(kind: BlockKind) -> Self {
        Self { kind, quote: 0, indent: 0, spaced: true }
    }
}

#[derive(Default)]
struct Run {
    depth: usize,
    start: Option<usize>,
}

struct OpenLink {
    url: Clean,
    start: Option<usize>,
}

struct OpenBlock {
    stand: Stand,
    start: Option<usize>,
}

/// A body that is being written.
#[derive(Default)]
pub(super) struct BodyWriter {
    out: Cleaner,
    body: Body,
    block: Option<OpenBlock>,
    /// White space was met that becomes one space if words follow.
    gap: bool,
    styles: [Run; 4],
    link: Option<OpenLink>,
}

impl BodyWriter {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Ends the open block, if any, and begins another.
    pub(super) fn begin(&mut self, stand: Stand) {
        self.end();
        self.block = Some(OpenBlock { stand, start: None });
    }

    /// Whether a block is open, be it empty.
    pub(super) fn is_open(&self) -> bool {
        self.block.is_some()
    }

    /// Whether the open block has characters.
    pub(super) fn has_text(&self) -> bool {
        self.block.as_ref().is_some_and(|b| b.start.is_some())
    }

    /// Ends the open block. A block without characters vanishes.
    pub(super) fn end(&mut self) {
        self.gap = false;
        let Some(block) = self.block.take() else {
            return;
        };
        let Some(start) = block.start else {
            return;
        };
        self.out.trim_end();
        let end = self.out.len();
        self.cut_runs(end);
        if end > start {
            self.body.blocks.push(Block {
                kind: block.stand.kind,
                range: start..end,
                quote: u8::try_from(block.stand.quote).unwrap_or(u8::MAX),
                indent: u8::try_from(block.stand.indent).unwrap_or(u8::MAX),
                spaced: block.stand.spaced,
            });
        }
    }

    /// Shortens the runs that the trimming cut, and ends the open ones at the end of a block.
    fn cut_runs(&mut self, end: usize) {
        shorten(&mut self.body.spans, end, |span| &mut span.range);
        shorten(&mut self.body.links, end, |link| &mut link.range);
        for (run, style) in self.styles.iter_mut().zip(STYLES) {
            keep_span(&mut self.body.spans, run.start.take(), end, style);
        }
        if let Some(link) = &mut self.link {
            keep_link(&mut self.body.links, link.start.take(), end, &link.url);
        }
    }

    /// Writes words: runs of white space become one space, at the edges of a block none.
    pub(super) fn words(&mut self, text: &str) {
        let mut rest = text;
        loop {
            let word = rest.trim_start_matches(is_space);
            self.gap |= word.len() < rest.len();
            if word.is_empty() {
                return;
            }
            let (word, after) = word.split_at(settled(word));
            self.word(word);
            rest = after;
        }
    }

    fn word(&mut self, word: &str) {
        self.start_block();
        if std::mem::take(&mut self.gap) && !self.out.ends_with_break() {
            self.out.push(Raw::new(" "));
        }
        self.start_runs();
        self.out.push(Raw::new(word));
    }

    /// Writes text as it stands; breaks inside are kept, but none opens a block.
    pub(super) fn verbatim(&mut self, text: &str) {
        let mut text = text;
        if !self.has_text() {
            text = text.trim_start_matches(['\n', '\r']);
        }
        if text.is_empty() {
            return;
        }
        self.start_block();
        self.gap = false;
        self.start_runs();
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                self.out.line_break();
            }
            self.out.push(Raw::new(line.strip_suffix('\r').unwrap_or(line)));
        }
    }

    /// White space between words, if words follow.
    pub(super) fn gap(&mut self) {
        self.gap = true;
    }

    /// A break inside the block; nothing if the block has no characters yet.
    pub(super) fn line_break(&mut self) {
        if self.has_text() {
            self.gap = false;
            self.out.line_break();
        }
    }

    /// A rule across.
    pub(super) fn rule(&mut self, quote: usize, indent: usize) {
        self.begin(Stand { quote, indent, ..Stand::plain(BlockKind::Rule) });
        self.words(RULE);
        self.end();
    }

    fn start_block(&mut self) {
        let block =
            self.block.get_or_insert_with(|| OpenBlock { stand: Stand::plain(BlockKind::Paragraph), start: None });
        if block.start.is_none() {
            self.gap = false;
            if !self.out.is_empty() {
                self.out.line_break();
            }
            block.start = Some(self.out.len());
        }
    }

    fn start_runs(&mut self) {
        let at = self.out.len();
        for run in &mut self.styles {
            if run.depth > 0 {
                run.start.get_or_insert(at);
            }
        }
        if let Some(link) = &mut self.link {
            link.start.get_or_insert(at);
        }
    }

    /// Begins a style; it may be open already.
    pub(super) fn open_style(&mut self, style: Style) {
        self.styles[index(style)].depth += 1;
    }

    /// Ends a style; nothing if none is open.
    pub(super) fn close_style(&mut self, style: Style) {
        let end = self.out.len();
        let run = &mut self.styles[index(style)];
        run.depth = run.depth.saturating_sub(1);
        if run.depth == 0 {
            keep_span(&mut self.body.spans, run.start.take(), end, style);
        }
    }

    /// Begins a link; links do not nest, so an open one ends.
    pub(super) fn open_link(&mut self, url: &str) {
        self.close_link();
        self.link = Some(OpenLink { url: Clean::line(Raw::new(url)), start: None });
    }

    /// Ends the link; nothing if none is open.
    pub(super) fn close_link(&mut self) {
        if let Some(mut link) = self.link.take() {
            let end = self.out.len();
            keep_link(&mut self.body.links, link.start.take(), end, &link.url);
        }
    }

    /// The body.
    pub(super) fn finish(mut self) -> Body {
        self.end();
        self.body.text = self.out.finish();
        // They were kept as they ended; readers want them as they begin, outer ones first.
        self.body.spans.sort_by_key(|s| (s.range.start, std::cmp::Reverse(s.range.end)));
        self.body
    }
}

fn keep_span(spans: &mut Vec<Span>, start: Option<usize>, end: usize, style: Style) {
    if let Some(start) = start.filter(|start| *start < end) {
        spans.push(Span { range: start..end, style });
    }
}

fn keep_link(links: &mut Vec<Hyperlink>, start: Option<usize>, end: usize, url: &Clean) {
    if let Some(start) = start.filter(|start| *start < end) {
        links.push(Hyperlink { range: start..end, url: url.clone() });
    }
}

fn index(style: Style) -> usize {
    match style {
        Style::Emphasis => 0,
        Style::Strong => 1,
        Style::Code => 2,
        Style::Strike => 3,
    }
}

/// How much of a text has its white space as it should be: one space between words. Most
/// text is so from end to end, and the cleaner is quickest with long pieces.
fn settled(text: &str) -> usize {
    let bytes = text.as_bytes();
    let folds = |byte: Option<&u8>| byte.is_none_or(|b| is_space(char::from(*b)));
    let ends = |at: &usize| match bytes[*at] {
        b' ' => folds(bytes.get(at + 1)),
        byte => is_space(char::from(byte)),
    };
    (0..bytes.len()).find(ends).unwrap_or(bytes.len())
}

/// White space that HTML folds; a no-break space is a character.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// Cuts what reaches past an end, and drops what is left empty. Ranges are kept in the order
/// of their ends: only the last ones can reach past it.
fn shorten<T>(runs: &mut Vec<T>, end: usize, range: impl Fn(&mut T) -> &mut std::ops::Range<usize>) {
    let mut from = runs.len();
    while let Some(run) = from.checked_sub(1).and_then(|at| runs.get_mut(at))
        && range(run).end > end
    {
        range(run).end = end;
        from -= 1;
    }
    let mut tail = runs.split_off(from);
    tail.retain_mut(|run| {
        let range = range(run);
        range.start < range.end
    });
    runs.append(&mut tail);
}
