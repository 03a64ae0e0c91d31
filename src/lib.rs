//! `btl`, a reader for what stands below the line.
#![forbid(unsafe_code)]
#![allow(dead_code)]

pub mod error;
pub mod export;
pub mod layout;
pub mod loader;
pub mod model;
pub mod reader;
pub mod store;
pub mod terminal;
pub mod text;
pub mod ui;
