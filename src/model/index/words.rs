//! The words of a comment in normal form, made fast.
//!
//! The same as [`Normal`]'s text, without the table that leads back to the original, which
//! costs more than all the rest when a hundred thousand comments are named. Where a few
//! words were found, the way back is walked. Tests hold both together.

use std::ops::Range;

use crate::text::quote::Normal;

/// Brings a text into normal form, in a buffer that is used again.
pub(super) fn fold<'a>(text: &str, out: &'a mut String) -> &'a str {
    if walk(text, out, |_, _| true).is_none() {
        // Letters that stand apart may be one word.
        out.clear();
        out.push_str(Normal::of(text).text());
    }
    // Other letters were made small as they came.
    out.make_ascii_lowercase();
    out
}

/// The bytes of a text that whole words of its normal form came from.
pub(super) fn original(text: &str, range: &Range<usize>, buffer: &mut String) -> Range<usize> {
    let (mut start, mut end) = (0, 0);
    let found = walk(text, buffer, |word, folded| {
        if folded.start == range.start {
            start = word.start;
        }
        if folded.end <= range.end {
            end = word.end;
        }
        folded.end < range.end
    });
    match found {
        Some(()) => start..end,
        None => Normal::of(text).original(range.clone()),
    }
}

/// Goes through the words, with their bytes in the text and in the buffer, until told to
/// stop. None at three single letters in a row: what they are is not told word by word.
fn walk(text: &str, out: &mut String, mut on: impl FnMut(Range<usize>, Range<usize>) -> bool) -> Option<()> {
    out.clear();
    let mut at = 0;
    let mut single = 0;
    while let Some(blank) = text.get(at..).and_then(|rest| rest.find(char::is_alphanumeric)) {
        at += blank;
        if !out.is_empty() {
            out.push(' ');
        }
        let rest = text.get(at..).unwrap_or_default();
        let folded = out.len();
        let length = word(rest, out);
        let first = rest.chars().next();
        let alone = first.is_some_and(|c| c.is_alphabetic() && c.len_utf8() == length);
        single = if alone { single + 1 } else { 0 };
        if single == 3 {
            return None;
        }
        // A single letter may belong to what comes next.
        if !on(at..at + length, folded..out.len()) && !alone {
            break;
        }
        at += length;
    }
    Some(())
}

/// Adds the word that a text begins with; gives its length in the text.
fn word(text: &str, out: &mut String) -> usize {
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let plain = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        out.push_str(rest.get(..plain).unwrap_or_default());
        at += plain;
        let mut chars = rest.get(plain..).unwrap_or_default().chars();
        match chars.next() {
            Some(c) if c.is_alphanumeric() => {
                out.extend(c.to_lowercase());
                at += c.len_utf8();
            }
            _ => return at,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_that_stand_apart_are_one_word() {
        assert_eq!(fold("The N u d e l m a n show", &mut String::new()), "the nudelman show");
    }

    proptest! {
        #[test]
        fn it_is_the_normal_form(text in "([a-zA-Z0-9]|[ '’\"\\n.–]|[İßéК漢👍\u{301}]|( [a-c]){1,4}|\\PC){0,60}") {
            let mut buffer = String::from("left over");
            let normal = Normal::of(&text);
            prop_assert_eq!(fold(&text, &mut buffer), normal.text());
        }

        #[test]
        fn the_way_back_is_the_same(
            text in "([a-z]{2,5}|[ '’\".–]{1,2}|[İßéК漢👍]|( [a-c]){1,4}){1,40}",
            from in 0usize..20,
            words in 1usize..20,
        ) {
            let normal = Normal::of(&text);
            let starts: Vec<usize> = normal.text().split(' ').scan(0, |at, word| {
                let start = *at;
                *at += word.len() + 1;
                Some(start)
            }).collect();
            prop_assume!(!normal.text().is_empty() && from < starts.len());
            let end = starts.get(from + words).map_or(normal.text().len(), |next| next - 1);
            let range = starts[from]..end;
            prop_assert_eq!(original(&text, &range, &mut String::new()), normal.original(range));
        }
    }
}
