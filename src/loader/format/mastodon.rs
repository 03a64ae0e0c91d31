//! Mastodon's API (and that of its kin): a status, its context, or both, in one object or one
//! after the other.
//!
//! The context does not hold the status that was asked for. Without it, its place is known
//! all the same: under the last ancestor, above the first descendant.

use std::collections::HashMap;

use super::Format;
use super::entry::{self, Above};
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::post::Post;
use crate::loader::rich::Rich;
use crate::loader::site;
use crate::loader::tree::{At, Tree};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Kind, Media, Roles};

pub(super) const FORMAT: Format = Format {
    name: "mastodon",
    reads: "Mastodon, from its API: a status, its context, or both in a row",
    sample: "https://HOST/api/v1/statuses/ID and …/ID/context",
    sniff,
    read,
};

const KEYS: &[&str] = &[
    "ancestors",
    "descendants",
    "status",
    "context",
    "statuses",
    "id",
    "in_reply_to_id",
    "account",
    "acct",
    "username",
    "display_name",
    "created_at",
    "edited_at",
    "content",
    "text",
    "spoiler_text",
    "sensitive",
    "visibility",
    "favourites_count",
    "reblogs_count",
    "replies_count",
    "url",
    "uri",
    "reblog",
    "media_attachments",
    "description",
    "type",
    "poll",
    "options",
    "title",
    "card",
    "quote",
    "quoted_status",
];

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let status = json.has("account")
        && json.has("content")
        && json.has_any(&["in_reply_to_id", "spoiler_text", "reblogs_count"]);
    if status {
        90
    } else if json.first_has("ancestors") && json.first_has("descendants") {
        80
    } else {
        0
    }
}

#[derive(Default)]
struct Found<'t, 's> {
    ancestors: Vec<At<'t, 's>>,
    own: Vec<At<'t, 's>>,
    descendants: Vec<At<'t, 's>>,
    has_context: bool,
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let tree = Tree::read(source, KEYS);
    let mut found = Found::default();
    for at in tree.objects() {
        found.take(at);
        for key in ["status", "context", "statuses"] {
            at.list(key).for_each(|at| found.take(at));
        }
    }
    found.write(writer);
    tree.damage()
}

impl<'t, 's> Found<'t, 's> {
    fn take(&mut self, at: At<'t, 's>) {
        let is_status = |at: &At<'_, '_>| at.has("account") || at.has("content");
        self.has_context |= at.has("ancestors") || at.has("descendants");
        self.ancestors.extend(at.list("ancestors").filter(is_status));
        self.descendants.extend(at.list("descendants").filter(is_status));
        if is_status(&at) {
            self.own.push(at.get("reblog").filter(|at| at.is_object()).unwrap_or(at));
        }
    }

    /// Writes each status that answers nothing with what answers it.
    fn write(self, writer: &mut DraftWriter) {
        let absent = self.absent();
        let first = self.descendants.first().copied();
        let last = self.ancestors.last().and_then(|at| at.get("id"));
        let all: Vec<At<'t, 's>> = [self.ancestors, self.own, self.descendants].concat();
        let missing = absent.map(|id| Missing { id, first, above: last });
        let heads = all.iter().filter(|at| !at.has("in_reply_to_id")).count();
        if heads < 2 {
            return thread(writer, &all, missing);
        }
        for part in parts(&all) {
            writer.begin();
            thread(writer, &part, None);
        }
    }

    /// The id of the status that a context is of, if that status is not there.
    fn absent(&self) -> Option<At<'t, 's>> {
        let asked = self.descendants.first()?.get("in_reply_to_id")?;
        let is_it = |at: &At<'_, '_>| at.str_of("id") == asked.string();
        let is_here = self.ancestors.iter().chain(&self.own).chain(&self.descendants).any(is_it);
        (!is_here && self.has_context).then_some(asked)
    }
}

/// The status that a context is of, where it is not there: its place is known.
struct Missing<'t, 's> {
    id: At<'t, 's>,
    /// What stands below it.
    first: Option<At<'t, 's>>,
    /// The id of what stands above it.
    above: Option<At<'t, 's>>,
}

