//! The outline: a discussion as people write one by hand, for tests and bug reports.
//!
//! ```text
//! # The title
//! by ann [#12; +3; 2026-01-02T10:00:00Z]
//! <https://example.org/article>
//! ! a note on the input
//! | The first paragraph of the article.
//! | The second,
//! / whose second line this is.
//!
//! bob [#13; op; +5]: first paragraph of a comment
//!   | its second paragraph
//!   cat: a reply
//!   - a reply by nobody
//!   ? [#14]
//!     dan [flagged; ~quote 0.9 quotes 13]: answers a comment that is missing
//!   +41
//! ```
//!
//! Two blanks of indentation are a level; below level 40 the depth stands in front
//! instead: `{57} ann: deep`. Between the brackets, parted by `; `: `#id`, roles, the score
//! with its sign, the time, `when …` for a time that is only words, the state, `~kind
//! confidence reason` for a guessed parent, `or row confidence reason` for a candidate (rows
//! count from 1), `cut`. In a name, `\` stands before `\`, `:` and `[`, and before a first
//! character that would be a sign. What reads it is `loader/format/outline.rs`.

use std::fmt::{self, Write};

use super::{Export, Options};
use crate::model::body::BlockKind;
use crate::model::thread::Link;
use crate::model::{Body, CommentId, Discussion, Kind, Media, Roles, State, TextRef};
use crate::text::{Clean, when, width};

pub(super) const EXPORT: Export = Export {
    name: "outline",
    gives: "indentation, authors and texts: for tests and bug reports",
    between: "\n",
    write,
};

/// The deepest level that is shown by indentation.
const LEVELS: u32 = 40;

fn write(discussion: &Discussion, options: &Options, out: &mut dyn Write) -> fmt::Result {
    let head = head(discussion, options)?;
    out.write_str(&head)?;
    if !head.is_empty() && !discussion.thread().is_empty() {
        out.write_str("\n")?;
    }
    discussion.thread().ids().try_for_each(|id| row(discussion, id, options, out))
}

/// All that stands above the comments.
fn head(discussion: &Discussion, options: &Options) -> Result<String, fmt::Error> {
    let mut out = String::new();
    let article = discussion.article();
    let title = if discussion.has_title() { discussion.title() } else { Clean::default() };
    let signs = article_signs(discussion);
    let author = discussion.article_author();
    let facts = !signs.is_empty() || author.is_some() || discussion.article_url().is_some();
    if facts || !title.is_empty() {
        writeln!(out, "{}", format!("# {title}").trim_end())?;
    }
    if author.is_some() || !signs.is_empty() {
        let name = author.map_or_else(String::new, |name| format!(" {}", escaped(name.as_str())));
        let signs = if signs.is_empty() { String::new() } else { format!(" [{}]", signs.join("; ")) };
        writeln!(out, "by{name}{signs}")?;
    }
    if let Some(url) = discussion.article_url() {
        writeln!(out, "<{url}>")?;
    }
    for note in &discussion.origin().notes {
        writeln!(out, "! {}", note.text)?;
    }
    if article.has_text() {
        let paragraphs = paragraphs(discussion, article.body, &discussion.article_body());
        for (sign, line) in signed(&paragraphs) {
            writeln!(out, "{sign} {}", cut(line, options))?;
        }
    }
    Ok(out)
}

fn article_signs(discussion: &Discussion) -> Vec<String> {
    let article = discussion.article();
    let mut signs = Vec::new();
    let id = discussion.texts().line(article.id());
    if !id.is_empty() {
        signs.push(format!("#{}", sign_text(&id)));
    }
    signs.extend(article.score().map(|score| format!("{score:+}")));
    signs.extend(article.time().map(when::date).filter(|date| !date.is_empty()));
    signs
}

fn row(discussion: &Discussion, id: CommentId, options: &Options, out: &mut dyn Write) -> fmt::Result {
    let thread = discussion.thread();
    let depth = thread.depth(id);
    let indent = if depth > LEVELS { 0 } else { depth as usize * 2 };
    write!(out, "{:indent$}", "")?;
    if depth > LEVELS {
        write!(out, "{{{depth}}} ")?;
    }
    let signs = signs(discussion, id).join("; ");
    let signs = if signs.is_empty() { signs } else { format!(" [{signs}]") };
    match thread.kind(id) {
        Kind::Ghost => writeln!(out, "?{signs}"),
        Kind::More => {
            let more = thread.more(id).unwrap_or_default();
            let next = discussion.texts().line(more.next);
            writeln!(out, "{}", format!("+{}{signs} {next}", more.count).trim_end())
        }
        Kind::Comment => comment(discussion, id, &signs, indent, options, out),
    }
}

