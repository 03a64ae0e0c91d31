//! The comments that quote a passage, as a list.

use super::{ListKind, ListRow, Target};
use crate::layout::context::{count, name};
use crate::model::CommentId;
use crate::model::change::Spot;
use crate::model::index::Quoted;
use crate::reader::state::State;
use crate::text::when;

impl State {
    /// The comments that quote the passage at hand.
    pub(crate) fn open_quotes_of_passage(&mut self) {
        if let Some(block) = self.passage() {
            self.open_quotes_of(block + 1);
        }
    }

    /// The comments that quote a passage, by its number from 1.
    pub(crate) fn open_quotes_of(&mut self, number: u32) {
        let rows: Vec<ListRow> = self.quoting(number).into_iter().map(|id| self.comment_row(id)).collect();
        if rows.is_empty() {
            self.say(format!("no comment quotes ¶{number}"));
            return;
        }
        let title = format!("{} ¶{number}", count(rows.len(), "comment quotes", "comments quote"));
        self.open_list(ListKind::Quoting(number), title, "", rows);
    }

    /// The comments that quote a passage, by its number from 1.
    #[must_use]
    pub fn quoting(&self, number: u32) -> Vec<CommentId> {
        let Some(index) = &self.index else {
            return Vec::new();
        };
        index.quoting_of(Quoted::Passage(number)).collect()
    }

    /// How many comments quote a passage, by its number from 1.
    #[must_use]
    pub fn quoting_count(&self, number: u32) -> usize {
        self.index.as_ref().map_or(0, |index| index.quoting_count(number))
    }

    pub(super) fn comment_row(&self, id: CommentId) -> ListRow {
        let discussion = self.discussion();
        let age = discussion.thread().time(id).map(|then| when::age(self.now, then)).unwrap_or_default();
        ListRow {
            sign: discussion.thread().number(id).to_string(),
            who: name(discussion, id),
            text: self.first_words(id),
            note: String::new(),
            age,
            target: Target::Here(Spot::Comment(id)),
            struck: false,
        }
    }
}
