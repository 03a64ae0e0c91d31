//! What the times of comments tell of the order in which a page shows them.

use crate::model::Draft;
use crate::text::when;

/// Comments that are looked at.
const LOOKED_AT: usize = 200;
/// Fewer times than this tell nothing.
const FEWEST: usize = 4;

/// How the times of a page run from its top to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Run {
    /// Up and down, or they are not known: threads may be shown one after another.
    #[default]
    Mixed,
    /// Only up.
    OldestFirst,
    /// Only down: what a comment answers stands further down.
    NewestFirst,
}

/// How the times of some rows of a draft run.
pub(super) fn run(draft: &Draft, rows: &[u32]) -> Run {
    let words = |row: u32| draft.time_text.iter().find(|(of, _)| *of == row).map(|(_, text)| *text);
    let time = |row: &u32| when::said(draft.texts.open(words(*row)?).raw().expose());
    of(&rows.iter().take(LOOKED_AT).map(time).collect::<Vec<_>>())
}

/// How times run, if nearly all are known.
fn of(times: &[Option<i64>]) -> Run {
    let known: Vec<i64> = times.iter().copied().flatten().collect();
    if known.len() < FEWEST || known.len() * 10 < times.len() * 9 {
        return Run::Mixed;
    }
    let steps = || known.iter().zip(known.iter().skip(1));
    let (up, down) = (steps().any(|(one, next)| next > one), steps().any(|(one, next)| next < one));
    match (up, down) {
        (true, false) => Run::OldestFirst,
        (false, true) => Run::NewestFirst,
        _ => Run::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_that_only_rise_or_fall_are_an_order() {
        let run = |times: &[i64]| of(&times.iter().copied().map(Some).collect::<Vec<_>>());
        assert_eq!(run(&[1, 2, 2, 5]), Run::OldestFirst);
        assert_eq!(run(&[9, 7, 7, 1]), Run::NewestFirst);
        assert_eq!(run(&[1, 9, 3, 10]), Run::Mixed);
        assert_eq!(run(&[3, 3, 3, 3]), Run::Mixed);
        assert_eq!(run(&[1, 2, 3]), Run::Mixed);
        assert_eq!(of(&[Some(1), Some(2), None, Some(4), Some(5)]), Run::Mixed);
    }
}
