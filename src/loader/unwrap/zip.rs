//! A zip archive: each file in it is a document.

use flate2::read::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive};

use super::{MANY, Room, Unwrapped, pack};
use crate::error::{Error, Result};

pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The files of an archive, in its order. One that cannot be unpacked is left out and said
/// of the first; if none can, that is the error.
pub(super) fn entries(bytes: &[u8], room: &mut Room) -> Result<Vec<Unwrapped>> {
    let damaged = |_| Error::input("the zip archive is damaged").hint("its list of files, at its end, cannot be read");
    let archive = ZipArchive::from_slice(bytes).map_err(damaged)?;
    let mut files = Vec::new();
    let mut faults: Vec<Error> = Vec::new();
    let mut unpacked = 0;
    let mut entries = archive.entries();
    loop {
        let entry = match entries.next_entry() {
            Ok(Some(entry)) => entry,
            Ok(None) => break,
            Err(error) => {
                faults.push(damaged(error));
                break;
            }
        };
        let name = String::from_utf8_lossy(entry.file_path().as_ref()).into_owned();
        if entry.is_dir() || is_apart(&name) {
            continue;
        }
        if files.len() >= MANY {
            return Err(Error::input(format!("more than {MANY} files are in the zip archive")));
        }
        let method = entry.compression_method();
        let locked = entry.flags().is_encrypted();
        let data = archive.get_entry(entry.wayfinder()).map(|local| local.data());
        match data.map_err(damaged).and_then(|data| file(&name, data, method, locked, room)) {
            Ok(mut file) => {
                unpacked += file.bytes.len();
                pack::check("zip", unpacked, bytes.len())?;
                file.name = name;
                files.push(file);
            }
            Err(error) => faults.push(error),
        }
    }
    match (files.first_mut(), faults.into_iter().next()) {
        (None, Some(fault)) => Err(fault),
        (Some(first), Some(fault)) => {
            first.cut = true;
            first.note = first.note.take().or(Some(format!("not all of the archive is read: {fault}")));
            Ok(files)
        }
        (_, None) => Ok(files),
    }
}

/// What a system or a program puts beside the files.
fn is_apart(name: &str) -> bool {
    name.split('/').any(|part| part == "__MACOSX" || part.starts_with('.') && part.len() > 1)
}

fn file(name: &str, data: &[u8], method: CompressionMethod, locked: bool, room: &mut Room) -> Result<Unwrapped> {
    if locked {
        return Err(Error::input(format!("{name} is locked with a password")));
    }
    match method {
        CompressionMethod::STORE => pack::unpacked("zip", data, data.len(), room),
        CompressionMethod::DEFLATE => pack::unpacked("zip", DeflateDecoder::new(data), data.len(), room),
        CompressionMethod::ZSTD => pack::zstd(data, room),
        _ => Err(Error::input(format!("{name} is packed in a way that is not known here"))),
    }
}
