use super::*;
use crate::model::body::open;
use crate::text::{Clean, Raw};
use proptest::prelude::*;

/// Every run of ASCII letters and digits.
fn runs(text: &str) -> Vec<String> {
    let runs = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| !run.is_empty());
    runs.map(str::to_ascii_lowercase).collect()
}

#[test]
fn what_counts_as_shown_is_shown_as_it_stands() {
    for c in SHOWN.iter().flat_map(|(from, to)| *from..=*to) {
        let text = format!("a{c}b");
        assert_eq!(Clean::text(Raw::new(&text)).as_str(), text, "U+{:04X}", u32::from(c));
    }
}

#[test]
fn usual_comments_are_plain_and_doubtful_ones_are_not() {
    for (raw, coat, media, plain) in [
        ("I&#x27;d say so.<p>It&#x2F;s <i>fine</i>.", Coat::Bare, Media::Html, true),
        ("\"one\\ntwo \\\"three\\\"\"", Coat::Json, Media::Html, true),
        ("see <a href=\"https:&#x2F;&#x2F;a.org\">a.org</a>", Coat::Bare, Media::Html, true),
        ("na\u{ef}ve \u{201c}words\u{201d} \u{2014} caf\u{e9}", Coat::Bare, Media::Plain, true),
        ("\"caf\\u00e9, it\\u2019s\"", Coat::Json, Media::Html, true),
        ("*one* and `two`, 2 < 3", Coat::Bare, Media::Plain, true),
        ("*one* and **two**", Coat::Bare, Media::Markdown, true),
        ("un<b>believ</b>able", Coat::Bare, Media::Html, false),
        ("un<i></i>do", Coat::Bare, Media::Html, false),
        ("kn&#111;t", Coat::Bare, Media::Html, false),
        ("sl&shy;ow", Coat::Bare, Media::Html, false),
        ("\"kn\\u006ft\"", Coat::Json, Media::Plain, false),
        ("sl\u{ad}ow", Coat::Bare, Media::Plain, false),
        ("un**do**ing", Coat::Bare, Media::Markdown, false),
        ("[un](x)do", Coat::Bare, Media::Markdown, false),
        ("un\\\ndo", Coat::Bare, Media::Markdown, false),
        ("one two", Coat::Bare, Media::Flowed, false),
        ("a &amp;shy; b", Coat::Xml, Media::Html, false),
        ("foo<script>x</script>bar", Coat::Bare, Media::Html, false),
    ] {
        assert_eq!(is_plain(raw, coat, media), plain, "{raw}");
    }
}

/// Pieces that markup is made of.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "un",
        "do",
        "a",
        "Z9",
        " ",
        "\n",
        "\n\n",
        "<p>",
        "</p>",
        "<br>",
        "<i>",
        "</i>",
        "<b>",
        "</b>",
        "<em>",
        "<a href=\"x>y\">",
        "<a href=http://long.example.org/words>",
        "</a>",
        "<!-- c -->",
        "<span>",
        "<script>",
        "</script>",
        "<div>",
        "<code>",
        "</code>",
        "<pre>",
        "<li>",
        "<ul>",
        "<td>",
        "<img alt=pic>",
        "<",
        ">",
        "&",
        "&#x27;",
        "&amp;",
        "&shy;",
        "&#111;",
        "&lt;",
        "&gt;",
        "&nbsp;",
        "&fjlig;",
        "\\",
        "\\u006f",
        "\\u00e9",
        "\\u0027",
        "\\u2019",
        "\\u00ad",
        "\\u003c",
        "\\n",
        "\\\"",
        "*",
        "**",
        "_",
        "`",
        "~~",
        "[",
        "]",
        "](",
        "(x)",
        ")",
        "[^1]",
        "^",
        "=",
        "#",
        "- ",
        "1. ",
        "> ",
        "|",
        "\u{ad}",
        "\u{200b}",
        "\u{2019}",
        "\u{e9}",
        "\u{301}",
        "\u{202e}",
        "\u{1f600}",
        "\u{1160}",
        "\u{7f}",
        "\u{1}",
        "\t",
        "http://a.org/b",
        "--",
        "===",
        "\r",
        ";",
        "/",
        "'",
        "\"",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]
    #[test]
    fn plain_bytes_have_every_run_that_the_clean_text_has(
        raw in pieces(),
        coat in prop::sample::select(vec![Coat::Bare, Coat::Json, Coat::Xml]),
        media in prop::sample::select(vec![Media::Plain, Media::Html, Media::Markdown, Media::Fixed, Media::Flowed]),
    ) {
        let raw = if coat == Coat::Json { format!("\"{raw}\"") } else { raw };
        if is_plain(&raw, coat, media) {
            let texts = Texts::new(raw.clone(), String::new());
            let body = open(&texts, TextRef::source(0..raw.len(), coat, media), None);
            let lower = raw.to_ascii_lowercase();
            for run in runs(body.text.as_str()) {
                prop_assert!(lower.contains(&run), "{run:?} is not in {raw:?}");
            }
        }
    }
}
