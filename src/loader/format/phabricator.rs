//! Phabricator (Phorge): the transactions of a task, as `maniphest.gettasktransactions` and
//! `transaction.search` send them, the newest first. Those that are comments are the
//! thread; the title and the description that were set last are the article. What else was
//! done to the task (status, subscribers) is left out.

use super::Format;
use super::record::{self, Part, Place, Plan, Record, Shape, Take};
use crate::loader::detect::Head;
use crate::loader::json::{Damage, Value};
use crate::model::{DraftWriter, Media, State};

pub(super) const FORMAT: Format = Format {
    name: "phabricator",
    reads: "Phabricator: the transactions of a task",
    sample: "the reply of maniphest.gettasktransactions or transaction.search",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let is_kin = json.has("authorPHID") && json.has("comments");
    if is_kin && json.has_any(&["transactionType", "transactionPHID", "objectPHID"]) { 90 } else { 0 }
}

const SHAPE: Shape = Shape {
    members: &[
        "transactionType",
        "transactionID",
        "transactionPHID",
        "taskID",
        "authorPHID",
        "dateCreated",
        "comments",
        "newValue",
        "id",
        "phid",
        "type",
        "objectPHID",
        "comments.content.raw",
        "comments.removed",
        "fields.new",
    ],
    part: |place: &Place<'_>| match (place.around, place.path) {
        (None, _) => Some(Part::Page),
        (Some(Part::Page), path) if place.in_list && path.starts_with("result") => Some(Part::Comment),
        _ => None,
    },
};

const PLAN: Plan = Plan {
    id: &["transactionID", "id"],
    author: &["authorPHID"],
    time: &["dateCreated"],
    score: &[],
    body: &[("comments", Media::Plain), ("comments.content.raw", Media::Plain)],
};

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    writer.leaves_parents_unsaid();
    writer.origin().namespace = "phabricator".into();
    record::read(source, writer, &SHAPE, Reader::default())
}

#[derive(Default)]
struct Reader<'s> {
    tasks: Vec<&'s str>,
    task: Option<Value<'s>>,
    title: Option<Value<'s>>,
    text: Option<Value<'s>>,
    author: Option<Value<'s>>,
    time: Option<i64>,
}

impl<'s> Take<'s> for Reader<'s> {
    fn take(&mut self, writer: &mut DraftWriter, mut record: Record<'s>) {
        let kind = record.first(&["transactionType", "type"]).and_then(Value::string).unwrap_or_default();
        let kind = kind.strip_prefix("core:").unwrap_or(&kind).to_owned();
        if let Some(task) = record.first(&["taskID", "objectPHID"]).filter(|t| self.tasks.last() != Some(&t.written()))
        {
            self.tasks.push(task.written());
            self.task = self.task.or(Some(task));
        }
        let set = record.first(&["newValue", "fields.new"]);
        match kind.as_str() {
            "title" => self.title = self.title.or(set),
            "description" => self.text = self.text.or(set),
            "create" => {
                self.author = self.author.or(record.get("authorPHID"));
                self.time = self.time.or_else(|| record.get("dateCreated")?.time());
            }
            _ => {}
        }
        let is_comment = matches!(kind.as_str(), "comment" | "inline") || record.first(&["comments"]).is_some();
        let row = if is_comment { record.comment(writer, &PLAN) } else { None };
        if let Some(row) = row.filter(|_| record.says("comments.removed")) {
            writer.set_state(row, State::Removed);
        }
    }

    fn finish(self, writer: &mut DraftWriter) {
        record::say_others(writer, self.tasks.len());
        if self.tasks.len() > 1 {
            return;
        }
        let mut text =
            |value: Option<Value<'_>>| value.map(|value| value.text(writer, Media::Plain)).unwrap_or_default();
        let (id, title, body, author) = (text(self.task), text(self.title), text(self.text), text(self.author));
        let article = writer.article();
        (article.id, article.title, article.body, article.author) = (id, title, body, author);
        article.time = self.time;
        if let Some(name) = self.author.and_then(Value::string) {
            writer.add_roles_of(&name, crate::model::Roles::OP);
        }
    }
}

impl Reader<'_> {}
