//! Markdown, as CommonMark's events.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::writer::BodyWriter;
use super::{BlockKind, Body, Style};
use crate::text::{Clean, Raw};

/// Reads a text in Markdown.
pub(super) fn read(raw: Raw<'_>) -> Body {
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut reader = Reader::default();
    for event in Parser::new_ext(raw.expose(), options) {
        reader.event(event);
    }
    reader.writer.finish()
}

#[derive(Default)]
struct Reader {
    writer: BodyWriter,
    lists: Vec<Option<u64>>,
    code: bool,
    cells: usize,
    /// The next paragraph is the one that a list item began.
    in_item: bool,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.code => self.writer.verbatim(&text),
            Event::Text(text) => super::plain::linked(&mut self.writer, &text),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.writer.style_on(Style::Code);
                self.writer.words(&text);
                self.writer.style_off(Style::Code);
            }
            Event::SoftBreak => self.writer.words(" "),
            Event::HardBreak => self.writer.line_break(),
            Event::Rule => self.writer.rule(),
            // Tags are dropped, what they stand around comes as text of its own.
            Event::Html(_) | Event::InlineHtml(_) => {}
            Event::FootnoteReference(name) => self.writer.words(&format!("[{name}]")),
            Event::TaskListMarker(done) => self.writer.words(if done { "☑ " } else { "☐ " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph if std::mem::take(&mut self.in_item) => {}
            Tag::Paragraph => self.writer.begin(BlockKind::Paragraph, true),
            Tag::Heading { level, .. } => self.writer.begin(BlockKind::Heading(number(level)), true),
            Tag::BlockQuote(_) => {
                self.writer.end();
                self.writer.quote = self.writer.quote.saturating_add(1);
            }
            Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => {
                self.writer.begin(BlockKind::Code, true);
                self.code = true;
            }
            Tag::List(first) => {
                self.writer.end();
                self.lists.push(first);
                self.writer.indent = u32::try_from(self.lists.len() - 1).unwrap_or(u32::MAX);
            }
            Tag::Item => self.item(),
            Tag::TableHead | Tag::TableRow => {
                self.cells = 0;
                self.writer.begin(BlockKind::Row, false);
            }
            Tag::TableCell => {
                self.cells += 1;
                if self.cells > 1 {
                    self.writer.words(" │ ");
                }
            }
            Tag::Emphasis => self.writer.style_on(Style::Emphasis),
            Tag::Strong => self.writer.style_on(Style::Strong),
            Tag::Strikethrough => self.writer.style_on(Style::Strike),
            Tag::Link { dest_url, .. } => self.writer.link_on(Clean::line(Raw::new(&dest_url))),
            Tag::Image { dest_url, .. } => {
                self.writer.words("[image: ");
                self.writer.link_on(Clean::line(Raw::new(&dest_url)));
            }
            _ => {}
        }
    }

    fn item(&mut self) {
        let sign = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}.", *number - 1)
            }
            _ => "•".to_owned(),
        };
        self.writer.begin(BlockKind::Item(Clean::line(Raw::new(&sign))), false);
        self.in_item = true;
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableHead | TagEnd::TableRow => self.writer.end(),
            TagEnd::Item => {
                self.writer.end();
                self.in_item = false;
            }
            TagEnd::CodeBlock => {
                self.code = false;
                self.writer.end();
            }
            TagEnd::BlockQuote(_) => {
                self.writer.end();
                self.writer.quote = self.writer.quote.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.writer.end();
                self.lists.pop();
                self.writer.indent = u32::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u32::MAX);
            }
            TagEnd::Emphasis => self.writer.style_off(Style::Emphasis),
            TagEnd::Strong => self.writer.style_off(Style::Strong),
            TagEnd::Strikethrough => self.writer.style_off(Style::Strike),
            TagEnd::Link => self.writer.link_off(),
            TagEnd::Image => {
                self.writer.link_off();
                self.writer.words("]");
            }
            _ => {}
        }
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
