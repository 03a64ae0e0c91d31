//! A page that lost its layout: an article and the comments under it, as text.
//!
//! First the lines that stand at each comment are learnt from their repetition ([`learn`]),
//! then every place is tried as the article's end ([`mod@border`]), then the lines below are
//! taken apart into comments ([`piece`]). Where a page names nobody, its comments stay
//! lines, and `infer` says which of them belong together.

mod border;
mod calendar;
mod cell;
mod edge;
mod gap;
mod head;
mod headline;
mod learn;
mod marker;
mod piece;
mod row;
mod set_in;
mod stamp;
mod voice;
mod weights;
mod who;

use std::num::NonZeroU32;
use std::ops::Range;

pub(super) use border::{COUNT, Weights};
use learn::{Learnt, Side};
use row::Row;
pub(super) use weights::WEIGHTS;

/// An article ends within so many lines, most often within the first number: among many thousands
/// what changes at its end is outweighed by chance.
const FAR: [usize; 2] = [5_000, 50_000];

/// What a page is made of, as places in its text.
#[derive(Debug)]
pub(super) struct Page {
    /// The article.
    pub(super) article: Range<usize>,
    /// Its headline, where that is not what it begins with.
    pub(super) headline: Option<Range<usize>>,
    /// Comments as the page counts them: `12 comments`.
    pub(super) total: Option<u64>,
    /// What stands below the article.
    pub(super) comments: Comments,
}

/// The comments of a page.
#[derive(Debug)]
pub(super) enum Comments {
    /// The page names nobody: the lines that are not blank, each without blanks at its ends.
    Lines(Vec<Range<usize>>),
    /// The page says where each comment begins, and whose it is.
    Pieces(Vec<Piece>),
}

/// A comment. A page may have a million.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its text.
    pub(super) body: Option<Place>,
    /// Columns before each of its lines.
    pub(super) indent: u16,
    /// Who wrote it.
    pub(super) author: Option<Place>,
    /// Where the author is at home.
    pub(super) address: Option<Place>,
    /// When, in the page's words.
    pub(super) time: Option<Place>,
    /// Its number on the page.
    pub(super) number: Option<u32>,
    /// The piece under which it is set in.
    pub(super) parent: Option<u32>,
    /// The piece whose author stands behind this one's.
    pub(super) answers: Option<u32>,
}

/// Where something stands in a page's text. A page may have millions of them, so it is kept small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    start: u32,
    len: NonZeroU32,
}

impl Place {
    /// None of what is empty.
    fn of(range: Range<usize>) -> Option<Self> {
        let len = u32::try_from(range.len()).ok().and_then(NonZeroU32::new)?;
        Some(Self { start: u32::try_from(range.start).ok()?, len })
    }

    /// As bytes of the text.
    pub(super) fn range(self) -> Range<usize> {
        let start = self.start as usize;
        start..start + self.len.get() as usize
    }
}

impl Page {
    /// Takes a text apart.
    pub(super) fn of(source: &str) -> Self {
        let rows = Row::all(source);
        let learnt = Learnt::of(source, &rows, Side::Page);
        let cut = border(source, &rows, &learnt, &WEIGHTS);
        let (above, below) = rows.split_at(cut.min(rows.len()));
        let first = below.first();
        // The marker belongs to neither side.
        let over = above.last().filter(|row| first.is_some() && above.len() > 1 && is_marker_row(source, row));
        let under = first.filter(|row| over.is_none() && below.len() > 1 && is_marker_row(source, row));
        let above = above.get(..above.len() - usize::from(over.is_some())).unwrap_or_default();
        let below = below.get(usize::from(under.is_some())..).unwrap_or_default();
        let side = if learnt.foot { Side::Feet } else { Side::Comments };
        // A form or a choice of order in front of the comments is the page's.
        let heads = Learnt::of(source, below, side);
        let front = piece::front(&heads, below);
        let comments = told_apart(source, below.get(front..).unwrap_or_default(), heads.from(front));
        let end = front.checked_sub(1).and_then(|last| below.get(last)).or(above.last());
        let article = above.first().map_or(0, |row| row.range().start)..end.map_or(0, |row| row.range().end);
        let total = over.or(under).and_then(|row| marker::count(row.text(source))).flatten();
        Self { article, headline: headline::find(source, above), total, comments }
    }
}

