//! Comments without markup.
//!
//! People write what mail taught them: blank lines between paragraphs, `>` before quoted
//! lines, signs before list items, code set in. A single line end is kept, for it may be
//! verse, an address or a list; only text that a program has broken near column 72 is
//! joined again, since it would break a second time on the screen.

use linkify::{LinkFinder, LinkKind};

use super::piece::{Piece, PieceKind, is_hard_wrapped, pieces};
use super::writer::{BodyWriter, Stand};
use super::{BlockKind, Body};
use crate::text::{Clean, Raw};

/// A run of lines has to be this long before it can be taken for hard-wrapped.
const LEAST_WRAPPED: usize = 3;

/// Reads a comment.
pub(super) fn read(raw: Raw) -> Body {
    let mut writer = BodyWriter::new();
    for piece in pieces(raw.expose()) {
        let words = matches!(piece.kind, PieceKind::Words | PieceKind::Item(_));
        let joined = words && is_hard_wrapped(&piece.lines, LEAST_WRAPPED, piece.quote * 2);
        write(&mut writer, &piece, joined);
    }
    writer.finish()
}

/// Writes a piece; its lines are joined, or stay lines.
pub(super) fn write(writer: &mut BodyWriter, piece: &Piece<'_>, joined: bool) {
    let kind = match piece.kind {
        PieceKind::Words | PieceKind::Signature => BlockKind::Paragraph,
        PieceKind::Code => BlockKind::Code,
        PieceKind::Item(sign) => BlockKind::Item(item_sign(sign)),
        PieceKind::Rule => return writer.rule(piece.quote, piece.indent),
    };
    let code = kind == BlockKind::Code;
    writer.begin(Stand { kind, quote: piece.quote, indent: piece.indent, spaced: piece.spaced });
    for (n, line) in piece.lines.iter().enumerate() {
        match (n, code, joined) {
            (0, ..) => {}
            (_, true, _) => writer.line_break(),
            (_, false, true) => writer.gap(),
            (_, false, false) => writer.line_break(),
        }
        if code {
            writer.verbatim(line);
        } else {
            linked(writer, line);
        }
    }
    writer.end();
}

/// The sign that the screen shows: one bullet for all, numbers as written.
pub(super) fn item_sign(sign: &str) -> Clean {
    if sign.starts_with(|c: char| c.is_ascii_digit()) { Clean::line(Raw::new(sign)) } else { Clean::own("•") }
}

/// Writes a line; the addresses in it become links.
pub(super) fn linked(writer: &mut BodyWriter, line: &str) {
    if !line.contains("://") && !line.contains("www.") {
        return writer.words(line);
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(false);
    for span in finder.spans(line) {
        match span.kind().and_then(|_| web_address(span.as_str())) {
            Some(url) => {
                writer.open_link(&url);
                writer.words(span.as_str());
                writer.close_link();
            }
            None => writer.words(span.as_str()),
        }
    }
}

/// The address that a word leads to, if it is one of the web.
fn web_address(word: &str) -> Option<String> {
    let starts = |prefix: &str| word.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if starts("http://") || starts("https://") {
        Some(word.to_owned())
    } else {
        starts("www.").then(|| format!("http://{word}"))
    }
}
