//! Rich text: what a body looks like once it is opened.
//!
//! One file a markup turns raw text into a [`Body`]: blocks over one clean text, with
//! styled spans and links as byte ranges. Bodies are opened when they are shown or
//! searched, never for a whole thread at load.

mod base;
mod flowed;
mod frame;
mod html;
mod markdown;
mod piece;
mod plain;
mod prose;
#[cfg(test)]
mod tests;
mod writer;

use std::ops::Range;

pub use base::Base;
pub(in crate::model) use frame::framed;
pub use frame::{Fact, facts};
pub(crate) use html::close as closed_markup;

use super::texts::{Media, TextRef, Texts};
use crate::text::{Clean, Raw};

/// A text with its structure. All ranges are byte ranges of `text`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// Every block's characters, with a line break between blocks.
    pub text: Clean,
    /// The blocks, in order; they do not overlap.
    pub blocks: Vec<Block>,
    /// Styled ranges, in order of their beginning; they may nest.
    pub spans: Vec<Span>,
    /// Links, in order.
    pub links: Vec<Hyperlink>,
}

/// A paragraph or another piece that begins on a line of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its characters; line breaks inside are meant.
    pub range: Range<usize>,
    /// How many quotes it stands in: 0 is the author's own words.
    pub quote: u8,
    /// Steps of list indentation.
    pub indent: u8,
    /// Whether a blank row stands before it where the source has none to show: false for
    /// the items of a tight list and lines of a verse.
    pub spaced: bool,
}

/// What a block is. The names are those of the native format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Words.
    Paragraph,
    /// A heading of a level from 1 to 6.
    Heading(u8),
    /// A list item's first paragraph, with its sign (`•`, `3.`).
    Item(Clean),
    /// Preformatted text: shown as it stands.
    Code,
    /// An image: its alternative text; the link is its address.
    Image,
    /// A table's row, cells parted by ` │ `.
    Row,
    /// A rule across. Its characters are `───`, so that no block is empty.
    Rule,
    /// "X is a professor of …", "By X".
    Byline,
    /// "This article is republished from …", "© …".
    Notice,
}

impl BlockKind {
    /// The name in the native format. A quoted paragraph is a `quote` there: see
    /// [`Block::name`].
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Paragraph => "paragraph",
            Self::Heading(_) => "heading",
            Self::Item(_) => "list",
            Self::Code => "code",
            Self::Image => "image",
            Self::Row => "table",
            Self::Rule => "rule",
            Self::Byline => "byline",
            Self::Notice => "notice",
        }
    }
}

impl Block {
    /// The name in the native format.
    #[must_use]
    pub fn name(&self) -> &'static str {
        if self.quote > 0 && self.kind == BlockKind::Paragraph { "quote" } else { self.kind.name() }
    }
}

/// How a range of words is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Stressed.
    Emphasis,
    /// Strongly stressed.
    Strong,
    /// A piece of code.
    Code,
    /// Struck out.
    Strike,
}

/// A styled range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The characters.
    pub range: Range<usize>,
    /// How they are meant.
    pub style: Style,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hyperlink {
    /// The characters that carry it.
    pub range: Range<usize>,
    /// Where it leads, as written.
    pub url: Clean,
}

impl Body {
    /// The characters of a block.
    #[must_use]
    pub fn block_text(&self, block: &Block) -> &str {
        self.text.as_str().get(block.range.clone()).unwrap_or_default()
    }

    /// The opening words, in one line: of the author's own text if there is some, without the
    /// line that says whom a quote is of ("On Monday, Ann wrote:").
    #[must_use]
    pub fn opening(&self) -> Clean {
        let is_word = |b: &&Block| !self.block_text(b).trim().is_empty() && b.kind != BlockKind::Rule;
        let quoted = |at: usize| self.blocks.get(at + 1).is_some_and(|next| next.quote > 0);
        let attribution = |at: usize, b: &Block| quoted(at) && is_attribution(self.block_text(b));
        let mut own = self.blocks.iter().enumerate().filter(|(_, b)| is_word(b) && b.quote == 0);
        let first = own.clone().next().map(|(_, b)| b);
        let said = own.find(|(at, b)| !attribution(*at, b)).map(|(_, b)| b);
        let block = said.or(first).or_else(|| self.blocks.iter().find(is_word));
        block.map_or_else(Clean::default, |b| {
            let text = self.block_text(b);
            let end = text.char_indices().nth(400).map_or(text.len(), |(at, _)| at);
            Clean::line(Raw::new(text.get(..end).unwrap_or(text)))
        })
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

/// Whether a line before a quote says whom it is of: it ends in a colon, and has a date, an
/// address, or the word.
fn is_attribution(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with(':')
        && (line.ends_with("wrote:") || line.contains('@') || line.bytes().filter(u8::is_ascii_digit).count() >= 3)
}

/// Opens the text of a comment, whose links lead from the base.
#[must_use]
pub fn open(texts: &Texts, text: TextRef, base: Option<&Base>) -> Body {
    let opened = texts.open(text);
    match text.media() {
        Media::Html => html::read(opened.raw(), base),
        Media::Markdown => markdown::read(opened.raw(), base),
        Media::Plain | Media::Fixed => plain::read(opened.raw()),
        Media::Flowed => flowed::read(opened.raw(), false),
        Media::FlowedDelSp => flowed::read(opened.raw(), true),
    }
}

/// Opens the text of an article: plain text is read as prose, with its headings, byline
/// and notices.
#[must_use]
pub fn open_article(texts: &Texts, text: TextRef, base: Option<&Base>) -> Body {
    match text.media() {
        Media::Plain => prose::read(texts.open(text).raw()),
        _ => open(texts, text, base),
    }
}
