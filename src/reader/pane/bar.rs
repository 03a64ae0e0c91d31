//! The scroll bar: the whole thread in one column, in the order of the view.

use std::ops::Range;

use crate::layout::bar;
use crate::model::CommentId;
use crate::model::change::Spot;
use crate::reader::scroll::PageRow;
use crate::reader::state::State;

/// What a row of the bar says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarSign {
    /// It is on the screen.
    Here,
    /// A new comment.
    New,
    /// A comment that is searched for.
    Hit,
    /// A marked comment.
    Marked,
    /// All read.
    Read,
    /// Something to come.
    Unread,
    /// Nothing of the view.
    Nothing,
}

/// Whether rows of the thread have a sign.
type Has = fn(&State, Range<usize>) -> bool;

/// The signs that single comments have, the most telling first. One more is one more row.
const SIGNS: [(BarSign, Has); 3] = [
    (BarSign::Hit, |state, rows| state.hit_rows().is_some_and(|hits| hits.count_in(rows) > 0)),
    (BarSign::New, |state, rows| state.reading.fresh_in(rows) > 0),
    (BarSign::Marked, |state, rows| {
        let marks = &state.reading.marks;
        rows.start < rows.end
            && marks.range(Spot::Comment(CommentId::at(rows.start))..Spot::Comment(CommentId::at(rows.end))).count() > 0
    }),
];

/// Places of a part that are looked at where they are no range of rows: beyond that the bar
/// is an estimate.
const LOOKS: usize = 256;

impl State {
    /// The rows of the bar, as many as the pane has.
    #[must_use]
    pub fn bar(&self, page: &[PageRow]) -> Vec<BarSign> {
        let (Some(first), Some(last)) = (page.first(), page.last()) else {
            return Vec::new();
        };
        let (rows, all) = (self.height() as usize, self.discussion().thread().len());
        let view = &self.reading.view;
        let here = view.place(first.id)..view.place(last.id) + 1;
        let sign = |row: usize| {
            let part = bar::part(row, rows, all);
            if part.start < here.end && part.end > here.start {
                return BarSign::Here;
            }
            if view.is_partial() && view.next_at(part.start).is_none_or(|id| view.place(id) >= part.end) {
                return BarSign::Nothing;
            }
            let has = |has: &Has| self.any(bar::signs(row, rows, all), |rows| has(self, rows));
            match SIGNS.iter().find(|(_, of)| has(of)) {
                Some((sign, _)) => *sign,
                None if self.any(part, |rows| self.reading.read.count_in(rows.clone()) < rows.len()) => BarSign::Unread,
                None => BarSign::Read,
            }
        };
        (0..rows).map(sign).collect()
    }

    /// Whether something holds for any of these places.
    fn any(&self, places: Range<usize>, holds: impl Fn(Range<usize>) -> bool) -> bool {
        let view = &self.reading.view;
        if !view.is_sorted() {
            return holds(places);
        }
        let step = places.len().div_ceil(LOOKS).max(1);
        places.step_by(step).any(|place| {
            let row = view.row(place).index();
            holds(row..row + 1)
        })
    }

    /// The comment that a row of the bar leads to.
    #[must_use]
    pub fn at_bar(&self, row: usize) -> Option<CommentId> {
        let view = &self.reading.view;
        let place = bar::place(row, self.height() as usize, self.discussion().thread().len());
        view.next_at(place).or_else(|| view.last())
    }

    /// The bar is dragged: the comment at that row is shown. It is looking, not going: no
    /// jump, and nothing is left or set read.
    pub(crate) fn scrub(&mut self, row: usize) {
        if let Some(id) = self.at_bar(row).filter(|id| *id != self.reading.current) {
            self.reading.current = id;
            self.context_top = 0;
            self.put_at_top(id);
            self.stop_at_end();
        }
    }
}
