//! Large sources with a document a line, read on all cores.
//!
//! A stretch of whole lines is read by itself and its records are taken in their order, so what comes of it is what
//! comes of one after the other. That holds only as long as each stretch ends between documents and no comment is nested
//! in another, whose row would have to be begun meanwhile. From the first stretch on of which that is not so, the rest is
//! read as it always is.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Record, Shape, Take, walk};
use crate::cores;
use crate::loader::json::Scanner;
use crate::model::DraftWriter;

/// Shorter sources are read sooner than other cores are ready.
const LARGE: usize = 2 << 20;
/// How much a core reads in one go.
const STRETCH: usize = 128 << 10;

/// What is in a stretch.
struct Part<'s> {
    records: Vec<Record<'s>>,
    documents: usize,
    /// Whether it could be read by itself.
    is_whole: bool,
}

/// Takes the records of lines from the beginning on. Gives where the rest begins, and how many documents came before it.
pub(super) fn read<'s>(
    source: &'s str,
    writer: &mut DraftWriter,
    shape: &Shape<'_>,
    taker: &mut impl Take<'s>,
) -> (usize, usize) {
    if source.len() < LARGE || !has_lines(source) { (0, 0) } else { among(source, STRETCH, writer, shape, taker) }
}

fn among<'s>(
    source: &'s str,
    stretch: usize,
    writer: &mut DraftWriter,
    shape: &Shape<'_>,
    taker: &mut impl Take<'s>,
) -> (usize, usize) {
    let (mut done, mut documents) = (0, 0);
    let is_over = AtomicBool::new(false);
    let work = |range: &Range<usize>| {
        let mut part = Part { records: Vec::new(), documents: 0, is_whole: false };
        if !is_over.load(Ordering::Relaxed) {
            // What may stand behind a document is less than what may stand alone.
            let before = usize::from(range.start > 0);
            let mut scanner = Scanner::within(source, range.clone(), before);
            let has_rows = walk(&mut scanner, shape, None, |_, record| part.records.push(record));
            part.documents = scanner.documents - before;
            part.is_whole = has_rows && scanner.damage().is_none();
        }
        part
    };
    cores::in_order(&cores::stretches(source, stretch), work, |range, part| {
        if !part.is_whole {
            is_over.store(true, Ordering::Relaxed);
        }
        if !is_over.load(Ordering::Relaxed) {
            part.records.drain(..).for_each(|record| taker.take(writer, record));
            (done, documents) = (range.end, documents + part.documents);
        }
    });
    (done, documents)
}

/// Whether the first line is a document, and another line follows.
fn has_lines(source: &str) -> bool {
    let source = source.trim_start();
    let Some(end) = memchr::memchr(b'\n', source.as_bytes()) else { return false };
    let mut scanner = Scanner::within(source, 0..end, 0);
    let whole = walk(&mut scanner, &Shape { members: &[], part: |_| None }, None, |_, _| {});
    whole && scanner.documents == 1 && scanner.damage().is_none()
}

#[cfg(test)]
mod tests {
    use super::super::{Part as Kind, Place};
    use super::*;
    use crate::model::Media;

    const SHAPE: Shape<'_> = Shape { members: &["id", "text"], part };

    fn part(place: &Place<'_>) -> Option<Kind> {
        match place.around {
            None => Some(Kind::Comment),
            Some(_) => (place.path == "replies").then_some(Kind::Comment),
        }
    }

    /// Says what it takes, and where that lies.
    #[derive(Default)]
    struct Told(Vec<String>);

    impl<'s> Take<'s> for Told {
        fn take(&mut self, writer: &mut DraftWriter, record: Record<'s>) {
            let text = record.text(writer, &["text"], Media::Plain);
            let said = (record.first(&["id"]).map(|id| id.written()), text, &record.path, record.above, record.whole);
            self.0.push(format!("{said:?}"));
        }

        fn finish(self, _: &mut DraftWriter) {}
    }

    /// What is told of a source that is cut into stretches, and how far they reached.
    fn told(source: &str, stretch: Option<usize>) -> (Vec<String>, Option<crate::loader::json::Damage>, usize) {
        let (mut told, mut writer) = (Told::default(), DraftWriter::new("test"));
        let read = stretch.map(|most| among(source, most, &mut writer, &SHAPE, &mut told));
        let (done, documents) = read.unwrap_or_default();
        let mut scanner = Scanner::within(source, done..source.len(), documents);
        walk(&mut scanner, &SHAPE, Some(&mut writer), |writer, record| told.take(writer.unwrap(), record));
        (told.0, scanner.damage(), done)
    }

    #[test]
    fn lines_are_read_on_many_cores_as_one_after_the_other() {
        let line = |at: usize| format!("{{\"id\":{at},\"text\":\"Comment \\n number {at}\"}}\n");
        let plain: String = (0..500).map(line).collect();
        let nested = "{\"id\":7,\"replies\":{\"id\":8,\"text\":\"x\"},\"text\":\"y\"}\n";
        let spread = "{\"id\":9,\n\n\"text\":\"over\",\n\"a\":[1,\n2]\n}\nnull\n\n";
        for (end, reaches_end) in [
            ("", true),
            ("null\n", true),
            (nested, false),
            (spread, false),
            ("{\"id\":1,\"text\":\"cu", false),
            ("oh", false),
            ("12\n", false),
        ] {
            let source = format!("{plain}{end}{}", if reaches_end || end.ends_with('\n') { &plain } else { "" });
            let (alone, damage, _) = told(&source, None);
            for stretch in [1, 100, 1 << 10, 1 << 20] {
                let (together, found, done) = told(&source, Some(stretch));
                assert!(together == alone && found == damage, "{end} {stretch}");
                assert!(done <= source.len() && (done == source.len()) >= reaches_end, "{end} {stretch}");
                assert!(reaches_end || stretch > 1 || done < source.len(), "{end}");
            }
        }
        assert!(has_lines(&plain) && has_lines(&format!("\n{nested}{plain}")));
        assert!(!has_lines(spread) && !has_lines("{\"a\":1}") && !has_lines(""));
    }
}
