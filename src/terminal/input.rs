//! Keys, mouse and paste: from the terminal's bytes, through crossterm, into our words.

use std::io;
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event, KeyEventKind, KeyModifiers, MouseEventKind};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::{Errno, ioctl_fionread};

use super::{News, tty};
use crate::error::{Error, Kind, Result};
use crate::reader::Message;
use crate::reader::input::{Button, Key, KeyCode, Mouse, MouseKind, Size};

/// How long crossterm may look for the rest of what has come. Its source of events does not
/// even look at what it has read already if this is 0, and keeps a core busy for as long.
const LOOK: Duration = Duration::from_millis(1);

/// The same where nothing should be left.
const GLANCE: Duration = Duration::from_micros(20);

/// How long to wait for the reading of keys to stop.
const STOP: Duration = Duration::from_millis(200);

/// The thread that reads keys.
#[derive(Debug)]
pub(super) struct Input {
    wake: UnixStream,
    resting: Receiver<()>,
    rest: Arc<Rest>,
}

#[derive(Debug, Default)]
struct Rest {
    wanted: Mutex<bool>,
    over: Condvar,
}

impl Input {
    /// Starts to read keys.
    pub(super) fn start(news: std::sync::mpsc::Sender<News>) -> Result<Self> {
        let terminal = tty::open().map_err(unreadable)?;
        let (wake, woken) = UnixStream::pair().map_err(unreadable)?;
        woken.set_nonblocking(true).map_err(unreadable)?;
        let (rests, resting) = sync_channel(1);
        let rest = Arc::new(Rest::default());
        let reader = Reader { terminal, woken, rests, rest: Arc::clone(&rest), news };
        thread::Builder::new().name("keys".to_owned()).spawn(move || reader.run()).map_err(unreadable)?;
        Ok(Self { wake, resting, rest })
    }

    /// Leaves the keys to another program as long as the answer lives.
    pub(super) fn rest(&self) -> Resting<'_> {
        *self.rest.wanted.lock().unwrap_or_else(PoisonError::into_inner) = true;
        let _ = io::Write::write(&mut &self.wake, b".");
        let _ = self.resting.recv_timeout(STOP);
        Resting(&self.rest)
    }
}

/// Keys are left to another program.
#[derive(Debug)]
pub(super) struct Resting<'a>(&'a Rest);

impl Drop for Resting<'_> {
    fn drop(&mut self) {
        *self.0.wanted.lock().unwrap_or_else(PoisonError::into_inner) = false;
        self.0.over.notify_all();
    }
}

struct Reader {
    terminal: tty::Tty,
    woken: UnixStream,
    rests: SyncSender<()>,
    rest: Arc<Rest>,
    news: std::sync::mpsc::Sender<News>,
}

