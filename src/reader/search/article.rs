//! Searching the text of the article.

use std::ops::Range;
use std::sync::Arc;

use super::{Found, Goal};
use crate::layout::Pane;
use crate::query::Query;
use crate::reader::bits::Bits;
use crate::reader::reading::ArticlePlace;
use crate::reader::state::State;

impl State {
    /// Looks for words in the article; the first hit from the top of the pane on is shown.
    pub(super) fn search_article(&mut self, query: Arc<Query>) {
        let body = self.article();
        let hits = query.ranges(body.text.as_str());
        let top = body.blocks.get(self.reading.article.block as usize).map_or(0, |block| block.range.start);
        let at = hits.iter().position(|hit| hit.start >= top).unwrap_or(0);
        let shown = hits.get(at).cloned();
        self.searches.generation += 1;
        self.searches.shown = Some(Found {
            query,
            goal: Goal::Show,
            done: true,
            generation: self.searches.generation,
            hits: Bits::default(),
            places: Bits::default(),
            article: Some(hits),
            at,
            awaited: false,
        });
        if let Some(hit) = shown {
            self.show_in_article(&hit);
        }
    }

    /// The query was entered while the article stood so.
    pub(super) fn land_in_article(&mut self, place: ArticlePlace) {
        let found = self.searches.shown.as_ref();
        let words = found.is_some_and(|found| found.query.has_words());
        if found.and_then(|found| found.article.as_ref()).is_some_and(|hits| !hits.is_empty()) {
            self.reading.article = place;
        } else {
            self.say(if words { "not found in the article" } else { "in the article only words are searched for" });
        }
    }

    /// Goes to the next hit in the article; whether the search is one in the article.
    pub(crate) fn seek_in_article(&mut self, forward: bool) -> bool {
        let Some(found) = &mut self.searches.shown else { return false };
        let Some(hits) = &found.article else { return false };
        let to = if forward { found.at.checked_add(1) } else { found.at.checked_sub(1) };
        match to.and_then(|to| Some((to, hits.get(to)?.clone()))) {
            Some((to, hit)) => {
                found.at = to;
                if self.screen.article.is_none() {
                    (self.reading.alone, self.reading.focus) = (Pane::Article, Pane::Article);
                    self.rearrange();
                }
                self.show_in_article(&hit);
            }
            None => self.say(if forward { "this is the last match" } else { "this is the first match" }),
        }
        true
    }

    /// Scrolls the article so that some words are on the screen, if they are not.
    fn show_in_article(&mut self, words: &Range<usize>) {
        let Some(place) = self.place_in_article(words.start) else { return };
        let page = self.article_page();
        if page.iter().any(|row| (row.block, row.row) == (place.block, place.row)) {
            return;
        }
        self.reading.article = place;
        self.scroll_article(-i64::from(self.article_height() / 3));
    }

    /// The row of the article that has a byte of its text.
    fn place_in_article(&self, at: usize) -> Option<ArticlePlace> {
        let body = self.article();
        let block = body.blocks.partition_point(|block| block.range.end <= at);
        let block = u32::try_from(block).ok().filter(|block| (*block as usize) < body.blocks.len())?;
        let lines = self.article_lines(block);
        let row = lines.iter().rposition(|line| !line.blank && line.range.start <= at).unwrap_or(0);
        Some(ArticlePlace { block, row: u32::try_from(row).unwrap_or(0) })
    }
}
