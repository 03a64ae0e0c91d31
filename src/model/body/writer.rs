//! Writes a body.
