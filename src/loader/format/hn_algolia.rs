//! `hn.algolia.com/api/v1/items/ID`: a story or a comment with everything below it.

use super::{Format, hn};
use crate::loader::detect::Head;

pub(super) const FORMAT: Format = Format {
    name: "hn-algolia",
    reads: "Hacker News, from the Algolia API: a story or comment with its thread",
    sample: "https://hn.algolia.com/api/v1/items/ID",
    sniff,
    read: hn::nested,
};

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    if !json.first_has("children") || json.has_any(&["kind", "btl", "body", "replies"]) {
        return 0;
    }
    if json.has_any(&["created_at_i", "story_id", "parent_id"]) {
        90
    } else if json.has_any(&["author", "text", "points", "id"]) {
        50
    } else {
        0
    }
}
