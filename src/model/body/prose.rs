//! An article in `text/plain`: paragraphs, headings, byline, notices.
//!
//! Where blank lines part the text, they part its paragraphs; where they do not, each line
//! is one. The small kinds of line that end or head an article are told by their form.

use super::plain::{Reader, is_hard_wrapped, item, linked};
use super::writer::quote_signs;
use super::{BlockKind, Body};
use crate::text::Raw;

/// Lines of an article near its end in which a byline or a notice may stand.
const TAIL: usize = 6;
/// Words of a heading, at most.
const HEADING: usize = 14;

/// Reads an article.
pub(super) fn read(raw: Raw<'_>) -> Body {
    let text = raw.expose();
    let paragraphs = paragraphs(text);
    let mut reader = Reader::default();
    for (at, lines) in paragraphs.iter().enumerate() {
        let next = paragraphs.get(at + 1).and_then(|lines| lines.first()).copied();
        match kind(lines, next, at, paragraphs.len()) {
            Some(kind) => {
                let words = if matches!(kind, BlockKind::Heading(_)) {
                    lines.first().map_or("", |line| line.trim().trim_matches('#'))
                } else {
                    lines.first().map_or("", |line| line.trim())
                };
                reader.writer.begin(kind, true);
                linked(&mut reader.writer, words);
                reader.writer.end();
            }
            None => {
                for line in lines {
                    reader.line(line);
                }
                reader.flush();
                reader.line("");
            }
        }
    }
    reader.flush();
    reader.writer.finish()
}

/// The text's paragraphs as lines.
fn paragraphs(text: &str) -> Vec<Vec<&str>> {
    let lines: Vec<&str> = text.lines().collect();
    let groups: Vec<Vec<&str>> =
        lines.split(|line| line.trim().is_empty()).filter(|group| !group.is_empty()).map(<[&str]>::to_vec).collect();
    groups.into_iter().flat_map(|group| if stands_together(&group) { vec![group] } else { split(group) }).collect()
}

/// Whether lines without a blank between them are one paragraph: hard-wrapped, quoted, a
/// list, code, or a verse of short lines.
fn stands_together(group: &[&str]) -> bool {
    let marked = |line: &&&str| {
        quote_signs(line).0 > 0
            || item(line).is_some()
            || line.starts_with("    ")
            || line.trim_start().starts_with("```")
    };
    group.len() == 1 || is_hard_wrapped(group) || group.iter().any(|line| marked(&line))
}

fn split(group: Vec<&str>) -> Vec<Vec<&str>> {
    group.into_iter().map(|line| vec![line]).collect()
}

/// What a paragraph of one line is, if it is not just words.
fn kind(lines: &[&str], next: Option<&str>, at: usize, all: usize) -> Option<BlockKind> {
    let [line] = lines else { return underlined(lines) };
    let line = line.trim();
    if let Some(level) = marked_heading(line) {
        return Some(BlockKind::Heading(level));
    }
    let near_end = at + TAIL >= all && at > 0;
    if near_end && is_notice(line) {
        return Some(BlockKind::Notice);
    }
    if (near_end || at <= 1) && is_byline(line) {
        return Some(BlockKind::Byline);
    }
    let leads = next.is_some_and(|next| next.split_whitespace().count() > line.split_whitespace().count());
    (leads && is_heading(line)).then_some(BlockKind::Heading(2))
}

/// A line with a row of `=` or `-` under it.
fn underlined(lines: &[&str]) -> Option<BlockKind> {
    let [_, rule] = lines else { return None };
    let rule = rule.trim();
    let level = match rule.chars().next()? {
        '=' => 1,
        '-' => 2,
        _ => return None,
    };
    (rule.len() >= 3 && rule.chars().all(|c| rule.starts_with(c))).then_some(BlockKind::Heading(level))
}

fn marked_heading(line: &str) -> Option<u8> {
    let level = line.bytes().take_while(|b| *b == b'#').count();
    let rest = line.get(level..)?;
    ((1..=6).contains(&level) && rest.starts_with(' ')).then(|| u8::try_from(level).unwrap_or(6))
}

/// A short line that begins like a title and does not end like a sentence.
fn is_heading(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let begins = line
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_numeric() || (c.is_alphabetic() && !c.is_lowercase()));
    let ends = line.ends_with(['.', '!', '…', ':', ';', ',', '”', '"', '’', '\'', ')', '»', '-', '–', '—']);
    (1..=HEADING).contains(&words) && line.chars().count() <= 90 && begins && !ends && !line.contains("://")
}

/// "By Jane Doe", "Jane Doe is a professor of …": a name, then what its bearer is.
fn is_byline(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_name = |word: &&&str| {
        word.chars().next().is_some_and(char::is_uppercase)
            || matches!(**word, "de" | "van" | "von" | "der" | "al" | "bin")
    };
    if let Some((first, rest)) = words.split_first()
        && first.eq_ignore_ascii_case("by")
    {
        return (1..=8).contains(&rest.len()) && rest.iter().take(2).filter(is_name).count() == rest.len().min(2);
    }
    let name = words.iter().take_while(is_name).count();
    let verb =
        words.get(name).is_some_and(|word| matches!(*word, "is" | "was" | "are" | "writes" | "covers" | "reports"));
    let article = words.get(name + 1).is_some_and(|word| matches!(*word, "a" | "an" | "the" | "about" | "on" | "for"));
    let office = [
        "professor",
        "editor",
        "writer",
        "reporter",
        "author",
        "journalist",
        "lecturer",
        "correspondent",
        "fellow",
        "researcher",
        "columnist",
        "director",
        "analyst",
        "scientist",
        "student",
        "contributor",
        "historian",
        "founder",
        "economist",
        "critic",
        "blogger",
    ];
    let holds =
        |word: &&str| office.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str());
    (2..=5).contains(&name) && verb && article && words.iter().any(|word| holds(word)) && words.len() <= 60
}

/// "This article is republished from …", "© 2024 …", "The views expressed …".
fn is_notice(line: &str) -> bool {
    const SIGNS: [&str; 15] = [
        "republished from",
        "originally published",
        "first published",
        "originally appeared",
        "first appeared",
        "read the original",
        "creative commons",
        "all rights reserved",
        "copyright",
        "©",
        "views expressed",
        "reprinted with permission",
        "reprinted from",
        "translated from",
        "this article was",
    ];
    let lower = line.to_lowercase();
    line.split_whitespace().count() <= 60 && SIGNS.iter().any(|sign| lower.contains(sign))
}
