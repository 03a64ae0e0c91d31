//! The fields of the language: parsing, completion and the page of help are drawn from this
//! table. To add a field, add a row.

use super::expr::{Flag, Pages, Span, Test};
use super::fault::Fault;
use super::needle::Needle;
use crate::model::Roles;
use crate::model::index::Facts as BodyFacts;
use crate::text::when;

/// What comes behind a field's name.
pub(super) struct Value<'a> {
    /// The value, quotation marks off.
    pub(super) text: &'a str,
    /// Where it stands in the query.
    pub(super) at: usize,
    /// Seconds since 1970 UTC.
    pub(super) now: i64,
}

/// A field: one row of the table.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What stands behind the colon; empty if it stands alone.
    pub takes: &'static str,
    /// Which comments it finds.
    pub help: &'static str,
    /// How it is used.
    pub example: &'static str,
    pub(super) make: fn(&Value<'_>) -> Result<Test, Fault>,
}

const fn field(
    name: &'static str,
    takes: &'static str,
    help: &'static str,
    example: &'static str,
    make: fn(&Value<'_>) -> Result<Test, Fault>,
) -> Field {
    Field { name, takes, help, example, make }
}

/// All fields, in the order of the help.
pub static FIELDS: &[Field] = &[
    field("author", "NAME", "by somebody whose name has this in it", "author:ann", |v| Ok(Test::Author(needle(v)?))),
    field("by", "op, mod", "by the article's poster, or by a moderator", "by:op", |v| match v.text {
        "op" => Ok(Test::Role(Roles::OP)),
        "mod" => Ok(Test::Role(Roles::MOD)),
        _ => Err(v.fault("by: takes op or mod; a person is author:NAME")),
    }),
    field("score", "NUMBER", "with so many points; <5 >=10 and 5..10 work for every number", "score:>10", |v| {
        Ok(Test::Score(span(v)?))
    }),
    field("replies", "NUMBER", "with so many direct replies", "replies:>5", |v| Ok(Test::Replies(span(v)?))),
    field("depth", "NUMBER", "so deep in the thread; 0 is the top level", "depth:<3", |v| Ok(Test::Depth(span(v)?))),
    field("new", "", "that came since the visit before, and are unread", "new", |_| Ok(Test::Flag(Flag::New))),
    field("unread", "", "that you have not read", "unread", |_| Ok(Test::Flag(Flag::Unread))),
    field("read", "", "that you have read", "read", |_| Ok(Test::Flag(Flag::Read))),
    field("marked", "", "that you have marked", "marked", |_| Ok(Test::Flag(Flag::Marked))),
    field("tag", "WORD", "whose mark has this tag", "tag:later", |v| {
        let bare = Value { text: v.text.trim_start_matches('#'), ..*v };
        Ok(Test::Tag(needle(&bare)?))
    }),
    field("has", "link, code, quote, image, reply", "with such a thing in them, or under them", "has:link", |v| {
        Ok(match v.text {
            "link" => Test::Has(BodyFacts::LINK),
            "code" => Test::Has(BodyFacts::CODE),
            "quote" => Test::Has(BodyFacts::QUOTE),
            "image" => Test::Has(BodyFacts::IMAGE),
            "reply" | "replies" => Test::Replies(Span::from(1)),
            _ => return Err(v.fault("has: takes link, code, quote, image or reply")),
        })
    }),
    field("since", "AGE, DATE", "written since then: 3h, 2d, 1w, 6mo, 2y, or a date", "since:2d", |v| {
        Ok(Test::Since(time(v)?))
    }),
    field("before", "AGE, DATE", "written before then", "before:2026-01-01", |v| Ok(Test::Before(time(v)?))),
    field("under", "NUMBER, ID", "in the branch of this comment: its number here, or its id", "under:12", |v| {
        if v.text.is_empty() {
            return Err(v.fault("under: takes a comment's number, or its id"));
        }
        Ok(Test::Under(v.text.to_owned()))
    }),
    field("quotes", "¶NUMBER, #NUMBER", "that quote a passage of the article, or a comment", "quotes:¶9", |v| {
        let (number, comment) = match v.text.strip_prefix('#') {
            Some(number) => (number, true),
            None => (v.text.trim_start_matches('¶'), false),
        };
        let number =
            number.parse().map_err(|_| v.fault("quotes: takes a passage's number as ¶9, or a comment's as #12"))?;
        Ok(Test::Quotes(if comment { Pages::Comment(number) } else { Pages::Passage(number) }))
    }),
];

impl Value<'_> {
    fn fault(&self, words: &str) -> Fault {
        Fault::new(self.at, words)
    }
}

