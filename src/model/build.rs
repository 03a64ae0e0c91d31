//! Draft → Discussion: the only place that orders and links.
use super::{Discussion, Draft};

/// Orders and links the items of a draft.
#[must_use]
pub fn discussion(draft: Draft) -> Discussion {
    let _ = draft;
    todo!()
}
