//! Org: an article, and comments as headings, a reply one star deeper.
//!
//! A heading is a comment if its drawer says who wrote it (`:AUTHOR:`), or if it stands
//! under one that says `Comments`; then its words are the author. All other headings are
//! the article's. Org's own marks become those of Markdown, as far as lines go: headings,
//! blocks, links and code.

use super::Format;
use super::nested::{self, Nested};
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::model::{DraftWriter, Kind, Media};
use crate::text::when;

pub(super) const FORMAT: Format = Format {
    name: "org",
    reads: "Org: an article, and comments as headings (* author) with :AUTHOR: drawers or under * Comments",
    sample: "thread.org",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    if head.json.is_some() {
        return 0;
    }
    let (mut stars, mut drawers, mut keywords) = (0, 0, 0);
    for line in head.text.lines() {
        stars += usize::from(heading(line).is_some());
        drawers += usize::from(property(line).is_some_and(|(key, _)| is_author(key)) || line.trim() == ":PROPERTIES:");
        keywords += usize::from(keyword(line).is_some());
    }
    match (stars, drawers, keywords) {
        (1.., 1.., _) => 85,
        (1.., _, 1..) => 75,
        (0, _, 2..) => 60,
        _ => 0,
    }
}

/// A heading with what belongs to it, until the next.
#[derive(Default)]
struct Section<'s> {
    level: usize,
    words: &'s str,
    properties: Vec<(&'s str, &'s str)>,
    lines: Vec<&'s str>,
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let mut article = String::new();
    let mut nested = Nested::new(writer);
    // The level of the heading `Comments`, while its branch lasts.
    let mut under: Option<usize> = None;
    let mut section = Section::default();
    let mut drawer = false;
    for line in source.lines().map(Some).chain([None]) {
        if let Some((level, words)) = line.map_or(Some((0, "")), heading) {
            place(&section, &mut under, &mut article, &mut nested);
            section = Section { level, words, ..Section::default() };
            drawer = false;
            continue;
        }
        let line = line.unwrap_or_default();
        match line.trim() {
            ":PROPERTIES:" if section.level > 0 && section.lines.is_empty() => drawer = true,
            ":END:" if drawer => drawer = false,
            _ if drawer => section.properties.extend(property(line)),
            _ => match keyword(line).filter(|_| section.level == 0) {
                Some((key, value)) => tell(nested.writer, key, value),
                None => section.lines.push(line),
            },
        }
    }
    nested.flush();
    if !article.trim().is_empty() {
        writer.article().body = writer.pooled(article.trim(), Media::Markdown);
    }
    None
}

/// Puts a section where it belongs.
fn place(section: &Section<'_>, under: &mut Option<usize>, article: &mut String, nested: &mut Nested<'_>) {
    let author = section.properties.iter().find(|(key, _)| is_author(key)).map(|(_, value)| *value);
    if under.is_some_and(|level| section.level <= level) {
        *under = None;
    }
    if section.level > 0 && (author.is_some() || under.is_some()) {
        comment(section, author, nested);
    } else if section.level > 0 && nested::is_comments(section.words) {
        *under = Some(section.level);
        nested.writer.origin().total = nested::total(section.words);
    } else {
        if section.level > 0 {
            article.push_str(&format!("\n{} {}\n\n", "#".repeat(section.level.min(6)), inline(section.words)));
        }
        lines(&section.lines).for_each(|line| {
            article.push_str(&line);
            article.push('\n');
        });
    }
}

fn comment(section: &Section<'_>, author: Option<&str>, nested: &mut Nested<'_>) {
    let row = nested.open(section.level, Kind::Comment);
    let (name, time) = stamped(section.words);
    nested.writer.set_author(row, author.unwrap_or(name));
    for (key, value) in &section.properties {
        match key.to_lowercase().as_str() {
            "id" | "custom_id" => {
                let id = nested.writer.pooled(value, Media::Plain);
                nested.writer.set_id(row, id);
            }
            "score" | "points" | "votes" => {
                if let Ok(score) = value.parse() {
                    nested.writer.set_score(row, score);
                }
            }
            "date" | "created" | "time" | "published" | "state" | "role" => {
                nested.fact_or_time(row, &unbracketed(value))
            }
            "url" | "permalink" => {
                let extras = nested.writer.pooled(&serde_json::json!({ "url": value }).to_string(), Media::Plain);
                nested.writer.set_extras(row, extras);
            }
            _ => {}
        }
    }
    if let Some(time) = time {
        nested.fact_or_time(row, &unbracketed(time));
    }
    // Where a drawer names the author, the heading may be a subject of its own.
    if let Some(author) = author.filter(|author| !name.is_empty() && !name.eq_ignore_ascii_case(author)) {
        let is_front =
            section.lines.iter().find(|line| !line.trim().is_empty()).is_some_and(|line| line.trim().starts_with(name));
        if !is_front && !name.contains(author) {
            nested.line(&format!("**{}**", inline(name)));
            nested.line("");
        }
    }
    lines(&section.lines).for_each(|line| nested.line(&line));
}

