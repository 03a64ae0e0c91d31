//! Flat pages: what is found of comments and of who answers whom, and what a repair changes.

use std::fmt::Write as _;

use super::{Line, Page, again, flat, strong};
use crate::loader::{self, Options, several};
use crate::model::{Coat, CommentId, Discussion, DraftWriter, Fix, Guesses, Link, Media, TextRef, build};

const ARTICLE: &str = "The council has voted for the bridge that was planned for years.";

/// A page of comment lines under an article, as the format for plain text hands them over.
fn page(lines: &[&str]) -> Discussion {
    let mut source = String::new();
    let mut ranges = Vec::new();
    for line in lines {
        ranges.push(source.len()..source.len() + line.len());
        source.push_str(line);
        source.push('\n');
    }
    let all: Vec<Line<'_>> =
        lines.iter().zip(ranges).map(|(text, range)| Line { text, range, gap: false, set_in: false }).collect();
    let mut writer = DraftWriter::new("text");
    let body = writer.pooled(ARTICLE, Media::Plain);
    writer.article().body = body;
    let place = TextRef::source(0..source.len(), Coat::Bare, Media::Plain);
    flat(&mut writer, &Page { article: ARTICLE, lines: &all, place });
    several::built(writer.finish_all(source)).remove(0)
}

/// The first three words of each comment, indented, with its guess.
fn outline(discussion: &Discussion) -> String {
    let thread = discussion.thread();
    let mut out = String::new();
    for id in thread.ids() {
        let body = discussion.body(id);
        let words: Vec<&str> = body.text.as_str().split_whitespace().take(3).collect();
        let guess = thread.guess(id).map(|guess| {
            let reason = discussion.reason(id).map(|reason| reason.as_str().to_owned()).unwrap_or_default();
            format!(" ~{} {:.2} {reason}", guess.kind.name(), guess.confidence)
        });
        let indent = " ".repeat(thread.depth(id) as usize);
        writeln!(out, "{indent}{}{}", words.join(" "), guess.unwrap_or_default()).unwrap();
    }
    out
}

fn named(discussion: &Discussion, words: &str) -> CommentId {
    let thread = discussion.thread();
    thread.ids().find(|id| discussion.body(*id).text.as_str().starts_with(words)).unwrap()
}

const QUOTES: [&str; 7] = [
    "The old ferry was slow but it never once broke down in forty years of service.",
    "My grandfather used to take it to school every day.",
    "A bridge will bring lorries through the old town and nobody has asked us.",
    "> it never once broke down in forty years",
    "That is simply wrong, it lay still for the whole summer of the flood.",
    "Lovely weather for a ferry.",
    "I shall miss the bell.",
];

#[test]
fn a_quote_names_its_source_and_belongs_to_what_stands_below_it() {
    let found = page(&QUOTES);
    let expected = "The old ferry\n it never once ~quote 0.97 quotes 1\nMy grandfather used\nA bridge will\nLovely weather for\nI shall miss\n";
    assert_eq!(outline(&found), expected);
    let answer = found.body(named(&found, "it never once"));
    assert!(answer.text.as_str().contains("whole summer of the flood"));
}

#[test]
fn letter_spaced_words_and_wrong_marks_are_no_obstacle() {
    let found = page(&[
        "The Harbour Trust should be made to pay for all of it, with interest.",
        "Nobody ever pays.",
        "” the H a r b o u r  Trust should be made to pay for all of it”",
        "And who appointed them in the first place?",
    ]);
    assert_eq!(found.thread().comments(), 3);
    assert_eq!(found.thread().link(CommentId::at(1)), Link::Guessed);
    assert_eq!(found.reason(CommentId::at(1)).unwrap().as_str(), "quotes 1");
}

#[test]
fn what_the_article_says_and_what_all_say_is_no_quote() {
    let found = page(&[
        "So the council has voted for the bridge that was planned for years. Well.",
        "> The council has voted for the bridge that was planned for years.",
        "High time, too.",
        "Best wishes from the other side of the river",
        "I agree with most of it.",
        "Best wishes from the other side of the river",
    ]);
    assert!(found.thread().ids().all(|id| found.thread().link(id) == Link::Root), "{}", outline(&found));
}

#[test]
fn lines_that_clearly_go_on_are_one_comment() {
    let found = page(&[
        "Three things are wrong with the plan:",
        "1. It is too low for the sailing boats.",
        "2. It is too steep for bicycles in winter.",
        "3. It costs twice what a tunnel would.",
        "Lovely bridge. Well done!",
    ]);
    let first = found.body(CommentId::at(0));
    assert!(first.text.as_str().contains("twice what a tunnel"), "{}", outline(&found));
    assert_eq!(found.thread().comments(), 2);
}

