//! Comments as JSON of no known maker: what somebody's own program, a spreadsheet's export or
//! a small site writes. A comment is an object in a list, or on a line, with a text under one of
//! its usual names; so are its id, its author, its time, and what it answers.
//!
//! It is asked last, so every format that says what it is comes before.

use std::collections::HashSet;

use super::record::{self, Levels, Part, Place, Plan, Record, Shape, Take};
use super::{Format, media};
use crate::loader::detect::{Head, JsonHead};
use crate::loader::json::{Damage, Event, Scanner, Value};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Roles, Row, State};

pub(super) const FORMAT: Format = Format {
    name: "records",
    reads: "JSON of no known maker: objects with a text, an author, an id and whom they answer, listed, nested or one a line",
    sample: "{\"id\": 2, \"parent\": 1, \"author\": \"ann\", \"time\": \"2024-05-01T10:00:00Z\", \"text\": \"…\"}",
    sniff,
    read,
};

const ID: &[&str] = &["id", "_id", "comment_id", "commentId", "cid", "uid", "uuid", "message_id", "messageId"];
const PARENT: &[&str] = &[
    "parent",
    "parent_id",
    "parentId",
    "parentID",
    "parent_comment_id",
    "parentCommentId",
    "parent_comment",
    "reply_to",
    "replyTo",
    "reply_to_id",
    "replyToId",
    "in_reply_to",
    "inReplyTo",
    "in_reply_to_id",
    "inReplyToId",
    "parent.id",
    "pid",
];
const AUTHOR: &[&str] = &[
    "author",
    "user",
    "username",
    "user_name",
    "userName",
    "author_name",
    "authorName",
    "by",
    "nick",
    "nickname",
    "display_name",
    "displayName",
    "poster",
    "commenter",
    "from",
    "author.name",
    "author.username",
    "author.display_name",
    "author.displayName",
    "author.login",
    "author.nickname",
    "user.name",
    "user.username",
    "user.display_name",
    "user.displayName",
    "user.login",
    "user.nickname",
    "creator.name",
    "creator.username",
    "name",
];
const TIME: &[&str] = &[
    "time",
    "date",
    "created",
    "created_at",
    "createdAt",
    "timestamp",
    "published",
    "published_at",
    "publishedAt",
    "posted",
    "posted_at",
    "postedAt",
    "datetime",
    "date_created",
    "created_time",
    "created_utc",
    "ts",
];
const SCORE: &[&str] =
    &["score", "points", "likes", "like_count", "likeCount", "votes", "upvotes", "up_votes", "rating"];
const LEVEL: &[&str] = &["depth", "level", "indent"];
const TITLE: &[&str] = &["title", "headline", "subject"];
const ADDRESS: &[&str] = &["url", "link", "permalink"];
const PLAIN: &[&str] = &[
    "text",
    "body",
    "content",
    "comment",
    "message",
    "comment_text",
    "commentText",
    "comment_body",
    "commentBody",
    "content_text",
    "body_text",
    "content.text",
    "body.text",
];
const HTML: &[&str] =
    &["html", "content_html", "body_html", "text_html", "content.html", "body.html", "content.rendered"];
const GONE: &[&str] = &["deleted", "is_deleted", "isDeleted", "removed", "is_removed"];

/// The lists in which comments stand.
const LISTS: [&str; 16] = [
    "comments",
    "replies",
    "children",
    "responses",
    "answers",
    "reactions",
    "posts",
    "messages",
    "items",
    "data",
    "results",
    "entries",
    "nodes",
    "thread",
    "discussion",
    "list",
];
/// What is commented on.
const ARTICLES: [&str; 8] = ["article", "post", "story", "page", "submission", "topic", "video", "entry"];

/// All members that are wanted.
const GROUPS: [&[&str]; 12] =
    [ID, PARENT, AUTHOR, TIME, SCORE, LEVEL, TITLE, ADDRESS, PLAIN, HTML, GONE, &["type", "is_op"]];

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = head.json.as_ref().filter(|json| !json.is_broken) else { return 0 };
    let says = |names: &[&[&str]]| names.iter().any(|names| has_any(json, names));
    let is_comment = says(&[PLAIN, HTML]) && says(&[AUTHOR, PARENT]);
    if is_comment && says(&[ID, TIME, PARENT, &LISTS]) { 5 } else { 0 }
}

/// Whether any of the names stands anywhere; of paths, the first word.
fn has_any(json: &JsonHead<'_>, names: &[&str]) -> bool {
    names.iter().any(|name| json.has(name.split('.').next().unwrap_or_default()))
}

fn part(place: &Place<'_>, outermost: Part) -> Option<Part> {
    let last = place.path.rsplit('.').next().unwrap_or_default();
    match place.around {
        None => Some(outermost),
        Some(_) if place.in_list && LISTS.contains(&last) => Some(Part::Comment),
        Some(Part::Page) if ARTICLES.contains(&last) => Some(Part::Article),
        _ => None,
    }
}

