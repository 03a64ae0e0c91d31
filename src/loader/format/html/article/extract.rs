//! Readability's measures, by a library, on a page that was made small and harmless for it.
//!
//! The library builds a tree, which takes quadratic time on deep nesting and on tags that
//! are never closed. So it is given the page as the arena knows it: every element closed,
//! none deeper than a bound, without the discussion, scripts, and pictures in addresses.

use dom_smoothie::{Config, Readability};

use super::Cuts;
use crate::loader::format::html::meta::Meta;
use crate::loader::page::{Id, Page, Selector};
use crate::model::{DraftWriter, TextRef};

/// Elements deeper than this lose their tags, not their text.
const DEEPEST: u32 = 256;
/// Pages with more elements or more markup are not searched: it would take seconds.
const MOST_ELEMENTS: usize = 120_000;
const MOST_BYTES: usize = 8 << 20;
/// Tags longer than this hold pictures or programs and are written anew.
const LONGEST_TAG: usize = 2 << 10;

/// What was found.
pub(super) struct Found {
    pub(super) markup: String,
    /// How much text it has.
    pub(super) weight: usize,
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
}

/// Searches a page for its article.
pub(super) fn search(page: &Page<'_>, meta: &Meta, cuts: &Cuts) -> Option<Found> {
    if page.len() > MOST_ELEMENTS {
        return None;
    }
    let clean = clean(page, cuts);
    if clean.len() > MOST_BYTES {
        return None;
    }
    // What the page states as JSON-LD was read already, by a reader that no depth harms.
    let config = Config { disable_json_ld: true, max_elements_to_parse: 0, ..Config::default() };
    let found = Readability::new(clean.as_str(), meta.url.as_deref(), Some(config)).ok()?.parse().ok()?;
    let weight = found.text_content.trim().len();
    (weight > 0).then(|| Found {
        markup: found.content.trim().to_owned(),
        weight,
        title: Some(found.title.trim().to_owned()).filter(|title| !title.is_empty()),
        author: found.byline.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()),
    })
}

/// The page well formed, without the cuts and what no reader sees.
fn clean(page: &Page<'_>, cuts: &Cuts) -> String {
    let unseen = Selector::new("script, style, template, svg, iframe[src^=data:]");
    let mut out = String::new();
    let mut at = 0;
    let mut open: Vec<Id> = Vec::new();
    let mut id = 0;
    while id < page.len() {
        while let Some(last) = open.pop_if(|last| page.end(*last) <= id) {
            at = close(page, last, at, &mut out);
        }
        let outer = page.outer(id);
        out.push_str(page.markup(at..outer.start.max(at)));
        if cuts.has(id) || unseen.matches(page, id) {
            at = outer.end;
            id = page.end(id);
            continue;
        }
        at = page.inner(id).start;
        if page.depth(id) < DEEPEST {
            start_tag(page, id, &mut out);
        }
        open.push(id);
        id += 1;
    }
    while let Some(last) = open.pop() {
        at = close(page, last, at, &mut out);
    }
    out.push_str(page.markup(at..page.source_len()));
    out
}

fn close(page: &Page<'_>, id: Id, at: usize, out: &mut String) -> usize {
    out.push_str(page.markup(at..page.inner(id).end.max(at)));
    if page.depth(id) < DEEPEST && !page.is_void(id) {
        out.push_str("</");
        out.push_str(page.name(id));
        out.push('>');
    }
    page.outer(id).end
}

fn start_tag(page: &Page<'_>, id: Id, out: &mut String) {
    let tag = page.markup(page.outer(id).start..page.inner(id).start);
    if tag.len() <= LONGEST_TAG {
        return out.push_str(tag);
    }
    out.push('<');
    out.push_str(page.name(id));
    for name in ["id", "class", "href", "src", "alt", "title", "itemprop", "role", "datetime"] {
        if let Some(value) = page.attribute(id, name).filter(|value| value.len() < 512) {
            let value = if value.is_empty() && name == "src" { "data:," } else { value };
            out.push_str(&format!(" {name}=\"{}\"", value.replace('&', "&amp;").replace('"', "&quot;")));
        }
    }
    out.push('>');
}

/// Without measures: the element that says that it is the article, or all of the page.
pub(super) fn plainly(page: &Page<'_>, cuts: &Cuts, writer: &mut DraftWriter) -> TextRef {
    if !page.has_words() {
        return TextRef::default();
    }
    let wanted = ["[itemprop~=articleBody]", ".e-content", "article", "main", "[role=main]", "body"];
    let found = wanted
        .iter()
        .find_map(|wanted| Selector::new(wanted).first(page).filter(|id| !page.text(*id).trim().is_empty()));
    let dropped = Selector::new("script, style, nav, header, footer, aside, form, template, noscript, svg, head");
    let range = found.map_or(0..page.source_len(), |id| page.inner(id));
    let cut = page.ids().filter(|id| cuts.has(*id) || dropped.matches(page, *id)).map(|id| page.outer(id));
    let cut: Vec<_> = cut.filter(|cut| cut.start >= range.start && cut.end <= range.end).collect();
    page.piece(writer, range, &cut)
}
