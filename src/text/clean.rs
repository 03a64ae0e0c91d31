//! The border for hostile text.
//!
//! Controls are replaced by pictures one for one, never removed: removing could join the
//! halves of a new sequence. Invisible characters that only mislead are taken out of view
//! and counted, so that a reader can be told and can have them revealed. What a grapheme
//! cluster may carry is capped, because one cell of the screen must stay one cell.

use std::fmt;

use unicode_width::UnicodeWidthChar as _;

/// The most marks that one character may carry. Unicode's Stream-Safe format allows 30, but
/// no written language needs more than a few.
pub const MARKS: usize = 8;
/// The most bytes that one cluster may have.
pub const CLUSTER: usize = 64;
/// Columns between tab stops.
const TAB: usize = 4;

/// A piece of text as the source gave it. It cannot be printed.
#[derive(Clone, Copy)]
pub struct Raw<'a>(&'a str);

impl<'a> Raw<'a> {
    /// Text from outside.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// The characters, for those who decode or compare them.
    pub(crate) fn expose(self) -> &'a str {
        self.0
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Its bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.0.len()
    }
}

impl fmt::Debug for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raw({} bytes)", self.0.len())
    }
}

/// Text that is safe to print: its only control is the line break.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Clean {
    text: String,
    hidden: u32,
}

impl Clean {
    /// Several lines.
    #[must_use]
    pub fn text(raw: Raw<'_>) -> Self {
        let mut cleaner = Cleaner::new();
        cleaner.push(raw);
        cleaner.finish()
    }

    /// One line: breaks and runs of blanks become one blank each, none at the ends.
    #[must_use]
    pub fn line(raw: Raw<'_>) -> Self {
        let clean = Self::text(raw);
        let text = clean.text.split_whitespace().fold(String::with_capacity(clean.text.len()), |mut line, word| {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
            line
        });
        Self { text, hidden: clean.hidden }
    }

    /// Several lines, with every invisible character shown as a mark: `‹ZWSP›`.
    #[must_use]
    pub fn reveal(raw: Raw<'_>) -> Self {
        let mut cleaner = Cleaner::revealing();
        cleaner.push(raw);
        cleaner.finish()
    }

    /// Our own words.
    #[must_use]
    pub fn own(text: &'static str) -> Self {
        Self { text: text.to_owned(), hidden: 0 }
    }

    /// The characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Its bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Invisible characters that were taken out of view.
    #[must_use]
    pub fn hidden(&self) -> u32 {
        self.hidden
    }
}

impl AsRef<str> for Clean {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

/// What becomes of a character.
enum Fate {
    /// It stays.
    Keep,
    /// It stays, and joins the cluster before it.
    Mark,
    /// It ends a line.
    Break,
    /// It goes to the next tab stop.
    Tab,
    /// It is shown as this picture.
    Picture(char),
    /// It is shown as a mark with its name.
    Named(&'static str),
    /// It is taken out of view and counted.
    Hide,
    /// It joins what is around it: kept between characters that it works on.
    Joiner,
    /// It picks a form of the character before it.
    Variation,
}

/// Text that is being cleaned piece by piece: the caps hold across pieces, and ranges can
/// be recorded against [`Cleaner::len`].
#[derive(Debug, Default)]
pub struct Cleaner {
    out: String,
    hidden: u32,
    reveal: bool,
    /// Bytes of the line so far, where it is not only ASCII: cells.
    column: usize,
    /// Marks and bytes in the cluster so far.
    marks: usize,
    bytes: usize,
    /// The character that the cluster began with or was last joined to.
    base: Option<char>,
    /// A joiner was kept and waits for its second character.
    joined: bool,
    /// Regional indicators in a row; Hangul jamo that prolong a syllable.
    run: usize,
    after_return: bool,
}

impl Cleaner {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// As [`Cleaner::new`], but what would be taken out of view is shown by name.
    #[must_use]
    pub fn revealing() -> Self {
        Self { reveal: true, ..Self::default() }
    }

    /// Adds text.
    pub fn push(&mut self, raw: Raw<'_>) {
        let text = raw.expose();
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let plain = bytes.get(at..).unwrap_or_default().iter().take_while(|b| (0x20..0x7f).contains(*b)).count();
            if plain > 0 {
                self.push_plain(text.get(at..at + plain).unwrap_or_default());
                at += plain;
            }
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                break;
            };
            self.push_char(c);
            at += c.len_utf8();
        }
    }

