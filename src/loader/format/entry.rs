//! What formats share whose posts are known by several addresses, and answer one or several:
//! ActivityStreams and microformats.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::loader::post::{self, Post};
use crate::loader::site;
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Row, TextRef};

/// A post with what is said of its place.
#[derive(Debug, Default)]
pub(super) struct Entry<'s> {
    /// What it is known by, best first.
    pub(super) ids: Vec<Cow<'s, str>>,
    /// What it says that it answers.
    pub(super) parents: Vec<Cow<'s, str>>,
    /// The entry whose list of replies holds it.
    pub(super) up: Option<usize>,
    pub(super) title: TextRef,
    pub(super) url: TextRef,
    pub(super) post: Post<'s>,
}

/// Entries in the order of the source, and how many replies are not there.
#[derive(Debug, Default)]
pub(super) struct Entries<'s> {
    pub(super) all: Vec<Entry<'s>>,
    /// The entry, and how many of its replies are only counted or named.
    pub(super) absent: Vec<(usize, i64)>,
    /// The page that all is about, where it has no entry.
    pub(super) page: Option<Cow<'s, str>>,
}

impl<'s> Entries<'s> {
    /// Adds an entry and gives its number.
    pub(super) fn add(&mut self, entry: Entry<'s>) -> usize {
        self.all.push(entry);
        self.all.len() - 1
    }

    /// Writes each entry that answers nothing as the article of a discussion, with what answers
    /// it. Answers to what is not there stand in the only discussion, or in one of their own.
    pub(super) fn write(self, writer: &mut DraftWriter) {
        let above = self.above();
        let heads: Vec<usize> =
            (0..self.all.len()).filter(|number| above.get(*number) == Some(&Above::Nobody)).collect();
        let mut parts: Vec<Vec<(usize, Entry<'s>)>> = (0..heads.len().max(1)).map(|_| Vec::new()).collect();
        let places: HashMap<usize, usize> = heads.iter().copied().zip(0..).collect();
        let roots = roots(&above);
        if heads.len() > 1 {
            parts.push(Vec::new());
        }
        let last = parts.len() - 1;
        for (number, entry) in self.all.into_iter().enumerate() {
            if matches!(above.get(number), Some(Above::Same(_))) {
                continue;
            }
            let place = roots.get(number).and_then(|root| places.get(root)).copied().unwrap_or(last);
            if let Some(part) = parts.get_mut(place) {
                part.push((number, entry));
            }
        }
        let absent: HashMap<usize, i64> = self.absent.into_iter().collect();
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            writer.begin();
            discussion(writer, part, &above, &absent, self.page.as_deref());
        }
    }

    /// What each entry answers.
    fn above(&self) -> Vec<Above> {
        let mut known: HashMap<&str, usize> = HashMap::new();
        for (number, entry) in self.all.iter().enumerate() {
            for id in &entry.ids {
                known.entry(id).or_insert(number);
            }
        }
        let of = |(number, entry): (usize, &Entry<'_>)| {
            // An object that comes again (in a list and in an activity) is the same.
            if let Some(first) = entry.ids.first().and_then(|id| known.get(&**id)).filter(|first| **first != number) {
                return Above::Same(*first);
            }
            let answered = entry.parents.iter().find_map(|id| known.get(&**id).copied()).filter(|at| *at != number);
            match answered.or(entry.up) {
                Some(above) => Above::Entry(above),
                None if entry.parents.is_empty() => Above::Nobody,
                None => Above::Absent,
            }
        };
        let mut above: Vec<Above> = self.all.iter().enumerate().map(of).collect();
        for number in 0..above.len() {
            if let Some(Above::Entry(up)) = above.get(number)
                && let Some(Above::Same(first)) = above.get(*up).copied()
                && let Some(slot) = above.get_mut(number)
            {
                *slot = Above::Entry(first);
            }
        }
        above
    }
}

/// What an entry answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Above {
    Nobody,
    Entry(usize),
    /// Something that is not in the input.
    Absent,
    /// It stands in the input before, as that entry.
    Same(usize),
}

/// The topmost entry above each; of what goes in circles any of the circle.
pub(super) fn roots(above: &[Above]) -> Vec<usize> {
    let mut roots: Vec<Option<usize>> = vec![None; above.len()];
    let mut path = Vec::new();
    for number in 0..above.len() {
        let mut at = number;
        let root = loop {
            if let Some(root) = roots.get(at).copied().flatten() {
                break root;
            }
            path.push(at);
            if let Some(slot) = roots.get_mut(at) {
                // Met again on the same way, it ends a circle.
                *slot = Some(at);
            }
            match above.get(at) {
                Some(Above::Entry(next)) => at = *next,
                _ => break at,
            }
        };
        for at in path.drain(..) {
            if let Some(slot) = roots.get_mut(at) {
                *slot = Some(root);
            }
        }
    }
    roots.into_iter().enumerate().map(|(number, root)| root.unwrap_or(number)).collect()
}

fn discussion(
    writer: &mut DraftWriter,
    part: Vec<(usize, Entry<'_>)>,
    above: &[Above],
    absent: &HashMap<usize, i64>,
    page: Option<&str>,
) {
    writer.origin().namespace = "url".into();
    let of = |number: usize| above.get(number).copied().unwrap_or(Above::Nobody);
    let has_head = part.iter().any(|(number, _)| of(*number) == Above::Nobody);
    let mut rows: HashMap<usize, Row> = HashMap::new();
    for (number, _) in part.iter().filter(|(number, _)| of(*number) != Above::Nobody) {
        rows.insert(*number, writer.comment(Parent::Top));
    }
    let mut head = None;
    for (number, entry) in part {
        let Some(row) = rows.get(&number).copied() else {
            head = Some((number, entry));
            continue;
        };
        let parent = match (of(number), entry.parents.first()) {
            (Above::Entry(above), _) => rows.get(&above).map_or(Parent::Top, |row| Parent::Row(*row)),
            (_, Some(id)) => Parent::Id(writer.pooled(id, Media::Plain)),
            (_, None) => Parent::Top,
        };
        writer.set_parent(row, parent);
        comment(writer, row, entry);
        post::more(writer, Parent::Row(row), absent.get(&number).copied().unwrap_or(0), TextRef::default());
    }
    if let Some(page) = page.filter(|_| !has_head) {
        let url = writer.pooled(page, Media::Plain);
        let article = writer.article();
        (article.id, article.url) = (url, url);
        writer.origin().url = post::is_web(page).then(|| page.into());
    }
    let Some((number, mut entry)) = head else { return };
    post::more(writer, Parent::Top, absent.get(&number).copied().unwrap_or(0), TextRef::default());
    entry.post.id = id(writer, &entry);
    let origin = writer.origin();
    origin.site = entry.ids.first().map(|id| site::status(id)).filter(|site| !site.is_empty()).map(Into::into);
    origin.url = entry.ids.first().filter(|id| post::is_web(id)).map(|id| Box::from(&**id));
    entry.post.article(writer, entry.title, entry.url);
}

fn id(writer: &mut DraftWriter, entry: &Entry<'_>) -> TextRef {
    entry.ids.first().map_or(TextRef::default(), |id| writer.pooled(id, Media::Plain))
}

fn comment(writer: &mut DraftWriter, row: Row, mut entry: Entry<'_>) {
    entry.post.id = id(writer, &entry);
    if entry.post.body.is_empty() {
        entry.post.body = entry.title;
    }
    if entry.parents.len() > 1 {
        entry.post.extras.texts("inReplyTo", entry.parents.iter().map(|id| id.to_string()).collect());
    }
    entry.post.fill(writer, row);
}
