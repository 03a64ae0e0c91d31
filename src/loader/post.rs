//! What somebody posted, as most formats tell it: gathered first, then written as a comment
//! or as the article.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use super::tree::At;
use crate::model::draft::Parent;
use crate::model::thread::More;
use crate::model::{DraftWriter, Kind, Media, Roles, Row, State, TextRef};

/// A post. What is unknown stays empty.
#[derive(Debug, Default)]
pub(super) struct Post<'s> {
    pub(super) id: TextRef,
    pub(super) author: Option<Cow<'s, str>>,
    pub(super) time: Option<i64>,
    /// The time in the source's words, where those are vaguer than they look.
    pub(super) age: TextRef,
    pub(super) score: Option<i64>,
    pub(super) body: TextRef,
    pub(super) state: State,
    pub(super) roles: Roles,
    /// Whether the end of the input cut the text off.
    pub(super) is_cut: bool,
    pub(super) extras: Extras,
}

/// Facts that the model has no place for.
#[derive(Debug, Default)]
pub(super) struct Extras(Map<String, Json>);

impl Extras {
    /// Keeps a text, unless there is none.
    pub(super) fn text(&mut self, key: &str, text: Option<Cow<'_, str>>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.0.insert(key.to_owned(), Json::String(text.into_owned()));
        }
    }

    /// Keeps a number.
    pub(super) fn int(&mut self, key: &str, number: Option<i64>) {
        if let Some(number) = number {
            self.0.insert(key.to_owned(), Json::from(number));
        }
    }

    /// Keeps that something is so.
    pub(super) fn flag(&mut self, key: &str, is_so: bool) {
        if is_so {
            self.0.insert(key.to_owned(), Json::Bool(true));
        }
    }

    /// Keeps texts, unless there are none.
    pub(super) fn texts(&mut self, key: &str, texts: Vec<String>) {
        if !texts.is_empty() {
            self.0.insert(key.to_owned(), Json::from(texts));
        }
    }

    /// Keeps facts under a name of their own, unless there are none.
    pub(super) fn facts(&mut self, key: &str, facts: Self) {
        if !facts.0.is_empty() {
            self.0.insert(key.to_owned(), Json::Object(facts.0));
        }
    }

    fn write(self, writer: &mut DraftWriter) -> Option<TextRef> {
        (!self.0.is_empty()).then(|| writer.pooled(&Json::Object(self.0).to_string(), Media::Plain))
    }
}

impl<'s> Post<'s> {
    /// Sets the text from a value of the source.
    pub(super) fn set_body(&mut self, writer: &mut DraftWriter, body: Option<At<'_, 's>>, media: Media) {
        let Some(body) = body else { return };
        self.body = body.text(writer, media);
        self.is_cut = body.is_cut();
    }

    /// Adds roles.
    pub(super) fn add(&mut self, roles: Roles, is_so: bool) {
        if is_so {
            self.roles = self.roles.with(roles);
        }
    }

    /// Writes it as a comment.
    pub(super) fn comment(self, writer: &mut DraftWriter, parent: Parent) -> Row {
        let row = writer.comment(parent);
        self.fill(writer, row);
        row
    }

    /// Fills a comment that was begun before.
    pub(super) fn fill(self, writer: &mut DraftWriter, row: Row) {
        writer.set_id(row, self.id);
        if let Some(name) = &self.author {
            writer.set_author(row, name);
        }
        if let Some(time) = self.time {
            writer.set_time(row, time);
        }
        if !self.age.is_empty() {
            writer.set_time_text(row, self.age);
        }
        if let Some(score) = self.score {
            writer.set_score(row, score);
        }
        writer.set_body(row, self.body);
        writer.set_state(row, self.state);
        writer.add_roles(row, self.roles);
        if self.is_cut {
            writer.set_cut(row);
        }
        if let Some(extras) = self.extras.write(writer) {
            writer.set_extras(row, extras);
        }
    }

    /// Writes it as the article. To be called when all comments are written: those of its
    /// author are marked.
    pub(super) fn article(self, writer: &mut DraftWriter, title: TextRef, url: TextRef) {
        let author = self.author.as_deref().map_or(TextRef::default(), |name| writer.pooled(name, Media::Plain));
        let extras = self.extras.write(writer).unwrap_or_default();
        let article = writer.article();
        (article.id, article.title, article.url, article.body) = (self.id, title, url, self.body);
        article.extras = extras;
        (article.author, article.time) = (author, self.time);
        article.score = self.score.and_then(|score| i32::try_from(score).ok());
        if let Some(name) = &self.author {
            writer.add_roles_of(name, Roles::OP);
        }
        if self.is_cut {
            writer.origin().complete = false;
        }
    }
}

/// A stub for so many replies that the source counts but does not hold; none for none.
pub(super) fn more(writer: &mut DraftWriter, parent: Parent, count: i64, next: TextRef) {
    if count > 0 || !next.is_empty() {
        let row = writer.item(Kind::More, parent);
        writer.set_more(row, More { count: u32::try_from(count).unwrap_or(0), next });
    }
}

/// Whether a text is an address on the web.
pub(super) fn is_web(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}