    /// Printable ASCII needs no look at each character.
    fn push_plain(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += text.len();
        self.base = text.chars().next_back();
        (self.marks, self.bytes, self.run) = (0, 1, 0);
        self.joined = false;
        self.after_return = false;
    }

    fn push_char(&mut self, c: char) {
        let after_return = std::mem::take(&mut self.after_return);
        match fate(c) {
            Fate::Break => {
                if !(after_return && c == '\n') {
                    self.line_break();
                }
                self.after_return = c == '\r';
            }
            Fate::Tab => {
                for _ in 0..TAB - self.column % TAB {
                    self.push_plain(" ");
                }
            }
            Fate::Picture(picture) => self.begin(picture),
            Fate::Named(name) => self.named(name),
            Fate::Hide => self.hide(c),
            Fate::Keep => self.keep(c),
            Fate::Mark => self.mark(c),
            Fate::Joiner if self.may_join(c) => {
                self.mark(c);
                self.joined = c == '\u{200d}';
            }
            Fate::Variation
                if self
                    .base
                    .is_some_and(|base| !base.is_ascii() || base.is_ascii_digit() || matches!(base, '#' | '*')) =>
            {
                self.mark(c);
            }
            Fate::Joiner | Fate::Variation => self.hide(c),
        }
    }

    /// A joiner works between letters of scripts that join, and between pictures.
    fn may_join(&self, c: char) -> bool {
        self.base.is_some_and(|base| {
            let script = matches!(u32::from(base), 0x600..=0x8ff | 0x900..=0xdff | 0x1000..=0x109f | 0x1780..=0x18af | 0xa800..=0xabff);
            script || (c == '\u{200d}' && is_pictograph(base))
        })
    }

    /// A character that begins a cluster, unless it is bound to the one before it.
    fn keep(&mut self, c: char) {
        let regional = matches!(u32::from(c), 0x1f1e6..=0x1f1ff);
        let jamo = matches!(u32::from(c), 0x1100..=0x11ff | 0xa960..=0xa97f | 0xd7b0..=0xd7ff);
        if std::mem::take(&mut self.joined) && is_pictograph(c) {
            self.mark(c);
            return;
        }
        self.run = if regional || jamo { self.run + 1 } else { 0 };
        if jamo && self.run > 1 {
            self.mark(c);
            return;
        }
        self.begin(c);
    }

    fn begin(&mut self, c: char) {
        self.out.push(c);
        self.column += c.width().unwrap_or(1);
        self.base = Some(c);
        self.marks = 0;
        self.bytes = c.len_utf8();
        self.joined = false;
    }

    /// A character that belongs to the cluster before it, as long as that has room.
    fn mark(&mut self, c: char) {
        self.joined = false;
        if self.marks >= MARKS || self.bytes + c.len_utf8() > CLUSTER {
            self.hidden = self.hidden.saturating_add(1);
            return;
        }
        // A mark with nothing to stand on would stand on what is drawn left of the text.
        if self.base.is_none() {
            self.begin('\u{25cc}');
        }
        self.out.push(c);
        self.marks += 1;
        self.bytes += c.len_utf8();
        if is_pictograph(c) {
            self.base = Some(c);
        }
    }

    fn hide(&mut self, c: char) {
        self.hidden = self.hidden.saturating_add(1);
        self.joined = false;
        if self.reveal {
            let name = HIDDEN_NAMES.iter().find(|(hidden, _)| *hidden == c).map(|(_, name)| *name);
            match name {
                Some(name) => self.named(name),
                None => self.named(&format!("U+{:04X}", u32::from(c))),
            }
        }
    }

    fn named(&mut self, name: &str) {
        self.begin('‹');
        self.push_plain(name);
        self.begin('›');
    }

    /// Ends the line.
    pub fn line_break(&mut self) {
        self.out.push('\n');
        self.column = 0;
        self.base = None;
        (self.marks, self.bytes, self.run) = (0, 0, 0);
        self.joined = false;
    }

    /// Bytes so far: what ranges are recorded against.
    #[must_use]
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Whether there is nothing yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// Whether the next character begins a line.
    #[must_use]
    pub fn ends_with_break(&self) -> bool {
        self.out.is_empty() || self.out.ends_with('\n')
    }

    /// Whether the last character is a blank.
    #[must_use]
    pub fn ends_with_space(&self) -> bool {
        self.out.ends_with(' ')
    }

