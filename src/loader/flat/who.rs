//! Names as a page writes them, without what it writes around each.

use std::collections::HashMap;
use std::ops::Range;

use super::{Piece, Place};

/// Fewer names show no habit.
const FEWEST: usize = 4;
/// Names behind names that show a habit: one alone may be somebody's second name.
const FEWEST_PARTED: usize = 3;
/// Names of ten that have a word in common: the page's.
const SHARE: usize = 7;
/// What pages put behind the names of some.
const ROLES: [&str; 12] = [
    "author",
    "autor",
    "autorin",
    "auteur",
    "autore",
    "moderator",
    "mod",
    "admin",
    "administrator",
    "op",
    "staff",
    "team",
];

/// Takes off what stands before or behind the names by the page's habit: the word for a picture (`Avatar Ann`), the
/// name of the picture (`Ann Ann`), a role that some have (`Ann Author`).
pub(super) fn tidy(source: &str, pieces: &mut [Piece]) {
    let text = |range: &Range<usize>| source.get(range.clone()).unwrap_or_default();
    let names: Vec<&str> = pieces.iter().filter_map(|piece| Some(text(&piece.author?.range()))).collect();
    let front = habit(names.iter().filter_map(|name| Some(name.split_once(' ')?.0)), names.len());
    let back = habit(names.iter().filter_map(|name| Some(name.rsplit_once(' ')?.1)), names.len());
    for piece in pieces.iter_mut() {
        let Some(given) = piece.author else { continue };
        let name = &mut given.range();
        if let Some((_, rest)) = text(name).split_once(' ').filter(|(word, _)| Some(*word) == front) {
            name.start = name.end - rest.trim_start().len();
        }
        let ends_so = |word: &str| Some(word) == back || ROLES.contains(&bare(word).to_lowercase().as_str());
        if let Some((rest, _)) = text(name).rsplit_once(' ').filter(|(_, word)| ends_so(word)) {
            name.end = name.start + rest.trim_end().len();
        }
        let half = text(name).len() / 2;
        if let (Some(once), Some(again)) = (text(name).get(..half), text(name).get(half + 1..))
            && once == again
            && text(name).as_bytes().get(half) == Some(&b' ')
        {
            name.end = name.start + half;
        }
        if *name != given.range() {
            piece.author = Place::of(name.clone());
        }
    }
}

/// Where a page writes whom an author answers behind the name (`Ann  Bob`), parts the two.
pub(super) fn part_answered(source: &str, pieces: &mut [Piece]) {
    let text = |place: Place| source.get(place.range()).unwrap_or_default();
    let mut last: HashMap<&str, u32> = HashMap::new();
    let mut parted: Vec<Option<(usize, u32)>> = Vec::with_capacity(pieces.len());
    for (at, piece) in (0..).zip(pieces.iter()) {
        let Some(name) = piece.author.map(text) else {
            parted.push(None);
            continue;
        };
        let blanks = name.match_indices(' ').map(|(blank, _)| blank);
        let part = |blank: usize| Some((name.get(..blank)?.trim_end().len(), *last.get(name.get(blank + 1..)?)?));
        let found = blanks.filter_map(part).next_back();
        last.insert(found.and_then(|(end, _)| name.get(..end)).unwrap_or(name), at);
        parted.push(found);
    }
    let many = parted.iter().flatten().count();
    if many < FEWEST_PARTED || many * 4 < pieces.len() {
        return;
    }
    for (piece, parted) in pieces.iter_mut().zip(parted) {
        if let (Some(name), Some((end, answered))) = (piece.author, parted) {
            let start = name.range().start;
            piece.author = Place::of(start..start + end);
            piece.answers = Some(answered);
        }
    }
}

/// A word without brackets.
fn bare(word: &str) -> &str {
    word.trim_matches(['(', ')', '[', ']'])
}

/// The word that most of so many names have.
fn habit<'s>(words: impl Iterator<Item = &'s str>, names: usize) -> Option<&'s str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    words.for_each(|word| *counts.entry(word).or_default() += 1);
    let (word, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (names >= FEWEST && count * 10 >= names * SHARE).then_some(word)
}
