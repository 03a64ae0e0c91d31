//! Words in a form in which quotes agree with their source.
//!
//! Case, punctuation, quotation marks, dashes, ellipses and the kind of blanks differ
//! between a text and its quotes; letters and digits do not. Words whose letters stand
//! apart (`N u d e l m a n`) are squeezed: that is how people evade word filters.

use std::ops::Range;

/// Raised when the form changes: stored text keys are made from it.
pub const VERSION: u32 = 1;

/// A text in that form, with the way back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Normal {
    text: String,
    /// Where each word begins here, and which bytes of the original it is.
    words: Vec<(usize, Range<usize>)>,
}

impl Normal {
    /// Brings a text into the form.
    #[must_use]
    pub fn of(original: &str) -> Self {
        let mut normal = Self::default();
        let mut letters: Vec<Range<usize>> = Vec::new();
        for word in words(original) {
            let single = original.get(word.clone()).is_some_and(|w| {
                let mut chars = w.chars();
                chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
            });
            let adjoins =
                letters.last().is_some_and(|last| is_gap(original.get(last.end..word.start).unwrap_or_default()));
            if !(single && (letters.is_empty() || adjoins)) {
                normal.flush(original, &mut letters);
            }
            if single {
                letters.push(word);
            } else {
                normal.add(original, &[word]);
            }
        }
        normal.flush(original, &mut letters);
        normal
    }

    /// Single letters in a row: one word if there are three or more.
    fn flush(&mut self, original: &str, letters: &mut Vec<Range<usize>>) {
        if letters.len() >= 3 {
            self.add(original, letters);
        } else {
            for letter in letters.iter() {
                self.add(original, std::slice::from_ref(letter));
            }
        }
        letters.clear();
    }

    fn add(&mut self, original: &str, parts: &[Range<usize>]) {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            return;
        };
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.words.push((self.text.len(), first.start..last.end));
        for part in parts {
            let letters = original.get(part.clone()).unwrap_or_default().chars().filter(|c| c.is_alphanumeric());
            self.text.extend(letters.flat_map(char::to_lowercase));
        }
    }

    /// The words, parted by single blanks.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many words.
    #[must_use]
    pub fn words(&self) -> usize {
        self.words.len()
    }

    /// The bytes of the original that a range of [`Normal::text`] came from, in whole words.
    #[must_use]
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let first = self.words.partition_point(|(at, _)| *at <= range.start).saturating_sub(1);
        let last = self.words.partition_point(|(at, _)| *at < range.end).saturating_sub(1);
        match (self.words.get(first), self.words.get(last)) {
            (Some((_, first)), Some((_, last))) => first.start..last.end.max(first.end),
            _ => 0..0,
        }
    }
}

/// Where the words of one text stand in another, whole words only: a range of the original
/// of `hay`.
#[must_use]
pub fn find(hay: &Normal, needle: &Normal) -> Option<Range<usize>> {
    if needle.text.is_empty() {
        return None;
    }
    let whole = |at: &usize| {
        let before = at.checked_sub(1).and_then(|at| hay.text.as_bytes().get(at));
        let after = hay.text.as_bytes().get(at + needle.text.len());
        before.is_none_or(|b| *b == b' ') && after.is_none_or(|b| *b == b' ')
    };
    let at = memchr::memmem::find_iter(hay.text.as_bytes(), needle.text.as_bytes()).find(whole)?;
    Some(hay.original(at..at + needle.text.len()))
}

/// Letters and digits in a row; an apostrophe between letters does not part them.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.find(|(_, c)| c.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = chars.peek().copied() {
            let inside = matches!(c, '\'' | '’')
                && text.get(at + c.len_utf8()..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
            if !c.is_alphanumeric() && !inside {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        Some(start..end)
    })
}

/// What parts the letters of a spaced word: one blank, or a dash between blanks.
fn is_gap(between: &str) -> bool {
    between.chars().count() == 1 && between.chars().all(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_case_and_spacing_do_not_matter() {
        assert_eq!(Normal::of("“Don’t – you SEE?”").text(), "dont you see");
        assert_eq!(Normal::of("The N u d e l m a n show").text(), "the nudelman show");
        assert_eq!(Normal::of("I a m").text(), "iam");
        assert_eq!(Normal::of("plan A, plan B").text(), "plan a plan b");
        assert_eq!(Normal::of("…").words(), 0);
    }

    #[test]
    fn a_quote_is_found_where_it_stands() {
        let hay = Normal::of("And the Nuland-Kagan clan should be tried for their crimes, with people.");
        let needle = Normal::of("” the nuland-kagan clan should be tried for their crimes”");
        let range = find(&hay, &needle).unwrap();
        let text = "And the Nuland-Kagan clan should be tried for their crimes, with people.";
        assert_eq!(&text[range], "the Nuland-Kagan clan should be tried for their crimes");
        assert_eq!(find(&hay, &Normal::of("he nuland")), None);
    }
}
