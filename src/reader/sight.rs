//! What is derived for looking: opened bodies and wrapped rows near the screen.
//!
//! Nothing here is kept or undone, and all of it can be thrown away at any time. The caches
//! are filled while the state is read, hence the cells; they are small and forget the
//! older half when they are full, so that memory does not grow with what was passed.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::Hash;
use std::rc::Rc;

use crate::layout::context::ContextRow;
use crate::layout::index::Facts;
use crate::layout::lines::{self, Line};
use crate::layout::{Fitting, Laid, comment};
use crate::model::body::Body;
use crate::model::{CommentId, Discussion};
use crate::text::Clean;

/// Comments (or article blocks) that a cache holds in each of its halves: several screens.
const HALF: usize = 256;

/// A cache of two halves: what is asked for moves to the younger one.
#[derive(Debug)]
struct Cache<K, V> {
    young: HashMap<K, V>,
    old: HashMap<K, V>,
}

impl<K, V> Default for Cache<K, V> {
    fn default() -> Self {
        Self { young: HashMap::new(), old: HashMap::new() }
    }
}

impl<K: Hash + Eq + Copy, V: Clone> Cache<K, V> {
    fn get(&mut self, key: K, make: impl FnOnce() -> V) -> V {
        if let Some(value) = self.young.get(&key) {
            return value.clone();
        }
        let value = self.old.remove(&key).unwrap_or_else(make);
        if self.young.len() >= HALF {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, value.clone());
        value
    }

    fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }
}

/// Rows of an article block, the blank row before it included.
pub type BlockLines = Rc<Vec<Line>>;

/// Rows of the context.
pub type ContextRows = Rc<Vec<ContextRow>>;

/// What a context depends on, beside the discussion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContextOf {
    /// The comment.
    pub id: CommentId,
    /// Cells of a row.
    pub columns: usize,
    /// Whether it is known what comments quote.
    pub indexed: bool,
    /// Seconds since 1970 UTC, for ages.
    pub now: i64,
    /// The version of what is muted.
    pub people: u64,
}

/// The caches.
#[derive(Debug, Default)]
pub struct Sight {
    bodies: RefCell<Cache<CommentId, Rc<Body>>>,
    fitting: Fitting,
    laid: RefCell<Cache<CommentId, Rc<Laid>>>,
    /// Comments as they stand under the index, at their own width.
    text_fitting: Fitting,
    texts: RefCell<Cache<CommentId, Rc<Laid>>>,
    /// First words, for rows that show no more.
    openings: RefCell<Cache<CommentId, Rc<Clean>>>,
    facts: Cell<Option<Facts>>,
    article_width: usize,
    blocks: RefCell<Cache<u32, BlockLines>>,
    /// The context that was asked for last: scrolling asks for the same again and again.
    context: RefCell<Option<(ContextOf, ContextRows)>>,
    /// How many comments were opened or wrapped since the start: what tests count.
    wrapped: RefCell<u64>,
}

impl Sight {
    /// Forgets everything: another discussion is read.
    pub fn forget(&mut self) {
        self.bodies.borrow_mut().clear();
        self.laid.borrow_mut().clear();
        self.texts.borrow_mut().clear();
        self.openings.borrow_mut().clear();
        self.facts.set(None);
        self.blocks.borrow_mut().clear();
        *self.context.borrow_mut() = None;
    }

    /// Forgets how comments were laid out: their quotes were opened or folded.
    pub fn forget_laid(&mut self) {
        self.laid.borrow_mut().clear();
    }

    /// A comment's text, opened.
    #[must_use]
    pub fn body(&self, discussion: &Discussion, id: CommentId) -> Rc<Body> {
        self.bodies.borrow_mut().get(id, || Rc::new(discussion.body(id)))
    }

    /// The rows of a context.
    #[must_use]
    pub fn context(&self, of: ContextOf, make: impl FnOnce() -> Vec<ContextRow>) -> ContextRows {
        let mut kept = self.context.borrow_mut();
        if let Some((_, rows)) = kept.as_ref().filter(|(kept, _)| *kept == of) {
            return Rc::clone(rows);
        }
        let rows = Rc::new(make());
        *kept = Some((of, Rc::clone(&rows)));
        rows
    }

    /// The widths to wrap at; what was wrapped at others is forgotten.
    pub fn fit(&mut self, fitting: Fitting, article_width: usize) {
        if self.fitting != fitting {
            self.fitting = fitting;
            self.laid.borrow_mut().clear();
        }
        if self.article_width != article_width {
            self.article_width = article_width;
            self.blocks.borrow_mut().clear();
        }
    }

    /// Comments are drawn at other levels: what was wrapped is forgotten.
    pub fn refit(&mut self) {
        self.laid.borrow_mut().clear();
    }

    /// The width of the text under the index.
    pub fn fit_text(&mut self, fitting: Fitting) {
        if self.text_fitting != fitting {
            self.text_fitting = fitting;
            self.texts.borrow_mut().clear();
        }
    }

    /// A comment as it stands under the index: without indent and header.
    #[must_use]
    pub fn text(&self, discussion: &Discussion, id: CommentId) -> Rc<Laid> {
        self.texts.borrow_mut().get(id, || {
            *self.wrapped.borrow_mut() += 1;
            let thread = discussion.thread();
            let stub = comment::is_stub(thread, id);
            Rc::new(Laid::new(self.body(discussion, id), &self.text_fitting, thread.depth(id), false, stub))
        })
    }

    /// The first words of a comment.
    #[must_use]
    pub fn opening(&self, discussion: &Discussion, id: CommentId) -> Rc<Clean> {
        self.openings.borrow_mut().get(id, || {
            *self.wrapped.borrow_mut() += 1;
            Rc::new(self.body(discussion, id).opening())
        })
    }

    /// What there is to show of the thread, worked out once.
    pub fn facts(&self, make: impl FnOnce() -> Facts) -> Facts {
        let facts = self.facts.get().unwrap_or_else(make);
        self.facts.set(Some(facts));
        facts
    }

    /// How comments are fitted.
    #[must_use]
    pub fn fitting(&self) -> Fitting {
        self.fitting
    }

    /// Comments opened or wrapped since the start.
    #[must_use]
    pub fn wrapped(&self) -> u64 {
        *self.wrapped.borrow()
    }

    /// A comment, laid out unfolded, at the level that it is drawn at; its quotes are open or
    /// folded.
    #[must_use]
    pub fn laid(&self, discussion: &Discussion, id: CommentId, level: u32, open: bool) -> Rc<Laid> {
        self.laid.borrow_mut().get(id, || {
            *self.wrapped.borrow_mut() += 1;
            let thread = discussion.thread();
            let header = comment::wants_header(discussion, &self.fitting, id, level);
            let stub = comment::is_stub(thread, id);
            let laid = Laid::new(self.body(discussion, id), &self.fitting, level, header, stub);
            Rc::new(if open { laid } else { laid.folded(discussion, &self.fitting, id) })
        })
    }

    /// The rows of an article block, the blank row before it included.
    #[must_use]
    pub fn block(&self, discussion: &Discussion, number: u32) -> BlockLines {
        let body = discussion.article_body();
        self.blocks.borrow_mut().get(number, || {
            let at = number as usize;
            let mut rows = Vec::new();
            if lines::spaced(&body, at) {
                rows.push(lines::blank(at));
            }
            rows.extend(lines::of_block(&body, at, self.article_width));
            Rc::new(rows)
        })
    }
}