const COMMENT: Plan = Plan { id: ID, author: AUTHOR, time: TIME, score: SCORE, body: &[] };

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    writer.leaves_parents_unsaid();
    // A single object is about all that it holds; of several, each is somebody's.
    let part: fn(&Place<'_>) -> Option<Part> =
        if is_one(source) { |place| part(place, Part::Page) } else { |place| part(place, Part::Comment) };
    record::read(source, writer, &Shape { members: &GROUPS.concat(), part }, Reader::default())
}

/// Whether the source is one object, or a list of one.
fn is_one(source: &str) -> bool {
    let mut scanner = Scanner::new(source);
    let mut objects = 0;
    loop {
        match scanner.next() {
            Event::Open { object: true, .. } => {
                objects += 1;
                scanner.skip();
            }
            Event::End => return objects == 1,
            _ => {}
        }
        if objects > 1 {
            return false;
        }
    }
}

#[derive(Default)]
struct Reader<'s> {
    /// What is commented on.
    article: Option<Record<'s>>,
    ids: HashSet<&'s str>,
    /// Whom comments answer.
    answers: Vec<(Row, Value<'s>)>,
    levels: Levels,
}

impl<'s> Take<'s> for Reader<'s> {
    fn take(&mut self, writer: &mut DraftWriter, mut record: Record<'s>) {
        let is_first = self.article.is_none() && writer.is_empty();
        match record.part {
            Part::Comment if !(is_first && is_article(&record)) => self.comment(writer, &mut record),
            _ if self.article.as_ref().is_none_or(|article| body(article).is_none()) => self.article = Some(record),
            _ => {}
        }
    }

    fn finish(self, writer: &mut DraftWriter) {
        let own = self.article.as_ref().and_then(|article| article.first(ID)).map(name);
        let unknown = |value: &Value<'s>| !self.ids.contains(name(*value));
        let mut others =
            self.answers.iter().map(|(_, value)| value).filter(|value| unknown(value)).map(|value| name(*value));
        // The one thing that comments answer and that is none of them is what they are about.
        let about = others.next().filter(|first| others.all(|other| other == *first));
        for (row, value) in self.answers {
            if ![own, about].contains(&Some(name(value))) {
                let id = value.text(writer, Media::Plain);
                writer.set_parent(row, Parent::Id(id));
            }
        }
        if let Some(article) = self.article {
            record::article(writer, &article, TITLE, &COMMENT);
            if let Some((value, media)) = body(&article) {
                let text = value.text(writer, media);
                writer.article().body = text;
            }
            let address = article.first(ADDRESS).and_then(Value::string).unwrap_or_default();
            record::set_page(writer, &address);
        }
    }
}

impl<'s> Reader<'s> {
    fn comment(&mut self, writer: &mut DraftWriter, record: &mut Record<'s>) {
        let is_gone = GONE.iter().any(|name| record.says(name));
        if body(record).is_none() && !record.has_row() && !is_gone {
            return;
        }
        let Some(row) = record.comment_of(writer, &COMMENT, body(record)) else { return };
        self.ids.extend(record.first(ID).map(name));
        let parent = record.first(PARENT).filter(|parent| !parent.is("0") && record.above.is_none());
        match (parent, record.first(LEVEL).and_then(Value::int)) {
            (Some(parent), _) => self.answers.push((row, parent)),
            (None, Some(level)) if record.above.is_none() => self.levels.answer(writer, row, level),
            _ => {}
        }
        if is_gone {
            writer.set_state(row, State::Deleted);
        }
        if record.says("is_op") {
            writer.add_roles(row, Roles::OP);
        }
        record.extras(writer, row, &[ADDRESS, TITLE].concat());
    }
}

/// Whether one of several records is what the others are about.
fn is_article(record: &Record<'_>) -> bool {
    let is_called = ARTICLES.iter().any(|name| record.is("type", name));
    !record.has_row() && record.first(PARENT).is_none() && (is_called || record.first(TITLE).is_some())
}

/// The text. Under names that do not say it, markup is known by its tags.
fn body<'s>(record: &Record<'s>) -> Option<(Value<'s>, Media)> {
    // Most have no sign of a tag as they are written, and need not be opened.
    let is_plain = |written: &str| memchr::memchr(b'<', written.as_bytes()).is_none() && !written.contains("\\u003");
    let plain = record.first(PLAIN).map(|value| {
        let text = if is_plain(value.written()) { None } else { value.string() };
        (value, text.map_or(Media::Plain, |text| media(&text)))
    });
    plain.or_else(|| Some((record.first(HTML)?, Media::Html)))
}

/// What is written of a value, without the signs that only say that it is a text.
fn name<'s>(value: Value<'s>) -> &'s str {
    let written = value.written();
    let inner = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or_else(|| written.trim_matches('"'))
}
