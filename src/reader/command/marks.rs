//! Marks: kept by the reader, with note and tags.

use super::{Args, Command, MapAction, PaneUse, Scope, row};
use crate::layout::Pane;
use crate::model::change::{Mark, Passage, Spot};
use crate::model::{Change, CommentId};
use crate::reader::overlay::{Overlay, Prompt, Purpose};
use crate::reader::search::Goal;
use crate::reader::state::State;

pub(super) const ROWS: &[Command] = &[
    row("mark", &["m"], Scope::Comment, "Mark or unmark; `mark score:>10` marks all that match", |s, a| {
        if a.text.is_empty() { s.toggle_mark() } else { s.all_of(a, Goal::Mark) }
    })
    .pane(PaneUse::FocusedPassage)
    .in_map(MapAction::Mark),
    row("mark-note", &["M"], Scope::Comment, "Mark with a note and #tags", |s, _| s.open_note())
        .pane(PaneUse::FocusedPassage),
    row("marks", &["'"], Scope::Comment, "List the marks of this discussion", |s, _| s.open_marks()),
    row("list-back", &["'"], Scope::List, "Close the list and return to the place before the last jump", list_back),
    row("list-go", &["Enter"], Scope::List, "Go to the selected row", |s, _| s.list_go()).mouse("click"),
    row("list-open", &["o"], Scope::List, "Go to the selected row; open a link in the browser", |s, _| s.list_open()),
    row(
        "list-go-number",
        &["1", "2", "3", "4", "5", "6", "7", "8", "9"],
        Scope::List,
        "Go to row 1 to 9",
        list_go_number,
    ),
    row("list-unmark", &["m"], Scope::List, "Unmark; m again restores it until the list closes", |s, _| {
        s.list_toggle_mark()
    }),
    row("list-note", &["M"], Scope::List, "Edit note and tags", |s, _| s.list_note()),
    row("list-all", &["Tab"], Scope::List, "Toggle marks of this discussion or of all", |s, _| s.list_toggle_all()),
    row("list-copy", &["y"], Scope::List, "Copy the text or the link", |s, _| s.list_copy()),
];

fn list_back(state: &mut State, _: &Args) {
    state.close_list();
    state.exchange();
}

fn list_go_number(state: &mut State, args: &Args) {
    let digit = args.key.and_then(|key| match key.code {
        crate::reader::KeyCode::Char(c) => c.to_digit(10),
        _ => None,
    });
    if let Some(digit) = digit.filter(|digit| *digit > 0) {
        state.list_select(digit as usize - 1);
        state.list_go();
    }
}

impl State {
    /// What `m` and `M` act on: the passage in the article pane, else the current comment.
    pub(crate) fn spot(&self) -> Option<Spot> {
        if self.reading.focus == Pane::Article && self.screen.article.is_some() {
            let number = self.passage()?;
            // A passage is known by its number here: its words may not be indexed yet.
            let known = self.reading.marks.keys().find(|spot| is_passage(spot, number + 1));
            return Some(known.cloned().unwrap_or_else(|| Spot::Passage(self.passage_key(number))));
        }
        self.current().filter(|id| self.discussion().thread().is_comment(*id)).map(Spot::Comment)
    }

    /// The durable name of a passage; its number here is from 0.
    pub(crate) fn passage_key(&self, block: u32) -> Passage {
        let hash = self.index.as_ref().and_then(|index| index.passages().get(block as usize).copied()).unwrap_or(0);
        Passage { number: block + 1, hash }
    }

    /// The mark on a passage, by its number from 0.
    #[must_use]
    pub fn passage_mark(&self, block: u32) -> Option<&crate::reader::reading::Marked> {
        self.reading.marks.iter().find_map(|(spot, marked)| match spot {
            Spot::Passage(passage) if passage.number == block + 1 => Some(marked),
            _ => None,
        })
    }

    fn toggle_mark(&mut self) {
        let Some(spot) = self.spot() else {
            self.say("only comments and passages can be marked");
            return;
        };
        self.toggle_mark_at(spot);
    }

    pub(crate) fn toggle_mark_at(&mut self, spot: Spot) {
        let marked = self.reading.marks.contains_key(&spot);
        let mark = (!marked).then(|| Mark { marked: self.now, ..Mark::default() });
        let words = if marked { "unmarked · U marks it again" } else { "marked · M adds a note" };
        self.act(if marked { "unmark" } else { "mark" }, Change::Mark { at: spot, mark });
        self.say_saved(words);
    }

    /// Says what was done, or that it cannot be kept.
    pub(crate) fn say_saved(&mut self, words: &str) {
        match self.unsaved.clone() {
            Some(why) => self.complain(format!("{words}, but {why}")),
            None => self.say(words),
        }
    }

    fn open_note(&mut self) {
        let Some(spot) = self.spot() else {
            self.say("only comments and passages can be marked");
            return;
        };
        self.open_note_at(spot);
    }

    pub(crate) fn open_note_at(&mut self, spot: Spot) {
        let text = match &self.note_draft {
            Some((of, draft)) if *of == spot => draft.clone(),
            _ => self.reading.marks.get(&spot).map(|marked| note_text(&marked.mark)).unwrap_or_default(),
        };
        self.overlay = Some(Overlay::Prompt(Prompt::new(Purpose::Note(spot), text)));
    }

    /// Takes a note as it was typed: words with `#` in front are tags.
    pub(crate) fn save_note(&mut self, spot: Spot, text: &str) {
        let marked = self.reading.marks.get(&spot).map_or(self.now, |marked| marked.mark.marked);
        let (note, tags) = parse_note(text);
        let mark = Mark { note, tags, marked };
        self.note_draft = None;
        self.act("note", Change::Mark { at: spot, mark: Some(mark) });
        self.say_saved("marked with a note");
        self.refresh_list();
    }

    /// The comments of this discussion that are marked, in its order.
    #[must_use]
    pub fn marked(&self) -> Vec<CommentId> {
        let comment = |spot: &Spot| match spot {
            Spot::Comment(id) => Some(*id),
            Spot::Passage(_) => None,
        };
        self.reading.marks.keys().filter_map(comment).collect()
    }
}

fn is_passage(spot: &Spot, number: u32) -> bool {
    matches!(spot, Spot::Passage(passage) if passage.number == number)
}

/// A mark's note and tags in one line, as they are typed.
#[must_use]
pub fn note_text(mark: &Mark) -> String {
    let tags = mark.tags.iter().map(|tag| format!("#{tag}"));
    std::iter::once(mark.note.clone()).filter(|note| !note.is_empty()).chain(tags).collect::<Vec<_>>().join(" ")
}

fn parse_note(text: &str) -> (String, Vec<String>) {
    let is_tag = |word: &&str| word.len() > 1 && word.starts_with('#');
    let tags = text.split_whitespace().filter(is_tag).map(|word| word.trim_start_matches('#').to_owned()).collect();
    let lines =
        text.lines().map(|line| line.split_whitespace().filter(|word| !is_tag(word)).collect::<Vec<_>>().join(" "));
    (lines.collect::<Vec<_>>().join("\n").trim().to_owned(), tags)
}
