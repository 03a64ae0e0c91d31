//! What a query asks of a discussion that is not open: the source answers, and what is kept
//! of it in the store.

use std::collections::{HashMap, HashSet};

use crate::error::Result;
use crate::model::change::Spot;
use crate::model::{CommentId, Discussion, Index, Restored};
use crate::query::{Facts, Query};
use crate::store::Store;
use crate::terminal;

/// What is kept of all discussions, if the query asks for it and there is a store.
pub(super) fn store(query: &Query) -> Result<Option<Store>> {
    if query.asks_reader() { crate::cli::store() } else { Ok(None) }
}

/// A discussion, and what its reader has read and marked.
pub(super) struct Source<'a> {
    discussion: &'a Discussion,
    index: Option<Index>,
    read: HashSet<CommentId>,
    new: HashSet<CommentId>,
    tags: HashMap<CommentId, Vec<String>>,
}

impl<'a> Source<'a> {
    /// Works out no more than the query asks for.
    pub(super) fn of(discussion: &'a Discussion, query: &Query, store: Option<&Store>) -> Result<Self> {
        let index = (store.is_some() || query.asks_quotes()).then(|| Index::of(discussion));
        let kept = match (store, &index) {
            (Some(store), Some(index)) => store.glance(discussion, index, terminal::now())?,
            _ => Restored::default(),
        };
        let arrived = kept.since.and_then(|since| kept.visits.get(since)).map(|visit| visit.arrived.iter().copied());
        let tags = kept.marks.into_iter().filter_map(|(spot, mark)| match spot {
            Spot::Comment(id) => Some((id, mark.tags)),
            Spot::Passage(_) => None,
        });
        Ok(Self {
            discussion,
            read: kept.read.into_iter().collect(),
            new: arrived.into_iter().flatten().collect(),
            tags: tags.collect(),
            index,
        })
    }
}

impl Facts for Source<'_> {
    fn discussion(&self) -> &Discussion {
        self.discussion
    }

    fn index(&self) -> Option<&Index> {
        self.index.as_ref()
    }

    fn is_read(&self, id: CommentId) -> bool {
        self.read.contains(&id)
    }

    fn is_new(&self, id: CommentId) -> bool {
        self.new.contains(&id) && !self.is_read(id)
    }

    fn tags(&self, id: CommentId) -> Option<&[String]> {
        self.tags.get(&id).map(Vec::as_slice)
    }
}
