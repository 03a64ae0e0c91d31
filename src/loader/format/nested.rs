//! What formats share in which a comment is a head line and the lines below it, and depth
//! is written line by line (`>` signs, bullets, stars).

use crate::model::draft::Parent;
use crate::model::thread::More;
use crate::model::{DraftWriter, Kind, Media, Roles, Row, State};
use crate::text::when;

/// Comments as they are read line by line.
pub(super) struct Nested<'w> {
    pub(super) writer: &'w mut DraftWriter,
    /// Level and row of the open branch.
    levels: Vec<(usize, Row)>,
    last: Option<Row>,
    text: String,
}

impl<'w> Nested<'w> {
    pub(super) fn new(writer: &'w mut DraftWriter) -> Self {
        Self { writer, levels: Vec::new(), last: None, text: String::new() }
    }

    /// The level of the comment to which lines are added; 0 if there is none.
    pub(super) fn level(&self) -> usize {
        self.levels.last().map_or(0, |(level, _)| *level)
    }

    /// Whether a comment is open.
    pub(super) fn is_open(&self) -> bool {
        self.last.is_some()
    }

    /// Begins an item under the open one of the next lower level.
    pub(super) fn open(&mut self, level: usize, kind: Kind) -> Row {
        self.flush();
        while self.levels.last().is_some_and(|(other, _)| *other >= level) {
            self.levels.pop();
        }
        let parent = self.levels.last().map_or(Parent::Top, |(_, row)| Parent::Row(*row));
        let row = self.writer.item(kind, parent);
        self.levels.push((level, row));
        self.last = Some(row);
        row
    }

    /// Adds a line to the open comment.
    pub(super) fn line(&mut self, line: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        if !self.text.is_empty() || !line.trim().is_empty() {
            self.text.push_str(line);
        }
    }

    /// Hands over the text of the open comment.
    pub(super) fn flush(&mut self) {
        if let Some(row) = self.last.filter(|_| !self.text.trim().is_empty()) {
            let body = self.writer.pooled(self.text.trim_end(), Media::Markdown);
            self.writer.set_body(row, body);
        }
        self.text.clear();
        self.last = None;
    }

    /// Takes one fact of a head line: a time, points, a role, a state. Whether it is one.
    pub(super) fn fact(&mut self, row: Row, fact: &str) -> bool {
        let fact = fact.trim();
        if let Some(time) = when::parse(fact) {
            self.writer.set_time(row, time);
        } else if let Some(points) = points(fact) {
            self.writer.set_score(row, points);
        } else if let Some((role, _)) = Roles::NAMES.iter().find(|(_, name)| name.eq_ignore_ascii_case(fact)) {
            self.writer.add_roles(row, *role);
        } else if let Some((state, _)) = State::NAMES.iter().find(|(_, name)| name.eq_ignore_ascii_case(fact)) {
            self.writer.set_state(row, *state);
        } else {
            return false;
        }
        true
    }

    /// Takes a fact that may be a time in words.
    pub(super) fn fact_or_time(&mut self, row: Row, fact: &str) {
        if !self.fact(row, fact) && fact.contains(|c: char| c.is_ascii_digit()) {
            let words = self.writer.pooled(fact.trim(), Media::Plain);
            self.writer.set_time_text(row, words);
        }
    }

    /// Makes the row a stub of replies that are not loaded.
    pub(super) fn more(&mut self, row: Row, count: u32) {
        self.writer.set_kind(row, Kind::More);
        self.writer.set_more(row, More { count, ..More::default() });
    }
}

/// `25 points`, `+3`, `-1`.
fn points(fact: &str) -> Option<i64> {
    let number = fact.strip_suffix(" points").or_else(|| fact.strip_suffix(" point"));
    let number = number.or_else(|| Some(fact).filter(|fact| fact.starts_with(['+', '-'])))?;
    number.trim().replace(',', "").parse().ok()
}

/// Whether a heading stands over the comments: `Comments`, `12 comments`, `Replies (3)`.
pub(super) fn is_comments(heading: &str) -> bool {
    const NOUNS: [&str; 7] = ["comment", "comments", "replies", "reply", "responses", "discussion", "thread"];
    let lower = heading.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    let mut nouns = words.clone().filter(|word| !is_number(word));
    nouns.next().is_some_and(|noun| NOUNS.contains(&noun)) && nouns.next().is_none() && words.by_ref().count() <= 3
}

/// Whether such a heading may just as well stand over a part of the article.
pub(super) fn is_vague(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    total(heading).is_none() && (lower.contains("discussion") || lower.contains("thread") || lower.contains("response"))
}

/// The number that such a heading names.
pub(super) fn total(heading: &str) -> Option<u64> {
    heading.replace(',', "").split(|c: char| !c.is_ascii_digit()).find(|word| !word.is_empty())?.parse().ok()
}
