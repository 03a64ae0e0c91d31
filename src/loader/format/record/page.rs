//! What is said of a whole discussion, and the helpers for its threads.

use std::collections::HashSet;

use super::{Plan, Record};
use crate::loader::json::Value;
use crate::model::draft::Parent;
use crate::model::thread::More;
use crate::model::{Coat, DraftWriter, Kind, Media, Roles, Row, TextRef, Texts, body};

/// Fills the article from a record. Who wrote it is marked in the thread.
pub(in crate::loader::format) fn article(writer: &mut DraftWriter, record: &Record<'_>, title: &[&str], plan: &Plan) {
    let id = record.text(writer, plan.id, Media::Plain);
    let title = record.text(writer, title, Media::Plain);
    let author = record.text(writer, plan.author, Media::Plain);
    let body = plan.body.iter().find_map(|(name, media)| Some((record.first(&[name])?, *media)));
    let body = body.map_or(TextRef::default(), |(value, media)| value.text(writer, media));
    let article = writer.article();
    (article.id, article.title, article.author, article.body) = (id, title, author, body);
    article.time = record.first(plan.time).and_then(Value::time);
    let score = record.first(plan.score).and_then(Value::int);
    article.score = score.and_then(|score| i32::try_from(score).ok());
    if let Some(name) = record.first(plan.author).and_then(Value::string) {
        writer.add_roles_of(&name, Roles::OP);
    }
}

/// The parents of comments that only say how far they are indented.
#[derive(Default)]
pub(in crate::loader::format) struct Levels(Vec<(i64, Row)>);

impl Levels {
    /// Answers the nearest comment above that is indented less.
    pub(in crate::loader::format) fn answer(&mut self, writer: &mut DraftWriter, row: Row, level: i64) {
        while self.0.last().is_some_and(|(last, _)| *last >= level) {
            self.0.pop();
        }
        writer.set_parent(row, self.0.last().map_or(Parent::Top, |(_, parent)| Parent::Row(*parent)));
        self.0.push((level, row));
    }
}

/// The pages that the comments of a file stand under.
#[derive(Default)]
pub(in crate::loader::format) struct Pages<'s>(HashSet<&'s str>);

impl<'s> Pages<'s> {
    pub(in crate::loader::format) fn add(&mut self, page: Option<Value<'s>>) {
        self.0.extend(page.map(Value::written));
    }

    /// Whether all comments are of one discussion; says so if not.
    pub(in crate::loader::format) fn is_one(&self, writer: &mut DraftWriter) -> bool {
        say_others(writer, self.0.len());
        self.0.len() < 2
    }
}

/// Says that a file with so many discussions is read as one.
pub(in crate::loader::format) fn say_others(writer: &mut DraftWriter, discussions: usize) {
    match discussions.saturating_sub(1) {
        0 => {}
        1 => writer.note("another discussion is in the file; it stands among the comments", None),
        others => {
            writer.note(&format!("{others} more discussions are in the file; they stand among the comments"), None);
        }
    }
}

/// The page of the discussion, if a browser would open it.
pub(in crate::loader::format) fn set_page(writer: &mut DraftWriter, url: &str) {
    if url.starts_with("https://") || url.starts_with("http://") {
        writer.origin().url = Some(url.into());
    }
}

/// The source's own count of comments.
pub(in crate::loader::format) fn set_total(writer: &mut DraftWriter, total: Option<Value<'_>>) {
    let total = total.and_then(Value::int).and_then(|total| u64::try_from(total).ok());
    writer.origin().total = total.or(writer.origin().total);
}

/// A stub for replies that are not in the file.
pub(in crate::loader::format) fn more(writer: &mut DraftWriter, parent: Parent, count: i64, next: &str) {
    let row = writer.item(Kind::More, parent);
    let next = if next.is_empty() { TextRef::default() } else { writer.pooled(next, Media::Plain) };
    writer.set_more(row, More { count: u32::try_from(count).unwrap_or(0), next });
}

/// The words of a piece of HTML that stands where a line is wanted: a title.
pub(in crate::loader::format) fn words(html: &str) -> String {
    let texts = Texts::new(html.to_owned(), String::new());
    let body = body::open(&texts, TextRef::source(0..html.len(), Coat::Bare, Media::Html), None);
    body.text.as_str().split_whitespace().collect::<Vec<_>>().join(" ")
}
