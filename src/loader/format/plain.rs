//! Plain text: an article, and under it comments, one a line.
//!
//! Such a text names nobody and marks nothing, so the only question here is where the
//! article ends, and the answer is cautious: a text without a sign of comments is all
//! article. Signs, in this order:
//!
//! 1. a line of its own that says so: `12 comments`, `Comments (12)`, `Leave a reply`;
//! 2. a byline or a notice (`… is a professor of …`, `This article is republished …`, `©`)
//!    as the last line before a blank line, with the article's paragraphs above it;
//! 3. a last block of five or more lines without blank lines between them, below an
//!    article whose paragraphs are a line each, and written in clearly shorter lines.
//!
//! 4. the only blank line of the text, with paragraphs of a line each above it and five or
//!    more lines below it in which people talk: in the first or second person, without
//!    capitals or full stops, at least three times as often as above.
//!
//! Hard-wrapped text has lines that all end near the same column; it is never taken apart.

use std::ops::Range;

use super::Format;
use crate::loader::detect::Head;
use crate::loader::infer::{self, Line, Page};
use crate::loader::json::Damage;
use crate::model::{Coat, DraftWriter, Media, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "text",
    reads: "plain text: an article, a blank line, comments one a line",
    sample: "copied from a page without its layout",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    u8::from(head.json.is_none())
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let lines = lines(source);
    let border = border(source, &lines);
    let text = |range: Range<usize>| TextRef::source(trimmed(source, range), Coat::Bare, Media::Plain);
    let end = border.as_ref().map_or(source.len(), |border| border.article);
    writer.article().body = text(0..end);
    if let Some(border) = border {
        writer.origin().total = border.total;
        let mut comments: Vec<Line<'_>> = Vec::new();
        let mut gap = false;
        for line in lines.iter().filter(|line| line.start >= border.comments) {
            let range = trimmed(source, line.clone());
            match source.get(range.clone()).filter(|text| !text.is_empty()) {
                Some(text) => comments.push(Line { text, range, gap: std::mem::take(&mut gap) }),
                None => gap = !comments.is_empty(),
            }
        }
        infer::flat(writer, &Page { article: source.get(..end).unwrap_or_default(), lines: &comments });
    }
    None
}

/// Where the article ends and the comments begin.
struct Border {
    article: usize,
    comments: usize,
    /// Comments as the marker counts them.
    total: Option<u64>,
}

/// The lines, without their breaks.
fn lines(source: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', source.as_bytes()).chain([source.len()]) {
        lines.push(start..end);
        start = end + 1;
    }
    lines
}

fn trimmed(source: &str, range: Range<usize>) -> Range<usize> {
    let Some(text) = source.get(range.clone()) else { return 0..0 };
    let front = text.len() - text.trim_start().len();
    let start = range.start + front;
    start..start + text.trim().len()
}

fn border(source: &str, lines: &[Range<usize>]) -> Option<Border> {
    let words = |line: &Range<usize>| source.get(line.clone()).unwrap_or_default().trim();
    by_marker(lines, &words).or_else(|| by_notice(lines, &words)).or_else(|| by_register(lines, &words)).or_else(|| by_voice(lines, &words))
}

/// A line that says that comments follow.
fn by_marker<'s>(lines: &[Range<usize>], words: &impl Fn(&Range<usize>) -> &'s str) -> Option<Border> {
    for (at, line) in lines.iter().enumerate().skip(1) {
        let Some(total) = marker(words(line)) else { continue };
        let above = lines.get(..at)?.iter().any(|line| !words(line).is_empty());
        let below = lines.get(at + 1..)?.iter().find(|line| !words(line).is_empty());
        if let (true, Some(below)) = (above, below) {
            return Some(Border { article: line.start, comments: below.start, total });
        }
    }
    None
}

/// The number of comments that a marker line gives, if it is one.
fn marker(line: &str) -> Option<Option<u64>> {
    const NOUNS: [&str; 6] = ["comment", "comments", "reply", "replies", "responses", "response"];
    const PHRASES: [&str; 5] =
        ["leave a comment", "leave a reply", "join the discussion", "join the conversation", "reader comments"];
    if line.len() > 60 || line.is_empty() {
        return None;
    }
    let lower = line.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if PHRASES.contains(&bare) || bare == "comments" || bare == "replies" {
        return Some(None);
    }
    let mut parts = bare.split(|c: char| c.is_whitespace() || c == '(' || c == ':').filter(|part| !part.is_empty());
    let (first, second, rest) = (parts.next()?, parts.next()?, parts.next());
    let number = |text: &str| text.replace(',', "").parse::<u64>().ok();
    match (number(first), number(second)) {
        (Some(count), _) if NOUNS.contains(&second) && rest.is_none_or(|word| matches!(word, "on" | "to" | "so" | "sorted")) => {
            Some(Some(count))
        }
        (_, Some(count)) if NOUNS.contains(&first) && rest.is_none() => Some(Some(count)),
        _ => None,
    }
}

