//! A page as a flat arena: elements in the order of the source, each with the range of its
//! branch and its places in the source.
//!
//! It is filled from the tokenizer, in linear time at any nesting: tree builders take
//! quadratic time on deep pages, and what they repair beyond that is not needed to find
//! comments. An element's text is a range of one decoded buffer, its markup a range of the
//! source, so nothing is copied and nothing recurses.

mod build;
mod lines;
mod rules;
pub(super) mod select;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use html5ever::{Attribute, LocalName};

pub(super) use select::Selector;

use crate::model::{Coat, DraftWriter, Media, TextRef, closed_markup};

/// More classes than pages have.
const MANY_CLASSES: usize = 10_000;

/// An element, as an index into a page.
pub(super) type Id = usize;

/// An element.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) name: LocalName,
    /// What it stands in; an outermost one stands in itself.
    pub(super) parent: Id,
    /// The first element past its branch.
    pub(super) end: Id,
    /// Elements around it.
    pub(super) depth: u32,
    attributes: Range<u32>,
    outer: Range<usize>,
    inner: Range<usize>,
    text: Range<usize>,
}

/// A page that was read.
#[derive(Debug)]
pub(super) struct Page<'s> {
    source: Cow<'s, str>,
    /// Where the source of the page begins in the source of the draft, if it lies there.
    base: Option<usize>,
    nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    /// All text, with a line break wherever a block begins or ends.
    text: String,
    /// All classes.
    classes: HashSet<Box<str>>,
    /// The names of all attributes.
    names: HashSet<LocalName>,
}

impl<'s> Page<'s> {
    /// Reads a page, or a piece of one, that is the draft's source.
    pub(super) fn read(source: &'s str) -> Self {
        let closed = closed_markup(source);
        let base = matches!(closed, Cow::Borrowed(_)).then_some(0);
        build::page(closed, base)
    }

