//! What a format hands over: items in the order of the source, unlinked and unproven.
//!
//! A draft is columns, not structs of strings: sixty bytes an item, filled through a
//! [`DraftWriter`] and consumed by [`super::build`]. Nested sources write a row before its
//! replies and may fill its fields afterwards, since fields may follow the children.

mod join;

use std::collections::HashMap;

use super::discussion::{Note, Origin, Unsaid};
use super::texts::{Media, Pool, TextRef, Texts};
use super::thread::{Columns, Guess, GuessKind, Kind, More, NO_SCORE, NO_TIME, NONE, Roles, State};

/// An item of a draft, in the order of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row(pub(crate) u32);

impl Row {
    /// The row as an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What an item answers, as far as the source says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Parent {
    /// The article, or nobody.
    #[default]
    Top,
    /// Another item of the draft (a nested source).
    Row(Row),
    /// The item with that id; a missing one becomes a ghost.
    Id(TextRef),
}

/// The article as a format found it. Empty texts are unknown.
#[derive(Clone, Copy, Debug, Default)]
pub struct ArticleDraft {
    /// The source's id of the article.
    pub id: TextRef,
    /// Its headline.
    pub title: TextRef,
    /// Where it stands.
    pub url: TextRef,
    /// Who wrote or posted it.
    pub author: TextRef,
    /// When, in seconds since 1970 UTC.
    pub time: Option<i64>,
    /// Points or votes.
    pub score: Option<i32>,
    /// Its text.
    pub body: TextRef,
    /// What a format has beyond this, as JSON text.
    pub extras: TextRef,
}

/// A possible parent that is too unsure to be one.
#[derive(Clone, Copy, Debug)]
pub struct CandidateDraft {
    /// The item that may be an answer.
    pub child: Row,
    /// What it may answer.
    pub parent: Row,
    /// 0 to 1.
    pub confidence: f32,
    /// In words.
    pub reason: TextRef,
}

/// A discussion that is not linked yet.
#[derive(Debug, Default)]
pub struct Draft {
    pub(crate) texts: Texts,
    pub(crate) origin: Origin,
    pub(crate) article: ArticleDraft,
    pub(crate) parent: Vec<Parent>,
    pub(crate) columns: Columns,
    pub(crate) authors: Vec<TextRef>,
    pub(crate) guesses: Vec<(u32, Guess)>,
    pub(crate) candidates: Vec<CandidateDraft>,
    pub(crate) more: Vec<(u32, More)>,
    pub(crate) time_text: Vec<(u32, TextRef)>,
    pub(crate) extras: Vec<(u32, TextRef)>,
    pub(crate) cut: Option<Row>,
}

impl Draft {
    /// Items of all kinds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parent.len()
    }

    /// Whether there are no items.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parent.is_empty()
    }

    /// The format's name.
    #[must_use]
    pub fn format(&self) -> &str {
        &self.origin.format
    }

    /// Bytes of the article's text where it lies.
    #[must_use]
    pub fn article_len(&self) -> usize {
        self.article.body.len()
    }

    /// Sets what an item answers.
    pub(crate) fn set_link(&mut self, row: Row, parent: Row) {
        set(&mut self.parent, row, Parent::Row(parent));
    }

    /// Notes something about the input.
    pub fn add_note(&mut self, text: &str) {
        self.origin.notes.push(Note::new(text, None));
    }

    /// Whether it holds anything to read: an item, a title or a text.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        !self.is_empty() || !self.article.title.is_empty() || !self.article.body.is_empty()
    }
}

/// Fills one [`Draft`] or several. The source itself is handed over at the end, so that a
/// format can read it while it writes.
///
/// A source with several discussions [begins](Self::begin) each of them; those that stand
/// interleaved are [turned to](Self::turn_to) by their numbers. Rows belong to the
/// discussion that they were written in; the pool is shared.
#[derive(Debug, Default)]
pub struct DraftWriter {
    draft: Draft,
    names: HashMap<Box<str>, u32>,
    pool: Pool,
    format: Box<str>,
    /// All discussions; the place of the one that is being written is empty.
    parts: Vec<Part>,
    at: usize,
    /// Discussions were gone back to: each of them may lack its end if the input does.
    turned: bool,
    /// What the source leaves unsaid in all of them.
    unsaid: Unsaid,
}

#[derive(Debug, Default)]
struct Part {
    draft: Draft,
    names: HashMap<Box<str>, u32>,
}

impl DraftWriter {
    /// A writer for a format, named as in its table row (`hn-algolia`).
    #[must_use]
    pub fn new(format: &str) -> Self {
        let mut writer = Self { format: format.into(), parts: vec![Part::default()], ..Self::default() };
        writer.draft.origin.format = format.into();
        writer
    }

