//! Comments and articles in HTML.
//!
//! The text is tokenized, never made into a tree: trees take quadratic time on deep
//! nesting and comment bodies need none. What a tree would know is kept in a stack of the
//! few elements that change how text stands; inline styles are counters. Every start tag
//! pushes at most one entry and an end tag without a start does nothing, so the whole is
//! linear and no markup, however broken, loses its text.

mod flow;
mod guard;
mod tag;

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use self::flow::Flow;
pub(crate) use self::guard::close;
use super::{Base, Body};
use crate::text::Raw;

/// Reads a fragment or a page. Its links lead from the base.
pub(super) fn read(raw: Raw, base: Option<&Base>) -> Body {
    let source = raw.expose();
    let safe = guard::close(source);
    let sink = Sink {
        flow: RefCell::new(Flow::new(newlines_count(source), base.cloned())),
        dropping: RefCell::new(None),
        pending: RefCell::new(String::new()),
    };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(safe.as_ref()));
    // It stops early for scripts only, and no script is ever announced to it.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.flow.into_inner().finish()
}

/// Whether line ends mean something: text as blogs store it, with inline tags and with
/// blank lines instead of paragraph tags.
fn newlines_count(source: &str) -> bool {
    const BLOCKS: [&str; 8] = ["<p", "<br", "<div", "<li", "<pre", "<blockquote", "<table", "<h"];
    let mut lines = source.trim().lines();
    let blank = lines.any(|l| l.trim().is_empty());
    blank
        && !memchr::memchr_iter(b'<', source.as_bytes()).any(|at| {
            let tag = source.as_bytes().get(at..).unwrap_or_default();
            BLOCKS.iter().any(|block| tag.get(..block.len()).is_some_and(|t| t.eq_ignore_ascii_case(block.as_bytes())))
        })
}

/// What is left out, up to its end tag.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dropped {
    /// A page's head; it ends with the first thing that is not of a head.
    Head,
    Template(usize),
    /// Script, style, title: the tokenizer finds their ends.
    Raw,
}

struct Sink {
    flow: RefCell<Flow>,
    dropping: RefCell<Option<Dropped>>,
    /// Text since the last tag: the tokenizer hands it out in pieces that mean nothing.
    pending: RefCell<String>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) => self.pending.borrow_mut().push_str(&text),
            Token::NullCharacterToken => self.pending.borrow_mut().push('\0'),
            Token::TagToken(tag) => {
                self.text();
                return self.tag(&tag);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }

    fn end(&self) {
        self.text();
    }
}

impl Sink {
    fn text(&self) {
        let mut text = self.pending.borrow_mut();
        let mut dropping = self.dropping.borrow_mut();
        if *dropping == Some(Dropped::Head) && !text.trim().is_empty() {
            *dropping = None;
        }
        if dropping.is_none() && !text.is_empty() {
            self.flow.borrow_mut().text(&text);
        }
        text.clear();
    }

    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        let start = tag.kind == TagKind::StartTag;
        let mut dropping = self.dropping.borrow_mut();
        *dropping = match (*dropping, name, start) {
            (Some(Dropped::Raw), ..) => None,
            (Some(Dropped::Template(depth)), "template", true) => Some(Dropped::Template(depth + 1)),
            (Some(Dropped::Template(depth)), "template", false) => (depth > 1).then(|| Dropped::Template(depth - 1)),
            (Some(Dropped::Template(_)), ..) => return TokenSinkResult::Continue,
            (_, "script" | "style" | "title", true) => {
                let kind = if name == "title" { RawKind::Rcdata } else { RawKind::Rawtext };
                *dropping = Some(Dropped::Raw);
                return TokenSinkResult::RawData(kind);
            }
            (_, "template", true) => Some(Dropped::Template(1)),
            (_, "head", start) => start.then_some(Dropped::Head),
            (Some(Dropped::Head), "meta" | "link" | "base" | "noscript", _) => Some(Dropped::Head),
            _ => {
                *dropping = None;
                let mut flow = self.flow.borrow_mut();
                if start {
                    flow.start(tag);
                } else {
                    flow.end(name);
                }
                return TokenSinkResult::Continue;
            }
        };
        TokenSinkResult::Continue
    }
}
