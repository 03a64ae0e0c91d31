//! One linked thread → a discussion for each of its roots.
//!
//! A branch is a range of rows, so each discussion is a slice of the columns with its rows
//! counted anew. All of them share the texts; the whole costs as much as one copy.

use super::order;
use std::ops::Range;

use super::CommentId;
use crate::model::discussion::{Article, Discussion};
use crate::model::draft::Roots;
use crate::model::texts::TextRef;
use crate::model::thread::{Candidate, Columns, Guess, Kind, Link, NO_SCORE, NO_TIME, NONE, Roles, Thread};

/// The discussions of a whole, in the order of their roots. `titles` is sorted by row.
pub(super) fn split(whole: &Discussion, titles: &[(u32, TextRef)], roots: Roots) -> Vec<Discussion> {
    let thread = &whole.thread;
    let mut authors = Authors::new(thread.authors.len());
    let mut parts = Vec::new();
    let mut root = 0;
    while let Some(end) = thread.end.get(root).map(|end| *end as usize) {
        parts.push(part(whole, root..end.max(root + 1), titles, roots, &mut authors));
        root = end.max(root + 1);
    }
    parts
}

fn part(
    whole: &Discussion,
    rows: Range<usize>,
    titles: &[(u32, TextRef)],
    roots: Roots,
    authors: &mut Authors,
) -> Discussion {
    let all = &whole.thread;
    let (root, id) = (rows.start, CommentId::at(rows.start));
    let is_article = roots == Roots::Articles && all.columns.kind.get(root) == Some(&Kind::Comment);
    let mut article = whole.article;
    article.title = side(titles, &rows).next().map_or(article.title, |(_, title)| title);
    let mut origin = whole.origin.clone();
    let opened = whole.texts.open(all.id_text(id));
    let name = opened.raw();
    if !origin.namespace.is_empty() && !name.expose().is_empty() {
        origin.site = Some(format!("{}:{}", origin.namespace, name.expose()).into());
    }
    // The source's count is that of all together.
    origin.total = None;
    if is_article {
        article = root_article(whole, id, article.title);
    }
    let mut thread = slice(all, if is_article { root + 1..rows.end } else { rows.clone() }, authors);
    if is_article {
        raise(&mut thread);
    }
    let poster = all.columns.author.get(root).copied().filter(|author| *author != NONE);
    if let Some(poster) = poster.and_then(|poster| authors.known(poster)) {
        let roles = thread.columns.roles.iter_mut().zip(&thread.columns.author);
        roles.filter(|(_, author)| **author == poster).for_each(|(roles, _)| *roles = roles.with(Roles::OP));
    }
    Discussion::new(whole.texts.clone(), origin, article, thread)
}

fn root_article(whole: &Discussion, root: CommentId, title: TextRef) -> Article {
    let columns = &whole.thread.columns;
    let at = root.index();
    let author = whole.thread.author(root).and_then(|number| whole.thread.author_text(number));
    Article {
        id: whole.thread.id_text(root),
        title,
        url: TextRef::default(),
        author: author.unwrap_or_default(),
        time: columns.time.get(at).copied().filter(|time| *time != NO_TIME),
        score: columns.score.get(at).copied().filter(|score| *score != NO_SCORE),
        body: whole.thread.body_text(root),
    }
}

/// The rows of a branch, or of all below its root, as a thread.
fn slice(all: &Thread, rows: Range<usize>, authors: &mut Authors) -> Thread {
    let from = u32::try_from(rows.start).unwrap_or(NONE);
    let top = column(&all.depth, &rows).first().copied().unwrap_or(0);
    let within = |row: &u32| rows.contains(&(*row as usize));
    let count = |row: &u32| if within(row) { row - from } else { NONE };
    let other: Vec<u32> = side_rows(&all.uncounted, &rows).iter().map(|row| row - from).collect();
    let columns = columns(&all.columns, &rows);
    let (author, names) = authors.renumbered(&columns.author, &all.authors);
    let parent: Vec<u32> = column(&all.parent, &rows).iter().map(count).collect();
    let (place, replies) = order::places(&parent, &columns.kind);
    Thread {
        parent,
        place,
        replies,
        end: column(&all.end, &rows).iter().map(|end| end - from).collect(),
        depth: column(&all.depth, &rows).iter().map(|depth| depth.saturating_sub(top)).collect(),
        link: column(&all.link, &rows).to_vec(),
        comments: u32::try_from(rows.len() - other.len()).unwrap_or(NONE),
        uncounted: other,
        columns: Columns { author, ..columns },
        authors: names,
        guesses: side(&all.guesses, &rows).map(|(row, guess): (u32, Guess)| (row - from, guess)).collect(),
        candidates: candidates(&all.candidates, &rows, from),
        more: side(&all.more, &rows).map(|(row, more)| (row - from, more)).collect(),
        time_text: side(&all.time_text, &rows).map(|(row, text)| (row - from, text)).collect(),
        extras: side(&all.extras, &rows).map(|(row, text)| (row - from, text)).collect(),
        cut: all.cut.filter(|cut| within(&cut.0)).map(|cut| CommentId(cut.0 - from)),
        order: column(&all.order, &rows).to_vec(),
    }
}

