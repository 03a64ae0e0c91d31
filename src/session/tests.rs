//! The real state and the real session, without a terminal: keys in, the store looked into.

mod keep;
mod load;
mod save;
mod visits;
mod window;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender};

use super::*;
use crate::loader::{Event, Flow, Sink};
use crate::model::change::Spot;
use crate::model::draft::Parent;
use crate::model::{CommentId, DraftWriter, Media, build};
use crate::reader::keymap::parse;
use crate::reader::reading::Saved;
use crate::reader::{Effect, Size, State};
use crate::store::Store;

/// How long a test waits for an answer before it fails.
const LONG: Duration = Duration::from_secs(60);

/// Comments with the source's ids, all at the top, of the discussion with this name.
fn discussion(name: &str, ids: &[&str]) -> Discussion {
    made(name, ids, false)
}

/// The same as a part of what is being read.
fn part(name: &str, ids: &[&str]) -> Discussion {
    made(name, ids, true)
}

fn made(name: &str, ids: &[&str], partial: bool) -> Discussion {
    let mut w = DraftWriter::new("test");
    w.origin().site = Some(format!("test:{name}").into());
    w.origin().namespace = "test".into();
    w.origin().partial = partial;
    for id in ids {
        let (number, text) = (w.pooled(id, Media::Plain), w.pooled(&format!("The words of {id}."), Media::Plain));
        let row = w.comment(Parent::Top);
        w.set_id(row, number);
        w.set_body(row, text);
    }
    build::discussion(w.finish(String::new()))
}

type Script = Box<dyn FnOnce(&mut dyn Sink) -> Result<()> + Send>;

