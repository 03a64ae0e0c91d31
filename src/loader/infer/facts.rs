//! What a line of talk shows by itself: how it begins and ends, who speaks to whom, how it
//! is typed.
//!
//! All of it is coarse on purpose: these facts are the features of small log-linear models,
//! and each should be common enough to be counted.

use std::collections::HashMap;

use super::hand::Hand;
use crate::text::quote::Normal;

/// A line with its facts.
#[derive(Clone, Debug)]
pub struct Facts<'s> {
    /// The line, without blanks at its ends.
    pub text: &'s str,
    /// Its words made comparable.
    pub normal: Normal,
    /// What it begins with.
    pub head: Head,
    /// What it ends with.
    pub tail: &'static str,
    /// Its words in order, at most [`OPENING`] of them.
    pub opening: Vec<Box<str>>,
    /// Hashes of its longer words, sorted.
    pub content: Vec<u32>,
    /// The number that a list item or a footnote has.
    pub number: Option<u32>,
    /// Characters.
    pub len: usize,
    /// Habits of the hand that typed it.
    pub hand: Hand,
    /// Sentences that end in it.
    pub sentences: usize,
    /// Says "I", "my", "we" anywhere.
    pub first_person: bool,
    /// Says "you", "your" anywhere.
    pub second_person: bool,
}

/// Words that are looked at from the beginning.
const OPENING: usize = 12;

/// What a line begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// A letter in upper case, in a word that is not further known.
    Upper,
    /// A letter in lower case.
    Lower,
    /// A digit.
    Digit,
    /// `>`.
    Quote,
    /// A quotation mark.
    Mark,
    /// A sign for an item of a list.
    Bullet,
    /// `1.`, `2)`.
    Number,
    /// `[1]`.
    Note,
    /// An address.
    Link,
    /// `@name`.
    At,
    /// `Name,` or `Name:`: one or two words with capitals.
    Name,
    /// `Edit:`, `PS`, `Update`.
    Edit,
    /// A bracket.
    Bracket,
    /// `…`, `...`.
    Dots,
    /// Anything else.
    Other,
}

impl Head {
    /// Its name in the tables of weights.
    pub fn name(self) -> &'static str {
        match self {
            Self::Upper => "upper",
            Self::Lower => "lower",
            Self::Digit => "digit",
            Self::Quote => "quote",
            Self::Mark => "mark",
            Self::Bullet => "bullet",
            Self::Number => "number",
            Self::Note => "note",
            Self::Link => "link",
            Self::At => "at",
            Self::Name => "name",
            Self::Edit => "edit",
            Self::Bracket => "bracket",
            Self::Dots => "dots",
            Self::Other => "other",
        }
    }
}

impl<'s> Facts<'s> {
    /// The facts of a line.
    pub fn of(text: &'s str) -> Self {
        let normal = Normal::of(text);
        let words = || normal.text().split(' ').filter(|word| !word.is_empty());
        let mut content: Vec<u32> = words().filter(|word| is_content(word)).map(hash).collect();
        content.sort_unstable();
        content.dedup();
        let has = |list: &[&str]| words().any(|word| list.contains(&word));
        Self {
            text,
            head: head(text),
            tail: tail(text),
            opening: words().take(OPENING).map(Box::from).collect(),
            content,
            number: number(text),
            len: text.chars().count(),
            hand: Hand::of(text),
            sentences: sentences(text),
            first_person: has(&["i", "my", "me", "we", "our"]),
            second_person: has(&["you", "your", "yours", "u", "ur"]),
            normal,
        }
    }

    /// The word at a place from the beginning; empty past the end.
    pub fn word(&self, at: usize) -> &str {
        self.opening.get(at).map_or("", AsRef::as_ref)
    }

    /// Whether one of the first words is in the list.
    pub fn opens_with(&self, list: &[&str], within: usize) -> bool {
        self.opening.iter().take(within).any(|word| list.contains(&word.as_ref()))
    }
}

/// How many sentences end in a text.
fn sentences(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_end = |at: &usize| bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace);
    memchr::memchr3_iter(b'.', b'!', b'?', bytes).filter(is_end).count()
}

fn is_content(word: &str) -> bool {
    const COMMON: [&str; 44] = [
        "that", "this", "with", "have", "they", "what", "your", "from", "about", "would", "there", "their", "just",
        "like", "will", "because", "which", "when", "than", "then", "them", "been", "were", "also", "some", "more",
        "only", "really", "think", "people", "even", "much", "very", "know", "make", "being", "into", "here", "does",
        "should", "could", "other", "doesn", "these",
    ];
    word.len() >= 4 && !COMMON.contains(&word)
}

#[allow(clippy::cast_possible_truncation)]
fn hash(word: &str) -> u32 {
    twox_hash::XxHash3_64::oneshot(word.as_bytes()) as u32
}

