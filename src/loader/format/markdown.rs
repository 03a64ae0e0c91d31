//! Markdown: an article, and comments as nested quotes or as nested lists.
//!
//! As quotes, each comment begins with `**name**` and what is known of it, parted by ` · `,
//! and a `>` more is a reply; so `btl print --format md` and readers for the web write it.
//! As lists, comments stand under a heading that says `Comments`, one an item. A text of
//! Markdown without either is an article.

mod front;

use super::Format;
use super::nested::{self, Nested};
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::model::{Coat, DraftWriter, Kind, Media, Row, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "markdown",
    reads: "Markdown: an article, and comments as nested quotes (> **name** · date) or lists",
    sample: "btl print --format md, defuddle --md, README.md",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    if head.json.is_some() {
        return 0;
    }
    if let Some(place) = comments(head.text) {
        return if place.marked { 85 } else { 75 };
    }
    let mut fence = Fence::default();
    let mut signs = [0; 4];
    for line in head.text.lines() {
        if fence.is_inside(line) {
            signs[2] += 1;
            continue;
        }
        // Comments that are neither quotes nor lists are read as those of any text.
        if heading(line).is_some_and(|words| nested::is_comments(words) && !nested::is_vague(words)) {
            return 0;
        }
        signs[0] += usize::from(heading(line).is_some());
        signs[1] += usize::from(line.contains("](http") || line.contains("](#") || line.contains("](/"));
        signs[3] += usize::from(line.matches("**").count() >= 2);
    }
    let kinds = signs.iter().filter(|count| **count > 0).count();
    if signs[0] >= 1 && kinds >= 2 || signs[0] >= 3 { 40 } else { 0 }
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let (front, rest) = front::matter(source);
    front.into_iter().for_each(|(key, value)| front::tell(writer, &key, &value));
    let start = source.len() - rest.len();
    let place = comments(rest);
    let article = place.as_ref().map_or(rest.len(), |place| place.article);
    let text = rest.get(..article).unwrap_or_default();
    let text = text.trim_end().strip_suffix("\n---").unwrap_or(text);
    let (text_start, text) = front::headline(writer, text);
    if !text.trim().is_empty() {
        let from = start + text_start;
        let end = from + text.trim_end().len();
        writer.article().body = TextRef::source(from..end, Coat::Bare, Media::Markdown);
    }
    if let Some(place) = place {
        writer.origin().total = place.total;
        let thread = rest.get(place.comments..).unwrap_or_default();
        let mut nested = Nested::new(writer);
        match place.lists {
            true => lists(thread, &mut nested),
            false => quotes(thread, &mut nested),
        }
        nested.flush();
    }
    None
}

/// Where the comments stand.
struct Place {
    article: usize,
    comments: usize,
    total: Option<u64>,
    lists: bool,
    /// Whether a heading says so.
    marked: bool,
}

/// Finds them: below a heading that says so, else at the first quote with a name.
fn comments(text: &str) -> Option<Place> {
    let mut fence = Fence::default();
    let mut heading_at = None;
    let mut first_quote = None;
    let mut heads = 0;
    for (at, line) in lines(text) {
        if fence.is_inside(line) || line.trim().is_empty() {
            continue;
        }
        let (level, rest) = quote(line);
        let is_head = level > 0 && head_of(rest).is_some();
        if let Some((article, words)) = heading_at.take() {
            let lists = bullet(line).is_some() && !nested::is_vague(words);
            if is_head || lists {
                return Some(Place { article, comments: at, total: nested::total(words), lists, marked: true });
            }
        }
        if let Some(words) = heading(line).filter(|words| nested::is_comments(words)) {
            heading_at = Some((at, words));
        }
        if level > 0 && head_of(rest).is_some_and(|facts| facts.rest.is_some()) {
            first_quote.get_or_insert(at);
            heads += 1;
        }
    }
    let at = first_quote.filter(|_| heads >= 2)?;
    Some(Place { article: at, comments: at, total: None, lists: false, marked: false })
}

