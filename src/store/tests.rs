//! The store from outside, through its public functions; `max_page_count` and a few rows
//! are reached from within.

mod fault;
mod folds;
mod keep;
mod open;
mod people;
mod property;
mod window;

use std::path::Path;

use super::{Attached, Store};
use crate::model::change::Spot;
use crate::model::draft::Parent;
use crate::model::{Change, CommentId, Discussion, DraftWriter, Index, Mark, Media, Restored, build};

/// A discussion for tests: an article and some comments.
#[derive(Clone, Default)]
struct Sample {
    site: Option<&'static str>,
    url: Option<&'static str>,
    /// Whether the comments have ids of the source.
    ids: bool,
    title: &'static str,
    article: &'static str,
    /// Number, number of the parent, text.
    comments: Vec<(u32, Option<u32>, String)>,
}

impl Sample {
    /// Comments 1 to `count`, each third one a reply to the one before it.
    fn of(count: u32) -> Self {
        let comment = |n: u32| {
            let parent = (n.is_multiple_of(3)).then(|| n - 1);
            (n, parent, format!("Words of comment {n} and some more."))
        };
        Self {
            title: "A title",
            article: "The first passage of it.\n\nThe second passage of it.",
            comments: (1..=count).map(comment).collect(),
            ..Self::default()
        }
    }

    /// The same from a site that gives ids.
    fn with_ids(mut self) -> Self {
        self.site = Some("hn:77");
        self.url = Some("https://example.org/item?id=77");
        self.ids = true;
        self
    }

    fn open(&self) -> Seen {
        let mut w = DraftWriter::new("test");
        w.origin().site = self.site.map(Into::into);
        w.origin().url = self.url.map(Into::into);
        if self.ids {
            w.origin().namespace = "hn".into();
        }
        let title = w.pooled(self.title, Media::Plain);
        let body = w.pooled(self.article, Media::Plain);
        w.article().title = title;
        w.article().body = body;
        let mut rows = std::collections::HashMap::new();
        for (number, parent, text) in &self.comments {
            let parent = parent.and_then(|p| rows.get(&p).copied()).map_or(Parent::Top, Parent::Row);
            let row = w.comment(parent);
            rows.insert(*number, row);
            w.set_author(row, &format!("author{}", number % 7));
            let text = w.pooled(text, Media::Plain);
            w.set_body(row, text);
            if self.ids {
                let id = w.pooled(&number.to_string(), Media::Plain);
                w.set_id(row, id);
            }
        }
        let d = build::discussion(w.finish(String::new()));
        let index = Index::of(&d);
        Seen { d, index }
    }
}

/// A discussion with its index.
struct Seen {
    d: Discussion,
    index: Index,
}

impl Seen {
    /// The row of the comment with these words.
    fn row(&self, words: &str) -> CommentId {
        let has = |id: &CommentId| self.d.body(*id).text.as_str().contains(words);
        self.d.thread().ids().find(has).expect("a comment")
    }

    /// The row of comment `number`.
    fn comment(&self, number: u32) -> CommentId {
        self.row(&format!("comment {number} "))
    }

    fn attach(&self, store: &mut Store) -> Attached {
        store.attach(&self.d, &self.index, Some("/some/file"), 1000).expect("attached")
    }

    fn apply(&self, store: &mut Store, a: &mut Attached, changes: &[Change]) {
        store.apply(a, changes, &self.d, &self.index, 1001).expect("applied");
    }

    fn restore(&self, store: &mut Store, a: &Attached) -> Restored {
        store.restore(a, &self.d, &self.index).expect("restored")
    }

    /// Attaches anew and restores.
    fn again(&self, store: &mut Store) -> Restored {
        let a = self.attach(store);
        self.restore(store, &a)
    }

    fn others(&self, store: &mut Store, a: &Attached) -> Vec<Change> {
        store.others(a, &self.d, &self.index).expect("read")
    }
}

fn open(folder: &Path) -> Store {
    Store::open(folder).expect("opened")
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn mark(note: &str) -> Mark {
    Mark { note: note.to_owned(), tags: vec!["one".to_owned(), "two".to_owned()], marked: 42 }
}

fn marked(id: CommentId, note: &str) -> Change {
    Change::Mark { at: Spot::Comment(id), mark: Some(mark(note)) }
}

fn unmarked(id: CommentId) -> Change {
    let at = Spot::Comment(id);
    Change::Mark { at, mark: None }
}

fn read(these: Vec<CommentId>, on: bool) -> Change {
    Change::Read { these, on }
}

fn fold(these: Vec<CommentId>, on: bool) -> Change {
    Change::Fold { these, on }
}

/// Where marks stand, with their notes.
fn notes(restored: &Restored) -> Vec<(Spot, String)> {
    let note = |(at, mark): &(Spot, Mark)| (at.clone(), mark.note.clone());
    restored.marks.iter().map(note).collect()
}
