//! What is wrong with a query, and where.

use crate::text::width;

/// An error in a query: one line, and the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, and what would be right.
    pub words: String,
    /// The byte of the query where it is.
    pub at: usize,
}

impl Fault {
    pub(super) fn new(at: usize, words: impl Into<String>) -> Self {
        Self { words: words.into(), at }
    }

    /// Blanks and a caret: stands right under the query, if both begin in the same column.
    #[must_use]
    pub fn caret(&self, query: &str) -> String {
        let before = query.get(..self.at).unwrap_or(query);
        format!("{:>column$}", "^", column = width::cells(before) + 1)
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words)
    }
}
