//! The real program in a real terminal: a few runs, since they are slow.
#![cfg(unix)]

use std::io::{Read as _, Write as _};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

const THREAD: &str =
    "# A thread for the terminal\nann: first words\n  bob: second words\n    cat: third words\ndan: fourth words\n";

/// A terminal of a size, in memory.
fn parser(rows: u16, cols: u16) -> vt100::Parser {
    vt100::Parser::new(NonZeroU16::new(rows).unwrap(), NonZeroU16::new(cols).unwrap(), 0)
}

struct Run {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    keys: Box<dyn std::io::Write + Send>,
    news: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    raw: Vec<u8>,
}

impl Run {
    fn start(folder: &Path, args: &[&str], rows: u16, cols: u16) -> Self {
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_btl"));
        command.args(args);
        command.cwd(folder);
        for (name, value) in [
            ("XDG_DATA_HOME", folder.to_str().unwrap()),
            ("HOME", folder.to_str().unwrap()),
            ("TERM", "xterm-256color"),
            ("BTL_STRICT", "1"),
        ] {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, news) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..read].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self { master: pair.master, child, keys, news, screen: parser(rows, cols), raw: Vec::new() }
    }

    /// Waits until the screen shows something.
    fn wait(&mut self, what: &str) {
        let end = Instant::now() + Duration::from_secs(20);
        while !self.screen.screen().contents().contains(what) {
            let left = end.saturating_duration_since(Instant::now());
            match self.news.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(_) => panic!("never saw {what:?}:\n{}", self.screen.screen().contents()),
            }
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.raw.extend(bytes);
        self.screen.process(bytes);
    }

    fn keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits for the end; the exit code and all that was sent.
    fn end(mut self) -> (u32, String) {
        let status = self.child.wait().unwrap();
        while let Ok(bytes) = self.news.recv_timeout(Duration::from_millis(300)) {
            self.take(&bytes);
        }
        (status.exit_code(), String::from_utf8_lossy(&self.raw).into_owned())
    }
}

fn place() -> TempDir {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("thread.txt"), THREAD).unwrap();
    folder
}

const ARGS: [&str; 3] = ["--from", "outline", "thread.txt"];

#[test]
fn it_opens_reads_marks_and_gives_the_terminal_back() {
    let folder = place();
    let mut run = Run::start(folder.path(), &ARGS, 24, 80);
    run.wait("second words");
    run.keys("jm");
    run.wait("1 ★");
    run.wait("★");
    run.keys("q");
    let (code, raw) = run.end();
    assert_eq!(code, 0);
    for given_back in ["\u{1b}[?1049l", "\u{1b}[?25h", "\u{1b}[?2004l", "\u{1b}[?1000l"] {
        assert!(raw.contains(given_back), "{given_back:?} was not sent");
    }

    // The same words under another name, grown: the mark and the place are there.
    std::fs::write(folder.path().join("other.txt"), format!("{THREAD}eve: fifth words\n")).unwrap();
    let mut run = Run::start(folder.path(), &["--from", "outline", "other.txt"], 24, 80);
    run.wait("1 ★");
    run.wait("2/5");
    run.keys("q");
    assert_eq!(run.end().0, 0);
}

#[test]
fn keys_come_from_the_terminal_while_the_document_is_a_pipe() {
    let folder = place();
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", &format!("cat thread.txt | {} --from outline -", env!("CARGO_BIN_EXE_btl"))]);
    command.cwd(folder.path());
    command.env("XDG_DATA_HOME", folder.path());
    command.env("TERM", "xterm-256color");
    let pair = native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
    let mut child = pair.slave.spawn_command(command).unwrap();
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut keys = pair.master.take_writer().unwrap();
    let mut screen = parser(24, 80);
    let mut bytes = [0; 4096];
    while !screen.screen().contents().contains("fourth words") {
        let read = reader.read(&mut bytes).unwrap();
        screen.process(&bytes[..read]);
    }
    keys.write_all(b"q").unwrap();
    std::thread::spawn(move || std::io::copy(&mut reader, &mut std::io::sink()));
    assert_eq!(child.wait().unwrap().exit_code(), 0);
}

