//! Words of all earlier comments, to be found again by any five in a row.
//!
//! A table of fixed size, in which what is newer takes the place of what is older: in a
//! thread of usual size all is kept, in a huge one the nearest tens of thousands of
//! comments. It only says where to look; what it says is looked up.

use crate::model::CommentId;

/// Words in a row that are kept.
const RUN: usize = 5;
/// Places for the words of a comment of usual length.
const PLACES: usize = 128;
/// Most places: sixteen MiB.
const MOST: usize = 1 << 21;

const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

pub(super) struct Earlier {
    /// A part of the hash, and the row from 1; 0 is an empty place.
    places: Vec<(u32, u32)>,
}

impl Earlier {
    pub(super) fn of(comments: usize) -> Self {
        let places = if comments < 2 { 0 } else { (comments * PLACES).next_power_of_two().min(MOST) };
        Self { places: vec![(0, 0); places] }
    }

    /// Keeps the words of a comment, in normal form. What was said before stays the source.
    pub(super) fn add(&mut self, id: CommentId, folded: &str) {
        let mask = self.places.len().wrapping_sub(1);
        let places = &mut self.places;
        runs(folded, |run| {
            let (at, tag) = split(run, mask);
            if let Some(place) = places.get_mut(at)
                && (place.1 == 0 || place.0 != tag)
            {
                *place = (tag, id.0 + 1);
            }
            true
        });
    }

    /// A comment that has these words, or at least some of them.
    pub(super) fn find(&self, words: &str) -> Option<CommentId> {
        let mask = self.places.len().wrapping_sub(1);
        let mut found = None;
        runs(words, |run| {
            let (at, tag) = split(run, mask);
            found =
                self.places.get(at).filter(|place| place.1 > 0 && place.0 == tag).map(|place| CommentId(place.1 - 1));
            found.is_none()
        });
        found
    }
}

fn split(run: u64, mask: usize) -> (usize, u32) {
    let mixed = (run ^ (run >> 32)).wrapping_mul(BASE);
    // Both are parts of the number that are cut out on purpose.
    #[expect(clippy::cast_possible_truncation, reason = "the low bits are the place, the high ones the tag")]
    let parts = ((mixed >> 24) as usize & mask, mixed as u32);
    parts
}

/// A number for each run of words, until told to stop.
fn runs(folded: &str, mut on: impl FnMut(u64) -> bool) {
    let power = (0..RUN).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let mut last = [0_u64; RUN];
    let (mut run, mut word, mut at) = (0_u64, 0_u64, 0_usize);
    for byte in folded.bytes().chain(std::iter::once(b' ')) {
        if byte != b' ' {
            word = (word ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3).rotate_left(5);
            continue;
        }
        let slot = last.get_mut(at % RUN);
        let gone = slot.map_or(0, |slot| std::mem::replace(slot, word));
        run = run.wrapping_mul(BASE).wrapping_add(word).wrapping_sub(gone.wrapping_mul(power));
        (word, at) = (0, at + 1);
        if at >= RUN && !on(run) {
            return;
        }
    }
}
