//! What a line of an article is by its words and its place: heading, byline, notice.

use super::super::BlockKind;
use super::super::piece::PieceKind;
use super::{PLAIN_LEVEL, Part};
use crate::text::width;

/// A heading is no longer than this.
const HEADING_WORDS: usize = 12;
const HEADING_CELLS: usize = 90;

/// Bylines and notices stand among the first or the last blocks only.
const FIRST: usize = 3;
const LAST: usize = 6;

/// About the author, or about rights, in no more words than this.
const NOTE_WORDS: usize = 70;

/// The kind of every part that is not to be written as plain text.
pub(super) fn kinds(parts: &[Part<'_>]) -> Vec<Option<BlockKind>> {
    let mut kinds: Vec<Option<BlockKind>> =
        parts.iter().enumerate().map(|(n, part)| edge_kind(part, n, parts.len())).collect();
    // From the end: what a heading heads has to be known first.
    let mut headed = false;
    for (kind, part) in kinds.iter_mut().zip(parts).rev() {
        if let Some(level) = part.heading {
            *kind = Some(BlockKind::Heading(level));
            headed = false;
        } else if kind.is_none() {
            let heading = headed && single(part).is_some_and(looks_like_heading);
            if heading {
                *kind = Some(BlockKind::Heading(PLAIN_LEVEL));
            }
            headed = !heading && heads_under(part);
        }
    }
    kinds
}

/// The only line of a part without any sign.
fn single<'a>(part: &Part<'a>) -> Option<&'a str> {
    match (&part.piece.kind, part.piece.quote, &part.piece.lines[..]) {
        (PieceKind::Words, 0, [line]) => Some(line.trim()),
        _ => None,
    }
}

/// Whether a heading can stand over it: anything but another short line.
fn heads_under(part: &Part<'_>) -> bool {
    single(part)
        .is_none_or(|line| line.split_whitespace().count() > HEADING_WORDS || width::cells(line) > HEADING_CELLS)
}

fn looks_like_heading(line: &str) -> bool {
    let Some(first) = line.trim_start_matches(['“', '‘', '"', '\'', '«', '(', '¿', '¡']).chars().next() else {
        return false;
    };
    let starts = first.is_numeric() || (first.is_alphabetic() && !first.is_lowercase());
    // Scripts without capitals and spaces have no words to count: their columns are.
    let caseless = first.is_alphabetic() && !first.is_uppercase() && !first.is_lowercase();
    let short = line.split_whitespace().count() <= HEADING_WORDS
        && width::cells(line) <= if caseless { HEADING_CELLS / 2 } else { HEADING_CELLS };
    let ends = line.ends_with([
        '.', '!', '?', '…', ':', ';', ',', '"', '”', '’', '\'', '»', '“', '。', '！', '？', '：', '；', '，', '」',
        '』', '、', '۔', '؟', '।',
    ]);
    starts && short && !ends
}

fn edge_kind(part: &Part<'_>, n: usize, all: usize) -> Option<BlockKind> {
    let line = match (&part.piece.kind, part.piece.quote) {
        (PieceKind::Words, 0) => part.piece.lines.join(" "),
        _ => return None,
    };
    let words: Vec<&str> = line.split_whitespace().take(NOTE_WORDS + 1).collect();
    let (first, last) = (n < FIRST && n + 1 < all, n > 0 && n + LAST >= all);
    if words.len() > NOTE_WORDS || part.heading.is_some() || !(first || last) {
        return None;
    }
    if last && is_notice(&line) {
        Some(BlockKind::Notice)
    } else if is_by(&words) || (last || n == 0) && is_about_author(&words) {
        Some(BlockKind::Byline)
    } else {
        None
    }
}

/// Words of those who own a text, in lower case.
const NOTICES: &[&str] = &[
    "all rights reserved",
    "creative commons",
    "first appeared in",
    "first appeared on",
    "first published",
    "is republished",
    "licensed under",
    "originally appeared",
    "originally published",
    "read the original article",
    "republished from",
    "republished under",
    "republished with permission",
    "reprinted with permission",
    "the opinions expressed",
    "the views expressed",
    "this article was published",
    "views expressed in this",
    "©",
    "(c) 19",
    "(c) 20",
    "copyright 19",
    "copyright 20",
];

