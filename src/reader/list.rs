//! The list screen: rows over the reading screen, with one of them chosen.
//!
//! Every list is this one, fed with rows: the marks of this discussion, the marks of all,
//! the comments that quote a passage, the links, the discussions of the input.

mod history;
mod marks;
mod passage;
mod people;

use super::message::StoreEffect;
use super::state::State;
use crate::model::change::Spot;
use crate::model::index::Quoted;
use crate::model::{Author, CommentId, KeptMark};
use crate::text::Clean;

/// What a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// The marks of this discussion.
    Marks,
    /// The marks of all discussions.
    AllMarks,
    /// The comments that quote a passage, by its number from 1.
    Quoting(u32),
    /// The discussions of the input.
    Discussions,
    /// Earlier visits.
    Visits,
    /// What was done, and can be taken back.
    Changes,
    /// Where the reader jumped from.
    Jumps,
    /// Tagged, coloured and muted authors, and muted phrases.
    People,
    /// The links of the discussion.
    Links,
}

impl ListKind {
    /// What the keys do in it, in longer and shorter words.
    #[must_use]
    pub fn hints(self) -> &'static [&'static str] {
        match self {
            Self::Marks | Self::AllMarks => {
                &["Enter goes   m unmarks   Tab all   q closes   ? keys", "Enter goes   q closes"]
            }
            Self::Discussions => &["Enter opens   q quits   ? keys", "Enter opens   q quits"],
            Self::Changes => &["Enter goes back to there   q closes   ? keys", "Enter goes there   q closes"],
            Self::People => &[
                "Enter changes the tag   c colour   m mutes   x removes   q closes   ? keys",
                "Enter tag   c colour   m mutes   x removes",
            ],
            Self::Links => &["Enter goes   o opens   y copies   q closes   ? keys", "Enter goes   o opens   q closes"],
            Self::Quoting(_) => &["Enter goes   y copies   q closes   ? keys", "Enter goes   q closes"],
            Self::Jumps => &["Enter goes   q closes   ? keys", "Enter goes   q closes"],
            Self::Visits => &["Enter measures what is new from then   q closes   ? keys", "Enter chooses   q closes"],
        }
    }
}

/// Where a row leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a comment or a passage of this discussion.
    Here(Spot),
    /// To a mark that is kept elsewhere, or whose comment is not here.
    Kept(Box<KeptMark>),
    /// To a discussion of the input, by its place among them.
    Discussion(usize),
    /// To what has arrived since the visit that ended then.
    Visit(i64),
    /// To the state after so many acts.
    Act(usize),
    /// To what is thought of an author.
    Person(Author),
    /// To a muted phrase.
    Phrase(String),
    /// To a link.
    Link {
        /// The address.
        address: Clean,
        /// The comment that has it first; none for the article.
        at: Option<CommentId>,
        /// Which of the links of that text.
        nth: u32,
    },
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    /// The first column: a number or a sign.
    pub sign: String,
    /// Who wrote it, or where it is.
    pub who: Clean,
    /// The words.
    pub text: Clean,
    /// What the reader wrote: note and tags.
    pub note: String,
    /// When it was marked, or said.
    pub age: String,
    /// Where it leads.
    pub target: Target,
    /// Taken back; gone when the list is closed.
    pub struck: bool,
}

impl ListRow {
    /// Whether both are about the same mark of the store.
    fn is_same_mark(&self, other: &Self) -> bool {
        matches!((&self.target, &other.target), (Target::Kept(one), Target::Kept(two)) if one.id == two.id)
    }
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// What it shows.
    pub kind: ListKind,
    /// Its title.
    pub title: String,
    /// What it says when it is empty.
    pub empty: &'static str,
    /// Its rows.
    pub rows: Vec<ListRow>,
    /// The chosen row.
    pub at: usize,
    /// The row at the top of the screen.
    pub top: usize,
}

impl List {
    /// Keeps the chosen row on a screen of so many rows.
    fn settle(&mut self, height: usize) {
        self.at = self.at.min(self.rows.len().saturating_sub(1));
        self.top = self.top.min(self.at);
        if self.at >= self.top + height {
            self.top = self.at + 1 - height;
        }
    }
}

impl State {
    /// Rows of a list on the screen; a list's row takes two.
    #[must_use]
    pub fn list_height(&self) -> usize {
        usize::from(self.size.height.saturating_sub(2) / 2).max(1)
    }

    pub(crate) fn open_list(&mut self, kind: ListKind, title: String, empty: &'static str, rows: Vec<ListRow>) {
        self.screens.push(List { kind, title, empty, rows, at: 0, top: 0 });
    }

    pub(crate) fn move_in_list(&mut self, rows: i64) {
        let height = self.list_height();
        if let Some(list) = self.screens.last() {
            let at = i64::try_from(list.at).unwrap_or(0).saturating_add(rows).max(0);
            self.extend_links(usize::try_from(at).unwrap_or(usize::MAX).saturating_add(height));
        }
        if let Some(list) = self.screens.last_mut() {
            let at = i64::try_from(list.at).unwrap_or(0).saturating_add(rows).max(0);
            list.at = usize::try_from(at).unwrap_or(usize::MAX);
            list.settle(height);
        }
    }

    pub(crate) fn list_select(&mut self, at: usize) {
        let height = self.list_height();
        if let Some(list) = self.screens.last_mut().filter(|list| at < list.rows.len()) {
            list.at = at;
            list.settle(height);
        }
    }

