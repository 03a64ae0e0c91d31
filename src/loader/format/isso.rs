//! Isso: the comments of a page from its API, with replies nested once, and the generic
//! file that it imports (`[{"id":"/page/","title":…,"comments":[…]}]`, which knows no replies).

use super::Format;
use super::record::{self, Part, Place, Plan, Record, Shape, Take};
use crate::loader::detect::Head;
use crate::loader::json::{Damage, Value};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Roles, State, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "isso",
    reads: "Isso: the comments of a page, or the generic import file",
    sample: "https://HOST/?uri=%2Fpage%2F",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    if json.has("hidden_replies") || json.has("total_replies") {
        90
    } else if json.array && json.first_has("comments") && json.has("created") && json.has("text") && json.has("author")
    {
        75
    } else if json.has("created") && json.has("mode") && json.has("text") && json.has("parent") {
        70
    } else {
        0
    }
}

const SHAPE: Shape = Shape {
    members: &[
        "id",
        "parent",
        "text",
        "author",
        "created",
        "modified",
        "likes",
        "dislikes",
        "mode",
        "title",
        "total_replies",
        "hidden_replies",
        "website",
        "uri",
    ],
    part: |place: &Place<'_>| match (place.around, place.path) {
        (None, _) => Some(Part::Page),
        (_, "replies" | "comments") if place.in_list => Some(Part::Comment),
        _ => None,
    },
};

const PLAN: Plan =
    Plan { id: &["id"], author: &["author"], time: &["created"], score: &[], body: &[("text", Media::Html)] };

/// What is imported is what was typed.
const GENERIC: Plan = Plan { body: &[("text", Media::Markdown)], ..PLAN };

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    record::read(source, writer, &SHAPE, Reader::default())
}

#[derive(Default)]
struct Reader<'s> {
    /// The pages of the generic file.
    pages: Vec<Record<'s>>,
    from_api: bool,
}

impl<'s> Take<'s> for Reader<'s> {
    fn take(&mut self, writer: &mut DraftWriter, mut record: Record<'s>) {
        self.from_api |= record.has("total_replies") || record.has("mode");
        if record.part == Part::Page && !record.has("text") {
            hidden(writer, &record, Parent::Top);
            if record.has("title") || record.get("id").is_some() {
                self.pages.push(record);
            }
            return;
        }
        let plan = if self.from_api { &PLAN } else { &GENERIC };
        let Some(row) = record.comment(writer, plan) else { return };
        record.answers(writer, row, &["parent"]);
        if record.is("id", "0") {
            // Importers that know no ids write this one.
            writer.set_id(row, TextRef::default());
        }
        if record.is("mode", "2") {
            writer.set_state(row, State::Pending);
        } else if record.is("mode", "4") || record.is("mode", "5") {
            writer.set_state(row, State::Deleted);
        }
        let votes = |name| record.get(name).and_then(Value::int);
        if let Some(likes) = votes("likes") {
            writer.set_score(row, likes.saturating_sub(votes("dislikes").unwrap_or(0)));
        }
        if record.get("modified").and_then(Value::time).is_some() {
            writer.add_roles(row, Roles::EDITED);
        }
        hidden(writer, &record, Parent::Row(row));
    }

    fn finish(self, writer: &mut DraftWriter) {
        if self.from_api {
            writer.origin().namespace = "isso".into();
        }
        record::say_others(writer, self.pages.len());
        if let [page] = self.pages.as_slice() {
            // Titles were encoded for an address by the importers that write this file.
            let title = page.text(writer, &["title"], Media::Plain);
            let id = page.text(writer, &["id"], Media::Plain);
            (writer.article().title, writer.article().id) = (title, id);
        }
    }
}

/// Replies that the page shows on demand.
fn hidden(writer: &mut DraftWriter, record: &Record<'_>, parent: Parent) {
    if let Some(count) = record.get("hidden_replies").and_then(Value::int).filter(|count| *count > 0) {
        record::more(writer, parent, count, "");
    }
}

impl Reader<'_> {}
