//! Repairs applied to a draft.

use crate::model::build::Piece;
use crate::model::draft::Parent;
use crate::model::thread::{Guess, GuessKind, NONE};
use crate::model::{Coat, CommentId, Draft, Kind, Media, Repair, Row, TextRef};

/// The draft with repairs, and for each of its items the piece that it is in now. `item`
/// gives the item of each row that repairs name.
pub(super) fn repaired(draft: Draft, item: &[u32], repairs: &[Repair<CommentId>]) -> (Draft, Vec<u32>) {
    let of = |id: &CommentId| item.get(id.index()).copied().unwrap_or(NONE);
    let mut work = Work::of(draft);
    for repair in repairs {
        match repair {
            Repair::Link { child, parent } => work.link(of(child), of(parent)),
            Repair::Top(child) => work.top(of(child)),
            Repair::Merge(with) => work.merge(of(with)),
            Repair::Split { of: whole, line } => work.split(of(whole), *line),
            Repair::Author { of: whose, name } => work.author(of(whose), name),
            Repair::Drop(child) => work.drop(of(child)),
        }
    }
    work.laid()
}

struct Work {
    draft: Draft,
    /// What each item is merged into: itself, or an item above it.
    into: Vec<u32>,
    /// Where items are split: item and line.
    splits: Vec<(u32, u32)>,
}

impl Work {
    fn of(draft: Draft) -> Self {
        let into = (0u32..).take(draft.len()).collect();
        Self { draft, into, splits: Vec::new() }
    }

    fn is_comment(&self, item: u32) -> bool {
        self.draft.columns.kind.get(item as usize) == Some(&Kind::Comment)
    }

    /// The item that the item has become a part of.
    fn home(&self, mut item: u32) -> u32 {
        while let Some(into) = self.into.get(item as usize).copied().filter(|into| *into != item) {
            item = into;
        }
        item
    }

    fn link(&mut self, child: u32, parent: u32) {
        let (child, parent) = (self.home(child), self.home(parent));
        let above = |item: &u32| match self.draft.parent.get(*item as usize) {
            Some(Parent::Row(Row(parent))) => Some(self.home(*parent)),
            _ => None,
        };
        let mut path = std::iter::successors(Some(parent), above).take(self.draft.len() + 1);
        if self.is_comment(child) && self.is_comment(parent) && path.all(|item| item != child) {
            self.draft.set_link(Row(child), Row(parent));
            self.mark(child);
        }
    }

    fn top(&mut self, child: u32) {
        let child = self.home(child);
        if self.is_comment(child)
            && let Some(slot) = self.draft.parent.get_mut(child as usize)
        {
            *slot = Parent::Top;
            self.mark(child);
        }
    }

    /// Remembers that the reader said so.
    fn mark(&mut self, child: u32) {
        self.unmark(child);
        let guess = Guess { kind: GuessKind::Manual, confidence: 1.0, reason: self.add("is linked so by you") };
        self.draft.guesses.push((child, guess));
        self.draft.candidates.retain(|known| known.child.0 != child);
    }

    fn unmark(&mut self, child: u32) {
        self.draft.guesses.retain(|(row, _)| *row != child);
    }

    fn drop(&mut self, child: u32) {
        let child = self.home(child);
        let manual = |(row, guess): &(u32, Guess)| *row == child && guess.kind == GuessKind::Manual;
        if self.draft.guesses.iter().any(manual) {
            self.unmark(child);
            self.draft.parent.get_mut(child as usize).into_iter().for_each(|slot| *slot = Parent::Top);
        }
    }

    fn add(&mut self, text: &str) -> TextRef {
        let (texts, added) = self.draft.texts.with(text, Media::Plain);
        self.draft.texts = texts;
        added
    }

    fn author(&mut self, of: u32, name: &str) {
        let of = self.home(of);
        if !self.is_comment(of) {
            return;
        }
        let known = self.draft.authors.iter().position(|known| self.draft.texts.open(*known).raw().expose() == name);
        let number = match known {
            _ if name.is_empty() => NONE,
            Some(number) => u32::try_from(number).unwrap_or(NONE),
            None => {
                let text = self.add(name);
                self.draft.authors.push(text);
                u32::try_from(self.draft.authors.len() - 1).unwrap_or(NONE)
            }
        };
        self.draft.columns.author.get_mut(of as usize).into_iter().for_each(|slot| *slot = number);
    }

