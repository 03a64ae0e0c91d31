//! The messages of a mailbox, as far as threads need them.
//!
//! A mailbox may have a million. So a message is a row of numbers: its texts are spans of the
//! source (or of what had to be made beside it), and ids and authors, which come again and
//! again, are numbers of names that are kept once.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

use super::message::{self, Author, Read};
use super::text::{self, Body};
use super::{Piece, subject};
use crate::model::hashed::ByHash;
use crate::model::thread::NONE;
use crate::model::{DraftWriter, TextRef};

/// A message.
#[derive(Debug)]
pub(super) struct Mail {
    /// The number of its id; [`NO_ID`] if it has none.
    pub(super) id: u32,
    /// The message whose references and id are its references, as mail programs make them.
    /// Few have others.
    pub(super) above: u32,
    /// Its references, where there is no such message.
    references: Span,
    subject: Span,
    /// Whether its subject says that it is a reply.
    pub(super) is_reply: bool,
    topic: u64,
    /// A hash of its references and its id.
    chain: u64,
    /// The number of its author's name.
    pub(super) author: u32,
    pub(super) time: Option<i64>,
    /// Its text, in the source or in the pool.
    pub(super) body: TextRef,
    rare: Option<Box<Rare>>,
}

/// What few messages have.
#[derive(Debug)]
struct Rare {
    answers: Box<[u32]>,
    time_text: Box<str>,
    url: Option<Box<str>>,
    attached: Vec<String>,
    /// A hash of how a text in the pool begins.
    print: u64,
    /// Where its id stands, if another message had it before.
    id: Option<Span>,
}

impl Mail {
    /// The ids that `In-Reply-To` names, unless that is one, and the last of the references.
    pub(super) fn answers(&self) -> &[u32] {
        self.rare.as_ref().map_or(&[], |rare| &rare.answers)
    }

    /// Its date as written, where that could not be read.
    pub(super) fn time_text(&self) -> &str {
        self.rare.as_ref().map_or("", |rare| &rare.time_text)
    }

    /// Where an archive keeps it.
    pub(super) fn url(&self) -> Option<&str> {
        self.rare.as_ref()?.url.as_deref()
    }

    /// The names of what is attached.
    pub(super) fn attached(&self) -> &[String] {
        self.rare.as_ref().map_or(&[], |rare| &rare.attached)
    }
}

/// No id.
pub(super) const NO_ID: u32 = 0;

/// All messages.
#[derive(Debug)]
pub(super) struct Mails<'s> {
    pub(super) all: Vec<Mail>,
    /// The seed of all hashes.
    pub(super) seed: RandomState,
    texts: Strings<'s>,
    ids: Ids,
    references: Vec<u32>,
    authors: Authors<'s>,
}

impl<'s> Mails<'s> {
    /// None yet, with room for those in the pieces.
    pub(super) fn new(source: &'s str, pieces: &[Piece]) -> Self {
        Self {
            all: Vec::with_capacity(pieces.len()),
            seed: RandomState::new(),
            texts: Strings { source, made: String::new() },
            ids: Ids::with_capacity(pieces.len()),
            references: Vec::new(),
            authors: Authors::default(),
        }
    }

    /// Takes a message in. Its text goes to the pool if it cannot stay in the source.
    pub(super) fn add(&mut self, read: &mut Read<'s>, writer: &mut DraftWriter) {
        let (above, references) = self.above(read);
        let (body, print) = match &read.body {
            Body::There(text) => (*text, 0),
            Body::Made(made) => (writer.pooled(&made.text, made.media), made.print),
        };
        let id = self.ids.number(&read.id, read.keys.id, &mut self.texts);
        let place = self.texts.keep(&read.id);
        let is_second = !self.ids.hold(id, self.all.len(), place);
        let rare = read.rare.take().map(|rare| *rare);
        let is_rare = print != 0 || is_second;
        let rare = rare.or_else(|| is_rare.then(Default::default)).map(|rare| {
            let answers = rare.answers.iter().map(|id| self.number(id)).collect();
            let (time_text, url) = (rare.time_text.into(), rare.url.map(Into::into));
            let id = is_second.then_some(place);
            Box::new(Rare { answers, time_text, url, attached: rare.attached, print, id })
        });
        self.all.push(Mail {
            id,
            above,
            references,
            subject: self.texts.keep(&read.subject),
            is_reply: read.keys.is_reply,
            topic: read.keys.topic,
            chain: read.keys.chain,
            author: self.authors.number(&read.author, read.keys.author),
            time: read.time,
            body,
            rare,
        });
    }

