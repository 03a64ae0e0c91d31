//! Which row each item answers, by the ids that a source gives.

use std::hash::{BuildHasher as _, RandomState};

use crate::model::discussion::Note;
use crate::model::draft::{Draft, Parent, Row};
use crate::model::hashed::ByHash;
use crate::model::texts::{TextRef, Texts};
use crate::model::thread::{Columns, Kind, NO_SCORE, NO_TIME, NONE, Roles, State};

/// The row that each item answers ([`NONE`] at top level). Ghosts are added to the draft,
/// behind its items and in the order of their first replies.
pub(super) fn parents(draft: &mut Draft) -> Vec<u32> {
    let texts = std::mem::take(&mut draft.texts);
    let mut ids = Ids::new(&texts, draft.columns.id.clone());
    let twice = ids.read(&draft.columns.kind);
    let article = texts.open(draft.article.id);
    let items = u32::try_from(draft.len()).unwrap_or(NONE);
    let mut absent = Count::default();
    let mut parent = Vec::with_capacity(draft.len());
    for (row, given) in (0u32..).zip(&draft.parent) {
        parent.push(match *given {
            Parent::Top => NONE,
            Parent::Row(Row(row)) => {
                if row < items {
                    row
                } else {
                    NONE
                }
            }
            Parent::Id(id) => ids.answered(id, article.raw().expose(), || absent.add(place(&draft.columns, row))),
        });
    }
    let notes = notes(&draft.columns, &parent, &texts, &twice, &absent);
    draft.origin.notes.extend(notes);
    let ghosts = ids.ids.split_off(draft.len());
    parent.resize(parent.len() + ghosts.len(), NONE);
    for id in ghosts {
        add_ghost(draft, id);
    }
    draft.texts = texts;
    parent
}

/// Rows by their ids. Ids are not copied: the key is a hash with a seed of its own for each
/// run, so that no input can be made to collide, and the text is compared all the same.
struct Ids<'a> {
    texts: &'a Texts,
    /// Of the items, then of the ghosts.
    ids: Vec<TextRef>,
    seed: RandomState,
    rows: ByHash<u32>,
}

impl<'a> Ids<'a> {
    fn new(texts: &'a Texts, ids: Vec<TextRef>) -> Self {
        Self { texts, ids, seed: RandomState::new(), rows: ByHash::default() }
    }

    /// Takes in the ids of the items. Gives the comments whose id stood before, each with
    /// the one that it stood at. A comment goes before a ghost or a stub of its id.
    fn read(&mut self, kinds: &[Kind]) -> Vec<(u32, u32)> {
        let texts = self.texts;
        let ids = std::mem::take(&mut self.ids);
        self.rows.reserve(ids.iter().filter(|id| !id.is_empty()).count());
        let mut twice = Vec::new();
        let kind = |row: u32| kinds.get(row as usize).copied().unwrap_or_default();
        for (row, id) in (0u32..).zip(&ids).filter(|(_, id)| !id.is_empty()) {
            let opened = texts.open(*id);
            let (key, known) = self.slot(&ids, opened.raw().expose());
            let is_comment = kind(row) == Kind::Comment;
            match known {
                Some(first) if kind(first) == Kind::Comment => twice.extend(is_comment.then_some((first, row))),
                Some(_) if !is_comment => {}
                _ => _ = self.rows.insert(key, row),
            }
        }
        self.ids = ids;
        twice
    }

    /// The row that an id means: an item, nobody for the article's id, else a ghost.
    fn answered(&mut self, id: TextRef, article: &str, mut absent: impl FnMut()) -> u32 {
        let opened = self.texts.open(id);
        let name = opened.raw().expose();
        if name.is_empty() {
            return NONE;
        }
        let (key, row) = self.slot(&self.ids, name);
        match row {
            Some(row) => row,
            // Asked after the items: where one of them is the article, its replies hang on it.
            None if name == article => NONE,
            None => {
                absent();
                let ghost = u32::try_from(self.ids.len()).unwrap_or(NONE);
                self.ids.push(id);
                self.rows.insert(key, ghost);
                ghost
            }
        }
    }

    /// Where an id belongs in the table, and the row that is there.
    fn slot(&self, ids: &[TextRef], name: &str) -> (u64, Option<u32>) {
        let mut key = self.seed.hash_one(name);
        while let Some(row) = self.rows.get(&key) {
            let known = ids.get(*row as usize).copied().unwrap_or_default();
            if self.texts.open(known).raw().expose() == name {
                return (key, Some(*row));
            }
            key = key.wrapping_add(1);
        }
        (key, None)
    }
}

/// How often something was found, and where first.
#[derive(Default)]
struct Count {
    times: usize,
    place: Option<usize>,
}

impl Count {
    fn add(&mut self, place: Option<usize>) {
        self.place = self.place.or(place);
        self.times += 1;
    }

    fn note(&self, one: &str, many: &str) -> Option<Note> {
        match self.times {
            0 => None,
            1 => Some(Note::new(&format!("1 {one}"), self.place)),
            times => Some(Note::new(&format!("{times} {many}"), self.place)),
        }
    }
}

/// Where an item lies in the source, as far as its texts tell.
pub(super) fn place(columns: &Columns, row: u32) -> Option<usize> {
    let text = |column: &[TextRef]| column.get(row as usize).copied().filter(|text| !text.is_empty());
    [text(&columns.id), text(&columns.body)].into_iter().flatten().find_map(TextRef::source_start)
}

/// One note for each kind of damage, however often it was met.
fn notes(
    columns: &Columns,
    parent: &[u32],
    texts: &Texts,
    twice: &[(u32, u32)],
    absent: &Count,
) -> impl Iterator<Item = Note> + use<> {
    let (mut copies, mut shared) = (Count::default(), Count::default());
    for (first, row) in twice {
        let (a, b) = (*first as usize, *row as usize);
        let text = |at: usize| texts.open(columns.body.get(at).copied().unwrap_or_default());
        let same = columns.author.get(a) == columns.author.get(b)
            && parent.get(a) == parent.get(b)
            && text(a).raw().expose() == text(b).raw().expose();
        let count = if same { &mut copies } else { &mut shared };
        count.add(place(columns, *row));
    }
    let notes = [
        absent.note("parent is not in the input", "parents are not in the input"),
        copies.note("comment is a copy of another", "comments are copies of others"),
        shared.note("comment has the id of another", "comments have the ids of others"),
    ];
    notes.into_iter().flatten()
}

fn add_ghost(draft: &mut Draft, id: TextRef) {
    let columns = &mut draft.columns;
    draft.parent.push(Parent::Top);
    columns.kind.push(Kind::Ghost);
    columns.state.push(State::Visible);
    columns.roles.push(Roles::default());
    columns.author.push(NONE);
    columns.time.push(NO_TIME);
    columns.score.push(NO_SCORE);
    columns.id.push(id);
    columns.body.push(TextRef::default());
}
