//! Several documents read as one input: files that were named together, a folder, an archive.

mod row;

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

use super::unwrap::{self, Unwrapped};
use super::{End, Input, Options, Sink, drafts, input, nothing, several};
use crate::error::{Error, Kind, Result};
use crate::model::{Discussion, Draft};

/// The format that takes what no other knows.
const ANY_TEXT: &str = "text";
/// How many files that were not read are named.
const NAMED: usize = 3;

/// All discussions of an input of any kind.
pub(super) fn discussions(input: Input, options: &Options, sink: &mut dyn Sink) -> Result<Vec<Discussion>> {
    let name = input.name();
    let named = |error: Error| if error.kind == Kind::Input { input::named(&name, error) } else { error };
    let Some(inputs) = input::parts_of(&input)? else {
        let read = input::read(input, options, sink)?;
        return super::discussions(read.bytes, options, &End { note: read.note, partial: false }).map_err(named);
    };
    let mut left = options.most();
    let mut parts = Vec::new();
    let mut unread = Unread::default();
    for (name, input) in inputs {
        let one = Options { patient: true, max_bytes: Some(left), ..options.clone() };
        let read = match input::read(input, &one, sink) {
            Ok(read) => read,
            Err(error) if parts.is_empty() || left > 0 && !is_too_large(&error) => {
                unread.add(&name, error);
                continue;
            }
            Err(error) => return Err(error),
        };
        left = left.saturating_sub(read.bytes.len() as u64);
        let cut = read.note.is_some();
        parts.push(Unwrapped { note: read.note, cut, ..Unwrapped::new(&name, read.bytes) });
    }
    let drafts = read_all(parts, unread, options).map_err(named)?;
    Ok(several::built(drafts))
}

fn is_too_large(error: &Error) -> bool {
    error.kind == Kind::TooLarge
}

/// What was left out, and why the first of it was.
#[derive(Default)]
struct Unread {
    names: Vec<String>,
    first: Option<Error>,
}

impl Unread {
    fn add(&mut self, name: &str, error: Error) {
        self.names.push(name.to_owned());
        self.first.get_or_insert(error);
    }

    fn note(&self) -> Option<String> {
        let first = self.first.as_ref()?;
        let names = self.names.get(..self.names.len().min(NAMED)).unwrap_or_default().join(", ");
        Some(match self.names.len() {
            1 => format!("{names} is not read: {}", first.what),
            many if many > NAMED => format!("{many} files are not read: {names}, …"),
            many => format!("{many} files are not read: {names}"),
        })
    }
}

/// Files, each of which may be an archive.
fn read_all(files: Vec<Unwrapped>, mut unread: Unread, options: &Options) -> Result<Vec<Draft>> {
    let mut documents = Vec::new();
    for file in files {
        let name = file.name.clone();
        match unwrap::open(file, options.most()) {
            Ok(inner) => documents.extend(inner),
            Err(error) => unread.add(&name, error),
        }
    }
    read(documents, unread, options)
}

/// Documents of one archive.
pub(super) fn read_documents(documents: Vec<Unwrapped>, options: &Options) -> Result<Vec<Draft>> {
    read(documents, Unread::default(), options)
}

fn read(documents: Vec<Unwrapped>, mut unread: Unread, options: &Options) -> Result<Vec<Draft>> {
    let is_bycatch = documents.iter().any(|document| document.is_bycatch);
    let mut found: Vec<(String, Draft)> = Vec::new();
    let (seed, mut seen) = (RandomState::new(), HashSet::new());
    for (document, is_row) in row::laid(documents, options) {
        // The same file twice, as archives and backups have it, is there once.
        if document.bytes.is_empty() || !seen.insert(seed.hash_one(&document.bytes)) {
            continue;
        }
        let name = document.name.clone();
        match drafts(document, options, &End::default()) {
            Ok(drafts) if is_row => found.extend(drafts.into_iter().map(|d| (name.clone(), d.without_copies()))),
            Ok(drafts) => found.extend(drafts.into_iter().map(|draft| (name.clone(), draft))),
            Err(error) if error.kind == Kind::Usage => return Err(error),
            // What a page fetched beside the discussion is nobody's loss.
            Err(error) if is_bycatch => _ = unread.first.get_or_insert(error),
            Err(error) => unread.add(&name, error),
        }
    }
    leave_texts_out(&mut found, &mut unread, is_bycatch);
    let Some(mut joined) = Draft::join(found) else {
        return Err(unwrap::too_large(crate::model::texts::MAX_SOURCE as u64));
    };
    if is_bycatch {
        keep_discussions(&mut joined);
    }
    match (joined.first_mut(), unread.first.clone()) {
        (None, Some(error)) => Err(error),
        (None, None) => Err(nothing()),
        (Some(first), _) => {
            if let Some(note) = unread.note().filter(|_| !unread.names.is_empty()) {
                first.add_note(&note);
            }
            Ok(joined)
        }
    }
}

/// Among files of a known kind, a text that is of none is a remark to them.
fn leave_texts_out(found: &mut Vec<(String, Draft)>, unread: &mut Unread, is_bycatch: bool) {
    if found.iter().all(|(_, draft)| draft.format() == ANY_TEXT) {
        return;
    }
    found.retain(|(name, draft)| {
        let is_text = draft.format() == ANY_TEXT;
        if is_text && !is_bycatch {
            unread.add(name, Error::input("it is plain text, and the others are not"));
        }
        !is_text
    });
}

/// Of what was saved together, the discussions count; if there are none, the longest article.
fn keep_discussions(joined: &mut Vec<Draft>) {
    if joined.iter().any(|draft| !draft.is_empty()) {
        joined.retain(|draft| !draft.is_empty());
    } else if let Some(longest) = joined.iter().map(Draft::article_len).max() {
        joined.retain(|draft| draft.article_len() == longest);
        joined.truncate(1);
    }
}
