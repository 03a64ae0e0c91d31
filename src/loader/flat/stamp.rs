//! When something was written: dates, clock times and ages in a line of text.

use std::ops::Range;

use super::calendar;

/// A word, a number or a sign of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) range: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word,
    Number,
    Sign,
}

/// The tokens of a line; blanks are left out. A month that is stuck to a name
/// (`SmithOctober 22`) is a word of its own.
pub(super) fn tokens(line: &str) -> Vec<Token> {
    let kind = |c: char| match c {
        c if c.is_ascii_digit() => Some(TokenKind::Number),
        c if c.is_alphabetic() || c == '\'' || c == '’' => Some(TokenKind::Word),
        c if c.is_whitespace() || c.is_control() => None,
        _ => Some(TokenKind::Sign),
    };
    let mut tokens: Vec<Token> = Vec::new();
    for (at, c) in line.char_indices() {
        let Some(kind) = kind(c) else { continue };
        let end = at + c.len_utf8();
        match tokens.last_mut() {
            Some(last) if last.kind == kind && kind != TokenKind::Sign && last.range.end == at => last.range.end = end,
            _ => tokens.push(Token { kind, range: at..end }),
        }
    }
    unstick(line, tokens)
}

fn unstick(line: &str, tokens: Vec<Token>) -> Vec<Token> {
    let stuck = |(token, next): (&Token, Option<&Token>)| {
        let word = line.get(token.range.clone()).filter(|_| token.kind == TokenKind::Word)?;
        let at = word.char_indices().skip(1).filter(|(_, c)| c.is_uppercase()).last()?.0;
        let next = next.and_then(|next| line.get(next.range.clone()))?;
        let tail = word.get(at..)?;
        let dated = is_month(tail) && next.starts_with(|c: char| c.is_ascii_digit())
            || is_weekday(tail) && (next == "," || is_month(next));
        dated.then_some(token.range.start + at)
    };
    if !line.bytes().any(|b| b.is_ascii_digit()) {
        return tokens;
    }
    let mut out = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        match stuck((token, tokens.get(at + 1))) {
            Some(at) => {
                out.push(Token { kind: token.kind, range: token.range.start..at });
                out.push(Token { kind: token.kind, range: at..token.range.end });
            }
            None => out.push(token.clone()),
        }
    }
    out
}

/// Whether a word is of a kind, whatever its letters' case.
fn is(kind: fn(&str) -> bool, word: &str) -> bool {
    const LONGEST: usize = 24;
    word.len() <= LONGEST && kind(&word.to_lowercase())
}

fn is_month(word: &str) -> bool {
    word.chars().nth(2).is_some() && is(calendar::is_month, word)
}

fn is_weekday(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && is(calendar::is_weekday, word)
}

/// The tokens that make up a time, if there is one: the first to one past the last.
pub(super) fn find(line: &str, tokens: &[Token]) -> Option<Range<usize>> {
    // All but these words have a number in them.
    let word = |token: &Token| line.get(token.range.clone()).unwrap_or_default();
    let has_word = || tokens.iter().map(word).any(|word| matches!(word, "ago" | "now") || calendar::is_today(word));
    if !line.bytes().any(|b| b.is_ascii_digit()) && !has_word() {
        return None;
    }
    let reader = Reader { line, tokens };
    let mut found: Option<Range<usize>> = None;
    let mut at = 0;
    while at < tokens.len() {
        let Some(end) = reader.part(at) else {
            at += 1;
            continue;
        };
        match &mut found {
            Some(range) if reader.joins(range.end, at) => range.end = end,
            Some(_) => {}
            None => found = Some(at..end),
        }
        at = end;
    }
    let mut range = found?;
    while range.start > 0 && reader.is_lead(range.start - 1) && reader.word(range.start - 1) != "." {
        range.start -= 1;
    }
    while range.end < tokens.len() && reader.is_zone(range.end) {
        range.end += 1;
    }
    range.end = reader.exact(range.clone()).unwrap_or(range.end);
    Some(range)
}

