//! Comments and articles in Markdown.
//!
//! The parser gives events in order; what is open is counted, never nested. Tags inside
//! are taken out and their text stays: the sites that use Markdown allow few of them, and
//! the text is what was meant to be read.

use std::mem;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::base::{Base, address};
use super::writer::{BodyWriter, Stand};
use super::{BlockKind, Body, Style};
use crate::text::{Clean, Raw};

/// Reads a text. Its links lead from the base.
pub(super) fn read(raw: Raw, base: Option<&Base>) -> Body {
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut page = Page { base: base.cloned(), ..Page::default() };
    for event in Parser::new_ext(raw.expose(), options) {
        page.event(event);
    }
    page.writer.finish()
}

#[derive(Default)]
struct Page {
    writer: BodyWriter,
    base: Option<Base>,
    quotes: usize,
    /// The next number of each open list; none for bullets.
    lists: Vec<Option<u64>>,
    items: usize,
    sign: Option<Clean>,
    /// The list that just began stands apart from the text before it.
    first_item: bool,
    loose: bool,
    kind: Option<BlockKind>,
    first_row: bool,
    cells: usize,
    /// Words and address of the image that is open, and how many are.
    image: (usize, String, String),
}

impl Page {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => {
                self.style(Style::Code, true);
                self.text(&text);
                self.style(Style::Code, false);
            }
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.writer.line_break(),
            Event::Rule => {
                let stand = self.stand(BlockKind::Rule, true);
                self.writer.rule(stand.quote, stand.indent);
            }
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text);
            }
            Event::TaskListMarker(done) => self.text(if done { "[x] " } else { "[ ] " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                self.writer.end();
                self.loose |= self.sign.is_some();
            }
            Tag::Heading { level, .. } => self.kind(BlockKind::Heading(number(level))),
            Tag::BlockQuote(_) => {
                self.writer.end();
                self.quotes += 1;
            }
            Tag::CodeBlock(_) => self.kind(BlockKind::Code),
            Tag::List(first) => {
                self.writer.end();
                self.first_item = self.lists.is_empty();
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::Table(_) => self.first_row = true,
            Tag::TableHead | Tag::TableRow => {
                self.kind(BlockKind::Row);
                self.cells = 0;
            }
            Tag::TableCell => self.cells += 1,
            Tag::Emphasis => self.style(Style::Emphasis, true),
            Tag::Strong => self.style(Style::Strong, true),
            Tag::Strikethrough => self.style(Style::Strike, true),
            Tag::Link { dest_url, .. } if self.image.0 == 0 => {
                if let Some(url) = address(&dest_url, self.base.as_ref()) {
                    self.writer.open_link(&url);
                }
            }
            Tag::Image { dest_url, .. } => {
                self.image.0 += 1;
                if self.image.0 == 1 {
                    self.image.2 = dest_url.into_string();
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.writer.end(),
            TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::TableHead | TagEnd::TableRow => {
                self.writer.end();
                self.kind = None;
            }
            TagEnd::BlockQuote(_) => {
                self.writer.end();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.writer.end();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.writer.end();
                self.items = self.items.saturating_sub(1);
                self.sign = None;
            }
            TagEnd::Emphasis => self.style(Style::Emphasis, false),
            TagEnd::Strong => self.style(Style::Strong, false),
            TagEnd::Strikethrough => self.style(Style::Strike, false),
            TagEnd::Link if self.image.0 == 0 => self.writer.close_link(),
            TagEnd::Image => self.end_image(),
            _ => {}
        }
    }

    fn kind(&mut self, kind: BlockKind) {
        self.writer.end();
        self.kind = Some(kind);
    }

    /// Styles of an image's words are not kept.
    fn style(&mut self, style: Style, open: bool) {
        match (self.image.0, open) {
            (0, true) => self.writer.open_style(style),
            (0, false) => self.writer.close_style(style),
            _ => {}
        }
    }

    fn item(&mut self) {
        self.writer.end();
        self.items += 1;
        self.loose = false;
        self.sign = Some(match self.lists.last_mut() {
            Some(Some(next)) => {
                let sign = format!("{next}.");
                *next = next.saturating_add(1);
                Clean::line(Raw::new(&sign))
            }
            _ => Clean::own("•"),
        });
    }

    fn stand(&self, kind: BlockKind, spaced: bool) -> Stand {
        let item = matches!(kind, BlockKind::Item(_));
        Stand { kind, quote: self.quotes, indent: self.items.saturating_sub(usize::from(item)), spaced }
    }

    fn text(&mut self, text: &str) {
        if self.image.0 > 0 {
            self.image.1.push_str(text);
            return;
        }
        if !self.writer.is_open() {
            if self.kind != Some(BlockKind::Code) && text.trim().is_empty() {
                return;
            }
            self.begin();
        }
        match self.kind {
            Some(BlockKind::Code) => return self.writer.verbatim(text),
            Some(BlockKind::Row) => self.cell_borders(),
            _ => {}
        }
        self.writer.words(text);
    }

    fn begin(&mut self) {
        let (kind, spaced) = match (&self.kind, self.sign.take()) {
            (Some(BlockKind::Row), _) => {
                self.cells = self.cells.saturating_sub(1);
                (BlockKind::Row, mem::take(&mut self.first_row))
            }
            (Some(kind), _) => (kind.clone(), true),
            (None, Some(sign)) => (BlockKind::Item(sign), mem::take(&mut self.first_item) | mem::take(&mut self.loose)),
            (None, None) => (BlockKind::Paragraph, true),
        };
        let stand = self.stand(kind, spaced);
        self.writer.begin(stand);
    }

    fn cell_borders(&mut self) {
        for _ in 0..mem::take(&mut self.cells) {
            self.writer.gap();
            self.writer.words("│");
            self.writer.gap();
        }
    }

    fn end_image(&mut self) {
        self.image.0 = self.image.0.saturating_sub(1);
        if self.image.0 > 0 {
            return;
        }
        let (words, source) = (mem::take(&mut self.image.1), mem::take(&mut self.image.2));
        let name = source.trim_end_matches('/').rsplit('/').next();
        let words = if words.trim().is_empty() {
            name.filter(|_| !source.starts_with("data:")).unwrap_or_default().to_owned()
        } else {
            words
        };
        let stand = self.stand(BlockKind::Image, true);
        self.writer.begin(stand);
        if let Some(url) = address(&source, self.base.as_ref()) {
            self.writer.open_link(&url);
        }
        self.writer.words(&words);
        self.writer.close_link();
        self.writer.end();
    }

    /// Text that has tags in it: they go, breaks become breaks.
    fn html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(open) = rest.find('<') {
            let (text, tag) = rest.split_at(open);
            self.text(text);
            let Some(end) = tag.find('>') else {
                return self.text(tag);
            };
            let name = tag.get(1..end).unwrap_or_default();
            let name = name.trim_matches(['/', ' ']).to_ascii_lowercase();
            if name == "br" {
                self.writer.line_break();
            }
            rest = tag.get(end + 1..).unwrap_or_default();
        }
        self.text(rest);
    }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
