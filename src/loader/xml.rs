//! XML as a stream of elements, for feeds and exports as they are found: with undeclared
//! prefixes, bare attributes, bare `&`, HTML entities, or cut off.
//!
//! Nothing recurses, nothing is fetched, and entities that a document declares are never
//! expanded: they stay as written. Text stays a span of the source where it is one.

mod shelf;
mod text;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event as Raw};

use super::json::{Damage, DamageKind};
use crate::model::texts::open_xml;
use crate::model::{Coat, Media, TextRef};
pub(super) use shelf::Shelf;
pub(super) use text::Text;

/// What comes next.
#[derive(Debug)]
pub(super) enum Event<'s> {
    /// An element begins.
    Open(Tag<'s>),
    /// The innermost element ends.
    Close(Closed<'s>),
    /// There is no more.
    End,
}

/// A tag that opens an element.
#[derive(Debug)]
pub(super) struct Tag<'s> {
    /// Its name with its prefix.
    pub(super) name: &'s str,
    start: BytesStart<'s>,
    source: &'s str,
}

impl Tag<'_> {
    /// An attribute, its entities resolved.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut all = self.start.html_attributes();
        let found = all.with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
        Some(open_xml(&found.value).into_owned())
    }

    /// An attribute as a draft keeps it: a span of the source.
    pub(super) fn kept(&self, name: &str, media: Media) -> TextRef {
        let mut all = self.start.html_attributes();
        let found = all.with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name);
        let start = found.as_ref().and_then(|found| offset(self.source, &found.value));
        match (start, found) {
            (Some(start), Some(found)) => TextRef::source(start..start + found.value.len(), Coat::Xml, media),
            _ => TextRef::default(),
        }
    }
}

/// An element that has ended.
#[derive(Debug)]
pub(super) struct Closed<'s> {
    /// Its name with its prefix.
    pub(super) name: &'s str,
    /// The text that stood in it directly.
    pub(super) text: Text<'s>,
    /// All that stood in it, as written.
    pub(super) inside: std::ops::Range<usize>,
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

struct Frame<'s> {
    name: &'s str,
    text: Text<'s>,
    inside: usize,
}

/// How far up an end tag is looked for that does not fit.
const NEAR: usize = 64;

/// Reads a document.
pub(super) struct Scanner<'s> {
    source: &'s str,
    reader: Reader<&'s [u8]>,
    stack: Vec<Frame<'s>>,
    /// Elements that an end tag further out has ended, still to be told.
    ending: usize,
    damage: Option<Damage>,
    is_over: bool,
}

