//! The command line, as `--help` and the man page show it.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Parser, Subcommand, ValueEnum};

use crate::export;
use crate::model::Guesses;
use crate::store::KeepFolds;

/// A keyboard reader for an article and the discussion under it.
#[derive(Debug, Parser)]
#[command(
    name = "btl",
    version,
    about = "Read an article and the discussion below it in the terminal",
    long_about = "btl (\"below the line\") shows an article, the comments below it, and what the current comment replies to \
                  on one screen. It reads files and pipes and detects their format. Space reads on, ? shows all keys.",
    after_help = "Examples:\n  btl thread.json             open a file\n  curl -s URL | btl -         open a pipe; keys come from the terminal\n  \
                  btl story.json replies.json open parts of one discussion; also a folder\n  \
                  btl --pick 3 list.mbox      open the third discussion; btl print --list lists them\n  \
                  btl thread.json | less      print plain text when the output is not a terminal\n  btl print --format json x   print native JSON\n  \
                  btl                         open the tutor\n\nExit codes: 0 success, 1 could not read, 2 usage error, 3 changes were not saved.",
    args_conflicts_with_subcommands = true
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) task: Option<Task>,
    /// A file, a folder, - for standard input, or several files of one discussion
    #[arg(value_name = "SOURCE")]
    pub(super) sources: Vec<PathBuf>,
    /// Read as this format instead of detecting it; `btl formats` lists all
    #[arg(long, value_name = "FORMAT")]
    pub(super) from: Option<String>,
    /// Open this one of several discussions: its number, its id, or words of its title
    #[arg(long, value_name = "N|ID|TITLE")]
    pub(super) pick: Option<String>,
    /// Keep folds forever (always), not at all (no), or until a discussion has not been opened for
    /// this many days (90d)
    #[arg(long, value_name = "always|no|DAYS", env = "BTL_KEEP_FOLDS", default_value = "always", value_parser = keep_folds)]
    pub(super) keep_folds: KeepFolds,
    /// Show these guessed links where a source does not give parents; `eg` changes it
    #[arg(long, value_name = "LEVEL", env = "BTL_GUESSES", value_enum, default_value_t = Level::Likely)]
    pub(super) guesses: Level,
    /// Print documentation generated from the program's tables
    #[arg(long, value_name = "WHAT", hide = true)]
    pub(super) generate: Option<Generate>,
}

/// `always`, `no`, `90` or `90d`.
fn keep_folds(text: &str) -> Result<KeepFolds, String> {
    let days = |text: &str| text.strip_suffix('d').unwrap_or(text).parse().ok().filter(|days| *days > 0);
    match text {
        "always" => Ok(KeepFolds::Always),
        "no" => Ok(KeepFolds::No),
        text => days(text)
            .map(KeepFolds::Days)
            .ok_or_else(|| "expected always, no, or a number of days such as 90d".to_owned()),
    }
}

/// The names of the export table, each with what it gives.
fn export_names() -> PossibleValuesParser {
    let values = export::formats().iter().map(|format| PossibleValue::new(format.name).help(format.gives));
    values.collect::<Vec<_>>().into()
}

#[derive(Debug, Subcommand)]
pub(super) enum Task {
    /// Print a discussion, or all discussions of the source
    Print {
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = export_names())]
        format: String,
        /// Width of the text format, in columns
        #[arg(long, value_name = "COLUMNS")]
        width: Option<usize>,
        /// Read as this format instead of detecting it; `btl formats` lists all
        #[arg(long, value_name = "FORMAT")]
        from: Option<String>,
        /// Print only this one of several discussions: its number, its id, or words of its title
        #[arg(long, value_name = "N|ID|TITLE")]
        pick: Option<String>,
        /// List the discussions: number, comments, time of the newest comment, id, title
        #[arg(long)]
        list: bool,
        /// Print only comments that match the query, with their parents: `score:>10 -author:ann`
        #[arg(long, value_name = "QUERY", allow_hyphen_values = true, conflicts_with = "list")]
        filter: Option<String>,
        /// Print these guessed links where a source does not give parents
        #[arg(long, value_name = "LEVEL", value_enum, default_value_t = Level::Likely, conflicts_with = "list")]
        guesses: Level,
        /// Apply your stored repairs
        #[arg(long, conflicts_with = "list")]
        repaired: bool,
        /// A file, a folder, - for standard input, or several files of one discussion
        #[arg(value_name = "SOURCE")]
        sources: Vec<PathBuf>,
    },
    /// Print a line for each comment that matches a query
    #[command(
        long_about = "Print a line for each comment that matches a query: source, number, author, and the text around the first \
                      match, separated by tabs. `unread`, `new`, `marked` and `tag:later` read your store and do not change it.",
        after_help = "Exit codes: 0 match found, 1 no match or could not read, 2 usage error."
    )]
    Find {
        /// Read as this format instead of detecting it; `btl formats` lists all
        #[arg(long, value_name = "FORMAT")]
        from: Option<String>,
        /// Search only this one of several discussions: its number, its id, or words of its title
        #[arg(long, value_name = "N|ID|TITLE")]
        pick: Option<String>,
        /// Words, "phrases", /regexes/ and fields, as one argument
        #[arg(value_name = "QUERY", allow_hyphen_values = true)]
        query: String,
        /// Files, or - for standard input
        #[arg(value_name = "SOURCE")]
        sources: Vec<PathBuf>,
    },
    /// Print the marks of all discussions
    Marks {
        /// Output format
        #[arg(long, value_enum, default_value_t = MarksFormat::Text)]
        format: MarksFormat,
    },
    /// List the formats that btl reads and prints
    Formats,
    /// List all keys
    Keys,
    /// Open the tutor, a discussion that teaches the keys
    Tutor,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Level {
    /// No guessed links
    Off,
    /// Likely links
    Likely,
    /// Possible links, too
    All,
}

impl Level {
    pub(super) fn guesses(self) -> Guesses {
        match self {
            Self::Off => Guesses::Off,
            Self::Likely => Guesses::Likely,
            Self::All => Guesses::All,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum MarksFormat {
    /// Plain text
    Text,
    /// JSON, one array of objects
    Json,
    /// Markdown
    Md,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Generate {
    /// The man page, in roff
    Man,
    /// KEYS.md: all keys and commands, in Markdown
    Keys,
}
