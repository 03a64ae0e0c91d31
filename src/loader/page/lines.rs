//! The text of an element as lines, for those who read it without its markup.

use std::ops::Range;

use super::{Id, Page, Selector, push_words, rules};

/// Between lines that a page breaks by force.
const BREAK: &str = "\n";
/// Between blocks.
const GAP: &str = "\n\n";

/// An element's text, or a part of it.
struct Walk {
    /// What of the page's text is wanted.
    pieces: Vec<Range<usize>>,
    /// Where lines end there.
    breaks: Vec<(usize, &'static str)>,
    /// What others are quoted with, in order.
    quotes: Vec<Range<usize>>,
}

impl Page<'_> {
    /// The text in an element, or what of it comes after one that is in it: each block is a
    /// paragraph, each forced break ends a line, and a sign stands before quotes.
    pub(in crate::loader) fn lines(&self, id: Id, after: Option<Id>, without: &Selector) -> String {
        let Walk { pieces, breaks, quotes } = self.walk(id, after, without);
        let (mut breaks, mut quotes) = (breaks.into_iter().peekable(), quotes.into_iter().peekable());
        let (mut out, mut gap, mut quoted) = (String::new(), "", 0);
        for Range { mut start, end } in pieces {
            while start < end {
                while let Some((_, kind)) = breaks.next_if(|(place, _)| *place <= start) {
                    gap = if kind.len() > gap.len() { kind } else { gap };
                }
                while let Some(quote) = quotes.next_if(|quote| quote.start <= start) {
                    quoted = quote.end.max(quoted);
                }
                let stop = breaks.peek().map_or(end, |(place, _)| end.min(*place));
                let words = self.text.get(start..stop).unwrap_or_default();
                if !words.trim().is_empty() {
                    let begins = out.is_empty() || !gap.is_empty();
                    out.push_str(if out.is_empty() { "" } else { gap });
                    out.push_str(if begins && start < quoted { "> " } else { "" });
                    gap = "";
                    push_words(&mut out, words);
                }
                start = stop;
            }
        }
        out
    }

    fn walk(&self, id: Id, after: Option<Id>, without: &Selector) -> Walk {
        let text = |id: Id| self.nodes.get(id).map_or(0..0, |node| node.text.clone());
        let mut at = after.map_or(id + 1, |after| self.end(after));
        let mut from = after.map_or(text(id).start, |after| text(after).end);
        let (mut pieces, mut breaks, mut quotes) = (Vec::new(), Vec::new(), Vec::new());
        while at < self.end(id) {
            let is_out = without.matches(self, at);
            let place = text(at);
            if is_out || !rules::is_inline(self.name(at)) {
                let kind = if self.name(at) == "br" { BREAK } else { GAP };
                breaks.extend([(place.start, kind), (place.end, kind)]);
            }
            if is_out {
                pieces.push(from..place.start);
                from = place.end;
            } else if self.name(at) == "blockquote" {
                quotes.push(place);
            }
            at = if is_out { self.end(at) } else { at + 1 };
        }
        pieces.push(from..text(id).end);
        breaks.sort_unstable();
        Walk { pieces, breaks, quotes }
    }
}
