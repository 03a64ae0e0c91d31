//! A long nested JSON document without its middle.
//!
//! It looks at quotes and brackets only. That is own code for what the pull parser does, for
//! one reason: where a producer writes replies before texts, the first comment's own words
//! stand behind all that answers it, which is ten megabytes further on in a thread of a
//! million. The parser needs some 25 ms for those, this a fifth of it. What comes out is read
//! by the parser, so that nothing is believed that it would not believe.

/// How much is looked at in one go.
const PIECE: usize = 256 << 10;

/// What is open, and whether a string is: enough to tell a bracket from a character.
#[derive(Default)]
struct Structure {
    /// What is open; true for objects.
    open: Vec<bool>,
    string: bool,
    escaped: bool,
}

/// A bracket and what is open after it.
struct Bracket {
    at: usize,
    opens: bool,
}

impl Structure {
    /// The next bracket from a byte on; none if the piece ends before one comes. The byte
    /// after it is the one to go on from.
    fn next(&mut self, piece: &[u8], mut at: usize) -> Option<Bracket> {
        loop {
            let rest = piece.get(at..).filter(|rest| !rest.is_empty())?;
            if self.string {
                if std::mem::take(&mut self.escaped) {
                    at += 1;
                    continue;
                }
                at += memchr::memchr2(b'"', b'\\', rest)? + 1;
                self.escaped = piece.get(at - 1) == Some(&b'\\');
                self.string = self.escaped;
                continue;
            }
            at += rest.iter().position(|byte| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']'))?;
            match piece.get(at)? {
                b'"' => self.string = true,
                open @ (b'{' | b'[') => {
                    self.open.push(*open == b'{');
                    return Some(Bracket { at, opens: true });
                }
                _ => {
                    self.open.pop();
                    return Some(Bracket { at, opens: false });
                }
            }
            at += 1;
        }
    }
}

/// Where the last object ends that ends in a piece.
fn last_object(head: &[u8]) -> Option<usize> {
    let mut structure = Structure::default();
    let (mut last, mut at) = (None, 0);
    while let Some(bracket) = structure.next(head, at) {
        at = bracket.at + 1;
        if !bracket.opens && head.get(bracket.at) == Some(&b'}') {
            last = Some(at);
        }
    }
    last
}

/// The beginning up to the last object that is whole in it, then what stands behind the
/// replies of each comment that is open there, up to the end of the outermost of them. The
/// list that they stand in is left open.
///
/// `piece` fills a buffer with bytes of the document from a place on and says how many, none
/// at its end; `most` is how far it is followed.
pub(super) fn without_middle(
    head: &[u8],
    most: usize,
    mut piece: impl FnMut(usize, &mut [u8]) -> Option<usize>,
) -> Option<Vec<u8>> {
    let cut = last_object(head)?;
    let mut kept = head.get(..cut)?.to_vec();
    let mut structure = Structure::default();
    let mut at = 0;
    while let Some(bracket) = structure.next(&kept, at) {
        at = bracket.at + 1;
    }
    // Of what was open at the cut, this much still is.
    let mut level = structure.open.len();
    let mut from = cut;
    let mut buffer = vec![0; PIECE];
    while level > 2 {
        let read = piece(from, &mut buffer).filter(|read| *read > 0 && from < most)?;
        let bytes = buffer.get(..read)?;
        // In an object what follows is its own fields, in a list only more of its items.
        let is_kept = |structure: &Structure, level: usize| structure.open.get(level - 1) == Some(&true);
        let (mut at, mut start) = (0, 0);
        while level > 2 {
            let Some(bracket) = structure.next(bytes, at) else { break };
            at = bracket.at + 1;
            if structure.open.len() < level {
                // What was kept in this container, and its bracket.
                let object = bytes.get(bracket.at) == Some(&b'}');
                kept.extend_from_slice(bytes.get(if object { start } else { bracket.at }..at)?);
                level = structure.open.len();
                start = at;
            }
        }
        if level > 2 && is_kept(&structure, level) {
            kept.extend_from_slice(bytes.get(start..)?);
        }
        from += bytes.len();
        if kept.len() > head.len() * 8 {
            return None;
        }
    }
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(document: &str, head: usize, step: usize) -> Option<String> {
        let bytes = document.as_bytes();
        let piece = |from: usize, into: &mut [u8]| {
            let some = bytes.get(from..(from + step).min(bytes.len()))?;
            into[..some.len()].copy_from_slice(some);
            Some(some.len())
        };
        let kept = without_middle(&bytes[..head], usize::MAX, piece)?;
        Some(String::from_utf8(kept).unwrap())
    }

    #[test]
    fn what_is_open_keeps_its_own_fields() {
        let document = r#"{"a":1,"c":[{"c":[{"c":[],"t":"x]}\"{"},{"c":[],"t":"y"},{"c":[{}],"t":"z"}],"o":[],"t":"first"},{"t":2}],"z":0}"#;
        let head = document.find(r#",{"c":[],"t":"y"#).unwrap();
        for step in [1, 2, 3, 7, 1000] {
            let kept = cut(document, head + 3, step).unwrap();
            assert_eq!(kept, r#"{"a":1,"c":[{"c":[{"c":[],"t":"x]}\"{"}],"o":[],"t":"first"}"#, "{step}");
        }
        // What is whole already needs nothing more.
        let whole = document.find(r#",{"t":2"#).unwrap();
        assert_eq!(cut(document, whole, 10).unwrap(), document[..whole]);
        assert_eq!(cut(&document[..whole - 3], head, 10), None);
    }
}
