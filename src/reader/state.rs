//! The whole state of the program: the reading, what is derived for looking, and what lies
//! over it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::input::Size;
use super::keymap::{Keymap, Mode, Pending};
use super::list::List;
use super::message::{Effect, OnScreen, StoreEffect};
use super::overlay::Overlay;
use super::read_on::Step;
use super::reading::Reading;
use super::seek::Seek;
use super::sight::Sight;
use crate::layout::area::{COMMENT_MEASURE, Wish};
use crate::layout::{Fitting, Pane, Screen};
use crate::model::change::{Place, Spot};
use crate::model::{Change, CommentId, Discussion, Guesses, Index, KeptMark};

/// How a line in the status row is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done, or how things are.
    Say,
    /// Something went wrong.
    Error,
}

/// A line in the status row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The words.
    pub text: String,
    /// How they are meant.
    pub tone: Tone,
}

/// How far the loading is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// The number of the load that is shown or awaited.
    pub generation: u64,
    /// It is still going on.
    pub running: bool,
    /// What is shown is a part.
    pub partial: bool,
    /// Nothing has been shown yet.
    pub empty: bool,
    /// What is shown is the beginning of a file that is still being read. It does not tell
    /// which discussion it is, so nothing of it is sent to the store yet.
    pub preview: bool,
    /// What was read so far, once that takes its time.
    pub bytes: u64,
}

/// The state. `update` changes it, `ui` paints it.
#[derive(Debug)]
pub struct State {
    /// Where the reader is, and what was done.
    pub reading: Reading,
    /// Caches.
    pub sight: Sight,
    /// Facts about the discussion, once they are there.
    pub index: Option<Arc<Index>>,
    /// The key bindings.
    pub keymap: Keymap,
    /// A count and the keys of a prefix.
    pub pending: Pending,
    /// Lists over the reading screen, the top one last.
    pub screens: Vec<List>,
    /// The thread map, while it is shown.
    pub map: Option<Box<super::pane::map::ThreadMap>>,
    /// What is asked first.
    pub overlay: Option<Overlay>,
    /// The size of the screen.
    pub size: Size,
    /// The areas of the screen.
    pub screen: Screen,
    /// The time of the last batch of messages, in seconds since 1970 UTC.
    pub now: i64,
    /// The line in the status row until the next key.
    pub status: Option<Status>,
    /// Why nothing can be saved, as long as that is so.
    pub unsaved: Option<String>,
    /// The first row of the context pane.
    pub context_top: usize,
    /// How far the loading is.
    pub load: Load,
    /// What was asked of the terminal since the last update.
    pub(crate) effects: Vec<Effect>,
    /// Space's steps, as long as nothing else came between.
    pub(crate) trail: Vec<Step>,
    /// The last `]x`, and whether it went on.
    pub(crate) seek: Option<(Seek, bool)>,
    /// The passage of the page that was chosen, where it is not the first one.
    pub(crate) chosen: Option<u32>,
    /// The link that was gone to.
    pub(crate) pointed: Option<super::links::Pointed>,
    /// The quote whose source was gone to.
    pub(crate) shown: Option<super::passage::Shown>,
    /// Changes of the discussion on the screen that are not on disk yet, in order.
    pub(crate) tickets: BTreeMap<u64, Change>,
    /// Those of them that wait until all is read, see [`Load::preview`].
    pub(crate) deferred: Vec<u64>,
    /// The number of the latest change.
    pub(crate) ticket: u64,
    /// Whether a key came since the discussion was loaded.
    pub(crate) touched: bool,
    /// The place of an earlier visit that came after a key.
    pub(crate) offered: Option<Place>,
    /// Marks of this discussion whose comment is not here.
    pub(crate) missing: Vec<KeptMark>,
    /// The note that a prompt was closed with, by what it was for.
    pub(crate) note_draft: Option<(Spot, String)>,
    /// The mark that the editor was opened for.
    pub(crate) editing: Option<Spot>,
    /// Where the mouse went down, if it drags a split.
    pub(crate) drag: Option<super::mouse::Drag>,
    /// The source that is being opened in the place of this one.
    pub(crate) opening: Option<String>,
    /// The marked comment that it is opened for.
    pub(crate) wanted: Option<crate::model::Identity>,
    /// Whether the reader asked to read the source again.
    pub(crate) again: bool,
    /// Whether what was kept of this source has come.
    pub(crate) met: bool,
    /// Questions that wait until nothing else is open.
    pub(crate) questions: Vec<super::overlay::Confirm>,
    /// What is searched for.
    pub searches: super::search::Searches,
    /// The prompt that comes back when what lies over it is closed.
    pub(crate) behind: Option<super::overlay::Prompt>,
    /// Whether discussions open in the index.
    pub(crate) index_choice: super::pane::index::Choice,
    /// The discussions of the source, if it holds several.
    pub several: super::several::Several,
    /// Which guessed links are drawn.
    pub guesses: Guesses,
    /// The comment that is to be linked, while the reader looks for what it answers.
    pub linking: Option<super::repair::Linking>,
    /// Where the discussion was read from: a path, `-`, or an address.
    pub source: String,
}

