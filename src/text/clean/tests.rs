use super::*;
use crate::text::width;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

fn text(s: &str) -> Clean {
    Clean::text(Raw::new(s))
}

/// Cleans each text and compares what is seen and how much is hidden.
fn table(rows: &[(&str, &str, u32)]) {
    for (source, seen, hidden) in rows {
        let clean = text(source);
        assert_eq!((clean.as_str(), clean.hidden()), (*seen, *hidden), "{}", source.escape_debug());
    }
}

#[test]
fn controls_become_pictures() {
    table(&[
        ("plain", "plain", 0),
        ("\u{1b}[31mred\u{1b}[0m", "␛[31mred␛[0m", 0),
        ("\u{0}\u{7}\u{8}\u{e}\u{1f}\u{7f}", "␀␇␈␎␟␡", 0),
        ("\u{80}\u{9b}31m\u{9d}0;t\u{9c}\u{9f}", "␦␦31m␦0;t␦␦", 0),
        // Nothing is removed, so nothing joins to a new sequence.
        ("\u{1b}\u{1b}]\u{200b}52;c;\u{7}", "␛␛]52;c;␇", 1),
        ("\u{fffd}", "\u{fffd}", 0),
        ("\u{e000}\u{fdd0}\u{ffff}\u{10ffff}\u{f8ff}", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}", 0),
    ]);
}

#[test]
fn separators_become_breaks() {
    table(&[
        ("a\nb\rc\r\nd", "a\nb\nc\nd", 0),
        ("a\u{85}b\u{2028}c\u{2029}d\u{b}e\u{c}f", "a\nb\nc\nd\ne\nf", 0),
        ("\r\r\n\n\r", "\n\n\n\n", 0),
        ("a\u{1c}b", "a␜b", 0),
    ]);
}

#[test]
fn tabs_reach_the_next_stop() {
    table(&[
        ("\tx", "    x", 0),
        ("a\tb\tc", "a   b   c", 0),
        ("abcd\tx", "abcd    x", 0),
        ("漢\tx\ty", "漢  x   y", 0),
        ("ab\nc\td\u{1b}\te", "ab\nc   d␛  e", 0),
        ("\u{200b}\t\u{200b}x", "    x", 2),
    ]);
}

#[test]
fn directions_are_named_and_the_unseen_is_counted() {
    table(&[
        ("a\u{202e}b\u{2066}c\u{2069}", "a‹RLO›b‹LRI›c‹PDI›", 0),
        ("\u{202a}\u{202b}\u{202c}\u{202d}\u{2067}\u{2068}", "‹LRE›‹RLE›‹PDF›‹LRO›‹RLI›‹FSI›", 0),
        ("pay\u{200b}pal\u{200e}\u{200f}\u{61c}\u{feff}\u{2060}\u{2064}", "paypal", 7),
        ("su\u{ad}per\u{34f}", "super", 2),
        ("hello\u{e0069}\u{e0067}\u{e0001}", "hello", 3),
        ("a\u{e0142}\u{fe0f}\u{fe0e}\u{fe00}", "a", 4),
        ("\u{3164}\u{115f}\u{1160}\u{ffa0}\u{17b4}\u{180e}", "", 6),
        ("שלום عالم (1)", "שלום عالم (1)", 0),
    ]);
}