/// A blank line after the words that end an article.
fn by_notice<'s>(lines: &[Range<usize>], words: &impl Fn(&Range<usize>) -> &'s str) -> Option<Border> {
    let mut paragraphs = 0;
    for (at, line) in lines.iter().enumerate() {
        let blank = lines.get(at + 1).is_some_and(|next| words(next).is_empty());
        if paragraphs >= 2 && blank && is_notice(words(line)) {
            let below = lines.get(at + 1..)?.iter().find(|line| !words(line).is_empty())?;
            let below_is_notice = is_notice(words(below));
            let rest = || lines.iter().filter(|line| line.start >= below.start);
            if !below_is_notice && !is_wrapped(rest().map(words)) {
                return Some(Border { article: line.end, comments: below.start, total: None });
            }
        }
        paragraphs += usize::from(!words(line).is_empty());
    }
    None
}

/// Whether a line is what stands under an article: who wrote it, where it is from.
fn is_notice(line: &str) -> bool {
    const FRONTS: [&str; 8] = [
        "this article is republished",
        "this article was originally",
        "this story was originally",
        "this article originally",
        "this article first appeared",
        "originally published",
        "read the original article",
        "all rights reserved",
    ];
    const TRADES: [&str; 14] = [
        "professor", "lecturer", "researcher", "fellow", "reporter", "correspondent", "editor", "journalist", "writer",
        "author", "columnist", "director", "student", "contributor",
    ];
    if line.len() > 300 || line.is_empty() {
        return false;
    }
    let lower = line.to_lowercase();
    let is_trade = || {
        let after = [" is a ", " is an ", " is the ", " are "].iter().find_map(|is| lower.split_once(is));
        after.is_some_and(|(name, rest)| {
            name.split_whitespace().count() <= 6
                && line.starts_with(char::is_uppercase)
                && rest.split(|c: char| !c.is_alphabetic()).take(6).any(|word| {
                    TRADES.iter().any(|trade| word.strip_suffix('s').unwrap_or(word) == *trade)
                })
        })
    };
    FRONTS.iter().any(|front| lower.starts_with(front)) || lower.starts_with('©') || is_trade()
}

/// A last block of many short lines under paragraphs of a line each.
fn by_register<'s>(lines: &[Range<usize>], words: &impl Fn(&Range<usize>) -> &'s str) -> Option<Border> {
    let last = lines.iter().rposition(|line| !words(line).is_empty())?;
    let blank = lines.get(..last)?.iter().rposition(|line| words(line).is_empty())?;
    let below: Vec<&str> = lines.get(blank + 1..=last)?.iter().map(words).collect();
    let above: Vec<&str> = lines.get(..blank)?.iter().map(words).filter(|line| !line.is_empty()).collect();
    if below.len() < 5 || above.len() < 3 {
        return None;
    }
    if is_wrapped(above.iter().copied()) || is_wrapped(below.iter().copied()) || below.iter().any(|l| is_item(l)) {
        return None;
    }
    // The paragraphs of the article must run on, too: with blank lines between them, a
    // block without may just as well be a verse or a list.
    let block = lines.get(..blank)?.iter().rev().skip_while(|line| words(line).is_empty());
    let runs_on = block.take_while(|line| !words(line).is_empty()).count() >= 3;
    let (long, short) = (median(&above), median(&below));
    let article_end = lines.get(..blank)?.iter().rfind(|line| !words(line).is_empty())?.end;
    (runs_on && long >= 160 && short * 10 < long * 8).then(|| Border {
        article: article_end,
        comments: lines.get(blank + 1).map_or(0, |line| line.start),
        total: None,
    })
}

