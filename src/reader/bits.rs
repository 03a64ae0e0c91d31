//! A set of rows, one bit each, with how many are in each block: what is asked of a million for
//! each picture is answered from some hundreds.

use std::ops::Range;

use crate::model::CommentId;

/// A set of rows of one thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    /// Rows in the set of each block.
    blocks: Vec<u32>,
    len: usize,
}

/// Rows of a block.
const BLOCK: usize = 4096;

impl Bits {
    /// A set over `len` rows, empty or full.
    #[must_use]
    pub fn new(len: usize, full: bool) -> Self {
        let mut bits = Self { words: vec![0; len.div_ceil(64)], blocks: vec![0; len.div_ceil(BLOCK)], len };
        if full {
            bits.set_range(0..len, true);
        }
        bits
    }

    /// Rows that it is about, in the set or not.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it is about no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// What is in both sets.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
        self.count_blocks();
        self
    }

    /// Takes in what is in another set.
    pub fn join(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
        self.count_blocks();
    }

    fn count_blocks(&mut self) {
        let count = |words: &[u64]| words.iter().map(|word| word.count_ones()).sum();
        self.blocks = self.words.chunks(BLOCK / 64).map(count).collect();
    }

    /// Whether a row is in the set.
    #[must_use]
    pub fn has(&self, id: CommentId) -> bool {
        self.words.get(id.index() / 64).is_some_and(|word| word >> (id.index() % 64) & 1 == 1)
    }

    /// Puts a row in or takes it out; whether that changed anything.
    pub fn set(&mut self, id: CommentId, on: bool) -> bool {
        let changes = id.index() < self.len && self.has(id) != on;
        if changes {
            self.set_range(id.index()..id.index() + 1, on);
        }
        changes
    }

    /// Puts a range in or takes it out.
    pub fn set_range(&mut self, range: Range<usize>, on: bool) {
        let (start, end) = (range.start, range.end.min(self.len));
        let mut at = start;
        while at < end {
            let (word, bit) = (at / 64, at % 64);
            let bits = (64 - bit).min(end - at);
            let mask = if bits == 64 { u64::MAX } else { ((1 << bits) - 1) << bit };
            if let (Some(slot), Some(count)) = (self.words.get_mut(word), self.blocks.get_mut(at / BLOCK)) {
                *count -= slot.count_ones();
                *slot = if on { *slot | mask } else { *slot & !mask };
                *count += slot.count_ones();
            }
            at += bits;
        }
    }

    /// These of so many rows.
    #[must_use]
    pub fn of(len: usize, these: impl IntoIterator<Item = CommentId>) -> Self {
        let mut bits = Self::new(len, false);
        for id in these {
            bits.set(id, true);
        }
        bits
    }

    /// The first row in the set at or after `from`.
    #[must_use]
    pub fn next(&self, from: usize) -> Option<CommentId> {
        let mut at = from / 64;
        let mut word = self.words.get(at)? & (u64::MAX << (from % 64));
        while word == 0 {
            at += 1;
            word = *self.words.get(at)?;
        }
        Some(CommentId::at(at * 64 + word.trailing_zeros() as usize))
    }

    /// The first row at or after `from` that is in this set and in none of the others.
    #[must_use]
    pub fn next_without(&self, from: usize, others: &[&Self]) -> Option<CommentId> {
        let without = |at: usize| {
            let word = *self.words.get(at)?;
            Some(others.iter().fold(word, |word, other| word & !other.words.get(at).copied().unwrap_or(0)))
        };
        let mut at = from / 64;
        let mut word = without(at)? & (u64::MAX << (from % 64));
        while word == 0 {
            at += 1;
            word = without(at)?;
        }
        Some(CommentId::at(at * 64 + word.trailing_zeros() as usize))
    }

    /// The last row in the set before `before`.
    #[must_use]
    pub fn prev(&self, before: usize) -> Option<CommentId> {
        let last = before.min(self.len).checked_sub(1)?;
        let mut at = last / 64;
        let mut word = self.words.get(at)? & (u64::MAX >> (63 - last % 64));
        while word == 0 {
            at = at.checked_sub(1)?;
            word = *self.words.get(at)?;
        }
        Some(CommentId::at(at * 64 + 63 - word.leading_zeros() as usize))
    }

    /// Rows in the set.
    #[must_use]
    pub fn count(&self) -> usize {
        self.blocks.iter().map(|count| *count as usize).sum()
    }

    /// Rows in the set within a range.
    #[must_use]
    pub fn count_in(&self, range: Range<usize>) -> usize {
        let word = |at: usize| self.words.get(at).copied().unwrap_or(0);
        self.sum(range, |block| self.blocks.get(block).copied(), word)
    }

    /// Rows within a range that are in this set and not in the other.
    #[must_use]
    pub fn count_without(&self, other: &Self, range: Range<usize>) -> usize {
        let word = |at: usize| self.words.get(at).copied().unwrap_or(0) & !other.words.get(at).copied().unwrap_or(0);
        let whole = |block: usize| match (self.blocks.get(block).copied(), other.blocks.get(block)) {
            (Some(0), _) => Some(0),
            (own, None | Some(0)) => own,
            _ => None,
        };
        self.sum(range, whole, word)
    }

    /// The bits within a range: of whole blocks, where these say it, else word by word.
    fn sum(&self, range: Range<usize>, block: impl Fn(usize) -> Option<u32>, word: impl Fn(usize) -> u64) -> usize {
        let (mut sum, mut at) = (0, range.start);
        let end = range.end.min(self.len);
        while at < end {
            let past = (at / BLOCK + 1) * BLOCK;
            match block(at / BLOCK) {
                Some(count) if count == 0 || at.is_multiple_of(BLOCK) && past <= end => {
                    sum += count as usize;
                    at = past;
                    continue;
                }
                _ => {}
            }
            let bits = (64 - at % 64).min(end - at);
            let mask = if bits == 64 { u64::MAX } else { (1 << bits) - 1 };
            sum += (word(at / 64) >> (at % 64) & mask).count_ones() as usize;
            at += bits;
        }
        sum
    }

    /// The first row at or after `from` that is not in the set.
    #[must_use]
    pub fn next_gap(&self, from: usize) -> Option<CommentId> {
        let mut at = from / 64;
        let mut word = !*self.words.get(at)? & (u64::MAX << (from % 64));
        while word == 0 {
            at += 1;
            word = !*self.words.get(at)?;
        }
        let row = at * 64 + word.trailing_zeros() as usize;
        (row < self.len).then(|| CommentId::at(row))
    }

    /// The last row before `before` that is not in the set.
    #[must_use]
    pub fn prev_gap(&self, before: usize) -> Option<CommentId> {
        let last = before.min(self.len).checked_sub(1)?;
        let mut at = last / 64;
        let mut word = !*self.words.get(at)? & (u64::MAX >> (63 - last % 64));
        while word == 0 {
            at = at.checked_sub(1)?;
            word = !*self.words.get(at)?;
        }
        Some(CommentId::at(at * 64 + 63 - word.leading_zeros() as usize))
    }

    /// The last row before a row that is in this set and not in the other.
    #[must_use]
    pub fn prev_without(&self, before: usize, other: &Self) -> Option<CommentId> {
        let mut at = self.prev(before)?;
        while other.has(at) {
            // Whole words of what is in both are stepped over at once.
            let word = at.index() / 64;
            let left = self.words.get(word)? & !other.words.get(word).copied().unwrap_or(0);
            let below = left & ((1 << (at.index() % 64)) - 1);
            at = match below {
                0 => self.prev(word * 64)?,
                _ => return Some(CommentId::at(word * 64 + 63 - below.leading_zeros() as usize)),
            };
        }
        Some(at)
    }

    /// All rows in the set.
    pub fn iter(&self) -> impl Iterator<Item = CommentId> + '_ {
        std::iter::successors(self.next(0), |at| self.next(at.index() + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn blocks_count_what_is_in_them(
            len in 1usize..5 * BLOCK,
            acts in prop::collection::vec((0usize..5 * BLOCK, 0usize..5 * BLOCK, any::<bool>()), 0..6),
            ranges in prop::collection::vec((0usize..5 * BLOCK, 0usize..6 * BLOCK), 8),
        ) {
            let (mut bits, mut other) = (Bits::new(len, false), Bits::new(len, false));
            for (at, (a, b, on)) in acts.into_iter().enumerate() {
                let which = if at % 2 == 0 { &mut bits } else { &mut other };
                which.set_range(a.min(b)..a.max(b), on);
                which.set(CommentId::at(a % len), !on);
            }
            let both = bits.clone().and(&other);
            let mut either = bits.clone();
            either.join(&other);
            for (from, to) in ranges.into_iter().chain([(0, len)]) {
                let many = |of: &dyn Fn(CommentId) -> bool| (from..to.min(len)).filter(|at| of(CommentId::at(*at))).count();
                prop_assert_eq!(bits.count_in(from..to), many(&|id| bits.has(id)));
                prop_assert_eq!(both.count_in(from..to), many(&|id| bits.has(id) && other.has(id)));
                prop_assert_eq!(either.count_in(from..to), many(&|id| bits.has(id) || other.has(id)));
                prop_assert_eq!(bits.count_without(&other, from..to), many(&|id| bits.has(id) && !other.has(id)));
            }
            prop_assert_eq!(bits.count(), bits.iter().count());
        }

        #[test]
        fn ranges_and_steps_agree_with_a_plain_set(
            len in 1usize..300,
            acts in prop::collection::vec((0usize..300, 0usize..300, any::<bool>()), 0..20),
        ) {
            let mut bits = Bits::new(len, true);
            let mut plain = vec![true; len];
            for (a, b, on) in acts {
                bits.set_range(a.min(b)..a.max(b), on);
                for slot in plain.iter_mut().take(a.max(b)).skip(a.min(b)) {
                    *slot = on;
                }
            }
            for at in 0..len {
                let next = (at..len).find(|i| plain[*i]).map(CommentId::at);
                let prev = (0..at).rev().find(|i| plain[*i]).map(CommentId::at);
                prop_assert_eq!(bits.next(at), next);
                prop_assert_eq!(bits.prev(at), prev);
                prop_assert_eq!(bits.count_in(at..len), plain[at..].iter().filter(|on| **on).count());
            }
            prop_assert_eq!(bits.count(), plain.iter().filter(|on| **on).count());
            let mut other = Bits::new(len, false);
            for at in (0..len).step_by(3) {
                other.set(CommentId::at(at), true);
            }
            let left = |i: &usize| plain[*i] && !i.is_multiple_of(3);
            for (from, to) in [(0, len), (len / 3, len), (len / 3, len / 2), (len / 2, len + 70), (len, 0)] {
                let expected = (from..to.min(len)).filter(left).count();
                prop_assert_eq!(bits.count_without(&other, from..to), expected, "{}..{}", from, to);
            }
            for at in 0..=len {
                prop_assert_eq!(bits.next_gap(at), (at..len).find(|i| !plain[*i]).map(CommentId::at));
                prop_assert_eq!(bits.prev_gap(at), (0..at).rev().find(|i| !plain[*i]).map(CommentId::at));
                prop_assert_eq!(bits.prev_without(at, &other), (0..at).rev().find(left).map(CommentId::at));
            }
        }
    }
}