/// The comments of a text that has nothing else, but for a line that announces them.
pub(super) fn comments(source: &str) -> Comments {
    let rows = Row::all(source);
    let from = usize::from(rows.len() > 1 && rows.first().is_some_and(|row| is_marker_row(source, row)));
    let rows = rows.get(from..).unwrap_or_default();
    told_apart(source, rows, Learnt::of(source, rows, Side::Comments))
}

/// Whether a line announces comments.
pub(super) fn is_marker(line: &str) -> bool {
    marker::count(line).is_some()
}

/// The comments in rows with these heads.
fn told_apart(source: &str, rows: &[Row], heads: Learnt) -> Comments {
    let lines = || Comments::Lines(rows.iter().map(Row::range).collect());
    piece::all(source, rows, &heads).map_or_else(lines, Comments::Pieces)
}

/// The evidence for comments at each place of a page, from the second line on and past the last:
/// blank ones are not counted. For training.
pub(super) fn places(source: &str) -> Vec<Weights> {
    let rows = Row::all(source);
    let learnt = Learnt::of(source, &rows, Side::Page);
    let evidence = border::Evidence::of(source, &rows, &learnt);
    (1..=rows.len()).map(|cut| evidence.at(cut)).collect()
}

/// How many lines stand above the comments with these weights, blank ones not counted. For
/// training.
pub(super) fn above(source: &str, weights: &Weights) -> usize {
    let rows = Row::all(source);
    border(source, &rows, &Learnt::of(source, &rows, Side::Page), weights)
}

/// The row with which the comments begin.
fn border(source: &str, rows: &[Row], learnt: &Learnt, weights: &Weights) -> usize {
    // Posts with cells are the page's, and what stands above them is not.
    if let Some(first) = learnt.starts.first().filter(|_| learnt.cell) {
        return *first;
    }
    let is_written = || is_wrapped(rows) || is_underlined(source, rows);
    if learnt.rows.len() < 2 && is_written() && !rows.iter().any(|row| marker::count(row.text(source)).is_some()) {
        return rows.len();
    }
    let mut near = FAR.map(|far| far.min(rows.len())).to_vec();
    near.dedup();
    let among = |far| Some(border_in(source, rows.get(..far)?, &learnt.up_to(far), weights)).filter(|cut| *cut < far);
    // What counts the comments of another page stands beside the heads of this one.
    let is_below_heads = |cut: &usize| learnt.rows.len() >= 4 && learnt.starts.first().is_some_and(|first| cut > first);
    counted(source, rows)
        .filter(|cut| !is_below_heads(cut))
        .or_else(|| near.into_iter().find_map(among))
        .unwrap_or(rows.len())
}

/// The same among rows of which none says how many comments follow.
fn border_in(source: &str, rows: &[Row], learnt: &Learnt, weights: &Weights) -> usize {
    let cut = border::find(&border::Evidence::of(source, rows, learnt), weights);
    let cut = if is_lone(source, rows, cut, learnt) { rows.len() } else { cut };
    let again = || gap::find(source, rows).or_else(|| set_in::find(source, rows)).or_else(|| said(source, rows));
    if cut < rows.len() { cut } else { again().unwrap_or(cut) }
}

/// Whether a row says that comments follow.
fn is_marker_row(source: &str, row: &Row) -> bool {
    row.width <= 60 && is_marker(row.text(source))
}

/// Whether what begins there is one line that nothing announces: perhaps the last one of the
/// article, cut off.
fn is_lone(source: &str, rows: &[Row], cut: usize, learnt: &Learnt) -> bool {
    let above = || cut.checked_sub(1).and_then(|at| rows.get(at));
    cut + 1 == rows.len()
        && learnt.rows.iter().all(|row| *row == cut)
        && !above().is_some_and(|row| is_marker_row(source, row))
}

/// The row below a marker whose number is that of the lines that follow: no scale is needed
/// where the page has counted. Up to twice as many lines may be comments of several; nearer to
/// the top than that, such a line stands over the article as often as over its comments, unless
/// prose stands above it and blank lines on both sides.
fn counted(source: &str, rows: &[Row]) -> Option<usize> {
    (1..rows.len()).rev().find(|at| {
        let count = rows.get(at - 1).filter(|row| row.width <= 60).and_then(|row| marker::count(row.text(source)));
        let Some(Some(count)) = count else { return false };
        let below = u64::try_from(rows.len() - at).unwrap_or(u64::MAX);
        let above = rows.get(..at - 1).unwrap_or_default();
        let is_apart = || rows.get(at - 1..=*at).is_some_and(|beside| beside.iter().all(|row| row.blanks > 0));
        let is_low = above.len() > 3 || is_apart() && above.iter().any(|row| row.is_prose(source));
        let fits = count > 1 && (count..=count.saturating_mul(2)).contains(&below);
        (!above.is_empty() && below == count) || (is_low && fits)
    })
}

