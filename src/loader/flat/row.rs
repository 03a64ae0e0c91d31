//! A line of a flat page, with what its looks say about what it is.

use std::num::{NonZeroU16, NonZeroU32};
use std::ops::Range;

use super::stamp::{self, Token, TokenKind};
use crate::cores;

/// Longer lines are read for their register only.
const HEAD: usize = 140;
/// The most words of a name, with what sites add to it.
const NAME_WORDS: usize = 9;
/// The most words of a line with a name, a time and what joins them.
const MOST_WORDS: usize = 24;
/// Bytes that one core looks at in one go.
const STRETCH: usize = 256 << 10;
/// Characters of a line that is no title, at least.
pub(super) const PROSE: u32 = 60;

/// What a part of a head line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Anything else: a name, if it is one.
    Name = 1,
    /// A date, a clock time, an age.
    Stamp,
    /// `says`, `wrote`.
    Said,
    /// `by`.
    By,
    /// `posted`, `written`, `comment`.
    Posted,
    /// `Reply`, `Like`, `Permalink`.
    Act,
    /// An address of the web.
    Address,
}

/// The parts of a head line in their order, each kind once in a row: 3 bits a part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Shape(pub(super) u32);

impl Shape {
    pub(super) const NONE: Self = Self(0);

    /// The same with a part more.
    pub(super) const fn with(self, part: Part) -> Self {
        Self(self.0 << 3 | part as u32)
    }

    /// Whether it begins with another one.
    pub(super) fn begins(self, other: Self) -> bool {
        (0..8).any(|parts| self.0 >> (parts * 3) == other.0)
    }

    fn push(&mut self, part: Part) {
        if self.last() != part as u32 && self.0 < 1 << 24 {
            *self = self.with(part);
        }
    }

    fn last(self) -> u32 {
        self.0 & 7
    }

    /// How many parts there are of a kind.
    pub(super) fn count(self, part: Part) -> usize {
        (0..9).filter(|n| self.0 >> (n * 3) & 7 == part as u32).count()
    }

    pub(super) fn has(self, part: Part) -> bool {
        self.count(part) > 0
    }

    /// Whether nothing but the parts is there.
    pub(super) fn is_only(self, parts: &[Part]) -> bool {
        (0..9)
            .map(|n| self.0 >> (n * 3) & 7)
            .filter(|bits| *bits > 0)
            .all(|bits| parts.iter().any(|part| *part as u32 == bits))
    }
}

/// A line that is not blank. A page may have millions, so it is kept small.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// Where its text begins in the source, without blanks at its ends.
    start: u32,
    /// Bytes of its text.
    len: u32,
    /// Columns before its text.
    pub(super) indent: u16,
    /// Blank lines before it; of hundreds, some.
    pub(super) blanks: u8,
    /// Its characters.
    pub(super) width: u32,
    /// What it is made of, if it could be a line about a comment instead of its text.
    pub(super) shape: Shape,
    name: Option<Within>,
    time: Option<Within>,
    /// Whether that names the time of day.
    pub(super) clock: bool,
    /// The number in front, and one: `12.`, `#12`.
    number: Option<NonZeroU32>,
}

/// A part of a head line, by its bytes; such lines are short.
#[derive(Clone, Copy, Debug)]
struct Within {
    start: u16,
    end: NonZeroU16,
}

impl Within {
    fn of(range: Range<usize>) -> Option<Self> {
        Some(Self { start: u16::try_from(range.start).ok()?, end: u16::try_from(range.end).ok()?.try_into().ok()? })
    }
}

impl Row {
    /// The rows of a text, looked at on all cores where it is long.
    pub(super) fn all(source: &str) -> Vec<Self> {
        let mut rows: Vec<Self> = Vec::new();
        let mut blanks = 0;
        cores::in_order(
            &cores::stretches(source, STRETCH),
            |stretch| Self::among(source, stretch.clone()),
            |_, (more, after)| {
                // Of blank lines, a stretch knows its own.
                if let Some(first) = more.first_mut() {
                    first.blanks = first.blanks.saturating_add(std::mem::take(&mut blanks));
                }
                blanks = blanks.saturating_add(*after);
                rows.extend_from_slice(more);
            },
        );
        rows
    }

