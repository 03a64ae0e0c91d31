//! Untrusted text becomes safe text.
pub mod width {
    //! Cells.
    /// Columns.
    pub fn cells(s: &str) -> usize {
        unicode_width::UnicodeWidthStr::width(s)
    }
}
/// Raw text.
#[derive(Clone, Copy)]
pub struct Raw<'a>(&'a str);
impl<'a> Raw<'a> {
    /// New.
    pub fn new(s: &'a str) -> Self {
        Self(s)
    }
    pub(crate) fn expose(self) -> &'a str {
        self.0
    }
    /// Empty.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}
/// Clean text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Clean {
    text: String,
    hidden: u32,
}
impl Clean {
    /// Text.
    pub fn text(raw: Raw) -> Self {
        Self {
            text: raw.expose().to_owned(),
            hidden: 0,
        }
    }
    /// Line.
    pub fn line(raw: Raw) -> Self {
        Self {
            text: raw
                .expose()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            hidden: 0,
        }
    }
    /// Own.
    pub fn own(s: &'static str) -> Self {
        Self {
            text: s.to_owned(),
            hidden: 0,
        }
    }
    /// Str.
    pub fn as_str(&self) -> &str {
        &self.text
    }
    /// Empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
    /// Hidden.
    pub fn hidden(&self) -> u32 {
        self.hidden
    }
}
impl AsRef<str> for Clean {
    fn as_ref(&self) -> &str {
        &self.text
    }
}
impl std::fmt::Display for Clean {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}
/// Incremental.
#[derive(Default)]
pub struct Cleaner(String);
impl Cleaner {
    /// New.
    pub fn new() -> Self {
        Self::default()
    }
    /// Push.
    pub fn push(&mut self, raw: Raw) {
        self.0.push_str(raw.expose())
    }
    /// Break.
    pub fn line_break(&mut self) {
        self.0.push('\n')
    }
    /// Len.
    pub fn len(&self) -> usize {
        self.0.len()
    }
    /// Empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// Finish.
    pub fn finish(self) -> Clean {
        Clean {
            text: self.0,
            hidden: 0,
        }
    }
}
