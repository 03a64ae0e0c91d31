//! A page that a browser saved with all its parts (MHTML): the page alone comes out.

use mail_parser::{MessageParser, MimeHeaders as _, PartType};

use super::{Room, Unwrapped};
use crate::error::{Error, Result};

/// How much of the beginning may be headers.
const HEAD: usize = 8 << 10;

/// A message of related parts that nobody sent: mail has an id or tells its way.
pub(super) fn is_mhtml(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(HEAD)).unwrap_or_default()).to_ascii_lowercase();
    let head = head.split("\r\n\r\n").next().unwrap_or_default();
    let head = head.split("\n\n").next().unwrap_or_default();
    let has = |name: &str| head.lines().any(|line| line.starts_with(name));
    has("mime-version:")
        && has("content-type:")
        && head.contains("multipart/related")
        && !["message-id:", "received:", "to:", "delivered-to:"].iter().any(|name| has(name))
}

pub(super) fn page(bytes: &[u8], room: &mut Room) -> Result<Unwrapped> {
    let nothing = || Error::input("the saved message has no page");
    let message = MessageParser::default().parse(bytes).ok_or_else(nothing)?;
    let page = message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(text) => Some((part, text)),
        _ => None,
    });
    let (part, text) = page.ok_or_else(nothing)?;
    room.take(text.len())?;
    let address = |name: &str| message.header_raw(name).map(|value| value.trim().to_owned());
    let url = address("Snapshot-Content-Location").or_else(|| part.content_location().map(str::to_owned));
    Ok(Unwrapped {
        url: url.filter(|url| url.starts_with("http")),
        // The parser has decoded it: what the page declares does not hold any more, and text
        // that is UTF-8 is taken as such.
        bytes: text.as_bytes().to_vec(),
        ..Unwrapped::default()
    })
}
