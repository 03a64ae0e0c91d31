use super::super::markdown::read;
use super::show;
use crate::text::Raw;

#[track_caller]
fn reads(source: &str, shown: &str) {
    assert_eq!(show(&read(Raw::new(source), None)), shown, "{source}");
}

#[test]
fn words_and_styles() {
    reads(
        "One *two* **three** `f(x)` ~~old~~\nsame\n\nnext  \nline",
        "p: One {/two/} {*three*} {`f(x)`} {-old-} same\np: next⏎line\n",
    );
    reads("# Kelp\n\ntext\n\n---\n\n### Low", "h1: Kelp\np: text\nrule: ───\nh3: Low\n");
}

#[test]
fn links_and_images() {
    reads(
        "[a *b*](https://k.example) [x](javascript:go) <https://k.example/2>",
        "p: [a {/b/}](https://k.example) x [https://k.example/2](https://k.example/2)\n",
    );
    reads(
        "see ![low *tide*](https://k.example/t.png) there",
        "p: see\nimage: [low tide](https://k.example/t.png)\np: there\n",
    );
}

#[test]
fn quotes_and_lists() {
    reads("> a\n>\n> > b\n\nmine", ">p: a\n>>p: b\np: mine\n");
    reads(
        "- a\n  - b\n- c\n\ntext\n\n3. x\n\n   more\n4. y",
        "li •: a\n~+li •: b\n~li •: c\np: text\nli 3.: x\n+p: more\nli 4.: y\n",
    );
}

#[test]
fn code_and_tables() {
    reads("```rust\nfn a() {\n\n  b()\n}\n```\nx", "code: fn a() {⏎⏎  b()⏎}\np: x\n");
    reads("    one\n    two", "code: one⏎two\n");
    reads("| a | b |\n|---|---|\n| 1 |  |\n| | 2 |", "table: a │ b\n~table: 1\n~table: │ 2\n");
}

#[test]
fn tags_are_dropped_to_their_text() {
    reads("a <b>b</b><br>c <!-- no", "p: a b⏎c <!-- no\n");
    reads("<div>\nkept\n</div>", "p: kept\n");
}
