//! WordPress's export (WXR): an RSS feed of posts, each with its comments.

use super::Format;
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::xml::{self, Closed, Event, Scanner, Text};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Roles, State, TextRef};
use crate::text::when;

pub(super) const FORMAT: Format = Format {
    name: "wxr",
    reads: "WordPress, the export of a site (WXR)",
    sample: "WordPress, Tools, Export",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    let has = |sign: &str| head.text.contains(sign);
    if xml::root(head.text) == "rss" && (has("wordpress.org/export/") || has("<wp:")) { 90 } else { 0 }
}

#[derive(Default)]
struct Post {
    title: TextRef,
    link: TextRef,
    author: String,
    body: TextRef,
    time: Option<i64>,
    local_time: Option<i64>,
    /// What kind of thing it is: `post`, `page`, `attachment`.
    kind: String,
    comments: Vec<Comment>,
}

#[derive(Default)]
struct Comment {
    id: String,
    parent: String,
    author: String,
    body: TextRef,
    time: Option<i64>,
    local_time: Option<i64>,
    approved: String,
    /// `pingback`, `trackback`; empty for what somebody wrote.
    kind: String,
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let mut scanner = Scanner::new(source);
    let mut post: Option<Post> = None;
    let mut comment: Option<Comment> = None;
    // Posts without comments are shown only if no post has any.
    let mut silent = Vec::new();
    let mut written = false;
    loop {
        match scanner.next() {
            Event::Open(tag) => match (xml::local(tag.name), scanner.parent()) {
                ("item", _) => post = Some(Post::default()),
                ("comment", _) if tag.name.contains(':') => comment = Some(Comment::default()),
                _ => {}
            },
            Event::Close(closed) => match (xml::local(closed.name), scanner.parent()) {
                ("item", _) => match post.take() {
                    Some(post) if !post.comments.is_empty() => {
                        written = true;
                        discussion(writer, post);
                    }
                    Some(post) => silent.push(post),
                    None => {}
                },
                ("comment", "item") => {
                    if let (Some(post), Some(comment)) = (&mut post, comment.take()) {
                        post.comments.push(comment);
                    }
                }
                (_, "comment") => _ = comment.as_mut().map(|comment| comment.set(&closed, writer)),
                (_, "item") => _ = post.as_mut().map(|post| post.set(&closed, writer)),
                _ => {}
            },
            Event::End => break,
        }
    }
    for post in silent.into_iter().filter(|post| !written && !post.body.is_empty() && post.kind != "nav_menu_item") {
        discussion(writer, post);
    }
    scanner.damage()
}

fn owned(text: &Text<'_>) -> String {
    text.string().trim().to_owned()
}

impl Post {
    fn set(&mut self, closed: &Closed<'_>, writer: &mut DraftWriter) {
        let text = &closed.text;
        match closed.name {
            "title" => self.title = text.kept(writer, Media::Plain),
            "link" => self.link = text.kept(writer, Media::Plain),
            "dc:creator" => self.author = owned(text),
            "content:encoded" => self.body = paragraphs(text, writer),
            "pubDate" => self.local_time = when::parse(&text.string()),
            _ => match xml::local(closed.name) {
                "post_type" => self.kind = owned(text),
                "post_date_gmt" => self.time = when::parse(&text.string()),
                _ => {}
            },
        }
    }
}

impl Comment {
    fn set(&mut self, closed: &Closed<'_>, writer: &mut DraftWriter) {
        let text = &closed.text;
        match xml::local(closed.name) {
            "comment_id" => self.id = owned(text),
            "comment_parent" => self.parent = owned(text),
            "comment_author" => self.author = owned(text),
            "comment_content" => self.body = paragraphs(text, writer),
            "comment_date_gmt" => self.time = when::parse(&text.string()),
            "comment_date" => self.local_time = when::parse(&text.string()),
            "comment_approved" => self.approved = owned(text),
            "comment_type" => self.kind = owned(text),
            _ => {}
        }
    }
}

/// WordPress keeps a text between HTML and plain: blank lines are paragraphs, line ends are
/// breaks, the rest is markup.
fn paragraphs(text: &Text<'_>, writer: &mut DraftWriter) -> TextRef {
    let string = text.string();
    let trimmed = string.trim();
    if !trimmed.contains('\n') || trimmed.contains("<p>") || trimmed.contains("<!-- wp:") {
        return text.kept(writer, Media::Html);
    }
    let mut html = String::with_capacity(trimmed.len() + 64);
    let mut is_code = false;
    for line in trimmed.lines() {
        is_code |= line.contains("<pre");
        html.push_str(line.trim_end_matches('\r'));
        html.push_str(match line.trim() {
            _ if is_code => "\n",
            "" => "<p>",
            _ => "<br>\n",
        });
        is_code &= !line.contains("</pre");
    }
    let html = html.trim_end_matches("<br>\n").replace("<br>\n<p>", "\n<p>");
    writer.pooled(&html, Media::Html)
}

fn discussion(writer: &mut DraftWriter, post: Post) {
    writer.begin();
    let author = writer.pooled(&post.author, Media::Plain);
    writer.origin().namespace = "wordpress".into();
    // Posts and comments are numbered apart, so the article's number is no id beside theirs.
    let article = writer.article();
    (article.title, article.url) = (post.title, post.link);
    (article.author, article.body, article.time) = (author, post.body, post.time.or(post.local_time));
    for comment in post.comments {
        let answers = writer.pooled(&comment.parent, Media::Plain);
        let is_top = matches!(comment.parent.as_str(), "" | "0");
        let row = writer.comment(if is_top { Parent::Top } else { Parent::Id(answers) });
        let id = writer.pooled(&comment.id, Media::Plain);
        writer.set_id(row, id);
        writer.set_author(row, &comment.author);
        writer.set_body(row, comment.body);
        if let Some(time) = comment.time.or(comment.local_time) {
            writer.set_time(row, time);
        }
        writer.set_state(
            row,
            match comment.approved.as_str() {
                "0" | "hold" => State::Pending,
                "spam" => State::Flagged,
                "trash" | "post-trashed" => State::Removed,
                _ => State::Visible,
            },
        );
        if !matches!(comment.kind.as_str(), "" | "comment") {
            let json = serde_json::json!({ "type": comment.kind }).to_string();
            let json = writer.pooled(&json, Media::Plain);
            writer.set_extras(row, json);
        }
    }
    writer.add_roles_of(&post.author, Roles::OP);
}
