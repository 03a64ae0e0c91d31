//! Makes markup safe for the tokenizer.
//!
//! The tokenizer follows the standard, by which a tag, comment or script that never ends
//! swallows the rest of the page, and it takes time quadratic in the attributes of one
//! tag. A reader must show what was written: each `<` that opens nothing that ends is
//! written as `&lt;` and thus is text again. Usual markup passes without a copy.

use std::borrow::Cow;

use memchr::memmem::Finder;

/// A tag with more attributes than this is text.
const MOST_ATTRIBUTES: usize = 256;

/// Looking in vain for the ends of tags may cost so many times the source's length; then no
/// further tag is believed.
const PATIENCE: usize = 4;

/// The source with the `<` that open nothing written as text.
pub(crate) fn close(source: &str) -> Cow<'_, str> {
    let mut guard = Guard::new(source);
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'<', guard.rest(at)) {
        let open = at + next;
        match guard.end(open) {
            Some(end) => at = end.max(open + 1),
            None => {
                out.push_str(source.get(copied..open).unwrap_or_default());
                out.push_str("&lt;");
                copied = open + 1;
                at = copied;
            }
        }
    }
    if copied == 0 {
        return Cow::Borrowed(source);
    }
    out.push_str(source.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

struct Guard<'a> {
    bytes: &'a [u8],
    /// Bytes that may still be looked at in vain.
    patience: usize,
    /// No comment ends behind this place.
    last_comment_end: Option<usize>,
    /// The places of the last end tags of the elements that are dropped whole.
    last_ends: [Option<usize>; 4],
    comment_end: Finder<'static>,
}

/// Elements whose content is not shown. Without an end tag they would swallow the rest.
const DROPPED: [&[u8]; 4] = [b"script", b"style", b"title", b"template"];

impl<'a> Guard<'a> {
    fn new(source: &'a str) -> Self {
        let bytes = source.as_bytes();
        let mut last_ends = [None; 4];
        // One look for all four.
        for at in memchr::memmem::find_iter(bytes, b"</") {
            let name = bytes.get(at + 2..).unwrap_or_default();
            for (last, dropped) in last_ends.iter_mut().zip(DROPPED) {
                if starts_with_name(name, dropped) {
                    *last = Some(at);
                }
            }
        }
        Self {
            bytes,
            patience: bytes.len().saturating_mul(PATIENCE),
            last_comment_end: memchr::memmem::rfind(bytes, b"-->"),
            last_ends,
            comment_end: Finder::new(b"-->"),
        }
    }

    fn rest(&self, at: usize) -> &'a [u8] {
        self.bytes.get(at..).unwrap_or_default()
    }

    /// Where the thing that a `<` opens ends, or the next byte if it opens nothing that
    /// the tokenizer would take for markup.
    fn end(&mut self, open: usize) -> Option<usize> {
        let rest = self.rest(open + 1);
        match rest {
            [b'!', b'-', b'-', ..] => self.comment(open),
            [b'!' | b'?', ..] => self.bogus(open),
            [b'/', b'>', ..] => Some(open + 3),
            [b'/', c, ..] if c.is_ascii_alphabetic() => self.tag(open),
            [b'/', ..] => None,
            [c, ..] if c.is_ascii_alphabetic() => self.tag(open),
            _ => Some(open + 1),
        }
    }

    fn comment(&self, open: usize) -> Option<usize> {
        let inner = open + 4;
        if self.rest(inner).starts_with(b">") || self.rest(inner).starts_with(b"->") {
            return Some(inner);
        }
        self.last_comment_end.filter(|last| *last >= inner)?;
        let end = self.comment_end.find(self.rest(inner))?;
        Some(inner + end + 3)
    }

    fn bogus(&mut self, open: usize) -> Option<usize> {
        if self.patience == 0 {
            return None;
        }
        let end = match memchr::memchr(b'>', self.rest(open)) {
            Some(end) => End::At(end),
            None => End::Never,
        };
        self.believe(end, open)
    }

    fn believe(&mut self, end: End, open: usize) -> Option<usize> {
        let vain = match end {
            End::At(end) => return Some(open + end + 1),
            End::Crowded(seen) => seen,
            End::Never => self.bytes.len() - open,
        };
        self.patience = self.patience.saturating_sub(vain);
        None
    }

    fn tag(&mut self, open: usize) -> Option<usize> {
        let name = self.rest(open + 1);
        let dropped = DROPPED.iter().position(|d| starts_with_name(name, d));
        if let Some(n) = dropped
            && self.last_ends[n].is_none_or(|last| last < open)
        {
            return None;
        }
        if self.patience == 0 {
            return None;
        }
        self.believe(tag_end(self.rest(open)), open)
    }
}

/// Whether bytes begin with a tag's name and nothing that would lengthen it.
fn starts_with_name(bytes: &[u8], name: &[u8]) -> bool {
    let same = bytes.get(..name.len()).is_some_and(|b| b.eq_ignore_ascii_case(name));
    let ends = bytes.get(name.len()).is_some_and(|b| matches!(b, b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r' | 0xc));
    same && ends
}

/// Where in a tag one is.
#[derive(PartialEq, Eq)]
enum Place {
    /// In the tag's name, in an attribute's name, or between attributes.
    Name,
    /// Behind the `=` of an attribute.
    Value,
    /// In a value without quotation marks.
    Bare,
}

/// Where a tag ends.
enum End {
    At(usize),
    /// It has too many attributes in so many bytes.
    Crowded(usize),
    Never,
}

/// The place of the `>` that ends the tag at the beginning of the bytes.
fn tag_end(bytes: &[u8]) -> End {
    let mut place = Place::Name;
    let mut attributes = 0;
    let mut named = false;
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match (byte, &place) {
            (b'>', _) => return End::At(at),
            (b'"' | b'\'', Place::Value) => {
                let value = bytes.get(at + 1..).unwrap_or_default();
                let Some(end) = memchr::memchr(*byte, value) else {
                    return End::Never;
                };
                at += 1 + end;
                place = Place::Name;
                named = false;
            }
            (b' ' | b'\t' | b'\n' | b'\r' | 0xc, Place::Value) => {}
            (b' ' | b'\t' | b'\n' | b'\r' | 0xc | b'/', Place::Name) => named = false,
            (b' ' | b'\t' | b'\n' | b'\r' | 0xc, Place::Bare) => {
                place = Place::Name;
                named = false;
            }
            (b'=', Place::Name) => place = Place::Value,
            (_, Place::Value) => place = Place::Bare,
            (_, Place::Bare) => {}
            (_, Place::Name) => {
                attributes += usize::from(!named);
                named = true;
                if attributes > MOST_ATTRIBUTES {
                    return End::Crowded(at);
                }
            }
        }
        at += 1;
    }
    End::Never
}
