//! The loop.

use std::io::{self, Write as _};
use std::iter::Peekable;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rustix::process::{Signal, getpgrp, getppid, getsid, kill_current_process_group};
use signal_hook::consts::signal::{SIGCONT, SIGTSTP};
use signal_hook::low_level::emulate_default_handler;

use super::guard::{self, Guard};
use super::input::{self, Input};
use super::screen::Screen;
use super::{App, News, clipboard, editor, opener, signal};
use crate::error::{Error, Kind, Result};
use crate::reader::{Effect, Message, SessionEffect, TerminalEffect};
use crate::session::{Outbox, Session, VISIT, Waiting};

/// How long the first picture waits for something to show: a small file is there by then,
/// and the screen does not flicker.
const FIRST: Duration = Duration::from_millis(40);

/// How long the end waits in silence for changes that are not saved yet.
const SILENT: Duration = Duration::from_millis(500);

/// How long the end waits for such changes when nobody is there who could be told, or when a
/// signal asks for the end. The reader who quits waits for as long as it takes, or presses ^C.
const LAST: Duration = Duration::from_secs(10);

/// Why the loop ends.
enum End {
    Quit,
    Signal(i32),
    Gone,
    Failed(Error),
}

/// Runs an app in the terminal until it ends; gives the exit code. The terminal is given back
/// whatever happens. A signal that ends programs ends this one, after all is kept.
///
/// # Errors
/// If the terminal cannot be used, or something could not be kept at the end.
pub fn run<A: App>(app: A, session: impl FnOnce(Outbox) -> Session) -> Result<u8> {
    let refused = |error: io::Error| Error::new(Kind::Terminal, format!("cannot use the terminal: {error}"));
    signal::soften().map_err(refused)?;
    let (sender, news) = channel();
    let size = input::first_size();
    let screen = Screen::new(size);
    // Taken before the threads are there, so that no signal can come in between.
    signal::watch(sender.clone())?;
    let terminal = Guard::new()?;
    let keys = Input::start(sender.clone())?;
    let answers = sender.clone();
    let session = session(Outbox::new(move |message| answers.send(News::Message(message)).is_ok()));
    let mut looped = Loop {
        app,
        session,
        screen,
        keys,
        news,
        sender,
        later: Vec::new(),
        dirty: true,
        first: First::default(),
        stopped: false,
    };
    let _ = looped.sender.send(News::Message(Message::Resize(size)));
    let end = looped.go();
    looped.work();
    for effect in looped.app.leave() {
        looped.perform_last(effect);
    }
    drop(terminal);
    let saved = looped.finish(&end);
    let hits = looped.screen.hits();
    match (end, saved) {
        (End::Gone, _) => return Ok(signal::GONE),
        (End::Failed(error), saved) => {
            say_unsaved(&saved);
            return Err(error);
        }
        (End::Signal(signal), saved) => {
            say_unsaved(&saved);
            let _ = emulate_default_handler(signal);
            saved?;
        }
        (End::Quit, saved) => saved?,
    }
    strict(hits)
}

/// Says what could not be saved where the program ends with another word or status than that.
fn say_unsaved(saved: &Result<()>) {
    if let Err(error) = saved {
        let _ = writeln!(io::stderr(), "btl: {error}");
    }
}

/// A strict run fails if the gate had to stop something.
fn strict(hits: u64) -> Result<u8> {
    if hits > 0 && std::env::var_os("BTL_STRICT").is_some_and(|value| value == "1") {
        return Err(Error::new(Kind::Internal, format!("the output gate blocked {hits} control sequences")));
    }
    Ok(0)
}

struct Loop<A> {
    app: A,
    session: Session,
    screen: Screen,
    keys: Input,
    news: Receiver<News>,
    sender: Sender<News>,
    /// Effects that can wait until the picture has left.
    later: Vec<SessionEffect>,
    /// Something may look different now.
    dirty: bool,
    first: First,
    /// The shell will tell that it continues us, and we know it by then.
    stopped: bool,
}

impl<A> Loop<A> {
    /// Does what could wait: threads that wake while a picture is made would take its core.
    fn work(&mut self) {
        for effect in self.later.drain(..) {
            self.session.perform(effect, now());
        }
    }

    /// Does what the app asks for when it ends. There is no terminal any more to do something
    /// with.
    fn perform_last(&mut self, effect: Effect) {
        match effect {
            Effect::Session(effect) => self.session.perform(effect, now()),
            Effect::Terminal(_) => {}
        }
    }

