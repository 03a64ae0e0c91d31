//! Words that are looked for: smart case, any white space for a blank, quotation marks alike.

use std::ops::Range;

use memchr::{memchr, memchr2};

/// A word or a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needle {
    /// Folded; a blank stands for any white space.
    chars: Vec<char>,
    /// Capitals count.
    exact: bool,
    /// Its longest run of ASCII letters and digits, folded.
    run: String,
}

/// A character as it is compared. A letter that only turns ASCII by folding (the Kelvin
/// sign) stays as it is, so that a run of ASCII is found by its bytes.
fn fold(c: char, exact: bool) -> char {
    match c {
        '‘' | '’' | 'ʼ' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        _ if exact => c,
        c if c.is_ascii() => c.to_ascii_lowercase(),
        c => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(one), None) if !one.is_ascii() => one,
                _ => c,
            }
        }
    }
}

impl Needle {
    /// The words as they were typed; none if there are none.
    pub(super) fn new(text: &str) -> Option<Self> {
        let exact = text.chars().any(char::is_uppercase);
        let words: Vec<&str> = text.split_whitespace().collect();
        let chars: Vec<char> = words.join(" ").chars().map(|c| fold(c, exact)).collect();
        let folded: String = chars.iter().collect();
        let runs = folded.split(|c: char| !c.is_ascii_alphanumeric());
        let run = runs.max_by_key(|run| run.len()).unwrap_or_default().to_owned();
        (!chars.is_empty()).then_some(Self { chars, exact, run })
    }

    /// What has to stand in a plain text for the words to be in it.
    pub(super) fn run(&self) -> Run<'_> {
        Run { bytes: self.run.as_bytes(), exact: self.exact }
    }

    /// Whether the words are in a text.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.find(text, 0).is_some()
    }

    /// Whether a text is these words and nothing else.
    pub(super) fn is_all(&self, text: &str) -> bool {
        self.match_at(text, 0) == Some(text.len())
    }

    /// Every place of the words in a text.
    pub(super) fn ranges(&self, text: &str, found: &mut Vec<Range<usize>>) {
        let mut from = 0;
        while let Some(range) = self.find(text, from) {
            from = range.end;
            found.push(range);
        }
    }

    /// The first place at or after a byte.
    fn find(&self, text: &str, mut from: usize) -> Option<Range<usize>> {
        let first = *self.chars.first()?;
        loop {
            let rest = text.get(from..)?;
            let at = from + self.first_in(first, rest)?;
            if let Some(end) = self.match_at(text, at) {
                return Some(at..end);
            }
            from = at + text.get(at..)?.chars().next()?.len_utf8();
        }
    }

    fn first_in(&self, first: char, text: &str) -> Option<usize> {
        if first.is_ascii_alphanumeric() {
            let (low, bytes) = (first as u8, text.as_bytes());
            return if self.exact { memchr(low, bytes) } else { memchr2(low, low.to_ascii_uppercase(), bytes) };
        }
        text.char_indices().find(|(_, c)| fold(*c, self.exact) == first).map(|(at, _)| at)
    }

    /// Where the words end that begin at a byte.
    fn match_at(&self, text: &str, at: usize) -> Option<usize> {
        let mut rest = text.get(at..)?.char_indices().peekable();
        let mut end = at;
        for wanted in &self.chars {
            let (from, c) = rest.next()?;
            if *wanted == ' ' {
                if !c.is_whitespace() {
                    return None;
                }
                while rest.next_if(|(_, c)| c.is_whitespace()).is_some() {}
            } else if fold(c, self.exact) != *wanted {
                return None;
            }
            end = at + from + c.len_utf8();
        }
        Some(end)
    }
}

/// A run of ASCII letters and digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'a> {
    bytes: &'a [u8],
    exact: bool,
}

/// Letters and digits from the most to the least usual in English texts: the rarest one of a
/// run is looked for first.
const USUAL: &[u8] = b"etaoinsrhldcumfgypwbvk0123456789xjqz";

impl Run<'_> {
    /// Whether it is long enough to rule anything out.
    pub(super) fn tells(self) -> bool {
        self.bytes.len() > 1
    }

    /// Whether it is in a text.
    pub(super) fn is_in(self, text: &str) -> bool {
        let text = text.as_bytes();
        if self.exact {
            return memchr::memmem::find(text, self.bytes).is_some();
        }
        let rank = |byte: &u8| USUAL.iter().position(|usual| usual == byte);
        let Some((offset, rarest)) = self.bytes.iter().enumerate().max_by_key(|(_, byte)| rank(byte)) else {
            return true;
        };
        memchr::memchr2_iter(*rarest, rarest.to_ascii_uppercase(), text).any(|at| {
            let from = at.checked_sub(offset);
            let there = from.and_then(|from| text.get(from..from + self.bytes.len()));
            there.is_some_and(|there| there.eq_ignore_ascii_case(self.bytes))
        })
    }
}