/// Each line with its place.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end_matches(['\n', '\r'])))
    })
}

/// Comments as nested quotes.
fn quotes(text: &str, nested: &mut Nested<'_>) {
    let mut fence = Fence::default();
    let mut gap = false;
    for (_, line) in lines(text) {
        let (level, rest) = quote(line);
        let open = nested.level();
        let inside = nested.is_open() && level >= open && fence.is_inside(inner(line, open));
        if level > 0
            && !inside
            && let Some(facts) = head_of(rest)
        {
            fence = Fence::default();
            begin(nested, level, &facts);
        } else if level >= open && open > 0 {
            nested.line(inner(line, open));
        } else if !rest.trim().is_empty() && nested.is_open() && !rest.trim_start().starts_with("---") {
            // A paragraph may run on without its signs; other words have lost them.
            if gap {
                nested.line("");
            }
            nested.line(rest);
        }
        gap = rest.trim().is_empty();
    }
}

fn begin(nested: &mut Nested<'_>, level: usize, facts: &Facts<'_>) {
    let row = nested.open(level, Kind::Comment);
    match facts.name {
        "missing comment" if facts.slanted => nested.writer.set_kind(row, Kind::Ghost),
        name if facts.slanted => nested.more(row, name.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0)),
        name => nested.writer.set_author(row, &unescaped(name)),
    }
    for fact in facts.rest.unwrap_or_default().split(" · ").filter(|fact| !fact.is_empty()) {
        take(nested, row, fact);
    }
}

/// A fact of a head line; the address of a linked date is the comment's.
fn take(nested: &mut Nested<'_>, row: Row, fact: &str) {
    let linked = fact.trim().strip_prefix('[').and_then(|rest| rest.split_once("]("));
    let Some((words, url)) = linked else { return nested.fact_or_time(row, &unescaped(fact)) };
    nested.fact_or_time(row, &unescaped(words));
    let url = url.trim_end_matches(')').split_whitespace().next().unwrap_or_default().trim_matches(['<', '>']);
    let extras = nested.writer.pooled(&serde_json::json!({ "url": url }).to_string(), Media::Plain);
    nested.writer.set_extras(row, extras);
}

/// Comments as nested lists, an item each.
fn lists(text: &str, nested: &mut Nested<'_>) {
    // Columns of the item that lines belong to, and where its words begin.
    let mut words = 0;
    let mut fence = Fence::default();
    for (_, line) in lines(text) {
        let indent = line.len() - line.trim_start().len();
        let inside = fence.is_inside(line.trim_start());
        if let Some(item) = bullet(line).filter(|_| !inside) {
            let row = nested.open(indent + 1, Kind::Comment);
            words = line.len() - item.len();
            let named = named_item(item);
            if let Some((facts, rest)) = &named {
                nested.writer.set_author(row, &unescaped(facts.name));
                for fact in facts.rest.unwrap_or_default().split(['·', ',']).filter(|fact| !fact.trim().is_empty()) {
                    take(nested, row, fact);
                }
                nested.line(rest);
            } else {
                nested.line(item);
            }
        } else if nested.is_open() {
            nested.line(line.get(indent.min(words)..).unwrap_or_default());
        }
    }
}

/// The name and the words of `**ann** (3h): text`, `ann: text`.
fn named_item(item: &str) -> Option<(Facts<'_>, &str)> {
    if let Some(rest) = item.strip_prefix("**") {
        let (name, rest) = rest.split_once("**")?;
        let name = name.trim_end_matches(':');
        let rest = rest.trim_start_matches([':', ' ']);
        let bracketed = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'));
        let (facts, rest) = bracketed.map_or((None, rest), |(facts, rest)| (Some(facts), rest));
        let rest = rest.trim_start_matches([':', ' ', '—', '–']);
        return Some((Facts { name, rest: facts, slanted: false }, rest));
    }
    let (name, rest) = item.split_once(": ")?;
    let is_name = name.len() <= 40 && name.split(' ').count() <= 3 && !name.contains(['.', '(', '[', '*', '`']);
    is_name.then_some((Facts { name, rest: None, slanted: false }, rest))
}

