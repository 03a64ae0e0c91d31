//! The article: what is left of a page without its discussion, searched by rule or by
//! readability's measures.

use std::ops::Range;

use super::items::Items;
use super::meta::Meta;
use super::rule::{Find, Rule};
use super::words::{number, time};
use crate::loader::format::media;
use crate::loader::page::{Id, Page, Selector};
use crate::model::{DraftWriter, Media, TextRef};

mod extract;

/// What is cut out of a page before it is searched, as elements in the order of the page.
#[derive(Debug, Default)]
pub(super) struct Cuts(Vec<Id>);

impl Cuts {
    pub(super) fn of(mut nodes: Vec<Id>) -> Self {
        nodes.sort_unstable();
        nodes.dedup();
        Self(nodes)
    }

    /// The elements.
    pub(super) fn nodes(&self) -> &[Id] {
        &self.0
    }

    /// Whether the element itself is cut.
    fn has(&self, id: Id) -> bool {
        self.0.binary_search(&id).is_ok()
    }
}

/// What holds comments, their forms and their headings, whatever the page.
const BOXES: &str = "#comments, #respond, .comments-area, .comment-respond, .comments-wrapper, #disqus_thread, #commentform, \
                     #comment-form, .comment-form, .comments-section, #comment-list, .commentlist, .comment-list, #comments-list, \
                     .post-comments, #kommentare, #comentarios, #commentaires, .fb-comments, #livefyre-comments, .comment-wrapper";

/// The elements of a discussion: its box, if that holds little else, and all boxes of its kind.
pub(super) fn discussion(page: &Page<'_>, rule: &Rule, items: &Items) -> Cuts {
    let mut nodes = discussion_by_name(page).0;
    nodes.extend(items.nodes.iter().copied());
    nodes.extend(items.more.iter().map(|(id, _)| *id));
    if let Some(found) = common_box(page, items) {
        nodes.push(found);
    }
    if rule.first_is_article {
        nodes.retain(|id| items.nodes.first() != Some(id));
    }
    Cuts::of(nodes)
}

/// The boxes that say that they hold comments. A box that holds the article as well is none.
pub(super) fn discussion_by_name(page: &Page<'_>) -> Cuts {
    let boxes = Selector::new(BOXES).on(page);
    let all = page.ids().map(|id| page.weight(id)).max().unwrap_or(0);
    let holds_article = page.holds(|name| matches!(name, "h1" | "article"));
    let is_box = |id: &Id| {
        boxes.matches(page, *id)
            && !matches!(page.name(*id), "body" | "html" | "main" | "article")
            && (page.weight(*id) * 2 < all || !holds_article(*id))
    };
    Cuts::of(page.ids().filter(is_box).collect())
}

/// The smallest element around all comments, if most of its text is theirs.
fn common_box(page: &Page<'_>, items: &Items) -> Option<Id> {
    let (first, last) = (*items.nodes.first()?, *items.nodes.last()?);
    let around = page.ancestors(first).find(|above| page.end(*above) > last)?;
    let mut theirs = 0;
    let mut past = 0;
    for node in &items.nodes {
        if *node >= past {
            theirs += page.weight(*node);
            past = page.end(*node);
        }
    }
    let rest = page.weight(around).saturating_sub(theirs);
    let is_more =
        matches!(page.name(around), "body" | "html" | "main") || page.below(around).any(|id| page.name(id) == "h1");
    (rest < 600 && !is_more).then_some(around)
}

/// Fills the article from what is known of the kind of page. Gives the id that it has there.
pub(super) fn by_rule(page: &Page<'_>, rule: &Rule, items: &Items, writer: &mut DraftWriter) -> Option<String> {
    let facts = rule.article;
    let taken = |id: Id| items.hold(id);
    let find = |text: &'static str| Find::new(text, page).on_page(page, taken);
    let title = find(facts.title);
    let author = find(facts.author).map(|words| name(&words).to_owned());
    let link = find(facts.link).filter(|link| link.starts_with("http://") || link.starts_with("https://"));
    // Reddit puts the kind of a thing in front of its id.
    let id = find(facts.id).map(|id| id.strip_prefix("t3_").map(str::to_owned).unwrap_or(id));
    let body = Find::new(facts.body, page).first(page, taken).map(|(_, id)| id);
    let body = body.filter(|id| !page.text(*id).trim().is_empty());
    let total = find(facts.total).and_then(|words| number(&words)).and_then(|total| u64::try_from(total).ok());
    let dropped = Selector::new("script, style, form, button, svg, noscript").on(page);
    let body = body.map_or(TextRef::default(), |id| {
        let cuts: Vec<Range<usize>> =
            page.below(id).filter(|inner| dropped.matches(page, *inner)).map(|inner| page.outer(inner)).collect();
        page.piece(writer, page.inner(id), &cuts)
    });
    let mut text = |value: &Option<String>| {
        value.as_deref().map_or(TextRef::default(), |value| writer.pooled(value, Media::Plain))
    };
    let (own, title, link, name) = (text(&id), text(&title), text(&link), text(&author));
    let time = find(facts.time).and_then(|words| time(&words));
    let score = find(facts.score).and_then(|words| number(&words)).and_then(|score| i32::try_from(score).ok());
    let article = writer.article();
    (article.id, article.title, article.url, article.author) = (own, title, link, name);
    (article.time, article.score, article.body) = (time, score, body);
    if let Some(total) = total {
        writer.origin().total = Some(total);
    }
    if let Some(author) = author {
        writer.add_roles_of(&author, crate::model::Roles::OP);
    }
    id
}

