//! Plain text cut into pieces: what its blank lines, quote signs, list signs and
//! indentation say. Comments and articles share this; they differ in what a run of lines
//! without any sign means, which is decided by [`super::plain`] and [`super::prose`].

use crate::text::width;

/// Lines that belong together.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub(super) kind: PieceKind<'a>,
    /// Levels of quotes.
    pub(super) quote: usize,
    /// Steps of list indentation.
    pub(super) indent: usize,
    /// Whether a blank line stands before it.
    pub(super) spaced: bool,
    /// The lines without their signs.
    pub(super) lines: Vec<&'a str>,
}

/// What the signs say.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PieceKind<'a> {
    /// Lines without a sign.
    Words,
    /// A list item with its sign as written.
    Item(&'a str),
    /// Indented or fenced lines.
    Code,
    /// From the line `-- ` on.
    Signature,
    /// A line of nothing but `---`, `***` or `* * *`.
    Rule,
}

/// An indented run is taken for code only up to this width: wider lines are paragraphs
/// whose first line is set in.
const CODE_WIDTH: usize = 120;

/// Cuts a text into pieces. Takes time linear in its length.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let lines: Vec<(usize, &str)> = lines(text).into_iter().map(quote_level).collect();
    pieces_of(&lines)
}

/// Cuts lines whose quote signs are counted and taken off already.
pub(super) fn pieces_of<'a>(lines: &[(usize, &'a str)]) -> Vec<Piece<'a>> {
    let mut cutter = Cutter::default();
    let mut at = 0;
    while at < lines.len() {
        at += cutter.take(&lines[at..]);
    }
    cutter.pieces
}

/// The lines of a text, whichever of the three line ends it uses.
pub(super) fn lines(text: &str) -> Vec<&str> {
    if memchr::memchr(b'\n', text.as_bytes()).is_none() {
        return text.split('\r').collect();
    }
    let cut = |line: &'_ str| line.len() - usize::from(line.ends_with('\r'));
    text.split('\n').map(|l| &l[..cut(l)]).collect()
}

/// The level of a line's quotes and the line without their signs.
fn quote_level(line: &str) -> (usize, &str) {
    let mut rest = line;
    let mut level = 0;
    loop {
        let trimmed = rest.trim_start_matches(' ');
        let space = rest.len() - trimmed.len();
        match trimmed.strip_prefix('>') {
            Some(after) if space <= 3 => {
                level += 1;
                rest = after;
            }
            _ => break,
        }
    }
    if level == 0 || is_face(rest) {
        return (0, line);
    }
    (level, rest.strip_prefix(' ').unwrap_or(rest))
}

/// Whether what follows a `>` makes it a face or an operator (`>:(`, `>_<`, `>=`).
pub(super) fn is_face(after: &str) -> bool {
    let mut chars = after.chars();
    match (chars.next(), chars.next()) {
        (Some('_' | '=' | '<'), _) => true,
        (Some('.'), Some(next)) => matches!(next, '<' | '>'),
        (Some(':' | ';'), Some(next)) => "()[]{}|'-/\\DOP0".contains(next),
        _ => false,
    }
}

#[derive(Default)]
struct Cutter<'a> {
    pieces: Vec<Piece<'a>>,
    /// Whether the last piece takes further lines.
    open: bool,
    /// Whether a blank line was met since the last piece.
    blank: bool,
    /// Fences that were never closed; each cost a look at the whole rest.
    unclosed: usize,
}

/// After so many fences without an end no further one is looked for.
const MOST_UNCLOSED: usize = 16;

