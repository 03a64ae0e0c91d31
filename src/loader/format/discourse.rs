//! Discourse: a topic, a page of its posts, or one post.
//!
//! A post names the *number* of the post that it answers, and often only quotes it: a quote
//! of a post of the same topic is the second sign, and marked as a guess. The first post is
//! the article. Ids in `stream` whose posts are not there become a "not loaded" row.

mod quote;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::Format;
use super::record::{self, Part, Place, Plan, Record, Shape, Take};
use crate::loader::detect::Head;
use crate::loader::json::{Damage, Value};
use crate::loader::site::{self, Facts};
use crate::model::draft::Parent;
use crate::model::thread::GuessKind;
use crate::model::{DraftWriter, Media, Roles, Row, State, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "discourse",
    reads: "Discourse: a topic, some of its posts, or one post",
    sample: "https://HOST/t/ID.json",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let post = json.has_any(&["cooked", "raw"]) && json.has("post_number");
    if post && json.has_any(&["post_stream", "latest_posts"]) {
        95
    } else if post && json.has_any(&["reply_to_post_number", "topic_id", "topic_slug"]) {
        90
    } else if json.has("post_stream") && json.has_any(&["stream", "posts"]) {
        80
    } else if json.first_has("chunk_size") && json.first_has("archetype") {
        75
    } else {
        0
    }
}

const SHAPE: Shape = Shape {
    members: &[
        "id",
        "post_number",
        "reply_to_post_number",
        "username",
        "display_username",
        "name",
        "created_at",
        "cooked",
        "raw",
        "post_type",
        "hidden",
        "user_deleted",
        "deleted_at",
        "moderator",
        "admin",
        "staff",
        "accepted_answer",
        "version",
        "like_count",
        "actions_summary.id",
        "actions_summary.count",
        "topic_id",
        "topic_slug",
        "topic_title",
        "title",
        "fancy_title",
        "slug",
        "posts_count",
        "post_stream.stream",
        "details.created_by.username",
        "topic_accepted_answer",
    ],
    part: |place: &Place<'_>| match (place.around, place.path) {
        (None, _) => Some(Part::Page),
        (Some(Part::Page), "post_stream.posts" | "latest_posts" | "posts") if place.in_list => Some(Part::Comment),
        _ => None,
    },
};

const PLAN: Plan = Plan {
    id: &["id"],
    author: &["username", "display_username", "name"],
    time: &["created_at"],
    score: &["like_count"],
    body: &[("cooked", Media::Html), ("raw", Media::Markdown)],
};

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    writer.leaves_parents_unsaid();
    record::read(source, writer, &SHAPE, Reader::default())
}

#[derive(Default)]
struct Reader<'s> {
    topic: Option<Record<'s>>,
    /// The post with the number 1.
    first: Option<Record<'s>>,
    /// Posts of which topic; without a number, of several.
    topics: HashSet<&'s str>,
    rows: HashMap<i64, Row>,
    answers: Vec<Answer>,
    ids: HashSet<&'s str>,
    others: usize,
}

/// What a post says of the one that it answers.
struct Answer {
    row: Row,
    number: i64,
    to: Option<i64>,
    quoted: Option<i64>,
}

impl<'s> Take<'s> for Reader<'s> {
    fn take(&mut self, writer: &mut DraftWriter, record: Record<'s>) {
        if record.part == Part::Page && !record.has("post_number") {
            match &self.topic {
                Some(topic) if topic.has("title") => self.others += usize::from(record.has("title")),
                _ => self.topic = Some(record),
            }
            return;
        }
        self.ids.extend(record.get("id").map(Value::written));
        self.topics.extend(record.get("topic_id").map(Value::written));
        let small_action = record.is("post_type", "3");
        if record.is("post_number", "1") && self.first.is_none() && self.topics.len() < 2 {
            self.first = Some(record);
        } else if !small_action {
            self.post(writer, record);
        }
    }

    fn finish(mut self, writer: &mut DraftWriter) {
        let is_one = self.topics.len() < 2;
        record::say_others(writer, (self.others + 1).max(self.topics.len()));
        if !is_one && let Some(first) = self.first.take() {
            self.post(writer, first);
        }
        for answer in &self.answers {
            self.link(writer, answer, is_one);
            // By its number it is known on the site's pages, and to those who answer it.
            if is_one && answer.number > 0 {
                let id = writer.pooled(&answer.number.to_string(), Media::Plain);
                writer.set_id(answer.row, id);
            }
        }
        self.stub(writer);
        let topic = self.topic_id().filter(|_| is_one).unwrap_or_default();
        let time = self.first.as_ref().and_then(|first| first.get("created_at")).and_then(Value::time);
        site::discourse(Facts { id: &topic, time, address: "" }).set(writer);
        if is_one {
            self.article(writer);
        }
    }
}

