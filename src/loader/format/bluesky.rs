//! Bluesky: threads of `getPostThread` (first and second version), lists of posts, records.
//!
//! A thread is read down from its topmost parent. Posts that are gone become missing
//! comments; posts that the author's block hides stay, without words.

use std::borrow::Cow;

use super::Format;
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::post::{self, Post};
use crate::loader::rich::Rich;
use crate::loader::tree::{At, Tree};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Kind, Media, Row, State, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "bluesky",
    reads: "Bluesky: a thread of getPostThread, posts, records",
    sample: "https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread?uri=at://DID/app.bsky.feed.post/ID&depth=1000",
    sniff,
    read,
};

const KEYS: &[&str] = &[
    "thread",
    "threads",
    "posts",
    "feed",
    "records",
    "post",
    "parent",
    "replies",
    "reply",
    "$type",
    "uri",
    "notFound",
    "blocked",
    "author",
    "handle",
    "displayName",
    "did",
    "record",
    "value",
    "text",
    "createdAt",
    "indexedAt",
    "likeCount",
    "replyCount",
    "repostCount",
    "facets",
    "features",
    "index",
    "byteStart",
    "byteEnd",
    "labels",
    "val",
    "embed",
    "external",
    "title",
    "images",
    "alt",
    "depth",
    "moreReplies",
];

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let has = |text| head.text.contains(text);
    if json.has("$type") && has("app.bsky.feed.") {
        92
    } else if json.has("record") && json.has("author") && json.has("handle") && has("\"at://") {
        90
    } else if json.first_has("thread") && json.has_any(&["notFound", "blocked"]) {
        85
    } else {
        0
    }
}

/// What is still to be written, under the row above it if it is nested under one.
enum Step<'t, 's> {
    Post(At<'t, 's>, Option<Row>),
    More(i64, Option<Row>),
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let tree = Tree::read(source, KEYS);
    writer.origin().namespace = "bluesky".into();
    let mut reader = Reader { writer, article: None };
    for at in tree.objects() {
        reader.document(at);
    }
    reader.finish();
    tree.damage()
}

struct Reader<'t, 's, 'w> {
    writer: &'w mut DraftWriter,
    article: Option<At<'t, 's>>,
}

impl<'t, 's> Reader<'t, 's, '_> {
    fn document(&mut self, at: At<'t, 's>) {
        let mut lists =
            ["thread", "threads", "posts", "feed", "records"].iter().filter_map(|key| at.get(key)).peekable();
        if lists.peek().is_none() {
            return self.branch(at);
        }
        for at in lists.flat_map(At::objects) {
            self.branch(at);
        }
    }

    /// A post with what is above and below it.
    fn branch(&mut self, at: At<'t, 's>) {
        // From the topmost parent down to the post itself, and then what answers it.
        let mut chain = vec![at];
        while let Some(parent) = chain.last().and_then(|at| at.get("parent")).filter(|at| at.is_object()) {
            chain.push(parent);
        }
        let (mut above, mut is_top) = (None, true);
        while chain.len() > 1 {
            let Some(at) = chain.pop() else { return };
            above = self.node(at, above, is_top);
            is_top = false;
        }
        let mut waiting = vec![Step::Post(at, above)];
        while let Some(step) = waiting.pop() {
            let (at, above) = match step {
                Step::Post(at, above) => (at, above),
                Step::More(count, above) => {
                    let parent = above.map_or(Parent::Top, Parent::Row);
                    post::more(self.writer, parent, count, TextRef::default());
                    continue;
                }
            };
            let row = self.node(at, above, is_top);
            is_top = false;
            let replies: Vec<At<'t, 's>> = at.list("replies").collect();
            waiting.push(Step::More(absent(at, above, replies.len()), row));
            waiting.extend(replies.into_iter().rev().map(|at| Step::Post(at, row)));
        }
    }

    /// Writes one post; one that answers nothing is an article and gives no row.
    fn node(&mut self, at: At<'t, 's>, above: Option<Row>, is_top: bool) -> Option<Row> {
        let post = at.first_of(&["value.post", "post"]).unwrap_or(at);
        let given = || record(post).and_then(|record| record.path("reply.parent.uri"));
        let parent = match above {
            Some(row) => Parent::Row(row),
            None => match given() {
                Some(uri) if !self.is_article(uri) => Parent::Id(uri.text(self.writer, Media::Plain)),
                _ => Parent::Top,
            },
        };
        if is_gone(at, "notFound") || is_gone(at, "blocked") {
            return Some(self.gone(at, parent));
        }
        record(post)?;
        if is_top && given().is_none() {
            if self.article.is_some() {
                self.finish();
                self.writer.begin();
                self.writer.origin().namespace = "bluesky".into();
            }
            self.article = Some(post);
            return None;
        }
        let made = self::post(self.writer, post);
        Some(made.comment(self.writer, parent))
    }

    /// A post that is not there, or not for everybody.
    fn gone(&mut self, at: At<'t, 's>, parent: Parent) -> Row {
        let is_blocked = is_gone(at, "blocked");
        let row = self.writer.item(if is_blocked { Kind::Comment } else { Kind::Ghost }, parent);
        let id = at.text_of("uri", self.writer, Media::Plain);
        self.writer.set_id(row, id);
        if is_blocked {
            self.writer.set_state(row, State::Hidden);
        }
        row
    }

    fn is_article(&self, uri: At<'_, '_>) -> bool {
        self.article.and_then(|at| at.str_of("uri")).is_some_and(|own| uri.string() == Some(own))
    }

    /// All of the discussion is there.
    fn finish(&mut self) {
        let Some(at) = self.article.take() else { return };
        let post = post(self.writer, at);
        let address = page(at).unwrap_or_default();
        let url = self.writer.pooled(&address, Media::Plain);
        let origin = self.writer.origin();
        origin.site = at.str_of("uri").map(Into::into);
        origin.url = (!address.is_empty()).then(|| address.into());
        post.article(self.writer, TextRef::default(), url);
    }
}

