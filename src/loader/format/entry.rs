//! What formats share whose posts are known by several addresses, and answer one or several:
//! ActivityStreams and microformats.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::loader::post::{self, Post};
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

    /// Writes the first entry that answers nothing as the article and the others as comments.
    pub(super) fn write(self, writer: &mut DraftWriter) {
        writer.origin().namespace = "url".into();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for (number, entry) in self.all.iter().enumerate() {
            for id in &entry.ids {
                known.entry(id).or_insert(number);
            }
        }
        // An object that comes again (in a list and in an activity) is the same.
        let same = |number: usize, entry: &Entry<'_>| {
            entry.ids.first().and_then(|id| known.get(&**id)).is_none_or(|at| *at == number)
        };
        let article = self.all.iter().position(|entry| entry.parents.is_empty() && entry.up.is_none());
        let mut rows: Vec<Option<Row>> = Vec::with_capacity(self.all.len());
        for (number, entry) in self.all.iter().enumerate() {
            rows.push((Some(number) != article && same(number, entry)).then(|| writer.comment(Parent::Top)));
        }
        let row_of = |number: usize| rows.get(number).copied().flatten();
        for (number, entry) in self.all.iter().enumerate() {
            let Some(row) = row_of(number) else { continue };
            let answered = entry.parents.iter().find_map(|id| known.get(&**id).copied()).filter(|at| *at != number);
            let parent = match (answered.or(entry.up), entry.parents.first()) {
                (Some(number), _) => row_of(number).map_or(Parent::Top, Parent::Row),
                (None, Some(id)) => Parent::Id(writer.pooled(id, Media::Plain)),
                (None, None) => Parent::Top,
            };
            writer.set_parent(row, parent);
        }
        drop(known);
        let mut head = None;
        for (number, entry) in self.all.into_iter().enumerate() {
            if let Some(row) = rows.get(number).copied().flatten() {
                comment(writer, row, entry);
            } else if Some(number) == article {
                head = Some(entry);
            }
        }
        for (number, count) in self.absent {
            let parent = rows.get(number).copied().flatten().map_or(Parent::Top, Parent::Row);
            post::more(writer, parent, count, TextRef::default());
        }
        if let Some(page) = self.page.filter(|_| article.is_none()) {
            let url = writer.pooled(&page, Media::Plain);
            let article = writer.article();
            (article.id, article.url) = (url, url);
            writer.origin().url = post::is_web(&page).then(|| page.into());
        }
        if let Some(mut entry) = head {
            entry.post.id = id(writer, &entry);
            let origin = writer.origin();
            origin.site = entry.ids.first().map(|id| Box::from(&**id));
            origin.url = origin.site.clone().filter(|id| post::is_web(id));
            entry.post.article(writer, entry.title, entry.url);
        }
    }
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
