//! Facts that a page states for programs as JSON-LD: the article, and comments or answers.

use std::borrow::Cow;

use super::meta::Meta;
use super::words::time;
use crate::loader::format::media;
use crate::loader::json::{Event, Scanner, Value};
use crate::loader::page::Page;
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Roles, Row};

/// An object of the facts.
#[derive(Debug, Default)]
struct Thing<'s> {
    /// Its types, the first few.
    kinds: Vec<Cow<'s, str>>,
    /// The key that it stands under.
    key: &'s str,
    parent: Option<usize>,
    fields: Vec<(&'static str, Value<'s>)>,
    /// In a page of frequent questions, whose answers are no discussion.
    is_faq: bool,
}

const FIELDS: [&str; 14] = [
    "@id",
    "url",
    "name",
    "headline",
    "text",
    "articleBody",
    "author",
    "datePublished",
    "dateCreated",
    "commentCount",
    "answerCount",
    "upvoteCount",
    "mainEntityOfPage",
    "parentItem",
];
const ARTICLES: [&str; 12] = [
    "Article",
    "NewsArticle",
    "BlogPosting",
    "DiscussionForumPosting",
    "SocialMediaPosting",
    "TechArticle",
    "ScholarlyArticle",
    "Report",
    "OpinionNewsArticle",
    "AnalysisNewsArticle",
    "Question",
    "Recipe",
];

impl<'s> Thing<'s> {
    fn is(&self, kind: &str) -> bool {
        self.kinds.iter().any(|known| known.rsplit('/').next() == Some(kind))
    }

    fn get(&self, keys: &[&str]) -> Option<Value<'s>> {
        keys.iter().find_map(|key| self.fields.iter().find(|(name, _)| name == key)).map(|(_, value)| *value)
    }

    fn text(&self, keys: &[&str]) -> Option<String> {
        self.get(keys)?.string().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn is_comment(&self) -> bool {
        let stands = matches!(self.key, "comment" | "comments" | "suggestedAnswer" | "acceptedAnswer" | "hasPart");
        let is_kind = self.is("Comment") || self.is("Answer") || self.is("UserComments");
        !self.is_faq && (is_kind || stands && self.kinds.is_empty()) && self.get(&["text"]).is_some()
    }
}

/// The scripts with facts.
fn scripts<'p>(page: &'p Page<'_>) -> impl Iterator<Item = &'p str> {
    let is_facts = |id: &usize| {
        page.name(*id) == "script"
            && page.attribute(*id, "type").is_some_and(|kind| kind.trim().starts_with("application/ld+json"))
    };
    page.ids().filter(is_facts).map(|id| page.inside(id))
}

/// The objects of a script, each before those in it.
fn things(script: &str) -> Vec<Thing<'_>> {
    let mut scanner = Scanner::new(script);
    let mut things: Vec<Thing<'_>> = Vec::new();
    // What is open: its object, and the key that the objects in it stand under.
    let mut open: Vec<(Option<usize>, &str)> = Vec::new();
    loop {
        match scanner.next() {
            Event::Open { key, object } => {
                let (parent, above) = open.last().copied().unwrap_or_default();
                let key = if key.is_empty() { above } else { key };
                if object {
                    let is_faq = parent.and_then(|parent| things.get(parent)).is_some_and(|parent| parent.is_faq);
                    things.push(Thing { key, parent, is_faq, ..Thing::default() });
                    open.push((Some(things.len() - 1), ""));
                } else {
                    open.push((parent, key));
                }
            }
            Event::Value { key, value } => {
                let (thing, above) = open.last().copied().unwrap_or_default();
                let key = if key.is_empty() { above } else { key };
                if let Some(thing) = thing.and_then(|thing| things.get_mut(thing)) {
                    set(thing, key, value);
                }
            }
            Event::Close => drop(open.pop()),
            Event::End => return things,
        }
    }
}

fn set<'s>(thing: &mut Thing<'s>, key: &str, value: Value<'s>) {
    if key == "@type" && thing.kinds.len() < 4 {
        thing.kinds.extend(value.string());
        thing.is_faq |= thing.is("FAQPage");
    } else if let Some(known) = FIELDS.iter().find(|known| **known == key)
        && !matches!(value, Value::Null)
        && thing.get(&[known]).is_none()
    {
        thing.fields.push((known, value));
    }
}

