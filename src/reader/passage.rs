//! Quoted words and where they come from: going there, and what is lit up on both sides.

use std::ops::Range;

use super::reading::{Anchor, ArticlePlace};
use super::seek::Seek;
use super::state::State;
use crate::layout::Pane;
use crate::model::index::{Quote, Quoted};
use crate::model::{CommentId, Index};

/// A quote that was gone to: its words are lit up on both sides until the reader moves on.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    /// The comment that quotes.
    pub(crate) by: CommentId,
    /// Which of its quotes.
    pub(crate) at: usize,
    quote: Quote,
    /// Its source was gone to; otherwise the quote itself was.
    gone: bool,
    /// What goes back, where the jump list cannot: the article has no place in it.
    back: Option<Back>,
}

/// Where the panes were.
#[derive(Clone, Copy, Debug)]
struct Back {
    article: ArticlePlace,
    focus: Pane,
    alone: Pane,
    top: Anchor,
}

impl State {
    /// The words of a comment that a quote or a link gone to has lit up: byte ranges of its text.
    #[must_use]
    pub fn shown_words_of(&self, id: CommentId) -> Vec<Range<usize>> {
        let shown = self.shown.as_ref();
        let source = shown.filter(|shown| shown.quote.of == Quoted::Comment(id)).map(|shown| &shown.quote.source);
        let quoting = shown.filter(|shown| shown.by == id).map(|shown| &shown.quote.range);
        let link = self.pointed.as_ref().filter(|link| link.at == Some(id)).map(|link| &link.range);
        source.into_iter().chain(quoting).chain(link).cloned().collect()
    }

    /// The words of the article that a quote or a link gone to has lit up: byte ranges of its text.
    #[must_use]
    pub fn shown_words_of_article(&self) -> Vec<Range<usize>> {
        let passage = |shown: &&Shown| matches!(shown.quote.of, Quoted::Passage(_));
        let link = self.pointed.iter().filter(|link| link.at.is_none()).map(|link| &link.range);
        self.shown.iter().filter(passage).map(|shown| &shown.quote.source).chain(link).cloned().collect()
    }

    /// Whether a quote and its source are highlighted, and the way back is known.
    pub(crate) fn is_quote_highlighted(&self) -> bool {
        self.shown.as_ref().is_some_and(|shown| shown.back.is_some())
    }

    /// Puts the light out once the reader is at neither end of the quote.
    pub(crate) fn settle_shown(&mut self) {
        let current = self.reading.current;
        if self.shown.as_ref().is_some_and(|s| s.by != current && s.quote.of != Quoted::Comment(current)) {
            self.shown = None;
        }
        if self.pointed.as_ref().is_some_and(|link| link.at.is_some_and(|at| at != current)) {
            self.pointed = None;
        }
    }

    /// Goes to the source of the current comment's quote; again, through its quotes.
    pub(crate) fn go_to_source(&mut self) {
        let Some(index) = self.index.clone() else {
            self.say("still indexing quotes; try again in a moment");
            return;
        };
        let here = self.reading.current;
        // At the source of a quote, its comment's further quotes come before this one's own.
        let next = |shown: &Shown| (shown.by, shown.at + usize::from(shown.gone));
        let further = self.shown.as_ref().map(next).filter(|(by, at)| *at < index.quotes(*by).len());
        let (by, at) = further.unwrap_or((here, 0));
        let all = index.quotes(by);
        let Some(quote) = all.get(at).cloned() else {
            let only = if self.shown.is_some() {
                "that was the last quote · ^O goes back"
            } else {
                "it quotes nothing that is here"
            };
            self.say(only);
            return;
        };
        let (nth, many) = (at + 1, all.len());
        self.show_quote(by, at, quote);
        let next = if nth < many { " · Q the next" } else { "" };
        let count = if many > 1 { format!("quote {nth} of {many}{next} · ") } else { String::new() };
        self.say(format!("{count}^O goes back"));
    }

    fn show_quote(&mut self, by: CommentId, at: usize, quote: Quote) {
        let back = match self.shown.take() {
            Some(Shown { by: last, back: back @ Some(_), .. }) if last == by => back,
            _ => Some(self.panes()),
        };
        match quote.of {
            Quoted::Comment(source) => {
                if !self.shows_comments() {
                    self.reading.alone = Pane::Comments;
                    self.reading.focus = Pane::Comments;
                    self.rearrange();
                }
                self.go(source);
                self.open_quotes_at(source, &quote.source);
                self.reveal_words(source, quote.source.start);
                self.shown = Some(Shown { by, at, quote, gone: true, back: None });
            }
            Quoted::Passage(number) => {
                if self.reading.current != by {
                    self.go(by);
                }
                self.show_article_words(number, quote.source.start);
                self.shown = Some(Shown { by, at, quote, gone: true, back });
            }
        }
    }

    fn panes(&self) -> Back {
        let reading = &self.reading;
        Back { article: reading.article, focus: reading.focus, alone: reading.alone, top: reading.top }
    }

