//! Work on many things at once: the one place outside the terminal with threads, all of them scoped.

use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::mpsc::{channel, sync_channel};
use std::thread::{ScopedJoinHandle, available_parallelism, scope};

/// Cores that are used at most.
const CORES: usize = 8;
/// What a core has done before it is asked for: as much waits in memory for each.
const AHEAD: usize = 8;

fn cores() -> usize {
    available_parallelism().map_or(1, usize::from).min(CORES)
}

/// A text in stretches of whole lines, each of so many bytes and what is left of its last line.
pub(crate) fn stretches(text: &str, bytes: usize) -> Vec<Range<usize>> {
    let mut stretches = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let rest = text.as_bytes().get(start + bytes..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest).map_or(text.len(), |at| start + bytes + at + 1);
        stretches.push(start..end);
        start = end;
    }
    stretches
}

/// What comes of each item is handed on with it, in their order, on this thread and while others work on the next. A
/// panic in the work is one of the caller's.
///
/// It is done behind the reader's back: whoever paints or takes keys goes first.
///
/// What was handed on ends where it was made: memory that is freed on another thread makes the two wait for each other,
/// piece by piece (measured: with it, two cores were no faster than one).
pub(crate) fn in_order<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync, mut take: impl FnMut(&T, &mut R)) {
    let cores = cores();
    if items.len() < 3 || cores < 2 {
        return items.iter().for_each(|item| take(item, &mut work(item)));
    }
    let work = &work;
    scope(|scope| {
        let mut workers: Vec<_> = (0..cores.min(items.len()))
            .map(|first| {
                let (sender, done) = sync_channel(AHEAD);
                let (spent, back) = channel();
                let run = move || {
                    step_back();
                    for item in items.iter().skip(first).step_by(cores) {
                        // Nobody takes what comes if the caller is in a panic.
                        if sender.send(work(item)).is_err() {
                            return;
                        }
                        back.try_iter().for_each(drop);
                    }
                };
                (done, spent, Some(scope.spawn(run)))
            })
            .collect();
        for (at, item) in items.iter().enumerate() {
            let Some((done, spent, worker)) = workers.get_mut(at % cores) else { return };
            match done.recv() {
                Ok(mut result) => {
                    take(item, &mut result);
                    // A worker that is done takes nothing back.
                    let _ = spent.send(result);
                }
                Err(_) => match worker.take().map(ScopedJoinHandle::join) {
                    Some(Err(panic)) => resume_unwind(panic),
                    _ => return,
                },
            }
        }
    });
}

/// Lets others go first. Elsewhere than on Linux it would be the whole program that does.
fn step_back() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        for many in [0, 1, 2, 3, 100] {
            let items: Vec<usize> = (0..many).collect();
            let mut taken = Vec::new();
            in_order(&items, |item| item * 2, |item, twice| taken.push((*item, *twice)));
            assert!(taken.into_iter().eq(items.iter().map(|item| (*item, item * 2))), "{many}");
        }
    }

    #[test]
    fn a_panic_comes_through() {
        let items: Vec<usize> = (0..100).collect();
        let work = |item: &usize| assert_ne!(*item, 7, "seven");
        let caught = std::panic::catch_unwind(|| in_order(&items, work, |_, ()| {}));
        let words = caught.unwrap_err().downcast::<String>().unwrap();
        assert!(words.contains("seven"), "{words}");
    }
}
