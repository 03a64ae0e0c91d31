//! Bytes from files and pipes, with a way to stop.
//!
//! Reading a pipe blocks for as long as its writer likes. So a pipe is asked with poll(2)
//! whether something is there, ten times a second, and between two questions the sink can
//! say that nobody waits any longer. A pipe that stays open shows what has come: at
//! growing sizes, and when it falls silent. When the sink says stop, what has come is read
//! as far as it goes: who presses Esc wants to see it, not to lose it.

mod folder;
mod preview;

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use super::{End, Event, Flow, Input, Options, Sink, charset, discussion, not_text, nothing, unwrap};
use crate::error::{Error, Result};
use crate::model::Discussion;

pub(super) use folder::parts_of;

/// How much is read at a time.
const PIECE: usize = 256 << 10;
/// The first size at which a pipe shows what has come.
const FIRST: usize = 64 << 10;
/// How long a pipe is waited for between two looks at the sink, in milliseconds.
const WAIT: u32 = 50;
/// After so many waits in which nothing came, a pipe is silent.
const SILENT: u32 = 3;
/// A silent pipe whose text has hardly grown is shown only after so many waits.
const LONG_SILENT: u32 = 20;

/// Everything that came, and what went wrong after that.
pub(super) struct Bytes {
    pub(super) bytes: Vec<u8>,
    pub(super) note: Option<String>,
}

/// Reads an input to its end.
pub(super) fn read(input: Input, options: &Options, sink: &mut dyn Sink) -> Result<Bytes> {
    let name = input.name();
    match input {
        Input::Bytes { bytes, .. } if bytes.len() as u64 > options.most() => {
            Err(named(&name, unwrap::too_large(options.most())))
        }
        Input::Bytes { bytes, .. } => Ok(Bytes { bytes, note: None }),
        Input::Stdin => {
            refuse_device(&name)?;
            Reading::new(io::stdin(), &name, true, options).run(sink)
        }
        Input::Path(path) => read_path(&path, &name, options, sink),
        Input::Paths(_) => Err(Error::input(format!("{name}: expected one file, got several"))),
    }
}

fn read_path(path: &Path, name: &str, options: &Options, sink: &mut dyn Sink) -> Result<Bytes> {
    let meta = std::fs::metadata(path).map_err(|error| refuse(name, &error))?;
    let waits = kind_of(&meta, name)?;
    if meta.len() > options.most() {
        return Err(named(name, unwrap::too_large(options.most())));
    }
    let file = open(path, waits).map_err(|error| refuse(name, &error))?;
    let first = if waits || options.patient { None } else { preview::of(&file, meta.len(), options) };
    if first.is_some_and(|first| sink.take(Event::Preview(first)) == Flow::Stop) {
        return Err(Error::input("loading was stopped"));
    }
    let mut reading = Reading::new(file, name, waits, options);
    let size = usize::try_from(meta.len()).unwrap_or(usize::MAX);
    reading.bytes.try_reserve_exact(size.saturating_add(1)).map_err(|_| named(name, unwrap::memory(0)))?;
    reading.run(sink)
}

/// Whether it may keep a reader waiting. What is neither a file nor a pipe is refused.
fn kind_of(meta: &Metadata, name: &str) -> Result<bool> {
    if meta.is_dir() {
        return Err(Error::input(format!("{name}: is a directory")).hint("name a file in it"));
    }
    if meta.is_file() {
        // A file without a size may be one of the kernel's, and those can wait like pipes.
        return Ok(meta.len() == 0);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        let kind = meta.file_type();
        if kind.is_fifo() || kind.is_char_device() && (is_null(meta) || is_terminal(meta)) {
            return Ok(true);
        }
    }
    Err(Error::input(format!("{name}: not a regular file")))
}

/// The standard input may be a device, too: some never end.
#[cfg(unix)]
fn refuse_device(name: &str) -> Result<()> {
    use std::os::fd::AsFd as _;
    let stdin = io::stdin();
    let Ok(copy) = stdin.as_fd().try_clone_to_owned() else { return Ok(()) };
    let Ok(meta) = File::from(copy).metadata() else { return Ok(()) };
    use std::os::unix::fs::FileTypeExt as _;
    if meta.file_type().is_socket() { Ok(()) } else { kind_of(&meta, name).map(drop) }
}

#[cfg(not(unix))]
fn refuse_device(_: &str) -> Result<()> {
    Ok(())
}

/// `/dev/null`: nothing in it, and no harm.
#[cfg(unix)]
fn is_null(meta: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/dev/null").is_ok_and(|null| null.rdev() == meta.rdev())
}

/// Terminals: major 4 and 5, 136 to 143 for the pseudo ones.
#[cfg(target_os = "linux")]
fn is_terminal(meta: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    matches!(rustix::fs::major(meta.rdev()), 4 | 5 | 136..=143)
}

#[cfg(all(unix, not(target_os = "linux")))]
fn is_terminal(_: &Metadata) -> bool {
    false
}

/// A named pipe is opened without waiting for its writer.
fn open(path: &Path, waits: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    if waits {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or(0));
    }
    let _ = waits;
    options.open(path)
}

/// A source that can be asked whether something is there.
#[cfg(unix)]
trait Source: Read + std::os::fd::AsFd {}
#[cfg(unix)]
impl<T: Read + std::os::fd::AsFd> Source for T {}
#[cfg(not(unix))]
trait Source: Read {}
#[cfg(not(unix))]
impl<T: Read> Source for T {}

