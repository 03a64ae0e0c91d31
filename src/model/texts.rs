//! Texts as spans into two buffers.
//!
//! The *source* is the input, read whole and decoded to UTF-8; the *pool* holds what had to
//! be made (joined lines, decoded fields). A [`TextRef`] is twelve bytes and says where a
//! text lies, what coat it wears there and which markup it is in. Opening it gives the
//! characters as the source meant them; they are still [`Raw`].

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::text::{Clean, Raw};

/// How a text is wrapped where it lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Coat {
    /// Nothing to undo; the text lies in the source.
    #[default]
    Bare,
    /// A JSON string in the source, the quotation marks included.
    Json,
    /// Text of an XML document in the source: its entities are resolved.
    Xml,
    /// Lines in the source that are all set in by so many columns.
    SetIn,
    /// Nothing to undo; the text lies in the pool.
    Pooled,
}

/// The markup of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Media {
    /// No markup: `text/plain`.
    #[default]
    Plain,
    /// `text/html`, or a fragment of it.
    Html,
    /// `text/markdown` (CommonMark with the usual extensions).
    Markdown,
    /// A message of mail or news, its lines broken where its author wanted them:
    /// `text/plain; format=fixed`. Unlike [`Media::Plain`] it is never prose with headings.
    Fixed,
    /// A message whose lines may be joined again: `text/plain; format=flowed` (RFC 3676).
    Flowed,
    /// The same where the blank at a soft break is no part of the text: `delsp=yes`.
    FlowedDelSp,
}

impl Media {
    /// The media type's name, as the native format writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "text/plain",
            Self::Html => "text/html",
            Self::Markdown => "text/markdown",
            Self::Fixed => "text/plain; format=fixed",
            Self::Flowed => "text/plain; format=flowed",
            Self::FlowedDelSp => "text/plain; format=flowed; delsp=yes",
        }
    }

    /// The media type of that name; unknown names and parameters are plain text.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let (kind, parameters) = name.split_once(';').unwrap_or((name, ""));
        let has = |wanted: &str| parameters.split(';').any(|parameter| parameter.trim().eq_ignore_ascii_case(wanted));
        match kind.trim() {
            "text/html" | "application/xhtml+xml" => Self::Html,
            "text/markdown" | "text/x-markdown" => Self::Markdown,
            _ if has("format=flowed") && has("delsp=yes") => Self::FlowedDelSp,
            _ if has("format=flowed") => Self::Flowed,
            _ if has("format=fixed") => Self::Fixed,
            _ => Self::Plain,
        }
    }
}

/// Where a text lies. Valid for the [`Texts`] that it was made with; the default is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TextRef {
    start: u32,
    len: u32,
    coat: Coat,
    media: Media,
    columns: u16,
}

/// The longest source in bytes: spans are 32 bits wide.
pub const MAX_SOURCE: usize = u32::MAX as usize - 1;

impl TextRef {
    /// A text in the source. Ranges past [`MAX_SOURCE`] give the empty text.
    #[must_use]
    pub fn source(range: Range<usize>, coat: Coat, media: Media) -> Self {
        match (u32::try_from(range.start), u32::try_from(range.len())) {
            (Ok(start), Ok(len)) => Self { start, len, coat, media, columns: 0 },
            _ => Self::default(),
        }
    }

    /// What it wears where it lies.
    pub(crate) fn coat(self) -> Coat {
        self.coat
    }

    /// Its first bytes, and those from a place on, if they lie in the source as they are.
    pub(crate) fn pieces(self, end: usize, start: usize) -> Option<(Self, Self)> {
        let at = self.start as usize;
        let bare = self.coat == Coat::Bare && end <= start && start <= self.len();
        let piece = |range: Range<usize>| Self::source(range, Coat::Bare, self.media);
        bare.then(|| (piece(at..at + end), piece(at + start..at + self.len())))
    }

    /// The same text without the blanks that its lines begin with, up to so many columns; its first line has lost
    /// them. None if it does not lie in the source as it is, or the columns are too many.
    pub(crate) fn set_out(self, columns: usize) -> Option<Self> {
        let columns = u16::try_from(columns).ok().filter(|_| self.coat == Coat::Bare)?;
        Some(Self { coat: Coat::SetIn, columns, ..self })
    }

