//! Reddit: the pair of Listings of a thread, one Listing, the reply of `morechildren`, and
//! dumps of comments, one a line (Pushshift, Arctic Shift).
//!
//! A *thing* is `{"kind":"t1","data":{…}}`; dumps have the bare data. Ids are kept without
//! their `t1_`, so that all these agree. Without `raw_json=1` the site escapes `&`, `<` and
//! `>` once more; that is known by the HTML, which then begins with `&lt;`.

use std::collections::HashSet;

use super::Format;
use super::record::{self, Part, Place, Plan, Record, Shape, Take};
use crate::loader::detect::Head;
use crate::loader::json::{Damage, Value};
use crate::loader::site::{self, Facts};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Roles, Row, State, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "reddit",
    reads: "Reddit: Listings of a thread, morechildren, and dumps of comments, one a line",
    sample: "https://www.reddit.com/comments/ID.json?raw_json=1 (needs a token)",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let thing = json.has("kind") && json.has("data");
    let dump = json.has("link_id") && json.has("parent_id") && json.has_any(&["body", "body_html"]);
    if thing && json.has("children") && json.has_any(&["parent_id", "link_id", "num_comments", "dist", "modhash"]) {
        90
    } else if dump || thing && json.has("parent_id") && json.has_any(&["things", "link_id", "count"]) {
        85
    } else {
        0
    }
}

const SHAPE: Shape = Shape {
    members: &[
        "id",
        "name",
        "parent_id",
        "link_id",
        "author",
        "created_utc",
        "created",
        "score",
        "body",
        "body_html",
        "edited",
        "distinguished",
        "stickied",
        "is_submitter",
        "permalink",
        "title",
        "url",
        "is_self",
        "selftext",
        "selftext_html",
        "num_comments",
        "count",
        "children",
        "score_hidden",
        "author_flair_text",
        "collapsed_reason",
        "collapsed_reason_code",
        "locked",
        "controversiality",
        "link_title",
        "removal_reason",
    ],
    part,
};

/// The data of a thing is the record: what kind it is, its members say. An outermost `data`
/// may be that of a Listing, of a lone thing, or a list of either.
fn part(place: &Place<'_>) -> Option<Part> {
    match (place.around, place.path) {
        (None, _) => Some(Part::Page),
        (Some(Part::Page), "data" | "post" | "submission") => Some(Part::Article),
        (_, "comments" | "replies") if place.in_list => Some(Part::Comment),
        (Some(Part::Article), "data") => Some(Part::Comment),
        (_, path) if path.ends_with("children.data") || path.ends_with("things.data") => Some(Part::Comment),
        _ => None,
    }
}

const PLAN: Plan = Plan {
    id: &[],
    author: &["author"],
    time: &["created_utc", "created"],
    score: &["score"],
    body: &[("body_html", Media::Html), ("body", Media::Markdown)],
};

const POST: Plan = Plan {
    id: &[],
    author: &["author"],
    time: &["created_utc", "created"],
    score: &["score"],
    body: &[("selftext_html", Media::Html), ("selftext", Media::Markdown)],
};

const EXTRAS: &[&str] = &[
    "author_flair_text",
    "collapsed_reason",
    "collapsed_reason_code",
    "locked",
    "controversiality",
    "score_hidden",
    "removal_reason",
];

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    record::read(source, writer, &SHAPE, Reader::default())
}

#[derive(Default)]
struct Reader<'s> {
    /// Posts, in the order of the file; the first is the article.
    posts: Vec<Record<'s>>,
    /// The posts that comments name.
    links: HashSet<&'s str>,
    /// The first comment's post and its title.
    link: Option<Value<'s>>,
    link_title: Option<Value<'s>>,
    stubs: Vec<Stub<'s>>,
    /// The comments that are there, and what they answer, by their bare ids.
    ids: HashSet<&'s str>,
    parents: HashSet<&'s str>,
    /// Whether texts are escaped once more than they should be.
    is_escaped: bool,
}

/// Replies that are not loaded.
struct Stub<'s> {
    parent: Parent,
    record: Record<'s>,
}

