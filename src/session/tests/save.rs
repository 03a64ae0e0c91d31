//! Saving that fails: the star does not lie, the last wish wins, and quitting says what is
//! lost.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rusqlite::Connection;

use super::*;

/// The store of a folder, held by another program.
fn hold(folder: &Path) -> Connection {
    let holder = Connection::open(folder.join("store.sqlite")).unwrap();
    holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
    holder
}

fn let_go(holder: Connection) {
    holder.execute_batch("COMMIT").unwrap();
}

/// A window that does not wait long for others.
fn impatient(folder: &Path, scripts: Vec<Script>) -> Window {
    let patience = Duration::from_millis(10);
    let mut window = Window::keeping(
        Keeping { patience, ..Keeping::new(Ok(folder.to_owned()), KeepFolds::Always) },
        "a",
        scripts,
        1000,
    );
    window.until("restored");
    window
}

fn thread(folder: &Path) -> Window {
    impatient(folder, vec![whole("a", &["a", "b", "c"])])
}

#[test]
fn a_mark_that_could_not_be_saved_has_a_hollow_star_and_is_saved_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = thread(folder.path());
    let holder = hold(folder.path());
    window.keys("m").until("not stored 1");
    assert!(window.said().contains("not saved: another program is writing"), "{}", window.said());
    assert_eq!(window.marks(), [(0, String::new(), false)]);
    // A second try is no second mark, and an older wish does not come back.
    window.keys("m m").sync();
    assert_eq!(window.marks(), [(0, String::new(), false)]);
    let_go(holder);
    // No key: it is tried again after a while.
    window.until("stored 3");
    assert_eq!(window.marks(), [(0, String::new(), true)]);
    assert_eq!(on_disk(folder.path()), wanted(&[("a", "")]));
    assert_eq!((window.state.unsaved.clone(), window.said()), (None, "saved"));
    window.quit().unwrap();
}

#[test]
fn the_last_note_wins_over_one_that_failed_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = thread(folder.path());
    let holder = hold(folder.path());
    window.keys("M \"old Enter").until("not stored 1");
    let_go(holder);
    window.keys("M ^U \"new Enter").sync();
    assert_eq!(window.marks(), [(0, "new".to_owned(), true)]);
    assert_eq!(on_disk(folder.path()), wanted(&[("a", "new")]));
    window.keys("m").sync();
    assert!(window.marks().is_empty() && on_disk(folder.path()).is_empty());
}

#[test]
fn quitting_saves_what_failed_or_says_how_much_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = thread(folder.path());
    let holder = hold(folder.path());
    window.keys("m").until("not stored 1");
    let_go(holder);
    window.quit().unwrap();
    assert_eq!(on_disk(folder.path()), wanted(&[("a", "")]));
    let mut window = thread(folder.path());
    let holder = hold(folder.path());
    window.keys("m").until("not stored 1").keys("M \"x Enter");
    let error = window.quit().unwrap_err();
    assert_eq!(error.exit_code(), 3);
    assert_eq!(error.to_string(), "2 changes were not saved: another program is writing to the store");
    let_go(holder);
    assert_eq!(on_disk(folder.path()), wanted(&[("a", "")]));
}

#[test]
fn without_a_store_every_change_is_answered_and_quitting_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "no folder").unwrap();
    let mut window = Window::open(&file.join("below"), "a", vec![whole("a", &["a"])]);
    window.until("not stored 0").until("restored").keys("m").until("not stored 1");
    assert!(window.state.unsaved.as_ref().unwrap().starts_with("not saved"));
    window.keys("' Tab").until("all marks");
    let error = window.quit().unwrap_err();
    assert!(error.to_string().starts_with("1 change was not saved: "), "{error}");
}

#[test]
fn a_store_that_answers_later_brings_its_marks_then() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = thread(folder.path());
    first.keys("m").sync();
    first.quit().unwrap();
    let hidden = folder.path().with_extension("hidden");
    std::fs::rename(folder.path(), &hidden).unwrap();
    std::fs::write(folder.path(), "no folder").unwrap();
    let mut window = Window::open(folder.path(), "a", vec![whole("a", &["a", "b", "c"])]);
    window.until("not stored 0").until("restored").keys("G m").until("not stored 2");
    std::fs::remove_file(folder.path()).unwrap();
    std::fs::rename(&hidden, folder.path()).unwrap();
    window.until("stored 2");
    while window.marks().len() < 2 {
        window.keys("k j").sync();
        thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(window.marks(), [(0, String::new(), true), (2, String::new(), true)]);
    window.quit().unwrap();
    assert_eq!(on_disk(folder.path()), wanted(&[("a", ""), ("c", "")]));
}

