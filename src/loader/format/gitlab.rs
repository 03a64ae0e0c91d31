//! GitLab, API v4: an issue or merge request, its notes, its discussions; one after the other
//! or in one array. Notes that the program wrote ("closed this") are left out.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Format;
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::post::Post;
use crate::loader::tree::{At, Tree};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Roles};

pub(super) const FORMAT: Format = Format {
    name: "gitlab",
    reads: "GitLab: an issue or merge request, its notes or discussions",
    sample: "https://gitlab.com/api/v4/projects/ID/issues/N and …/N/discussions",
    sniff,
    read,
};

const KEYS: &[&str] = &[
    "id",
    "iid",
    "title",
    "description",
    "body",
    "author",
    "username",
    "name",
    "created_at",
    "updated_at",
    "last_edited_at",
    "web_url",
    "upvotes",
    "downvotes",
    "user_notes_count",
    "system",
    "notes",
    "individual_note",
    "noteable_type",
    "noteable_iid",
    "confidential",
    "internal",
    "position",
    "new_path",
    "old_path",
    "new_line",
    "old_line",
    "resolved",
    "discussions",
];

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    if json.has("noteable_type") || json.has("individual_note") {
        90
    } else if json.has_any(&["iid", "user_notes_count"]) && json.has("web_url") && json.has("description") {
        85
    } else {
        0
    }
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    writer.leaves_parents_unsaid();
    let tree = Tree::read(source, KEYS);
    let mut subjects = Vec::new();
    let mut threads: Vec<Vec<At<'_, '_>>> = Vec::new();
    let mut waiting: Vec<At<'_, '_>> = tree.objects().collect();
    waiting.reverse();
    while let Some(at) = waiting.pop() {
        let is_subject = at.has("title") && (at.has("iid") || at.has("description"));
        if is_subject {
            subjects.push(at);
        }
        if at.has("individual_note") || at.has("notes") && !is_subject {
            threads.push(at.list("notes").filter(|note| is_note(*note)).collect());
        } else if is_note(at) {
            threads.push(vec![at]);
        } else {
            waiting.extend(at.list("discussions").chain(at.list("notes")));
        }
    }
    threads.retain(|thread| !thread.is_empty());
    // Notes come newest first unless it is asked otherwise; read they are from the oldest on.
    threads.sort_by_key(|thread| thread.first().and_then(|at| at.time_of("created_at")).unwrap_or(i64::MAX));
    write(writer, &subjects, threads);
    tree.damage()
}

/// Something that a person wrote, as far as that was to be read.
fn is_note(at: At<'_, '_>) -> bool {
    at.has("body") && !at.is_true("system") && (!at.is_cut() || at.get("body").is_some_and(At::is_filled))
}

/// Writes each issue as a discussion of its own; notes go to theirs, as far as they say which
/// that is.
fn write<'t, 's>(writer: &mut DraftWriter, subjects: &[At<'t, 's>], threads: Vec<Vec<At<'t, 's>>>) {
    let mut groups: Vec<(Option<At<'t, 's>>, Vec<Vec<At<'t, 's>>>)> = Vec::new();
    let mut places: HashMap<Cow<'s, str>, usize> = HashMap::new();
    for at in subjects {
        places.extend(at.str_of("iid").map(|iid| (iid, groups.len())));
        groups.push((Some(*at), Vec::new()));
    }
    for thread in threads {
        let iid = thread.first().and_then(|at| at.str_of("noteable_iid"));
        let known = iid.as_ref().and_then(|iid| places.get(iid).copied());
        let place = known.unwrap_or(if iid.is_none() && !groups.is_empty() { groups.len() - 1 } else { groups.len() });
        if let Some((_, threads)) = groups.get_mut(place) {
            threads.push(thread);
        } else {
            groups.push((None, vec![thread]));
        }
        places.extend(iid.map(|iid| (iid, place)));
    }
    for (subject, threads) in groups {
        writer.begin();
        discussion(writer, subject, &threads);
    }
}

fn discussion(writer: &mut DraftWriter, subject: Option<At<'_, '_>>, threads: &[Vec<At<'_, '_>>]) {
    writer.origin().namespace = "gitlab".into();
    for thread in threads {
        let mut first = None;
        for at in thread {
            let post = post(writer, *at, "body");
            let row = post.comment(writer, first.map_or(Parent::Top, Parent::Row));
            first = first.or(Some(row));
        }
    }
    let Some(at) = subject else { return };
    let page = at.str_of("web_url");
    let origin = writer.origin();
    origin.total = at.int_of("user_notes_count").and_then(|total| u64::try_from(total).ok());
    origin.site =
        page.as_deref().and_then(|page| page.split_once("://")).map(|(_, page)| format!("gitlab:{page}").into());
    origin.url = page.as_deref().map(Into::into);
    let mut post = post(writer, at, "description");
    post.id = at.text_of("iid", writer, Media::Plain);
    let title = at.text_of("title", writer, Media::Plain);
    let url = at.text_of("web_url", writer, Media::Plain);
    post.article(writer, title, url);
}

fn post<'s>(writer: &mut DraftWriter, at: At<'_, 's>, body: &str) -> Post<'s> {
    let votes = at.int_of("upvotes").unwrap_or(0).saturating_sub(at.int_of("downvotes").unwrap_or(0));
    let mut post = Post {
        id: at.text_of("id", writer, Media::Plain),
        author: at.first_str(&["author.username", "author.name"]),
        time: at.time_of("created_at"),
        score: (votes != 0).then_some(votes),
        ..Post::default()
    };
    post.set_body(writer, at.get(body), Media::Markdown);
    post.add(Roles::EDITED, at.has("last_edited_at"));
    post.extras.flag("internal", at.is_true("internal") || at.is_true("confidential"));
    post.extras.flag("resolved", at.is_true("resolved"));
    let path: Option<Cow<'_, str>> = at.first_str(&["position.new_path", "position.old_path"]);
    post.extras.text("path", path);
    post.extras.int("line", at.int_of("position.new_line").or_else(|| at.int_of("position.old_line")));
    post
}
