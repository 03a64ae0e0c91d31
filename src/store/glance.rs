//! What is kept of a discussion, for those who ask without opening it.

use super::discussion::row_for_sure;
use super::{Store, restore, visit};
use crate::error::Result;
use crate::model::{Discussion, Index, Restored};

impl Store {
    /// What is kept of a discussion, resolved to rows as [`Store::restore`] does, with the
    /// earlier visits. Nothing if it is not known without doubt. Nothing is written, and that
    /// it was looked at is not noted.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn glance(&self, d: &Discussion, index: &Index, now: i64) -> Result<Restored> {
        self.read(|tx| {
            let Some(row) = row_for_sure(tx, index.key(), false)? else {
                return Ok(Restored::default());
            };
            let (visits, since) = visit::measured(tx, row, d, index, now)?;
            Ok(Restored { visits, since, known: true, ..restore::state(tx, row, index)? })
        })
    }
}
