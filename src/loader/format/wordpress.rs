//! WordPress REST: a list of comments, a post with its comments (`{post, comments}`, both
//! in a row, or embedded in the post).
//!
//! Times in `date_gmt` have no zone; titles are HTML. Comments name their post by its
//! number, and their own address, from which the page's follows.

use super::Format;
use super::record::{self, Pages, Part, Place, Plan, Record, Shape, Take};
use crate::loader::detect::Head;
use crate::loader::json::{Damage, Value};
use crate::model::{DraftWriter, Media, Roles, Row, State};

pub(super) const FORMAT: Format = Format {
    name: "wordpress-rest",
    reads: "WordPress: comments from the REST API, with or without their post",
    sample: "https://HOST/wp-json/wp/v2/comments?post=ID&per_page=100&order=asc",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    let Some(json) = &head.json else { return 0 };
    let rendered = json.has("rendered") && json.has("content");
    if rendered && json.has("author_name") && json.has("parent") {
        90
    } else if rendered && json.has("title") && json.has_any(&["date_gmt", "comment_status"]) {
        75
    } else {
        0
    }
}

const SHAPE: Shape = Shape {
    members: &[
        "id",
        "post",
        "parent",
        "author",
        "author_name",
        "date_gmt",
        "date",
        "modified_gmt",
        "content.rendered",
        "content.raw",
        "title.rendered",
        "link",
        "status",
        "type",
        "excerpt.rendered",
        "_embedded.author.name",
        "sticky",
    ],
    part: |place: &Place<'_>| match (place.around, place.path) {
        (None, _) => Some(Part::Page),
        (Some(Part::Page), "post" | "page" | "article") => Some(Part::Article),
        (_, "comments" | "replies" | "_embedded.replies") if place.in_list => Some(Part::Comment),
        _ => None,
    },
};

const COMMENT: Plan = Plan {
    id: &["id"],
    author: &["author_name"],
    time: &["date_gmt", "date"],
    score: &[],
    body: &[("content.rendered", Media::Html), ("content.raw", Media::Html)],
};

const POST: Plan = Plan {
    author: &["_embedded.author.name"],
    body: &[("content.rendered", Media::Html), ("excerpt.rendered", Media::Html)],
    ..COMMENT
};

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    writer.origin().namespace = "wordpress".into();
    record::read(source, writer, &SHAPE, Reader::default())
}

#[derive(Default)]
struct Reader<'s> {
    post: Option<Record<'s>>,
    posts: usize,
    pages: Pages<'s>,
    page: Option<Value<'s>>,
    /// Who wrote each comment, for those with an account.
    accounts: Vec<(Row, Value<'s>)>,
}

impl<'s> Take<'s> for Reader<'s> {
    fn take(&mut self, writer: &mut DraftWriter, mut record: Record<'s>) {
        let is_post = record.part == Part::Article || record.has("title.rendered");
        if is_post && record.has("id") {
            self.posts += 1;
            self.post.get_or_insert(record);
        } else if record.part == Part::Comment || record.has("content.rendered") || record.has("author_name") {
            self.comment(writer, &mut record);
        }
    }

    fn finish(self, writer: &mut DraftWriter) {
        let is_one = self.pages.is_one(writer);
        if let Some(post) = &self.post {
            if is_one {
                record::say_others(writer, self.posts);
            }
            article(writer, post);
            let author = post.get("author").map(Value::written);
            for (row, account) in &self.accounts {
                if author == Some(account.written()) {
                    writer.add_roles(*row, Roles::OP);
                }
            }
        } else if is_one {
            let link = self.page.and_then(Value::string).unwrap_or_default();
            record::set_page(writer, link.split('#').next().unwrap_or_default());
        }
    }
}

impl<'s> Reader<'s> {
    fn comment(&mut self, writer: &mut DraftWriter, record: &mut Record<'s>) {
        let Some(row) = record.comment(writer, &COMMENT) else { return };
        // Names are sent as HTML.
        if let Some(name) = record.first(&["author_name"]).and_then(Value::string).filter(|name| name.contains('&')) {
            writer.set_author(row, &record::words(&name));
        }
        record.answers(writer, row, &["parent"]);
        self.pages.add(record.get("post"));
        self.page = self.page.or(record.first(&["link"]));
        let author = record.get("author").filter(|author| author.int().is_some_and(|author| author > 0));
        self.accounts.extend(author.map(|author| (row, author)));
        let states =
            [("hold", State::Pending), ("spam", State::Flagged), ("trash", State::Deleted), ("0", State::Pending)];
        if let Some((_, state)) = states.iter().find(|(name, _)| record.is("status", name)) {
            writer.set_state(row, *state);
        }
        if !record.is("type", "comment") {
            record.extras(writer, row, &["type"]);
        }
    }
}

fn article(writer: &mut DraftWriter, post: &Record<'_>) {
    record::article(writer, post, &[], &POST);
    let title = post.first(&["title.rendered"]).and_then(Value::string).unwrap_or_default();
    let title = writer.pooled(&record::words(&title), Media::Plain);
    let url = post.text(writer, &["link"], Media::Plain);
    (writer.article().title, writer.article().url) = (title, url);
    record::set_page(writer, &post.first(&["link"]).and_then(Value::string).unwrap_or_default());
}
