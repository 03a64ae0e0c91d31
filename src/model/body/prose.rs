//! Articles without markup.
//!
//! A page that was saved as text has lost its structure, but not the habits of those who
//! set it: a heading is short and ends without a stop, the line about the author and the
//! licence stand at an end. What is not told clearly stays a paragraph: a heading missed
//! costs less than a sentence shouted.

mod line;

use super::piece::{Piece, PieceKind, is_hard_wrapped, pieces};
use super::plain;
use super::writer::{BodyWriter, Stand};
use super::{BlockKind, Body};
use crate::text::{Raw, width};

/// Lines up to this width that stand together are verse or an address.
const VERSE: usize = 60;

/// The level of a heading that is told by its look alone: the title is level 1.
const PLAIN_LEVEL: u8 = 2;

/// Reads an article.
pub(super) fn read(raw: Raw) -> Body {
    let pieces = split(pieces(raw.expose()));
    let kinds = line::kinds(&pieces);
    let mut writer = BodyWriter::new();
    for (part, kind) in pieces.iter().zip(kinds) {
        match kind {
            None => plain::write(&mut writer, &part.piece, part.joined),
            Some(kind) => write_line(&mut writer, part, kind),
        }
    }
    writer.finish()
}

fn write_line(writer: &mut BodyWriter, part: &Part<'_>, kind: BlockKind) {
    let line = part.piece.lines.iter().copied();
    writer.begin(Stand::plain(kind));
    for line in line {
        writer.gap();
        plain::linked(writer, line.trim());
    }
    writer.end();
}

/// A piece that will be one block.
pub(super) struct Part<'a> {
    piece: Piece<'a>,
    /// Whether its lines are one paragraph that was broken by a program.
    joined: bool,
    /// The level of a heading that is marked as one.
    heading: Option<u8>,
}

impl<'a> Part<'a> {
    fn whole(piece: Piece<'a>, joined: bool) -> Self {
        Self { piece, joined, heading: None }
    }
}

/// Decides which lines are paragraphs of their own.
fn split(pieces: Vec<Piece<'_>>) -> Vec<Part<'_>> {
    let wrapped = is_wrapped_text(&pieces);
    let chunks = pieces.iter().filter(|p| p.spaced).count();
    let mut parts = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if piece.kind == PieceKind::Words && piece.quote == 0 {
            split_words(&mut parts, piece, wrapped, chunks > 2);
        } else {
            let joined = matches!(piece.kind, PieceKind::Item(_) | PieceKind::Words)
                && (wrapped || is_hard_wrapped(&piece.lines, 3, piece.quote * 2));
            parts.push(Part::whole(piece, joined));
        }
    }
    parts
}

/// Whether most runs of lines were broken at a column: then all of them were.
fn is_wrapped_text(pieces: &[Piece<'_>]) -> bool {
    let runs = pieces.iter().filter(|p| p.kind == PieceKind::Words && p.lines.len() > 1);
    let (mut broken, mut all) = (0, 0);
    for run in runs {
        all += run.lines.len();
        if is_hard_wrapped(&run.lines, 2, run.quote * 2) {
            broken += run.lines.len();
        }
    }
    broken > 0 && broken * 2 >= all
}

/// Splits a run of lines: marked headings come off, the rest is one wrapped paragraph, or
/// verse, or a paragraph a line.
fn split_words<'a>(parts: &mut Vec<Part<'a>>, piece: Piece<'a>, wrapped: bool, spread: bool) {
    let mut run: Vec<&'a str> = Vec::new();
    let mut spaced = piece.spaced;
    let mut lines = piece.lines.iter().copied().peekable();
    while let Some(line) = lines.next() {
        let under = lines.peek().and_then(|next| underline(line, next));
        let found = under.map(|level| (level, line)).or_else(|| hashes(line));
        let Some((level, title)) = found else {
            run.push(line);
            continue;
        };
        if under.is_some() {
            lines.next();
        }
        split_run(parts, std::mem::take(&mut run), spaced, wrapped, spread);
        spaced = true;
        parts.push(Part { heading: Some(level), ..Part::whole(words(vec![title], true), false) });
    }
    split_run(parts, run, spaced, wrapped, spread);
}

fn split_run<'a>(parts: &mut Vec<Part<'a>>, run: Vec<&'a str>, spaced: bool, wrapped: bool, spread: bool) {
    let verse = spread && run.iter().all(|l| width::cells(l.trim()) <= VERSE);
    let narrow = run.iter().all(|l| width::cells(l.trim()) <= 100);
    if run.len() < 2 || verse || (wrapped && narrow) {
        if !run.is_empty() {
            let joined = wrapped && (run.len() < 2 || is_filled(&run));
            parts.push(Part::whole(words(run, spaced), joined));
        }
    } else {
        let own = run.into_iter().map(|line| words(vec![line], true));
        parts.extend(own.map(|piece| Part::whole(piece, false)));
    }
}

/// Whether the lines of a run in wrapped text are full: verse in such a text is not.
fn is_filled(run: &[&str]) -> bool {
    let full = run.iter().take(run.len() - 1);
    full.clone().all(|l| width::cells(l.trim()) >= 40)
}

fn words(lines: Vec<&str>, spaced: bool) -> Piece<'_> {
    Piece { kind: PieceKind::Words, quote: 0, indent: 0, spaced, lines }
}

/// The level of a heading that is underlined in the next line.
fn underline(line: &str, next: &str) -> Option<u8> {
    let next = next.trim();
    let sign = next.chars().next()?;
    let level = match sign {
        '=' => 1,
        '-' | '~' => 2,
        _ => return None,
    };
    let fits = next.len() >= 3 && next.chars().all(|c| c == sign);
    let short = width::cells(line.trim()) <= 100;
    (fits && short && line.chars().any(char::is_alphanumeric)).then_some(level)
}

/// The level and words of a heading in Markdown's manner.
fn hashes(line: &str) -> Option<(u8, &str)> {
    let rest = line.trim_start_matches('#');
    let level = u8::try_from(line.len() - rest.len()).ok()?;
    let title = rest.trim().trim_end_matches('#').trim_end();
    let heading = (1..=6).contains(&level) && rest.starts_with(' ') && !title.is_empty();
    heading.then_some((level, title))
}