    /// Begins a discussion, and gives its number (from 0). The first has begun already: one
    /// of which nothing is known yet is used, so a source can begin each that it meets.
    pub fn begin(&mut self) -> usize {
        let origin = &self.draft.origin;
        if !self.draft.is_readable() && origin.site.is_none() && origin.url.is_none() {
            return self.at;
        }
        self.parts.push(Part::default());
        self.swap(self.parts.len() - 1);
        self.draft.origin.format = self.format.clone();
        self.at
    }

    /// Goes back to a discussion by its number.
    pub fn turn_to(&mut self, number: usize) {
        if number != self.at && number < self.parts.len() {
            self.turned = true;
            self.swap(number);
        }
    }

    fn swap(&mut self, to: usize) {
        let next = self.parts.get_mut(to).map(std::mem::take).unwrap_or_default();
        let part = Part {
            draft: std::mem::replace(&mut self.draft, next.draft),
            names: std::mem::replace(&mut self.names, next.names),
        };
        if let Some(place) = self.parts.get_mut(self.at) {
            *place = part;
        }
        self.at = to;
    }

    /// Says that the source does not say of every item what it answers: what stands at top
    /// level may be an answer. Parents are then looked for on strong evidence (quotes, names,
    /// numbers, addresses), and are marked as guesses.
    pub fn leaves_parents_unsaid(&mut self) {
        self.unsaid = Unsaid::Some;
    }

    /// Puts a text that does not lie in the source as it is read into the pool.
    pub fn pooled(&mut self, text: &str, media: Media) -> TextRef {
        self.pool.add(text, media)
    }

    /// The article, to be filled.
    pub fn article(&mut self) -> &mut ArticleDraft {
        &mut self.draft.article
    }

    /// Where the discussion comes from, to be filled.
    pub fn origin(&mut self) -> &mut Origin {
        &mut self.draft.origin
    }

    /// Notes damage or a peculiarity: `place` is a byte offset in the source.
    pub fn note(&mut self, text: &str, place: Option<usize>) {
        self.draft.origin.notes.push(Note::new(text, place));
    }

    /// Notes something that concerns every discussion of the input.
    pub fn note_all(&mut self, text: &str) {
        let others = self.parts.iter_mut().map(|part| &mut part.draft);
        for draft in others.chain([&mut self.draft]) {
            draft.origin.notes.push(Note::new(text, None));
        }
    }

    /// Says that the end of the input is missing: of the discussion at hand, and of all that
    /// may have gone on there.
    pub fn set_incomplete(&mut self) {
        let others = self.parts.iter_mut().filter(|_| self.turned).map(|part| &mut part.draft);
        for draft in others.chain([&mut self.draft]) {
            draft.origin.complete = false;
        }
    }

    /// Items written so far, in this discussion.
    #[must_use]
    pub fn len(&self) -> usize {
        self.draft.len()
    }

