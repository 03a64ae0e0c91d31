//! How well parents and comments are found in flat text: `cargo bench --bench infer -- DIR`.
//!
//! Every discussion under DIR whose source says who answers whom, in any format that is read,
//! is written as flat text: title, two paragraphs, a blank line, then a line a paragraph, without
//! names, ids and indentation. That text is read, and what is found is compared with what the
//! source said. `--train` prints the weights of `src/loader/infer/weights.rs`, trained on the
//! same discussions; `--held-out` trains them without each thread in turn and prints what they
//! say of it: the figures above come from threads that the weights may have seen. `--border` fits
//! the weights of `src/loader/flat/weights.rs`, which say where an article ends.

mod border;
mod flat;
mod held_out;
mod score;
mod train;

use std::path::{Path, PathBuf};

use btl::loader::{self, Input, Options};

use flat::Talk;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let mut folders = arguments.iter().filter(|argument| !argument.starts_with('-'));
    let Some(folder) = folders.next() else {
        println!("cargo bench --bench infer -- [--train | --held-out | --border] DIR [WITHOUT_COMMENTS]");
        return;
    };
    let others = folders.next().map(|folder| files(Path::new(folder))).unwrap_or_default();
    let talks = talks(Path::new(folder));
    let is_asked = |option: &str| arguments.iter().any(|argument| argument == option);
    if is_asked("--train") {
        train::print(&talks);
    } else if is_asked("--border") {
        border::print(&files(Path::new(folder)), &others, &talks);
    } else if is_asked("--held-out") {
        held_out::print(&talks);
    } else {
        score::print(&talks);
    }
}

/// The discussions of all files under a folder.
fn talks(folder: &Path) -> Vec<Talk> {
    let read = |path: &PathBuf| loader::read_all(Input::Path(path.clone()), &Options::default()).unwrap_or_default();
    files(folder).iter().flat_map(read).filter_map(|discussion| Talk::of(&discussion)).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    walk(folder, &mut files);
    files.sort();
    files
}

/// Files, and folders that are one input: those of records without folders in them.
fn walk(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_file() {
        files.push(path.to_owned());
        return;
    }
    let entries: Vec<PathBuf> =
        std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    let is_record = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "yml" || ending == "yaml");
    if entries.len() > 1 && entries.iter().all(is_record) {
        files.push(path.to_owned());
        return;
    }
    entries.iter().for_each(|path| walk(path, files));
}
