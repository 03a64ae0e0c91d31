//! `Raw` and `Clean`: what came in, and what may be printed.
//!
//! | in the source | on the screen |
//! |---|---|
//! | C0 controls, DEL | their pictures, U+2400 + n and U+2421 |
//! | C1 controls | U+2426, one picture for all: Unicode has none for each |
//! | LF, CR, CRLF, VT, FF, NEL, U+2028, U+2029 | a line break |
//! | tab | blanks up to the next multiple of 4 columns |
//! | U+202A–E, U+2066–9 (direction embeddings, overrides, isolates) | a mark with the name, `‹RLO›` |
//! | private use, noncharacters | U+FFFD: what a font draws for them, and how wide, is anyone's guess |
//! | characters of no width that nothing carries, or of more than two columns | a mark with the number, `‹U+1161›` |
//! | a combining mark at the start of a line or after a blank | sits on U+25CC, never on the border or the gap |
//! | other invisible characters | out of view, counted |
//!
//! **Invisible characters that do real work stay**: ZWJ between emoji that it joins; ZWJ and ZWNJ inside a word of a
//! script with joining letters, or after an Indic virama; the text and emoji selectors after an emoji; the keycap
//! selector; Mongolian selectors after a Mongolian letter; the tags of the flags of England, Scotland and Wales (the
//! only ones that Unicode recommends; other tag sequences carry hidden words well).
//!
//! **A grapheme cluster is capped** at [`MAX_MARKS`] marks, [`MAX_BYTES`] bytes and two columns; what goes beyond is
//! out of view and counted. Some honest clusters are wider and are left alone, since dropping a letter would spoil
//! the word: Indic consonant clusters ("स्त्री" is one cluster of four columns since Unicode 15.1), a base after a
//! prepended sign, and an emoji sequence that lacks its last selector (three columns).
//! [`super::width::graphemes`] cuts these into pieces of at most two columns.

pub(in crate::text) mod class;
mod cleaner;
#[cfg(test)]
mod tests;

pub use cleaner::Cleaner;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// Combining marks, joiners and selectors that one grapheme cluster may carry. Unicode's Stream-Safe Text Format
/// (UAX 15) says 30; 8 holds every orthography in use and keeps a mark from climbing into other rows.
pub const MAX_MARKS: usize = 8;
/// Bytes of one grapheme cluster. The longest recommended emoji sequence has 35.
pub const MAX_BYTES: usize = 64;
/// Distance of tab stops in columns.
pub const TAB: usize = 4;

/// A piece of text as the source gave it, decoded but not cleaned.
///
/// It has no `Display`, no `Deref` and no public bytes, so it cannot reach a terminal by accident; `Debug` tells its
/// length only.
#[derive(Clone, Copy)]
pub struct Raw<'a>(&'a str);

impl<'a> Raw<'a> {
    /// Marks `s` as text of a source.
    pub fn new(s: &'a str) -> Self {
        Raw(s)
    }

    /// The text itself. For the rooms that read content and never print it.
    pub(crate) fn expose(self) -> &'a str {
        self.0
    }

    /// Whether there is no text.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Length in bytes of UTF-8.
    pub fn len(self) -> usize {
        self.0.len()
    }
}

impl fmt::Debug for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raw({} bytes)", self.0.len())
    }
}

/// Text that is safe to print: owned, unchangeable, and made only by cleaning a [`Raw`].
///
/// The one control that it can hold is `'\n'`. Cleaning is idempotent. Equality, order and hash are those of the text
/// that is seen; the count of hidden characters takes no part.
#[derive(Clone, Default)]
pub struct Clean {
    text: Box<str>,
    hidden: u32,
}

impl Clean {
    /// Cleans text of several lines: `'\n'` is the only control that is left.
    pub fn text(raw: Raw<'_>) -> Clean {
        let mut cleaner = Cleaner::new();
        cleaner.push(raw);
        cleaner.finish()
    }

    /// The text under a key of a small JSON object, as one line; none if it is empty.
    pub fn member(raw: Raw<'_>, key: &str) -> Option<Clean> {
        let members: serde_json::Map<String, serde_json::Value> = serde_json::from_str(raw.expose()).ok()?;
        let text = Clean::line(Raw::new(members.get(key)?.as_str()?));
        (!text.is_empty()).then_some(text)
    }

    /// Cleans text for one line: breaks become blanks, runs of white space become one blank, the ends are trimmed. The
    /// Braille blank counts as white space here, because in a name or a title it can only pretend to be nothing.
    pub fn line(raw: Raw<'_>) -> Clean {
        let mut cleaner = Cleaner::one_line();
        cleaner.push(raw);
        cleaner.finish()
    }

    /// Cleans like [`Clean::text`], but shows each character that would be out of view as a mark: `‹ZWSP›`,
    /// `‹U+E0041›`. Private use and noncharacters show their numbers as well. Nothing is hidden then.
    pub fn reveal(raw: Raw<'_>) -> Clean {
        let mut cleaner = Cleaner::revealing();
        cleaner.push(raw);
        cleaner.finish()
    }

    /// Words of our own. They go the same way, so that a slip in a constant is harmless too.
    pub fn own(s: &'static str) -> Clean {
        Clean::text(Raw::new(s))
    }

    /// Texts one under the other. A line break ends what one could do to the next: clusters and
    /// directions do not reach across it.
    pub fn lines(texts: &[&Clean]) -> Clean {
        let text: Vec<&str> = texts.iter().map(|text| text.as_str()).collect();
        let hidden = texts.iter().fold(0u32, |sum, text| sum.saturating_add(text.hidden));
        Clean { text: text.join("\n").into(), hidden }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is nothing to see.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Length in bytes of UTF-8.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// How many characters of the source were taken out of view: invisible ones, and what went beyond the cap of a
    /// cluster. Stays at `u32::MAX` when there are more.
    pub fn hidden(&self) -> u32 {
        self.hidden
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl AsRef<str> for Clean {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Clean {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Clean {}

impl PartialOrd for Clean {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Clean {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl Hash for Clean {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}
