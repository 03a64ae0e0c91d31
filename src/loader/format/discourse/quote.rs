//! Quotes of posts: `<aside class="quote" data-username="ann" data-post="2" data-topic="7">`.

use std::cell::Cell;

use html5ever::Attribute;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use crate::loader::json::Value;

/// The number of the first post of the same topic that a post quotes.
pub(super) fn post(cooked: Option<Value<'_>>, topic: Option<&str>) -> Option<i64> {
    let html = cooked.filter(|html| html.written().contains("<aside"))?.string()?;
    let sink = Asides { topic: topic.unwrap_or_default().to_owned(), post: Cell::new(None) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html.as_ref()));
    // It stops early for scripts only, and none is announced to it.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.post.get()
}

struct Asides {
    topic: String,
    post: Cell<Option<i64>>,
}

impl TokenSink for Asides {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token
            && tag.kind == TagKind::StartTag
            && &*tag.name == "aside"
            && self.post.get().is_none()
        {
            self.post.set(self.quoted(&tag));
        }
        TokenSinkResult::Continue
    }
}

impl Asides {
    fn quoted(&self, tag: &Tag) -> Option<i64> {
        let named = |name: &str| tag.attrs.iter().find(|a: &&Attribute| &*a.name.local == name).map(|a| &*a.value);
        let is_quote = named("class").is_some_and(|class| class.split_whitespace().any(|class| class == "quote"));
        let same = named("data-topic").is_none_or(|topic| self.topic.is_empty() || topic == self.topic);
        named("data-post").filter(|_| is_quote && same)?.parse().ok()
    }
}
