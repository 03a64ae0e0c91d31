//! What the current comment answers, as rows: the words that it quotes, its parent's text,
//! the chain up to the root, and the article above them all.

use std::ops::Range;
use std::rc::Rc;

use super::lines;
use crate::model::body::{Body, Hyperlink};
use crate::model::index::Quoted;
use crate::model::{CommentId, Discussion, Index, Kind, Link, State, Thread};
use crate::text::{Clean, Raw, when, width};

/// Ancestors whose words are shown; the rest is counted.
const CHAIN: usize = 24;
/// Rows of an ancestor that is not the parent.
const ROWS: usize = 4;
/// Words shown around the quoted ones.
const AROUND: usize = 60;

/// What a row of the context is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContextKind {
    /// Says what follows.
    Label,
    /// A comment's name, age and place in the chain.
    Name,
    /// Words.
    Words,
    /// Why we think so.
    Reason,
    /// Nothing.
    Blank,
}

/// A row of the context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextRow {
    /// What it is.
    pub kind: ContextKind,
    /// Its words.
    pub text: String,
    /// The quoted words in it.
    pub hit: Option<Range<usize>>,
    /// The links in it, as ranges of its words.
    pub links: Vec<Hyperlink>,
    /// Quote bars before it.
    pub bars: usize,
    /// The comment that it belongs to: a click goes there.
    pub of: Option<CommentId>,
}

/// What a comment is called: its author, or its number where there are no authors.
#[must_use]
pub fn name(discussion: &Discussion, id: CommentId) -> Clean {
    let thread = discussion.thread();
    match thread.kind(id) {
        Kind::Ghost => return Clean::own("a missing comment"),
        Kind::More => return Clean::own("replies not loaded"),
        Kind::Comment => {}
    }
    if let Some(author) = discussion.author(id) {
        return author;
    }
    if !thread.has_authors() {
        return number(thread, id);
    }
    Clean::own(match thread.state(id) {
        State::Deleted => "[deleted]",
        State::Removed => "[removed]",
        _ => "no name",
    })
}

fn number(thread: &Thread, id: CommentId) -> Clean {
    Clean::line(Raw::new(&thread.number(id).to_string()))
}

/// `1st`, `2nd`, `3rd`, `11th`.
#[must_use]
pub fn ordinal(number: usize) -> String {
    let ending = match (number % 10, number % 100) {
        (1, n) if n != 11 => "st",
        (2, n) if n != 12 => "nd",
        (3, n) if n != 13 => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// A number with its noun: `1 reply`, `3 replies`.
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// The comment's place among its siblings, from 1, and how many there are. Ghosts and
/// stubs are not counted.
#[must_use]
pub fn place(thread: &Thread, id: CommentId) -> (usize, usize) {
    (thread.place(id), thread.reply_count(thread.parent(id)))
}

/// `reply 1 of 2 to ann · 3 replies`: the context's header.
#[must_use]
pub fn heading(discussion: &Discussion, id: CommentId) -> String {
    let thread = discussion.thread();
    let (nth, all) = place(thread, id);
    let replies = thread.reply_count(Some(id));
    let answers = match (thread.parent(id), nth) {
        (Some(parent), 0) => format!("a reply to {}", name(discussion, parent)),
        (Some(parent), _) if all == 1 => format!("the only reply to {}", name(discussion, parent)),
        (Some(parent), _) => format!("reply {nth} of {all} to {}", name(discussion, parent)),
        (None, 0) => "top level".to_owned(),
        (None, _) => format!("{} of {all} at top level", ordinal(nth)),
    };
    let below = if replies == 0 { "no replies".to_owned() } else { count(replies, "reply", "replies") };
    format!("{} · {answers} · {below}", name(discussion, id))
}

/// What a context is made for.
pub struct Request<'a> {
    /// The discussion.
    pub discussion: &'a Discussion,
    /// What is quoted, once it is known.
    pub index: Option<&'a Index>,
    /// Opens a comment's text: those above are the same for many comments.
    pub body: &'a dyn Fn(CommentId) -> Rc<Body>,
    /// Cells of a row.
    pub columns: usize,
    /// Seconds since 1970 UTC, for ages.
    pub now: i64,
}

/// The rows of the context of a comment.
#[must_use]
pub fn rows(request: &Request<'_>, id: CommentId) -> Vec<ContextRow> {
    let &Request { discussion, index, body, columns, now } = request;
    let mut page = Page { discussion, body, columns: columns.max(8), now, rows: Vec::new() };
    page.candidates(id);
    let quoted = page.quotes(index, id);
    let thread = discussion.thread();
    match thread.parent(id) {
        None => page.article(quoted),
        Some(parent) => {
            page.answers(id, parent, quoted);
            page.comment(parent, usize::MAX);
            page.chain(parent);
        }
    }
    page.rows
}

struct Page<'a> {
    discussion: &'a Discussion,
    body: &'a dyn Fn(CommentId) -> Rc<Body>,
    columns: usize,
    now: i64,
    rows: Vec<ContextRow>,
}

