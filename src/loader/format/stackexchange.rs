//! The Stack Exchange API: a question with its answers and the comments on both; or answers,
//! or comments, alone.
//!
//! Comments answer the post that they stand under. `reply_to_user` names a person, not a
//! comment: what it may mean is kept as a candidate.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Format;
use crate::loader::detect::Head;
use crate::loader::entities::decode;
use crate::loader::json::Damage;
use crate::loader::post::{self, Post};
use crate::loader::site::{self, Facts};
use crate::loader::tree::{At, Tree};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Roles, Row, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "stackexchange-api",
    reads: "Stack Exchange, from its API: questions with answers and comments",
    sample: "https://api.stackexchange.com/2.3/questions/N?site=SITE&filter=withbody",
    sniff,
    read,
};

const KEYS: &[&str] = &[
    "items",
    "question_id",
    "answer_id",
    "comment_id",
    "post_id",
    "post_type",
    "title",
    "body",
    "body_markdown",
    "owner",
    "display_name",
    "user_id",
    "creation_date",
    "last_edit_date",
    "score",
    "is_accepted",
    "accepted_answer_id",
    "answers",
    "comments",
    "answer_count",
    "comment_count",
    "edited",
    "reply_to_user",
    "link",
    "share_link",
    "has_more",
    "closed_reason",
    "community_owned_date",
    "tags",
];

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let ids = json.has_any(&["question_id", "answer_id", "comment_id", "post_id"]);
    if ids && json.has("owner") && json.has("creation_date") {
        92
    } else if ids && json.has_any(&["quota_remaining", "quota_max"]) {
        85
    } else {
        0
    }
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let tree = Tree::read(source, KEYS);
    let mut questions = Vec::new();
    let mut others = Vec::new();
    let mut has_more = false;
    for object in tree.objects() {
        let mut has_items = false;
        for at in object.list("items") {
            has_items = true;
            if is_question(at) { questions.push(at) } else { others.push(at) }
        }
        if !has_items {
            if is_question(object) { questions.push(object) } else { others.push(object) }
        }
        has_more |= object.is_true("has_more");
    }
    for question in &questions {
        writer.begin();
        writer.origin().namespace = "stackexchange".into();
        comments(writer, *question, Parent::Top);
        answers(writer, *question);
        article(writer, *question);
    }
    if !others.is_empty() {
        writer.begin();
        writer.origin().namespace = "stackexchange".into();
        loose(writer, &others);
    }
    if has_more {
        writer.note("there are more pages, which are not in the input", None);
    }
    tree.damage()
}

/// A question: answers name theirs, too, and have titles in some answers of the API.
fn is_question(at: At<'_, '_>) -> bool {
    at.has("question_id") && !at.has("answer_id")
}

fn answers(writer: &mut DraftWriter, question: At<'_, '_>) {
    let accepted = question.str_of("accepted_answer_id");
    let mut held = 0;
    for answer in question.list("answers").filter(|answer| answer.has("answer_id")) {
        held += 1;
        let row = answer_row(writer, answer, accepted.as_deref());
        comments(writer, answer, Parent::Row(row));
    }
    post::more(writer, Parent::Top, question.int_of("answer_count").unwrap_or(0) - held, TextRef::default());
}

fn answer_row(writer: &mut DraftWriter, answer: At<'_, '_>, accepted: Option<&str>) -> Row {
    let mut post = post(writer, answer, "answer_id");
    let is_chosen = accepted.is_some() && answer.str_of("answer_id").as_deref() == accepted;
    post.add(Roles::ACCEPTED, answer.is_true("is_accepted") || is_chosen);
    post.comment(writer, Parent::Top)
}