    /// Drops blanks and breaks at the end.
    pub fn trim_end(&mut self) {
        let end = self.out.trim_end_matches([' ', '\n']).len();
        if end < self.out.len() {
            self.out.truncate(end);
            self.base = self.out.chars().next_back().filter(|c| *c != '\n');
            (self.marks, self.bytes) = (0, self.base.map_or(0, char::len_utf8));
        }
    }

    /// The clean text.
    #[must_use]
    pub fn finish(self) -> Clean {
        Clean { text: self.out, hidden: self.hidden }
    }
}

const HIDDEN_NAMES: [(char, &str); 9] = [
    ('\u{200b}', "ZWSP"),
    ('\u{200c}', "ZWNJ"),
    ('\u{200d}', "ZWJ"),
    ('\u{200e}', "LRM"),
    ('\u{200f}', "RLM"),
    ('\u{061c}', "ALM"),
    ('\u{2060}', "WJ"),
    ('\u{00ad}', "SHY"),
    ('\u{feff}', "BOM"),
];

/// Bidirectional controls: shown, because they turn the order of what they stand in.
const BIDI: [(char, &str); 9] = [
    ('\u{202a}', "LRE"),
    ('\u{202b}', "RLE"),
    ('\u{202c}', "PDF"),
    ('\u{202d}', "LRO"),
    ('\u{202e}', "RLO"),
    ('\u{2066}', "LRI"),
    ('\u{2067}', "RLI"),
    ('\u{2068}', "FSI"),
    ('\u{2069}', "PDI"),
];

fn fate(c: char) -> Fate {
    match u32::from(c) {
        0x0a | 0x0b | 0x0c | 0x0d | 0x85 | 0x2028 | 0x2029 => Fate::Break,
        0x09 => Fate::Tab,
        // "Control pictures" of Unicode, in the order of the controls.
        code @ 0..0x20 => Fate::Picture(char::from_u32(0x2400 + code).unwrap_or('\u{fffd}')),
        0x7f => Fate::Picture('\u{2421}'),
        // The C1 controls have no pictures of their own: the sign for a substitute form.
        0x80..=0x9f => Fate::Picture('\u{2426}'),
        0x202a..=0x202e | 0x2066..=0x2069 => {
            Fate::Named(BIDI.iter().find(|(control, _)| *control == c).map_or("BIDI", |(_, name)| *name))
        }
        0x200c | 0x200d => Fate::Joiner,
        0xfe0e | 0xfe0f => Fate::Variation,
        code if is_hidden(code) => Fate::Hide,
        // Private use and noncharacters: what a terminal draws there is anybody's guess.
        0xe000..=0xf8ff | 0xf0000..=0x10ffff | 0xfdd0..=0xfdef => Fate::Picture('\u{fffd}'),
        code if code & 0xfffe == 0xfffe => Fate::Picture('\u{fffd}'),
        0x1f3fb..=0x1f3ff => Fate::Mark,
        _ if c.width() == Some(0) => Fate::Mark,
        _ => Fate::Keep,
    }
}

/// Characters that show nothing and join nothing: default ignorables and fillers of
/// Unicode's `DerivedCoreProperties.txt`, without those that [`fate`] names.
fn is_hidden(code: u32) -> bool {
    matches!(
        code,
        0xad | 0x34f
            | 0x61c
            | 0x115f..=0x1160
            | 0x17b4..=0x17b5
            | 0x180b..=0x180f
            | 0x200b
            | 0x200e..=0x200f
            | 0x2060..=0x2065
            | 0x206a..=0x206f
            | 0x2800
            | 0x3164
            | 0xfe00..=0xfe0d
            | 0xfeff
            | 0xffa0
            | 0xfff0..=0xfffb
            | 0x1bca0..=0x1bca3
            | 0x1d173..=0x1d17a
            | 0xe0000..=0xe0fff
            | 0x600..=0x605
            | 0x6dd
            | 0x70f
            | 0x890..=0x891
            | 0x8e2
            | 0x110bd
            | 0x110cd
            | 0x13430..=0x1343f
    )
}

