//! The text of an element, collected piece by piece.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::texts::open_xml;
use crate::model::{Coat, DraftWriter, Media, TextRef};

/// The text of an element.
#[derive(Debug)]
pub(in crate::loader) struct Text<'s> {
    source: &'s str,
    pieces: Pieces,
    /// Where the element's end tag begins, once that is known.
    pub(super) end: usize,
}

#[derive(Debug)]
enum Pieces {
    None,
    /// One piece of the source, with entities or without.
    Span {
        range: Range<usize>,
        coat: Coat,
    },
    /// Several pieces, resolved.
    Joined(String),
}

impl<'s> Text<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self { source, pieces: Pieces::None, end: 0 }
    }

    /// Adds characters, or the name of an entity.
    pub(super) fn add(&mut self, range: Range<usize>, is_entity: bool) {
        let range = if is_entity { range.start.saturating_sub(1)..range.end + 1 } else { range };
        let is_blank = !is_entity && self.source.get(range.clone()).is_some_and(|text| text.trim().is_empty());
        match &mut self.pieces {
            Pieces::Span { range: known, coat } if known.end == range.start && (*coat == Coat::Xml || !is_blank) => {
                known.end = range.end;
                *coat = Coat::Xml;
            }
            Pieces::Span { .. } | Pieces::None if is_blank => {}
            Pieces::None => self.pieces = Pieces::Span { range, coat: Coat::Xml },
            _ => self.join(range, Coat::Xml),
        }
    }

    /// Adds characters in which nothing is to be resolved.
    pub(super) fn add_verbatim(&mut self, range: Range<usize>) {
        match self.pieces {
            Pieces::None => self.pieces = Pieces::Span { range, coat: Coat::Bare },
            _ => self.join(range, Coat::Bare),
        }
    }

    fn join(&mut self, range: Range<usize>, coat: Coat) {
        let mut text = self.string().into_owned();
        text.push_str(&resolved(self.source, range, coat));
        self.pieces = Pieces::Joined(text);
    }

    /// The text with its entities resolved, without blanks at its ends.
    pub(in crate::loader) fn string(&self) -> Cow<'_, str> {
        match &self.pieces {
            Pieces::None => Cow::Borrowed(""),
            Pieces::Span { range, coat } => resolved(self.source, range.clone(), *coat),
            Pieces::Joined(text) => Cow::Borrowed(text),
        }
    }

    /// Whether there is nothing in it but blanks.
    pub(in crate::loader) fn is_blank(&self) -> bool {
        self.string().trim().is_empty()
    }

    /// The text as a draft keeps it: a span if it is one piece of the source.
    pub(in crate::loader) fn kept(&self, writer: &mut DraftWriter, media: Media) -> TextRef {
        match &self.pieces {
            Pieces::None => TextRef::default(),
            Pieces::Span { range, coat } => {
                let text = self.source.get(range.clone()).unwrap_or_default();
                let start = range.start + (text.len() - text.trim_start().len());
                let is_bare = *coat == Coat::Bare || memchr::memchr(b'&', text.as_bytes()).is_none();
                let coat = if is_bare { Coat::Bare } else { Coat::Xml };
                TextRef::source(start..start + text.trim().len(), coat, media)
            }
            Pieces::Joined(text) => writer.pooled(text.trim(), media),
        }
    }
}

fn resolved(source: &str, range: Range<usize>, coat: Coat) -> Cow<'_, str> {
    let text = source.get(range).unwrap_or_default();
    if coat == Coat::Xml { open_xml(text) } else { Cow::Borrowed(text) }
}
