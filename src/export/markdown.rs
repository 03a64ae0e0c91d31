//! Markdown: the article, then the thread as nested lists. What somebody wrote stays text:
//! every sign that Markdown could act on is escaped.

use std::fmt::Write as _;

use super::Options;
use super::text::name;
use crate::model::body::{Block, BlockKind};
use crate::model::{Body, CommentId, Discussion, Kind, State};
use crate::text::when;

/// Levels of lists that are drawn: deeper ones look like this one, and say their depth.
const LEVELS: u32 = 12;

pub(super) fn print(discussion: &Discussion, _: &Options) -> String {
    let mut out = format!("# {}\n", escaped(discussion.title().as_str()));
    let author = discussion.article_author().map(|author| format!("by {}", escaped(author.as_str())));
    let time = discussion.article().time().map(when::exact);
    let facts: Vec<String> = author.into_iter().chain(time).collect();
    if !facts.is_empty() {
        let _ = writeln!(out, "\n{}", facts.join(" · "));
    }
    for url in [discussion.article_url(), discussion.page_url()].into_iter().flatten() {
        let _ = writeln!(out, "\n{}", escaped(url.as_str()));
    }
    blocks(&mut out, &discussion.article_body(), "");
    let _ = writeln!(out, "\n---\n\n## Comments ({})\n", discussion.thread().comments());
    for id in discussion.thread().ids() {
        comment(&mut out, discussion, id);
    }
    out
}

fn comment(out: &mut String, discussion: &Discussion, id: CommentId) {
    let thread = discussion.thread();
    let depth = thread.depth(id);
    let indent = "  ".repeat(depth.min(LEVELS) as usize);
    let head = match thread.kind(id) {
        Kind::Ghost => "*missing comment*".to_owned(),
        Kind::More => format!("*{} replies not loaded*", thread.more(id).map_or(0, |more| more.count)),
        Kind::Comment => format!("**{}**", escaped(name(discussion, id).as_str())),
    };
    let mut facts = vec![head];
    facts.extend(thread.time(id).map(when::exact));
    facts.extend(thread.score(id).map(|score| format!("{score:+}")));
    if thread.state(id) != State::Visible {
        facts.push(thread.state(id).name().to_owned());
    }
    if depth > LEVELS {
        facts.push(format!("depth {depth}"));
    }
    facts.extend(discussion.reason(id).map(|reason| format!("\\~ {}", escaped(reason.as_str()))));
    let _ = writeln!(out, "{indent}- {}", facts.join(" · "));
    if thread.kind(id) == Kind::Comment {
        blocks(out, &discussion.body(id), &format!("{indent}  "));
    }
    out.push('\n');
}

fn blocks(out: &mut String, body: &Body, indent: &str) {
    for block in &body.blocks {
        out.push('\n');
        self::block(out, body, block, indent);
    }
}

fn block(out: &mut String, body: &Body, block: &Block, indent: &str) {
    let text = body.block_text(block);
    let lead = format!("{indent}{}", "> ".repeat(usize::from(block.quote).min(8)));
    match &block.kind {
        BlockKind::Rule => {
            let _ = writeln!(out, "{lead}---");
        }
        BlockKind::Code => {
            // Four blanks: no fence that the text could close.
            for line in text.lines() {
                let _ = writeln!(out, "{lead}    {line}");
            }
        }
        kind => {
            let sign = match kind {
                BlockKind::Heading(level) => format!("{} ", "#".repeat(usize::from(*level).clamp(1, 6))),
                BlockKind::Item(sign) if sign.as_str() == "•" => "- ".to_owned(),
                BlockKind::Item(sign) => format!("{sign} "),
                _ => String::new(),
            };
            for (at, line) in text.lines().enumerate() {
                let sign = if at == 0 { sign.as_str() } else { "" };
                let _ = writeln!(out, "{lead}{sign}{}", escaped(line));
            }
        }
    }
}

/// Text in which Markdown finds nothing to act on.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '<' | '>' | '#' | '+' | '-' | '!' | '|' | '~' | '&' | '=' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    // "1. " at the beginning of a line would be a list.
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && out.get(digits..).is_some_and(|rest| rest.starts_with('.')) {
        out.insert(digits, '\\');
    }
    out
}