    /// Whether no item has been written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.draft.is_empty()
    }

    /// Makes room for items that are known to come.
    pub fn reserve(&mut self, items: usize) {
        self.draft.parent.reserve(items);
        self.draft.columns.reserve(items);
    }

    /// Begins an item. Its fields are set by the row that is returned.
    pub fn item(&mut self, kind: Kind, parent: Parent) -> Row {
        let row = Row(u32::try_from(self.draft.len()).unwrap_or(NONE));
        let columns = &mut self.draft.columns;
        self.draft.parent.push(parent);
        columns.kind.push(kind);
        columns.state.push(State::Visible);
        columns.roles.push(Roles::default());
        columns.author.push(NONE);
        columns.time.push(NO_TIME);
        columns.score.push(NO_SCORE);
        columns.id.push(TextRef::default());
        columns.body.push(TextRef::default());
        row
    }

    /// Begins a comment.
    pub fn comment(&mut self, parent: Parent) -> Row {
        self.item(Kind::Comment, parent)
    }

    /// Sets what the item answers, where that is learnt late.
    pub fn set_parent(&mut self, row: Row, parent: Parent) {
        set(&mut self.draft.parent, row, parent);
    }

    /// Sets what the item is, where that is learnt late.
    pub fn set_kind(&mut self, row: Row, kind: Kind) {
        set(&mut self.draft.columns.kind, row, kind);
    }

    /// Sets the source's id: an opaque text.
    pub fn set_id(&mut self, row: Row, id: TextRef) {
        set(&mut self.draft.columns.id, row, id);
    }

    /// Sets the author; an empty name is no author.
    pub fn set_author(&mut self, row: Row, name: &str) {
        let author = if name.is_empty() { NONE } else { self.author(name) };
        set(&mut self.draft.columns.author, row, author);
    }

    /// Sets the author to that of another item of the discussion.
    pub fn set_author_as(&mut self, row: Row, other: Row) {
        let author = self.draft.columns.author.get(other.index()).copied().unwrap_or(NONE);
        set(&mut self.draft.columns.author, row, author);
    }

    fn author(&mut self, name: &str) -> u32 {
        if let Some(known) = self.names.get(name) {
            return *known;
        }
        let number = u32::try_from(self.draft.authors.len()).unwrap_or(NONE);
        self.draft.authors.push(self.pool.add(name, Media::Plain));
        self.names.insert(name.into(), number);
        number
    }

    /// Sets the time in seconds since 1970 UTC.
    pub fn set_time(&mut self, row: Row, time: i64) {
        set(&mut self.draft.columns.time, row, time);
    }

    /// Sets the time as the source wrote it, where it cannot be resolved ("2 weeks ago").
    pub fn set_time_text(&mut self, row: Row, text: TextRef) {
        self.draft.time_text.push((row.0, text));
    }

    /// Sets points, votes or likes.
    pub fn set_score(&mut self, row: Row, score: i64) {
        let score = i32::try_from(score).unwrap_or(if score < 0 { i32::MIN + 1 } else { i32::MAX });
        set(&mut self.draft.columns.score, row, score);
    }

    /// Sets what the source says of its fate.
    pub fn set_state(&mut self, row: Row, state: State) {
        set(&mut self.draft.columns.state, row, state);
    }

    /// Adds roles of the author.
    pub fn add_roles(&mut self, row: Row, roles: Roles) {
        if let Some(slot) = self.draft.columns.roles.get_mut(row.index()) {
            *slot = slot.with(roles);
        }
    }

    /// Adds roles to every item of an author, where the author's part is learnt late.
    pub fn add_roles_of(&mut self, name: &str, roles: Roles) {
        let Some(number) = self.names.get(name) else { return };
        let columns = &mut self.draft.columns;
        for (slot, _) in columns.roles.iter_mut().zip(&columns.author).filter(|(_, author)| *author == number) {
            *slot = slot.with(roles);
        }
    }

    /// Sets the text.
    pub fn set_body(&mut self, row: Row, body: TextRef) {
        set(&mut self.draft.columns.body, row, body);
    }

    /// Says how many replies a stub stands for and which request loads them.
    pub fn set_more(&mut self, row: Row, more: More) {
        self.draft.more.push((row.0, more));
    }

    /// Keeps what a format has beyond the model, as JSON text.
    pub fn set_extras(&mut self, row: Row, json: TextRef) {
        self.draft.extras.push((row.0, json));
    }

    /// Says that the item's text was cut off by the end of the input.
    pub fn set_cut(&mut self, row: Row) {
        self.draft.cut = Some(row);
        self.draft.origin.complete = false;
    }

    /// Marks the item's parent as guessed.
    pub fn guess(&mut self, row: Row, kind: GuessKind, confidence: f32, reason: &str) {
        let reason = self.pool.add(reason, Media::Plain);
        self.draft.guesses.push((row.0, Guess { kind, confidence, reason }));
    }

    /// Names a parent that is possible but too unsure to be one.
    pub fn candidate(&mut self, child: Row, parent: Row, confidence: f32, reason: &str) {
        let reason = self.pool.add(reason, Media::Plain);
        self.draft.candidates.push(CandidateDraft { child, parent, confidence, reason });
    }

    /// What the item answers so far.
    #[must_use]
    pub fn parent(&self, row: Row) -> Parent {
        self.draft.parent.get(row.index()).copied().unwrap_or_default()
    }

    /// The draft, over the source that the spans were made for; of several, the first.
    #[must_use]
    pub fn finish(self, source: String) -> Draft {
        self.finish_all(source).into_iter().next().unwrap_or_default()
    }

    /// All drafts in which there is something to read, over the source that the spans were
    /// made for. They share it.
    #[must_use]
    pub fn finish_all(mut self, source: String) -> Vec<Draft> {
        let texts = Texts::new(source, std::mem::take(&mut self.pool).into_string());
        if let Some(place) = self.parts.get_mut(self.at) {
            place.draft = self.draft;
        }
        let drafts = self.parts.into_iter().map(|part| part.draft).filter(Draft::is_readable);
        let whole = |mut draft: Draft| {
            if draft.origin.unsaid == Unsaid::Nothing {
                draft.origin.unsaid = self.unsaid;
            }
            Draft { texts: texts.clone(), ..draft }
        };
        drafts.map(whole).collect()
    }
}

fn set<T>(column: &mut [T], row: Row, value: T) {
    if let Some(slot) = column.get_mut(row.index()) {
        *slot = value;
    }
}