    /// The markup of the text.
    #[must_use]
    pub fn media(self) -> Media {
        self.media
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len == 0 || (self.coat == Coat::Json && self.len <= 2)
    }

    /// Its bytes where it lies, its coat included; a bound for estimates.
    #[must_use]
    pub fn len(self) -> usize {
        self.len as usize
    }

    /// Where it begins in the source, if it lies there.
    #[must_use]
    pub fn source_start(self) -> Option<usize> {
        (self.coat != Coat::Pooled).then_some(self.start as usize)
    }

    /// A part of a text without a coat, as a byte range of it.
    pub(crate) fn part(self, range: Range<usize>) -> Self {
        let part = TextRef::source(range, Coat::Bare, self.media);
        match (part.start.checked_add(self.start), part.start.saturating_add(part.len) <= self.len) {
            (Some(start), true) => Self { start, coat: self.coat, ..part },
            _ => Self::default(),
        }
    }

    /// The same text where buffers were put in front of its own. Past [`MAX_SOURCE`] it is empty.
    pub(crate) fn shifted(self, by: Shift) -> Self {
        let by = if self.coat == Coat::Pooled { by.pool } else { by.source };
        match self.start.checked_add(by).filter(|start| start.checked_add(self.len).is_some()) {
            Some(start) => Self { start, ..self },
            None => Self::default(),
        }
    }

    fn range(self) -> Range<usize> {
        self.start as usize..self.start as usize + self.len as usize
    }
}

/// How far texts moved in the two buffers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shift {
    source: u32,
    pool: u32,
}

/// The two buffers. Discussions of one input share them: a clone copies nothing.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    source: Arc<String>,
    pool: Arc<String>,
}

impl Texts {
    /// Buffers over a source, with a pool that was filled beside it.
    #[must_use]
    pub fn new(source: String, pool: String) -> Self {
        Self { source: Arc::new(source), pool: Arc::new(pool) }
    }

    /// Puts a text behind the pool; what was there stays where it is.
    pub(crate) fn add_as(&mut self, text: &str, media: Media) -> TextRef {
        let pool = Arc::make_mut(&mut self.pool);
        let start = pool.len();
        pool.push_str(text);
        TextRef { coat: Coat::Pooled, ..TextRef::source(start..pool.len(), Coat::Bare, media) }
    }

    /// A piece of the source, for telling whether anything lies there.
    pub(crate) fn source_piece(&self, range: Range<usize>) -> Option<&str> {
        self.source.get(range)
    }

