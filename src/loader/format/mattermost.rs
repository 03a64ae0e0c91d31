//! Mattermost: lists of posts of its API (`order` and `posts`), and the posts of a bulk export.

use std::borrow::Cow;

use super::Format;
use super::chat::{Message, Rooms};
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::post::Post;
use crate::loader::tree::{At, Tree};
use crate::model::{DraftWriter, Media, Roles, State};

pub(super) const FORMAT: Format = Format {
    name: "mattermost",
    reads: "Mattermost: posts of a channel or thread from its API, or of a bulk export",
    sample: "https://HOST/api/v4/posts/ID/thread",
    sniff,
    read,
};

const KEYS: &[&str] = &[
    "posts.*",
    "posts",
    "post",
    "id",
    "create_at",
    "edit_at",
    "delete_at",
    "is_pinned",
    "user_id",
    "user",
    "username",
    "root_id",
    "message",
    "type",
    "props",
    "override_username",
    "replies",
    "channel_id",
    "channel",
    "team",
];

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    if json.has("create_at") && json.has("message") && json.has_any(&["root_id", "channel_id"]) {
        90
    } else if json.has("create_at") && json.has("message") && json.has("post") && json.has("user") {
        85
    } else if json.is_type("version") && json.has("version") && json.first.len() <= 3 {
        // A bulk export begins with its version, and may go on for long with its users.
        40
    } else {
        0
    }
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let tree = Tree::read(source, KEYS);
    let mut rooms = Rooms::default();
    let mut made = 0;
    for at in tree.objects() {
        let posts: Vec<At<'_, '_>> = match (at.get("posts"), at.get("post")) {
            (Some(list), _) if list.is_object() => list.children().filter(|at| at.is_object()).collect(),
            (Some(list), _) => list.objects().collect(),
            (None, Some(post)) => post.objects().collect(),
            (None, None) => vec![at],
        };
        for post in posts {
            take(writer, post, &mut rooms, &mut made);
        }
    }
    rooms.write(writer, "mattermost");
    tree.damage()
}

/// Takes a post; one of a bulk export has its replies in it, and no ids.
fn take<'s>(writer: &mut DraftWriter, at: At<'_, 's>, rooms: &mut Rooms<'s>, made: &mut u64) {
    // Its type stands behind its words: where that is cut off, it may be a notice.
    let is_notice = at.str_of("type").is_some_and(|kind| kind.starts_with("system_"))
        || at.is_cut() && at.get("type").is_none_or(At::is_cut);
    if !at.has("message") || is_notice && !at.has("replies") {
        return;
    }
    let mut number = || {
        *made += 1;
        format!("post {made}")
    };
    let channel = at.str_of("channel");
    let room = rooms.room(&at.str_of("channel_id").or_else(|| channel.clone()).unwrap_or_default());
    room.title = room.title.take().or(channel);
    let id = at.str_of("id").map_or_else(&mut number, Cow::into_owned);
    let answers = at.str_of("root_id").map(Cow::into_owned);
    room.messages.push(message(writer, at, id.clone(), answers));
    for reply in at.list("replies").filter(|reply| reply.has("message")) {
        room.messages.push(message(writer, reply, number(), Some(id.clone())));
    }
}

fn message<'s>(writer: &mut DraftWriter, at: At<'_, 's>, id: String, answers: Option<String>) -> Message<'s> {
    let mut post = Post {
        id: at.text_of("id", writer, Media::Plain),
        author: at.first_str(&["props.override_username", "username", "user", "user_id"]),
        time: at.time_of("create_at"),
        ..Post::default()
    };
    post.set_body(writer, at.get("message"), Media::Markdown);
    post.add(Roles::EDITED, at.int_of("edit_at").is_some_and(|time| time > 0));
    post.add(Roles::PINNED, at.is_true("is_pinned"));
    if at.int_of("delete_at").is_some_and(|time| time > 0) {
        post.state = State::Deleted;
    }
    Message { id, answers, order: at.int_of("create_at"), post }
}
