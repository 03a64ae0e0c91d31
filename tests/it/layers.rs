//! The arrows of the house: which room may import which, and which words belong where.
//!
//! The compiler cannot see rooms inside one crate, so this reads every `crate::room` path
//! and every `use` of the libraries that are kept in one place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Each room, and what it may import. `error` may be used by all.
const ROOMS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("cores", &[]),
    ("model", &["text", "cores"]),
    ("query", &["model", "text"]),
    ("layout", &["model", "text"]),
    ("loader", &["model", "text", "cores"]),
    ("store", &["model", "text"]),
    ("export", &["model", "text"]),
    ("reader", &["model", "query", "layout", "text"]),
    ("ui", &["reader", "layout", "model", "text"]),
    ("session", &["reader", "model", "query", "text", "loader", "store"]),
    ("terminal", &["session", "reader", "ui", "layout", "model", "query", "text", "loader", "store", "export"]),
    ("cli", &["terminal", "session", "reader", "ui", "layout", "model", "query", "text", "loader", "store", "export"]),
    ("error", &["text"]),
];

/// Words, and the places (path prefixes under `src/`) that they are kept in.
const WORDS: &[(&str, &[&str])] = &[
    ("ratatui", &["ui", "terminal"]),
    ("crossterm", &["terminal"]),
    ("std::process", &["terminal", "main.rs"]),
    ("rusqlite", &["store"]),
    ("std::fs", &["loader/input", "store", "cli", "terminal"]),
    ("std::thread", &["terminal", "session", "cores"]),
    ("SystemTime", &["terminal"]),
    ("Timestamp::now", &["terminal"]),
    ("println!", &["cli"]),
    ("print!", &["cli"]),
    ("unsafe ", &[]),
    // Only a module that fetches may reach the network; there is none yet.
    ("std::net", &["loader/web"]),
    ("TcpStream", &["loader/web"]),
    ("UdpSocket", &["loader/web"]),
    ("ToSocketAddrs", &["loader/web"]),
    ("ureq", &["loader/web"]),
    ("reqwest", &["loader/web"]),
    ("hyper::", &["loader/web"]),
    ("isahc", &["loader/web"]),
    ("curl::", &["loader/web"]),
];

/// Crates that speak to a network. None may be a direct dependency.
const CLIENTS: &[&str] = &["ureq", "reqwest", "hyper", "isahc", "curl", "attohttpc", "minreq", "socket2", "tokio"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The code of every file under `src/`: comments and tests left out.
fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&root, &mut paths);
    let code = |path: &PathBuf| {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(path).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        (name, lines.collect::<Vec<_>>().join("\n"))
    };
    let is_test = |name: &str| name.ends_with("tests.rs") || name.contains("/tests/");
    paths.iter().map(code).filter(|(name, _)| !is_test(name)).collect()
}

fn room(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap_or_default()
}

/// The rooms that a file names by `crate::`, in paths and in `use` groups.
fn imports(code: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let group = rest.strip_prefix('{').and_then(|rest| rest.split("};").next());
        let parts: Vec<&str> = group.map_or_else(|| vec![rest], |group| group.split(',').collect());
        for part in parts {
            let name: String = part.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            rooms.push(name);
        }
    }
    rooms
}

#[test]
fn rooms_import_only_what_the_table_allows() {
    let known: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (file, code) in sources() {
        let here = room(&file);
        let Some(allowed) = known.get(here) else {
            assert!(matches!(here, "lib" | "main"), "{file} is in no room: add it to the table");
            continue;
        };
        for import in imports(&code) {
            let fine = import == here || import == "error" || allowed.contains(&import.as_str());
            if !fine && (known.contains_key(import.as_str())) {
                wrong.push(format!("{file} imports {import}"));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that are not in the table:\n{}", wrong.join("\n"));
}

#[test]
fn the_table_has_no_circles() {
    let mut above: Vec<&str> = Vec::new();
    for (name, allowed) in ROOMS.iter().filter(|(name, _)| *name != "error") {
        for import in *allowed {
            assert!(above.contains(import), "{name} imports {import}, which does not stand above it");
        }
        above.push(name);
    }
}

#[test]
fn words_stay_in_their_places() {
    let mut wrong = Vec::new();
    for (file, code) in sources() {
        for (word, places) in WORDS {
            if code.contains(word) && !places.iter().any(|place| file.starts_with(place)) {
                wrong.push(format!("{file} says {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "words out of place:\n{}", wrong.join("\n"));
}

#[test]
fn no_network_client_is_a_dependency() {
    let manifest = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let dependencies = manifest.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name.trim());
    let clients: Vec<&str> = dependencies.filter(|name| CLIENTS.contains(name)).collect();
    assert!(clients.is_empty(), "{clients:?}");
}

/// Only those who decode, compare or write text exactly may look inside `Raw`.
#[test]
fn raw_text_is_opened_in_few_places() {
    // The search's look at raw bytes only rules comments out; what it finds is clean text.
    const OPENERS: &[&str] = &[
        "text",
        "loader/infer",
        "model/body",
        "model/build",
        "model/index",
        "model/part",
        "model/texts",
        "query/plainness",
        "model/person",
        "export/json",
        "export/native",
    ];
    for (file, code) in sources() {
        let opens = code.contains(".expose()");
        assert!(!opens || OPENERS.iter().any(|place| file.starts_with(place)), "{file} opens raw text");
    }
}
