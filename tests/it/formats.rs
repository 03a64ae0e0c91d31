//! Every format against small inputs: `tests/data/<format>/<case>/in.*` gives `out.txt`.
//!
//! `out.txt` is the outline with a line on the origin in front, of each discussion. After a change that is
//! meant, `UPDATE=1 cargo test --test formats` writes the files anew; read them then.

use std::fs;
use std::path::{Path, PathBuf};

use btl::export::{self, print, print_all};
use btl::loader::{Options, parse, parse_all};
use btl::model::Discussion;

struct Case {
    format: String,
    folder: PathBuf,
    /// Whether it is JSON as it stands, which loses nothing to a cut but its last comment.
    is_json: bool,
    bytes: Vec<u8>,
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn cases() -> Vec<Case> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let mut cases = Vec::new();
    for format in folders(&data) {
        let name = format.file_name().unwrap().to_str().unwrap().to_owned();
        for folder in folders(&format) {
            let is_input = |path: &&PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with("in.");
            let input = folders(&folder).iter().find(is_input).unwrap().clone();
            let is_json = input.extension().is_some_and(|end| end == "json");
            cases.push(Case { format: name.clone(), bytes: fs::read(input).unwrap(), is_json, folder });
        }
    }
    assert!(cases.len() > 20);
    cases
}

fn outline(discussion: &Discussion) -> String {
    print(discussion, "outline", &export::Options::default()).unwrap()
}

fn json(bytes: Vec<u8>) -> String {
    let all = parse_all(bytes, &Options::default()).unwrap();
    print_all(&all, "json", &export::Options::default()).unwrap()
}

fn shown(discussion: &Discussion) -> String {
    let origin = discussion.origin();
    let site = origin.site.as_deref().unwrap_or("-");
    let whole = if origin.complete { "whole" } else { "not whole" };
    let total = origin.total.map_or("?".to_owned(), |total| total.to_string());
    let comments = discussion.thread().comments();
    format!("{}, {site}, {comments} of {total} comments, {whole}\n\n{}", origin.format, outline(discussion))
}

#[test]
fn every_format_has_a_folder_of_cases() {
    for format in btl::loader::formats() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(format.name);
        assert!(!folders(&folder).is_empty(), "{} has no cases: make tests/data/{}/<case>/", format.name, format.name);
    }
}

#[test]
fn each_case_reads_as_it_should() {
    let mut wrong = Vec::new();
    for case in cases() {
        let out = case.folder.join("out.txt");
        let all = parse_all(case.bytes, &Options::default()).unwrap_or_else(|e| panic!("{}: {e}", out.display()));
        let got = all.iter().map(shown).collect::<Vec<_>>().join("\n");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&out, &got).unwrap();
        } else if fs::read_to_string(&out).unwrap_or_default() != got {
            wrong.push(format!("{}:\n{got}", out.display()));
        }
        assert!(case.format == "native" || *all[0].origin().format == *case.format, "{}", out.display());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn native_json_is_read_back_the_same() {
    for case in cases() {
        let first = json(case.bytes);
        assert_eq!(json(first.clone().into_bytes()), first, "{}", case.folder.display());
    }
}

#[test]
fn an_outline_is_read_back_the_same() {
    let from = Options { from: Some("outline".into()), ..Options::default() };
    for case in cases() {
        let first = outline(&parse(case.bytes, &Options::default()).unwrap());
        let again = parse(first.clone().into_bytes(), &from).unwrap();
        assert_eq!(outline(&again), first, "{}", case.folder.display());
    }
}

#[test]
fn plain_words_are_an_outline_if_that_is_said() {
    let from = Options { from: Some("outline".into()), ..Options::default() };
    let discussion = parse(b"a\n  b\n    c\n  d\ne\n".to_vec(), &from).unwrap();
    assert_eq!(outline(&discussion), "- a\n  - b\n    - c\n  - d\n- e\n");
}

