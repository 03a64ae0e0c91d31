//! Identities as columns, and as one number.

use rusqlite::{Row, types::Value};

use crate::model::change::Passage;
use crate::model::identity::{Identity, TextKey, hash};

/// Hashes are 64 bits without a sign, SQLite's numbers have one: the same bits.
pub(super) fn signed(bits: u64) -> i64 {
    bits.cast_signed()
}

/// The way back from [`signed`].
pub(super) fn unsigned(number: i64) -> u64 {
    number.cast_unsigned()
}

/// Equals differ by their place.
fn of_text(text: &TextKey) -> u64 {
    hash(&[&text.hash.to_le_bytes(), &text.nth.to_le_bytes(), &text.of.to_le_bytes()])
}

/// The number of a comment: of the source's part if it has one. None if it has no name.
pub(super) fn of(identity: &Identity) -> Option<u64> {
    match (&identity.source, &identity.text) {
        (Some(source), _) => Some(hash(&[source.as_bytes()])),
        (None, Some(text)) => Some(of_text(text)),
        (None, None) => None,
    }
}

/// The number of a passage.
pub(super) fn of_passage(passage: &Passage) -> u64 {
    passage.hash
}

/// The columns of an identity, in the order `source, hash, words, nth, equals`.
pub(super) fn columns(identity: &Identity) -> [Value; 5] {
    let text = identity.text;
    let number = |n: Option<i64>| n.map_or(Value::Null, Value::Integer);
    [
        identity.source.as_deref().map_or(Value::Null, |s| Value::Text(s.to_owned())),
        number(text.map(|t| signed(t.hash))),
        number(text.map(|t| signed(t.words))),
        number(text.map(|t| t.nth.into())),
        number(text.map(|t| t.of.into())),
    ]
}

/// Reads an identity from five columns that begin at `first`.
pub(super) fn identity(row: &Row<'_>, first: usize) -> rusqlite::Result<Identity> {
    let source: Option<String> = row.get(first)?;
    let hash: Option<i64> = row.get(first + 1)?;
    let text = match hash {
        None => None,
        Some(hash) => Some(TextKey {
            hash: unsigned(hash),
            words: unsigned(row.get(first + 2)?),
            nth: row.get(first + 3)?,
            of: row.get(first + 4)?,
        }),
    };
    Ok(Identity { source: source.map(Into::into), text })
}

/// Numbers as bytes: eight each, the little end first.
pub(super) fn pack(keys: &[u64]) -> Vec<u8> {
    keys.iter().flat_map(|k| k.to_le_bytes()).collect()
}

/// The way back from [`pack`]; a piece that is left over is dropped.
pub(super) fn unpack(bytes: &[u8]) -> Vec<u64> {
    let (whole, _) = bytes.as_chunks::<8>();
    whole.iter().map(|c| u64::from_le_bytes(*c)).collect()
}
