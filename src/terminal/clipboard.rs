//! Text for the terminal's clipboard: OSC 52, which works over any distance, where the
//! terminal takes it. It never answers, so nobody can know.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::error::{Error, Kind, Result};
use crate::text::{Clean, Raw};

/// Terminals drop more than this.
const LARGEST: usize = 100_000;

/// The sequence that puts a text on the clipboard.
///
/// # Errors
/// If the text is too long.
pub(super) fn sequence(text: &str) -> Result<Vec<u8>> {
    // What is pasted into a shell must not press keys there: line breaks are all that stays.
    let text: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    let code = STANDARD.encode(&text);
    if code.len() > LARGEST {
        let words = format!("{} bytes are too many for the terminal's clipboard", text.len());
        return Err(Error::new(Kind::Terminal, words).hint("btl print writes the whole discussion"));
    }
    Ok(format!("\x1b]52;c;{code}\x1b\\").into_bytes())
}

/// What is said about it.
pub(super) fn words(what: &str) -> Clean {
    let text = format!("{what} sent to the terminal's clipboard (OSC 52); not every terminal takes it");
    Clean::line(Raw::new(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_goes_to_the_clipboard() {
        let sent = sequence("a\x1b]52;c;?\x07\nb\r\u{9b}").unwrap();
        let code = sent.strip_prefix(b"\x1b]52;c;").unwrap().strip_suffix(b"\x1b\\").unwrap();
        assert_eq!(STANDARD.decode(code).unwrap(), b"a]52;c;?\nb");
        assert!(sequence(&"x".repeat(75_000)).is_ok());
        assert!(sequence(&"x".repeat(75_003)).is_err());
    }
}
