//! JSON as a stream of events, for sources of any depth, cut off or a little broken.
//!
//! No tree of values is built and nothing recurses: [`Scanner`] keeps its own stack over
//! jiter's pull parser, and hands out pieces of the source that stay closed until somebody
//! asks for them. Where the input ends too early or breaks, the scanner notes the place and
//! then closes everything that is open, so that a reader keeps what was whole without any
//! code of its own for it.

mod repair;

use std::borrow::Cow;
use std::ops::Range;

use jiter::{Jiter, JiterErrorType, JsonErrorType, Peek};

use crate::model::{Coat, DraftWriter, Media, TextRef};
use crate::text::when;

pub(super) use repair::repair;

/// Where reading ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Damage {
    /// The byte of the source.
    pub(super) at: usize,
    /// What happened there.
    pub(super) kind: DamageKind,
}

/// What ended the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DamageKind {
    /// The input ends inside a value.
    Cut,
    /// What stands there is not JSON.
    Broken,
    /// A whole value, and then something that is none.
    Junk,
}

/// A piece of the source: a string with its quotation marks, or a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'s> {
    text: &'s str,
    start: usize,
    /// Whether the end of the input cut it off (a string without its closing mark).
    pub(super) cut: bool,
}

/// A value that is not a container.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'s> {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number, as written.
    Number(Piece<'s>),
    /// A string, as written.
    Text(Piece<'s>),
}

/// What comes next. The key is empty for items of arrays and for whole documents, and as
/// written otherwise (escapes in keys are not undone).
#[derive(Clone, Copy, Debug)]
pub(super) enum Event<'s> {
    /// An object or an array begins.
    Open { key: &'s str, object: bool },
    /// The innermost object or array ends.
    Close,
    /// A value.
    Value { key: &'s str, value: Value<'s> },
    /// There is no more.
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Value,
    Step,
    Shut,
    Unwind,
}

/// Reads a source with one JSON value or several in a row (NDJSON).
#[derive(Debug)]
pub(super) struct Scanner<'s> {
    source: &'s str,
    jiter: Jiter<'s>,
    /// What is open; true for objects.
    stack: Vec<bool>,
    key: &'s str,
    /// Where the container that was opened last begins.
    opened: usize,
    next: Next,
    /// Whole values read at top level.
    pub(super) documents: usize,
    damage: Option<Damage>,
    /// Where the source begins in that of the draft.
    base: usize,
}

/// What may stand between documents; NUL bytes are the tail of a crash.
const BLANKS: [char; 5] = [' ', '\n', '\r', '\t', '\0'];

struct Stop(usize, bool);

impl From<jiter::JiterError> for Stop {
    fn from(error: jiter::JiterError) -> Self {
        use JsonErrorType::{EofWhileParsingList, EofWhileParsingObject, EofWhileParsingString, EofWhileParsingValue};
        let eof = matches!(
            &error.error_type,
            JiterErrorType::JsonError(
                EofWhileParsingList | EofWhileParsingObject | EofWhileParsingString | EofWhileParsingValue
            )
        );
        Self(error.index, eof)
    }
}

