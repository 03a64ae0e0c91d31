//! Words that were changed a little: a word left out, put in, or spelled another way.

use std::cmp::Reverse;
use std::ops::Range;

use super::{Needle, count};

/// Fewer words than these have to be found as they are.
pub(super) const LEAST: usize = 8;
/// Words in a row that have to be the same somewhere.
const SEED: usize = 3;
/// Words that are compared one by one; of a longer quote, so many at both ends.
const ENDS: usize = 30;
/// A changed word in so many.
const CHANGED: usize = 5;

/// Where words stand nearly so, in a text in normal form.
pub(super) fn find(hay: &str, words: &str) -> Option<Range<usize>> {
    let many = count(words);
    if many <= 2 * ENDS {
        return find_all(hay, words);
    }
    let all: Vec<Range<usize>> = words_of(words).collect();
    let head = words.get(..all.get(ENDS - 1)?.end)?;
    let tail = words.get(all.get(many - ENDS)?.start..)?;
    let (head, tail) = (find_all(hay, head)?, find_all(hay, tail)?);
    // What lies between may have been shortened, but not by much.
    let between = words.len() + words.len() / 2;
    (head.start < tail.end && tail.end - head.start <= between).then_some(head.start..tail.end)
}

fn find_all(hay: &str, words: &str) -> Option<Range<usize>> {
    let all: Vec<Range<usize>> = words_of(words).collect();
    if all.len() < LEAST {
        return None;
    }
    let last = all.len() - SEED;
    let mut tried = None;
    [0, last / 3, last * 2 / 3, last].into_iter().find_map(|seed| {
        let seeds = all.get(seed)?.start..all.get(seed + SEED - 1)?.end;
        let at = Needle::of(words.get(seeds)?).find(hay)?.start;
        // Two seeds that agree would compare the same words twice.
        if tried.replace(at.saturating_sub(all.get(seed)?.start)) == Some(at.saturating_sub(all.get(seed)?.start)) {
            return None;
        }
        aligned(hay, words, &all, seed, at)
    })
}

/// Compares the words around a place where some of them stand; gives the range that all of
/// them take, if few were changed.
fn aligned(hay: &str, words: &str, all: &[Range<usize>], seed: usize, at: usize) -> Option<Range<usize>> {
    let slack = all.len() / CHANGED;
    let before = starts_back(hay, at, seed + slack);
    let places: Vec<Range<usize>> = words_of(hay.get(before..)?)
        .take(all.len() + 2 * slack + 1)
        .map(|word| before + word.start..before + word.end)
        .collect();
    // The least number of changes for each word of the text to end at, and where the match
    // began: any word may be the first, and of equals the later one is.
    let mut row: Vec<(usize, Reverse<usize>)> = (0..=places.len()).map(|start| (0, Reverse(start))).collect();
    for (done, word) in all.iter().enumerate() {
        let word = words.get(word.clone());
        let mut last = *row.first()?;
        if let Some(first) = row.first_mut() {
            *first = (done + 1, Reverse(0));
        }
        for (column, place) in places.iter().enumerate() {
            let above = *row.get(column + 1)?;
            let left = *row.get(column)?;
            let same = hay.get(place.clone()) == word;
            let best = [(last.0 + usize::from(!same), last.1), (above.0 + 1, above.1), (left.0 + 1, left.1)];
            last = above;
            *row.get_mut(column + 1)? = best.into_iter().min()?;
        }
    }
    let (end, (changes, Reverse(start))) = row.iter().enumerate().min_by_key(|(_, (changes, _))| *changes)?;
    if *changes > slack || end <= *start {
        return None;
    }
    Some(places.get(*start)?.start..places.get(end - 1)?.end)
}

/// The beginning of the word so many words before a place.
fn starts_back(hay: &str, at: usize, words: usize) -> usize {
    let head = hay.get(..at).unwrap_or_default();
    memchr::memrchr_iter(b' ', head.as_bytes()).nth(words).map_or(0, |blank| blank + 1)
}

/// The words of a text in normal form.
fn words_of(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    text.split(' ').map(move |word| {
        let range = start..start + word.len();
        start = range.end + 1;
        range
    })
}
