//! The shell examples of the README run as they stand.
#![cfg(unix)]

use std::path::Path;
use std::process::{Command, Stdio};

/// Files of the names that the examples use.
const FILES: &[(&str, &str)] = &[
    (
        "thread.json",
        r#"{"id":1,"title":"Kettles","author":"ann","children":[
            {"id":2,"parent_id":1,"author":"bob","text":"Mine is steel.","points":20,"children":[
                {"id":3,"parent_id":2,"author":"cyd","text":"A steel kettle lasts.","points":1,"children":[]}]}]}"#,
    ),
    ("story.json", r#"{"by":"ann","id":1,"kids":[2],"title":"Kettles","type":"story","time":1700000000}"#),
    ("comments.json", r#"[{"by":"bob","id":2,"parent":1,"text":"Mine is steel.","type":"comment","time":1700000100}]"#),
    (
        "list.mbox",
        "From ann@example.org Mon Jan  1 10:00:00 2024\nFrom: Ann <ann@example.org>\nSubject: Kettles\n\
         Message-ID: <1@example.org>\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n\nWhich one?\n\n\
         From bob@example.org Mon Jan  1 11:00:00 2024\nFrom: Bob <bob@example.org>\nSubject: Cups\n\
         Message-ID: <2@example.org>\nDate: Mon, 1 Jan 2024 11:00:00 +0000\n\nAnd which cup?\n",
    ),
    (
        "page.txt",
        "Kettles\n\nAn article about kettles of all kinds, in two sentences. This is the second one.\n\n2 comments\n\n\
         ann says:\nA kettle of steel lasts.\n\nbob says:\nA kettle of glass looks better.\n",
    ),
];

/// The lines of the README's `sh` blocks that use `btl`, without their comments.
fn examples() -> Vec<String> {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let blocks = readme.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap().to_owned());
    let lines: Vec<String> = blocks.flat_map(|block| block.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    let commands = lines.iter().map(|line| line.split("  # ").next().unwrap().trim().to_owned());
    commands.filter(|command| command.contains("btl")).collect()
}

#[test]
fn examples_print_what_they_promise() {
    let home = tempfile::tempdir().unwrap();
    for (name, text) in FILES {
        std::fs::write(home.path().join(name), text).unwrap();
    }
    let program = Path::new(env!("CARGO_BIN_EXE_btl")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let examples = examples();
    assert!(examples.len() > 5, "{examples:?}");
    for example in examples {
        let output = Command::new("sh")
            .args(["-c", &example])
            .current_dir(home.path())
            .env("PATH", &path)
            .env("HOME", home.path())
            .env("XDG_DATA_HOME", home.path().join("data"))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{example}: {errors}");
        // Without marks there is nothing to print.
        assert!(!output.stdout.is_empty() || example.starts_with("btl marks"), "{example} prints nothing: {errors}");
    }
}
