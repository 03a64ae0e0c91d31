//! People: tags and colours of authors, and who or what is muted.

use super::{Args, Command, Scope, on_thread, row};
use crate::layout::context::name;
use crate::model::person::{Colour, Phrase};
use crate::model::{Author, Change, CommentId, Person};
use crate::reader::overlay::{Overlay, Prompt, Purpose};
use crate::reader::people::Mute;
use crate::reader::state::State;
use crate::text::{Clean, Raw};

pub(super) const ROWS: &[Command] = &[
    on_thread("tag-author", &["@ t"], "Tag the author; `tag-author NAME words` tags another", |s, a| {
        s.tag_author(&a.text)
    }),
    on_thread("colour-author", &["@ c"], "Colour the author; `colour-author NAME red` another", |s, a| {
        s.colour_author(&a.text)
    }),
    on_thread("mute", &["@ m"], "Mute or unmute the author; `mute NAME`, `mute \"a phrase\"`", mute),
    on_thread("unmute", &[], "Unmute the comment; `unmute NAME`, `unmute \"a phrase\"`", |s, a| s.unmute(&a.text)),
    row("people", &["@ @"], Scope::Comment, "List tagged, coloured and muted authors and phrases", |s, _| {
        s.open_people()
    }),
    row("list-remove", &["x", "Del"], Scope::List, "Remove the row's tag, colour or mute", |s, _| s.list_remove()),
    row("list-colour", &["c"], Scope::List, "Change the author's colour", |s, _| s.list_colour()),
];

fn mute(state: &mut State, args: &Args) {
    // The key is a switch; what is typed says what it means.
    let muted = || state.author_here().is_some_and(|who| state.person(&who).muted);
    if args.key.is_some() && muted() { state.unmute("") } else { state.mute(&args.text) }
}

/// What was typed: words in quote marks, or plain ones.
enum Typed<'a> {
    Nothing,
    Quoted(&'a str),
    Plain(&'a str),
}

fn typed(text: &str) -> Typed<'_> {
    let text = text.trim();
    let within = |open: char, close: char| text.strip_prefix(open).map(|rest| rest.strip_suffix(close).unwrap_or(rest));
    match within('"', '"').or_else(|| within('“', '”')) {
        Some(words) => Typed::Quoted(words.trim()),
        None if text.is_empty() => Typed::Nothing,
        None => Typed::Plain(text),
    }
}

impl State {
    /// The current comment's author.
    pub(crate) fn author_here(&self) -> Option<Author> {
        Author::of(self.discussion(), self.current()?)
    }

    /// What is known of an author.
    pub(crate) fn person(&self, who: &Author) -> Person {
        self.reading.people.known().people.get(who).cloned().unwrap_or_default()
    }

    fn author_or_say(&mut self) -> Option<Author> {
        let who = self.author_here();
        if who.is_none() {
            self.say("this comment has no author");
        }
        who
    }

    /// The author with a name, in this thread or known from another of its site.
    fn author_called(&self, text: &str) -> Option<Author> {
        let wanted = text.trim_start_matches('@').to_lowercase();
        let discussion = self.discussion();
        let site = crate::model::person::site(discussion);
        let is_wanted = |who: &Author| who.shown().as_str().to_lowercase() == wanted;
        let here = (0..).map_while(|number| {
            discussion.thread().author_text(number).map(|_| Author::numbered(discussion, &site, number))
        });
        let known =
            || self.reading.people.known().people.keys().filter(|who| who.site == site).find(|who| is_wanted(who));
        (!wanted.is_empty()).then(|| here.flatten().find(is_wanted).or_else(|| known().cloned())).flatten()
    }

