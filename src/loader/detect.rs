//! Which format a text is in: by its content, never by its name.

use super::format::{Format, TABLE};
use super::json::{DamageKind, Event, Scanner, Value};
use crate::error::{Error, Kind, Result};

/// How much of a text is looked at.
const HEAD: usize = 64 << 10;

/// The beginning of a text, with what most formats want to know of it.
pub(super) struct Head<'s> {
    /// The characters, without blanks at the front.
    pub(super) text: &'s str,
    /// What is known if it looks like JSON.
    pub(super) json: Option<JsonHead<'s>>,
}

/// The keys of a JSON text, as far as its beginning shows them.
#[derive(Default)]
pub(super) struct JsonHead<'s> {
    /// Whether the outermost value is an array.
    pub(super) array: bool,
    /// Keys of the outermost object, or of the first object of the outermost array.
    pub(super) first: Vec<&'s str>,
    /// All keys at any depth.
    keys: Vec<&'s str>,
    /// The `type` of the outermost object.
    kind: Option<Value<'s>>,
    /// Whether something that is not JSON stands in the way of seeing more.
    pub(super) is_broken: bool,
}

impl<'s> Head<'s> {
    pub(super) fn of(text: &'s str) -> Self {
        let text = text.trim_start();
        let mut end = text.len().min(HEAD);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = text.get(..end).unwrap_or_default();
        Self { text, json: looks_like_json(text).then(|| JsonHead::of(text)) }
    }
}

fn looks_like_json(text: &str) -> bool {
    let mut bytes = text.bytes().filter(|b| !b.is_ascii_whitespace());
    match (bytes.next(), bytes.next()) {
        (Some(b'{'), Some(b'"' | b'}') | None) | (Some(b'['), Some(b'{' | b'[' | b']') | None) => true,
        (Some(b'['), Some(b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')) => is_list(text),
        _ => false,
    }
}

/// Whether a bracket begins a list of values, and not a footnote or a remark.
fn is_list(text: &str) -> bool {
    let mut scanner = Scanner::new(text);
    while !matches!(scanner.next(), Event::End) {}
    scanner.damage().is_none_or(|damage| damage.kind == DamageKind::Cut && damage.at >= text.len())
}

impl<'s> JsonHead<'s> {
    fn of(text: &'s str) -> Self {
        let mut head = Self { array: text.starts_with('['), ..Self::default() };
        let mut scanner = Scanner::new(text);
        let at = if head.array { 2 } else { 1 };
        let mut objects = 0_usize;
        loop {
            let (key, depth) = match scanner.next() {
                Event::Open { key, object } => {
                    objects += usize::from(object && scanner.depth() == at);
                    (key, scanner.depth() - 1)
                }
                Event::Value { key, value } => {
                    if key == "type" && scanner.depth() == 1 && head.kind.is_none() {
                        head.kind = Some(value);
                    }
                    (key, scanner.depth())
                }
                Event::Close => continue,
                Event::End => {
                    head.is_broken = scanner.damage().is_some_and(|damage| damage.kind == DamageKind::Broken);
                    return head;
                }
            };
            if depth == at && objects == 1 && !key.is_empty() {
                head.first.push(key);
            }
            if !key.is_empty() && !head.keys.contains(&key) && head.keys.len() < 256 {
                head.keys.push(key);
            }
        }
    }

    /// Whether a key stands anywhere.
    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.contains(&key)
    }

    /// Whether one of the keys stands anywhere.
    pub(super) fn has_any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.has(key))
    }

    /// Whether the first object has the key.
    pub(super) fn first_has(&self, key: &str) -> bool {
        self.first.contains(&key)
    }

    /// Whether the outermost object is of that type.
    pub(super) fn is_type(&self, name: &str) -> bool {
        self.kind.is_some_and(|kind| kind.is(name))
    }
}

/// The format of a text: the one that was asked for, else the one that is surest.
pub(super) fn detect(text: &str, from: Option<&str>) -> Result<&'static Format> {
    if let Some(name) = from {
        return TABLE.iter().find(|format| format.name == name).ok_or_else(|| unknown(name));
    }
    let head = Head::of(text);
    let mut best: Option<(u8, &'static Format)> = None;
    for format in TABLE {
        let score = (format.sniff)(&head);
        if score > best.map_or(0, |(best, _)| best) {
            best = Some((score, format));
        }
    }
    let what = if head.json.is_some() { "unrecognised JSON" } else { "not text" };
    best.map(|(_, format)| format)
        .ok_or_else(|| Error::input(what).hint("force a format with --from; btl formats lists all"))
}

/// The error for a name that no format has, with the nearest name if one is close.
fn unknown(name: &str) -> Error {
    /// The least similarity (0 to 1, Jaro-Winkler) at which a name is worth suggesting.
    const LEAST_SIMILAR: f64 = 0.75;
    let similarity = |format: &&Format| strsim::jaro_winkler(name, format.name);
    let nearest = TABLE.iter().max_by(|one, other| similarity(one).total_cmp(&similarity(other)));
    let hint = match nearest.filter(|format| similarity(format) >= LEAST_SIMILAR) {
        Some(format) => format!("did you mean {}? btl formats lists all", format.name),
        None => "btl formats lists all".to_owned(),
    };
    Error::new(Kind::Usage, format!("unknown format {name:?}")).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_that_nothing_knows_is_refused_and_remarks_are_text() {
        for json in ["{\"a\":1}", "[1,2,3]", "[\"x\", \"y\"]", "[]", "[[{}]]", "[\"x\",\"y"] {
            let error = detect(json, None).expect_err(json).to_string();
            assert!(error.contains("JSON") && error.contains("--from"), "{json}: {error}");
        }
        for text in ["[1] A footnote.", "[\"Yes\", she said]", "[nobody] knows", "{curly}"] {
            assert_eq!(detect(text, None).unwrap().name, "text", "{text}");
        }
    }
}
