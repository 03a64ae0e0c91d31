//! The chooser: which of several discussions of an input is read.

use std::sync::Arc;

use super::list::{ListKind, ListRow, Target};
use super::message::LoadEffect;
use super::state::State;
use crate::layout::context::count;
use crate::model::choice::{source_of, split_source};
use crate::model::{Choice, Discussion};
use crate::text::{Clean, Raw, when};

/// The discussions of an input, if it holds several.
#[derive(Clone, Debug, Default)]
pub struct Several {
    /// The discussions, in the order of the input.
    all: Arc<[Arc<Discussion>]>,
    /// What lists show of them, in the order of the input; empty if there is only one.
    pub choices: Vec<Choice>,
    /// The one that is read.
    pub(crate) shown: Option<usize>,
    /// Where they were read from.
    base: String,
}

impl State {
    /// An input with several discussions was read.
    pub(crate) fn several(&mut self, all: &Arc<[Arc<Discussion>]>, choices: Vec<Choice>, picked: Option<usize>) {
        let source = self.opening.as_ref().unwrap_or(&self.source);
        let base = split_source(source).0.to_owned();
        if let Some(at) = picked {
            let named = source_of(&base, &choices, at);
            *self.opening.as_mut().unwrap_or(&mut self.source) = named;
            self.say(format!("{} of {} discussions · Esc lists them", at + 1, choices.len()));
        }
        self.several = Several { all: Arc::clone(all), choices, shown: picked, base };
        if picked.is_some() {
            return;
        }
        (self.load.running, self.again) = (false, false);
        self.load.bytes = 0;
        let was_part = std::mem::take(&mut self.load.partial);
        if let Some(source) = self.opening.take() {
            // What was shown is of another source.
            if !self.load.empty {
                self.leave_discussion();
            }
            self.source = source;
            self.load.empty = true;
        } else if was_part {
            // The part that is shown is none of them.
            self.attach(Arc::clone(&self.reading.discussion), false);
            self.release_deferred();
        }
        self.open_discussions();
    }

    /// The first of a source is about to be shown: are the discussions that are known its?
    pub(crate) fn forget_several_of_others(&mut self) {
        if split_source(&self.source).0 != self.several.base {
            self.several = Several::default();
        }
    }

    /// Whether there is a choice.
    #[must_use]
    pub fn has_several(&self) -> bool {
        self.several.choices.len() > 1
    }

    /// The list of the discussions.
    pub(crate) fn open_discussions(&mut self) {
        if !self.has_several() {
            self.say("this is the only discussion in the input");
            return;
        }
        let rows: Vec<ListRow> =
            self.several.choices.iter().enumerate().map(|(at, choice)| self.choice_row(at, choice)).collect();
        let title = count(rows.len(), "discussion", "discussions");
        self.screens.clear();
        self.open_list(ListKind::Discussions, title, "", rows);
        self.list_select(self.several.shown.unwrap_or(0));
    }

    fn choice_row(&self, at: usize, choice: &Choice) -> ListRow {
        let id = choice.id.as_ref().map(|id| format!(" · {id}")).unwrap_or_default();
        let text = format!("{}{id}", count(choice.comments, "comment", "comments"));
        ListRow {
            // The first nine have their number as a key.
            sign: if at < 9 { String::new() } else { (at + 1).to_string() },
            who: choice.title.clone(),
            text: Clean::line(Raw::new(&text)),
            note: if self.several.shown == Some(at) { "read now".to_owned() } else { String::new() },
            age: choice.newest.map(|then| when::age(self.now, then)).unwrap_or_default(),
            target: Target::Discussion(at),
            struck: false,
        }
    }

    /// Reads one of them.
    pub(crate) fn choose(&mut self, which: usize) {
        self.screens.clear();
        if self.several.shown == Some(which) && !self.load.empty {
            return;
        }
        let Some(discussion) = self.several.all.get(which).cloned() else { return };
        if self.load.running {
            self.effects.push(LoadEffect::Stop.into());
        }
        // What the load before still sends is stale.
        self.load.generation += 1;
        (self.load.running, self.load.partial, self.load.bytes) = (false, false, 0);
        self.opening = Some(source_of(&self.several.base, &self.several.choices, which));
        self.begin(Arc::clone(&discussion));
        self.several.shown = Some(which);
        self.attach(discussion, false);
    }
}
