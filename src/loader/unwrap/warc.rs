//! A web archive (WARC): what servers answered, as it was sent.

use flate2::read::{MultiGzDecoder, ZlibDecoder};

use super::{MANY, Room, Unwrapped, is_document, pack};
use crate::error::{Error, Result};

/// Header lines of a record or an answer.
const HEADERS: usize = 256;

pub(super) fn is_warc(bytes: &[u8]) -> bool {
    bytes.starts_with(b"WARC/")
}

/// The answers that may hold a discussion.
pub(super) fn responses(bytes: &[u8], room: &mut Room) -> Result<Vec<Unwrapped>> {
    let mut found = Vec::new();
    let mut rest = bytes;
    let mut cut = false;
    while let Some(record) = record(rest) {
        cut = record.body.len() < record.length;
        if record.is_answer
            && found.len() < MANY
            && let Some(mut answer) = answer(record.body, record.is_http, room)?
        {
            answer.url = record.url;
            answer.cut |= cut;
            found.push(answer);
        }
        rest = record.rest;
    }
    if found.is_empty() {
        return Err(Error::input("the web archive has no page").hint(if cut { "it is cut off" } else { "" }));
    }
    Ok(found)
}

struct Record<'a> {
    is_answer: bool,
    is_http: bool,
    url: Option<String>,
    length: usize,
    body: &'a [u8],
    rest: &'a [u8],
}

/// The first record, wherever it begins after blank lines.
fn record(bytes: &[u8]) -> Option<Record<'_>> {
    let from = bytes.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let bytes = bytes.get(from..).filter(|bytes| is_warc(bytes))?;
    let line = memchr::memchr(b'\n', bytes)? + 1;
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let httparse::Status::Complete((size, headers)) = httparse::parse_headers(bytes.get(line..)?, &mut headers).ok()?
    else {
        return None;
    };
    let text = |name| header(headers, name);
    let length = text("Content-Length")?.parse::<usize>().ok()?;
    let rest = bytes.get(line + size..)?;
    let body = rest.get(..length).unwrap_or(rest);
    let kind = text("WARC-Type").unwrap_or_default();
    Some(Record {
        is_answer: matches!(kind.as_str(), "response" | "resource" | "conversion"),
        is_http: text("Content-Type").is_some_and(|kind| kind.starts_with("application/http")),
        url: text("WARC-Target-URI").map(|url| url.trim_matches(['<', '>']).to_owned()),
        length,
        body,
        rest: rest.get(body.len()..)?,
    })
}

fn header(headers: &[httparse::Header<'_>], name: &str) -> Option<String> {
    let found = headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
    Some(String::from_utf8_lossy(found.value).trim().to_owned())
}

/// What an answer brought, if it went well and may be a document.
fn answer(body: &[u8], is_http: bool, room: &mut Room) -> Result<Option<Unwrapped>> {
    if !is_http {
        return plain(body, room).map(Some);
    }
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let Ok(httparse::Status::Complete(size)) = response.parse(body) else { return Ok(None) };
    let text = |name| header(response.headers, name).unwrap_or_default().to_ascii_lowercase();
    if response.code.is_none_or(|code| !(200..300).contains(&code)) || !is_document(&text("Content-Type")) {
        return Ok(None);
    }
    let body = body.get(size..).unwrap_or_default();
    let whole;
    let body = if text("Transfer-Encoding").contains("chunked") {
        whole = dechunked(body);
        whole.as_slice()
    } else {
        body
    };
    // Tools that unpack answers leave the header as it was: the bytes decide.
    match text("Content-Encoding").as_str() {
        "gzip" | "x-gzip" if pack::is_gzip(body) => {
            pack::unpacked("gzip", MultiGzDecoder::new(body), body.len(), room).map(Some)
        }
        "zstd" if pack::is_zstd(body) => pack::zstd(body, room).map(Some),
        "deflate" => match pack::unpacked("deflate", ZlibDecoder::new(body), body.len(), room) {
            Ok(unpacked) => Ok(Some(unpacked)),
            Err(_) => plain(body, room).map(Some),
        },
        _ => plain(body, room).map(Some),
    }
}

fn plain(body: &[u8], room: &mut Room) -> Result<Unwrapped> {
    room.take(body.len())?;
    Ok(Unwrapped { bytes: body.to_vec(), is_bycatch: true, ..Unwrapped::default() })
}

/// The chunks put together; what is not in chunks is left as it is.
fn dechunked(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = body;
    while let Ok(httparse::Status::Complete((from, size))) = httparse::parse_chunk_size(rest) {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let data = rest.get(from..).unwrap_or_default();
        let chunk = data.get(..size).unwrap_or(data);
        out.extend_from_slice(chunk);
        rest = data.get(chunk.len()..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if size == 0 {
            return out;
        }
    }
    if out.is_empty() { body.to_vec() } else { out }
}
