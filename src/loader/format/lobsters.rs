//! Lobsters and its sister sites: a story with its comments in the order of the page, in the
//! form of 2021 (`indent_level`, people as objects) and in the one since 2022 (`depth`,
//! `parent_comment`, people as names). A list of comments alone is read, too.

use super::Format;
use super::record::{self, Levels, Part, Place, Plan, Record, Shape, Take};
use crate::loader::detect::Head;
use crate::loader::json::{Damage, Value};
use crate::loader::site::{self, Facts};
use crate::model::{DraftWriter, Media, Roles, State, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "lobsters",
    reads: "Lobsters: a story with its comments",
    sample: "https://lobste.rs/s/ID.json",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    match (json.has("short_id"), json.has_any(&["commenting_user", "submitter_user"])) {
        (true, true) => 90,
        (true, false) if json.has_any(&["comment", "comments", "comment_count"]) => 70,
        _ => 0,
    }
}

const SHAPE: Shape = Shape {
    members: &[
        "short_id",
        "short_id_url",
        "created_at",
        "title",
        "url",
        "score",
        "flags",
        "comment_count",
        "description",
        "description_plain",
        "comments_url",
        "submitter_user",
        "submitter_user.username",
        "user_is_author",
        "last_edited_at",
        "updated_at",
        "is_deleted",
        "is_moderated",
        "comment",
        "comment_plain",
        "depth",
        "indent_level",
        "parent_comment",
        "commenting_user",
        "commenting_user.username",
        "commenting_user.is_moderator",
    ],
    part: |place: &Place<'_>| match (place.around, place.path) {
        (None, _) => Some(Part::Page),
        (Some(Part::Page), "comments") if place.in_list => Some(Part::Comment),
        _ => None,
    },
};

const COMMENT: Plan = Plan {
    id: &["short_id"],
    author: &["commenting_user", "commenting_user.username"],
    time: &["created_at"],
    score: &["score"],
    body: &[("comment", Media::Html), ("comment_plain", Media::Markdown)],
};

const STORY: Plan = Plan {
    id: &["short_id"],
    author: &["submitter_user", "submitter_user.username"],
    time: &["created_at"],
    score: &["score"],
    body: &[("description", Media::Html), ("description_plain", Media::Markdown)],
};

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    record::read(source, writer, &SHAPE, Reader::default())
}

#[derive(Default)]
struct Reader {
    levels: Levels,
    stories: usize,
}

impl<'s> Take<'s> for Reader {
    fn take(&mut self, writer: &mut DraftWriter, record: Record<'s>) {
        if record.part == Part::Page && !record.has("comment") && !record.has("commenting_user") {
            self.stories += usize::from(record.has("short_id"));
            if self.stories == 1 {
                story(writer, &record);
            }
        } else {
            self.comment(writer, record);
        }
    }

    fn finish(self, writer: &mut DraftWriter) {
        record::say_others(writer, self.stories);
    }
}

impl Reader {
    fn comment(&mut self, writer: &mut DraftWriter, mut record: Record<'_>) {
        let Some(row) = record.comment(writer, &COMMENT) else { return };
        if writer.origin().namespace.is_empty() {
            set_site(writer, &record, false);
        }
        // A level stands beside the parent's name in the newer form: either will do.
        let level = record.first(&["depth", "indent_level"]).and_then(Value::int).unwrap_or(0);
        self.levels.answer(writer, row, level);
        if record.first(&["parent_comment"]).is_some() {
            record.answers(writer, row, &["parent_comment"]);
        }
        if record.says("is_deleted") {
            writer.set_state(row, State::Deleted);
        } else if record.says("is_moderated") {
            writer.set_state(row, State::Removed);
        }
        let time = |name| record.get(name).and_then(Value::time);
        let edited = time("last_edited_at").or_else(|| time("updated_at"));
        if edited.is_some() && edited > time("created_at") {
            writer.add_roles(row, Roles::EDITED);
        }
        record.role(writer, row, "commenting_user.is_moderator", Roles::MOD);
        record.extras(writer, row, &["flags"]);
    }
}

fn story(writer: &mut DraftWriter, record: &Record<'_>) {
    record::article(writer, record, &["title"], &STORY);
    let url = record.first(&["url"]).map_or(TextRef::default(), |url| url.text(writer, Media::Plain));
    writer.article().url = url;
    record::set_total(writer, record.get("comment_count"));
    set_site(writer, record, true);
}

/// Names the discussion; ids of sister sites are their own.
fn set_site(writer: &mut DraftWriter, record: &Record<'_>, is_story: bool) {
    let own = record.first(&["short_id_url"]).and_then(Value::string).unwrap_or_default();
    let id = record.first(&["short_id"]).and_then(Value::string).filter(|_| is_story).unwrap_or_default();
    // The address of a comment names no story.
    let address = if is_story { &*own } else { own.split("/s/").next().unwrap_or_default() };
    site::lobsters(Facts { address, id: &id, time: None }).set(writer);
    if is_story {
        let page = record.first(&["comments_url", "short_id_url"]).and_then(Value::string).unwrap_or_default();
        record::set_page(writer, &page);
    }
}
