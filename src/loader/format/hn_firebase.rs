//! Items of `hacker-news.firebaseio.com/v0`: one, an array, one a line, or wrapped
//! (`{"post": …, "comments": [ … ]}`).
//!
//! An item names its parent and, in `kids`, its replies in the order of the page. `kids`
//! decide the order here; those that are not in the file become a "not loaded" row.

use std::collections::HashMap;

use super::{Format, hn};
use crate::loader::detect::Head;
use crate::loader::json::{Damage, Event, Scanner, Value};
use crate::model::draft::Parent;
use crate::model::thread::More;
use crate::model::{DraftWriter, Kind, Media, Row, State, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "hn-firebase",
    reads: "Hacker News, items of the official API: an array, one a line, or {post, comments}",
    sample: "https://hacker-news.firebaseio.com/v0/item/ID.json",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let item = json.has("id") && json.has("type") && json.has("time");
    if item && json.has("by") && json.has_any(&["kids", "parent", "descendants"]) {
        85
    } else if item && json.has_any(&["by", "deleted"]) && json.has_any(&["parent", "score"]) && !json.has("author") {
        75
    } else {
        0
    }
}

/// The fields of an item that are known here; a handful, so a list is faster than a map.
#[derive(Default)]
struct Fields<'s>(Vec<(&'static str, Value<'s>)>);

impl<'s> Fields<'s> {
    fn get(&self, key: &str) -> Option<&Value<'s>> {
        self.0.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
}

/// An object that is open.
#[derive(Default)]
struct Open<'s> {
    fields: Fields<'s>,
    kids: Vec<u64>,
}

const FIELDS: [&str; 14] = [
    "id",
    "by",
    "parent",
    "time",
    "text",
    "type",
    "title",
    "url",
    "score",
    "descendants",
    "deleted",
    "dead",
    "poll",
    "kids",
];

/// A comment, to be put in order.
struct Item<'s> {
    id: u64,
    parent: u64,
    fields: Fields<'s>,
    kids: Vec<u64>,
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let mut scanner = Scanner::new(source);
    let mut items: Vec<Item<'_>> = Vec::new();
    let mut open: Vec<Option<Open<'_>>> = Vec::new();
    let mut in_kids = false;
    loop {
        match scanner.next() {
            Event::Open { key, object } => {
                in_kids = !object && key == "kids";
                open.push(object.then(Open::default));
            }
            Event::Value { key, value } => {
                let known = FIELDS.iter().find(|name| **name == key);
                match (open.as_mut_slice(), known) {
                    ([.., Some(object)], Some(name)) => object.fields.0.push((name, value)),
                    ([.., Some(owner), None], _) if in_kids => owner.kids.extend(number(Some(&value))),
                    _ => {}
                }
            }
            Event::Close => {
                in_kids = false;
                items.extend(open.pop().flatten().and_then(|open| item(open, scanner.is_broken_off())));
            }
            Event::End => break,
        }
    }
    Order::of(items).write(writer);
    scanner.damage()
}

fn number(value: Option<&Value<'_>>) -> Option<u64> {
    value.and_then(|value| value.int()).and_then(|number| u64::try_from(number).ok())
}

/// An item, if the object is one. What the end of the input left without a text is none.
fn item(open: Open<'_>, broken_off: bool) -> Option<Item<'_>> {
    let fields = &open.fields;
    let id = number(fields.get("id"))?;
    let is_item = fields.has("type") || fields.has("by") || fields.has("parent");
    if !is_item || broken_off && !fields.has("text") && !fields.has("title") {
        return None;
    }
    let parent = number(open.fields.get("parent").or_else(|| open.fields.get("poll"))).unwrap_or(0);
    Some(Item { id, parent, fields: open.fields, kids: open.kids })
}

impl Item<'_> {
    fn is_story(&self) -> bool {
        !self.fields.has("parent") && !self.fields.has("poll") && !self.is("type", "comment")
    }

    fn is(&self, key: &str, text: &str) -> bool {
        self.fields.get(key).is_some_and(|value| value.is(text))
    }

    fn text(&self, writer: &mut DraftWriter, key: &str, media: Media) -> TextRef {
        self.fields.get(key).map_or(TextRef::default(), |value| value.text(writer, media))
    }
}

/// The items with the ways between them.
struct Order<'s> {
    items: Vec<Item<'s>>,
    place: HashMap<u64, usize>,
    /// The item that is the article.
    story: Option<usize>,
    /// What the top-level comments answer: the story, also where it is not in the file.
    top: Option<u64>,
}

enum Step {
    Item(usize),
    More(Parent, u32),
}

