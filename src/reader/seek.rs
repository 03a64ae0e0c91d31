//! Going to a comment: by tree, by number, by a property; and the jump list.

use super::state::State;
use crate::layout::Pane;
use crate::model::body::BlockKind;
use crate::model::change::Spot;
use crate::model::{Change, CommentId, Link, Roles};

/// What `]x` and `[x` look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seek {
    /// A comment by the article's poster.
    Poster,
    /// A comment by the same author.
    Author,
    /// A marked comment.
    Marked,
    /// A heading of the article.
    Heading,
    /// A place in the jump list.
    Jump,
    /// A comment whose link is a guess.
    Guessed,
    /// A comment that quotes the article.
    Quoting,
    /// A comment that quotes the same as this one.
    SameQuote,
    /// What is searched for.
    Match,
    /// A comment that fits the filter.
    Filtered,
    /// A new comment.
    New,
    /// An unread comment.
    Unread,
    /// A comment whose words are others than at the last visit.
    Changed,
}

/// The jump list forgets its oldest entries above this.
const JUMPS: usize = 1000;

impl State {
    /// Leaves the current comment: it is read if its end was shown.
    pub(crate) fn leave_current(&mut self) {
        let id = self.reading.current;
        if self.has_thread() && self.shows_comments() && self.reading.is_passable(id) && self.is_seen(id) {
            self.set_read(vec![id]);
        }
    }

    /// Goes to a comment: a jump, that can be taken back with `^O`. Folds above it open.
    pub fn go(&mut self, id: CommentId) {
        if id == self.reading.current && self.reading.view.is_shown(id) {
            self.reveal(id);
            return;
        }
        self.leave_current();
        self.remember_jump();
        self.land(id);
    }

    /// Makes a comment the current one and shows it.
    fn land(&mut self, id: CommentId) {
        self.bring_into_view(id);
        self.unfold_path(id);
        self.reading.article_done = true;
        self.reading.current = id;
        self.context_top = 0;
        self.reveal(id);
    }

    /// Opens the folds that hide a comment. They stay open: it is an act of the reader's.
    pub(crate) fn unfold_path(&mut self, id: CommentId) {
        self.open_run_at(id);
        if self.reading.view.is_shown(id) {
            return;
        }
        let discussion = std::sync::Arc::clone(&self.reading.discussion);
        let folded: Vec<CommentId> =
            discussion.thread().ancestors(id).filter(|above| self.reading.view.is_folded(*above)).collect();
        if !folded.is_empty() {
            self.act("unfold", Change::Fold { these: folded, on: false });
        }
    }

    /// Goes to the comment with a number, or the last.
    pub(crate) fn go_to_number(&mut self, number: usize) {
        match self.discussion().thread().numbered(number.max(1)) {
            Some(id) => self.go(id),
            None => self.say("no comments here"),
        }
    }

    /// Notes where the reader is, before a jump.
    fn remember_jump(&mut self) {
        let reading = &mut self.reading;
        let here = reading.current;
        reading.jumps.retain(|id| *id != here);
        reading.jumps.push(here);
        if reading.jumps.len() > JUMPS {
            reading.jumps.remove(0);
        }
        reading.jump = reading.jumps.len();
    }

    /// Walks the jump list.
    pub(crate) fn walk_jumps(&mut self, forward: bool) {
        if !forward && self.back_from_source() {
            return;
        }
        let at_end = self.reading.jump >= self.reading.jumps.len();
        if !forward
            && at_end
            && !self.reading.jumps.is_empty()
            && self.reading.jumps.last() != Some(&self.reading.current)
        {
            // The way forward has to lead here again.
            self.remember_jump();
            self.reading.jump = self.reading.jumps.len() - 1;
        } else if !forward && at_end {
            self.reading.jump = self.reading.jumps.len().saturating_sub(1);
        }
        let to = if forward { self.reading.jump.checked_add(1) } else { self.reading.jump.checked_sub(1) };
        match to.and_then(|to| Some((to, *self.reading.jumps.get(to)?))) {
            Some((to, id)) => {
                self.leave_current();
                self.reading.jump = to;
                self.land(id);
            }
            None => self.say(if forward { "this is the latest place" } else { "this is the oldest place" }),
        }
    }

    /// Back to where the reader was before the last jump; twice is here again.
    pub(crate) fn exchange(&mut self) {
        if self.back_from_source() {
            return;
        }
        let Some(back) = self.reading.jumps.iter().rev().find(|id| **id != self.reading.current).copied() else {
            self.say("no jump yet");
            return;
        };
        self.go(back);
    }

    /// Goes to the next (or previous) comment with a property.
    pub(crate) fn seek(&mut self, what: Seek, forward: bool, times: u32) {
        self.seek = Some((what, forward));
        for _ in 0..times {
            let here = self.reading.current;
            match what {
                Seek::Jump => self.walk_jumps(forward),
                Seek::Heading => self.seek_heading(forward),
                Seek::Quoting | Seek::SameQuote => self.seek_quote(what, forward),
                Seek::Match if self.searches.shown.is_none() => self.say("no search · / searches"),
                Seek::Match if self.seek_in_article(forward) => continue,
                Seek::Filtered if !self.is_filtered() => self.say("no filter · & sets one"),
                _ => self.seek_comment(what, forward),
            }
            if here == self.reading.current && what != Seek::Heading {
                return;
            }
        }
    }

