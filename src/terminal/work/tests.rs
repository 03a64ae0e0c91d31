use std::collections::VecDeque;
use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::Receiver;

use super::*;
use crate::model::change::Spot;
use crate::model::draft::Parent;
use crate::model::{Change, CommentId, DraftWriter, Mark, Media, Restored, build};
use crate::terminal::News;

/// Comments with the source's ids, all at the top.
fn discussion(ids: &[&str]) -> Discussion {
    let mut w = DraftWriter::new("test");
    w.origin().site = Some("test:1".into());
    w.origin().namespace = "test".into();
    for id in ids {
        let (number, text) = (w.pooled(id, Media::Plain), w.pooled(&format!("The words of {id}."), Media::Plain));
        let row = w.comment(Parent::Top);
        w.set_id(row, number);
        w.set_body(row, text);
    }
    build::discussion(w.finish(String::new()))
}

struct House {
    program: Program,
    inbox: Receiver<News>,
}

type Script = Box<dyn FnOnce(&mut dyn FnMut(Loading) -> bool) -> Result<()> + Send>;

impl House {
    fn open(folder: Result<PathBuf>, scripts: Vec<Script>) -> Self {
        Self::at(folder, scripts, 1000)
    }

    fn at(folder: Result<PathBuf>, scripts: Vec<Script>, now: i64) -> Self {
        let (sender, inbox) = channel();
        let scripts = Mutex::new(VecDeque::from(scripts));
        let loads: Loads = Box::new(move |_| scripts.lock().unwrap().pop_front().unwrap());
        Self { program: Program::start(Outbox(sender), "a file", loads, (folder, KeepFolds::Always), now), inbox }
    }

    fn of(folder: &Path, ids: &'static [&'static str]) -> Self {
        Self::open(Ok(folder.to_owned()), vec![whole(ids)])
    }

    /// The next message, not yet noticed.
    fn next(&self) -> Message {
        match self.inbox.recv_timeout(Duration::from_secs(20)).unwrap() {
            News::Message(message) => message,
            other => panic!("{other:?}"),
        }
    }

    fn take(&mut self) -> Message {
        let message = self.next();
        self.program.notice(&message);
        message
    }

    /// Loaded, Indexed, Restored, in this order.
    fn settle(&mut self) -> Box<Restored> {
        assert!(matches!(self.take(), Message::Loaded { result: Ok(_), .. }));
        assert!(matches!(self.take(), Message::Indexed { .. }));
        match self.take() {
            Message::Restored { kept, .. } => kept,
            other => panic!("{other:?}"),
        }
    }

    fn mark(&mut self, ticket: u64, row: usize) {
        let mark = Some(Mark { note: format!("row {row}"), tags: vec![], marked: 5 });
        let change = Change::Mark { at: Spot::Comment(CommentId::at(row)), mark };
        self.program.perform(Effect::Store { ticket, change }, 1001);
    }

    fn finish(&mut self) -> Result<()> {
        self.program.finish(1002, Duration::from_secs(20), &|| {})
    }
}

fn whole(ids: &'static [&'static str]) -> Script {
    Box::new(move |sink| {
        sink(Loading::Whole(discussion(ids)));
        Ok(())
    })
}

fn marked(kept: &Restored) -> Vec<(Spot, String)> {
    let mut marks: Vec<_> = kept.marks.iter().map(|(spot, mark)| (spot.clone(), mark.note.clone())).collect();
    marks.sort();
    marks
}

#[test]
fn what_is_kept_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = House::of(folder.path(), &["a", "b", "c"]);
    assert!(!first.settle().known);
    for (ticket, row) in [(1, 0), (2, 2)] {
        first.mark(ticket, row);
    }
    for expected in [1, 2] {
        let Message::Stored { ticket, result: Ok(()) } = first.take() else { panic!() };
        assert_eq!(ticket, expected);
    }
    first.finish().unwrap();
    let mut second = House::of(folder.path(), &["c", "b", "a"]);
    let kept = second.settle();
    assert!(kept.known);
    let row = |row| Spot::Comment(CommentId::at(row));
    assert_eq!(marked(&kept), [(row(0), "row 2".to_owned()), (row(2), "row 0".to_owned())]);
}