impl State {
    /// A state that waits for the load with number 1.
    #[must_use]
    pub fn new(source: &str) -> Self {
        Self {
            reading: Reading::new(Arc::new(Discussion::default())),
            sight: Sight::default(),
            index: None,
            keymap: Keymap::default(),
            pending: Pending::default(),
            screens: Vec::new(),
            several: super::several::Several::default(),
            map: None,
            overlay: None,
            size: Size::default(),
            screen: Screen::default(),
            now: 0,
            status: None,
            unsaved: None,
            context_top: 0,
            load: Load { generation: 1, running: true, partial: false, empty: true, preview: false, bytes: 0 },
            effects: Vec::new(),
            trail: Vec::new(),
            seek: None,
            shown: None,
            pointed: None,
            chosen: None,
            tickets: BTreeMap::new(),
            deferred: Vec::new(),
            ticket: 0,
            touched: false,
            offered: None,
            missing: Vec::new(),
            note_draft: None,
            editing: None,
            drag: None,
            opening: None,
            wanted: None,
            again: false,
            met: false,
            questions: Vec::new(),
            searches: super::search::Searches::default(),
            behind: None,
            index_choice: super::pane::index::Choice::default(),
            guesses: Guesses::default(),
            linking: None,
            source: source.to_owned(),
        }
    }

    /// What is read.
    #[must_use]
    pub fn discussion(&self) -> &Discussion {
        &self.reading.discussion
    }

    /// Says something in the status row until the next key.
    pub fn say(&mut self, text: impl Into<String>) {
        self.status = Some(Status { text: text.into(), tone: Tone::Say });
    }

    /// Says that something went wrong.
    pub fn complain(&mut self, text: impl std::fmt::Display) {
        self.status = Some(Status { text: format!("error: {text}"), tone: Tone::Error });
    }

    /// Whether there is a comment to act on.
    #[must_use]
    pub fn has_thread(&self) -> bool {
        !self.reading.discussion.thread().is_empty()
    }

    /// The comment that keys act on, where there is one.
    #[must_use]
    pub fn current(&self) -> Option<CommentId> {
        self.has_thread().then_some(self.reading.current)
    }

    /// Which keys hold now.
    #[must_use]
    pub fn mode(&self) -> Mode {
        match (&self.overlay, self.screens.last()) {
            (Some(Overlay::Sheet(_)), _) => Mode::Sheet,
            (_, Some(_)) => Mode::List,
            _ if self.map.is_some() => Mode::Map,
            _ => Mode::Reading,
        }
    }

    /// Divides the screen anew and fits the caches to it.
    pub fn arrange(&mut self) {
        let reading = &mut self.reading;
        let wish = Wish {
            article: reading.discussion.article().has_text(),
            thread: !reading.discussion.thread().is_empty(),
            alone: if reading.zoom { reading.focus } else { reading.alone },
            zoom: reading.zoom,
            index: reading.index,
            strip: reading.view.root().is_some(),
        };
        self.screen = Screen::divide(self.size.width, self.size.height, wish, reading.shape);
        if self.screen.pane(reading.focus).is_none() {
            let shown = [reading.alone, Pane::Comments, Pane::Article];
            reading.focus = shown.into_iter().find(|pane| self.screen.pane(*pane).is_some()).unwrap_or_default();
        }
        let comments = self.screen.comments.map_or(COMMENT_MEASURE, |area| area.width);
        let article = self.screen.article.map_or(0, |area| super::pane_width(area.width));
        let thread = reading.discussion.thread();
        let fitting = Fitting {
            flat: reading.view.is_flat(),
            base: reading.view.root().map_or(0, |root| reading.view.drawn_level(thread, root)),
            ..Fitting::of(thread, comments)
        };
        self.sight.fit(fitting, article);
        let text = self.text_fitting();
        self.sight.fit_text(text);
    }

    /// Whether the comments are on the screen.
    #[must_use]
    pub fn shows_comments(&self) -> bool {
        self.screen.comments.is_some()
    }

    /// Does a change, remembers how to take it back under a name, and has it stored.
    pub(crate) fn act(&mut self, name: impl Into<String>, change: Change) {
        let current = self.reading.current;
        let inverse = self.reading.apply(&change);
        self.reading.undo.push(super::reading::Act { name: name.into(), inverse, current, at: self.now });
        self.reading.redo.clear();
        self.store(change);
    }

    /// The discussion on the screen, for effects that act on it.
    #[must_use]
    pub fn on_screen(&self) -> OnScreen {
        OnScreen { discussion: Arc::clone(&self.reading.discussion), source: Arc::from(self.source.as_str()) }
    }

    /// Whether this is the discussion on the screen.
    #[must_use]
    pub fn is_on_screen(&self, discussion: &Arc<Discussion>) -> bool {
        !self.load.empty && Arc::ptr_eq(discussion, &self.reading.discussion)
    }

    /// Whether more belongs to the discussion on the screen than was read of it.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        let origin = self.discussion().origin();
        self.load.partial || origin.partial || !origin.complete
    }

    /// Has a change stored.
    pub(crate) fn store(&mut self, change: Change) {
        let repairs = has_repair(&change);
        self.ticket += 1;
        if self.load.preview {
            self.deferred.push(self.ticket);
        } else {
            let of = self.on_screen();
            self.effects.push(StoreEffect::Change { ticket: self.ticket, of, change: change.clone() }.into());
        }
        self.tickets.insert(self.ticket, change);
        if repairs {
            self.rebuild();
        }
    }
}

/// Whether a change puts something right in the structure.
pub(super) fn has_repair(change: &Change) -> bool {
    match change {
        Change::Repair { .. } => true,
        Change::All(acts) => acts.iter().any(has_repair),
        _ => false,
    }
}
