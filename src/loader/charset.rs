//! Bytes become UTF-8, as the source meant them.
//!
//! A byte-order mark decides; then UTF-8 if the bytes are valid UTF-8, whatever the source
//! declares (of saved pages that declare something else and are valid UTF-8, all are UTF-8);
//! then what it declares; then a guess. Valid UTF-8 is taken over without a copy.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A decoded text, and what should be said about how it was decoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) note: Option<String>,
}

/// How much of a text is looked at for a guess.
const SAMPLE: usize = 4096;
/// How far a declaration may stand from the beginning.
const DECLARED: usize = 1024;

/// Decodes a text. `cut` says that more bytes may follow, or that the end is missing: half
/// a character at the end is then left out.
pub(super) fn decode(mut bytes: Vec<u8>, cut: bool) -> Decoded {
    if let Some(wide) = utf32(&bytes) {
        return wide;
    }
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        if encoding != UTF_8 {
            return with(encoding, bytes.get(mark..).unwrap_or_default(), None);
        }
        bytes.drain(..mark);
    } else if let Some(encoding) = utf16_without_mark(&bytes) {
        return with(encoding, &bytes, Some("guessed"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Decoded { text, note: None },
        Err(error) => {
            let (whole, half) = (error.utf8_error().valid_up_to(), error.utf8_error().error_len().is_none());
            let mut bytes = error.into_bytes();
            if half && (cut || whole > 64) {
                bytes.truncate(whole);
                let note = (!cut).then(|| "the last character is cut off".to_owned());
                return Decoded { text: String::from_utf8(bytes).unwrap_or_default(), note };
            }
            legacy(&bytes)
        }
    }
}

/// Bytes that are not UTF-8.
fn legacy(bytes: &[u8]) -> Decoded {
    if let Some(encoding) = declared(bytes).filter(|encoding| *encoding != UTF_8) {
        return with(encoding, bytes, Some("declared"));
    }
    let (broken, wide) = tally(bytes);
    if declared(bytes).is_some() || wide > broken * 8 {
        let text = String::from_utf8_lossy(bytes).into_owned();
        return Decoded { text, note: Some(format!("{broken} bytes are not UTF-8 and were replaced")) };
    }
    with(guess(bytes), bytes, Some("guessed"))
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes.get(..bytes.len().min(1 << 20)).unwrap_or_default(), true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Decodes a piece that declares a charset of its own, such as a part of a mail: valid UTF-8
/// wins, then what is declared, then a guess.
pub(super) fn decode_piece<'b>(bytes: &'b [u8], label: Option<&str>) -> Cow<'b, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let declared = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let (broken, wide) = tally(bytes);
    let encoding = match declared {
        Some(encoding) if encoding != UTF_8 => encoding,
        _ if wide > broken * 8 => UTF_8,
        _ => guess(bytes),
    };
    encoding.decode_without_bom_handling(bytes).0
}

fn with(encoding: &'static Encoding, bytes: &[u8], why: Option<&str>) -> Decoded {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    let mut note = format!("the text is in {}", encoding.name());
    if let Some(why) = why {
        note.push_str(&format!(" ({why})"));
    }
    if replaced {
        note.push_str("; some bytes were replaced");
    }
    Decoded { text: text.into_owned(), note: Some(note) }
}

/// Broken pieces and whole characters of more than one byte.
fn tally(bytes: &[u8]) -> (usize, usize) {
    bytes.utf8_chunks().fold((0, 0), |(broken, wide), chunk| {
        (
            broken + usize::from(!chunk.invalid().is_empty()),
            wide + chunk.valid().chars().filter(|c| !c.is_ascii()).count(),
        )
    })
}

/// What an HTML `meta` or an XML declaration says. Latin 1 means windows-1252, as on the web.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(DECLARED))?;
    if !head.trim_ascii_start().starts_with(b"<") {
        return None;
    }
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let label = ["charset=", "encoding="].iter().find_map(|sign| {
        let after = head.split_once(sign)?.1.trim_start_matches(['"', '\'', ' ']);
        after.split(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).next()
    })?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // A declaration that could be read cannot be in UTF-16.
    if encoding == UTF_16LE || encoding == UTF_16BE { Some(UTF_8) } else { Some(encoding) }
}

/// UTF-16 betrays itself by its zeros: every second byte of Western text.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(SAMPLE))?;
    if sample.len() < 4 {
        return None;
    }
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    if odd * 2 > half && even * 20 < half {
        Some(UTF_16LE)
    } else if even * 2 > half && odd * 20 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// UTF-32, which browsers do not know: only with its mark.