#[test]
fn nothing_is_lost_and_lines_without_signs_stay_apart() {
    let lines = ["Good.", "Bad!", "Why now?", "Because.", "Ha.", "No.", "So it is."];
    let found = page(&lines);
    let all: Vec<String> = found.thread().ids().map(|id| found.body(id).text.as_str().to_owned()).collect();
    assert_eq!(all, lines);
}

#[test]
fn weak_evidence_is_a_candidate_only_and_never_a_fact() {
    let found = page(&["Why was it built here?", "You ask that every single year.", "It rains."]);
    let thread = found.thread();
    assert!(thread.ids().all(|id| thread.link(id) == Link::Root));
    let candidate = &thread.candidates(CommentId::at(1))[0];
    assert_eq!(candidate.parent, CommentId::at(0));
    assert!(candidate.confidence < 0.85);
    assert_eq!(found.texts().line(candidate.reason).as_str(), "speaks to 1");
}

#[test]
fn levels_draw_no_guess_the_likely_ones_or_all() {
    let found = page(&QUOTES);
    let links = |level| {
        let (again, rows) = again(&found, level).unwrap();
        assert_eq!(rows.len(), found.thread().len());
        again.thread().ids().filter(|id| again.thread().link(*id) == Link::Guessed).count()
    };
    assert_eq!(links(Guesses::Off), 0);
    assert_eq!(links(Guesses::Likely), 1);
    assert!(links(Guesses::All) > 1);
    // Without guesses all stands in the order of the source, and what was a link is named.
    let (off, _) = again(&found, Guesses::Off).unwrap();
    let answer = named(&off, "it never once");
    assert_eq!(answer, CommentId::at(3));
    assert!(off.thread().candidates(answer).iter().any(|known| known.parent == CommentId::at(0)));
    // And back.
    let (likely, _) = again(&off, Guesses::Likely).unwrap();
    assert_eq!(outline(&likely), outline(&found));
}

#[test]
fn repairs_hold_and_the_rest_is_solved_around_them() {
    let found = page(&QUOTES);
    let quoting = named(&found, "it never once");
    let bell = named(&found, "I shall miss");
    let lorries = named(&found, "A bridge will");
    let fixes = [(quoting, Fix::Parent(None)), (bell, Fix::Parent(Some(lorries)))];
    let repaired = build::again(&found, Guesses::Likely, &fixes);
    for level in [Guesses::Off, Guesses::Likely, Guesses::All] {
        let (solved, _) = again(&repaired.discussion, level).unwrap();
        let thread = solved.thread();
        let (quoting, bell) = (named(&solved, "it never once"), named(&solved, "I shall miss"));
        assert_eq!((thread.parent(quoting), thread.link(quoting)), (None, Link::Repaired));
        assert_eq!((thread.parent(bell), thread.link(bell)), (Some(named(&solved, "A bridge will")), Link::Repaired));
        assert!(thread.candidates(bell).is_empty());
        assert_eq!(thread.comments(), found.thread().comments());
    }
}

#[test]
fn what_stands_between_a_quote_and_its_source_stays_below_the_source() {
    // Three quotes from further down, none crossing another: threads from top to bottom.
    let found = page(&[
        "The toll house at the northern end is from the seventeenth century.",
        "Is it open to visitors at all?",
        "> the northern end is from the seventeenth century",
        "Eighteenth, as the stone over the door says.",
        "The pillars of the bridge will stand in the spawning grounds of the salmon.",
        "There has been no salmon since the mill.",
        "> in the spawning grounds of the salmon",
        "They were counted last spring, all forty of them.",
        "Nobody mentions that the tram line ends on the wrong side of the water.",
        "It never went further, even before the war.",
        "> the tram line ends on the wrong side of the water",
        "Depends on where you live.",
    ]);
    let thread = found.thread();
    let between: Vec<_> =
        thread.ids().filter_map(|id| thread.guess(id)).filter(|guess| guess.kind.name() == "previous").collect();
    assert_eq!(between.len(), 3, "{}", outline(&found));
    let visitors = named(&found, "Is it open");
    assert_eq!(thread.parent(visitors), Some(CommentId::at(0)));
    assert_eq!(found.reason(visitors).unwrap().as_str(), "stands between 1 and 3, which quotes 1");
}