fn comment(
    discussion: &Discussion,
    id: CommentId,
    signs: &str,
    indent: usize,
    options: &Options,
    out: &mut dyn Write,
) -> fmt::Result {
    let paragraphs = paragraphs(discussion, discussion.thread().body_text(id), &discussion.body(id));
    let mut lines = signed(&paragraphs);
    let first = lines.next().map_or("", |(_, line)| line);
    let front = match discussion.author(id) {
        Some(name) => format!("{}{signs}: ", escaped(name.as_str())),
        None if signs.is_empty() && !first.starts_with('[') => "- ".to_owned(),
        None => format!("-{}: ", if signs.is_empty() { " []" } else { signs }),
    };
    writeln!(out, "{}", format!("{front}{}", cut(first, options)).trim_end())?;
    for (sign, line) in lines {
        writeln!(out, "{:width$}{sign} {}", "", cut(line, options), width = indent + 2)?;
    }
    Ok(())
}

fn cut<'a>(line: &'a str, options: &Options) -> std::borrow::Cow<'a, str> {
    options.width.map_or(line.into(), |columns| width::fit(line, columns))
}

fn signs(discussion: &Discussion, id: CommentId) -> Vec<String> {
    let thread = discussion.thread();
    let mut signs = Vec::new();
    signs.extend(discussion.source_id(id).map(|id| format!("#{}", sign_text(&id))));
    if thread.kind(id) != Kind::Comment {
        return signs;
    }
    let roles = thread.roles(id);
    signs.extend(Roles::NAMES.iter().filter(|(role, _)| roles.has(*role)).map(|(_, name)| (*name).to_owned()));
    signs.extend(thread.score(id).map(|score| format!("{score:+}")));
    signs.extend(thread.time(id).map(when::date).filter(|date| !date.is_empty()));
    if let Some(text) = thread.time_text(id) {
        signs.push(format!("when {}", sign_text(&discussion.texts().line(text))));
    }
    if thread.state(id) != State::Visible {
        signs.push(thread.state(id).name().to_owned());
    }
    if let Some(guess) = thread.guess(id).filter(|_| matches!(thread.link(id), Link::Guessed | Link::Repaired)) {
        let reason = discussion.texts().line(guess.reason);
        signs.push(format!("~{} {} {}", guess.kind.name(), guess.confidence, sign_text(&reason)).trim_end().to_owned());
    }
    for candidate in thread.candidates(id) {
        let reason = sign_text(&discussion.texts().line(candidate.reason));
        let (row, sure) = (candidate.parent.index() + 1, candidate.confidence);
        signs.push(format!("or {row} {sure} {reason}").trim_end().to_owned());
    }
    if thread.cut() == Some(id) {
        signs.push("cut".to_owned());
    }
    signs
}

/// A text between the brackets: without what ends a sign.
fn sign_text(text: &Clean) -> String {
    text.as_str().replace([';', ']'], ",")
}

/// A name, so that its end can be told.
fn escaped(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for (at, c) in name.char_indices() {
        if matches!(c, '\\' | ':' | '[') || at == 0 && matches!(c, '-' | '|' | '/' | '?' | '+' | '#' | '!' | '<' | '{')
        {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Lines with their signs: `|` begins a paragraph, `/` a line of it.
fn signed(paragraphs: &[Vec<String>]) -> impl Iterator<Item = (char, &str)> {
    paragraphs
        .iter()
        .flat_map(|lines| lines.iter().enumerate().map(|(at, line)| (if at == 0 { '|' } else { '/' }, line.as_str())))
}

/// The paragraphs of a text. Plain text is given as it stands, so that an outline that is
/// read and written again is the same.
fn paragraphs(discussion: &Discussion, text: TextRef, body: &Body) -> Vec<Vec<String>> {
    if matches!(text.media(), Media::Plain | Media::Fixed) {
        return plain(Clean::text(discussion.texts().open(text).raw()).as_str());
    }
    let mut paragraphs: Vec<Vec<String>> = Vec::new();
    for block in &body.blocks {
        let quotes = "> ".repeat(block.quote.into());
        let front = match &block.kind {
            BlockKind::Heading(level) => "#".repeat((*level).into()) + " ",
            BlockKind::Item(sign) => format!("{}{sign} ", "  ".repeat(usize::from(block.indent.saturating_sub(1)))),
            BlockKind::Code => "    ".to_owned(),
            BlockKind::Rule => "---".to_owned(),
            _ => String::new(),
        };
        let lines = body.block_text(block).lines().filter(|line| !line.trim().is_empty());
        let mut lines: Vec<String> = lines.map(|line| format!("{quotes}{front}{}", line.trim_end())).collect();
        if lines.is_empty() && block.kind == BlockKind::Rule {
            lines.push(format!("{quotes}{front}"));
        }
        match paragraphs.last_mut() {
            Some(last) if !block.spaced => last.append(&mut lines),
            _ => paragraphs.push(lines),
        }
    }
    paragraphs.retain(|lines| !lines.is_empty());
    paragraphs
}

fn plain(text: &str) -> Vec<Vec<String>> {
    let mut paragraphs: Vec<Vec<String>> = vec![Vec::new()];
    for line in text.lines() {
        match paragraphs.last_mut() {
            Some(last) if !line.trim().is_empty() => last.push(line.trim_end().to_owned()),
            Some(last) if !last.is_empty() => paragraphs.push(Vec::new()),
            _ => {}
        }
    }
    paragraphs.retain(|lines| !lines.is_empty());
    paragraphs
}
