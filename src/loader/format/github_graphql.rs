//! GitHub in camel case: `gh issue view --json …`, `gh pr view --json …`, and answers of the
//! GraphQL API with issues, pull requests or discussions anywhere in them.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Format, github};
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::post::{self, Post};
use crate::loader::tree::{At, Tree};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Roles, Row, State, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "github-graphql",
    reads: "GitHub, from gh … view --json or its GraphQL API: issues, pull requests, discussions",
    sample: "gh issue view N --json title,body,author,createdAt,url,comments",
    sniff,
    read,
};

const KEYS: &[&str] = &[
    "data.*",
    "node.*",
    "repository.*",
    "search",
    "nodes",
    "edges",
    "node",
    "data",
    "repository",
    "id",
    "number",
    "title",
    "body",
    "bodyHTML",
    "bodyText",
    "author",
    "login",
    "createdAt",
    "submittedAt",
    "publishedAt",
    "lastEditedAt",
    "deletedAt",
    "includesCreatedEdit",
    "url",
    "comments",
    "replies",
    "totalCount",
    "pageInfo",
    "hasNextPage",
    "endCursor",
    "answer",
    "isAnswer",
    "isMinimized",
    "minimizedReason",
    "authorAssociation",
    "upvoteCount",
    "reactionGroups",
    "content",
    "users",
    "reactors",
    "replyTo",
    "reviews",
    "reviewThreads",
    "timelineItems",
    "path",
    "line",
    "state",
    "category",
    "name",
    "discussions",
    "issues",
    "pullRequests",
    "discussion",
    "issue",
    "pullRequest",
    "isPinned",
    "isAnswered",
    "viewerDidAuthor",
];

/// Where comments stand in an issue, a pull request or a discussion.
const INSIDE: [&str; 4] = ["comments", "reviews", "reviewThreads", "timelineItems"];

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let camel = json.has_any(&["createdAt", "authorAssociation", "isMinimized", "bodyHTML", "bodyText", "isAnswer"]);
    let person = json.has("author") && json.has("login");
    if person && camel && json.has_any(&["comments", "reviews", "nodes", "replies", "body"]) {
        85
    } else if person && json.has("title") && json.has_any(&["comments", "number", "nodes"]) {
        70
    } else if json.first_has("data") && json.has("nodes") && json.has_any(&["pageInfo", "totalCount"]) {
        40
    } else {
        0
    }
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    writer.leaves_parents_unsaid();
    let tree = Tree::read(source, KEYS);
    let mut subjects = Vec::new();
    let mut alone = Vec::new();
    let mut waiting: Vec<At<'_, '_>> = tree.objects().collect();
    waiting.reverse();
    while let Some(at) = waiting.pop() {
        if at.has("title") || INSIDE.iter().any(|key| at.has(key)) {
            subjects.push(at);
        } else if is_post(at) {
            alone.push(at);
        } else {
            let first = waiting.len();
            waiting.extend(at.children().flat_map(At::objects));
            if let Some(inside) = waiting.get_mut(first..) {
                inside.reverse();
            }
        }
    }
    write(writer, &subjects, alone);
    tree.damage()
}

/// The rows of comments by their names in this API.
type Rows<'s> = HashMap<Cow<'s, str>, Row>;

fn write<'s>(writer: &mut DraftWriter, subjects: &[At<'_, 's>], alone: Vec<At<'_, 's>>) {
    let mut rows = Rows::new();
    for at in subjects {
        writer.begin();
        github::set_site(writer, at.str_of("url").as_deref());
        rows.clear();
        comments(writer, *at, &mut rows);
        let post = post(writer, *at);
        let title = at.text_of("title", writer, Media::Plain);
        let url = at.text_of("url", writer, Media::Plain);
        writer.origin().total = total(*at);
        post.article(writer, title, url);
    }
    if subjects.is_empty() {
        github::set_site(writer, alone.first().and_then(|at| at.str_of("url")).as_deref());
    }
    for at in alone {
        comment(writer, at, None, None, &mut rows);
    }
}

/// What a connection holds: an array, `nodes`, or `edges` with a `node` each.
fn nodes<'t, 's>(at: At<'t, 's>) -> Vec<At<'t, 's>> {
    if at.is_array() {
        return at.objects().collect();
    }
    let nodes = at.list("nodes");
    nodes.chain(at.list("edges").filter_map(|edge| edge.get("node"))).collect()
}

/// Writes the comments of an issue, of a pull request or of a discussion.
fn comments<'s>(writer: &mut DraftWriter, subject: At<'_, 's>, rows: &mut Rows<'s>) {
    let answer = subject.get("answer").filter(|answer| answer.is_object());
    let accepted = answer.and_then(|answer| answer.str_of("id"));
    let (mut has_answer, mut absent) = (false, 0);
    let mut all: Vec<At<'_, 's>> = Vec::new();
    for key in INSIDE {
        let Some(list) = subject.get(key) else { continue };
        let here = nodes(list);
        // A comment that is only named is as good as one that is on another page.
        let held = here.iter().filter(|at| is_post(**at) || at.has("comments")).count();
        all.extend(&here);
        if key == "comments" {
            has_answer = here.iter().any(|at| is_post(*at) && is_accepted(*at, accepted.as_deref()));
            let known = held + usize::from(!has_answer && answer.is_some_and(is_post));
            absent = list.int_of("totalCount").unwrap_or(0).saturating_sub(i64::try_from(known).unwrap_or(i64::MAX));
        }
    }
    if let Some(answer) = answer.filter(|answer| !has_answer && is_post(*answer)) {
        all.insert(0, answer);
    }
    if subject.has("reviews") || subject.has("reviewThreads") {
        all.sort_by_key(|at| time(*at).or_else(|| at.list("comments").find_map(time)).unwrap_or(i64::MAX));
    }
    for at in all {
        if is_post(at) {
            comment(writer, at, None, accepted.as_deref(), rows);
        } else if let Some(list) = at.get("comments") {
            review(writer, &nodes(list), rows);
        }
    }
    post::more(writer, Parent::Top, absent, TextRef::default());
}

