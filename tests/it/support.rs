//! Reading without a terminal: a discussion and keys in, a picture out.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::sync::Arc;

use btl::loader;
use btl::model::index::carry;
use btl::model::repair::apply;
use btl::model::{Change, CommentId, Restored};
use btl::model::{Discussion, Guesses, Index, Repairs};
use btl::reader::keymap::parse;
use btl::reader::message::Cause;
use btl::reader::people::find_muted;
use btl::reader::{
    Button, Effect, Message, Mouse, MouseKind, SearchEffect, SessionEffect, Size, State, StoreEffect, TerminalEffect,
};
use btl::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The time of all tests: 22 Nov 2026 11:00 UTC.
pub const NOW: i64 = 1_795_345_200;

/// A reader at work: what a test types into and looks at.
pub struct Play {
    pub state: State,
    /// Everything that was asked of the terminal.
    pub effects: Vec<Effect>,
    /// Whether changes are answered as stored, and muted phrases as found.
    pub stores: bool,
    /// Whether searches go on to their end.
    pub searches: bool,
    /// What was read, without repairs.
    pub base: Option<(Arc<Discussion>, Arc<Index>)>,
}

/// The discussion that an outline describes.
pub fn discussion(outline: &str) -> Discussion {
    let options = loader::Options { from: Some("outline".to_owned()), ..loader::Options::default() };
    loader::parse(outline.as_bytes().to_vec(), &options).unwrap()
}

/// Opens an outline on a screen.
pub fn open(outline: &str, width: u16, height: u16) -> Play {
    open_discussion(discussion(outline), width, height)
}

/// Opens a discussion on a screen.
pub fn open_discussion(discussion: Discussion, width: u16, height: u16) -> Play {
    let mut play = Play { state: State::new("test"), effects: Vec::new(), stores: true, searches: true, base: None };
    let discussion = Arc::new(discussion);
    let index = Arc::new(Index::of(&discussion));
    play.base = Some((Arc::clone(&discussion), Arc::clone(&index)));
    play.send(Message::Now(NOW));
    play.send(Message::Resize(Size { width, height }));
    play.send(Message::Loaded { generation: 1, result: Ok(discussion), carried: None });
    play.indexed(index);
    play
}

impl Play {
    /// Sends a message; a store that works answers at once.
    pub fn send(&mut self, message: Message) {
        let effects = self.state.update(message);
        for effect in effects {
            match effect {
                Effect::Session(SessionEffect::Search(SearchEffect::Start { generation, hunt })) if self.searches => {
                    self.search(generation, *hunt);
                }
                // Other windows are at rest unless a test says otherwise.
                Effect::Session(SessionEffect::Store(StoreEffect::Poll { .. })) => {}
                effect => self.answer(effect),
            }
        }
    }

    fn search(&mut self, generation: u64, mut hunt: btl::reader::search::Hunt) {
        loop {
            let slice = hunt.slice(1000);
            let done = slice.done;
            self.send(Message::Found { generation, slice });
            if done {
                break;
            }
        }
    }

    /// Keeps an effect, and answers it as workers would.
    fn answer(&mut self, effect: Effect) {
        let answer = match &effect {
            Effect::Session(SessionEffect::Store(StoreEffect::Change { ticket, .. })) if self.stores => {
                Some(Message::Stored { ticket: *ticket, result: Ok(()) })
            }
            Effect::Session(SessionEffect::Store(StoreEffect::Rebuild { guesses, repairs, .. })) => {
                self.rebuilt(*guesses, repairs)
            }
            Effect::Session(SessionEffect::Search(SearchEffect::FindMuted { discussion, phrases })) if self.stores => {
                find_muted(discussion, phrases, &|| false).map(|found| Message::FoundMuted {
                    discussion: discussion.clone(),
                    phrases: phrases.clone(),
                    found,
                })
            }
            _ => None,
        };
        self.effects.push(effect);
        answer.into_iter().for_each(|message| self.send(message));
    }

    /// What was asked of the store's worker.
    pub fn store_effects(&self) -> impl DoubleEndedIterator<Item = &StoreEffect> {
        self.effects.iter().filter_map(Effect::store)
    }

    /// What was asked of the terminal.
    pub fn terminal_effects(&self) -> impl DoubleEndedIterator<Item = &TerminalEffect> {
        self.effects.iter().filter_map(Effect::terminal)
    }

    /// Whether the program was asked to quit.
    pub fn quits(&self) -> bool {
        self.terminal_effects().any(|effect| matches!(effect, TerminalEffect::Quit))
    }