/// How many replies a post has that are not here. Only threads give replies; they leave the
/// list out where they end.
fn absent(at: At<'_, '_>, above: Option<Row>, held: usize) -> i64 {
    if let Some(more) = at.int_of("value.moreReplies") {
        return more;
    }
    let is_thread = at.has("replies") || above.is_some();
    let count = at.int_of("post.replyCount").filter(|_| is_thread).unwrap_or(0);
    count.saturating_sub(i64::try_from(held).unwrap_or(i64::MAX))
}

/// Whether a place in a thread is empty for a reason (`notFound`, `blocked`): by its type or,
/// in stored copies without types, by its flag.
fn is_gone(at: At<'_, '_>, why: &str) -> bool {
    let named = at.first_str(&["value.$type", "$type"]).unwrap_or_default();
    let kind = named.rsplit('#').next().unwrap_or_default().to_lowercase();
    let kind = kind.strip_prefix("threaditem").or(kind.strip_suffix("post")).unwrap_or(&kind);
    kind.eq_ignore_ascii_case(why) || at.is_true(why)
}

/// The record of a post, or of a list of records; or the record itself.
fn record<'t, 's>(at: At<'t, 's>) -> Option<At<'t, 's>> {
    at.first_of(&["record", "value"]).filter(|at| at.has("text")).or_else(|| at.has("text").then_some(at))
}

/// The post's page on the web.
fn page(at: At<'_, '_>) -> Option<String> {
    let uri = at.str_of("uri")?;
    let mut parts = uri.strip_prefix("at://")?.split('/');
    let (did, collection, key) = (parts.next()?, parts.next()?, parts.next()?);
    let who = at.str_of("author.handle").filter(|handle| handle != "handle.invalid");
    (collection == "app.bsky.feed.post")
        .then(|| format!("https://bsky.app/profile/{}/post/{key}", who.as_deref().unwrap_or(did)))
}

fn post<'s>(writer: &mut DraftWriter, at: At<'_, 's>) -> Post<'s> {
    let record = record(at).unwrap_or(at);
    let mut post = Post {
        id: at.text_of("uri", writer, Media::Plain),
        author: author(at),
        time: record.time_of("createdAt").or_else(|| at.time_of("indexedAt")),
        score: at.int_of("likeCount"),
        ..Post::default()
    };
    post.set_body(writer, record.get("text"), Media::Plain);
    if let Some(body) = linked(writer, record) {
        post.body = body;
    }
    post.extras.text("url", page(at).map(Into::into));
    post.extras.text("name", at.str_of("author.displayName"));
    post.extras.int("reposts", at.int_of("repostCount").filter(|count| *count != 0));
    post.extras.text("link", record.path("embed.external.uri").and_then(At::string));
    post.extras.text("quotes", record.first_str(&["embed.record.uri", "embed.record.record.uri"]));
    post.extras
        .texts("images", record.list("embed.images").filter_map(|at| Some(at.str_of("alt")?.into_owned())).collect());
    post.extras.texts("labels", at.list("labels").filter_map(|at| Some(at.str_of("val")?.into_owned())).collect());
    post
}

/// The handle; the owner of the record where nobody is named.
fn author<'s>(at: At<'_, 's>) -> Option<Cow<'s, str>> {
    let named = at.first_str(&["author.handle", "author.displayName", "author.did"]);
    named.or_else(|| {
        let did = at.str_of("uri")?.strip_prefix("at://")?.split('/').next()?.to_owned();
        Some(Cow::Owned(did))
    })
}

/// The text with its links, if it has some: facets give the bytes that they stand on.
fn linked(writer: &mut DraftWriter, record: At<'_, '_>) -> Option<TextRef> {
    let text = record.str_of("text")?;
    let mut links: Vec<(usize, usize, String)> = Vec::new();
    for facet in record.list("facets") {
        let byte = |key| facet.int_of(key).and_then(|at| usize::try_from(at).ok());
        let address = facet.list("features").find_map(|feature| feature.str_of("uri"));
        if let (Some(start), Some(end), Some(address)) = (byte("index.byteStart"), byte("index.byteEnd"), address) {
            links.push((start, end, address.into_owned()));
        }
    }
    links.sort();
    let mut rich = Rich::default();
    let mut done = 0;
    for (start, end, address) in &links {
        // What overlaps or does not fit the text is not a link.
        if let (Some(before), Some(inside)) = (text.get(done..*start), text.get(*start..*end)) {
            rich.text(before);
            rich.link(address, inside);
            done = *end;
        }
    }
    rich.text(text.get(done..)?);
    (done > 0).then(|| rich.finish(writer))
}
