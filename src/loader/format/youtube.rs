//! YouTube: the `info.json` of yt-dlp with its comments, and the lines that
//! youtube-comment-downloader writes.
//!
//! There are two levels: who answers a reply says so with "@name" at most. Times are worked
//! out from "2 weeks ago", whose words are kept beside them where they are known.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Format;
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::post::Post;
use crate::loader::tree::{At, Tree};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Roles, Row, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "youtube",
    reads: "YouTube (and other sites): the info.json of yt-dlp; lines of youtube-comment-downloader",
    sample: "yt-dlp --write-comments --skip-download ADDRESS",
    sniff,
    read,
};

const KEYS: &[&str] = &[
    "id",
    "cid",
    "title",
    "fulltitle",
    "description",
    "uploader",
    "uploader_id",
    "channel",
    "webpage_url",
    "original_url",
    "timestamp",
    "upload_date",
    "like_count",
    "comment_count",
    "comments",
    "parent",
    "text",
    "html",
    "author",
    "author_id",
    "author_url",
    "is_pinned",
    "is_favorited",
    "author_is_uploader",
    "author_is_verified",
    "_time_text",
    "time_text",
    "time",
    "time_parsed",
    "votes",
    "heart",
    "extractor",
    "extractor_key",
    "reply",
];

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let comments = json.has("comments") && json.has("parent") && json.has("text");
    if json.first_has("extractor") || json.first_has("extractor_key") && json.first_has("webpage_url") {
        90
    } else if json.first_has("formats") && json.has("format_id") && json.has_any(&["acodec", "protocol", "ext"]) {
        // The list of files may be longer than what is looked at.
        85
    } else if json.has("author_is_uploader") && json.has("text") {
        88
    } else if json.first_has("cid") && json.first_has("votes") && json.first_has("text") {
        85
    } else if json.has("webpage_url") && json.has("uploader") || comments && json.has_any(&["like_count", "author_id"])
    {
        60
    } else {
        0
    }
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let tree = Tree::read(source, KEYS);
    let mut loose = Vec::new();
    for at in tree.objects() {
        if is_comment(at) {
            loose.push(at);
        } else {
            writer.begin();
            writer.origin().namespace = "youtube".into();
            comments(writer, at.list("comments").filter(|at| is_comment(*at)));
            article(writer, at);
        }
    }
    // Lines of comments, alone or behind their video.
    if writer.is_empty() {
        writer.origin().namespace = "youtube".into();
    }
    comments(writer, loose.into_iter());
    tree.damage()
}

fn comments<'t, 's: 't>(writer: &mut DraftWriter, all: impl Iterator<Item = At<'t, 's>>) {
    let mut names = HashMap::new();
    for at in all {
        comment(writer, at, &mut names);
    }
}

fn is_comment(at: At<'_, '_>) -> bool {
    at.first_of(&["text", "html"]).is_some() && at.first_of(&["parent", "cid", "author", "author_id"]).is_some()
}

fn comment(writer: &mut DraftWriter, at: At<'_, '_>, names: &mut HashMap<(String, String), Row>) {
    let mut post = post(writer, at);
    for key in ["text", "html"] {
        if post.body.is_empty() {
            post.set_body(writer, at.get(key), if key == "html" { Media::Html } else { Media::Plain });
        }
    }
    let author = post.author.clone();
    let above = above(at);
    let parent = above.as_ref().map_or(Parent::Top, |id| Parent::Id(writer.pooled(id, Media::Plain)));
    let row = post.comment(writer, parent);
    let (Some(author), Some(above)) = (author, above) else { return };
    // A reply among replies often begins with the name of the one that it answers.
    if let Some(text) = at.str_of("text")
        && let Some(name) =
            text.trim_start().strip_prefix('@').and_then(|rest| rest.split([' ', '\u{a0}', ',', ':']).next())
        && let Some(other) = names.get(&(above.to_string(), name.to_lowercase()))
    {
        writer.candidate(row, *other, 0.8, &format!("answers @{name}"));
    }
    names.insert((above.into_owned(), author.trim_start_matches('@').to_lowercase()), row);
}

/// The id of the comment above: named, or the first part of its own id.
fn above<'s>(at: At<'_, 's>) -> Option<Cow<'s, str>> {
    if let Some(parent) = at.str_of("parent") {
        return Some(parent).filter(|parent| parent != "root");
    }
    let id = at.str_of("cid")?;
    id.split_once('.').map(|(above, _)| Cow::Owned(above.to_owned()))
}

fn post<'s>(writer: &mut DraftWriter, at: At<'_, 's>) -> Post<'s> {
    let age = at
        .first_of(&["_time_text", "time_text", "time"])
        .filter(|at| at.value().is_some_and(|time| time.time().is_none()));
    let mut post = Post {
        id: at.first_of(&["id", "cid"]).map_or(TextRef::default(), |id| id.text(writer, Media::Plain)),
        author: at.first_str(&["author", "author_id"]),
        time: at.time_of("timestamp").or_else(|| at.time_of("time_parsed")),
        age: age.map_or(TextRef::default(), |age| age.text(writer, Media::Plain)),
        score: at.int_of("like_count").or_else(|| at.int_of("votes")),
        ..Post::default()
    };
    let is_edited = |age: Cow<'_, str>| age.contains("(edited)");
    post.add(Roles::EDITED, age.and_then(At::string).is_some_and(is_edited));
    post.add(Roles::PINNED, at.is_true("is_pinned"));
    post.add(Roles::OP, at.is_true("author_is_uploader"));
    post.extras.flag("favorited", at.is_true("is_favorited") || at.is_true("heart"));
    post.extras.flag("verified", at.is_true("author_is_verified"));
    post.extras.text("author_url", at.str_of("author_url"));
    post
}

fn article(writer: &mut DraftWriter, video: At<'_, '_>) {
    let day = video.str_of("upload_date").filter(|day| day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit()));
    // "20260102" would be read as seconds.
    let day = day.map(|day| format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]));
    let mut post = Post {
        id: video.text_of("id", writer, Media::Plain),
        author: video.first_str(&["uploader", "channel", "uploader_id"]),
        time: video.time_of("timestamp").or_else(|| crate::text::when::parse(&day?)),
        score: video.int_of("like_count"),
        ..Post::default()
    };
    post.set_body(writer, video.get("description"), Media::Plain);
    let title = video.first_of(&["title", "fulltitle"]).map_or(TextRef::default(), |at| at.text(writer, Media::Plain));
    let page = video.first_of(&["webpage_url", "original_url"]);
    let url = page.map_or(TextRef::default(), |at| at.text(writer, Media::Plain));
    let site = video.first_str(&["extractor", "extractor_key"]).unwrap_or(Cow::Borrowed("youtube"));
    let id = video.str_of("id");
    let origin = writer.origin();
    origin.namespace = site.to_lowercase().into();
    origin.site = id.map(|id| format!("{}:{id}", site.to_lowercase()).into());
    origin.url = page.and_then(At::string).map(Into::into);
    origin.total = video.int_of("comment_count").and_then(|total| u64::try_from(total).ok());
    post.article(writer, title, url);
}
