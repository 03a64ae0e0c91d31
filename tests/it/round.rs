//! Properties of what is written and read again.

use btl::export::{self, print};
use btl::loader::{Options, parse};
use btl::model::draft::Parent;
use btl::model::thread::{GuessKind, More};
use btl::model::{Discussion, DraftWriter, Kind, Media, Roles, State, build};
use proptest::prelude::*;

/// What an item is made from; `parent` is a row further up, if it is not too large.
#[derive(Clone, Debug)]
struct Item {
    parent: Option<usize>,
    kind: usize,
    id: bool,
    author: String,
    text: String,
    media: usize,
    time: Option<i64>,
    score: Option<i32>,
    state: usize,
    role: usize,
    guess: Option<u8>,
}

/// Texts of pieces that are hard on something; `letters` are the harmless ones.
fn words(letters: &'static str) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\u{202e}".to_owned()),
        Just("\u{1b}[2J".to_owned()),
        Just("\"\\ \n\n\r\n".to_owned()),
        Just("\u{2028}\0".to_owned()),
        Just("👩‍🚀".to_owned()),
        Just(": [".to_owned()),
        "[a-z<>&*_#|+~.()-]{1,8}",
        letters,
        "[ \t]",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// Any characters.
const ANY: &str = "\\PC{1,4}";
/// None that joins what stands before it: how a mark is shown depends on that.
const LETTERS: &str = "[a-zA-Z0-9à-ü中日🎉 .,;]{1,6}";

fn item(letters: &'static str) -> impl Strategy<Value = Item> {
    let place = (prop::option::of(0usize..12), 0usize..12, any::<bool>());
    let said = (words(letters), words(letters), 0usize..3);
    let facts = (prop::option::of(0i64..4_000_000_000), prop::option::of(-99i32..9999), 0usize..6, 0usize..6);
    (place, said, facts, prop::option::of(0u8..100)).prop_map(
        |((parent, kind, id), (author, text, media), (time, score, state, role), guess)| Item {
            parent,
            kind,
            id,
            author,
            text,
            media,
            time,
            score,
            state,
            role,
            guess,
        },
    )
}

fn discussion(items: &[Item], title: &str, article: &str) -> Discussion {
    let mut writer = DraftWriter::new("text");
    writer.article().title = writer_text(title, &mut writer);
    writer.article().body = writer_text(article, &mut writer);
    let mut rows = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let parent = item.parent.and_then(|parent| rows.get(parent).copied()).map_or(Parent::Top, Parent::Row);
        let kind = [Kind::Ghost, Kind::More].get(item.kind).copied().unwrap_or(Kind::Comment);
        let row = writer.item(kind, parent);
        rows.push(row);
        if item.id {
            let id = writer.pooled(&format!("c{at}"), Media::Plain);
            writer.set_id(row, id);
        }
        if kind == Kind::More {
            writer.set_more(row, More { count: 7, ..More::default() });
        }
        if kind == Kind::Comment {
            fill(&mut writer, row, item, parent);
        }
    }
    build::discussion(writer.finish(String::new()))
}

fn writer_text(text: &str, writer: &mut DraftWriter) -> btl::model::TextRef {
    writer.pooled(text, Media::Plain)
}

fn fill(writer: &mut DraftWriter, row: btl::model::Row, item: &Item, parent: Parent) {
    writer.set_author(row, &item.author);
    let body = writer.pooled(&item.text, [Media::Plain, Media::Html, Media::Markdown][item.media]);
    writer.set_body(row, body);
    if let Some(time) = item.time {
        writer.set_time(row, time);
    }
    if let Some(score) = item.score {
        writer.set_score(row, score.into());
    }
    writer.set_state(row, State::NAMES[item.state].0);
    writer.add_roles(row, Roles::NAMES.get(item.role).map_or(Roles::default(), |(role, _)| *role));
    if let (Some(guess), Parent::Row(parent)) = (item.guess, parent) {
        let sure = f32::from(guess) / 100.0;
        writer.guess(row, GuessKind::Quote, sure, "quotes \u{202e}1");
        writer.candidate(row, parent, sure, "asks");
    }
}

fn written(discussion: &Discussion, name: &str) -> String {
    print(discussion, name, &export::Options::default()).unwrap()
}

proptest! {
    #[test]
    fn native_json_keeps_everything(items in prop::collection::vec(item(ANY), 0..12), title in words(ANY), article in words(ANY)) {
        let first = written(&discussion(&items, &title, &article), "json");
        let acts = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
        prop_assert!(!first.chars().any(acts), "a character that acts");
        prop_assert!(serde_json::from_str::<serde_json::Value>(&first).is_ok());
        if let Ok(again) = parse(first.clone().into_bytes(), &Options::default()) {
            prop_assert_eq!(written(&again, "json"), first);
        } else {
            prop_assert!(items.is_empty());
        }
    }

    #[test]
    fn an_outline_is_stable(items in prop::collection::vec(item(LETTERS), 1..12), title in words(LETTERS), article in words(LETTERS)) {
        let first = written(&discussion(&items, &title, &article), "outline");
        let from = Options { from: Some("outline".into()), ..Options::default() };
        let again = parse(first.clone().into_bytes(), &from).unwrap();
        prop_assert_eq!(written(&again, "outline"), first);
    }

    /// Whatever bytes come, in whatever format: an answer and no panic, and no control
    /// character in what is shown.
    #[test]
    fn no_bytes_break_a_format(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[\\[\\]{}\",:a-z0-9 \\\\|>#+?!/~\n-]{0,120}") {
        for format in btl::loader::formats() {
            let options = Options { from: Some(format.name.to_owned()), ..Options::default() };
            for input in [bytes.clone(), text.clone().into_bytes()] {
                if let Ok(read) = parse(input, &options) {
                    for name in ["text", "json", "outline", "md"] {
                        let acts = written(&read, name).chars().any(|c| c.is_control() && c != '\n');
                        prop_assert!(!acts, "a control in {}", name);
                    }
                }
            }
        }
    }
}