fn needle(value: &Value<'_>) -> Result<Needle, Fault> {
    Needle::new(value.text).ok_or_else(|| value.fault("a word is missing here"))
}

fn time(value: &Value<'_>) -> Result<i64, Fault> {
    when::meant(value.text, value.now)
        .ok_or_else(|| value.fault("an age as 3h, 2d, 1w, 6mo, 2y, or a date as 2026-01-31"))
}

/// `5`, `>5`, `>=5`, `<5`, `<=5`, `=5`, `5..10`.
fn span(value: &Value<'_>) -> Result<Span, Fault> {
    let wrong = || value.fault("expected a number such as 5, >5, <=5 or 5..10");
    let number = |text: &str| text.trim_start_matches('+').parse::<i64>().map_err(|_| wrong());
    if let Some((from, to)) = value.text.split_once("..") {
        return Ok(Span { from: number(from)?, to: number(to)? });
    }
    let signs = value.text.trim_start_matches(['<', '>', '=']);
    let sign = value.text.strip_suffix(signs).unwrap_or_default();
    let number = number(signs)?;
    match sign {
        "" | "=" => Ok(Span { from: number, to: number }),
        ">" => Ok(Span::from(number.saturating_add(1))),
        ">=" => Ok(Span::from(number)),
        "<" => Ok(Span { from: i64::MIN, to: number.saturating_sub(1) }),
        "<=" => Ok(Span { from: i64::MIN, to: number }),
        _ => Err(wrong()),
    }
}

/// The field of that name.
pub(super) fn named(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}

/// What a word that is being typed can become: names of fields, with their colons, and the
/// values that a field takes.
#[must_use]
pub fn completions(word: &str) -> Vec<String> {
    let bare = word.trim_start_matches(['-', '(']);
    let lead = word.strip_suffix(bare).unwrap_or_default();
    let rest = match bare.split_once(':') {
        None => {
            let fits = FIELDS.iter().filter(|field| field.name.starts_with(bare) && !bare.is_empty());
            fits.map(|field| format!("{}{}", field.name, if field.takes.is_empty() { "" } else { ":" })).collect()
        }
        Some((name, begun)) => {
            let takes = named(name).map_or("", |field| field.takes);
            let values = takes.split(", ").filter(|value| value.starts_with(|c: char| c.is_lowercase()));
            let fits = values.filter(|value| value.starts_with(begun));
            fits.map(|value| format!("{name}:{value}")).collect::<Vec<_>>()
        }
    };
    rest.into_iter().map(|rest| format!("{lead}{rest}")).filter(|whole| whole != word).collect()
}

/// The page of help: what is typed, and what it finds; a row without the first is a heading.
#[must_use]
pub fn help() -> Vec<(String, String)> {
    const WORDS: &[(&str, &str)] = &[
        ("", "Words"),
        ("garden", "in the text or in the author's name; small letters find capitals too"),
        ("Garden", "with a capital: only so"),
        ("\"cold frame\"", "a phrase; any white space may stand for the blank"),
        ("/gr[ae]y +cat/", "a regex"),
        ("tea pot", "both"),
        ("tea or coffee", "one of them, or both"),
        ("-tea", "not this"),
        ("(tea or coffee) -milk", "brackets"),
        ("\"new\"", "a word that would be a field"),
        ("", "Fields: comments …"),
    ];
    let words = WORDS.iter().map(|(typed, finds)| ((*typed).to_owned(), (*finds).to_owned()));
    let field = |field: &Field| {
        let takes = if field.takes.is_empty() { String::new() } else { format!(":{}", field.takes) };
        let example = if field.takes.is_empty() { String::new() } else { format!(" · {}", field.example) };
        (format!("{}{takes}", field.name), format!("{}{example}", field.help))
    };
    words.chain(FIELDS.iter().map(field)).collect()
}