impl<'s> Scanner<'s> {
    /// A scanner over a source.
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            source,
            jiter: Jiter::new(source.as_bytes()).with_allow_inf_nan(),
            stack: Vec::new(),
            key: "",
            opened: 0,
            next: Next::Step,
            documents: 0,
            damage: None,
            base: 0,
        }
    }

    /// A scanner over a part of a source that begins and ends between documents, so many of which came before it.
    pub(super) fn within(source: &'s str, part: Range<usize>, documents: usize) -> Self {
        let base = part.start;
        Self { documents, base, ..Self::new(source.get(part).unwrap_or_default()) }
    }

    /// Where and how reading ended before its time, if it did.
    pub(super) fn damage(&self) -> Option<Damage> {
        self.damage.map(|damage| Damage { at: self.base + damage.at, ..damage })
    }

    /// Whether closings are made up, because the input ended or broke.
    pub(super) fn is_broken_off(&self) -> bool {
        self.next == Next::Unwind
    }

    /// How many containers are open.
    pub(super) fn depth(&self) -> usize {
        self.stack.len()
    }

    /// The byte that is read next.
    pub(super) fn position(&self) -> usize {
        self.jiter.current_index()
    }

    /// The next event.
    pub(super) fn next(&mut self) -> Event<'s> {
        if self.next != Next::Unwind {
            match self.try_next() {
                Ok(Some(event)) => return event,
                Ok(None) => {}
                Err(Stop(at, eof)) => self.stop(at, eof),
            }
        }
        self.next = Next::Unwind;
        if self.stack.pop().is_some() { Event::Close } else { Event::End }
    }

    /// Passes over the container that was opened last, however deep it is.
    pub(super) fn skip(&mut self) {
        let outside = self.depth().saturating_sub(1);
        while self.depth() > outside {
            self.next();
        }
    }

    /// Passes over the container that was opened last and gives its text, if it was whole.
    pub(super) fn take(&mut self) -> Option<TextRef> {
        let start = self.opened;
        self.skip();
        let whole = !self.is_broken_off();
        let range = self.base + start..self.base + self.position();
        whole.then(|| TextRef::source(range, Coat::Bare, Media::Plain))
    }

    /// Where a piece of the source lies in it.
    fn offset(&self, piece: &str) -> usize {
        (piece.as_ptr() as usize).saturating_sub(self.source.as_ptr() as usize).min(self.source.len())
    }

    fn try_next(&mut self) -> Result<Option<Event<'s>>, Stop> {
        loop {
            match self.next {
                Next::Value => return self.value().map(Some),
                Next::Shut => {
                    self.next = Next::Step;
                    self.stack.pop();
                    return Ok(Some(Event::Close));
                }
                Next::Step => match self.stack.last() {
                    None => {
                        if !self.document() {
                            return Ok(None);
                        }
                    }
                    Some(true) => {
                        if !self.step_object()? {
                            return Ok(Some(Event::Close));
                        }
                    }
                    Some(false) => {
                        if self.jiter.array_step()?.is_some() {
                            self.next = Next::Value;
                        } else {
                            self.stack.pop();
                            return Ok(Some(Event::Close));
                        }
                    }
                },
                Next::Unwind => return Ok(None),
            }
        }
    }

    fn step_object(&mut self) -> Result<bool, Stop> {
        let key = self.jiter.next_key_bytes()?.map(|key| (key.as_ptr() as usize, key.len()));
        if key.is_none() {
            self.stack.pop();
        }
        Ok(self.set_key(key))
    }

    fn set_key(&mut self, key: Option<(usize, usize)>) -> bool {
        let Some((address, len)) = key else { return false };
        let start = address.saturating_sub(self.source.as_ptr() as usize);
        self.key = self.source.get(start..start + len).unwrap_or_default();
        self.next = Next::Value;
        true
    }

    /// Whether another document begins. What is not JSON after one is damage.
    fn document(&mut self) -> bool {
        let at = self.position();
        let rest = self.source.get(at..).unwrap_or_default();
        let rest = rest.trim_start_matches(BLANKS);
        if rest.is_empty() {
            return false;
        }
        // `null` is what the API gives for an item that is gone, also on a line of its own.
        let is_gone = rest.strip_prefix("null").is_some_and(|rest| rest.is_empty() || rest.starts_with(BLANKS));
        if !rest.starts_with(['{', '[']) && !is_gone && self.documents > 0 {
            self.damage = Some(Damage { at: self.offset(rest), kind: DamageKind::Junk });
            return false;
        }
        self.documents += 1;
        self.next = Next::Value;
        true
    }

    fn value(&mut self) -> Result<Event<'s>, Stop> {
        let peek = self.jiter.peek()?;
        let key = if self.stack.last() == Some(&true) { self.key } else { "" };
        self.next = Next::Step;
        self.opened = self.position();
        match peek {
            Peek::Array => {
                let some = self.jiter.known_array()?.is_some();
                self.stack.push(false);
                self.next = if some { Next::Value } else { Next::Shut };
                Ok(Event::Open { key, object: false })
            }
            Peek::Object => {
                let first = self.jiter.next_object_bytes()?.map(|key| (key.as_ptr() as usize, key.len()));
                self.stack.push(true);
                if !self.set_key(first) {
                    self.next = Next::Shut;
                }
                Ok(Event::Open { key, object: true })
            }
            _ => Ok(Event::Value { key, value: self.scalar(peek)? }),
        }
    }

    fn scalar(&mut self, peek: Peek) -> Result<Value<'s>, Stop> {
        let start = self.position();
        match peek {
            Peek::Null => self.jiter.known_null().map(|()| Value::Null).map_err(Stop::from),
            Peek::True | Peek::False => self.jiter.known_bool(peek).map(Value::Bool).map_err(Stop::from),
            Peek::String => {
                let read = self.jiter.known_bytes().map(|_| ()).map_err(Stop::from);
                match read {
                    Ok(()) => Ok(Value::Text(self.piece(start, self.position(), false))),
                    Err(Stop(at, true)) => {
                        self.stop(at, true);
                        Ok(Value::Text(self.piece(start, self.source.len(), true)))
                    }
                    Err(stop) => Err(stop),
                }
            }
            _ => {
                self.jiter.known_number_bytes(peek)?;
                let end = self.position();
                if end == self.source.len() && !self.stack.is_empty() {
                    // Its last digits may be missing.
                    return Err(Stop(end, true));
                }
                Ok(Value::Number(self.piece(start, end, false)))
            }
        }
    }

    fn piece(&self, start: usize, end: usize, cut: bool) -> Piece<'s> {
        Piece { text: self.source.get(start..end).unwrap_or_default(), start: self.base + start, cut }
    }

    fn stop(&mut self, at: usize, eof: bool) {
        let kind = if eof {
            DamageKind::Cut
        } else if self.documents > 1 && self.stack.is_empty() {
            DamageKind::Junk
        } else {
            DamageKind::Broken
        };
        self.damage = Some(Damage { at: at.min(self.source.len()), kind });
        self.next = Next::Unwind;
    }
}

