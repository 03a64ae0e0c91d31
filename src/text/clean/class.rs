//! What a character is to the cleaner. Ranges are from Unicode 17 (`DerivedCoreProperties.txt`,
//! `GraphemeBreakProperty.txt`); the break rules themselves are asked of `unicode-segmentation`, so that clusters here
//! are the clusters that the screen draws.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// What the cleaner does with a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Begins a cluster wherever no prepended sign stands before it, is seen, carries nothing on.
    Plain,
    /// Ends a line.
    Break,
    /// Goes to the next tab stop.
    Tab,
    /// White space that stays on the line.
    Blank,
    /// C0, DEL, C1: shown as the picture given.
    Control(char),
    /// Sets the direction of what follows: shown by name.
    Direction,
    /// ZWJ, ZWNJ.
    Joiner,
    /// VS15, VS16.
    Selector,
    /// U+180B–D, U+180F.
    MongolianSelector,
    /// U+E0020–E007F.
    Tag,
    /// Cannot be seen and does nothing that we keep.
    Invisible,
    /// Private use, noncharacters.
    Unknown,
    /// All else: ask the break rules and the widths.
    Other,
}

/// The class of `c`.
pub(super) fn of(c: char) -> Class {
    match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Break,
        '\t' => Class::Tab,
        '\0'..='\u{1f}' => Class::Control(char::from_u32(0x2400 + c as u32).unwrap_or('\u{2426}')),
        '\u{7f}' => Class::Control('\u{2421}'),
        '\u{80}'..='\u{9f}' => Class::Control('\u{2426}'),
        ' ' => Class::Blank,
        '!'..='~' => Class::Plain,
        _ if is_plain(c) => Class::Plain,
        '\u{200c}' | '\u{200d}' => Class::Joiner,
        '\u{fe0e}' | '\u{fe0f}' => Class::Selector,
        '\u{180b}'..='\u{180d}' | '\u{180f}' => Class::MongolianSelector,
        '\u{e0020}'..='\u{e007f}' => Class::Tag,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Class::Direction,
        _ if is_invisible(c) => Class::Invisible,
        _ if is_unknown(c) => Class::Unknown,
        _ if c.is_whitespace() => Class::Blank,
        _ => Class::Other,
    }
}

/// Characters of common scripts for which no break rule needs asking. A hint for speed: a character that is missing
/// here is only slower.
pub(in crate::text) fn is_plain(c: char) -> bool {
    matches!(c,
        '\u{a1}'..='\u{a8}' | '\u{aa}'..='\u{ac}' | '\u{af}'..='\u{2ff}' | '\u{370}'..='\u{482}'
        | '\u{48a}'..='\u{52f}' | '\u{5d0}'..='\u{5ea}' | '\u{620}'..='\u{64a}' | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{203a}' | '\u{2190}'..='\u{2193}' | '\u{2200}'..='\u{22ff}' | '\u{2400}'..='\u{2426}'
        | '\u{2500}'..='\u{25a9}' | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{309b}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff01}'..='\u{ff9d}')
}

/// Whether `c` is invisible by itself, whatever the cleaner lets it do.
pub(in crate::text) fn is_unseen(c: char) -> bool {
    use Class::{Direction, Invisible, Joiner, MongolianSelector, Selector, Tag};
    matches!(of(c), Invisible | Joiner | Selector | MongolianSelector | Tag | Direction)
}

/// `Default_Ignorable_Code_Point`, and what else is a format character without a shape: interlinear annotations,
/// hieroglyph controls. Classes of their own are matched before.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0d}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d159}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Private use (`Co`) and noncharacters.
fn is_unknown(c: char) -> bool {
    let u = c as u32;
    matches!(u, 0xe000..=0xf8ff | 0xf_0000..=0x10_ffff | 0xfdd0..=0xfdef) || u & 0xfffe == 0xfffe
}

