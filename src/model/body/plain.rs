//! `text/plain` as people write it in comments and mail.
//!
//! A blank line ends a paragraph; a single break is kept, unless the text is hard-wrapped;
//! `>` quotes, four blanks or a fence are code, `-` and `1.` are lists, addresses are links.

use linkify::{LinkFinder, LinkKind};

use super::writer::{BodyWriter, quote_signs};
use super::{BlockKind, Body};
use crate::text::{Clean, Raw};

/// Reads a comment.
pub(super) fn read(raw: Raw<'_>) -> Body {
    let mut reader = Reader::default();
    for line in raw.expose().split('\n') {
        reader.line(line.strip_suffix('\r').unwrap_or(line));
    }
    reader.flush();
    reader.writer.finish()
}

/// Lines that belong to one paragraph, and what surrounds them.
#[derive(Default)]
pub(super) struct Reader<'a> {
    pub(super) writer: BodyWriter,
    lines: Vec<&'a str>,
    quote: usize,
    fence: bool,
    blank: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn line(&mut self, line: &'a str) {
        if self.fence {
            self.fenced(line);
            return;
        }
        let (quote, words) = quote_signs(line);
        if quote != self.quote {
            self.flush();
            self.quote = quote;
        }
        let after_blank = std::mem::take(&mut self.blank) || self.lines.is_empty();
        if words.trim().is_empty() {
            self.flush();
            self.blank = true;
        } else if words.trim_start().starts_with("```") {
            self.flush();
            self.begin(BlockKind::Code, true);
            self.fence = true;
        } else if quote == 0 && after_blank && is_code(words) && !self.is_verse() {
            self.flush();
            self.code(words);
        } else if let Some((sign, rest)) = item(words) {
            let first = !self.in_list();
            self.flush();
            self.begin(BlockKind::Item(Clean::line(Raw::new(sign))), first || after_blank);
            self.lines.push(rest);
        } else {
            self.lines.push(words);
        }
    }

    fn in_list(&self) -> bool {
        self.writer.is_open() && !self.lines.is_empty()
    }

    /// Nothing but indented lines so far: a poem, or a text that is indented as a whole.
    fn is_verse(&self) -> bool {
        false
    }

    fn fenced(&mut self, line: &str) {
        if line.trim_start().starts_with("```") {
            self.fence = false;
            self.writer.end();
        } else {
            self.writer.verbatim(line);
            self.writer.line_break();
        }
    }

    /// A line of code joins the code before it.
    fn code(&mut self, line: &str) {
        let line = line.strip_prefix("    ").or_else(|| line.strip_prefix('\t')).unwrap_or(line);
        self.begin(BlockKind::Code, true);
        self.writer.verbatim(line);
        self.writer.end();
        self.blank = true;
    }

    fn begin(&mut self, kind: BlockKind, spaced: bool) {
        self.writer.quote = u32::try_from(self.quote).unwrap_or(u32::MAX);
        self.writer.begin(kind, spaced);
    }

    /// Ends the paragraph.
    pub(super) fn flush(&mut self) {
        if self.fence {
            self.fence = false;
            self.writer.end();
        }
        let lines = std::mem::take(&mut self.lines);
        if lines.is_empty() {
            return;
        }
        if !self.writer.is_open() {
            self.begin(BlockKind::Paragraph, true);
        }
        let wrapped = is_hard_wrapped(&lines);
        for (at, line) in lines.iter().enumerate() {
            if at > 0 && !wrapped {
                self.writer.line_break();
            } else if at > 0 {
                self.writer.words(" ");
            }
            linked(&mut self.writer, line.trim());
        }
        self.writer.end();
    }
}

/// Words in which addresses are links.
pub(super) fn linked(writer: &mut BodyWriter, line: &str) {
    if !line.contains("://") && !line.contains("www.") {
        writer.words(line);
        return;
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(false);
    for piece in finder.spans(line) {
        let text = piece.as_str();
        let scheme = ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme));
        let www = text.starts_with("www.");
        if piece.kind().is_none() || !(scheme || www) {
            writer.words(text);
            continue;
        }
        let url = if scheme { text.to_owned() } else { format!("https://{text}") };
        writer.link_on(Clean::line(Raw::new(&url)));
        writer.words(text);
        writer.link_off();
    }
}

/// Several lines that were broken at a width, and not by their author's will.
pub(super) fn is_hard_wrapped(lines: &[&str]) -> bool {
    let Some((_, full)) = lines.split_last() else { return false };
    let long = |line: &&&str| (45..=100).contains(&line.chars().count());
    full.len() >= 2 && full.iter().filter(long).count() * 4 >= full.len() * 3
}

fn is_code(line: &str) -> bool {
    line.starts_with("    ") || line.starts_with('\t')
}

/// The sign of a list item, and its words.
pub(super) fn item(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    for sign in ["- ", "* ", "• ", "– "] {
        if let Some(rest) = line.strip_prefix(sign) {
            return (!rest.trim().is_empty()).then_some(("•", rest));
        }
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let dot = line.get(digits..)?.starts_with(['.', ')']);
    let rest = line.get(digits + 1..)?.strip_prefix(' ')?;
    ((1..=3).contains(&digits) && dot).then(|| (line.get(..=digits).unwrap_or_default(), rest))
}