struct Reader<'a> {
    line: &'a str,
    tokens: &'a [Token],
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).and_then(|token| self.line.get(token.range.clone())).unwrap_or("")
    }

    fn number(&self, at: usize, digits: Range<usize>) -> Option<u32> {
        let token = self.tokens.get(at).filter(|token| token.kind == TokenKind::Number)?;
        digits.contains(&token.range.len()).then(|| self.word(at).parse().ok())?
    }

    fn day(&self, at: usize) -> bool {
        self.number(at, 1..3).is_some_and(|day| (1..=31).contains(&day))
    }

    fn year(&self, at: usize) -> bool {
        self.number(at, 4..5).is_some_and(|year| (1970..2100).contains(&year))
    }

    /// One past the end of a date, clock time or age that begins there.
    fn part(&self, at: usize) -> Option<usize> {
        let date = || self.digits(at).or_else(|| self.named(at)).map(|end| self.dotted(end).unwrap_or(end));
        self.clock(at).or_else(date).or_else(|| self.short(at)).or_else(|| self.age(at))
    }

    /// `9.10` behind a date.
    fn dotted(&self, at: usize) -> Option<usize> {
        let (hour, minute) = (self.number(at, 1..3)?, self.number(at + 2, 2..3)?);
        (self.word(at + 1) == "." && hour < 24 && minute < 60 && self.word(at + 3) != ".").then_some(at + 3)
    }

    /// `3/12 9:10 AM`: a date that leaves the year out, before a clock time.
    fn short(&self, at: usize) -> Option<usize> {
        let (a, b) = (self.number(at, 1..3)?, self.number(at + 2, 1..3)?);
        let fits = self.word(at + 1) == "/" && a <= 31 && b <= 31 && (a <= 12 || b <= 12);
        self.clock(at + 3).filter(|_| fits)
    }

    /// `10:46`, `10:46:05 AM`, `1.23pm`, `9 am`, `10.46 Uhr`, `10h46`.
    fn clock(&self, at: usize) -> Option<usize> {
        let hour = self.number(at, 1..3)?;
        let half = |at: usize| match self.word(at).to_lowercase().as_str() {
            "am" | "pm" => Some(at + 1),
            "a" | "p" if self.word(at + 1) == "." && self.word(at + 2).eq_ignore_ascii_case("m") => Some(at + 3),
            _ => None,
        };
        if let Some(end) = half(at + 1) {
            return (hour <= 12).then_some(end);
        }
        let colon = self.word(at + 1) == ":";
        let minute = self.number(at + 2, 2..3).filter(|minute| *minute < 60 && hour < 25);
        let uhr = |at: usize| ["uhr", "h"].contains(&self.word(at).to_lowercase().as_str());
        match (colon, minute) {
            (true, Some(_)) => {
                let seconds = self.word(at + 3) == ":" && self.number(at + 4, 2..3).is_some();
                let end = if seconds { at + 5 } else { at + 3 };
                Some(half(end).unwrap_or(end))
            }
            (false, Some(_)) if self.word(at + 1) == "." => half(at + 3).or_else(|| uhr(at + 3).then_some(at + 4)),
            (false, Some(_)) if uhr(at + 1) => Some(at + 3),
            _ => None,
        }
    }

    /// `2012-07-10`, `7/10/12`, `11.05.2012`, `11.05, 2012`.
    fn digits(&self, at: usize) -> Option<usize> {
        let sign = self.word(at + 1);
        let goes_on = self.word(at + 3) == sign || (self.word(at + 3) == "," && self.year(at + 4));
        if !matches!(sign, "/" | "." | "-") || !goes_on {
            return None;
        }
        let (a, b, c) = (self.number(at, 1..5)?, self.number(at + 2, 1..3)?, self.number(at + 4, 1..5)?);
        let fits = self.year(at) && b <= 12 && c <= 31
            || a <= 31 && b <= 31 && (a <= 12 || b <= 12) && (c < 100 || self.year(at + 4));
        (fits && a > 0 && b > 0).then_some(at + 5)
    }

    /// `January 31, 2011`, `31st of Jan 2011`, `11. Jul, 2012`, `Nov 06`, `May 2012`.
    fn named(&self, at: usize) -> Option<usize> {
        let skip = |at: usize, words: &[&str]| {
            if words.contains(&self.word(at).to_lowercase().as_str()) { at + 1 } else { at }
        };
        let with_year = |at: usize| {
            let after = skip(skip(at, &[",", ".", "de", "of", "-", "/", "'", "’"]), &[","]);
            if self.year(after) { after + 1 } else { at }
        };
        if self.day(at) {
            let month = skip(skip(at + 1, &["st", "nd", "rd", "th", ".", "-", "/", "º"]), &["of", "de", "."]);
            return is_month(self.word(month)).then(|| with_year(month + 1));
        }
        if !is_month(self.word(at)) || !self.word(at).starts_with(char::is_uppercase) {
            return None;
        }
        let day = skip(at + 1, &[".", "-", "/"]);
        if self.day(day) {
            return Some(with_year(skip(day + 1, &["st", "nd", "rd", "th"])));
        }
        self.year(day).then_some(day + 1)
    }

    /// `3 hours ago`, `an hour ago`, `vor 3 Tagen`, `il y a 3 jours`, `yesterday`; `3h` where nothing else stands.
    fn age(&self, at: usize) -> Option<usize> {
        let word = self.word(at).to_lowercase();
        let is_unit = |at: usize| is(calendar::is_unit, self.word(at));
        let counts = |at: usize| self.number(at, 1..4).is_some() && is_unit(at + 1);
        match word.as_str() {
            today if calendar::is_today(today) => Some(at + 1).filter(|_| self.tokens.len() <= 8),
            "just" if self.word(at + 1).eq_ignore_ascii_case("now") => Some(at + 2),
            "il" if self.word(at + 1) == "y" && self.word(at + 2) == "a" => counts(at + 3).then_some(at + 5),
            since if calendar::is_since(since) => counts(at + 1).then_some(at + 3),
            "a" | "an" | "one" => (is_unit(at + 1) && self.word(at + 2).eq_ignore_ascii_case("ago")).then_some(at + 3),
            _ => {
                self.number(at, 1..4)?;
                let ago = |at: usize| is(calendar::is_ago, self.word(at));
                match is_unit(at + 1) {
                    true if ago(at + 2) => Some(at + 3),
                    true if self.tokens.len() == 2 && self.word(at + 1).len() <= 3 => Some(at + 2),
                    true if self.number(at + 2, 1..3).is_some() && is_unit(at + 3) && ago(at + 4) => Some(at + 5),
                    true if self.word(at + 2) == "," && is_unit(at + 4) && ago(at + 5) => Some(at + 6),
                    _ => None,
                }
            }
        }
    }

    /// Whether only words that join stand between two parts.
    fn joins(&self, from: usize, to: usize) -> bool {
        to - from <= 4 && (from..to).all(|at| self.is_lead(at) || is(calendar::is_joint, self.word(at)))
    }

    /// What may stand before a time and belongs to it.
    fn is_lead(&self, at: usize) -> bool {
        is_weekday(self.word(at)) || matches!(self.word(at), "," | "@" | "(" | "-" | "–" | "|" | "." | "/" | "·" | "•")
    }

    /// One past the end of a time as programs write it, whose fraction and zone stick to its seconds:
    /// `2024-05-01T10:00:00.5Z`, `2024-05-01T10:00:00+02:00`.
    fn exact(&self, range: Range<usize>) -> Option<usize> {
        if !range.clone().any(|at| self.word(at) == "T") {
            return None;
        }
        let sticks = |at: usize| {
            let end = |at: usize| self.tokens.get(at).map(|token| token.range.clone());
            at.checked_sub(1).and_then(end).zip(end(at)).is_some_and(|(before, here)| before.end == here.start)
        };
        let mut end = range.end;
        if self.word(end) == "." && sticks(end) && self.number(end + 1, 1..10).is_some() && sticks(end + 1) {
            end += 2;
        }
        let zone = match self.word(end) {
            "Z" => 1,
            "+" | "-" if self.number(end + 1, 4..5).is_some() => 2,
            "+" | "-" if self.number(end + 1, 2..3).is_some() && self.word(end + 2) == ":" => 4,
            _ => return Some(end),
        };
        Some(if (end..end + zone).all(sticks) { end + zone } else { end })
    }

    fn is_zone(&self, at: usize) -> bool {
        let word = self.word(at);
        let is_upper = matches!(word.len(), 3 | 4) && word.chars().all(char::is_uppercase);
        word.eq_ignore_ascii_case("uhr") || is_upper && is(calendar::is_joint, word)
    }
}

/// Whether a time of day is among the tokens.
pub(super) fn has_clock(line: &str, tokens: &[Token]) -> bool {
    let reader = Reader { line, tokens };
    (0..tokens.len()).any(|at| reader.clock(at).is_some())
}

/// The tokens of a time without the signs that part it from a name.
pub(super) fn bare(tokens: &[Token]) -> &[Token] {
    let signs = tokens.iter().take_while(|token| token.kind == TokenKind::Sign).count();
    tokens.get(signs..).unwrap_or_default()
}
