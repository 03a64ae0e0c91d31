//! Threads of messages become an article and comments.
//!
//! The message that begins a thread is the article: that is how people read lists. Where it
//! is missing, its replies stand under its subject.

use super::forest::Forest;
use crate::loader::mail::message::Mail;
use crate::loader::mail::subject;
use crate::model::draft::Parent;
use crate::model::thread::{GuessKind, NONE};
use crate::model::{Coat, DraftWriter, Kind, Media, Roles, Row, TextRef};

/// How often a reply that has only its subject belongs to the thread of that subject.
const CONFIDENCE: f32 = 0.6;

/// What is written.
pub(super) struct Threads<'a, 'm, 's> {
    pub(super) forest: &'a Forest<'m>,
    pub(super) mails: &'a [Mail<'s>],
    /// The nodes, thread by thread: first its root, then the rest, those of one parent in their
    /// order.
    pub(super) order: &'a [u32],
    /// The nodes that hang where they do only by their subject.
    pub(super) guessed: &'a [u32],
}

/// Writes threads, each as a discussion of its own.
pub(super) fn write(threads: &Threads<'_, '_, '_>, source: &str, writer: &mut DraftWriter) {
    let mut rows: Vec<Option<Row>> = vec![None; threads.order.iter().max().map_or(0, |most| *most as usize + 1)];
    let parent = |node: &u32| threads.forest.parent(*node);
    let mut rest = threads.order;
    while let Some((root, _)) = rest.split_first() {
        let end = rest.iter().skip(1).position(|node| parent(node) == NONE).map_or(rest.len(), |at| at + 1);
        let (thread, others) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        rest = others;
        writer.begin();
        writer.origin().namespace = "mail".into();
        let article = threads.article(*root, thread, source, writer);
        for node in thread.iter().filter(|node| !article.contains(node)) {
            if let Some(slot) = rows.get_mut(*node as usize) {
                *slot = Some(threads.comment(*node, source, writer));
            }
        }
        match thread.iter().filter(|node| !threads.forest.answered(**node).is_empty()).count() {
            0 => {}
            1 => writer.note("1 message answers one that is not in the input", None),
            many => writer.note(&format!("{many} messages answer some that are not in the input"), None),
        }
        let row_of = |node: u32| rows.get(node as usize).copied().flatten();
        for node in thread {
            if let (Some(row), Some(parent)) = (row_of(*node), row_of(parent(node))) {
                writer.set_parent(row, Parent::Row(parent));
                if threads.guessed.binary_search(node).is_ok() {
                    writer.guess(row, GuessKind::Subject, CONFIDENCE, "has its subject and says that it is a reply");
                }
            }
        }
        if let Some(mail) = article.first().and_then(|begin| threads.mail(*begin)) {
            writer.add_roles_of(&mail.author, Roles::OP);
        }
    }
}

impl<'s> Threads<'_, '_, 's> {
    fn mail(&self, node: u32) -> Option<&Mail<'s>> {
        self.mails.get(self.forest.mail(node)? as usize)
    }

    /// Writes what begins a thread as the article. Gives the nodes that are done by it.
    fn article(&self, root: u32, thread: &[u32], source: &str, writer: &mut DraftWriter) -> [u32; 2] {
        let mut replies = thread.iter().copied().filter(|node| self.forest.parent(*node) == root);
        let (first, second) = (replies.next(), replies.next());
        let is_missing = self.forest.mail(root).is_none();
        let begin = match (first, second) {
            (Some(only), None) if is_missing => only,
            _ => root,
        };
        let id = self.forest.id(begin);
        if !id.is_empty() {
            writer.origin().site = Some(format!("mail:{id}").into());
        }
        let id = pooled(id, source, writer);
        let subject_of = |node: u32| self.mail(node).map_or("", |mail| &*mail.subject).trim();
        let title = match self.mail(begin) {
            Some(_) => subject_of(begin),
            None => subject::base(first.map_or("", subject_of)).0,
        };
        let title = pooled(title, source, writer);
        let mail = self.mail(begin);
        let author = mail.map_or(TextRef::default(), |mail| pooled(&mail.author, source, writer));
        let url = mail.and_then(Mail::url).map_or(TextRef::default(), |url| pooled(url, source, writer));
        let article = writer.article();
        (article.id, article.title, article.author, article.url) = (id, title, author, url);
        if let Some(mail) = mail {
            (article.time, article.body) = (mail.time, mail.body);
            let extras = attached(mail);
            if !extras.is_empty() {
                let json = writer.pooled(&serde_json::Value::Object(extras).to_string(), Media::Plain);
                writer.article().extras = json;
            }
        }
        [begin, root]
    }

    fn comment(&self, node: u32, source: &str, writer: &mut DraftWriter) -> Row {
        let mail = self.mail(node);
        let row = writer.item(if mail.is_some() { Kind::Comment } else { Kind::Ghost }, Parent::Top);
        let id = pooled(self.forest.id(node), source, writer);
        writer.set_id(row, id);
        let Some(mail) = mail else { return row };
        writer.set_author(row, &mail.author);
        writer.set_body(row, mail.body);
        if let Some(time) = mail.time {
            writer.set_time(row, time);
        } else if !mail.time_text().is_empty() {
            let text = writer.pooled(mail.time_text(), Media::Plain);
            writer.set_time_text(row, text);
        }
        let mut extras = attached(mail);
        let answered = self.forest.answered(node);
        if !answered.is_empty() && answered != self.forest.id(self.forest.parent(node)) {
            extras.insert("answers".to_owned(), answered.into());
        }
        let parent = self.mail(self.forest.parent(node)).map(|parent| subject::base(&parent.subject).0);
        let own = subject::base(&mail.subject).0;
        if !own.is_empty() && parent != Some(own) && (parent.is_some() || self.forest.parent(node) == NONE) {
            extras.insert("subject".to_owned(), mail.subject.trim().into());
        }
        if !extras.is_empty() {
            let json = writer.pooled(&serde_json::Value::Object(extras).to_string(), Media::Plain);
            writer.set_extras(row, json);
        }
        row
    }
}

/// What is attached.
fn attached(mail: &Mail<'_>) -> serde_json::Map<String, serde_json::Value> {
    let files = Some(mail.attached()).filter(|files| !files.is_empty());
    files.map(|files| ("attachments".to_owned(), files.to_vec().into())).into_iter().collect()
}

/// A text as a span, if it lies in the source.
fn pooled(text: &str, source: &str, writer: &mut DraftWriter) -> TextRef {
    let start = (text.as_ptr() as usize).wrapping_sub(source.as_ptr() as usize);
    if source.get(start..start.saturating_add(text.len())) == Some(text) {
        return TextRef::source(start..start + text.len(), Coat::Bare, Media::Plain);
    }
    writer.pooled(text, Media::Plain)
}
