//! A page whose lower part is set in to its end: an article, and comments below it.
//!
//! The scale of places ([`border`](mod@super::border)) sees that lines are set in, and where, but
//! not that nothing below returns to the margin; it says "no comments" where little else tells
//! the parts apart. Such a page is looked at once more, by this alone.
//!
//! On the 168 pages that [`weights`](super::weights) tells of, four that the scale had missed
//! though their comments are set in are found (all of them within a line of the border), and
//! none of the 168 articles alone is taken apart: the one that ends set in, a list of prices,
//! has hardly a line that begins as people talk.

use super::row::Row;
use super::voice;

/// Columns before a row that is set in, at least.
const COLUMNS: u16 = 2;
/// Fewer rows than this are a block of the article.
const FEWEST: usize = 6;
/// The most rows above that may be set in as well, as a part of them.
const ABOVE: usize = 4;
/// The fewest rows, in hundredths, that begin as people begin to talk.
const OPENING: usize = 10;

/// The row from which all are set in, if what stands there is talk.
pub(super) fn find(source: &str, rows: &[Row]) -> Option<usize> {
    let is_in = |row: &&Row| row.indent >= COLUMNS;
    let cut = rows.len() - rows.iter().rev().take_while(is_in).count();
    let (above, below) = rows.split_at_checked(cut)?;
    let blocks = above.iter().filter(is_in).count();
    if above.len() < 2 || below.len() < FEWEST || blocks * ABOVE > above.len() {
        return None;
    }
    let opening = below.iter().filter(|row| voice::manner(row, row.text(source)).opens).count();
    (opening * 100 >= OPENING * below.len()).then_some(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str =
        "The yacht of the old king\nIt lay in the harbour for a week, and nobody was seen on board.\n";

    fn found(below: &str) -> Option<usize> {
        let source = format!("{ARTICLE}{below}");
        find(&source, &Row::all(&source))
    }

    #[test]
    fn talk_that_is_set_in_to_the_end_is_comments() {
        let talk = "    A barge\n    I have seen nicer ones.\n        Re:\n        so have I\n    Floating brick\n    It floats.\n";
        assert_eq!(found(talk), Some(2));
        assert_eq!(found(&format!("{talk}Back at the margin.\n")), None);
    }

    #[test]
    fn a_list_that_is_set_in_is_the_articles() {
        assert_eq!(found(&"    Engine, two of them\n    Cabins, twelve\n".repeat(6)), None);
    }
}