#[test]
fn a_change_keeps_to_its_rows_while_the_source_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let scripts = vec![whole(&["a", "b", "c"]), whole(&["x", "c", "b", "a"])];
    let mut house = House::open(Ok(folder.path().to_owned()), scripts);
    house.settle();
    house.program.perform(Effect::Reload { generation: 2 }, 1001);
    let messages = [house.next(), house.next(), house.next()];
    let Message::Indexed { carried: Some(carried), .. } = &messages[1] else { panic!("{messages:?}") };
    assert_eq!(carried.iter().map(|id| id.map(CommentId::index)).collect::<Vec<_>>(), [Some(3), Some(2), Some(1)]);
    // The keeper has the new rows, but the screen shows the old ones.
    house.mark(1, 0);
    house.program.notice(&messages[0]);
    house.mark(2, 1);
    house.program.notice(&messages[1]);
    house.mark(3, 0);
    for _ in 0..3 {
        assert!(matches!(house.take(), Message::Stored { result: Ok(()), .. }));
    }
    house.finish().unwrap();
    let mut after = House::of(folder.path(), &["a", "b", "c", "x"]);
    let row = |row| Spot::Comment(CommentId::at(row));
    let expected = [(row(0), "row 0"), (row(1), "row 1"), (row(3), "row 0")];
    assert_eq!(marked(&after.settle()), expected.map(|(spot, note)| (spot, note.to_owned())));
}

#[test]
fn a_part_is_carried_to_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let script: Script = Box::new(|sink| {
        assert!(sink(Loading::Partial(discussion(&["a", "b"]))));
        sink(Loading::Whole(discussion(&["z", "a", "b"])));
        Ok(())
    });
    let mut house = House::open(Ok(folder.path().to_owned()), vec![script]);
    assert!(matches!(house.take(), Message::Partial { carried: None, .. }));
    house.mark(1, 0);
    let mut carried_to = None;
    let mut stored = false;
    for _ in 0..4 {
        match house.take() {
            Message::Loaded { carried, .. } => carried_to = carried,
            Message::Stored { ticket: 1, result: Ok(()) } => stored = true,
            Message::Indexed { carried: None, .. } | Message::Restored { .. } => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(stored);
    assert_eq!(carried_to.unwrap(), [Some(CommentId::at(1)), Some(CommentId::at(2))]);
    house.finish().unwrap();
    assert_eq!(marked(&House::of(folder.path(), &["b", "a"]).settle()).len(), 1);
}

#[test]
fn what_is_done_to_a_preview_is_kept_of_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (go, wait) = channel::<()>();
    let script: Script = Box::new(move |sink| {
        sink(Loading::Preview(discussion(&["a", "b"])));
        wait.recv().unwrap();
        sink(Loading::Whole(discussion(&["z", "a", "b"])));
        Ok(())
    });
    let mut house = House::open(Ok(folder.path().to_owned()), vec![script]);
    assert!(matches!(house.take(), Message::Partial { preview: true, .. }));
    house.mark(1, 1);
    assert!(house.inbox.recv_timeout(Duration::from_millis(50)).is_err(), "it waits");
    go.send(()).unwrap();
    while !matches!(house.take(), Message::Stored { ticket: 1, result: Ok(()) }) {}
    house.finish().unwrap();
    let kept = House::of(folder.path(), &["z", "a", "b"]).settle();
    assert_eq!(marked(&kept), [(Spot::Comment(CommentId::at(2)), "row 1".to_owned())]);
}

