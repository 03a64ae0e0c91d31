//! ActivityStreams: objects, activities and collections of version 2 in the dialects of its
//! servers, and of version 1.
//!
//! The same field may be a string, an object or an array of both; nothing is relied on.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Format;
use super::entry::{Entries, Entry};
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::post::{Post, is_web};
use crate::loader::tree::{At, Tree};
use crate::model::{DraftWriter, Media, Roles, State};

pub(super) const FORMAT: Format = Format {
    name: "activitystreams",
    reads: "ActivityStreams 2 (Mastodon, Lemmy, PeerTube, WordPress, …) and 1: objects, activities, collections",
    sample: "curl -H 'Accept: application/activity+json' ADDRESS",
    sniff,
    read,
};

const KEYS: &[&str] = &[
    "type",
    "objectType",
    "verb",
    "id",
    "url",
    "href",
    "mediaType",
    "name",
    "displayName",
    "title",
    "content",
    "contentMap.*",
    "contentMap",
    "nameMap.*",
    "nameMap",
    "summary",
    "source",
    "attributedTo",
    "author",
    "actor",
    "preferredUsername",
    "username",
    "inReplyTo",
    "inReplyToAtomUri",
    "atomUri",
    "published",
    "updated",
    "replies",
    "comments",
    "first",
    "items",
    "orderedItems",
    "totalItems",
    "object",
    "likes",
    "sensitive",
    "attachment",
    "distinguished",
    "oneOf",
    "anyOf",
    "@graph",
    "deleted",
];

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    if json.has("btl") || json.has("account") && json.has("in_reply_to_id") {
        return 0;
    }
    let is_named = json.has("@context") && head.text.contains("w3.org/ns/activitystreams");
    if is_named && (json.has("type") || json.has("items")) {
        88
    } else if json.has("objectType") && json.has_any(&["displayName", "content", "verb", "replies"]) {
        85
    } else if json.has("type") && json.has("attributedTo") && json.has_any(&["inReplyTo", "published", "content"]) {
        70
    } else {
        0
    }
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let tree = Tree::read(source, KEYS);
    let mut reader = Reader { writer, entries: Entries::default(), people: HashMap::new(), authors: Vec::new() };
    let mut steps: Vec<Step<'_, '_>> = tree.objects().map(|at| Step { at, up: None, actor: None }).collect();
    steps.reverse();
    while let Some(step) = steps.pop() {
        let first = steps.len();
        reader.step(step, &mut steps);
        if let Some(inside) = steps.get_mut(first..) {
            inside.reverse();
        }
    }
    reader.finish();
    tree.damage()
}

/// An object to be looked at, the entry that it answers by its place, and who acts.
struct Step<'t, 's> {
    at: At<'t, 's>,
    up: Option<usize>,
    actor: Option<At<'t, 's>>,
}

struct Reader<'s, 'w> {
    writer: &'w mut DraftWriter,
    entries: Entries<'s>,
    /// Names by the addresses of their actors.
    people: HashMap<Cow<'s, str>, Cow<'s, str>>,
    /// Addresses of authors, by entry.
    authors: Vec<Option<Cow<'s, str>>>,
}

