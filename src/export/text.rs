//! Plain text for people, wrapped: what a pipe gets.

use std::fmt::{self, Write};

use super::{Export, Options};
use crate::model::body::{Block, BlockKind};
use crate::model::thread::Link;
use crate::model::{Body, CommentId, Discussion, Kind, Roles, State};
use crate::text::{when, wrap};

pub(super) const EXPORT: Export =
    Export {
        name: "text", gives: "plain text to read, wrapped and indented", between: "\n════════\n\n", write
    };

/// The narrowest column of text; indentation stops growing there.
const NARROW: usize = 30;

fn write(discussion: &Discussion, options: &Options, out: &mut dyn Write) -> fmt::Result {
    let mut page = Page { discussion, options, columns: options.width.unwrap_or(80).max(10), out };
    page.head()?;
    discussion.thread().ids().try_for_each(|id| page.row(id))
}

struct Page<'a> {
    discussion: &'a Discussion,
    options: &'a Options,
    columns: usize,
    out: &'a mut dyn Write,
}

impl Page<'_> {
    fn head(&mut self) -> fmt::Result {
        let discussion = self.discussion;
        if discussion.has_title() {
            self.lines(discussion.title().as_str(), 0, "")?;
        }
        let by = discussion.article_author().map(|name| format!("by {name}"));
        let date = discussion.article().time().map(|time| self.when(time));
        let points = discussion.article().score().map(|score| format!("{score} points"));
        let facts: Vec<String> = by.into_iter().chain(date).chain(points).collect();
        if !facts.is_empty() {
            self.lines(&facts.join(" · "), 0, "")?;
        }
        if let Some(url) = discussion.article_url() {
            writeln!(self.out, "{url}")?;
        }
        for note in &discussion.origin().notes {
            self.lines(&format!("Note: {}", note.text), 0, "")?;
        }
        if discussion.article().has_text() {
            writeln!(self.out)?;
            self.body(&discussion.article_body(), 0)?;
        }
        let comments = discussion.thread().comments();
        if comments > 0 {
            writeln!(self.out, "\n{comments} comment{}", if comments == 1 { "" } else { "s" })?;
        }
        Ok(())
    }

    fn when(&self, time: i64) -> String {
        if self.options.now == 0 { when::exact(time) } else { when::age(self.options.now, time) }
    }

    /// The indentation of a depth, and whether it had to be cut short.
    fn indent(&self, depth: u32) -> (usize, bool) {
        let most = self.columns.saturating_sub(NARROW) / 2;
        let level = usize::try_from(depth).unwrap_or(usize::MAX);
        (level.min(most) * 2, level > most)
    }

    fn row(&mut self, id: CommentId) -> fmt::Result {
        let thread = self.discussion.thread();
        let (indent, cut_short) = self.indent(thread.depth(id));
        let mut facts = match thread.kind(id) {
            Kind::Ghost => vec!["[missing comment]".to_owned()],
            Kind::More => vec![format!("[{} replies not loaded]", thread.more(id).unwrap_or_default().count)],
            Kind::Comment => self.facts(id),
        };
        if cut_short {
            facts.push(format!("depth {}", thread.depth(id)));
        }
        writeln!(self.out)?;
        self.lines(&facts.join(" · "), indent, "")?;
        if thread.kind(id) == Kind::Comment { self.body(&self.discussion.body(id), indent) } else { Ok(()) }
    }

    fn facts(&self, id: CommentId) -> Vec<String> {
        let (discussion, thread) = (self.discussion, self.discussion.thread());
        let name = discussion.author(id).map(|name| name.to_string());
        let mut facts = vec![name.unwrap_or_else(|| thread.number(id).to_string())];
        for (role, name) in Roles::NAMES {
            facts.extend(thread.roles(id).has(role).then(|| name.to_owned()));
        }
        facts.extend(thread.time(id).map(|time| self.when(time)));
        facts.extend(thread.time_text(id).map(|text| discussion.texts().line(text).to_string()));
        facts.extend(thread.score(id).map(|score| format!("{score} points")));
        if thread.state(id) != State::Visible {
            facts.push(format!("[{}]", thread.state(id).name()));
        }
        if thread.link(id) == Link::Guessed {
            facts.extend(discussion.reason(id).map(|reason| format!("~ {reason}")));
        }
        if thread.cut() == Some(id) {
            facts.push("[cut off]".to_owned());
        }
        facts
    }

    fn body(&mut self, body: &Body, indent: usize) -> fmt::Result {
        for (at, block) in body.blocks.iter().enumerate() {
            if at > 0 && block.spaced {
                writeln!(self.out)?;
            }
            self.block(body, block, indent)?;
        }
        Ok(())
    }

    fn block(&mut self, body: &Body, block: &Block, indent: usize) -> fmt::Result {
        let text = body.block_text(block);
        let quotes = "> ".repeat(block.quote.min(8).into());
        let inner = indent + usize::from(block.indent.min(8)) * 2;
        match &block.kind {
            BlockKind::Code => self.rows(text, indent, &(quotes + "    "), "", wrap::preformatted),
            BlockKind::Item(sign) => {
                let hang = " ".repeat(crate::text::width::cells(sign.as_str()) + 1);
                self.rows(
                    text,
                    inner.saturating_sub(2).max(indent),
                    &(quotes.clone() + sign.as_str() + " "),
                    &(quotes + &hang),
                    wrap::lines,
                )
            }
            BlockKind::Rule => self.lines("---", indent, &quotes),
            BlockKind::Heading(_) => self.lines(text, indent, &(quotes + "## ")),
            _ => self.lines(text, inner, &quotes),
        }
    }

    fn lines(&mut self, text: &str, indent: usize, front: &str) -> fmt::Result {
        self.rows(text, indent, front, "", wrap::lines)
    }

    /// Rows of a text; `front` stands before the first and `then` before the others (the
    /// same if it is empty).
    fn rows(
        &mut self,
        text: &str,
        indent: usize,
        front: &str,
        then: &str,
        wrapped: fn(&str, usize) -> Vec<std::ops::Range<usize>>,
    ) -> fmt::Result {
        let room = self.columns.saturating_sub(indent + crate::text::width::cells(front)).max(10);
        for (at, range) in wrapped(text, room).into_iter().enumerate() {
            let front = if at == 0 || then.is_empty() { front } else { then };
            let line = format!("{front}{}", text.get(range).unwrap_or_default());
            let line = line.trim_end();
            writeln!(self.out, "{:width$}{line}", "", width = if line.is_empty() { 0 } else { indent })?;
        }
        Ok(())
    }
}
