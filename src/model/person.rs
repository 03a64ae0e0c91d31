//! What the reader thinks of authors: a tag, a colour, not wanting to read them; and phrases
//! whose comments they do not want to read.
//!
//! An author is named by their site and their name there, so that they are the same in every
//! discussion of it. Nothing of this ever leaves the reader's own store.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::change::Change;
use super::discussion::Discussion;
use super::identity::canonical_url;
use super::thread::CommentId;
use crate::text::quote::Normal;
use crate::text::{Clean, Raw};

/// An author's durable name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Author {
    /// The site on which the name is theirs; empty where it is not known.
    pub site: Box<str>,
    /// The name as the site gives it, to the letter: two names that look alike are two
    /// people. For showing there is [`Author::shown`].
    name: Box<str>,
}

/// The colours that an author can have: those of the terminal's sixteen that can be read on
/// any ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Colour {
    /// Red.
    Red,
    /// Green.
    Green,
    /// Yellow.
    Yellow,
    /// Blue.
    Blue,
    /// Magenta.
    Magenta,
    /// Cyan.
    Cyan,
}

/// What the reader thinks of an author; nothing, by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Words that are shown after the name; empty if none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tag: String,
    /// The colour of name and tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// Their comments are one row until they are opened.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub muted: bool,
}

/// All that is known of authors and phrases, of all sites.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Authors with a tag, a colour or a mute.
    pub people: BTreeMap<Author, Person>,
    /// Muted phrases as they were typed.
    pub phrases: BTreeSet<String>,
}

/// A phrase made ready to be looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    words: String,
}

/// Namespaces of programs that run many sites: a name means something on one of them only.
const MANY_SITES: [&str; 14] = [
    "annotations",
    "askbot",
    "commento",
    "discourse",
    "duoshuo",
    "gitlab",
    "isso",
    "lemmy",
    "phabricator",
    "remark42",
    "stackexchange",
    "staticman",
    "url",
    "wordpress",
];

impl Author {
    /// An author by site and exact name.
    #[must_use]
    pub fn new(site: &str, name: &str) -> Self {
        Self { site: site.into(), name: name.into() }
    }

    /// The name to the letter: for the store.
    pub(crate) fn exact(&self) -> &str {
        &self.name
    }

    /// The author of a comment.
    #[must_use]
    pub fn of(discussion: &Discussion, id: CommentId) -> Option<Self> {
        Self::numbered(discussion, &site(discussion), discussion.thread().author(id)?)
    }

    /// The author with a number in the thread, on that site.
    #[must_use]
    pub fn numbered(discussion: &Discussion, site: &str, number: u32) -> Option<Self> {
        let opened = discussion.texts().open(discussion.thread().author_text(number)?);
        let name = opened.raw().expose().trim();
        (!name.is_empty()).then(|| Self::new(site, name))
    }

    /// The name, safe to show.
    #[must_use]
    pub fn shown(&self) -> Clean {
        Clean::line(Raw::new(&self.name))
    }
}

/// The site of a discussion, as far as names of authors go.
#[must_use]
pub fn site(discussion: &Discussion) -> Box<str> {
    let origin = discussion.origin();
    let space = &*origin.namespace;
    if !space.is_empty() && !MANY_SITES.contains(&space) {
        return space.into();
    }
    let url = origin.url.as_deref().and_then(canonical_url);
    let host = url.as_deref().and_then(|url| url.strip_prefix("https://")?.split(['/', '?']).next().map(Box::from));
    host.unwrap_or_else(|| space.into())
}

impl Colour {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Red, Self::Green, Self::Yellow, Self::Blue, Self::Magenta, Self::Cyan];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Blue => "blue",
            Self::Magenta => "magenta",
            Self::Cyan => "cyan",
        }
    }

    /// The colour of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.name() == name)
    }
}

impl Person {
    /// Whether there is nothing to keep.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        *self == Self::default()
    }
}

