//! Breaking a paragraph into rows.
//!
//! The words and where they may break come from `textwrap` (UAX 14), the greedy fitting is
//! ours, for two reasons: `textwrap` measures by character and is wrong for joined emoji,
//! and rows are needed as byte ranges. Plain ASCII takes a road of its own that looks for
//! blanks only.

use std::ops::Range;

use textwrap::WordSeparator;

use super::width::{cells, graphemes};

/// The rows of one paragraph at a width in cells, as byte ranges. `\n` is a hard break;
/// blanks at a soft break are in no range; an empty text is one empty row. No row is wider
/// than the width, except by a character that alone is.
#[must_use]
pub fn lines(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    for (start, line) in hard_lines(text) {
        if line.is_ascii() && !line.contains('/') {
            ascii(line, start, columns.max(1), &mut rows);
        } else {
            by_words(line, start, columns.max(1), &mut rows);
        }
    }
    rows
}

/// The rows of text that keeps its blanks: broken at `\n`, and cut at the width.
#[must_use]
pub fn preformatted(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    for (start, line) in hard_lines(text) {
        cut(line.trim_end(), start, columns.max(1), &mut rows);
    }
    rows
}

fn hard_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split('\n').map(move |line| {
        let start = at;
        at += line.len() + 1;
        (start, line)
    })
}

/// Greedy fitting where a byte is a cell and words end at blanks.
fn ascii(line: &str, base: usize, columns: usize, rows: &mut Vec<Range<usize>>) {
    let bytes = line.as_bytes();
    let end = line.trim_end().len();
    let mut start = bytes.iter().take(end).take_while(|b| **b == b' ').count().min(columns - 1);
    // Blanks before the first word are the author's; they stay as far as they fit.
    start = if start < end { 0 } else { end };
    loop {
        if end - start <= columns {
            rows.push(base + start..base + end);
            return;
        }
        let window = bytes.get(start..=start + columns).unwrap_or_default();
        let blank = memchr::memrchr(b' ', window).filter(|at| window.iter().take(*at).any(|b| *b != b' '));
        // A hyphen inside a word may end a row, as UAX 14 has it.
        let hyphen = hyphen_break(window).filter(|at| blank.is_none_or(|blank| *at > blank));
        let stop = hyphen.or(blank).unwrap_or(columns);
        let row = window.get(..stop).unwrap_or_default();
        let trimmed = row.iter().rposition(|b| *b != b' ').map_or(0, |at| at + 1);
        rows.push(base + start..base + start + trimmed);
        start += stop;
        while bytes.get(start) == Some(&b' ') {
            start += 1;
        }
    }
}

/// The byte after the last hyphen that stands between letters.
fn hyphen_break(window: &[u8]) -> Option<usize> {
    let letters = |at: usize| window.get(at).is_some_and(u8::is_ascii_alphabetic);
    (1..window.len().saturating_sub(1))
        .rev()
        .find(|at| window.get(*at) == Some(&b'-') && letters(at - 1) && letters(at + 1))
        .map(|at| at + 1)
}

/// Greedy fitting of words as UAX 14 sees them.
fn by_words(line: &str, base: usize, columns: usize, rows: &mut Vec<Range<usize>>) {
    let line = line.trim_end();
    let mut row: Option<(Range<usize>, usize)> = None;
    let mut at = 0;
    for word in WordSeparator::UnicodeBreakProperties.find_words(line) {
        let start = at;
        let end = start + word.word.len();
        at = end + word.whitespace.len();
        let width = cells(word.word);
        if let Some((mut range, used)) = row.take() {
            let gap = cells(line.get(range.end..start).unwrap_or_default());
            if used + gap + width <= columns {
                range.end = end;
                row = Some((range, used + gap + width));
                continue;
            }
            rows.push(base + range.start..base + range.end);
        }
        if width <= columns {
            row = Some((start..end, width));
        } else {
            let mut pieces = Vec::new();
            cut(word.word, start, columns, &mut pieces);
            let last = pieces.pop().unwrap_or(start..end);
            rows.extend(pieces.into_iter().map(|piece| base + piece.start..base + piece.end));
            let used = cells(line.get(last.clone()).unwrap_or_default());
            row = Some((last, used));
        }
    }
    match row {
        Some((range, _)) => rows.push(base + range.start..base + range.end),
        None if line.is_empty() => rows.push(base..base),
        None => {}
    }
}

/// Cuts text at the width, at borders of graphemes; in addresses, after a slash if one is near.
fn cut(text: &str, base: usize, columns: usize, rows: &mut Vec<Range<usize>>) {
    let (mut start, mut used) = (0, 0);
    let mut slash = None;
    for (at, grapheme, cells) in graphemes(text) {
        if used + cells > columns && at > start {
            let stop = slash.take().filter(|slash| *slash > start + (at - start) / 2).unwrap_or(at);
            rows.push(base + start..base + stop);
            start = stop;
            used = super::width::cells(text.get(stop..at).unwrap_or_default());
        }
        used += cells;
        if grapheme == "/" {
            slash = Some(at + 1);
        }
    }
    rows.push(base + start..base + text.len());
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str, columns: usize) -> Vec<&str> {
        lines(text, columns).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn words_break_at_blanks_and_hyphens() {
        assert_eq!(rows("the well-known rule of the house", 9), ["the well-", "known", "rule of", "the house"]);
        assert_eq!(rows("a\n\nb", 5), ["a", "", "b"]);
        assert_eq!(rows("", 5), [""]);
        assert_eq!(rows("incomprehensibilities", 8), ["incompre", "hensibil", "ities"]);
    }

    #[test]
    fn ideographs_break_between_each_other_and_emoji_stay_whole() {
        assert_eq!(rows("漢字漢字漢字", 5), ["漢字", "漢字", "漢字"]);
        assert_eq!(rows("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 3), ["👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"]);
    }

    #[test]
    fn code_keeps_its_blanks() {
        let text = "  let x = 1;\n    y";
        let found: Vec<&str> = preformatted(text, 8).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["  let x ", "= 1;", "    y"]);
    }

    proptest! {
        #[test]
        fn no_row_is_too_wide_and_only_blanks_are_lost(text in "[a-c \\-/é漢👍🏽\n]{0,60}", columns in 1usize..20) {
            let found = lines(&text, columns);
            let mut at = 0;
            for row in &found {
                prop_assert!(row.start >= at);
                prop_assert!(text[at..row.start].chars().all(char::is_whitespace));
                let piece = &text[row.clone()];
                prop_assert!(cells(piece) <= columns.max(2), "{piece:?} at {columns}");
                at = row.end;
            }
            prop_assert!(text[at..].chars().all(char::is_whitespace));
        }

        #[test]
        fn both_roads_agree_where_both_can_go(text in "[a-d ]{0,60}", columns in 1usize..20) {
            let (mut fast, mut slow) = (Vec::new(), Vec::new());
            let text = text.trim_start();
            ascii(text, 0, columns, &mut fast);
            by_words(text, 0, columns, &mut slow);
            prop_assert_eq!(fast, slow);
        }
    }
}
