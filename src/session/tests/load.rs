//! Loads: parts, failures, stops, other sources, and what is on the screen meanwhile.

use super::*;
use crate::reader::overlay::Overlay;

/// Asks for the mark of another discussion and opens it: `'`, Tab, Enter.
fn open_other(window: &mut Window) {
    window.keys("' Tab").until("all marks").keys("Enter");
}

/// A store in which discussion b has a mark on its comment b2.
fn with_mark_in_b(folder: &Path) {
    let mut b = Window::open(folder, "b", vec![whole("b", &["b1", "b2"])]);
    b.until("restored").keys("j m");
    b.quit().unwrap();
    assert_eq!(on_disk(folder), wanted(&[("b2", "")]));
}

#[test]
fn a_failed_open_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    with_mark_in_b(folder.path());
    let scripts = vec![whole("a", &["a1", "a2"]), fails("b: no such file"), whole("a", &["a1", "a2", "a3"])];
    let mut window = Window::open(folder.path(), "a", scripts);
    window.until("restored");
    open_other(&mut window);
    window.until("failed");
    assert!(window.said().contains("no such file"), "{}", window.said());
    // The file is there again; R reads what is on the screen.
    window.keys("R").until("replaced").until("restored");
    assert_eq!(*window.sources.lock().unwrap(), ["a", "b", "a"]);
    assert_eq!((window.state.source.as_str(), window.state.discussion().thread().len()), ("a", 3));
    assert!(window.marks().is_empty());
    window.keys("m").sync();
    assert_eq!(window.marks(), [(0, String::new(), true)]);
    window.quit().unwrap();
    assert_eq!(on_disk(folder.path()), wanted(&[("a1", ""), ("b2", "")]));
    let mut b = Window::open(folder.path(), "b", vec![whole("b", &["b1", "b2"])]);
    b.until("restored");
    assert_eq!(b.marks(), [(1, String::new(), true)]);
}

#[test]
fn an_open_that_was_stopped_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    with_mark_in_b(folder.path());
    let scripts = vec![whole("a", &["a1", "a2"]), endless(None), whole("a", &["a1", "a2", "a3"])];
    let mut window = Window::open(folder.path(), "a", scripts);
    window.until("restored");
    open_other(&mut window);
    window.keys("Esc").until("failed").keys("R").until("replaced").until("restored");
    assert_eq!(*window.sources.lock().unwrap(), ["a", "b", "a"]);
    assert_eq!(window.state.discussion().thread().len(), 3);
    window.keys("m").sync();
    window.quit().unwrap();
    assert_eq!(on_disk(folder.path()), wanted(&[("a1", ""), ("b2", "")]));
}

#[test]
fn repairs_and_other_windows_reach_the_screen_after_a_failed_reload() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path(), "a", vec![whole("a", &["a1", "a2"]), fails("gone")]);
    window.until("restored").keys("R").until("failed");
    window.keys(": \"link-break Enter").sync();
    let mut other = Window::open(folder.path(), "a", vec![whole("a", &["a1", "a2"])]);
    other.until("restored").keys("j m").until("stored 2");
    window.keys("g").until("others");
    assert_eq!(window.marks(), [(1, String::new(), true)]);
    let of = window.state.on_screen();
    let (guesses, repairs) = (window.state.guesses, window.state.reading.repairs.clone());
    window.session.perform(StoreEffect::Rebuild { of, guesses, repairs }.into_session(), 1001);
    window.until("replaced");
    assert_eq!(window.marks(), [(1, String::new(), true)]);
}

#[test]
fn the_visit_ends_when_the_other_discussion_is_there_and_not_before() {
    const HOUR: i64 = 3600;
    let folder = tempfile::tempdir().unwrap();
    with_mark_in_b(folder.path());
    let at = |now, ids, more: Option<Script>| {
        let scripts = std::iter::once(whole("a", ids)).chain(more).collect();
        let mut window = Window::at(folder.path(), "a", scripts, now * HOUR);
        window.until("restored");
        window
    };
    at(1, &["a1"], None).quit().unwrap();
    let mut failed = at(10, &["a1", "a2"], Some(fails("b: no such file")));
    assert_eq!(failed.new_rows(), [1]);
    open_other(&mut failed);
    failed.until("failed").sync();
    // Killed: no visit has ended.
    std::mem::forget(failed);
    let mut left = at(20, &["a1", "a2"], Some(whole("b", &["b1", "b2"])));
    assert_eq!(left.new_rows(), [1]);
    open_other(&mut left);
    left.until("loaded").until("restored");
    assert_eq!((left.state.source.as_str(), left.state.reading.current), ("b", CommentId::at(1)));
    left.sync();
    std::mem::forget(left);
    assert_eq!(at(30, &["a1", "a2", "a3"], None).new_rows(), [2]);
}

