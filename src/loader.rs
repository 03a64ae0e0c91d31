//! From a path, a pipe or bytes to a [`Discussion`].
//!
//! Bytes are read (`input`), taken out of their coat (`unwrap`), decoded (`charset`),
//! recognised by their content (`detect`) and read by a format (`format`) into a draft,
//! which `model::build` links. Nothing here prints, keeps a clock or trusts a size.

mod charset;
mod detect;
mod entities;
mod flat;
mod format;
pub mod infer;
mod input;
mod json;
mod mail;
mod page;
mod parts;
mod post;
mod rich;
mod several;
mod site;
mod tree;
mod unwrap;
mod xml;

use std::path::PathBuf;

pub use format::Format;
pub use several::pick;

use crate::error::{Error, Result};
use crate::model::{Discussion, Draft, DraftWriter};
use json::{Damage, DamageKind};
use unwrap::Unwrapped;

/// Where a discussion is read from.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file, a named pipe, or a folder: the files in it are read as one input.
    Path(PathBuf),
    /// Files that together hold a discussion; folders stand for the files in them.
    Paths(Vec<PathBuf>),
    /// Standard input.
    Stdin,
    /// Bytes that are there already, under a name for messages.
    Bytes {
        /// What messages call it.
        name: String,
        /// The bytes, as a file would hold them.
        bytes: Vec<u8>,
    },
}

impl Input {
    /// What messages call it.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Path(path) => path.display().to_string(),
            Self::Paths(paths) => match paths.as_slice() {
                [first, _, ..] => format!("{} and {} more", first.display(), paths.len() - 1),
                paths => paths.first().map(|path| path.display().to_string()).unwrap_or_default(),
            },
            Self::Stdin => "standard input".to_owned(),
            Self::Bytes { name, .. } => name.clone(),
        }
    }
}

/// How to read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The format by name; recognised by the content if none is given.
    pub from: Option<String>,
    /// The most bytes, packed or unpacked: 2 GiB if nothing is said.
    pub max_bytes: Option<u64>,
    /// Which of several discussions: a number from 1, an id, or words of its title.
    pub pick: Option<String>,
    /// Waits for the end: sends no [`Event::Partial`] and no [`Event::Preview`].
    pub patient: bool,
}

impl Options {
    fn most(&self) -> u64 {
        self.max_bytes.unwrap_or(2 << 30).min(crate::model::texts::MAX_SOURCE as u64)
    }
}

/// What happens while reading.
#[derive(Debug)]
pub enum Event {
    /// So many bytes have come; sent about ten times a second while waiting, too.
    Progress {
        /// Bytes so far, as they come from the source.
        bytes: u64,
    },
    /// What could be read of a pipe so far. The next one, or the whole, replaces it.
    Partial(Discussion),
    /// The first screens of a large file, before the rest of it is read.
    Preview(Discussion),
    /// All of it: the last event. On success this one comes, or [`Event::Several`].
    Whole(Discussion),
    /// All of it: there are several discussions.
    Several {
        /// The discussions, in the order of the input.
        all: Vec<Discussion>,
        /// The one that was asked for, as an index.
        picked: Option<usize>,
    },
}

/// What the sink wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Go on.
    Continue,
    /// Stop reading: what has come is read as far as it goes and sent as [`Event::Whole`],
    /// with a note. If nothing has come, [`open()`] fails.
    Stop,
}

/// Takes what is read.
pub trait Sink {
    /// Takes an event, and says whether to go on.
    fn take(&mut self, event: Event) -> Flow;
}

/// All formats, in the order in which equal scores are decided.
#[must_use]
pub fn formats() -> &'static [Format] {
    format::TABLE
}

/// Reads an input. [`Event::Whole`] or [`Event::Several`] comes exactly once on success.
///
/// # Errors
/// If the input cannot be read, is of no known format or holds nothing, if it does not hold
/// what is picked, or if the sink stops it before anything came.
pub fn open(input: Input, options: &Options, sink: &mut dyn Sink) -> Result<()> {
    if options.from.is_some() {
        // A wrong name is told before anything is waited for.
        detect::detect("", options.from.as_deref())?;
    }
    let name = input.name();
    let all = parts::discussions(input, options, sink)?;
    let whole = several::event(all, options).map_err(|error| input::named(&name, error))?;
    sink.take(whole);
    Ok(())
}

/// Reads a discussion and waits for it: the one that is picked, else the first.
///
/// # Errors
/// As [`open()`].
pub fn read(input: Input, options: &Options) -> Result<Discussion> {
    several::one(read_all(input, options)?, options)
}

/// Reads all discussions of an input and waits for them.
///
/// # Errors
/// As [`open()`].
pub fn read_all(input: Input, options: &Options) -> Result<Vec<Discussion>> {
    struct Keep(Vec<Discussion>);
    impl Sink for Keep {
        fn take(&mut self, event: Event) -> Flow {
            match event {
                Event::Whole(discussion) => self.0 = vec![discussion],
                Event::Several { all, .. } => self.0 = all,
                Event::Progress { .. } | Event::Partial(_) | Event::Preview(_) => {}
            }
            Flow::Continue
        }
    }
    let mut keep = Keep(Vec::new());
    open(input, &Options { patient: true, ..options.clone() }, &mut keep)?;
    if keep.0.is_empty() { Err(nothing()) } else { Ok(keep.0) }
}