impl<'s> Order<'s> {
    fn of(items: Vec<Item<'s>>) -> Self {
        let mut place = HashMap::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            place.entry(item.id).or_insert(at);
        }
        let story = items.iter().position(Item::is_story);
        let top = story.and_then(|at| items.get(at)).map(|item| item.id).or_else(|| {
            // Without the story, a single unknown parent can only be it, or as good as it.
            let mut absent = items.iter().map(|item| item.parent).filter(|parent| !place.contains_key(parent));
            let first = absent.next()?;
            absent.all(|parent| parent == first).then_some(first)
        });
        Self { items, place, story, top }
    }

    fn write(&self, writer: &mut DraftWriter) {
        let story = self.story.and_then(|at| self.items.get(at));
        hn::set_site(writer, story.map(|item| item.id.to_string()).as_deref());
        let mut done = vec![false; self.items.len()];
        let mut stack = Vec::new();
        if let Some(at) = self.story {
            self.mark(&mut done, at);
            self.push_kids(&mut stack, at, Parent::Top);
        }
        self.drain(writer, &mut stack, &mut done);
        for at in 0..self.items.len() {
            stack.push(Step::Item(at));
            self.drain(writer, &mut stack, &mut done);
        }
        let others = self.items.iter().filter(|item| item.is_story()).count().saturating_sub(1);
        if others > 0 {
            writer.note(&format!("{others} more stories are in the file; they stand among the comments"), None);
        }
        if let Some(story) = story {
            article(writer, story);
        }
    }

    fn mark(&self, done: &mut [bool], at: usize) -> bool {
        done.get_mut(at).is_some_and(|done| !std::mem::replace(done, true))
    }

    /// The replies in the order of the page, and what is not in the file of them.
    fn push_kids(&self, stack: &mut Vec<Step>, at: usize, parent: Parent) {
        let Some(item) = self.items.get(at) else { return };
        let known: Vec<usize> = item.kids.iter().filter_map(|kid| self.place.get(kid).copied()).collect();
        let absent = u32::try_from(item.kids.len() - known.len()).unwrap_or(u32::MAX);
        if absent > 0 {
            stack.push(Step::More(parent, absent));
        }
        stack.extend(known.into_iter().rev().map(Step::Item));
    }

    fn drain(&self, writer: &mut DraftWriter, stack: &mut Vec<Step>, done: &mut [bool]) {
        while let Some(step) = stack.pop() {
            match step {
                Step::More(parent, count) => {
                    let row = writer.item(Kind::More, parent);
                    writer.set_more(row, More { count, next: TextRef::default() });
                }
                Step::Item(at) if self.mark(done, at) => {
                    let Some(item) = self.items.get(at) else { continue };
                    let row = self.comment(writer, item);
                    self.push_kids(stack, at, Parent::Row(row));
                }
                Step::Item(_) => {}
            }
        }
    }

    fn comment(&self, writer: &mut DraftWriter, item: &Item<'_>) -> Row {
        let parent = if item.parent == 0 || Some(item.parent) == self.top {
            Parent::Top
        } else {
            let key = if item.fields.has("parent") { "parent" } else { "poll" };
            Parent::Id(item.text(writer, key, Media::Plain))
        };
        let row = writer.comment(parent);
        let id = item.text(writer, "id", Media::Plain);
        writer.set_id(row, id);
        if let Some(name) = item.fields.get("by").and_then(|by| by.string()) {
            writer.set_author(row, &name);
        }
        if let Some(time) = item.fields.get("time").and_then(|time| time.time()) {
            writer.set_time(row, time);
        }
        if let Some(score) = item.fields.get("score").and_then(|score| score.int()) {
            writer.set_score(row, score);
        }
        if let Some(text) = item.fields.get("text").or_else(|| item.fields.get("title")) {
            hn::set_text(writer, row, *text);
        }
        if item.fields.get("deleted").is_some_and(|gone| gone.is_true()) {
            writer.set_state(row, State::Deleted);
        } else if item.fields.get("dead").is_some_and(|dead| dead.is_true()) {
            writer.set_state(row, State::Flagged);
        }
        row
    }
}

fn article(writer: &mut DraftWriter, story: &Item<'_>) {
    let id = story.text(writer, "id", Media::Plain);
    let title = story.text(writer, "title", Media::Plain);
    let body = story.text(writer, "text", Media::Html);
    let url = hn::link(writer, story.fields.get("url").copied());
    writer.origin().total = number(story.fields.get("descendants"));
    let article = writer.article();
    (article.id, article.title, article.url, article.body) = (id, title, url, body);
    article.time = story.fields.get("time").and_then(|time| time.time());
    article.score = story.fields.get("score").and_then(|score| score.int()).and_then(|score| i32::try_from(score).ok());
    hn::set_poster(writer, story.fields.get("by").copied());
}
