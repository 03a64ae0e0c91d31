//! Askbot: the comments of a post, or a question with its answers and their comments.

use super::Format;
use super::record::{self, Part, Place, Plan, Record, Shape, Take};
use crate::loader::detect::Head;
use crate::loader::json::{Damage, Value};
use crate::model::{DraftWriter, Media, Roles, State};

pub(super) const FORMAT: Format = Format {
    name: "askbot",
    reads: "Askbot: the comments of a post, or a question with answers",
    sample: "https://HOST/s/post_comments?post_id=ID&post_type=answer&avatar_size=0",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    if json.has("comment_added_at") && json.has_any(&["user_display_name", "html"]) {
        90
    } else if json.has("title") && json.has("answer_ids") && json.has_any(&["last_activity_at", "added_at"]) {
        75
    } else {
        0
    }
}

const SHAPE: Shape = Shape {
    members: &[
        "id",
        "comment_added_at",
        "added_at",
        "html",
        "text",
        "summary",
        "body",
        "points",
        "score",
        "title",
        "url",
        "user_display_name",
        "user_is_administrator",
        "user_is_moderator",
        "author.username",
        "author.name",
        "answered_by.username",
        "accepted",
        "is_accepted",
        "deleted",
        "answer_count",
        "object_id",
        "last_activity_at",
    ],
    part: |place: &Place<'_>| match (place.around, place.path) {
        (None, _) => Some(Part::Page),
        (Some(Part::Page), "questions" | "question") => Some(Part::Article),
        (_, "answers" | "comments") if place.in_list => Some(Part::Comment),
        _ => None,
    },
};

const PLAN: Plan = Plan {
    id: &["id"],
    author: &["user_display_name", "author.username", "author.name", "answered_by.username"],
    time: &["comment_added_at", "added_at"],
    score: &["points", "score"],
    body: &[("html", Media::Html), ("body", Media::Html), ("text", Media::Markdown), ("summary", Media::Html)],
};

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    writer.origin().namespace = "askbot".into();
    record::read(source, writer, &SHAPE, Reader::default())
}

#[derive(Default)]
struct Reader<'s> {
    question: Option<Record<'s>>,
    questions: usize,
}

impl<'s> Take<'s> for Reader<'s> {
    fn take(&mut self, writer: &mut DraftWriter, mut record: Record<'s>) {
        let is_comment = record.part == Part::Comment || record.has("comment_added_at");
        if !is_comment {
            if record.has("title") {
                self.questions += 1;
                self.question.get_or_insert(record);
            }
            return;
        }
        let Some(row) = record.comment(writer, &PLAN) else { return };
        for (name, role) in [
            ("accepted", Roles::ACCEPTED),
            ("is_accepted", Roles::ACCEPTED),
            ("user_is_administrator", Roles::MOD),
            ("user_is_moderator", Roles::MOD),
        ] {
            record.role(writer, row, name, role);
        }
        if record.says("deleted") {
            writer.set_state(row, State::Deleted);
        }
    }

    fn finish(self, writer: &mut DraftWriter) {
        if let Some(question) = &self.question {
            record::article(writer, question, &["title"], &PLAN);
            record::set_page(writer, &question.first(&["url"]).and_then(Value::string).unwrap_or_default());
            record::say_others(writer, self.questions);
        }
    }
}
