//! What the formats of Hacker News share: its names, and the nested kind of thread.

use crate::loader::json::{Damage, Event, Scanner, Value};
use crate::loader::site::{self, Facts};
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Kind, Media, Roles, Row, State, TextRef};

/// Names the discussion as every format of the site names it.
pub(super) fn set_site(writer: &mut DraftWriter, story: Option<&str>) {
    site::hacker_news(Facts { id: story.unwrap_or_default(), ..Facts::default() }).set(writer);
}

/// The address of a link post; of a text post, whose address is its own page, none.
pub(super) fn link(writer: &mut DraftWriter, url: Option<Value<'_>>) -> TextRef {
    let own = |url: &Value<'_>| url.string().is_none_or(|url| url.starts_with("item?id="));
    url.filter(|url| !own(url)).map_or(TextRef::default(), |url| url.text(writer, Media::Plain))
}

/// Sets a text, and what the texts that stand in for lost ones say.
pub(super) fn set_text(writer: &mut DraftWriter, row: Row, value: Value<'_>) {
    let body = value.text(writer, Media::Html);
    writer.set_body(row, body);
    if value.is("[dead]") || value.is("[flagged]") {
        writer.set_state(row, State::Flagged);
    }
    if value.is_cut() {
        writer.set_cut(row);
    }
}

/// Who posted the story is marked in the thread.
pub(super) fn set_poster(writer: &mut DraftWriter, author: Option<Value<'_>>) {
    let Some(author) = author else { return };
    writer.article().author = author.text(writer, Media::Plain);
    if let Some(name) = author.string() {
        writer.add_roles_of(&name, Roles::OP);
    }
}

/// Reads a story with its comments nested in it (`children`, `comments`), in any order of
/// keys. Algolia sends `children` before the text, so a row is begun at the first key of
/// its object and filled as its keys come.
pub(super) fn nested(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    let mut reader = Nested {
        scanner: Scanner::new(source),
        writer,
        frames: Vec::new(),
        root: Root::default(),
        top: Vec::new(),
        roots: 0,
        story: None,
    };
    reader.run();
    reader.finish();
    reader.scanner.damage()
}

struct Nested<'s, 'w> {
    scanner: Scanner<'s>,
    writer: &'w mut DraftWriter,
    frames: Vec<Frame>,
    root: Root<'s>,
    /// Direct replies to the outermost item, which may turn out to be a comment.
    top: Vec<Row>,
    roots: usize,
    /// The story as its comments name it: known where the end of the input is missing.
    story: Option<Value<'s>>,
}

/// An object or array that is open.
enum Frame {
    /// The array around everything.
    Around,
    /// The outermost item.
    Root,
    /// The replies of a comment; none: of the outermost item.
    Replies(Option<Row>),
    /// A comment.
    Comment(Open),
}

#[derive(Default)]
struct Open {
    row: Option<Row>,
    above: Option<Row>,
    has_author: bool,
    has_text: bool,
    has_time: bool,
    deleted: bool,
    dead: bool,
    age: TextRef,
}

/// The outermost item: a story, or a comment whose branch was asked for. Which of them is
/// known only at its end.
#[derive(Default)]
struct Root<'s> {
    id: Option<Value<'s>>,
    story: Option<Value<'s>>,
    author: Option<Value<'s>>,
    title: Option<Value<'s>>,
    url: Option<Value<'s>>,
    text: Option<Value<'s>>,
    time: Option<i64>,
    score: Option<i64>,
    total: Option<i64>,
    is_comment: bool,
    dead: bool,
}

