//! Annotations of a page: Hypothesis (its API) and the W3C's model.
//!
//! The words that an annotation is pinned to stand above its text, as a quotation: so they
//! are seen, and found in the article where that is there. They are kept as a selector, too.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Format;
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::post::{Extras, Post, is_web};
use crate::loader::tree::{At, Tree};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Roles, State, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "annotations",
    reads: "annotations of a page: Hypothesis, W3C Web Annotation",
    sample: "https://api.hypothes.is/api/search?limit=200&uri=ADDRESS",
    sniff,
    read,
};

const KEYS: &[&str] = &[
    "rows",
    "replies",
    "id",
    "user",
    "display_name",
    "user_info",
    "created",
    "updated",
    "modified",
    "text",
    "uri",
    "references",
    "target",
    "selector",
    "type",
    "exact",
    "prefix",
    "suffix",
    "refinedBy",
    "document",
    "title",
    "tags",
    "hidden",
    "flagged",
    "links",
    "html",
    "incontext",
    "body",
    "bodyValue",
    "value",
    "format",
    "purpose",
    "creator",
    "name",
    "nickname",
    "source",
    "motivation",
    "items",
    "first",
    "annotations",
    "total",
    "start",
    "end",
    "@graph",
];

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let kind = head.text.contains("w3.org/ns/anno") || head.text.contains("\"Annotation\"");
    if kind && json.has("target") && json.has_any(&["body", "bodyValue", "motivation"]) {
        93
    } else if json.has("target") && json.has("uri") && json.has("user") && json.has("text") {
        90
    } else if kind && json.has_any(&["items", "first"]) {
        70
    } else {
        0
    }
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let tree = Tree::read(source, KEYS);
    let mut all = Vec::new();
    let mut total = None;
    let mut steps: Vec<At<'_, '_>> = tree.objects().collect();
    steps.reverse();
    while let Some(at) = steps.pop() {
        if at.has("target") || at.has("references") {
            all.push(at);
            continue;
        }
        let first = steps.len();
        let lists = ["rows", "replies", "annotations", "@graph", "items", "first"];
        steps.extend(lists.iter().flat_map(|key| at.list(key)));
        total = total.or_else(|| u64::try_from(at.int_of("total")?).ok());
        if let Some(inside) = steps.get_mut(first..) {
            inside.reverse();
        }
    }
    // Searches give the newest first; notes are read in the order of the page, as far as the
    // selectors tell it, and in the order of time.
    all.sort_by_key(|at| (position(*at), created(*at)));
    let pages = pages(all);
    let is_one = pages.len() == 1;
    for (page, all) in pages {
        writer.begin();
        writer.origin().namespace = "annotations".into();
        for at in &all {
            let parent = parent(writer, *at);
            post(writer, *at).comment(writer, parent);
        }
        set_page(writer, &page, &all);
        writer.origin().total = total.filter(|_| is_one);
    }
    tree.damage()
}

fn created(at: At<'_, '_>) -> i64 {
    at.time_of("created").unwrap_or(i64::MAX)
}

/// Selectors of all targets.
fn selectors<'t, 's>(at: At<'t, 's>) -> impl Iterator<Item = At<'t, 's>> {
    at.list("target")
        .flat_map(|target| target.list("selector"))
        .flat_map(|at| [Some(at), at.get("refinedBy")])
        .flatten()
}

/// Where in the page it stands; at the end if that is unknown.
fn position(at: At<'_, '_>) -> i64 {
    let start = selectors(at).filter(|at| at.is("type", "TextPositionSelector")).find_map(|at| at.int_of("start"));
    start.unwrap_or(i64::MAX)
}

/// What is answered: the last of the ancestors, or an annotation as the target.
fn parent(writer: &mut DraftWriter, at: At<'_, '_>) -> Parent {
    let ancestor = at.get("references").and_then(|list| list.children().last());
    let target = || {
        let target = at.get("target").filter(|_| at.is("motivation", "replying"))?;
        if target.value().is_some() { Some(target) } else { target.first_of(&["id", "source"]) }
    };
    let Some(id) = ancestor.or_else(target) else { return Parent::Top };
    Parent::Id(id.text(writer, Media::Plain))
}