fn is_notice(line: &str) -> bool {
    let line = line.to_lowercase();
    NOTICES.iter().any(|words| line.contains(words))
}

/// "By Ada Lovelace", "By Ada Lovelace and Charles Babbage, London".
fn is_by(words: &[&str]) -> bool {
    let by = words.first().is_some_and(|w| w.eq_ignore_ascii_case("by"));
    let names = name_len(words.get(1..).unwrap_or_default());
    by && (2..HEADING_WORDS).contains(&names)
        && words.len() <= HEADING_WORDS
        && !words.last().is_some_and(|w| w.ends_with(['.', '!', '?', ':']))
}

/// "Ada Lovelace is a mathematician at …".
fn is_about_author(words: &[&str]) -> bool {
    let names = name_len(words);
    let Some(rest) = words.get(names..).filter(|_| (2..=12).contains(&names)) else {
        return false;
    };
    let about = match rest {
        ["is" | "was", "a" | "an" | "the", about @ ..] | ["are", about @ ..] => about,
        ["is", about @ ..] | ["writes", about @ ..] | ["teaches", about @ ..] => about,
        _ => return false,
    };
    let bare = |w: &&str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let mut trade = about.iter().take(10).map(bare);
    trade.any(|w| TRADES.iter().any(|t| w == *t || w.strip_suffix('s') == Some(t)))
}

/// What those are who write articles.
const TRADES: &[&str] = &[
    "activist",
    "academic",
    "analyst",
    "anthropologist",
    "archivist",
    "artist",
    "assistant",
    "associate",
    "attorney",
    "author",
    "biologist",
    "blogger",
    "broadcaster",
    "candidate",
    "chair",
    "chemist",
    "chief",
    "co-author",
    "co-founder",
    "cofounder",
    "columnist",
    "commentator",
    "consultant",
    "contributor",
    "correspondent",
    "critic",
    "curator",
    "designer",
    "developer",
    "diplomat",
    "director",
    "doctor",
    "ecologist",
    "economist",
    "editor",
    "emeritus",
    "engineer",
    "essayist",
    "executive",
    "expert",
    "fellow",
    "filmmaker",
    "founder",
    "freelance",
    "freelancer",
    "geographer",
    "head",
    "historian",
    "instructor",
    "investigator",
    "journalist",
    "lawyer",
    "lecturer",
    "librarian",
    "linguist",
    "manager",
    "mathematician",
    "musician",
    "novelist",
    "philosopher",
    "photographer",
    "physician",
    "physicist",
    "poet",
    "postdoc",
    "postdoctoral",
    "producer",
    "professor",
    "programmer",
    "psychologist",
    "reader",
    "reporter",
    "researcher",
    "scholar",
    "scientist",
    "sociologist",
    "specialist",
    "statistician",
    "strategist",
    "student",
    "teacher",
    "translator",
    "writer",
];

/// How many words at the beginning are names: capitalised, with particles between.
fn name_len(words: &[&str]) -> usize {
    let mut len = 0;
    for (n, word) in words.iter().enumerate() {
        let core = word.trim_matches(|c: char| !c.is_alphanumeric());
        let capital = core.starts_with(char::is_uppercase);
        let particle = matches!(
            core,
            "de" | "da"
                | "del"
                | "della"
                | "der"
                | "den"
                | "di"
                | "do"
                | "dos"
                | "du"
                | "van"
                | "von"
                | "bin"
                | "ibn"
                | "al"
                | "el"
                | "la"
                | "le"
                | "ter"
                | "zu"
                | "and"
                | "&"
        ) || *word == "&";
        match (capital, particle) {
            (true, _) => len = n + 1,
            (_, true) if n > 0 => {}
            _ => break,
        }
        if word.ends_with(['.', '!', '?', ':']) && core.chars().count() > 3 {
            break;
        }
    }
    len
}