#[test]
fn unsaved_changes_follow_their_discussion_when_it_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let scripts = vec![whole("a", &["a", "b", "c"]), whole("a", &["x", "a", "b"])];
    let mut window = impatient(folder.path(), scripts);
    let holder = hold(folder.path());
    window.keys("M \"one Enter").until("not stored 1");
    // The worker knows it from what is queued, not from what was on the screen.
    window.state.opening = Some("a".to_owned());
    window.state.load.generation += 1;
    let open = LoadEffect::Open { generation: window.state.load.generation, source: "a".to_owned() };
    window.session.perform(SessionEffect::Load(open), 1001);
    window.until("loaded");
    assert!(window.marks().is_empty());
    window.until("unsaved");
    assert_eq!(window.marks(), [(1, "one".to_owned(), false)]);
    let_go(holder);
    window.keys("m").sync();
    assert_eq!(window.marks(), [(0, String::new(), true), (1, "one".to_owned(), true)]);
    window.quit().unwrap();
    assert_eq!(on_disk(folder.path()), wanted(&[("a", "one"), ("x", "")]));
}

#[test]
fn quitting_waits_for_the_index() {
    let folder = tempfile::tempdir().unwrap();
    let script: Script = Box::new(|sink| {
        let ids: Vec<String> = (0..20_000).map(|number| format!("c{number}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        sink.take(Event::Whole(discussion("a", &ids)));
        Ok(())
    });
    let mut window = Window::open(folder.path(), "a", vec![script]);
    window.until("loaded").keys("m");
    let mut most = 0;
    window
        .session
        .finish(&mut |end| {
            most = most.max(end.unsaved);
            true
        })
        .unwrap();
    assert!(most <= 1);
    assert_eq!(on_disk(folder.path()), wanted(&[("c0", "")]));
}

#[test]
fn who_does_not_wait_is_told_what_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::keeping(
        Keeping { patience: Duration::from_secs(20), ..Keeping::new(Ok(folder.path().to_owned()), KeepFolds::Always) },
        "a",
        vec![whole("a", &["a"])],
        1000,
    );
    window.until("restored");
    let holder = hold(folder.path());
    window.keys("m");
    let error = window.session.finish(&mut |_| false).unwrap_err();
    assert_eq!(error.to_string(), "1 change was not saved: the store did not answer in time");
    let_go(holder);
}

#[derive(Clone, Debug)]
enum Step {
    /// `m` on a row.
    Toggle(usize),
    /// `M` on a row, with these words.
    Note(usize, u8),
    /// Another program takes the store, or lets it go.
    Hold(bool),
    /// `R`.
    Reload,
    /// `U`.
    Undo,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..3usize).prop_map(Step::Toggle),
        3 => (0..3usize, 0..9u8).prop_map(|(row, words)| Step::Note(row, words)),
        3 => any::<bool>().prop_map(Step::Hold),
        1 => Just(Step::Reload),
        1 => Just(Step::Undo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Whatever fails in between: a solid star says what is on disk, and in the end the last
    /// wishes are there.
    #[test]
    fn a_solid_star_is_on_disk_and_the_last_wish_wins(steps in prop::collection::vec(step(), 1..14)) {
        const IDS: &[&str] = &["a", "b", "c"];
        let folder = tempfile::tempdir().unwrap();
        let scripts = (0..20).map(|_| whole("a", IDS)).collect();
        let mut window = impatient(folder.path(), scripts);
        let mut holder = None;
        for step in steps {
            match step {
                Step::Toggle(row) => drop(window.keys(&format!("{} G m", row + 1))),
                Step::Note(row, words) => drop(window.keys(&format!("{} G M ^U \"w{words} Enter", row + 1))),
                Step::Hold(true) if holder.is_none() => holder = Some(hold(folder.path())),
                Step::Hold(false) => holder.take().into_iter().for_each(let_go),
                Step::Hold(true) => {}
                Step::Reload => drop(window.keys("R").until("replaced").until("restored")),
                Step::Undo => drop(window.keys("U")),
            }
            window.sync();
            let disk: BTreeMap<String, String> = on_disk(folder.path()).into_iter().collect();
            for (row, note, solid) in window.marks() {
                let kept = disk.get(&format!("The words of {}.", IDS[row]));
                prop_assert!(!solid || kept == Some(&note), "{row} {note:?} {disk:?}");
            }
        }
        holder.take().into_iter().for_each(let_go);
        let wishes: Vec<(&str, String)> =
            window.marks().into_iter().map(|(row, note, _)| (IDS[row], note)).collect();
        let wishes: Vec<(&str, &str)> = wishes.iter().map(|(id, note)| (*id, note.as_str())).collect();
        prop_assert!(window.quit().is_ok());
        prop_assert_eq!(on_disk(folder.path()), wanted(&wishes));
    }
}
