//! One stream that was packed: gzip, zstd.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::{Room, Unwrapped, memory};
use crate::error::{Error, Result};

/// Below this nothing is a bomb.
const HARMLESS: usize = 1 << 20;
/// How many times its packed size a text may have. Text packs ten to twenty times.
const RATIO: usize = 100;
/// How much is unpacked at a time.
const PIECE: usize = 1 << 18;
/// How far back a zstd stream may reach: the most that `zstd --long` writes.
const WINDOW: u64 = 1 << 31;

pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1f\x8b")
}

/// A frame, or one that is to be skipped.
pub(super) fn is_zstd(bytes: &[u8]) -> bool {
    matches!(bytes, [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

pub(super) fn gzip(bytes: &[u8], room: &mut Room) -> Result<Unwrapped> {
    unpacked("gzip", MultiGzDecoder::new(bytes), bytes.len(), room)
}

/// Reads a stream to its end, or as far as it goes.
pub(super) fn unpacked(name: &str, mut source: impl Read, packed: usize, room: &mut Room) -> Result<Unwrapped> {
    let mut out: Vec<u8> = Vec::new();
    let mut piece = vec![0; PIECE];
    loop {
        match source.read(&mut piece) {
            Ok(0) => return Ok(Unwrapped { bytes: out, ..Unwrapped::default() }),
            Ok(read) => add(&mut out, piece.get(..read).unwrap_or_default(), name, packed, room)?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) if out.is_empty() => return Err(damaged(name)),
            Err(error) => {
                // What follows a whole member without being one is only padding.
                return Ok(broken_off(name, out, error.kind() != io::ErrorKind::InvalidInput));
            }
        }
    }
}

fn add(out: &mut Vec<u8>, piece: &[u8], name: &str, packed: usize, room: &mut Room) -> Result<()> {
    room.take(piece.len())?;
    check(name, out.len() + piece.len(), packed)?;
    out.try_reserve(piece.len()).map_err(|_| memory(out.len()))?;
    out.extend_from_slice(piece);
    Ok(())
}

pub(super) fn check(name: &str, unpacked: usize, packed: usize) -> Result<()> {
    if unpacked > HARMLESS && unpacked / RATIO > packed {
        return Err(Error::input(format!("the {name} data unpacks to more than a hundred times its size"))
            .hint("if you trust it, unpack it yourself and open the result"));
    }
    Ok(())
}

fn damaged(name: &str) -> Error {
    Error::input(format!("the {name} data is damaged at its beginning"))
}

fn broken_off(name: &str, bytes: Vec<u8>, cut: bool) -> Unwrapped {
    let what = if cut { "data ends or breaks off after" } else { "data is followed by other bytes after" };
    let note = Some(format!("the {name} {what} {} unpacked bytes", bytes.len()));
    Unwrapped { bytes, note, cut, ..Unwrapped::default() }
}

/// An empty last block, with room for a checksum: ends a frame whose own end is missing.
const LAST_BLOCK: [u8; 7] = [1, 0, 0, 0, 0, 0, 0];

/// Reads all frames.
pub(super) fn zstd(bytes: &[u8], room: &mut Room) -> Result<Unwrapped> {
    let mut source = bytes;
    let mut out: Vec<u8> = Vec::new();
    while !source.is_empty() {
        // A used decoder would lay out the whole window for the next frame.
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(WINDOW);
        let whole = match decoder.init(&mut source) {
            Ok(()) => frame(&mut decoder, &mut source, &mut out, bytes.len(), room)?,
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                source = source.get(length as usize..).unwrap_or_default();
                true
            }
            Err(FrameDecoderError::WindowSizeTooBig { requested, .. }) => {
                return Err(Error::input(format!("the zstd data needs a window of {} MiB", requested >> 20))
                    .hint("at most 2048 are given; unpack it yourself and open the result"));
            }
            Err(_) if !out.is_empty() => return Ok(broken_off("zstd", out, is_zstd(source))),
            Err(_) => false,
        };
        match (whole, out.is_empty()) {
            (true, _) => {}
            (false, true) => return Err(damaged("zstd")),
            (false, false) => return Ok(broken_off("zstd", out, true)),
        }
    }
    Ok(Unwrapped { bytes: out, ..Unwrapped::default() })
}

/// Reads a frame, a few blocks at a time; whether it came to its end. The decoder holds a
/// window back before it gives anything out, so what it has decoded is what is bounded.
fn frame(
    decoder: &mut FrameDecoder,
    source: &mut &[u8],
    out: &mut Vec<u8>,
    packed: usize,
    room: &mut Room,
) -> Result<bool> {
    let before = out.len();
    let mut decoded = 0_usize;
    let mut whole = true;
    while whole && !decoder.is_finished() {
        whole = decoder.decode_blocks(&mut *source, BlockDecodingStrategy::UptoBytes(PIECE)).is_ok();
        // Each round but the last gives that much at least.
        decoded += if decoder.is_finished() { 0 } else { PIECE };
        check("zstd", before + decoded, packed)?;
        if (before + decoded) as u64 > room.most {
            return Err(super::too_large(room.most));
        }
        collect(decoder, out, packed, room)?;
    }
    if !whole {
        let _ = decoder.decode_blocks(LAST_BLOCK.as_slice(), BlockDecodingStrategy::All);
    }
    collect(decoder, out, packed, room)?;
    Ok(whole)
}

fn collect(decoder: &mut FrameDecoder, out: &mut Vec<u8>, packed: usize, room: &mut Room) -> Result<()> {
    match decoder.collect() {
        Some(piece) => add(out, &piece, "zstd", packed, room),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn open(bytes: &[u8], most: u64) -> Result<Unwrapped> {
        let mut room = Room { most, left: most };
        if is_gzip(bytes) { gzip(bytes, &mut room) } else { zstd(bytes, &mut room) }
    }

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zst(bytes: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
    }

    fn lines() -> String {
        (0..40_000).map(|n| format!("line {n}\n")).collect()
    }

    #[test]
    fn coats_come_off() {
        for pack in [gz, zst] {
            let twice = [pack(b"one "), pack(b"two")].concat();
            assert_eq!(open(&twice, 100).unwrap().bytes, b"one two");
            let all = open(&pack(lines().as_bytes()), 1 << 30).unwrap();
            assert!(all.bytes == lines().as_bytes() && all.note.is_none() && !all.cut);
        }
        let skipped = [b"\x50\x2a\x4d\x18\x02\0\0\0ab".as_slice(), &zst(b"words")].concat();
        assert_eq!(open(&skipped, 100).unwrap().bytes, b"words");
    }

    #[test]
    fn a_cut_coat_gives_what_was_whole() {
        for pack in [gz, zst] {
            let mut packed = pack(lines().as_bytes());
            packed.truncate(packed.len() / 2);
            let unwrapped = open(&packed, 1 << 30).unwrap();
            assert!(unwrapped.cut && unwrapped.note.is_some());
            assert!(lines().as_bytes().starts_with(&unwrapped.bytes) && unwrapped.bytes.len() > 1000);
        }
    }

    #[test]
    fn bombs_and_giants_are_refused() {
        for pack in [gz, zst] {
            assert!(open(&pack(&vec![b'a'; 8 << 20]), 1 << 30).is_err());
            assert!(open(&pack(b"0123456789"), 9).is_err());
        }
    }

    #[test]
    fn a_window_of_two_gigabytes_is_given_and_more_is_refused() {
        // Windows of 2 and of 4 GiB, and a last block that is stored.
        let frame = |window: u8| [&[0x28, 0xb5, 0x2f, 0xfd, 0, window, 0x11, 0, 0], b"ok".as_slice()].concat();
        assert_eq!(open(&frame(21 << 3), 100).unwrap().bytes, b"ok");
        assert!(open(&frame(22 << 3), 100).unwrap_err().to_string().contains("window of 4096 MiB"));
    }
}