impl<'s> Scanner<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        let mut reader = Reader::from_str(source);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        config.expand_empty_elements = true;
        Self { source, reader, stack: Vec::new(), ending: 0, damage: None, is_over: false }
    }

    /// Where and how reading ended before its time, if it did.
    pub(super) fn damage(&self) -> Option<Damage> {
        self.damage
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.stack.len()
    }

    /// The name of the innermost element that is open, without its prefix.
    pub(super) fn parent(&self) -> &'s str {
        self.stack.last().map_or("", |frame| local(frame.name))
    }

    /// The next event.
    pub(super) fn next(&mut self) -> Event<'s> {
        loop {
            if self.ending > 0 {
                self.ending -= 1;
                return self.close();
            }
            if self.is_over {
                return self.close();
            }
            let at = self.position();
            match self.reader.read_event() {
                Ok(Raw::Start(start)) => return self.open(start),
                Ok(Raw::End(end)) => {
                    let name = end.name();
                    let up = self.stack.iter().rev().take(NEAR).position(|frame| frame.name == name.as_ref());
                    self.ending = up.map_or(0, |up| up + 1);
                    if let (true, Some(frame)) = (self.ending == 1, self.stack.last_mut()) {
                        frame.text.end = at;
                    }
                }
                Ok(Raw::Text(text)) => self.add(|text_so_far, piece| text_so_far.add(piece, false), &text),
                Ok(Raw::CData(text)) => self.add(Text::add_verbatim, &text),
                Ok(Raw::GeneralRef(name)) => self.add(|text_so_far, piece| text_so_far.add(piece, true), &name),
                Ok(Raw::Eof) => self.stop(self.source.len()),
                Ok(_) => {}
                Err(_) => self.stop(at),
            }
        }
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.source.len())
    }

    fn stop(&mut self, at: usize) {
        self.is_over = true;
        if !self.stack.is_empty() {
            self.damage = Some(Damage { at, kind: DamageKind::Cut });
        }
    }

    fn open(&mut self, start: BytesStart<'s>) -> Event<'s> {
        let name = self.in_source(start.name().as_ref()).unwrap_or_default();
        let inside = self.position();
        self.stack.push(Frame { name, text: Text::new(self.source), inside });
        Event::Open(Tag { name, start, source: self.source })
    }

    fn close(&mut self) -> Event<'s> {
        let Some(frame) = self.stack.pop() else { return Event::End };
        let end = if frame.text.end == 0 { self.position() } else { frame.text.end };
        Event::Close(Closed { name: frame.name, inside: frame.inside..end.max(frame.inside), text: frame.text })
    }

    fn add(&mut self, add: impl Fn(&mut Text<'s>, std::ops::Range<usize>), piece: &str) {
        let start = offset(self.source, piece);
        if let (Some(start), Some(frame)) = (start, self.stack.last_mut()) {
            add(&mut frame.text, start..start + piece.len());
        }
    }

    fn in_source(&self, piece: &str) -> Option<&'s str> {
        let start = offset(self.source, piece)?;
        self.source.get(start..start + piece.len())
    }
}

/// Where a piece lies in the source: events borrow from it.
fn offset(source: &str, piece: &str) -> Option<usize> {
    let start = (piece.as_ptr() as usize).checked_sub(source.as_ptr() as usize)?;
    (start + piece.len() <= source.len()).then_some(start)
}

/// The name of a document's outermost element, from its beginning.
pub(super) fn root(head: &str) -> &str {
    let at = head.get(..16.min(head.len())).unwrap_or(head).find('<');
    let Some(text) = at.and_then(|at| head.get(at..)) else { return "" };
    match Scanner::new(text).next() {
        Event::Open(tag) => tag.name,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(source: &str) -> String {
        let mut scanner = Scanner::new(source);
        let mut out = String::new();
        loop {
            match scanner.next() {
                Event::Open(tag) => {
                    let b = tag.attribute("b").unwrap_or_default();
                    out.push_str(&format!("<{} {b}>", tag.name));
                }
                Event::Close(closed) => out.push_str(&format!("{}</{}>", closed.text.string(), closed.name)),
                Event::End => break,
            }
        }
        format!("{out}{}", if scanner.damage().is_some() { "!" } else { "" })
    }

    #[test]
    fn documents_are_read_as_they_are_found() {
        for (source, events) in [
            ("`<?xml version='1.0'?><a b=1><c/>x &amp; y</a>", "<a 1><c ></c>x & y</a>"),
            ("<a> <![CDATA[<p>]]> </a>", "<a ><p></a>"),
            ("<a>1<![CDATA[2]]>&nbsp;&what; & 3</a>", "<a >12\u{a0}&what; & 3</a>"),
            ("<a><u:b><c>x</a>", "<a ><u:b ><c >x</c></u:b></a>"),
            ("<!DOCTYPE a [<!ENTITY e 'eeee'>]><a>&e;</b></a>", "<a >&e;</a>"),
            ("<a><b>x", "<a ><b >x</b></a>!"),
            ("<a b='&lt;&#x41;'>", "<a <A></a>!"),
        ] {
            assert_eq!(told(source), events, "{source}");
        }
    }

    #[test]
    fn the_root_is_found() {
        assert_eq!(root("<?xml version=\"1.0\"?>\n<!-- x --><rdf:RDF a='b'>"), "rdf:RDF");
        assert_eq!(root("a < b"), "");
    }
}