/// A load that gives the whole at once.
fn whole(name: &'static str, ids: &'static [&'static str]) -> Script {
    Box::new(move |sink| {
        sink.take(Event::Whole(discussion(name, ids)));
        Ok(())
    })
}

fn fails(words: &'static str) -> Script {
    Box::new(move |_| Err(Error::input(words)))
}

/// A load that never ends by itself.
fn endless(first: Option<Discussion>) -> Script {
    Box::new(move |sink| {
        if let Some(part) = first {
            sink.take(Event::Partial(part));
        }
        while sink.take(Event::Progress { bytes: 1 }) == Flow::Continue {
            thread::sleep(Duration::from_millis(1));
        }
        Err(Error::input("interrupted"))
    })
}

/// A window of the program without its terminal.
struct Window {
    state: State,
    session: Session,
    inbox: Receiver<Message>,
    now: i64,
    /// The sources that were asked for.
    sources: Arc<Mutex<Vec<String>>>,
    /// What answers the loads to come.
    scripts: Arc<Mutex<VecDeque<Script>>>,
}

impl Window {
    /// Opens a source in the store of a folder; loads are answered by these scripts in turn.
    fn open(folder: &Path, source: &str, scripts: Vec<Script>) -> Self {
        Self::at(folder, source, scripts, 1000)
    }

    fn at(folder: &Path, source: &str, scripts: Vec<Script>, now: i64) -> Self {
        Self::keeping(Keeping::new(Ok(folder.to_owned()), KeepFolds::Always), source, scripts, now)
    }

    fn keeping(keeping: Keeping, source: &str, scripts: Vec<Script>, now: i64) -> Self {
        let (sender, inbox): (Sender<Message>, _) = channel();
        let sources: Arc<Mutex<Vec<String>>> = Arc::default();
        let scripts = Arc::new(Mutex::new(VecDeque::from(scripts)));
        let (asked, answers) = (Arc::clone(&sources), Arc::clone(&scripts));
        let loads: Loads = Box::new(move |source| {
            asked.lock().unwrap().push(source.to_owned());
            answers.lock().unwrap().pop_front().unwrap()
        });
        let out = Outbox::new(move |message| sender.send(message).is_ok());
        let session = Session::start(out, source, loads, keeping, now);
        let mut window = Self { state: State::new(source), session, inbox, now, sources, scripts };
        window.update(Message::Now(now));
        window.update(Message::Resize(Size { width: 80, height: 24 }));
        window
    }

    /// Answers one more load.
    fn add(&mut self, script: Script) {
        self.scripts.lock().unwrap().push_back(script);
    }

    fn update(&mut self, message: Message) {
        for effect in self.state.update(message) {
            match effect {
                Effect::Session(effect) => self.session.perform(effect, self.now),
                Effect::Terminal(_) => {}
            }
        }
    }

    /// Types keys, parted by blanks; `"word` types letters.
    fn keys(&mut self, keys: &str) -> &mut Self {
        for word in keys.split_whitespace() {
            let letters: Vec<String> = match word.strip_prefix('"') {
                Some(text) => text.chars().map(String::from).collect(),
                None => vec![word.to_owned()],
            };
            letters.iter().for_each(|key| self.update(Message::Key(parse(key)[0])));
        }
        self
    }

    /// Takes messages until one of this name has been taken.
    fn until(&mut self, name: &str) -> &mut Self {
        while self.step() != name {}
        self
    }

    /// Takes the next message; gives its name.
    fn step(&mut self) -> String {
        let message = self.inbox.recv_timeout(LONG).expect("an answer");
        let name = name(&message);
        self.update(message);
        name
    }

    /// Waits until the store's worker has done all that was asked so far, and takes what it
    /// has sent.
    fn sync(&mut self) -> &mut Self {
        self.session.perform(StoreEffect::AllMarks.into_session(), self.now);
        loop {
            let message = self.inbox.recv_timeout(LONG).expect("an answer");
            match message {
                Message::AllMarks(_) => return self,
                other => self.update(other),
            }
        }
    }

    /// Leaves as a reader does.
    fn quit(mut self) -> Result<()> {
        for effect in self.state.leave() {
            match effect {
                Effect::Session(effect) => self.session.perform(effect, self.now),
                Effect::Terminal(_) => {}
            }
        }
        self.session.finish(&mut |_| true)
    }

    /// What the row of a mark looks like: its note, and whether its star is solid.
    fn marks(&self) -> Vec<(usize, String, bool)> {
        let mark = |(spot, marked): (&Spot, &crate::reader::reading::Marked)| match spot {
            Spot::Comment(id) => Some((id.index(), marked.mark.note.clone(), marked.saved == Saved::Yes)),
            Spot::Passage(_) => None,
        };
        self.state.reading.marks.iter().filter_map(mark).collect()
    }

    fn said(&self) -> &str {
        self.state.status.as_ref().map_or("", |status| status.text.as_str())
    }

    /// The ids that are new, by row.
    fn new_rows(&self) -> Vec<usize> {
        let new = |id: &CommentId| self.state.reading.is_new(*id);
        self.state.discussion().thread().ids().filter(new).map(CommentId::index).collect()
    }
}

impl StoreEffect {
    fn into_session(self) -> SessionEffect {
        SessionEffect::Store(self)
    }
}

fn name(message: &Message) -> String {
    match message {
        Message::Loaded { result: Ok(_), .. } => "loaded".to_owned(),
        Message::Loaded { result: Err(_), .. } => "failed".to_owned(),
        Message::Several { .. } => "several".to_owned(),
        Message::Progress { .. } => "progress".to_owned(),
        Message::Partial { .. } => "partial".to_owned(),
        Message::Replaced { .. } => "replaced".to_owned(),
        Message::Indexed { .. } => "indexed".to_owned(),
        Message::Restored { .. } => "restored".to_owned(),
        Message::Unsaved { .. } => "unsaved".to_owned(),
        Message::Stored { ticket, result: Ok(()) } => format!("stored {ticket}"),
        Message::Stored { ticket, result: Err(_) } => format!("not stored {ticket}"),
        Message::AllMarks(_) => "all marks".to_owned(),
        Message::Others { .. } => "others".to_owned(),
        Message::FoundMuted { .. } => "muted".to_owned(),
        Message::Done(Err(error)) => format!("error: {error}"),
        _ => "another".to_owned(),
    }
}

/// Marks on disk, by the words that were marked, with their notes.
fn on_disk(folder: &Path) -> Vec<(String, String)> {
    let marks = Store::open(folder).unwrap().marks().unwrap();
    let mut marks: Vec<_> = marks.iter().map(|kept| (kept.text.to_string(), kept.mark.note.clone())).collect();
    marks.sort();
    marks
}

/// Marks with these notes, by the ids of their comments.
fn wanted(marks: &[(&str, &str)]) -> Vec<(String, String)> {
    marks.iter().map(|(id, note)| (format!("The words of {id}."), (*note).to_owned())).collect()
}
