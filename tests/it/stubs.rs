//! Replies that one file only counts, and another brings.

use std::fs;
use std::path::PathBuf;

use btl::export::{self, print};
use btl::loader::{Input, Options, read_all};

/// The outline of files read together, without what is beside the thread.
fn together(files: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = |(at, text): (usize, &&str)| {
        let path = folder.path().join(format!("{at}.json"));
        fs::write(&path, text).unwrap();
        path
    };
    let paths: Vec<PathBuf> = files.iter().enumerate().map(path).collect();
    let all = read_all(Input::Paths(paths), &Options::default()).unwrap();
    assert_eq!(all.len(), 1);
    let total = all[0].origin().total.map_or("?".to_owned(), |total| total.to_string());
    let outline = print(&all[0], "outline", &export::Options::default()).unwrap();
    let (_, thread) = outline.split_once("\n\n").unwrap();
    format!("{} of {total}\n{thread}", all[0].thread().comments())
}

fn native(items: &str) -> String {
    format!(
        r#"{{"type":"Discussion","btl":1,"source":{{"format":"native","namespace":"pond","site":"pond:1"}},"article":{{"id":"t","name":"Ice"}},"items":[{items}]}}"#
    )
}

fn says(id: &str, parent: &str) -> String {
    let parent = if parent.is_empty() { "null".to_owned() } else { format!("{parent:?}") };
    format!(r#"{{"id":"{id}","inReplyTo":{parent},"content":"{id}"}}"#)
}

fn more(id: &str, parent: &str, count: u32) -> String {
    format!(
        r#"{{"id":"{id}","type":"More","inReplyTo":{},"count":{count}}}"#,
        if parent.is_empty() { "null".to_owned() } else { format!("{parent:?}") }
    )
}

#[test]
fn reddit_stubs_are_filled() {
    let story = r#"[{"kind":"Listing","data":{"children":[{"kind":"t3","data":{"id":"q1","name":"t3_q1","title":"Song","num_comments":9}}]}},
        {"kind":"Listing","data":{"children":[{"kind":"t1","data":{"id":"x1","name":"t1_x1","parent_id":"t3_q1","link_id":"t3_q1","author":"ann",
        "body":"a","replies":{"kind":"Listing","data":{"children":[{"kind":"more","data":{"count":3,"id":"x2","name":"t1_x2","parent_id":"t1_x1",
        "children":["x2","x4"]}}]}}}},{"kind":"more","data":{"count":5,"id":"y1","name":"t1_y1","parent_id":"t3_q1","children":["y1","y2"]}}]}}]"#;
    let rest = r#"{"json":{"errors":[],"data":{"things":[
        {"kind":"t1","data":{"id":"x2","name":"t1_x2","parent_id":"t1_x1","link_id":"t3_q1","author":"bo","body":"b","replies":""}},
        {"kind":"t1","data":{"id":"x3","name":"t1_x3","parent_id":"t1_x2","link_id":"t3_q1","author":"ann","body":"c","replies":""}},
        {"kind":"t1","data":{"id":"y1","name":"t1_y1","parent_id":"t3_q1","link_id":"t3_q1","author":"cy","body":"d","replies":""}}]}}}"#;
    let alone = together(&[story]);
    assert!(alone.starts_with("1 of 9\n") && alone.contains("+3") && alone.contains("+5"), "{alone}");
    for files in [[story, rest], [rest, story]] {
        let both = together(&files);
        assert!(both.starts_with("4 of 9\n"), "{both}");
        assert!(both.contains("+1") && both.contains("+4") && both.matches("+").count() == 2, "{both}");
    }
}

#[test]
fn a_stub_of_which_all_came_goes() {
    let first = native(&[says("a", ""), more("m", "a", 2), says("z", "")].join(","));
    let second = native(&[says("b", "a"), says("c", "b"), says("z", "")].join(","));
    assert_eq!(together(&[&first, &second]), "4 of ?\n- [#a]: a\n  - [#b]: b\n    - [#c]: c\n- [#z]: z\n");
}

#[test]
fn what_came_elsewhere_changes_no_stub() {
    // `b` is known to both files, so its reply is none of those that the stub on `a` counts.
    let first = native(&[says("a", ""), says("b", "a"), more("m", "a", 2)].join(","));
    let second = native(&[says("b", "a"), says("c", "b"), says("lost", "nobody")].join(","));
    assert!(together(&[&first, &second]).contains("+2"));
}

#[test]
fn stubs_of_several_files_on_one_comment_are_one() {
    // Four replies in all: each file has two of them, and one is in both.
    let first = native(&[says("a", ""), says("b", "a"), says("c", "a"), more("m", "a", 2)].join(","));
    let second = native(&[says("a", ""), says("c", "a"), says("d", "a"), more("n", "a", 2)].join(","));
    let both = together(&[&first, &second]);
    assert!(both.starts_with("4 of ?\n") && both.contains("+1") && both.matches('+').count() == 1, "{both}");
}

#[test]
fn circles_and_many_files_end() {
    let first = native(&[says("a", "b"), says("b", "a"), more("m", "a", 2), more("n", "", 3)].join(","));
    let second = native(&[says("b", "c"), says("c", "b")].join(","));
    assert!(together(&[&first, &second, &first.replace("\"m\"", "\"o\"")]).starts_with("3 of ?\n"));
}
