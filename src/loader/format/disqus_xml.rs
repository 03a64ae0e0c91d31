//! The export of Disqus: threads, and posts that name their thread and their parent.
//!
//! What counts is the attribute `dsq:id`; the elements called `id` inside are the names that
//! the site gave. E-mail addresses and IPs are passed over.

use std::collections::HashMap;

use super::Format;
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::xml::{self, Closed, Event, Scanner, Shelf, Tag};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, State, TextRef};
use crate::text::when;

pub(super) const FORMAT: Format = Format {
    name: "disqus-xml",
    reads: "Disqus, the export of a site",
    sample: "Disqus, Admin, Moderate, Export",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    let is_disqus =
        xml::root(head.text) == "disqus" || head.text.contains("<disqus ") && head.text.contains("disqus-internals");
    if is_disqus { 95 } else { 0 }
}

/// A page that was commented on.
#[derive(Default)]
struct Page {
    title: TextRef,
    link: TextRef,
    time: Option<i64>,
}

#[derive(Default)]
struct Post {
    id: String,
    thread: String,
    parent: String,
    name: String,
    user: String,
    message: TextRef,
    time: Option<i64>,
    deleted: bool,
    spam: bool,
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let mut scanner = Scanner::new(source);
    let mut reading = Reading::default();
    loop {
        match scanner.next() {
            Event::Open(tag) => reading.open(&tag, scanner.depth()),
            Event::Close(closed) => {
                reading.close(&closed, scanner.depth(), scanner.parent(), writer);
                if scanner.depth() == 1 && closed.name == "post" {
                    reading.end_post(writer);
                }
            }
            Event::End => break,
        }
    }
    if reading.posts == 0 {
        reading.pages_alone(writer);
    }
    scanner.damage()
}

#[derive(Default)]
struct Reading {
    pages: HashMap<String, Page>,
    order: Vec<String>,
    shelf: Shelf,
    page: (String, Page),
    post: Post,
    posts: usize,
}

impl Reading {
    fn open(&mut self, tag: &Tag<'_>, depth: usize) {
        let id = || tag.attribute("dsq:id").or_else(|| tag.attribute("id")).unwrap_or_default();
        match (tag.name, depth) {
            ("thread", 2) => self.page = (id(), Page::default()),
            ("post", 2) => self.post = Post { id: id(), ..Post::default() },
            ("thread", 3) => self.post.thread = id(),
            ("parent", 3) => self.post.parent = id(),
            _ => {}
        }
    }

    /// `depth` and `parent` are those of what stands around the element that ended.
    fn close(&mut self, closed: &Closed<'_>, depth: usize, parent: &str, writer: &mut DraftWriter) {
        let text = &closed.text;
        let is_true = || text.string().trim() == "true";
        match (parent, depth, closed.name) {
            ("thread", 2, "title") => self.page.1.title = text.kept(writer, Media::Plain),
            ("thread", 2, "link") => self.page.1.link = text.kept(writer, Media::Plain),
            ("thread", 2, "createdAt") => self.page.1.time = when::parse(&text.string()),
            ("disqus", 1, "thread") => {
                let (id, page) = std::mem::take(&mut self.page);
                self.order.push(id.clone());
                self.pages.insert(id, page);
            }
            ("post", 2, "message") => self.post.message = text.kept(writer, Media::Html),
            ("post", 2, "createdAt") => self.post.time = when::parse(&text.string()),
            ("post", 2, "isDeleted") => self.post.deleted = is_true(),
            ("post", 2, "isSpam") => self.post.spam = is_true(),
            ("author", 3, "name") => self.post.name = text.string().trim().to_owned(),
            ("author", 3, "username") => self.post.user = text.string().trim().to_owned(),
            _ => {}
        }
    }

    fn end_post(&mut self, writer: &mut DraftWriter) {
        let post = std::mem::take(&mut self.post);
        self.posts += 1;
        let page = self.pages.get(&post.thread);
        self.shelf.turn_to(writer, &post.thread, |writer| begin(writer, &post.thread, page));
        let parent = writer.pooled(&post.parent, Media::Plain);
        let row = writer.comment(if post.parent.is_empty() { Parent::Top } else { Parent::Id(parent) });
        let id = writer.pooled(&post.id, Media::Plain);
        writer.set_id(row, id);
        writer.set_author(row, if post.name.is_empty() { &post.user } else { &post.name });
        writer.set_body(row, post.message);
        if let Some(time) = post.time {
            writer.set_time(row, time);
        }
        if post.deleted {
            writer.set_state(row, State::Deleted);
        } else if post.spam {
            writer.set_state(row, State::Flagged);
        }
    }

    /// An export without any comment still has its pages.
    fn pages_alone(&self, writer: &mut DraftWriter) {
        for (id, page) in self.order.iter().filter_map(|id| Some((id, self.pages.get(id)?))) {
            if !page.title.is_empty() {
                writer.begin();
                begin(writer, id, Some(page));
            }
        }
    }
}

fn begin(writer: &mut DraftWriter, id: &str, page: Option<&Page>) {
    let name = writer.pooled(id, Media::Plain);
    let origin = writer.origin();
    origin.namespace = "disqus".into();
    origin.site = (!id.is_empty()).then(|| format!("disqus:{id}").into());
    let article = writer.article();
    article.id = name;
    if let Some(page) = page {
        (article.title, article.url, article.time) = (page.title, page.link, page.time);
    }
}
