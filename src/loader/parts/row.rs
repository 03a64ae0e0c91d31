//! Files that hold an item each, put one behind another.
//!
//! Some formats order or link their items by what other items say, or give them numbers by
//! their place: read one by one they would lose that.

use crate::loader::unwrap::Unwrapped;
use crate::loader::{Options, detect};

/// How much of a file tells its format.
const HEAD: usize = 64 << 10;

/// The rows that can be made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Items, one behind another.
    Items(&'static str),
    /// A mailbox.
    Mail,
}

/// The format whose items are YAML documents.
const YAML: &str = "staticman";
/// What stands in front of a message in a mailbox.
const FROM: &[u8] = b"From unknown Thu Jan  1 00:00:00 1970\n";

/// The documents, each with whether it is such a row.
pub(super) fn laid(documents: Vec<Unwrapped>, options: &Options) -> Vec<(Unwrapped, bool)> {
    let kinds: Vec<Option<Kind>> = documents.iter().map(|document| kind(document, options)).collect();
    let many = |kind: Kind| kinds.iter().filter(|other| **other == Some(kind)).count() > 1;
    let rows: Vec<Kind> =
        [Kind::Items("hn-firebase"), Kind::Items(YAML), Kind::Mail].into_iter().filter(|kind| many(*kind)).collect();
    let mut laid: Vec<(Unwrapped, bool)> = rows.iter().map(|_| (Unwrapped::default(), true)).collect();
    for (mut document, kind) in documents.into_iter().zip(kinds) {
        let row = rows.iter().position(|row| Some(*row) == kind).and_then(|at| laid.get_mut(at));
        let Some((row, _)) = row else {
            laid.push((document, false));
            continue;
        };
        if kind == Some(Kind::Mail) && !document.bytes.starts_with(b"From ") {
            add_message(&document.bytes, &mut row.bytes);
        } else {
            if kind == Some(Kind::Items(YAML)) {
                row.bytes.extend_from_slice(b"---\n");
            }
            row.bytes.append(&mut document.bytes);
        }
        row.bytes.push(b'\n');
        row.note = row.note.take().or(document.note);
        row.cut |= document.cut;
        row.is_bycatch |= document.is_bycatch;
    }
    laid
}

fn kind(document: &Unwrapped, options: &Options) -> Option<Kind> {
    let head = document.bytes.get(..document.bytes.len().min(HEAD)).unwrap_or_default();
    let format = detect::detect(&String::from_utf8_lossy(head), options.from.as_deref()).ok()?;
    match format.name {
        "mbox" | "message" => Some(Kind::Mail),
        // Their charset would be guessed from all of them together.
        name => {
            let kind = ["hn-firebase", YAML].into_iter().find(|item| *item == name).map(Kind::Items);
            kind.filter(|_| std::str::from_utf8(&document.bytes).is_ok())
        }
    }
}

/// Adds a message as mailboxes hold them: a line that would begin another gets a `>`.
fn add_message(bytes: &[u8], mailbox: &mut Vec<u8>) {
    mailbox.extend_from_slice(FROM);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let quotes = line.iter().take_while(|byte| **byte == b'>').count();
        if line.get(quotes..).is_some_and(|rest| rest.starts_with(b"From ")) {
            mailbox.push(b'>');
        }
        mailbox.extend_from_slice(line);
    }
}