    /// Waits until all changes are saved; if that takes its time, says so, and how many. A
    /// signal breaks the wait off.
    fn finish(&mut self, end: &End) -> Result<()> {
        let patient = matches!(end, End::Quit);
        let is_gone = matches!(end, End::Gone);
        let news = &self.news;
        let mut is_told = false;
        self.session.finish(&mut |waiting: Waiting| {
            if waiting.unsaved == 0 {
                return waiting.waited < VISIT;
            }
            if waiting.waited >= SILENT && !is_gone && !std::mem::replace(&mut is_told, true) {
                let changes = if waiting.unsaved == 1 { "change" } else { "changes" };
                let _ = writeln!(io::stderr(), "btl: saving {} {changes} … (^C: quit without)", waiting.unsaved);
            }
            let is_broken_off = news.try_iter().any(|news| matches!(news, News::Signal(signal) if signal != SIGCONT));
            !is_broken_off && (patient || waiting.waited < LAST)
        })
    }
}

/// After a panic, too, what waited is done.
impl<A> Drop for Loop<A> {
    fn drop(&mut self) {
        self.work();
    }
}

/// What there is for the first picture.
#[derive(Default)]
struct First {
    loaded: bool,
    restored: bool,
    /// Nothing better comes soon, or somebody waits.
    now: bool,
}

impl First {
    fn follow(&mut self, message: &Message) {
        match message {
            Message::Loaded { result: Ok(_), .. } => self.loaded = true,
            Message::Restored { .. } => self.restored = true,
            Message::Several { picked: None, .. } => self.now = true,
            Message::Loaded { result: Err(_), .. } | Message::Partial { .. } | Message::Key(_) => self.now = true,
            _ => {}
        }
    }

    fn is_there(&self) -> bool {
        self.now || (self.loaded && self.restored)
    }
}

impl<A: App> Loop<A> {
    fn go(&mut self) -> End {
        if let Some(end) = self.begin() {
            return end;
        }
        loop {
            if self.dirty && self.screen.paint(&self.app).is_err() {
                return End::Gone;
            }
            self.dirty = false;
            self.work();
            let Ok(first) = self.news.recv() else {
                return End::Gone;
            };
            if let Some(end) = self.batch(first) {
                return end;
            }
        }
    }

    /// Waits a moment for the first thing to show.
    fn begin(&mut self) -> Option<End> {
        let until = Instant::now() + FIRST;
        while !self.first.is_there() {
            let left = until.saturating_duration_since(Instant::now());
            match self.news.recv_timeout(left) {
                Ok(news) => {
                    let end = self.batch(news);
                    self.work();
                    if end.is_some() {
                        return end;
                    }
                }
                Err(RecvTimeoutError::Timeout) => return None,
                Err(RecvTimeoutError::Disconnected) => return Some(End::Gone),
            }
        }
        None
    }

    /// Takes this and all that is queued behind it.
    fn batch(&mut self, first: News) -> Option<End> {
        // Taken first, so that what its effects bring is painted before more is taken.
        let queued: Vec<News> = std::iter::once(first).chain(self.news.try_iter()).collect();
        // A storm of sizes comes down to the last one.
        let last_size = queued.iter().rposition(|news| matches!(news, News::Message(Message::Resize(_))));
        let _ = self.app.update(Message::Now(now()));
        let mut queued = queued.into_iter().enumerate().peekable();
        while let Some((at, news)) = queued.next() {
            let news = with_letters(news, self.app.is_typing(), &mut queued);
            let end = match news {
                News::Message(Message::Resize(_)) if Some(at) != last_size => None,
                News::Message(message) => self.take(message),
                News::Signal(SIGTSTP) => self.suspend(true),
                News::Signal(SIGCONT) if std::mem::take(&mut self.stopped) => None,
                News::Signal(SIGCONT) => self.again(),
                News::Signal(signal) => Some(End::Signal(signal)),
                News::Gone => Some(End::Gone),
                News::Failed(error) => Some(End::Failed(error)),
            };
            if end.is_some() {
                return end;
            }
        }
        None
    }

    fn take(&mut self, message: Message) -> Option<End> {
        self.dirty |= self.app.shows(&message);
        self.first.follow(&message);
        if let Message::Resize(size) = &message {
            self.screen.resize(*size);
        }
        let effects = self.app.update(message);
        effects.into_iter().find_map(|effect| self.perform(effect))
    }

    fn perform(&mut self, effect: Effect) -> Option<End> {
        match effect {
            Effect::Terminal(TerminalEffect::Quit) => return Some(End::Quit),
            Effect::Terminal(TerminalEffect::Suspend) => return self.suspend(false),
            Effect::Terminal(TerminalEffect::Redraw) => self.repaint(),
            Effect::Terminal(TerminalEffect::Copy { text, what }) => self.copy(&text, what),
            Effect::Terminal(TerminalEffect::Browse(address)) => self.browse(address),
            Effect::Terminal(TerminalEffect::Edit(text)) => return self.edit(&text),
            Effect::Session(effect) => self.later.push(effect),
        }
        None
    }

