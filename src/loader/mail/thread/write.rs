//! Threads of messages become an article and comments.
//!
//! The message that begins a thread is the article: that is how people read lists. Where it
//! is missing, its replies stand under its subject.

use super::forest::Forest;
use crate::loader::mail::mails::{Mail, Mails, NO_ID, place};
use crate::model::draft::Parent;
use crate::model::thread::{GuessKind, NONE};
use crate::model::{Coat, DraftWriter, Kind, Media, Roles, Row, TextRef};

/// How often a reply that has only its subject belongs to the thread of that subject.
const CONFIDENCE: f32 = 0.6;

/// What is written.
pub(super) struct Threads<'a, 's> {
    pub(super) forest: &'a Forest,
    pub(super) mails: &'a Mails<'s>,
    /// The nodes, thread by thread: first its root, then the rest, those of one parent in their
    /// order.
    pub(super) order: &'a [u32],
    /// The nodes that hang where they do only by their subject.
    pub(super) guessed: &'a [u32],
}

/// Writes threads, each as a discussion of its own.
pub(super) fn write(threads: &Threads<'_, '_>, source: &str, writer: &mut DraftWriter) {
    let mut rows: Vec<Option<Row>> = vec![None; threads.order.iter().max().map_or(0, |most| *most as usize + 1)];
    // The first comment of each author, and the thread that it is in.
    let mut authors: Vec<Option<(usize, Row)>> = vec![None; threads.mails.authors()];
    let mut number = 0;
    let parent = |node: &u32| threads.forest.parent(*node);
    let mut rest = threads.order;
    while let Some((root, _)) = rest.split_first() {
        let end = rest.iter().skip(1).position(|node| parent(node) == NONE).map_or(rest.len(), |at| at + 1);
        let (thread, others) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        rest = others;
        writer.begin();
        writer.origin().namespace = "mail".into();
        let article = threads.article(*root, thread, source, writer);
        writer.reserve(thread.len());
        number += 1;
        for node in thread.iter().filter(|node| !article.contains(node)) {
            if let Some(slot) = rows.get_mut(*node as usize) {
                let row = threads.comment(*node, source, writer);
                *slot = Some(row);
                threads.sign(*node, (number, row), &mut authors, writer);
            }
        }
        match thread.iter().filter(|node| threads.forest.answered(**node) != NO_ID).count() {
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
            writer.add_roles_of(threads.mails.author(mail), Roles::OP);
        }
    }
}

impl Threads<'_, '_> {
    fn mail(&self, node: u32) -> Option<&Mail> {
        self.mails.get(self.forest.mail(node)?)
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
        let id = self.mail(begin).map_or_else(|| self.mails.id(self.forest.id(begin)), |mail| self.mails.id_of(mail));
        if !id.is_empty() {
            writer.origin().site = Some(format!("mail:{id}").into());
        }
        let id = pooled(id, source, writer);
        let subject_of = |node: u32| self.mail(node).map_or("", |mail| self.mails.subject(mail)).trim();
        let title = match self.mail(begin) {
            Some(_) => subject_of(begin),
            None => first.and_then(|first| self.mail(first)).map_or("", |mail| self.mails.base(mail)),
        };
        let title = pooled(title, source, writer);
        let mail = self.mail(begin);
        let author = mail.map_or(TextRef::default(), |mail| pooled(self.mails.author(mail), source, writer));
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

    /// Says who wrote a comment. Names are looked up once in each thread.
    fn sign(&self, node: u32, at: (usize, Row), authors: &mut [Option<(usize, Row)>], writer: &mut DraftWriter) {
        let Some(mail) = self.mail(node) else { return };
        let Some(known) = authors.get_mut(mail.author as usize) else { return };
        match known {
            Some((thread, first)) if *thread == at.0 => writer.set_author_as(at.1, *first),
            _ => {
                writer.set_author(at.1, self.mails.author(mail));
                *known = Some(at);
            }
        }
    }

    fn comment(&self, node: u32, source: &str, writer: &mut DraftWriter) -> Row {
        let mail = self.mail(node);
        let row = writer.item(if mail.is_some() { Kind::Comment } else { Kind::Ghost }, Parent::Top);
        let id = mail.map_or_else(|| self.mails.id(self.forest.id(node)), |mail| self.mails.id_of(mail));
        let id = pooled(id, source, writer);
        writer.set_id(row, id);
        let Some(mail) = mail else { return row };
        writer.set_body(row, mail.body);
        if let Some(time) = mail.time {
            writer.set_time(row, time);
        } else if !mail.time_text().is_empty() {
            let text = writer.pooled(mail.time_text(), Media::Plain);
            writer.set_time_text(row, text);
        }
        let mut extras = attached(mail);
        let answered = self.forest.answered(node);
        if answered != NO_ID && answered != self.forest.id(self.forest.parent(node)) {
            extras.insert("answers".to_owned(), self.mails.id(answered).into());
        }
        let parent = self.mail(self.forest.parent(node));
        let is_new = parent.map_or(self.forest.parent(node) == NONE, |parent| !Mails::is_same_topic(parent, mail));
        if is_new && !self.mails.base(mail).is_empty() {
            extras.insert("subject".to_owned(), self.mails.subject(mail).trim().into());
        }
        if !extras.is_empty() {
            let json = writer.pooled(&serde_json::Value::Object(extras).to_string(), Media::Plain);
            writer.set_extras(row, json);
        }
        row
    }
}

/// What is attached.
fn attached(mail: &Mail) -> serde_json::Map<String, serde_json::Value> {
    let files = Some(mail.attached()).filter(|files| !files.is_empty());
    files.map(|files| ("attachments".to_owned(), files.to_vec().into())).into_iter().collect()
}

/// A text as a span, if it lies in the source.
fn pooled(text: &str, source: &str, writer: &mut DraftWriter) -> TextRef {
    if let Some(start) = place(text, source) {
        return TextRef::source(start..start + text.len(), Coat::Bare, Media::Plain);
    }
    writer.pooled(text, Media::Plain)
}
