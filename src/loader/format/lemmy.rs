//! Lemmy: lists of comments from the API of versions 0.19 (v3) and 1.0, alone or with their
//! post. A comment says by its path (`0.24.27`) what it answers.

use std::collections::HashSet;

use super::Format;
use super::record::{self, Part, Place, Plan, Record, Shape, Take};
use crate::loader::detect::Head;
use crate::loader::json::{Damage, Value};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Roles, Row, State, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "lemmy",
    reads: "Lemmy: the comments of a post, with or without the post",
    sample: "https://HOST/api/v3/comment/list?post_id=ID&limit=50&type_=All",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let view = json.has("creator") && json.has_any(&["comment", "post", "comment_view", "post_view"]);
    if view && json.has("path") && json.has("content") {
        90
    } else if view && json.has_any(&["ap_id", "community"]) {
        80
    } else {
        0
    }
}

const SHAPE: Shape = Shape {
    members: &[
        "comment.id",
        "comment.path",
        "comment.content",
        "comment.published",
        "comment.published_at",
        "comment.updated",
        "comment.updated_at",
        "comment.removed",
        "comment.deleted",
        "comment.distinguished",
        "comment.score",
        "comment.child_count",
        "comment.creator_id",
        "comment.language_id",
        "counts.score",
        "counts.child_count",
        "counts.comments",
        "creator.name",
        "creator.local",
        "creator.actor_id",
        "creator.ap_id",
        "creator_is_moderator",
        "creator_is_admin",
        "post.id",
        "post.name",
        "post.ap_id",
        "post.url",
        "post.body",
        "post.published",
        "post.published_at",
        "post.creator_id",
        "post.score",
        "post.comments",
    ],
    part: |place: &Place<'_>| match (place.around, place.path) {
        (None, _) => Some(Part::Page),
        (Some(Part::Page), "comments" | "items") if place.in_list => Some(Part::Comment),
        (Some(Part::Page), path) if path.ends_with("comments.comments") && place.in_list => Some(Part::Comment),
        (Some(Part::Page), "comment_view") => Some(Part::Comment),
        (Some(Part::Page), "post_view") => Some(Part::Article),
        _ => None,
    },
};

const COMMENT: Plan = Plan {
    id: &["comment.id"],
    author: &["creator.name"],
    time: &["comment.published_at", "comment.published"],
    score: &["counts.score", "comment.score"],
    body: &[("comment.content", Media::Markdown)],
};

const POST: Plan = Plan {
    id: &["post.id"],
    author: &["creator.name"],
    time: &["post.published_at", "post.published"],
    score: &["counts.score", "post.score"],
    body: &[("post.body", Media::Markdown)],
};

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    writer.origin().namespace = "lemmy".into();
    record::read(source, writer, &SHAPE, Reader::default())
}

#[derive(Default)]
struct Reader<'s> {
    post: Option<Record<'s>>,
    posts: HashSet<&'s str>,
    /// Comments that say that they have replies, with their number.
    counts: Vec<(Row, &'s str, i64)>,
    /// What has replies in the file.
    answered: HashSet<String>,
}

impl<'s> Take<'s> for Reader<'s> {
    fn take(&mut self, writer: &mut DraftWriter, mut record: Record<'s>) {
        self.posts.extend(record.get("post.id").map(Value::written));
        if record.has("comment.id") || record.has("comment.content") {
            self.comment(writer, &mut record);
        }
        // The post stands in every comment as well, with the comment's author and counts.
        let is_better = record.part == Part::Article || !record.has("comment.id");
        if record.has("post.id") && (is_better || self.post.is_none()) {
            let has_post = self.post.as_ref().is_some_and(|post| !post.has("comment.id"));
            if !has_post {
                self.post = Some(record);
            }
        }
    }

    fn finish(self, writer: &mut DraftWriter) {
        for (row, id, count) in self.counts {
            if !self.answered.contains(id) {
                record::more(writer, Parent::Row(row), count, &format!("/api/v3/comment/list?parent_id={id}"));
            }
        }
        record::say_others(writer, self.posts.len());
        if let Some(post) = self.post.filter(|_| self.posts.len() < 2) {
            article(writer, &post);
        }
    }
}

impl<'s> Reader<'s> {
    fn comment(&mut self, writer: &mut DraftWriter, record: &mut Record<'s>) {
        let Some(row) = record.comment(writer, &COMMENT) else { return };
        if let Some(name) = author(record) {
            writer.set_author(row, &name);
        }
        let path = record.first(&["comment.path"]).and_then(Value::string).unwrap_or_default();
        if let Some(parent) = path.rsplit('.').nth(1).filter(|parent| *parent != "0" && !parent.is_empty()) {
            self.answered.insert(parent.to_owned());
            let parent = writer.pooled(parent, Media::Plain);
            writer.set_parent(row, Parent::Id(parent));
        }
        let count = record.first(&["counts.child_count", "comment.child_count"]).and_then(Value::int);
        if let (Some(count), Some(id)) = (count.filter(|count| *count > 0), record.get("comment.id")) {
            self.counts.push((row, id.written(), count));
        }
        if record.says("comment.deleted") {
            writer.set_state(row, State::Deleted);
        } else if record.says("comment.removed") {
            writer.set_state(row, State::Removed);
        }
        let roles = [
            ("comment.distinguished", Roles::MOD),
            ("creator_is_moderator", Roles::MOD),
            ("creator_is_admin", Roles::MOD),
        ];
        roles.iter().for_each(|(name, role)| record.role(writer, row, name, *role));
        if record.first(&["comment.updated", "comment.updated_at"]).is_some() {
            writer.add_roles(row, Roles::EDITED);
        }
        let same =
            |a: &str, b: &str| record.get(a).is_some_and(|a| record.get(b).is_some_and(|b| a.written() == b.written()));
        if same("comment.creator_id", "post.creator_id") {
            writer.add_roles(row, Roles::OP);
        }
    }
}

/// The name; with the host for people of other servers.
fn author(record: &Record<'_>) -> Option<String> {
    let name = record.first(&["creator.name"])?.string()?;
    let is_far = matches!(record.get("creator.local"), Some(Value::Bool(false)));
    let page = record.first(&["creator.actor_id", "creator.ap_id"]).filter(|_| is_far)?.string()?;
    let host = page.split('/').nth(2)?;
    Some(format!("{name}@{host}"))
}

fn article(writer: &mut DraftWriter, post: &Record<'_>) {
    let is_own = !post.has("comment.id");
    let plan = if is_own { POST } else { Plan { author: &[], score: &["post.score"], ..POST } };
    record::article(writer, post, &["post.name"], &plan);
    if let Some(name) = author(post).filter(|_| is_own) {
        writer.article().author = writer.pooled(&name, Media::Plain);
    }
    let url = post.first(&["post.url"]).map_or(TextRef::default(), |url| url.text(writer, Media::Plain));
    writer.article().url = url;
    if is_own {
        record::set_total(writer, post.get("counts.comments").or(post.get("post.comments")));
    }
    let page = post.first(&["post.ap_id"]).and_then(Value::string).unwrap_or_default();
    record::set_page(writer, &page);
}
