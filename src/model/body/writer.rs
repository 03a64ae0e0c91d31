//! What all markups write with: blocks over one clean text.
//!
//! The break between two blocks is written when the second one gets its first character,
//! so a block that stays empty leaves nothing behind.

use std::ops::Range;

use super::{Block, BlockKind, Body, Hyperlink, Span, Style};
use crate::text::{Clean, Cleaner, Raw};

/// A body that is being written.
#[derive(Debug, Default)]
pub(super) struct BodyWriter {
    out: Cleaner,
    body: Body,
    open: Option<Open>,
    /// Styles that are on, with where they began.
    styles: Vec<(Style, usize)>,
    link: Option<(usize, Clean)>,
    /// Quotes around what is written next.
    pub(super) quote: u32,
    /// Steps of list indentation of what is written next.
    pub(super) indent: u32,
    /// A blank that is written if a word follows.
    space: bool,
}

#[derive(Debug)]
struct Open {
    kind: BlockKind,
    quote: u8,
    indent: u8,
    spaced: bool,
    /// None until the first character.
    start: Option<usize>,
}

impl BodyWriter {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Ends the block that is open and begins another.
    pub(super) fn begin(&mut self, kind: BlockKind, spaced: bool) {
        self.end();
        self.open = Some(Open {
            kind,
            quote: u8::try_from(self.quote).unwrap_or(u8::MAX),
            indent: u8::try_from(self.indent).unwrap_or(u8::MAX),
            spaced,
            start: None,
        });
    }

    /// Whether a block is open and has characters.
    pub(super) fn has_words(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.start.is_some())
    }

    /// Whether a block is open.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Makes the open block a quote, before its first character.
    pub(super) fn quote_more(&mut self, levels: usize) {
        if let Some(open) = &mut self.open {
            open.quote = open.quote.saturating_add(u8::try_from(levels).unwrap_or(u8::MAX));
        }
    }

    /// The quotes around the open block.
    pub(super) fn open_quote(&self) -> u8 {
        self.open.as_ref().map_or(0, |open| open.quote)
    }

    fn start(&mut self) {
        if self.open.is_none() {
            self.begin(BlockKind::Paragraph, true);
        }
        if self.open.as_ref().is_some_and(|open| open.start.is_none()) {
            if !self.out.is_empty() {
                self.out.line_break();
            }
            let at = self.out.len();
            if let Some(open) = &mut self.open {
                open.start = Some(at);
            }
            for (_, start) in &mut self.styles {
                *start = at;
            }
            if let Some((start, _)) = &mut self.link {
                *start = at;
            }
            self.space = false;
        }
    }

    /// Words, with blanks and breaks squeezed to one blank.
    pub(super) fn words(&mut self, text: &str) {
        let mut rest = text;
        loop {
            let word = rest.trim_start_matches(is_blank);
            if word.len() < rest.len() {
                self.space = self.has_words();
            }
            if word.is_empty() {
                return;
            }
            let end = word.find(is_blank).unwrap_or(word.len());
            self.start();
            if std::mem::take(&mut self.space) && !self.out.ends_with_break() {
                self.out.push(Raw::new(" "));
            }
            self.out.push(Raw::new(word.get(..end).unwrap_or_default()));
            rest = word.get(end..).unwrap_or_default();
        }
    }

    /// Text as it stands, breaks included.
    pub(super) fn verbatim(&mut self, text: &str) {
        let text = if self.has_words() { text } else { text.trim_start_matches(['\r', '\n']) };
        if !text.is_empty() {
            self.start();
            self.out.push(Raw::new(text));
        }
    }

    /// A break inside a block.
    pub(super) fn line_break(&mut self) {
        if self.has_words() {
            self.space = false;
            self.out.line_break();
        }
    }

    /// Ends the open block; one without words leaves nothing.
    pub(super) fn end(&mut self) {
        let Some(open) = self.open.take() else { return };
        self.space = false;
        let Some(start) = open.start else { return };
        self.out.trim_end();
        let end = self.out.len();
        for at in 0..self.styles.len() {
            let (style, from) = self.styles.get(at).copied().unwrap_or((Style::Emphasis, end));
            self.span(style, from..end);
        }
        if let Some((from, url)) = &self.link {
            let (from, url) = (*from, url.clone());
            self.add_link(from..end, url);
        }
        if end > start {
            let Open { kind, quote, indent, spaced, .. } = open;
            self.body.blocks.push(Block { kind, range: start..end, quote, indent, spaced });
        }
    }

    /// A block without words.
    pub(super) fn rule(&mut self) {
        self.begin(BlockKind::Rule, true);
        self.verbatim("―");
        self.end();
    }

    pub(super) fn style_on(&mut self, style: Style) {
        self.styles.push((style, self.next()));
    }

    pub(super) fn style_off(&mut self, style: Style) {
        if let Some(at) = self.styles.iter().rposition(|(on, _)| *on == style) {
            let (_, from) = self.styles.remove(at);
            let to = self.out.len();
            if self.has_words() {
                self.span(style, from..to);
            }
        }
    }

    pub(super) fn link_on(&mut self, url: Clean) {
        self.link_off();
        self.link = Some((self.next(), url));
    }

    pub(super) fn link_off(&mut self) {
        if let Some((from, url)) = self.link.take()
            && self.has_words()
        {
            let to = self.out.len();
            self.add_link(from..to, url);
        }
    }

    /// Where the next character will stand.
    fn next(&self) -> usize {
        self.out.len() + usize::from(self.space && !self.out.ends_with_break())
    }

    fn span(&mut self, style: Style, range: Range<usize>) {
        if range.start < range.end {
            self.body.spans.push(Span { range, style });
        }
    }

    fn add_link(&mut self, range: Range<usize>, url: Clean) {
        if range.start < range.end {
            self.body.links.push(Hyperlink { range, url });
        }
    }

    pub(super) fn finish(mut self) -> Body {
        self.end();
        let mut body = self.body;
        body.text = self.out.finish();
        body.spans.sort_by_key(|span| span.range.start);
        body
    }
}

/// Blanks of HTML; a no-break space is a character like others.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// The signs of a quote at the beginning of a line: how many, and the rest. `>:(` and
/// `>_<` are not quotes.
pub(super) fn quote_signs(line: &str) -> (usize, &str) {
    let mut rest = line.trim_start_matches(' ');
    let mut levels = 0;
    while let Some(after) = rest.strip_prefix('>') {
        levels += 1;
        rest = after.strip_prefix(' ').unwrap_or(after);
    }
    let face = rest.starts_with([':', ';', '_', '=', '.', '<', '-']) && !rest.contains(char::is_whitespace);
    if levels == 0 || face { (0, line) } else { (levels, rest) }
}
