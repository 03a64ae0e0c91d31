//! Marks by which a line goes on, whatever else is seen of it: a colon or a comma above, the
//! next item of a list, a note, an afterword.
//!
//! The model of [`segment`](super::segment) weighs all that is seen of two lines, and lets
//! many weak signs outvote such a mark. These are the least chances that it leaves. They were
//! set by hand from counts on the discussions of four formats (Reddit, Lobsters, Discourse and
//! Disqus exports; 1,497 pairs of lines) and then counted on four others (Hacker News, the
//! Disqus interface, Staticman, WordPress; 2,210 pairs). Whole comments on the first: 0.812
//! before, 0.815 after; on the others 0.584 and 0.589; in both about 1 % hold a line of
//! another comment, as before. The trained weights had seen all of these discussions.
//!
//! That a page as a whole joins more lines or fewer than others (its share as a shift of all
//! odds, found by expectation and maximisation) was tried: it made fewer comments whole. How
//! long and of what kind its lines are is weighed by the model instead ([`Page`](super::pair::Page)).

use super::facts::{Facts, Head, is_edit};
use super::quoted::Quote;

/// Lists whose items are further apart than this do not go on.
const REACH: usize = 6;

/// What a page does with marks that may be those of its comments, not of lists in them.
#[derive(Clone, Copy, Debug)]
pub struct Habits {
    numbers: bool,
    bullets: bool,
}

impl Habits {
    /// Where every third line has a number, or a bullet, comments may begin with it.
    pub fn of(lines: &[Facts<'_>]) -> Self {
        let often = |head: Head| lines.iter().filter(|line| line.head == head).count() * 3 > lines.len();
        Self { numbers: often(Head::Number), bullets: often(Head::Bullet) }
    }
}

/// The least chance that the line goes on what the line above began.
pub fn least(lines: &[Facts<'_>], quotes: &[Option<Quote>], habits: Habits, at: usize) -> f32 {
    below_quote(lines, quotes, at).max(mark(lines, habits, at).unwrap_or(0.0))
}

/// The least that a line below a quote has: what is only a quote belongs to the comment that
/// quotes it.
fn below_quote(lines: &[Facts<'_>], quotes: &[Option<Quote>], at: usize) -> f32 {
    let Some(above) = at.checked_sub(1).and_then(|above| lines.get(above)) else { return 0.0 };
    let quote = quotes.get(at - 1).copied().flatten().filter(|quote| quote.alone && !quote.repeats);
    let is_marked = above.head == Head::Quote;
    match quote {
        Some(quote) if is_marked || quote.words >= 6 && !above.text.contains("://") => 0.95,
        None if is_marked => 0.9,
        _ => 0.0,
    }
}

fn mark(lines: &[Facts<'_>], habits: Habits, at: usize) -> Option<f32> {
    let (above, line) = (lines.get(at.checked_sub(1)?)?, lines.get(at)?);
    // Who names somebody, or quotes, begins to speak.
    if matches!(line.head, Head::At | Head::Name) {
        return None;
    }
    let before = || lines.get(at.saturating_sub(REACH)..at).unwrap_or_default().iter().rev();
    let least = match (above.tail, line.head) {
        ("colon", _) if opens_a_list(above.text) => 0.93,
        (_, Head::Quote) => return None,
        (_, Head::Number) if habits.numbers && !is_announced(lines, at) => return None,
        (_, Head::Number) => {
            let next = before().any(|other| other.number.zip(line.number).is_some_and(|(a, b)| a + 1 == b));
            if next || line.number == Some(1) { 0.97 } else { return None }
        }
        (_, Head::Bullet) if !habits.bullets && line.text.chars().nth(1).is_some_and(char::is_whitespace) => {
            // A list that has begun goes on.
            if above.head == Head::Bullet { 0.98 } else { 0.88 }
        }
        (_, Head::Note) => {
            let mark = format!("[{}]", line.number?);
            if before().any(|other| other.text.contains(&mark) || other.head == Head::Note) {
                0.93
            } else {
                return None;
            }
        }
        ("comma", _) if above.text.ends_with(',') => 0.85,
        (_, Head::Edit) => 0.85,
        _ if is_edit(line.text.trim_start_matches(['*', '_', '~', '-', '(', '[', ' '])) => 0.85,
        (_, Head::Bracket) if line.text.starts_with('(') => 0.8,
        _ => return None,
    };
    Some(least)
}

/// Whether the numbered lines that this one goes on stand below a colon.
fn is_announced(lines: &[Facts<'_>], at: usize) -> bool {
    let mut above = lines.get(at.saturating_sub(REACH)..at).unwrap_or_default().iter().rev();
    above.find(|line| line.head != Head::Number).is_some_and(|line| line.tail == "colon")
}

/// Whether a line ends in a colon that is not the end of a picture's name: `:wave:`.
fn opens_a_list(text: &str) -> bool {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    !(last.len() > 2 && last.starts_with(':')) && last.matches(':').count() == 1
}

/// Whether a line is what a site shows for a comment that is gone: it is nobody's paragraph.
pub fn is_gone(line: &Facts<'_>) -> bool {
    ["[deleted]", "[removed]"].contains(&line.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(lines: &[&str]) -> f32 {
        let facts: Vec<Facts<'_>> = lines.iter().map(|line| Facts::of(line)).collect();
        least(&facts, &vec![None; lines.len()], Habits::of(&facts), lines.len() - 1)
    }

    #[test]
    fn a_colon_or_a_comma_is_gone_on_from() {
        assert!(last(&["This is what I pack for a week:", "A tent and a stove"]) > 0.9);
        assert!(last(&["Hi all,", "I have walked there twice."]) > 0.8);
    }

    #[test]
    fn a_smile_is_neither_a_colon_nor_a_comma() {
        assert_eq!(last(&["It rained all week :(", "We had sun up north."]), 0.0);
        assert_eq!(last(&["We had sun up north :sun:", "It rained all week."]), 0.0);
    }

    #[test]
    fn who_is_spoken_to_begins_a_comment() {
        assert_eq!(last(&["This is what I pack for a week:", "@ann you forgot the stove"]), 0.0);
    }

    #[test]
    fn the_next_number_goes_on_and_another_does_not() {
        let walk = "A walk needs little.";
        assert!(last(&[walk, "It does.", walk, "1. A map", "It is old.", "2. A coat"]) > 0.9);
        assert_eq!(last(&[walk, "It does.", walk, "It is old.", "7. A coat"]), 0.0);
    }

    #[test]
    fn where_every_comment_is_numbered_numbers_are_no_list() {
        assert_eq!(last(&["1. A walk needs little.", "2. It does.", "3. Bring a coat."]), 0.0);
    }

    #[test]
    fn a_list_goes_on_once_it_has_begun() {
        let lines = ["A walk needs little.", "It does.", "See below.", "Bring these.", "- a map", "- a coat"];
        assert!(last(&lines) > last(&lines[..5]));
        assert!(last(&lines[..5]) > 0.8);
        assert_eq!(last(&["It was cold.", "So it was.", "Yes.", "-40 at night"]), 0.0);
    }

    #[test]
    fn what_is_gone_is_known() {
        assert!(is_gone(&Facts::of("[deleted]")));
        assert!(!is_gone(&Facts::of("[deleted] by whom?")));
    }
}
