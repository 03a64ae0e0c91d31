//! What the program says about itself is drawn from its tables, and stays true.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use btl::reader::command::{self, TOPICS};
use btl::reader::keymap::pretty;

fn run(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_btl")).args(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The text of a file at the top of the repository.
fn page(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn keys_md_is_generated() {
    let wanted = run(&["--generate", "keys"]);
    assert!(page("KEYS.md") == wanted, "KEYS.md is out of date: btl --generate keys > KEYS.md");
}

#[test]
fn every_command_is_in_keys_and_manual() {
    let (keys, manual) = (run(&["keys"]), run(&["--generate", "man"]));
    for command in command::all() {
        assert!(keys.contains(command.help), "{}", command.name);
        let written = command.help.replace('-', "\\-").replace('\'', "\\(aq").replace('^', "\\(ha");
        assert!(command.keys.is_empty() || manual.contains(&written), "{}", command.name);
    }
    assert!(manual.starts_with(".ie") || manual.starts_with(".TH"), "{}", &manual[..60]);
}

#[test]
fn names_are_unique_and_help_is_short_and_in_one_form() {
    let mut names = BTreeSet::new();
    for command in command::all() {
        assert!(names.insert(command.name), "{} stands twice", command.name);
        assert!(command.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", command.name);
        let first = command.help.chars().next().unwrap();
        assert!(first.is_uppercase() && !command.help.ends_with('.'), "{}: {}", command.name, command.help);
        assert!(command.help.chars().count() <= 60, "{}: {}", command.name, command.help);
    }
}

#[test]
fn every_key_of_the_design_is_bound() {
    let bound: BTreeSet<String> =
        command::all().flat_map(|command| command.keys.iter().map(|keys| pretty(keys))).collect();
    let wanted = "/ & n N ]f [f )f (f Space b Backspace j k ↓ ↑ ^N ^P ^E ^Y zt zz zb d u ^D ^U PgDn PgUp ^F ^B g G Home End % J K p P t } { ]] [[ > h ← l → \
                  ]o [o ]a [a ]m [m ]h [h ]g [g ]q [q ]s [s ]n [n ]u [u )n (u r X C w ]j )o (o ; , ^O Alt-← Alt-→ ^I Enter za zo zc zO zC zM zR - zm + = zr zv m M ' a i Z Tab ⇧Tab \
                  ^W+ ^W- ^W< ^W> ^W= I y Y o O f F Q T S el eb em es ea eg ex ss so sn sp sr st zs A U ^R R ^L : ? q Esc ^C ^G ^Z";
    for key in wanted.split_whitespace() {
        let prefixed = key.strip_prefix("^W").filter(|rest| !rest.is_empty()).map(|rest| format!("^W{rest}"));
        assert!(bound.contains(key) || prefixed.is_some_and(|key| bound.contains(&key)), "{key} is not bound");
    }
}

#[test]
fn topics_have_commands_and_formats_are_listed() {
    assert!(TOPICS.iter().all(|(name, rows)| !name.is_empty() && !rows.is_empty()));
    let formats = run(&["formats"]);
    for name in btl::loader::formats()
        .iter()
        .map(|format| format.name)
        .chain(btl::export::formats().iter().map(|format| format.name))
    {
        assert!(formats.contains(name), "{name}");
    }
}