/// Whether there is something to read, or the end of it.
#[cfg(unix)]
fn is_ready(source: &impl Source) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let wait = Timespec { tv_sec: 0, tv_nsec: i64::from(WAIT) * 1_000_000 };
    let mut fds = [PollFd::new(source, PollFlags::IN)];
    // An error of poll is left to read, which says it better.
    poll(&mut fds, Some(&wait)).map_or(true, |ready| ready > 0)
}

#[cfg(not(unix))]
fn is_ready(_: &impl Source) -> bool {
    true
}

struct Reading<'a, S> {
    source: S,
    name: &'a str,
    /// Whether the source may keep us waiting.
    waits: bool,
    options: &'a Options,
    bytes: Vec<u8>,
    /// Bytes when it was last shown.
    shown: usize,
    silent: u32,
}

impl<'a, S: Source> Reading<'a, S> {
    fn new(source: S, name: &'a str, waits: bool, options: &'a Options) -> Self {
        Self { source, name, waits, options, bytes: Vec::new(), shown: 0, silent: 0 }
    }

    fn run(mut self, sink: &mut dyn Sink) -> Result<Bytes> {
        let mut piece = if self.waits { vec![0; PIECE] } else { Vec::new() };
        loop {
            if self.waits && !is_ready(&self.source) {
                self.silent += 1;
                if !self.goes_on(sink) {
                    return self.stopped();
                }
                continue;
            }
            match self.more(&mut piece) {
                Ok(0) if self.bytes.is_empty() => return Err(named(self.name, nothing())),
                Ok(0) => return Ok(Bytes { bytes: self.bytes, note: None }),
                Ok(read) => {
                    self.silent = 0;
                    self.check(read)?;
                    if !self.goes_on(sink) {
                        return self.stopped();
                    }
                }
                Err(error) if matches!(error.kind(), io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock) => {
                    if !self.goes_on(sink) {
                        return self.stopped();
                    }
                }
                Err(error) if self.bytes.is_empty() => return Err(refuse(self.name, &error)),
                Err(error) => {
                    let note = format!("reading failed after {} bytes: {}", self.bytes.len(), words(&error));
                    return Ok(Bytes { bytes: self.bytes, note: Some(note) });
                }
            }
        }
    }

    /// Reads on; how many bytes came.
    fn more(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        if !self.waits {
            // Straight to where it stays.
            return self.source.by_ref().take(PIECE as u64).read_to_end(&mut self.bytes);
        }
        let read = self.source.read(piece)?;
        self.bytes.try_reserve(read).map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
        self.bytes.extend_from_slice(piece.get(..read).unwrap_or_default());
        Ok(read)
    }

    /// Whether what came is neither too much nor no text.
    fn check(&mut self, read: usize) -> Result<()> {
        let before = self.bytes.len() - read;
        if self.bytes.len() as u64 > self.options.most() {
            return Err(named(self.name, unwrap::too_large(self.options.most())));
        }
        // An endless source of nothing is told from a text by its beginning.
        let is_checked = before >= FIRST;
        if !is_checked && self.bytes.len() >= FIRST && charset::is_binary(&self.bytes) {
            return Err(named(self.name, not_text()));
        }
        Ok(())
    }

    /// Says how far it is, and shows what came if that is due. False if nobody waits any
    /// longer.
    fn goes_on(&mut self, sink: &mut dyn Sink) -> bool {
        let progress = Event::Progress { bytes: self.bytes.len() as u64 };
        if sink.take(progress) == Flow::Stop {
            return false;
        }
        self.part_if_due().is_none_or(|part| sink.take(Event::Partial(part)) == Flow::Continue)
    }

    /// What came so far: at doubled sizes, and in silence if that is worth the work.
    fn part_if_due(&mut self) -> Option<Discussion> {
        if !self.waits || self.options.patient || self.bytes.len() == self.shown {
            return None;
        }
        let grown = self.bytes.len() - self.shown;
        let due = self.bytes.len() >= (self.shown * 2).max(FIRST)
            || self.silent == SILENT && grown > self.shown / 16
            || self.silent == LONG_SILENT;
        if !due {
            return None;
        }
        self.shown = self.bytes.len();
        let mut copy = Vec::new();
        copy.try_reserve_exact(self.bytes.len()).ok()?;
        copy.extend_from_slice(&self.bytes);
        // Too little to make sense of is no error yet.
        discussion(copy, self.options, &End { note: None, partial: true }).ok()
    }

    /// What came until somebody stopped it.
    fn stopped(self) -> Result<Bytes> {
        if self.bytes.is_empty() {
            return Err(Error::input("loading was stopped"));
        }
        let note = Some(format!("loading was stopped after {} bytes", self.bytes.len()));
        Ok(Bytes { bytes: self.bytes, note })
    }
}

/// An error with the name of what was read in front of it.
pub(super) fn named(name: &str, error: Error) -> Error {
    let hint = error.hint;
    let mut named = Error::new(error.kind, format!("{name}: {}", error.what));
    named.hint = hint;
    named
}

/// Why a file cannot be read, in words.
fn refuse(name: &str, error: &io::Error) -> Error {
    let refused = Error::input(format!("{name}: {}", words(error)));
    match error.kind() {
        io::ErrorKind::PermissionDenied => refused.hint("you may not read it"),
        _ => refused,
    }
}

fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).to_lowercase()
        }
    }
}