fn utf32(bytes: &[u8]) -> Option<Decoded> {
    let little = bytes.strip_prefix(b"\xff\xfe\0\0");
    let rest = little.or_else(|| bytes.strip_prefix(b"\0\0\xfe\xff"))?;
    let number = if little.is_some() { u32::from_le_bytes } else { u32::from_be_bytes };
    let unit = |four: &[u8]| four.try_into().ok().and_then(|four| char::from_u32(number(four)));
    let text = rest.chunks_exact(4).map(|four| unit(four).unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Some(Decoded { text, note: Some("the text is in UTF-32".to_owned()) })
}

/// Whether a beginning is no text in any charset: a program, a picture, an empty disk.
///
/// Wide charsets have zeros, so a mark or their pattern lets them pass. In what is left,
/// a twentieth of controls that no text has is too many; a stray one is no reason to refuse.
pub(super) fn is_binary(head: &[u8]) -> bool {
    let head = head.get(..head.len().min(8 << 10)).unwrap_or_default();
    if Encoding::for_bom(head).is_some() || head.starts_with(b"\0\0\xfe\xff") {
        return head.iter().filter(|b| **b == 0).count() * 10 > head.len() * 9;
    }
    let is_odd = |b: &&u8| matches!(**b, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    // NUL bytes at the end are what a crash leaves of a file.
    let whole = head.iter().rposition(|b| *b != 0).map_or(0, |at| at + 1);
    let body = head.get(..whole).unwrap_or_default();
    !head.is_empty()
        // The coat comes off first.
        && !super::unwrap::is_packed(head)
        && utf16_without_mark(head).is_none()
        && (body.is_empty() || body.iter().filter(is_odd).count() * 20 > body.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes.to_vec(), false).text
    }

    #[test]
    fn marks_decide() {
        assert_eq!(text(b"\xef\xbb\xbfh\xc3\xa9"), "hé");
        assert_eq!(text(b"\xff\xfeh\0\xe9\0"), "hé");
        assert_eq!(text(b"\xfe\xff\0h\0\xe9"), "hé");
        assert_eq!(text(b"\xff\xfe\0\0h\0\0\0\xe9\0\0\0"), "hé");
        assert_eq!(text(b"\0\0\xfe\xff\0\0\0h\0\x11\0\0"), "h\u{fffd}");
    }

    #[test]
    fn valid_utf8_wins_over_what_is_declared() {
        let decoded = decode(b"<meta charset=iso-8859-1>h\xc3\xa9".to_vec(), false);
        assert_eq!((decoded.text.as_str(), decoded.note), ("<meta charset=iso-8859-1>hé", None));
    }

    #[test]
    fn a_declaration_is_used_and_said() {
        let decoded = decode(b"<?xml version='1.0' encoding='ISO-8859-1'?>h\xe9 \x80".to_vec(), false);
        assert!(decoded.text.ends_with("hé €"));
        assert_eq!(decoded.note.as_deref(), Some("the text is in windows-1252 (declared)"));
    }

    #[test]
    fn a_few_broken_bytes_do_not_make_it_another_charset() {
        let decoded = decode("ähnlich wäre größer für Übung öfter äüö ".repeat(3).into_bytes().tap_push(0xff), false);
        assert!(decoded.text.contains("größer") && decoded.text.contains('\u{fffd}'));
    }

    #[test]
    fn undeclared_text_is_guessed() {
        assert_eq!(
            text("une soirée d'été à la montagne, déjà passée".chars().map(|c| c as u8).collect::<Vec<_>>().as_slice()),
            "une soirée d'été à la montagne, déjà passée"
        );
        assert_eq!(text(b"h\0i\0 \0y\0o\0u\0"), "hi you");
    }

    #[test]
    fn what_is_no_text_is_told_from_text_in_odd_charsets() {
        let noise: Vec<u8> = (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for binary in [noise.as_slice(), &[0; 100], b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0\x01"] {
            assert!(is_binary(binary));
        }
        let shift_jis = encoding_rs::SHIFT_JIS.encode("これは短い文章です。").0.into_owned();
        for text in
            [b"h\0i\0 \0y\0o\0u\0".as_slice(), b"{\"a\":1}\0\0\0\0\0\0", b"a \x1b[31mred\x1b[0m \x07 bell", &shift_jis]
        {
            assert!(!is_binary(text), "{text:?}");
        }
        assert!(!is_binary(b"\xff\xfeh\0\xe9\0") && !is_binary(b""));
    }

    #[test]
    fn half_a_character_at_a_cut_is_left_out() {
        assert_eq!(decode(b"h\xc3".to_vec(), true), Decoded { text: "h".into(), note: None });
    }

    trait TapPush {
        fn tap_push(self, byte: u8) -> Self;
    }

    impl TapPush for Vec<u8> {
        fn tap_push(mut self, byte: u8) -> Self {
            self.push(byte);
            self.extend(b" end of it");
            self
        }
    }
}
