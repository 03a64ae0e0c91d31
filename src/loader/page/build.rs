//! From the tokenizer's tags to the arena.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use html5ever::LocalName;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::{Id, Node, Page, rules};

/// Values longer than this are pictures and programs in the page; they are not kept.
const LONGEST_VALUE: usize = 16 << 10;

/// Reads a page whose markup was made safe for the tokenizer.
pub(super) fn page(source: Cow<'_, str>, base: Option<usize>) -> Page<'_> {
    let whole = StrTendril::from(&*source);
    let sink = Sink {
        build: RefCell::new(Build::default()),
        from: Cell::new(0),
        chunk: Cell::new(0..0),
        said: Cell::new(true),
        raw: Cell::new(false),
    };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    // The tokenizer tells no places. Fed in pieces that begin at each `<` and end at each
    // `>`, it says each tag at the end of a piece.
    let mut start = 0;
    for at in memchr::memchr2_iter(b'<', b'>', source.as_bytes()).chain([source.len()]) {
        let end = if source.as_bytes().get(at) == Some(&b'>') { at + 1 } else { at };
        if end > start {
            tokenizer.sink.begin(start, end);
            input.push_back(piece(&whole, start, end));
            let _ = tokenizer.feed(&input);
            start = end;
        }
    }
    tokenizer.end();
    let mut build = tokenizer.sink.build.into_inner();
    build.close_to(0, source.len(), source.len());
    let Build { nodes, attributes, text, classes, names, .. } = build;
    Page { source, base, nodes, attributes, text, classes, names }
}

fn piece(whole: &StrTendril, start: usize, end: usize) -> StrTendril {
    match (u32::try_from(start), u32::try_from(end - start)) {
        (Ok(start), Ok(len)) => whole.try_subtendril(start, len).unwrap_or_default(),
        _ => StrTendril::new(),
    }
}

struct Sink {
    build: RefCell<Build>,
    /// Where what has been fed but not said begins.
    from: Cell<usize>,
    /// The piece that is being fed.
    chunk: Cell<std::ops::Range<usize>>,
    /// Whether the piece before said anything.
    said: Cell<bool>,
    /// In a script or a style.
    raw: Cell<bool>,
}

impl Sink {
    fn begin(&self, start: usize, end: usize) {
        if self.said.replace(false) {
            self.from.set(start);
        }
        self.chunk.set(start..end);
    }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let chunk = self.chunk.take();
        self.chunk.set(chunk.clone());
        let from = self.from.replace(chunk.start);
        if !matches!(token, Token::ParseError(_)) {
            self.said.set(true);
        } else {
            self.from.set(from);
        }
        match token {
            Token::CharacterTokens(text) if !self.raw.get() => self.build.borrow_mut().text.push_str(&text),
            Token::TagToken(tag) => {
                self.raw.set(false);
                let raw = self.build.borrow_mut().tag(tag, from, chunk.end);
                if let Some(kind) = raw {
                    self.raw.set(kind == RawKind::Rawtext);
                    return TokenSinkResult::RawData(kind);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[derive(Default)]
struct Build {
    nodes: Vec<Node>,
    attributes: Vec<html5ever::Attribute>,
    text: String,
    classes: HashSet<Box<str>>,
    names: HashSet<LocalName>,
    /// The elements that are open.
    open: Vec<Id>,
    /// Where in `open` the elements of a name stand.
    by_name: HashMap<LocalName, Vec<usize>>,
    /// Where in `open` blocks stand, and walls.
    blocks: Vec<usize>,
    walls: Vec<usize>,
}

impl Build {
    fn tag(&mut self, tag: Tag, start: usize, end: usize) -> Option<RawKind> {
        let name = &*tag.name;
        if tag.kind == TagKind::EndTag {
            self.end(&tag.name, start, end);
            return None;
        }
        if matches!(name, "html" | "body") && self.place(name).is_some() {
            return None;
        }
        let raw = match name {
            "script" | "style" => Some(RawKind::Rawtext),
            "title" => Some(RawKind::Rcdata),
            _ => None,
        };
        self.make_room(name, start);
        let is_leaf = rules::is_void(name) || tag.self_closing && self.is_foreign();
        self.open(tag, start, end, is_leaf);
        raw
    }

    /// Where in `open` the innermost element of a name stands.
    fn place(&self, name: &str) -> Option<usize> {
        self.by_name.get(&LocalName::from(name)).and_then(|places| places.last().copied())
    }

    fn is_foreign(&self) -> bool {
        self.place("svg").is_some() || self.place("math").is_some()
    }

    /// Ends what cannot stand around the element that begins.
    fn make_room(&mut self, name: &str, at: usize) {
        if let Some(head) = self.place("head")
            && !rules::is_of_head(name)
        {
            self.close_to(head, at, at);
        }
        if rules::ends_paragraph(name)
            && let Some(place) = self.place("p")
            && self.walls.last().is_none_or(|wall| *wall < place)
        {
            self.close_to(place, at, at);
        }
        let (ended, borders) = rules::ends_before(name);
        if ended.is_empty() {
            return;
        }
        let border = borders.iter().filter_map(|border| self.place(border)).max();
        let wall = if rules::is_table_part(name) { None } else { self.walls.last().copied() };
        let block = if name == "a" { self.blocks.last().copied() } else { None };
        let limit = border.max(wall).max(block);
        let outermost = ended.iter().filter_map(|name| self.place(name)).filter(|place| Some(*place) > limit).min();
        if let Some(place) = outermost {
            self.close_to(place, at, at);
        }
    }

    fn open(&mut self, tag: Tag, start: usize, end: usize, is_leaf: bool) {
        let id = self.nodes.len();
        let is_block = !rules::is_inline(&tag.name);
        if is_block {
            self.line_break();
        }
        let from = index(self.attributes.len());
        for mut attribute in tag.attrs {
            if &*attribute.name.local == "class" {
                for class in attribute.value.split_ascii_whitespace() {
                    if !self.classes.contains(class) {
                        self.classes.insert(class.into());
                    }
                }
            }
            if !self.names.contains(&attribute.name.local) {
                self.names.insert(attribute.name.local.clone());
            }
            if attribute.value.len() > LONGEST_VALUE {
                attribute.value = StrTendril::new();
            }
            self.attributes.push(attribute);
        }
        let text = self.text.len()..self.text.len();
        self.nodes.push(Node {
            name: tag.name.clone(),
            parent: self.open.last().copied().unwrap_or(id),
            end: id + 1,
            depth: index(self.open.len()),
            attributes: from..index(self.attributes.len()),
            outer: start..end,
            inner: end..end,
            text,
        });
        if is_leaf {
            return;
        }
        let place = self.open.len();
        self.by_name.entry(tag.name.clone()).or_default().push(place);
        if is_block {
            self.blocks.push(place);
        }
        if rules::is_wall(&tag.name) {
            self.walls.push(place);
        }
        self.open.push(id);
    }

    fn end(&mut self, name: &LocalName, start: usize, end: usize) {
        if matches!(&**name, "html" | "body") {
            return;
        }
        let Some(place) = self.by_name.get(name).and_then(|places| places.last().copied()) else { return };
        let limit = if rules::is_inline(name) {
            self.blocks.last().copied()
        } else if rules::is_table_part(name) {
            self.place("table")
        } else {
            self.walls.last().copied()
        };
        if limit.is_none_or(|limit| place >= limit) {
            self.close_to(place, start, end);
        }
    }

    /// Closes what is open from a place on; an end tag closes the first of them.
    fn close_to(&mut self, place: usize, start: usize, end: usize) {
        while self.open.len() > place {
            let Some(id) = self.open.pop() else { return };
            let (at, count) = (self.open.len(), self.nodes.len());
            let Some(node) = self.nodes.get(id) else { return };
            if let Some(places) = self.by_name.get_mut(&node.name) {
                places.pop();
            }
            if self.walls.last() == Some(&at) {
                self.walls.pop();
            }
            let text = self.text.len();
            if self.blocks.last() == Some(&at) {
                self.blocks.pop();
                self.line_break();
            }
            if let Some(node) = self.nodes.get_mut(id) {
                node.end = count;
                node.inner.end = start;
                node.outer.end = if at == place { end } else { start };
                node.text.end = text;
            }
        }
    }

    fn line_break(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}

/// Sources are shorter than 4 GiB, so counts of what is in them fit.
fn index(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
