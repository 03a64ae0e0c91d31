//! What a feed is of: a post with its comments, comments, posts with theirs, or just posts.

use std::collections::HashMap;

use super::Channel;
use super::entry::Entry;
use crate::loader::xml::Shelf;
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Roles, Row, TextRef};

pub(super) fn write(channel: &Channel, mut entries: Vec<Entry>, writer: &mut DraftWriter) {
    entries.retain(|entry| !matches!(entry.kind.as_str(), "template" | "settings"));
    let places = places(&entries);
    let above: Vec<Option<usize>> = entries.iter().map(|entry| answered(entry, &places)).collect();
    let is_reddit = entries.iter().any(|entry| entry.id.starts_with("t1_"));
    let posts: Vec<usize> =
        (0..entries.len()).filter(|at| entries.get(*at).is_some_and(|entry| entry.id.starts_with("t3_"))).collect();
    if let ([post], true) = (posts.as_slice(), is_reddit) {
        let post = entries.remove(*post);
        article(&post, writer);
        comments(&entries, &vec![None; entries.len()], writer);
        writer.add_roles_of(&post.name, Roles::OP);
    } else if above.iter().any(Option::is_some) {
        threads(channel, &entries, &above, writer);
    } else if is_reddit || is_comments(&entries, channel) {
        about_comments(channel, &entries, writer);
        comments(&entries, &above, writer);
    } else if entries.is_empty() {
        about(channel, writer);
    } else {
        // Posts: each is an article to be read.
        for entry in &entries {
            writer.begin();
            article(entry, writer);
        }
    }
}

/// Where the entries stand, by their ids.
fn places(entries: &[Entry]) -> HashMap<&str, usize> {
    let mut places = HashMap::with_capacity(entries.len());
    for (at, entry) in entries.iter().enumerate() {
        places.entry(entry.id.as_str()).or_insert(at);
        // Blogger's links end with the number that its ids end with.
        if let Some((_, number)) = entry.id.rsplit_once("post-") {
            places.entry(number).or_insert(at);
        }
    }
    places.remove("");
    places
}

fn answered(entry: &Entry, places: &HashMap<&str, usize>) -> Option<usize> {
    let find = |id: &str| places.get(id).copied();
    find(&entry.related).or_else(|| find(&entry.answers))
}

/// Whether the entries are comments: they say what they answer, or lead to a comment.
fn is_comments(entries: &[Entry], channel: &Channel) -> bool {
    let leads = |link: &str| {
        link.rsplit_once('#').is_some_and(|(_, place)| {
            let number = place
                .trim_start_matches("comment")
                .trim_start_matches("div-comment")
                .trim_start_matches(['c', '-', '_']);
            place != number && !number.is_empty() && number.bytes().all(|b| b.is_ascii_alphanumeric())
        })
    };
    let is_one =
        |entry: &&Entry| !entry.answers.is_empty() || entry.kind == "comment" || leads(&entry.link) || leads(&entry.id);
    let count = entries.iter().filter(is_one).count();
    let says = channel.title.to_lowercase().starts_with("comments ");
    count > 0 && count * 2 >= entries.len() || says && !entries.is_empty()
}

/// The article of a feed of comments: what all of them answer.
fn about_comments(channel: &Channel, entries: &[Entry], writer: &mut DraftWriter) {
    about(channel, writer);
    // What a site says of itself is not what was commented on.
    writer.article().body = TextRef::default();
    let title = channel.title.trim();
    let named = ["Comments on: ", "Comments on ", "Comments for "].iter().find_map(|front| title.strip_prefix(front));
    if let Some(named) = named {
        writer.article().title = writer.pooled(named, Media::Plain);
    }
    let mut answered = entries.iter().map(|entry| entry.answers.as_str()).filter(|id| !id.is_empty());
    if let Some(first) = answered.next()
        && answered.all(|id| id == first)
    {
        writer.article().id = writer.pooled(first, Media::Plain);
    }
}

fn about(channel: &Channel, writer: &mut DraftWriter) {
    let title = writer.pooled(&channel.title, Media::Plain);
    let url = writer.pooled(&channel.link, Media::Plain);
    let article = writer.article();
    (article.title, article.url, article.body) = (title, url, channel.about);
}

