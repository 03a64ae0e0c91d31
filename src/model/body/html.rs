//! HTML as it stands in comments, over the tokenizer alone.
//!
//! No tree is built: the tokenizer is linear at any nesting, and what a reader needs of the
//! structure is a handful of counters. Hacker News's habits are known: `<p>` as a separator,
//! shortened link texts, `>` lines as quotes.

use std::cell::RefCell;

use html5ever::interface::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

use super::writer::{BodyWriter, quote_signs};
use super::{BlockKind, Body, Style};
use crate::text::{Clean, Raw};

/// Reads a fragment or a page of HTML.
pub(super) fn read(raw: Raw<'_>) -> Body {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(raw.expose()));
    let tokenizer =
        Tokenizer::new(Sink(RefCell::new(Reader::default())), html5ever::tokenizer::TokenizerOpts::default());
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.0.into_inner().finish()
}

struct Sink(RefCell<Reader>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut reader = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => reader.text(&text),
            Token::NullCharacterToken => reader.text("\u{fffd}"),
            Token::TagToken(tag) => return reader.tag(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[derive(Default)]
struct Reader {
    writer: BodyWriter,
    /// A number to come for an ordered list, none for another; the innermost last.
    lists: Vec<Option<u32>>,
    /// `<pre>` elements that are open.
    pre: usize,
    /// Elements whose content is not shown, and spans (true: hidden) that may be.
    dropped: usize,
    spans: Vec<bool>,
    /// Elements that were opened as quotes and are closed by another name.
    asides: Vec<bool>,
    /// The words of a link, until it ends: they may be a shortened address.
    link: Option<(Clean, String)>,
    cells: usize,
    /// The open paragraph is a quote by its signs.
    signed: bool,
}

impl Reader {
    fn finish(mut self) -> Body {
        self.end_link();
        self.writer.finish()
    }

    fn text(&mut self, text: &str) {
        if self.dropped > 0 || self.spans.iter().any(|hidden| *hidden) {
            return;
        }
        if let Some((_, words)) = &mut self.link {
            words.push_str(text);
        } else if self.pre > 0 {
            self.writer.verbatim(text);
        } else {
            self.paragraph(text);
        }
    }

    /// Words of a paragraph, whose first line may carry quote signs.
    fn paragraph(&mut self, text: &str) {
        let mut rest = text;
        if !self.writer.has_words() {
            let (levels, words) = quote_signs(rest.trim_start());
            if levels > 0 {
                self.ensure_open();
                self.writer.quote_more(levels);
                self.signed = true;
                rest = words;
            }
        }
        if !self.signed {
            self.writer.words(rest);
            return;
        }
        // A quote of several lines repeats its sign on each.
        for (at, line) in rest.split('\n').enumerate() {
            let words = if at > 0 { quote_signs(line.trim_start()).1 } else { line };
            if at > 0 {
                self.writer.words(" ");
            }
            self.writer.words(words);
        }
    }

    fn ensure_open(&mut self) {
        if !self.writer.is_open() {
            self.writer.begin(BlockKind::Paragraph, true);
        }
    }

    fn block(&mut self, kind: BlockKind, spaced: bool) {
        self.end_link();
        self.signed = false;
        self.writer.begin(kind, spaced);
    }

    fn end_block(&mut self) {
        self.end_link();
        self.signed = false;
        self.writer.end();
    }

    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let open = tag.kind == TagKind::StartTag;
        let name: &str = &tag.name;
        match name {
            "script" | "style" | "template" | "head" | "noscript" | "iframe" | "svg" | "math" | "title"
            | "textarea" | "select" => {
                return self.dropped(name, open, tag.self_closing);
            }
            "p" | "div" | "section" | "article" | "header" | "footer" | "main" | "figure" | "figcaption" | "center"
            | "address" | "dd" | "dt" | "dl" | "details" | "summary" | "table" | "tbody" | "thead" | "fieldset" => {
                self.end_block()
            }
            "br" => self.line_break(),
            "hr" => {
                self.end_block();
                self.writer.rule();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(name, open),
            "blockquote" => self.quote(open),
            "aside" => self.aside(tag, open),
            "pre" | "listing" | "xmp" => self.preformatted(open),
            "ul" | "ol" | "menu" => self.list(name, open),
            "li" => self.item(open),
            "tr" => {
                self.end_block();
                self.cells = 0;
                if open {
                    self.block(BlockKind::Row, false);
                }
            }
            "td" | "th" if open => self.cell(),
            "span" => self.span(tag, open),
            "img" if open => self.image(tag),
            "a" => self.anchor(tag, open),
            _ => self.style(name, open),
        }
        TokenSinkResult::Continue
    }

    fn dropped(&mut self, name: &str, open: bool, closed: bool) -> TokenSinkResult<()> {
        if open && !closed {
            self.dropped += 1;
        } else if !open {
            self.dropped = self.dropped.saturating_sub(1);
        }
        match (open && !closed, name) {
            (true, "script") => TokenSinkResult::RawData(RawKind::ScriptData),
            (true, "style" | "iframe" | "noscript") => TokenSinkResult::RawData(RawKind::Rawtext),
            (true, "title" | "textarea") => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    fn line_break(&mut self) {
        match &mut self.link {
            Some((_, words)) => words.push(' '),
            None if self.signed => self.end_block(),
            None => self.writer.line_break(),
        }
    }

    fn heading(&mut self, name: &str, open: bool) {
        self.end_block();
        if open {
            let level = name.bytes().nth(1).map_or(2, |digit| digit.saturating_sub(b'0'));
            self.block(BlockKind::Heading(level), true);
        }
    }

    fn quote(&mut self, open: bool) {
        self.end_block();
        self.writer.quote =
            if open { self.writer.quote.saturating_add(1) } else { self.writer.quote.saturating_sub(1) };
    }

    /// Discourse quotes with `<aside class="quote">`, around a blockquote of its own.
    fn aside(&mut self, tag: &Tag, open: bool) {
        self.end_block();
        if open {
            self.asides.push(class(tag).split(' ').any(|class| class == "quote"));
        } else {
            self.asides.pop();
        }
    }

    fn preformatted(&mut self, open: bool) {
        if open {
            self.block(BlockKind::Code, true);
            self.pre += 1;
        } else {
            self.pre = self.pre.saturating_sub(1);
            self.end_block();
        }
    }

    fn list(&mut self, name: &str, open: bool) {
        self.end_block();
        if open {
            self.lists.push((name == "ol").then_some(1));
        } else {
            self.lists.pop();
        }
        self.writer.indent = u32::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u32::MAX);
    }

    fn item(&mut self, open: bool) {
        self.end_block();
        if !open {
            return;
        }
        let first = self.lists.last().is_none_or(|number| number.is_none_or(|number| number == 1));
        let sign = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}.", *number - 1)
            }
            _ => "•".to_owned(),
        };
        let spaced = first && !matches!(self.lists.last(), Some(None));
        self.block(BlockKind::Item(Clean::line(Raw::new(&sign))), spaced);
    }

    fn cell(&mut self) {
        self.cells += 1;
        if self.cells > 1 {
            self.end_link();
            self.writer.words(" │ ");
        }
    }

    /// Mastodon hides the ends of addresses in spans.
    fn span(&mut self, tag: &Tag, open: bool) {
        if !open {
            if self.spans.pop() == Some(false) {
                return;
            }
            return;
        }
        if !tag.self_closing {
            let hidden = class(tag).split(' ').any(|class| class == "invisible");
            self.spans.push(hidden && self.link.is_none());
        }
    }

    fn image(&mut self, tag: &Tag) {
        let alt = attribute(tag, "alt").unwrap_or_default();
        // Emoji are pictures of characters: their text stands in the line.
        if class(tag).split(' ').any(|class| class == "emoji") {
            self.text(&alt);
            return;
        }
        let source = attribute(tag, "src").filter(|url| is_web(url));
        if self.dropped > 0 || (alt.trim().is_empty() && source.is_none()) {
            return;
        }
        let inside = self.writer.has_words() || self.link.is_some();
        let words = if alt.trim().is_empty() { "[image]".to_owned() } else { format!("[image: {}]", alt.trim()) };
        if inside {
            self.text(&format!(" {words} "));
            return;
        }
        self.block(BlockKind::Image, true);
        if let Some(url) = source {
            self.writer.link_on(Clean::line(Raw::new(&url)));
        }
        self.writer.words(&words);
        self.writer.link_off();
        self.end_block();
    }

    fn anchor(&mut self, tag: &Tag, open: bool) {
        self.end_link();
        if let Some(url) = attribute(tag, "href").filter(|url| open && is_web(url)) {
            self.link = Some((Clean::line(Raw::new(&url)), String::new()));
        }
    }

    fn end_link(&mut self) {
        let Some((url, words)) = self.link.take() else { return };
        if self.dropped > 0 || words.trim().is_empty() {
            return;
        }
        if words.starts_with([' ', '\n']) {
            self.writer.words(" ");
        }
        let shortened = |end: &str| {
            words.trim().strip_suffix(end).is_some_and(|head| !head.is_empty() && url.as_str().contains(head))
        };
        let shown = if shortened("...") || shortened("…") { url.as_str().to_owned() } else { words.clone() };
        self.ensure_open();
        self.writer.link_on(url);
        if self.pre > 0 {
            self.writer.verbatim(&shown)
        } else {
            self.writer.words(&shown)
        }
        self.writer.link_off();
        if words.ends_with([' ', '\n']) {
            self.writer.words(" ");
        }
    }

    fn style(&mut self, name: &str, open: bool) {
        let style = match name {
            "i" | "em" | "cite" | "dfn" | "var" => Style::Emphasis,
            "b" | "strong" => Style::Strong,
            "code" | "tt" | "kbd" | "samp" if self.pre == 0 => Style::Code,
            "s" | "strike" | "del" => Style::Strike,
            _ => return,
        };
        if open { self.writer.style_on(style) } else { self.writer.style_off(style) }
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| attribute.value.to_string())
}

fn class(tag: &Tag) -> String {
    attribute(tag, "class").unwrap_or_default()
}

fn is_web(url: &str) -> bool {
    let url = url.trim_start().to_ascii_lowercase();
    ["http://", "https://", "mailto:"].iter().any(|scheme| url.starts_with(scheme))
}
