//! The outline, as people write one by hand and as `export/outline.rs` prints it.
//!
//! The signs are described there. By hand it is looser: any deeper indentation is a reply,
//! a line without `author: ` is a comment of nobody, and nothing but the comments must be
//! there.

use super::Format;
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::model::discussion::Note;
use crate::model::draft::Parent;
use crate::model::thread::{GuessKind, More};
use crate::model::{DraftWriter, Kind, Media, Roles, Row, State, TextRef};
use crate::text::when;

pub(super) const FORMAT: Format = Format {
    name: "outline",
    reads: "what btl print --format outline writes, or comments indented by hand",
    sample: "ann: first\n  bob: reply",
    sniff,
    read,
};

/// Surely an outline if every line fits and some are unlikely elsewhere.
fn sniff(head: &Head<'_>) -> u8 {
    if head.json.is_some() {
        return 0;
    }
    let whole = head.text.rfind('\n').map_or(head.text, |at| head.text.get(..at).unwrap_or_default());
    let (mut replies, mut article, mut lines) = (0, 0, 0);
    for line in whole.lines().filter(|line| !line.trim().is_empty()) {
        let words = line.trim_start();
        let indent = line.len() - words.len();
        let front = Front::of(words);
        let is_named = matches!(&front, Front::Comment { name: Some(name), .. } if fits_a_name(name));
        let is_sign = words.starts_with(['-', '|', '/', '?', '+', '#', '!', '<', '{']) || front.is_by();
        if indent % 2 != 0 || !(is_named || is_sign) {
            return 0;
        }
        lines += 1;
        replies += usize::from(indent > 0 && is_named);
        article += usize::from(indent == 0 && words.starts_with("| "));
    }
    if lines >= 2 && (replies > 0 || article > 0 && head.text.starts_with("# ")) { 70 } else { 0 }
}

fn fits_a_name(name: &str) -> bool {
    name.len() <= 40 && name.split(' ').count() <= 3
}

/// The beginning of a line of the thread.
enum Front<'s> {
    Ghost { signs: &'s str },
    More { count: u32, signs: &'s str, next: &'s str },
    Comment { name: Option<String>, signs: &'s str, text: &'s str },
}

impl<'s> Front<'s> {
    fn of(words: &'s str) -> Self {
        if let Some(rest) = words.strip_prefix('?')
            && (rest.is_empty() || rest.starts_with(" ["))
        {
            return Self::Ghost { signs: bracketed(rest.trim_start()).map_or("", |(signs, _)| signs) };
        }
        if let Some((count, rest)) = more(words) {
            let (signs, next) = bracketed(rest.trim_start()).unwrap_or(("", rest));
            return Self::More { count, signs, next: next.trim() };
        }
        if let Some(rest) = words.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with(' ')) {
            let rest = rest.strip_prefix(' ').unwrap_or(rest);
            return match bracketed(rest).and_then(|(signs, text)| Some((signs, after_colon(text)?))) {
                Some((signs, text)) => Self::Comment { name: None, signs, text },
                None => Self::Comment { name: None, signs: "", text: rest },
            };
        }
        named(words).unwrap_or(Self::Comment { name: None, signs: "", text: words })
    }

    /// `by ann`: who wrote the article.
    fn is_by(&self) -> bool {
        matches!(self, Self::Comment { name: None, text, .. } if *text == "by" || text.starts_with("by "))
    }
}

/// `+41`, with what follows.
fn more(words: &str) -> Option<(u32, &str)> {
    let digits = words.strip_prefix('+')?;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let (count, rest) = digits.split_at_checked(end)?;
    (rest.is_empty() || rest.starts_with(' ')).then(|| count.parse().ok().map(|count| (count, rest)))?
}

/// `[a; b]`, with what follows.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('[')?.split_once(']')
}

/// What follows `: `, or an ending `:`.
fn after_colon(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(':')?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(' ') }
}