#[test]
fn without_a_store_every_change_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "no folder").unwrap();
    let mut house = House::open(Ok(file.join("below")), vec![whole(&["a"])]);
    assert!(matches!(house.take(), Message::Loaded { result: Ok(_), .. }));
    assert!(matches!(house.take(), Message::Indexed { .. }));
    assert!(matches!(house.take(), Message::Stored { ticket: 0, result: Err(_) }));
    assert!(matches!(house.take(), Message::Restored { .. }));
    house.mark(7, 0);
    let Message::Stored { ticket: 7, result: Err(error) } = house.take() else { panic!() };
    assert!(error.what.as_str().starts_with("not saved"), "{error}");
    house.program.perform(Effect::AllMarks, 1001);
    assert!(matches!(house.take(), Message::AllMarks(Err(_))));
    // Somebody who leaves is told once more.
    assert!(house.finish().is_err());
}

#[test]
fn a_load_that_breaks_or_is_stopped_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::open(Ok(folder.path().to_owned()), vec![Box::new(|_| panic!("broken"))]);
    let Message::Loaded { generation: 1, result: Err(error), .. } = house.next() else { panic!() };
    assert!(error.what.as_str().contains("broken"), "{error}");

    let endless: Script = Box::new(|sink| {
        sink(Loading::Partial(discussion(&["a"])));
        while sink(Loading::Progress(1)) {
            thread::sleep(Duration::from_millis(1));
        }
        Err(Error::input("interrupted"))
    });
    let mut house = House::open(Ok(folder.path().to_owned()), vec![endless]);
    assert!(matches!(house.take(), Message::Partial { .. }));
    house.program.perform(Effect::StopLoading, 1001);
    let Message::Loaded { result: Err(error), .. } = house.take() else { panic!() };
    assert_eq!(error.to_string(), "loading was stopped");
    // The part stays, with its facts.
    assert!(matches!(house.take(), Message::Indexed { carried: None, .. }));
    assert!(matches!(house.take(), Message::Restored { .. }));
}

/// Opens, looks at what is new, and leaves at a time; gives the rows that are new.
fn opened(folder: &Path, ids: &'static [&'static str], at: i64) -> Vec<usize> {
    let mut house = House::at(Ok(folder.to_owned()), vec![whole(ids)], at);
    let kept = house.settle();
    house.program.finish(at + 60, Duration::from_secs(20), &|| {}).unwrap();
    new(&kept)
}

fn new(kept: &Restored) -> Vec<usize> {
    let since = kept.since.and_then(|since| kept.visits.get(since));
    since.map_or_else(Vec::new, |visit| visit.arrived.iter().map(|id| id.index()).collect())
}

const HOUR: i64 = 3600;

#[test]
fn what_is_new_lasts_for_a_sitting_and_each_opening_knows_it() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(opened(folder.path(), &["a", "b"], 0), [0usize; 0], "a first visit");
    assert_eq!(opened(folder.path(), &["a", "x", "b"], 10 * HOUR), [1]);
    assert_eq!(opened(folder.path(), &["a", "x", "b"], 10 * HOUR + 120), [1], "opened again at once");
    assert_eq!(opened(folder.path(), &["a", "x", "b"], 10 * HOUR + 240), [1], "and again");
    assert_eq!(opened(folder.path(), &["a", "x", "b"], 12 * HOUR), [0usize; 0]);
    assert_eq!(opened(folder.path(), &["a", "x", "y", "b"], 14 * HOUR), [2]);
    let mut house = House::at(Ok(folder.path().to_owned()), vec![whole(&["a", "x", "y", "b"])], 20 * HOUR);
    let kept = house.settle();
    let arrived = kept.visits.iter().map(|visit| visit.arrived.len()).collect::<Vec<_>>();
    assert_eq!((arrived, kept.since), (vec![0, 1, 1, 2], Some(0)), "four earlier sittings");
}

