//! Slack: messages of its API (`conversations.history`, `.replies`) or of an export's day.
//!
//! A message is known by its time; `thread_ts` names the one that its thread begins with.

use std::borrow::Cow;

use super::Format;
use super::chat::{Message, Rooms};
use crate::loader::detect::Head;
use crate::loader::entities::decode;
use crate::loader::json::Damage;
use crate::loader::post::Post;
use crate::loader::rich::Rich;
use crate::loader::tree::{At, Tree};
use crate::model::{DraftWriter, Media, Roles, State, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "slack",
    reads: "Slack: messages of conversations.history and .replies, or of an export",
    sample: "https://slack.com/api/conversations.replies?channel=C&ts=TS",
    sniff,
    read,
};

const KEYS: &[&str] = &[
    "messages",
    "type",
    "subtype",
    "user",
    "username",
    "user_profile",
    "display_name",
    "real_name",
    "name",
    "bot_profile",
    "bot_id",
    "text",
    "ts",
    "thread_ts",
    "edited",
    "comment",
    "files",
    "title",
    "reactions",
    "count",
    "permalink",
    "channel",
    "has_more",
    "timestamp",
    "created",
    "users",
    "attachments",
    "fallback",
    "pinned_to",
    "url_private",
];

/// What the program itself says is none of the talk.
const SPOKEN: [&str; 7] =
    ["bot_message", "me_message", "file_comment", "file_share", "thread_broadcast", "tombstone", "reply_broadcast"];

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let message = json.has("ts") && json.has("text") && json.has_any(&["user", "bot_id", "username"]);
    if message && json.has("type") {
        if json.has_any(&["messages", "thread_ts", "subtype", "team", "client_msg_id"]) { 88 } else { 70 }
    } else {
        0
    }
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let tree = Tree::read(source, KEYS);
    let mut rooms = Rooms::default();
    let mut has_more = false;
    for at in tree.objects() {
        let list = at.get("messages");
        let name = list.and_then(|_| at.first_str(&["channel.name", "name", "channel"]));
        let room = rooms.room(name.as_deref().unwrap_or_default());
        room.title = room.title.take().or(name);
        for at in list.unwrap_or(at).objects().filter(|at| is_spoken(*at)) {
            room.messages.push(message(writer, at));
        }
        has_more |= at.is_true("has_more");
    }
    rooms.write(writer, "slack");
    if has_more {
        writer.note("there are more messages, which are not in the input", None);
    }
    tree.damage()
}

fn is_spoken(at: At<'_, '_>) -> bool {
    at.has("ts") && at.str_of("subtype").is_none_or(|kind| SPOKEN.contains(&&*kind))
}

fn message<'s>(writer: &mut DraftWriter, at: At<'_, 's>) -> Message<'s> {
    // A comment on a file says in the text who said it of what; its own words stand beside.
    let comment = at.get("comment").filter(|at| at.is_object());
    let author = [
        "user_profile.display_name",
        "user_profile.real_name",
        "user_profile.name",
        "username",
        "bot_profile.name",
        "user",
        "comment.user",
        "bot_id",
    ];
    let mut post = Post {
        id: at.text_of("ts", writer, Media::Plain),
        author: at.first_str(&author),
        time: at.time_of("ts"),
        ..Post::default()
    };
    let text = comment.and_then(|at| at.get("comment")).or_else(|| at.get("text"));
    if let Some(text) = text {
        post.set_body(writer, Some(text), Media::Plain);
        if let Some(said) = text.string().filter(|said| said.contains(['<', '&', '`'])) {
            post.body = markup(writer, &said);
        }
    }
    if post.body.is_empty() {
        let said = at.list("attachments").find_map(|at| at.first_str(&["text", "fallback"]));
        let file = || {
            at.list("files").find_map(|at| at.first_str(&["title", "name"])).map(|name| Cow::Owned(format!("[{name}]")))
        };
        post.body = said.or_else(file).map_or(TextRef::default(), |text| writer.pooled(&text, Media::Plain));
    }
    post.add(Roles::EDITED, at.has("edited"));
    post.add(Roles::PINNED, at.get("pinned_to").is_some_and(|list| list.children().next().is_some()));
    if at.is("subtype", "tombstone") {
        post.state = State::Deleted;
    }
    post.extras.text("url", at.str_of("permalink"));
    post.extras.text("user", at.str_of("user"));
    let reactions = at
        .list("reactions")
        .filter_map(|at| Some(format!("{} {}", at.str_of("name")?, at.int_of("count").unwrap_or(1))));
    post.extras.texts("reactions", reactions.collect());
    let id = at.str_of("ts").unwrap_or_default().into_owned();
    let answers = at.str_of("thread_ts").filter(|thread| *thread != id).map(Cow::into_owned);
    Message { order: order(&id), id, answers, post }
}

/// Microseconds: several messages may share a second.
fn order(ts: &str) -> Option<i64> {
    let (seconds, rest) = ts.split_once('.').unwrap_or((ts, "0"));
    let micros: i64 = format!("{rest:0<6}").get(..6)?.parse().ok()?;
    seconds.parse::<i64>().ok()?.checked_mul(1_000_000)?.checked_add(micros)
}

/// Slack's own markup: `<address|words>`, `<@person|name>`, fences, with `&`, `<` and `>` of
/// the text escaped.
fn markup(writer: &mut DraftWriter, text: &str) -> TextRef {
    let mut rich = Rich::default();
    let fences = text.matches("```").count();
    for (at, piece) in text.split("```").enumerate() {
        // What no second fence closes is text.
        if at % 2 == 1 && at < fences {
            rich.element("pre", decode(piece.trim_matches('\n')).as_ref());
        } else {
            links(&mut rich, piece);
        }
    }
    rich.finish(writer)
}

fn links(rich: &mut Rich, text: &str) {
    let mut rest = text;
    while let Some((before, inside, after)) = rest.split_once('<').and_then(|(before, tail)| {
        let (inside, after) = tail.split_once('>')?;
        Some((before, inside, after))
    }) {
        rich.text(&decode(before));
        let (what, words) = inside.split_once('|').unwrap_or((inside, ""));
        let words = decode(words);
        match what.chars().next() {
            Some(sign @ ('@' | '#')) => {
                let name =
                    if words.is_empty() { what.get(1..).unwrap_or_default() } else { words.trim_start_matches(sign) };
                rich.text(&format!("{sign}{name}"));
            }
            Some('!') => rich.text(&if words.is_empty() {
                Cow::Owned(format!("@{}", what.get(1..).unwrap_or_default()))
            } else {
                words
            }),
            _ => {
                let address = decode(what);
                rich.link(&address, if words.is_empty() { &address } else { &words });
            }
        }
        rest = after;
    }
    rich.text(&decode(rest));
}