    fn answer(&self, message: Message) {
        let _ = self.sender.send(News::Message(message));
    }

    fn repaint(&mut self) {
        self.dirty = true;
        self.screen.forget();
    }

    /// Gives the terminal back and stops until the shell continues us; on the key with all
    /// of our job, by a signal alone, as whoever sends it has sent it to the others.
    fn suspend(&mut self, alone: bool) -> Option<End> {
        if !can_stop() {
            let words = "there is no shell that could continue this";
            self.answer(Message::Done(Err(Error::new(Kind::Terminal, words))));
            return None;
        }
        self.work();
        guard::leave();
        self.stopped = if alone {
            emulate_default_handler(SIGTSTP).is_ok()
        } else {
            kill_current_process_group(Signal::STOP).is_ok()
        };
        self.again()
    }

    /// We go on after a stop: the terminal has been others' in the meantime.
    fn again(&mut self) -> Option<End> {
        // A stop that nobody asked us for (SIGSTOP) has left the modes to us, but whoever had
        // the terminal since has not.
        guard::leave();
        if guard::enter().is_err() {
            return Some(End::Gone);
        }
        self.answer(Message::Resize(input::first_size()));
        self.repaint();
        None
    }

    fn copy(&mut self, text: &str, what: &'static str) {
        let sent = clipboard::sequence(text).and_then(|sequence| {
            let failed = |error| Error::new(Kind::Terminal, format!("cannot copy: {error}"));
            self.screen.send_clipboard(&sequence).map_err(failed)
        });
        self.answer(Message::Done(sent.map(|()| clipboard::words(what))));
    }

    /// Starting a browser may take a moment.
    fn browse(&self, address: String) {
        let sender = self.sender.clone();
        let run = move || {
            let _ = sender.send(News::Message(Message::Done(opener::browse(&address))));
        };
        if let Err(error) = thread::Builder::new().name("browse".to_owned()).spawn(run) {
            let words = format!("cannot start a browser: {error}");
            self.answer(Message::Done(Err(Error::new(Kind::Terminal, words))));
        }
    }

    fn edit(&mut self, text: &str) -> Option<End> {
        self.work();
        let result = {
            let _keys = self.keys.rest();
            let _lent = signal::lend();
            guard::leave();
            let result = editor::edit(text);
            if guard::enter().is_err() {
                return Some(End::Gone);
            }
            result
        };
        self.answer(Message::Edited(result));
        self.answer(Message::Resize(input::first_size()));
        self.repaint();
        None
    }
}

/// A letter that is typed into a prompt, with those that are there behind it: a query is looked for at each change of its
/// words, and this is one.
fn with_letters(news: News, is_typing: bool, queued: &mut Peekable<impl Iterator<Item = (usize, News)>>) -> News {
    let Some(first) = news.letter().filter(|_| is_typing) else { return news };
    let mut text = String::from(first);
    while let Some(letter) = queued.peek().and_then(|(_, news)| news.letter()) {
        text.push(letter);
        queued.next();
    }
    if text.chars().nth(1).is_some() { News::Message(Message::Paste(text)) } else { news }
}

/// Whether a shell watches our job: not if we are the first program in the terminal, where a
/// stop would be for ever.
fn can_stop() -> bool {
    let session = getsid(None).ok();
    let parents = getppid().and_then(|parent| getsid(Some(parent)).ok());
    session.is_some() && session == parents && session != Some(getpgrp())
}

/// The time in seconds since 1970 UTC.
#[must_use]
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::keymap::parse;

    fn taken(is_typing: bool) -> Vec<String> {
        let keys = ["a", "b", "^U", "c", "Enter", "d", "e"];
        let news = |key: &&str| News::Message(Message::Key(parse(key)[0]));
        let queued: Vec<News> = keys.iter().map(news).collect();
        let mut queued = queued.into_iter().enumerate().peekable();
        std::iter::from_fn(|| {
            let (_, first) = queued.next()?;
            Some(match with_letters(first, is_typing, &mut queued) {
                News::Message(Message::Paste(text)) => text,
                _ => "key".to_owned(),
            })
        })
        .collect()
    }

    #[test]
    fn letters_that_came_together_are_one_change_of_a_prompt() {
        assert_eq!(taken(true), ["ab", "key", "key", "key", "de"]);
        assert_eq!(taken(false), ["key"; 7]);
    }
}
