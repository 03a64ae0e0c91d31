//! Telegram: the export of the desktop program (`result.json`), of one chat or of all, and
//! the updates or messages of the Bot API.

use std::borrow::Cow;

use super::Format;
use super::chat::{Message, Rooms};
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::post::Post;
use crate::loader::rich::Rich;
use crate::loader::tree::{At, Tree};
use crate::model::{DraftWriter, Media, Roles, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "telegram",
    reads: "Telegram: result.json of the desktop export, updates of the Bot API",
    sample: "Telegram Desktop: ⋮, Export chat history, JSON",
    sniff,
    read,
};

const KEYS: &[&str] = &[
    "chats",
    "left_chats",
    "list",
    "name",
    "type",
    "id",
    "messages",
    "date",
    "date_unixtime",
    "edited",
    "edited_unixtime",
    "from",
    "from_id",
    "author",
    "forwarded_from",
    "reply_to_message_id",
    "text",
    "href",
    "photo",
    "file",
    "file_name",
    "media_type",
    "sticker_emoji",
    "poll",
    "question",
    "answers",
    "result",
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "message_id",
    "chat",
    "title",
    "first_name",
    "last_name",
    "username",
    "caption",
    "reply_to_message",
    "edit_date",
    "entities",
    "caption_entities",
    "offset",
    "length",
    "url",
    "sender_chat",
    "document",
    "sticker",
    "emoji",
    "reply_to_peer_id",
    "language",
    "user_id",
];

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let is_export = json.has("messages") && json.has_any(&["date_unixtime", "text_entities", "from_id", "actor_id"]);
    if is_export || json.has("message_id") && json.has("chat") && json.has("date") {
        90
    } else if json.has("update_id") && json.has("result") {
        80
    } else {
        0
    }
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let tree = Tree::read(source, KEYS);
    let mut rooms = Rooms::default();
    for at in tree.objects() {
        let lists = ["chats.list", "left_chats.list"];
        if lists.iter().any(|list| at.path(list).is_some()) {
            lists.iter().flat_map(|list| at.list(list)).for_each(|chat| export(writer, chat, &mut rooms));
        } else if at.has("messages") {
            export(writer, at, &mut rooms);
        } else if at.has("result") {
            at.list("result").for_each(|update| bot(writer, update_of(update), &mut rooms));
        } else {
            bot(writer, update_of(at), &mut rooms);
        }
    }
    rooms.write(writer, "telegram");
    tree.damage()
}

fn export<'s>(writer: &mut DraftWriter, chat: At<'_, 's>, rooms: &mut Rooms<'s>) {
    let room = rooms.room(&chat.str_of("id").unwrap_or_default());
    room.title = chat.str_of("name");
    for at in chat.list("messages").filter(|at| !at.is("type", "service") && at.has("id")) {
        room.messages.push(exported(writer, at));
    }
}

fn exported<'s>(writer: &mut DraftWriter, at: At<'_, 's>) -> Message<'s> {
    let mut post = Post {
        id: at.text_of("id", writer, Media::Plain),
        author: Some(at.first_str(&["from", "author"]).unwrap_or(Cow::Borrowed("Deleted Account"))),
        time: at.time_of("date_unixtime").or_else(|| at.time_of("date")),
        ..Post::default()
    };
    if at.is_cut() && !at.has("from") {
        post.author = None;
    }
    if let Some(text) = at.get("text") {
        if text.is_array() {
            post.body = pieces(writer, text);
        } else {
            post.set_body(writer, Some(text), Media::Plain);
        }
    }
    post.add(Roles::EDITED, at.has("edited") || at.has("edited_unixtime"));
    post.extras.text("forwarded_from", at.str_of("forwarded_from"));
    let file = ["file_name", "file", "photo"].iter().find_map(|key| at.str_of(key));
    let media = at.first_str(&["sticker_emoji", "poll.question", "media_type"]);
    if post.body.is_empty() {
        post.body = instead(writer, media.clone().or_else(|| file.clone()));
    }
    post.extras.text("file", file);
    post.extras.text("media", media);
    // An answer to a message of another chat is none here.
    let answers = at.str_of("reply_to_message_id").filter(|_| !at.has("reply_to_peer_id"));
    message(at.str_of("id"), answers, post)
}

/// What stands for a message without words.
fn instead(writer: &mut DraftWriter, what: Option<Cow<'_, str>>) -> TextRef {
    what.map_or(TextRef::default(), |what| writer.pooled(&format!("[{}]", what.replace('_', " ")), Media::Plain))
}

fn message<'s>(id: Option<Cow<'s, str>>, answers: Option<Cow<'s, str>>, post: Post<'s>) -> Message<'s> {
    let id = id.unwrap_or_default().into_owned();
    Message { id, answers: answers.map(Cow::into_owned), order: post.time, post }
}

