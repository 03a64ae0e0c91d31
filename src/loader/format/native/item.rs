//! The members of an item of the native format, gathered because any may come first.

use crate::loader::json::{Event, Scanner, Value};
use crate::model::{Roles, TextRef};

/// The members of an item, gathered because any may come first.
#[derive(Default)]
pub(super) struct Item<'s> {
    pub(super) id: Option<Value<'s>>,
    pub(super) kind: Option<Value<'s>>,
    pub(super) parent: Option<Value<'s>>,
    pub(super) author: Option<Value<'s>>,
    pub(super) published: Option<Value<'s>>,
    pub(super) published_text: Option<Value<'s>>,
    pub(super) media: Option<Value<'s>>,
    pub(super) content: Option<Value<'s>>,
    pub(super) score: Option<i64>,
    pub(super) state: Option<Value<'s>>,
    pub(super) count: Option<i64>,
    pub(super) next: Option<Value<'s>>,
    pub(super) roles: Roles,
    pub(super) guess: Option<Guess<'s>>,
    pub(super) candidates: Vec<Guess<'s>>,
    pub(super) extras: Option<TextRef>,
}

/// `inference`, or one of the `candidates`.
#[derive(Clone, Copy, Default)]
pub(super) struct Guess<'s> {
    pub(super) parent: Option<Value<'s>>,
    pub(super) confidence: f64,
    pub(super) reason: Option<Value<'s>>,
}

impl<'s> Item<'s> {
    pub(super) fn set(&mut self, key: &str, value: Value<'s>) {
        let is_there = !matches!(value, Value::Null);
        let slot = match key {
            "id" => &mut self.id,
            "type" => &mut self.kind,
            "inReplyTo" => &mut self.parent,
            "attributedTo" => &mut self.author,
            "published" => &mut self.published,
            "publishedText" => &mut self.published_text,
            "mediaType" => &mut self.media,
            "content" => &mut self.content,
            "state" => &mut self.state,
            "next" => &mut self.next,
            "score" => return self.score = value.int(),
            "count" => return self.count = value.int(),
            _ => return,
        };
        *slot = is_there.then_some(value);
    }

    pub(super) fn open(&mut self, key: &str, object: bool, scanner: &mut Scanner<'s>) {
        match (key, object) {
            ("attributedTo", _) => (self.author, self.roles) = author(scanner),
            ("inReplyTo", _) => self.parent = first_id(scanner),
            ("inference", true) => self.guess = Some(Guess::read(scanner)),
            ("candidates", false) => self.candidates = Guess::list(scanner),
            ("x", true) => self.extras = scanner.take(),
            _ => scanner.skip(),
        }
    }
}

impl<'s> Guess<'s> {
    fn read(scanner: &mut Scanner<'s>) -> Self {
        let mut guess = Self::default();
        loop {
            match scanner.next() {
                Event::Value { key: "parent", value } => guess.parent = Some(value),
                Event::Value { key: "reason", value } => guess.reason = Some(value),
                Event::Value { key: "confidence", value } => guess.confidence = value.float().unwrap_or(0.0),
                Event::Value { .. } => {}
                Event::Open { .. } => scanner.skip(),
                Event::Close | Event::End => return guess,
            }
        }
    }

    fn list(scanner: &mut Scanner<'s>) -> Vec<Self> {
        let mut list = Vec::new();
        loop {
            match scanner.next() {
                Event::Open { object: true, .. } => list.push(Self::read(scanner)),
                Event::Open { .. } => scanner.skip(),
                Event::Value { .. } => {}
                Event::Close | Event::End => return list,
            }
        }
    }
}

/// The name and roles of an author, from an object or the first item of an array that has
/// just been opened.
pub(super) fn author<'s>(scanner: &mut Scanner<'s>) -> (Option<Value<'s>>, Roles) {
    let depth = scanner.depth();
    let (mut name, mut roles, mut in_roles) = (None, Roles::default(), None);
    while scanner.depth() >= depth {
        match scanner.next() {
            Event::Open { key: "role" | "roles", .. } => in_roles = Some(scanner.depth()),
            Event::Open { .. } => {}
            Event::Value { value, .. } if in_roles == Some(scanner.depth()) => roles = roles.with(role(value)),
            Event::Value { key: "role", value } => roles = roles.with(role(value)),
            Event::Value { key: "name" | "", value } if name.is_none() && value.string().is_some() => {
                name = Some(value)
            }
            Event::Value { .. } => {}
            Event::Close => in_roles = in_roles.filter(|at| *at <= scanner.depth()),
            Event::End => break,
        }
    }
    (name, roles)
}

fn role(value: Value<'_>) -> Roles {
    let known = Roles::NAMES.iter().find(|(_, name)| value.is(name));
    known.map_or(Roles::default(), |(role, _)| *role)
}

/// The first id in an array or object that has just been opened.
fn first_id<'s>(scanner: &mut Scanner<'s>) -> Option<Value<'s>> {
    let depth = scanner.depth();
    let mut id = None;
    while scanner.depth() >= depth {
        match scanner.next() {
            Event::Value { key: "id" | "", value } if id.is_none() => id = Some(value),
            Event::End => break,
            _ => {}
        }
    }
    id
}