/// The comments on a question or an answer.
fn comments(writer: &mut DraftWriter, on: At<'_, '_>, parent: Parent) {
    let mut said: HashMap<String, Row> = HashMap::new();
    let mut held = 0;
    for comment in on.list("comments").filter(|comment| comment.has("comment_id")) {
        held += 1;
        let row = comment_row(writer, comment, parent);
        if let Some(name) = comment.str_of("reply_to_user.display_name")
            && let Some(other) = said.get(&*name)
        {
            writer.candidate(row, *other, 0.8, &format!("answers @{}", decode(&name)));
        }
        if let Some(name) = comment.str_of("owner.display_name") {
            said.insert(name.into_owned(), row);
        }
    }
    post::more(writer, parent, on.int_of("comment_count").unwrap_or(0) - held, TextRef::default());
}

fn comment_row(writer: &mut DraftWriter, comment: At<'_, '_>, parent: Parent) -> Row {
    let mut post = post(writer, comment, "comment_id");
    // Posts are counted apart from comments: the same number may be both.
    let id = comment.str_of("comment_id").map(|id| format!("comment-{id}")).unwrap_or_default();
    post.id = writer.pooled(&id, Media::Plain);
    let name = comment.str_of("reply_to_user.display_name").map(|name| decode(&name).into_owned());
    post.extras.text("reply_to", name.map(Cow::Owned));
    post.comment(writer, parent)
}

/// Answers and comments without their question.
fn loose(writer: &mut DraftWriter, others: &[At<'_, '_>]) {
    let mut rows: HashMap<String, Row> = HashMap::new();
    for answer in others.iter().filter(|at| at.has("answer_id")) {
        let row = answer_row(writer, *answer, None);
        comments(writer, *answer, Parent::Row(row));
        rows.extend(answer.str_of("answer_id").map(|id| (id.into_owned(), row)));
    }
    for comment in others.iter().filter(|at| at.has("comment_id") && !at.has("answer_id")) {
        let on = comment.str_of("post_id").and_then(|id| rows.get(&*id).copied());
        comment_row(writer, *comment, on.map_or(Parent::Top, Parent::Row));
    }
}

fn post<'s>(writer: &mut DraftWriter, at: At<'_, 's>, id: &str) -> Post<'s> {
    let mut post = Post {
        id: at.text_of(id, writer, Media::Plain),
        author: name(at),
        time: at.time_of("creation_date"),
        score: at.int_of("score"),
        ..Post::default()
    };
    if at.has("body") {
        post.set_body(writer, at.get("body"), Media::Html);
    } else if let Some(body) = at.get("body_markdown") {
        post.set_body(writer, Some(body), Media::Markdown);
        // Safe filters escape the Markdown for HTML; the others leave `<` as it is.
        if let Some(text) = body.string().filter(|text| text.contains('&') && !text.contains('<')) {
            post.body = writer.pooled(&decode(&text), Media::Markdown);
        }
    }
    post.add(Roles::EDITED, at.is_true("edited") || at.has("last_edit_date"));
    post.extras.text("url", at.str_of("link").or_else(|| at.str_of("share_link")));
    post.extras.flag("community_wiki", at.has("community_owned_date"));
    post.extras.text("closed", at.str_of("closed_reason"));
    post
}

/// Names are escaped for HTML.
fn name<'s>(at: At<'_, 's>) -> Option<Cow<'s, str>> {
    let name = at.str_of("owner.display_name")?;
    Some(match decode(&name) {
        Cow::Borrowed(_) => name,
        Cow::Owned(decoded) => Cow::Owned(decoded),
    })
}

fn article(writer: &mut DraftWriter, question: At<'_, '_>) {
    let post = post(writer, question, "question_id");
    let title = question.str_of("title").map(|title| decode(&title).into_owned()).unwrap_or_default();
    let title = writer.pooled(&title, Media::Plain);
    let url = question.text_of("link", writer, Media::Plain);
    if let Some(link) = question.str_of("link") {
        let id = question.str_of("question_id").unwrap_or_default();
        site::stack_exchange(Facts { address: &link, id: &id, time: None }).set(writer);
        writer.origin().url = Some(link.into());
    }
    post.article(writer, title, url);
}