/// A name up to an unescaped ` [` or `: `, undone of its escapes.
fn name(words: &str) -> (String, &str) {
    let mut name = String::new();
    let mut chars = words.char_indices();
    while let Some((at, c)) = chars.next() {
        let rest = words.get(at..).unwrap_or_default();
        match c {
            '\\' => name.extend(chars.next().map(|(_, c)| c)),
            ':' if after_colon(rest).is_some() => return (name, rest),
            ' ' if rest.starts_with(" [") => return (name, rest),
            _ => name.push(c),
        }
    }
    (name, "")
}

fn named(words: &str) -> Option<Front<'_>> {
    let (name, rest) = name(words);
    let (signs, rest) = match rest.strip_prefix(' ').and_then(bracketed) {
        Some(found) => found,
        None => ("", rest),
    };
    let text = after_colon(rest)?;
    (!name.is_empty()).then_some(Front::Comment { name: Some(name), signs, text })
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let mut reader = Reader { writer, levels: Vec::new(), last: None, text: String::new(), began: false, head: true };
    for line in source.lines() {
        reader.line(line.trim_end());
    }
    reader.flush();
    None
}

struct Reader<'w> {
    writer: &'w mut DraftWriter,
    /// Indentation and row of the open branch. A written depth counts as its indentation.
    levels: Vec<(usize, Row)>,
    /// The comment that continuation lines belong to; the article if there is none.
    last: Option<Row>,
    text: String,
    /// Whether a paragraph of the text has been read.
    began: bool,
    /// Whether lines on the article may come.
    head: bool,
}

