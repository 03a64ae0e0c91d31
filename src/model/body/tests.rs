//! Tests for all markups: what they share is here, one file a markup beside it.

mod html;
mod markdown;
mod plain;
mod property;
mod prose;

use super::{Block, BlockKind, Body, Style};

/// A body as lines that are easy to read and compare: a block a line, its stand first.
pub(super) fn show(body: &Body) -> String {
    check(body);
    let mut out = String::new();
    for block in &body.blocks {
        let kind = match &block.kind {
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::Heading(level) => format!("h{level}"),
            BlockKind::Item(sign) => format!("li {sign}"),
            other => other.name().to_owned(),
        };
        let quote = ">".repeat(usize::from(block.quote));
        let indent = "+".repeat(usize::from(block.indent));
        let tight = if block.spaced { "" } else { "~" };
        let text = marked(body, block).replace('\n', "⏎");
        out.push_str(&format!("{tight}{quote}{indent}{kind}: {text}\n"));
    }
    out
}

/// A block's text with its spans and links written into it.
fn marked(body: &Body, block: &Block) -> String {
    let mut marks: Vec<(usize, u8, String)> = Vec::new();
    for span in &body.spans {
        let sign = match span.style {
            Style::Emphasis => '/',
            Style::Strong => '*',
            Style::Code => '`',
            Style::Strike => '-',
        };
        marks.push((span.range.start, 1, format!("{{{sign}")));
        marks.push((span.range.end, 0, format!("{sign}}}")));
    }
    for link in &body.links {
        marks.push((link.range.start, 1, "[".to_owned()));
        marks.push((link.range.end, 0, format!("]({})", link.url)));
    }
    marks.sort();
    let mut out = String::new();
    let mut at = block.range.start;
    let inside = |place: usize, close: u8| {
        if close == 0 { place > block.range.start && place <= block.range.end } else { block.range.contains(&place) }
    };
    for (place, close, sign) in marks.into_iter().filter(|m| inside(m.0, m.1)) {
        out.push_str(&body.text.as_str()[at..place]);
        out.push_str(&sign);
        let _ = close;
        at = place;
    }
    out.push_str(&body.text.as_str()[at..block.range.end]);
    out
}

/// Everything that holds for every body.
fn check(body: &Body) {
    let text = body.text.as_str();
    let mut end = None;
    for block in &body.blocks {
        assert!(block.range.start < block.range.end, "empty block");
        assert!(text.get(block.range.clone()).is_some(), "block off a border");
        match end {
            None => assert_eq!(block.range.start, 0),
            Some(end) => {
                assert_eq!(block.range.start, end + 1, "one break between blocks");
                assert_eq!(&text[end..=end], "\n");
            }
        }
        end = Some(block.range.end);
    }
    assert_eq!(end.unwrap_or(0), text.len(), "text outside of blocks");
    let mut blocks = body.blocks.iter().peekable();
    let starts: Vec<_> = body.spans.iter().map(|s| s.range.start).collect();
    assert!(starts.is_sorted());
    let starts: Vec<_> = body.links.iter().map(|s| s.range.start).collect();
    assert!(starts.is_sorted());
    for link in &body.links {
        while blocks.next_if(|b| b.range.end < link.range.end).is_some() {}
        let block = blocks.peek().expect("link in a block");
        assert!(block.range.start <= link.range.start && !link.range.is_empty());
        assert!(text.get(link.range.clone()).is_some());
        assert!(!link.url.as_str().to_lowercase().starts_with("javascript:"));
    }
    let mut blocks = body.blocks.iter().peekable();
    for span in &body.spans {
        while blocks.next_if(|b| b.range.end <= span.range.start).is_some() {}
        let block = blocks.peek().expect("span in a block");
        assert!(span.range.start < span.range.end && span.range.end <= block.range.end);
        assert!(text.get(span.range.clone()).is_some());
    }
}

#[test]
fn the_opening_is_what_the_author_says_and_not_whom_they_quote() {
    for (text, opening) in [
        ("On Mon, 4 Mar 2024, Ann wrote:\n> a question\n\nAn answer.", "An answer."),
        ("ann@example.org schreibt:\n> a question\n\nAn answer.", "An answer."),
        ("I doubt this:\n> a claim\n\nIt is not so.", "I doubt this:"),
        ("On Mon, 4 Mar 2024, Ann wrote:\n> a question", "On Mon, 4 Mar 2024, Ann wrote:"),
        ("> only\n> quoted", "only quoted"),
    ] {
        let body = super::plain::read(crate::text::Raw::new(text));
        assert!(body.opening().as_str().starts_with(opening), "{text:?}: {:?}", body.opening());
    }
}
