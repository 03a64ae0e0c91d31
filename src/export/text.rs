//! Plain text for reading: where there is no terminal, and for pipes.

use std::fmt::Write as _;

use super::Options;
use crate::model::body::BlockKind;
use crate::model::{Body, CommentId, Discussion, Kind, Link, Roles, State};
use crate::text::{Clean, Raw, when, wrap};

/// The widest text.
const MEASURE: usize = 88;
/// Cells of a level, and the levels that are drawn.
const STEP: usize = 2;
const LEVELS: u32 = 12;

pub(super) fn print(discussion: &Discussion, options: &Options) -> String {
    let width = options.width.unwrap_or(80).clamp(20, 1000);
    let mut out = String::new();
    for range in wrap::lines(discussion.title().as_str(), width.min(MEASURE)) {
        let _ = writeln!(out, "{}", discussion.title().as_str().get(range).unwrap_or_default());
    }
    let facts: Vec<String> = [
        discussion.article_author().map(|author| format!("by {author}")),
        discussion.article().time().map(when::exact),
        discussion.article_url().map(|url| url.to_string()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !facts.is_empty() {
        let _ = writeln!(out, "{}", facts.join(" · "));
    }
    let article = discussion.article_body();
    if !article.is_empty() {
        out.push('\n');
        body(&mut out, &article, "", width.min(MEASURE));
    }
    let comments = discussion.thread().comments();
    let _ = writeln!(out, "\n──── {comments} {} ────", if comments == 1 { "comment" } else { "comments" });
    for id in discussion.thread().ids() {
        comment(&mut out, discussion, id, options, width);
    }
    out
}

fn comment(out: &mut String, discussion: &Discussion, id: CommentId, options: &Options, width: usize) {
    let thread = discussion.thread();
    let depth = thread.depth(id);
    let most = u32::try_from(width / 3 / STEP).unwrap_or(LEVELS).min(LEVELS);
    let indent = " ".repeat(depth.min(most) as usize * STEP);
    out.push('\n');
    match thread.kind(id) {
        Kind::Ghost => {
            let _ = writeln!(out, "{indent}[missing comment]");
        }
        Kind::More => {
            let _ = writeln!(out, "{indent}[{} replies not loaded]", thread.more(id).map_or(0, |more| more.count));
        }
        Kind::Comment => {
            let _ = writeln!(out, "{indent}{}", head(discussion, id, options.now, depth > most));
            body(out, &discussion.body(id), &indent, width.saturating_sub(indent.len()).min(MEASURE));
        }
    }
}

fn head(discussion: &Discussion, id: CommentId, now: i64, deep: bool) -> String {
    let thread = discussion.thread();
    let mut facts = vec![name(discussion, id).to_string()];
    facts.extend(Roles::NAMES.iter().filter(|(role, _)| thread.roles(id).has(*role)).map(|(_, name)| name.to_uppercase()));
    facts.extend(thread.time(id).map(|then| when::age(now, then)));
    facts.extend(thread.time_text(id).map(|text| discussion.texts().line(text).to_string()));
    facts.extend(thread.score(id).map(|score| format!("{score:+}")));
    if thread.state(id) != State::Visible {
        facts.push(thread.state(id).name().to_owned());
    }
    if deep {
        facts.push(format!("depth {}", thread.depth(id)));
    }
    if thread.link(id) == Link::Guessed {
        facts.extend(discussion.reason(id).map(|reason| format!("~ {reason}")));
    }
    facts.join(" · ")
}

/// What a comment is called: its author, else its number.
pub(super) fn name(discussion: &Discussion, id: CommentId) -> Clean {
    let number = || Clean::line(Raw::new(&format!("#{}", discussion.thread().number(id))));
    discussion.author(id).unwrap_or_else(number)
}

fn body(out: &mut String, body: &Body, indent: &str, width: usize) {
    for (at, block) in body.blocks.iter().enumerate() {
        if at > 0 && block.spaced {
            out.push('\n');
        }
        let sign = match &block.kind {
            BlockKind::Item(sign) => format!("{sign} "),
            BlockKind::Heading(_) => "## ".to_owned(),
            BlockKind::Code => "  ".to_owned(),
            _ => String::new(),
        };
        let lead = format!("{indent}{}{}", "> ".repeat(usize::from(block.quote).min(8)), "  ".repeat(usize::from(block.indent).min(8)));
        let taken = lead.len() - indent.len() + crate::text::width::cells(&sign);
        let room = width.saturating_sub(taken).max(12);
        let text = body.block_text(block);
        let rows = if block.kind == BlockKind::Code { wrap::preformatted(text, room) } else { wrap::lines(text, room) };
        if block.kind == BlockKind::Rule {
            let _ = writeln!(out, "{lead}────────");
            continue;
        }
        for (row, range) in rows.into_iter().enumerate() {
            let blanks = " ".repeat(crate::text::width::cells(&sign));
            let sign = if row == 0 || block.kind == BlockKind::Code { &sign } else { &blanks };
            let line = format!("{lead}{sign}{}", text.get(range).unwrap_or_default());
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }
}
