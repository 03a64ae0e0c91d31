//! Short-lived things over the screen: a prompt, a question, a sheet. They are asked first.

use unicode_segmentation::UnicodeSegmentation as _;

use super::command::{self, Command, Scope};
use super::repair::Wanted;
use super::state::State;
use crate::model::change::Spot;
use crate::model::{Author, CommentId, Doubt};

mod hint;
mod prompt;
mod sheet;

pub use hint::{Hint, Hints, LinkCard};
pub use sheet::{Sheet, SheetKind, SheetRow};

/// Something over the screen.
#[derive(Debug)]
pub enum Overlay {
    /// A line to type.
    Prompt(Prompt),
    /// A question.
    Confirm(Confirm),
    /// A page of text.
    Sheet(Sheet),
    /// Letters on the links of a pane.
    Hints(Hints),
    /// Where a link leads.
    Link(LinkCard),
}

/// What a prompt is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The name of a command.
    Command,
    /// A note with tags.
    Note(Spot),
    /// What to search for.
    Search {
        /// In the article, or in the comments.
        in_article: bool,
    },
    /// What to show alone.
    Filter,
    /// The line that begins the second part of a comment.
    Split(CommentId),
    /// The author of a comment.
    Author(CommentId),
    /// A tag for an author.
    Tag(Author),
    /// A colour for an author.
    Colour(Author),
    /// A muted phrase, in the place of this one.
    Phrase(String),
}

impl Purpose {
    /// Whether a query is typed.
    #[must_use]
    pub fn is_query(&self) -> bool {
        matches!(self, Self::Search { .. } | Self::Filter)
    }
}

/// A line that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// What for.
    pub purpose: Purpose,
    /// What was typed.
    pub text: String,
    /// The byte before which the next character goes.
    pub cursor: usize,
    /// The chosen row of the commands that fit; of a query, how far back in what was entered.
    pub choice: usize,
    /// What was typed before something earlier was taken in its place.
    draft: String,
}

impl Prompt {
    /// A prompt that begins with a text, the cursor at its end.
    #[must_use]
    pub fn new(purpose: Purpose, text: String) -> Self {
        Self { purpose, cursor: text.len(), text, choice: 0, draft: String::new() }
    }

    /// Puts text in at the cursor. Control characters are left out, breaks become blanks.
    pub fn insert(&mut self, text: &str) {
        let clean: String = text
            .chars()
            .map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c })
            .filter(|c| !c.is_control())
            .collect();
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
        self.choice = 0;
    }

    fn before(&self) -> usize {
        let head = self.text.get(..self.cursor).unwrap_or_default();
        head.grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        let tail = self.text.get(self.cursor..).unwrap_or_default();
        self.cursor + tail.graphemes(true).next().map_or(0, str::len)
    }

    /// Takes away the character before the cursor.
    pub fn backspace(&mut self) {
        let from = self.before();
        self.text.replace_range(from..self.cursor, "");
        self.cursor = from;
        self.choice = 0;
    }

    /// Takes away the character at the cursor.
    pub fn delete(&mut self) {
        let to = self.after();
        self.text.replace_range(self.cursor..to, "");
    }

    /// Takes away the word before the cursor.
    pub fn delete_word(&mut self) {
        let head = self.text.get(..self.cursor).unwrap_or_default().trim_end();
        let from = head.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        self.text.replace_range(from..self.cursor, "");
        self.cursor = from;
    }

    /// Moves the cursor.
    pub fn go(&mut self, to: PromptMove) {
        self.cursor = match to {
            PromptMove::Left => self.before(),
            PromptMove::Right => self.after(),
            PromptMove::Home => 0,
            PromptMove::End => self.text.len(),
        };
    }

    /// The word that ends at the cursor: up to a blank or a bracket.
    #[must_use]
    pub fn word(&self) -> &str {
        let head = self.text.get(..self.cursor).unwrap_or_default();
        let from = head.rfind(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"')).map_or(0, |at| at + 1);
        head.get(from..).unwrap_or_default()
    }

    /// The commands that fit what was typed, best first: names that begin with it, names
    /// that hold its words, then helps that do.
    #[must_use]
    pub fn commands(&self) -> Vec<&'static Command> {
        let typed = self.text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
        let rank = |command: &Command| {
            let help = command.help.to_lowercase();
            match typed.first() {
                None => Some(0),
                Some(first) if command.name == first => Some(0),
                Some(first) if command.name.starts_with(first.as_str()) => Some(1),
                Some(_) if typed.iter().all(|word| command.name.contains(word.as_str())) => Some(2),
                Some(_)
                    if typed
                        .iter()
                        .all(|word| help.contains(word.as_str()) || command.name.contains(word.as_str())) =>
                {
                    Some(3)
                }
                Some(_) => None,
            }
        };
        let reachable = |command: &&Command| !matches!(command.scope, Scope::List | Scope::Sheet);
        let mut found: Vec<(u8, &Command)> =
            command::all().filter(reachable).filter_map(|command| Some((rank(command)?, command))).collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, command)| command).collect()
    }
}

