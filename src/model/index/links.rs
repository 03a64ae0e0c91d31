//! All links of a discussion, each address once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::model::CommentId;
use crate::model::body::Body;
use crate::model::identity::hash;
use crate::text::Clean;
use crate::text::link::Target;

/// An address that is linked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkFact {
    /// The address as written.
    pub address: Clean,
    /// The true host.
    pub host: Clean,
    /// The comment that has it first; none if that is the article.
    pub at: Option<CommentId>,
    /// Which of the links of that text it is, from 0.
    pub nth: u32,
    /// How often it stands in the discussion.
    pub count: u32,
    /// Whether it may not lead where it seems to, wherever it stands.
    pub doubtful: bool,
}

/// Gathers links.
#[derive(Default)]
pub(super) struct Writer {
    facts: Vec<LinkFact>,
    /// The hash of an address → its fact.
    known: HashMap<u64, usize>,
}

impl Writer {
    pub(super) fn add(&mut self, at: Option<CommentId>, body: &Body) {
        for (nth, link) in (0..).zip(&body.links) {
            let words = body.text.as_str().get(link.range.clone()).unwrap_or_default();
            let target = Target::of(&link.url, words);
            let doubtful = !target.doubts.is_empty();
            match self.known.entry(hash(&[link.url.as_str().as_bytes()])) {
                Entry::Occupied(known) => {
                    if let Some(fact) = self.facts.get_mut(*known.get()) {
                        fact.count += 1;
                        fact.doubtful |= doubtful;
                    }
                }
                Entry::Vacant(place) => {
                    place.insert(self.facts.len());
                    let (address, host) = (target.address, target.host);
                    self.facts.push(LinkFact { address, host, at, nth, count: 1, doubtful });
                }
            }
        }
    }

    /// In the order in which they stand first: the article's, then those of the comments.
    pub(super) fn finish(self) -> Vec<LinkFact> {
        self.facts
    }
}
