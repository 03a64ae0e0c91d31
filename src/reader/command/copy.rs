//! Copying and opening: what leaves the program, on the reader's key only.

use super::{Command, PaneUse, Scope, row};
use crate::layout::Pane;
use crate::model::{Body, CommentId};
use crate::reader::message::TerminalEffect;
use crate::reader::state::State;
use crate::text::Clean;

pub(super) const ROWS: &[Command] = &[
    row("copy", &["y"], Scope::Comment, "Copy the comment's text; in the article, the passage", |s, _| s.copy_text())
        .pane(PaneUse::FocusedPassage),
    row("copy-link", &["Y"], Scope::Comment, "Copy the comment's permalink", |s, _| s.copy_link()),
    row("open", &["o"], Scope::Comment, "Open the comment's page, or the passage's first link", |s, _| s.open_here())
        .pane(PaneUse::FocusedPassage),
    row("open-article", &["O"], Scope::Comment, "Open the article in the browser", |s, _| s.open_article()),
];

impl State {
    fn copy_text(&mut self) {
        if self.reading.focus == Pane::Article && self.screen.article.is_some() {
            let body = self.article();
            let block = self.passage().and_then(|at| body.blocks.get(at as usize));
            let text = block.map(|block| body.block_text(block).to_owned()).unwrap_or_default();
            self.copy(text, "passage");
        } else if let Some(id) = self.current() {
            self.copy(plain(&self.discussion().body(id)), "comment");
        }
    }

    pub(crate) fn copy(&mut self, text: String, what: &'static str) {
        if text.trim().is_empty() {
            self.say("no text to copy");
        } else {
            self.effects.push(TerminalEffect::Copy { text, what }.into());
        }
    }

    fn copy_link(&mut self) {
        match self.current().and_then(|id| self.link_to(id)) {
            Some(url) => self.copy(url.as_str().to_owned(), "link"),
            None => self.say("the source has no URL for this comment"),
        }
    }

    /// The comment's own page, where the site's addresses are known.
    #[must_use]
    pub fn link_to(&self, id: CommentId) -> Option<Clean> {
        self.discussion().permalink(id)
    }

    fn open_here(&mut self) {
        if self.reading.focus == Pane::Article && self.screen.article.is_some() {
            let body = self.article();
            let block = self.passage().and_then(|at| body.blocks.get(at as usize));
            let link = block.and_then(|block| body.links.iter().find(|link| block.range.contains(&link.range.start)));
            match link {
                Some(link) => {
                    let words = body.text.as_str().get(link.range.clone()).unwrap_or_default();
                    self.open_link(&link.url, words);
                }
                None => self.say("no link in this passage"),
            }
            return;
        }
        match self.current().and_then(|id| self.link_to(id)) {
            Some(url) => self.browse(&url),
            None => self.say("the source has no URL for this comment"),
        }
    }

    fn open_article(&mut self) {
        match self.discussion().article_url().or_else(|| self.discussion().page_url()) {
            Some(url) => self.browse(&url),
            None => self.say("the source has no URL for the article"),
        }
    }
}

/// A body as plain text: blocks apart, quotes with their signs.
#[must_use]
pub(crate) fn plain(body: &Body) -> String {
    let mut text = String::new();
    for block in &body.blocks {
        if !text.is_empty() {
            text.push_str(if block.spaced { "\n\n" } else { "\n" });
        }
        let sign = "> ".repeat(usize::from(block.quote));
        let item = match &block.kind {
            crate::model::body::BlockKind::Item(sign) => format!("{sign} "),
            _ => String::new(),
        };
        let lines: Vec<String> = body.block_text(block).lines().map(|line| format!("{sign}{item}{line}")).collect();
        text.push_str(&lines.join("\n"));
    }
    text
}
