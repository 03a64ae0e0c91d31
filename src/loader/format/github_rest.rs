//! `api.github.com/repos/O/R/…`: an issue or pull request, its comments, its timeline, the
//! comments of its reviews; one after the other, in one array, or comments inside the issue.
//!
//! Only comments of reviews say what they answer.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::{Format, github};
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::post::Post;
use crate::loader::tree::{At, Tree};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Roles, State};

pub(super) const FORMAT: Format = Format {
    name: "github-rest",
    reads: "GitHub, from its REST API: an issue or pull request, comments, timeline, review comments",
    sample: "https://api.github.com/repos/OWNER/REPO/issues/N and …/N/comments",
    sniff,
    read,
};

const KEYS: &[&str] = &[
    "id",
    "number",
    "title",
    "body",
    "user",
    "actor",
    "author",
    "login",
    "name",
    "created_at",
    "submitted_at",
    "updated_at",
    "html_url",
    "url",
    "issue_url",
    "pull_request_url",
    "event",
    "comments",
    "comment_data",
    "comment_regular_data",
    "comments_data",
    "review_comments_data",
    "review_data",
    "reviews_data",
    "issue",
    "pull_request",
    "author_association",
    "reactions",
    "+1",
    "-1",
    "in_reply_to_id",
    "path",
    "line",
    "original_line",
    "diff_hunk",
    "state",
    "minimized",
    "reason",
    "pin",
    "comments_url",
    "pull_request_review_id",
    "timeline",
];

/// Where an issue may hold its comments, in the order of reading.
const INSIDE: [&str; 9] = [
    "comments",
    "comment_regular_data",
    "comment_data",
    "comments_data",
    "reviews_data",
    "review_data",
    "review_comments_data",
    "timeline",
    "issue",
];

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let is_here = json.has_any(&["login", "author_association", "performed_via_github_app"])
        && json.has_any(&["html_url", "issue_url", "pull_request_url", "node_id", "commit_url"]);
    // Old answers have no address but those of the API.
    let by_address =
        json.has_any(&["user", "actor"]) && json.has("login") && head.text.contains("//api.github.com/repos/");
    if is_here && json.has_any(&["issue_url", "pull_request_url", "comments_url", "author_association"]) {
        85
    } else if by_address || is_here && json.has("event") && json.has_any(&["actor", "commit_id"]) {
        80
    } else {
        0
    }
}

/// Issues and comments, as they come.
#[derive(Default)]
struct Found<'t, 's> {
    issues: Vec<At<'t, 's>>,
    comments: Vec<At<'t, 's>>,
    known: HashSet<(String, bool)>,
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    writer.leaves_parents_unsaid();
    let tree = Tree::read(source, KEYS);
    let mut found = Found::default();
    for at in tree.objects() {
        found.take(at);
    }
    found.write(writer);
    tree.damage()
}

impl<'t, 's> Found<'t, 's> {
    /// Takes an object and the comments in it, without recursion: comments hold none.
    fn take(&mut self, at: At<'t, 's>) {
        let mut waiting = vec![at];
        while let Some(at) = waiting.pop() {
            let is_comment =
                at.first_of(&["issue_url", "pull_request_url", "in_reply_to_id", "pull_request_review_id"]);
            if at.has("title") && (at.has("number") || at.has("body")) && is_comment.is_none() {
                self.issues.push(at);
            } else if is_text(at) {
                let is_review = at.has("path") || at.has("diff_hunk");
                let id = at.str_of("id").map(|id| (id.into_owned(), is_review));
                // The timeline has the comments once more.
                if id.is_none_or(|id| self.known.insert(id)) {
                    self.comments.push(at);
                }
                continue;
            } else if at.has("event") && at.str_of("event").is_none_or(|event| !event.ends_with("-commented")) {
                continue;
            }
            let first = waiting.len();
            waiting.extend(INSIDE.iter().flat_map(|key| at.list(key)));
            if let Some(pull) = at.get("pull_request").filter(|pull| pull.has("title") || pull.has("number")) {
                waiting.push(pull);
            }
            if let Some(inside) = waiting.get_mut(first..) {
                inside.reverse();
            }
        }
    }

