//! A quote cut where something was left out: `…`, `...`, `[…]`, `[snip]`, `[the mayor]`.

use std::ops::Range;

/// Characters that square brackets hold at most where they stand for words left out.
const BRACKETED: usize = 60;

/// A piece of a quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    /// The ellipsis before it touches its first word, which may be the end of one.
    pub(super) cut_start: bool,
    /// The ellipsis after it touches its last word, which may be the beginning of one.
    pub(super) cut_end: bool,
}

/// The pieces of a quote.
pub(super) fn cut(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut from, mut touched, mut at) = (0, false, 0);
    while let Some(next) = text.get(at..).and_then(|rest| rest.find(['…', '.', '['])) {
        at += next;
        let gap = gap(text.get(at..).unwrap_or_default());
        if gap == 0 {
            at += 1;
            while !text.is_char_boundary(at) {
                at += 1;
            }
            continue;
        }
        let end = at + gap;
        let open = text.as_bytes().get(at) == Some(&b'[');
        let is_letter = |c: Option<char>| !open && c.is_some_and(char::is_alphanumeric);
        let before = is_letter(text.get(..at).and_then(|head| head.chars().next_back()));
        pieces.push(Piece { range: from..at, cut_start: touched, cut_end: before });
        touched = is_letter(text.get(end..).and_then(|rest| rest.chars().next()));
        (from, at) = (end, end);
    }
    pieces.push(Piece { range: from..text.len(), cut_start: touched, cut_end: false });
    pieces.retain(|piece| text.get(piece.range.clone()).is_some_and(|words| words.contains(char::is_alphanumeric)));
    pieces
}

/// The bytes of what is left out, at the beginning of a text; 0 for nothing.
fn gap(text: &str) -> usize {
    if let Some(rest) = text.strip_prefix('[') {
        let close = rest.char_indices().take(BRACKETED).find(|(_, c)| matches!(c, ']' | '['));
        return close.filter(|(_, c)| *c == ']').map_or(0, |(at, _)| at + 2);
    }
    let spaced = text.starts_with(". . .");
    let is_dot = |c: char| matches!(c, '.' | '…') || (spaced && c == ' ');
    let dots = text.find(|c| !is_dot(c)).unwrap_or(text.len());
    let run = text.get(..dots).unwrap_or_default().trim_end();
    if run.contains('…') || run.matches('.').count() >= 2 { run.len() } else { 0 }
}

impl Piece {
    /// The words as they stand, and without those that may be cut.
    pub(super) fn readings(&self, text: &str) -> Vec<Range<usize>> {
        let mut readings = vec![self.range.clone()];
        let words = text.get(self.range.clone()).unwrap_or_default();
        let start = if self.cut_start { words.find(char::is_whitespace) } else { Some(0) };
        let end = if self.cut_end { words.rfind(char::is_whitespace) } else { Some(words.len()) };
        if let (Some(start), Some(end)) = (start, end)
            && (self.cut_start || self.cut_end)
            && start < end
        {
            readings.push(self.range.start + start..self.range.start + end);
        }
        readings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_cuts_a_quote() {
        for (text, pieces) in [
            ("no gap at all.", vec!["no gap at all."]),
            ("one … two", vec!["one ", " two"]),
            ("one [...] two [snip] three", vec!["one ", " two ", " three"]),
            ("one. Two (...) three ....", vec!["one. Two (", ") three "]),
            ("one . . . two", vec!["one ", " two"]),
            ("[The mayor] said so", vec![" said so"]),
            ("the gove…nment [unclosed", vec!["the gove", "nment [unclosed"]),
            ("", vec![]),
            ("…", vec![]),
        ] {
            let found: Vec<&str> = cut(text).into_iter().map(|piece| &text[piece.range]).collect();
            assert_eq!(found, pieces, "{text:?}");
        }
        let cut = cut("that the gove…nment will");
        assert!(cut[0].cut_end && cut[1].cut_start && !cut[0].cut_start && !cut[1].cut_end);
        assert_eq!(cut[0].readings("that the gove…nment will").last(), Some(&(0..8)));
    }
}
