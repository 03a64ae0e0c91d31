//! Opening: what is made, what is refused, what is only read.

use std::ffi::OsString;
use std::fs;

use super::*;
use crate::store::{folder as place, schema};

fn message(result: crate::error::Result<Store>) -> String {
    result.map(|_| ()).expect_err("an error").to_string()
}

#[test]
fn the_folder_comes_from_the_environment() {
    let find = |xdg: Option<&str>, home: Option<&str>| place::find(xdg.map(OsString::from), home.map(OsString::from));
    let folder = find(Some("/data"), None).expect("a folder");
    assert_eq!(folder, Path::new("/data/below-the-line"));
    for (xdg, home) in
        [(Some("data"), Some("/home/a")), (Some("../data"), None), (None, None), (None, Some("")), (Some(""), Some(""))]
    {
        let error = find(xdg, home).expect_err("refused").to_string();
        assert!(error.starts_with("not saved"), "{error}");
    }
}

#[test]
#[cfg(unix)]
fn files_are_for_the_reader_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let inside = folder.path().join("a/b");
    let seen = Sample::of(2).open();
    let mut store = open(&inside);
    let mut a = seen.attach(&mut store);
    seen.apply(&mut store, &mut a, &[marked(seen.comment(1), "")]);
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&inside), 0o700);
    let files: Vec<_> = fs::read_dir(&inside).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    assert_eq!(files.len(), 3, "store, log and its index: {files:?}");
    for file in &files {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
    drop(store);
    let file = inside.join("store.sqlite");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("changed");
    drop(open(&inside));
    assert_eq!(mode(&file), 0o600);
}

#[test]
fn what_is_in_the_way_is_named_and_left_alone() {
    let folder = folder();
    let file = folder.path().join("a file");
    fs::write(&file, "mine").expect("written");
    assert!(message(Store::open(&file)).contains("is a file, not a folder"));
    assert!(message(Store::open(&file.join("below"))).starts_with("not saved"));
    let inside = folder.path().join("dir");
    fs::create_dir_all(inside.join("store.sqlite")).expect("made");
    assert!(message(Store::open(&inside)).contains("is not a file"));
    assert_eq!(fs::read(&file).expect("read"), b"mine");
}

#[test]
#[cfg(unix)]
fn a_link_in_place_of_the_file_is_refused_and_one_above_is_followed() {
    let folder = folder();
    let real = folder.path().join("real");
    drop(open(&real));
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&real, &link).expect("linked");
    drop(open(&link));
    let other = folder.path().join("other");
    fs::create_dir(&other).expect("made");
    std::os::unix::fs::symlink(real.join("store.sqlite"), other.join("store.sqlite")).expect("linked");
    assert!(message(Store::open(&other)).contains("symbolic link"));
}

#[test]
fn migrating_twice_changes_nothing() {
    let folder = folder();
    let seen = Sample::of(2).open();
    for n in 0..3 {
        let mut store = open(folder.path());
        let mut a = seen.attach(&mut store);
        assert_eq!(a.known, n > 0);
        seen.apply(&mut store, &mut a, &[marked(seen.comment(1), "kept")]);
        assert_eq!(store.marks().expect("read").len(), 1);
    }
}

#[test]
fn a_newer_store_is_only_read() {
    let folder = folder();
    let seen = Sample::of(2).open();
    {
        let mut store = open(folder.path());
        let mut a = seen.attach(&mut store);
        seen.apply(&mut store, &mut a, &[marked(seen.comment(1), "kept")]);
        store.connection.pragma_update(None, "user_version", schema::version() + 1).expect("raised");
    }
    let mut store = open(folder.path());
    assert!(store.is_read_only());
    let mut a = seen.attach(&mut store);
    assert_eq!(seen.restore(&mut store, &a).marks.len(), 1);
    assert_eq!(store.marks().expect("read").len(), 1);
    let acts = [unmarked(seen.comment(1))];
    let error = store.apply(&mut a, &acts, &seen.d, &seen.index, 1).expect_err("refused").to_string();
    assert!(error.starts_with("not saved") && error.contains("newer btl"));
}

#[test]
fn a_store_of_somebody_else_is_left_alone() {
    let folder = folder();
    let file = folder.path().join("store.sqlite");
    let other = rusqlite::Connection::open(&file).expect("made");
    other.execute_batch("CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)").expect("filled");
    drop(other);
    let before = fs::read(&file).expect("read");
    assert!(message(Store::open(folder.path())).contains("not btl's store"));
    assert_eq!(fs::read(&file).expect("read"), before);
}

#[test]
fn a_damaged_store_is_left_alone() {
    let folder = folder();
    let file = folder.path().join("store.sqlite");
    let garbage = b"this is not a database at all, but it is long enough".repeat(40);
    fs::write(&file, &garbage).expect("written");
    let error = message(Store::open(folder.path()));
    assert!(error.starts_with("not saved") && error.contains("move it away"));
    assert_eq!(fs::read(&file).expect("read"), garbage);
}

#[test]
fn no_damage_makes_it_panic() {
    let folder = folder();
    let file = folder.path().join("store.sqlite");
    let seen = Sample::of(30).open();
    {
        let mut store = open(folder.path());
        let mut a = seen.attach(&mut store);
        let all: Vec<CommentId> = seen.d.thread().ids().collect();
        let acts: Vec<Change> = all.iter().map(|id| marked(*id, "note")).collect();
        seen.apply(&mut store, &mut a, &acts);
        seen.apply(&mut store, &mut a, &[read(all, true)]);
    }
    let whole = fs::read(&file).expect("read");
    for step in 0..160 {
        let mut broken = whole.clone();
        let at = (step * 7919) % whole.len();
        if step % 4 == 0 {
            broken.truncate(at);
        } else {
            broken[at..whole.len().min(at + 64)].fill(0xa5);
        }
        fs::write(&file, &broken).expect("written");
        if let Ok(mut store) = Store::open(folder.path()) {
            let _ = store.marks();
            if let Ok(mut a) = store.attach(&seen.d, &seen.index, None, 1) {
                let _ = store.restore(&a, &seen.d, &seen.index);
                let acts = [marked(seen.comment(1), "")];
                let _ = store.apply(&mut a, &acts, &seen.d, &seen.index, 1);
            }
        }
        let _ = fs::remove_file(folder.path().join("store.sqlite-wal"));
        let _ = fs::remove_file(folder.path().join("store.sqlite-shm"));
    }
}
