//! gzip comes off, with a bound on what may come out.

use std::io::Read as _;

use flate2::read::MultiGzDecoder;

use crate::error::{Error, Result};

/// Below this nothing is a bomb.
const HARMLESS: usize = 1 << 20;
/// How many times its packed size a text may have. Text packs ten to twenty times.
const RATIO: usize = 100;
/// How much is unpacked at a time.
const PIECE: usize = 1 << 18;

/// The bytes without their gzip coat, and whether the end of them is missing.
pub(super) struct Unwrapped {
    pub(super) bytes: Vec<u8>,
    pub(super) note: Option<String>,
    pub(super) cut: bool,
}

/// Takes a gzip coat off, if there is one.
pub(super) fn unwrap(bytes: Vec<u8>, most: u64) -> Result<Unwrapped> {
    if !bytes.starts_with(b"\x1f\x8b") {
        return Ok(Unwrapped { bytes, note: None, cut: false });
    }
    let mut decoder = MultiGzDecoder::new(bytes.as_slice());
    let mut out: Vec<u8> = Vec::new();
    let mut piece = vec![0; PIECE];
    loop {
        match decoder.read(&mut piece) {
            Ok(0) => return Ok(Unwrapped { bytes: out, note: None, cut: false }),
            Ok(read) => {
                let read = piece.get(..read).unwrap_or_default();
                check(out.len() + read.len(), bytes.len(), most)?;
                out.try_reserve(read.len()).map_err(|_| memory(out.len()))?;
                out.extend_from_slice(read);
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) if out.is_empty() => return Err(Error::input("the gzip data is damaged at its beginning")),
            Err(error) => {
                // What follows a whole member without being one is only padding.
                let cut = error.kind() != std::io::ErrorKind::InvalidInput;
                let what = if cut { "the gzip data ends or breaks off after" } else { "bytes follow the gzip data of" };
                let note = Some(format!("{what} {} unpacked bytes", out.len()));
                return Ok(Unwrapped { bytes: out, note, cut });
            }
        }
    }
}

fn check(unpacked: usize, packed: usize, most: u64) -> Result<()> {
    if unpacked as u64 > most {
        return Err(too_large(most));
    }
    if unpacked > HARMLESS && unpacked / RATIO > packed {
        return Err(Error::input("the gzip data unpacks to more than a hundred times its size")
            .hint("if you trust it, unpack it yourself and open the result"));
    }
    Ok(())
}

/// The input is over the bound.
pub(super) fn too_large(most: u64) -> Error {
    Error::input(format!("the input is larger than {} MiB", most >> 20))
}

/// A buffer of the size of the document could not be had.
pub(super) fn memory(bytes: usize) -> Error {
    Error::input(format!("not enough memory after {bytes} bytes"))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn pack(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn coats_come_off() {
        let twice = [pack(b"one "), pack(b"two")].concat();
        assert_eq!(unwrap(twice, 100).unwrap().bytes, b"one two");
        assert_eq!(unwrap(b"plain".to_vec(), 100).unwrap().bytes, b"plain");
    }

    #[test]
    fn a_cut_coat_gives_what_was_whole() {
        let text: String = (0..20_000).map(|n| format!("line {n}\n")).collect();
        let mut packed = pack(text.as_bytes());
        packed.truncate(packed.len() / 2);
        let unwrapped = unwrap(packed, 1 << 30).unwrap();
        assert!(unwrapped.cut && unwrapped.note.is_some());
        assert!(text.as_bytes().starts_with(&unwrapped.bytes) && unwrapped.bytes.len() > 1000);
    }

    #[test]
    fn bombs_and_giants_are_refused() {
        assert!(unwrap(pack(&vec![b'a'; 4 << 20]), 1 << 30).is_err());
        assert!(unwrap(pack(b"0123456789"), 9).is_err());
    }
}
