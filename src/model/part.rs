//! Which comment is which in a part of an input and in more of the same input.
//!
//! Much cheaper than the identities of [`crate::model::index`], which open every body: an
//! input that grows keeps its ids and its places.

use std::collections::HashMap;

use super::discussion::Discussion;
use super::texts::TextRef;
use super::thread::CommentId;

/// What tells a comment from the others of one input.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    /// The source's id.
    Id(Box<str>),
    /// Where its text begins.
    Place(usize),
    /// It has neither; so many of those came before it.
    Nth(usize),
}

/// Rows of a part → rows of the discussion that it is a part of.
#[must_use]
pub fn follow(part: &Discussion, whole: &Discussion) -> Vec<Option<CommentId>> {
    let mut wanted: HashMap<Key, CommentId> = HashMap::new();
    let mut nth = 0;
    for id in part.thread().ids() {
        // Of several with one id, the first stands for it.
        wanted.entry(key(part, id, &mut nth)).or_insert(id);
    }
    let mut map = vec![None; part.thread().len()];
    let mut nth = 0;
    for id in whole.thread().ids() {
        if wanted.is_empty() {
            break;
        }
        if let Some(old) = wanted.remove(&key(whole, id, &mut nth))
            && let Some(slot) = map.get_mut(old.index())
        {
            *slot = Some(id);
        }
    }
    map
}

fn key(discussion: &Discussion, id: CommentId, nth: &mut usize) -> Key {
    let thread = discussion.thread();
    let name = discussion.texts().open(thread.id_text(id));
    if !name.raw().expose().is_empty() {
        return Key::Id(name.raw().expose().into());
    }
    let body = Some(thread.body_text(id)).filter(|body| !body.is_empty());
    body.and_then(TextRef::source_start).map_or_else(
        || {
            *nth += 1;
            Key::Nth(*nth)
        },
        Key::Place,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loader::{Options, parse};

    fn read(text: &str) -> Discussion {
        parse(text.as_bytes().to_vec(), &Options::default()).unwrap()
    }

    #[test]
    fn rows_are_found_by_id_or_by_place() {
        let part = read(r#"[{"id":7,"author":"ann","text":"one"},{"id":5,"author":"bob","text":"two"}]"#);
        let whole = read(
            r#"[{"id":9,"author":"cy","text":"new"},{"id":7,"author":"ann","text":"one"},{"id":5,"author":"bob","text":"two"}]"#,
        );
        assert_eq!(follow(&part, &whole), [Some(CommentId::at(1)), Some(CommentId::at(2))]);
        assert_eq!(follow(&whole, &part), [None, Some(CommentId::at(0)), Some(CommentId::at(1))]);
    }
}
