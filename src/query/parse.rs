//! The rules of the language: `or` binds weakest, terms side by side are all meant, `-`
//! denies what follows.
//!
//! A query is read while it is typed, so a phrase or a regex that is not closed yet reaches
//! to the end. Nesting is bounded: nothing here can run out of stack.

use regex::RegexBuilder;

use super::expr::{Expr, Test};
use super::fault::Fault;
use super::field::{self, Value};
use super::needle::Needle;

/// Brackets and signs that may stand in each other.
const DEEPEST: usize = 50;
/// Bytes that a compiled regex may take.
const REGEX_SIZE: usize = 1 << 18;
/// Bytes of a query.
const LONGEST: usize = 4000;

pub(super) fn parse(text: &str, now: i64) -> Result<(Expr, Vec<Test>), Fault> {
    if text.len() > LONGEST {
        return Err(Fault::new(0, format!("a query has at most {LONGEST} bytes")));
    }
    let mut parser = Parser { text, at: 0, now, depth: 0, tests: Vec::new() };
    let expr = parser.any()?;
    match parser.peek() {
        None => Ok((expr, parser.tests)),
        Some(_) => Err(Fault::new(parser.at, "nothing is open that this could close; \")\" in quotes is searched for")),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    now: i64,
    depth: usize,
    tests: Vec<Test>,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character that is no blank.
    fn peek(&mut self) -> Option<char> {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        self.rest().chars().next()
    }

    /// The word `or`, if it comes next.
    fn or(&mut self) -> bool {
        self.peek();
        let word = self.rest().split(|c: char| c.is_whitespace() || matches!(c, '(' | ')')).next();
        let is_or = word.is_some_and(|word| matches!(word, "or" | "OR"));
        if is_or {
            self.at += 2;
        }
        is_or
    }

    fn any(&mut self) -> Result<Expr, Fault> {
        let mut parts = vec![self.all()?];
        while self.or() {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::Any(parts) })
    }

    fn all(&mut self) -> Result<Expr, Fault> {
        let mut parts = Vec::new();
        loop {
            let here = self.at;
            match self.peek() {
                None | Some(')') => break,
                Some(_) if self.or() => {
                    self.at = here;
                    break;
                }
                Some(_) => parts.push(self.one()?),
            }
        }
        match parts.len() {
            0 => {
                let here = self.text.len() - self.rest().trim_start().len();
                Err(Fault::new(
                    here,
                    if self.text.trim().is_empty() { "nothing to look for" } else { "a word is missing here" },
                ))
            }
            1 => Ok(parts.remove(0)),
            _ => Ok(Expr::All(parts)),
        }
    }

    fn one(&mut self) -> Result<Expr, Fault> {
        let (open, next) = (self.at, self.rest().chars().nth(1));
        let denies = self.rest().starts_with('-') && next.is_some_and(|c| !c.is_whitespace() && c != ')');
        if !denies && !self.rest().starts_with('(') {
            return self.term();
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Fault::new(open, format!("more than {DEEPEST} brackets in each other")));
        }
        self.at += 1;
        let expr = if denies {
            Expr::Not(Box::new(self.one()?))
        } else {
            let inner = self.any()?;
            if self.peek() != Some(')') {
                return Err(Fault::new(open, "this bracket is never closed"));
            }
            self.at += 1;
            inner
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn term(&mut self) -> Result<Expr, Fault> {
        let at = self.at;
        let test = match self.rest().chars().next() {
            Some('"') => {
                let phrase = self.quoted();
                Test::Words(Needle::new(phrase).ok_or_else(|| Fault::new(at, "there are no words in this phrase"))?)
            }
            Some('/') => self.regex()?,
            _ => self.word()?,
        };
        self.tests.push(test);
        Ok(Expr::Test(self.tests.len() - 1))
    }

    /// What stands in quotation marks; the end closes them too.
    fn quoted(&mut self) -> &'a str {
        let inner = self.rest().get(1..).unwrap_or_default();
        let end = inner.find('"');
        self.at += 1 + end.map_or(inner.len(), |end| end + 1);
        inner.get(..end.unwrap_or(inner.len())).unwrap_or_default()
    }

    /// A word, or a field with its value.
    fn word(&mut self) -> Result<Test, Fault> {
        let (at, rest) = (self.at, self.rest());
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"')).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        let (name, value) = match word.split_once(':') {
            Some((name, value)) => (name, Some(value)),
            None => (word, None),
        };
        let known = field::named(name);
        match (known, value) {
            (Some(field), None) if field.takes.is_empty() => {
                self.at += end;
                return (field.make)(&Value { text: "", at, now: self.now });
            }
            (Some(field), Some(_)) if field.takes.is_empty() => {
                return Err(Fault::new(at + name.len(), format!("{name} stands alone")));
            }
            (Some(field), Some(value)) => {
                let from = at + name.len() + 1;
                self.at = from;
                let text = if value.is_empty() && self.rest().starts_with('"') {
                    self.quoted()
                } else {
                    self.at += value.len();
                    value
                };
                if text.is_empty() {
                    return Err(Fault::new(from, format!("{name}: takes {}", field.takes)));
                }
                return (field.make)(&Value { text, at: from, now: self.now });
            }
            (None, Some(value)) if is_name(name) && !value.is_empty() && !value.starts_with("//") => {
                return Err(Fault::new(at, unknown(name)));
            }
            _ => {}
        }
        self.at += end;
        Needle::new(word).map(Test::Words).ok_or_else(|| Fault::new(at, "a word is missing here"))
    }

    /// `/…/`; a stroke inside is written `\/`. It ends where a blank or a bracket follows.
    fn regex(&mut self) -> Result<Test, Fault> {
        let at = self.at;
        let inner = self.rest().get(1..).unwrap_or_default();
        let (mut end, mut escaped) = (inner.len(), false);
        for (place, c) in inner.char_indices() {
            let after = inner.get(place + 1..).and_then(|after| after.chars().next());
            let closes = c == '/' && !escaped && after.is_none_or(|c| c.is_whitespace() || c == ')');
            if closes {
                end = place;
                break;
            }
            escaped = c == '\\' && !escaped;
        }
        self.at = (at + end + 2).min(self.text.len());
        let pattern = inner.get(..end).unwrap_or_default().replace("\\/", "/");
        if pattern.is_empty() {
            return Err(Fault::new(at, "the regex is empty; \"/\" in quotes is searched for"));
        }
        RegexBuilder::new(&pattern)
            .case_insensitive(!has_capital(&pattern))
            .multi_line(true)
            .size_limit(REGEX_SIZE)
            .dfa_size_limit(REGEX_SIZE * 4)
            .nest_limit(100)
            .build()
            .map(Test::Regex)
            .map_err(|error| Fault::new(at, format!("this regex cannot be read: {}", reason(&error))))
    }
}

/// Whether a word can be the name of a field, mistyped.
fn is_name(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The name is none; the one that it may mean.
fn unknown(name: &str) -> String {
    let shared = |field: &&field::Field| field.name.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    match field::FIELDS.iter().max_by_key(shared).filter(|field| shared(field) > 1) {
        Some(field) => format!("no field is called {name}; {} is one, and quotes search for words", field.name),
        None => format!("no field is called {name}; quotes search for words"),
    }
}

/// A capital that stands for itself: `\S` is none.
fn has_capital(pattern: &str) -> bool {
    let mut escaped = false;
    pattern.chars().any(|c| {
        let capital = c.is_uppercase() && !escaped;
        escaped = c == '\\' && !escaped;
        capital
    })
}

/// The last line of the library's picture says what is wrong.
fn reason(error: &regex::Error) -> String {
    let words = error.to_string();
    let last = words.lines().last().unwrap_or_default().trim();
    last.strip_prefix("error: ").unwrap_or(last).to_lowercase()
}
