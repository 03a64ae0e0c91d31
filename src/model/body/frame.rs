//! What a source says around a text: its subject or a warning before it, what is attached
//! after it. It comes as JSON that a format kept (`x` of the native format).

use serde_json::{Map, Value};

use super::{Base, Block, BlockKind, Body, Hyperlink, Span, Style};
use crate::text::{Clean, Raw};

/// Something that the source says beyond what the model has a place for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is, in the words of the format.
    pub name: Clean,
    /// What is said, a line each.
    pub values: Vec<Clean>,
}

/// All that is said, in the order of its names. What is no JSON object says nothing.
#[must_use]
pub fn facts(raw: Raw) -> Vec<Fact> {
    let members: Map<String, Value> = serde_json::from_str(raw.expose()).unwrap_or_default();
    let fact = |(name, value): (&String, &Value)| Fact { name: line(name), values: lines(value) };
    members.iter().map(fact).filter(|fact| !fact.values.is_empty()).collect()
}

fn lines(value: &Value) -> Vec<Clean> {
    let all = match value {
        Value::Array(values) => values.iter().map(words).collect(),
        value => vec![words(value)],
    };
    all.into_iter().filter(|words: &Clean| !words.is_empty()).collect()
}

fn words(value: &Value) -> Clean {
    match value {
        Value::String(text) => line(text),
        Value::Null => Clean::default(),
        value => line(&value.to_string()),
    }
}

fn line(text: &str) -> Clean {
    Clean::line(Raw::new(text))
}

/// Puts what is said before a text and after it where a reader sees it. `known` is said
/// elsewhere on the screen: the discussion's title.
#[must_use]
pub(in crate::model) fn framed(body: Body, facts: &[Fact], known: &Clean, base: Option<&Base>) -> Body {
    let of = |name: &str| facts.iter().find(|fact| fact.name.as_str() == name).map_or(&[][..], |fact| &fact.values);
    let is_said = |words: &Clean| words == known || body.text.as_str().starts_with(words.as_str());
    let is_sensitive = of("sensitive").first().is_some_and(|value| value.as_str() == "true");
    let mut frame = Frame::default();
    for (name, label) in [("subject", "subject"), ("summary", if is_sensitive { "warning" } else { "summary" })] {
        for words in of(name).iter().filter(|words| !is_said(words)) {
            frame.before.push((line(&format!("{label}: {words}")), None));
        }
    }
    for option in of("poll") {
        frame.after.push((line(&format!("○ {option}")), None));
    }
    for attached in of("attachments") {
        let url = super::base::address(attached.as_str(), base);
        let is_shown = body.links.iter().any(|link| Some(link.url.as_str()) == url.as_deref())
            || body.text.as_str().contains(attached.as_str());
        if !is_shown {
            let name = if url.is_some() { file_name(attached.as_str()) } else { attached.as_str() };
            let label = line(&format!("[attached: {name}]"));
            frame.after.push((label, url.filter(|_| attached.as_str().contains("://")).map(|url| line(&url))));
        }
    }
    frame.around(body)
}

/// The last part of an address that says anything.
fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.trim_end_matches('/').rsplit('/').find(|part| !part.is_empty()).unwrap_or(address)
}

/// Lines around a text, each with where it leads.
#[derive(Default)]
struct Frame {
    before: Vec<(Clean, Option<Clean>)>,
    after: Vec<(Clean, Option<Clean>)>,
}

