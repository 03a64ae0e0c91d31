//! The `article` member of the native format.

use super::item::author;
use super::media;
use crate::loader::json::{Event, Scanner, Value};
use crate::model::{DraftWriter, Media, TextRef};

#[derive(Default)]
pub(super) struct Article<'s> {
    id: Option<Value<'s>>,
    name: Option<Value<'s>>,
    /// The name is the opening words of the text, and no title.
    untitled: bool,
    url: Option<Value<'s>>,
    author: Option<Value<'s>>,
    published: Option<i64>,
    score: Option<i64>,
    media: Option<Value<'s>>,
    content: Option<Value<'s>>,
    /// `x`, as it stands.
    extras: Option<TextRef>,
    /// The texts of `blocks`: what is shown where there is no `content`.
    blocks: Vec<String>,
}

impl<'s> Article<'s> {
    /// Reads the object that has just been opened. Only the first article counts.
    pub(super) fn read(&mut self, scanner: &mut Scanner<'s>) {
        let mut article = Self::default();
        loop {
            match scanner.next() {
                Event::Open { key: "attributedTo", .. } => (article.author, _) = author(scanner),
                Event::Open { key: "x", object: true } => article.extras = scanner.take(),
                Event::Open { key: "blocks", object: false } => article.blocks = blocks(scanner),
                Event::Open { .. } => scanner.skip(),
                Event::Value { key, value } => article.set(key, value),
                Event::Close | Event::End => break,
            }
        }
        if self.is_empty() {
            *self = article;
        }
    }

    fn is_empty(&self) -> bool {
        self.id.is_none() && self.name.is_none() && self.content.is_none() && self.blocks.is_empty()
    }

    fn set(&mut self, key: &str, value: Value<'s>) {
        let slot = match key {
            "id" => &mut self.id,
            "name" => &mut self.name,
            "url" => &mut self.url,
            "attributedTo" => &mut self.author,
            "mediaType" => &mut self.media,
            "content" => &mut self.content,
            "published" => return self.published = value.time(),
            "score" => return self.score = value.int(),
            "untitled" => return self.untitled = matches!(value, Value::Bool(true)),
            _ => return,
        };
        *slot = (!matches!(value, Value::Null)).then_some(value);
    }

    pub(super) fn write(self, writer: &mut DraftWriter) {
        let mut text = |value: Option<Value<'_>>, media| value.map_or(TextRef::default(), |v| v.text(writer, media));
        let name = self.name.filter(|_| !self.untitled);
        let (id, title, url) = (text(self.id, Media::Plain), text(name, Media::Plain), text(self.url, Media::Plain));
        let author = text(self.author, Media::Plain);
        let mut body = text(self.content, media(self.media));
        if body.is_empty() && !self.blocks.is_empty() {
            body = writer.pooled(&self.blocks.join("\n\n"), Media::Plain);
        }
        let article = writer.article();
        (article.id, article.title, article.url, article.author, article.body) = (id, title, url, author, body);
        article.extras = self.extras.unwrap_or_default();
        article.time = self.published;
        article.score = self.score.and_then(|score| i32::try_from(score).ok());
    }
}

fn blocks(scanner: &mut Scanner<'_>) -> Vec<String> {
    let depth = scanner.depth();
    let mut blocks = Vec::new();
    while scanner.depth() >= depth {
        match scanner.next() {
            Event::Value { key: "text", value } => blocks.extend(value.string().map(|text| text.into_owned())),
            Event::End => break,
            _ => {}
        }
    }
    blocks
}
