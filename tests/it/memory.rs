//! What loading holds beside the text, counted: it grows by some bytes with each comment, and no text is held twice.

use std::fmt::Write as _;

use btl::loader::{Options, parse};

/// The most bytes that are held at once beside the source.
fn most(source: String) -> u64 {
    let bytes = source.into_bytes();
    let info = allocation_counter::measure(|| {
        parse(bytes, &Options::default()).unwrap();
    });
    info.bytes_max
}

/// Bytes for each comment more, in threads in which nobody's answers are guessed: that has a cost of its own.
fn each(made: fn(usize) -> String) -> u64 {
    const MANY: usize = 20_500;
    (most(made(MANY * 2)) - most(made(MANY))) / MANY as u64
}

const WORDS: &str = "Some words that go on for a while, and then some more of them, as words do.\n";

/// A mailbox whose messages name all that they answer: long chains.
fn mailbox(messages: usize) -> String {
    let mut out = String::new();
    for at in 0..messages {
        let answers: String = (at / 50 * 50..at).map(|above| format!(" <{above}@example.org>")).collect();
        let _ = write!(
            out,
            "From ann@example.org Tue Nov 14 22:13:20 2023\nFrom: Ann {} <ann@example.org>\nMessage-ID: <{at}@example.org>\n\
             Subject: Re: Tea\nDate: Tue, 14 Nov 2023 22:13:20 +0000\nReferences:{answers}\n\n{}\n",
            at % 70,
            WORDS.repeat(4),
        );
    }
    out
}

/// A text whose comments are set in.
fn text(comments: usize) -> String {
    let article = format!("A title\n\n{}\n", WORDS.repeat(4).replace('\n', " "));
    let comment = |at: usize| {
        let margin = " ".repeat(at % 4 * 2);
        let words = WORDS.repeat(4).replace('\n', &format!("\n{margin}"));
        format!("\n{margin}ann{} | 2024-05-01T10:00:00Z | 5 points\n{margin}{}\n", at % 70, words.trim_end())
    };
    std::iter::once(article).chain((0..comments).map(comment)).collect()
}

/// Lines of JSON.
fn lines(comments: usize) -> String {
    let words = WORDS.repeat(4).replace('\n', "\\n");
    let line = |at: usize| {
        format!("{{\"id\":{at},\"parent\":{},\"author\":\"ann{}\",\"text\":\"{words}\"}}\n", at / 3, at % 70)
    };
    (1..=comments).map(line).collect()
}

#[test]
fn a_comment_more_takes_some_bytes_and_not_its_text_again() {
    for (name, made, bound) in
        [("mail", mailbox as fn(usize) -> String, 420), ("text", text, 420), ("lines of JSON", lines, 120)]
    {
        let bytes = each(made);
        assert!(bytes < bound, "{name}: {bytes} bytes a comment");
    }
}
