//! Signals and the end of the terminal, as news for the loop.
//!
//! One thread sleeps in `poll` on the signals' pipe and on the terminal, asked only for its
//! end: it reads no keys, so that nothing a key does can keep it from noticing. If the loop
//! does not end in time, this thread ends the program.

use std::os::unix::net::UnixStream;
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::signal::{SIGCONT, SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;
use signal_hook::low_level::emulate_default_handler;

use super::{News, guard, tty};
use crate::error::{Error, Kind, Result};
use crate::reader::Message;

/// The exit code when the terminal is gone, as if its hang-up had killed us.
pub(super) const GONE: u8 = 129;

/// How long the loop may take to end after a signal.
const PATIENCE: Duration = Duration::from_millis(2500);

/// The same when the terminal is gone: nobody sees us any more.
const PATIENCE_GONE: Duration = Duration::from_millis(900);

/// Another program has the terminal: the keys that make signals are for it.
static LENT: AtomicBool = AtomicBool::new(false);

/// While this lives, another program has the terminal.
#[derive(Debug)]
pub(super) struct Lent(());

/// Says that another program has the terminal.
pub(super) fn lend() -> Lent {
    LENT.store(true, Ordering::SeqCst);
    Lent(())
}

impl Drop for Lent {
    fn drop(&mut self) {
        LENT.store(false, Ordering::SeqCst);
    }
}

/// Makes a full disk quota and a closed pipe errors of the write, not the end of the program.
/// A handler and not "ignore", which programs that we start would inherit.
pub(super) fn soften() -> std::io::Result<()> {
    for signal in [SIGXFSZ, SIGPIPE] {
        signal_hook::flag::register(signal, Arc::new(AtomicBool::new(false)))?;
    }
    Ok(())
}

/// Starts to watch.
pub(super) fn watch(news: Sender<News>) -> Result<()> {
    let failed = |error: std::io::Error| Error::new(Kind::Terminal, format!("cannot handle signals: {error}"));
    let (read, write) = UnixStream::pair().map_err(failed)?;
    let signals = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH];
    let delivery = SignalDelivery::with_pipe(read, write, SignalOnly, signals).map_err(failed)?;
    let terminal = tty::open().map_err(failed)?;
    let run = move || listen(delivery, &terminal, &news);
    thread::Builder::new().name("signals".to_owned()).spawn(run).map_err(failed)?;
    Ok(())
}

fn listen(mut delivery: SignalDelivery<UnixStream, SignalOnly>, terminal: &tty::Tty, news: &Sender<News>) {
    loop {
        let mut watched = [
            PollFd::new(delivery.get_read(), PollFlags::IN),
            // No events: only the end of it, which is always told.
            PollFd::new(terminal, PollFlags::empty()),
        ];
        let ready = poll(&mut watched, None).is_ok();
        let gone = ready && watched.get(1).is_some_and(|fd| !fd.revents().is_empty());
        for signal in delivery.pending() {
            take(signal, news);
        }
        if gone {
            if news.send(News::Gone).is_err() {
                return;
            }
            thread::sleep(PATIENCE_GONE);
            process::exit(i32::from(GONE));
        }
    }
}

fn take(signal: i32, news: &Sender<News>) {
    let lent = LENT.load(Ordering::SeqCst);
    match signal {
        SIGWINCH => {
            let _ = news.send(News::Message(Message::Resize(tty::size())));
        }
        SIGINT | SIGQUIT if lent => {}
        // The other program stops, and the shell waits for both of us.
        SIGTSTP if lent => {
            let _ = emulate_default_handler(SIGTSTP);
        }
        SIGTSTP | SIGCONT => {
            let _ = news.send(News::Signal(signal));
        }
        _ => {
            if news.send(News::Signal(signal)).is_ok() {
                thread::sleep(PATIENCE);
            }
            guard::leave();
            let _ = emulate_default_handler(signal);
        }
    }
}
