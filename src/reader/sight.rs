//! What is derived for looking: opened bodies and wrapped rows near the screen.
//!
//! Nothing here is kept or undone, and all of it can be thrown away at any time. The caches
//! are filled while the state is read, hence the cells; they are small and forget the
//! older half when they are full, so that memory does not grow with what was passed.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;
use std::rc::Rc;

use crate::layout::context::ContextRow;
use crate::layout::lines::{self, Line};
use crate::layout::{Fitting, Laid, comment};
use crate::model::{CommentId, Discussion};

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
}

/// The caches.
#[derive(Debug, Default)]
pub struct Sight {
    fitting: Fitting,
    laid: RefCell<Cache<CommentId, Rc<Laid>>>,
    article_width: usize,
    blocks: RefCell<Cache<u32, BlockLines>>,
    /// The context that was asked for last: scrolling asks for the same again and again.
    context: RefCell<Option<(ContextOf, ContextRows)>>,
    /// How many comments were wrapped since the start: what tests count.
    wrapped: RefCell<u64>,
}

impl Sight {
    /// Forgets everything: another discussion is read.
    pub fn forget(&mut self) {
        self.laid.borrow_mut().clear();
        self.blocks.borrow_mut().clear();
        *self.context.borrow_mut() = None;
    }

    /// Forgets how comments were laid out: their quotes were opened or folded.
    pub fn forget_laid(&mut self) {
        self.laid.borrow_mut().clear();
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

    /// How comments are fitted.
    #[must_use]
    pub fn fitting(&self) -> Fitting {
        self.fitting
    }

    /// Comments wrapped since the start.
    #[must_use]
    pub fn wrapped(&self) -> u64 {
        *self.wrapped.borrow()
    }

    /// A comment, laid out unfolded; its quotes are open or folded.
    #[must_use]
    pub fn laid(&self, discussion: &Discussion, id: CommentId, open: bool) -> Rc<Laid> {
        self.laid.borrow_mut().get(id, || {
            *self.wrapped.borrow_mut() += 1;
            let thread = discussion.thread();
            let header = comment::wants_header(discussion, &self.fitting, id);
            let stub = comment::is_stub(thread, id);
            let laid = Laid::new(Rc::new(discussion.body(id)), &self.fitting, thread.depth(id), header, stub);
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
