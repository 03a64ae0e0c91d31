//! Undoes what a mailbox and a transfer encoding did to a text, as far as it can be undone.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;

/// Takes the `>` off that a mailbox put before `From `, one at every level.
pub(super) fn unquoted(raw: &str) -> Cow<'_, str> {
    let is_quoted = |line: &str| line.starts_with('>') && line.trim_start_matches('>').starts_with("From ");
    let mut out = String::new();
    let mut done = 0;
    for at in memchr::memmem::find_iter(raw.as_bytes(), b">From ") {
        let start = raw.get(..at).unwrap_or_default().rfind('\n').map_or(0, |end| end + 1);
        if start >= done && raw.get(start..).is_some_and(is_quoted) {
            out.push_str(raw.get(done..start).unwrap_or_default());
            done = start + 1;
        }
    }
    if done == 0 {
        return Cow::Borrowed(raw);
    }
    out.push_str(raw.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// Decodes; a `=` that encodes nothing is taken as the sign that it is.
pub(super) fn from_quoted_printable(raw: &[u8]) -> Vec<u8> {
    if let Some(bytes) = quoted_printable_decode(raw) {
        return bytes;
    }
    let mut mended = Vec::with_capacity(raw.len() + 16);
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'=', rest) {
        let (before, after) = rest.split_at_checked(at + 1).unwrap_or((rest, b""));
        mended.extend_from_slice(before);
        let line = after.split(|b| *b == b'\n').next().unwrap_or_default();
        let is_soft = line.trim_ascii_end().is_empty();
        let is_code = after.get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        if !is_soft && !is_code {
            mended.extend_from_slice(b"3D");
        }
        rest = after;
    }
    mended.extend_from_slice(rest);
    quoted_printable_decode(&mended).unwrap_or_else(|| raw.to_vec())
}

/// Decodes the lines that are base64; what a mailing list added below stays as it is.
pub(super) fn from_base64(raw: &[u8]) -> Vec<u8> {
    let is_coded = |b: &u8| b.is_ascii_alphanumeric() || b"+/=\r\n\t ".contains(b);
    let coded: usize = raw
        .split_inclusive(|b| *b == b'\n')
        .take_while(|line| line.iter().all(is_coded) && !line.trim_ascii().contains(&b' '))
        .map(<[u8]>::len)
        .sum();
    let (coded, rest) = raw.split_at_checked(coded).unwrap_or((raw, b""));
    let whole = |signs: &[u8]| base64_decode(signs);
    let mut bytes = whole(coded)
        .or_else(|| {
            let mut signs: Vec<u8> =
                coded.iter().copied().filter(|b| !b.is_ascii_whitespace()).take_while(|b| *b != b'=').collect();
            signs.truncate(signs.len() / 4 * 4);
            whole(&signs)
        })
        .unwrap_or_else(|| coded.to_vec());
    if !rest.trim_ascii().is_empty() {
        bytes.push(b'\n');
        bytes.extend_from_slice(rest);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_the_mailbox_come_off() {
        assert_eq!(unquoted(">From a\nx >From b\n>>From c\n> From d"), "From a\nx >From b\n>From c\n> From d");
        assert!(matches!(unquoted("a\n> b\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn broken_encodings_give_what_can_be_read() {
        assert_eq!(from_quoted_printable(b"a=3Db\nc=zz=\nd=20e= \nf="), b"a=b\nc=zzd ef");
        assert_eq!(from_base64(b"aGVsbG8gd29ybGQ=\n_____\nlist foot\n"), b"hello world\n_____\nlist foot\n");
        assert_eq!(from_base64(b"aGVsbG8gd29ybGQ"), b"hello world");
    }
}