impl<'s> Nested<'s, '_> {
    fn run(&mut self) {
        loop {
            match self.scanner.next() {
                Event::Open { key, object: true } => self.open_object(key),
                Event::Open { key, object: false } => self.open_array(key),
                Event::Value { key, value } => self.value(key, value),
                Event::Close => self.close(),
                Event::End => return,
            }
        }
    }

    fn open_object(&mut self, _key: &str) {
        match self.frames.last() {
            None | Some(Frame::Around) => {
                self.roots += 1;
                if self.roots == 1 {
                    self.frames.push(Frame::Root);
                    return;
                }
            }
            Some(Frame::Replies(above)) => {
                let above = *above;
                self.frames.push(Frame::Comment(Open { above, ..Open::default() }));
                return;
            }
            Some(Frame::Root | Frame::Comment(_)) => {}
        }
        self.scanner.skip();
    }

    fn open_array(&mut self, key: &str) {
        let is_replies = matches!(key, "children" | "comments");
        let frame = match self.frames.last_mut() {
            None => Frame::Around,
            Some(Frame::Root) if is_replies => Frame::Replies(None),
            Some(Frame::Comment(open)) if is_replies => Frame::Replies(Some(begin(self.writer, &mut self.top, open))),
            _ => return self.scanner.skip(),
        };
        self.frames.push(frame);
    }

    fn value(&mut self, key: &str, value: Value<'s>) {
        match self.frames.last_mut() {
            Some(Frame::Root) => self.root.set(key, value),
            Some(Frame::Comment(open)) => {
                if key == "story_id" && self.story.is_none() && value.int().is_some() {
                    self.story = Some(value);
                }
                let row = begin(self.writer, &mut self.top, open);
                open.set(self.writer, row, key, value);
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        if let Some(Frame::Comment(open)) = self.frames.pop() {
            open.close(self.writer, self.scanner.is_broken_off());
        }
    }

    fn finish(&mut self) {
        let root = std::mem::take(&mut self.root);
        let id = root.id.and_then(Value::string);
        let given = if root.is_comment { root.story.and_then(Value::string) } else { id };
        let story = given.or_else(|| self.story.and_then(Value::string));
        set_site(self.writer, story.as_deref());
        self.writer.origin().total = root.total.and_then(|total| u64::try_from(total).ok());
        if self.roots > 1 {
            self.writer.note(&format!("{} more discussions follow and are not shown", self.roots - 1), None);
        }
        if root.is_comment {
            let row = self.writer.comment(Parent::Top);
            root.fill_comment(self.writer, row);
            for reply in &self.top {
                self.writer.set_parent(*reply, Parent::Row(row));
            }
        } else {
            root.fill_article(self.writer);
        }
    }
}

/// The row of a comment, begun if it is not yet.
fn begin(writer: &mut DraftWriter, top: &mut Vec<Row>, open: &mut Open) -> Row {
    if let Some(row) = open.row {
        return row;
    }
    let row = writer.comment(open.above.map_or(Parent::Top, Parent::Row));
    if open.above.is_none() {
        top.push(row);
    }
    open.row = Some(row);
    row
}

impl Open {
    fn set(&mut self, writer: &mut DraftWriter, row: Row, key: &str, value: Value<'_>) {
        match key {
            "id" => {
                let id = value.text(writer, Media::Plain);
                writer.set_id(row, id);
            }
            "author" | "user" => {
                if let Some(name) = value.string().filter(|name| !name.is_empty()) {
                    writer.set_author(row, &name);
                    self.has_author = true;
                }
            }
            "text" | "content" if value.string().is_some_and(|text| !text.is_empty()) => {
                set_text(writer, row, value);
                self.has_text = true;
                self.deleted |= value.is("[deleted]");
            }
            "created_at_i" | "created_at" | "time" => {
                if let Some(time) = value.time() {
                    writer.set_time(row, time);
                    self.has_time = true;
                }
            }
            "time_ago" | "timeago" => self.age = value.text(writer, Media::Plain),
            "points" | "score" => {
                if let Some(score) = value.int() {
                    writer.set_score(row, score);
                }
            }
            "deleted" => self.deleted |= value.is_true(),
            "dead" => self.dead |= value.is_true(),
            _ => {}
        }
    }

    /// What is known only once all keys have been seen. A comment that the end of the
    /// input took the text from stays as a stand-in for its replies.
    fn close(self, writer: &mut DraftWriter, broken_off: bool) {
        let Some(row) = self.row else { return };
        if !self.has_time && !self.age.is_empty() {
            writer.set_time_text(row, self.age);
        }
        if broken_off && !self.has_text {
            writer.set_kind(row, Kind::Ghost);
        } else if self.dead {
            writer.set_state(row, State::Flagged);
        } else if !self.has_author && (self.deleted || !self.has_text) || self.deleted && !self.has_text {
            writer.set_state(row, State::Deleted);
        }
    }
}

impl<'s> Root<'s> {
    fn set(&mut self, key: &str, value: Value<'s>) {
        let is_there = !matches!(value, Value::Null);
        let field = match key {
            "id" => &mut self.id,
            "story_id" => &mut self.story,
            "author" | "user" => &mut self.author,
            "title" => &mut self.title,
            "url" => &mut self.url,
            "text" | "content" => &mut self.text,
            "created_at_i" | "created_at" | "time" => return self.time = value.time().or(self.time),
            "points" | "score" => return self.score = value.int(),
            "comments_count" | "descendants" | "num_comments" => return self.total = value.int(),
            "type" => return self.is_comment |= value.is("comment"),
            "parent_id" => return self.is_comment |= is_there,
            "dead" => return self.dead = value.is_true(),
            _ => return,
        };
        *field = is_there.then_some(value);
    }

    fn fill_comment(&self, writer: &mut DraftWriter, row: Row) {
        if let Some(id) = self.id {
            let id = id.text(writer, Media::Plain);
            writer.set_id(row, id);
        }
        if let Some(text) = self.text {
            set_text(writer, row, text);
        }
        if let Some(name) = self.author.and_then(Value::string) {
            writer.set_author(row, &name);
        }
        if let Some(time) = self.time {
            writer.set_time(row, time);
        }
        if let Some(score) = self.score {
            writer.set_score(row, score);
        }
        if self.dead {
            writer.set_state(row, State::Flagged);
        } else if self.author.is_none() && self.text.is_none() {
            writer.set_state(row, State::Deleted);
        }
    }

    fn fill_article(&self, writer: &mut DraftWriter) {
        let mut text = |value: Option<Value<'_>>, media| value.map_or(TextRef::default(), |v| v.text(writer, media));
        let (id, title) = (text(self.id, Media::Plain), text(self.title, Media::Plain));
        let body = text(self.text, Media::Html);
        let url = link(writer, self.url);
        let article = writer.article();
        (article.id, article.title, article.url, article.body) = (id, title, url, body);
        article.time = self.time;
        article.score = self.score.and_then(|score| i32::try_from(score).ok());
        set_poster(writer, self.author);
    }
}