    /// Whether both are over the same buffers.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.source, &other.source) && Arc::ptr_eq(&self.pool, &other.pool)
    }

    /// The same buffers with a text more in the pool. The pool is copied.
    pub(crate) fn with(&self, text: &str, media: Media) -> (Self, TextRef) {
        let mut pool = Pool((*self.pool).clone());
        let added = pool.add(text, media);
        (Self { source: Arc::clone(&self.source), pool: Arc::new(pool.into_string()) }, added)
    }

    /// All buffers one behind another, and how far the texts of each moved. Neighbours that
    /// share their buffers are laid down once. None if spans cannot reach the end.
    pub(crate) fn join<'a>(all: impl Iterator<Item = &'a Self>) -> Option<(Self, Vec<Shift>)> {
        let all: Vec<&Self> = all.collect();
        if let Some(only) = all.first().filter(|first| all.iter().all(|texts| texts.is_same(first))) {
            return Some(((*only).clone(), vec![Shift::default(); all.len()]));
        }
        let (mut source, mut pool) = (String::new(), String::new());
        let mut shifts: Vec<Shift> = Vec::new();
        let mut last: Option<&Self> = None;
        for texts in all {
            let same = last.is_some_and(|last| last.is_same(texts));
            match shifts.last().copied().filter(|_| same) {
                Some(shift) => shifts.push(shift),
                None => {
                    let place = |buffer: &String| u32::try_from(buffer.len()).ok();
                    shifts.push(Shift { source: place(&source)?, pool: place(&pool)? });
                    source.push_str(&texts.source);
                    pool.push_str(&texts.pool);
                }
            }
            last = Some(texts);
        }
        let fits = source.len() <= MAX_SOURCE && pool.len() <= MAX_SOURCE;
        fits.then(|| (Self::new(source, pool), shifts))
    }

    /// The text as the source meant it. What cannot be opened (a span that does not fit, a
    /// broken JSON string) gives the characters as they stand.
    #[must_use]
    pub fn open(&self, text: TextRef) -> Opened<'_> {
        let (piece, coat) = self.lying(text);
        let piece = piece.expose();
        Opened(match coat {
            Coat::Bare | Coat::Pooled => Cow::Borrowed(piece),
            Coat::Json => open_json(piece),
            Coat::Xml => open_xml(piece),
            Coat::SetIn => Cow::Owned(set_out(piece, usize::from(text.columns))),
        })
    }

    /// Whether a text is the same as one of other texts, character for character. Most that are
    /// lie the same, and need not be opened.
    #[must_use]
    pub(crate) fn says_the_same(&self, text: TextRef, others: &Self, other: TextRef) -> bool {
        let ((one, coat), (two, other_coat)) = (self.lying(text), others.lying(other));
        coat == other_coat && text.columns == other.columns && one.expose() == two.expose()
            || self.open(text).raw().expose() == others.open(other).raw().expose()
    }

    /// The text as it lies, its coat on: for those who look before they open.
    pub(crate) fn lying(&self, text: TextRef) -> (Raw<'_>, Coat) {
        let buffer = if text.coat == Coat::Pooled { &self.pool } else { &self.source };
        (Raw::new(buffer.get(text.range()).unwrap_or_default()), text.coat)
    }

    /// The text as one safe line: names, titles, addresses.
    #[must_use]
    pub fn line(&self, text: TextRef) -> Clean {
        Clean::line(self.open(text).raw())
    }

    /// Bytes in both buffers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.source.len() + self.pool.len()
    }

    /// Whether both buffers are empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn open_json(piece: &str) -> Cow<'_, str> {
    let inner = piece.strip_prefix('"').and_then(|p| p.strip_suffix('"'));
    match inner {
        Some(inner) if memchr::memchr(b'\\', inner.as_bytes()).is_none() => Cow::Borrowed(inner),
        _ => serde_json::from_str::<String>(piece).map_or_else(|_| Cow::Borrowed(inner.unwrap_or(piece)), Cow::Owned),
    }
}

/// The text without the blanks that all its lines begin with; the first has lost them.
pub(crate) fn set_out(text: &str, columns: usize) -> String {
    let mut lines = text.split('\n');
    let mut out = String::with_capacity(text.len());
    out.push_str(lines.next().unwrap_or_default());
    for line in lines {
        let mut left = columns;
        let rest = line.trim_start_matches(|c: char| {
            let width = if c == '\t' { 4 } else { 1 };
            let goes = c.is_whitespace() && left >= width;
            left -= if goes { width } else { 0 };
            goes
        });
        out.push('\n');
        out.push_str(rest);
    }
    out
}

/// XML text with its entities resolved. What is no entity that XML or HTML knows stays as it
/// stands: nothing that a document declares itself is expanded.
pub(crate) fn open_xml(piece: &str) -> Cow<'_, str> {
    if let Ok(text) = quick_xml::escape::unescape(piece) {
        return text;
    }
    let mut out = String::with_capacity(piece.len());
    let mut rest = piece;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let end = from.bytes().take(40).position(|b| b == b';').map_or(1, |end| end + 1);
        let (entity, after) = from.split_at_checked(end).unwrap_or((from, ""));
        out.push_str(&quick_xml::escape::unescape(entity).unwrap_or(Cow::Borrowed(entity)));
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// A text that has been opened: decoded, but not yet safe.
#[derive(Debug)]
pub struct Opened<'a>(Cow<'a, str>);

impl Opened<'_> {
    /// The text as the source gave it.
    #[must_use]
    pub fn raw(&self) -> Raw<'_> {
        Raw::new(&self.0)
    }
}

/// A pool that is being filled.
#[derive(Debug, Default)]
pub(crate) struct Pool(String);

impl Pool {
    pub(crate) fn add(&mut self, text: &str, media: Media) -> TextRef {
        let start = self.0.len();
        self.0.push_str(text);
        TextRef { coat: Coat::Pooled, ..TextRef::source(start..self.0.len(), Coat::Bare, media) }
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }
}