    fn list_row(&self) -> Option<ListRow> {
        self.screens.last().and_then(|list| list.rows.get(list.at).cloned())
    }

    /// Goes to what the row is about, here or in its own discussion.
    pub(crate) fn list_go(&mut self) {
        let Some(row) = self.list_row() else { return };
        let quoting = matches!(self.screens.last(), Some(List { kind: ListKind::Quoting(_), .. }));
        match row.target {
            Target::Here(Spot::Comment(id)) if quoting => {
                self.list_go_to(id);
                self.light(id, |of| matches!(of, Quoted::Passage(_)));
            }
            Target::Here(Spot::Comment(id)) => self.list_go_to(id),
            Target::Here(Spot::Passage(passage)) => {
                self.screens.clear();
                self.reading.alone = crate::layout::Pane::Article;
                self.reading.focus = crate::layout::Pane::Article;
                self.arrange();
                self.go_to_passage(passage.number.saturating_sub(1));
            }
            Target::Kept(kept) => self.go_to_kept(&kept),
            Target::Discussion(which) => self.choose(which),
            Target::Visit(at) => self.choose_visit(at),
            Target::Act(done) => {
                while self.close_list() {}
                self.go_to_act(done);
            }
            Target::Person(who) => self.open_tag(who),
            Target::Phrase(words) => self.open_phrase(words),
            Target::Link { at, nth, .. } => self.go_to_link(at, nth),
        }
    }

    /// Goes to what the row is about; a link is opened.
    pub(crate) fn list_open(&mut self) {
        match self.list_row().map(|row| row.target) {
            Some(Target::Link { address, at, nth }) => self.open_listed(&address, at, nth),
            _ => self.list_go(),
        }
    }

    /// Closes all lists and goes to a comment.
    pub(crate) fn list_go_to(&mut self, id: CommentId) {
        while self.close_list() {}
        self.map = None;
        self.reading.alone = crate::layout::Pane::Comments;
        self.reading.focus = crate::layout::Pane::Comments;
        self.arrange();
        self.go(id);
    }

    /// Closes the list on top; the struck marks of other discussions go now.
    pub(crate) fn close_list(&mut self) -> bool {
        if self.load.empty && self.screens.last().is_some_and(|list| list.kind == ListKind::Discussions) {
            // There is nothing under it yet.
            return false;
        }
        let Some(list) = self.screens.pop() else { return false };
        for row in list.rows.into_iter().filter(|row| row.struck) {
            let Target::Kept(kept) = row.target else { continue };
            let here = kept.comment.as_ref().and_then(|identity| self.sure(identity));
            if let Some(id) = here {
                self.reading.marks.remove(&Spot::Comment(id));
            }
            self.missing.retain(|missing| missing.id != kept.id);
            self.ticket += 1;
            self.effects.push(StoreEffect::ChangeKept { ticket: self.ticket, id: kept.id, mark: None }.into());
        }
        true
    }

    /// The comment that a durable name means here, without doubt.
    pub(crate) fn sure(&self, identity: &crate::model::Identity) -> Option<CommentId> {
        match self.index.as_ref()?.find(identity) {
            crate::model::identity::Found::Sure(id) => Some(id),
            _ => None,
        }
    }

    pub(crate) fn list_note(&mut self) {
        match self.list_row().map(|row| row.target) {
            Some(Target::Here(spot)) => self.open_note_at(spot),
            Some(Target::Person(who)) => self.open_tag(who),
            Some(Target::Phrase(words)) => self.open_phrase(words),
            Some(Target::Discussion(_) | Target::Act(_) | Target::Visit(_) | Target::Link { .. }) => {
                self.say("only comments and passages are marked");
            }
            Some(Target::Kept(_)) => self.say("open its discussion to change the note"),
            None => {}
        }
    }

    pub(crate) fn list_copy(&mut self) {
        let Some(row) = self.list_row() else { return };
        let text = match row.target {
            Target::Here(Spot::Comment(id)) => super::command::plain(&self.discussion().body(id)),
            Target::Kept(kept) => kept.text.as_str().to_owned(),
            Target::Here(Spot::Passage(_)) => row.text.as_str().to_owned(),
            Target::Discussion(_) => return self.copy(row.who.as_str().to_owned(), "title"),
            Target::Visit(_) => row.text.as_str().to_owned(),
            Target::Act(_) | Target::Person(_) | Target::Phrase(_) => {
                return self.copy(row.who.as_str().to_owned(), "name");
            }
            Target::Link { address, .. } => return self.copy(address.as_str().to_owned(), "link"),
        };
        self.copy(text, "marked text");
    }

    /// Draws the list on top again after what it shows was changed.
    pub(crate) fn refresh_list(&mut self) {
        let Some(list) = self.screens.last() else { return };
        let (kind, at, top) = (list.kind, list.at, list.top);
        let open = match kind {
            ListKind::Marks => Self::open_marks,
            ListKind::Changes => Self::open_changes,
            ListKind::Jumps => Self::open_jumps,
            ListKind::People => Self::open_people,
            ListKind::AllMarks | ListKind::Quoting(_) | ListKind::Discussions | ListKind::Links | ListKind::Visits => {
                return;
            }
        };
        self.screens.pop();
        open(self);
        let height = self.list_height();
        if let Some(list) = self.screens.last_mut() {
            (list.at, list.top) = (at, top);
            list.settle(height);
        }
    }
}