#[test]
fn a_terminate_signal_gives_the_terminal_back() {
    let folder = place();
    let mut run = Run::start(folder.path(), &ARGS, 24, 80);
    run.wait("second words");
    let pid = run.child.process_id().unwrap();
    assert!(std::process::Command::new("kill").arg(pid.to_string()).status().unwrap().success());
    let (code, raw) = run.end();
    assert_ne!(code, 0);
    assert!(raw.contains("\u{1b}[?1049l") && raw.contains("\u{1b}[?25h"));
}

#[test]
fn a_resize_is_followed() {
    let folder = place();
    let mut run = Run::start(folder.path(), &ARGS, 24, 80);
    run.wait("second words");
    run.master.resize(PtySize { rows: 36, cols: 120, pixel_width: 0, pixel_height: 0 }).unwrap();
    run.screen = parser(36, 120);
    run.wait("Context");
    run.keys("q");
    assert_eq!(run.end().0, 0);
}

/// A thread that is long enough to scroll in.
fn long_thread() -> String {
    let comment = |at: usize| {
        let words = "words that go on and on until they have filled a row or two of the screen ".repeat(1 + at % 3);
        format!("{}author{at}: number {at}, {words}\n", "  ".repeat(at % 4))
    };
    std::iter::once("# A long thread\n".to_owned()).chain((0..300).map(comment)).collect()
}

/// On a slow line every byte is felt. Counts, not times: full-width panes scroll by the
/// terminal's own means, a highlight is a few cells, and rest is rest.
#[test]
fn a_key_sends_little_and_rest_sends_nothing() {
    let folder = place();
    std::fs::write(folder.path().join("long.txt"), long_thread()).unwrap();
    let mut run = Run::start(folder.path(), &["--from", "outline", "long.txt"], 24, 80);
    run.wait("number 3");
    run.rest();
    // The highlight is a few cells, but what was read is dim until one is on it: the words of
    // two comments change their ink.
    let moves = [("j", 1500), ("k", 1500), ("j", 800), ("k", 800)];
    let lines = [("\x05", 1500), ("\x05", 1500), ("\x05", 1500), ("z", 1500)];
    for (keys, most) in moves.into_iter().chain(lines) {
        run.keys(keys);
        let sent = run.answer();
        assert!((1..=most).contains(&sent), "{keys:?} sent {sent} bytes");
    }
    run.keys("\x1b");
    run.rest();
    // On a busy machine what was begun before may still be under way.
    let is_at_rest = (0..8).any(|_| {
        let woken = run.woken();
        run.rest() == 0 && run.woken() == woken
    });
    assert!(is_at_rest, "something wakes up or is sent while nothing happens");
    run.keys("q");
    assert_eq!(run.end().0, 0);
}

#[test]
fn a_search_that_is_typed_at_once_goes_where_it_should() {
    let folder = place();
    std::fs::write(folder.path().join("long.txt"), long_thread()).unwrap();
    let mut run = Run::start(folder.path(), &["--from", "outline", "long.txt"], 24, 80);
    run.wait("number 3");
    run.keys("/author250\r");
    run.wait("number 250, words");
    run.keys("q");
    assert_eq!(run.end().0, 0);
}

/// Where panes stand side by side the terminal cannot move a part of a row, so what has changed is written: little
/// more than that is sent.
#[test]
fn side_by_side_hardly_more_is_sent_than_has_changed() {
    for (rows, cols) in [(36, 120), (50, 200)] {
        let folder = place();
        std::fs::write(folder.path().join("long.txt"), long_thread()).unwrap();
        let mut run = Run::start(folder.path(), &["--from", "outline", "long.txt"], rows, cols);
        run.wait("number 3");
        run.rest();
        // A highlight that moves is a cell in each of many rows, and each is gone to.
        let moves =
            [("\x05", 0), ("\x05", 0), ("\x06", 0), ("\x06", 0), ("j", 400), ("j", 400), ("J", 400), ("}", 400)];
        for (keys, more) in moves {
            let before = run.looks();
            run.keys(keys);
            let sent = run.answer();
            let after = run.looks();
            let differs = before.iter().zip(&after).filter(|(before, after)| before != after);
            let changed: usize = differs.map(|(_, look)| look.0.len().max(1)).sum();
            let most = changed * 11 / 10 + more;
            assert!(sent <= most, "{keys:?} sent {sent} bytes where {changed} have changed");
        }
        run.keys("q");
        assert_eq!(run.end().0, 0);
    }
}