    /// Reads a page that does not lie in the draft's source.
    pub(super) fn made(source: String) -> Page<'static> {
        let closed = closed_markup(&source).into_owned();
        build::page(Cow::Owned(closed), None)
    }

    /// Elements.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// All elements, in the order of the source.
    pub(super) fn ids(&self) -> Range<Id> {
        0..self.nodes.len()
    }

    /// The elements in an element, itself left out.
    pub(super) fn below(&self, id: Id) -> Range<Id> {
        id + 1..self.end(id)
    }

    /// Whether the element stands in the other.
    pub(super) fn is_below(&self, id: Id, above: Id) -> bool {
        above < id && id < self.end(above)
    }

    /// The first element past its branch.
    pub(super) fn end(&self, id: Id) -> Id {
        self.nodes.get(id).map_or(id + 1, |node| node.end)
    }

    /// Elements around it.
    pub(super) fn depth(&self, id: Id) -> u32 {
        self.nodes.get(id).map_or(0, |node| node.depth)
    }

    /// Tells whether an element holds one with such a name, after one look at the page.
    pub(super) fn holds(&self, is_wanted: fn(&str) -> bool) -> impl Fn(Id) -> bool {
        let mut before: Vec<u32> = Vec::with_capacity(self.len() + 1);
        before.push(0);
        for id in self.ids() {
            before.push(before.last().copied().unwrap_or(0) + u32::from(is_wanted(self.name(id))));
        }
        move |id| before.get(id + 1) != before.get(self.end(id))
    }

    /// What it stands in.
    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.nodes.get(id).map(|node| node.parent).filter(|parent| *parent != id)
    }

    /// From the element it stands in outwards.
    pub(super) fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.parent(id), |at| self.parent(*at))
    }

    /// The tag's name in small letters.
    pub(super) fn name(&self, id: Id) -> &str {
        self.nodes.get(id).map_or("", |node| &node.name)
    }

    fn local_name(&self, id: Id) -> Option<&LocalName> {
        self.nodes.get(id).map(|node| &node.name)
    }

    fn attributes(&self, id: Id) -> &[Attribute] {
        let range =
            self.nodes.get(id).map_or(0..0, |node| node.attributes.start as usize..node.attributes.end as usize);
        self.attributes.get(range).unwrap_or_default()
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        self.attributes(id).iter().find(|a| &*a.name.local == name).map(|a| &*a.value)
    }

    /// Its classes.
    pub(super) fn classes(&self, id: Id) -> impl Iterator<Item = &str> {
        self.attribute(id, "class").unwrap_or_default().split_ascii_whitespace()
    }

    /// Whether any element has the class.
    pub(super) fn knows_class(&self, class: &str) -> bool {
        self.classes.contains(class)
    }

    /// Whether any element has an attribute of that name.
    fn knows_attribute(&self, name: &str) -> bool {
        self.names.contains(&LocalName::from(name))
    }

    /// Whether any class may be such; so many classes as no page has are not looked through.
    fn may_have_class(&self, is_such: impl Fn(&str) -> bool) -> bool {
        self.classes.len() > MANY_CLASSES || self.classes.iter().any(|class| is_such(class))
    }

    /// All the characters in it, as the tokenizer gave them.
    pub(super) fn text(&self, id: Id) -> &str {
        self.nodes.get(id).and_then(|node| self.text.get(node.text.clone())).unwrap_or_default()
    }

    /// Whether there is anything to read on it.
    pub(super) fn has_words(&self) -> bool {
        !self.text.trim().is_empty()
    }

    /// How much text is in it, in bytes.
    pub(super) fn weight(&self, id: Id) -> usize {
        self.nodes.get(id).map_or(0, |node| node.text.len())
    }

    /// The words in it on one line, without those of the elements that are to be left out.
    pub(super) fn line(&self, id: Id, without: &Selector) -> String {
        let Some(node) = self.nodes.get(id) else { return String::new() };
        let mut line = String::new();
        let mut from = node.text.start;
        let mut at = id + 1;
        while at < node.end {
            if let Some(inner) = self.nodes.get(at).filter(|_| without.matches(self, at)) {
                push_words(&mut line, self.text.get(from..inner.text.start).unwrap_or_default());
                from = inner.text.end;
                at = inner.end;
            } else {
                at += 1;
            }
        }
        push_words(&mut line, self.text.get(from..node.text.end).unwrap_or_default());
        line
    }

    /// All the text in front of an element.
    pub(super) fn text_before(&self, id: Id) -> &str {
        self.nodes.get(id).and_then(|node| self.text.get(..node.text.start)).unwrap_or_default()
    }

    /// The places of the element with its tags.
    pub(super) fn outer(&self, id: Id) -> Range<usize> {
        self.nodes.get(id).map_or(0..0, |node| node.outer.clone())
    }

    /// The places of what is between its tags.
    pub(super) fn inner(&self, id: Id) -> Range<usize> {
        self.nodes.get(id).map_or(0..0, |node| node.inner.clone())
    }

    /// How long the page's markup is.
    pub(super) fn source_len(&self) -> usize {
        self.source.len()
    }

    /// Whether the element never has content.
    pub(super) fn is_void(&self, id: Id) -> bool {
        rules::is_void(self.name(id))
    }

    /// The markup at a place.
    pub(super) fn markup(&self, range: Range<usize>) -> &str {
        self.source.get(range).unwrap_or_default()
    }

    /// The markup between an element's tags.
    pub(super) fn inside(&self, id: Id) -> &str {
        self.markup(self.inner(id))
    }

    /// A piece of the page as a text of the draft, without the places that are to be cut.
    /// They are sorted; those inside others are of no account.
    pub(super) fn piece(&self, writer: &mut DraftWriter, range: Range<usize>, cuts: &[Range<usize>]) -> TextRef {
        let range = self.trimmed(range);
        let cuts: Vec<_> = cuts.iter().filter(|cut| cut.start < range.end && cut.end > range.start).collect();
        match (cuts.as_slice(), self.base) {
            ([], Some(base)) => TextRef::source(range.start + base..range.end + base, Coat::Bare, Media::Html),
            ([], None) => writer.pooled(self.markup(range), Media::Html),
            (cuts, _) => writer.pooled(self.without(range, cuts.iter().copied()).trim(), Media::Html),
        }
    }

    /// The markup at a place without what is to be cut.
    pub(super) fn without<'c>(&self, range: Range<usize>, cuts: impl Iterator<Item = &'c Range<usize>>) -> String {
        let mut left = String::new();
        let mut from = range.start;
        for cut in cuts {
            if cut.start > from {
                left.push_str(self.markup(from..cut.start.min(range.end)));
            }
            from = from.max(cut.end);
        }
        if from < range.end {
            left.push_str(self.markup(from..range.end));
        }
        left
    }

    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let text = self.markup(range.clone());
        let start = range.start + (text.len() - text.trim_start().len());
        start..start + text.trim().len()
    }
}

fn push_words(line: &mut String, text: &str) {
    for word in text.split_whitespace() {
        if !line.is_empty() && !line.ends_with(['\n', ' ']) {
            line.push(' ');
        }
        line.push_str(word);
    }
}

#[cfg(test)]
mod tests;
