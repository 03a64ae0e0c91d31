use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::super::{BlockKind, Body, html, markdown, plain, prose};
use super::check;
use crate::text::Raw;

const READERS: [fn(Raw) -> Body; 4] = [html, markdown, plain::read, prose::read];

fn html(raw: Raw) -> Body {
    html::read(raw, None)
}

fn markdown(raw: Raw) -> Body {
    markdown::read(raw, None)
}

/// Pieces from which every kind of markup, right or broken, can come together.
fn soup() -> impl Strategy<Value = String> {
    let pieces = [
        "<p>",
        "</p>",
        "<i>",
        "</i>",
        "<b>",
        "</b>",
        "<a href=http://k.example/aa>",
        "</a>",
        "<a href='javascript:x'>",
        "<pre>",
        "<code>",
        "</code>",
        "</pre>",
        "<blockquote>",
        "</blockquote>",
        "<ul>",
        "<ol>",
        "<li>",
        "</li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<br>",
        "<hr>",
        "<h2>",
        "</h2>",
        "<img src=http://k.example/i.png alt=w>",
        "<script>",
        "</script>",
        "<template>",
        "<head>",
        "<aside class=quote>",
        "</aside>",
        "<!--",
        "-->",
        "<",
        ">",
        "&gt;",
        "&",
        "\"",
        "'",
        "=",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "> ",
        "- ",
        "1. ",
        "# ",
        "===\n",
        "```\n",
        "-- \n",
        "* ",
        "_",
        "`",
        "![a](b)",
        "[",
        "](x)",
        "http://k.example/aa...",
        "www.k.example",
        " ",
        "word",
        "Ann Lee is a poet",
        "é",
        "漢字",
        "\u{301}",
        "\u{200d}",
        "\u{202e}",
        "\u{1b}[2J",
        "\0",
        "\u{2028}",
        "\r\n",
        "\r",
        "|",
        "...",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..60).prop_map(|p| p.concat())
}

/// Text as people write it, without fences: their first line may carry a name.
fn writing() -> impl Strategy<Value = String> {
    let pieces = [
        "\n",
        "\n",
        "\n\n",
        "    ",
        "> ",
        ">",
        ">> ",
        "- ",
        "* ",
        "1. ",
        "23) ",
        "# ",
        "===",
        "---",
        "-- ",
        "www.kelp.example",
        "https://kelp.example/a?b=1",
        " ",
        " ",
        "tide",
        "The",
        "By Ann Lee",
        "harbour of the north wind blows",
        "2031",
        "é",
        "漢字",
        ",",
        ".",
        ":(",
        "* * *",
        "©",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..80).prop_map(|p| p.concat())
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn shown_letters(body: &Body) -> String {
    let blocks = body.blocks.iter().map(|block| match &block.kind {
        BlockKind::Item(sign) => letters(sign.as_str()) + &letters(body.block_text(block)),
        _ => letters(body.block_text(block)),
    });
    blocks.collect()
}

proptest! {
    #[test]
    fn bodies_hold_together(source in soup()) {
        for read in READERS {
            check(&read(Raw::new(&source)));
        }
    }

    #[test]
    fn any_text_is_read(source in any::<String>()) {
        for read in READERS {
            check(&read(Raw::new(&source)));
        }
    }

    #[test]
    fn no_letter_is_lost(source in writing()) {
        for read in [plain::read, prose::read] {
            let body = read(Raw::new(&source));
            prop_assert_eq!(shown_letters(&body), letters(&source));
        }
    }

    #[test]
    fn words_between_tags_survive(parts in prop::collection::vec(0..TAGS.len(), 0..60)) {
        let source: String = parts.iter().enumerate().map(|(n, t)| format!("{}w{n} ", TAGS[*t])).collect();
        let body = html(Raw::new(&source));
        let read: Vec<&str> = body.text.as_str().split_whitespace().filter(|w| w.starts_with('w')).collect();
        let written: Vec<String> = (0..parts.len()).map(|n| format!("w{n}")).collect();
        prop_assert_eq!(read, written);
    }
}

/// Whole tags, and what looks like one, in no order: the words between them must stay.
const TAGS: [&str; 34] = [
    "<p>",
    "</p>",
    "<i>",
    "</i>",
    "<b>",
    "</b>",
    "<a href=http://k.example/a>",
    "</a>",
    "<a href='javascript:x'>",
    "<pre>",
    "<code>",
    "</code>",
    "</pre>",
    "<blockquote>",
    "</blockquote>",
    "<ul>",
    "<ol>",
    "<li>",
    "</li>",
    "</ul>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<br>",
    "<hr>",
    "<h2>",
    "</h2>",
    "<aside class=quote>",
    "</aside>",
    "&gt; ",
    "< ",
    "</ ",
    "<head>",
];

/// Reads in a small stack and in bounded time; a quadratic reader would take minutes.
fn bounded(source: String, read: fn(Raw) -> Body) -> Body {
    let began = Instant::now();
    let thread =
        std::thread::Builder::new().stack_size(256 * 1024).spawn(move || read(Raw::new(&source))).expect("a thread");
    let body = thread.join().expect("no overflow");
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    body
}

#[test]
fn deep_nesting_is_linear() {
    const DEEP: usize = 100_000;
    for tag in [
        "<blockquote>",
        "<div>",
        "<ul><li>",
        "<b>",
        "<a href=http://k>",
        "<table><tr><td>",
        "<pre>",
        "<aside class=quote>",
    ] {
        let body = bounded(tag.repeat(DEEP) + "x", html);
        assert_eq!(body.blocks.len(), 1, "{tag}");
    }
    let body = bounded("<blockquote>".repeat(DEEP) + "x", html);
    assert_eq!(body.blocks[0].quote, u8::MAX);
    for read in [html, plain::read, prose::read] {
        let body = bounded(">".repeat(DEEP) + " x", read);
        assert_eq!(body.blocks[0].quote, u8::MAX);
    }
    check(&bounded(">".repeat(DEEP) + " x", markdown));
    check(&bounded("- ".repeat(DEEP) + "x", markdown));
    check(&bounded("<ul><li>x".repeat(DEEP), html));
}

#[test]
fn hostile_text_is_linear() {
    const MANY: usize = 6_000;
    let wide = format!("    {}\n\n", "x".repeat(125));
    for piece in [
        "<a '",
        "<a =\"",
        "<!--",
        "</",
        "<script>",
        "&lt",
        "<b x",
        "</b>",
        "<i></b>",
        "<p>&gt;",
        "<br>&gt;x",
        "<a b='<a c=\"",
        "<td>",
        "<li><blockquote></li>",
    ] {
        check(&bounded(piece.repeat(MANY), html));
    }
    let attributes: String = (0..MANY).map(|n| format!(" a{n}")).collect();
    check(&bounded(format!("<b{attributes}>x"), html));
    for piece in [
        "www.",
        "http://",
        "://",
        "```\n",
        "```a\n",
        "    x\n",
        "    x\n\n",
        "    - x\n\n",
        &wide,
        "- \n",
        "\n",
        "> x\n",
        ">\n",
        "~~~\n> ",
        "# x\n",
        "A\n",
        "a@b.c:",
    ] {
        for read in [plain::read, prose::read] {
            check(&bounded(piece.repeat(MANY), read));
        }
    }
    for piece in ["[a](", "![", "*a_", "<b", "|a", "`a``", "- a\n", "[a]: b\n", "![a](http://k)"] {
        check(&bounded(piece.repeat(MANY / 4), markdown));
    }
}