/// Searches what the cuts leave for the article, unless it is known.
pub(super) fn search(page: &Page<'_>, meta: &Meta, cuts: &Cuts, writer: &mut DraftWriter) {
    if !writer.article().body.is_empty() {
        return;
    }
    let found = extract::search(page, meta, cuts);
    let stated = meta.body.as_deref().unwrap_or_default();
    let is_thin = found.as_ref().is_none_or(|found| found.weight * 2 < stated.len());
    if is_thin && stated.len() > 40 {
        writer.article().body = writer_text(writer, stated, media(stated));
    } else if let Some(found) = found {
        writer.article().body = writer_text(writer, &found.markup, Media::Html);
        let (title, author) = (found.title.unwrap_or_default(), found.author.as_deref().map_or("", name).to_owned());
        let (title, author) = (writer_text(writer, &title, Media::Plain), writer_text(writer, &author, Media::Plain));
        let article = writer.article();
        if article.title.is_empty() && meta.title.is_none() {
            article.title = title;
        }
        if article.author.is_empty() && meta.author.is_none() {
            article.author = author;
        }
    } else if writer.is_empty() || writer.article().title.is_empty() {
        writer.article().body = extract::plainly(page, cuts, writer);
    }
}

fn writer_text(writer: &mut DraftWriter, text: &str, media: Media) -> TextRef {
    if text.is_empty() { TextRef::default() } else { writer.pooled(text, media) }
}

/// Fills what is still missing from what the page says of itself.
pub(super) fn finish(page: &Page<'_>, meta: &Meta, writer: &mut DraftWriter) {
    let line = |id: Id| page.line(id, &Selector::default());
    let find = |name: &str| page.ids().find(|id| page.name(*id) == name).map(line).filter(|line| !line.is_empty());
    let (heading, whole) = (find("h1"), find("title"));
    // The page's title names the site as well; the heading in it does not.
    let is_better = |heading: &String| {
        whole.as_ref().is_some_and(|whole| whole.len() > heading.len() && whole.starts_with(&**heading))
    };
    if meta.title.is_none()
        && let Some(heading) = heading.as_ref().filter(|heading| is_better(heading))
    {
        writer.article().title = writer_text(writer, heading, Media::Plain);
    }
    meta.fill(writer);
    if writer.article().title.is_empty() {
        writer.article().title = writer_text(writer, &heading.or(whole).unwrap_or_default(), Media::Plain);
    }
}

/// A name without the word in front of it: `By Ada`, `von Ada`. The words of other languages begin
/// names as well (`Di Maria`), so they count only in small letters or before a colon.
fn name(words: &str) -> &str {
    const BY: [&str; 6] = ["von", "par", "por", "di", "door", "av"];
    let words = words.trim().trim_end_matches([':', ',']);
    let (first, rest) = words.split_once([' ', '\n', ':']).unwrap_or((words, ""));
    let has_colon = words[first.len()..].starts_with(':');
    let is_by = first.eq_ignore_ascii_case("by")
        || BY.iter().any(|by| first == *by || (has_colon && first.eq_ignore_ascii_case(by)));
    if is_by && rest.trim_start().starts_with(char::is_uppercase) {
        rest.trim()
    } else {
        // Reddit's own way of writing names.
        words.strip_prefix("u/").unwrap_or(words)
    }
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_name_loses_the_word_by_and_nothing_of_its_own() {
        for (words, expected) in [
            ("By Ada Byron", "Ada Byron"),
            ("von Ada", "Ada"),
            ("Von: Ada", "Ada"),
            ("Di Maria", "Di Maria"),
            ("Par Larsson", "Par Larsson"),
            ("u/ada", "ada"),
            ("Bysshe", "Bysshe"),
        ] {
            assert_eq!(name(words), expected);
        }
    }
}
