//! A comment as rows: header, text, and what stands left of them.

use std::ops::Range;
use std::rc::Rc;

use super::lines::{self, Line};
use super::quote::{self, Fold};
use crate::model::body::Body;
use crate::model::{CommentId, Discussion, Kind, Link, State, Thread};

/// Cells of one guide with its blank.
pub const GUIDE: usize = 2;

/// How the comments of a pane are fitted into its width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fitting {
    /// Cells between the cursor's column and the scroll bar.
    pub width: usize,
    /// The widest text.
    pub measure: usize,
    /// Cells of the number's column; 0 where authors tell comments apart.
    pub numbers: usize,
    /// No indent; a comment stands under a line of what it answers.
    pub flat: bool,
    /// The depth that is drawn without indent.
    pub base: u32,
}

impl Fitting {
    /// The fitting of a pane of `columns`, its cursor column and scroll bar included.
    #[must_use]
    pub fn of(thread: &Thread, columns: u16) -> Self {
        let numbers = if thread.has_authors() { 0 } else { digits(thread.comments()) + 1 };
        let width = usize::from(columns).saturating_sub(3);
        let measure = usize::from(super::area::COMMENT_MEASURE);
        Self { width, measure, numbers, flat: false, base: 0 }
    }

    /// Levels of indent that a depth is worth here.
    #[must_use]
    pub fn level(&self, depth: u32) -> usize {
        if self.flat { 0 } else { depth.saturating_sub(self.base) as usize }
    }

    /// How many guides are drawn for a depth: the indent stops growing when it would take
    /// more than a third of the width.
    #[must_use]
    pub fn guides(&self, depth: u32) -> usize {
        (self.width / 3 / GUIDE).min(self.level(depth))
    }

    /// Whether the depth has to be written, because the guides do not tell it.
    #[must_use]
    pub fn is_plateau(&self, depth: u32) -> bool {
        self.guides(depth) < self.level(depth)
    }

    /// Cells left of the text at a depth, the cursor's column not counted.
    #[must_use]
    pub fn indent(&self, depth: u32) -> usize {
        self.guides(depth) * GUIDE + self.numbers
    }

    /// Cells of the text at a depth.
    #[must_use]
    pub fn text(&self, depth: u32) -> usize {
        self.width.saturating_sub(self.indent(depth)).clamp(1, self.measure)
    }
}

fn digits(number: usize) -> usize {
    number.max(1).ilog10() as usize + 1
}

/// A comment laid out at a width.
#[derive(Clone, Debug)]
pub struct Laid {
    /// Its text, opened.
    pub body: Rc<Body>,
    /// The rows of its text; empty for a comment of one row.
    pub lines: Vec<Line>,
    /// Whether a header row stands above the text.
    pub header: bool,
    /// Whether a row with what it answers stands above everything else.
    pub lead: bool,
    /// The whole comment is one row: folded, missing, or not loaded.
    pub one_row: bool,
    /// Rows that stand for quotes and signatures, in their order.
    pub folds: Vec<Fold>,
}

impl Laid {
    /// Lays out a comment. `noted`: it carries something that only a header can show.
    #[must_use]
    pub fn new(body: Rc<Body>, fitting: &Fitting, depth: u32, header: bool, one_row: bool) -> Self {
        let lines = if one_row { Vec::new() } else { lines::of(&body, fitting.text(depth)) };
        let lead = fitting.flat && depth > 0 && !one_row;
        Self { body, lines, header: header && !one_row, lead, one_row, folds: Vec::new() }
    }

    /// Folds its quotes and signatures.
    #[must_use]
    pub fn folded(mut self, discussion: &Discussion, fitting: &Fitting, id: CommentId) -> Self {
        if self.one_row || self.lines.len() < 2 {
            return self;
        }
        let stretches = quote::stretches(discussion, id, &self.body);
        if !stretches.is_empty() {
            let columns = fitting.text(discussion.thread().depth(id));
            (self.lines, self.folds) = quote::fold(discussion, id, &self.body, columns, &stretches);
        }
        self
    }

    /// The fold that a row of the comment is.
    #[must_use]
    pub fn fold(&self, row: u32) -> Option<&Fold> {
        let at = (row as usize).checked_sub(self.above())?;
        self.folds.iter().find(|fold| fold.row == at)
    }

    /// The folds that hide a part of some words.
    pub fn folds_over<'a>(&'a self, words: &'a Range<usize>) -> impl Iterator<Item = &'a Fold> + 'a {
        self.folds.iter().filter(|fold| fold.range.start < words.end && fold.range.end > words.start)
    }

    /// Its rows, the blank row after it not counted. Never 0.
    #[must_use]
    pub fn rows(&self) -> u32 {
        let rows = if self.one_row { 1 } else { self.lines.len() + self.above() };
        u32::try_from(rows).unwrap_or(u32::MAX).max(1)
    }

    /// The row of the comment that a byte of its text is on; the last one begins before it.
    #[must_use]
    pub fn row_of(&self, at: usize) -> u32 {
        let on = |line: &Line| !line.blank && line.range.start <= at;
        let row = self.lines.iter().rposition(on).unwrap_or(0);
        u32::try_from(row + self.above()).unwrap_or(u32::MAX)
    }

    /// Rows above the text.
    fn above(&self) -> usize {
        usize::from(self.header) + usize::from(self.lead)
    }

    /// Whether a row of the comment is the one with what it answers.
    #[must_use]
    pub fn is_lead(&self, row: u32) -> bool {
        self.lead && row == 0
    }

    /// The text row at a row of the comment; none for what stands above the text.
    #[must_use]
    pub fn line(&self, row: u32) -> Option<&Line> {
        self.lines.get((row as usize).checked_sub(self.above())?)
    }
}

/// Whether a row of the arena is one row on the screen even when nothing is folded.
#[must_use]
pub fn is_stub(thread: &Thread, id: CommentId) -> bool {
    thread.kind(id) != Kind::Comment
}

/// Whether a comment has anything for a header row to say: an author, a time, a score, a
/// state, a guess, or a level that the guides do not tell. A mark adds one in the reader.
#[must_use]
pub fn wants_header(discussion: &Discussion, fitting: &Fitting, id: CommentId, level: u32) -> bool {
    let thread = discussion.thread();
    thread.has_authors()
        || thread.time(id).is_some()
        || thread.time_text(id).is_some()
        || thread.score(id).is_some()
        || thread.state(id) != State::Visible
        || matches!(thread.link(id), Link::Guessed | Link::Repaired)
        || fitting.is_plateau(level)
}