    /// The index of the discussion on the screen has come.
    pub fn indexed(&mut self, index: Arc<Index>) {
        self.send(Message::Indexed { of: Arc::clone(&self.state.reading.discussion), index });
    }

    /// What the store has of the discussion on the screen has come.
    pub fn restored(&mut self, kept: Restored) {
        let of = Arc::clone(&self.state.reading.discussion);
        self.send(Message::Restored { of, kept: Box::new(kept) });
    }

    /// Another window has changed something.
    pub fn others(&mut self, changes: Vec<Change>) {
        self.send(Message::Others { of: Arc::clone(&self.state.reading.discussion), changes });
    }

    /// The source was read again, as `R` has asked: with this in it.
    pub fn reloaded(&mut self, discussion: Arc<Discussion>, carried: Option<Vec<Option<CommentId>>>) {
        let generation = self.state.load.generation;
        let of = Arc::clone(&self.state.reading.discussion);
        let index = Arc::new(Index::of(&discussion));
        let carried = carried.unwrap_or_else(|| carry(&Index::of(&of), &index));
        self.send(Message::Loaded { generation, result: Ok(Arc::clone(&discussion)), carried: None });
        self.send(Message::Replaced { of, discussion, index, carried, cause: Cause::Reload { generation } });
    }

    /// What the worker that rebuilds would answer.
    fn rebuilt(&self, guesses: Guesses, repairs: &Repairs) -> Option<Message> {
        let (base, names) = self.base.as_ref()?;
        let made = apply(base, names, guesses, repairs);
        let carried = carry(self.state.index.as_ref()?, &made.index);
        let (discussion, index) = (Arc::new(made.discussion), Arc::new(made.index));
        let of = Arc::clone(&self.state.reading.discussion);
        Some(Message::Replaced { of, discussion, index, carried, cause: Cause::Repair { missed: made.missed } })
    }

    /// Types keys, written as in the key table and parted by blanks; `"text"` types letters.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for word in keys.split_whitespace() {
            if let Some(text) = word.strip_prefix('"') {
                for c in text.trim_end_matches('"').chars() {
                    self.press(&if c == '_' { "Space".to_owned() } else { c.to_string() });
                }
            } else {
                self.press(word);
            }
        }
        self
    }

    fn press(&mut self, key: &str) {
        let parsed = parse(key);
        assert_eq!(parsed.len(), 1, "one key: {key}");
        self.send(Message::Key(parsed[0]));
    }

    /// A click with the left button.
    pub fn click(&mut self, x: u16, y: u16) -> &mut Self {
        for kind in [MouseKind::Down(Button::Left), MouseKind::Up(Button::Left)] {
            self.send(Message::Mouse(Mouse { kind, x, y }));
        }
        self
    }

    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.send(Message::Resize(Size { width, height }));
        self
    }

    /// The number of the current comment in the thread's order.
    pub fn current(&self) -> usize {
        self.state.discussion().thread().number(self.state.reading.current)
    }

    /// What the status row says.
    pub fn said(&self) -> &str {
        self.state.status.as_ref().map_or("", |status| status.text.as_str())
    }

    /// The screen as text, without blanks at the ends of rows.
    pub fn text(&self) -> String {
        self.picture(false)
    }

    /// The screen as text, and under it the roles: `row: column-column role`.
    pub fn frame(&self) -> String {
        self.picture(true)
    }

    fn picture(&self, roles: bool) -> String {
        let size = self.state.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
        btl::ui::draw(&self.state, &Theme::for_tests(), &mut buffer);
        let (mut text, mut runs) = (String::new(), String::new());
        for y in 0..size.height {
            let mut line = String::new();
            let mut row: Vec<(u16, u16, &str)> = Vec::new();
            let mut skip = 0;
            for x in 0..size.width {
                let cell = &buffer[(x, y)];
                if skip == 0 {
                    line.push_str(cell.symbol());
                    skip = btl::text::width::cells(cell.symbol()).max(1);
                }
                skip -= 1;
                let role = Theme::role_of(cell.fg).unwrap_or("");
                match row.last_mut() {
                    Some((_, end, last)) if *last == role && *end + 1 == x => *end = x,
                    _ => row.push((x, x, role)),
                }
            }
            text.push_str(line.trim_end());
            text.push('\n');
            let named: Vec<String> = row
                .iter()
                .filter(|(_, _, role)| !matches!(*role, "" | "text" | "rule"))
                .map(|(from, to, role)| format!("{from}-{to} {role}"))
                .collect();
            if !named.is_empty() {
                runs.push_str(&format!("{y}: {}\n", named.join(", ")));
            }
        }
        if roles { format!("{text}\n{runs}") } else { text }
    }
}
