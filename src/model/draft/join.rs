//! Drafts of several files that belong together: one for each discussion that they hold.
//!
//! Two belong together if they share an id or one answers an id of the other (where ids have
//! a namespace), else if they say that they are of the same discussion, by the site's id, the
//! page's address or the title. One that says nothing of the kind belongs to the first. All
//! texts come to lie in one source and one pool.

mod copies;
mod group;
mod stubs;

use std::collections::HashMap;

use super::{ArticleDraft, Draft, Parent, Row};
use crate::model::discussion::{Note, Origin};
use crate::model::texts::{Shift, Texts};
use crate::model::thread::{Columns, NONE};
use crate::text::Clean;

impl Draft {
    /// Joins drafts, each with the name of its file for the places in its notes.
    ///
    /// None if their texts together are longer than spans can say.
    #[must_use]
    pub fn join(drafts: Vec<(String, Self)>) -> Option<Vec<Self>> {
        let groups = group::numbers(&drafts);
        let (texts, shifts) = Texts::join(drafts.iter().map(|(_, draft)| &draft.texts))?;
        let mut joined: Vec<Joined> = Vec::new();
        for ((group, shift), (name, mut draft)) in groups.into_iter().zip(shifts).zip(drafts) {
            draft.shift(shift, &name);
            if group >= joined.len() {
                joined.push(Joined { draft: Draft { texts: texts.clone(), ..Draft::default() }, ..Joined::default() });
            }
            if let Some(first) = joined.get_mut(group) {
                first.take(draft);
            }
        }
        Some(joined.into_iter().map(|joined| copies::merged(joined.draft, &joined.starts, true)).collect())
    }

    /// Takes second copies of comments into the first: the source was several files.
    #[must_use]
    pub fn without_copies(self) -> Self {
        let starts: Vec<u32> = (0..u32::try_from(self.len()).unwrap_or(NONE)).collect();
        copies::merged(self, &starts, false)
    }

    /// Moves everything to where the texts lie now.
    fn shift(&mut self, by: Shift, name: &str) {
        let columns = &mut self.columns;
        let article = &mut self.article;
        let of_article = [
            &mut article.id,
            &mut article.title,
            &mut article.url,
            &mut article.author,
            &mut article.body,
            &mut article.extras,
        ];
        let refs = columns.id.iter_mut().chain(&mut columns.body).chain(&mut self.authors).chain(of_article);
        let refs = refs.chain(self.guesses.iter_mut().map(|(_, guess)| &mut guess.reason));
        let refs = refs.chain(self.candidates.iter_mut().map(|candidate| &mut candidate.reason));
        let refs = refs.chain(self.more.iter_mut().map(|(_, more)| &mut more.next));
        let sides = [&mut self.time_text, &mut self.extras];
        let refs = refs.chain(sides.into_iter().flatten().map(|(_, text)| text));
        let parents = self.parent.iter_mut().filter_map(|parent| match parent {
            Parent::Id(id) => Some(id),
            Parent::Top | Parent::Row(_) => None,
        });
        refs.chain(parents).for_each(|text| *text = text.shifted(by));
        for note in &mut self.origin.notes {
            // A place in one of many files is told by the file's name.
            let place = note.place.take().map(|at| format!(" at byte {at}")).unwrap_or_default();
            let front = if name.is_empty() { String::new() } else { format!("{name}{place}: ") };
            *note = Note::new(&format!("{front}{}", note.text), None);
        }
    }
}

/// Several drafts that have become one.
#[derive(Default)]
struct Joined {
    draft: Draft,
    /// Where the rows of each begin.
    starts: Vec<u32>,
    names: HashMap<Clean, u32>,
}

impl Joined {
    /// Adds the items of a draft over the same texts. What is known already stays.
    fn take(&mut self, other: Draft) {
        let by = u32::try_from(self.draft.len()).unwrap_or(NONE);
        let moved = |row: u32| row.saturating_add(by);
        let is_first = self.starts.is_empty();
        self.starts.push(by);
        let authors = self.numbers(&other);
        let own = &mut self.draft;
        own.parent.extend(other.parent.into_iter().map(|parent| match parent {
            Parent::Row(Row(row)) => Parent::Row(Row(moved(row))),
            same => same,
        }));
        add_columns(&mut own.columns, other.columns, &authors);
        own.guesses.extend(other.guesses.into_iter().map(|(row, value)| (moved(row), value)));
        own.more.extend(other.more.into_iter().map(|(row, value)| (moved(row), value)));
        own.time_text.extend(other.time_text.into_iter().map(|(row, value)| (moved(row), value)));
        own.extras.extend(other.extras.into_iter().map(|(row, value)| (moved(row), value)));
        own.candidates.extend(other.candidates.into_iter().map(|mut candidate| {
            (candidate.child, candidate.parent) = (Row(moved(candidate.child.0)), Row(moved(candidate.parent.0)));
            candidate
        }));
        own.cut = own.cut.or(other.cut.map(|row| Row(moved(row.0))));
        fill_article(&mut own.article, &other.article);
        if is_first { own.origin = other.origin } else { fill_origin(&mut own.origin, other.origin) }
    }

    /// The numbers that a draft's authors have here.
    fn numbers(&mut self, other: &Draft) -> Vec<u32> {
        let Self { draft, names, .. } = self;
        let number = |name| {
            *names.entry(draft.texts.line(name)).or_insert_with(|| {
                draft.authors.push(name);
                u32::try_from(draft.authors.len() - 1).unwrap_or(NONE)
            })
        };
        other.authors.iter().copied().map(number).collect()
    }
}

fn add_columns(own: &mut Columns, more: Columns, authors: &[u32]) {
    own.kind.extend(more.kind);
    own.state.extend(more.state);
    own.roles.extend(more.roles);
    own.time.extend(more.time);
    own.score.extend(more.score);
    own.id.extend(more.id);
    own.body.extend(more.body);
    own.author.extend(more.author.iter().map(|number| authors.get(*number as usize).copied().unwrap_or(NONE)));
}

fn fill_article(article: &mut ArticleDraft, other: &ArticleDraft) {
    let texts = [
        (&mut article.id, other.id),
        (&mut article.title, other.title),
        (&mut article.url, other.url),
        (&mut article.author, other.author),
        (&mut article.body, other.body),
        (&mut article.extras, other.extras),
    ];
    for (own, others) in texts {
        if own.is_empty() {
            *own = others;
        }
    }
    article.time = article.time.or(other.time);
    article.score = article.score.or(other.score);
}

fn fill_origin(origin: &mut Origin, other: Origin) {
    if origin.namespace.is_empty() {
        origin.namespace = other.namespace;
    }
    origin.site = origin.site.take().or(other.site);
    if origin.url.is_none() {
        (origin.url, origin.base) = (other.url, origin.base.take().or(other.base));
    }
    origin.retrieved = origin.retrieved.max(other.retrieved);
    origin.total = origin.total.max(other.total);
    origin.complete &= other.complete;
    origin.notes.extend(other.notes);
}