    /// The rows of a stretch of whole lines, and how many blank lines follow the last.
    fn among(source: &str, stretch: Range<usize>) -> (Vec<Self>, u8) {
        let text = source.get(stretch.clone()).unwrap_or_default();
        let mut rows = Vec::new();
        let (mut start, mut blanks) = (0, 0_u8);
        for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
            let line = text.get(start..end).unwrap_or_default();
            let words = line.trim();
            if !words.is_empty() && !is_sign(words) {
                let front = line.len() - line.trim_start().len();
                let indent =
                    line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
                rows.push(Self::of(words, stretch.start + start + front, indent, blanks));
                blanks = 0;
            } else if words.is_empty() && end < text.len() {
                blanks = blanks.saturating_add(1);
            }
            start = end + 1;
        }
        (rows, blanks)
    }

    fn of(text: &str, start: usize, indent: u32, blanks: u8) -> Self {
        let width = text.chars().count();
        let count = |number| u32::try_from(number).unwrap_or(u32::MAX);
        let mut row = Self {
            start: count(start),
            len: count(text.len()),
            indent: u16::try_from(indent).unwrap_or(u16::MAX),
            blanks,
            width: count(width),
            shape: Shape::default(),
            name: None,
            time: None,
            clock: false,
            number: None,
        };
        let is_heading = text.trim_start_matches('#').starts_with(' ') && text.starts_with('#');
        if width <= HEAD && !is_heading {
            row.look(text);
        }
        row
    }

    fn start(&self) -> usize {
        self.start as usize
    }

    /// The number in front.
    pub(super) fn number(&self) -> Option<u32> {
        self.number.map(|more| more.get() - 1)
    }

    /// Where its text stands in the source, without blanks at its ends.
    pub(super) fn range(&self) -> Range<usize> {
        self.start()..self.start() + self.len as usize
    }

    /// Where a name may stand in the source.
    pub(super) fn name(&self) -> Option<Range<usize>> {
        self.name.map(|name| self.place(name))
    }

    /// Where an address of the web stands in the source.
    pub(super) fn address(&self, source: &str) -> Option<Range<usize>> {
        let text = self.shape.has(Part::Address).then(|| self.text(source))?;
        let address = stamp::tokens(text).iter().find_map(|token| address(text, token))?;
        Some(self.start() + address.start..self.start() + address.end)
    }

    /// Where its time stands in the source.
    pub(super) fn time(&self) -> Option<Range<usize>> {
        self.time.map(|time| self.place(time))
    }

    fn place(&self, within: Within) -> Range<usize> {
        self.start() + usize::from(within.start)..self.start() + usize::from(within.end.get())
    }

    /// The row's text.
    pub(super) fn text<'s>(&self, source: &'s str) -> &'s str {
        source.get(self.range()).unwrap_or_default()
    }

    /// Whether it is long for a title or a head, and ends as sentences do.
    pub(super) fn is_prose(&self, source: &str) -> bool {
        self.width >= PROSE && self.text(source).ends_with(['.', '!', '?', '…', '”', '"', '»', '。'])
    }

    /// Finds the parts of a short line.
    fn look(&mut self, text: &str) {
        if text.split_whitespace().count() > MOST_WORDS {
            return;
        }
        let tokens = stamp::tokens(text);
        let time = stamp::find(text, &tokens);
        let place = |tokens: &[Token]| Within::of(tokens.first()?.range.start..tokens.last()?.range.end);
        let mut shape = Shape::default();
        let mut names = Names::default();
        let mut words = 0;
        let mut at = 0;
        if let Some((number, end)) = numbering(text, &tokens, time.as_ref()) {
            self.number = number.checked_add(1).and_then(NonZeroU32::new);
            at = end;
        }
        while let Some(token) = tokens.get(at).filter(|_| words <= NAME_WORDS) {
            if let Some(time) = time.as_ref().filter(|time| time.start == at) {
                names.close();
                shape.push(Part::Stamp);
                at = time.end;
                continue;
            }
            let (part, end) = part(text, &tokens, at, shape, time.as_ref());
            let last = tokens.get(end.max(at + 1) - 1).map_or(token.range.end, |last| last.range.end);
            match part {
                What::Part(Part::Name) => {
                    words += usize::from(token.kind == TokenKind::Word);
                    shape.push(Part::Name);
                    names.word(token.range.start..last);
                }
                What::Part(part) => {
                    names.close();
                    shape.push(part);
                }
                What::Break => names.close(),
                What::Sign => names.sign(token.range.clone()),
            }
            at = end;
        }
        let name = names.first(text);
        // `1.2.0 (2024-05-01)` is a release.
        let is_version = name.clone().and_then(|name| text.get(name)).is_some_and(is_version);
        if words > NAME_WORDS || is_version || is_sentence(text, shape) {
            return;
        }
        self.shape = shape;
        if shape.has(Part::Stamp) {
            let behind = || number_behind(text)?.checked_add(1).and_then(NonZeroU32::new);
            self.number = self.number.or_else(behind);
        }
        self.clock = time.clone().and_then(|time| tokens.get(time)).is_some_and(|time| stamp::has_clock(text, time));
        self.time = time.and_then(|time| place(stamp::bare(tokens.get(time)?)));
        self.name = name.and_then(Within::of);
    }

    /// Whether it is made of these parts and nothing else.
    pub(super) fn is_only(&self, parts: &[Part]) -> bool {
        self.shape.0 > 0 && self.shape.is_only(parts)
    }

    /// Whether it is nothing but what can be done with a comment.
    pub(super) fn is_act(&self) -> bool {
        self.is_only(&[Part::Act])
    }

    /// Whether it could be a name that stands alone.
    pub(super) fn is_name(&self, source: &str) -> bool {
        let text = self.text(source);
        self.shape.is_only(&[Part::Name, Part::Address])
            && self.shape.has(Part::Name)
            && self.name.is_some_and(|name| {
                self.width <= 60 || self.shape.has(Part::Address) && name.end.get() - name.start <= 60
            })
            && text.split_whitespace().count() <= 7
            && !text.ends_with(['!', '?', ';', ',', '…'])
            && !text.contains(['“', '”', '"'])
    }
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a line is nothing but a sign that pages put between the parts of a head, or at the items of a list.
fn is_sign(line: &str) -> bool {
    matches!(line, "•" | "·" | "|" | "*" | "+")
}

