//! Printing with other guesses, and with what the reader has put right.

use std::io::Write as _;
use std::sync::Arc;

use crate::error::Result;
use crate::layout::context::count;
use crate::loader::infer;
use crate::model::{Discussion, Guesses, Index};
use crate::store::Store;
use crate::terminal;

/// How the structure of a discussion is printed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mending {
    /// The guesses that are links.
    pub(super) guesses: Guesses,
    /// Whether what is put right is asked of the store.
    pub(super) repaired: bool,
}

impl Mending {
    /// The discussions as they are wanted. The store is only looked at.
    pub(super) fn of(self, all: Vec<Discussion>) -> Result<Vec<Discussion>> {
        if self.guesses == Guesses::default() && !self.repaired {
            return Ok(all);
        }
        let store = if self.repaired { super::store()? } else { None };
        all.into_iter().map(|discussion| self.one(discussion, store.as_ref())).collect()
    }

    fn one(self, discussion: Discussion, store: Option<&Store>) -> Result<Discussion> {
        let base = Arc::new(discussion);
        let index = Arc::new(Index::of(&base));
        let kept = store.map(|store| store.glance(&base, &index, terminal::now())).transpose()?;
        let repairs = kept.map(|kept| kept.repairs.into_iter().collect()).unwrap_or_default();
        let mended = infer::mended(&base, &index, self.guesses, &repairs);
        if mended.missed > 0 {
            let missed = count(mended.missed, "repair", "repairs");
            let _ = writeln!(std::io::stderr(), "btl: note: {missed} whose comment is not here");
        }
        drop(base);
        Ok(Arc::unwrap_or_clone(mended.discussion))
    }
}
