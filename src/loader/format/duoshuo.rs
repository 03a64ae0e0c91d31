//! Duoshuo (多说): the export of a site, threads and posts in two lists. In one form a post
//! names its parent, in the other all that stand above it, the nearest last.

use super::Format;
use super::record::{self, Pages, Part, Place, Plan, Record, Shape, Take};
use crate::loader::detect::Head;
use crate::loader::json::{Damage, Value};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, State};

pub(super) const FORMAT: Format = Format {
    name: "duoshuo",
    reads: "Duoshuo: the export of a site",
    sample: r#"{"threads":[{"thread_key":"1",…}],"posts":[{"post_key":"2","message":"…"}]}"#,
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let thread = json.has_any(&["thread_key", "thread_id"]);
    match (json.has("threads"), json.has("posts") && json.has("message")) {
        (_, true) if thread && json.has_any(&["author_name", "author_key", "post_key", "post_id"]) => 90,
        (true, _) if thread => 75,
        _ => 0,
    }
}

const SHAPE: Shape = Shape {
    members: &[
        "post_key",
        "post_id",
        "parent_key",
        "parent_id",
        "parents",
        "thread_key",
        "thread_id",
        "author_name",
        "created_at",
        "message",
        "likes",
        "status",
        "title",
        "url",
        "content",
    ],
    part: |place: &Place<'_>| match (place.around, place.path) {
        (None, _) => Some(Part::Page),
        (Some(Part::Page), "posts") if place.in_list => Some(Part::Comment),
        (Some(Part::Page), "threads") if place.in_list => Some(Part::Article),
        _ => None,
    },
};

const POST: Plan = Plan {
    id: &["post_key", "post_id"],
    author: &["author_name"],
    time: &["created_at"],
    score: &["likes"],
    body: &[("message", Media::Html)],
};

const THREAD: Plan = Plan { id: &["thread_key", "thread_id"], body: &[("content", Media::Html)], ..POST };

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    writer.origin().namespace = "duoshuo".into();
    record::read(source, writer, &SHAPE, Reader::default())
}

#[derive(Default)]
struct Reader<'s> {
    threads: Vec<Record<'s>>,
    pages: Pages<'s>,
    page: Option<Value<'s>>,
}

impl<'s> Take<'s> for Reader<'s> {
    fn take(&mut self, writer: &mut DraftWriter, mut record: Record<'s>) {
        match record.part {
            Part::Article => self.threads.push(record),
            Part::Page if !record.has("message") => {}
            _ => {
                let Some(row) = record.comment(writer, &POST) else { return };
                record.answers(writer, row, &["parent_key", "parent_id"]);
                if let Some(parent) = record.all("parents").last() {
                    let parent = parent.text(writer, Media::Plain);
                    writer.set_parent(row, Parent::Id(parent));
                }
                let states = [("pending", State::Pending), ("spam", State::Flagged), ("deleted", State::Deleted)];
                if let Some((_, state)) = states.iter().find(|(name, _)| record.is("status", name)) {
                    writer.set_state(row, *state);
                }
                let page = record.first(&["thread_key", "thread_id"]);
                self.pages.add(page);
                self.page = self.page.or(page);
            }
        }
    }

    fn finish(self, writer: &mut DraftWriter) {
        if self.pages.is_one(writer) {
            let named = |thread: &&Record<'_>| {
                self.page.is_none_or(|page| {
                    THREAD.id.iter().any(|name| thread.get(name).is_some_and(|id| id.written() == page.written()))
                })
            };
            if let Some(thread) = self.threads.iter().find(named) {
                record::article(writer, thread, &["title"], &THREAD);
                let url = thread.text(writer, &["url"], Media::Plain);
                writer.article().url = url;
                record::set_page(writer, &thread.first(&["url"]).and_then(Value::string).unwrap_or_default());
            }
        }
    }
}
