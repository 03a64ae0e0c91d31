//! The command line without a terminal: output, errors, exit codes.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use btl::loader::{Options, parse};
use btl::model::change::{Mark, Spot};
use btl::model::{Change, CommentId, Fix, Index};
use btl::store::Store;
use tempfile::TempDir;

const NATIVE: &str = r#"{"type":"Discussion","btl":1,"source":{"format":"native","url":"https://example.org/t"},
"article":{"name":"Two bridges","mediaType":"text/plain","content":"One is old.\n\nOne is new."},
"items":[{"id":"c1","inReplyTo":null,"attributedTo":{"name":"ann"},"mediaType":"text/plain","content":"First \u001b]0;owned\u0007words"},
{"id":"c2","inReplyTo":"c1","attributedTo":{"name":"bob"},"mediaType":"text/plain","content":"Second"}]}"#;

struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn btl(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_btl"));
        command
            .args(args)
            .env("XDG_DATA_HOME", self.folder.path())
            .env("HOME", self.folder.path())
            .stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.btl(args).output().unwrap()
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn what_cannot_be_read_is_one_line_and_exit_code_1() {
    let place = Place::new();
    let empty = place.file("empty", "");
    for source in ["/no/such/file", text(place.folder.path()), text(&empty)] {
        let output = place.run(&["print", source]);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{source}: {error}");
        assert_eq!(error.lines().count(), 1, "{error}");
        assert!(error.starts_with("btl: "), "{error}");
    }
}

#[test]
fn a_wrong_call_is_one_line_and_exit_code_2() {
    for args in
        [&["--no-such-option"][..], &["print", "--format", "pdf", "x"], &["print", "--from", "nonsense", "x", "y"]]
    {
        let output = Place::new().run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), 1);
    }
}

#[test]
fn help_and_version_go_to_stdout() {
    for (flag, word) in [("--help", "Exit codes"), ("--version", env!("CARGO_PKG_VERSION"))] {
        let output = Place::new().run(&[flag]);
        assert!(output.status.success() && stdout(&output).contains(word));
    }
}

#[test]
fn without_a_terminal_the_reader_prints_plain_text() {
    let place = Place::new();
    let file = place.file("t.json", NATIVE);
    let output = place.run(&[text(&file)]);
    assert_eq!(output.status.code(), Some(0));
    let printed = stdout(&output);
    assert!(printed.starts_with("Two bridges\n") && printed.contains("  bob"), "{printed}");
    assert!(!printed.contains('\u{1b}') && !printed.contains('\u{7}'));
}

