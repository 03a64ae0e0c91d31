//! Microformats 2 as JSON, as parsers of pages give it, and its short form (jf2), as
//! webmention services give it.

use std::borrow::Cow;

use super::Format;
use super::entry::{Entries, Entry};
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::post::Post;
use crate::loader::tree::{At, Tree};
use crate::model::{DraftWriter, Media, Roles, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "mf2-json",
    reads: "microformats 2 as JSON: an h-entry with its comments; jf2 of webmention services",
    sample: r#"{"items":[{"type":["h-entry"],"properties":{…,"comment":[…]}}]}"#,
    sniff,
    read,
};

const KEYS: &[&str] = &[
    "items",
    "type",
    "properties",
    "children",
    "name",
    "content",
    "html",
    "value",
    "text",
    "url",
    "uid",
    "published",
    "updated",
    "author",
    "comment",
    "reply",
    "in-reply-to",
    "like-of",
    "repost-of",
    "bookmark-of",
    "summary",
    "wm-target",
    "wm-property",
    "wm-received",
];

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let is_entry = head.text.contains("\"h-entry\"") || head.text.contains("\"h-feed\"");
    let is_feed = json.has_any(&["wm-property", "wm-id"]) && json.has("children");
    if is_entry && json.has("properties") && json.has("type") || is_feed {
        90
    } else if (json.is_type("entry") || json.is_type("feed")) && json.has_any(&["in-reply-to", "comment", "published"])
    {
        75
    } else {
        0
    }
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let tree = Tree::read(source, KEYS);
    let mut entries = Entries::default();
    let mut steps: Vec<(At<'_, '_>, Option<usize>)> = tree.objects().map(|at| (at, None)).collect();
    steps.reverse();
    while let Some((at, up)) = steps.pop() {
        let first = steps.len();
        let kind = one(at, "type").and_then(At::string).unwrap_or_default();
        let kind = kind.trim_start_matches("h-");
        if entries.page.is_none() {
            entries.page = at.str_of("wm-target");
        }
        let is_act = ["like-of", "repost-of", "bookmark-of"].iter().any(|key| property(at, key).is_some())
            || ["like-of", "repost-of", "bookmark-of"].iter().any(|name| at.is("wm-property", name));
        let has_words = ["content", "name", "summary", "in-reply-to"].iter().any(|key| property(at, key).is_some());
        if matches!(kind, "entry" | "cite" | "item" | "event" | "review" | "recipe") && has_words && !is_act {
            let number = entries.add(entry(writer, at, up));
            for key in ["comment", "reply"] {
                steps.extend(property(at, key).into_iter().flat_map(At::objects).map(|at| (at, Some(number))));
            }
            steps.extend(at.list("children").map(|at| (at, Some(number))));
        } else if kind != "card" {
            steps.extend(at.list("items").chain(at.list("children")).map(|at| (at, up)));
        }
        if let Some(inside) = steps.get_mut(first..) {
            inside.reverse();
        }
    }
    entries.write(writer);
    tree.damage()
}

/// A property, in either form.
fn property<'t, 's>(at: At<'t, 's>, key: &str) -> Option<At<'t, 's>> {
    at.path("properties").and_then(|at| at.get(key)).or_else(|| at.get(key))
}

/// Its first value.
fn one<'t, 's>(at: At<'t, 's>, key: &str) -> Option<At<'t, 's>> {
    let given = property(at, key)?;
    if given.is_array() { given.children().next() } else { Some(given) }
}

/// A value as characters: of an object its `value`, its address or its name.
fn plain<'s>(at: At<'_, 's>, keys: &[&str]) -> Option<Cow<'s, str>> {
    at.string().or_else(|| keys.iter().find_map(|key| one(at, key)?.string()))
}

/// All values of a property as addresses.
fn addresses<'s>(at: At<'_, 's>, key: &str) -> Vec<Cow<'s, str>> {
    let Some(given) = property(at, key) else { return Vec::new() };
    let of = |at: At<'_, 's>| plain(at, &["url", "uid", "value"]);
    if given.is_array() { given.children().filter_map(of).collect() } else { of(given).into_iter().collect() }
}

fn entry<'s>(writer: &mut DraftWriter, at: At<'_, 's>, up: Option<usize>) -> Entry<'s> {
    let time = |key| one(at, key).and_then(At::value).and_then(|value| value.time());
    let mut post = Post {
        author: one(at, "author").and_then(|at| plain(at, &["name", "value", "url"])),
        time: time("published").or_else(|| at.time_of("wm-received")),
        ..Post::default()
    };
    if let Some(content) = one(at, "content").or_else(|| one(at, "summary")) {
        match content.get("html") {
            Some(html) => post.set_body(writer, Some(html), Media::Html),
            None => post.set_body(writer, content.first_of(&["value", "text"]).or(Some(content)), Media::Plain),
        }
    }
    post.add(Roles::EDITED, time("updated").zip(post.time).is_some_and(|(new, old)| new > old));
    let mut ids = addresses(at, "uid");
    let urls = addresses(at, "url");
    post.extras.text("url", urls.first().cloned());
    let url = urls.first().map_or(TextRef::default(), |url| writer.pooled(url, Media::Plain));
    ids.extend(urls.into_iter().filter(|url| !ids.contains(url)).collect::<Vec<_>>());
    let title = one(at, "name").map_or(TextRef::default(), |at| at.text(writer, Media::Plain));
    post.extras.text("name", one(at, "name").and_then(At::string).filter(|_| !post.body.is_empty()));
    let mut parents = addresses(at, "in-reply-to");
    parents.extend(at.str_of("wm-target").filter(|target| !parents.contains(target)));
    Entry { ids, parents, up, title, url, post }
}