#[test]
fn working_joiners_and_selectors_stay() {
    for kept in [
        "👨🏽\u{200d}💻",
        "👩\u{200d}👩\u{200d}👧\u{200d}👦",
        "👨🏻\u{200d}❤\u{fe0f}\u{200d}💋\u{200d}👨🏼",
        "🏳\u{fe0f}\u{200d}🌈",
        "🏃\u{200d}♀\u{fe0f} 🏃\u{200d}♀ 👁\u{fe0f}\u{200d}🗨\u{fe0f} 🏴\u{200d}☠\u{fe0f}",
        "❤\u{fe0f} ☺\u{fe0e} ©\u{fe0f} ⚡\u{fe0f}",
        "1\u{fe0f}\u{20e3} #\u{fe0f}\u{20e3}",
        "🇺🇸🇩🇪",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        "می\u{200c}خواهم",
        "र\u{94d}\u{200d}य क\u{94d}\u{200c}ष ന\u{d4d}\u{200d} .",
        "स्त्री क्षि",
        "ᠠ\u{180b}",
        "ལྷ་ས",
        "각",
        "ｶ\u{ff9e}",
    ] {
        assert_eq!((text(kept).as_str(), text(kept).hidden()), (kept, 0));
    }
    table(&[
        ("a\u{200d}b", "ab", 1),
        ("👩\u{200d}a", "👩a", 1),
        ("👩\u{200d}", "👩", 1),
        ("👩\u{200d}\u{200d}👩", "👩\u{200d}👩", 1),
        ("👩\u{200d}\u{301}", "👩\u{301}", 1),
        ("1\u{fe0f}", "1", 1),
        ("1\u{fe0f}a", "1a", 1),
        ("❤\u{fe0f}\u{fe0f}", "❤\u{fe0f}", 1),
        ("م\u{200c} م", "م م", 1),
        ("م\u{200c}a", "مa", 1),
        ("🏴\u{e0068}\u{e0069}\u{e007f}x", "🏴x", 3),
        ("🏴\u{e0067}\u{e0062}x", "🏴x", 2),
        ("🏴\u{e0067}\u{1b}\u{e007f}", "🏴␛", 2),
    ]);
}

#[test]
fn clusters_are_capped() {
    let zalgo = format!("Z{}end", "\u{335}\u{322}\u{341}".repeat(20_000));
    let clean = text(&zalgo);
    assert_eq!(clean.hidden(), 60_000 - 8);
    assert_eq!(clean.len(), 1 + 8 * 2 + 3);
    let jamo = text(&format!("{}가", "\u{1100}".repeat(100_000)));
    assert_eq!((jamo.as_str(), jamo.hidden()), ("\u{1100}", 100_000));
    let chain = text(&format!("👨{}", "\u{200d}👩".repeat(1_000)));
    assert!(chain.as_str().matches('👩').count() == 1_000 && chain.hidden() > 50);
    for wild in ["\u{1f1e6}".repeat(10_001), "\u{600}".repeat(10_000) + "1", "क्".repeat(5_000) + "ष"] {
        assert_capped(&text(&wild));
    }
    assert_eq!(text("a🏻b").as_str(), "ab");
}

#[test]
fn caps_hold_across_pieces() {
    let mut cleaner = Cleaner::new();
    cleaner.push(Raw::new("e"));
    for _ in 0..100 {
        cleaner.push(Raw::new("\u{301}"));
    }
    for piece in ["\r", "\n", "👩", "\u{200d}", "👩", "\u{200d}"] {
        cleaner.push(Raw::new(piece));
    }
    let clean = cleaner.finish();
    assert_eq!(clean.as_str(), format!("e{}\n👩\u{200d}👩", "\u{301}".repeat(8)));
    assert_eq!(clean.hidden(), 93);
}

#[test]
fn nothing_hangs_on_a_border() {
    table(&[
        ("\u{301}\u{301}start", "◌\u{301}\u{301}start", 0),
        ("a\n\u{20e3}", "a\n◌\u{20e3}", 0),
        ("a \u{301}", "a ◌\u{301}", 0),
        ("\u{200d}\n\u{fe0f}\n", "\n\n", 2),
        // Of no width, or too wide, when alone.
        ("\u{1161} \u{17d8}", "‹U+1161› ‹U+17D8›", 0),
    ]);
}

#[test]
fn one_line_squeezes() {
    for (source, seen, hidden) in [
        ("  a \t\r\n b\u{2028}c  ", "a b c", 0),
        ("\u{a0}\u{2800}x\u{3000}y\u{3164}", "x y", 1),
        ("\u{1b}[2J\n", "␛[2J", 0),
        (" \n ", "", 0),
        ("a \u{301}b", "a ◌\u{301}b", 0),
        ("👩 \u{200d}👩", "👩 👩", 1),
    ] {
        let clean = Clean::line(Raw::new(source));
        assert_eq!((clean.as_str(), clean.hidden()), (seen, hidden), "{source:?}");
    }
}