/// Who wrote each thing: the name under `author`, or of the object there.
fn authors(things: &[Thing<'_>]) -> Vec<Option<String>> {
    let mut authors: Vec<Option<String>> = things.iter().map(|thing| thing.text(&["author"])).collect();
    for thing in things.iter().filter(|thing| matches!(thing.key, "author" | "creator")) {
        if let Some(slot) = thing.parent.and_then(|parent| authors.get_mut(parent)).filter(|slot| slot.is_none()) {
            *slot = thing.text(&["name"]);
        }
    }
    authors
}

/// What is said of the article, if anything is.
pub(super) fn article(page: &Page<'_>) -> Option<Meta> {
    scripts(page).find_map(|script| {
        let things = things(script);
        let at = things.iter().position(|thing| {
            !thing.is_faq
                && ARTICLES.iter().any(|kind| thing.is(kind))
                && thing.get(&["headline", "name", "text"]).is_some()
        })?;
        let thing = things.get(at)?;
        Some(Meta {
            base: None,
            url: thing.text(&["url", "mainEntityOfPage", "@id"]),
            title: thing.text(&["headline", "name"]),
            author: authors(&things).into_iter().nth(at).flatten(),
            time: thing.text(&["datePublished", "dateCreated"]).and_then(|text| time(&text)),
            body: thing.text(&["articleBody", "text"]),
            total: thing.get(&["commentCount", "answerCount"]).and_then(Value::int).and_then(|n| u64::try_from(n).ok()),
        })
    })
}

/// Writes the comments that are stated; whether there were any.
pub(super) fn write(page: &Page<'_>, writer: &mut DraftWriter) -> bool {
    for script in scripts(page) {
        let things = things(script);
        let authors = authors(&things);
        let mut rows: Vec<Option<Row>> = vec![None; things.len()];
        let mut any = false;
        for (at, thing) in things.iter().enumerate() {
            // What stands in a comment without being one answers what the comment answers.
            let above = thing.parent.and_then(|parent| rows.get(parent).copied().flatten());
            let mut row = above;
            if thing.is_comment() {
                any = true;
                row = Some(comment(writer, thing, above, authors.get(at).cloned().flatten()));
            } else if thing.key == "parentItem" {
                named(writer, above, thing);
            }
            if let Some(slot) = rows.get_mut(at) {
                *slot = row;
            }
        }
        if any {
            return true;
        }
    }
    false
}

/// A comment names what it answers in an object of its own.
fn named(writer: &mut DraftWriter, row: Option<Row>, thing: &Thing<'_>) {
    if let Some(row) = row.filter(|row| writer.parent(*row) == Parent::Top)
        && let Some(id) = thing.text(&["@id", "url"]).filter(|_| thing.kinds.is_empty() || thing.is("Comment"))
    {
        let id = writer.pooled(&id, Media::Plain);
        writer.set_parent(row, Parent::Id(id));
    }
}

fn comment(writer: &mut DraftWriter, thing: &Thing<'_>, above: Option<Row>, author: Option<String>) -> Row {
    let row = writer.comment(above.map_or(Parent::Top, Parent::Row));
    if let Some(id) = thing.text(&["@id", "url"]) {
        let id = writer.pooled(&id, Media::Plain);
        writer.set_id(row, id);
    }
    if let Some(id) = thing.text(&["parentItem"]).filter(|_| above.is_none()) {
        let id = writer.pooled(&id, Media::Plain);
        writer.set_parent(row, Parent::Id(id));
    }
    writer.set_author(row, &author.unwrap_or_default());
    if let Some(text) = thing.text(&["text"]) {
        let body = writer.pooled(&text, media(&text));
        writer.set_body(row, body);
    }
    if let Some(date) = thing.text(&["datePublished", "dateCreated"]) {
        match time(&date) {
            Some(time) => writer.set_time(row, time),
            None => {
                let date = writer.pooled(&date, Media::Plain);
                writer.set_time_text(row, date);
            }
        }
    }
    if let Some(score) = thing.get(&["upvoteCount"]).and_then(Value::int) {
        writer.set_score(row, score);
    }
    if thing.key == "acceptedAnswer" {
        writer.add_roles(row, Roles::ACCEPTED);
    }
    row
}