/// The only blank line, between people who write and people who talk.
fn by_voice<'s>(lines: &[Range<usize>], words: &impl Fn(&Range<usize>) -> &'s str) -> Option<Border> {
    let is_blank = |line: &Range<usize>| words(line).is_empty();
    let first = lines.iter().position(|line| !is_blank(line))?;
    let last = lines.iter().rposition(|line| !is_blank(line))?;
    let blank = (first..last).find(|at| lines.get(*at).is_some_and(is_blank))?;
    let below: Vec<&str> = lines.get(blank..=last)?.iter().map(words).skip_while(|line| line.is_empty()).collect();
    let above: Vec<&str> = lines.get(first..blank)?.iter().map(words).collect();
    let prose = above.iter().filter(|line| line.len() >= 80 && !is_loose(line)).count();
    let items = below.iter().filter(|line| is_item(line)).count();
    let is_apart = items * 10 <= below.len() && below.iter().all(|line| !line.is_empty());
    if prose < 2 || below.len() < 5 || !is_apart || is_wrapped(above.iter().copied()) || is_wrapped(below.iter().copied())
    {
        return None;
    }
    let talk = |lines: &[&str]| lines.iter().filter(|line| is_loose(line) || is_personal(line)).count();
    // A headline is loose, too: it ends without a full stop.
    let (talk_above, talk_below) = (talk(&above).saturating_sub(1), talk(&below));
    let is_talk = talk_below * 5 >= below.len() && talk_below * above.len() >= talk_above * below.len() * 3;
    let comments = lines.get(blank..=last)?.iter().find(|line| !is_blank(line))?.start;
    is_talk.then(|| Border { article: lines.get(blank - 1).map_or(0, |line| line.end), comments, total: None })
}

/// Whether a line is written without care: no capital in front, no stop at the end.
fn is_loose(line: &str) -> bool {
    let stops = ['.', '!', '?', ':', '…', '"', '”', '’', '\'', ')', '»', '“', '。'];
    line.starts_with(char::is_lowercase) || !line.ends_with(stops) || line.ends_with("!!")
}

/// Whether somebody speaks of himself or to somebody, outside quotation marks.
fn is_personal(line: &str) -> bool {
    const WORDS: [&str; 8] = ["I", "I’m", "I'm", "my", "you", "your", "You", "Your"];
    let own = line.split(['“', '”', '"']).step_by(2);
    own.flat_map(|own| own.split(|c: char| !(c.is_alphabetic() || "'’".contains(c)))).any(|word| WORDS.contains(&word))
}

fn is_item(line: &str) -> bool {
    line.starts_with(['-', '*', '•', '|', '#']) || line.split_once(['.', ')']).is_some_and(|(n, _)| n.parse::<u32>().is_ok())
}

fn median(lines: &[&str]) -> usize {
    let mut lengths: Vec<usize> = lines.iter().map(|line| line.len()).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() / 2).copied().unwrap_or(0)
}

/// Whether lines are broken by hand near one column: most of them end in its last quarter.
fn is_wrapped<'s>(lines: impl Iterator<Item = &'s str>) -> bool {
    let lengths: Vec<usize> = lines.map(|line| line.chars().count()).filter(|n| *n > 0).collect();
    let widest = lengths.iter().copied().max().unwrap_or(0);
    let near = lengths.iter().filter(|n| **n * 4 >= widest * 3).count();
    lengths.len() >= 4 && (40..=100).contains(&widest) && near * 10 >= lengths.len() * 6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn splits(text: &str) -> Option<usize> {
        border(text, &lines(text)).map(|border| text.get(border.comments..).unwrap_or_default().lines().count())
    }

    const ARTICLE: &str = "The town has built a bridge over the river, which was opened on Monday by the mayor and her council.
It is two hundred metres long, and those who paid for it hope that it will stand for at least a century.
Cyclists have a lane of their own on it, though the society of cyclists had asked for one on each side.
";

    #[test]
    fn talk_below_the_only_blank_line_is_comments() {
        let talk = "I crossed it today and it sways more than the old one ever did when the lorries came over it.
have you seen what it cost
My brother worked on it.
It was needed. The old one was closed for most of the last two winters, and the ferry does not run at night.
You can walk over it in four minutes
";
        assert_eq!(splits(&format!("{ARTICLE}\n{talk}")), Some(5));
        // Two parts of an article are both written with care; so is what has more blank lines.
        assert_eq!(splits(&format!("{ARTICLE}\n{ARTICLE}{ARTICLE}")), None);
        assert_eq!(splits(&format!("{ARTICLE}\n{ARTICLE}\n{talk}")), None);
        assert_eq!(splits(&format!("A Title\nBy Somebody\n\n{talk}{ARTICLE}")), None);
    }
}
