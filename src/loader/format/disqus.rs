//! The Disqus API: `threads/listPostsThreaded`, `posts/list` and their kin.
//!
//! A post's id is a string and its parent a number. Times have no zone and are UTC.

use super::Format;
use super::record::{self, Pages, Part, Place, Plan, Record, Shape, Take};
use crate::loader::detect::Head;
use crate::loader::json::{Damage, Value};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Roles, State};

pub(super) const FORMAT: Format = Format {
    name: "disqus-api",
    reads: "Disqus: the posts of a thread, from the API",
    sample: "https://disqus.com/api/3.0/threads/listPostsThreaded.json?thread=ID&api_key=…",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let post = json.has("message") && json.has_any(&["raw_message", "isDeleted", "isSpam", "isApproved"]);
    match (post && json.has("parent"), json.has("response") || json.has("cursor")) {
        (true, true) => 90,
        (true, false) if json.has_any(&["raw_message", "isHighlighted"]) => 75,
        _ => 0,
    }
}

const SHAPE: Shape = Shape {
    members: &[
        "id",
        "parent",
        "author.name",
        "author.username",
        "createdAt",
        "points",
        "message",
        "raw_message",
        "isDeleted",
        "isDeletedByAuthor",
        "isSpam",
        "isApproved",
        "isEdited",
        "isHighlighted",
        "isFlagged",
        "thread",
        "thread.id",
        "thread.title",
        "thread.clean_title",
        "thread.link",
        "cursor.total",
        "cursor.hasNext",
        "cursor.next",
        "response.cursor.hasNext",
        "response.cursor.next",
        "response.cursor.total",
        "title",
        "clean_title",
        "link",
        "posts",
        "likes",
        "dislikes",
    ],
    part: |place: &Place<'_>| match (place.around, place.path) {
        (None, _) => Some(Part::Page),
        (Some(Part::Page), "response.posts" | "response" | "posts") if place.in_list => Some(Part::Comment),
        (Some(Part::Page), "response.thread" | "thread") => Some(Part::Article),
        _ => None,
    },
};

const POST: Plan = Plan {
    id: &["id"],
    author: &["author.name", "author.username"],
    time: &["createdAt"],
    score: &["points", "likes"],
    body: &[("message", Media::Html), ("raw_message", Media::Plain)],
};

const THREAD: Plan = Plan { author: &["author.name"], body: &[("message", Media::Html)], score: &["likes"], ..POST };

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    writer.origin().namespace = "disqus".into();
    record::read(source, writer, &SHAPE, Reader::default())
}

#[derive(Default)]
struct Reader<'s> {
    pages: Pages<'s>,
    thread: Option<Value<'s>>,
    has_next: bool,
    next: String,
}

impl<'s> Take<'s> for Reader<'s> {
    fn take(&mut self, writer: &mut DraftWriter, mut record: Record<'s>) {
        match record.part {
            Part::Article => article(writer, &record),
            Part::Page if !record.has("message") => self.page(writer, &record),
            _ => self.post(writer, &mut record),
        }
    }

    fn finish(self, writer: &mut DraftWriter) {
        if self.pages.is_one(writer)
            && let Some(thread) = self.thread
        {
            let thread = thread.string().unwrap_or_default();
            writer.origin().site = Some(format!("disqus:{thread}").into());
        }
        if self.has_next {
            let absent = writer.origin().total.and_then(|total| i64::try_from(total).ok()).unwrap_or(0);
            let here = i64::try_from(writer.len()).unwrap_or(0);
            record::more(writer, Parent::Top, (absent - here).max(0), &self.next);
        }
    }
}

impl<'s> Reader<'s> {
    fn page(&mut self, writer: &mut DraftWriter, record: &Record<'s>) {
        // Of several pages of a thread the last one says whether there are more.
        self.has_next = record.says("cursor.hasNext") || record.says("response.cursor.hasNext");
        let next = record.first(&["cursor.next", "response.cursor.next"]).and_then(Value::string);
        self.next = next.map(|cursor| format!("cursor={cursor}")).unwrap_or_default();
        if writer.origin().total.is_none() {
            record::set_total(writer, record.get("cursor.total").or(record.get("response.cursor.total")));
        }
    }

    fn post(&mut self, writer: &mut DraftWriter, record: &mut Record<'s>) {
        let Some(row) = record.comment(writer, &POST) else { return };
        record.answers(writer, row, &["parent"]);
        let thread = record.first(&["thread", "thread.id"]);
        self.pages.add(thread);
        self.thread = self.thread.or(thread);
        if record.says("isDeletedByAuthor") {
            writer.set_state(row, State::Deleted);
        } else if record.says("isDeleted") {
            writer.set_state(row, State::Removed);
        } else if record.says("isSpam") {
            writer.set_state(row, State::Flagged);
        } else if matches!(record.get("isApproved"), Some(Value::Bool(false))) {
            writer.set_state(row, State::Pending);
        }
        record.role(writer, row, "isEdited", Roles::EDITED);
        record.role(writer, row, "isHighlighted", Roles::PINNED);
        record.extras(writer, row, &["isFlagged", "likes", "dislikes"]);
        if writer.article().title.is_empty() && record.has("thread.title") {
            let title = record.text(writer, &["thread.clean_title", "thread.title"], Media::Plain);
            let url = record.text(writer, &["thread.link"], Media::Plain);
            (writer.article().title, writer.article().url) = (title, url);
        }
    }
}

fn article(writer: &mut DraftWriter, record: &Record<'_>) {
    record::article(writer, record, &["clean_title", "title"], &THREAD);
    let url = record.text(writer, &["link"], Media::Plain);
    writer.article().url = url;
    record::set_page(writer, &record.first(&["link"]).and_then(Value::string).unwrap_or_default());
    record::set_total(writer, record.get("posts"));
}
