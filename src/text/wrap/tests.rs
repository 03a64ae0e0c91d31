use super::*;
use crate::text::{Clean, Raw};
use proptest::prelude::*;

fn wrapped(text: &str, width: usize) -> Vec<&str> {
    lines(text, width).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn wraps() {
    for (text, width, expected) in [
        ("", 10, vec![""]),
        ("   ", 10, vec![""]),
        ("\n", 10, vec!["", ""]),
        ("a\n\nb", 10, vec!["a", "", "b"]),
        ("the quick brown fox", 10, vec!["the quick", "brown fox"]),
        ("the quick  brown fox  ", 9, vec!["the quick", "brown fox"]),
        ("  indented text", 10, vec!["  indented", "text"]),
        ("          x", 5, vec!["x"]),
        ("abcdefghij", 4, vec!["abcd", "efgh", "ij"]),
        ("ab cdefghij k", 4, vec!["ab", "cdef", "ghij", "k"]),
        ("abc", 0, vec!["a", "b", "c"]),
        ("see https://example.com/one/two/three now", 20, vec!["see https://", "example.com/one/two/", "three now"]),
        ("well-known-words here", 12, vec!["well-known-w", "ords here"]),
        ("漢字漢字漢字", 5, vec!["漢字", "漢字", "漢字"]),
        ("漢字。漢字", 4, vec!["漢", "字。", "漢字"]),
        ("漢a", 1, vec!["漢", "a"]),
        ("café crème brûlée", 10, vec!["café crème", "brûlée"]),
        ("a\u{a0}b c", 3, vec!["a\u{a0}b", "c"]),
        ("a\u{2003}b\u{3000}c", 3, vec!["a\u{2003}b", "c"]),
        (
            "👩\u{200d}👩\u{200d}👧\u{200d}👦👩\u{200d}👩\u{200d}👧\u{200d}👦",
            3,
            vec!["👩\u{200d}👩\u{200d}👧\u{200d}👦", "👩\u{200d}👩\u{200d}👧\u{200d}👦"],
        ),
        ("❤\u{fe0f}❤\u{fe0f}❤\u{fe0f} ab", 4, vec!["❤\u{fe0f}❤\u{fe0f}", "❤\u{fe0f}", "ab"]),
        ("e\u{301}e\u{301}e\u{301}", 2, vec!["e\u{301}e\u{301}", "e\u{301}"]),
        ("स्त्री", 3, vec!["स्त्", "री"]),
    ] {
        assert_eq!(wrapped(text, width), expected, "{text:?} at {width}");
    }
}

#[test]
fn hangs() {
    let of = |text: &'static str, first, rest| -> Vec<&str> {
        lines_hanging(text, first, rest).into_iter().map(|range| &text[range]).collect()
    };
    assert_eq!(of("one two three four", 3, 9), ["one", "two three", "four"]);
    assert_eq!(of("one two\nthree four", 7, 5), ["one two", "three", "four"]);
    assert_eq!(of("abcdefgh", 2, 4), ["ab", "cdef", "gh"]);
    assert_eq!(of("é abcdefgh", 2, 4), ["é", "abcd", "efgh"]);
}

#[test]
fn preformatted_keeps_blanks() {
    let of = |text: &'static str, width| -> Vec<&str> {
        preformatted(text, width).into_iter().map(|range| &text[range]).collect()
    };
    assert_eq!(of("  fn  x() {\n\n  }  ", 6), ["  fn  ", "x() {", "", "  }  "]);
    assert_eq!(of("漢字é", 3), ["漢", "字é"]);
    assert_eq!(of("", 3), [""]);
}

#[test]
fn long_inputs_are_linear() {
    // Quadratic work would take minutes here.
    for text in ["x".repeat(1 << 20), "/a".repeat(1 << 19), "漢".repeat(1 << 17), "\u{1f1e6}".repeat(1 << 17)] {
        assert!(lines(&text, 7).len() > 10_000);
    }
}

fn source() -> impl Strategy<Value = String> {
    let words = prop_oneof![
        4 => "[a-z]{1,12}",
        1 => "[ \\-./?!()\\[\\]{}|%$0-9a-c\"']{1,8}",
        1 => "[漢字。、ｶﾞ\u{3000}\u{a0}é\u{301}]{1,6}",
        1 => "(👩\u{200d}👩|❤\u{fe0f}|🇦🇧|स्त्री|क्षि|\u{600}1|가|\n){1,4}",
        1 => "\\PC{0,6}",
    ];
    prop::collection::vec(words, 0..14).prop_map(|words| words.join(" "))
}

fn check(text: &str, ranges: &[Range<usize>], limit: impl Fn(usize) -> usize) -> Result<(), TestCaseError> {
    let mut end = 0;
    for (n, range) in ranges.iter().enumerate() {
        prop_assert!(end <= range.start && range.start <= range.end);
        let lost = &text[end..range.start];
        prop_assert!(lost.chars().all(|c| is_blank(c) || c == '\n'), "lost {lost:?}");
        let line = &text[range.clone()];
        prop_assert!(!line.contains('\n') && !line.ends_with(is_blank));
        let alone = width::graphemes(line).filter(|g| g.2 > 0).count() == 1;
        prop_assert!(width::cells(line) <= limit(n) || alone, "{line:?}");
        end = range.end;
    }
    prop_assert!(text[end..].chars().all(|c| is_blank(c) || c == '\n'));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn loses_only_blanks_and_stays_inside(text in source(), first in 0usize..30, rest in 0usize..30) {
        let text = Clean::text(Raw::new(&text));
        let text = text.as_str();
        let ranges = lines_hanging(text, first, rest);
        prop_assert!(ranges.len() > text.matches('\n').count());
        check(text, &ranges, |n| if n == 0 { first.max(1) } else { rest.max(1) })?;
    }

    /// Text that was not cleaned is wrapped without panic, and loses nothing either.
    #[test]
    fn is_total(text: String, width in 0usize..12) {
        let ranges = lines(&text, width);
        let kept: usize = ranges.iter().map(|range| text[range.clone()].chars().filter(|&c| !is_blank(c)).count()).sum();
        prop_assert_eq!(kept, text.chars().filter(|&c| !is_blank(c) && c != '\n').count());
    }

    /// The short way for ASCII breaks where the long way does.
    #[test]
    fn both_ways_agree(words in prop::collection::vec("[a-z]{1,12}[.,;:]?|https?://[a-z]{2,9}\\.org/[a-z/]{0,20}", 0..20), width in 1usize..40) {
        let text = words.join(" ");
        let mut long = Filler::new(&text, width, width);
        long.unicode(0..text.len(), 0);
        long.end_line(0);
        prop_assert_eq!(lines(&text, width), long.done);
    }

    #[test]
    fn preformatted_loses_nothing(text in source(), width in 0usize..20) {
        let text = Clean::text(Raw::new(&text));
        let text = text.as_str();
        let ranges = preformatted(text, width);
        let joined: String = ranges.iter().map(|range| &text[range.clone()]).collect();
        prop_assert_eq!(joined, text.replace('\n', ""));
        for range in ranges {
            let line = &text[range];
            prop_assert!(width::cells(line) <= width.max(1) || width::graphemes(line).filter(|g| g.2 > 0).count() == 1);
        }
    }
}
