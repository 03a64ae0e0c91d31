//! Cells: how many columns of the screen a text takes.
//!
//! The measure is that of the screen library: extended grapheme clusters (UAX 29), the width of each by `unicode-width`
//! on the cluster as a string, plus one for each halfwidth sound mark (U+FF9E, U+FF9F), which terminals give a cell of
//! its own. Measuring by character is wrong by up to six columns for one emoji.
//!
//! A cluster of more than two columns (Indic consonant clusters, mostly) is cut into pieces of at most two, so that a
//! narrow column can break it like any other long word. The pieces add up to the width of the whole.
//!
//! Text is expected to be clean. Controls count as the zero columns that the screen library draws.

use super::clean::class;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The sign that stands for what was cut off.
pub const ELLIPSIS: &str = "…";

/// Columns of `s`.
pub fn cells(s: &str) -> usize {
    match ascii_cells(s) {
        Some(n) => n,
        None => graphemes(s).map(|(_, _, cells)| cells).sum(),
    }
}

/// Columns of `s` if it is ASCII: one for each character that is no control.
fn ascii_cells(s: &str) -> Option<usize> {
    s.is_ascii().then(|| s.bytes().filter(|b| !b.is_ascii_control()).count())
}

/// The grapheme clusters of `s`: byte offset, text, columns (0 to 2). Clusters wider than that come in pieces.
pub fn graphemes(s: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    Graphemes { text: s, at: 0, cluster: 0 }
}

/// Columns of one cluster or piece, as the screen counts them.
fn measure(s: &str) -> usize {
    match s.as_bytes() {
        [b] => usize::from(!b.is_ascii_control()),
        _ if s.contains(char::is_control) => 0,
        _ => s.width() + s.chars().filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}')).count(),
    }
}

struct Graphemes<'a> {
    text: &'a str,
    /// Where the next piece begins.
    at: usize,
    /// Where the cluster ends that the last piece was cut from.
    cluster: usize,
}

impl<'a> Iterator for Graphemes<'a> {
    type Item = (usize, &'a str, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.at;
        let text = self.text;
        let is_printed = |at: usize| text.as_bytes().get(at).is_none_or(|byte| matches!(byte, b' '..=b'~'));
        if at >= self.cluster && at < text.len() && is_printed(at) && is_printed(at + 1) {
            self.at = at + 1;
            return Some((at, &text[at..self.at], 1));
        }
        if at >= self.cluster {
            if let Some((end, cells)) = plain(&text[at..]) {
                self.at = at + end;
                return Some((at, &text[at..self.at], cells));
            }
            // Each cluster is asked for afresh: no break rule looks back over a border.
            self.cluster = at + text[at..].graphemes(true).next()?.len();
        }
        let rest = head(&text[at..self.cluster]);
        let (end, cells) = match measure(rest) {
            cells @ 0..=2 => (rest.len(), cells),
            _ => first_piece(rest),
        };
        self.at = at + end;
        Some((at, &rest[..end], cells))
    }
}

/// The part of a cluster that is looked at as one. Clean text has none that is longer; a raw one of a hundred
/// thousand characters is measured in parts, not over and over as a whole.
fn head(cluster: &str) -> &str {
    const LONGEST: usize = 256;
    let end = (0..=LONGEST.min(cluster.len())).rev().find(|at| cluster.is_char_boundary(*at));
    &cluster[..end.unwrap_or(0)]
}

/// Bytes and columns of the first character of `s`, if it is plainly a cluster: both it and the next one are characters
/// that no break rule concerns. Most are, and segmentation costs ten times as much.
fn plain(s: &str) -> Option<(usize, usize)> {
    let mut chars = s.chars();
    let c = chars.next()?;
    let next = chars.next();
    let alone = |c: char| c.is_ascii() || class::is_plain(c);
    if c.is_ascii_control() || !alone(c) || !next.is_none_or(alone) {
        return None;
    }
    Some((c.len_utf8(), c.width().unwrap_or(0)))
}

/// The longest start of a wide cluster that takes at most two columns, and those columns. Characters of no width stay
/// with what is before them; a first character that is wider than two columns by itself counts as two.
fn first_piece(s: &str) -> (usize, usize) {
    let (mut end, mut cells) = (0, 0);
    for c in s.chars() {
        let next = end + c.len_utf8();
        let wide = measure(&s[..next]);
        if end > 0 && wide > 2 && c.width() != Some(0) {
            break;
        }
        (end, cells) = (next, wide);
    }
    (end, cells.min(2))
}

/// Byte offset in `s` after as many whole graphemes as fit into `cells` columns; `s.len()` when all of it fits.
pub fn byte_at(s: &str, cells: usize) -> usize {
    let bytes = s.as_bytes();
    let head = &bytes[..bytes.len().min(cells)];
    // A mark after the last byte of the head would belong to it, so that byte is looked at too.
    if head.iter().all(|b| (0x20..0x7f).contains(b)) && bytes.get(cells).is_none_or(u8::is_ascii) {
        return head.len();
    }
    let mut used = 0;
    for (at, _, wide) in graphemes(s) {
        if used + wide > cells {
            return at;
        }
        used += wide;
    }
    s.len()
}

