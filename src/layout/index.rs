//! The index in numbers: how the pane is divided, and the columns of its rows.

use super::area::Area;

/// Rows under which a pane is not divided.
const LEAST: u16 = 8;
/// The fewest rows of the list, and of the text.
const FEWEST: u16 = 3;
/// Rows of the list while the text is zoomed: enough to see what follows.
const MINI: u16 = 5;
/// Cells of one level of the tree.
pub const TWIG: usize = 2;
/// Cells of an age: `11mo`.
pub const AGE: usize = 4;
/// Cells of a score: `+1234`.
pub const SCORE: usize = 5;

/// The list, the header row of the text, and the text; none if there are too few rows.
/// `by`: rows added to the text. `mini`: the text takes all that it can.
#[must_use]
pub fn split(area: Area, by: i16, mini: bool) -> Option<[Area; 3]> {
    if area.height < LEAST {
        return None;
    }
    let most = area.height - 1 - FEWEST;
    let text = if mini {
        (area.height - 1).saturating_sub(MINI).max(FEWEST)
    } else {
        (area.height / 2).saturating_add_signed(by).clamp(FEWEST, most)
    };
    let list = Area { height: area.height - 1 - text, ..area };
    let head = Area { y: list.bottom(), height: 1, ..area };
    Some([list, head, Area { y: head.bottom(), height: text, ..area }])
}

/// What there is to show of a thread, beside words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Comments name their authors.
    pub authors: bool,
    /// Some comment has a time.
    pub times: bool,
    /// Some comment has a score.
    pub scores: bool,
    /// Digits of the last comment's number.
    pub digits: usize,
}

/// Cells of the columns of a row; 0 for one that is not there. A blank follows each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The author, or the number where there are no authors.
    pub who: usize,
    /// The age.
    pub age: usize,
    /// The score.
    pub score: usize,
    /// Levels of the tree that are drawn; above that, the depth is written.
    pub levels: usize,
}

impl Columns {
    /// The columns of a row of `width` cells, cursor, signs and scroll bar not counted.
    #[must_use]
    pub fn of(width: usize, facts: Facts) -> Self {
        let who = match width {
            _ if !facts.authors => facts.digits,
            100.. => 18,
            70.. => 15,
            50.. => 12,
            36.. => 9,
            _ => 6,
        };
        let age = if facts.times && width >= 36 { AGE } else { 0 };
        let score = if facts.scores && width >= 56 { SCORE } else { 0 };
        let taken: usize = [who, age, score].into_iter().filter(|cells| *cells > 0).map(|cells| cells + 1).sum();
        // The words keep two thirds of what is left.
        let levels = (width.saturating_sub(taken) / 3 / TWIG).clamp(2, 16);
        Self { who, age, score, levels }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_fill_the_pane_and_each_keeps_some_rows() {
        for height in 0..120 {
            for by in [-300, -3, 0, 5, 300] {
                for mini in [false, true] {
                    let area = Area { x: 3, y: 1, width: 80, height };
                    let Some([list, head, text]) = split(area, by, mini) else {
                        assert!(height < LEAST);
                        continue;
                    };
                    assert!(list.height >= 2 && text.height >= FEWEST, "{height} {by} {mini}");
                    assert_eq!((list.y, head.y, text.y), (1, list.bottom(), head.bottom()));
                    assert_eq!(text.bottom(), area.bottom());
                }
            }
        }
    }

    #[test]
    fn words_keep_most_of_a_wide_row_and_some_of_a_narrow_one() {
        let facts = Facts { authors: true, times: true, scores: true, digits: 3 };
        for (width, least) in [(20, 6), (40, 15), (77, 30), (117, 55), (200, 120)] {
            let columns = Columns::of(width, facts);
            let taken = columns.who + columns.age + columns.score + 3 + columns.levels * TWIG;
            assert!(taken + least <= width, "{width}: {columns:?}");
        }
    }
}
