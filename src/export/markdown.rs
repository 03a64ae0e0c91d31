//! Markdown: the article, and the comments as nested quotes.
//!
//! What commenters wrote stays text: every character that Markdown would read is escaped,
//! and only `http` and `https` addresses become links.

use std::fmt::{self, Write};

use super::{Export, Options};
use crate::model::body::{Block, BlockKind};
use crate::model::{Body, CommentId, Discussion, Kind, Roles, State};
use crate::text::when;

pub(super) const EXPORT: Export =
    Export { name: "md", gives: "Markdown: the article, and comments as nested quotes", between: "\n---\n\n", write };

/// The deepest quote; what lies deeper says its depth.
const LEVELS: u32 = 16;

fn write(discussion: &Discussion, _: &Options, out: &mut dyn Write) -> fmt::Result {
    writeln!(out, "# {}", line(discussion.title().as_str()))?;
    let by = discussion.article_author().map(|name| format!("by **{}**", line(name.as_str())));
    let date = discussion.article().time().map(when::exact);
    let url = discussion.article_url().map(|url| link(url.as_str(), &line(url.as_str())));
    let facts: Vec<String> = by.into_iter().chain(date).chain(url).collect();
    if !facts.is_empty() {
        writeln!(out, "\n{}", facts.join(" · "))?;
    }
    if discussion.article().has_text() {
        blocks(&discussion.article_body(), "", out)?;
    }
    if !discussion.thread().is_empty() {
        let comments = discussion.thread().comments();
        writeln!(out, "\n## {comments} comment{}", if comments == 1 { "" } else { "s" })?;
    }
    discussion.thread().ids().try_for_each(|id| row(discussion, id, out))
}

fn row(discussion: &Discussion, id: CommentId, out: &mut dyn Write) -> fmt::Result {
    let thread = discussion.thread();
    let depth = thread.depth(id);
    let front = "> ".repeat(depth.min(LEVELS) as usize + 1);
    // A line outside all quotes keeps two comments from becoming one.
    let between = "> ".repeat(depth.min(LEVELS) as usize);
    writeln!(out, "{}", between.trim_end())?;
    let mut facts = match thread.kind(id) {
        Kind::Ghost => vec!["*missing comment*".to_owned()],
        Kind::More => vec![format!("*{} replies not loaded*", thread.more(id).unwrap_or_default().count)],
        Kind::Comment => facts(discussion, id),
    };
    if depth > LEVELS {
        facts.push(format!("depth {depth}"));
    }
    writeln!(out, "{front}{}", facts.join(" · "))?;
    if thread.kind(id) == Kind::Comment { blocks(&discussion.body(id), &front, out) } else { Ok(()) }
}

fn facts(discussion: &Discussion, id: CommentId) -> Vec<String> {
    let thread = discussion.thread();
    let name = discussion.author(id).map(|name| line(name.as_str()));
    let mut facts = vec![format!("**{}**", name.unwrap_or_else(|| thread.number(id).to_string()))];
    for (role, name) in Roles::NAMES {
        facts.extend(thread.roles(id).has(role).then(|| name.to_owned()));
    }
    let date = thread.time(id).map(when::exact);
    facts.extend(match (date, discussion.permalink(id)) {
        (Some(date), Some(url)) => Some(link(url.as_str(), &date)),
        (date, _) => date,
    });
    facts.extend(thread.score(id).map(|score| format!("{score} points")));
    if thread.state(id) != State::Visible {
        facts.push(thread.state(id).name().to_owned());
    }
    facts
}

fn blocks(body: &Body, front: &str, out: &mut dyn Write) -> fmt::Result {
    for (at, block) in body.blocks.iter().enumerate() {
        if at == 0 || block.spaced || !matches!(block.kind, BlockKind::Item(_)) {
            writeln!(out, "{}", front.trim_end())?;
        }
        write_block(body, block, &format!("{front}{}", "> ".repeat(block.quote.min(8).into())), out)?;
    }
    Ok(())
}

fn write_block(body: &Body, block: &Block, front: &str, out: &mut dyn Write) -> fmt::Result {
    let text = words(body, block);
    let mut lines = text.lines();
    match &block.kind {
        BlockKind::Code => {
            let text = body.block_text(block);
            let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            writeln!(out, "{front}{fence}")?;
            text.lines().try_for_each(|line| writeln!(out, "{front}{line}"))?;
            return writeln!(out, "{front}{fence}");
        }
        BlockKind::Rule => return writeln!(out, "{front}---"),
        BlockKind::Heading(level) => {
            // Below the page's own headings.
            write!(out, "{front}{} ", "#".repeat(usize::from(*level).clamp(1, 4) + 2))?;
            return writeln!(out, "{}", text.replace('\n', " "));
        }
        BlockKind::Item(sign) => {
            let indent = "  ".repeat(block.indent.saturating_sub(1).min(8).into());
            let sign = if sign.as_str().starts_with(|c: char| c.is_ascii_digit()) { sign.as_str() } else { "-" };
            writeln!(out, "{front}{indent}{sign} {}", lines.next().unwrap_or_default())?;
        }
        _ => writeln!(out, "{front}{}", lines.next().unwrap_or_default())?,
    }
    // Two blanks at the end of the line before would be a break; a backslash is visible.
    lines.try_for_each(|line| writeln!(out, "{front}{line}"))
}

/// The escaped words of a block, its web links as links.
fn words(body: &Body, block: &Block) -> String {
    let mut out = String::new();
    let mut at = block.range.start;
    let text = body.text.as_str();
    for hyperlink in &body.links {
        let range = &hyperlink.range;
        if range.start < at || range.end > block.range.end || range.is_empty() {
            continue;
        }
        out.push_str(&escaped(text.get(at..range.start).unwrap_or_default(), at == block.range.start));
        let label = escaped(text.get(range.clone()).unwrap_or_default(), range.start == block.range.start);
        out.push_str(&link(hyperlink.url.as_str(), &label));
        at = range.end;
    }
    out.push_str(&escaped(text.get(at..block.range.end).unwrap_or_default(), at == block.range.start));
    out
}

/// A link, if the address is one that a page may follow.
fn link(url: &str, label: &str) -> String {
    let lower = url.to_ascii_lowercase();
    let is_web = lower.starts_with("http://") || lower.starts_with("https://");
    let is_plain = !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>()[]\\\"".contains(c));
    if is_web && is_plain { format!("[{label}](<{url}>)") } else { label.to_owned() }
}

pub(crate) fn line(text: &str) -> String {
    escaped(text, true)
}

/// Text without any meaning in Markdown. What begins a block only does so at the start of
/// a line.
fn escaped(text: &str, at_line_start: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut start = at_line_start;
    let mut digits = false;
    for c in text.chars() {
        let always = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$' | '^');
        let first = start && matches!(c, '+' | '-' | '=' | ':' | '%') || digits && matches!(c, '.' | ')');
        if always || first {
            out.push('\\');
        }
        out.push(c);
        digits = c.is_ascii_digit() && (start || digits);
        start = c == '\n' || start && c == ' ';
    }
    out
}
