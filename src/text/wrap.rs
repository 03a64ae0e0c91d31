//! Lines: where a paragraph breaks at a width.
//!
//! Lines are byte ranges of the text, so that styles, links and search hits, which are ranges too, fall into place by
//! comparing numbers. Words are filled in first-fit: a line of a discussion is read once, and a break that moves with
//! each word that is typed into a filter would cost more calm than an even margin gives.
//!
//! Break opportunities are those of UAX 14 as `textwrap` finds them (blanks, between ideographs, after the slashes of a
//! URL, not after hyphens). Its measuring is not used: it counts by character and is wrong for emoji, so that lines
//! came out one cell too wide and families were cut in two. Pieces are measured by [`width::graphemes`], and filled by
//! the few lines of `Filler::place`, which both ways below share and which need no list of all fragments (40 bytes for
//! each ideograph).
//!
//! A paragraph of printable ASCII goes a shorter way: a blank always may break, and UAX 14 is asked only about the word
//! that does not fit, once a line. Measured on a paragraph of 10 MB at 80 cells, a release build on a shared core, best
//! of five: 19 ms this way, 830 ms the other (`textwrap::wrap` first-fit: 840 ms). On words and URLs both give the same
//! lines, which a property holds them to; in odd spacing such as "( a" or "a !" UAX 14 keeps the blank and the short
//! way breaks there.

use super::width;
use std::ops::Range;
use textwrap::WordSeparator::UnicodeBreakProperties;

#[cfg(test)]
mod tests;

/// Byte ranges of the lines of `text` at `width` cells.
///
/// - `'\n'` is a hard break and in no range; an empty text has one empty line.
/// - Blanks at a break are in no range. Blanks at the start of a paragraph are kept where they leave room for a word.
/// - No range is wider than `width`, but for a single grapheme of two cells where `width` is 1. Width 0 is taken as 1.
/// - A word longer than a line begins a line and is cut at grapheme borders.
pub fn lines(text: &str, width: usize) -> Vec<Range<usize>> {
    lines_hanging(text, width, width)
}

/// Like [`lines`], with the first line `first` cells wide and all others `rest`: for a label before the text, or a list
/// item's sign.
pub fn lines_hanging(text: &str, first: usize, rest: usize) -> Vec<Range<usize>> {
    let mut filler = Filler::new(text, first, rest);
    for line in hard_lines(text) {
        if is_printable_ascii(&text[line.clone()]) {
            filler.ascii(line.clone());
        } else {
            filler.unicode(line.clone(), 0);
        }
        filler.end_line(line.start);
    }
    filler.done
}

/// Byte ranges of the lines of preformatted `text`: hard breaks, and cuts at `width` cells wherever they fall. Nothing
/// is lost but `'\n'`.
pub fn preformatted(text: &str, width: usize) -> Vec<Range<usize>> {
    let mut filler = Filler::new(text, width, width);
    for line in hard_lines(text) {
        filler.cut(line.clone(), true);
        filler.end_line(line.start);
    }
    filler.done
}

fn hard_lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end + 1;
        range
    })
}

fn is_printable_ascii(s: &str) -> bool {
    s.bytes().fold(true, |all, b| all & (0x20..0x7f).contains(&b))
}

/// White space at which a line may end: not the no-break spaces.
fn is_blank(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// Fills lines with pieces of text.
struct Filler<'a> {
    text: &'a str,
    first: usize,
    rest: usize,
    done: Vec<Range<usize>>,
    /// The line being filled.
    line: Option<Range<usize>>,
    /// Cells of it.
    used: usize,
}

impl<'a> Filler<'a> {
    fn new(text: &'a str, first: usize, rest: usize) -> Self {
        let (first, rest) = (first.max(1), rest.max(1));
        Filler { text, first, rest, done: Vec::new(), line: None, used: 0 }
    }

    /// Width of the line being filled.
    fn limit(&self) -> usize {
        if self.done.is_empty() { self.first } else { self.rest }
    }

    /// Puts `piece`, `cells` wide, after `gap` cells of blanks.
    fn place(&mut self, piece: Range<usize>, cells: usize, gap: usize) {
        match &mut self.line {
            Some(line) if self.used + gap + cells <= if self.done.is_empty() { self.first } else { self.rest } => {
                line.end = piece.end;
                self.used += gap + cells;
                return;
            }
            Some(_) => self.close(),
            None => {}
        }
        if cells <= self.limit() {
            self.line = Some(piece);
            self.used = cells;
        } else {
            self.cut(piece, false);
        }
    }

