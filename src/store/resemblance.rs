//! Whether two discussions are one, by what is in them: for sources that have neither an id
//! of the site nor an address, and for copies of those that have.

use crate::model::identity::Sketch;

/// How much two sketches agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// They are different, or nothing can be said.
    None,
    /// Perhaps: ask.
    Doubtful,
    /// They are the same.
    Sure,
}

/// So many comments in common are no chance.
const ENOUGH: usize = 4;

/// Compares two sketches; the number puts several candidates in order.
///
/// A sketch holds the smallest keys of a discussion, so only keys below the end of *both*
/// sketches can be compared; of those, half must agree. The share is taken of the side
/// that it is larger for: one may be an early copy of the other, or a part of it.
pub(super) fn compare(one: &Sketch, other: &Sketch) -> (Likeness, usize) {
    let shared = shared(one, other);
    let comparable = comparable(one, other).min(comparable(other, one));
    let half = shared > 0 && shared * 2 >= comparable;
    let same_article = one.article.is_some() && one.article == other.article;
    let one_is_bare = one.least.is_empty() || other.least.is_empty();
    let likeness = if same_article && (half || one_is_bare) {
        Likeness::Sure
    } else if half && (shared >= ENOUGH || is_all(one, other, shared)) {
        // The same comments under another article: a changed article, or a comment section
        // without one.
        if one.article.is_some() && other.article.is_some() && shared < ENOUGH {
            Likeness::Doubtful
        } else {
            Likeness::Sure
        }
    } else if same_article || half || shared * 5 >= comparable.max(1) {
        Likeness::Doubtful
    } else {
        Likeness::None
    };
    (likeness, shared * 2 + usize::from(same_article))
}

/// Small discussions that have the very same comments.
fn is_all(one: &Sketch, other: &Sketch, shared: usize) -> bool {
    shared == one.least.len() && shared == other.least.len()
}

fn shared(one: &Sketch, other: &Sketch) -> usize {
    one.least.iter().filter(|key| other.least.binary_search(key).is_ok()).count()
}

/// How many keys of the first could stand in the second if they were in its discussion.
fn comparable(one: &Sketch, other: &Sketch) -> usize {
    let is_whole = other.least.len() < Sketch::SIZE;
    match other.least.last() {
        Some(end) if !is_whole => one.least.partition_point(|key| key <= end),
        _ => one.least.len(),
    }
}
