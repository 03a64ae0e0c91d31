//! The comments of a page, and what in each of them is what: found in one walk.

use super::rule::{Find, Rule};
use crate::loader::page::{Id, Page, Selector};

/// No element.
const NOTHING: u32 = u32::MAX;

/// What is said of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Author,
    Time,
    Body,
    Score,
    Url,
    Parent,
    Quoted,
}

/// All fields, in the order of their discriminants.
const FIELDS: usize = 8;

/// The comments of a page by a rule.
#[derive(Debug, Default)]
pub(super) struct Items {
    /// The elements, in the order of the page.
    pub(super) nodes: Vec<Id>,
    /// Which comment each comment stands in.
    pub(super) above: Vec<Option<usize>>,
    finds: [Find; FIELDS],
    /// Where in a comment's places the ones of a field begin.
    offsets: [usize; FIELDS],
    /// A comment's places, for all comments.
    places: Vec<u32>,
    width: usize,
    /// Which of the rule's signs each comment has, as bits: states, then roles.
    pub(super) signs: Vec<u32>,
    /// Stubs for what is not on the page, each in the comment it stands in.
    pub(super) more: Vec<(Id, Option<usize>)>,
    /// What is not text: the comment, then the element.
    dropped: Vec<(usize, Id)>,
    /// Whether each element of the page is in a comment.
    inside: Vec<bool>,
    pub(super) says: Selector,
}

impl Items {
    /// Finds the comments of a rule.
    pub(super) fn find(page: &Page<'_>, rule: &Rule) -> Self {
        let item = Selector::new(rule.item).on(page);
        if item.is_empty() {
            return Self::default();
        }
        let nodes: Vec<Id> = page.ids().filter(|id| item.matches(page, *id)).collect();
        Self::of(page, rule, nodes)
    }

    /// The comments in these elements, which are in the order of the page.
    pub(super) fn of(page: &Page<'_>, rule: &Rule, nodes: Vec<Id>) -> Self {
        if nodes.is_empty() {
            return Self::default();
        }
        let parent = match rule.parent {
            super::rule::By::Level(find) | super::rule::By::Id(find) => find,
            _ => "",
        };
        let texts = [rule.id, rule.author, rule.time, rule.body, rule.score, rule.url, parent, rule.quoted];
        let finds = texts.map(|text| Find::new(text, page));
        let mut offsets = [0; FIELDS];
        let mut width = 0;
        for (offset, find) in offsets.iter_mut().zip(&finds) {
            *offset = width;
            width += find.len();
        }
        let count = nodes.len();
        let mut items = Self {
            above: Vec::with_capacity(count),
            places: vec![NOTHING; width * count],
            signs: vec![0; count],
            nodes,
            finds,
            offsets,
            width,
            says: Selector::new(".says, .screen-reader-text, .sr-only").on(page),
            ..Self::default()
        };
        items.walk(page, rule);
        items
    }

    /// Goes over the page once; what it meets belongs to the innermost comment around it.
    fn walk(&mut self, page: &Page<'_>, rule: &Rule) {
        let signs: Vec<Selector> = rule
            .states
            .iter()
            .map(|(s, _)| *s)
            .chain(rule.roles.iter().map(|(s, _)| *s))
            .map(|s| Selector::new(s).on(page))
            .collect();
        let more = Selector::new(rule.more).on(page);
        let dropped = Selector::new(rule.drop).on(page);
        let always =
            Selector::new("script, style, form, noscript, template, button, input, textarea, select, svg").on(page);
        let mut open: Vec<usize> = Vec::new();
        let mut next = 0;
        for id in page.ids() {
            while open.last().is_some_and(|item| self.node(*item).is_none_or(|node| page.end(node) <= id)) {
                open.pop();
            }
            let is_item = self.nodes.get(next) == Some(&id);
            if is_item {
                self.above.push(open.last().copied());
                open.push(next);
                next += 1;
            }
            if !more.is_empty() && more.matches(page, id) {
                self.more.push((id, open.last().copied()));
            }
            self.inside.push(!open.is_empty());
            let Some(item) = open.last().copied() else { continue };
            self.look(page, item, id, is_item);
            let bits = signs
                .iter()
                .enumerate()
                .filter(|(_, sign)| sign.matches(page, id))
                .fold(0, |bits, (n, _)| bits | 1 << n);
            if let Some(slot) = self.signs.get_mut(item) {
                *slot |= bits;
            }
            if !is_item && (dropped.matches(page, id) || always.matches(page, id)) {
                self.dropped.push((item, id));
            }
        }
        self.dropped.sort_unstable();
    }

