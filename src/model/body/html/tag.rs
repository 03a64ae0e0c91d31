//! What tags are for, and what their attributes say.

use html5ever::tokenizer::Tag;

use crate::model::body::Style;

/// What a tag does to the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Begins a block and nothing else.
    Block,
    Paragraph,
    Heading(u8),
    Quote,
    List {
        numbered: bool,
    },
    Item,
    Preformatted,
    Table,
    Row,
    Cell,
    Break,
    Rule,
    Image,
    Link,
    Styled(Style),
    Aside,
    /// Known or not, it changes nothing.
    None,
}

/// The role of a tag by its name.
pub(super) fn role(name: &str) -> Role {
    match name {
        "p" => Role::Paragraph,
        "a" => Role::Link,
        "i" | "em" | "cite" | "dfn" | "var" => Role::Styled(Style::Emphasis),
        "b" | "strong" => Role::Styled(Style::Strong),
        "code" | "tt" | "kbd" | "samp" => Role::Styled(Style::Code),
        "s" | "strike" | "del" => Role::Styled(Style::Strike),
        "br" => Role::Break,
        "hr" => Role::Rule,
        "img" => Role::Image,
        "pre" | "listing" | "xmp" => Role::Preformatted,
        "blockquote" => Role::Quote,
        "ul" | "menu" | "dir" => Role::List { numbered: false },
        "ol" => Role::List { numbered: true },
        "li" => Role::Item,
        "h1" => Role::Heading(1),
        "h2" => Role::Heading(2),
        "h3" => Role::Heading(3),
        "h4" => Role::Heading(4),
        "h5" => Role::Heading(5),
        "h6" => Role::Heading(6),
        "table" => Role::Table,
        "tr" => Role::Row,
        "td" | "th" => Role::Cell,
        "aside" => Role::Aside,
        "address" | "article" | "body" | "caption" | "center" | "dd" | "details" | "dialog" | "div" | "dl" | "dt"
        | "fieldset" | "figcaption" | "figure" | "footer" | "form" | "header" | "hgroup" | "legend" | "main"
        | "nav" | "option" | "search" | "section" | "summary" | "tbody" | "tfoot" | "thead" => Role::Block,
        _ => Role::None,
    }
}

/// The value of an attribute.
pub(super) fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    let found = tag.attrs.iter().find(|a| &*a.name.local == name);
    found.map(|a| &*a.value)
}

/// Whether a tag has a class.
pub(super) fn has_class(tag: &Tag, class: &str) -> bool {
    attribute(tag, "class").is_some_and(|all| all.split_ascii_whitespace().any(|c| c == class))
}

/// Whether a link's words are the beginning of its address, cut with dots.
pub(super) fn is_shortened(words: &str, url: &str) -> bool {
    let words = words.trim();
    let Some(stem) = words.strip_suffix("...").or_else(|| words.strip_suffix('…')).filter(|stem| stem.len() >= 4)
    else {
        return false;
    };
    let bare = |s: &str| {
        let s = s.strip_prefix("https://").or_else(|| s.strip_prefix("http://"));
        s.map(|s| s.strip_prefix("www.").unwrap_or(s).to_owned())
    };
    let short = bare(stem).unwrap_or_else(|| stem.strip_prefix("www.").unwrap_or(stem).to_owned());
    bare(url).is_some_and(|url| url.len() > short.len() && url.starts_with(&short))
}

/// How an image is shown.
pub(super) enum Shown<'a> {
    /// As a word of the text: emoji.
    Inline(&'a str),
    /// As a block with these words.
    Block(&'a str),
    /// Not at all: it is one dot, or has neither words nor address.
    Nothing,
}

/// What stands for an image.
pub(super) fn image(tag: &Tag) -> Shown<'_> {
    let alt = attribute(tag, "alt").unwrap_or_default().trim();
    let side = |name| attribute(tag, name).and_then(|v| v.trim().parse::<u32>().ok());
    let sides = [side("width"), side("height")];
    let colons = alt.len() > 2 && alt.starts_with(':') && alt.ends_with(':');
    let emoji = has_class(tag, "emoji") || colons || sides.iter().flatten().any(|s| *s <= 24);
    if emoji || (!alt.is_empty() && !alt.chars().any(char::is_alphanumeric)) {
        return Shown::Inline(alt);
    }
    let source = attribute(tag, "src").unwrap_or_default().trim();
    let file = source.split(['?', '#']).next().unwrap_or_default();
    let name = file.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    match (alt, source.starts_with("data:"), name) {
        ("", false, "") => Shown::Nothing,
        ("", true, _) => Shown::Block("image"),
        ("", false, name) => Shown::Block(name),
        (alt, ..) => Shown::Block(alt),
    }
}
