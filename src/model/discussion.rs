//! An article with the thread under it, whole and unchanging.

use std::sync::{Arc, OnceLock};

use super::body::{self, Base, Body, Fact};
use super::texts::{TextRef, Texts};
use super::thread::{CommentId, Thread};
use crate::text::{Clean, Raw};

/// What a source leaves unsaid about who answers whom. It decides what may be guessed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unsaid {
    /// Nothing: its top level is its top level, and no parent is guessed.
    #[default]
    Nothing,
    /// Some parents: what stands at top level may be an answer all the same. Only strong
    /// evidence makes a link, and the parents that are given stay.
    Some,
    /// All of them: the items stand in the order of the page, and nothing else is known.
    All,
}

/// Where a discussion comes from and how whole it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The format's name in the table: `hn-algolia`.
    pub format: Box<str>,
    /// Ids are unique within this name (`hn`); empty where the source gives no ids.
    pub namespace: Box<str>,
    /// The site's own id of the discussion (`hn:123`), the same from every format of it.
    pub site: Option<Box<str>>,
    /// Where it was read, if that is known.
    pub url: Option<Box<str>>,
    /// Where its links lead from, if that is not where it was read.
    pub base: Option<Box<str>>,
    /// When it was fetched, in seconds since 1970 UTC, if that is known.
    pub retrieved: Option<i64>,
    /// Whether the input was read to its proper end.
    pub complete: bool,
    /// Whether more of it is being read: what is not there may follow.
    pub partial: bool,
    /// Comments in the discussion as the source counts them.
    pub total: Option<u64>,
    /// What it does not say about who answers whom.
    pub unsaid: Unsaid,
    /// Damage and peculiarities, in the order found.
    pub notes: Vec<Note>,
}

impl Origin {
    /// Whether it is mail or news, which open in the index.
    #[must_use]
    pub fn is_mail(&self) -> bool {
        matches!(&*self.format, "mbox" | "message")
    }
}

impl Default for Origin {
    fn default() -> Self {
        Self {
            format: Box::default(),
            namespace: Box::default(),
            site: None,
            url: None,
            base: None,
            retrieved: None,
            complete: true,
            partial: false,
            total: None,
            unsaid: Unsaid::default(),
            notes: Vec::new(),
        }
    }
}

/// Something about the input that the reader should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is, in words.
    pub text: Clean,
    /// Where: a byte offset in the decoded source.
    pub place: Option<usize>,
}

impl Note {
    /// A note; pieces of input in it are cleaned here.
    #[must_use]
    pub fn new(text: &str, place: Option<usize>) -> Self {
        Self { text: Clean::line(Raw::new(text)), place }
    }
}

/// What the thread is about. Empty texts are unknown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Article {
    pub(crate) id: TextRef,
    pub(crate) title: TextRef,
    pub(crate) url: TextRef,
    pub(crate) author: TextRef,
    pub(crate) time: Option<i64>,
    pub(crate) score: Option<i32>,
    pub(crate) body: TextRef,
    pub(crate) extras: TextRef,
}

impl Article {
    /// The source's id of the article; empty if it has none.
    #[must_use]
    pub fn id(&self) -> TextRef {
        self.id
    }

    /// When it was published, in seconds since 1970 UTC.
    #[must_use]
    pub fn time(&self) -> Option<i64> {
        self.time
    }

    /// Points or votes.
    #[must_use]
    pub fn score(&self) -> Option<i32> {
        self.score
    }

    /// What the format has beyond this, as JSON; empty if there is nothing.
    #[must_use]
    pub fn extras(&self) -> TextRef {
        self.extras
    }

    /// Whether there is a text to read; link posts and mail have none.
    #[must_use]
    pub fn has_text(&self) -> bool {
        !self.body.is_empty()
    }
}

/// An article with the thread under it.
///
/// It never changes, so what is asked for at every key is worked out once.
#[derive(Clone, Debug, Default)]
pub struct Discussion {
    pub(crate) texts: Texts,
    pub(crate) origin: Origin,
    pub(crate) article: Article,
    pub(crate) thread: Thread,
    /// The article's text, once it was opened: screen, index and store share it.
    opened: OnceLock<Arc<Body>>,
    headline: OnceLock<Clean>,
    /// Where links lead from.
    base: OnceLock<Option<Base>>,
}

impl Discussion {
    pub(crate) fn new(texts: Texts, origin: Origin, article: Article, thread: Thread) -> Self {
        Self { texts, origin, article, thread, ..Self::default() }
    }

    /// The thread.
    #[must_use]
    pub fn thread(&self) -> &Thread {
        &self.thread
    }

    /// What the thread is about.
    #[must_use]
    pub fn article(&self) -> &Article {
        &self.article
    }

    /// Where it comes from.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Adds something that a reader of it should know.
    pub fn annotate(&mut self, note: Note) {
        self.origin.notes.push(note);
    }

    /// The two buffers.
    #[must_use]
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The headline; where there is none, the opening words of the article, else of the
    /// first comment. Of a part that may get one yet: `…`.
    #[must_use]
    pub fn title(&self) -> Clean {
        self.headline.get_or_init(|| self.find_title()).clone()
    }

    fn find_title(&self) -> Clean {
        let given = self.texts.line(self.article.title);
        if !given.is_empty() {
            return given;
        }
        // What a record calls itself may still come; a text begins with its headline.
        if self.origin.partial && !(&*self.origin.format == "text" && self.article.has_text()) {
            return Clean::own("…");
        }
        let opening = if self.article.has_text() {
            self.article_body().opening()
        } else {
            self.thread.first().map_or_else(Clean::default, |first| self.body(first).opening())
        };
        if opening.is_empty() { Clean::own("untitled") } else { headline(opening) }
    }

