//! The command line without a terminal: output, errors, exit codes.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

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
