//! The list of people: tagged, coloured and muted authors of all sites, and muted phrases.

use std::collections::BTreeMap;

use super::{ListKind, ListRow, Target};
use crate::layout::context::count;
use crate::model::{Author, Change, Person};
use crate::reader::message::SearchEffect;
use crate::reader::overlay::{Overlay, Prompt, Purpose};
use crate::reader::people::Found;
use crate::reader::state::State;
use crate::text::{Clean, Raw};

impl State {
    /// Authors of this thread come first, then those of others, then phrases.
    pub(crate) fn open_people(&mut self) {
        let here = self.comments_by_known();
        let known = self.reading.people.known();
        let mut people: Vec<(&Author, &Person)> = known.people.iter().collect();
        people.sort_by_key(|(who, _)| !here.contains_key(*who));
        let mut rows: Vec<ListRow> =
            people.iter().map(|(who, person)| person_row(who, person, here.get(*who).copied())).collect();
        rows.extend(known.phrases.iter().map(|words| phrase_row(words)));
        let (authors, phrases) = (known.people.len(), known.phrases.len());
        let authors = count(authors, "author", "authors");
        let title = format!("People · {authors}, {}", count(phrases, "muted phrase", "muted phrases"));
        let empty = "Nobody is tagged or muted. @t tags the author of a comment, @m mutes, :mute \"words\" a phrase.";
        self.open_list(ListKind::People, title, empty, rows);
    }

    /// How many comments here are by authors of whom something is known.
    fn comments_by_known(&self) -> BTreeMap<Author, usize> {
        let thread = self.discussion().thread();
        let mut numbers: BTreeMap<u32, usize> = BTreeMap::new();
        for number in thread.ids().filter_map(|id| thread.author(id)) {
            if self.reading.person(number).is_some() {
                *numbers.entry(number).or_default() += 1;
            }
        }
        let site = crate::model::person::site(self.discussion());
        let author = |(number, many)| Some((Author::numbered(self.discussion(), &site, number)?, many));
        numbers.into_iter().filter_map(author).collect()
    }

    pub(crate) fn open_phrase(&mut self, words: String) {
        let text = words.clone();
        self.overlay = Some(Overlay::Prompt(Prompt::new(Purpose::Phrase(words), text)));
    }

    /// Another phrase in the place of one.
    pub(crate) fn save_phrase(&mut self, before: &str, text: &str) {
        let words = text.trim();
        if words.is_empty() {
            self.mute_phrase(before, false);
        } else if crate::model::person::Phrase::new(words).is_none() {
            self.complain("a muted phrase needs at least one word");
        } else if words != before {
            let change = |phrase: &str, on| Change::Phrase { phrase: phrase.to_owned(), on };
            let act = format!("mute “{}”", Clean::line(Raw::new(words)));
            self.act_on_people(act, Change::All(vec![change(before, false), change(words, true)]));
        }
    }

    fn chosen(&self) -> Option<Target> {
        self.list_row().map(|row| row.target)
    }

    /// Forgets what is known of an author, or a phrase.
    pub(crate) fn list_remove(&mut self) {
        match self.chosen() {
            Some(Target::Person(who)) => self.set_person("forget", &who, Person::default()),
            Some(Target::Phrase(words)) => self.mute_phrase(&words, false),
            Some(_) => self.say("only rows of people can be removed"),
            None => {}
        }
    }

    pub(crate) fn list_colour(&mut self) {
        match self.chosen() {
            Some(Target::Person(who)) => self.open_colour(who),
            Some(_) => self.say("only authors have colours"),
            None => {}
        }
    }

    /// Asks for the comments with muted phrases, where they are not known.
    pub(crate) fn find_muted(&mut self) {
        if !self.has_thread() {
            return;
        }
        if let Some(phrases) = self.reading.people.unasked() {
            let discussion = std::sync::Arc::clone(&self.reading.discussion);
            self.effects.push(SearchEffect::FindMuted { discussion, phrases }.into());
        }
    }

    /// They were found, if they still are what is looked for.
    pub(crate) fn found_muted(
        &mut self,
        discussion: &std::sync::Arc<crate::model::Discussion>,
        phrases: &[String],
        found: Found,
    ) {
        if std::sync::Arc::ptr_eq(discussion, &self.reading.discussion)
            && self.reading.people.take_found(discussion, phrases, found)
        {
            self.keep_in_sight();
        }
    }
}

fn person_row(who: &Author, person: &Person, here: Option<usize>) -> ListRow {
    let tag = if person.tag.is_empty() { String::new() } else { format!("[{}]", person.tag) };
    let colour = person.colour.map_or("", crate::model::person::Colour::name).to_owned();
    let muted = if person.muted { "muted".to_owned() } else { String::new() };
    let said: Vec<String> = [tag, colour, muted].into_iter().filter(|word| !word.is_empty()).collect();
    let site = if who.site.is_empty() { String::new() } else { format!(" · {}", who.site) };
    let words = match here {
        Some(many) => format!("{} here{site}", count(many, "comment", "comments")),
        None => format!("not in this thread{site}"),
    };
    ListRow {
        sign: String::new(),
        who: who.shown(),
        text: Clean::line(Raw::new(&words)),
        note: said.join(" · "),
        age: String::new(),
        target: Target::Person(who.clone()),
        struck: false,
    }
}

fn phrase_row(words: &str) -> ListRow {
    ListRow {
        sign: String::new(),
        who: Clean::line(Raw::new(&format!("“{words}”"))),
        text: Clean::own("comments with this phrase"),
        note: "muted".to_owned(),
        age: String::new(),
        target: Target::Phrase(words.to_owned()),
        struck: false,
    }
}