    /// The author whose name a text begins with, and the rest: the longest name counts.
    fn split_author<'a>(&self, text: &'a str) -> Option<(Author, &'a str)> {
        if let Some((name, rest)) = text.strip_prefix('"').and_then(|text| text.split_once('"')) {
            return Some((self.author_called(name)?, rest.trim()));
        }
        let ends = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
        // Names have few words; more of them need no looking up.
        let mut ends: Vec<usize> = ends.take(6).chain([text.len()]).collect();
        ends.reverse();
        ends.into_iter().find_map(|end| {
            let (name, rest) = text.split_at_checked(end)?;
            Some((self.author_called(name.trim())?, rest.trim()))
        })
    }

    fn nobody_called(&mut self, text: &str) {
        let first = Clean::line(Raw::new(text.split_whitespace().next().unwrap_or_default()));
        self.complain(format!("no author named {first}"));
    }

    fn tag_author(&mut self, text: &str) {
        if text.is_empty() {
            if let Some(who) = self.author_or_say() {
                self.open_tag(who);
            }
            return;
        }
        match self.split_author(text) {
            Some((who, "")) => self.open_tag(who),
            Some((who, tag)) => self.save_tag(&who, tag),
            None => self.nobody_called(text),
        }
    }

    pub(crate) fn open_tag(&mut self, who: Author) {
        let text = self.person(&who).tag;
        self.overlay = Some(Overlay::Prompt(Prompt::new(Purpose::Tag(who), text)));
    }

    /// Keeps a tag as it was typed; nothing takes it away.
    pub(crate) fn save_tag(&mut self, who: &Author, text: &str) {
        let tag = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let before = self.person(who);
        let act = if tag.is_empty() { "untag" } else { "tag" };
        if tag != before.tag {
            self.set_person(act, who, Person { tag, ..before });
        }
    }

    fn colour_author(&mut self, text: &str) {
        let (name, colour) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
        let who = match (name.trim(), text) {
            ("", "") => self.author_or_say(),
            ("", word) if !is_colour(word) => self.author_called(word),
            ("", _) => self.author_or_say(),
            (name, _) => self.author_called(name.trim_matches('"')),
        };
        match who {
            Some(who) if text.is_empty() || !is_colour(colour) => self.open_colour(who),
            Some(who) => self.save_colour(&who, colour),
            None if text.is_empty() || is_colour(text) => {}
            None => self.nobody_called(text),
        }
    }

    pub(crate) fn open_colour(&mut self, who: Author) {
        let text = self.person(&who).colour.map_or("", Colour::name).to_owned();
        self.overlay = Some(Overlay::Prompt(Prompt::new(Purpose::Colour(who), text)));
    }

    /// Keeps a colour by its name; nothing, or none, takes it away.
    pub(crate) fn save_colour(&mut self, who: &Author, text: &str) {
        let text = text.trim();
        if !text.is_empty() && !is_colour(text) {
            let word = Clean::line(Raw::new(text));
            self.complain(format!("{word} is none of {}", colour_words()));
            return;
        }
        let (before, colour) = (self.person(who), Colour::named(text));
        if colour != before.colour {
            self.set_person("colour", who, Person { colour, ..before });
        }
    }

    fn mute(&mut self, text: &str) {
        match typed(text) {
            Typed::Nothing => {
                if let Some(who) = self.author_or_say() {
                    self.set_muted(&who, true);
                }
            }
            Typed::Quoted(words) => self.mute_phrase(words, true),
            Typed::Plain(words) => match self.author_called(words) {
                Some(who) => self.set_muted(&who, true),
                None => {
                    let words = Clean::line(Raw::new(words));
                    self.complain(format!(
                        "nobody here is called {words}; a phrase stands in quote marks: :mute \"{words}\""
                    ));
                }
            },
        }
    }

    fn unmute(&mut self, text: &str) {
        match typed(text) {
            Typed::Nothing => self.unmute_current(),
            Typed::Quoted(words) => self.mute_phrase(words, false),
            Typed::Plain(words) => match self.author_called(words) {
                Some(who) => self.set_muted(&who, false),
                None => self.mute_phrase(words, false),
            },
        }
    }

    fn unmute_current(&mut self) {
        let Some(here) = self.current() else { return };
        let phrase = match self.reading.mute(here) {
            Some(Mute::Phrase(words)) => Some(words.to_owned()),
            Some(Mute::Author) => None,
            None => return self.say("this comment is not muted"),
        };
        match (phrase, self.author_here()) {
            (Some(words), _) => self.mute_phrase(&words, false),
            (None, Some(who)) => self.set_muted(&who, false),
            (None, None) => {}
        }
    }

    pub(crate) fn set_muted(&mut self, who: &Author, muted: bool) {
        let before = self.person(who);
        if before.muted == muted {
            self.say(format!("{} is {}muted", who.shown(), if muted { "" } else { "not " }));
        } else {
            self.set_person(if muted { "mute" } else { "unmute" }, who, Person { muted, ..before });
        }
    }

    pub(crate) fn mute_phrase(&mut self, words: &str, on: bool) {
        let known = self.reading.people.known().phrases.contains(words);
        let shown = Clean::line(Raw::new(words));
        if on && Phrase::new(words).is_none() {
            self.complain("a muted phrase needs at least one word");
        } else if known == on {
            self.say(format!("“{shown}” is {}muted", if on { "" } else { "not " }));
        } else {
            let act = format!("{} “{shown}”", if on { "mute" } else { "unmute" });
            self.act_on_people(act, Change::Phrase { phrase: words.to_owned(), on });
        }
    }

    /// Sets what is thought of an author, as an act with a name.
    pub(crate) fn set_person(&mut self, act: &str, who: &Author, person: Person) {
        let act = format!("{act} {}", who.shown());
        self.act_on_people(act, Change::Person { who: who.clone(), person });
    }

    pub(crate) fn act_on_people(&mut self, act: String, change: Change) {
        let words = format!("{act} · U takes it back");
        self.act(act, change);
        if self.has_thread() {
            self.show_current();
        }
        self.refresh_list();
        self.say_saved(&words);
    }

    /// Why the words of a muted comment are not shown: `muted: ann`.
    #[must_use]
    pub fn mute_words(&self, id: CommentId) -> String {
        let who = name(self.discussion(), id);
        match self.reading.mute(id) {
            Some(Mute::Phrase(words)) if self.discussion().thread().has_authors() => {
                format!("muted: phrase “{}” · {who}", Clean::line(Raw::new(words)))
            }
            Some(Mute::Phrase(words)) => format!("muted: phrase “{}”", Clean::line(Raw::new(words))),
            Some(Mute::Author) => format!("muted: {who}"),
            None => String::new(),
        }
    }

    /// The first words of a comment near the screen; those of a muted one are not shown.
    #[must_use]
    pub fn opening(&self, id: CommentId) -> Clean {
        if self.reading.is_hushed(id) {
            return self.hushed_line(id);
        }
        (*self.sight.opening(self.discussion(), id)).clone()
    }

    /// The same for lists: of comments anywhere, so nothing is wrapped for it.
    pub(crate) fn first_words(&self, id: CommentId) -> Clean {
        if self.reading.is_hushed(id) { self.hushed_line(id) } else { self.discussion().body(id).opening() }
    }

    fn hushed_line(&self, id: CommentId) -> Clean {
        Clean::line(Raw::new(&self.mute_words(id)))
    }

    /// Shows the words of a muted comment, or says nothing if it is none; whether it was.
    pub(crate) fn open_hushed(&mut self, id: CommentId) -> bool {
        let view = &self.reading.view;
        let hushed = self.reading.is_hushed(id) && !view.is_folded(id) && !view.is_context(id);
        if hushed {
            self.reading.open_muted(id, true);
            self.show_current();
            self.say("shown for this session · :unmute removes the mute");
        }
        hushed
    }
}

fn is_colour(word: &str) -> bool {
    word == "none" || Colour::named(word).is_some()
}

/// The names of the colours.
#[must_use]
pub(crate) fn colour_words() -> String {
    Colour::ALL.map(Colour::name).join(" ") + " none"
}
