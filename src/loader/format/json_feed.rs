//! JSON Feed: one item is an article; of several, each is an entry under the feed's title.

use super::Format;
use super::record::{self, Part, Place, Plan, Record, Shape, Take};
use crate::loader::detect::Head;
use crate::loader::json::{Damage, Value};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, TextRef};

pub(super) const FORMAT: Format = Format {
    name: "json-feed",
    reads: "JSON Feed: an article, or a list of entries",
    sample: "https://HOST/feed.json",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let is_feed = json.first_has("version") && json.first_has("title");
    match (is_feed && head.text.contains("jsonfeed.org/version"), json.first_has("items")) {
        (true, true) => 95,
        (true, false) => 80,
        (false, _) if is_feed && json.has_any(&["content_html", "content_text"]) => 75,
        _ => 0,
    }
}

const SHAPE: Shape = Shape {
    members: &[
        "id",
        "url",
        "external_url",
        "title",
        "content_html",
        "content_text",
        "summary",
        "date_published",
        "authors.name",
        "author.name",
        "home_page_url",
        "feed_url",
        "description",
    ],
    part: |place: &Place<'_>| match (place.around, place.path) {
        (None, _) => Some(Part::Page),
        (Some(Part::Page), "items") if place.in_list => Some(Part::Comment),
        _ => None,
    },
};

const PLAN: Plan = Plan {
    id: &["id"],
    author: &["authors.name", "author.name"],
    time: &["date_published"],
    score: &[],
    body: &[("content_html", Media::Html), ("content_text", Media::Plain), ("summary", Media::Plain)],
};

const FEED: Plan = Plan { id: &["feed_url"], body: &[("description", Media::Plain)], ..PLAN };

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    record::read(source, writer, &SHAPE, Reader::default())
}

#[derive(Default)]
struct Reader<'s> {
    feed: Option<Record<'s>>,
    items: Vec<Record<'s>>,
}

impl<'s> Take<'s> for Reader<'s> {
    fn take(&mut self, _: &mut DraftWriter, record: Record<'s>) {
        if record.part == Part::Comment {
            self.items.push(record);
        } else {
            self.feed.get_or_insert(record);
        }
    }

    fn finish(mut self, writer: &mut DraftWriter) {
        if let [item] = self.items.as_slice() {
            record::article(writer, item, &["title"], &PLAN);
            let url = item.text(writer, &["url", "external_url"], Media::Plain);
            writer.article().url = url;
            record::set_page(writer, &item.first(&["url"]).and_then(Value::string).unwrap_or_default());
            let title = self.feed.as_ref().map_or(TextRef::default(), |f| f.text(writer, &["title"], Media::Plain));
            let author = self.feed.as_ref().map_or(TextRef::default(), |f| f.text(writer, PLAN.author, Media::Plain));
            let article = writer.article();
            if article.title.is_empty() && article.body.is_empty() {
                article.title = title;
            }
            if article.author.is_empty() {
                article.author = author;
            }
            return;
        }
        if let Some(feed) = &self.feed {
            record::article(writer, feed, &["title"], &FEED);
            let url = feed.text(writer, &["home_page_url"], Media::Plain);
            writer.article().url = url;
            record::set_page(writer, &feed.first(&["feed_url"]).and_then(Value::string).unwrap_or_default());
        }
        for item in &mut self.items {
            entry(writer, item);
        }
    }
}

impl Reader<'_> {}

/// An item with its title over its text.
fn entry(writer: &mut DraftWriter, item: &mut Record<'_>) {
    let title = item.first(&["title"]).and_then(Value::string);
    let Some(row) = item.comment(writer, &PLAN) else {
        // The end of the input took its text; its title is worth keeping.
        let Some(title) = title else { return };
        let row = writer.comment(Parent::Top);
        item.fill(writer, row, &PLAN);
        let body = writer.pooled(&title, Media::Plain);
        return writer.set_body(row, body);
    };
    let Some(title) = title else { return };
    let text = PLAN.body.iter().find_map(|(name, media)| Some((item.first(&[name])?.string()?, *media)));
    let body = match text {
        Some((text, Media::Html)) => {
            let title = title.replace('&', "&amp;").replace('<', "&lt;");
            writer.pooled(&format!("<h3>{title}</h3>\n{text}"), Media::Html)
        }
        Some((text, media)) => writer.pooled(&format!("{title}\n\n{text}"), media),
        None => writer.pooled(&title, Media::Plain),
    };
    writer.set_body(row, body);
}
