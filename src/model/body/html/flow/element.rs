//! What tags change in the flow.

use std::mem;

use html5ever::tokenizer::Tag;

use super::super::tag::{self, Role, Shown};
use super::{Flow, Held, Link};
use crate::model::body::base::address;
use crate::model::body::{BlockKind, Style};
use crate::text::{Clean, Raw};

impl Flow {
    pub(in crate::model::body::html) fn start(&mut self, tag: &Tag) {
        match tag::role(&tag.name) {
            Role::None => {}
            Role::Styled(style) => {
                self.flush_link();
                // A block of code says already that it is code.
                if self.preformatted == 0 || style != Style::Code {
                    self.writer.open_style(style);
                }
            }
            Role::Link => self.start_link(tag),
            Role::Break => self.line_break(),
            Role::Image => self.image(tag),
            Role::Cell => self.cell(),
            role => self.start_block(role, tag),
        }
    }

    fn start_block(&mut self, role: Role, tag: &Tag) {
        self.block();
        if !matches!(role, Role::Block | Role::Aside | Role::Heading(_)) {
            self.heading = None;
        }
        match role {
            Role::Heading(level) => self.heading = Some(level),
            Role::Quote => self.quote(),
            Role::Aside if tag::has_class(tag, "quote") => {
                self.hold(Held::Aside { filled: false });
                self.quotes += 1;
            }
            Role::List { numbered } => {
                let from = tag::attribute(tag, "start").and_then(|v| v.trim().parse().ok());
                self.first_item = self.counts[2] == 0;
                let next = numbered.then(|| from.unwrap_or(1));
                self.hold(Held::List { next });
            }
            Role::Item => self.item(tag),
            Role::Preformatted => self.preformatted += 1,
            Role::Rule => {
                let stand = self.stand(BlockKind::Rule, 0, true);
                self.writer.rule(stand.quote, stand.indent);
            }
            Role::Table => (self.row, self.first_row) = (false, true),
            Role::Row => (self.row, self.cells) = (true, 0),
            Role::Paragraph => self.loose |= self.sign.is_some(),
            _ => {}
        }
        if role == Role::Row {
            self.cut();
        }
    }

    fn hold(&mut self, held: Held) {
        self.counts[held.slot()] += 1;
        self.held.push(held);
    }

    fn quote(&mut self) {
        if let Some(Held::Aside { filled }) = self.held.last_mut()
            && !mem::replace(filled, true)
        {
            return self.hold(Held::Filling);
        }
        self.quotes += 1;
        self.hold(Held::Quote);
    }

    fn item(&mut self, tag: &Tag) {
        if self.held.last() == Some(&Held::Item) {
            self.release(Held::Item);
        }
        self.loose = false;
        let own = tag::attribute(tag, "value").and_then(|v| v.trim().parse().ok());
        self.sign = Some(match self.held.last_mut() {
            Some(Held::List { next: Some(next) }) => {
                let number = own.unwrap_or(*next);
                *next = number.saturating_add(1);
                Clean::line(Raw::new(&format!("{number}.")))
            }
            _ => Clean::own("•"),
        });
        self.hold(Held::Item);
    }

    /// Lets go of the nearest of its sort and of all that it holds.
    fn release(&mut self, sort: Held) {
        if self.counts[sort.slot()] == 0 {
            return;
        }
        while let Some(held) = self.held.pop() {
            self.counts[held.slot()] -= 1;
            self.quotes -= usize::from(matches!(held, Held::Quote | Held::Aside { .. }));
            if held.slot() == sort.slot() {
                break;
            }
        }
    }

    pub(in crate::model::body::html) fn end(&mut self, name: &str) {
        let role = tag::role(name);
        match role {
            Role::None | Role::Image | Role::Rule => {}
            Role::Styled(style) => {
                self.flush_link();
                if self.preformatted == 0 || style != Style::Code {
                    self.writer.close_style(style);
                }
            }
            Role::Link => self.end_link(),
            Role::Break => self.line_break(),
            Role::Cell => {}
            role => self.end_block(role),
        }
    }

    fn end_block(&mut self, role: Role) {
        self.block();
        match role {
            Role::Heading(_) => self.heading = None,
            Role::Quote => self.release(Held::Quote),
            Role::Aside => self.release(Held::Aside { filled: false }),
            Role::List { .. } => {
                self.release(Held::List { next: None });
                self.sign = None;
            }
            Role::Item if self.held.last() == Some(&Held::Item) => {
                self.release(Held::Item);
                self.sign = None;
            }
            Role::Preformatted => self.preformatted = self.preformatted.saturating_sub(1),
            Role::Row | Role::Table => {
                self.row = false;
                self.cells = 0;
                self.cut();
            }
            _ => {}
        }
    }

    fn line_break(&mut self) {
        if self.preformatted > 0 {
            return self.code("\n");
        }
        self.flush_link();
        if self.row {
            self.writer.gap();
        } else if self.writer.has_text() {
            self.breaks += 1;
            self.signs = None;
        }
    }

    fn cell(&mut self) {
        self.flush_link();
        self.heading = None;
        if !mem::replace(&mut self.row, true) {
            self.cut();
            self.cells = 0;
        }
        self.cells += 1;
    }

    fn start_link(&mut self, tag: &Tag) {
        self.end_link();
        let Some(url) = tag::attribute(tag, "href").and_then(|url| address(url, self.base.as_ref())) else {
            return;
        };
        if self.preformatted > 0 {
            self.writer.open_link(&url);
            return;
        }
        self.link = Some(Link { url, words: String::new(), begun: false });
    }

    /// Writes the words that a link has so far; it stays open.
    pub(super) fn flush_link(&mut self) {
        let Some(mut link) = self.link.take() else {
            return;
        };
        if link.begun || !link.words.trim().is_empty() {
            let words = mem::take(&mut link.words);
            if !mem::replace(&mut link.begun, true) {
                self.writer.open_link(&link.url);
            }
            self.text(&words);
        }
        self.link = Some(link);
    }

    pub(super) fn end_link(&mut self) {
        if let Some(link) = &mut self.link
            && !link.begun
            && tag::is_shortened(&link.words, &link.url)
        {
            link.words.clone_from(&link.url);
        }
        self.flush_link();
        if let Some(blank) = self.link.take() {
            self.text(&blank.words);
        }
        self.writer.close_link();
    }

    fn image(&mut self, tag: &Tag) {
        match tag::image(tag) {
            Shown::Nothing => {}
            Shown::Inline(alt) => self.text(alt),
            Shown::Block(words) => {
                self.end_link();
                self.block();
                let stand = self.stand(BlockKind::Image, 0, true);
                self.writer.begin(stand);
                let url = tag::attribute(tag, "src").and_then(|url| address(url, self.base.as_ref()));
                if let Some(url) = &url {
                    self.writer.open_link(url);
                }
                self.writer.words(words);
                self.writer.close_link();
                self.cut();
            }
        }
    }
}
