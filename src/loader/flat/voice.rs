//! How a line is written: as an article is, or as people talk below it.

use super::row::{Part, Row};

/// How many signs of the register there are.
pub(super) const SIGNS: usize = 11;

/// What a line says about the place above or below it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Near {
    /// It says that comments follow: `12 comments`.
    pub(super) marker: bool,
    /// It opens as a comment does: `Great post`, `@ann`, `I agree`.
    pub(super) opens: bool,
    /// It ends an article: who wrote it, where it is from.
    pub(super) notice: bool,
    /// It asks.
    pub(super) asks: bool,
    /// It speaks of comments: `tell us what you think below`.
    pub(super) invites: bool,
}

/// The signs of a row, and what it says about the places beside it.
pub(super) fn of(row: &Row, text: &str) -> ([f32; SIGNS], Near) {
    let lower = text.to_lowercase();
    let own: Vec<&str> = text.split(['“', '”', '"']).step_by(2).collect();
    let said = own.join(" ");
    let mut words = said.split(|c: char| !(c.is_alphabetic() || "'’".contains(c))).filter(|word| !word.is_empty());
    let (head, manner) = (is_head(row), manner_in(row, text, &lower));
    let (mut me, mut you) = (false, false);
    for word in words.by_ref() {
        me |= matches!(word, "I" | "I'm" | "I’m" | "I've" | "I’ve" | "I'd" | "I’d" | "my" | "My" | "me" | "i");
        you |= matches!(word, "you" | "your" | "You" | "Your" | "you're" | "you’re" | "u");
    }
    let flag = |holds: bool| f32::from(u8::from(holds));
    let signs = [
        flag(me && !head),
        flag(you && !head),
        flag(is_warm(&lower)),
        flag(text.contains('?') && !head),
        flag(text.contains('!') || SMILES.iter().any(|smile| text.contains(smile))),
        flag(manner.loose),
        (row.width.max(1) as f32).ln() / 5.0,
        (1.0 + row.indent.min(40) as f32).ln() / 3.0,
        flag(head),
        flag(row.is_only(&[Part::Name]) && row.width <= 25 && !text.ends_with(['.', ':', '?'])),
        flag(text.starts_with("http") || row.is_act()),
    ];
    let short = row.width <= 60;
    let near = Near {
        marker: short && super::marker::count(text).is_some(),
        opens: manner.opens,
        notice: super::marker::is_notice(text),
        asks: text.ends_with('?'),
        invites: row.width <= 400 && INVITES.iter().any(|word| lower.contains(word)),
    };
    (signs, near)
}

/// How a line is written, for those who need no more.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// It begins as people begin to talk.
    pub(super) opens: bool,
    /// It is written without care, and is not about a comment.
    pub(super) loose: bool,
}

/// The manner of a row.
pub(super) fn manner(row: &Row, text: &str) -> Manner {
    manner_in(row, text, &text.to_lowercase())
}

fn manner_in(row: &Row, text: &str, lower: &str) -> Manner {
    Manner { opens: opens(text, lower), loose: is_loose(text) && !is_head(row) }
}

/// Whether it is about a comment.
fn is_head(row: &Row) -> bool {
    row.shape.has(Part::Stamp) || row.shape.has(Part::Said)
}

const SMILES: [&str; 8] = [":)", ":-)", ";)", ";-)", ":D", ":(", "xx", "LOL"];
const INVITES: [&str; 7] =
    ["comment", "let me know", "let us know", "tell us", "what do you think", "your thoughts", "your favorite"];

/// Whether a line has words of thanks, praise or dispute.
fn is_warm(lower: &str) -> bool {
    const WORDS: [&str; 22] = [
        "thank",
        "great post",
        "great article",
        "nice post",
        "good post",
        "love this",
        "love it",
        "i love",
        "i agree",
        "i think",
        "agreed",
        "lol",
        "congrat",
        "awesome",
        "amazing",
        "beautiful",
        "interesting",
        "i just",
        "i don",
        "imho",
        "haha",
        "good luck",
    ];
    WORDS.iter().any(|word| lower.contains(word))
}

/// Whether a line begins as people begin to talk.
fn opens(text: &str, lower: &str) -> bool {
    const FRONTS: [&str; 26] = [
        "i ", "i'", "i’", "hi ", "hi,", "hey", "hello", "great ", "thank", "wow", "lol", "nice ", "good ", "love ",
        "yes", "no,", "this is ", "agree", "@", "oh ", "so ", "congrat", "awesome", "very ", "what a ", "well ",
    ];
    FRONTS.iter().any(|front| lower.starts_with(front)) || text.starts_with(char::is_lowercase)
}

/// Whether a line is written without care: no capital in front, no stop at the end.
fn is_loose(line: &str) -> bool {
    let stops = ['.', '!', '?', ':', '…', '"', '”', '’', '\'', ')', '»', '“', '。'];
    line.starts_with(char::is_lowercase) || !line.ends_with(stops) || line.ends_with("!!") || line.contains("...")
}
