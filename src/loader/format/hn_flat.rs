//! Flat dumps of Hacker News threads: `[{"id","author","text"}]`, which knows no parents,
//! and `[{"user","indent","text"}]`, whose indentation gives them.

use super::record::Levels;
use super::{Format, hn};
use crate::loader::detect::Head;
use crate::loader::json::{Damage, Event, Scanner, Value};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Row, State};

pub(super) const FORMAT: Format = Format {
    name: "hn-flat",
    reads: "Hacker News comments as a flat list, with or without their indentation",
    sample: r#"[{"id":1,"author":"ann","text":"…"}] or [{"user":"ann","indent":0,"text":"…"}]"#,
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = head.json.as_ref().filter(|json| json.array) else { return 0 };
    let only = |keys: &[&str]| !json.first.is_empty() && json.first.iter().all(|key| keys.contains(key));
    if json.first_has("indent") && json.first_has("text") && only(&["id", "user", "author", "indent", "text", "time"]) {
        70
    } else if json.first_has("author") && json.first_has("text") && only(&["id", "author", "text"]) {
        60
    } else {
        0
    }
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    writer.leaves_parents_unsaid();
    let mut scanner = Scanner::new(source);
    let mut levels = Levels::default();
    let mut row: Option<Row> = None;
    let (mut links, mut full) = (false, false);
    hn::set_site(writer, None);
    loop {
        match scanner.next() {
            Event::Open { object: true, .. } if scanner.depth() == 2 => (row, full) = (None, false),
            Event::Open { .. } if scanner.depth() > 1 => scanner.skip(),
            Event::Open { .. } => {}
            Event::Close => {
                if let Some(row) = row.take().filter(|_| !full) {
                    writer.set_state(row, State::Deleted);
                }
            }
            Event::Value { .. } if scanner.depth() != 2 => {}
            Event::Value { key, value } => {
                let row = *row.get_or_insert_with(|| writer.comment(Parent::Top));
                if key == "indent" {
                    links = true;
                    levels.answer(writer, row, value.int().unwrap_or(0));
                } else {
                    full |= set(writer, row, key, value);
                }
            }
            Event::End => break,
        }
    }
    if !links && writer.len() > 1 {
        writer.note("this format does not say who answers whom", None);
    }
    scanner.damage()
}

/// Sets a field; whether it says that somebody wrote something.
fn set(writer: &mut DraftWriter, row: Row, key: &str, value: Value<'_>) -> bool {
    match key {
        "id" => {
            let id = value.text(writer, Media::Plain);
            writer.set_id(row, id);
            false
        }
        "author" | "user" => value.string().is_some_and(|name| {
            writer.set_author(row, &name);
            !name.is_empty()
        }),
        "text" => {
            hn::set_text(writer, row, value);
            value.string().is_some_and(|text| !text.is_empty())
        }
        "time" => {
            if let Some(time) = value.time() {
                writer.set_time(row, time);
            }
            false
        }
        _ => false,
    }
}