    fn look(&mut self, page: &Page<'_>, item: usize, id: Id, is_item: bool) {
        let Some(places) = self.places.get_mut(item * self.width..(item + 1) * self.width) else { return };
        for (find, offset) in self.finds.iter().zip(self.offsets) {
            for place in 0..find.len() {
                if let Some(slot) = places.get_mut(offset + place).filter(|slot| **slot == NOTHING)
                    && find.fits(place, page, id, is_item)
                {
                    *slot = u32::try_from(id).unwrap_or(NOTHING);
                }
            }
        }
    }

    /// Comments.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn node(&self, item: usize) -> Option<Id> {
        self.nodes.get(item).copied()
    }

    /// The elements that may say a field, best first, each with its place in the find.
    pub(super) fn fields(&self, item: usize, field: Field) -> impl Iterator<Item = (usize, Id)> + '_ {
        let at = field as usize;
        let (offset, len) = (self.offsets.get(at).copied().unwrap_or(0), self.finds.get(at).map_or(0, Find::len));
        let from = item * self.width + offset;
        let places = self.places.get(from..from + len).unwrap_or_default();
        places.iter().enumerate().filter(|(_, id)| **id != NOTHING).map(|(place, id)| (place, *id as usize))
    }

    /// The element that says a field.
    pub(super) fn field(&self, item: usize, field: Field) -> Option<Id> {
        self.fields(item, field).next().map(|(_, id)| id)
    }

    /// What it says of a field, all possible sayings, best first.
    pub(super) fn values<'a>(
        &'a self,
        page: &'a Page<'_>,
        item: usize,
        field: Field,
    ) -> impl Iterator<Item = String> + 'a {
        let find = self.finds.get(field as usize);
        self.fields(item, field).filter_map(move |(place, id)| {
            Some(find?.value(place, page, id, &self.says)).filter(|value| !value.is_empty())
        })
    }

    /// What it says of a field.
    pub(super) fn value(&self, page: &Page<'_>, item: usize, field: Field) -> Option<String> {
        self.values(page, item, field).next()
    }

    /// The first body with anything in it.
    pub(super) fn body(&self, page: &Page<'_>, item: usize) -> Option<Id> {
        self.field(item, Field::Body).filter(|id| page.weight(*id) > 0)
    }

    /// Whether any comment says something.
    pub(super) fn has_words(&self, page: &Page<'_>) -> bool {
        (0..self.len()).any(|item| {
            let known = self.field(item, Field::Author).is_some() || self.field(item, Field::Id).is_some();
            let body = self.body(page, item).or_else(|| self.node(item).filter(|_| known));
            body.is_some_and(|body| !page.text(body).trim().is_empty())
        })
    }

    /// Whether the element is in a comment.
    pub(super) fn hold(&self, id: Id) -> bool {
        self.inside.get(id).copied().unwrap_or(false)
    }

    /// What in a comment, not in those that stand in it, is no text; in the order of the page.
    pub(super) fn dropped(&self, item: usize) -> impl Iterator<Item = Id> + '_ {
        let from = self.dropped.partition_point(|(owner, _)| *owner < item);
        self.dropped.iter().skip(from).take_while(move |(owner, _)| *owner == item).map(|(_, id)| *id)
    }

    /// The comments that stand right in a comment.
    pub(super) fn within(&self, page: &Page<'_>, item: usize) -> Vec<Id> {
        let mut found = Vec::new();
        let Some(node) = self.node(item) else { return found };
        let mut at = item + 1;
        while let Some(inner) = self.node(at).filter(|inner| *inner < page.end(node)) {
            found.push(inner);
            let end = page.end(inner);
            at = self.nodes.partition_point(|node| *node < end);
        }
        found
    }
}