impl<'s> Take<'s> for Reader<'s> {
    fn take(&mut self, writer: &mut DraftWriter, record: Record<'s>) {
        let has_text = record.has("body") || record.has("body_html");
        let is_more = record.has("count") && record.has("parent_id") && !has_text && !record.has_row();
        if is_more {
            let parent = self.parent(writer, &record).or(record.above.map(Parent::Row)).unwrap_or_default();
            self.stubs.push(Stub { parent, record });
        } else if has_text || record.has_row() || record.has("parent_id") && record.has("author") {
            self.comment(writer, record);
        } else if record.has("id") && (record.has("title") || record.has("selftext") || record.has("num_comments")) {
            self.is_escaped |= record.get("selftext_html").is_some_and(starts_escaped);
            self.posts.push(record);
        }
    }

    fn finish(self, writer: &mut DraftWriter) {
        writer.origin().namespace = "reddit".into();
        self.stubs(writer);
        record::say_others(writer, self.links.len().max(self.posts.len()));
        let mut posts = self.posts.iter();
        match posts.next() {
            Some(post) => article(writer, post, self.is_escaped),
            None => {
                let link = self.link.filter(|_| self.links.len() < 2);
                writer.article().id = link.map_or(TextRef::default(), |link| link.text_after(writer, "t3_"));
                writer.article().title = self.link_title.map_or(TextRef::default(), |t| t.text(writer, Media::Plain));
                set_site(writer, link, None);
            }
        }
        for post in posts {
            self.another(writer, post);
        }
    }
}

impl<'s> Reader<'s> {
    fn comment(&mut self, writer: &mut DraftWriter, mut record: Record<'s>) {
        if let Some(link) = record.get("link_id") {
            self.links.insert(link.written());
            self.link = self.link.or(Some(link));
            self.link_title = self.link_title.or(record.get("link_title"));
        }
        // A score that is hidden is sent as 1.
        let plan = if record.says("score_hidden") { &Plan { score: &[], ..PLAN } } else { &PLAN };
        let Some(row) = record.comment(writer, plan) else { return };
        self.ids.extend(record.first(&["name", "id"]).map(bare));
        self.parents.extend(record.get("parent_id").map(bare));
        let id = record.first(&["name", "id"]).map_or(TextRef::default(), |id| id.text_after(writer, "t1_"));
        writer.set_id(row, id);
        if let Some(parent) = self.parent(writer, &record) {
            writer.set_parent(row, parent);
        }
        self.is_escaped |= record.get("body_html").is_some_and(starts_escaped);
        if let Some(text) = unescaped(writer, &record, &PLAN) {
            writer.set_body(row, text);
        }
        if record.is("author", "[deleted]") {
            writer.set_author(row, "");
        }
        set_state(writer, row, &record);
        record.extras(writer, row, EXTRAS);
    }

    /// What a comment or stub answers by its name. What is nested has its parent, unless that is
    /// a copy of one that stood before: the first of them is answered.
    fn parent(&mut self, writer: &mut DraftWriter, record: &Record<'s>) -> Option<Parent> {
        let by_name = |parent: &Value<'s>| record.above.is_none() || self.ids.contains(bare(*parent));
        let parent = record.first(&["parent_id"]).filter(by_name)?;
        if parent.written().starts_with("\"t3_") {
            self.link = self.link.or(Some(parent));
            return None;
        }
        Some(Parent::Id(parent.text_after(writer, "t1_")))
    }

    /// Writes the stubs, behind everything, for their replies may stand in a later part of the
    /// file (`morechildren`). A count of 0 is the site's "continue this thread".
    fn stubs(&self, writer: &mut DraftWriter) {
        for Stub { parent, record } in &self.stubs {
            let ids = record.all("children").count();
            let here = record.all("children").filter(|id| self.ids.contains(bare(*id))).count();
            let is_continued = record.get("parent_id").is_some_and(|parent| self.parents.contains(bare(parent)));
            if ids > 0 && here == ids || ids == 0 && is_continued {
                continue;
            }
            let count = record.get("count").and_then(Value::int).unwrap_or(0);
            let here = i64::try_from(here).unwrap_or(i64::MAX);
            record::more(writer, *parent, count.saturating_sub(here).max(0), &self.request(record).unwrap_or_default());
        }
    }

    /// The request for what a stub stands for, if the thread is known.
    fn request(&self, record: &Record<'_>) -> Option<String> {
        let post = self.posts.first().and_then(|post| post.get("id")).or(self.link)?.string()?;
        let post = post.strip_prefix("t3_").unwrap_or(&post).to_owned();
        let absent = |id: &Value<'_>| !self.ids.contains(bare(*id));
        let ids: Vec<String> =
            record.all("children").filter(absent).filter_map(|id| Some(id.string()?.into_owned())).collect();
        if !ids.is_empty() {
            let ids = ids.join(",");
            return Some(format!(
                "https://oauth.reddit.com/api/morechildren?api_type=json&link_id=t3_{post}&children={ids}"
            ));
        }
        let parent = record.get("parent_id")?.string()?;
        let parent = parent.strip_prefix("t1_")?;
        Some(format!("https://www.reddit.com/comments/{post}/_/{parent}"))
    }

