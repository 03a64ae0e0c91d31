//! Links: where they stand on the screen, what is done with one, and all of a discussion.

use std::ops::Range;

use super::list::{ListKind, ListRow, Target as Goal};
use super::message::TerminalEffect;
use super::overlay::{LinkCard, Overlay};
use super::state::State;
use crate::layout::Pane;
use crate::layout::area::ARTICLE_MARGIN;
use crate::layout::context::{count, name};
use crate::layout::lines::{Line, margin};
use crate::model::CommentId;
use crate::model::body::{Body, Hyperlink};
use crate::model::index::LinkFact;
use crate::text::link::Target;
use crate::text::{Clean, Raw, width};

/// Rows of the list of links that are made at once.
const SLICE: usize = 500;

/// A link on the screen: a part of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkSpot {
    /// The first cell.
    pub x: u16,
    /// The row.
    pub y: u16,
    /// Cells of it.
    pub cells: u16,
    /// The comment that it stands in; none in the article and in the context.
    pub at: Option<CommentId>,
    /// Its words in that text.
    pub range: Range<usize>,
    /// The address.
    pub address: Clean,
    /// The words that carry it.
    pub words: Clean,
}

/// Words of a link that was gone to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pointed {
    /// The comment; none for the article.
    pub(crate) at: Option<CommentId>,
    pub(crate) range: Range<usize>,
}

impl State {
    /// The links on the screen in a pane, row by row; one that is broken over two rows has
    /// two spots.
    #[must_use]
    pub fn link_spots(&self, pane: Pane) -> Vec<LinkSpot> {
        match pane {
            Pane::Article => self.article_spots(),
            Pane::Comments => self.comment_spots(),
            Pane::Context => self.context_spots(),
            Pane::Text => self.text_spots(),
        }
    }

    fn article_spots(&self) -> Vec<LinkSpot> {
        let Some(area) = self.screen.article else { return Vec::new() };
        let body = self.article();
        let mut spots = Vec::new();
        for (y, row) in (area.y..).zip(self.article_page()) {
            let lines = self.article_lines(row.block);
            if let Some(line) = lines.get(row.row as usize) {
                in_line(&body, line, None, (area.x + ARTICLE_MARGIN, y), &mut spots);
            }
        }
        spots
    }

    fn comment_spots(&self) -> Vec<LinkSpot> {
        let Some(area) = self.screen.comments.filter(|_| self.has_thread()) else { return Vec::new() };
        let thread = self.discussion().thread();
        let mut spots = Vec::new();
        let shown = (area.y..).zip(self.page()).skip(self.pinned_rows());
        for (y, row) in shown.filter(|(_, row)| !row.gap && !self.is_one_row(row.id)) {
            let laid = self.laid(row.id);
            if let Some(line) = laid.line(row.row).filter(|_| laid.fold(row.row).is_none()) {
                let indent = self.sight.fitting().indent(self.reading.view.drawn_level(thread, row.id));
                let x = area.x + 1 + u16::try_from(indent).unwrap_or(0);
                in_line(&laid.body, line, Some(row.id), (x, y), &mut spots);
            }
        }
        spots
    }

    /// Those of the text under the index.
    fn text_spots(&self) -> Vec<LinkSpot> {
        let (Some(area), Some(id)) = (self.screen.text, self.current()) else { return Vec::new() };
        let laid = self.text_of(id);
        let mut spots = Vec::new();
        for (y, row) in (area.y..area.bottom()).zip(self.text_top()..laid.rows()) {
            if let Some(line) = laid.line(row) {
                in_line(&laid.body, line, Some(id), (area.x + 1, y), &mut spots);
            }
        }
        spots
    }

    fn context_spots(&self) -> Vec<LinkSpot> {
        let Some(area) = self.screen.context.filter(|_| self.has_thread()) else { return Vec::new() };
        let rows = self.context_rows(usize::from(area.width.saturating_sub(2)));
        let mut spots = Vec::new();
        let shown = rows.iter().skip(self.context_top).take(usize::from(area.height));
        for (y, row) in (area.y..).zip(shown) {
            for link in &row.links {
                let cells = |range| u16::try_from(width::cells(row.text.get(range).unwrap_or_default())).unwrap_or(0);
                spots.push(LinkSpot {
                    x: area.x + 1 + u16::try_from(row.bars * 2).unwrap_or(0) + cells(0..link.range.start),
                    y,
                    cells: cells(link.range.clone()),
                    at: None,
                    range: link.range.clone(),
                    address: link.url.clone(),
                    words: line(row.text.get(link.range.clone()).unwrap_or_default()),
                });
            }
        }
        spots
    }

    /// The link at a cell.
    pub(crate) fn link_at(&self, pane: Pane, x: u16, y: u16) -> Option<LinkSpot> {
        self.link_spots(pane).into_iter().find(|spot| spot.y == y && (spot.x..spot.x + spot.cells).contains(&x))
    }