impl Reader {
    fn run(&self) {
        // Whatever ends this, it must be told: a loop without keys is stuck.
        let news = match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.read())) {
            Ok(Ok(true)) => return,
            Ok(Ok(false)) => News::Gone,
            Ok(Err(error)) if error.raw_os_error() == Some(Errno::IO.raw_os_error()) => News::Gone,
            Ok(Err(error)) => News::Failed(unreadable(error)),
            Err(_) => News::Failed(Error::new(Kind::Internal, "cannot read keys (internal error)")),
        };
        let _ = self.news.send(news);
    }

    /// Reads until the loop has ended (`true`) or the terminal has.
    fn read(&self) -> io::Result<bool> {
        loop {
            let mut watched = [PollFd::new(&self.terminal, PollFlags::IN), PollFd::new(&self.woken, PollFlags::IN)];
            match poll(&mut watched, None) {
                Ok(_) => {}
                Err(Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
            }
            let ready = watched.first().map_or(PollFlags::empty(), PollFd::revents);
            if watched.get(1).is_some_and(|fd| !fd.revents().is_empty()) {
                self.pause();
                continue;
            }
            // A terminal that is gone is always ready, with nothing: crossterm would read on.
            if ready.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                return Ok(false);
            }
            if !self.forward()? {
                return Ok(true);
            }
        }
    }

    /// Passes on all that has come; `false` if nobody listens any more. Keys that came together go on together, so that
    /// they are painted once.
    fn forward(&self) -> io::Result<bool> {
        // Bytes that have not become keys yet, as long as that is known.
        let mut left = ioctl_fionread(&self.terminal).ok();
        let mut held = Vec::new();
        let mut came = false;
        while event::poll(if left == Some(0) { GLANCE } else { LOOK })? {
            came = true;
            let event = event::read()?;
            left = left.filter(|_| is_one_byte(&event)).and_then(|left| left.checked_sub(1));
            held.extend(translate(event));
            // Where bytes are left, the next look does not wait.
            if left.is_none_or(|left| left == 0) && !self.send(&mut held) {
                return Ok(false);
            }
        }
        // Ready, but nothing to read: half a sequence, or an end that `poll` does not tell.
        if !came {
            thread::sleep(Duration::from_millis(10));
        }
        Ok(self.send(&mut held))
    }

    fn send(&self, held: &mut Vec<Message>) -> bool {
        held.drain(..).all(|message| self.news.send(News::Message(message)).is_ok())
    }

    fn pause(&self) {
        let _ = io::Read::read(&mut &self.woken, &mut [0; 16]);
        let wanted = self.rest.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = self.rests.try_send(());
        drop(self.rest.over.wait_while(wanted, |wanted| *wanted).unwrap_or_else(PoisonError::into_inner));
    }
}

fn unreadable(error: io::Error) -> Error {
    Error::new(Kind::Terminal, format!("cannot read keys: {error}"))
}

/// An event in our words; none for what does not concern us. The size of the screen comes
/// with its signal.
fn translate(event: Event) -> Option<Message> {
    Some(match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Message::Key(self::key(key.code, key.modifiers)?),
        Event::Mouse(mouse) => Message::Mouse(Mouse { kind: mouse_kind(mouse.kind)?, x: mouse.column, y: mouse.row }),
        Event::Paste(text) => Message::Paste(text),
        Event::FocusGained => Message::Focus(true),
        Event::FocusLost => Message::Focus(false),
        Event::Resize(..) => Message::Resize(tty::size()),
        Event::Key(_) => return None,
    })
}

/// Whether an event is a key of one byte.
fn is_one_byte(event: &Event) -> bool {
    use event::KeyCode as Theirs;
    let Event::Key(key) = event else { return false };
    let plain = match key.code {
        Theirs::Char(c) => c.is_ascii(),
        code => matches!(code, Theirs::Enter | Theirs::Tab | Theirs::Esc | Theirs::Backspace),
    };
    plain && !key.modifiers.contains(KeyModifiers::ALT)
}

fn key(code: event::KeyCode, modifiers: KeyModifiers) -> Option<Key> {
    use event::KeyCode as Theirs;
    let mut shift = modifiers.contains(KeyModifiers::SHIFT);
    let ctrl = modifiers.contains(KeyModifiers::CONTROL);
    let code = match code {
        Theirs::Char(c) => {
            shift = false;
            // Ctrl makes no difference between `A` and `a`, and terminals tell either.
            KeyCode::Char(if ctrl { c.to_ascii_lowercase() } else { c })
        }
        Theirs::BackTab => {
            shift = true;
            KeyCode::Tab
        }
        Theirs::Tab => KeyCode::Tab,
        Theirs::Enter => KeyCode::Enter,
        Theirs::Esc => KeyCode::Esc,
        Theirs::Backspace => KeyCode::Backspace,
        Theirs::Delete => KeyCode::Delete,
        Theirs::Up => KeyCode::Up,
        Theirs::Down => KeyCode::Down,
        Theirs::Left => KeyCode::Left,
        Theirs::Right => KeyCode::Right,
        Theirs::Home => KeyCode::Home,
        Theirs::End => KeyCode::End,
        Theirs::PageUp => KeyCode::PageUp,
        Theirs::PageDown => KeyCode::PageDown,
        Theirs::F(number) => KeyCode::F(number),
        _ => return None,
    };
    let alt = modifiers.intersects(KeyModifiers::ALT | KeyModifiers::META);
    Some(Key { code, ctrl, alt, shift })
}