impl<'a> Cutter<'a> {
    /// Takes one line or a run of lines; says how many.
    fn take(&mut self, lines: &[(usize, &'a str)]) -> usize {
        let (quote, line) = lines[0];
        if line.trim().is_empty() {
            self.open = false;
            self.blank = true;
            return 1;
        }
        if let Some(taken) = self.fence(lines).or_else(|| self.indented(lines)) {
            return taken;
        }
        if matches!(line, "-- " | "--") {
            self.push(PieceKind::Signature, quote, 0, line);
        } else if !self.continues(quote) && is_rule(line) {
            self.push(PieceKind::Rule, quote, 0, line);
            self.open = false;
        } else if let Some((sign, indent, rest)) = self.item(quote, line) {
            self.push(PieceKind::Item(sign), quote, indent, rest);
        } else if self.continues(quote)
            && let Some(last) = self.pieces.last_mut()
        {
            last.lines.push(line);
        } else {
            self.push(PieceKind::Words, quote, 0, line);
        }
        1
    }

    fn push(&mut self, kind: PieceKind<'a>, quote: usize, indent: usize, line: &'a str) {
        self.pieces.push(Piece {
            kind,
            quote,
            indent,
            spaced: self.blank || self.pieces.is_empty(),
            lines: vec![line],
        });
        self.open = true;
        self.blank = false;
    }

    fn continues(&self, quote: usize) -> bool {
        self.open && self.pieces.last().is_some_and(|p| p.quote == quote)
    }

    /// A fenced block. A fence that is never closed is just a line.
    fn fence(&mut self, lines: &[(usize, &'a str)]) -> Option<usize> {
        let (quote, first) = lines[0];
        let mark = fence_mark(first).filter(|_| self.unclosed < MOST_UNCLOSED)?;
        let close =
            lines.iter().skip(1).take_while(|(level, _)| *level == quote).position(|(_, line)| line.trim() == mark);
        self.unclosed += usize::from(close.is_none());
        let close = close?;
        let inside: Vec<&str> = lines[1..=close].iter().map(|(_, l)| *l).collect();
        self.push(PieceKind::Code, quote, 0, "");
        self.open = false;
        if let Some(last) = self.pieces.last_mut() {
            last.lines = inside;
        }
        Some(close + 2)
    }

    /// A run of lines that are set in, after a blank line and before one.
    fn indented(&mut self, lines: &[(usize, &'a str)]) -> Option<usize> {
        let (quote, first) = lines[0];
        if self.continues(quote) || list_sign(first.trim_start()).is_some() {
            return None;
        }
        let mut code = Vec::new();
        // The lines up to the last one set in, and up to the last blank one before it: if
        // the run does not end with a blank line, only those are sure.
        let (mut taken, mut sure) = (0, 0);
        for (n, (level, line)) in lines.iter().enumerate() {
            if line.trim().is_empty() && *level <= quote {
                code.push("");
                sure = taken;
            } else if *level == quote
                && let Some(inner) = unindent(line)
            {
                code.push(inner);
                taken = n + 1;
            } else {
                break;
            }
        }
        let ends = lines.get(taken).is_none_or(|(level, line)| line.trim().is_empty() || *level != quote);
        let taken = if ends { taken } else { sure };
        code.truncate(taken);
        if taken == 0 {
            return None;
        }
        self.push(PieceKind::Code, quote, 0, "");
        self.open = false;
        if let Some(last) = self.pieces.last_mut() {
            last.lines = code;
        }
        Some(taken)
    }

    /// A list item. A number other than 1 does not break into a paragraph: it is more
    /// often the next word of a sentence.
    fn item(&self, quote: usize, line: &'a str) -> Option<(&'a str, usize, &'a str)> {
        let trimmed = line.trim_start();
        let (sign, rest) = list_sign(trimmed)?;
        let inside_words = self.continues(quote) && self.pieces.last()?.kind == PieceKind::Words;
        let number = sign.starts_with(|c: char| c.is_ascii_digit());
        if inside_words && number && !matches!(sign, "1." | "1)") {
            return None;
        }
        Some((sign, (line.len() - trimmed.len()) / 2, rest))
    }
}

fn fence_mark(line: &str) -> Option<&'static str> {
    let line = line.trim_start();
    [("```", '`'), ("~~~", '~')]
        .into_iter()
        .find(|(mark, sign)| {
            line.strip_prefix(mark).is_some_and(|info| !info.contains(*sign) && info.split_whitespace().count() <= 1)
        })
        .map(|(mark, _)| mark)
}

/// A line of code without its indentation.
fn unindent(line: &str) -> Option<&str> {
    let narrow = |inner: &&str| inner.len() <= CODE_WIDTH || width::cells(inner) <= CODE_WIDTH;
    line.strip_prefix("    ")
        .or_else(|| line.strip_prefix('\t'))
        .filter(|inner| !inner.trim().is_empty())
        .filter(narrow)
}

fn is_rule(line: &str) -> bool {
    let mut signs = line.chars().filter(|c| !c.is_whitespace());
    let Some(first @ ('-' | '*' | '_' | '=' | '─' | '—')) = signs.next() else {
        return false;
    };
    let more = signs.clone().count();
    more >= 2 && signs.all(|c| c == first)
}

/// A list sign and what stands after it: `-`, `*`, `+`, `•`, `1.`, `1)`.
fn list_sign(line: &str) -> Option<(&str, &str)> {
    let digits = line.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let end = match (digits, line[digits..].chars().next()?) {
        (0, sign @ ('-' | '*' | '+' | '•' | '·')) => sign.len_utf8(),
        (1..=3, '.' | ')') => digits + 1,
        _ => return None,
    };
    let (sign, rest) = line.split_at(end);
    let words = rest.trim_start();
    (words.len() < rest.len() && !words.is_empty()).then_some((sign, words))
}

/// Columns between which the lines of hard-wrapped text end.
const WRAPPED: std::ops::RangeInclusive<usize> = 50..=80;

/// Whether lines were broken by a program at some column: most of them end between 50 and
/// 80 columns, and the next line's first word would not have fitted.
pub(super) fn is_hard_wrapped(lines: &[&str], least: usize, taken: usize) -> bool {
    let Some(full) = lines.len().checked_sub(1).filter(|n| n + 1 >= least && *n > 0) else {
        return false;
    };
    let longest = lines.iter().map(|l| width::cells(l.trim())).max();
    let longest = longest.unwrap_or_default();
    if longest + taken > *WRAPPED.end() + 4 {
        return false;
    }
    let filled = lines.windows(2).filter(|pair| {
        let cells = width::cells(pair[0].trim());
        let word = pair[1].split_whitespace().next().unwrap_or_default();
        WRAPPED.contains(&(cells + taken)) && cells + 1 + width::cells(word) > longest
    });
    filled.count() * 10 >= full * 7
}