#[test]
fn sources_that_leave_parents_out_get_them_from_quotes_and_names() {
    let comment = |id: u32, login: &str, body: &str| {
        serde_json::json!({
            "id": id, "user": {"login": login}, "body": body, "author_association": "NONE",
            "created_at": format!("2026-01-0{}T00:00:00Z", id % 10),
            "html_url": format!("https://github.com/o/r/issues/1#issuecomment-{id}"),
            "issue_url": "https://api.github.com/repos/o/r/issues/1",
        })
    };
    let list = serde_json::json!([
        comment(1001, "ann", "The build fails on the second run with a stale lock file."),
        comment(1002, "bob", "Works for me."),
        comment(1003, "cleo", "> fails on the second run with a stale lock file\n\nRemove the lock file."),
        comment(1004, "dan", "@bob on which system?"),
        comment(1005, "ann", "> The build fails on the second run with a stale lock file.\n\nStill true."),
        comment(1006, "eve", "Thanks for the release."),
    ]);
    let found = loader::parse(list.to_string().into_bytes(), &Options::default()).unwrap();
    let thread = found.thread();
    let facts: Vec<(String, Option<String>, Link)> = thread
        .ids()
        .map(|id| {
            let name = |id| found.author(id).unwrap().to_string();
            (name(id), thread.parent(id).map(name), thread.link(id))
        })
        .collect();
    let fact = |name: &str, parent: Option<&str>, link| (name.to_owned(), parent.map(str::to_owned), link);
    assert_eq!(
        facts,
        [
            fact("ann", None, Link::Root),
            fact("cleo", Some("ann"), Link::Guessed),
            fact("bob", None, Link::Root),
            fact("dan", Some("bob"), Link::Guessed),
            fact("ann", None, Link::Root),
            fact("eve", None, Link::Root),
        ]
    );
    assert_eq!(found.reason(CommentId::at(3)).unwrap().as_str(), "names bob");
}

/// A page whose comments stand under the names of their authors.
fn talk(comments: &[(&str, &str)]) -> Discussion {
    let mut source = format!("The bridge at last\n\n{ARTICLE}\n\n{} comments\n\n", comments.len());
    for (name, words) in comments {
        writeln!(source, "{name} says:\n{words}").unwrap();
    }
    loader::parse(source.into_bytes(), &Options::default()).unwrap()
}

#[test]
fn two_who_take_turns_answer_each_other_and_strangers_do_not() {
    let found = talk(&[
        ("Ann", "I crossed it on the first day and it swayed."),
        ("Bob", "Every bridge of that kind moves a little."),
        ("Ann", "Not so that the lamps swing."),
        ("Bob", "The lamps hang on chains for that."),
        ("Cleo", "My bicycle has a new bell."),
    ]);
    let expected = "I crossed it\nEvery bridge of\n Not so that ~previous 0.93 takes turns with Bob\n  \
                    The lamps hang ~previous 0.93 takes turns with Ann\nMy bicycle has\n";
    assert_eq!(outline(&found), expected);
}

#[test]
fn on_a_page_in_the_order_of_time_turns_prove_nothing() {
    let found = talk(&[
        ("Ann", "I crossed it on the first day and it swayed."),
        ("Bob", "Every bridge of that kind moves a little."),
        ("Ann", "Not so that the lamps swing."),
        ("Cleo", "@Bob who told you that?"),
        ("Dan", "@Ann they swing in every wind."),
        ("Eve", "@Bob do they really?"),
        ("Finn", "@Cleo the council did."),
    ]);
    assert!(found.thread().ids().all(|id| found.thread().link(id) == Link::Root), "{}", outline(&found));
}

#[test]
fn dates_that_only_rise_or_fall_are_an_order_of_time() {
    let page = |days: [u32; 4]| {
        let all = [
            ("Ann", "I crossed it on the first day and it swayed more than the old one ever did."),
            ("Bob", "Every bridge of that kind moves a little."),
            ("Ann", "Not so that the lamps swing."),
            ("Cleo", "> it swayed more than the old one ever did\nIt did not."),
        ];
        let mut source = format!("The bridge at last\n\n{ARTICLE}\n\n4 comments\n\n");
        for ((name, words), day) in all.iter().zip(days) {
            writeln!(source, "{name} says:\nMarch {day}, 2024 at 9:41 am\n{words}").unwrap();
        }
        let found = loader::parse(source.into_bytes(), &Options::default()).unwrap();
        let reasons = |id| found.reason(id).map(|reason| reason.as_str().to_owned());
        found.thread().ids().filter_map(reasons).collect::<Vec<_>>()
    };
    assert_eq!(page([1, 9, 10, 3]), ["quotes Ann", "takes turns with Bob"]);
    assert_eq!(page([1, 2, 3, 4]), ["quotes Ann"]);
    assert!(page([9, 7, 5, 3]).is_empty());
}

