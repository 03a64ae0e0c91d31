//! The comments in a piece of YAML: every mapping that has a text.

use saphyr_parser::{Event, Parser, ScanError};

/// What a comment says of itself; what it does not say is empty. Mail addresses are not kept.
#[derive(Default)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) page: String,
    pub(super) name: String,
    pub(super) date: String,
    pub(super) text: String,
    /// What it answers: an id or a number.
    pub(super) answers: String,
}

/// Keys of the text.
pub(super) const TEXT: [&str; 5] = ["message", "comment", "text", "body", "content"];

/// A container that is open.
enum Open {
    Mapping { item: Item, key: Option<String> },
    Sequence,
}

/// Reads comments until something is not YAML.
pub(super) fn read(source: &str, items: &mut Vec<Item>) -> Result<(), ScanError> {
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(source) {
        let event = match event {
            Ok((event, _)) => event,
            Err(error) => {
                // What was read of the comments that are open is kept.
                items.extend(open.into_iter().filter_map(comment));
                return Err(error);
            }
        };
        match event {
            Event::Scalar(text, ..) => scalar(open.last_mut(), &text),
            Event::MappingStart(..) => open.push(Open::Mapping { item: Item::default(), key: None }),
            Event::SequenceStart(..) => open.push(Open::Sequence),
            Event::MappingEnd | Event::SequenceEnd => {
                items.extend(open.pop().and_then(comment));
                value_is_over(open.last_mut());
            }
            Event::Alias(_) => scalar(open.last_mut(), ""),
            _ => {}
        }
    }
    Ok(())
}

fn comment(open: Open) -> Option<Item> {
    match open {
        Open::Mapping { item, .. } if !item.text.is_empty() => Some(item),
        _ => None,
    }
}

/// A key, or the value of the key before.
fn scalar(open: Option<&mut Open>, text: &str) {
    let Some(Open::Mapping { item, key }) = open else { return };
    match key.take() {
        None => *key = Some(text.to_owned()),
        Some(key) => set(item, &key, text),
    }
}

/// After a container: it was the value of a key (or, as a key, is as good as one).
fn value_is_over(open: Option<&mut Open>) {
    if let Some(Open::Mapping { key, .. }) = open {
        *key = if key.is_some() { None } else { Some(String::new()) };
    }
}

fn set(item: &mut Item, key: &str, text: &str) {
    // `~` and `null` are no texts.
    if matches!(text, "~" | "null" | "") {
        return;
    }
    let slot = match key {
        "_id" | "id" | "uid" => &mut item.id,
        "_parent" | "page" | "slug" | "post" => &mut item.page,
        "name" | "author" | "username" => &mut item.name,
        "date" | "published" | "created" | "created_at" | "timestamp" => &mut item.date,
        "replying_to" | "replying_to_uid" | "replying_to_id" | "reply_to" | "replyTo" | "parent_id" | "parent" => {
            // The id is surer than the number, and goes before it.
            if !item.answers.is_empty() && key == "replying_to" {
                return;
            }
            &mut item.answers
        }
        key if TEXT.contains(&key) => &mut item.text,
        _ => return,
    };
    text.trim_end().clone_into(slot);
}
