//! What is new: over any order of opening, growing, reading, reloading, leaving and crashing.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;

#[derive(Clone, Debug)]
enum Step {
    /// So many comments are added to the source.
    Grow(usize),
    /// Opens the source, if it is not open.
    Open,
    /// Reads the source again.
    Reload,
    /// Sets a comment read.
    Read(usize),
    Quit,
    /// Ends without leaving.
    Crash,
    /// So many seconds pass.
    Wait(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let wait = prop_oneof![0..3 * MINUTE, 20 * MINUTE..40 * MINUTE, DAY..3 * DAY];
    let step = prop_oneof![
        3 => (1usize..4).prop_map(Step::Grow),
        3 => Just(Step::Open),
        2 => Just(Step::Reload),
        1 => (1usize..9).prop_map(Step::Read),
        2 => Just(Step::Quit),
        1 => Just(Step::Crash),
        2 => wait.prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 1..16)
}

/// A source that grows, and its reader.
struct Run {
    folder: tempfile::TempDir,
    ids: Vec<String>,
    now: i64,
    window: Option<Window>,
    /// Comments that were on the screen at some time.
    known: BTreeSet<String>,
    /// Comments that were new in the window that is open.
    new: BTreeSet<String>,
    /// The source was opened before.
    opened: bool,
}

impl Run {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            ids: vec!["first".to_owned()],
            now: 100 * DAY,
            window: None,
            known: BTreeSet::new(),
            new: BTreeSet::new(),
            opened: false,
        }
    }

    fn script(&self) -> Script {
        let ids = self.ids.clone();
        Box::new(move |sink| {
            sink.take(Event::Whole(discussion("a", &ids.iter().map(String::as_str).collect::<Vec<_>>())));
            Ok(())
        })
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Grow(many) => {
                let from = self.ids.len();
                // Replies arrive anywhere in the thread.
                (from..from + many).for_each(|n| self.ids.insert(n * 7 % (n + 1), format!("c{n}")));
            }
            Step::Open if self.window.is_none() => {
                let mut window = Window::at(self.folder.path(), "a", vec![self.script()], self.now);
                window.until("restored").sync();
                self.window = Some(window);
                self.new.clear();
                self.look();
                self.opened = true;
            }
            Step::Open => {}
            Step::Reload => {
                let script = self.script();
                if let Some(window) = &mut self.window {
                    window.add(script);
                    window.keys("R").until("restored").sync();
                    self.look();
                }
            }
            Step::Read(number) => {
                if let Some(window) = &mut self.window {
                    window.keys(&format!("{number} G")).keys("r").sync();
                }
            }
            Step::Quit => {
                if let Some(window) = self.window.take() {
                    window.quit().unwrap();
                }
            }
            Step::Crash => drop(self.window.take()),
            Step::Wait(seconds) => {
                self.now += seconds;
                if let Some(window) = &mut self.window {
                    window.now = self.now;
                    window.update(Message::Now(self.now));
                }
            }
        }
    }

    /// What was just shown: a comment that was never there before is new, unless this is the
    /// first opening; and what was new in this window still is, if it is unread.
    fn look(&mut self) {
        let Some(window) = &self.window else { return };
        let reading = &window.state.reading;
        let thread = reading.discussion.thread();
        for id in thread.ids() {
            let name = reading.discussion.body(id).text.to_string();
            let must_be_new = self.new.contains(&name) || self.opened && !self.known.contains(&name);
            if must_be_new && reading.is_unread(id) {
                assert!(reading.is_new(id), "{name} is unread and not new");
            }
            if reading.is_new(id) {
                assert!(self.opened, "{name} is new at the first opening");
                self.new.insert(name.clone());
            }
            self.known.insert(name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_comment_goes_from_never_seen_to_unread_and_not_new(steps in steps()) {
        let mut run = Run::new();
        for step in &steps {
            run.take(step);
        }
    }
}

#[test]
fn what_arrives_within_half_an_hour_of_the_first_visit_is_new() {
    let mut run = Run::new();
    for step in [Step::Open, Step::Quit, Step::Grow(3), Step::Wait(10 * MINUTE), Step::Open] {
        run.take(&step);
    }
    assert_eq!(run.new.len(), 3);
    for step in [Step::Quit, Step::Wait(5 * MINUTE), Step::Open] {
        run.take(&step);
    }
    assert_eq!(run.new.len(), 3, "they stay new within the sitting");
    for step in [Step::Quit, Step::Wait(2 * DAY), Step::Open] {
        run.take(&step);
    }
    assert_eq!(run.new.len(), 0, "they were there when the reader last left");
}

#[test]
fn what_a_reload_brought_on_a_first_visit_is_new_after_opening_again() {
    let mut run = Run::new();
    for step in [Step::Open, Step::Grow(2), Step::Wait(40 * MINUTE), Step::Reload] {
        run.take(&step);
    }
    assert_eq!(run.new.len(), 2);
    for step in [Step::Quit, Step::Wait(MINUTE), Step::Open] {
        run.take(&step);
    }
    assert_eq!(run.new.len(), 2);
}

#[test]
fn what_arrives_after_a_first_visit_that_crashed_is_new() {
    let mut run = Run::new();
    for step in [Step::Open, Step::Crash, Step::Grow(2), Step::Wait(DAY), Step::Open] {
        run.take(&step);
    }
    assert_eq!(run.new.len(), 2);
}