    fn merge(&mut self, with: u32) {
        let with = self.home(with);
        let above = (0..with).rev().find(|item| self.is_comment(*item) && self.home(*item) == *item);
        if let (Some(above), true) = (above, self.is_comment(with)) {
            let body = self.joined(above, with);
            self.set_body(above, body);
            self.into.get_mut(with as usize).into_iter().for_each(|slot| *slot = above);
            self.unmark(with);
        }
    }

    fn body(&self, item: u32) -> TextRef {
        self.draft.columns.body.get(item as usize).copied().unwrap_or_default()
    }

    fn set_body(&mut self, item: u32, body: TextRef) {
        self.draft.columns.body.get_mut(item as usize).into_iter().for_each(|slot| *slot = body);
    }

    /// The text of two items: one stretch of the source where nothing stands between them.
    fn joined(&mut self, a: u32, b: u32) -> TextRef {
        let (first, second) = (self.body(a), self.body(b));
        let (one, two) = (first.bare(), second.bare());
        if let (Some(one), Some(two)) = (one, two)
            && one.end <= two.start
            && first.media() == Media::Plain
        {
            let whole = TextRef::source(one.start..two.end, Coat::Bare, Media::Plain);
            let between = self.draft.texts.open(TextRef::source(one.end..two.start, Coat::Bare, Media::Plain));
            if between.raw().expose().trim().is_empty() {
                return whole;
            }
        }
        let open = |text: TextRef| self.draft.texts.open(text).raw().expose().to_owned();
        let text = format!("{}\n\n{}", open(first), open(second));
        let (texts, added) = self.draft.texts.with(&text, first.media());
        self.draft.texts = texts;
        added
    }

    fn split(&mut self, of: u32, line: u32) {
        let of = self.home(of);
        let count = self.starts(of).len();
        if line > 0 && (line as usize) < count && self.is_comment(of) && !self.splits.contains(&(of, line)) {
            self.splits.push((of, line));
        }
    }

    /// Where the lines of an item begin, blank ones left out.
    fn starts(&self, of: u32) -> Vec<usize> {
        let opened = self.draft.texts.open(self.body(of));
        let text = opened.raw().expose();
        let mut at = 0;
        let mut starts = Vec::new();
        for line in text.split_inclusive('\n') {
            if !line.trim().is_empty() {
                starts.push(at);
            }
            at += line.len();
        }
        starts
    }

    /// The items as they are now.
    fn laid(mut self) -> (Draft, Vec<u32>) {
        self.splits.sort_unstable();
        let mut pieces: Vec<Piece> = Vec::new();
        let mut home = vec![NONE; self.draft.len()];
        for item in (0u32..).take(self.draft.len()) {
            let into = self.home(item);
            let place = u32::try_from(pieces.len()).unwrap_or(NONE);
            let mine = if into == item { place } else { home.get(into as usize).copied().unwrap_or(NONE) };
            home.get_mut(item as usize).into_iter().for_each(|slot| *slot = mine);
            if into == item {
                let parts = self.parts(item);
                pieces.extend(parts.into_iter().map(|body| Piece { of: Row(item), body }));
            }
        }
        if pieces.len() == self.draft.len() && self.splits.is_empty() {
            return (self.draft, home);
        }
        (self.draft.laid(&pieces, &home), home)
    }

    /// The texts that an item is split into.
    fn parts(&mut self, item: u32) -> Vec<TextRef> {
        let body = self.body(item);
        let lines: Vec<u32> = self.splits.iter().filter(|(of, _)| *of == item).map(|(_, line)| *line).collect();
        if lines.is_empty() {
            return vec![body];
        }
        let starts = self.starts(item);
        let text = self.draft.texts.open(body).raw().expose().to_owned();
        let cuts = lines.iter().filter_map(|line| starts.get(*line as usize).copied());
        let cuts: Vec<usize> = [0].into_iter().chain(cuts).chain([text.len()]).collect();
        let ranges = cuts.windows(2).filter_map(|pair| Some(*pair.first()?..*pair.last()?));
        let trimmed = |range: std::ops::Range<usize>| {
            let part = text.get(range.clone()).unwrap_or_default();
            range.start..range.start + part.trim_end().len()
        };
        let ranges: Vec<_> = ranges.map(trimmed).collect();
        match body.bare() {
            Some(whole) => ranges
                .into_iter()
                .map(|range| {
                    TextRef::source(whole.start + range.start..whole.start + range.end, Coat::Bare, body.media())
                })
                .collect(),
            None => ranges
                .into_iter()
                .map(|range| {
                    let (texts, added) = self.draft.texts.with(text.get(range).unwrap_or_default(), body.media());
                    self.draft.texts = texts;
                    added
                })
                .collect(),
        }
    }
}