    /// The message whose references and id are those of another, or what else that has.
    fn above(&mut self, read: &Read<'s>) -> (u32, Span) {
        let Some((last, others)) = read.references.split_last() else { return (NONE, Span::default()) };
        let last = self.ids.number(last, read.keys.last, &mut self.texts);
        let holder = self.ids.holder(last);
        if self.get(holder).is_some_and(|holder| holder.chain == read.keys.above) {
            return (holder, Span::default());
        }
        let start = self.references.len();
        for id in others {
            let number = self.number(id);
            self.references.push(number);
        }
        self.references.push(last);
        (NONE, Span::of(start..self.references.len()))
    }

    fn number(&mut self, id: &str) -> u32 {
        let key = self.seed.hash_one(id);
        self.ids.number(id, key, &mut self.texts)
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn get(&self, number: u32) -> Option<&Mail> {
        self.all.get(number as usize)
    }

    /// The most that the number of an id can be, and one.
    pub(super) fn ids(&self) -> usize {
        self.ids.spans.len()
    }

    /// The id of a number.
    pub(super) fn id(&self, number: u32) -> &str {
        self.texts.get(self.ids.spans.get(number as usize).copied().unwrap_or_default())
    }

    /// The id of a message, where it stands in that.
    pub(super) fn id_of(&self, mail: &Mail) -> &str {
        mail.rare.as_ref().and_then(|rare| rare.id).map_or_else(|| self.id(mail.id), |span| self.texts.get(span))
    }

    /// The ids of what a message answers, the nearest first.
    pub(super) fn references<'a>(&'a self, mail: &'a Mail) -> impl Iterator<Item = u32> + 'a {
        let (mut at, mut taken) = (mail, 0);
        std::iter::from_fn(move || {
            if let Some(above) = self.get(at.above) {
                at = above;
                return Some(above.id);
            }
            let own = self.references.get(at.references.range())?;
            taken += 1;
            own.get(own.len().checked_sub(taken)?).copied()
        })
    }

    /// How many authors there are.
    pub(super) fn authors(&self) -> usize {
        self.authors.names.len()
    }

    pub(super) fn subject(&self, mail: &Mail) -> &str {
        self.texts.get(mail.subject)
    }

    /// The subject without the signs before it.
    pub(super) fn base(&self, mail: &Mail) -> &str {
        subject::base(self.subject(mail)).0
    }

    /// Whether two have the same subject but for the signs before it.
    pub(super) fn is_same_topic(one: &Mail, other: &Mail) -> bool {
        one.topic == other.topic
    }

    /// The name of an author, never an address.
    pub(super) fn author(&self, mail: &Mail) -> &str {
        self.authors.names.get(mail.author as usize).map_or("", |name| name)
    }

    /// Whether the later of two messages with one id is only another copy: by a list and
    /// directly, say. Where the texts differ both are kept.
    pub(super) fn is_copy(&self, first: &Mail, other: &Mail) -> bool {
        first.author == other.author && self.print(first) == self.print(other)
    }

    /// A hash of how a message begins. Few are asked for it, so it is made then where the text
    /// lies in the source.
    fn print(&self, mail: &Mail) -> u64 {
        let Some(start) = mail.body.source_start() else { return mail.rare.as_ref().map_or(0, |rare| rare.print) };
        text::print(self.texts.source.get(start..start + mail.body.len()).unwrap_or_default())
    }
}

/// A piece of a longer row: of texts, of ids.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    start: u32,
    len: u32,
}