    /// Puts the first piece of a paragraph: its blanks are an indent, and kept if they leave room.
    fn place_indented(&mut self, start: usize, piece: Range<usize>, cells: usize, indent: usize) {
        if indent + cells <= self.limit() {
            self.line = Some(start..piece.end);
            self.used = indent + cells;
        } else {
            self.place(piece, cells, 0);
        }
    }

    fn close(&mut self) {
        self.done.extend(self.line.take());
        self.used = 0;
    }

    /// Ends a paragraph that began at byte `start`; one without words is an empty line.
    fn end_line(&mut self, start: usize) {
        self.line.get_or_insert(start..start);
        self.close();
    }

    /// Puts a piece on lines of its own, cut wherever a line is full. The last of them stays open. Blanks at the cuts
    /// go, unless `keep`.
    fn cut(&mut self, piece: Range<usize>, keep: bool) {
        let text = &self.text[piece.clone()];
        if is_printable_ascii(text) && (keep || !text.contains(' ')) {
            return self.cut_ascii(piece);
        }
        let mut gap = 0;
        for (at, grapheme, cells) in width::graphemes(text) {
            let at = piece.start + at;
            if !keep && grapheme.chars().all(is_blank) {
                gap += cells;
                continue;
            }
            if self.used + gap + cells > self.limit() && self.used > 0 {
                self.close();
                gap = 0;
            }
            self.line.get_or_insert(at..at).end = at + grapheme.len();
            self.used += gap + cells;
            gap = 0;
        }
    }

    fn cut_ascii(&mut self, piece: Range<usize>) {
        let mut start = piece.start;
        while start < piece.end {
            if self.used > 0 {
                self.close();
            }
            let end = piece.end.min(start.saturating_add(self.limit()));
            self.line = Some(start..end);
            self.used = end - start;
            start = end;
        }
    }

    /// Fills with a paragraph of printable ASCII.
    fn ascii(&mut self, range: Range<usize>) {
        let text = self.text;
        let bytes = &text.as_bytes()[range.clone()];
        let ends = memchr::memchr_iter(b' ', bytes).chain(std::iter::once(bytes.len()));
        let (mut start, mut last, mut fresh) = (0, 0, true);
        for end in ends {
            let (cells, gap) = (end - start, start - last);
            if cells > 0 {
                let word = range.start + start..range.start + end;
                if std::mem::take(&mut fresh) && gap + cells <= self.limit() {
                    self.place_indented(range.start, word, cells, gap);
                } else if self.fits(gap + cells) || bytes[start..end].iter().all(u8::is_ascii_alphanumeric) {
                    self.place(word, cells, gap);
                } else {
                    self.unicode(word, gap);
                }
                last = end;
            }
            start = end + 1;
        }
    }

    fn fits(&self, cells: usize) -> bool {
        self.line.is_some() && self.used + cells <= self.limit()
    }

    /// Fills with text of any script, after `gap` cells of blanks: pieces between break opportunities, measured by
    /// grapheme. An opportunity inside a grapheme is none: the piece goes on to the grapheme's end.
    fn unicode(&mut self, range: Range<usize>, mut gap: usize) {
        let text = &self.text[range.clone()];
        let mut graphemes = width::graphemes(text).peekable();
        let mut border = 0;
        let mut fresh = self.line.is_none();
        for word in UnicodeBreakProperties.find_words(text) {
            border += word.word.len() + word.whitespace.len();
            let Some(&(start, ..)) = graphemes.peek() else {
                break;
            };
            let (mut end, mut cells, mut blanks) = (start, 0, 0);
            while let Some((at, grapheme, wide)) = graphemes.next_if(|&(at, ..)| at < border) {
                if grapheme.chars().all(is_blank) {
                    blanks += wide;
                } else {
                    cells += blanks + wide;
                    blanks = 0;
                    end = at + grapheme.len();
                }
            }
            if end > start {
                let piece = range.start + start..range.start + end;
                if std::mem::take(&mut fresh) {
                    self.place_indented(range.start, piece, cells, gap);
                } else {
                    self.place(piece, cells, gap);
                }
                gap = 0;
            }
            gap += blanks;
        }
    }
}
