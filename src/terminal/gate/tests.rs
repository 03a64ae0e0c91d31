use super::*;
use proptest::prelude::*;

fn through(chunks: &[&[u8]]) -> (Vec<u8>, u64) {
    let mut gate = Gate::new(Vec::new());
    for chunk in chunks {
        gate.write_all(chunk).unwrap();
    }
    (std::mem::take(gate.inner_mut()), gate.hits())
}

fn text(bytes: &[u8]) -> (String, u64) {
    let (out, hits) = through(&[bytes]);
    (String::from_utf8(out).unwrap(), hits)
}

/// A second opinion: everything in the output that is neither text nor ours.
fn foreign(out: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(out).unwrap();
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let ours = ["\x1b[?25h", "\x1b[?25l", "\r\n"].iter().find(|s| rest.starts_with(**s)).map(|s| s.len());
        let csi = || {
            let end = rest.get(2..)?.find(|c: char| !matches!(c, '0'..='9' | ';' | ':' | '?'))? + 3;
            let word = rest.get(2..end)?;
            let (parameters, last) = word.split_at(word.len() - 1);
            let modes = ["?1049", "?1000", "?1002", "?1006", "?2004", "?1004", "?2026", "?25"];
            let good = match last {
                "h" | "l" => modes.contains(&parameters),
                "m" | "H" | "J" | "K" | "r" | "C" | "S" | "T" | "X" => !parameters.contains('?'),
                _ => false,
            };
            (rest.starts_with("\x1b[") && good).then_some(end)
        };
        let width = match ours.or_else(|| if c == '\x1b' { csi() } else { None }) {
            Some(width) => width,
            None => {
                if c.is_control() || ('\u{2028}'..='\u{202E}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c) {
                    found.push(format!("{c:?}"));
                }
                c.len_utf8()
            }
        };
        rest = &rest[width..];
    }
    found
}

const OURS: &[&str] = &[
    "\x1b[0m",
    "\x1b[38;5;12m",
    "\x1b[48;2;1;2;3m",
    "\x1b[4:3m",
    "\x1b[58:2::1:2:3m",
    "\x1b[12;40H",
    "\x1b[H",
    "\x1b[2J",
    "\x1b[2;40r",
    "\x1b[3S",
    "\x1b[1T",
    "\x1b[12C",
    "\x1b[7X",
    "\x1b[K",
    "\x1b[?1049h",
    "\x1b[?25l",
    "\x1b[?1000h",
    "\x1b[?1002l",
    "\x1b[?1006h",
    "\x1b[?2004h",
    "\x1b[?1004l",
    "\x1b[?2026h",
    "\r\n",
];

#[test]
fn ours_pass_and_others_are_shown() {
    for ours in OURS {
        assert_eq!(text(ours.as_bytes()), ((*ours).to_owned(), 0));
    }
    let shown: &[(&[u8], &str)] = &[
        (b"\x1b]0;title\x07", "\u{241B}]0;title\u{2407}"),
        (b"\x1b]52;c;YQ==\x1b\\.", "\u{241B}]52;c;YQ==\u{241B}\\."),
        (b"\x1b[6n", "\u{241B}[6n"),
        (b"\x1b[?1003h", "\u{241B}[?1003h"),
        (b"\x1b[?25;1003h", "\u{241B}[?25;1003h"),
        (b"\x1b[3J\x1b[22J", "\u{241B}[3J\u{241B}[22J"),
        (b"\x1bPq\x1b\\.", "\u{241B}Pq\u{241B}\\."),
        (b"\x1bc", "\u{241B}c"),
        (b"\x1b\x1b[0m", "\u{241B}\x1b[0m"),
        (b"\x1b[\x1b[0m", "\u{241B}[\x1b[0m"),
        (b"\x1b[1\x08m", "\u{241B}[1\u{2408}m"),
        (b"a\x07b\x7fc\x00", "a\u{2407}b\u{2421}c\u{2400}"),
        (b"a\nb\rc", "a\u{240A}b\u{240D}c"),
        (b"\t", "\u{2409}"),
        ("\u{9b}31m\u{85}".as_bytes(), "\u{FFFD}31m\u{FFFD}"),
        (b"\x9b31m", "\u{FFFD}31m"),
        (b"\xe2\x82a\xff\xc0\x80", "\u{FFFD}a\u{FFFD}\u{FFFD}\u{FFFD}"),
        (b"\xed\xa0\x80", "\u{FFFD}\u{FFFD}\u{FFFD}"),
        ("a\u{202e}b\u{2068}c\u{2069}".as_bytes(), "a\u{FFFD}b\u{FFFD}c\u{FFFD}"),
    ];
    for (bytes, expected) in shown {
        let (out, hits) = text(bytes);
        assert_eq!(out, *expected, "{bytes:?}");
        assert!(hits > 0);
    }
}

#[test]
fn a_clipboard_sequence_passes_once_when_allowed() {
    let mut gate = Gate::new(Vec::new());
    gate.allow_clipboard();
    gate.write_all(b"\x1b]52;c;aGVsbG8=\x1b\\").unwrap();
    assert_eq!(gate.hits(), 0);
    assert_eq!(gate.inner_mut().as_slice(), b"\x1b]52;c;aGVsbG8=\x1b\\");
    gate.write_all(b"\x1b]52;c;aGVsbG8=\x1b\\.").unwrap();
    assert_eq!(gate.hits(), 2);
    for other in
        [b"\x1b]0;c;\x1b\\.".as_slice(), b"\x1b]52;p;YQ==\x1b\\.", b"\x1b]52;c;?\x1b\\.", b"\x1b]52;c;YQ\x1b[6n"]
    {
        let mut gate = Gate::new(Vec::new());
        gate.allow_clipboard();
        gate.write_all(other).unwrap();
        assert!(gate.hits() > 0 && !gate.inner_mut().contains(&0x1B), "{other:?}");
    }
}

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        any::<Vec<u8>>(),
        any::<String>().prop_map(String::into_bytes),
        proptest::sample::select(OURS.to_vec()).prop_map(|s| s.as_bytes().to_vec()),
        proptest::collection::vec(proptest::sample::select(b"\x1b[]?;:0125mHJKhl\r\n\x9b\xc2\x07\\".to_vec()), 0..12),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn only_text_and_ours_come_out(bytes in pieces(), cuts in proptest::collection::vec(any::<proptest::sample::Index>(), 0..6)) {
        let (whole, hits) = through(&[&bytes]);
        prop_assert_eq!(foreign(&whole), Vec::<String>::new());
        // Where the writes are cut makes no difference.
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let chunks: Vec<&[u8]> = cuts.windows(2).map(|cut| &bytes[cut[0]..cut[1]]).collect();
        prop_assert_eq!(through(&chunks), (whole.clone(), hits));
        // What has come out once passes untouched.
        prop_assert_eq!(through(&[&whole]), (whole, 0));
    }

    #[test]
    fn text_is_untouched(text in "[^\\p{Cc}\u{2028}-\u{202e}\u{2066}-\u{2069}]*") {
        prop_assert_eq!(through(&[text.as_bytes()]), (text.into_bytes(), 0));
    }
}
