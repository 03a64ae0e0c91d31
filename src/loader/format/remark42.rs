//! Remark42: a page's comments as a tree (`{"comment":{…},"replies":[…]}`) or flat, and its
//! backup, a line on the site and then a comment a line.

use super::Format;
use super::record::{self, Pages, Part, Place, Plan, Record, Shape, Take};
use crate::loader::detect::Head;
use crate::loader::json::{Damage, Value};
use crate::model::{DraftWriter, Media, Roles, State, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "remark42",
    reads: "Remark42: the comments of a page as a tree or flat, or a backup",
    sample: "https://HOST/api/v1/find?site=SITE&url=PAGE&format=tree",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    match (json.has("pid"), json.has("locator")) {
        (true, true) => 95,
        (true, false) if json.has_any(&["orig", "votes", "vote"]) && json.has("user") => 75,
        _ => 0,
    }
}

const SHAPE: Shape = Shape {
    members: &[
        "id",
        "pid",
        "text",
        "orig",
        "user.name",
        "user.admin",
        "score",
        "time",
        "delete",
        "pin",
        "edit.time",
        "title",
        "locator.url",
        "comment.id",
        "comment.pid",
        "comment.text",
        "comment.orig",
        "comment.user.name",
        "comment.user.admin",
        "comment.score",
        "comment.time",
        "comment.delete",
        "comment.pin",
        "comment.edit.time",
        "comment.title",
        "comment.locator.url",
        "info.count",
        "info.url",
        "controversy",
        "comment.controversy",
    ],
    part: |place: &Place<'_>| match (place.around, place.path) {
        (None, _) => Some(Part::Page),
        (_, "comments" | "nodes" | "replies") if place.in_list => Some(Part::Comment),
        _ => None,
    },
};

const PLAN: Plan = Plan {
    id: &["comment.id", "id"],
    author: &["comment.user.name", "user.name"],
    time: &["comment.time", "time"],
    score: &["comment.score", "score"],
    body: &[
        ("comment.text", Media::Html),
        ("text", Media::Html),
        ("comment.orig", Media::Markdown),
        ("orig", Media::Markdown),
    ],
};

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    writer.origin().namespace = "remark42".into();
    record::read(source, writer, &SHAPE, Reader::default())
}

#[derive(Default)]
struct Reader<'s> {
    pages: Pages<'s>,
    url: Option<Value<'s>>,
    title: Option<Value<'s>>,
}

impl<'s> Take<'s> for Reader<'s> {
    fn take(&mut self, writer: &mut DraftWriter, mut record: Record<'s>) {
        let is_comment = PLAN.id.iter().any(|name| record.has(name));
        if record.part == Part::Page && !is_comment {
            record::set_total(writer, record.get("info.count"));
            self.url = self.url.or(record.first(&["info.url"]));
            return;
        }
        let Some(row) = record.comment(writer, &PLAN) else { return };
        record.answers(writer, row, &["comment.pid", "pid"]);
        if record.says("comment.delete") || record.says("delete") {
            writer.set_state(row, State::Deleted);
        }
        let roles = [(Roles::PINNED, ["comment.pin", "pin"]), (Roles::MOD, ["comment.user.admin", "user.admin"])];
        for (role, names) in roles {
            names.iter().for_each(|name| record.role(writer, row, name, role));
        }
        if record.first(&["comment.edit.time", "edit.time"]).is_some() {
            writer.add_roles(row, Roles::EDITED);
        }
        record.extras(writer, row, &["comment.controversy", "controversy"]);
        let url = record.first(&["comment.locator.url", "locator.url"]);
        self.pages.add(url);
        self.url = self.url.or(url);
        self.title = self.title.or(record.first(&["comment.title", "title"]));
    }

    fn finish(self, writer: &mut DraftWriter) {
        if self.pages.is_one(writer) {
            let url = self.url.map_or(TextRef::default(), |url| url.text(writer, Media::Plain));
            let title = self.title.map_or(TextRef::default(), |title| title.text(writer, Media::Plain));
            (writer.article().url, writer.article().title) = (url, title);
            record::set_page(writer, &self.url.and_then(Value::string).unwrap_or_default());
        }
    }
}