impl Known {
    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.phrases.is_empty()
    }

    /// Sets what is thought of an author; gives what was.
    pub fn set_person(&mut self, who: &Author, person: &Person) -> Person {
        let before = match person.is_nobody() {
            true => self.people.remove(who),
            false => self.people.insert(who.clone(), person.clone()),
        };
        before.unwrap_or_default()
    }

    /// Mutes a phrase or does not; whether that changed anything.
    pub fn set_phrase(&mut self, phrase: &str, on: bool) -> bool {
        if on { self.phrases.insert(phrase.to_owned()) } else { self.phrases.remove(phrase) }
    }

    /// Takes over what a change says about authors and phrases.
    pub fn follow<W>(&mut self, change: &Change<W>) {
        let mut left = vec![change];
        while let Some(change) = left.pop() {
            match change {
                Change::Person { who, person } => drop(self.set_person(who, person)),
                Change::Phrase { phrase, on } => drop(self.set_phrase(phrase, *on)),
                Change::All(acts) => left.extend(acts.iter().rev()),
                _ => {}
            }
        }
    }

    /// What makes this the other.
    #[must_use]
    pub fn changes_to(&self, other: &Self) -> Vec<Change> {
        let person = |who: &Author, person: Person| Change::Person { who: who.clone(), person };
        let phrase = |phrase: &String, on| Change::Phrase { phrase: phrase.clone(), on };
        let gone = self.people.keys().filter(|who| !other.people.contains_key(*who));
        let said = other.people.iter().filter(|(who, person)| self.people.get(*who) != Some(*person));
        let mut changes: Vec<Change> = gone.map(|who| person(who, Person::default())).collect();
        changes.extend(said.map(|(who, what)| person(who, what.clone())));
        changes.extend(self.phrases.difference(&other.phrases).map(|words| phrase(words, false)));
        changes.extend(other.phrases.difference(&self.phrases).map(|words| phrase(words, true)));
        changes
    }
}

impl Phrase {
    /// A phrase to look for; none if there are no words in it.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let words = Normal::of(text).text().to_owned();
        (!words.is_empty()).then_some(Self { words })
    }

    /// Whether a text holds it: whole words, whatever their case and what stands between
    /// them. In scripts that put no blanks between words, anywhere.
    #[must_use]
    pub fn is_in(&self, text: &Normal) -> bool {
        let text = text.text();
        let first = self.words.chars().next().is_some_and(parts_words);
        let last = self.words.chars().next_back().is_some_and(parts_words);
        text.match_indices(&self.words).any(|(at, found)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
            let ends = |needs: bool, beside: Option<char>| !needs || beside.is_none_or(|c| c == ' ');
            ends(first, before) && ends(last, after)
        })
    }
}

/// Whether the script of a letter puts blanks between words; from Thai on up, most do not.
fn parts_words(c: char) -> bool {
    c < '\u{e00}' || ('\u{1e00}'..'\u{2000}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_whole_words_in_any_spelling() {
        let holds = |phrase: &str, text: &str| Phrase::new(phrase).unwrap().is_in(&Normal::of(text));
        assert!(holds("art", "Art, for art's sake"));
        assert!(!holds("art", "start of a party"));
        assert!(holds("Garden  Gnome", "the garden-gnome again"));
        assert!(holds("gnome", "start agnome gnome"), "the second one is whole");
        assert!(!holds("garden gnome", "garden of a gnome"));
        assert!(holds("茶道", "日本の茶道について"));
        assert!(holds("ÉTÉ", "un été"));
        assert!(Phrase::new("?!").is_none());
    }

    #[test]
    fn differences_make_one_the_other() {
        let author = |name: &str| Author::new("hn", name);
        let person = |tag: &str| Person { tag: tag.to_owned(), ..Person::default() };
        let mut one = Known::default();
        one.set_person(&author("ann"), &person("a"));
        one.set_person(&author("bob"), &person("b"));
        one.set_phrase("old", true);
        let mut other = Known::default();
        other.set_person(&author("bob"), &Person { muted: true, ..Person::default() });
        other.set_person(&author("cid"), &person("c"));
        other.set_phrase("new", true);
        let mut made = one.clone();
        for change in one.changes_to(&other) {
            made.follow(&change);
        }
        assert_eq!(made, other);
        assert!(other.changes_to(&made).is_empty());
    }
}
