//! Messages whose lines flow (RFC 3676).
//!
//! The order is the standard's: count the `>` and take them off, take one stuffed blank off,
//! then a blank at the end means that the line goes on in the next one. A signature's `-- `
//! never flows, nor does a line into another level of quotes.

use super::Body;
use super::piece::{lines, pieces_of};
use super::plain;
use super::writer::BodyWriter;
use crate::text::Raw;

/// Reads a message. `delsp` says that the blank at a soft break is no part of the text.
pub(super) fn read(raw: Raw, delsp: bool) -> Body {
    let joined = joined(raw.expose(), delsp);
    let lines: Vec<(usize, &str)> = joined.iter().map(|(quote, line)| (*quote, line.as_str())).collect();
    let mut writer = BodyWriter::new();
    for piece in pieces_of(&lines) {
        plain::write(&mut writer, &piece, false);
    }
    writer.finish()
}

/// The lines as they were before they were broken, with their levels of quotes.
fn joined(text: &str, delsp: bool) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    let mut flows = false;
    for line in lines(text) {
        let quote = line.bytes().take_while(|b| *b == b'>').count();
        let bare = line.get(quote..).unwrap_or_default();
        let bare = bare.strip_prefix(' ').unwrap_or(bare);
        let is_signature = bare == "-- ";
        match out.last_mut() {
            Some((level, last)) if flows && *level == quote && !is_signature => {
                if delsp {
                    last.pop();
                }
                last.push_str(bare);
            }
            _ => out.push((quote, bare.to_owned())),
        }
        flows = bare.ends_with(' ') && !is_signature;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_in_the_order_of_the_standard() {
        let text = "> one \n> two\n>> deep \n> up\n >not a quote\n From here \n on \n-- \nme \nher";
        let expected: Vec<(usize, String)> = [
            (1, "one two"),
            (2, "deep "),
            (1, "up"),
            (0, ">not a quote"),
            (0, "From here on "),
            (0, "-- "),
            (0, "me her"),
        ]
        .map(|(level, line)| (level, line.to_owned()))
        .to_vec();
        assert_eq!(joined(text, false), expected);
        assert_eq!(joined("長い \r\n行", true), [(0, "長い行".to_owned())]);
    }
}