fn post<'s>(writer: &mut DraftWriter, at: At<'_, 's>) -> Post<'s> {
    let mut post = Post {
        id: at.text_of("id", writer, Media::Plain),
        author: author(at),
        time: at.time_of("created"),
        ..Post::default()
    };
    let changed = at.time_of("updated").or_else(|| at.time_of("modified"));
    post.add(Roles::EDITED, changed.zip(post.time).is_some_and(|(new, old)| new > old));
    if at.is_true("hidden") {
        post.state = State::Hidden;
    }
    post.extras.text("url", at.first_str(&["links.html", "links.incontext"]));
    let mut tags: Vec<String> =
        at.get("tags").into_iter().flat_map(At::children).filter_map(|at| Some(at.string()?.into_owned())).collect();
    tags.extend(
        at.list("body")
            .filter(|at| at.is("purpose", "tagging"))
            .filter_map(|at| Some(at.str_of("value")?.into_owned())),
    );
    post.extras.texts("tags", tags);
    let (value, media) = words(at);
    post.set_body(writer, value, media);
    let Some(quote) = selectors(at).find(|at| at.has("exact")) else { return post };
    let mut selector = Extras::default();
    for key in ["exact", "prefix", "suffix"] {
        selector.text(key, quote.str_of(key));
    }
    post.extras.facts("selector", selector);
    if let Some(exact) = quote.str_of("exact") {
        let said = value.and_then(At::value).and_then(|value| value.string()).unwrap_or_default();
        post.body = quoted(writer, &exact, &said, media);
    }
    post
}

/// The text of an annotation and its markup.
fn words<'t, 's>(at: At<'t, 's>) -> (Option<At<'t, 's>>, Media) {
    if at.has("text") {
        return (at.get("text"), Media::Markdown);
    }
    if let Some(plain) = at.get("bodyValue").or_else(|| at.get("body").filter(|body| body.value().is_some())) {
        return (Some(plain), Media::Plain);
    }
    let body = at.list("body").find(|at| at.has("value") && !at.is("purpose", "tagging"));
    let media = body.and_then(|at| at.str_of("format")).map_or(Media::Plain, |name| Media::named(&name));
    (body.and_then(|at| at.get("value")), media)
}

/// The words that are annotated, above what is said of them, in the markup of the latter.
fn quoted(writer: &mut DraftWriter, exact: &str, said: &str, media: Media) -> TextRef {
    if media == Media::Html {
        let mut rich = crate::loader::rich::Rich::default();
        rich.element("blockquote", exact.trim());
        rich.markup(said);
        return rich.finish(writer);
    }
    let lines: Vec<String> = exact.trim().lines().map(|line| format!("> {}", line.trim())).collect();
    writer.pooled(format!("{}\n\n{said}", lines.join("\n")).trim_end(), media)
}

/// The name; of `acct:ann@hypothes.is` the part that people see.
fn author<'s>(at: At<'_, 's>) -> Option<Cow<'s, str>> {
    let creator = at.get("creator");
    let named = creator.and_then(|at| at.first_of(&["name", "nickname", "id"])).or(creator).and_then(At::string);
    let account = at.str_of("user").map(|user| match user.strip_prefix("acct:") {
        Some(name) => Cow::Owned(name.split('@').next().unwrap_or(name).to_owned()),
        None => user,
    });
    account.or(named)
}

/// The page that is annotated; of an answer that only names what it answers, none.
fn page(at: At<'_, '_>) -> Option<String> {
    let target = || at.list("target").find_map(|at| at.first_str(&["source.id", "source", "id"]));
    let plain = || at.path("target").and_then(At::string).filter(|_| !at.is("motivation", "replying"));
    Some(at.str_of("uri").or_else(target).or_else(plain)?.into_owned())
}

/// Annotations by their pages, in the order in which the pages come.
fn pages<'t, 's>(all: Vec<At<'t, 's>>) -> Vec<(String, Vec<At<'t, 's>>)> {
    let mut pages: Vec<(String, Vec<At<'t, 's>>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    // Where an answer belongs is known by what it answers, which may come later.
    let own: HashMap<String, String> =
        all.iter().filter_map(|at| Some((at.str_of("id")?.into_owned(), page(*at)?))).collect();
    for at in all {
        let above = || own.get(&*at.path("target").and_then(At::string)?).cloned();
        let page = page(at).or_else(above).or_else(|| Some(pages.first()?.0.clone())).unwrap_or_default();
        let place = *places.entry(page.clone()).or_insert(pages.len());
        if place == pages.len() {
            pages.push((page, Vec::new()));
        }
        if let Some((_, all)) = pages.get_mut(place) {
            all.push(at);
        }
    }
    pages
}

fn set_page(writer: &mut DraftWriter, page: &str, all: &[At<'_, '_>]) {
    let title = all.iter().find_map(|at| at.path("document.title")?.children().next());
    let title = title.map_or(TextRef::default(), |at| at.text(writer, Media::Plain));
    let url = writer.pooled(page, Media::Plain);
    writer.origin().url = is_web(page).then(|| page.into());
    let article = writer.article();
    (article.title, article.url) = (title, url);
}
