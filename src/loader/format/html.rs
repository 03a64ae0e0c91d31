//! Pages: saved by a browser, by SingleFile, or as their source.
//!
//! The page becomes a flat arena. Its discussion is found by what is known of the kind of
//! page (`site`: a file and a row each), by the facts that a page states for programs
//! (`linked`), by what comments look like anywhere (`generic`), or read as text where they only
//! have a place of their own (`unmarked`). It is taken out of the page, and what is left is searched for the article (`article`).

use super::Format;
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::page::{Page, Selector};
use crate::loader::site::Facts;
use crate::model::DraftWriter;

mod article;
mod generic;
mod items;
mod linked;
mod meta;
mod rule;
mod site;
mod thread;
mod unmarked;
mod words;

use items::Items;
use rule::Rule;

pub(super) const FORMAT: Format = Format {
    name: "html",
    reads: "pages with or without comments: WordPress, Blogger, forums, Reddit, Hacker News, Lobsters and others",
    sample: "saved from a browser",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    if !head.text.starts_with('<') {
        return 0;
    }
    let mut tags = memchr::memchr_iter(b'<', head.text.as_bytes()).filter_map(|at| {
        let tag = head.text.get(at + 1..)?;
        let end = tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '!').unwrap_or(tag.len());
        Some(tag.get(..end).unwrap_or_default().to_ascii_lowercase())
    });
    // Feeds and other XML have their own words for their outermost element.
    let first = tags.find(|tag| !tag.is_empty() && tag != "!");
    match first.as_deref() {
        Some("html") => 60,
        Some("!doctype") if is_html(head.text) => 60,
        Some("head" | "body" | "meta" | "title") => 50,
        Some(tag) if is_common(tag) => 30,
        _ => 0,
    }
}

/// Whether the document type is that of a page.
fn is_html(text: &str) -> bool {
    let at = text.as_bytes().windows(9).position(|nine| nine.eq_ignore_ascii_case(b"<!doctype"));
    let kind = at.and_then(|at| text.get(at + 9..)).unwrap_or_default().trim_start();
    kind.get(..4).is_some_and(|kind| kind.eq_ignore_ascii_case("html"))
}

fn is_common(tag: &str) -> bool {
    const COMMON: &str = " a article aside b blockquote br center div dl em figure font footer h1 h2 h3 h4 h5 h6 header hr i img \
                          li link main nav ol p pre script section span strong style table tbody td tr ul ";
    COMMON.split(' ').any(|known| known == tag)
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    writer.leaves_parents_unsaid();
    let page = Page::read(source);
    match view_source(&page) {
        Some(inner) => read_page(&Page::made(inner), writer),
        None => read_page(&page, writer),
    }
    None
}

/// The source that a browser's view of a source shows.
fn view_source(page: &Page<'_>) -> Option<String> {
    let lines = Selector::new("td.line-content").on(page);
    let firefox = Selector::new("body#viewsource").first(page);
    if let Some(body) = firefox {
        return Some(page.text(body).to_owned()).filter(|text| text.trim_start().starts_with('<'));
    }
    if lines.is_empty() {
        return None;
    }
    let mut source = String::new();
    for id in page.ids().filter(|id| lines.matches(page, *id)) {
        source.push_str(page.text(id));
        source.push('\n');
    }
    source.trim_start().starts_with('<').then_some(source)
}

fn read_page(page: &Page<'_>, writer: &mut DraftWriter) {
    let meta = meta::of(page);
    meta.fill_origin(writer);
    let cuts;
    if let Some((rule, items)) = known(page).or_else(|| bare(page)) {
        let first = thread::write(page, rule, &items, writer);
        cuts = article::discussion(page, rule, &items);
        let id = article::by_rule(page, rule, &items, writer);
        if let Some(first) = first {
            first.fill(writer);
        }
        if let Some(name) = rule.site {
            let address = meta.url.as_deref().unwrap_or_default();
            name(Facts { address, id: id.as_deref().unwrap_or_default(), time: writer.article().time }).set(writer);
        }
        if !rule.article.search {
            article::finish(page, &meta, writer);
            return;
        }
    } else if linked::write(page, writer) {
        cuts = article::discussion_by_name(page);
    } else if let Some(found) = generic::find(page) {
        thread::write(page, &found.rule, &found.items, writer);
        cuts = article::discussion(page, &found.rule, &found.items);
    } else {
        cuts = unmarked::write(page, writer);
    }
    article::search(page, &meta, &cuts, writer);
    article::finish(page, &meta, writer);
}

/// The first kind of page that finds comments with something in them.
fn known(page: &Page<'_>) -> Option<(&'static Rule, Items)> {
    site::TABLE.iter().find_map(|rule| {
        let wanted = Selector::new(rule.page);
        if !wanted.is_empty() && wanted.on(page).first(page).is_none() {
            return None;
        }
        let items = Items::find(page, rule);
        items.has_words(page).then_some((rule, items))
    })
}

/// A page of a known kind on which nobody has commented.
fn bare(page: &Page<'_>) -> Option<(&'static Rule, Items)> {
    site::TABLE.iter().find_map(|rule| {
        let own = !rule.article.search && !rule.article.id.is_empty();
        let is_there = own && rule::Find::new(rule.article.id, page).first(page, |_| false).is_some();
        is_there.then(|| (rule, Items::default()))
    })
}

#[cfg(test)]
mod tests;
