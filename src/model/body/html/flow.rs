//! The text as it flows through the tags.

mod element;

use std::mem;

use crate::model::body::base::Base;
use crate::model::body::piece::is_face;
use crate::model::body::writer::{BodyWriter, Stand, is_space};
use crate::model::body::{BlockKind, Body};
use crate::text::Clean;

/// An element that changes how text in it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Quote,
    /// A quote that names its author; the blockquote in it is the same quote.
    Aside {
        filled: bool,
    },
    /// The blockquote of an aside.
    Filling,
    List {
        next: Option<i64>,
    },
    Item,
}

impl Held {
    fn slot(self) -> usize {
        match self {
            Self::Quote | Self::Filling => 0,
            Self::Aside { .. } => 1,
            Self::List { .. } => 2,
            Self::Item => 3,
        }
    }
}

/// A link whose words are still being collected: only at its end is it known whether they
/// are a shortened address.
struct Link {
    url: String,
    words: String,
    /// Whether some of its words were written already.
    begun: bool,
}

/// The state between two tokens.
#[derive(Default)]
pub(super) struct Flow {
    writer: BodyWriter,
    /// Where links lead from.
    base: Option<Base>,
    held: Vec<Held>,
    /// How many of each are held, so that a stray end tag costs nothing.
    counts: [usize; 4],
    quotes: usize,
    preformatted: usize,
    heading: Option<u8>,
    row: bool,
    first_row: bool,
    /// Cells since the row's last words.
    cells: usize,
    sign: Option<Clean>,
    loose: bool,
    /// The list just began: a blank row before its first item.
    first_item: bool,
    /// Line breaks since the last words.
    breaks: usize,
    /// `>` signs at the beginning of the line, while no word has followed.
    signs: Option<Signs>,
    /// The level that the open paragraph's own signs add.
    signed: usize,
    /// A line end was met in a paragraph that is quoted by signs.
    line_end: bool,
    link: Option<Link>,
    newlines_count: bool,
}

#[derive(Clone, Copy, Default)]
struct Signs {
    count: usize,
    spaced: bool,
}

impl Flow {
    /// A flow in which line ends count as breaks, or as white space.
    pub(super) fn new(newlines_count: bool, base: Option<Base>) -> Self {
        Self { newlines_count, base, ..Self::default() }
    }

    pub(super) fn finish(mut self) -> Body {
        self.end_link();
        self.cut();
        self.writer.finish()
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.preformatted > 0 {
            self.code(text);
        } else if let Some(link) = &mut self.link {
            link.words.push_str(text);
        } else if self.newlines_count {
            for (n, line) in text.split('\n').enumerate() {
                if n > 0 {
                    self.breaks += 1;
                    self.signs = None;
                }
                self.words(line);
            }
        } else {
            self.words(text);
        }
    }

    fn code(&mut self, text: &str) {
        if !self.writer.is_open() {
            let stand = self.stand(BlockKind::Code, 0, true);
            self.writer.begin(stand);
        }
        self.writer.verbatim(text);
    }

    /// Words outside of code; the beginning of a line is looked at for quote signs.
    fn words(&mut self, text: &str) {
        let mut rest = text;
        if self.starts_line() {
            rest = self.lead(text);
            if rest.is_empty() {
                return;
            }
        }
        if self.signed > 0 {
            self.signed_lines(rest);
        } else {
            self.writer.words(rest);
        }
    }

    /// Whether the next word begins a block or a line.
    fn starts_line(&self) -> bool {
        !self.writer.is_open() || self.breaks > 0 || self.signs.is_some() || self.cells > 0
    }

