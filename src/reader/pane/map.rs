//! The thread map: the whole thread on one screen, and a cursor that walks it.
//!
//! The cursor is the map's own. Nothing is read, jumped or unfolded before `Enter` goes to
//! what it stands on. The keys are those of the reading screen: a command's row says what it
//! does here ([`MapAction`]).

use crate::layout::map::{At, Map, STEP};
use crate::layout::{Area, area};
use crate::model::change::Spot;
use crate::model::{CommentId, Kind, Thread};
use crate::reader::bits::Bits;
use crate::reader::command::{Args, Command, Scope};
use crate::reader::state::State;
use crate::reader::view::View;

mod walk;

pub(crate) use walk::Step;

/// What a command does while the map is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapAction {
    /// Nothing, and it says so; a command of scope [`Scope::Any`] does what it always does.
    Unavailable,
    /// Closes the map.
    Close,
    /// Goes to the comment under the cursor.
    Go,
    /// Marks or unmarks the comment under the cursor.
    Mark,
    /// Moves the cursor.
    Move(Step),
}

/// What stands at a place of the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The first comment here; none where there is only a line, or nothing.
    pub first: Option<CommentId>,
    /// Rows of the thread that share the cell.
    pub many: u32,
    /// Comments of them that are unread.
    pub unread: u32,
    /// Comments of them that are new.
    pub new: u32,
    /// One of them is marked.
    pub marked: bool,
    /// One of them is searched for.
    pub hit: bool,
    /// The lines to the neighbours: [`LEFT`], [`RIGHT`], [`UP`], [`DOWN`].
    pub ties: u8,
}

/// A line to the left.
pub const LEFT: u8 = 1;
/// A line to the right.
pub const RIGHT: u8 = 2;
/// A line upwards.
pub const UP: u8 = 4;
/// A line downwards.
pub const DOWN: u8 = 8;

/// What stands behind a line of the map, where there is room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// The comment that the line begins with.
    pub id: CommentId,
    /// The first column of it.
    pub x: u16,
    /// The row.
    pub y: u16,
    /// The column after the last one.
    pub end: u16,
}

/// The map of the thread.
#[derive(Clone, Debug)]
pub struct ThreadMap {
    /// Where comments stand.
    pub layout: Map,
    /// The area of the cells.
    pub area: Area,
    /// What stands there, row by row.
    cells: Vec<Cell>,
    /// Rows of the thread in the fullest cell.
    pub most: u32,
    /// Words behind lines.
    pub labels: Vec<Label>,
    /// The comment of the cursor.
    pub at: CommentId,
    /// All of the thread, in its own order.
    view: View,
}

/// Cells that a label needs at least.
const LABEL: u16 = 6;

impl ThreadMap {
    /// The cell at a place of the area.
    #[must_use]
    pub fn cell(&self, x: u16, y: u16) -> Cell {
        self.slot(x, y).and_then(|slot| self.cells.get(slot)).copied().unwrap_or_default()
    }

    fn slot(&self, x: u16, y: u16) -> Option<usize> {
        (x < self.area.width && y < self.area.height)
            .then(|| usize::from(y) * usize::from(self.area.width) + usize::from(x))
    }

    /// The place of a comment's cell in the area.
    #[must_use]
    pub fn place(&self, state: &State, id: CommentId) -> Option<(u16, u16)> {
        self.spot(self.layout.at(state.discussion().thread(), id))
    }

    fn spot(&self, at: At) -> Option<(u16, u16)> {
        let (column, y) = self.layout.place(at.line)?;
        let depth = u16::try_from(at.depth).ok()?;
        Some((column.x + depth * STEP, y))
    }

    fn new(state: &State, at: CommentId) -> Self {
        let discussion = state.discussion();
        let thread = discussion.thread();
        let (area, _) = area::map(state.size.width, state.size.height);
        let layout = Map::new(thread, area.width, area.height);
        let cells = vec![Cell::default(); usize::from(area.width) * usize::from(area.height)];
        let mut map = Self { layout, area, cells, most: 0, labels: Vec::new(), at, view: View::all(thread) };
        map.fill(state);
        map.tie(state);
        map.label(state);
        map
    }

    /// Counts the comments of each cell: one walk over the thread.
    fn fill(&mut self, state: &State) {
        let reading = &state.reading;
        let thread = reading.discussion.thread();
        for id in thread.ids() {
            let Some(cell) = self.cell_of(thread, id) else { continue };
            cell.first = cell.first.or(Some(id));
            cell.many += 1;
            cell.unread += u32::from(reading.is_unread(id));
            cell.new += u32::from(reading.is_new(id));
            let many = cell.many;
            self.most = self.most.max(many);
        }
        for id in state.marked() {
            self.cell_of(thread, id).into_iter().for_each(|cell| cell.marked = true);
        }
        for id in state.hit_rows().into_iter().flat_map(Bits::iter) {
            self.cell_of(thread, id).into_iter().for_each(|cell| cell.hit = true);
        }
    }

    /// The cell that a comment stands in.
    fn cell_of(&mut self, thread: &Thread, id: CommentId) -> Option<&mut Cell> {
        let (x, y) = self.spot(self.layout.at(thread, id))?;
        let slot = self.slot(x, y)?;
        self.cells.get_mut(slot)
    }

