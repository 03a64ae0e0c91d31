//! The files that an input of several is made of.

use std::cmp::Ordering;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Input, refuse};
use crate::error::{Error, Result};

/// More files than this are no export of a discussion.
const MANY: usize = 100_000;

/// The files of an input with their names for messages; none if it is a single one.
pub(in crate::loader) fn parts_of(input: &Input) -> Result<Option<Vec<(String, Input)>>> {
    let paths: Vec<PathBuf> = match input {
        Input::Path(path) if path.is_dir() => vec![path.clone()],
        Input::Paths(paths) => paths.clone(),
        Input::Path(_) | Input::Stdin | Input::Bytes { .. } => return Ok(None),
    };
    let mut parts = Vec::new();
    for path in paths {
        if path.is_dir() {
            for file in files(&path)? {
                let name = file.strip_prefix(&path).unwrap_or(&file).display().to_string();
                parts.push((name, Input::Path(file)));
            }
        } else if path.as_os_str() == "-" {
            parts.push(("standard input".to_owned(), Input::Stdin));
        } else {
            let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.display().to_string());
            parts.push((name, Input::Path(path)));
        }
    }
    Ok(Some(parts))
}

/// All files in a folder and in the folders below it, in the order in which people count.
/// Hidden ones, links to other places and what mail programs have not delivered yet (`tmp`
/// beside `cur` and `new`) are left out.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| refuse(&folder.display().to_string(), &error))?;
        let is_maildir = folder.join("cur").is_dir() || folder.join("new").is_dir();
        for entry in entries.filter_map(std::result::Result::ok) {
            let name = entry.file_name();
            let hidden = name.as_encoded_bytes().starts_with(b".");
            let Ok(kind) = entry.file_type() else { continue };
            if hidden || kind.is_dir() && is_maildir && name == "tmp" {
                continue;
            }
            if kind.is_dir() {
                open.push(entry.path());
            } else if kind.is_file() || kind.is_symlink() && entry.path().is_file() {
                found.push(entry.path());
            }
        }
        if found.len() + open.len() > MANY {
            return Err(Error::input(format!("{}: more than {MANY} files", folder.display())));
        }
    }
    if found.is_empty() {
        return Err(Error::input(format!("{}: there are no files in the folder", folder.display())));
    }
    found.sort_by(|a, b| as_people_count(&a.to_string_lossy(), &b.to_string_lossy()));
    Ok(found)
}

/// `page2` before `page10`.
fn as_people_count(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (in_a, in_b) = (digits(a), digits(b));
        if in_a > 0 && in_b > 0 {
            let number =
                |text: &'_ str, len: usize| text.get(..len).unwrap_or_default().trim_start_matches('0').to_owned();
            let (x, y) = (number(a, in_a), number(b, in_b));
            match x.len().cmp(&y.len()).then_with(|| x.cmp(&y)) {
                Ordering::Equal => (a, b) = (a.get(in_a..).unwrap_or_default(), b.get(in_b..).unwrap_or_default()),
                other => return other,
            }
            continue;
        }
        let (mut x, mut y) = (a.chars(), b.chars());
        match (x.next(), y.next()) {
            (Some(one), Some(other)) if one == other => (a, b) = (x.as_str(), y.as_str()),
            (one, other) => return one.cmp(&other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_as_numbers() {
        let mut names = ["p10", "p9", "p1", "a", "p09b", "p"];
        names.sort_by(|a, b| as_people_count(a, b));
        assert_eq!(names, ["a", "p", "p1", "p9", "p09b", "p10"]);
    }
}
