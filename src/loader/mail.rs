//! Mail and news: messages found, decoded, read and put into threads.
//!
//! MIME is the library's business; what stays here is what no library decides: where a
//! message in a mailbox begins ([`split`]), which charset is believed ([`transcode`]), which
//! part of a message is its text ([`text`]) and who answers whom ([`thread`]). Most messages are
//! plain text where it stands: of them only the header is read ([`header`]).

mod decode;
mod header;
mod mails;
mod message;
mod split;
mod subject;
mod text;
mod thread;
mod transcode;

use std::hash::RandomState;
use std::ops::Range;

use crate::cores;
use crate::model::DraftWriter;
use mails::Mails;
use message::{Read, Reader};

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
    let mut mails = Mails::new(source, &pieces);
    let mut skipped = 0;
    let seed = mails.seed.clone();
    messages(source, &pieces, &seed, |read| match read {
        Some(read) => mails.add(read, writer),
        None => skipped += 1,
    });
    // What follows needs the most memory.
    drop(pieces);
    if skipped > 0 {
        writer.note(&format!("{skipped} pieces of the mailbox are no messages and are not shown"), None);
    }
    thread::write(&mails, source, writer);
}

/// Messages that a core reads in one go.
const MANY: usize = 128;

/// Reads messages, many of them on all cores: each is read by itself. They come in their order.
fn messages<'s>(source: &'s str, pieces: &[Piece], seed: &RandomState, mut take: impl FnMut(Option<&mut Read<'s>>)) {
    let some: Vec<&[Piece]> = pieces.chunks(MANY).collect();
    let read = |pieces: &&[Piece]| {
        let mut reader = Reader::new(seed);
        pieces.iter().map(|piece| reader.read(source, piece)).collect::<Vec<_>>()
    };
    // What was read is not taken apart: it ends where it was made.
    cores::in_order(&some, read, |_, read| read.iter_mut().for_each(|read| take(read.as_mut())));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_messages_are_read_as_one_by_one() {
        let message = |at: usize| {
            let text = if at.is_multiple_of(3) { "Caf=C3=A9 at noon" } else { "Tea at four" };
            format!(
                "From ann@example.org Tue Nov 14 22:13:20 2023\nFrom: Ann {}\nMessage-ID: <{at}@example.org>\n\
                 References: <{}@example.org>\nContent-Transfer-Encoding: quoted-printable\n\
                 Content-Type: text/plain; charset=utf-8\nSubject: {at}\n\n{text}, number {at}.\n\n",
                at % 7,
                at / 2,
            )
        };
        let source: String = (1..=1541).map(message).collect();
        let pieces = split::split(source.as_bytes());
        let seed = RandomState::new();
        let told = |read: Option<&mut Read<'_>>| read.map(|read| format!("{read:?}"));
        let alone: Vec<_> = pieces.iter().map(|piece| told(Reader::new(&seed).read(&source, piece).as_mut())).collect();
        let mut together = Vec::new();
        messages(&source, &pieces, &seed, |read| together.push(told(read)));
        assert_eq!((together.len(), together.iter().flatten().count()), (1541, 1541));
        assert!(alone == together);
        assert!(alone.iter().flatten().any(|read| read.contains("Café at noon, number 3.")));
    }
}