impl Page<'_> {
    fn push(&mut self, kind: ContextKind, text: String, of: Option<CommentId>) {
        self.rows.push(ContextRow { kind, text, hit: None, links: Vec::new(), bars: 0, of });
    }

    fn say(&mut self, kind: ContextKind, text: &str, of: Option<CommentId>) {
        for range in crate::text::wrap::lines(text, self.columns) {
            self.push(kind, text.get(range).unwrap_or_default().to_owned(), of);
        }
    }

    fn blank(&mut self) {
        self.push(ContextKind::Blank, String::new(), None);
    }

    /// What it may answer, where nothing strong enough to be a link was found.
    fn candidates(&mut self, id: CommentId) {
        let thread = self.discussion.thread();
        for candidate in thread.candidates(id).iter().take(3) {
            let reason = self.discussion.texts().line(candidate.reason);
            let percent = (candidate.confidence * 100.0).round();
            let text = format!("~ possible: {reason}? (right in about {percent} of 100)");
            self.say(ContextKind::Reason, &text, Some(candidate.parent));
        }
    }

    /// The words that it quotes; whether there were any.
    fn quotes(&mut self, index: Option<&Index>, id: CommentId) -> bool {
        let quotes = index.map(|index| index.quotes(id)).unwrap_or_default();
        for quote in quotes.iter().take(4) {
            let source = quote.source.clone();
            match quote.of {
                // A passage's range is one of the whole article's text.
                Quoted::Passage(number) => {
                    self.say(ContextKind::Label, &format!("QUOTES ¶{number} of the article:"), None);
                    self.excerpt(self.discussion.article_body().text.as_str(), source, None);
                }
                Quoted::Comment(who) => {
                    let label = format!("QUOTES {} — these words:", name(self.discussion, who));
                    self.say(ContextKind::Label, &label, Some(who));
                    self.excerpt((self.body)(who).text.as_str(), source, Some(who));
                }
            }
            self.blank();
        }
        !quotes.is_empty()
    }

    /// Some words around a range, the range marked.
    fn excerpt(&mut self, text: &str, range: Range<usize>, of: Option<CommentId>) {
        let from = back(text, range.start, AROUND);
        let to = on(text, range.end, AROUND);
        let lead = if from > 0 { "…" } else { "" };
        let tail = if to < text.len() { "…" } else { "" };
        let shown = format!("{lead}{}{tail}", text.get(from..to).unwrap_or_default().replace('\n', " "));
        let shift = |at: usize| at.saturating_sub(from) + lead.len();
        let hit = shift(range.start)..shift(range.end);
        for line in crate::text::wrap::lines(&shown, self.columns.saturating_sub(2).max(4)) {
            let part = hit.start.max(line.start)..hit.end.min(line.end);
            let hit = (part.start < part.end).then(|| part.start - line.start..part.end - line.start);
            let text = shown.get(line).unwrap_or_default().to_owned();
            self.rows.push(ContextRow { kind: ContextKind::Words, text, hit, links: Vec::new(), bars: 1, of });
        }
    }

    fn answers(&mut self, id: CommentId, parent: CommentId, quoted: bool) {
        let guessed = self.discussion.thread().link(id) == Link::Guessed;
        let sign = if guessed { "~ " } else { "" };
        let who = name(self.discussion, parent);
        self.say(ContextKind::Label, &format!("{sign}ANSWERS {who}{}", if quoted { "" } else { ":" }), Some(parent));
        if let Some(guess) = self.discussion.thread().guess(id).filter(|_| guessed) {
            let reason = self.discussion.texts().line(guess.reason);
            let percent = (guess.confidence * 100.0).round();
            let words = format!("a guess: it {reason} (right in about {percent} of 100)");
            self.say(ContextKind::Reason, &words, Some(parent));
        }
    }

    /// A comment's name and words, at most so many rows of them.
    fn comment(&mut self, id: CommentId, most: usize) {
        let thread = self.discussion.thread();
        if thread.kind(id) == Kind::Ghost {
            self.say(ContextKind::Words, "It is not in this copy of the discussion.", Some(id));
            return;
        }
        let age = thread.time(id).map(|then| format!(" · {}", when::age(self.now, then))).unwrap_or_default();
        let (nth, all) = place(thread, id);
        let where_ = if all > 1 { format!(" · {} of {all}", ordinal(nth)) } else { String::new() };
        let title = format!("{}{age}{where_}", name(self.discussion, id));
        self.push(ContextKind::Name, width::fit(&title, self.columns).into_owned(), Some(id));
        let body = (self.body)(id);
        let all = lines::of(&body, self.columns.saturating_sub(2).max(4));
        let cut = all.len() > most;
        for line in all.iter().take(if cut { most } else { all.len() }) {
            let block = body.blocks.get(line.block as usize);
            let text = body.text.as_str().get(line.range.clone()).unwrap_or_default();
            let bars = block.map_or(0, lines::bars);
            self.rows.push(ContextRow {
                kind: ContextKind::Words,
                text: text.to_owned(),
                hit: None,
                links: links_in(&body, &line.range),
                bars,
                of: Some(id),
            });
        }
        if cut {
            while self.rows.last().is_some_and(|row| row.text.is_empty()) {
                self.rows.pop();
            }
            if let Some(last) = self.rows.last_mut() {
                last.text.push_str(" …");
            }
        }
    }

    /// What stands above the parent, nearest first, and the article at the end.
    fn chain(&mut self, parent: CommentId) {
        let discussion = self.discussion;
        let thread = discussion.thread();
        let mut above = thread.ancestors(parent);
        let mut child = parent;
        for ancestor in above.by_ref().take(CHAIN) {
            self.blank();
            let sign = if thread.link(child) == Link::Guessed { "~ " } else { "" };
            self.say(ContextKind::Label, &format!("{sign}which answers"), Some(ancestor));
            self.comment(ancestor, ROWS);
            child = ancestor;
        }
        let rest = above.count();
        self.blank();
        if rest > 0 {
            self.say(ContextKind::Label, &format!("… and {rest} more above, up to the article"), None);
        } else {
            let what = format!("{} answers the article", name(discussion, child));
            self.say(ContextKind::Label, &what, Some(child));
            self.say(ContextKind::Words, discussion.title().as_str(), None);
        }
    }

    fn article(&mut self, quoted: bool) {
        let label = if quoted { "ANSWERS the article:" } else { "ANSWERS the article (no passage quoted):" };
        self.say(ContextKind::Label, label, None);
        self.say(ContextKind::Words, self.discussion.title().as_str(), None);
        if let Some(author) = self.discussion.article_author() {
            self.say(ContextKind::Name, &format!("by {author}"), None);
        }
    }
}

