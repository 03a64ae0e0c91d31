//! What the reader knows, as queries ask it: a copy, so that a worker can ask as well.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::change::Spot;
use crate::model::{CommentId, Discussion, Index};
use crate::query::Facts;
use crate::reader::bits::Bits;
use crate::reader::state::State;
use crate::reader::view::View;

/// A copy of what is known of each comment.
#[derive(Debug)]
pub struct Known {
    discussion: Arc<Discussion>,
    index: Option<Arc<Index>>,
    view: View,
    read: Bits,
    new: Bits,
    tags: BTreeMap<CommentId, Vec<String>>,
}

impl Known {
    /// What is known now.
    #[must_use]
    pub fn of(state: &State) -> Self {
        let reading = &state.reading;
        let tags = reading.marks.iter().filter_map(|(spot, marked)| match spot {
            Spot::Comment(id) => Some((*id, marked.mark.tags.clone())),
            Spot::Passage(_) => None,
        });
        Self {
            discussion: Arc::clone(&reading.discussion),
            index: state.index.clone(),
            view: reading.view.clone(),
            read: reading.read.clone(),
            // On a first visit nothing is new.
            new: Bits::new(reading.discussion.thread().len(), false),
            tags: tags.collect(),
        }
    }
}

impl Facts for Known {
    fn discussion(&self) -> &Discussion {
        &self.discussion
    }

    fn index(&self) -> Option<&Index> {
        self.index.as_deref()
    }

    fn is_read(&self, id: CommentId) -> bool {
        self.read.has(id)
    }

    fn is_new(&self, id: CommentId) -> bool {
        self.new.has(id) && !self.read.has(id)
    }

    fn tags(&self, id: CommentId) -> Option<&[String]> {
        self.tags.get(&id).map(Vec::as_slice)
    }

    fn row(&self, place: usize) -> CommentId {
        self.view.row(place)
    }
}
