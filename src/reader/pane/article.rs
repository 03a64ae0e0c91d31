//! The article pane: a line at its top, and the passage that keys act on.

use std::sync::Arc;

use crate::model::body::Body;
use crate::reader::reading::ArticlePlace;
use crate::reader::state::State;

/// A row of the article pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleRow {
    /// The block.
    pub block: u32,
    /// The row of it.
    pub row: u32,
}

impl State {
    /// The article's text.
    #[must_use]
    pub fn article(&self) -> Arc<Body> {
        self.reading.discussion.article_body()
    }

    /// Rows of the article pane's text: title rows are not part of it.
    #[must_use]
    pub fn article_height(&self) -> u32 {
        self.screen.article.map_or(1, |area| u32::from(area.height)).max(1)
    }

    /// The rows of a block, the blank row before it included.
    #[must_use]
    pub fn article_lines(&self, block: u32) -> crate::reader::sight::BlockLines {
        self.sight.block(&self.reading.discussion, block)
    }

    fn block_rows(&self, block: u32) -> u32 {
        let rows = self.sight.block(&self.reading.discussion, block).len();
        u32::try_from(rows).unwrap_or(u32::MAX)
    }

    fn blocks(&self) -> u32 {
        u32::try_from(self.article().blocks.len()).unwrap_or(u32::MAX)
    }

    fn article_down(&self, mut at: ArticlePlace, mut rows: u32) -> ArticlePlace {
        loop {
            let left = self.block_rows(at.block).saturating_sub(at.row);
            if rows < left {
                return ArticlePlace { row: at.row + rows, ..at };
            }
            if at.block + 1 >= self.blocks() {
                return ArticlePlace { row: (at.row + left).saturating_sub(1), ..at };
            }
            rows -= left;
            at = ArticlePlace { block: at.block + 1, row: 0 };
        }
    }

    fn article_up(&self, mut at: ArticlePlace, mut rows: u32) -> ArticlePlace {
        loop {
            if rows <= at.row {
                return ArticlePlace { row: at.row - rows, ..at };
            }
            if at.block == 0 {
                return ArticlePlace::default();
            }
            rows -= at.row + 1;
            at = ArticlePlace { block: at.block - 1, row: self.block_rows(at.block - 1).saturating_sub(1) };
        }
    }

    /// The rows of the pane, from its top.
    #[must_use]
    pub fn article_page(&self) -> Vec<ArticleRow> {
        let mut page = Vec::new();
        let mut at = self.reading.article;
        while at.block < self.blocks() && page.len() < self.article_height() as usize {
            if at.row >= self.block_rows(at.block) {
                at = ArticlePlace { block: at.block + 1, row: 0 };
                continue;
            }
            page.push(ArticleRow { block: at.block, row: at.row });
            at.row += 1;
        }
        page
    }

    fn article_last_top(&self) -> ArticlePlace {
        let Some(block) = self.blocks().checked_sub(1) else {
            return ArticlePlace::default();
        };
        let end = ArticlePlace { block, row: self.block_rows(block).saturating_sub(1) };
        self.article_up(end, self.article_height() - 1)
    }

    /// Scrolls the article by rows; its end stays at the bottom of the pane.
    pub fn scroll_article(&mut self, rows: i64) {
        self.chosen = None;
        let by = u32::try_from(rows.unsigned_abs()).unwrap_or(u32::MAX);
        let at = self.reading.article;
        self.reading.article = if rows < 0 { self.article_up(at, by) } else { self.article_down(at, by) };
        self.settle_article();
    }

    /// A line on or back; where the article's end is on the screen and nothing scrolls, a
    /// passage, so that each of them can be the one that keys act on.
    pub(crate) fn step_article(&mut self, forward: bool) {
        let here = self.passage();
        let chosen = self.chosen.take();
        let (first, before) = (self.passage(), self.reading.article);
        if !forward && let Some(back) = chosen.and_then(|chosen| chosen.checked_sub(1)) {
            self.chosen = Some(back).filter(|back| first.is_some_and(|first| *back > first));
            return;
        }
        self.scroll_article(if forward { 1 } else { -1 });
        if forward && self.reading.article == before {
            let next = here.map(|here| (here + 1).min(self.blocks().saturating_sub(1)));
            self.chosen = next.filter(|next| Some(*next) != first);
        }
    }

    /// Keeps the top line of the article a real one that does not leave the pane empty.
    pub fn settle_article(&mut self) {
        let at = self.reading.article;
        if at.block >= self.blocks() {
            self.reading.article = ArticlePlace::default();
            return;
        }
        let row = at.row.min(self.block_rows(at.block).saturating_sub(1));
        let last = self.article_last_top();
        let at = ArticlePlace { row, ..at };
        self.reading.article = if (at.block, at.row) > (last.block, last.row) { last } else { at };
    }

    /// Whether the article's last row is on the screen.
    #[must_use]
    pub fn shows_article_end(&self) -> bool {
        if self.screen.article.is_none() {
            return false;
        }
        let at = self.reading.article;
        let last = self.article_last_top();
        (at.block, at.row) >= (last.block, last.row)
    }

    /// The passage that keys act on: the chosen one, else the first whose beginning is on the
    /// screen, else the one at the top. A number from 0.
    #[must_use]
    pub fn passage(&self) -> Option<u32> {
        let page = self.article_page();
        if let Some(chosen) = self.chosen.filter(|chosen| page.iter().any(|row| row.block == *chosen)) {
            return Some(chosen);
        }
        let body = self.article();
        let is_text = |row: &&ArticleRow| {
            let spaced = crate::layout::lines::spaced(&body, row.block as usize);
            row.row == u32::from(spaced)
        };
        page.iter().find(is_text).or_else(|| page.first()).map(|row| row.block)
    }

    /// Brings a passage to the top of the pane.
    pub fn go_to_passage(&mut self, block: u32) {
        self.chosen = None;
        self.reading.article = ArticlePlace { block: block.min(self.blocks().saturating_sub(1)), row: 0 };
        let spaced = crate::layout::lines::spaced(&self.article(), block as usize);
        self.reading.article.row = u32::from(spaced);
        self.settle_article();
    }
}