impl Run {
    /// Text and ink of every cell.
    fn looks(&self) -> Vec<(String, String)> {
        let screen = self.screen.screen();
        let (rows, cols) = screen.size();
        let cells = (0..rows.get()).flat_map(|y| (0..cols.get()).map(move |x| (y, x)));
        let look = |(y, x)| {
            let cell = screen.cell(y, x).unwrap();
            let ink = (cell.fgcolor(), cell.bgcolor(), cell.bold(), cell.dim(), cell.italic(), cell.underline());
            (cell.contents().to_owned(), format!("{ink:?}"))
        };
        cells.map(look).collect()
    }

    /// Takes what comes for a key: how many bytes that were.
    fn answer(&mut self) -> usize {
        let first = self.news.recv_timeout(Duration::from_secs(20)).unwrap();
        self.take(&first);
        first.len() + self.rest()
    }

    /// Takes what comes until nothing does for a while; how many bytes that were.
    fn rest(&mut self) -> usize {
        let before = self.raw.len();
        while let Ok(bytes) = self.news.recv_timeout(Duration::from_millis(700)) {
            self.take(&bytes);
        }
        self.raw.len() - before
    }

    /// How often the program's threads have gone to sleep so far, where the system tells.
    fn woken(&self) -> u64 {
        let tasks = self.child.process_id().map(|id| format!("/proc/{id}/task"));
        let tasks = tasks.and_then(|tasks| std::fs::read_dir(tasks).ok()).into_iter().flatten().flatten();
        let status = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("status")).ok());
        let switches = |status: String| {
            let line = status.lines().find(|line| line.starts_with("voluntary_ctxt_switches"))?.to_owned();
            line.split_whitespace().last()?.parse::<u64>().ok()
        };
        status.filter_map(switches).sum()
    }
}

#[test]
fn one_of_several_discussions_is_chosen_and_its_mark_finds_it_again() {
    let folder = TempDir::new().unwrap();
    let one = |n: u8| {
        format!(
            "{{\"type\":\"Discussion\",\"btl\":1,\"source\":{{\"namespace\":\"club\",\"site\":\"club:{n}00\"}},\
             \"article\":{{\"name\":\"Evening {n}\"}},\"items\":[{{\"id\":\"{n}1\",\"content\":\"words of {n}\"}},\
             {{\"id\":\"{n}2\",\"content\":\"more of {n}\"}}]}}\n"
        )
    };
    std::fs::write(folder.path().join("evenings.json"), (1..=3).map(one).collect::<String>()).unwrap();
    std::fs::write(folder.path().join("thread.txt"), THREAD).unwrap();
    let mut run = Run::start(folder.path(), &["evenings.json"], 24, 80);
    // "3 discussions" stands in the status row of one of them as well; this does not.
    run.wait("Enter opens");
    run.keys("j\r");
    run.wait("words of 2");
    run.keys("jm");
    run.wait("marked");
    run.keys("\u{1b}");
    run.wait("Enter opens");
    run.keys("3");
    run.wait("words of 3");
    run.keys("R");
    run.wait("no new comments");
    run.keys("\u{1b}");
    run.wait("Enter opens");
    run.keys("q");
    assert_eq!(run.end().0, 0);
    let mut other = Run::start(folder.path(), &ARGS, 24, 80);
    other.wait("second words");
    other.keys("'\t");
    other.wait("more of 2");
    other.keys("\r");
    // The title stands in the list of marks as well; these words do not.
    other.wait("words of 2");
    other.wait("1 ★");
    other.keys("\u{1b}");
    other.wait("Enter opens");
    other.keys("q");
    assert_eq!(other.end().0, 0);
    let mut picked = Run::start(folder.path(), &["--pick", "evening 3", "evenings.json"], 24, 80);
    picked.wait("words of 3");
    picked.keys("q");
    assert_eq!(picked.end().0, 0);
}
