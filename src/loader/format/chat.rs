//! What the formats of chats share: messages in the order of time, that answer one another
//! by id or nobody.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::loader::post::Post;
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Row, TextRef};

/// A room with what was said in it.
#[derive(Default)]
pub(super) struct Room<'s> {
    pub(super) id: String,
    pub(super) title: Option<Cow<'s, str>>,
    /// What the room is about.
    pub(super) topic: TextRef,
    pub(super) messages: Vec<Message<'s>>,
}

/// A message. Ids are unique in a room only.
pub(super) struct Message<'s> {
    pub(super) id: String,
    pub(super) answers: Option<String>,
    /// To be put in order by; unknown where there is no time.
    pub(super) order: Option<i64>,
    pub(super) post: Post<'s>,
}

/// Rooms in the order in which they come.
#[derive(Default)]
pub(super) struct Rooms<'s> {
    all: Vec<Room<'s>>,
    places: HashMap<String, usize>,
}

impl<'s> Rooms<'s> {
    /// The room of an id.
    pub(super) fn room(&mut self, id: &str) -> &mut Room<'s> {
        let place = self.places.get(id).copied().unwrap_or(self.all.len());
        if place == self.all.len() {
            self.places.insert(id.to_owned(), place);
            self.all.push(Room { id: id.to_owned(), ..Room::default() });
        }
        // It is there: places are those of rooms.
        &mut self.all[place]
    }

    /// Writes each room as a discussion of its own.
    pub(super) fn write(self, writer: &mut DraftWriter, namespace: &str) {
        let some = self.all.iter().any(|room| !room.messages.is_empty());
        for room in self.all.into_iter().filter(|room| !some || !room.messages.is_empty()) {
            writer.begin();
            room.write(writer, namespace);
        }
    }
}

impl Room<'_> {
    /// Writes the messages, the oldest first. A message that comes twice stands once.
    fn write(self, writer: &mut DraftWriter, namespace: &str) {
        let title = self.title.map_or(TextRef::default(), |title| writer.pooled(&title, Media::Plain));
        let article = writer.article();
        (article.title, article.body) = (title, self.topic);
        let origin = writer.origin();
        origin.namespace = namespace.into();
        origin.site = (!self.id.is_empty()).then(|| format!("{namespace}:{}", self.id).into());
        let mut messages = self.messages;
        if messages.iter().all(|message| message.order.is_some()) {
            messages.sort_by_key(|message| message.order);
        }
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (number, message) in messages.iter().enumerate() {
            places.entry(&message.id).or_insert(number);
        }
        let place = |id: &str| places.get(id).copied();
        let mut rows: Vec<Option<Row>> = Vec::with_capacity(messages.len());
        for (number, message) in messages.iter().enumerate() {
            let is_first = message.id.is_empty() || place(&message.id) == Some(number);
            rows.push(is_first.then(|| writer.comment(Parent::Top)));
        }
        for (number, message) in messages.iter().enumerate() {
            let (Some(Some(row)), Some(id)) = (rows.get(number).copied(), &message.answers) else { continue };
            let above = place(id).filter(|above| *above != number).and_then(|above| rows.get(above).copied().flatten());
            let parent = above.map_or_else(|| Parent::Id(writer.pooled(id, Media::Plain)), Parent::Row);
            writer.set_parent(row, parent);
        }
        drop(places);
        for (row, message) in rows.into_iter().zip(messages) {
            if let Some(row) = row {
                message.post.fill(writer, row);
            }
        }
    }
}
