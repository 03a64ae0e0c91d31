//! The data dump of Stack Exchange: `Posts.xml` and `Comments.xml`, a row an item.
//!
//! A question is an article, its answers are comments, and comments hang on either. In
//! `Comments.xml` alone the posts are missing: each is a ghost with its comments.

use std::collections::HashMap;

use super::Format;
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::xml::{self, Event, Scanner, Shelf, Tag};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Roles};
use crate::text::when;

pub(super) const FORMAT: Format = Format {
    name: "stack-dump",
    reads: "Stack Exchange, rows of the data dump (Posts.xml, Comments.xml)",
    sample: "archive.org/details/stackexchange",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    let root = xml::root(head.text);
    let is_row = head.text.contains("<row ") && (head.text.contains(" PostTypeId=") || head.text.contains(" PostId="));
    if matches!(root, "posts" | "comments" | "row") && is_row { 90 } else { 0 }
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let mut scanner = Scanner::new(source);
    let mut shelf = Shelf::default();
    let mut accepted: HashMap<String, String> = HashMap::new();
    loop {
        match scanner.next() {
            Event::Open(tag) if tag.name == "row" => row(&tag, &mut shelf, &mut accepted, writer),
            Event::End => break,
            _ => {}
        }
    }
    scanner.damage()
}

fn row(tag: &Tag<'_>, shelf: &mut Shelf, accepted: &mut HashMap<String, String>, writer: &mut DraftWriter) {
    let get = |name: &str| tag.attribute(name).unwrap_or_default();
    let (id, kind, post) = (get("Id"), get("PostTypeId"), get("PostId"));
    match kind.as_str() {
        "1" => {
            let best = get("AcceptedAnswerId");
            if !best.is_empty() {
                accepted.insert(id.clone(), best);
            }
            shelf.turn_to(writer, &id, |writer| begin(writer, &id));
            question(tag, writer);
        }
        "2" => {
            let question = get("ParentId");
            shelf.turn_to(writer, &question, |writer| begin(writer, &question));
            let row = comment(tag, Parent::Top, "Body", Media::Html, writer);
            if accepted.get(&question).is_some_and(|best| *best == id) {
                writer.add_roles(row, Roles::ACCEPTED);
            }
        }
        "" if !post.is_empty() => {
            shelf.turn_to(writer, &post, |writer| begin(writer, &post));
            comment(tag, Parent::Top, "Text", Media::Markdown, writer);
        }
        // Wikis of tags, nominations: no discussion.
        _ => {}
    }
}

fn begin(writer: &mut DraftWriter, id: &str) {
    let name = writer.pooled(id, Media::Plain);
    writer.article().id = name;
    let origin = writer.origin();
    origin.namespace = "stackexchange".into();
    origin.site = (!id.is_empty()).then(|| format!("stackexchange:{id}").into());
}

fn author(tag: &Tag<'_>) -> String {
    let named = ["OwnerDisplayName", "UserDisplayName"]
        .iter()
        .find_map(|name| tag.attribute(name))
        .filter(|name| !name.is_empty());
    let number = || ["OwnerUserId", "UserId"].iter().find_map(|name| tag.attribute(name)).map(|id| format!("user{id}"));
    named.or_else(number).unwrap_or_default()
}

fn question(tag: &Tag<'_>, writer: &mut DraftWriter) {
    let (title, body) = (tag.kept("Title", Media::Plain), tag.kept("Body", Media::Html));
    let author = writer.pooled(&author(tag), Media::Plain);
    let article = writer.article();
    (article.title, article.body, article.author) = (title, body, author);
    article.time = tag.attribute("CreationDate").and_then(|time| when::parse(&time));
    article.score = tag.attribute("Score").and_then(|score| score.parse().ok());
}

fn comment(tag: &Tag<'_>, parent: Parent, text: &str, media: Media, writer: &mut DraftWriter) -> crate::model::Row {
    let row = writer.comment(parent);
    // Posts and comments are numbered apart.
    let id = match tag.attribute("Id").filter(|id| text == "Text" && !id.is_empty()) {
        Some(id) => writer.pooled(&format!("comment-{id}"), Media::Plain),
        None => tag.kept("Id", Media::Plain),
    };
    writer.set_id(row, id);
    writer.set_author(row, &author(tag));
    writer.set_body(row, tag.kept(text, media));
    if let Some(time) = tag.attribute("CreationDate").and_then(|time| when::parse(&time)) {
        writer.set_time(row, time);
    }
    if let Some(score) = tag.attribute("Score").and_then(|score| score.parse().ok()) {
        writer.set_score(row, score);
    }
    if tag.attribute("LastEditDate").is_some_and(|time| !time.is_empty()) {
        writer.add_roles(row, Roles::EDITED);
    }
    row
}