    /// Writes each issue as a discussion of its own; comments go to theirs, as far as their
    /// addresses say which that is.
    fn write(self, writer: &mut DraftWriter) {
        if self.issues.is_empty() {
            return discussion(writer, None, &self.comments);
        }
        let mut groups: Vec<(Option<At<'t, 's>>, Vec<At<'t, 's>>)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for issue in self.issues {
            places.extend(number(issue).map(|number| (number, groups.len())));
            groups.push((Some(issue), Vec::new()));
        }
        for comment in self.comments {
            // One without an address of its issue follows what stands before it.
            let number = number(comment);
            let known = number.as_ref().and_then(|number| places.get(number).copied());
            let place =
                known.unwrap_or(if number.is_none() && !groups.is_empty() { groups.len() - 1 } else { groups.len() });
            if let Some((_, comments)) = groups.get_mut(place) {
                comments.push(comment);
            } else {
                groups.push((None, vec![comment]));
            }
            places.extend(number.map(|number| (number, place)));
        }
        for (issue, comments) in groups {
            writer.begin();
            discussion(writer, issue, &comments);
        }
    }
}

fn discussion(writer: &mut DraftWriter, issue: Option<At<'_, '_>>, comments: &[At<'_, '_>]) {
    let named = issue.and_then(|at| at.first_str(&["html_url", "url"]));
    let mut numbers = comments.iter().filter_map(|at| number(*at));
    let first = numbers.next();
    if numbers.any(|number| Some(number) != first) {
        // What was said lately in a repository: pieces of talks, in the order of time.
        github::set_site(writer, None);
        writer.note("comments on several issues are in the input; they stand in one thread", None);
    } else {
        github::set_site(writer, named.or_else(|| comments.iter().find_map(|at| address(*at))).as_deref());
    }
    let threaded = comments.iter().any(|at| at.has("in_reply_to_id"));
    if !threaded && comments.len() > 1 {
        writer.note("GitHub does not say who answers whom here", None);
    }
    for at in comments {
        let post = post(writer, *at);
        let parent = at.get("in_reply_to_id").map_or(Parent::Top, |id| Parent::Id(id.text(writer, Media::Plain)));
        post.comment(writer, parent);
    }
    if let Some(at) = issue {
        article(writer, at);
    }
}

/// An address with the number of the issue.
fn address<'s>(at: At<'_, 's>) -> Option<Cow<'s, str>> {
    at.first_str(&["issue_url", "pull_request_url", "html_url", "url"])
}

/// Which issue it is, or is about.
fn number(at: At<'_, '_>) -> Option<String> {
    github::number(&address(at)?)
}

/// A comment, and no event: a review without words is none.
fn is_text(at: At<'_, '_>) -> bool {
    let event = at.str_of("event");
    let speaks = event.as_ref().is_none_or(|event| matches!(&**event, "commented" | "reviewed"));
    let is_review = at.has("submitted_at") || event.as_deref() == Some("reviewed");
    match at.get("body") {
        Some(body) => speaks && (body.is_filled() || !is_review && !at.is_cut()),
        None => false,
    }
}

fn post<'s>(writer: &mut DraftWriter, at: At<'_, 's>) -> Post<'s> {
    let mut post = Post {
        id: at.text_of("id", writer, Media::Plain),
        author: Some(github::login(at, &["user.login", "actor.login", "author.login", "author.name"])),
        time: at.time_of("created_at").or_else(|| at.time_of("submitted_at")),
        score: github::votes(at.int_of("reactions.+1"), at.int_of("reactions.-1")),
        ..Post::default()
    };
    if at.is_cut() && !at.has("user") {
        post.author = None;
    }
    post.set_body(writer, at.get("body"), Media::Markdown);
    github::set_association(&mut post, at.str_of("author_association"));
    // Other objects are updated for reasons other than their text.
    let is_comment = at.has("issue_url");
    post.add(Roles::EDITED, is_comment && at.time_of("updated_at").zip(post.time).is_some_and(|(new, old)| new > old));
    post.add(Roles::PINNED, at.get("pin").is_some_and(At::is_object));
    if let Some(minimized) = at.get("minimized").filter(|at| at.is_object()) {
        post.state = State::Hidden;
        post.extras.text("minimized", minimized.str_of("reason"));
    }
    for key in ["html_url", "path", "diff_hunk"] {
        post.extras.text(if key == "html_url" { "url" } else { key }, at.str_of(key));
    }
    post.extras.int("line", at.int_of("line").or_else(|| at.int_of("original_line")));
    if at.has("submitted_at") || at.is("event", "reviewed") {
        post.extras.text("review", at.str_of("state").map(|state| state.to_lowercase().into()));
    }
    post
}

fn article(writer: &mut DraftWriter, at: At<'_, '_>) {
    let mut post = post(writer, at);
    // The id of an issue is not the number by which everybody knows it, but comments carry neither.
    post.id = at.text_of("number", writer, Media::Plain);
    let title = at.text_of("title", writer, Media::Plain);
    let key = if at.has("html_url") { "html_url" } else { "url" };
    let url = at.text_of(key, writer, Media::Plain);
    writer.origin().total = at.int_of("comments").and_then(|total| u64::try_from(total).ok());
    post.article(writer, title, url);
}
