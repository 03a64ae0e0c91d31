use super::super::prose::read;
use super::show;
use crate::text::Raw;

#[track_caller]
fn reads(source: &str, shown: &str) {
    assert_eq!(show(&read(Raw::new(source))), shown, "{source}");
}

const LONG: &str = "The harbour master keeps two clocks, and for most of the year nobody on the quay could tell you which of them is wrong.";

#[test]
fn a_line_is_a_paragraph() {
    let source = format!(
        "{LONG}\n{LONG}\nThe second clock\n{LONG}\nShort, but said.\nAnn Marlow is a lecturer in tides at the College of Ayr.\nThis article was originally published by Kelp Weekly.\n"
    );
    reads(
        &source,
        &format!(
            "p: {LONG}\np: {LONG}\nh2: The second clock\np: {LONG}\np: Short, but said.\nbyline: Ann Marlow is a lecturer in tides at the College of Ayr.\nnotice: This article was originally published by Kelp Weekly.\n"
        ),
    );
}

#[test]
fn wrapped_lines_are_joined() {
    let source = "TIDES AND CLOCKS\n\nThe harbour master keeps two clocks, and for most of the\nyear nobody on the quay could tell you which of them is\nwrong.\n\nThe answer is both.\n";
    reads(
        source,
        "h2: TIDES AND CLOCKS\np: The harbour master keeps two clocks, and for most of the year nobody on the quay could tell you which of them is wrong.\np: The answer is both.\n",
    );
}

#[test]
fn marked_headings() {
    let source = format!("Clocks\n======\n{LONG}\n\nLow water\n---------\n\n{LONG}\n\n### Notes ###\n{LONG}");
    reads(&source, &format!("h1: Clocks\np: {LONG}\nh2: Low water\np: {LONG}\nh3: Notes\np: {LONG}\n"));
}

#[test]
fn what_is_no_heading() {
    for line in ["He said nothing.", "Why not?", "“We never asked”", "and so it went", "These are the reasons:"] {
        reads(&format!("{LONG}\n{line}\n{LONG}"), &format!("p: {LONG}\np: {line}\np: {LONG}\n"));
    }
    reads(&format!("{LONG}\nThe end"), &format!("p: {LONG}\np: The end\n"));
}

#[test]
fn bylines_and_notices_at_the_ends_only() {
    reads(
        &format!("By Ann Marlow and Jo van der Berg\n{LONG}"),
        &format!("byline: By Ann Marlow and Jo van der Berg\np: {LONG}\n"),
    );
    let about = "Ann Marlow is a lecturer at the College of Ayr.";
    let many = format!("{LONG}\n").repeat(8);
    let shown = format!("p: {LONG}\n").repeat(8);
    reads(&format!("{many}{about}\n{many}"), &format!("{shown}p: {about}\n{shown}"));
    for notice in [
        "© 2031 Kelp Weekly",
        "All rights reserved.",
        "The views expressed here are the author’s own.",
        "Licensed under Creative Commons BY 4.0.",
    ] {
        reads(&format!("{LONG}\n{notice}"), &format!("p: {LONG}\nnotice: {notice}\n"));
    }
    reads(
        &format!("{LONG}\nThe tide is a clock of the moon."),
        &format!("p: {LONG}\np: The tide is a clock of the moon.\n"),
    );
}

#[test]
fn quotes_lists_and_verse() {
    let source = format!("{LONG}\n\n> said\n> twice\n\n- a\n- b\n\nThe sea,\nthe sea\n\n{LONG}");
    reads(&source, &format!("p: {LONG}\n>p: said⏎twice\nli •: a\n~li •: b\np: The sea,⏎the sea\np: {LONG}\n"));
}
