//! Text whose links and emphasis stand beside it (offsets, pieces), written as HTML.

use crate::model::{DraftWriter, Media, TextRef};

/// HTML that is being written.
#[derive(Debug, Default)]
pub(super) struct Rich(String);

impl Rich {
    /// Adds characters. Line ends stay line ends.
    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\n' => self.0.push_str("<br>"),
                _ => self.0.push(c),
            }
        }
    }

    /// Adds a link; one that is its own address is left as text, where it is found anyway.
    pub(super) fn link(&mut self, address: &str, text: &str) {
        if address == text || address.is_empty() {
            return self.text(text);
        }
        self.0.push_str("<a href=\"");
        self.text(address);
        self.0.push_str("\">");
        self.text(text);
        self.0.push_str("</a>");
    }

    /// Adds text in an element without attributes: `b`, `code`, `blockquote`.
    pub(super) fn element(&mut self, name: &'static str, text: &str) {
        self.0.push('<');
        self.0.push_str(name);
        self.0.push('>');
        if name == "pre" {
            // Line ends mean something there.
            let lines: Vec<&str> = text.split('\n').collect();
            for (at, line) in lines.iter().enumerate() {
                self.0.push_str(if at > 0 { "\n" } else { "" });
                self.text(line);
            }
        } else {
            self.text(text);
        }
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// Adds markup as it is.
    pub(super) fn markup(&mut self, html: &str) {
        self.0.push_str(html);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts it into the pool.
    pub(super) fn finish(self, writer: &mut DraftWriter) -> TextRef {
        writer.pooled(&self.0, Media::Html)
    }
}