fn is_version(name: &str) -> bool {
    let number = name.trim_start_matches(['v', 'V', '[']).trim_end_matches(']');
    number.contains('.')
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// The first name of a line, as it grows.
#[derive(Default)]
struct Names {
    name: Option<Range<usize>>,
    has_word: bool,
    closed: bool,
}

impl Names {
    fn word(&mut self, range: Range<usize>) {
        if !self.closed {
            self.has_word = true;
            self.name = Some(self.name.take().map_or(range.start, |name| name.start)..range.end);
        }
    }

    fn sign(&mut self, range: Range<usize>) {
        if !self.closed {
            self.name = Some(self.name.take().map_or(range.start, |name| name.start)..range.end);
        }
    }

    fn close(&mut self) {
        self.closed |= self.has_word;
        self.name = self.name.take().filter(|_| self.has_word);
    }

    /// The name without the signs that part it from what is beside it.
    fn first(self, text: &str) -> Option<Range<usize>> {
        let range = self.name.filter(|_| self.has_word)?;
        let name = text.get(range.clone())?;
        let parts = |c: char| {
            c.is_whitespace()
                || matches!(c, ':' | ',' | '|' | '•' | '·' | '—' | '–' | '/' | ';' | '“' | '”' | '"' | '…')
        };
        // What folds the comment, a bullet, what parts.
        let button = ["[–]", "[-]", "[+]", "[−]"].iter().find(|sign| name.starts_with(**sign));
        let front = button.map_or(0, |sign| sign.len());
        let front = name.len() - name.get(front..)?.trim_start_matches(parts).len();
        let is_bullet = |name: &&str| ["- ", "* ", "+ ", "# ", "> ", "– "].iter().any(|sign| name.starts_with(sign));
        let bullet = name.get(front..).filter(is_bullet).and_then(|name| name.find(' ')).map_or(0, |at| at + 1);
        let front = front + bullet;
        let name = name.get(front..)?;
        let mut end = name.trim_end_matches(parts);
        loop {
            let less = end
                .strip_suffix(" -")
                .or_else(|| end.strip_suffix('('))
                .or_else(|| end.strip_suffix(".."))
                .or_else(|| {
                    end.rsplit_once(" (")
                        .filter(|(_, count)| is_number(count.trim_end_matches(')')))
                        .map(|(name, _)| name)
                })
                .unwrap_or(end);
            let less = less.trim_end_matches(parts);
            if less.len() == end.len() {
                break;
            }
            end = less;
        }
        (!end.is_empty()).then_some(range.start + front..range.start + front + end.len())
    }
}

/// What a token is to a line about a comment.
enum What {
    Part(Part),
    /// A word that joins, or a sign that parts.
    Break,
    /// A sign that a name may hold.
    Sign,
}

/// The number in front of a head, and one past its tokens.
fn numbering(text: &str, tokens: &[Token], time: Option<&Range<usize>>) -> Option<(u32, usize)> {
    let word = |at: usize| tokens.get(at).and_then(|token| text.get(token.range.clone())).unwrap_or("");
    // `Comment number 276. Ann`: what a page calls its numbers.
    let is_called =
        |at: usize| ["comment", "number", "no", "nr", "#"].iter().any(|call| word(at).eq_ignore_ascii_case(call));
    let called = (0..3).take_while(|at| is_called(*at)).count();
    let sign = if called > 0 && (word(called - 1) == "#" || called == 2) { called } else { 0 };
    let token = tokens.get(sign).filter(|token| token.kind == TokenKind::Number && token.range.len() <= 9)?;
    if time.is_some_and(|time| time.start <= sign) {
        return None;
    }
    let number = text.get(token.range.clone())?.parse().ok()?;
    let after = text.get(token.range.end..)?;
    let dotted =
        matches!(word(sign + 1), "." | ")" | ":") && after.get(1..).is_some_and(|after| after.starts_with([' ', '\t']));
    let spaced = after.starts_with(char::is_whitespace);
    let whole = tokens.len() == sign + 1;
    let named = tokens.get(sign + 1).is_some_and(|next| next.kind == TokenKind::Word)
        && !is_said(&word(sign + 1).to_lowercase());
    (whole || dotted || sign > 0 && spaced || spaced && named).then_some((number, sign + 1 + usize::from(dotted)))
}

/// The number that ends a head: `#12`, `(#12)`, `No.12`.
fn number_behind(text: &str) -> Option<u32> {
    let last = text.trim_end_matches(')').rsplit([' ', '(']).next()?;
    last.strip_prefix('#').or_else(|| last.strip_prefix("No."))?.parse().ok()
}

/// What a token is, and one past its end.
fn part(text: &str, tokens: &[Token], at: usize, shape: Shape, time: Option<&Range<usize>>) -> (What, usize) {
    let Some(token) = tokens.get(at) else { return (What::Break, at + 1) };
    let word = text.get(token.range.clone()).unwrap_or("");
    if token.kind == TokenKind::Sign {
        let what = if matches!(word, "|" | "•" | "·" | "—") { What::Break } else { What::Sign };
        return (what, at + 1);
    }
    let lower = word.to_lowercase();
    let is_last = || tokens.iter().skip(at + 1).all(|token| token.kind == TokenKind::Sign);
    let by_time = time.is_some_and(|time| time.start == at + 1 || time.end == at);
    // A word within a name stays one: `Link Larkin`, `by_hand`.
    let alone = !text.get(..token.range.start).is_some_and(|front| front.ends_with(['_', '-', '@', '.']))
        && !text.get(token.range.end..).is_some_and(|back| back.starts_with(['_', '-', '@']));
    if let Some(address) = address(text, token) {
        let next = tokens.iter().position(|token| token.range.start >= address.end).unwrap_or(tokens.len());
        return (What::Part(Part::Address), next.max(at + 1));
    }
    match lower.as_str() {
        said if is_said(said)
            && at > 0
            && (is_last() || shape.has(Part::Stamp) || next_is_stamp(text, tokens, at + 1)) =>
        {
            (What::Part(Part::Said), at + 1)
        }
        "by" | "von" | "por" | "par" if alone => (What::Part(Part::By), at + 1),
        "post" if next_word(text, tokens, at) == "by" => (What::Part(Part::Posted), at + 1),
        "posted" | "written" | "submitted" | "comment" | "left" | "commented" | "added" | "replied" | "registered"
        | "joined" | "answered" | "edited" | "kommentar" | "geschrieben" | "publié" | "publicado" | "geplaatst"
            if alone =>
        {
            (What::Part(Part::Posted), at + 1)
        }
        "on" | "at" | "in" | "am" | "um" | "the" | "est" | "le" | "il" | "el" | "op" if by_time => {
            (What::Break, at + 1)
        }
        "points" | "point" | "pts" | "votes" | "vote" if at > 0 => (What::Break, at + 1),
        "reply" | "quote" | "permalink" | "like" | "share" | "report" | "flag" | "link" | "edit" | "recommend"
        | "responder" | "répondre" | "antworten" | "antwort" | "zitieren" | "melden" | "citer" | "citar"
        | "citeren" | "rispondi" | "reageer" | "reageren" | "beantwoorden" | "svara" | "svar" | "besvar"
        | "odpowiedz" | "ответить" | "parent" | "delete" | "upvote" | "downvote"
            if alone
                && (!is_word_next(text, tokens, at) || shape.has(Part::Stamp))
                && (shape.0 == 0 || shape.last() != Part::Name as u32) =>
        {
            (What::Part(Part::Act), at + 1)
        }
        _ if token.kind == TokenKind::Number && is_count(text, tokens, at) => (What::Break, at + 1),
        _ => (What::Part(Part::Name), at + 1),
    }
}

/// The address of the web that begins with a token.
fn address(text: &str, token: &Token) -> Option<Range<usize>> {
    let word = text.get(token.range.clone())?;
    let begins = ["http", "https", "www"].iter().any(|start| word.eq_ignore_ascii_case(start));
    let rest = text.get(token.range.start..).filter(|_| begins)?;
    Some(token.range.start..token.range.start + rest.find(char::is_whitespace).unwrap_or(rest.len()))
}

fn is_said(word: &str) -> bool {
    matches!(
        word,
        "says"
            | "said"
            | "wrote"
            | "writes"
            | "asks"
            | "asked"
            | "sagt"
            | "sagte"
            | "schrieb"
            | "schreibt"
            | "meint"
            | "meinte"
            | "kommentierte"
            | "dice"
            | "dijo"
            | "disse"
            | "diz"
            | "escribió"
            | "escreveu"
            | "dit"
            | "écrit"
            | "detto"
            | "scrive"
            | "zegt"
            | "schreef"
            | "schrijft"
            | "säger"
            | "skriver"
            | "skrev"
            | "siger"
            | "sier"
    )
}

/// Whether a number counts points.
fn is_count(text: &str, tokens: &[Token], at: usize) -> bool {
    let next = tokens.get(at + 1).and_then(|token| text.get(token.range.clone())).unwrap_or("");
    matches!(
        next.to_lowercase().as_str(),
        "points" | "point" | "pts" | "votes" | "vote" | "likes" | "like" | "replies" | "reply"
    )
}

fn next_is_stamp(text: &str, tokens: &[Token], at: usize) -> bool {
    let rest = tokens.get(at..).unwrap_or_default();
    stamp::find(text, rest).is_some_and(|time| time.start <= 3)
}

fn next_word<'t>(text: &'t str, tokens: &[Token], at: usize) -> &'t str {
    tokens.get(at + 1).and_then(|token| text.get(token.range.clone())).unwrap_or("")
}

