//! Words of all earlier comments, to be found again by any stretch of them.
//!
//! Of the stretches of sixteen bytes about each eighth is kept; which ones, their bytes say,
//! so the same are looked for in a quote: five words have one of them in four of five
//! cases, eight words nearly always. The table is small, so that it stays in the processor's
//! cache, and what is newer takes the place of what is older: in a thread of usual size all
//! is kept, in a huge one the last few thousand comments. It only says where to look; what
//! it says is looked up.

use crate::model::CommentId;

/// Bytes of a stretch.
const STRETCH: usize = 16;
/// Stretches of which one is kept, as a power of two.
const SHARE: u32 = 3;
/// Places for the words of a comment of usual length.
const PLACES: usize = 128;
/// Most places: two MiB.
const MOST: usize = 1 << 18;

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

    /// Keeps the words of a comment, by the numbers of its stretches. What was said before stays the source.
    pub(super) fn add(&mut self, id: CommentId, stretches: &[u64]) {
        let mask = self.places.len().wrapping_sub(1);
        let places = &mut self.places;
        for number in stretches {
            let (at, tag) = split(*number, mask);
            if let Some(place) = places.get_mut(at)
                && (place.1 == 0 || place.0 != tag)
            {
                *place = (tag, id.0 + 1);
            }
        }
    }

    /// Comments that have some of these words, each perhaps all of them.
    pub(super) fn find(&self, words: &str) -> impl Iterator<Item = CommentId> + '_ {
        let mask = self.places.len().wrapping_sub(1);
        let numbers: Vec<u64> = stretches(words).collect();
        numbers.into_iter().filter_map(move |number| {
            let (at, tag) = split(number, mask);
            self.places.get(at).filter(|place| place.1 > 0 && place.0 == tag).map(|place| CommentId(place.1 - 1))
        })
    }
}

/// The place and the tag of a stretch.
fn split(number: u64, mask: usize) -> (usize, u32) {
    #[expect(clippy::cast_possible_truncation, reason = "the middle bits are the place, the low ones the tag")]
    let parts = ((number >> 24) as usize & mask, number as u32);
    parts
}

/// A number for each stretch of bytes of a text in normal form that is kept.
pub(super) fn stretches(folded: &str) -> impl Iterator<Item = u64> + '_ {
    folded.as_bytes().windows(STRETCH).filter_map(|bytes| {
        let (head, tail) = (bytes.first_chunk::<8>()?, bytes.last_chunk::<8>()?);
        let number = u64::from_le_bytes(*head).wrapping_mul(BASE);
        // The high bits of a product depend on all bytes.
        if number >> (64 - SHARE) != 0 {
            return None;
        }
        let number = (number.rotate_left(29) ^ u64::from_le_bytes(*tail)).wrapping_mul(BASE);
        Some(number ^ (number >> 32))
    })
}