impl<'s> Reader<'s, '_> {
    fn step<'t>(&mut self, step: Step<'t, 's>, steps: &mut Vec<Step<'t, 's>>) {
        let Step { at, up, actor } = step;
        let kind = kind(at).unwrap_or_default();
        let next = |list: &'static str, up| at.list(list).map(move |at| Step { at, up, actor });
        match &*kind {
            "Person" | "Service" | "Application" | "Organization" | "Group" | "person" => {
                self.people.extend(ids(at, &["id", "url"]).into_iter().next().zip(name(at)));
            }
            // Acts that say nothing.
            "Like" | "Dislike" | "Follow" | "Accept" | "Reject" | "Undo" | "Delete" | "Block" | "Flag" | "Remove" => {}
            _ if at.has("object") && (at.has("verb") || !has_words(at)) || kind == "activity" => {
                let actor = at.first_of(&["actor", "attributedTo", "author"]);
                steps.extend(at.list("object").map(|at| Step { at, up, actor }));
            }
            "Collection" | "OrderedCollection" | "CollectionPage" | "OrderedCollectionPage" => self.list(at, up, steps),
            _ if has_words(at) || kind == "Tombstone" => {
                let number = self.entry(at, up, actor);
                for key in ["replies", "comments"] {
                    match at.get(key) {
                        Some(list) if list.is_object() => self.list(list, Some(number), steps),
                        _ => steps.extend(next(key, Some(number))),
                    }
                }
            }
            _ => {
                steps.extend(next("@graph", up));
                self.list(at, up, steps);
            }
        }
    }

    /// A collection: its items stand in itself or in its first page; some are only named.
    fn list<'t>(&mut self, at: At<'t, 's>, up: Option<usize>, steps: &mut Vec<Step<'t, 's>>) {
        let mut held = 0_i64;
        let mut named = 0_i64;
        let page = at.get("first").filter(|at| at.is_object());
        for list in [Some(at), page]
            .into_iter()
            .flatten()
            .flat_map(|at| ["items", "orderedItems"].map(|key| at.get(key)))
            .flatten()
        {
            named += i64::try_from(list.children().filter(|at| at.string().is_some()).count()).unwrap_or(0);
            for at in list.objects() {
                held += 1;
                steps.push(Step { at, up, actor: None });
            }
        }
        let total = at.int_of("totalItems").or_else(|| page?.int_of("totalItems")).unwrap_or(0);
        if let Some(number) = up {
            self.entries.absent.push((number, total.saturating_sub(held).max(named)));
        }
    }

    fn entry(&mut self, at: At<'_, 's>, up: Option<usize>, actor: Option<At<'_, 's>>) -> usize {
        let person = at.first_of(&["attributedTo", "author"]).or(actor);
        let writer = &mut *self.writer;
        let mut post = Post {
            author: person.and_then(name),
            time: at.time_of("published"),
            score: at.int_of("likes.totalItems"),
            ..Post::default()
        };
        set_body(writer, &mut post, at);
        post.add(Roles::EDITED, at.time_of("updated").zip(post.time).is_some_and(|(new, old)| new > old));
        post.add(Roles::MOD, at.is_true("distinguished"));
        if kind(at).as_deref() == Some("Tombstone") {
            post.state = State::Deleted;
            post.time = post.time.or_else(|| at.time_of("deleted"));
        }
        post.extras.text("summary", at.str_of("summary"));
        post.extras.flag("sensitive", at.is_true("sensitive"));
        let options = ["oneOf", "anyOf"]
            .iter()
            .flat_map(|key| at.list(key))
            .filter_map(|at| Some(at.str_of("name")?.into_owned()));
        post.extras.texts("poll", options.collect());
        let ids = ids(at, &["id", "atomUri", "url"]);
        let url = ids.iter().rev().find(|id| is_web(id)).cloned();
        post.extras.text("url", url.clone());
        let title = at.first_of(&["name", "displayName", "title"]).or_else(|| at.get("nameMap")?.children().next());
        post.extras.text("name", title.and_then(At::string).filter(|_| !post.body.is_empty()));
        // A content warning is as good as a title.
        let title = title.or_else(|| at.get("summary"));
        let title = title.map_or_else(<_>::default, |at| at.text(writer, Media::Plain));
        let url = url.map_or_else(<_>::default, |url| writer.pooled(&url, Media::Plain));
        let mut parents = at.get("inReplyTo").map(references).unwrap_or_default();
        parents.extend(at.str_of("inReplyToAtomUri").filter(|uri| !parents.contains(uri)));
        self.authors.push(person.and_then(|at| references(at).into_iter().next()));
        self.entries.add(Entry { ids, parents, up, title, url, post })
    }

    fn finish(mut self) {
        for (entry, author) in self.entries.all.iter_mut().zip(self.authors) {
            if let Some(name) = author.and_then(|address| self.people.get(&address)) {
                entry.post.author = Some(name.clone());
            }
        }
        self.entries.write(self.writer);
    }
}

/// The type; of several the first.
fn kind<'s>(at: At<'_, 's>) -> Option<Cow<'s, str>> {
    let kind = at.first_of(&["type", "objectType"])?;
    kind.string().or_else(|| kind.children().next()?.string())
}

fn has_words(at: At<'_, '_>) -> bool {
    at.first_of(&["content", "contentMap", "source.content", "name", "displayName", "inReplyTo"]).is_some()
}

fn set_body<'s>(writer: &mut DraftWriter, post: &mut Post<'s>, at: At<'_, 's>) {
    let media = |at: At<'_, 's>, other| at.str_of("mediaType").map_or(other, |name| Media::named(&name));
    if let Some(content) =
        at.get("content").or_else(|| at.get("contentMap")?.children().next()).filter(|at| at.is_filled())
    {
        post.set_body(writer, Some(content), media(at, Media::Html));
    } else if let Some(source) = at.get("source") {
        post.set_body(writer, source.get("content"), media(source, Media::Plain));
    }
    let links = at.list("attachment").filter_map(|at| Some(at.first_str(&["href", "url"])?.into_owned()));
    post.extras.texts("attachments", links.collect());
}

/// Addresses in a field: as they stand, of objects their `id`, `url` or `href`.
fn references<'s>(at: At<'_, 's>) -> Vec<Cow<'s, str>> {
    let mut found: Vec<Cow<'s, str>> = at.string().into_iter().collect();
    if at.is_object() {
        found.extend(at.first_str(&["id", "href", "url"]));
    }
    if at.is_array() {
        let one = |at: At<'_, 's>| at.string().or_else(|| at.first_str(&["id", "href", "url"]));
        found.extend(at.children().filter_map(one));
    }
    found
}

/// What an object is known by. Of several addresses the page for people comes last.
fn ids<'s>(at: At<'_, 's>, keys: &[&str]) -> Vec<Cow<'s, str>> {
    let mut found: Vec<Cow<'s, str>> = Vec::new();
    for key in keys {
        let Some(given) = at.get(key) else { continue };
        let page = given.objects().find(|at| at.is("mediaType", "text/html")).and_then(|at| at.str_of("href"));
        let id = page.or_else(|| references(given).into_iter().next());
        found.extend(id.filter(|id| !found.contains(id)));
    }
    found
}

/// The name of a person: of an address its last part.
fn name<'s>(at: At<'_, 's>) -> Option<Cow<'s, str>> {
    let at = if at.is_array() { at.children().next()? } else { at };
    let named = at.first_str(&["name", "displayName", "preferredUsername", "username"]);
    named.or_else(|| Some(short(&at.string().or_else(|| at.first_str(&["id", "url"]))?)))
}

fn short<'s>(address: &Cow<'s, str>) -> Cow<'s, str> {
    let last = address.trim_end_matches('/').rsplit('/').next().unwrap_or_default().trim_start_matches('@');
    if last.is_empty() { address.clone() } else { Cow::Owned(last.to_owned()) }
}