/// The row of a single `Ann said...` with dots, as one blog service writes above each comment: below
/// prose that is enough, though nothing is repeated.
fn said(source: &str, rows: &[Row]) -> Option<usize> {
    let name = |row: &Row| row.text(source).strip_suffix("said...").or(row.text(source).strip_suffix("said…"));
    let is_head =
        |row: &Row| row.width <= 60 && name(row).is_some_and(|name| (1..=5).contains(&name.split_whitespace().count()));
    let cut = rows.iter().position(is_head)?;
    let is_below = rows.get(..cut)?.iter().any(|row| row.is_prose(source));
    (is_below && cut + 1 < rows.len()).then_some(cut)
}

/// Whether the first line is underlined, as titles are in documents that somebody wrote as text.
fn is_underlined(source: &str, rows: &[Row]) -> bool {
    let is_rule =
        |row: &Row| row.width >= 4 && ["=", "-", "~"].iter().any(|sign| row.text(source).replace(sign, "").is_empty());
    rows.get(1).is_some_and(|row| row.blanks == 0 && is_rule(row))
}

/// Whether lines are broken by hand near one column: most of them end in its last quarter.
/// Such a text has paragraphs of many lines, of which no line is a comment.
fn is_wrapped(rows: &[Row]) -> bool {
    let widest = rows.iter().map(|row| row.width).max().unwrap_or(0);
    let near = rows.iter().filter(|row| row.width * 4 >= widest * 3).count();
    rows.len() >= 4 && (40..=100).contains(&widest) && near * 10 >= rows.len() * 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_ends_near_the_top_however_long_the_page_is() {
        const COMMENTS: usize = 20_000;
        let mut source = "The footbridge\n\n".to_owned();
        for year in ["1911", "1926", "1954", "1968", "1987", "2024"] {
            source.push_str(&format!("It was closed in {year}, after a flood had moved one of its piers, and it was opened again when the council had found somebody to pay for the timber.\n\n"));
        }
        let end = source.trim_end().len();
        for n in 0..COMMENTS {
            source.push_str(&format!(
                "ann{n} | 2024-05-01T10:00:00Z | 5 points\nIt lasted for ninety years.\nOr more.\n\n"
            ));
        }
        let page = Page::of(&source);
        assert_eq!(page.article.end, end);
        assert!(matches!(page.comments, Comments::Pieces(pieces) if pieces.len() == COMMENTS));
    }

    #[test]
    fn a_page_cut_off_behind_a_head_has_its_names_above_the_words() {
        let article = "The footbridge\n\nIt was closed after a flood had moved one of its piers, and nobody knows what it would cost.\n\n";
        let comment =
            |n: usize| format!("ann{n}\nMay {n}, 2024 at 10:0{n} am\nIt lasted for ninety years, and {n}.\n\n");
        let source = format!("{article}{}ann6\nMay 6, 2024 at 10:06 am", (1..6).map(comment).collect::<String>());
        let page = Page::of(&source);
        let Comments::Pieces(pieces) = page.comments else { panic!("no pieces") };
        let words = |place: Option<Place>| place.map_or("", |place| &source[place.range()]);
        let said: Vec<_> = pieces.iter().map(|piece| (words(piece.author), words(piece.body))).collect();
        assert_eq!(said.len(), 6);
        for (n, (author, body)) in (1..6).zip(said) {
            assert_eq!(author, format!("ann{n}"));
            assert_eq!(body, format!("It lasted for ninety years, and {n}."));
        }
    }

    #[test]
    fn who_said_something_with_dots_begins_the_comments() {
        let prose = "The council has voted for the bridge that was planned for years, and nobody has asked us.";
        let cut = |lines: &[&str]| {
            let source = lines.join("\n");
            said(&source, &Row::all(&source))
        };
        assert_eq!(
            cut(&["The bridge", prose, "Tips for bridges said...", "Nice.", "October 25, 2012 6:51 AM"]),
            Some(2)
        );
        assert_eq!(cut(&["The bridge", prose, "That is all she said.", "Nice."]), None);
        assert_eq!(cut(&["The bridge", "Tips for bridges said...", "Nice."]), None);
        assert_eq!(cut(&["The bridge", prose, "Tips for bridges said..."]), None);
    }
}
