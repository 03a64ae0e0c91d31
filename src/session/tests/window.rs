//! Two windows with one store.

use super::*;
use crate::reader::list::ListKind;

/// Two windows on the same discussion.
fn pair(folder: &Path) -> (Window, Window) {
    let open = || {
        let mut window = Window::open(folder, "a", vec![whole("a", &["a", "b", "c"])]);
        window.until("restored");
        window
    };
    (open(), open())
}

fn listed(window: &Window) -> (Option<ListKind>, usize) {
    window.state.screens.last().map_or((None, 0), |list| (Some(list.kind), list.rows.len()))
}

#[test]
fn a_mark_of_one_window_is_in_the_list_of_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    a.keys("j m").sync();
    b.keys("'").sync();
    assert_eq!(listed(&b), (Some(ListKind::Marks), 1));
    // With the list open, too: the next key brings it.
    a.keys("j m").sync();
    b.keys("g").sync();
    assert_eq!(listed(&b), (Some(ListKind::Marks), 2));
    b.keys("Tab").until("all marks");
    a.keys("m").sync();
    b.keys("g").until("others").until("all marks");
    assert_eq!(listed(&b), (Some(ListKind::AllMarks), 1));
}

#[test]
fn marks_and_notes_follow_with_the_next_key_or_focus() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    a.keys("m").sync();
    b.keys("j").sync();
    assert_eq!(b.marks(), [(0, String::new(), true)]);
    b.keys("k M \"mine Enter").sync();
    a.update(Message::Focus(true));
    a.sync();
    assert_eq!(a.marks(), [(0, "mine".to_owned(), true)]);
    b.keys("m").sync();
    a.keys("j").sync();
    assert!(a.marks().is_empty());
    // From the list of all, by the store's number of the mark.
    a.keys("m").sync();
    b.keys("' Tab").until("all marks").keys("m q").sync();
    a.keys("j").sync();
    assert!(a.marks().is_empty() && on_disk(folder.path()).is_empty());
}

#[test]
fn what_was_struck_stays_struck_when_the_list_is_asked_for_again() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    a.keys("m j m").sync();
    b.keys("' Tab").until("all marks").keys("m");
    a.keys("j m").sync();
    b.keys("j").until("others").until("all marks");
    let struck = |window: &Window| window.state.screens.last().unwrap().rows.iter().filter(|row| row.struck).count();
    assert_eq!((listed(&b).1, struck(&b)), (3, 1));
    b.keys("q").sync();
    assert_eq!(on_disk(folder.path()), wanted(&[("b", ""), ("c", "")]));
}