    /// A post that is not the article: its title and text, as a comment.
    fn another(&self, writer: &mut DraftWriter, post: &Record<'_>) {
        let row = writer.comment(Parent::Top);
        post.fill(writer, row, &POST);
        let text = |name| post.first(&[name]).and_then(Value::string).unwrap_or_default();
        let text = format!("{}\n\n{}", text("title"), text("selftext"));
        let text = if self.is_escaped { unescape(&text) } else { text };
        let body = writer.pooled(text.trim(), Media::Markdown);
        writer.set_body(row, body);
    }
}

fn article(writer: &mut DraftWriter, post: &Record<'_>, is_escaped: bool) {
    let body = unescaped(writer, post, &POST);
    record::article(writer, post, &["title"], &POST);
    let title = post.first(&["title"]).and_then(Value::string).filter(|_| is_escaped);
    let title = title.map(|title| writer.pooled(&unescape(&title), Media::Plain));
    let id = post.first(&["id"]).map_or(TextRef::default(), |id| id.text_after(writer, "t3_"));
    let url = if post.says("is_self") { TextRef::default() } else { post.text(writer, &["url"], Media::Plain) };
    let article = writer.article();
    (article.id, article.url) = (id, url);
    article.title = title.unwrap_or(article.title);
    article.body = body.unwrap_or(article.body);
    if post.is("author", "[deleted]") {
        article.author = TextRef::default();
    }
    record::set_total(writer, post.get("num_comments"));
    set_site(writer, post.get("id"), post.get("permalink"));
}

/// An id as written, without the kind in front of it.
fn bare(id: Value<'_>) -> &str {
    let id = id.written().trim_matches('"');
    id.strip_prefix("t1_").unwrap_or(id)
}

fn set_site(writer: &mut DraftWriter, post: Option<Value<'_>>, permalink: Option<Value<'_>>) {
    let Some(post) = post.and_then(Value::string) else { return };
    let mut name = site::reddit(Facts { id: &post, ..Facts::default() });
    let Some(id) = name.site.as_deref().and_then(|site| site.split_once(':')).map(|(_, id)| id) else { return };
    let path = permalink.and_then(Value::string).filter(|path| path.starts_with("/r/") || path.starts_with("/user/"));
    let path = path.map_or_else(|| format!("/comments/{id}/_/"), |path| format!("{}/", path.trim_end_matches('/')));
    name.url = Some(format!("https://www.reddit.com{path}"));
    name.set(writer);
}

fn set_state(writer: &mut DraftWriter, row: Row, record: &Record<'_>) {
    if record.is("body", "[deleted]") {
        writer.set_state(row, State::Deleted);
    } else if ["[removed]", "[ Removed by Reddit ]"].iter().any(|text| record.is("body", text)) {
        writer.set_state(row, State::Removed);
    }
    record.role(writer, row, "is_submitter", Roles::OP);
    record.role(writer, row, "stickied", Roles::PINNED);
    record.role(writer, row, "edited", Roles::EDITED);
    if record.is("distinguished", "moderator") || record.is("distinguished", "admin") {
        writer.add_roles(row, Roles::MOD);
    }
}

/// Whether HTML was escaped once more: it begins with its first tag.
fn starts_escaped(html: Value<'_>) -> bool {
    html.written().trim_start_matches(['"', ' ']).starts_with("&lt;")
}

/// The text without the escapes that the site adds, if there are some. HTML shows them at
/// its beginning; Markdown alone (dumps) shows them by having no bare `<` and `>`.
fn unescaped(writer: &mut DraftWriter, record: &Record<'_>, plan: &Plan) -> Option<TextRef> {
    let (value, media) = plan.body.iter().find_map(|(name, media)| Some((record.first(&[name])?, *media)))?;
    let written = value.written();
    let is_escaped = match media {
        Media::Html => starts_escaped(value),
        _ => ["&gt;", "&lt;", "&amp;"].iter().any(|e| written.contains(e)) && !written.contains(['<', '>']),
    };
    let text = value.string().filter(|_| is_escaped)?;
    Some(writer.pooled(&unescape(&text), media))
}

/// Undoes what the site does to each text: these three, once.
fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