fn head(text: &str) -> Head {
    let mut chars = text.chars();
    let (Some(first), second) = (chars.next(), chars.next()) else { return Head::Other };
    let blank = second.is_none_or(char::is_whitespace);
    match first {
        '>' => Head::Quote,
        '"' | '“' | '”' | '„' | '«' | '‘' => Head::Mark,
        '*' | '-' | '•' | '·' | '–' | '—' | '+' | '~' => Head::Bullet,
        '@' => Head::At,
        '[' if number(text).is_some() => Head::Note,
        '(' | '[' | '{' => Head::Bracket,
        '…' => Head::Dots,
        '.' if second == Some('.') => Head::Dots,
        _ if is_link(text) => Head::Link,
        _ if number(text).is_some() => Head::Number,
        _ if first.is_numeric() => Head::Digit,
        _ if is_edit(text) => Head::Edit,
        _ if first.is_uppercase() && is_name(text) => Head::Name,
        'I' if blank => Head::Upper,
        _ if first.is_uppercase() => Head::Upper,
        _ if first.is_alphabetic() => Head::Lower,
        _ => Head::Other,
    }
}

fn is_link(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.")
}

/// `Edit:`, `PS`, `Update`.
pub fn is_edit(text: &str) -> bool {
    let word: String =
        text.chars().take_while(|c| c.is_alphanumeric() || *c == '.').flat_map(char::to_lowercase).collect();
    let rest = text.get(word.len()..).unwrap_or_default().trim_start();
    let signed =
        rest.is_empty() || rest.starts_with([':', '-', ',', '—', '–', '.', ')']) || rest.starts_with(char::is_numeric);
    matches!(word.as_str(), "ps" | "p.s" | "p.s." | "pps" | "nb")
        || matches!(word.as_str(), "edit" | "update" | "updated" | "edited" | "addendum" | "tldr") && signed
}

/// `Name, …`, `Name: …`, `First Last, …`, `Hi Name, …`.
fn is_name(text: &str) -> bool {
    const WORDS: [&str; 30] = [
        "yes",
        "no",
        "well",
        "so",
        "also",
        "but",
        "and",
        "however",
        "anyway",
        "sure",
        "ok",
        "okay",
        "sorry",
        "oh",
        "actually",
        "yeah",
        "indeed",
        "first",
        "second",
        "finally",
        "again",
        "still",
        "thanks",
        "basically",
        "honestly",
        "meanwhile",
        "then",
        "now",
        "true",
        "hi",
    ];
    let Some(at) = text.find([',', ':', '–', '—']) else { return false };
    let front = text.get(..at).unwrap_or_default();
    let mut words = front.split(' ').peekable();
    if words.peek().is_some_and(|word| matches!(word.to_lowercase().as_str(), "hi" | "hey" | "hello" | "dear")) {
        words.next();
    }
    let words: Vec<&str> = words.collect();
    (1..=2).contains(&words.len())
        && words.iter().all(|word| {
            word.starts_with(char::is_uppercase) && word.len() >= 3 && !WORDS.contains(&word.to_lowercase().as_str())
        })
}

/// The number of `1.`, `2)`, `[3]`, `(4)`.
fn number(text: &str) -> Option<u32> {
    let front = text.trim_start_matches(['[', '(', '#']);
    let opened = front.len() < text.len();
    let digits = front.bytes().take_while(u8::is_ascii_digit).count();
    let rest = front.get(digits..).unwrap_or_default();
    let closed =
        if opened { rest.starts_with([']', ')', ':', '.']) } else { rest.starts_with([')', '.', ':', '-', '/']) };
    let apart = rest.chars().nth(1).is_none_or(|c| c.is_whitespace() || c == ':' || opened);
    ((1..=3).contains(&digits) && closed && apart).then(|| front.get(..digits)?.parse().ok()).flatten()
}

fn tail(text: &str) -> &'static str {
    let last_word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    if is_link(last_word) {
        return "link";
    }
    let mut chars = text.chars().rev().filter(|c| !c.is_whitespace());
    match chars.next() {
        Some('.') if chars.next() == Some('.') => "dots",
        Some('.' | '。') => "stop",
        Some('?') => "ask",
        Some('!') => "call",
        Some(':') => "colon",
        Some(',' | ';' | '-' | '–' | '—' | '&' | '(') => "comma",
        Some('…') => "dots",
        Some('"' | '”' | '»' | '’' | '\'') => "mark",
        Some(')' | ']') => "bracket",
        Some(c) if c.is_alphanumeric() => "none",
        _ => "other",
    }
}

/// How rare words are on a page, and how much of them two lines share.
#[derive(Debug, Default)]
pub struct Rarity {
    lines: usize,
    with: HashMap<u32, u32>,
}

impl Rarity {
    /// Counts the words of a page's lines.
    pub fn of(lines: &[Facts<'_>]) -> Self {
        let mut with = HashMap::new();
        for word in lines.iter().flat_map(|line| &line.content) {
            *with.entry(*word).or_insert(0) += 1;
        }
        Self { lines: lines.len(), with }
    }

    /// How rare a word is: 0 for one that stands everywhere.
    #[allow(clippy::cast_precision_loss)]
    fn of_word(&self, word: u32) -> f32 {
        let with = self.with.get(&word).copied().unwrap_or(1).max(1);
        (self.lines.max(1) as f32 / with as f32).ln()
    }

    /// What two lines share: the sum over the words that stand in both.
    pub fn shared(&self, a: &[u32], b: &[u32]) -> f32 {
        let (mut at, mut sum) = (0, 0.0);
        for word in a {
            while b.get(at).is_some_and(|other| other < word) {
                at += 1;
            }
            if b.get(at) == Some(word) {
                sum += self.of_word(*word);
            }
        }
        sum
    }
}