/// Below an article that was their root, its replies answer nobody: the article.
fn raise(thread: &mut Thread) {
    for (parent, link) in thread.parent.iter().zip(&mut thread.link) {
        if *parent == NONE {
            *link = Link::Root;
        }
    }
    let raised = thread.parent.iter().map(|parent| *parent == NONE);
    let kept: Vec<bool> = raised.map(|is_root| !is_root).collect();
    thread.guesses.retain(|(row, _)| kept.get(*row as usize).copied().unwrap_or_default());
}

fn columns(all: &Columns, rows: &Range<usize>) -> Columns {
    Columns {
        kind: column(&all.kind, rows).to_vec(),
        state: column(&all.state, rows).to_vec(),
        roles: column(&all.roles, rows).to_vec(),
        author: column(&all.author, rows).to_vec(),
        time: column(&all.time, rows).to_vec(),
        score: column(&all.score, rows).to_vec(),
        id: column(&all.id, rows).to_vec(),
        body: column(&all.body, rows).to_vec(),
    }
}

fn column<'a, T>(all: &'a [T], rows: &Range<usize>) -> &'a [T] {
    all.get(rows.clone()).unwrap_or_default()
}

fn side_rows<'a>(all: &'a [u32], rows: &Range<usize>) -> &'a [u32] {
    let at = |row: usize| all.partition_point(|known| (*known as usize) < row);
    all.get(at(rows.start)..at(rows.end)).unwrap_or_default()
}

fn side<'a, T: Clone>(all: &'a [(u32, T)], rows: &Range<usize>) -> impl Iterator<Item = (u32, T)> + use<'a, T> {
    let at = |row: usize| all.partition_point(|(known, _)| (*known as usize) < row);
    all.get(at(rows.start)..at(rows.end)).unwrap_or_default().iter().cloned()
}

fn candidates(all: &[Candidate], rows: &Range<usize>, from: u32) -> Vec<Candidate> {
    let at = |row: usize| all.partition_point(|known| known.child.index() < row);
    let here = all.get(at(rows.start)..at(rows.end)).unwrap_or_default();
    let here = here.iter().filter(|candidate| rows.contains(&candidate.parent.index()));
    let moved = |candidate: &Candidate| Candidate {
        child: CommentId(candidate.child.0 - from),
        parent: CommentId(candidate.parent.0 - from),
        ..candidate.clone()
    };
    here.map(moved).collect()
}

/// Numbers of authors, counted anew for each discussion.
struct Authors {
    /// The number in the discussion at hand, if the round is its.
    numbers: Vec<(u32, u32)>,
    round: u32,
}

impl Authors {
    fn new(authors: usize) -> Self {
        Self { numbers: vec![(0, NONE); authors], round: 0 }
    }

    fn renumbered(&mut self, rows: &[u32], names: &[TextRef]) -> (Vec<u32>, Vec<TextRef>) {
        self.round += 1;
        let mut own = Vec::new();
        let mut number = |author: &u32| {
            let Some(slot) = self.numbers.get_mut(*author as usize) else { return NONE };
            if slot.0 != self.round {
                *slot = (self.round, u32::try_from(own.len()).unwrap_or(NONE));
                own.push(names.get(*author as usize).copied().unwrap_or_default());
            }
            slot.1
        };
        let rows = rows.iter().map(&mut number).collect();
        (rows, own)
    }

    fn known(&self, author: u32) -> Option<u32> {
        self.numbers.get(author as usize).filter(|(round, _)| *round == self.round).map(|(_, number)| *number)
    }
}
