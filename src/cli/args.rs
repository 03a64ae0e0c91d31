//! The command line, as `--help` and the man page show it.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::model::Guesses;
use crate::store::KeepFolds;

/// A keyboard reader for an article and the discussion under it.
#[derive(Debug, Parser)]
#[command(
    name = "btl",
    version,
    about = "Read an article and the discussion below it, side by side, by keyboard",
    long_about = "btl (\"below the line\") opens a saved discussion (a file or a pipe) as one article with its thread: \
                  the article, the comments and what the current comment answers are on the screen together. \
                  Space reads on, ? shows all keys.",
    after_help = "Examples:\n  btl thread.json             open a file\n  curl -s URL | btl -         open a pipe; keys come from the terminal\n  \
                  btl story.json replies.json open files of one discussion together; a folder is read so, too\n  \
                  btl --pick 3 list.mbox      open the third of several discussions; btl print --list shows them\n  \
                  btl thread.json | less      plain text where there is no terminal\n  btl print --format json x   one discussion as native JSON\n  \
                  btl                         the tutor: learn the keys by reading\n\nExit codes: 0 fine, 1 could not read, 2 usage.",
    args_conflicts_with_subcommands = true
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) task: Option<Task>,
    /// What to read: a file, - for the standard input, a folder, or several files of one discussion
    #[arg(value_name = "SOURCE")]
    pub(super) sources: Vec<PathBuf>,
    /// Read it as this format (`btl formats` lists them) instead of telling by its content
    #[arg(long, value_name = "FORMAT")]
    pub(super) from: Option<String>,
    /// Which of several discussions: its number, its id, or words of its title
    #[arg(long, value_name = "N|ID|TITLE")]
    pub(super) pick: Option<String>,
    /// How long folds are remembered: always, not at all (no), or until a discussion has not been
    /// opened for so many days (90d)
    #[arg(long, value_name = "always|no|DAYS", env = "BTL_KEEP_FOLDS", default_value = "always", value_parser = keep_folds)]
    pub(super) keep_folds: KeepFolds,
    /// Which guessed links are drawn at first, where a source does not say who answers whom (eg changes it)
    #[arg(long, value_name = "LEVEL", env = "BTL_GUESSES", value_enum, default_value_t = Level::Likely)]
    pub(super) guesses: Level,
    /// Print something that is made from the program's own tables
    #[arg(long, value_name = "WHAT", hide = true)]
    pub(super) generate: Option<Generate>,
}

/// `always`, `no`, `90` or `90d`.
fn keep_folds(text: &str) -> Result<KeepFolds, String> {
    let days = |text: &str| text.strip_suffix('d').unwrap_or(text).parse().ok().filter(|days| *days > 0);
    match text {
        "always" => Ok(KeepFolds::Always),
        "no" => Ok(KeepFolds::No),
        text => days(text).map(KeepFolds::Days).ok_or_else(|| "it is always, no, or a number of days".to_owned()),
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Task {
    /// Print a discussion, or all that are in the source
    Print {
        /// How to print it
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// Columns of the text format
        #[arg(long, value_name = "COLUMNS")]
        width: Option<usize>,
        /// Read it as this format instead of telling by its content
        #[arg(long, value_name = "FORMAT")]
        from: Option<String>,
        /// Print only one of several discussions: by its number, its id, or words of its title
        #[arg(long, value_name = "N|ID|TITLE")]
        pick: Option<String>,
        /// List the discussions: number, comments, time of the newest, id and title
        #[arg(long)]
        list: bool,
        /// Only comments that fit a query, and what they answer: `score:>10 -author:ann` (btl find --help)
        #[arg(long, value_name = "QUERY", allow_hyphen_values = true, conflicts_with = "list")]
        filter: Option<String>,
        /// Which guessed links are printed as links, where the source does not say who answers whom
        #[arg(long, value_name = "LEVEL", value_enum, default_value_t = Level::Likely, conflicts_with = "list")]
        guesses: Level,
        /// With what you have put right in its structure; without, your store is not asked
        #[arg(long, conflicts_with = "list")]
        repaired: bool,
        /// What to print: a file, - for the standard input, a folder, or several files of one discussion
        #[arg(value_name = "SOURCE")]
        sources: Vec<PathBuf>,
    },
    /// Print a line for each comment that fits a query
    #[command(
        long_about = "Print a line for each comment that fits a query: its source, its number, its author, and the words \
                      around the first hit, parted by tabs. Several sources are searched one by one. What you have read and marked \
                      (`unread`, `new`, `marked`, `tag:later`) is asked of your store, which is not changed.",
        after_help = "Exit codes: 0 found, 1 nothing found or could not read, 2 usage."
    )]
    Find {
        /// Read the sources as this format instead of telling by their content
        #[arg(long, value_name = "FORMAT")]
        from: Option<String>,
        /// Search only one of several discussions: by its number, its id, or words of its title
        #[arg(long, value_name = "N|ID|TITLE")]
        pick: Option<String>,
        /// Words, "phrases", /regexes/ and fields; one argument
        #[arg(value_name = "QUERY", allow_hyphen_values = true)]
        query: String,
        /// What to search: files, or - for the standard input
        #[arg(value_name = "SOURCE")]
        sources: Vec<PathBuf>,
    },
    /// Print all marks of all discussions
    Marks {
        /// How to print them
        #[arg(long, value_enum, default_value_t = MarksFormat::Text)]
        format: MarksFormat,
    },
    /// List the formats that are read and printed
    Formats,
    /// List all keys
    Keys,
    /// Open the tutor: a discussion that teaches the keys
    Tutor,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Format {
    /// For reading
    Text,
    /// Native JSON: everything, exactly
    Json,
    /// One line a comment, indented: for tests and bug reports
    Outline,
    /// Markdown
    Md,
}

impl Format {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Outline => "outline",
            Self::Md => "md",
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Level {
    /// None
    Off,
    /// Those that are likely
    Likely,
    /// The possible ones as well
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
    /// For reading
    Text,
    /// One array of objects
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