/// Text in pieces: strings, and objects with what they are.
fn pieces(writer: &mut DraftWriter, list: At<'_, '_>) -> TextRef {
    let mut rich = Rich::default();
    for piece in list.children() {
        let text =
            piece.value().or_else(|| piece.get("text")?.value()).and_then(|value| value.string()).unwrap_or_default();
        let kind = piece.str_of("type").unwrap_or_default();
        styled(&mut rich, &kind, piece.str_of("href").as_deref(), &text);
    }
    if rich.is_empty() { TextRef::default() } else { rich.finish(writer) }
}

fn styled(rich: &mut Rich, kind: &str, address: Option<&str>, text: &str) {
    match kind {
        "text_link" => rich.link(address.unwrap_or_default(), text),
        "bold" => rich.element("b", text),
        "italic" => rich.element("i", text),
        "strikethrough" => rich.element("s", text),
        "code" => rich.element("code", text),
        "pre" => rich.element("pre", text),
        "blockquote" | "expandable_blockquote" => rich.element("blockquote", text),
        _ => rich.text(text),
    }
}

/// The message in an update, or the message itself.
fn update_of<'t, 's>(at: At<'t, 's>) -> At<'t, 's> {
    at.first_of(&["message", "edited_message", "channel_post", "edited_channel_post"])
        .filter(|at| at.is_object())
        .unwrap_or(at)
}

/// A message of the Bot API, and the one that it answers, which comes with it.
fn bot<'s>(writer: &mut DraftWriter, at: At<'_, 's>, rooms: &mut Rooms<'s>) {
    let mut next = Some(at);
    let mut found = Vec::new();
    while let Some(at) = next.filter(|at| at.has("message_id")) {
        next = at.get("reply_to_message").filter(|at| at.is_object());
        let answers = next.and_then(|at| at.str_of("message_id"));
        let has_words = ["text", "caption", "sticker", "photo", "document", "poll"].iter().any(|key| at.has(key));
        if has_words {
            let post = bot_post(writer, at);
            found.push(message(at.str_of("message_id"), answers, post));
        }
    }
    if found.is_empty() {
        return;
    }
    let room = rooms.room(&at.str_of("chat.id").unwrap_or_default());
    let title = at.first_str(&["chat.title", "chat.username", "chat.first_name"]);
    room.title = room.title.take().or(title);
    room.messages.extend(found.into_iter().rev());
}

fn bot_post<'s>(writer: &mut DraftWriter, at: At<'_, 's>) -> Post<'s> {
    let person = at.get("from");
    let full = person
        .map(|at| ["first_name", "last_name"].iter().filter_map(|key| at.str_of(key)).collect::<Vec<_>>().join(" "));
    let named = || at.first_str(&["from.username", "sender_chat.title", "chat.title"]);
    let mut post = Post {
        id: at.text_of("message_id", writer, Media::Plain),
        author: full.filter(|name| !name.is_empty()).map(Cow::Owned).or_else(named),
        time: at.time_of("date"),
        ..Post::default()
    };
    let key = if at.has("text") { "text" } else { "caption" };
    post.set_body(writer, at.get(key), Media::Plain);
    if let Some(body) = entities(writer, at, key) {
        post.body = body;
    }
    if post.body.is_empty() {
        let what = at.first_str(&["sticker.emoji", "poll.question", "document.file_name"]);
        post.body = instead(writer, what.or_else(|| at.has("photo").then_some(Cow::Borrowed("photo"))));
    }
    post.add(Roles::EDITED, at.has("edit_date"));
    post.extras.text("username", at.str_of("from.username"));
    post
}

/// The text with its links, if it has some: entities count in UTF-16 units.
fn entities(writer: &mut DraftWriter, at: At<'_, '_>, key: &str) -> Option<TextRef> {
    let text = at.str_of(key)?;
    let list = if key == "text" { "entities" } else { "caption_entities" };
    let mut marks: Vec<(i64, i64, At<'_, '_>)> =
        at.list(list).filter_map(|at| Some((at.int_of("offset")?, at.int_of("length")?, at))).collect();
    if !marks.iter().any(|(_, _, at)| at.has("url")) {
        return None;
    }
    marks.sort_by_key(|(start, length, _)| (*start, -length));
    // The byte of each unit that begins a character.
    let mut bytes: Vec<Option<usize>> = Vec::new();
    for (byte, c) in text.char_indices() {
        bytes.push(Some(byte));
        bytes.extend((1..c.len_utf16()).map(|_| None));
    }
    bytes.push(Some(text.len()));
    let byte = |unit: i64| usize::try_from(unit).ok().and_then(|unit| bytes.get(unit).copied().flatten());
    let mut rich = Rich::default();
    let mut done = 0;
    for (start, length, mark) in marks {
        let (Some(from), Some(to)) = (byte(start), byte(start.saturating_add(length))) else { continue };
        let (Some(before), Some(inside)) = (text.get(done..from), text.get(from..to)) else { continue };
        rich.text(before);
        styled(&mut rich, &mark.str_of("type").unwrap_or_default(), mark.str_of("url").as_deref(), inside);
        done = to;
    }
    rich.text(text.get(done..)?);
    Some(rich.finish(writer))
}
