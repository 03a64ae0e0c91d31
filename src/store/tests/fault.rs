//! Full disks, folders that cannot be written, files that go away.

use std::fs;

use super::*;

fn refused(store: &mut Store, a: &mut Attached, seen: &Seen, changes: &[Change]) -> String {
    store.apply(a, changes, &seen.d, &seen.index, 1).expect_err("refused").to_string()
}

#[test]
fn a_full_disk_says_so_and_the_store_stays_usable() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(400).open();
    let mut a = seen.attach(&mut store);
    seen.apply(&mut store, &mut a, &[marked(seen.comment(1), "before")]);
    let pages: i64 = store.connection.pragma_query_value(None, "page_count", |r| r.get(0)).expect("counted");
    let limit = |store: &Store, pages: i64| {
        store
            .connection
            .pragma_update_and_check(None, "max_page_count", pages, |r| r.get::<_, i64>(0))
            .expect("limited");
    };
    limit(&store, pages);
    let all: Vec<CommentId> = seen.d.thread().ids().collect();
    let acts = [marked(seen.comment(2), "lost"), read(all, true)];
    let error = refused(&mut store, &mut a, &seen, &acts);
    assert!(error.starts_with("not saved: disk full"), "{error}");
    let restored = seen.again(&mut store);
    assert_eq!(restored.marks.len(), 1, "all of it or nothing");
    assert!(restored.read.is_empty());
    limit(&store, pages + 1000);
    seen.apply(&mut store, &mut a, &acts);
    assert_eq!(seen.again(&mut store).marks.len(), 2);
}

#[test]
fn a_first_change_that_fails_leaves_no_row_behind() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(400).open();
    let mut a = seen.attach(&mut store);
    let pages: i64 = store.connection.pragma_query_value(None, "page_count", |r| r.get(0)).expect("counted");
    store.connection.pragma_update_and_check(None, "max_page_count", pages, |r| r.get::<_, i64>(0)).expect("limited");
    let all: Vec<CommentId> = seen.d.thread().ids().collect();
    refused(&mut store, &mut a, &seen, &[read(all, true)]);
    assert!(a.row.is_none() && !seen.again(&mut store).known);
}

#[test]
fn a_busy_store_says_so() {
    let folder = folder();
    let mut store = open(folder.path());
    let seen = Sample::of(2).open();
    let mut a = seen.attach(&mut store);
    let holder = open(folder.path());
    holder.connection.execute_batch("BEGIN IMMEDIATE").expect("held");
    store.connection.busy_timeout(std::time::Duration::from_millis(20)).expect("set");
    let acts = [marked(seen.comment(1), "")];
    let error = refused(&mut store, &mut a, &seen, &acts);
    assert!(error.starts_with("not saved: another program"), "{error}");
    holder.connection.execute_batch("COMMIT").expect("let go");
    seen.apply(&mut store, &mut a, &acts);
}

#[test]
#[cfg(unix)]
fn a_folder_that_cannot_be_written_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let seen = Sample::of(2).open();
    {
        let mut store = open(folder.path());
        let mut a = seen.attach(&mut store);
        seen.apply(&mut store, &mut a, &[marked(seen.comment(1), "kept")]);
    }
    let file = folder.path().join("store.sqlite");
    let allow = |folder_mode, file_mode| {
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(folder_mode)).expect("set");
        fs::set_permissions(&file, fs::Permissions::from_mode(file_mode)).expect("set");
    };
    allow(0o500, 0o400);
    let may_all_the_same = fs::write(folder.path().join("probe"), "").is_ok();
    if may_all_the_same {
        allow(0o700, 0o600);
        return; // The superuser may write anywhere: nothing to see here.
    }
    // Opening makes the file private and writable again where it may: take that back.
    let mut store = open(folder.path());
    assert!(store.is_read_only());
    assert_eq!(store.marks().expect("read").len(), 1);
    let mut a = seen.attach(&mut store);
    assert!(a.known);
    let acts = [marked(seen.comment(2), "")];
    let error = refused(&mut store, &mut a, &seen, &acts);
    assert!(error.starts_with("not saved"), "{error}");
    allow(0o700, 0o600);
    seen.apply(&mut store, &mut a, &acts);
    assert!(!store.is_read_only());
    assert_eq!(seen.again(&mut store).marks.len(), 2);
}

#[test]
fn a_store_that_was_deleted_under_us_is_made_anew() {
    let folder = folder();
    let inside = folder.path().join("data");
    let seen = Sample::of(3).open();
    let mut store = open(&inside);
    let mut a = seen.attach(&mut store);
    seen.apply(&mut store, &mut a, &[marked(seen.comment(1), "old")]);
    fs::remove_dir_all(&inside).expect("removed");
    seen.apply(&mut store, &mut a, &[marked(seen.comment(2), "new")]);
    drop(store);
    let restored = seen.again(&mut open(&inside));
    assert_eq!(notes(&restored), [(Spot::Comment(seen.comment(2)), "new".into())]);
}

/// What a killed program leaves behind: the file and its log, never closed.
#[test]
fn a_copy_taken_without_closing_has_every_mark() {
    let (folder, copy) = (folder(), super::folder());
    let mut store = open(folder.path());
    let seen = Sample::of(20).open();
    let mut a = seen.attach(&mut store);
    for n in 1..=20 {
        seen.apply(&mut store, &mut a, &[marked(seen.comment(n), "")]);
        for name in ["store.sqlite", "store.sqlite-wal"] {
            fs::copy(folder.path().join(name), copy.path().join(name)).expect("copied");
        }
        let _ = fs::remove_file(copy.path().join("store.sqlite-shm"));
        let marks = open(copy.path()).marks().expect("read");
        assert_eq!(marks.len(), n as usize);
    }
}