/// A cut never panics, never makes comments up, and keeps every comment that was whole.
#[test]
fn a_cut_at_any_byte_keeps_what_was_whole() {
    for case in cases() {
        let count = |all: Vec<Discussion>| all.iter().map(|one| one.thread().comments()).sum::<usize>();
        let Ok(whole) = parse_all(case.bytes.clone(), &Options::default()).map(count) else { continue };
        let from = Options { from: Some(case.format.clone()), ..Options::default() };
        let mut most = 0;
        // Every byte of the short ones; the cost grows with the square, and pages are searched
        // for an article at each cut.
        let step = if case.format == "html" { 23 } else { 1 + case.bytes.len() / 2000 };
        for end in (0..case.bytes.len()).step_by(step) {
            let Ok(comments) = parse_all(case.bytes[..end].to_vec(), &from).map(count) else { continue };
            // Without the end of its text a message is not known as a copy.
            let most_of = whole + usize::from(case.format == "mbox");
            assert!(comments <= most_of, "{} at {end}", case.folder.display());
            if case.is_json {
                assert!(comments + 1 >= most, "{} at {end}: {comments} after {most}", case.folder.display());
                most = most.max(comments);
            }
        }
    }
}

#[test]
fn every_export_takes_every_case() {
    for case in cases() {
        let discussion = parse(case.bytes, &Options::default()).unwrap();
        for export in export::formats() {
            let text = print(&discussion, export.name, &export::Options { now: 0, width: Some(40) }).unwrap();
            assert!(text.ends_with('\n'), "{} of {}", export.name, case.folder.display());
            let control = text.chars().find(|c| c.is_control() && *c != '\n');
            assert_eq!(control, None, "{} of {}", export.name, case.folder.display());
        }
    }
}

/// Nested a hundred thousand deep, keys in either order, on a small stack: read, written
/// in every format, dropped.
#[test]
fn depth_needs_no_stack() {
    let front = |n: usize| format!(r#"{{"id":{n},"author":"a","text":"t","created_at_i":1,"children":["#);
    let back = |n: usize| format!(r#"],"created_at_i":1,"id":{n},"text":"t"}}"#);
    let (deep, all) = (100_000, 1..=100_000);
    let before: String = all.clone().map(front).collect::<String>() + &"]}".repeat(deep);
    let after: String = r#"{"author":"a","children":["#.repeat(deep) + &all.rev().map(back).collect::<String>();
    let run = move || {
        let read = |source: String| {
            let discussion = parse(source.into_bytes(), &Options::default()).unwrap();
            assert_eq!(discussion.thread().comments(), deep - 1);
            discussion
        };
        drop(read(after));
        // The thread is the same, so it is written once: that is the slow part.
        let discussion = read(before);
        for export in export::formats() {
            let text = print(&discussion, export.name, &export::Options::default()).unwrap();
            assert!(text.len() < 60_000_000, "{}: {} bytes", export.name, text.len());
        }
    };
    std::thread::Builder::new().stack_size(256 << 10).spawn(run).unwrap().join().unwrap();
}

/// The same for formats that are read as records.
#[test]
fn nested_records_need_no_stack() {
    let deep = 20_000;
    let reddit = |n: usize| {
        format!(
            r#"{{"kind":"t1","data":{{"id":"c{n}","parent_id":"t3_p","author":"a","body":"b","replies":{{"kind":"Listing","data":{{"children":["#
        )
    };
    let tree =
        |n: usize| format!(r#"{{"comment":{{"id":"{n}","pid":"","text":"t","locator":{{"url":"u"}}}},"replies":["#);
    let nested =
        |front: &dyn Fn(usize) -> String, end: &str| (0..deep).map(front).collect::<String>() + &end.repeat(deep);
    let sources = [
        format!(r#"{{"kind":"Listing","data":{{"dist":1,"children":[{}]}}}}"#, nested(&reddit, "]}}}}")),
        format!(r#"{{"comments":[{}]}}"#, nested(&tree, "]}")),
    ];
    let run = move || {
        for source in sources {
            let discussion = parse(source.into_bytes(), &Options::default()).unwrap();
            let thread = discussion.thread();
            let depth = thread.ids().map(|id| thread.depth(id) as usize).max();
            assert_eq!((thread.comments(), depth), (deep, Some(deep - 1)));
        }
    };
    std::thread::Builder::new().stack_size(256 << 10).spawn(run).unwrap().join().unwrap();
}
