//! Commento: its export, and the reply of its API. Comments name their author by a number,
//! whose names stand beside them.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Format;
use super::record::{self, Pages, Part, Place, Plan, Record, Shape, Take};
use crate::loader::detect::Head;
use crate::loader::json::{Damage, Value};
use crate::model::{DraftWriter, Media, Roles, Row, State};

pub(super) const FORMAT: Format = Format {
    name: "commento",
    reads: "Commento: an export, or the comments of a page",
    sample: "the file that Commento's \"Export\" sends",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    head.json.as_ref().filter(|json| json.has("commentHex")).map_or(0, |_| 95)
}

const SHAPE: Shape = Shape {
    members: &[
        "commentHex",
        "parentHex",
        "commenterHex",
        "domain",
        "url",
        "path",
        "markdown",
        "html",
        "score",
        "state",
        "creationDate",
        "deleted",
        "name",
        "isModerator",
    ],
    part: |place: &Place<'_>| match (place.around, place.path) {
        (None, _) => Some(Part::Page),
        (Some(Part::Page), "comments") if place.in_list => Some(Part::Comment),
        (Some(Part::Page), "commenters") => place.in_list.then_some(Part::Person),
        (Some(Part::Page), path) if path.starts_with("commenters.") => Some(Part::Person),
        _ => None,
    },
};

const PLAN: Plan = Plan {
    id: &["commentHex"],
    author: &[],
    time: &["creationDate"],
    score: &["score"],
    body: &[("html", Media::Html), ("markdown", Media::Markdown)],
};

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    record::read(source, writer, &SHAPE, Reader::default())
}

#[derive(Default)]
struct Reader<'s> {
    authors: Vec<(Row, Cow<'s, str>)>,
    people: HashMap<Cow<'s, str>, Person<'s>>,
    pages: Pages<'s>,
    page: Option<String>,
}

struct Person<'s> {
    name: Cow<'s, str>,
    is_moderator: bool,
}

impl<'s> Take<'s> for Reader<'s> {
    fn take(&mut self, writer: &mut DraftWriter, mut record: Record<'s>) {
        match record.part {
            Part::Person => self.person(&record),
            _ if record.has("commentHex") => self.comment(writer, &mut record),
            _ => {}
        }
    }

    fn finish(self, writer: &mut DraftWriter) {
        writer.origin().namespace = "commento".into();
        for (row, author) in self.authors {
            let Some(person) = self.people.get(&author) else { continue };
            writer.set_author(row, &person.name);
            if person.is_moderator {
                writer.add_roles(row, Roles::MOD);
            }
        }
        if self.pages.is_one(writer)
            && let Some(page) = self.page.filter(|page| !page.starts_with("https:///") && page != "https://")
        {
            record::set_page(writer, &page);
        }
    }
}

impl<'s> Reader<'s> {
    fn person(&mut self, record: &Record<'s>) {
        // The API sends an object whose keys are the numbers.
        let key = record.path.rsplit_once('.').map(|(_, key)| Cow::Owned(key.to_owned()));
        let key = record.first(&["commenterHex"]).and_then(Value::string).or(key);
        let name = record.first(&["name"]).and_then(Value::string);
        if let (Some(key), Some(name)) = (key, name) {
            self.people.insert(key, Person { name, is_moderator: record.says("isModerator") });
        }
    }

    fn comment(&mut self, writer: &mut DraftWriter, record: &mut Record<'s>) {
        let Some(row) = record.comment(writer, &PLAN) else { return };
        if !record.is("parentHex", "root") {
            record.answers(writer, row, &["parentHex"]);
        }
        if record.says("deleted") {
            writer.set_state(row, State::Deleted);
        } else if record.is("state", "unapproved") {
            writer.set_state(row, State::Pending);
        } else if record.is("state", "flagged") {
            writer.set_state(row, State::Flagged);
        }
        if let Some(author) = record.first(&["commenterHex"]).and_then(Value::string) {
            self.authors.push((row, author));
        }
        let url = record.first(&["url", "path"]);
        self.pages.add(url);
        if self.page.is_none() {
            let text = |names| record.first(names).and_then(Value::string).unwrap_or_default();
            self.page = Some(format!("https://{}{}", text(&["domain"]), text(&["url", "path"])));
        }
    }
}
