//! Work on many things at once: the one place of the loader with threads, all of them scoped.

use std::panic::resume_unwind;
use std::thread::{ScopedJoinHandle, available_parallelism, scope};

/// So few are done sooner than a thread begins.
const FEW: usize = 512;
/// Cores that are used at most.
const CORES: usize = 8;

/// What comes of all items, in their order: `work` gets them in shares, one a core if they
/// are many. A panic in a share is one of the caller's.
pub(super) fn shares<T: Sync, R: Send>(items: &[T], work: impl Fn(&[T]) -> Vec<R> + Sync) -> Vec<R> {
    let cores = available_parallelism().map_or(1, usize::from).min(CORES);
    if items.len() < FEW || cores < 2 {
        return work(items);
    }
    let work = &work;
    scope(|scope| {
        let share = items.len().div_ceil(cores);
        let workers: Vec<_> = items.chunks(share).map(|items| scope.spawn(move || work(items))).collect();
        let done = |worker: ScopedJoinHandle<'_, Vec<R>>| worker.join().unwrap_or_else(|panic| resume_unwind(panic));
        workers.into_iter().flat_map(done).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_keep_their_order() {
        for many in [0, 1, FEW - 1, FEW, FEW * 5 + 3] {
            let items: Vec<usize> = (0..many).collect();
            let twice = shares(&items, |items| items.iter().map(|item| item * 2).collect());
            assert!(twice.into_iter().eq(items.iter().map(|item| item * 2)), "{many}");
        }
    }
}
