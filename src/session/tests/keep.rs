//! What is kept comes back: marks, folds, visits.

use super::*;

#[test]
fn what_is_kept_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Window::open(folder.path(), "a", vec![whole("a", &["a", "b", "c"])]);
    first.until("restored").keys("m G m").sync();
    assert_eq!(first.marks(), [(0, String::new(), true), (2, String::new(), true)]);
    first.quit().unwrap();
    let mut second = Window::open(folder.path(), "a", vec![whole("a", &["c", "b", "a"])]);
    second.until("restored");
    assert_eq!(second.marks(), [(0, String::new(), true), (2, String::new(), true)]);
}

#[test]
fn muted_phrases_are_looked_for_on_a_worker() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path(), "a", vec![whole("a", &["a", "b", "c"])]);
    window.until("restored").keys(":").update(Message::Paste("mute \"words of b\"".to_owned()));
    window.keys("Enter").until("muted");
    assert!(window.state.reading.is_muted(CommentId::at(1)));
}

const HOUR: i64 = 3600;

/// Opens at a time, looks at what is new, and leaves a minute later.
fn visited(folder: &Path, ids: &'static [&'static str], now: i64) -> Vec<usize> {
    let mut window = Window::at(folder, "a", vec![whole("a", ids)], now);
    window.until("restored");
    let new = window.new_rows();
    window.now += 60;
    window.quit().unwrap();
    new
}

#[test]
fn what_is_new_lasts_for_a_sitting_and_each_opening_knows_it() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(visited(folder.path(), &["a", "b"], 0), [0usize; 0], "a first visit");
    assert_eq!(visited(folder.path(), &["a", "x", "b"], 10 * HOUR), [1]);
    assert_eq!(visited(folder.path(), &["a", "x", "b"], 10 * HOUR + 120), [1], "opened again at once");
    assert_eq!(visited(folder.path(), &["a", "x", "b"], 10 * HOUR + 240), [1], "and again");
}

#[test]
fn a_crash_is_no_visit_and_marks_nothing() {
    let folder = tempfile::tempdir().unwrap();
    visited(folder.path(), &["a", "b"], 0);
    let open = |now| {
        let mut window = Window::at(folder.path(), "a", vec![whole("a", &["a", "b", "c"])], now);
        window.until("restored");
        window
    };
    let crashed = open(10 * HOUR);
    assert_eq!(crashed.new_rows(), [2]);
    drop(crashed);
    let killed = open(11 * HOUR);
    assert_eq!(killed.new_rows(), [2]);
    std::mem::forget(killed);
    assert_eq!(open(20 * HOUR).new_rows(), [2]);
}

#[test]
fn a_reload_is_measured_from_the_same_visit() {
    let folder = tempfile::tempdir().unwrap();
    visited(folder.path(), &["a"], 0);
    let scripts = vec![whole("a", &["a", "b"]), whole("a", &["a", "c", "b"])];
    let mut window = Window::at(folder.path(), "a", scripts, 10 * HOUR);
    assert_eq!(window.until("restored").new_rows(), [1]);
    window.now = 15 * HOUR;
    assert_eq!(window.keys("R").until("replaced").until("restored").new_rows(), [1, 2]);
}

#[test]
fn folds_are_kept_as_the_setting_says() {
    let folder = tempfile::tempdir().unwrap();
    let open = |folds, now| {
        let keeping = Keeping::new(Ok(folder.path().to_owned()), folds);
        let mut window = Window::keeping(keeping, "a", vec![whole("a", &["a", "b"])], now);
        window.until("restored");
        window
    };
    for (folds, kept) in [(KeepFolds::No, false), (KeepFolds::Always, true), (KeepFolds::Days(1), true)] {
        let mut window = open(folds, 1000);
        let of = window.state.on_screen();
        let change = crate::model::Change::Fold { these: vec![CommentId::at(1)], on: true };
        window.session.perform(StoreEffect::Change { ticket: 99, of, change }.into_session(), 1001);
        window.until("stored 99");
        window.quit().unwrap();
        assert_eq!(open(KeepFolds::Always, 1002).state.reading.view.is_folded(CommentId::at(1)), kept, "{folds:?}");
    }
    // A day later, and some seconds: not opened for longer than the setting allows.
    assert!(!open(KeepFolds::Days(1), 1010 + 86_400).state.reading.view.is_folded(CommentId::at(1)));
}