#[test]
fn links_to_paragraphs_of_one_comment_do_not_cross() {
    // 445 quotes what stands at 84, 450 what stands at 87: one comment in four paragraphs.
    assert_eq!(strong::uncrossed(&[(445, 84), (450, 87)], 4).len(), 2);
    assert_eq!(strong::uncrossed(&[(445, 84), (450, 87)], 0).len(), 1);
    assert_eq!(strong::uncrossed(&[(445, 84), (450, 97)], 4).len(), 1);
}

#[test]
fn a_second_level_is_taken_apart_where_all_guesses_are_wanted() {
    let video = r#"{"id":"v","title":"A bridge","extractor":"youtube","webpage_url":"https://www.youtube.com/watch?v=v","comments":[
        {"id":"c1","parent":"root","author":"@ann","text":"It sways."},
        {"id":"c1.1","parent":"c1","author":"@bob","text":"All of them do."},
        {"id":"c1.2","parent":"c1","author":"@cleo","text":"@bob not the old one."}]}"#;
    let found = loader::parse(video.as_bytes().to_vec(), &Options::default()).unwrap();
    assert_eq!(outline(&found), "It sways.\n All of them\n @bob not the\n");
    let all = build::again(&found, Guesses::All, &[]).discussion;
    assert_eq!(outline(&all), "It sways.\n All of them\n  @bob not the ~name 0.80 answers @bob\n");
}

#[test]
fn the_native_format_is_never_guessed_at_anew() {
    let native = br#"{"type":"Discussion","btl":1,"source":{"format":"text"},"article":{"name":"x"},
        "items":[{"id":"1","content":"The old ferry was slow but it never broke down."},
        {"id":"2","content":"> The old ferry was slow but it never broke down.\n\nIt did."}]}"#;
    let found = loader::parse(native.to_vec(), &Options::default()).unwrap();
    assert!(found.thread().ids().all(|id| found.thread().link(id) == Link::Root));
    assert!(again(&found, Guesses::All).is_none());
}

#[test]
fn ten_thousand_lines_are_read_whole() {
    let words = ["bridge", "ferry", "toll", "salmon", "tram", "council", "lorry", "harbour", "stone", "winter", "boat"];
    let line = |n: usize| {
        let word = |by: usize| words[(n * 7 + by * by + n / 11) % words.len()];
        format!("{} {} and the {} of number {n} are {}.", word(1), word(2), word(3), word(4))
    };
    let lines: Vec<String> = (0..10_000).map(line).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let found = page(&lines);
    let mut read = 0;
    for id in found.thread().ids() {
        read += found.body(id).text.as_str().matches(" of number ").count();
    }
    assert_eq!(read, 10_000);
}

/// A page of twenty lines: what they are to each other as a person reads them, and what is made
/// of lines of the same shape. Of seven links that a person sees or suspects the program draws
/// the one that is certain; the others it names, or cannot know.
#[test]
fn twenty_lines_as_a_person_reads_them() {
    let truth = include_str!("../../../tests/truth/seed.tsv");
    let rows: Vec<Vec<&str>> =
        truth.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
    assert_eq!(rows.len(), 20);
    // Every link that is drawn on the invented page of the same shape is one of the truth.
    let lines: Vec<&str> = rows.iter().map(|row| row[4]).collect();
    let found = page(&lines);
    let line_of = |id: CommentId| {
        let body = found.body(id);
        let first = body.text.as_str().lines().next().unwrap_or_default().trim_start_matches(['”', ' ']).to_owned();
        lines.iter().position(|line| line.trim_start_matches(['”', ' ']).starts_with(&first)).unwrap()
    };
    let comment = |line: usize| rows[line][1].parse::<u32>().unwrap();
    let answers = |line: usize| rows[line][2].parse::<u32>().ok();
    let thread = found.thread();
    let mut links = 0;
    for id in thread.ids() {
        if let Some(parent) = thread.parent(id) {
            links += 1;
            assert_eq!(answers(line_of(id)), Some(comment(line_of(parent))));
        }
    }
    assert_eq!((links, thread.comments()), (1, 19));
}
