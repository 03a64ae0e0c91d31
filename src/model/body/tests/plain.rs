use super::super::plain::read;
use super::show;
use crate::text::Raw;

#[track_caller]
fn reads(source: &str, shown: &str) {
    assert_eq!(show(&read(Raw::new(source))), shown, "{source}");
}

#[test]
fn lines_and_paragraphs() {
    reads("one\ntwo\r\n\r\nthree\n", "p: one⏎two\np: three\n");
    reads("one\rtwo\r\rthree", "p: one⏎two\np: three\n");
    reads("\n \n", "");
}

#[test]
fn wrapped_text_flows() {
    let wrapped = "The tables that the harbour prints are made a year ahead, so\n\
                   they know nothing of the wind; add an hour when it has blown\n\
                   from the west for three days.\n";
    let flowed = wrapped.trim().replace('\n', " ");
    reads(wrapped, &format!("p: {flowed}\n"));
    let quoted: String = wrapped.lines().map(|l| format!("> {l}\n")).collect();
    reads(&quoted, &format!(">p: {flowed}\n"));
    reads("short lines\nof a verse\nstay lines", "p: short lines⏎of a verse⏎stay lines\n");
}

#[test]
fn signs_are_quotes() {
    reads("> one\n> two\nmine\n>> deep\n> > deep too\n\nend", ">p: one⏎two\n~p: mine\n~>>p: deep⏎deep too\np: end\n");
    reads(">:( no\n>_> no\n>= 3", "p: >:( no⏎>_> no⏎>= 3\n");
    reads(">tight\n>\n>next", ">p: tight\n>p: next\n");
}

#[test]
fn code_lists_and_signatures() {
    reads("See:\n\n    fn a() {\n\n        b();\n    }\n\nso", "p: See:\ncode: fn a() {⏎⏎    b();⏎}\np: so\n");
    reads("```rust\n> x\n\n- y\n```\nz", "p: ```rust\n~>p: x\nli •: y⏎```⏎z\n");
    reads("```\na\n\n  b\n```\nz", "code: a⏎⏎  b\n~p: z\n");
    reads("    set in first\nand on", "p: set in first⏎and on\n");
    reads("Two:\n- a\n  more\n* b\n  1. c\n2) d", "p: Two:\n~li •: a⏎more\n~li •: b\n~+li 1.: c\n~li 2): d\n");
    reads("in the year\n1999. That was it", "p: in the year⏎1999. That was it\n");
    reads("x\n-- \nAnn\nKelp Ltd", "p: x\n~p: --⏎Ann⏎Kelp Ltd\n");
    reads("a\n\n* * *\n\nb", "p: a\nrule: ───\np: b\n");
}

#[test]
fn addresses_are_links() {
    reads(
        "at https://k.example/a_(b), or www.k.example. Not k.example, ann@k.example or ftp://k.example",
        "p: at [https://k.example/a_(b)](https://k.example/a_(b)), or [www.k.example](http://www.k.example). Not k.example, ann@k.example or ftp://k.example\n",
    );
    reads("javascript://k.example/x", "p: javascript://k.example/x\n");
}
