//! The words of a comment in normal form, made fast.
//!
//! The same as [`Normal`]'s text, without the table that leads back to the original, which
//! costs more than all the rest when a hundred thousand comments are named. Where a few
//! words were found, the way back is walked. Only common letters and signs are done here;
//! what else there is in a text, [`Normal`] alone knows. Tests hold both together.

use std::ops::Range;

use crate::text::quote::Normal;

/// Brings a text into normal form, in a buffer that is used again.
pub(super) fn fold<'a>(text: &str, out: &'a mut String) -> &'a str {
    if walk(text, out, |_, _| true).is_some() {
        out.make_ascii_lowercase();
    } else {
        out.clear();
        out.push_str(Normal::of(text).text());
    }
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
/// stop. None for what takes more than a look at each character: those of rarer scripts,
/// and three single letters in a row, which may be one word.
fn walk(text: &str, out: &mut String, mut on: impl FnMut(Range<usize>, Range<usize>) -> bool) -> Option<()> {
    out.clear();
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut single = 0;
    loop {
        at = skip(text, at)?;
        if at == bytes.len() {
            return Some(());
        }
        if !out.is_empty() {
            out.push(' ');
        }
        let folded = out.len();
        let (end, letter) = word(text, at, out)?;
        let alone = letter.is_some_and(char::is_alphabetic);
        single = if alone { single + 1 } else { 0 };
        if single == 3 {
            return None;
        }
        // A single letter may belong to what comes next.
        if !on(at..end, folded..out.len()) && !alone {
            return Some(());
        }
        at = end;
    }
}

/// Where the next word begins, or the end.
fn skip(text: &str, mut at: usize) -> Option<usize> {
    loop {
        let rest = text.as_bytes().get(at..)?;
        at += rest.iter().take_while(|b| matches!(b, 0x20..0x7f | b'\n' | b'\t') && !b.is_ascii_alphanumeric()).count();
        match text.get(at..)?.chars().next() {
            Some(c) if is_border(c) => at += c.len_utf8(),
            Some(c) if c.is_ascii_alphanumeric() || is_letter(c) => return Some(at),
            Some(_) => return None,
            None => return Some(at),
        }
    }
}

/// Writes the word that begins here; gives its end, and its letter or digit if it is one.
fn word(text: &str, from: usize, out: &mut String) -> Option<(usize, Option<char>)> {
    let (mut at, mut letters) = (from, 0);
    loop {
        let rest = text.as_bytes().get(at..)?;
        let plain = rest.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        out.push_str(text.get(at..at + plain)?);
        (at, letters) = (at + plain, letters + plain);
        let Some(c) = text.get(at..)?.chars().next().filter(|c| !c.is_ascii() && !is_border(*c)) else { break };
        match c {
            'ς' => out.push('σ'),
            _ if is_letter(c) => out.extend(c.to_lowercase()),
            _ => return None,
        }
        at += c.len_utf8();
        letters += 1;
    }
    let one = text.get(from..at)?.chars().next();
    Some((at, one.filter(|_| letters == 1)))
}

/// Signs of printed text that part words: dashes, quotation marks, dots.
fn is_border(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{a9}' | '«' | '»' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203a}' | '、' | '。')
}

/// Letters of common scripts, none of which is a mark or cannot be seen.
fn is_letter(c: char) -> bool {
    let common = matches!(c,
        '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{481}' | '\u{48a}'..='\u{52f}' | '\u{5d0}'..='\u{5ea}'
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
    common && c.is_alphanumeric()
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
        fn plain_text_has_the_normal_form(text in "([a-zA-Z0-9 '.\\n\\t-]|( [a-cA-C]){1,4}){0,60}") {
            let mut buffer = String::new();
            let normal = Normal::of(&text);
            prop_assert_eq!(fold(&text, &mut buffer), normal.text());
        }

        #[test]
        fn printed_text_has_the_normal_form(text in "([a-zéÜßİΣςКк漢あ가א0-9]|[ «’“”–—…、\\u{a0}\\u{ad}\u{301}\n.×½²]){0,60}") {
            let mut buffer = String::new();
            let normal = Normal::of(&text);
            prop_assert_eq!(fold(&text, &mut buffer), normal.text());
        }

        #[test]
        fn it_is_the_normal_form(text in "([a-zA-Z0-9]|[ '’\"\\n.–]|[İßéК漢👍\u{301}]|( [a-c]){1,4}|\\PC){0,60}") {
            let mut buffer = String::from("left over");
            let normal = Normal::of(&text);
            prop_assert_eq!(fold(&text, &mut buffer), normal.text());
        }

        #[test]
        fn the_way_back_is_the_same(
            text in prop_oneof![
                "([A-Za-zé]{2,5}|[ «’é…ΣςК漢א\\u{a0}]){1,40}",
                "([A-Za-z]{2,5}|[ '\".,]{1,2}|( [a-c]){1,4}){1,40}",
                "([a-z]{2,5}|[ '’\".–]{1,2}|[İßéК漢👍]|( [a-c]){1,4}){1,40}",
            ],
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
