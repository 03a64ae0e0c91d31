//! A discussion has come: the first of a source, a fuller part of one, or the same once more.

use std::sync::Arc;

use crate::error::Error;
use crate::model::change::Spot;
use crate::model::{CommentId, Discussion, Index};
use crate::reader::list::ListKind;
use crate::reader::message::{OnScreen, StoreEffect};
use crate::reader::overlay::Overlay;
use crate::reader::reading::Reading;
use crate::reader::repair::Linking;
use crate::reader::state::State;

impl State {
    pub(super) fn loaded(&mut self, result: Result<Arc<Discussion>, Error>, carried: Option<Vec<Option<CommentId>>>) {
        let was_part = self.load.partial;
        (self.load.running, self.load.partial, self.load.bytes) = (false, false, 0);
        match result {
            Ok(discussion) => {
                let cut = !discussion.origin().complete;
                let note = discussion.origin().notes.last().map(|note| note.text.to_string());
                match carried {
                    _ if self.load.empty || self.opening.is_some() => self.begin(discussion),
                    Some(map) => self.carry(discussion, &map),
                    None => {
                        // Which comment is which is known when it is indexed.
                        self.attach(discussion, true);
                        return;
                    }
                }
                self.attach(Arc::clone(&self.reading.discussion), false);
                self.release_deferred();
                if cut {
                    self.say_cut(note);
                }
            }
            Err(error) => {
                (self.opening, self.wanted) = (None, None);
                self.again = false;
                if was_part {
                    // A part is all that there will be.
                    self.attach(Arc::clone(&self.reading.discussion), false);
                    self.release_deferred();
                }
                self.complain(error);
            }
        }
    }

    fn say_cut(&mut self, note: Option<String>) {
        self.say(format!("incomplete: {}", note.unwrap_or_else(|| "the input was cut off".to_owned())));
    }

    /// Has a discussion indexed and restored: the one on the screen, or one that replaces it.
    pub(in crate::reader) fn attach(&mut self, discussion: Arc<Discussion>, replaces: bool) {
        let replaces = replaces.then(|| (Arc::clone(&self.reading.discussion), self.load.generation));
        let of = OnScreen { discussion, ..self.on_screen() };
        self.effects.push(StoreEffect::Attach { of, replaces }.into());
    }

    /// A fuller part of what is being read.
    pub(super) fn partial(
        &mut self,
        discussion: Arc<Discussion>,
        preview: bool,
        carried: Option<Vec<Option<CommentId>>>,
    ) {
        match carried.filter(|_| !self.load.empty && self.opening.is_none()) {
            Some(map) => self.carry(discussion, &map),
            None => self.begin(discussion),
        }
        self.load.partial = true;
        self.load.preview = preview;
    }

    /// The first that is shown of a source: nothing of another one stays.
    pub(in crate::reader) fn begin(&mut self, discussion: Arc<Discussion>) {
        if !self.load.empty {
            self.leave_discussion();
        }
        let (shape, people) = (self.reading.shape, std::mem::take(&mut self.reading.people));
        self.reading = Reading::new(discussion);
        self.reading.shape = shape;
        self.reading.people = people.of(&self.reading.discussion);
        self.reading.index = self.index_choice.opens(self.discussion().origin().is_mail());
        if let Some(source) = self.opening.take() {
            self.source = source;
            self.touched = false;
            self.forget_several_of_others();
        }
        self.index = None;
        (self.shown, self.pointed) = (None, None);
        self.missing.clear();
        self.trail.clear();
        self.tickets.clear();
        self.deferred.clear();
        self.screens.clear();
        self.map = None;
        self.questions.clear();
        (self.note_draft, self.editing, self.linking) = (None, None, None);
        (self.met, self.again, self.load.empty) = (false, false, false);
        self.forget_searches();
        self.sight.forget();
        self.rearrange();
    }

