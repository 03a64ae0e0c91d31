//! Texts that are drawn from the program's own tables.

use std::fmt::Write as _;

use clap::CommandFactory as _;

use super::args::{Args, Generate};
use crate::reader::command::TOPICS;
use crate::reader::keymap::pretty;
use crate::{export, loader};

/// What the program takes from its environment.
const ENVIRONMENT: &[(&str, &str)] = &[
    (
        "BTL_OPENER",
        "The program that opens links, with options; it gets the address as its last argument, without a shell",
    ),
    ("BROWSER", "The same where BTL_OPENER is not set: the first of the programs that are named, parted by colons"),
    ("VISUAL, EDITOR", "The editor for notes"),
    ("NO_COLOR", "If set, nothing is coloured"),
    ("XDG_DATA_HOME", "The folder in which below-the-line/ keeps marks and places"),
];

/// One of the texts.
pub(super) fn text(what: Generate) -> String {
    match what {
        Generate::Man => man(),
        Generate::Keys => key_table(),
    }
}

/// The man page: what clap knows, then the keys.
fn man() -> String {
    let mut page = Vec::new();
    // Writing to memory does not fail.
    let _ = clap_mangen::Man::new(Args::command()).render(&mut page);
    let mut text = String::from_utf8_lossy(&page).into_owned();
    text.push_str(".SH KEYS\n");
    for (topic, commands) in TOPICS {
        let _ = writeln!(text, ".SS {topic}");
        for command in commands.iter().filter(|command| !command.keys.is_empty()) {
            let keys = command.keys.iter().map(|keys| roff(&pretty(keys))).collect::<Vec<_>>().join(", ");
            let _ = writeln!(text, ".TP\n\\fB{keys}\\fR\n{}.", roff(command.help));
        }
    }
    text.push_str(".SH ENVIRONMENT\n");
    for (name, meaning) in ENVIRONMENT {
        let _ = writeln!(text, ".TP\n\\fB{name}\\fR\n{}.", roff(meaning));
    }
    text
}

fn roff(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-").replace('^', "\\(ha").replace('\'', "\\(aq");
    if text.starts_with('.') { format!("\\&{text}") } else { text }
}

/// `btl keys`: a line a command.
pub(super) fn keys() -> String {
    let mut text = String::new();
    for (topic, commands) in TOPICS {
        let _ = writeln!(text, "{}{topic}", if text.is_empty() { "" } else { "\n" });
        for command in *commands {
            let keys = command.keys.iter().map(|keys| pretty(keys)).collect::<Vec<_>>().join("  ");
            let keys = if keys.is_empty() { format!(":{}", command.name) } else { keys };
            let pad = 22_usize.saturating_sub(crate::text::width::cells(&keys)).max(1);
            let _ = writeln!(text, "  {keys}{}{}", " ".repeat(pad), command.help);
        }
    }
    text
}

/// The README's table.
fn key_table() -> String {
    let mut text = String::from("| keys | do |\n|---|---|\n");
    for (topic, commands) in TOPICS {
        let _ = writeln!(text, "| | **{topic}** |");
        for command in commands.iter().filter(|command| !command.keys.is_empty()) {
            let keys = command.keys.iter().map(|keys| format!("`{}`", pretty(keys))).collect::<Vec<_>>().join(" ");
            let _ = writeln!(text, "| {} | {} |", keys.replace('|', "\\|"), command.help.replace('|', "\\|"));
        }
    }
    text
}

/// `btl formats`.
pub(super) fn formats() -> String {
    let mut text = String::from("reads (told by the content; --from overrides):\n");
    for format in loader::formats() {
        let _ = writeln!(text, "  {:<14} {}", format.name, format.reads);
    }
    text.push_str(
        "also packed or saved as gzip, zstd, zip, WARC, HAR, MHTML, and as several files or a folder of them\n",
    );
    text.push_str("prints (btl print --format):\n");
    for format in export::formats() {
        let _ = writeln!(text, "  {:<14} {}", format.name, format.gives);
    }
    text
}
