//! Cells: how wide text is on the screen.
//!
//! Always measured by grapheme, with the tables that the screen library draws with, so
//! that both agree; a cluster never counts for more than two cells.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Columns of a text.
#[must_use]
pub fn cells(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { graphemes(text).map(|(_, _, cells)| cells).sum() }
}

/// The graphemes with their byte offset and their columns (0 to 2).
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    text.grapheme_indices(true).map(|(at, grapheme)| (at, grapheme, grapheme.width().min(2)))
}

/// The byte at which a prefix of at most so many columns ends.
#[must_use]
pub fn byte_at(text: &str, columns: usize) -> usize {
    if text.is_ascii() {
        return columns.min(text.len());
    }
    let mut sum = 0;
    graphemes(text)
        .find(|(_, _, cells)| {
            sum += cells;
            sum > columns
        })
        .map_or(text.len(), |(at, _, _)| at)
}

/// The text, cut to at most so many columns; a cut ends in `…`.
#[must_use]
pub fn fit(text: &str, columns: usize) -> Cow<'_, str> {
    // Only a head of the text can fit, however long the rest is.
    if byte_at(text, columns) == text.len() {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let head = text.get(..byte_at(text, columns - 1)).unwrap_or_default();
    Cow::Owned(format!("{}…", head.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn emoji_sequences_take_two_cells() {
        for one in ["👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "漢"] {
            assert_eq!(cells(one), 2, "{one}");
        }
        assert_eq!(cells("e\u{301}"), 1);
    }

    #[test]
    fn a_cut_says_so() {
        assert_eq!(fit("below the line", 9), "below th…");
        assert_eq!(fit("below the line", 7), "below…");
        assert_eq!(fit("漢字漢字", 5), "漢字…");
        assert_eq!(fit("short", 5), "short");
    }

    proptest! {
        #[test]
        fn what_fits_is_never_wider(text in "\\PC{0,40}", columns in 0usize..30) {
            prop_assert!(cells(&fit(&text, columns)) <= columns);
        }
    }
}