#[test]
fn a_crash_is_no_visit_and_marks_nothing() {
    let folder = tempfile::tempdir().unwrap();
    opened(folder.path(), &["a", "b"], 0);
    let mut crashed = House::at(Ok(folder.path().to_owned()), vec![whole(&["a", "b", "c"])], 10 * HOUR);
    assert_eq!(new(&crashed.settle()), [2]);
    drop(crashed);
    let mut killed = House::at(Ok(folder.path().to_owned()), vec![whole(&["a", "b", "c"])], 11 * HOUR);
    assert_eq!(new(&killed.settle()), [2]);
    std::mem::forget(killed);
    let mut after = House::at(Ok(folder.path().to_owned()), vec![whole(&["a", "b", "c"])], 20 * HOUR);
    let kept = after.settle();
    assert_eq!((new(&kept), kept.read.len()), (vec![2], 0));
}

#[test]
fn a_reload_is_measured_from_the_same_visit() {
    let folder = tempfile::tempdir().unwrap();
    opened(folder.path(), &["a"], 0);
    let scripts = vec![whole(&["a", "b"]), whole(&["a", "c", "b"])];
    let mut house = House::at(Ok(folder.path().to_owned()), scripts, 10 * HOUR);
    assert_eq!(new(&house.settle()), [1]);
    house.program.perform(Effect::Reload { generation: 2 }, 15 * HOUR);
    assert_eq!(new(&house.settle()), [1, 2]);
}

#[test]
fn going_to_another_discussion_ends_a_visit() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::at(Ok(folder.path().to_owned()), vec![whole(&["a"]), whole(&["z"])], 0);
    house.settle();
    let source = "another".to_owned();
    house.program.perform(Effect::Open { generation: 2, source }, 100);
    house.settle();
    std::mem::forget(house);
    assert_eq!(opened(folder.path(), &["a", "b"], 10 * HOUR), [1]);
}

#[test]
fn muted_phrases_are_looked_for_on_a_worker() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::of(folder.path(), &["a", "b", "c"]);
    house.settle();
    let whole = Arc::new(discussion(&["a", "b", "c"]));
    let phrases = vec!["of nobody".to_owned(), "words of b".to_owned()];
    house.program.perform(Effect::FindMuted { discussion: Arc::clone(&whole), phrases: phrases.clone() }, 1001);
    match house.take() {
        Message::FoundMuted { discussion, phrases: of, found } => {
            assert!(Arc::ptr_eq(&discussion, &whole) && of == phrases);
            assert_eq!(found, [(CommentId::at(1), 1)]);
        }
        other => panic!("{other:?}"),
    }
    house.finish().unwrap();
}

#[test]
fn folds_are_kept_as_the_setting_says() {
    let folder = tempfile::tempdir().unwrap();
    let fold = || Change::Fold { these: vec![CommentId::at(1)], on: true };
    for (keep, kept) in [(KeepFolds::No, 0), (KeepFolds::Always, 1), (KeepFolds::Days(1), 1)] {
        let (sender, inbox) = channel();
        let loads: Loads = Box::new(|_| whole(&["a", "b"]));
        let place = (Ok(folder.path().to_owned()), keep);
        let program = Program::start(Outbox(sender), "a file", loads, place, 1000);
        let mut house = House { program, inbox };
        house.settle();
        house.program.perform(Effect::Store { ticket: 1, change: fold() }, 1001);
        assert!(matches!(house.take(), Message::Stored { result: Ok(()), .. }));
        house.finish().unwrap();
        assert_eq!(House::of(folder.path(), &["a", "b"]).settle().folds.folded.len(), kept, "{keep:?}");
    }
    // A day later, and a second: not opened for longer than the setting allows.
    let (sender, inbox) = channel();
    let loads: Loads = Box::new(|_| whole(&["a", "b"]));
    let place = (Ok(folder.path().to_owned()), KeepFolds::Days(1));
    let mut house = House { program: Program::start(Outbox(sender), "a file", loads, place, 1003 + 86_400), inbox };
    assert!(house.settle().folds.folded.is_empty());
    house.finish().unwrap();
}