impl<'s> Reader<'s> {
    fn post(&mut self, writer: &mut DraftWriter, mut record: Record<'s>) {
        let Some(row) = record.comment(writer, &PLAN) else { return };
        if let Some(likes) = likes(&record) {
            writer.set_score(row, likes);
        }
        set_state(writer, row, &record);
        let int = |name| record.get(name).and_then(Value::int);
        let number = int("post_number").unwrap_or(0);
        if number > 0 {
            self.rows.entry(number).or_insert(row);
        }
        let to = int("reply_to_post_number");
        let topic = record.get("topic_id").and_then(Value::string);
        let quoted = if to.is_none() { quote::post(record.get("cooked"), topic.as_deref()) } else { None };
        self.answers.push(Answer { row, number, to, quoted });
    }

    fn topic_id(&self) -> Option<Cow<'s, str>> {
        let topic = self.topic.as_ref().and_then(|topic| topic.first(&["id"]).filter(|_| topic.has("title")));
        let of_post = || self.topics.iter().next().copied();
        topic.and_then(Value::string).or_else(|| of_post().map(Cow::Borrowed))
    }

    /// Numbers mean something within a topic only.
    fn link(&self, writer: &mut DraftWriter, answer: &Answer, is_one: bool) {
        let to = answer.to.or(answer.quoted).filter(|to| *to != 1 && *to != answer.number && is_one);
        let Some(to) = to else { return };
        match self.rows.get(&to) {
            Some(parent) => writer.set_parent(answer.row, Parent::Row(*parent)),
            None if answer.to.is_some() => {
                let id = writer.pooled(&to.to_string(), Media::Plain);
                writer.set_parent(answer.row, Parent::Id(id));
            }
            None => return,
        }
        if answer.to.is_none() {
            writer.guess(answer.row, GuessKind::Quote, 0.9, &format!("quotes post {to}"));
        }
    }

    /// What the topic lists and the file does not have.
    fn stub(&self, writer: &mut DraftWriter) {
        let Some(topic) = &self.topic else { return };
        let absent: Vec<&str> =
            topic.all("post_stream.stream").map(Value::written).filter(|id| !self.ids.contains(id)).collect();
        if absent.is_empty() {
            return;
        }
        let id = topic.first(&["id"]).and_then(Value::string).unwrap_or_default();
        let next: String = absent.iter().map(|id| format!("&post_ids[]={id}")).collect();
        let next = format!("/t/{id}/posts.json?{}", next.trim_start_matches('&'));
        let count = i64::try_from(absent.len()).unwrap_or(i64::MAX);
        record::more(writer, Parent::Top, count, &next);
    }

    fn article(&self, writer: &mut DraftWriter) {
        let empty = TextRef::default();
        if let Some(first) = &self.first {
            record::article(writer, first, &["topic_title"], &PLAN);
            let score = likes(first).and_then(|score| i32::try_from(score).ok());
            writer.article().score = score;
        }
        if let Some(topic) = &self.topic {
            let title = topic.text(writer, &["title"], Media::Plain);
            let fancy = topic.first(&["fancy_title"]).filter(|_| title.is_empty()).and_then(Value::string);
            let fancy = fancy.map_or(empty, |fancy| writer.pooled(&record::words(&fancy), Media::Plain));
            writer.article().title = if title.is_empty() { fancy } else { title };
            let poster = topic.first(&["details.created_by.username"]);
            if let Some(name) = poster.and_then(Value::string).filter(|_| self.first.is_none()) {
                let author = writer.pooled(&name, Media::Plain);
                writer.article().author = author;
                writer.add_roles_of(&name, Roles::OP);
            }
            // The first post is counted, and is no comment.
            let posts = topic.get("posts_count").and_then(Value::int).filter(|posts| *posts > 0);
            writer.origin().total = posts.and_then(|posts| u64::try_from(posts - 1).ok());
        }
        // The first post, whose number is 1, is the article.
        if self.first.is_some() || self.topic.as_ref().is_some_and(|topic| topic.has("title")) {
            writer.article().id = writer.pooled("1", Media::Plain);
        }
    }
}

/// Likes; the score of a post is the site's own measure and no vote.
fn likes(record: &Record<'_>) -> Option<i64> {
    let given = record.get("like_count").and_then(Value::int);
    let count = || record.all("actions_summary.count").next().and_then(Value::int);
    // Likes are the action with the number 2, and come first if there are any.
    given.or_else(|| if record.is("actions_summary.id", "2") { count() } else { None })
}

fn set_state(writer: &mut DraftWriter, row: Row, record: &Record<'_>) {
    if record.says("user_deleted") {
        writer.set_state(row, State::Deleted);
    } else if record.get("deleted_at").is_some() {
        writer.set_state(row, State::Removed);
    } else if record.says("hidden") {
        writer.set_state(row, State::Hidden);
    }
    for name in ["moderator", "admin", "staff"] {
        record.role(writer, row, name, Roles::MOD);
    }
    record.role(writer, row, "accepted_answer", Roles::ACCEPTED);
    if record.get("version").and_then(Value::int).is_some_and(|version| version > 1) {
        writer.add_roles(row, Roles::EDITED);
    }
    record.extras(writer, row, &["post_number"]);
}
