//! Mailboxes: mbox in its four dialects, archives of lists, batches of news.

use super::Format;
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::mail;
use crate::model::DraftWriter;

pub(super) const FORMAT: Format = Format {
    name: "mbox",
    reads: "mail and news: mailboxes (mbox), list archives, news batches",
    sample: "lists.example.org/archive/MESSAGE-ID/t.mbox.gz",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    if mail::is_mailbox(head.text) { 95 } else { 0 }
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    mail::mailbox(source, writer);
    None
}
