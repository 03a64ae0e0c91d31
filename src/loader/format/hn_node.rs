//! `api.hnpwa.com/v0/item/ID.json` (node-hnapi): comments nested with their level.

use super::{Format, hn};
use crate::loader::detect::Head;

pub(super) const FORMAT: Format = Format {
    name: "hn-nodehnapi",
    reads: "Hacker News, from node-hnapi: a story with its thread",
    sample: "https://api.hnpwa.com/v0/item/ID.json",
    sniff,
    read: hn::nested,
};

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    if !json.has("comments") || !json.first_has("id") {
        return 0;
    }
    if json.has_any(&["time_ago", "timeago", "comments_count"]) {
        90
    } else if json.has("content") && json.has("user") && json.has("level") {
        80
    } else {
        0
    }
}