fn article(entry: &Entry, writer: &mut DraftWriter) {
    let mut pooled = |text: &str| writer.pooled(text, Media::Plain);
    let (id, title, url, author) = (pooled(&entry.id), pooled(&entry.title), pooled(&entry.link), pooled(&entry.name));
    let article = writer.article();
    (article.id, article.title, article.url, article.author) = (id, title, url, author);
    (article.time, article.body) = (entry.time, entry.body);
}

/// Entries that answer others: what answers nothing in the feed begins a discussion.
fn threads(channel: &Channel, entries: &[Entry], above: &[Option<usize>], writer: &mut DraftWriter) {
    let roots = roots(above);
    let has_posts = (0..entries.len())
        .any(|at| above.get(at) == Some(&None) && entries.get(at).is_some_and(|e| e.answers.is_empty()));
    if !has_posts {
        about_comments(channel, entries, writer);
        return comments(entries, above, writer);
    }
    let mut shelf = Shelf::default();
    let mut rows: Vec<Option<Row>> = vec![None; entries.len()];
    for (at, entry) in entries.iter().enumerate().filter(|(at, _)| roots.get(*at) == Some(at)) {
        shelf.turn_to(writer, &at.to_string(), |writer| article(entry, writer));
    }
    for (at, entry) in in_order(entries) {
        let Some(root) = roots.get(at).copied().filter(|root| *root != at) else { continue };
        shelf.turn_to(writer, &root.to_string(), |_| {});
        if let Some(slot) = rows.get_mut(at) {
            *slot = Some(comment(entry, writer));
        }
    }
    for (at, row) in rows.iter().enumerate() {
        let parent = above.get(at).copied().flatten().and_then(|above| rows.get(above).copied().flatten());
        if let (Some(row), Some(parent)) = (row, parent) {
            shelf.turn_to(writer, &roots.get(at).copied().unwrap_or(at).to_string(), |_| {});
            writer.set_parent(*row, Parent::Row(parent));
        }
    }
    for (at, entry) in entries.iter().enumerate().filter(|(at, _)| roots.get(*at) == Some(at)) {
        shelf.turn_to(writer, &at.to_string(), |_| {});
        writer.add_roles_of(&entry.name, Roles::OP);
    }
}

/// The root of each entry. One in a circle is its own.
fn roots(above: &[Option<usize>]) -> Vec<usize> {
    const OPEN: usize = usize::MAX;
    let mut roots = vec![OPEN; above.len()];
    for start in 0..above.len() {
        let mut path = Vec::new();
        let mut at = start;
        while roots.get(at) == Some(&OPEN) {
            if let Some(slot) = roots.get_mut(at) {
                *slot = at;
            }
            path.push(at);
            match above.get(at).copied().flatten() {
                Some(next) => at = next,
                None => break,
            }
        }
        let root = roots.get(at).copied().unwrap_or(at);
        for at in path {
            if let Some(slot) = roots.get_mut(at) {
                *slot = root;
            }
        }
    }
    roots
}

/// The entries as they are to be read: those that come newest first are turned round.
fn in_order(entries: &[Entry]) -> Vec<(usize, &Entry)> {
    let times: Vec<i64> = entries.iter().filter_map(|entry| entry.time).collect();
    let is_newest_first = times.first() > times.last() && times.is_sorted_by(|a, b| a >= b);
    let all = entries.iter().enumerate();
    if is_newest_first { all.rev().collect() } else { all.collect() }
}

fn comments(entries: &[Entry], above: &[Option<usize>], writer: &mut DraftWriter) {
    let mut rows: Vec<Option<Row>> = vec![None; entries.len()];
    for (at, entry) in in_order(entries) {
        if let Some(slot) = rows.get_mut(at) {
            *slot = Some(comment(entry, writer));
        }
    }
    for (row, above) in rows.iter().zip(above) {
        let parent = above.and_then(|above| rows.get(above).copied().flatten());
        if let (Some(row), Some(parent)) = (row, parent) {
            writer.set_parent(*row, Parent::Row(parent));
        }
    }
}

fn comment(entry: &Entry, writer: &mut DraftWriter) -> Row {
    let row = writer.comment(Parent::Top);
    let id = if entry.id.is_empty() { &entry.link } else { &entry.id };
    let id = writer.pooled(id, Media::Plain);
    writer.set_id(row, id);
    writer.set_author(row, &entry.name);
    let body = if entry.body.is_empty() { writer.pooled(&entry.title, Media::Plain) } else { entry.body };
    writer.set_body(row, body);
    if let Some(time) = entry.time {
        writer.set_time(row, time);
    }
    row
}