fn mouse_kind(kind: MouseEventKind) -> Option<MouseKind> {
    let button = |button| match button {
        event::MouseButton::Left => Button::Left,
        event::MouseButton::Middle => Button::Middle,
        event::MouseButton::Right => Button::Right,
    };
    Some(match kind {
        MouseEventKind::Down(which) => MouseKind::Down(button(which)),
        MouseEventKind::Up(which) => MouseKind::Up(button(which)),
        MouseEventKind::Drag(which) => MouseKind::Drag(button(which)),
        MouseEventKind::ScrollUp => MouseKind::WheelUp,
        MouseEventKind::ScrollDown => MouseKind::WheelDown,
        MouseEventKind::Moved | MouseEventKind::ScrollLeft | MouseEventKind::ScrollRight => return None,
    })
}

/// The size of the screen, as the first message brings it.
pub(super) fn first_size() -> Size {
    tty::size()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode as Theirs, KeyEvent, MouseButton, MouseEvent};

    fn of(code: Theirs, modifiers: KeyModifiers) -> String {
        match translate(Event::Key(KeyEvent::new(code, modifiers))) {
            Some(Message::Key(Key { code, ctrl, alt, shift })) => {
                let with = |on, name| if on { name } else { "" };
                format!("{}{}{}{code:?}", with(ctrl, "C-"), with(alt, "A-"), with(shift, "S-"))
            }
            _ => "-".to_owned(),
        }
    }

    #[test]
    fn keys_come_in_our_words() {
        let none = KeyModifiers::NONE;
        let (shift, ctrl, alt) = (KeyModifiers::SHIFT, KeyModifiers::CONTROL, KeyModifiers::ALT);
        let table = [
            (Theirs::Char('j'), none, "Char('j')"),
            (Theirs::Char('J'), shift, "Char('J')"),
            (Theirs::Char('?'), shift, "Char('?')"),
            (Theirs::Char('é'), none, "Char('é')"),
            (Theirs::Char('d'), ctrl, "C-Char('d')"),
            (Theirs::Char('D'), ctrl | shift, "C-Char('d')"),
            (Theirs::Char('i'), ctrl, "C-Char('i')"),
            (Theirs::Char('x'), alt, "A-Char('x')"),
            (Theirs::Tab, none, "Tab"),
            (Theirs::BackTab, shift, "S-Tab"),
            (Theirs::BackTab, none, "S-Tab"),
            (Theirs::Up, shift, "S-Up"),
            (Theirs::PageDown, ctrl, "C-PageDown"),
            (Theirs::Enter, none, "Enter"),
            (Theirs::F(5), none, "F(5)"),
            (Theirs::CapsLock, none, "-"),
            (Theirs::Null, none, "-"),
        ];
        for (code, modifiers, expected) in table {
            assert_eq!(of(code, modifiers), expected);
        }
    }

    #[test]
    fn releases_and_movements_are_nothing() {
        let release = KeyEvent::new_with_kind(Theirs::Char('q'), KeyModifiers::NONE, KeyEventKind::Release);
        assert!(translate(Event::Key(release)).is_none());
        let mouse = |kind| Event::Mouse(MouseEvent { kind, column: 300, row: 7, modifiers: KeyModifiers::NONE });
        assert!(translate(mouse(MouseEventKind::Moved)).is_none());
        let down = translate(mouse(MouseEventKind::Down(MouseButton::Left)));
        let Some(Message::Mouse(Mouse { kind: MouseKind::Down(Button::Left), x: 300, y: 7 })) = down else {
            panic!("{down:?}")
        };
        assert!(matches!(translate(Event::FocusLost), Some(Message::Focus(false))));
        assert!(matches!(translate(Event::Paste("q".to_owned())), Some(Message::Paste(text)) if text == "q"));
    }
}
