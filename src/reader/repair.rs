//! Putting the structure right: links, borders and authors of comments.
//!
//! A repair is a [`Change`] like a mark: named, undone, stored. What it does to the thread is
//! worked out anew from what was read, on a worker, and comes back as a whole discussion. On
//! what the source has given a repair asks first.

use std::sync::Arc;

use super::input::{Key, KeyCode};
use super::message::StoreEffect;
use super::overlay::{Asks, Confirm, Overlay, Prompt, Purpose};
use super::state::State;
use crate::layout::context::{count, name};
use crate::model::repair::{Aspect, Fix};
use crate::model::{Change, CommentId, Discussion, Identity, Index, Link};

/// Letters for the comments on the screen, those under the fingers first.
const LETTERS: &str = "asdfghjklqwertyuiopzxcvbnm";

/// A comment is being linked: the reader looks for what it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linking {
    /// The comment that is to be linked.
    pub child: CommentId,
    /// The next key is the letter of a comment on the screen.
    pub letters: bool,
}

/// A repair that waits for a yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The comment.
    pub of: CommentId,
    /// The comment that it shall answer, where that is what is wanted.
    pub parent: Option<CommentId>,
    /// What is put right; the parent's name is filled in when it is done.
    pub fix: Fix<()>,
}

impl State {
    /// Has the discussion built anew, with all repairs.
    pub(crate) fn rebuild(&mut self) {
        // A part is built again when it is whole: the map from its rows to those of the next
        // part is made without repairs.
        if self.load.empty || self.load.partial {
            return;
        }
        let repairs = self.reading.repairs.clone();
        self.effects.push(StoreEffect::Rebuild { of: self.on_screen(), guesses: self.guesses, repairs }.into());
    }

    /// The discussion came back from being built anew.
    pub(super) fn rebuilt(
        &mut self,
        discussion: Arc<Discussion>,
        index: Arc<Index>,
        carried: &[Option<CommentId>],
        missed: usize,
    ) {
        let row = self.row_on_screen();
        self.carry(discussion, carried);
        self.index = Some(index);
        self.put_back(row);
        if missed > 0 {
            self.say(format!("{} without their comment", count(missed, "repair", "repairs")));
        }
    }

    /// Draws fewer or more guesses.
    pub(crate) fn next_guesses(&mut self) {
        self.guesses = self.guesses.next();
        self.rebuild();
        self.say(self.guesses.words());
    }

    /// The durable name of a comment, or says why there is none.
    fn name_of(&mut self, id: CommentId) -> Option<Identity> {
        let Some(index) = &self.index else {
            self.say("still indexing; try again in a moment");
            return None;
        };
        let identity = index.identity(id);
        if identity == Identity::default() {
            self.say("cannot repair a comment without text and id");
            return None;
        }
        Some(identity)
    }

    /// The current row, if it is a comment.
    fn comment_to_repair(&mut self) -> Option<CommentId> {
        let here = self.current().filter(|id| self.discussion().thread().is_comment(*id));
        if here.is_none() {
            self.say("not a comment");
        }
        here
    }

    /// Looks for what the current comment answers.
    pub(crate) fn begin_link(&mut self) {
        if let Some(child) = self.comment_to_repair() {
            self.linking = Some(Linking { child, letters: false });
            self.context_top = 0;
        }
    }

    /// What the status row says while a comment is being linked.
    #[must_use]
    pub fn linking_words(&self) -> Option<String> {
        let linking = self.linking?;
        let who = name(self.discussion(), linking.child);
        Some(if linking.letters {
            format!("{who} answers which? type its letter · Esc: none")
        } else {
            format!("{who} answers which? go there and press Enter · f letters · Esc: none")
        })
    }

    /// The letters of the comments that begin on the screen.
    #[must_use]
    pub fn link_letters(&self) -> Vec<(CommentId, char)> {
        let Some(linking) = self.linking.filter(|linking| linking.letters) else { return Vec::new() };
        let begins = |row: &super::scroll::PageRow| row.row == 0 && !row.gap && row.id != linking.child;
        let page = self.page();
        let ids = page.iter().filter(|row| begins(row)).map(|row| row.id);
        ids.filter(|id| self.discussion().thread().is_comment(*id)).zip(LETTERS.chars()).collect()
    }

    /// A key while a comment is being linked; whether that was what it was for.
    pub(super) fn key_while_linking(&mut self, key: Key) -> bool {
        let Some(linking) = self.linking else { return false };
        match key.code {
            KeyCode::Char(letter) if linking.letters && !key.ctrl => {
                let to = self.link_letters().into_iter().find(|(_, own)| *own == letter).map(|(id, _)| id);
                match to {
                    Some(parent) => self.end_link(parent),
                    None => self.linking = Some(Linking { letters: false, ..linking }),
                }
            }
            KeyCode::Enter => self.end_link(self.reading.current),
            KeyCode::Esc => {
                self.linking = None;
                self.say("parent not set");
            }
            KeyCode::Char('f') if !key.ctrl && self.pending.is_empty() => {
                self.linking = Some(Linking { letters: true, ..linking });
            }
            _ => return false,
        }
        true
    }

    fn end_link(&mut self, parent: CommentId) {
        let Some(Linking { child, .. }) = self.linking.take() else { return };
        let thread = self.discussion().thread();
        if parent == child {
            self.say("a comment cannot reply to itself");
        } else if !thread.is_comment(parent) {
            self.say("not a comment");
        } else if thread.is_within(parent, child) {
            self.say("that comment is a reply to this one; a parent cannot be its own reply");
        } else if thread.parent(child) == Some(parent) && thread.link(child) != Link::Guessed {
            self.say("that comment is its parent already");
        } else {
            self.want(Wanted { of: child, parent: Some(parent), fix: Fix::Parent(Some(())) });
        }
    }

