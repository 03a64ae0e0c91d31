//! Discord: the JSON of DiscordChatExporter, and messages of the API.

use std::borrow::Cow;

use super::Format;
use super::chat::{Message, Rooms};
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::post::Post;
use crate::loader::tree::{At, Tree};
use crate::model::{DraftWriter, Media, Roles, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "discord",
    reads: "Discord: a channel or thread from DiscordChatExporter (JSON) or from the API",
    sample: "DiscordChatExporter.Cli export -f Json -c CHANNEL",
    sniff,
    read,
};

const KEYS: &[&str] = &[
    "guild",
    "channel",
    "messages",
    "id",
    "name",
    "topic",
    "category",
    "type",
    "timestamp",
    "timestampEdited",
    "edited_timestamp",
    "isPinned",
    "pinned",
    "content",
    "author",
    "nickname",
    "username",
    "global_name",
    "reference",
    "messageId",
    "message_reference",
    "message_id",
    "referenced_message",
    "attachments",
    "url",
    "fileName",
    "filename",
    "embeds",
    "title",
    "description",
    "channel_id",
    "channelId",
    "reactions",
    "count",
    "emoji",
    "stickers",
    "sticker_items",
    "thread",
];

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let is_api =
        json.has("channel_id") && json.has("timestamp") && json.has_any(&["edited_timestamp", "mention_everyone"]);
    if json.first_has("guild") && json.first_has("channel") && json.first_has("messages") {
        92
    } else if json.has("author") && json.has("content") && (is_api || json.has("timestampEdited")) {
        88
    } else {
        0
    }
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let tree = Tree::read(source, KEYS);
    let mut rooms = Rooms::default();
    for at in tree.objects() {
        let channel = at.get("channel").filter(|at| at.is_object());
        let id = channel.and_then(|at| at.str_of("id")).or_else(|| at.str_of("channel_id")).unwrap_or_default();
        let guild = at.str_of("guild.id");
        let room = rooms.room(&id);
        if let Some(channel) = channel {
            room.title = channel.str_of("name");
            room.topic = channel.text_of("topic", writer, Media::Markdown);
        }
        for at in at.get("messages").unwrap_or(at).objects().filter(|at| is_spoken(*at)) {
            // The message that is answered comes with the answer, one level deep.
            let above = at.get("referenced_message").filter(|at| at.is_object() && is_spoken(*at));
            for at in above.into_iter().chain([at]) {
                room.messages.push(message(writer, at, &id, guild.as_deref()));
            }
        }
    }
    rooms.write(writer, "discord");
    tree.damage()
}

/// What a person wrote: the rest are joins, pins, calls.
fn is_spoken(at: At<'_, '_>) -> bool {
    let kind = at.str_of("type");
    let spoken = [
        "Default",
        "Reply",
        "ThreadStarterMessage",
        "ChatInputCommand",
        "ContextMenuCommand",
        "0",
        "19",
        "20",
        "21",
        "23",
    ];
    at.has("id") && at.first_of(&["content", "author"]).is_some() && kind.is_none_or(|kind| spoken.contains(&&*kind))
}

fn message<'s>(writer: &mut DraftWriter, at: At<'_, 's>, room: &str, guild: Option<&str>) -> Message<'s> {
    let id = at.str_of("id").unwrap_or_default().into_owned();
    let mut post = Post {
        id: at.text_of("id", writer, Media::Plain),
        author: at.first_str(&["author.nickname", "author.global_name", "author.name", "author.username"]),
        time: at.time_of("timestamp"),
        ..Post::default()
    };
    post.set_body(writer, at.get("content"), Media::Markdown);
    let files: Vec<String> = at.list("attachments").filter_map(|at| Some(at.str_of("url")?.into_owned())).collect();
    if !at.get("content").is_some_and(At::is_filled) {
        post.body = instead(writer, at);
    }
    post.extras.texts("attachments", files);
    post.add(Roles::EDITED, at.has("timestampEdited") || at.has("edited_timestamp"));
    post.add(Roles::PINNED, at.is_true("isPinned") || at.is_true("pinned"));
    if let Some(guild) = guild {
        post.extras.text("url", Some(Cow::Owned(format!("https://discord.com/channels/{guild}/{room}/{id}"))));
    }
    let reactions = at
        .list("reactions")
        .filter_map(|at| Some(format!("{} {}", at.str_of("emoji.name")?, at.int_of("count").unwrap_or(1))));
    post.extras.texts("reactions", reactions.collect());
    let answers = at.first_str(&["reference.messageId", "message_reference.message_id"]);
    Message { order: post.time, id, answers: answers.map(Cow::into_owned), post }
}

/// What stands for a message without words: names of files, titles of what it embeds.
fn instead(writer: &mut DraftWriter, at: At<'_, '_>) -> TextRef {
    let file = |at: At<'_, '_>| Some(format!("[{}]", at.first_str(&["fileName", "filename", "name"])?));
    let embed = |at: At<'_, '_>| Some(at.first_str(&["description", "title", "url"])?.into_owned());
    let files = at.list("attachments").filter_map(file);
    let stickers = at.list("stickers").chain(at.list("sticker_items")).filter_map(file);
    let all: Vec<String> = files.chain(stickers).chain(at.list("embeds").filter_map(embed)).collect();
    if all.is_empty() { TextRef::default() } else { writer.pooled(&all.join("\n"), Media::Markdown) }
}