    /// Takes white space and quote signs off the beginning of a line; at the first word
    /// begins the block that they mean.
    fn lead<'t>(&mut self, text: &'t str) -> &'t str {
        let taken = text.trim_start_matches(is_space);
        if self.row && self.heading.is_none() {
            return self.lead_cell(taken);
        }
        if self.heading.is_some() {
            if !taken.is_empty() {
                self.begin_line(0);
            }
            return taken;
        }
        let mut signs = self.signs.unwrap_or_default();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            match c {
                '>' => (signs.count, signs.spaced) = (signs.count + 1, false),
                c if is_space(c) => signs.spaced = true,
                _ => break,
            }
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
        if rest.is_empty() {
            self.signs = Some(signs).filter(|s| s.count > 0);
            return rest;
        }
        self.signs = None;
        if signs.count > 0 && !signs.spaced && is_face(rest) {
            self.begin_line(0);
            (0..signs.count).for_each(|_| self.writer.words(">"));
        } else {
            self.begin_line(signs.count);
        }
        rest
    }

    fn lead_cell<'t>(&mut self, taken: &'t str) -> &'t str {
        self.breaks = 0;
        if taken.is_empty() {
            self.writer.gap();
            return taken;
        }
        if !self.writer.is_open() {
            let first = mem::take(&mut self.first_row);
            let stand = self.stand(BlockKind::Row, 0, first);
            self.writer.begin(stand);
            self.cells = self.cells.saturating_sub(1);
        }
        for _ in 0..mem::take(&mut self.cells) {
            self.writer.gap();
            self.writer.words("│");
            self.writer.gap();
        }
        taken
    }

    /// Begins a line that so many signs quote: in the open paragraph, or in its own.
    fn begin_line(&mut self, signs: usize) {
        let breaks = mem::take(&mut self.breaks);
        if self.writer.has_text() && breaks == 1 && signs == self.signed {
            return self.writer.line_break();
        }
        let after_break = self.writer.has_text() && breaks == 1;
        let kind = self.kind();
        let spaced = match kind {
            BlockKind::Item(_) => mem::take(&mut self.loose) | mem::take(&mut self.first_item),
            _ => !after_break,
        };
        let stand = self.stand(kind, signs, spaced);
        self.writer.begin(stand);
        self.signed = signs;
        self.line_end = false;
    }

    fn kind(&mut self) -> BlockKind {
        match (self.heading, self.sign.take()) {
            (Some(level), _) => BlockKind::Heading(level),
            (None, Some(sign)) => BlockKind::Item(sign),
            (None, None) => BlockKind::Paragraph,
        }
    }

    /// How a block stands here. An item stands as deep as there are lists around its own;
    /// what else is in a list stands with the item's words.
    fn stand(&self, kind: BlockKind, signs: usize, spaced: bool) -> Stand {
        let lists = self.counts[Held::Item.slot()].min(self.counts[2].max(1));
        let item = matches!(kind, BlockKind::Item(_));
        Stand { kind, quote: self.quotes + signs, indent: lists - usize::from(item).min(lists), spaced }
    }

    /// Words of a paragraph quoted by signs, whose next lines may repeat the signs.
    fn signed_lines(&mut self, text: &str) {
        for (n, line) in text.split('\n').enumerate() {
            self.line_end |= n > 0;
            let words = line.trim_start_matches(is_space);
            if words.is_empty() {
                self.writer.gap();
                continue;
            }
            let said = if mem::take(&mut self.line_end) {
                self.writer.gap();
                let bare = words.trim_start_matches(['>', ' ']);
                // Signs that an entity wrote come alone, with the words behind them.
                self.line_end = bare.is_empty();
                bare
            } else {
                line
            };
            self.writer.words(said);
        }
    }

    /// Ends the open block; the next words begin another.
    fn cut(&mut self) {
        self.flush_link();
        self.writer.end();
        self.signs = None;
        self.breaks = 0;
        self.signed = 0;
        self.line_end = false;
    }

    /// A block begins or ends. In a cell without words it changes nothing; in one with
    /// words the rest of the cell is set as paragraphs.
    fn block(&mut self) {
        if self.row && !self.writer.has_text() && !self.link_has_words() {
            return;
        }
        self.row = false;
        self.cut();
    }

    fn link_has_words(&self) -> bool {
        self.link.as_ref().is_some_and(|l| !l.words.trim().is_empty())
    }
}