/// Where the cursor of a prompt goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromptMove {
    /// A character back.
    Left,
    /// A character on.
    Right,
    /// To the beginning.
    Home,
    /// To the end.
    End,
}

/// A question with yes and no; no is the default.
#[derive(Debug)]
pub struct Confirm {
    /// The question, in rows.
    pub lines: Vec<String>,
    /// What yes means.
    pub asks: Asks,
}

/// What a question is about.
#[derive(Debug)]
pub enum Asks {
    /// Whether this is a discussion that is known.
    Adopt,
    /// Whether a mark belongs to this comment.
    Settle {
        /// The store's number of the mark.
        mark: i64,
        /// The comment that it may belong to.
        comment: CommentId,
        /// The mark as it was kept.
        kept: Box<crate::model::KeptMark>,
    },
    /// Whether so many comments shall be changed.
    Bulk {
        /// What is done with them.
        goal: super::search::Goal,
        /// The comments.
        these: Vec<CommentId>,
        /// The query that picked them.
        words: String,
    },
    /// Whether to repair what the source has given.
    Repair(Wanted),
}

impl Prompt {
    /// The same prompt in a fuller discussion; none if its comment is not there.
    #[must_use]
    pub(crate) fn carried(self, to: &impl Fn(Spot) -> Option<Spot>) -> Option<Self> {
        let purpose = match self.purpose {
            Purpose::Note(spot) => Purpose::Note(to(spot)?),
            query @ (Purpose::Search { .. } | Purpose::Filter) => query,
            Purpose::Split(of) => Purpose::Split(comment(to, of)?),
            Purpose::Author(of) => Purpose::Author(comment(to, of)?),
            other => other,
        };
        Some(Self { purpose, ..self })
    }
}

impl Confirm {
    /// The same question in a fuller discussion; none if its comment is not there.
    #[must_use]
    pub(crate) fn carried(self, to: &impl Fn(CommentId) -> Option<CommentId>) -> Option<Self> {
        let asks = match self.asks {
            Asks::Adopt => Asks::Adopt,
            Asks::Settle { mark, comment, kept } => Asks::Settle { mark, comment: to(comment)?, kept },
            Asks::Bulk { goal, these, words } => {
                Asks::Bulk { goal, these: these.into_iter().filter_map(to).collect(), words }
            }
            Asks::Repair(wanted) => {
                let parent = match wanted.parent {
                    Some(parent) => Some(to(parent)?),
                    None => None,
                };
                Asks::Repair(Wanted { of: to(wanted.of)?, parent, ..wanted })
            }
        };
        Some(Self { asks, ..self })
    }
}

fn comment(to: &impl Fn(Spot) -> Option<Spot>, id: CommentId) -> Option<CommentId> {
    match to(Spot::Comment(id))? {
        Spot::Comment(id) => Some(id),
        Spot::Passage(_) => None,
    }
}

impl State {
    /// Asks a question, once nothing else is open: what is being typed is no answer.
    pub(crate) fn ask(&mut self, confirm: Confirm) {
        self.questions.push(confirm);
        self.ask_next();
    }

    /// Asks the next question that waits.
    pub(crate) fn ask_next(&mut self) {
        if self.overlay.is_none() {
            self.overlay = self.behind.take().map(Overlay::Prompt);
        }
        if self.overlay.is_none() && self.pending.is_empty() && !self.questions.is_empty() {
            self.overlay = Some(Overlay::Confirm(self.questions.remove(0)));
        }
    }

    /// Asks about marks whose comment is doubtful, one after another.
    pub(crate) fn ask_about(&mut self, doubts: Vec<Doubt>) {
        for doubt in doubts {
            let who = crate::layout::context::name(self.discussion(), doubt.candidate);
            let words = self.discussion().body(doubt.candidate).opening();
            let lines = vec![
                "A marked comment is not quite where it was. You marked:".to_owned(),
                format!("  {}: {}", doubt.kept.author, doubt.kept.text.as_str().lines().next().unwrap_or_default()),
                "Is it this one?".to_owned(),
                format!("  {who}: {words}"),
            ];
            let asks = Asks::Settle { mark: doubt.kept.id, comment: doubt.candidate, kept: Box::new(doubt.kept) };
            self.ask(Confirm { lines, asks });
        }
    }
}
