//! Feeds: RSS of all ages and Atom, of posts or of comments.
//!
//! Atom may say what an entry answers (`thr:in-reply-to`, RFC 4685); RSS never does, so its
//! comments are flat. A feed of comments comes newest first as a rule; it is turned round,
//! so that an answer stands below what it answers.

mod entry;
mod write;

use entry::Entry;

use super::Format;
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::xml::{self, Event, Scanner};
use crate::model::{DraftWriter, Media, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "feed",
    reads: "feeds: RSS 0.9 to 2.0, Atom with replies, comment feeds, Reddit's .rss",
    sample: "example.org/post/feed, reddit.com/comments/ID/.rss",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    let root = xml::root(head.text);
    match xml::local(root) {
        "rss" | "RDF" => 80,
        "feed" if head.text.contains("Atom") || head.text.contains("<entry") || head.text.contains("purl.org/atom") => {
            80
        }
        // A part of a feed that was copied out.
        "entry" if head.text.contains("Atom") => 60,
        _ => 0,
    }
}

/// What a feed says of itself.
#[derive(Default)]
struct Channel {
    title: String,
    link: String,
    about: TextRef,
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let mut scanner = Scanner::new(source);
    let mut channel = Channel::default();
    let mut entries: Vec<Entry> = Vec::new();
    // The entry that is open, and how deep it stands.
    let mut open: Option<(usize, Entry)> = None;
    let mut kind = String::new();
    loop {
        match scanner.next() {
            Event::Open(tag) => {
                let name = entry::known(tag.name);
                match &mut open {
                    None if matches!(name, "item" | "entry") => open = Some((scanner.depth(), Entry::new(&tag))),
                    None if name == "link" && channel.link.is_empty() => {
                        channel.link = entry::page(&tag).unwrap_or_default()
                    }
                    Some((depth, entry)) if scanner.depth() == *depth + 1 => {
                        entry.open(name, &tag);
                        kind = tag.attribute("type").unwrap_or_default();
                    }
                    _ => {}
                }
            }
            Event::Close(closed) => {
                let depth = scanner.depth();
                match &mut open {
                    Some((at, _)) if depth + 1 == *at => entries.extend(open.take().map(|(_, entry)| entry)),
                    Some((at, entry)) if depth == *at => entry.close(&closed, &kind, source, writer),
                    Some((at, entry)) if depth == *at + 1 && scanner.parent() == "author" => entry.author(&closed),
                    None if matches!(scanner.parent(), "channel" | "feed") => {
                        let text = closed.text.string();
                        match entry::known(closed.name) {
                            "title" => channel.title = text.trim().to_owned(),
                            "link" if !text.trim().is_empty() => channel.link = text.trim().to_owned(),
                            "description" | "subtitle" => channel.about = closed.text.kept(writer, Media::Html),
                            _ => {}
                        }
                    }
                    _ => {}
                }
            }
            Event::End => break,
        }
    }
    write::write(&channel, entries, writer);
    scanner.damage()
}
