//! What the formats of chats share: messages in the order of time, that answer one another
//! by id or nobody.

use std::collections::HashMap;

use crate::loader::post::Post;
use crate::model::draft::Parent;
use crate::model::{DraftWriter, Media, Row, TextRef};

/// A message. Ids are unique in a room only.
pub(super) struct Message<'s> {
    pub(super) room: String,
    pub(super) id: String,
    pub(super) answers: Option<String>,
    /// To be put in order by; unknown where there is no time.
    pub(super) order: Option<i64>,
    pub(super) post: Post<'s>,
}

/// Writes messages, the oldest first. A message that comes twice stands once.
pub(super) fn write(writer: &mut DraftWriter, mut messages: Vec<Message<'_>>) {
    if messages.iter().all(|message| message.order.is_some()) {
        messages.sort_by_key(|message| message.order);
    }
    let mut rooms: HashMap<&str, HashMap<&str, usize>> = HashMap::new();
    for (number, message) in messages.iter().enumerate() {
        rooms.entry(&message.room).or_default().entry(&message.id).or_insert(number);
    }
    if rooms.len() > 1 {
        writer.note("several rooms are in the input; their messages stand in one thread", None);
    }
    let find = |message: &Message<'_>, id: &str| rooms.get(&*message.room).and_then(|room| room.get(id)).copied();
    let mut rows: Vec<Option<Row>> = Vec::with_capacity(messages.len());
    for (number, message) in messages.iter().enumerate() {
        let is_first = message.id.is_empty() || find(message, &message.id) == Some(number);
        rows.push(is_first.then(|| writer.comment(Parent::Top)));
    }
    for (number, message) in messages.iter().enumerate() {
        let (Some(Some(row)), Some(id)) = (rows.get(number).copied(), &message.answers) else { continue };
        let above =
            find(message, id).filter(|above| *above != number).and_then(|above| rows.get(above).copied().flatten());
        // Another room may have a message of that id.
        let absent = if rooms.len() > 1 { format!("{}/{id}", message.room) } else { id.clone() };
        let parent = above.map_or_else(|| Parent::Id(writer.pooled(&absent, Media::Plain)), Parent::Row);
        writer.set_parent(row, parent);
    }
    drop(rooms);
    for (row, message) in rows.into_iter().zip(messages) {
        if let Some(row) = row {
            message.post.fill(writer, row);
        }
    }
}

/// Names the room that a chat is of.
pub(super) fn set_room(writer: &mut DraftWriter, namespace: &str, title: Option<&str>, id: Option<&str>) {
    let name = title.map_or(TextRef::default(), |title| writer.pooled(title, Media::Plain));
    writer.article().title = name;
    let origin = writer.origin();
    origin.namespace = namespace.into();
    origin.site = id.filter(|id| !id.is_empty()).map(|id| format!("{namespace}:{id}").into());
}