#[test]
fn a_pipe_is_read_and_printed() {
    let place = Place::new();
    for args in [&["print", "-"][..], &["print"], &["-"], &[]] {
        let mut child = place.btl(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(NATIVE.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(stdout(&output).contains("Two bridges"), "{args:?}");
    }
}

#[test]
fn printed_json_is_harmless_exact_and_read_again() {
    let place = Place::new();
    let file = place.file("t.json", NATIVE);
    let first = stdout(&place.run(&["print", "--format", "json", text(&file)]));
    assert!(first.chars().all(|c| c == '\n' || !c.is_control()));
    let value: serde_json::Value = serde_json::from_str(&first).unwrap();
    assert_eq!(value["items"][0]["content"], "First \u{1b}]0;owned\u{7}words");
    let again = place.file("again.json", &first);
    assert_eq!(stdout(&place.run(&["print", "--format", "json", text(&again)])), first);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let place = Place::new();
    let file = place.file("t.json", NATIVE);
    let mut child = place.btl(&["print", text(&file)]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn marks_of_nothing_are_an_empty_list_and_make_no_store() {
    let place = Place::new();
    let output = place.run(&["marks", "--format", "json"]);
    assert_eq!(stdout(&output).trim(), "[]");
    assert_eq!(std::fs::read_dir(place.folder.path()).unwrap().count(), 0);
}

#[test]
fn several_discussions_are_listed_picked_and_all_printed() {
    let place = Place::new();
    let one = |n: u8| {
        format!(
            "{{\"type\":\"Discussion\",\"btl\":1,\"source\":{{\"site\":\"club:{n}\"}},\"article\":{{\"name\":\"Evening {n}\"}},\
             \"items\":[{{\"id\":\"a\",\"published\":\"2026-01-0{n}T10:00:00Z\",\"content\":\"words of {n}\"}}]}}\n"
        )
    };
    let path = place.file("evenings.json", &(1..=3).map(one).collect::<String>());
    let path = text(&path);
    let list = stdout(&place.run(&["print", "--list", path]));
    assert_eq!(list.lines().nth(1), Some("2\t1\t2026-01-02T10:00:00Z\tclub:2\tEvening 2"));
    let all = stdout(&place.run(&["print", "--format", "json", path]));
    assert_eq!((all.lines().count(), all.matches("\"type\":\"Discussion\"").count()), (3, 3));
    for args in [["print", "--pick", "club:2", path], ["--pick", "evening 2", path, "--from=native"]] {
        let picked = stdout(&place.run(&args));
        assert!(picked.contains("words of 2") && !picked.contains("words of 1"), "{picked}");
    }
    let none = place.run(&["print", "--pick", "9", path]);
    assert_eq!(none.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&none.stderr).contains("--list"));
}

const TALK: &str = r#"{"type":"Discussion","btl":1,"source":{"format":"native","complete":true},"article":{"name":"Tea"},
"items":[{"id":"c1","attributedTo":{"name":"ann"},"score":2,"mediaType":"text/plain","content":"Put the kettle on"},
{"id":"c2","inReplyTo":"c1","attributedTo":{"name":"bob"},"score":12,"mediaType":"text/plain","content":"Which one \u001b[31m of the two"},
{"id":"c3","inReplyTo":"c2","attributedTo":{"name":"cy"},"score":5,"mediaType":"text/plain","content":"The kettle with the whistle, of course, since the other one has been leaking all winter long"},
{"id":"c4","attributedTo":{"name":"ann"},"mediaType":"text/plain","content":"Coffee"}]}"#;

#[test]
fn find_prints_a_line_a_hit() {
    let place = Place::new();
    let (one, two) = (place.file("one.json", TALK), place.file("two.json", NATIVE));
    let output = place.run(&["find", "kettle", text(&one), text(&two)]);
    assert_eq!(output.status.code(), Some(0));
    let lines = stdout(&output);
    let rows: Vec<Vec<&str>> = lines.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(rows.len(), 2, "{lines}");
    assert_eq!(rows[0], [text(&one), "1", "ann", "Put the kettle on"]);
    assert_eq!(rows[1][..3], [text(&one), "3", "cy"]);
    assert!(rows[1][3].starts_with("The kettle with"), "{lines}");

    let output = place.run(&["find", "winter", text(&one)]);
    assert!(stdout(&output).contains("\t…"), "the words around the hit: {}", stdout(&output));
    let output = place.run(&["find", "-kettle score:>10", text(&one)]);
    assert!(stdout(&output).contains("\t2\tbob\tWhich one") && !stdout(&output).contains('\u{1b}'));
}

#[test]
fn find_says_by_its_exit_code_what_happened() {
    let place = Place::new();
    let one = place.file("one.json", TALK);
    for (args, code) in [
        (vec!["find", "kettle", text(&one)], 0),
        (vec!["find", "samovar", text(&one)], 1),
        (vec!["find", "kettle", "/no/such/file"], 1),
        (vec!["find", "kettle", "/no/such/file", text(&one)], 1),
        (vec!["find", "score:high", text(&one)], 2),
        (vec!["find", "unread", text(&one)], 0),
        (vec!["find", "marked", text(&one)], 1),
        (vec!["find"], 2),
    ] {
        assert_eq!(place.run(&args).status.code(), Some(code), "{args:?}");
    }
    let output = place.run(&["find", "tea score:high", text(&one)]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    let lines: Vec<&str> = error.lines().collect();
    assert_eq!(lines[0].find("high"), lines[1].find('^'), "{error}");
    assert!(lines[2].starts_with("btl: expected a number"), "{error}");
}

#[test]
fn queries_ask_the_store_what_was_read_and_marked() {
    let place = Place::new();
    let one = place.file("one.json", TALK);
    assert_eq!(stdout(&place.run(&["find", "unread", text(&one)])).lines().count(), 4);
    let folder = place.folder.path().join("below-the-line");
    assert!(!folder.exists(), "looking makes no store");

    let discussion = parse(TALK.as_bytes().to_vec(), &Options::default()).unwrap();
    let index = Index::of(&discussion);
    let at = |row| CommentId::at(row);
    let mark = Mark { note: String::new(), tags: vec!["later".to_owned()], marked: 1 };
    let changes = [
        Change::Read { these: vec![at(0), at(1)], on: true },
        Change::Mark { at: Spot::Comment(at(2)), mark: Some(mark) },
    ];
    let mut store = Store::open(&folder).unwrap();
    let mut attached = store.attach(&discussion, &index, None, 1).unwrap();
    store.apply(&mut attached, &changes, &discussion, &index, 1).unwrap();
    drop(store);

    for (query, numbers) in
        [("read", "1 2"), ("unread", "3 4"), ("tag:later", "3"), ("marked or read", "1 2 3"), ("new", "")]
    {
        let lines = stdout(&place.run(&["find", query, text(&one)]));
        let found: Vec<&str> = lines.lines().filter_map(|line| line.split('\t').nth(1)).collect();
        assert_eq!(found.join(" "), numbers, "{query}: {lines}");
    }
    let printed = stdout(&place.run(&["print", "--filter", "marked", text(&one)]));
    assert!(printed.contains("whistle") && !printed.contains("Coffee"), "{printed}");
}

#[test]
fn a_filtered_print_keeps_what_stands_above() {
    let place = Place::new();
    let one = place.file("one.json", TALK);
    let output = place.run(&["print", "--filter", "author:cy", "--format", "json", text(&one)]);
    assert_eq!(output.status.code(), Some(0));
    let json: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    let ids: Vec<&str> = json["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["c1", "c2", "c3"]);
    assert!(json["source"]["warnings"].to_string().contains("1 of 4 comments fit author:cy"), "{json}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "btl: 1 of 4 comments fit author:cy, 2 more kept above them\n");
    for format in ["text", "outline", "md"] {
        let output = place.run(&["print", "--filter", "whistle", "--format", format, text(&one)]);
        let printed = stdout(&output);
        assert!(printed.contains("whistle") && printed.contains("Put the kettle on"), "{format}: {printed}");
        assert!(!printed.contains("Coffee"), "{format}: {printed}");
    }
    assert_eq!(place.run(&["print", "--filter", "(tea", text(&one)]).status.code(), Some(2));
}

const PAGE: &str = "The bridge\n\nThe council has voted for the bridge that was planned for years.\n\n4 comments\n\n\
    The old ferry was slow but it never once broke down in forty years of service.\n\
    > it never once broke down in forty years\nThat is wrong, it lay still for the whole summer of the flood.\n\
    You say that every single year.\nLovely weather for a ferry.\n";

#[test]
fn guesses_are_printed_as_links_as_far_as_they_are_wanted() {
    let place = Place::new();
    let page = place.file("page.txt", PAGE);
    let links = |level: &[&str]| {
        let output = place.run(&[&["print", "--format", "json"], level, &[text(&page)]].concat());
        let json: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        json["items"].as_array().unwrap().iter().filter(|item| !item["inReplyTo"].is_null()).count()
    };
    assert_eq!(links(&["--guesses", "off"]), 0);
    assert_eq!((links(&[]), links(&["--guesses", "likely"])), (1, 1));
    assert_eq!(links(&["--guesses", "all"]), 2);
    assert_eq!(place.run(&["print", "--guesses", "some", text(&page)]).status.code(), Some(2));
}

#[test]
fn what_was_put_right_is_printed_where_it_is_asked_for() {
    let place = Place::new();
    let page = place.file("page.txt", PAGE);
    let folder = place.folder.path().join("below-the-line");
    let print = |more: &[&str]| {
        let output = place.run(&[&["print", "--format", "json"], more, &[text(&page)]].concat());
        assert_eq!(output.status.code(), Some(0));
        stdout(&output)
    };
    assert_eq!(print(&["--repaired"]), print(&[]));
    assert!(!folder.exists(), "looking makes no store");

    let discussion = parse(PAGE.as_bytes().to_vec(), &Options::default()).unwrap();
    let index = Index::of(&discussion);
    let named = |words: &str| {
        let of = |id: &CommentId| discussion.body(*id).text.as_str().starts_with(words);
        index.identity(discussion.thread().ids().find(of).unwrap())
    };
    let fix = Fix::Parent(Some(named("The old ferry")));
    let repair = Change::Repair { of: named("Lovely weather"), aspect: fix.aspect(), fix: Some(fix) };
    let mut store = Store::open(&folder).unwrap();
    let mut attached = store.attach(&discussion, &index, None, 1).unwrap();
    store.apply(&mut attached, &[repair], &discussion, &index, 1).unwrap();
    drop(store);

    assert!(!print(&[]).contains("manual"), "plain printing does not ask the store");
    let printed = print(&["--repaired"]);
    assert!(printed.contains("\"parent\":\"manual\""), "{printed}");
    let shown = stdout(&place.run(&["print", "--repaired", "--filter", "weather", "--format", "outline", text(&page)]));
    assert!(shown.contains("The old ferry"), "what it answers is kept above it: {shown}");
}

#[test]
fn how_long_folds_are_kept_is_checked_and_explained() {
    let place = Place::new();
    let help = stdout(&place.run(&["--help"]));
    assert!(help.contains("--keep-folds") && help.contains("BTL_KEEP_FOLDS"), "{help}");
    let file = place.file("a.json", NATIVE);
    for good in ["always", "no", "90d", "7"] {
        assert_eq!(place.run(&["--keep-folds", good, text(&file)]).status.code(), Some(0), "{good}");
    }
    for bad in ["0", "d", "never", "90 d"] {
        let output = place.run(&["--keep-folds", bad, text(&file)]);
        assert_eq!(output.status.code(), Some(2), "{bad}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("keep-folds"), "{bad}");
    }
    let output = place.btl(&[text(&file)]).env("BTL_KEEP_FOLDS", "soon").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let output = place.btl(&["keys"]).env("BTL_KEEP_FOLDS", "no").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}