impl<'s> Value<'s> {
    /// The characters of a string or number; of a cut string what is there.
    pub(super) fn string(self) -> Option<Cow<'s, str>> {
        match self {
            Self::Text(piece) => Some(piece.open()),
            Self::Number(piece) => Some(Cow::Borrowed(piece.text)),
            Self::Null | Self::Bool(_) => None,
        }
    }

    /// Whether it has characters. A whole string need not be opened for that.
    pub(super) fn has_words(self) -> bool {
        match self {
            Self::Text(piece) if !piece.cut => piece.text.len() > 2,
            other => other.string().is_some_and(|text| !text.is_empty()),
        }
    }

    /// A whole number, also one in a string or with a fraction.
    pub(super) fn int(self) -> Option<i64> {
        let text = self.string()?;
        let text = text.trim();
        #[expect(clippy::cast_possible_truncation, reason = "saturates, which is meant")]
        text.parse().ok().or_else(|| text.parse::<f64>().ok().filter(|n| n.is_finite()).map(|n| n as i64))
    }

    /// A number that may have a fraction.
    pub(super) fn float(self) -> Option<f64> {
        self.string()?.trim().parse().ok()
    }

    /// A time: seconds, milliseconds, or one of the written forms.
    pub(super) fn time(self) -> Option<i64> {
        when::parse(&self.string()?)
    }

    /// Whether it is `true`.
    pub(super) fn is_true(self) -> bool {
        matches!(self, Self::Bool(true))
    }

    /// Whether it is a string with exactly these plain characters.
    pub(super) fn is(self, text: &str) -> bool {
        match self {
            Self::Text(piece) => piece.text.get(1..piece.text.len().max(2) - 1) == Some(text),
            Self::Number(piece) => piece.text == text,
            Self::Null | Self::Bool(_) => false,
        }
    }

    /// The value as a text of a draft; `null` and booleans are none. What was cut off goes
    /// to the pool, up to the cut.
    pub(super) fn text(self, writer: &mut DraftWriter, media: Media) -> TextRef {
        match self {
            Self::Text(piece) if piece.cut => writer.pooled(&piece.open(), media),
            Self::Text(piece) => TextRef::source(piece.start..piece.start + piece.text.len(), Coat::Json, media),
            Self::Number(piece) => TextRef::source(piece.start..piece.start + piece.text.len(), Coat::Bare, media),
            Self::Null | Self::Bool(_) => TextRef::default(),
        }
    }

    /// As [`Value::text`], without a front that only says what kind of name it is (`t1_`).
    pub(super) fn text_after(self, writer: &mut DraftWriter, front: &str) -> TextRef {
        if let Self::Text(Piece { text, start, cut: false }) = self
            && text.get(1..).is_some_and(|inner| inner.starts_with(front))
            && memchr::memchr(b'\\', text.as_bytes()).is_none()
        {
            return TextRef::source(start + 1 + front.len()..start + text.len() - 1, Coat::Bare, Media::Plain);
        }
        match self.string() {
            Some(text) if text.starts_with(front) => {
                writer.pooled(text.get(front.len()..).unwrap_or_default(), Media::Plain)
            }
            _ => self.text(writer, Media::Plain),
        }
    }

    /// The characters as they are written, marks and escapes included.
    pub(super) fn written(self) -> &'s str {
        match self {
            Self::Text(piece) | Self::Number(piece) => piece.text,
            Self::Null | Self::Bool(_) => "",
        }
    }

    /// Whether the end of the input cut it off.
    pub(super) fn is_cut(self) -> bool {
        matches!(self, Self::Text(Piece { cut: true, .. }))
    }
}

impl<'s> Piece<'s> {
    fn open(self) -> Cow<'s, str> {
        let inner = self.text.get(1..).unwrap_or_default();
        let inner = if self.cut { inner } else { inner.strip_suffix('"').unwrap_or(inner) };
        if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
            return Cow::Borrowed(inner);
        }
        if !self.cut {
            return serde_json::from_str(self.text).map_or(Cow::Borrowed(inner), Cow::Owned);
        }
        // The cut may stand inside an escape, of up to twelve bytes for a pair.
        let escape = |back: &usize| {
            let end = inner.len().checked_sub(*back)?;
            serde_json::from_str::<String>(&format!("\"{}\"", inner.get(..end)?)).ok()
        };
        (0..=12).find_map(|back| escape(&back)).map_or(Cow::Borrowed(inner), Cow::Owned)
    }
}

#[cfg(test)]
mod tests;
