//! One message: a saved mail, an article of a news spool.

use super::Format;
use crate::loader::detect::Head;
use crate::loader::json::Damage;
use crate::loader::mail;
use crate::model::DraftWriter;

pub(super) const FORMAT: Format = Format {
    name: "message",
    reads: "a single message of mail or news (.eml)",
    sample: "saved from a mail program, or a file of a news spool",
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> u8 {
    mail::is_message(head.text)
}

fn read(source: &str, writer: &mut DraftWriter) -> Option<Damage> {
    mail::single(source, writer);
    None
}