    /// Draws the lines from parents to their replies.
    fn tie(&mut self, state: &State) {
        let thread = state.discussion().thread();
        for id in thread.ids() {
            let depth = thread.depth(id);
            let Some(parent) = thread.parent(id).filter(|_| depth <= self.layout.deepest) else { continue };
            let (from, to) = (self.layout.at(thread, parent).line, self.layout.at(thread, id).line);
            if from == to {
                self.join(At { line: to, depth }, LEFT | RIGHT);
                continue;
            }
            self.join(At { line: to, depth }, UP | RIGHT);
            // The line down to the last reply passes those before it.
            if thread.next_sibling(id).is_none() {
                self.join(At { line: from, depth }, LEFT | DOWN);
                for line in from + 1..to {
                    self.join(At { line, depth }, UP | DOWN);
                }
            }
        }
    }

    fn join(&mut self, at: At, ties: u8) {
        let slot = self.spot(at).and_then(|(x, y)| self.slot(x.checked_sub(1)?, y));
        if let Some(cell) = slot.and_then(|slot| self.cells.get_mut(slot)) {
            cell.ties |= ties;
        }
    }

    /// Finds the room behind each line, and the comment that the line begins with.
    fn label(&mut self, state: &State) {
        let thread = state.discussion().thread();
        for line in 0..self.layout.lines {
            let Some((column, y)) = self.layout.place(line) else { continue };
            let used = (column.x..column.x + column.width).rev().find(|x| self.cell(*x, y) != Cell::default());
            let Some(used) = used else { continue };
            // The cursor's bracket keeps a cell.
            let (x, end) = (used + 3, column.x + column.width);
            let firsts = (column.x..=used).filter_map(|x| self.cell(x, y).first);
            let first = firsts.min_by_key(|id| (thread.depth(*id), *id));
            if let Some(id) = first.filter(|id| end >= x + LABEL && thread.is_comment(*id)) {
                self.labels.push(Label { id, x, y, end });
            }
        }
    }

    /// The comment whose cell is nearest to a place of the area, on its line.
    fn nearest(&self, x: u16, y: u16) -> Option<CommentId> {
        let at = self.layout.hit(x, y)?;
        let (column, y) = self.layout.place(at.line)?;
        let distance = |cell: &u16| cell.abs_diff(x);
        let cells = (column.x..column.x + column.width).filter(|x| self.cell(*x, y).first.is_some());
        cells.min_by_key(distance).and_then(|x| self.cell(x, y).first)
    }
}

impl State {
    /// Shows the map, the cursor on the current comment; or takes it away.
    pub(crate) fn toggle_map(&mut self) {
        self.map = match self.map.take() {
            Some(_) => None,
            None => Some(Box::new(ThreadMap::new(self, self.reading.current))),
        };
    }

    /// Something that the map shows has changed.
    pub(crate) fn refresh_map(&mut self) {
        if let Some(at) = self.map.take().map(|map| map.at).filter(|_| self.has_thread()) {
            self.map = Some(Box::new(ThreadMap::new(self, at)));
        }
    }

    /// Another discussion has come: the cursor goes where its comment has gone.
    pub(crate) fn carry_map(&mut self, to: &impl Fn(CommentId) -> Option<CommentId>) {
        let Some(map) = self.map.take() else { return };
        let at = to(map.at).unwrap_or(self.reading.current);
        if self.has_thread() {
            self.map = Some(Box::new(ThreadMap::new(self, at)));
        }
    }

    /// Runs a command while the map is shown; whether it was for the map.
    pub(crate) fn run_in_map(&mut self, command: &Command, args: &Args) -> bool {
        let Some(at) = self.map.as_ref().map(|map| map.at) else { return false };
        match command.in_map {
            MapAction::Close => self.map = None,
            MapAction::Go => self.map_go(),
            MapAction::Mark if self.discussion().thread().is_comment(at) => {
                self.toggle_mark_at(Spot::Comment(at));
                self.refresh_map();
            }
            MapAction::Mark => self.say("only comments and passages can be marked"),
            MapAction::Move(step) => self.map_walk(step, args),
            MapAction::Unavailable if command.scope == Scope::Any => return false,
            MapAction::Unavailable => {
                self.say("not available in the map · Enter goes to the comment, Esc back");
            }
        }
        true
    }

    /// Goes to the comment under the map's cursor.
    fn map_go(&mut self) {
        if let Some(map) = self.map.take() {
            self.reading.alone = crate::layout::Pane::Comments;
            self.reading.focus = crate::layout::Pane::Comments;
            self.arrange();
            self.go(map.at);
        }
    }

    /// The mouse in the map: a click goes to a cell, another to its comment; the wheel walks
    /// the lines.
    pub(crate) fn press_in_map(&mut self, x: u16, y: u16) {
        let Some(map) = &self.map else { return };
        let (x, y) = (x.checked_sub(map.area.x), y.checked_sub(map.area.y));
        let Some((x, y, id)) = x.zip(y).and_then(|(x, y)| Some((x, y, map.nearest(x, y)?))) else { return };
        let same = map.place(self, map.at).is_some_and(|cell| cell.1 == y && cell.0.abs_diff(x) <= 1);
        if same { self.map_go() } else { self.map_to(id) }
    }

    pub(crate) fn wheel_in_map(&mut self, down: bool) {
        if let Some(to) = self.map.as_ref().and_then(|map| self.map_line(map, 1, down)) {
            self.map_to(to);
        }
    }

    /// What the cell of the cursor holds, beside the comment itself.
    #[must_use]
    pub fn map_cell(&self) -> Option<Cell> {
        let map = self.map.as_ref()?;
        let (x, y) = map.place(self, map.at)?;
        Some(map.cell(x, y))
    }

    /// Whether a cell stands for something that is no comment.
    #[must_use]
    pub fn is_stub_cell(&self, cell: &Cell) -> bool {
        cell.many == 1 && cell.first.is_some_and(|id| self.discussion().thread().kind(id) != Kind::Comment)
    }
}