#[test]
fn reveals() {
    for (source, seen) in [
        ("a\u{200b}b\u{ad}", "a‹ZWSP›b‹SHY›"),
        ("hi\u{e0041}\u{e0101}\u{fe0f}", "hi‹U+E0041›‹VS18›‹VS16›"),
        ("👩\u{200d}👩\u{200d}x", "👩\u{200d}👩‹ZWJ›x"),
        ("\u{e000}\u{3164}\u{202e}", "‹U+E000›‹U+3164›‹RLO›"),
    ] {
        let clean = Clean::reveal(Raw::new(source));
        assert_eq!((clean.as_str(), clean.hidden()), (seen, 0));
    }
}

#[test]
fn pieces_and_breaks() {
    let mut cleaner = Cleaner::new();
    assert!(cleaner.is_empty() && cleaner.ends_with_break() && !cleaner.ends_with_space());
    cleaner.push(Raw::new("one "));
    assert!(cleaner.ends_with_space() && cleaner.len() == 4);
    cleaner.line_break();
    assert!(cleaner.ends_with_break() && !cleaner.ends_with_space());
    cleaner.push(Raw::new("\t \u{200b}"));
    cleaner.trim_end();
    assert_eq!(cleaner.len(), 3);
    // The cluster before the cut is known again: marks join it, tabs count from its line.
    cleaner.push(Raw::new("\u{301}\tx"));
    assert_eq!(cleaner.finish().as_str(), "one\u{301} x");
}

#[test]
fn raw_cannot_be_read_in_debug_output() {
    assert_eq!(format!("{:?}", Raw::new("\u{1b}secret")), "Raw(7 bytes)");
}

fn assert_capped(clean: &Clean) {
    for cluster in clean.as_str().graphemes(true) {
        assert!(cluster.len() <= MAX_BYTES, "{} bytes", cluster.len());
        let marks = cluster.chars().filter(|&c| class::is_mark(c)).count();
        assert!(marks <= MAX_MARKS, "{marks} marks in {cluster:?}");
        let words = cluster.chars().any(|c| class::is_prepended(c) || class::columns(c) == 1 && c > '\u{8ff}');
        let unqualified = cluster.contains('\u{200d}') && cluster.width() == 3;
        assert!(cluster.width() <= 2 || words || unqualified, "{cluster:?} is {} wide", cluster.width());
    }
}

/// Characters that must not be in the output, by the rule and not by the cleaner's tables.
fn forbidden(c: char) -> bool {
    c.is_control() && c != '\n'
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}'
            | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{ad}' | '\u{34f}'
            | '\u{180e}' | '\u{2028}' | '\u{2029}' | '\u{e000}'..='\u{f8ff}' | '\u{3164}' | '\u{115f}' | '\u{1160}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{fe00}'..='\u{fe0d}' | '\u{e0100}'..='\u{e01ef}')
}