    pub(in crate::reader) fn carry(&mut self, discussion: Arc<Discussion>, map: &[Option<CommentId>]) {
        let to = |id: CommentId| map.get(id.index()).copied().flatten();
        self.restore_origin();
        let line = self.top_line();
        self.reading.carry(discussion, map);
        self.stay_in_view();
        let renamed = std::mem::take(&mut self.tickets);
        self.tickets =
            renamed.into_iter().filter_map(|(ticket, change)| Some((ticket, change.map(&mut |id| to(id))?))).collect();
        let deferred = self.deferred.len();
        self.deferred.retain(|ticket| self.tickets.contains_key(ticket));
        if self.deferred.len() < deferred {
            self.complain("not saved: the comment is not in the complete discussion");
        }
        self.trail.clear();
        self.index = None;
        (self.shown, self.pointed) = (None, None);
        self.sight.forget();
        self.carry_overlays(&to);
        self.rearrange();
        if let Some((id, at)) = line.and_then(|(id, at)| Some((to(id)?, at))) {
            self.keep_line(id, at);
        }
        self.search_again();
        self.refilter(0, false);
        self.carry_map(&to);
    }

    /// What lies over the screen names comments too: it is carried over, or closed.
    fn carry_overlays(&mut self, to: &impl Fn(CommentId) -> Option<CommentId>) {
        let spot = |spot: Spot| match spot {
            Spot::Comment(id) => to(id).map(Spot::Comment),
            passage @ Spot::Passage(_) => Some(passage),
        };
        self.linking = self.linking.and_then(|linking| Some(Linking { child: to(linking.child)?, ..linking }));
        self.editing = self.editing.take().and_then(spot);
        self.note_draft = self.note_draft.take().and_then(|(of, text)| Some((spot(of)?, text)));
        self.overlay = match self.overlay.take() {
            Some(Overlay::Prompt(prompt)) => prompt.carried(&spot).map(Overlay::Prompt),
            Some(Overlay::Confirm(confirm)) => confirm.carried(to).map(Overlay::Confirm),
            Some(Overlay::Sheet(_) | Overlay::Hints(_) | Overlay::Link(_)) | None => None,
        };
        let questions = std::mem::take(&mut self.questions);
        self.questions = questions.into_iter().filter_map(|confirm| confirm.carried(to)).collect();
        let marks = self.screens.last().is_some_and(|list| list.kind == ListKind::Marks);
        self.screens.retain(|list| list.kind == ListKind::Discussions);
        if marks {
            self.open_marks();
        }
    }

    /// The source was read again.
    pub(super) fn reloaded(&mut self, discussion: Arc<Discussion>, index: Arc<Index>, map: &[Option<CommentId>]) {
        let was = Arc::clone(&self.reading.discussion);
        let before = was.thread().comments();
        let partial = was.origin().partial;
        self.carry(discussion, map);
        self.index = Some(index);
        self.refilter(0, true);
        let (brought, changed) = if self.again && !partial { self.take_brought(&was, map) } else { (0, 0) };
        // That the input is cut matters more than what it brought.
        let origin = self.reading.discussion.origin();
        if !origin.complete {
            let note = origin.notes.last().map(|note| note.text.to_string());
            self.say_cut(note);
            self.again = false;
            return;
        }
        if !std::mem::take(&mut self.again) {
            return;
        }
        let after = self.reading.discussion.thread().comments();
        let new = match (brought, changed) {
            (0, 0) => String::new(),
            (0, changed) => format!(", {changed} changed · ]c goes to the next"),
            (brought, 0) => format!(", {brought} new · n goes to the next"),
            (brought, changed) => format!(", {brought} new, {changed} changed · n, ]c go to the next"),
        };
        match after.checked_sub(before) {
            Some(0) if new.is_empty() => self.say("reloaded: no new comments"),
            Some(0) => self.say(format!("reloaded: same number of comments{new}")),
            Some(more) => self.say(format!("reloaded: {more} more{new}")),
            None => self.say(format!("reloaded: {} fewer{new}", before - after)),
        }
    }
}