impl Frame {
    fn around(self, body: Body) -> Body {
        if self.before.is_empty() && self.after.is_empty() {
            return body;
        }
        let own = (!body.is_empty()).then_some(&body.text);
        let before = self.before.iter().map(|(words, _)| words);
        let texts: Vec<&Clean> = before.chain(own).chain(self.after.iter().map(|(words, _)| words)).collect();
        let mut framed = Body { text: Clean::lines(&texts), ..Body::default() };
        let mut at = 0;
        for (n, (words, _)) in self.before.iter().enumerate() {
            framed.spans.push(Span { range: at..at + words.len(), style: Style::Emphasis });
            framed.blocks.push(block(at, words, n == 0));
            at += words.len() + 1;
        }
        if own.is_some() {
            let next = at + body.text.len() + 1;
            framed.take(body, at);
            at = next;
        }
        for (n, (words, url)) in self.after.into_iter().enumerate() {
            framed.blocks.push(block(at, &words, n == 0));
            framed.links.extend(url.map(|url| Hyperlink { range: at..at + words.len(), url }));
            at += words.len() + 1;
        }
        framed
    }
}

fn block(at: usize, words: &Clean, spaced: bool) -> Block {
    Block { kind: BlockKind::Paragraph, range: at..at + words.len(), quote: 0, indent: 0, spaced }
}

impl Body {
    /// Takes the blocks of another body whose text stands at a place in this one's.
    fn take(&mut self, other: Self, at: usize) {
        let moved = |range: std::ops::Range<usize>| range.start + at..range.end + at;
        self.blocks.extend(other.blocks.into_iter().map(|block| Block { range: moved(block.range.clone()), ..block }));
        self.spans.extend(other.spans.into_iter().map(|span| Span { range: moved(span.range.clone()), ..span }));
        self.links.extend(other.links.into_iter().map(|link| Hyperlink { range: moved(link.range.clone()), ..link }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::body::{html, tests::show};

    fn shown(text: &str, x: &str, title: &str) -> Body {
        let body = html::read(Raw::new(text), None);
        framed(body, &facts(Raw::new(x)), &line(title), None)
    }

    #[test]
    fn what_is_said_around_a_text_is_shown_with_it() {
        let x = r#"{"summary":"ice and snow","sensitive":true,"attachments":["https://pond.example/media/a.png?x=1","notes.txt (text/plain)"]}"#;
        let body = shown("<p>It <i>holds</i>, <a href='https://b.example/'>they say</a>.</p>", x, "");
        let lines: Vec<&str> = body.blocks.iter().map(|block| body.block_text(block)).collect();
        assert_eq!(
            lines,
            ["warning: ice and snow", "It holds, they say.", "[attached: a.png]", "[attached: notes.txt (text/plain)]"]
        );
        let words = |range: &std::ops::Range<usize>| &body.text.as_str()[range.clone()];
        let links: Vec<_> = body.links.iter().map(|link| (words(&link.range), link.url.as_str())).collect();
        assert_eq!(
            links,
            [("they say", "https://b.example/"), ("[attached: a.png]", "https://pond.example/media/a.png?x=1")]
        );
        let styled: Vec<_> = body.spans.iter().map(|span| words(&span.range)).collect();
        assert_eq!(styled, ["warning: ice and snow", "holds"]);
    }

    #[test]
    fn what_is_shown_already_is_not_said_again() {
        let x = r#"{"subject":"Ice","attachments":["https://b.example/"],"name":"ann","n":1}"#;
        let body = shown("<p><a href='https://b.example/'>it</a></p>", x, "Ice");
        assert_eq!(show(&body), show(&html::read(Raw::new("<p><a href='https://b.example/'>it</a></p>"), None)));
        assert_eq!(shown("", r#"{"subject":"Ice"}"#, "").text.as_str(), "subject: Ice");
        assert_eq!(shown("<p>x</p>", "not json", "").text.as_str(), "x");
    }

    #[test]
    fn facts_are_lines() {
        let all = facts(Raw::new(r#"{"a":"b\nc","n":2,"list":["x",null,{"y":1}],"none":null,"empty":[]}"#));
        let all: Vec<String> = all
            .iter()
            .map(|fact| {
                format!("{}={}", fact.name, fact.values.iter().map(Clean::as_str).collect::<Vec<_>>().join("|"))
            })
            .collect();
        assert_eq!(all, ["a=b c", r#"list=x|{"y":1}"#, "n=2"]);
    }
}