/// Whether `c` hangs on any character before it: combining and spacing marks, joiners, emoji modifiers.
pub(in crate::text) fn is_mark(c: char) -> bool {
    c >= '\u{300}' && one_cluster('a', c)
}

/// Whether `c` takes any character after it into its cluster.
pub(super) fn is_prepended(c: char) -> bool {
    c >= '\u{600}' && one_cluster(c, 'a')
}

fn one_cluster(a: char, b: char) -> bool {
    let mut bytes = [0; 8];
    let n = a.encode_utf8(&mut bytes).len();
    let m = b.encode_utf8(&mut bytes[n..]).len();
    std::str::from_utf8(&bytes[..n + m]).is_ok_and(is_cluster)
}

/// Whether `s` is no more than one extended grapheme cluster (UAX 29).
pub(super) fn is_cluster(s: &str) -> bool {
    s.graphemes(true).nth(1).is_none()
}

/// Columns of `c` standing alone.
pub(super) fn columns(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// Whether a joiner between `a` and `b` changes letters: both are letters or marks of one script that joins or stacks.
pub(super) fn joinable(a: char, b: char) -> bool {
    let script = joining_script(a);
    let wordy = |c: char| c.is_alphabetic() || is_mark(c);
    script.is_some() && script == joining_script(b) && wordy(a) && wordy(b)
}

fn joining_script(c: char) -> Option<u32> {
    let u = c as u32;
    match u {
        // Arabic, Syriac, Thaana, N'Ko, Mandaic and the presentation forms: cursive, joined by shape.
        0x600..=0x8ff | 0xfb50..=0xfdff | 0xfe70..=0xfefc => Some(0),
        0x1800..=0x18af => Some(1),
        // The Indic blocks are 128 wide each.
        0x900..=0xdff => Some(u >> 7),
        0x1000..=0x109f => Some(2),
        0x1780..=0x17ff => Some(3),
        0x2d30..=0x2d7f => Some(4),
        _ => None,
    }
}

/// Signs that kill the vowel of an Indic letter; a joiner after one picks the letter's half form, even at a word's end.
pub(super) fn is_virama(c: char) -> bool {
    matches!(c as u32, 0x94d | 0x9cd | 0xa4d | 0xacd | 0xb4d | 0xbcd | 0xc4d | 0xccd | 0xd4d | 0xdca | 0x1039 | 0x17d2)
}

/// Whether `c` is a letter that Mongolian selectors shape.
pub(super) fn is_mongolian(c: char) -> bool {
    matches!(c as u32, 0x1820..=0x18aa)
}

/// The tags after U+1F3F4 in the three flags that Unicode recommends (`emoji-sequences.txt`).
pub(super) const FLAGS: [&str; 3] = ["gbeng", "gbsct", "gbwls"];

/// The name that marks show: short names where there is one, else the number.
pub(super) fn name(c: char) -> String {
    let known = match c {
        '\u{ad}' => "SHY",
        '\u{34f}' => "CGJ",
        '\u{61c}' => "ALM",
        '\u{200b}' => "ZWSP",
        '\u{200c}' => "ZWNJ",
        '\u{200d}' => "ZWJ",
        '\u{200e}' => "LRM",
        '\u{200f}' => "RLM",
        '\u{202a}' => "LRE",
        '\u{202b}' => "RLE",
        '\u{202c}' => "PDF",
        '\u{202d}' => "LRO",
        '\u{202e}' => "RLO",
        '\u{2060}' => "WJ",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        '\u{feff}' => "BOM",
        _ => "",
    };
    match (known, c as u32) {
        ("", u @ 0xfe00..=0xfe0f) => format!("VS{}", u - 0xfe00 + 1),
        ("", u @ 0xe0100..=0xe01ef) => format!("VS{}", u - 0xe0100 + 17),
        ("", u) => format!("U+{u:04X}"),
        (known, _) => known.to_owned(),
    }
}
