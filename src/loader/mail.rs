//! Mail and news: messages found, decoded, read and put into threads.
//!
//! MIME is the library's business; what stays here is what no library decides: where a
//! message in a mailbox begins ([`split`]), which charset is believed ([`transcode`]), which
//! part of a message is its text ([`text`]) and who answers whom ([`thread`]).

mod decode;
mod message;
mod split;
mod subject;
mod text;
mod thread;
mod transcode;

use crate::model::DraftWriter;
use std::ops::Range;

pub(super) use split::{is_mailbox, is_message};
pub(super) use transcode::decode;

/// Reads a mailbox: every message of it, threaded.
pub(super) fn mailbox(source: &str, writer: &mut DraftWriter) {
    read(source, split::split(source.as_bytes()), writer);
}

/// Reads a source that is one message.
pub(super) fn single(source: &str, writer: &mut DraftWriter) {
    read(source, vec![Piece { from: 0..0, message: 0..source.len(), quoted: false }], writer);
}

fn read(source: &str, pieces: Vec<Piece>, writer: &mut DraftWriter) {
    let parser = message::parser();
    let mut authors = message::Authors::default();
    let mut mails = Vec::with_capacity(pieces.len());
    let mut skipped = 0;
    for piece in &pieces {
        match message::read(&parser, source, piece, &mut authors, writer) {
            Some(mail) => mails.push(mail),
            None => skipped += 1,
        }
    }
    // What follows needs the most memory.
    drop((pieces, authors));
    if skipped > 0 {
        writer.note(&format!("{skipped} pieces of the mailbox are no messages and are not shown"), None);
    }
    thread::write(&mails, source, writer);
}

/// Where a message lies.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    /// The line that parts it from the message before; empty if there is none.
    from: Range<usize>,
    /// The message itself.
    message: Range<usize>,
    /// Whether lines that begin with `From ` were given a `>` when it was stored.
    quoted: bool,
}
