//! Coats come off: what is packed or saved around a document, down to the documents in it.
//!
//! Each coat is known by its first bytes, never by a name. What comes out is bounded in size
//! and in proportion to what went in, and so is how many coats lie over one another. An
//! archive may hold several documents; which of them matter is decided when they are read.

mod har;
mod mhtml;
mod pack;
mod warc;
mod zip;

use crate::error::{Error, Kind, Result};

/// How many coats may lie over one another: a mailbox that was packed, saved and packed.
const COATS: usize = 4;
/// How many documents an archive may hold.
const MANY: usize = 200_000;

/// A document without its coats.
#[derive(Debug, Default)]
pub(super) struct Unwrapped {
    /// What it is called in its archive, for notes; empty if it had no name.
    pub(super) name: String,
    /// Where it was fetched, if the archive says so.
    pub(super) url: Option<String>,
    pub(super) bytes: Vec<u8>,
    /// What is to be said about it.
    pub(super) note: Option<String>,
    /// Whether the end of it is missing.
    pub(super) cut: bool,
    /// Whether it was saved together with others that may have nothing to do with it.
    pub(super) is_bycatch: bool,
}

impl Unwrapped {
    pub(super) fn new(name: &str, bytes: Vec<u8>) -> Self {
        Self { name: name.to_owned(), bytes, ..Self::default() }
    }

    /// What was in this one, which it takes its name, place and faults from.
    fn hold(&self, inner: &mut Self) {
        inner.name = match (self.name.as_str(), inner.name.as_str()) {
            (own, "") => own.to_owned(),
            ("", inner) => inner.to_owned(),
            (own, inner) => format!("{own}: {inner}"),
        };
        inner.url = inner.url.take().or_else(|| self.url.clone());
        inner.note = inner.note.take().or_else(|| self.note.clone());
        inner.cut |= self.cut;
        inner.is_bycatch |= self.is_bycatch;
    }
}

/// Whether bytes begin like something that is packed, and so are no text.
pub(super) fn is_packed(head: &[u8]) -> bool {
    pack::is_gzip(head) || pack::is_zstd(head) || zip::is_zip(head)
}

/// The documents in some bytes: themselves if there is no coat around them.
pub(super) fn open(document: Unwrapped, most: u64) -> Result<Vec<Unwrapped>> {
    let mut left = Room { most, left: most };
    let mut open = vec![document];
    for _ in 0..COATS {
        let mut inner = Vec::new();
        let mut any = false;
        for document in open {
            match coat(&document, &mut left)? {
                Some(mut documents) => {
                    any = true;
                    documents.iter_mut().for_each(|one| document.hold(one));
                    inner.append(&mut documents);
                }
                None => inner.push(document),
            }
        }
        open = inner;
        if !any {
            break;
        }
    }
    Ok(open)
}

/// How much may still be unpacked.
struct Room {
    most: u64,
    left: u64,
}

impl Room {
    fn take(&mut self, bytes: usize) -> Result<()> {
        self.left = self.left.checked_sub(bytes as u64).ok_or_else(|| too_large(self.most))?;
        Ok(())
    }
}

/// What is in the outermost coat, if there is one.
fn coat(document: &Unwrapped, room: &mut Room) -> Result<Option<Vec<Unwrapped>>> {
    let bytes = document.bytes.as_slice();
    Ok(if pack::is_gzip(bytes) {
        Some(vec![pack::gzip(bytes, room)?])
    } else if pack::is_zstd(bytes) {
        Some(vec![pack::zstd(bytes, room)?])
    } else if zip::is_zip(bytes) {
        Some(zip::entries(bytes, room)?)
    } else if warc::is_warc(bytes) {
        Some(warc::responses(bytes, room)?)
    } else if har::is_har(bytes) {
        Some(har::responses(bytes, room)?)
    } else if mhtml::is_mhtml(bytes) {
        Some(vec![mhtml::page(bytes, room)?])
    } else {
        None
    })
}

/// Whether a kind of content may hold a discussion: no pictures, scripts, styles.
fn is_document(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_text = ["text/", "application/", "message/"].iter().any(|front| kind.starts_with(front));
    let is_tool = ["css", "javascript", "ecmascript", "wasm", "font", "pdf"].iter().any(|word| kind.contains(word));
    kind.is_empty() || is_text && !is_tool
}

/// The input is over the bound.
pub(super) fn too_large(most: u64) -> Error {
    Error::new(Kind::TooLarge, format!("the input is larger than {} MiB", most >> 20))
}

/// A buffer of the size of the document could not be had.
pub(super) fn memory(bytes: usize) -> Error {
    Error::input(format!("not enough memory after {bytes} bytes"))
}
