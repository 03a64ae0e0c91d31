//! Character references (`&#39;`, `&amp;`) undone, for fields that are escaped for HTML but
//! hold no markup: titles and names of some APIs.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{RawKind, State};
use html5ever::tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// The text with its references undone, once. Tags stay as they are written.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let options = TokenizerOpts { initial_state: Some(State::RawData(RawKind::Rcdata)), ..TokenizerOpts::default() };
    let tokenizer = Tokenizer::new(Sink::default(), options);
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(text));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    Cow::Owned(tokenizer.sink.0.into_inner())
}

#[derive(Default)]
struct Sink(RefCell<String>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::CharacterTokens(text) = token {
            self.0.borrow_mut().push_str(&text);
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undoes_references_once_and_leaves_tags() {
        assert_eq!(decode("plain"), "plain");
        assert_eq!(decode("a &amp; b &lt;i&gt; &#39;c&#x27; <b>d</b> & e\n  f"), "a & b <i> 'c' <b>d</b> & e\n  f");
        assert_eq!(decode("&amp;lt;"), "&lt;");
    }
}
