//! An entry of a feed, its fields in all the names that they have had.

use crate::loader::xml::{self, Closed, Tag};
use crate::model::{Coat, DraftWriter, Media, TextRef};
use crate::text::when;

/// An entry.
#[derive(Default)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) link: String,
    pub(super) name: String,
    pub(super) time: Option<i64>,
    pub(super) body: TextRef,
    /// How full the text is that was found: a summary gives way to the whole.
    rank: u8,
    /// What it says it answers.
    pub(super) answers: String,
    /// The comment that it answers, where `answers` is only the post (Blogger).
    pub(super) related: String,
    /// `post`, `comment`, `template`, where the feed says it.
    pub(super) kind: String,
}

/// A name without its prefix, if the prefix is none that has other fields of that name.
pub(super) fn known(name: &str) -> &str {
    match name.split_once(':') {
        None => name,
        Some(("dc" | "dcterms" | "content" | "atom" | "a10" | "rss" | "thr" | "rdf", local)) => local,
        Some(_) => "",
    }
}

/// The address of a page in a link of Atom.
pub(super) fn page(tag: &Tag<'_>) -> Option<String> {
    let is_page = tag.attribute("rel").is_none_or(|rel| rel == "alternate");
    tag.attribute("href").filter(|_| is_page)
}

impl Entry {
    pub(super) fn new(tag: &Tag<'_>) -> Self {
        Self { id: tag.attribute("rdf:about").unwrap_or_default(), ..Self::default() }
    }

    /// A field begins.
    pub(super) fn open(&mut self, name: &str, tag: &Tag<'_>) {
        match name {
            "in-reply-to" if self.answers.is_empty() => {
                self.answers = tag.attribute("ref").or_else(|| tag.attribute("href")).unwrap_or_default();
            }
            "link" if tag.attribute("rel").is_some_and(|rel| rel == "related") => {
                let href = tag.attribute("href").unwrap_or_default();
                if let Some((_, comment)) = href.split_once("/comments/default/") {
                    comment.clone_into(&mut self.related);
                }
            }
            "link" => {
                if let Some(page) = page(tag).filter(|_| self.link.is_empty()) {
                    self.link = page;
                }
            }
            "category" => {
                let term = tag.attribute("term").unwrap_or_default();
                if let Some((_, kind)) = term.split_once("kind#") {
                    kind.clone_into(&mut self.kind);
                }
            }
            _ => {}
        }
    }

    /// A field ends; `kind` is its attribute `type`.
    pub(super) fn close(&mut self, closed: &Closed<'_>, kind: &str, source: &str, writer: &mut DraftWriter) {
        let text = &closed.text;
        let string = || text.string().trim().to_owned();
        match known(closed.name) {
            "id" | "guid" if !text.is_blank() => self.id = string(),
            "title" => self.title = title(&string(), kind),
            "link" if !text.is_blank() => self.link = string(),
            "pubDate" | "published" | "issued" | "created" | "date" => {
                self.time = when::parse(&text.string()).or(self.time)
            }
            "updated" | "modified" if self.time.is_none() => self.time = when::parse(&text.string()),
            "creator" => self.name = person(&string()),
            "author" if self.name.is_empty() => self.name = person(&string()),
            "encoded" => self.text(3, closed, "html", source, writer),
            "content" => self.text(3, closed, if kind.is_empty() { "text" } else { kind }, source, writer),
            "description" => self.text(2, closed, "html", source, writer),
            "summary" => self.text(1, closed, if kind.is_empty() { "text" } else { kind }, source, writer),
            _ => {}
        }
    }

    /// A field of the author ends.
    pub(super) fn author(&mut self, closed: &Closed<'_>) {
        if xml::local(closed.name) == "name" {
            let name = closed.text.string();
            self.name = name.trim().strip_prefix("/u/").unwrap_or(name.trim()).to_owned();
        }
    }

    fn text(&mut self, rank: u8, closed: &Closed<'_>, kind: &str, source: &str, writer: &mut DraftWriter) {
        if rank < self.rank {
            return;
        }
        let is_markup = matches!(kind, "xhtml" | "application/xhtml+xml" | "text/xml");
        let body = if is_markup {
            let inside = source.get(closed.inside.clone()).unwrap_or_default();
            let start = closed.inside.start + (inside.len() - inside.trim_start().len());
            TextRef::source(start..start + inside.trim().len(), Coat::Bare, Media::Html)
        } else if kind.contains("html") {
            let string = closed.text.string();
            let is_plain = !string.contains(['<', '&']) && string.trim().contains('\n');
            closed.text.kept(writer, if is_plain { Media::Plain } else { Media::Html })
        } else {
            closed.text.kept(writer, Media::Plain)
        };
        if !body.is_empty() {
            (self.body, self.rank) = (body, rank);
        }
    }
}

/// A title as plain words. Some feeds escape the entities of a title twice.
fn title(text: &str, kind: &str) -> String {
    if kind == "html" || text.contains("&#") || text.contains("&amp;") {
        return crate::model::texts::open_xml(text).into_owned();
    }
    text.to_owned()
}

/// RSS writes `ann@example.org (Ann)`: the name is shown, an address alone as far as its `@`.
fn person(text: &str) -> String {
    let text = text.trim();
    if let Some((address, name)) = text.split_once('(')
        && address.contains('@')
    {
        return name.trim_end_matches(')').trim().to_owned();
    }
    match text.split_once('@') {
        Some((local, _)) if !text.contains(' ') && !local.is_empty() => local.to_owned(),
        _ => text.to_owned(),
    }
}