/// `s` in at most `cells` columns: as it is when it fits, else its start with "…" at the end. Cut at a grapheme border;
/// blanks before the "…" go.
pub fn fit(s: &str, cells: usize) -> Cow<'_, str> {
    let end = byte_at(s, cells);
    if end == s.len() {
        return Cow::Borrowed(s);
    }
    if cells == 0 {
        return Cow::Borrowed("");
    }
    let end = byte_at(s, cells - 1);
    Cow::Owned(format!("{}{ELLIPSIS}", s[..end].trim_end()))
}

/// `s` in at most `cells` columns: as it is when it fits, else its end with "…" at the start. Cut at a grapheme border.
pub fn fit_left(s: &str, cells: usize) -> Cow<'_, str> {
    if byte_at(s, cells) == s.len() {
        return Cow::Borrowed(s);
    }
    if cells == 0 {
        return Cow::Borrowed("");
    }
    let all: Vec<_> = graphemes(s).collect();
    let (mut start, mut used) = (s.len(), 0);
    for &(at, _, wide) in all.iter().rev() {
        if used + wide > cells - 1 {
            break;
        }
        (start, used) = (at, used + wide);
    }
    Cow::Owned(format!("{ELLIPSIS}{}", s[start..].trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn measures_by_grapheme() {
        for (text, columns) in [
            ("", 0),
            ("abc", 3),
            ("漢字", 4),
            ("e\u{301}", 1),
            ("👩\u{200d}👩\u{200d}👧\u{200d}👦", 2),
            ("🏳\u{fe0f}\u{200d}🌈", 2),
            ("👍🏽", 2),
            ("❤\u{fe0f}", 2),
            ("❤", 1),
            ("1\u{fe0f}\u{20e3}", 2),
            ("🇺🇸🇩🇪", 4),
            ("स्त्री", 4),
            ("…‹›␛", 4),
        ] {
            assert_eq!(cells(text), columns, "{text}");
        }
    }

    #[test]
    fn wide_clusters_come_in_pieces() {
        let pieces: Vec<_> = graphemes("aस्त्री").collect();
        assert_eq!(pieces, [(0, "a", 1), (1, "स्त्", 2), (13, "री", 2)]);
    }

    #[test]
    fn fits() {
        for (text, columns, start, end) in [
            ("abc", 3, "abc", "abc"),
            ("abcd", 3, "ab…", "…cd"),
            ("ab cd", 4, "ab…", "…cd"),
            ("漢字漢字", 4, "漢…", "…字"),
            ("漢字", 3, "漢…", "…字"),
            ("漢字", 1, "…", "…"),
            ("abc", 0, "", ""),
            ("", 0, "", ""),
            ("abe\u{301}", 3, "abe\u{301}", "abe\u{301}"),
            ("abe\u{301}cd", 4, "abe\u{301}…", "…e\u{301}cd"),
        ] {
            assert_eq!(fit(text, columns), start);
            assert_eq!(fit_left(text, columns), end);
        }
    }

    proptest! {
        /// The short way for plain characters gives the clusters and widths of the libraries.
        #[test]
        fn short_way_agrees(text in "(\\PC|[a-zé漢가ц\u{5d0}\u{644}\u{627} \u{301}\u{200d}\u{fe0e}\u{fe0f}\u{600}\u{11a8}])*") {
            let short: Vec<_> = graphemes(&text).filter(|g| g.2 < 2).map(|g| g.0).collect();
            let long: Vec<_> = text.grapheme_indices(true).filter(|g| measure(g.1) < 2).map(|g| g.0).collect();
            prop_assert!(long.iter().all(|at| short.contains(at)));
            let screen: usize = text.graphemes(true).map(measure).sum();
            let narrow = text.graphemes(true).all(|g| measure(g) <= 2);
            prop_assert!(!narrow || cells(&text) == screen);
        }

        #[test]
        fn cuts_are_borders_and_never_wider(text in "(\\PC|[a-z漢 \u{301}\u{200d}👩]){0,20}", columns in 0usize..12) {
            let at = byte_at(&text, columns);
            prop_assert!(cells(&text[..at]) <= columns);
            prop_assert!(at == text.len() || graphemes(&text).any(|(border, ..)| border == at));
            prop_assert!(cells(&fit(&text, columns)) <= columns);
            prop_assert!(cells(&fit_left(&text, columns)) <= columns);
            prop_assert_eq!(fit(&text, columns) == text, cells(&text) <= columns);
        }

        #[test]
        fn pieces_are_the_text(text: String) {
            let joined: String = graphemes(&text).map(|(_, piece, _)| piece).collect();
            prop_assert_eq!(&joined, &text);
            prop_assert!(graphemes(&text).all(|(at, piece, wide)| wide <= 2 && text[at..].starts_with(piece)));
        }
    }
}