/// Comments with their replies, as far as the source counts them.
fn total(subject: At<'_, '_>) -> Option<u64> {
    let list = subject.get("comments")?;
    let replies = nodes(list).into_iter().filter_map(|at| at.int_of("replies.totalCount"));
    u64::try_from(replies.fold(list.int_of("totalCount")?, i64::saturating_add)).ok()
}

/// The comments of a review's thread: all answer the first.
fn review<'s>(writer: &mut DraftWriter, comments: &[At<'_, 's>], rows: &mut Rows<'s>) {
    let mut first = None;
    for at in comments.iter().filter(|at| is_post(**at)) {
        let row = comment(writer, *at, first, None, rows);
        first = first.or(Some(row));
    }
}

/// Writes a comment with its replies; those have no replies of their own.
fn comment<'s>(
    writer: &mut DraftWriter,
    at: At<'_, 's>,
    above: Option<Row>,
    accepted: Option<&str>,
    rows: &mut Rows<'s>,
) -> Row {
    let named = at.path("replyTo.id");
    let known = named.and_then(At::string).and_then(|id| rows.get(&id).copied()).or(above);
    let above = match (known, named) {
        (Some(row), _) => Parent::Row(row),
        (None, Some(id)) => Parent::Id(id.text(writer, Media::Plain)),
        (None, None) => Parent::Top,
    };
    let mut post = post(writer, at);
    post.add(Roles::ACCEPTED, is_accepted(at, accepted));
    let row = post.comment(writer, above);
    rows.extend(at.str_of("id").map(|id| (id, row)));
    for list in ["replies", "comments"].iter().filter_map(|key| at.get(key)) {
        let replies: Vec<At<'_, '_>> = nodes(list).into_iter().filter(|at| is_post(*at)).collect();
        let held = i64::try_from(replies.len()).unwrap_or(i64::MAX);
        for reply in replies {
            let mut post = self::post(writer, reply);
            post.add(Roles::ACCEPTED, is_accepted(reply, accepted));
            post.comment(writer, Parent::Row(row));
        }
        let absent = list.int_of("totalCount").unwrap_or(0).saturating_sub(held);
        post::more(writer, Parent::Row(row), absent, TextRef::default());
    }
    row
}

fn is_accepted(at: At<'_, '_>, accepted: Option<&str>) -> bool {
    at.is_true("isAnswer") || accepted.is_some() && at.str_of("id").as_deref() == accepted
}

/// Whether somebody wrote something there; a review without words is none.
fn is_post(at: At<'_, '_>) -> bool {
    let Some(body) = at.first_of(&["body", "bodyHTML", "bodyText"]) else { return false };
    body.is_filled() || !at.has("submittedAt") && !at.is_cut()
}

fn time(at: At<'_, '_>) -> Option<i64> {
    ["createdAt", "submittedAt", "publishedAt"].iter().find_map(|key| at.time_of(key))
}

/// The number that the site's pages and its other API know a comment by, if its address is
/// told; else its name here.
fn id(writer: &mut DraftWriter, at: At<'_, '_>) -> TextRef {
    let number = at.str_of("url").and_then(|url| github::comment(&url).map(str::to_owned));
    match number {
        Some(number) => writer.pooled(&number, Media::Plain),
        None => at.text_of("id", writer, Media::Plain),
    }
}

fn post<'s>(writer: &mut DraftWriter, at: At<'_, 's>) -> Post<'s> {
    let mut post = Post {
        id: id(writer, at),
        author: (at.has("author") || !at.is_cut()).then(|| github::login(at, &["author.login"])),
        time: time(at),
        score: at.int_of("upvoteCount").filter(|votes| *votes != 0).or_else(|| reactions(at)),
        ..Post::default()
    };
    let (key, media) = match ["body", "bodyHTML"].iter().find(|key| at.has(key)) {
        Some(&"body") => ("body", Media::Markdown),
        Some(_) => ("bodyHTML", Media::Html),
        None => ("bodyText", Media::Plain),
    };
    post.set_body(writer, at.get(key), media);
    github::set_association(&mut post, at.str_of("authorAssociation"));
    post.add(Roles::EDITED, at.is_true("includesCreatedEdit") || at.has("lastEditedAt"));
    post.add(Roles::PINNED, at.is_true("isPinned"));
    if at.has("deletedAt") {
        post.state = State::Deleted;
    } else if at.is_true("isMinimized") {
        post.state = State::Hidden;
        post.extras.text("minimized", at.str_of("minimizedReason").map(|reason| reason.to_lowercase().into()));
    }
    for key in ["url", "path"] {
        post.extras.text(key, at.str_of(key));
    }
    post.extras.int("line", at.int_of("line"));
    if at.has("submittedAt") {
        post.extras.text("review", at.str_of("state").map(|state| Cow::Owned(state.to_lowercase())));
    }
    post
}

/// Thumbs up less thumbs down of `reactionGroups`.
fn reactions(at: At<'_, '_>) -> Option<i64> {
    let count = |name| {
        let group = at.list("reactionGroups").find(|group| group.is("content", name))?;
        group.int_of("users.totalCount").or_else(|| group.int_of("reactors.totalCount"))
    };
    github::votes(count("THUMBS_UP"), count("THUMBS_DOWN"))
}