/// The links in a range of a text, as ranges within it.
fn links_in(body: &Body, range: &Range<usize>) -> Vec<Hyperlink> {
    let part = |link: &Hyperlink| {
        let part = link.range.start.max(range.start)..link.range.end.min(range.end);
        let within = part.start.saturating_sub(range.start)..part.end.saturating_sub(range.start);
        (part.start < part.end).then(|| Hyperlink { range: within, url: link.url.clone() })
    };
    body.links.iter().filter_map(part).collect()
}

/// The start of a word about `cells` bytes before `at`.
fn back(text: &str, at: usize, bytes: usize) -> usize {
    let from = at.saturating_sub(bytes);
    if from == 0 {
        return 0;
    }
    text.char_indices()
        .map(|(at, _)| at)
        .skip_while(|i| *i < from)
        .find(|i| is_start(text, *i))
        .map_or(at, |i| i.min(at))
}

/// The end of a word about `bytes` after `at`.
fn on(text: &str, at: usize, bytes: usize) -> usize {
    let to = at.saturating_add(bytes);
    if to >= text.len() {
        return text.len();
    }
    let tail = text.get(at..).unwrap_or_default();
    tail.char_indices()
        .map(|(i, _)| at + i)
        .skip_while(|i| *i < to)
        .find(|i| text.get(*i..).is_some_and(|t| t.starts_with(' ')))
        .unwrap_or(text.len())
}

fn is_start(text: &str, at: usize) -> bool {
    text.get(..at).is_some_and(|before| before.ends_with([' ', '\n']))
}
