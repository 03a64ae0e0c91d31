//! Files that are none, and pipes that take their time.
#![cfg(unix)]

use std::fs::File;
use std::io::Write as _;
use std::process::Command;
use std::thread;
use std::time::Duration;

use btl::loader::{Event, Flow, Input, Options, Sink, open, read};

#[derive(Default)]
struct Seen {
    partial: Vec<usize>,
    preview: Vec<(String, usize)>,
    whole: Vec<usize>,
    progress: usize,
    stop_after: Option<usize>,
}

impl Sink for Seen {
    fn take(&mut self, event: Event) -> Flow {
        match event {
            Event::Progress { .. } => self.progress += 1,
            Event::Partial(part) => self.partial.push(part.thread().comments()),
            Event::Preview(part) => self.preview.push((part.title().to_string(), part.thread().comments())),
            Event::Whole(whole) => self.whole.push(whole.thread().comments()),
            Event::Several { all, .. } => self.whole.extend(all.iter().map(|one| one.thread().comments())),
        }
        if self.stop_after.is_some_and(|most| self.progress > most) { Flow::Stop } else { Flow::Continue }
    }
}

fn fifo(folder: &tempfile::TempDir) -> std::path::PathBuf {
    let path = folder.path().join("fifo");
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    path
}

#[test]
fn what_is_no_text_is_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let looped = folder.path().join("loop");
    std::os::unix::fs::symlink(&looped, &looped).unwrap();
    let empty = folder.path().join("empty");
    File::create(&empty).unwrap();
    let zeros = folder.path().join("zeros");
    std::fs::write(&zeros, [0; 100_000]).unwrap();
    let missing = folder.path().join("missing");
    let odd = ["/dev/zero", "/dev/null", "/proc/self/mem"].map(Into::into);
    for path in [folder.path().into(), looped, empty, zeros, missing].into_iter().chain(odd) {
        let error = read(Input::Path(path.clone()), &Options::default()).unwrap_err();
        assert_eq!(error.exit_code(), 1, "{}", path.display());
        assert!(
            !error.to_string().contains('\n')
                && error.to_string().contains(path.file_name().unwrap().to_str().unwrap())
        );
    }
}

#[test]
fn a_slow_pipe_shows_what_came() {
    let folder = tempfile::tempdir().unwrap();
    let path = fifo(&folder);
    let at = path.clone();
    let writer = thread::spawn(move || {
        let mut pipe = File::create(at).unwrap();
        pipe.write_all(b"ann: one\n  bob: two\n  cat: thr").unwrap();
        thread::sleep(Duration::from_millis(600));
        pipe.write_all(b"ee\n").unwrap();
    });
    let mut seen = Seen::default();
    let options = Options { from: Some("outline".into()), ..Options::default() };
    open(Input::Path(path), &options, &mut seen).unwrap();
    writer.join().unwrap();
    assert_eq!((seen.partial.first(), seen.whole.as_slice()), (Some(&2), [3].as_slice()));
}

#[test]
fn a_pipe_that_nobody_writes_can_be_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut seen = Seen { stop_after: Some(3), ..Seen::default() };
    assert!(open(Input::Path(fifo(&folder)), &Options::default(), &mut seen).is_err());
    assert!(seen.whole.is_empty());
}

/// A thread as Algolia sends it, in either order of keys: more than a megabyte of it.
fn large(replies_first: bool) -> String {
    let words = "Some words that go on for a while, as words do. ".repeat(20);
    let comment = |id: usize, replies: &str| {
        let (own, children) = (format!(r#""text":"{id}: {words}""#), format!(r#""children":[{replies}]"#));
        let rest = if replies_first { format!("{children},{own}") } else { format!("{own},{children}") };
        format!(r#"{{"author":"ann","id":{id},"options":[],"parent_id":1,{rest}}}"#)
    };
    let all: Vec<String> = (0..900).map(|at| comment(at * 2 + 10, &comment(at * 2 + 11, ""))).collect();
    let (own, children) =
        (r#""title":"A title","options":[],"story_id":1"#, format!(r#""children":[{}]"#, all.join(",")));
    let rest = if replies_first { format!("{children},{own}") } else { format!("{own},{children}") };
    format!(r#"{{"author":"poster","id":1,{rest}}}"#)
}

#[test]
fn the_first_screens_of_a_large_file_come_before_the_rest_in_any_order_of_keys() {
    let folder = tempfile::tempdir().unwrap();
    for replies_first in [false, true] {
        let path = folder.path().join("large.json");
        std::fs::write(&path, large(replies_first)).unwrap();
        let mut seen = Seen::default();
        btl::loader::open(Input::Path(path.clone()), &Options::default(), &mut seen).unwrap();
        let [(title, comments)] = seen.preview.as_slice() else { panic!("{:?}", seen.preview) };
        assert_eq!(title, "A title");
        assert!((20..400).contains(comments), "{comments}");
        assert_eq!(seen.whole, [1800]);
        let mut patient = Seen::default();
        btl::loader::open(Input::Path(path), &Options { patient: true, ..Options::default() }, &mut patient).unwrap();
        assert!(patient.preview.is_empty());
    }
}

/// A page with an article of so many paragraphs and so many comments below it.
fn page(paragraphs: usize, comments: usize) -> String {
    let words = "Some words that go on for a while, and then some more of them, as words do. ".repeat(6);
    let article: String = (0..paragraphs).map(|at| format!("<p>Paragraph {at}. {words}</p>\n")).collect();
    let comment = |at: usize| {
        format!(
            "<li class=\"comment\" id=\"comment-{at}\"><div class=\"comment-body\"><cite class=\"fn\">Ann {at}</cite> \
             <time datetime=\"2024-05-01T10:00:00Z\">May 1</time><p>Comment {at}. {words}</p></div></li>\n"
        )
    };
    let all: String = (0..comments).map(comment).collect();
    format!(
        "<!DOCTYPE html>\n<html><head><title>A title</title></head><body>\n<article><h1>A title</h1>\n{article}</article>\n\
         <ol class=\"commentlist\">\n{all}</ol>\n</body></html>\n"
    )
}

#[test]
fn a_large_page_is_shown_from_its_beginning_only_if_that_has_its_article_and_comments() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    for (paragraphs, comments, is_shown) in [(9, 900, true), (900, 900, false), (900, 0, false), (9, 300, false)] {
        let source = page(paragraphs, comments);
        assert_eq!(source.len() > 256 << 10, comments != 300, "{}", source.len());
        std::fs::write(&path, source).unwrap();
        let mut seen = Seen::default();
        btl::loader::open(Input::Path(path.clone()), &Options::default(), &mut seen).unwrap();
        assert_eq!(seen.whole, [comments], "{paragraphs}");
        match seen.preview.as_slice() {
            [(title, some)] => assert!(is_shown && title == "A title" && (100..600).contains(some), "{some}"),
            others => assert!(!is_shown && others.is_empty(), "{paragraphs} {comments}"),
        }
    }
}