/// A heading's words and the time after them.
fn stamped(words: &str) -> (&str, Option<&str>) {
    let at = words
        .find(['[', '<'])
        .filter(|at| words.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())));
    match at.or_else(|| words.find(" · ")) {
        Some(at) => (
            words.get(..at).unwrap_or_default().trim(),
            words.get(at..).map(|rest| rest.trim_start_matches([' ', '·'])),
        ),
        None => (words.trim(), None),
    }
}

/// `[2025-01-15 Wed 10:00]` as it is written elsewhere.
fn unbracketed(time: &str) -> String {
    let bare = time.trim().trim_matches(['[', ']', '<', '>']);
    match bare.split_whitespace().collect::<Vec<_>>().as_slice() {
        [date, day] if !day.starts_with(|c: char| c.is_ascii_digit()) => (*date).to_owned(),
        [date, day, clock] if day.chars().all(char::is_alphabetic) => format!("{date} {clock}:00"),
        _ => bare.to_owned(),
    }
}

/// The stars and the words of a heading.
fn heading(line: &str) -> Option<(usize, &str)> {
    let words = line.trim_start_matches('*');
    let level = line.len() - words.len();
    (level > 0 && words.starts_with(' ')).then(|| (level, words.trim()))
}

/// `:KEY: value`.
fn property(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.trim().strip_prefix(':')?.split_once(':')?;
    (!key.is_empty() && !key.contains(' ')).then(|| (key, value.trim()))
}

fn is_author(key: &str) -> bool {
    ["author", "by", "from"].iter().any(|word| key.eq_ignore_ascii_case(word))
}

/// `#+KEY: value`.
fn keyword(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.trim_start().strip_prefix("#+")?.split_once(':')?;
    (!key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')).then(|| (key, value.trim()))
}

fn tell(writer: &mut DraftWriter, key: &str, value: &str) {
    let text = writer.pooled(value, Media::Plain);
    let article = writer.article();
    match key.to_lowercase().as_str() {
        "title" => article.title = text,
        "author" => article.author = text,
        "url" | "link" | "source" => article.url = text,
        "date" => article.time = when::parse(&unbracketed(value)),
        _ => {}
    }
}

/// Lines of Org as lines of Markdown.
fn lines<'s>(lines: &'s [&'s str]) -> impl Iterator<Item = String> + 's {
    let mut code = false;
    let mut quoted = false;
    lines.iter().filter_map(move |line| {
        let lower = line.trim().to_lowercase();
        match lower.split_whitespace().next().unwrap_or_default() {
            "#+begin_src" | "#+begin_example" if !code => {
                code = true;
                let language = lower.split_whitespace().nth(1).unwrap_or_default();
                return Some(format!("```{language}"));
            }
            "#+end_src" | "#+end_example" if code => {
                code = false;
                return Some("```".to_owned());
            }
            "#+begin_quote" | "#+end_quote" if !code => {
                quoted = lower.starts_with("#+begin");
                return Some(String::new());
            }
            _ if code => return Some((*line).to_owned()),
            sign if sign.starts_with("#+") => return None,
            _ => {}
        }
        let front = if quoted { "> " } else { "" };
        Some(format!("{front}{}", inline(line)))
    })
}

/// Links and code of a line as Markdown writes them.
fn inline(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("[[") {
        let (front, link) = rest.split_at(at);
        out.push_str(&code(front));
        let Some((link, after)) = link.get(2..).and_then(|link| link.split_once("]]")) else {
            rest = link;
            break;
        };
        let (url, words) = link.split_once("][").unwrap_or((link, link));
        out.push_str(&format!("[{words}]({url})"));
        rest = after;
    }
    out.push_str(&code(rest));
    out
}

/// `~code~` and `=code=` between blanks or signs.
fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['~', '=']) {
        let (front, marked) = rest.split_at(at);
        let sign = marked.get(..1).unwrap_or_default();
        let inner = marked.get(1..).unwrap_or_default();
        let opens = !front.ends_with(|c: char| c.is_alphanumeric())
            && !inner.starts_with(|c: char| c.is_whitespace() || c == '~' || c == '=');
        let end = inner.find(sign).filter(|end| {
            let after = inner.get(end + 1..).unwrap_or_default();
            opens
                && !after.starts_with(|c: char| c.is_alphanumeric())
                && !inner.get(..*end).is_some_and(|code| code.ends_with(' '))
        });
        out.push_str(front);
        match end {
            Some(end) => {
                out.push_str(&format!("`{}`", inner.get(..end).unwrap_or_default()));
                rest = inner.get(end + 1..).unwrap_or_default();
            }
            None => {
                out.push_str(sign);
                rest = inner;
            }
        }
    }
    out.push_str(rest);
    out
}