    /// Opens a link; one that may not lead where it seems to is shown first.
    pub(crate) fn open_link(&mut self, address: &Clean, words: &str) {
        let target = Target::of(address, words);
        if target.doubts.is_empty() && target.refused.is_none() {
            self.browse(address);
        } else {
            self.overlay = Some(Overlay::Link(LinkCard { target }));
        }
    }

    pub(crate) fn browse(&mut self, url: &Clean) {
        self.effects.push(TerminalEffect::Browse(url.as_str().to_owned()).into());
        self.say(format!("opening {url}"));
    }

    /// All links of the discussion.
    pub(crate) fn open_links(&mut self) {
        let Some(index) = self.index.clone() else {
            self.say("still indexing links; try again in a moment");
            return;
        };
        let all = index.links();
        if all.is_empty() {
            self.say("no links in this discussion");
            return;
        }
        let rows = all.iter().take(SLICE).map(|fact| self.link_row(fact)).collect();
        self.open_list(ListKind::Links, count(all.len(), "link", "links"), "", rows);
    }

    /// Makes further rows of the list of links, so that the reader does not meet its end.
    pub(crate) fn extend_links(&mut self, to: usize) {
        let Some(index) = self.index.clone() else { return };
        let Some(list) = self.screens.last().filter(|list| list.kind == ListKind::Links) else { return };
        let (have, all) = (list.rows.len(), index.links());
        let wanted = to.saturating_add(SLICE).min(all.len());
        if have >= wanted || to < have {
            return;
        }
        let rows: Vec<ListRow> =
            all.get(have..wanted).unwrap_or_default().iter().map(|fact| self.link_row(fact)).collect();
        if let Some(list) = self.screens.last_mut() {
            list.rows.extend(rows);
        }
    }

    fn link_row(&self, fact: &LinkFact) -> ListRow {
        let discussion = self.discussion();
        let (sign, who) = match fact.at {
            Some(id) => (discussion.thread().number(id).to_string(), name(discussion, id)),
            None => ("¶".to_owned(), Clean::own("the article")),
        };
        let mentions = if fact.count > 1 { format!(" · {} mentions", fact.count) } else { String::new() };
        ListRow {
            sign,
            who: fact.host.clone(),
            text: fact.address.clone(),
            note: if fact.doubtful { "it may not lead where it seems to".to_owned() } else { String::new() },
            age: format!("{who}{mentions}"),
            target: Goal::Link { address: fact.address.clone(), at: fact.at, nth: fact.nth },
            struck: false,
        }
    }

    /// Goes to where a link of the list stands first.
    pub(crate) fn go_to_link(&mut self, at: Option<CommentId>, nth: u32) {
        let body = at.map_or_else(|| self.article(), |id| std::sync::Arc::new(self.discussion().body(id)));
        let Some(range) = body.links.get(nth as usize).map(|link| link.range.clone()) else { return };
        match at {
            Some(id) => {
                self.list_go_to(id);
                self.open_quotes_at(id, &range);
                self.reveal_words(id, range.start);
            }
            None => {
                while self.close_list() {}
                let block = body.blocks.iter().position(|block| block.range.end > range.start).unwrap_or(0);
                self.show_article_words(u32::try_from(block + 1).unwrap_or(1), range.start);
            }
        }
        self.pointed = Some(Pointed { at, range });
    }

    /// Opens the link of a row of the list, which stands behind the words that it has first.
    pub(crate) fn open_listed(&mut self, address: &Clean, at: Option<CommentId>, nth: u32) {
        let body = at.map_or_else(|| self.article(), |id| std::sync::Arc::new(self.discussion().body(id)));
        let words = body.links.get(nth as usize).map(|link| line(words_of(&body, link)));
        self.open_link(address, words.unwrap_or_default().as_str());
    }
}

fn line(text: &str) -> Clean {
    Clean::line(Raw::new(text))
}

fn words_of<'a>(body: &'a Body, link: &Hyperlink) -> &'a str {
    body.text.as_str().get(link.range.clone()).unwrap_or_default()
}

/// The links on a row of a body that begins at a cell.
fn in_line(body: &Body, row: &Line, at: Option<CommentId>, (x, y): (u16, u16), spots: &mut Vec<LinkSpot>) {
    let Some(block) = body.blocks.get(row.block as usize).filter(|_| !row.blank) else { return };
    let cells = |range: Range<usize>| width::cells(body.text.as_str().get(range).unwrap_or_default());
    for link in body.links.iter().take_while(|link| link.range.start < row.range.end) {
        let part = link.range.start.max(row.range.start)..link.range.end.min(row.range.end);
        if part.start < part.end {
            let before = margin(block) + cells(row.range.start..part.start);
            spots.push(LinkSpot {
                x: x.saturating_add(u16::try_from(before).unwrap_or(u16::MAX)),
                y,
                cells: u16::try_from(cells(part)).unwrap_or(u16::MAX),
                at,
                range: link.range.clone(),
                address: link.url.clone(),
                words: line(words_of(body, link)),
            });
        }
    }
}