impl Reader<'_> {
    fn line(&mut self, line: &str) {
        let words = line.trim_start();
        let is = |sign: char| words.strip_prefix(sign).filter(|rest| rest.is_empty() || rest.starts_with(' '));
        if words.is_empty() {
            return;
        }
        if let Some(rest) = is('|') {
            return self.add(rest.strip_prefix(' ').unwrap_or(rest), "\n\n");
        }
        if let Some(rest) = is('/').filter(|_| self.began) {
            return self.add(rest.strip_prefix(' ').unwrap_or(rest), "\n");
        }
        if self.head && self.on_article(words) {
            return;
        }
        self.flush();
        self.head = false;
        let indent = line.len() - words.len();
        let (indent, words) = written_depth(words).unwrap_or((indent, words));
        self.row(indent, words);
    }

    fn on_article(&mut self, words: &str) -> bool {
        if let Some(title) = words.strip_prefix('#').filter(|title| title.is_empty() || title.starts_with(' ')) {
            let title = self.writer_text(title.trim());
            self.writer.article().title = title;
        } else if let Some(note) = words.strip_prefix("! ") {
            self.writer.origin().notes.push(Note::new(note, None));
        } else if let Some(url) = words.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
            let url = self.writer_text(url);
            self.writer.article().url = url;
        } else if words.starts_with("by ") && Front::of(words).is_by() {
            self.by(words.strip_prefix("by").unwrap_or_default());
        } else {
            return false;
        }
        true
    }

    fn writer_text(&mut self, text: &str) -> TextRef {
        self.writer.pooled(text, Media::Plain)
    }

    fn by(&mut self, rest: &str) {
        let (name, rest) = name(rest.strip_prefix(' ').filter(|rest| !rest.starts_with('[')).unwrap_or(rest));
        let author = self.writer_text(&name);
        let id =
            signs(bracketed(rest.trim_start()).map_or("", |(signs, _)| signs)).find_map(|sign| sign.strip_prefix('#'));
        let id = id.map_or(TextRef::default(), |id| self.writer.pooled(id, Media::Plain));
        let article = self.writer.article();
        (article.author, article.id) = (author, id);
        for sign in signs(bracketed(rest.trim_start()).map_or("", |(signs, _)| signs)) {
            if let Some(score) = score(sign) {
                article.score = i32::try_from(score).ok();
            } else if let Some(time) = when::parse(sign) {
                article.time = Some(time);
            }
        }
    }

    fn add(&mut self, line: &str, between: &str) {
        if self.began {
            self.text.push_str(between);
        }
        self.text.push_str(line);
        self.began = true;
    }

    /// Hands over the text that was gathered.
    fn flush(&mut self) {
        if self.began {
            let body = self.writer.pooled(&self.text, Media::Plain);
            match self.last {
                Some(row) => self.writer.set_body(row, body),
                None => self.writer.article().body = body,
            }
        }
        self.text.clear();
        self.began = false;
    }

    fn row(&mut self, indent: usize, words: &str) {
        while self.levels.last().is_some_and(|(level, _)| *level >= indent) {
            self.levels.pop();
        }
        let parent = self.levels.last().map_or(Parent::Top, |(_, row)| Parent::Row(*row));
        let row = match Front::of(words) {
            Front::Ghost { signs } => self.begin(Kind::Ghost, parent, signs),
            Front::More { count, signs, next } => {
                let row = self.begin(Kind::More, parent, signs);
                let next = self.writer_text(next);
                self.writer.set_more(row, More { count, next });
                row
            }
            Front::Comment { name, signs, text } => {
                let row = self.begin(Kind::Comment, parent, signs);
                self.writer.set_author(row, name.as_deref().unwrap_or_default());
                if !text.is_empty() {
                    self.add(text, "");
                }
                row
            }
        };
        self.last = Some(row);
        self.levels.push((indent, row));
    }

    fn begin(&mut self, kind: Kind, parent: Parent, given: &str) -> Row {
        let row = self.writer.item(kind, parent);
        signs(given).for_each(|sign| self.sign(row, sign));
        row
    }

    fn sign(&mut self, row: Row, sign: &str) {
        if let Some(id) = sign.strip_prefix('#') {
            let id = self.writer_text(id);
            self.writer.set_id(row, id);
        } else if let Some(score) = score(sign) {
            self.writer.set_score(row, score);
        } else if let Some((role, _)) = Roles::NAMES.iter().find(|(_, name)| *name == sign) {
            self.writer.add_roles(row, *role);
        } else if let Some((state, _)) = State::NAMES.iter().find(|(_, name)| *name == sign) {
            self.writer.set_state(row, *state);
        } else if let Some(words) = sign.strip_prefix("when ") {
            let words = self.writer_text(words);
            self.writer.set_time_text(row, words);
        } else if let Some(guess) = sign.strip_prefix('~') {
            let (kind, rest) = guess.split_once(' ').unwrap_or((guess, "0.5"));
            let (sure, reason) = rest.split_once(' ').unwrap_or((rest, ""));
            if let (Some(kind), Ok(sure)) = (GuessKind::named(kind), sure.parse()) {
                self.writer.guess(row, kind, sure, reason);
            }
        } else if let Some(rest) = sign.strip_prefix("or ") {
            self.candidate(row, rest);
        } else if sign == "cut" {
            self.writer.set_cut(row);
        } else if let Some(time) = when::parse(sign) {
            self.writer.set_time(row, time);
        }
    }

    fn candidate(&mut self, row: Row, words: &str) {
        let mut parts = words.splitn(3, ' ');
        let parent =
            parts.next().and_then(|number| number.parse::<u32>().ok()).and_then(|number| number.checked_sub(1));
        let sure = parts.next().and_then(|sure| sure.parse().ok());
        if let (Some(parent), Some(sure)) = (parent, sure) {
            self.writer.candidate(row, Row(parent), sure, parts.next().unwrap_or_default());
        }
    }
}

/// `{57} ann: …`: the level, in blanks, and what follows.
fn written_depth(words: &str) -> Option<(usize, &str)> {
    let (depth, rest) = words.strip_prefix('{')?.split_once("} ")?;
    Some((depth.parse::<usize>().ok()?.checked_mul(2)?, rest))
}

fn signs(given: &str) -> impl Iterator<Item = &str> {
    given.split(';').map(str::trim).filter(|sign| !sign.is_empty())
}

/// `+3`, `-1`.
fn score(sign: &str) -> Option<i64> {
    sign.starts_with(['+', '-']).then(|| sign.parse().ok())?
}