    /// Back from the article to the comment whose quote was gone to; whether there was one.
    pub(crate) fn back_from_source(&mut self) -> bool {
        let here = self.reading.current;
        let Some(back) = self.shown.as_ref().filter(|shown| shown.by == here).and_then(|shown| shown.back) else {
            return false;
        };
        self.shown = None;
        let reading = &mut self.reading;
        (reading.article, reading.focus, reading.alone, reading.top) = (back.article, back.focus, back.alone, back.top);
        self.rearrange();
        true
    }

    /// Shows a place of the article; nothing moves if it is there already.
    pub(crate) fn show_article_words(&mut self, number: u32, at: usize) {
        if self.screen.article.is_none() {
            self.reading.alone = Pane::Article;
            self.reading.focus = Pane::Article;
            self.reading.zoom = false;
            self.rearrange();
        }
        let block = number.saturating_sub(1);
        let lines = self.article_lines(block);
        let on = |line: &crate::layout::lines::Line| !line.blank && line.range.start <= at;
        let row = u32::try_from(lines.iter().rposition(on).unwrap_or(0)).unwrap_or(0);
        let is_there = |s: &Self| s.article_page().iter().any(|shown| (shown.block, shown.row) == (block, row));
        if !is_there(self) {
            self.go_to_passage(block);
        }
        if !is_there(self) {
            self.reading.article = ArticlePlace { block, row };
            self.settle_article();
        }
        self.chosen = Some(block);
    }

    /// Scrolls until a word of a comment is on the screen.
    pub(crate) fn reveal_words(&mut self, id: CommentId, at: usize) {
        if !self.shows_comments() || self.is_one_row(id) {
            return;
        }
        let row = self.laid(id).row_of(at);
        let free = self.covered();
        if !self.page().iter().skip(free).any(|shown| shown.id == id && shown.row == row && !shown.gap) {
            let soft = u32::try_from(free).unwrap_or(0);
            self.reading.top = self.up(Anchor { id, row }, soft + self.height() / 4);
            self.stop_at_end();
        }
    }

    /// Goes to the next comment that quotes the article, or the same as this one.
    pub(crate) fn seek_quote(&mut self, what: Seek, forward: bool) {
        let (Some(index), Some(here)) = (self.index.clone(), self.current()) else {
            self.say("still indexing quotes; try again in a moment");
            return;
        };
        if what == Seek::Quoting {
            let found = self.quoting_beside(&index, None, here, forward);
            return self.go_to_quoting(what, forward, found, |of| matches!(of, Quoted::Passage(_)));
        }
        let lit = self.shown.as_ref().map(|shown| shown.quote.of);
        let of: Vec<Quoted> = match lit {
            Some(of) => vec![of],
            None => index.quotes(here).iter().map(|quote| quote.of).collect(),
        };
        if of.is_empty() {
            self.say("this comment has no quote with a known source");
            return;
        }
        let each = of.iter().filter_map(|of| self.quoting_beside(&index, Some(*of), here, forward));
        let place = |id: &CommentId| self.reading.view.place(*id);
        let found = if forward { each.min_by_key(place) } else { each.max_by_key(place) };
        self.go_to_quoting(what, forward, found, |quoted| of.contains(&quoted));
    }

    /// The nearest comment of the view that quotes something, or the article.
    fn quoting_beside(&self, index: &Index, of: Option<Quoted>, here: CommentId, forward: bool) -> Option<CommentId> {
        let view = &self.reading.view;
        if view.is_plain() {
            return index.quoting_beside(of, here, forward);
        }
        let rows: Vec<CommentId> = match of {
            Some(of) => index.quoting_of(of).collect(),
            None => index.quoting_article().to_vec(),
        };
        let held = rows.into_iter().filter(|id| view.holds(*id));
        if forward {
            held.filter(|id| view.precedes(here, *id)).min_by_key(|id| view.place(*id))
        } else {
            held.filter(|id| view.precedes(*id, here)).max_by_key(|id| view.place(*id))
        }
    }

    /// Goes to a comment and lights up its quote that was looked for.
    fn go_to_quoting(&mut self, what: Seek, forward: bool, to: Option<CommentId>, is: impl Fn(Quoted) -> bool) {
        let Some(to) = to else {
            self.say(format!("no {} {}", if forward { "further" } else { "earlier" }, what.words()));
            return;
        };
        self.go(to);
        self.light(to, is);
    }

    /// Lights up the first quote of a comment that is of something.
    pub(crate) fn light(&mut self, to: CommentId, is: impl Fn(Quoted) -> bool) {
        let index = self.index.clone();
        let quotes = index.as_ref().map_or(&[][..], |index| index.quotes(to));
        if let Some((at, quote)) = quotes.iter().enumerate().find(|(_, quote)| is(quote.of)) {
            self.open_quotes_at(to, &quote.range);
            self.reveal_words(to, quote.range.start);
            self.shown = Some(Shown { by: to, at, quote: quote.clone(), gone: false, back: None });
        }
    }
}
