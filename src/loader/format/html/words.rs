//! Times and numbers as pages word them.

use crate::text::when;

/// A time: in a form that is known, or with one in front (`2026-11-22T11:00:00 1795345200`).
pub(super) fn time(value: &str) -> Option<i64> {
    let value = value.trim();
    let first = value.split_whitespace().next().unwrap_or_default();
    let utc = value.strip_suffix(" UTC").or_else(|| value.strip_suffix('Z'));
    when::parse(value)
        .or_else(|| when::parse(utc?))
        .or_else(|| first.contains('T').then(|| when::parse(first)).flatten())
}

/// What old themes write before a name.
const BEFORE: [&str; 8] = [
    "comment by ",
    "posted by ",
    "written by ",
    "kommentar von ",
    "geschrieben von ",
    "commentaire par ",
    "comentario de ",
    "comentário de ",
];
/// What they write after one.
const AFTER: [&str; 6] = [" says", " said", " sagt", " schreibt", " dit", " dice"];

/// The name in a line that says who and when: `Comment by Ann — 17.07.2011 @ 13:04`, `Ann says:`.
pub(super) fn name(line: &str) -> &str {
    let lead = BEFORE.iter().find(|lead| line.get(..lead.len()).is_some_and(|head| head.eq_ignore_ascii_case(lead)));
    let mut name = line.get(lead.map_or(0, |lead| lead.len())..).unwrap_or_default();
    for dash in [" — ", " – ", " | "] {
        // Names have dashes, but no numbers after them.
        let cut = name.split_once(dash).filter(|(_, when)| when.contains(|c: char| c.is_ascii_digit()));
        name = cut.map_or(name, |(who, _)| who);
    }
    let name = name.trim_end_matches([':', ',']).trim();
    AFTER.iter().find_map(|tail| name.strip_suffix(tail)).unwrap_or(name).trim()
}

/// The first number in words: `1,234 points`, `Score: 5`, `1.2k`.
pub(super) fn number(words: &str) -> Option<i64> {
    let at = words.find(|c: char| c.is_ascii_digit())?;
    let sign = words.get(..at).is_some_and(|front| front.ends_with(['-', '−']));
    let rest = words.get(at..)?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.' | '\u{a0}')).unwrap_or(rest.len());
    let digits = rest.get(..end)?.trim_end_matches([',', '.', '\u{a0}']);
    let thousand = rest.get(end..)?.starts_with(['k', 'K']);
    let number: i64 = if thousand {
        let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let part = part.chars().next().and_then(|c| c.to_digit(10)).unwrap_or(0);
        whole.parse::<i64>().ok()?.checked_mul(1000)? + i64::from(part) * 100
    } else {
        digits.chars().filter(char::is_ascii_digit).collect::<String>().parse().ok()?
    };
    Some(if sign { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_lines() {
        for (line, expected) in [
            ("Ann", "Ann"),
            ("Comment by Ann Lee — 17.07, 2011 @ 13:04", "Ann Lee"),
            ("kommentar von Jürgen | 4. März 2024", "Jürgen"),
            ("Ann says:", "Ann"),
            ("Ann – the other one", "Ann – the other one"),
            ("Byron", "Byron"),
        ] {
            assert_eq!(name(line), expected);
        }
    }
}
