//! The headline of a page that begins with its menus.
//!
//! A text that somebody wrote begins with its headline, or needs none. A whole page that was copied begins with what its
//! site has to offer; its headline stands further down, over the byline and the first paragraph, and often once more in
//! the page.

use std::ops::Range;

use super::marker;
use super::row::{Part, Row};

/// Rows in front of the first paragraph that are no headline, byline and summary, but menus.
const MENU: usize = 6;
/// Characters of a paragraph, at least.
const PARAGRAPH: u32 = 100;
/// Rows between a headline and the first paragraph, at most.
const FAR: usize = 12;
/// Rows in which the headline may stand once more.
const AGAIN: usize = 400;
/// Characters of a headline.
const WIDTH: std::ops::RangeInclusive<u32> = 12..=160;

/// Finds it, where something speaks for one: that it stands once more, or over a byline.
///
/// On 29 whole pages of blogs, papers and forums, copied out of a browser, twelve headlines were found and four other
/// lines taken for one; without this, menus stood there.
pub(super) fn find(source: &str, rows: &[Row]) -> Option<Range<usize>> {
    let is_paragraph = |row: &Row| row.width >= PARAGRAPH && row.is_prose(source);
    let first = rows.iter().position(is_paragraph).filter(|first| *first >= MENU)?;
    let above = rows.get(first.saturating_sub(FAR)..first)?;
    let page = rows.get(..AGAIN.min(rows.len()))?;
    let worth = |(at, row): (usize, &Row)| {
        let text = row.text(source);
        let words = text.split_whitespace().count();
        let is_again = page.iter().any(|other| other.range() != row.range() && other.text(source).contains(text));
        let is_over_byline = above.get(at + 1..).unwrap_or_default().iter().take(2).any(is_byline);
        let worth = usize::from(is_again) * 2 + usize::from(is_over_byline);
        let is_enough = worth > 1 && words > 2 || worth > 0 && words > 3;
        // The lowest is nearest to what it is the headline of.
        (is_enough && is_headline(row, text)).then_some((worth, at, row.range()))
    };
    let best = above.iter().enumerate().filter_map(worth).max_by_key(|(worth, at, _)| (*worth, *at));
    best.map(|(.., range)| range)
}

/// Who wrote the article, and when.
fn is_byline(row: &Row) -> bool {
    row.shape.has(Part::Stamp) || row.shape.has(Part::By) || row.shape.has(Part::Posted)
}

fn is_headline(row: &Row, text: &str) -> bool {
    WIDTH.contains(&row.width)
        && !is_byline(row)
        && !row.shape.has(Part::Act)
        && !text.ends_with([',', ':', ';'])
        && text.chars().any(char::is_alphabetic)
        && marker::count(text).is_none()
        && !marker::is_notice(text)
}