    /// Whether the headline is the source's own, and not opening words.
    #[must_use]
    pub fn has_title(&self) -> bool {
        !self.texts.line(self.article.title).is_empty()
    }

    /// Who wrote or posted the article.
    #[must_use]
    pub fn article_author(&self) -> Option<Clean> {
        some(self.texts.line(self.article.author))
    }

    /// Where the article stands.
    #[must_use]
    pub fn article_url(&self) -> Option<Clean> {
        some(self.texts.line(self.article.url)).map(|url| self.whole(url))
    }

    /// The article's text, opened.
    #[must_use]
    pub fn article_body(&self) -> Arc<Body> {
        let open = || {
            let body = body::open_article(&self.texts, self.article.body, self.base());
            Arc::new(self.framed(body, &self.article_facts()))
        };
        Arc::clone(self.opened.get_or_init(open))
    }

    /// The comment's author.
    #[must_use]
    pub fn author(&self, id: CommentId) -> Option<Clean> {
        let number = self.thread.author(id)?;
        some(self.texts.line(*self.thread.authors.get(number as usize)?))
    }

    /// The comment's text, opened; with what the source says around it, such as a warning.
    #[must_use]
    pub fn body(&self, id: CommentId) -> Body {
        let body = body::open(&self.texts, self.thread.body_text(id), self.base());
        match self.thread.extras(id) {
            Some(_) => self.framed(body, &self.facts(id)),
            None => body,
        }
    }

    /// Whether a comment says what one of an earlier reading of this discussion says.
    #[must_use]
    pub fn says_as(&self, id: CommentId, before: &Self, was: CommentId) -> bool {
        let (is, had) = (self.thread.body_text(id), before.thread.body_text(was));
        self.texts.says_the_same(is, &before.texts, had) || self.body(id).text == before.body(was).text
    }

    /// The source's id of the comment.
    #[must_use]
    pub fn source_id(&self, id: CommentId) -> Option<Clean> {
        some(self.texts.line(self.thread.id_text(id)))
    }

    /// The page of the discussion.
    #[must_use]
    pub fn page_url(&self) -> Option<Clean> {
        self.origin.url.as_ref().and_then(|url| some(Clean::line(Raw::new(url))))
    }

    /// What the source says of the comment beyond what the model has a place for.
    #[must_use]
    pub fn facts(&self, id: CommentId) -> Vec<Fact> {
        self.thread.extras(id).map_or_else(Vec::new, |extras| body::facts(self.texts.open(extras).raw()))
    }

    /// What it says so of the article.
    #[must_use]
    pub fn article_facts(&self) -> Vec<Fact> {
        let extras = self.article.extras;
        if extras.is_empty() { Vec::new() } else { body::facts(self.texts.open(extras).raw()) }
    }

    fn framed(&self, body: Body, facts: &[Fact]) -> Body {
        // Not the words that stand in for a missing title: they come from a body.
        body::framed(body, facts, &self.texts.line(self.article.title), self.base())
    }

    /// Where links in the texts lead from: what the document names for it, else its page.
    fn base(&self) -> Option<&Base> {
        let known = || {
            let Origin { base, url, .. } = &self.origin;
            base.as_deref().and_then(Base::new).or_else(|| Base::new(url.as_deref()?))
        };
        self.base.get_or_init(known).as_ref()
    }

    /// An address that may be relative, whole.
    fn whole(&self, address: Clean) -> Clean {
        let joined =
            self.base().filter(|_| !address.as_str().contains("://")).and_then(|base| base.join(address.as_str()));
        joined.map_or(address, |url| Clean::line(Raw::new(&url)))
    }

    /// The comment's own page: as the source gave it (`url` of the extras), or for sites whose
    /// addresses follow from the comment's id.
    #[must_use]
    pub fn permalink(&self, id: CommentId) -> Option<Clean> {
        let given = self.thread.extras(id).and_then(|extras| Clean::member(self.texts.open(extras).raw(), "url"));
        given.map(|url| self.whole(url)).or_else(|| {
            let (_, front) = PERMALINKS.iter().find(|(namespace, _)| **namespace == *self.origin.namespace)?;
            let source = self.source_id(id)?;
            let page = if front.starts_with("http") { Clean::default() } else { self.page_url()? };
            Some(Clean::line(Raw::new(&format!("{page}{front}{source}"))))
        })
    }

    /// Why the comment's parent is believed, in words.
    #[must_use]
    pub fn reason(&self, id: CommentId) -> Option<Clean> {
        self.thread.guess(id).and_then(|guess| some(self.texts.line(guess.reason)))
    }
}

/// Opening words that stand in for a title: not the whole paragraph.
fn headline(opening: Clean) -> Clean {
    const CELLS: usize = 96;
    let text = crate::text::width::fit(opening.as_str(), CELLS).into_owned();
    let Some(cut) = text.strip_suffix('…') else { return opening };
    let words = cut.rfind(' ').and_then(|at| cut.get(..at)).unwrap_or(cut);
    Clean::line(Raw::new(&format!("{words}…")))
}

/// Where the comments of a namespace have pages: the address up to the id, or what stands
/// between the page of the discussion and the id.
const PERMALINKS: [(&str, &str); 8] = [
    ("hn", "https://news.ycombinator.com/item?id="),
    ("lobsters", "https://lobste.rs/c/"),
    ("reddit", ""),
    ("disqus", "#comment-"),
    ("wordpress", "#comment-"),
    ("remark42", "#remark42__comment-"),
    ("isso", "#isso-"),
    ("commento", "#commento-"),
];

fn some(text: Clean) -> Option<Clean> {
    (!text.is_empty()).then_some(text)
}
