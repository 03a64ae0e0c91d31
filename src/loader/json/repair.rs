//! Small mends that make almost-JSON readable, in place and without moving a byte.
//!
//! Real files have lone halves of surrogate pairs, raw line breaks inside strings, commas
//! before a closing bracket, and a tail of NUL bytes after a crash. Each is overwritten by
//! something of the same length, so that every byte offset stays true.

/// Mends what can be mended. `None` if there was nothing to mend.
pub(in crate::loader) fn repair(source: &str) -> Option<String> {
    let mut mender = Mender { bytes: source.as_bytes().to_vec(), at: 0, changed: false };
    mender.tail();
    mender.mend();
    mender.changed.then(|| String::from_utf8(mender.bytes).ok())?
}

struct Mender {
    bytes: Vec<u8>,
    at: usize,
    changed: bool,
}

impl Mender {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn put(&mut self, at: usize, with: &[u8]) {
        if let Some(place) = self.bytes.get_mut(at..at + with.len())
            && place != with
        {
            place.copy_from_slice(with);
            self.changed = true;
        }
    }

    /// NUL bytes at the end become blanks.
    fn tail(&mut self) {
        let whole = self.bytes.iter().rposition(|b| *b != 0).map_or(0, |at| at + 1);
        for at in whole..self.bytes.len() {
            self.put(at, b" ");
        }
    }

    fn mend(&mut self) {
        let mut comma = None;
        while let Some(byte) = self.bytes.get(self.at).copied() {
            match byte {
                b'"' => {
                    comma = None;
                    self.at += 1;
                    self.string();
                    continue;
                }
                b',' => comma = Some(self.at),
                b']' | b'}' => {
                    if let Some(comma) = comma.take() {
                        self.put(comma, b" ");
                    }
                }
                b' ' | b'\n' | b'\r' | b'\t' => {}
                _ => comma = None,
            }
            self.at += 1;
        }
    }

    /// Inside a string, up to its closing mark.
    fn string(&mut self) {
        while let Some(byte) = self.bytes.get(self.at).copied() {
            match byte {
                b'"' => {
                    self.at += 1;
                    return;
                }
                b'\\' => self.escape(),
                0..0x20 => {
                    self.put(self.at, b" ");
                    self.at += 1;
                }
                _ => self.at += 1,
            }
        }
    }

    fn escape(&mut self) {
        match self.peek(1) {
            b'u' => match (self.unit(2), self.unit(8)) {
                (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) if self.peek(6) == b'\\' && self.peek(7) == b'u' => {
                    self.at += 12;
                }
                (Some(0xd800..0xe000), _) => {
                    self.put(self.at, b"\\uFFFD");
                    self.at += 6;
                }
                (Some(_), _) => self.at += 6,
                (None, _) => self.plain_backslash(),
            },
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 2,
            _ => self.plain_backslash(),
        }
    }

    /// A backslash that escapes nothing that JSON knows.
    fn plain_backslash(&mut self) {
        if self.at + 6 < self.bytes.len() {
            self.put(self.at, b"/");
        }
        self.at += 1;
    }

    fn unit(&self, ahead: usize) -> Option<u32> {
        let digits = self.bytes.get(self.at + ahead..self.at + ahead + 4)?;
        let digits = std::str::from_utf8(digits).ok()?;
        u32::from_str_radix(digits, 16).ok()
    }
}
