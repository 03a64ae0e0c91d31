//! Reading that is stopped, reading that waits, and the bounds on what is read.
#![cfg(unix)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use btl::loader::{self, Event, Flow, Input, Options, Sink};
use btl::model::Discussion;

/// Keeps what it gets, and says stop when `until` says so.
struct Watch<F> {
    until: F,
    began: Instant,
    longest: Duration,
    last: Instant,
    parts: Vec<usize>,
    whole: Vec<Discussion>,
}

impl<F: FnMut(&Event, Duration) -> bool> Watch<F> {
    fn new(until: F) -> Self {
        let now = Instant::now();
        Self { until, began: now, longest: Duration::ZERO, last: now, parts: Vec::new(), whole: Vec::new() }
    }
}

impl<F: FnMut(&Event, Duration) -> bool> Sink for Watch<F> {
    fn take(&mut self, event: Event) -> Flow {
        self.longest = self.longest.max(self.last.elapsed());
        self.last = Instant::now();
        let stop = (self.until)(&event, self.began.elapsed());
        match event {
            Event::Partial(part) | Event::Preview(part) => self.parts.push(part.thread().comments()),
            Event::Whole(whole) => self.whole.push(whole),
            Event::Several { all, .. } => self.whole.extend(all),
            Event::Progress { .. } => {}
        }
        if stop { Flow::Stop } else { Flow::Continue }
    }
}

fn pipe(folder: &Path) -> PathBuf {
    let path = folder.join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    path
}

fn items(range: std::ops::Range<usize>) -> String {
    range.map(|n| format!("{{\"id\":\"c{n}\",\"content\":\"words of {n}\"}}\n")).collect()
}

const HEADER: &str = "{\"type\":\"Discussion\",\"btl\":1,\"article\":{\"name\":\"A title\"}}\n";

#[test]
fn programs_and_pictures_are_not_read_as_text() {
    let bytes = [b"\x7fELF\x02\x01\x01".as_slice(), &[0; 3000], &[0x90; 900]].concat();
    let error = loader::parse(bytes, &Options::default()).unwrap_err().to_string();
    assert!(error.contains("not text"), "{error}");
}

#[test]
fn bounds_hold_for_files_pipes_and_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, "a text that is longer").unwrap();
    let few = Options { max_bytes: Some(10), ..Options::default() };
    let bytes = Input::Bytes { name: "bytes".into(), bytes: b"a text that is longer".to_vec() };
    for input in [Input::Path(path), bytes] {
        assert!(loader::read(input, &few).unwrap_err().to_string().contains("larger"));
    }
}

/// A pipe without a writer, and one whose writer is silent, never leave the sink unasked.
#[test]
fn a_pipe_shows_what_came_and_can_be_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let path = pipe(folder.path());
    let mut nobody = Watch::new(|_, since| since > Duration::from_millis(300));
    let error = loader::open(Input::Path(path.clone()), &Options::default(), &mut nobody).unwrap_err();
    assert!(error.to_string().contains("stopped"), "{error}");
    assert!(nobody.whole.is_empty() && nobody.longest < Duration::from_millis(250));

    let reader = std::thread::spawn({
        let path = path.clone();
        move || {
            let mut seen = Watch::new(|event, since| {
                matches!(event, Event::Partial(part) if part.thread().comments() >= 5)
                    || since > Duration::from_secs(20)
            });
            loader::open(Input::Path(path), &Options::default(), &mut seen).map(|()| (seen.parts, seen.whole))
        }
    });
    let mut writer = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    write!(writer, "{HEADER}{}", items(0..3)).unwrap();
    std::thread::sleep(Duration::from_millis(600));
    write!(writer, "{}{{\"id\":\"c5\",\"con", items(3..5)).unwrap();
    let (parts, whole) = reader.join().unwrap().unwrap();
    assert_eq!(parts, [3, 5]);
    let [whole] = whole.as_slice() else { panic!("{} wholes", whole.len()) };
    assert_eq!((whole.thread().comments(), whole.origin().complete), (5, false));
    let says = |words: &str| whole.origin().notes.iter().any(|note| note.text.as_str().contains(words));
    assert!(says("stopped") && says("cut off"), "{:?}", whole.origin().notes);
}

#[test]
fn patience_waits_for_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = pipe(folder.path());
    let reader = std::thread::spawn({
        let path = path.clone();
        move || {
            let mut seen = Watch::new(|_, _| false);
            let patient = Options { patient: true, ..Options::default() };
            loader::open(Input::Path(path), &patient, &mut seen).map(|()| (seen.parts, seen.whole))
        }
    });
    let mut writer = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    write!(writer, "{HEADER}{}", items(0..3)).unwrap();
    std::thread::sleep(Duration::from_millis(400));
    write!(writer, "{}", items(3..9)).unwrap();
    drop(writer);
    let (parts, whole) = reader.join().unwrap().unwrap();
    assert!(parts.is_empty(), "{parts:?}");
    let [whole] = whole.as_slice() else { panic!("{} wholes", whole.len()) };
    assert_eq!((whole.thread().comments(), whole.origin().complete), (9, true));
    assert!(whole.origin().notes.is_empty());
}
