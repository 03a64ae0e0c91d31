//! The last door before the terminal: text and the few sequences that we send pass, nothing
//! else does.
//!
//! Text is made safe where it comes in ([`crate::text::Clean`]), so nothing should ever be
//! stopped here. If something was missed there, it is stopped here, shown, and counted:
//! a strict run (`BTL_STRICT=1`) fails if the count is not 0.

use std::io::{self, Write};

/// The longest control sequence that we send: colours of text, ground and underline.
const LONGEST: usize = 64;

/// The longest clipboard sequence: 100 kB in base64, and its frame.
const LONGEST_CLIPBOARD: usize = 140_000;

/// What our clipboard sequence begins with.
const CLIPBOARD: &[u8] = b"\x1b]52;c;";

/// The modes that we set and reset: cursor, alternate screen, mouse, paste, focus,
/// synchronised pictures.
const MODES: [&[u8]; 8] = [b"25", b"1049", b"1000", b"1002", b"1006", b"2004", b"1004", b"2026"];

/// What cannot be shown as what it is.
const FOREIGN: &str = "\u{FFFD}";

/// Where in a sequence the bytes so far end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// In text.
    Text,
    /// In a character of so many bytes.
    Char(usize),
    /// After a carriage return.
    Return,
    /// After ESC.
    Escape,
    /// In a control sequence.
    Control,
    /// In a clipboard sequence.
    Clipboard,
    /// After the ESC that may end a clipboard sequence.
    ClipboardEnd,
}

/// A writer that passes text and our own control sequences, and shows everything else.
#[derive(Debug)]
pub struct Gate<W: Write> {
    inner: W,
    at: At,
    /// The bytes of the sequence or character that has begun.
    held: Vec<u8>,
    out: Vec<u8>,
    hits: u64,
    clipboard: bool,
}

impl<W: Write> Gate<W> {
    /// A gate before a writer.
    pub fn new(inner: W) -> Self {
        Self { inner, at: At::Text, held: Vec::new(), out: Vec::new(), hits: 0, clipboard: false }
    }

    /// How many sequences and characters were stopped.
    pub fn hits(&self) -> u64 {
        self.hits
    }

    /// Lets the next clipboard sequence pass: the reader has pressed the key for it.
    pub fn allow_clipboard(&mut self) {
        self.clipboard = true;
    }

    /// The writer behind the gate.
    pub fn inner_mut(&mut self) -> &mut W {
        &mut self.inner
    }

