//! A page with one blank line only: prose above it, talk below it.
//!
//! The scale of places ([`border`](mod@super::border)) weighs how the voices of the two parts
//! differ, and says "no comments" where the article itself is talk (somebody who answers
//! questions, a short note in the first person): then nothing changes at the border but
//! its blank line. Such a page is looked at once more, by what stands below that line alone.
//!
//! The shares were set by hand, as round numbers, on half of the 168 pages that
//! [`weights`](super::weights) tells of (all blank lines but one taken out; the one at the
//! border, or one within an article alone) and on half of the discussions in other formats.
//! Of pages whose comments had all been missed, with prose above and five lines below, 2 of 3
//! are found on that half and 3 of 5 on the other; a blank line within an article alone is
//! taken for the border in none of 141 pages more than before there, and in 3 of 153 on the
//! other.

use super::row::Row;
use super::voice;

/// Fewer lines than this below the blank line are no sign of a discussion.
const FEWEST: usize = 5;
/// Lines with fewer characters are short, others may be prose.
const SHORT: u32 = 60;
/// In hundredths of the lines: how many begin as people begin to talk, are written without
/// care, and are short.
const OPENING: usize = 15;
const LOOSE: usize = 30;
const SHORTS: usize = 45;

/// The row below the only blank line, if what stands there is talk.
pub(super) fn find(source: &str, rows: &[Row]) -> Option<usize> {
    let mut gaps = rows.iter().enumerate().skip(1).filter(|(_, row)| row.blanks > 0).map(|(at, _)| at);
    let (cut, None) = (gaps.next()?, gaps.next()) else { return None };
    let (above, below) = rows.split_at_checked(cut)?;
    // A title, a name and a date above a blank line are the head of an article, not all of it.
    let prose = above.iter().skip(1).filter(|row| row.width >= SHORT).count();
    (prose >= 2 && below.len() >= FEWEST && is_talk(source, below)).then_some(cut)
}

fn is_talk(source: &str, rows: &[Row]) -> bool {
    let (mut opening, mut loose, mut short) = (0, 0, 0);
    for row in rows {
        let manner = voice::manner(row, row.text(source));
        opening += usize::from(manner.opens);
        loose += usize::from(manner.loose);
        short += usize::from(row.width < SHORT);
    }
    let reaches = |count: usize, share: usize| count * 100 >= share * rows.len();
    reaches(opening, OPENING) && reaches(loose, LOOSE) && reaches(short, SHORTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str = "I kept bees on my roof for ten years, and I will answer what you ask me about them!";
    const TALK: [&str; 8] = [
        "how many stings so far",
        "I lost count, honestly",
        "What is the best month of the year for a beginner to start with a hive of his own?",
        "so spring then",
        "Yes, late spring",
        "my neighbours would never allow it",
        "thanks for doing this",
        "Great fun to read all of this on a grey morning, and the pictures are lovely too.",
    ];

    fn found(above: &[&str], below: &[&str]) -> Option<usize> {
        let source = format!("{}\n\n{}\n", above.join("\n"), below.join("\n"));
        find(&source, &Row::all(&source))
    }

    #[test]
    fn talk_below_the_only_blank_line_is_comments() {
        assert_eq!(found(&["Ask a beekeeper", PROSE, PROSE], &TALK), Some(3));
    }

    #[test]
    fn prose_below_it_is_the_article_that_goes_on() {
        assert_eq!(found(&["Ask a beekeeper", PROSE, PROSE], &[PROSE; 8]), None);
    }

    #[test]
    fn a_head_above_it_is_no_article() {
        assert_eq!(found(&["Ask a beekeeper", "by Ann Lee", "May 3"], &TALK), None);
    }

    #[test]
    fn two_blank_lines_say_nothing() {
        assert_eq!(found(&["Ask a beekeeper", PROSE, "", PROSE], &TALK), None);
    }
}