    fn seek_comment(&mut self, what: Seek, forward: bool) {
        match self.find(what, forward) {
            Some(id) => self.go(id),
            None => self.say(self.none_words(what, forward)),
        }
    }

    /// That there is none that way, and how many there are the other way.
    fn none_words(&self, what: Seek, forward: bool) -> String {
        let none = format!("no {} {}", if forward { "further" } else { "earlier" }, what.words());
        let here = usize::from(self.current().is_some_and(|id| match what {
            Seek::New => self.reading.is_new(id),
            Seek::Changed => self.reading.news.changed().has(id),
            _ => self.reading.is_unread(id),
        }));
        let others = match what {
            Seek::New => self.reading.fresh(),
            Seek::Unread => self.reading.unread(),
            Seek::Changed => self.reading.news.changed().count(),
            _ => 0,
        };
        match others.saturating_sub(here) {
            0 => none,
            others => format!("{none} · {others} {}", if forward { "above" } else { "below" }),
        }
    }

    fn find(&self, what: Seek, forward: bool) -> Option<CommentId> {
        self.find_from(&self.reading.view, self.current()?, what, forward)
    }

    /// The next (or previous) comment of a view with a property.
    pub(crate) fn find_from(
        &self,
        view: &super::view::View,
        here: CommentId,
        what: Seek,
        forward: bool,
    ) -> Option<CommentId> {
        let thread = self.discussion().thread();
        if what == Seek::Marked {
            let marked = self.reading.marks.keys().filter_map(|spot| match spot {
                Spot::Comment(id) => Some(*id),
                Spot::Passage(_) => None,
            });
            let marked = marked.filter(|id| view.holds(*id));
            return if forward {
                marked.filter(|id| view.precedes(here, *id)).min_by_key(|id| view.place(*id))
            } else {
                marked.filter(|id| view.precedes(*id, here)).max_by_key(|id| view.place(*id))
            };
        }
        if what == Seek::Match {
            return self.next_hit(here, forward);
        }
        if what == Seek::Filtered {
            return self.next_filtered(here, forward);
        }
        if matches!(what, Seek::New | Seek::Unread) && view.is_plain() {
            return self.find_unread(what, here, forward);
        }
        if what == Seek::Changed && view.is_plain() {
            let changed = self.reading.news.changed();
            return if forward { changed.next(here.index() + 1) } else { changed.prev(here.index()) };
        }
        let author = thread.author(here);
        let fits = |id: &CommentId| match what {
            Seek::Author => author.is_some() && thread.author(*id) == author,
            Seek::Guessed => thread.link(*id) == Link::Guessed,
            Seek::New => self.reading.is_new(*id),
            Seek::Unread => self.reading.is_unread(*id),
            Seek::Changed => self.reading.news.changed().has(*id),
            _ => thread.roles(*id).has(Roles::OP),
        };
        view.held_from(here, forward).find(fits)
    }

    /// The next new or unread comment in the thread's own order, word by word of the sets.
    fn find_unread(&self, what: Seek, here: CommentId, forward: bool) -> Option<CommentId> {
        let (reading, thread) = (&self.reading, self.discussion().thread());
        let (read, arrived) = (&reading.read, reading.news.arrived());
        let step = |at: CommentId| match (what == Seek::New, forward) {
            (true, true) => arrived.next_without(at.index() + 1, &[read]),
            (true, false) => arrived.prev_without(at.index(), read),
            (false, true) => read.next_gap(at.index() + 1),
            (false, false) => read.prev_gap(at.index()),
        };
        // Rows that are no comments are in no set of what is read, and few.
        std::iter::successors(step(here), |at| step(*at)).find(|id| thread.is_comment(*id))
    }

    fn seek_heading(&mut self, forward: bool) {
        let here = self.reading.article.block;
        let body = self.article();
        let headings: Vec<u32> = (0u32..)
            .zip(&body.blocks)
            .filter(|(_, block)| matches!(block.kind, BlockKind::Heading(_)))
            .map(|(at, _)| at)
            .collect();
        let to =
            if forward { headings.iter().find(|at| **at > here) } else { headings.iter().rev().find(|at| **at < here) };
        match to {
            Some(to) => {
                if self.screen.article.is_none() {
                    self.reading.alone = Pane::Article;
                    self.reading.focus = Pane::Article;
                    self.arrange();
                }
                self.go_to_passage(*to);
            }
            None => self.say(format!("no {} heading in the article", if forward { "further" } else { "earlier" })),
        }
    }
}

impl Seek {
    /// What it looks for, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Poster => "comment by the poster",
            Self::Author => "comment by this author",
            Self::Marked => "marked comment",
            Self::Heading => "heading",
            Self::Jump => "place in the jump list",
            Self::Guessed => "guessed link",
            Self::Quoting => "comment that quotes the article",
            Self::SameQuote => "comment that quotes the same",
            Self::Match => "match",
            Self::Filtered => "comment that fits the filter",
            Self::New => "new comment",
            Self::Unread => "unread comment",
            Self::Changed => "comment that has changed since your last visit",
        }
    }
}
