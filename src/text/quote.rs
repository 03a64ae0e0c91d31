//! Quoted words: text made comparable, so that a quote is found in its source.
//!
//! People retype, smarten quotes, letter-space and rewrap what they quote. Normalised text is what is left when that is
//! taken out: words in lower case with one blank between them. Text keys that are stored are hashes of it, so its rules
//! have a [`VERSION`].

use super::clean::class;
use memchr::memmem;
use std::ops::Range;

/// Version of the normalisation. Stored identity keys are hashes of normalised text: any change of what [`Normal::of`]
/// gives for any input needs a new number, and a way for keys of the old one.
pub const VERSION: u32 = 1;

/// Letters standing alone that are taken as one letter-spaced word.
const SPACED: usize = 3;

/// Normalised text, with the way back to the original.
///
/// - Letters, digits and combining marks are kept, in lower case (`char::to_lowercase`, so without locale; final sigma
///   as σ; ß as it is). Composed and decomposed letters stay different.
/// - Invisible characters (soft hyphen, zero-width space, joiners, selectors) are nothing: they part no word.
/// - All else is a border between words and becomes one blank: white space, quote marks and apostrophes, dashes,
///   ellipses, other punctuation, symbols.
/// - Three or more single letters with one blank between each are one letter-spaced word: "N u d e l m a n" is
///   "nudelman".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Normal {
    text: String,
    /// Stretches of `text` in order, each of which lies in one piece in the original.
    runs: Vec<Run>,
}

/// Normalised text from byte `at` on comes from these bytes of the original.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Run {
    at: usize,
    original: Range<usize>,
    /// Byte by byte; otherwise all of it together (a letter whose lower case has another length).
    even: bool,
}

/// A word of the original.
struct Word {
    range: Range<usize>,
    /// One letter.
    single: bool,
    /// Parted from the word before by one blank.
    near: bool,
}

impl Normal {
    /// Normalises `s`. Ranges of the original are byte ranges of `s`.
    pub fn of(s: &str) -> Self {
        let words = words_of(s);
        let mut normal = Normal::default();
        let mut at = 0;
        while at < words.len() {
            let spaced = 1 + words[at + 1..].iter().take_while(|w| words[at].single && w.single && w.near).count();
            let parts = if spaced >= SPACED { spaced } else { 1 };
            if !normal.text.is_empty() {
                normal.text.push(' ');
            }
            for word in &words[at..at + parts] {
                normal.push(s, word.range.clone());
            }
            at += parts;
        }
        normal
    }

    /// The normalised text: words with one blank between them.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Number of words.
    pub fn words(&self) -> usize {
        if self.text.is_empty() { 0 } else { 1 + memchr::memchr_iter(b' ', self.text.as_bytes()).count() }
    }

    /// Where the bytes `range` of the normalised text come from, as a byte range of the original. It runs from the first
    /// character to the last, with the punctuation between them; of a letter whose lower case has another length it
    /// takes the whole. An empty range, or one beyond the text, gives an empty range.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let end = range.end.min(self.text.len());
        let start = self.run(range.start).map_or(0, |run| run.start(range.start));
        if range.start >= end {
            return start..start;
        }
        start..self.run(end - 1).map_or(start, |run| run.end(end - 1)).max(start)
    }

    fn run(&self, at: usize) -> Option<&Run> {
        self.runs[..self.runs.partition_point(|run| run.at <= at)].last()
    }

    fn push(&mut self, s: &str, range: Range<usize>) {
        for (i, c) in s[range.clone()].char_indices() {
            if is_nothing(c) {
                continue;
            }
            let (at, from) = (self.text.len(), range.start + i);
            match c {
                'ς' => self.text.push('σ'),
                _ => self.text.extend(c.to_lowercase()),
            }
            let original = from..from + c.len_utf8();
            let even = self.text.len() - at == original.len();
            match self.runs.last_mut() {
                // A blank between words joins the runs on both sides where the original has one byte there as well.
                Some(run) if even && run.even && at - run.at == from - run.original.start => {
                    run.original.end = original.end
                }
                _ => self.runs.push(Run { at, original, even }),
            }
        }
    }
}

impl Run {
    fn start(&self, at: usize) -> usize {
        if self.even { self.original.end.min(self.original.start + at - self.at) } else { self.original.start }
    }

    fn end(&self, last: usize) -> usize {
        if self.even { self.original.end.min(self.original.start + last - self.at + 1) } else { self.original.end }
    }
}

/// Finds the words of `needle` in `hay`, in order and whole, and gives the first place as a byte range of the text that
/// `hay` was made of. `None` also for a needle without words.
pub fn find(hay: &Normal, needle: &Normal) -> Option<Range<usize>> {
    if needle.text.is_empty() {
        return None;
    }
    let bytes = hay.text.as_bytes();
    memmem::find_iter(bytes, needle.text.as_bytes()).find_map(|start| {
        let end = start + needle.text.len();
        let whole = (start == 0 || bytes[start - 1] == b' ') && bytes.get(end).is_none_or(|&b| b == b' ');
        whole.then(|| hay.original(start..end))
    })
}