/// Whether the line goes on in words after the one there.
fn is_word_next(text: &str, tokens: &[Token], at: usize) -> bool {
    let next = tokens.get(at + 1).filter(|token| token.kind == TokenKind::Word);
    next.and_then(|token| text.get(token.range.clone())).is_some_and(|word| word.len() > 2)
}

/// Whether a line without a sign of a head reads as a sentence.
fn is_sentence(text: &str, shape: Shape) -> bool {
    if shape.has(Part::Said) || shape.has(Part::Stamp) && shape.has(Part::By) {
        return false;
    }
    let words = text.split_whitespace().count();
    let low = text.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
    let stops = text.ends_with(['!', '?', '…']) || text.ends_with('.') && words > 3;
    if shape.has(Part::Stamp) { low > 5 || words > 16 } else { stops && words > 2 || low > 3 || words > 8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_have_the_same_rows_in_stretches() {
        let mut source = String::new();
        for line in 0..20_000 {
            source.push_str(&" ".repeat(line % 3));
            source.push_str("Some words that are a line, and a few more behind them.\n");
            source.push_str(&"\n".repeat(line * 7 % 5));
        }
        source.push_str(&"\n".repeat(STRETCH + 9));
        source.push_str("The last one.");
        let said = |row: &Row| (row.range(), row.indent, row.blanks);
        let (whole, _) = Row::among(&source, 0..source.len());
        assert!(cores::stretches(&source, STRETCH).len() > 3);
        assert!(Row::all(&source).iter().map(said).eq(whole.iter().map(said)));
    }
}
