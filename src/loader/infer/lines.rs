//! The comments of a draft as lines: what the evidence is looked for in.

use std::ops::Range;

use super::strong::{self, Post};
use crate::model::body::{self, BlockKind};
use crate::model::{Draft, Kind, Media, TextRef, Texts};

/// The rows of a draft that are comments.
pub(super) fn rows(draft: &Draft) -> Vec<u32> {
    let all = (0u32..).zip(&draft.columns.kind);
    all.filter(|(_, kind)| **kind == Kind::Comment).map(|(row, _)| row).collect()
}

/// The comments of a draft, in the order in which they were written as far as that is known.
#[derive(Debug, Default)]
pub(super) struct Comments {
    /// The row of each.
    pub(super) rows: Vec<u32>,
    /// Each as evidence sees it; the ranges are of `texts`.
    pub(super) posts: Vec<Post>,
    /// The lines of all, quoted ones with `>` before them.
    pub(super) texts: Vec<String>,
    /// Whether blank lines stand above each, where the source shows that.
    pub(super) gaps: Vec<bool>,
}

impl Comments {
    /// Opens these comments of a draft.
    pub(super) fn of(draft: &Draft, rows: Vec<u32>) -> Self {
        let mut comments = Self::default();
        rows.iter().for_each(|row| comments.add(draft, *row));
        Self { rows, ..comments }
    }

    fn add(&mut self, draft: &Draft, row: u32) {
        let at = row as usize;
        let body = draft.columns.body.get(at).copied().unwrap_or_default();
        let start = self.texts.len();
        self.add_lines(&draft.texts, body);
        let above = at.checked_sub(1).and_then(|above| draft.columns.body.get(above)).copied().unwrap_or_default();
        if let Some(first) = self.gaps.get_mut(start) {
            *first = is_apart(&draft.texts, above, body);
        }
        let author = draft.columns.author.get(at).and_then(|author| draft.authors.get(*author as usize));
        let opened = draft.texts.open(author.copied().unwrap_or_default());
        let name = opened.raw().expose();
        let id = draft.texts.open(draft.columns.id.get(at).copied().unwrap_or_default());
        let digits = last_digits(id.raw().expose());
        self.posts.push(Post {
            lines: start..self.texts.len(),
            author: strong::key(name),
            first_name: strong::key(name.split(' ').next().unwrap_or_default()),
            number: if digits.len() <= 4 { digits.parse().ok() } else { None },
            id: digits.into(),
        });
    }

    /// Adds the lines of a text, none of them empty.
    fn add_lines(&mut self, texts: &Texts, text: TextRef) {
        if text.media() == Media::Plain {
            let opened = texts.open(text);
            let mut gap = false;
            for line in opened.raw().expose().lines().map(str::trim) {
                if !line.is_empty() {
                    self.texts.push(line.to_owned());
                    self.gaps.push(gap);
                }
                gap = line.is_empty();
            }
            return;
        }
        let body = body::open(texts, text, None);
        for block in body.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Code | BlockKind::Rule)) {
            let sign = "> ".repeat(usize::from(block.quote));
            let words = body.block_text(block).lines().map(str::trim).filter(|line| !line.is_empty());
            self.texts.extend(words.map(|line| format!("{sign}{line}")));
        }
        // Where it leads may be another comment of the page.
        self.texts.extend(body.links.iter().map(|link| link.url.as_str().to_owned()));
        self.gaps.resize(self.texts.len(), false);
    }

    /// The first line of each.
    pub(super) fn starts(&self) -> Vec<usize> {
        self.posts.iter().map(|post| post.lines.start).collect()
    }

    /// The lines of a comment.
    pub(super) fn range(&self, at: usize) -> Range<usize> {
        self.posts.get(at).map_or(0..0, |post| post.lines.clone())
    }
}

/// The digits that an id ends in.
fn last_digits(id: &str) -> &str {
    let front = id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    id.get(front..).unwrap_or_default()
}

/// Whether blank lines stand between two texts of the source.
fn is_apart(texts: &Texts, above: TextRef, below: TextRef) -> bool {
    let between = above.source_start().zip(below.source_start());
    let between = between.and_then(|(from, to)| texts.source_piece(from + above.len()..to.max(from + above.len())));
    between
        .is_some_and(|between| between.trim().is_empty() && memchr::memchr_iter(b'\n', between.as_bytes()).count() > 1)
}