/// Statuses by the topmost that they answer, also through others.
fn parts<'t, 's>(all: &[At<'t, 's>]) -> Vec<Vec<At<'t, 's>>> {
    let mut places = HashMap::new();
    for (number, at) in all.iter().enumerate() {
        places.entry(at.str_of("id")).or_insert(number);
    }
    let above = |at: &At<'_, '_>| match at.str_of("in_reply_to_id") {
        Some(id) => places.get(&Some(id)).map_or(Above::Absent, |number| Above::Entry(*number)),
        None => Above::Nobody,
    };
    let above: Vec<Above> = all.iter().map(above).collect();
    let mut parts: Vec<Vec<At<'t, 's>>> = Vec::new();
    let mut known = HashMap::new();
    for (at, root) in all.iter().zip(entry::roots(&above)) {
        let place = *known.entry(root).or_insert(parts.len());
        if place == parts.len() {
            parts.push(Vec::new());
        }
        if let Some(part) = parts.get_mut(place) {
            part.push(*at);
        }
    }
    parts
}

fn thread(writer: &mut DraftWriter, all: &[At<'_, '_>], missing: Option<Missing<'_, '_>>) {
    writer.origin().namespace = "mastodon".into();
    // A thread begins with a status that answers nothing; a branch may be all there is.
    let article = all.iter().find(|at| !at.has("in_reply_to_id"));
    let root = article.and_then(|at| at.str_of("id"));
    let is_article = |at: &At<'_, '_>| article.is_some() && at.str_of("id") == root;
    for at in all.iter().filter(|at| !is_article(at)) {
        if let Some(missing) = &missing
            && missing.first.is_some_and(|first| first.str_of("id") == at.str_of("id"))
        {
            let above = missing.above.filter(|at| at.string() != root);
            let parent = above.map_or(Parent::Top, |id| Parent::Id(id.text(writer, Media::Plain)));
            let row = writer.item(Kind::Ghost, parent);
            let id = missing.id.text(writer, Media::Plain);
            writer.set_id(row, id);
        }
        let parent = match at.get("in_reply_to_id") {
            Some(id) if id.string() != root => Parent::Id(id.text(writer, Media::Plain)),
            _ => Parent::Top,
        };
        post(writer, *at).comment(writer, parent);
    }
    let Some(at) = article else { return };
    let post = post(writer, *at);
    let title = at.text_of("spoiler_text", writer, Media::Plain);
    let key = if at.has("url") { "url" } else { "uri" };
    let url = at.text_of(key, writer, Media::Plain);
    let origin = writer.origin();
    origin.site =
        at.first_str(&["uri", "url"]).map(|at| site::status(&at)).filter(|site| !site.is_empty()).map(Into::into);
    origin.url = at.str_of(key).map(Into::into);
    post.article(writer, title, url);
}

fn post<'s>(writer: &mut DraftWriter, at: At<'_, 's>) -> Post<'s> {
    let mut post = Post {
        id: at.text_of("id", writer, Media::Plain),
        author: at.first_str(&["account.acct", "account.username", "account.display_name"]),
        time: at.time_of("created_at"),
        score: at.int_of("favourites_count"),
        ..Post::default()
    };
    post.set_body(writer, at.get("content"), Media::Html);
    post.add(Roles::EDITED, at.has("edited_at"));
    post.extras.text("url", at.str_of("url").or_else(|| at.str_of("uri")));
    post.extras.text("name", at.str_of("account.display_name"));
    post.extras.text("summary", at.str_of("spoiler_text"));
    post.extras.flag("sensitive", at.is_true("sensitive"));
    post.extras.text("visibility", at.str_of("visibility").filter(|name| name != "public"));
    post.extras.int("boosts", at.int_of("reblogs_count").filter(|count| *count != 0));
    post.extras
        .texts("poll", at.list("poll.options").filter_map(|at| Some(at.str_of("title")?.into_owned())).collect());
    post.extras.text("quotes", at.first_str(&["quote.quoted_status.url", "quote.url", "quote.uri"]));
    let media = || at.list("media_attachments").filter_map(|at| Some((at, at.str_of("url")?)));
    post.extras.texts("attachments", media().map(|(_, url)| url.into_owned()).collect());
    if !at.get("content").is_some_and(At::is_filled) {
        let mut rich = Rich::default();
        for (at, url) in media() {
            rich.markup("<p>");
            rich.link(&url, &at.first_str(&["description", "type"]).unwrap_or_default());
            rich.markup("</p>");
        }
        if !rich.is_empty() {
            post.body = rich.finish(writer);
        }
    }
    post
}