impl Span {
    /// What cannot be said in so few bits is empty.
    fn of(range: std::ops::Range<usize>) -> Self {
        match (u32::try_from(range.start), u32::try_from(range.len())) {
            (Ok(start), Ok(len)) => Self { start, len },
            _ => Self::default(),
        }
    }

    fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.start as usize + self.len as usize
    }
}

/// Where a text lies in another, if it does: by its address, without a look at it.
pub(super) fn place(text: &str, within: &str) -> Option<usize> {
    let start = (text.as_ptr() as usize).checked_sub(within.as_ptr() as usize)?;
    (start.checked_add(text.len())? <= within.len()).then_some(start)
}

/// Texts as spans: of the source, and behind its end of what does not lie there.
#[derive(Debug)]
struct Strings<'s> {
    source: &'s str,
    made: String,
}

impl Strings<'_> {
    fn keep(&mut self, text: &str) -> Span {
        let start = place(text, self.source).unwrap_or_else(|| {
            self.made.push_str(text);
            self.source.len() + self.made.len() - text.len()
        });
        Span::of(start..start + text.len())
    }

    fn get(&self, span: Span) -> &str {
        let range = span.range();
        let text = match range.start.checked_sub(self.source.len()) {
            Some(start) => self.made.get(start..start + range.len()),
            None => self.source.get(range),
        };
        text.unwrap_or_default()
    }
}

/// Ids by numbers. Those with one hash are told apart by their texts.
#[derive(Debug)]
struct Ids {
    spans: Vec<Span>,
    /// The first message that has each id.
    holders: Vec<u32>,
    numbers: ByHash<u32>,
}

impl Ids {
    fn with_capacity(many: usize) -> Self {
        let mut ids = Self {
            spans: Vec::with_capacity(many + 1),
            holders: Vec::with_capacity(many + 1),
            numbers: ByHash::default(),
        };
        ids.spans.push(Span::default());
        ids.holders.push(NONE);
        ids.numbers.reserve(many);
        ids
    }

    fn number(&mut self, id: &str, mut key: u64, texts: &mut Strings<'_>) -> u32 {
        if id.is_empty() {
            return NO_ID;
        }
        while let Some(number) = self.numbers.get(&key) {
            if self.spans.get(*number as usize).is_some_and(|span| texts.get(*span) == id) {
                return *number;
            }
            key = key.wrapping_add(1);
        }
        let number = u32::try_from(self.spans.len()).unwrap_or(NO_ID);
        self.spans.push(texts.keep(id));
        self.holders.push(NONE);
        self.numbers.insert(key, number);
        number
    }

    fn holder(&self, id: u32) -> u32 {
        self.holders.get(id as usize).copied().unwrap_or(NONE)
    }

    /// Says that a message has an id, and where. False if another had it before.
    fn hold(&mut self, id: u32, mail: usize, place: Span) -> bool {
        let (Some(holder), Some(span)) = (self.holders.get_mut(id as usize), self.spans.get_mut(id as usize)) else {
            return true;
        };
        if id != NO_ID && *holder != NONE {
            return false;
        }
        if id != NO_ID {
            (*holder, *span) = (u32::try_from(mail).unwrap_or(NONE), place);
        }
        true
    }
}

/// The names of authors, each kept once. Many messages are of one author, so names are read
/// out of each field once.
#[derive(Debug, Default)]
struct Authors<'s> {
    names: Vec<Box<str>>,
    by_name: HashMap<Box<str>, u32>,
    known: ByHash<(Author<'s>, u32)>,
}

impl<'s> Authors<'s> {
    fn number(&mut self, author: &Author<'s>, mut key: u64) -> u32 {
        while let Some((known, number)) = self.known.get(&key) {
            if known == author {
                return *number;
            }
            key = key.wrapping_add(1);
        }
        let number = match author {
            Author::Named(name) => self.named(name),
            Author::Fields(fields) => self.named(&message::author_in(*fields)),
        };
        self.known.insert(key, (author.clone(), number));
        number
    }

    fn named(&mut self, name: &str) -> u32 {
        if let Some(number) = self.by_name.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or_default();
        self.names.push(name.into());
        self.by_name.insert(name.into(), number);
        number
    }
}