fn words_of(s: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut letters, mut open) = (0, false);
    // Whether all since the last word is one blank.
    let mut gap = 0;
    for (at, c) in s.char_indices() {
        if is_nothing(c) {
            continue;
        }
        let end = at + c.len_utf8();
        let mark = !c.is_ascii() && class::is_mark(c);
        if !(c.is_alphanumeric() || mark && open) || c == '\u{2bc}' {
            gap = if gap == 0 && open && c.is_whitespace() { 1 } else { 2 };
            open = false;
            continue;
        }
        match words.last_mut() {
            Some(word) if open => {
                letters += usize::from(!mark);
                word.range.end = end;
                word.single &= letters == 1;
            }
            _ => {
                words.push(Word { range: at..end, single: c.is_alphabetic(), near: gap == 1 });
                letters = 1;
                open = true;
            }
        }
        gap = 0;
    }
    words
}

/// Characters that part no word and are no part of one.
fn is_nothing(c: char) -> bool {
    !c.is_ascii() && class::is_unseen(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn normalises() {
        for (text, normal, words) in [
            ("", "", 0),
            (" … ", "", 0),
            ("The Quick,  brown—fox!", "the quick brown fox", 4),
            ("“don’t” 'don't'", "don t don t", 4),
            ("co\u{ad}op pay\u{200b}pal", "coop paypal", 2),
            ("N u d e l m a n wrote", "nudelman wrote", 2),
            ("N u d e  m a n", "nude man", 2),
            ("a b", "a b", 2),
            ("1 2 3 4", "1 2 3 4", 4),
            ("x a b c", "xabc", 1),
            ("a, b, c", "a b c", 3),
            ("ΣΟΦΟΣ σοφος σοφός", "σοφοσ σοφοσ σοφόσ", 3),
            // Four single letters in a row are letter-spaced, whatever they are.
            ("İ I ß ẞ", "i\u{307}ißß", 1),
            ("cafe\u{301} Ünï", "cafe\u{301} ünï", 2),
            ("स्त्री और", "स्त्री और", 2),
            ("漢字、かな", "漢字 かな", 2),
            ("3.5% of 1,000", "3 5 of 1 000", 5),
            ("a\nb\tc", "abc", 1),
        ] {
            let got = Normal::of(text);
            assert_eq!((got.text(), got.words()), (normal, words), "{text:?}");
        }
    }

    #[test]
    fn finds_whole_words_and_the_way_back() {
        let text = "He said: “The N u d e l m a n  Case — is İstanbul’s.” Thecase.";
        let hay = Normal::of(text);
        for (needle, found) in [
            ("nudelman case", Some("N u d e l m a n  Case")),
            ("\"the nudelman", Some("The N u d e l m a n")),
            ("case, is", Some("Case — is")),
            ("İSTANBUL'S", Some("İstanbul’s")),
            ("ThEcAsE", Some("Thecase")),
            ("udelman", None),
            ("cas", None),
            ("…", None),
        ] {
            let place = find(&hay, &Normal::of(needle));
            assert_eq!(place.map(|range| &text[range]), found, "{needle:?}");
        }
    }

    #[test]
    fn ranges_of_any_kind_are_total() {
        let hay = Normal::of("Aİ b");
        assert_eq!(hay.original(0..1), 0..1);
        assert_eq!(hay.original(1..4), 1..3);
        assert_eq!(hay.original(2..3), 1..3);
        assert_eq!(hay.original(9..12).len(), 0);
        assert_eq!(Normal::of("").original(0..1), 0..0);
    }

    proptest! {
        #[test]
        fn each_word_leads_back(text in "[a-zA-Zİßσς0-9 ,.“’—\u{ad}é\u{301}\n]{0,60}") {
            let normal = Normal::of(&text);
            prop_assert_eq!(normal.words(), normal.text().split_whitespace().count());
            let mut at = 0;
            for word in normal.text().split(' ').filter(|w| !w.is_empty()) {
                let range = normal.original(at..at + word.len());
                prop_assert_eq!(Normal::of(&text[range]).text().replace(' ', ""), word);
                at += word.len() + 1;
            }
        }

        #[test]
        fn any_stretch_of_words_is_found(text in "\\PC{0,80}", from in 0usize..10, count in 1usize..5) {
            let normal = Normal::of(&text);
            let words: Vec<_> = normal.text().split(' ').filter(|w| !w.is_empty()).skip(from).take(count).collect();
            let needle = Normal { text: words.join(" "), runs: Vec::new() };
            prop_assert_eq!(find(&normal, &needle).is_some(), !words.is_empty());
        }
    }
}