/// A head line without its quote signs.
struct Facts<'s> {
    name: &'s str,
    /// What follows the name.
    rest: Option<&'s str>,
    /// Whether it stands for what is not there.
    slanted: bool,
}

fn head_of(rest: &str) -> Option<Facts<'_>> {
    let rest = rest.trim();
    let (name, after, slanted) = match rest.strip_prefix("**") {
        Some(bold) => {
            let end = bold.find("**")?;
            (bold.get(..end)?, bold.get(end + 2..)?, false)
        }
        None => {
            let end = rest.strip_prefix('*')?.find('*')?;
            let name = rest.get(1..=end)?;
            let stands_for = name == "missing comment" || name.ends_with(" replies not loaded");
            (name, rest.get(end + 2..).filter(|_| stands_for)?, true)
        }
    };
    let facts = after.trim_start();
    let facts = facts.strip_prefix('·').or(Some(facts).filter(|facts| facts.is_empty()))?;
    let whole = !name.trim().is_empty() && name.len() <= 200;
    whole.then_some(Facts { name, rest: Some(facts.trim()).filter(|facts| !facts.is_empty()), slanted })
}

/// The level of a line, and what it quotes.
fn quote(line: &str) -> (usize, &str) {
    let mut rest = line;
    let mut level = 0;
    loop {
        let trimmed = rest.trim_start_matches(' ');
        let Some(inner) = trimmed.strip_prefix('>').filter(|_| rest.len() - trimmed.len() <= 3) else { break };
        rest = inner.strip_prefix(' ').unwrap_or(inner);
        level += 1;
    }
    (level, rest)
}

/// The line without that many quote signs.
fn inner(line: &str, levels: usize) -> &str {
    let mut rest = line;
    for _ in 0..levels {
        let Some(inner) = rest.trim_start_matches(' ').strip_prefix('>') else { break };
        rest = inner.strip_prefix(' ').unwrap_or(inner);
    }
    rest
}

/// The words of a heading.
fn heading(line: &str) -> Option<&str> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    ((1..=6).contains(&level) && words.starts_with(' ')).then(|| words.trim().trim_end_matches('#').trim_end())
}

/// The words of a list item.
fn bullet(line: &str) -> Option<&str> {
    let words = line.trim_start();
    let rest = words.strip_prefix(['-', '*', '+']).or_else(|| {
        let digits = words.trim_start_matches(|c: char| c.is_ascii_digit());
        digits.strip_prefix(['.', ')']).filter(|_| (1..=9).contains(&(words.len() - digits.len())))
    })?;
    rest.strip_prefix(' ').map(str::trim_start)
}

/// Whether lines are code between fences.
#[derive(Default)]
struct Fence {
    open: Option<(char, usize)>,
}

impl Fence {
    /// Takes the next line; whether it is a fence or lies between two.
    fn is_inside(&mut self, line: &str) -> bool {
        let words = line.trim_start();
        let sign = words.chars().next().filter(|c| matches!(c, '`' | '~'));
        let count = sign.map_or(0, |sign| words.chars().take_while(|c| *c == sign).count());
        match (self.open, sign) {
            (Some((open, least)), Some(sign)) if open == sign && count >= least => self.open = None,
            (Some(_), _) => {}
            (None, Some(sign)) if count >= 3 => self.open = Some((sign, count)),
            (None, _) => return false,
        }
        true
    }
}

/// A text without the backslashes that keep its signs from being read.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match rest.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => out.extend(rest.next()),
            _ => out.push(c),
        }
    }
    out
}