fn piece() -> impl Strategy<Value = String> {
    const ODD: &str = "\u{1b}\u{9b}\u{7}\r\n\t \u{a0}\u{2028}\u{85}\u{202e}\u{2066}\u{200b}\u{200c}\u{200d}\u{fe0f}\u{fe0e}\
        \u{ad}\u{34f}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e007f}\u{e0101}\u{1f3f4}\u{1f468}\u{1f3fb}\u{1f1e6}\u{2764}1#\u{20e3}\
        \u{301}\u{335}\u{1100}\u{1161}\u{11a8}\u{ac00}\u{600}\u{70f}\u{d4e}\u{915}\u{94d}\u{937}\u{93f}\u{d4d}\u{d28}\u{645}\u{627}\
        \u{1820}\u{180b}\u{180e}\u{3164}\u{17d2}\u{1780}\u{17d8}\u{ff76}\u{ff9e}\u{e000}\u{ffff}\u{3000}\u{2800}漢aé";
    let odd: Vec<char> = ODD.chars().collect();
    let short = prop::collection::vec(prop::sample::select(odd), 1..12);
    prop_oneof![
        6 => short.prop_map(|chars| chars.into_iter().collect::<String>()),
        2 => any::<String>(),
        1 => ("\\PC", 1usize..40).prop_map(|(s, n)| s.repeat(n)),
        1 => "[ -~]{0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn output_is_safe_capped_and_idempotent(pieces in prop::collection::vec(piece(), 0..6)) {
        let source = pieces.concat();
        let raw = Raw::new(&source);
        for make in [Clean::text, Clean::line, Clean::reveal] {
            let clean = make(raw);
            prop_assert!(!clean.as_str().contains(forbidden), "{:?}", clean);
            assert_capped(&clean);
            prop_assert!(clean.as_str().graphemes(true).all(|g| g == "\n" || g.width() > 0), "{:?}", clean);
            prop_assert_eq!(&text(clean.as_str()), &clean);
            prop_assert_eq!(text(clean.as_str()).hidden(), 0);
        }
        let line = Clean::line(raw);
        prop_assert!(!line.as_str().contains(['\n', '\t']) && !line.as_str().contains("  "));
        prop_assert_eq!(line.as_str().trim(), line.as_str());
        prop_assert_eq!(&Clean::line(Raw::new(line.as_str())), &line);
    }

    #[test]
    fn pieces_give_what_the_whole_gives(pieces in prop::collection::vec(piece(), 0..6)) {
        let mut cleaner = Cleaner::new();
        for piece in &pieces {
            let before = cleaner.len();
            cleaner.push(Raw::new(piece));
            prop_assert!(cleaner.len() >= before);
        }
        let (got, whole) = (cleaner.finish(), text(&pieces.concat()));
        prop_assert_eq!(got.hidden(), whole.hidden());
        prop_assert_eq!(got, whole);
    }

    /// Every character is seen, or counted, or one that was replaced.
    #[test]
    fn nothing_is_lost_uncounted(source in "[ -~é漢\u{200b}\u{301}\u{ad}👩]{0,80}") {
        let clean = text(&source);
        let seen = clean.as_str().chars().filter(|&c| c != '◌').count();
        prop_assert_eq!(seen + clean.hidden() as usize, source.chars().count());
    }

    #[test]
    fn width_is_the_screens(pieces in prop::collection::vec(piece(), 0..6)) {
        let clean = Clean::line(Raw::new(&pieces.concat()));
        let marks = clean.as_str().matches(['\u{ff9e}', '\u{ff9f}']).count();
        let screen: usize = clean.as_str().graphemes(true).map(UnicodeWidthStr::width).sum();
        prop_assert_eq!(width::cells(clean.as_str()), screen + marks);
    }
}

/// The table of plain characters holds by the libraries' own rules.
#[test]
fn plain_characters_are_plain() {
    for c in ('\u{a0}'..='\u{10ffff}').filter(|&c| class::is_plain(c)) {
        assert!(matches!(class::columns(c), 1..=2), "{c:?}");
        assert!(!class::is_mark(c) && !class::is_prepended(c), "{c:?}");
        assert!(!class::is_cluster(&format!("{c}\u{200d}\u{1f469}")), "{c:?} is an emoji");
        for next in ['a', 'é', '漢', '가', 'ㄱ'] {
            assert!(!class::is_cluster(&format!("{c}{next}")), "{c:?}{next:?}");
        }
    }
}

#[test]
fn members_of_small_objects_are_lines() {
    let member = |json, key| Clean::member(Raw::new(json), key).map(|text| text.as_str().to_owned());
    assert_eq!(member(r#"{"url":" https://a.example\n","n":1}"#, "url").as_deref(), Some("https://a.example"));
    for json in [r#"{"url":""}"#, r#"{"url":1}"#, r#"{"n":1}"#, "[]", "{", ""] {
        assert_eq!(member(json, "url"), None, "{json}");
    }
}
