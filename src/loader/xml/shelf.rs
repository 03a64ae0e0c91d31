//! The discussions of an export, by the ids of their articles.

use std::collections::HashMap;

use crate::model::DraftWriter;

/// Which discussion belongs to which article.
#[derive(Default)]
pub(in crate::loader) struct Shelf {
    numbers: HashMap<String, usize>,
}

impl Shelf {
    /// Turns to the discussion of an article; `begin` fills it if it is new, and has to say
    /// something of it or be followed by a comment.
    pub(in crate::loader) fn turn_to(
        &mut self,
        writer: &mut DraftWriter,
        id: &str,
        begin: impl FnOnce(&mut DraftWriter),
    ) {
        if let Some(number) = self.numbers.get(id) {
            writer.turn_to(*number);
            return;
        }
        let number = writer.begin();
        self.numbers.insert(id.to_owned(), number);
        begin(writer);
    }
}