    fn take(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some(&byte) = rest.first() {
            if self.at == At::Text {
                let plain = rest.iter().position(|b| !matches!(b, 0x20..=0x7E)).unwrap_or(rest.len());
                let (text, after) = rest.split_at(plain);
                self.out.extend_from_slice(text);
                rest = after;
                if plain > 0 {
                    continue;
                }
            }
            if self.step(byte) {
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }

    /// Takes a byte; `false` if it ended what was before it and must be taken anew.
    fn step(&mut self, byte: u8) -> bool {
        match self.at {
            At::Text => self.begin(byte),
            At::Char(length) => return self.in_char(byte, length),
            At::Return if byte == b'\n' => self.pass(byte),
            At::Escape if byte == b'[' => self.hold(byte, At::Control),
            At::Escape if byte == b']' && self.clipboard => self.hold(byte, At::Clipboard),
            At::Control if matches!(byte, 0x20..=0x3F) && self.held.len() < LONGEST => self.held.push(byte),
            At::Control if is_ours(self.held.get(2..).unwrap_or_default(), byte) => self.pass(byte),
            At::Clipboard if self.fits_clipboard(byte) => self.held.push(byte),
            At::Clipboard if byte == 0x1B && self.held.len() >= CLIPBOARD.len() => self.at = At::ClipboardEnd,
            At::ClipboardEnd if byte == b'\\' => {
                self.clipboard = false;
                self.held.push(0x1B);
                self.pass(byte);
            }
            At::ClipboardEnd => {
                self.stop();
                self.hold(0x1B, At::Escape);
                return false;
            }
            At::Return | At::Escape | At::Control | At::Clipboard => {
                self.stop();
                return false;
            }
        }
        true
    }

    /// The first byte of something.
    fn begin(&mut self, byte: u8) {
        match byte {
            0x20..=0x7E => self.out.push(byte),
            0x1B => self.hold(byte, At::Escape),
            b'\r' => self.hold(byte, At::Return),
            0xC2..=0xDF => self.hold(byte, At::Char(2)),
            0xE0..=0xEF => self.hold(byte, At::Char(3)),
            0xF0..=0xF4 => self.hold(byte, At::Char(4)),
            0x00..=0x1F | 0x7F => self.show(picture(byte).encode_utf8(&mut [0; 4])),
            _ => self.show(FOREIGN),
        }
    }

    fn in_char(&mut self, byte: u8, length: usize) -> bool {
        if !continues(&self.held, byte) {
            self.held.clear();
            self.at = At::Text;
            self.show(FOREIGN);
            return false;
        }
        self.held.push(byte);
        if self.held.len() == length {
            let text = std::str::from_utf8(&self.held).ok().and_then(|text| text.chars().next());
            if text.is_some_and(is_text) {
                self.out.append(&mut self.held);
            } else {
                self.held.clear();
                self.show(FOREIGN);
            }
            self.at = At::Text;
        }
        true
    }

    /// Whether the byte goes on with a clipboard sequence as we write it.
    fn fits_clipboard(&self, byte: u8) -> bool {
        match CLIPBOARD.get(self.held.len()) {
            Some(expected) => byte == *expected,
            None => {
                self.held.len() < LONGEST_CLIPBOARD
                    && (byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
            }
        }
    }

    fn hold(&mut self, byte: u8, at: At) {
        self.held.push(byte);
        self.at = at;
    }

    /// The last byte of something that passes.
    fn pass(&mut self, byte: u8) {
        self.out.append(&mut self.held);
        self.out.push(byte);
        self.at = At::Text;
    }

    /// Makes what is held harmless: its first byte is a control and becomes a picture, the
    /// others are printable. Nothing is taken out, so nothing new can come together.
    fn stop(&mut self) {
        let held = std::mem::take(&mut self.held);
        self.at = At::Text;
        if let Some((control, text)) = held.split_first() {
            self.show(picture(*control).encode_utf8(&mut [0; 4]));
            self.out.extend_from_slice(text);
        }
    }

    fn show(&mut self, text: &str) {
        self.hits += 1;
        self.out.extend_from_slice(text.as_bytes());
    }
}

impl<W: Write> Write for Gate<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.take(bytes);
        let out = std::mem::take(&mut self.out);
        let written = self.inner.write_all(&out);
        // The buffer is used again.
        self.out = out;
        self.out.clear();
        written.map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// The picture of a control in one cell.
fn picture(control: u8) -> char {
    match control {
        0x7F => '\u{2421}',
        _ => char::from_u32(0x2400 + u32::from(control)).unwrap_or('\u{FFFD}'),
    }
}

/// Whether a control sequence is one that we send.
fn is_ours(parameters: &[u8], last: u8) -> bool {
    let all = |allowed: &[u8]| parameters.iter().all(|byte| byte.is_ascii_digit() || allowed.contains(byte));
    match last {
        b'm' => all(b";:"),
        b'H' | b'r' => all(b";"),
        b'C' | b'S' | b'T' | b'X' => all(b""),
        // Not 3: that would take away what the terminal has kept from before us.
        b'J' | b'K' => matches!(parameters, [] | [b'0'..=b'2']),
        b'h' | b'l' => parameters.strip_prefix(b"?").is_some_and(|mode| MODES.contains(&mode)),
        _ => false,
    }
}

/// Whether the byte can come after these in well-formed UTF-8.
fn continues(held: &[u8], byte: u8) -> bool {
    match held {
        [0xE0] => matches!(byte, 0xA0..=0xBF),
        [0xED] => matches!(byte, 0x80..=0x9F),
        [0xF0] => matches!(byte, 0x90..=0xBF),
        [0xF4] => matches!(byte, 0x80..=0x8F),
        _ => matches!(byte, 0x80..=0xBF),
    }
}

/// Whether a character is text: not a control, a line separator, or one that turns round the
/// direction of others.
fn is_text(c: char) -> bool {
    !matches!(c, '\u{80}'..='\u{9F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests;
