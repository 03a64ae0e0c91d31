//! One error for the whole crate: what went wrong, where, and what to do.
//!
//! An error becomes one line on stderr or in the status row, and an exit code. Its
//! texts are [`Clean`], because file names and pieces of input end up in them.

use crate::text::{Clean, Raw};

/// What kind of failure it is; decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The command line does not make sense: exit code 2.
    Usage,
    /// The input cannot be read: exit code 1.
    Input,
    /// The input is larger than the limit on what is read: exit code 1.
    TooLarge,
    /// What the reader keeps cannot be read or written: exit code 1.
    Store,
    /// What a change is about is not there any more, so it can never be saved: exit code 1.
    Gone,
    /// Everything was read, but not everything that was done could be saved: exit code 3.
    Unsaved,
    /// The terminal cannot be used: exit code 1.
    Terminal,
    /// A fault of our own: exit code 1.
    Internal,
}

/// A failure in one line: what is wrong (and where), and what can be done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}{}", hint.as_ref().map(|h| format!(" ({h})")).unwrap_or_default())]
pub struct Error {
    /// What kind of failure.
    pub kind: Kind,
    /// What is wrong and where: file, byte or line.
    pub what: Clean,
    /// What to do about it, if something can be done.
    pub hint: Option<Clean>,
}

/// A result with the crate's error.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of a kind; `what` may hold pieces of input, it is cleaned here.
    #[must_use]
    pub fn new(kind: Kind, what: impl AsRef<str>) -> Self {
        Self { kind, what: Clean::line(Raw::new(what.as_ref())), hint: None }
    }

    /// The input cannot be read.
    #[must_use]
    pub fn input(what: impl AsRef<str>) -> Self {
        Self::new(Kind::Input, what)
    }

    /// The same error with a word on what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl AsRef<str>) -> Self {
        self.hint = Some(Clean::line(Raw::new(hint.as_ref())));
        self
    }

    /// The exit code of the program: 1 could not read, 2 usage, 3 not everything was saved.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            Kind::Usage => 2,
            Kind::Unsaved => 3,
            Kind::Input | Kind::TooLarge | Kind::Store | Kind::Gone | Kind::Terminal | Kind::Internal => 1,
        }
    }
}