/// Emoji and their kin, as far as joining goes.
fn is_pictograph(c: char) -> bool {
    matches!(u32::from(c), 0x2190..=0x2bff | 0x1f000..=0x1faff | 0xfe0f)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    use super::*;

    fn clean(text: &str) -> String {
        Clean::text(Raw::new(text)).to_string()
    }

    #[test]
    fn controls_become_pictures_one_for_one() {
        assert_eq!(clean("a\u{1b}[31mb\u{7}\u{0}\u{7f}"), "a␛[31mb␇␀␡");
        assert_eq!(clean("x\u{9b}31m\u{9d}0;t\u{9c}"), "x␦31m␦0;t␦");
        // Removing a control must not join the halves of another sequence.
        assert_eq!(clean("\u{1b}\u{1b}]52;c;\u{7}"), "␛␛]52;c;␇");
    }

    #[test]
    fn all_breaks_are_line_breaks() {
        assert_eq!(clean("a\r\nb\rc\u{85}d\u{2028}e\u{b}f"), "a\nb\nc\nd\ne\nf");
        assert_eq!(Clean::line(Raw::new("  a\r\n\tb ")).as_str(), "a b");
    }

    #[test]
    fn tabs_go_to_the_next_stop() {
        assert_eq!(clean("a\tb\n\tc"), "a   b\n    c");
    }

    #[test]
    fn what_turns_the_order_is_shown_and_what_hides_is_counted() {
        assert_eq!(clean("user\u{202e}gpj.exe"), "user‹RLO›gpj.exe");
        let sly = Clean::text(Raw::new("pay\u{200b}pal\u{feff}\u{e0041}\u{ad}"));
        assert_eq!((sly.as_str(), sly.hidden()), ("paypal", 4));
        assert_eq!(Clean::reveal(Raw::new("pay\u{200b}pal\u{e0041}")).as_str(), "pay‹ZWSP›pal‹U+E0041›");
    }

    #[test]
    fn joiners_stay_where_they_work() {
        for kept in ["👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "1️⃣", "می\u{200c}خواهم", "क्\u{200d}ष"]
        {
            assert_eq!(clean(kept), kept);
        }
        assert_eq!(clean("a\u{200d}b"), "ab");
    }

    #[test]
    fn a_cluster_carries_only_so_much() {
        let zalgo = format!("a{}b", "\u{301}".repeat(1000));
        let cleaned = Clean::text(Raw::new(&zalgo));
        assert_eq!(cleaned.as_str().chars().count(), 2 + MARKS);
        assert_eq!(cleaned.hidden(), 1000 - u32::try_from(MARKS).unwrap());
        let mut pieces = Cleaner::new();
        for _ in 0..100 {
            pieces.push(Raw::new("\u{301}"));
        }
        assert!(pieces.finish().len() <= CLUSTER + 3);
    }

    fn spiteful() -> impl Strategy<Value = String> {
        let odd = prop::sample::select(vec![
            '\u{1b}',
            '\u{9b}',
            '\0',
            '\r',
            '\n',
            '\t',
            '\u{202e}',
            '\u{2066}',
            '\u{200d}',
            '\u{200c}',
            '\u{fe0f}',
            '\u{301}',
            '\u{1f468}',
            '\u{1f3fd}',
            '\u{1f1e9}',
            '\u{1100}',
            '\u{1161}',
            '\u{e0041}',
            '\u{115f}',
            '\u{600}',
            '\u{ad}',
            'a',
            ' ',
            '漢',
            '\u{e000}',
            '\u{ffff}',
            '\u{0e33}',
            '\u{903}',
        ]);
        prop::collection::vec(prop_oneof![odd, any::<char>()], 0..80).prop_map(String::from_iter)
    }

    proptest! {
        #[test]
        fn nothing_that_controls_gets_through(text in spiteful()) {
            for c in clean(&text).chars() {
                let turns = matches!(u32::from(c), 0x202a..=0x202e | 0x2066..=0x2069 | 0x2028 | 0x2029 | 0xe0000..=0xe0fff);
                prop_assert!(!turns && (c == '\n' || !c.is_control()), "{c:?}");
            }
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in spiteful()) {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once);
        }

        #[test]
        fn no_cluster_is_too_large(text in spiteful()) {
            for cluster in clean(&text).graphemes(true) {
                prop_assert!(cluster.len() <= 2 * CLUSTER, "{} bytes", cluster.len());
            }
        }

        #[test]
        fn pieces_are_cleaned_like_the_whole(text in spiteful()) {
            let mut cleaner = Cleaner::new();
            for c in text.chars() {
                cleaner.push(Raw::new(c.encode_utf8(&mut [0; 4])));
            }
            prop_assert_eq!(cleaner.finish().to_string(), clean(&text));
        }
    }
}
