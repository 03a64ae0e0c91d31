//! Body from plain.
use super::Body;
use crate::text::Raw;
pub(super) fn read(raw: Raw) -> Body {
    let _ = raw;
    todo!()
}