    /// The current comment answers the article.
    pub(crate) fn break_link(&mut self) {
        let Some(of) = self.comment_to_repair() else { return };
        if self.discussion().thread().parent(of).is_none() {
            self.say("it is top-level already");
        } else {
            self.want(Wanted { of, parent: None, fix: Fix::Parent(None) });
        }
    }

    /// The current comment is the end of the one before it.
    pub(crate) fn merge_up(&mut self) {
        let Some(of) = self.comment_to_repair() else { return };
        if self.discussion().thread().number(of) == 1 {
            self.say("no comment before it");
        } else {
            self.want(Wanted { of, parent: None, fix: Fix::Merge });
        }
    }

    /// The current comment is two: asks where the second one begins, if that is a question.
    pub(crate) fn begin_split(&mut self, line: Option<u32>) {
        let Some(of) = self.comment_to_repair() else { return };
        let lines = self.laid(of).body.text.as_str().lines().filter(|line| !line.trim().is_empty()).count();
        match (lines, line) {
            (0 | 1, _) => self.say("a comment of one line cannot be split"),
            (2, None) => self.want(Wanted { of, parent: None, fix: Fix::Split(2) }),
            (_, None) => {
                self.overlay = Some(Overlay::Prompt(Prompt::new(Purpose::Split(of), String::new())));
            }
            (lines, Some(line)) if (2..=lines).contains(&(line as usize)) => {
                self.want(Wanted { of, parent: None, fix: Fix::Split(line) });
            }
            (lines, Some(_)) => self.say(format!("expected a line from 2 to {lines}")),
        }
    }

    /// Asks who wrote the current comment.
    pub(crate) fn begin_author(&mut self) {
        let Some(of) = self.comment_to_repair() else { return };
        let known = self.discussion().author(of).map(|name| name.to_string()).unwrap_or_default();
        self.overlay = Some(Overlay::Prompt(Prompt::new(Purpose::Author(of), known)));
    }

    /// What a prompt for a repair was closed with.
    pub(super) fn enter_repair(&mut self, purpose: &Purpose, text: &str) {
        match purpose {
            Purpose::Split(of) => match text.trim().parse() {
                Ok(line) => {
                    self.reading.current = *of;
                    self.begin_split(Some(line));
                }
                Err(_) => self.say("expected the number of the line that begins the second part"),
            },
            Purpose::Author(of) if text.trim().is_empty() => {
                self.reading.current = *of;
                self.say("author not set");
            }
            Purpose::Author(of) => {
                self.want(Wanted { of: *of, parent: None, fix: Fix::Author(text.trim().to_owned()) });
            }
            _ => {}
        }
    }

    /// Does a repair; on what the source has given, asks first.
    fn want(&mut self, wanted: Wanted) {
        match self.given(&wanted) {
            Some(question) => self.ask(Confirm { lines: vec![question], asks: Asks::Repair(wanted) }),
            None => self.repair(&wanted),
        }
    }

    /// What the source says about it, as a question.
    fn given(&self, wanted: &Wanted) -> Option<String> {
        let discussion = self.discussion();
        let thread = discussion.thread();
        let linked = thread.link(wanted.of) == Link::Given;
        // Where the source links nothing, top level is no word of it.
        let threaded = linked || thread.ids().any(|id| thread.link(id) == Link::Given);
        let who = name(discussion, wanted.of);
        match &wanted.fix {
            Fix::Parent(_) if linked => {
                let above = thread.parent(wanted.of).map(|parent| name(discussion, parent)).unwrap_or_default();
                Some(format!("The source says that {who} answers {above}. Change it all the same?"))
            }
            Fix::Parent(_) if threaded => {
                Some(format!("The source says that {who} answers the article. Change it all the same?"))
            }
            Fix::Merge | Fix::Split(_) if threaded => {
                Some(format!("The source says that this is one comment by {who}. Change it all the same?"))
            }
            Fix::Author(_) if thread.author(wanted.of).is_some() => {
                Some(format!("The source says that {who} wrote this. Change it all the same?"))
            }
            _ => None,
        }
    }

    /// Does a repair that was agreed to.
    pub(super) fn repair(&mut self, wanted: &Wanted) {
        let Some(of) = self.name_of(wanted.of) else { return };
        let fix = match &wanted.fix {
            Fix::Parent(Some(())) => {
                let Some(parent) = wanted.parent.and_then(|parent| self.name_of(parent)) else { return };
                Fix::Parent(Some(parent))
            }
            Fix::Parent(None) => Fix::Parent(None),
            Fix::Merge => Fix::Merge,
            Fix::Split(line) => Fix::Split(*line),
            Fix::Author(name) => Fix::Author(name.clone()),
        };
        let words = fix.words();
        self.act(words, Change::Repair { of, aspect: fix.aspect(), fix: Some(fix) });
        self.say_saved(&format!("repaired: {words} · U takes it back"));
    }

    /// Drops all repairs of the current comment.
    pub(crate) fn drop_repairs(&mut self) {
        let Some(here) = self.comment_to_repair() else { return };
        let Some(of) = self.name_of(here) else { return };
        let repaired = Aspect::ALL.into_iter().filter(|aspect| self.reading.repairs.of(&of, *aspect).is_some());
        let drops: Vec<Change> = repaired.map(|aspect| Change::Repair { of: of.clone(), aspect, fix: None }).collect();
        if drops.is_empty() {
            self.say("no repair of yours here");
            return;
        }
        self.act("drop a repair", Change::All(drops));
        self.say_saved("repair dropped");
    }
}