/// Reads a discussion from bytes: the one that is picked, else the first.
///
/// # Errors
/// If the bytes are of no known format or hold nothing.
pub fn parse(bytes: Vec<u8>, options: &Options) -> Result<Discussion> {
    several::one(parse_all(bytes, options)?, options)
}

/// Reads all discussions from bytes.
///
/// # Errors
/// If the bytes are of no known format or hold nothing.
pub fn parse_all(bytes: Vec<u8>, options: &Options) -> Result<Vec<Discussion>> {
    discussions(bytes, options, &End::default())
}

/// How the bytes ended.
#[derive(Debug, Default)]
struct End {
    /// What is to be said about it: reading failed.
    note: Option<String>,
    /// More will come: what is cut off is neither shown nor said.
    partial: bool,
}

fn discussions(bytes: Vec<u8>, options: &Options, end: &End) -> Result<Vec<Discussion>> {
    let mut documents = unwrap::open(Unwrapped::new("", bytes), options.most())?;
    let drafts = match documents.len() {
        1 => drafts(documents.remove(0), options, end)?,
        _ => parts::read_documents(documents, options)?,
    };
    Ok(several::built(drafts))
}

/// The drafts that are in one document.
fn drafts(unwrapped: Unwrapped, options: &Options, end: &End) -> Result<Vec<Draft>> {
    let head = unwrapped.bytes.get(..unwrapped.bytes.len().min(8 << 10)).unwrap_or_default();
    if charset::is_binary(head) {
        return Err(not_text());
    }
    let cut = unwrapped.cut || end.note.is_some() || end.partial;
    let decoded = mail::decode(&unwrapped.bytes).unwrap_or_else(|| charset::decode(unwrapped.bytes, cut));
    let mut text = decoded.text;
    if text.len() > crate::model::texts::MAX_SOURCE {
        return Err(unwrap::too_large(options.most()));
    }
    if text.bytes().all(|b| b.is_ascii_whitespace() || b == 0) {
        return Err(nothing());
    }
    let mut mended = mend_if(&mut text, |text| detect::Head::of(text).json.is_some_and(|json| json.is_broken));
    let format = detect::detect(&text, options.from.as_deref())?;
    if end.partial && !text.trim_start().starts_with(['{', '[']) {
        let whole = text.rfind('\n').map_or(0, |at| at + 1);
        text.truncate(whole);
    }
    let (mut writer, mut damage) = run(format, &text);
    if damage.is_some() && !mended && mend_if(&mut text, |text| text.trim_start().starts_with(['{', '['])) {
        mended = true;
        (writer, damage) = run(format, &text);
    }
    if mended {
        writer.note_all("the JSON is not quite right; small faults were mended");
    }
    for note in [&decoded.note, &unwrapped.note, &end.note].into_iter().flatten() {
        writer.note_all(note);
    }
    if let Some(damage) = damage.filter(|_| !end.partial) {
        writer.note(words(damage.kind, damage.at).as_str(), Some(damage.at));
    }
    if cut || damage.is_some_and(|damage| damage.kind != DamageKind::Junk) {
        writer.set_incomplete();
    }
    writer.origin().partial = end.partial;
    if let (Some(url), None) = (unwrapped.url, &writer.origin().url) {
        writer.origin().url = Some(url.into());
    }
    let all = writer.finish_all(text);
    if all.is_empty() { Err(unreadable(format, damage)) } else { Ok(all) }
}

/// What a part of the bytes shows: of several discussions only the one that is picked.
fn discussion(bytes: Vec<u8>, options: &Options, end: &End) -> Result<Discussion> {
    several::part(discussions(bytes, options, end)?, options)
}

/// Mends small faults of JSON if that is called for; whether there were some.
fn mend_if(text: &mut String, is_needed: impl Fn(&str) -> bool) -> bool {
    let mended = if is_needed(text) { json::repair(text) } else { None };
    let is_mended = mended.is_some();
    *text = mended.unwrap_or_else(|| std::mem::take(text));
    is_mended
}

fn run(format: &Format, text: &str) -> (DraftWriter, Option<Damage>) {
    let mut writer = DraftWriter::new(format.name);
    let damage = (format.read)(text, &mut writer);
    (writer, damage)
}

fn words(kind: DamageKind, at: usize) -> String {
    match kind {
        DamageKind::Cut => format!("cut off at byte {at}"),
        DamageKind::Broken => format!("what stands at byte {at} is not JSON; the rest is not read"),
        DamageKind::Junk => format!("what follows at byte {at} does not belong to it and is not read"),
    }
}

fn unreadable(format: &Format, damage: Option<Damage>) -> Error {
    let what = format!("no article and no comment found ({} expected)", format.name);
    match damage {
        Some(damage) => Error::input(what).hint(words(damage.kind, damage.at)),
        None => Error::input(what),
    }
}

fn nothing() -> Error {
    Error::input("input is empty")
}

fn not_text() -> Error {
    Error::input("not text").hint("it looks like a program, a picture or other binary data")
}
