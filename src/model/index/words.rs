//! The words of a comment in normal form, for its key alone.
//!
//! The same as [`Normal`]'s text, without the way back to the original, which costs more
//! than all the rest when a hundred thousand comments are named. A test holds both together.

use crate::text::quote::Normal;

/// Brings a text into normal form, in a buffer that is used again.
pub(super) fn fold<'a>(text: &str, out: &'a mut String) -> &'a str {
    out.clear();
    let mut rest = text;
    let mut single = 0;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        rest = rest.get(start..).unwrap_or_default();
        let length = word(rest, out);
        let first = rest.chars().next();
        let alone = first.is_some_and(|c| c.is_alphabetic() && c.len_utf8() == length);
        single = if alone { single + 1 } else { 0 };
        if single == 3 {
            // Letters that stand apart may be one word.
            out.clear();
            out.push_str(Normal::of(text).text());
            return out;
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    // Other letters were made small as they came.
    out.make_ascii_lowercase();
    out
}

/// Adds the word that a text begins with; gives its length in the text.
fn word(text: &str, out: &mut String) -> usize {
    if !out.is_empty() {
        out.push(' ');
    }
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
    }
}