#[test]
fn a_change_keeps_to_its_rows_while_the_source_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let scripts = vec![whole("a", &["a", "b", "c"]), whole("a", &["x", "c", "b", "a"])];
    let mut window = Window::open(folder.path(), "a", scripts);
    window.until("restored").keys("R");
    // The worker has the new rows before the screen has.
    window.until("loaded");
    let held: Vec<Message> = std::iter::from_fn(|| window.inbox.recv_timeout(LONG).ok()).take(2).collect();
    assert!(matches!(held[0], Message::Replaced { .. }), "{held:?}");
    window.keys("1 G m");
    held.into_iter().for_each(|message| window.update(message));
    window.keys("2 G m").sync();
    assert_eq!(window.marks(), [(1, String::new(), true), (3, String::new(), true)]);
    window.quit().unwrap();
    assert_eq!(on_disk(folder.path()), wanted(&[("a", ""), ("c", "")]));
}

#[test]
fn a_part_is_carried_to_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (go, wait) = channel::<()>();
    let script: Script = Box::new(move |sink| {
        sink.take(Event::Partial(part("a", &["a", "b"])));
        wait.recv().unwrap();
        sink.take(Event::Whole(discussion("a", &["z", "a", "b"])));
        Ok(())
    });
    let mut window = Window::open(folder.path(), "a", vec![script]);
    window.until("partial").keys("m").until("stored 1");
    go.send(()).unwrap();
    window.until("loaded").until("restored");
    assert_eq!(window.marks(), [(1, String::new(), true)]);
    window.quit().unwrap();
    assert_eq!(on_disk(folder.path()), wanted(&[("a", "")]));
}

#[test]
fn what_is_done_to_a_preview_is_kept_of_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (go, wait) = channel::<()>();
    let script: Script = Box::new(move |sink| {
        sink.take(Event::Preview(part("a", &["a", "b"])));
        wait.recv().unwrap();
        sink.take(Event::Whole(discussion("a", &["z", "a", "b"])));
        Ok(())
    });
    let mut window = Window::open(folder.path(), "a", vec![script]);
    window.until("partial").keys("j m").sync();
    assert_eq!(window.marks(), [(1, String::new(), false)], "it waits");
    go.send(()).unwrap();
    window.until("loaded").until("restored").sync();
    assert_eq!(window.marks(), [(2, String::new(), true)]);
    window.quit().unwrap();
    assert_eq!(on_disk(folder.path()), wanted(&[("b", "")]));
}

#[test]
fn what_is_done_to_a_preview_is_kept_if_the_rest_never_comes() {
    for how in ["Esc", "quit"] {
        let folder = tempfile::tempdir().unwrap();
        let script: Script = Box::new(|sink| {
            sink.take(Event::Preview(part("a", &["a", "b"])));
            while sink.take(Event::Progress { bytes: 1 }) == Flow::Continue {
                thread::sleep(Duration::from_millis(1));
            }
            Err(Error::input("interrupted"))
        });
        let mut window = Window::open(folder.path(), "a", vec![script]);
        window.until("partial").keys("m");
        if how == "Esc" {
            window.keys("Esc").until("failed").until("restored").sync();
            assert!(window.said().contains("loading was stopped"), "{}", window.said());
            assert!(window.state.is_incomplete(), "more belongs to it, and the title says so");
            assert_eq!(window.marks(), [(0, String::new(), true)]);
        }
        window.quit().unwrap();
        assert_eq!(on_disk(folder.path()), wanted(&[("a", "")]), "{how}");
    }
}

#[test]
fn a_load_that_breaks_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path(), "a", vec![Box::new(|_| panic!("broken"))]);
    window.until("failed");
    assert!(window.said().contains("broken"), "{}", window.said());
    assert!(window.state.load.empty);
}

#[test]
fn a_part_that_was_stopped_stays_with_its_marks() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Window::open(folder.path(), "a", vec![whole("a", &["a"])]);
    first.until("restored").keys("m").sync();
    first.quit().unwrap();
    let mut window = Window::open(folder.path(), "a", vec![endless(Some(part("a", &["a"])))]);
    window.until("partial").keys("Esc").until("failed").until("restored");
    assert_eq!(window.marks(), [(0, String::new(), true)]);
}

#[test]
fn a_discussion_that_resembles_another_is_asked_about_where_it_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::open(folder.path(), "a", vec![whole("a", &["a"])]);
    window.until("restored").sync();
    assert!(!matches!(window.state.overlay, Some(Overlay::Confirm(_))));
    window.quit().unwrap();
}
