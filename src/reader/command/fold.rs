//! Folding: vim's names, `Enter`, and levels.

use std::sync::Arc;

use super::{Args, Command, MapAction, PaneUse, Scope, on_thread, row};
use crate::layout::Pane;
use crate::layout::context::count;
use crate::model::{Change, CommentId, Folds, Kind};
use crate::reader::search::Goal;
use crate::reader::state::State;

pub(super) const ROWS: &[Command] = &[
    row("act", &["Enter"], Scope::Comment, "Fold or unfold; in the article, list comments quoting it", enter)
        .pane(PaneUse::FocusedPassage)
        .in_map(MapAction::Go)
        .mouse("click the current comment"),
    on_thread("fold-toggle", &["z a"], "Fold or unfold", |s, _| s.toggle_fold()),
    on_thread("unfold", &["z o"], "Unfold", |s, _| s.fold_current(false)),
    on_thread("fold", &["z c"], "Fold; `fold score:<0` folds all that match", |s, a| {
        if a.text.is_empty() { s.fold_current(true) } else { s.all_of(a, Goal::Fold) }
    }),
    on_thread("unfold-below", &["z O"], "Unfold the comment and everything below it", |s, _| s.unfold_below()),
    on_thread("fold-branch", &["z C"], "Fold the whole branch at its top-level comment", |s, _| s.fold_at_root()),
    on_thread("fold-all", &["z M"], "Fold all", |s, _| s.fold_to_level(Some(1))),
    on_thread("unfold-all", &["z R"], "Unfold all", |s, _| s.fold_to_level(None)),
    on_thread("fold-level-more", &["-", "z m"], "Fold one level more", |s, a| s.fold_level_by(-1, a)).count("levels"),
    on_thread("fold-level-less", &["+", "=", "z r"], "Fold one level less", |s, a| s.fold_level_by(1, a))
        .count("levels"),
    on_thread("fold-chains", &["z s"], "Collapse chains of single replies to one row; again: undo", |s, _| {
        s.fold_chains()
    }),
    on_thread("unfold-path", &["z v"], "Unfold the path to the current comment", |s, _| s.unfold_here()),
];

fn enter(state: &mut State, _: &Args) {
    if state.reading.focus == Pane::Article && state.screen.article.is_some() {
        state.open_quotes_of_passage();
    } else if let Some(id) = state.current() {
        if state.discussion().thread().kind(id) == Kind::More {
            state.say("these replies are not in the file; open the discussion's page to read them (O)");
        } else if !state.open_hushed(id) {
            state.toggle_fold();
        }
    }
}

impl State {
    pub(super) fn fold_these(&mut self, name: &str, these: Vec<CommentId>, on: bool) -> bool {
        if self.reading.view.folds_rest() {
            self.say("folding is off in this view · Esc leaves it");
            return true;
        }
        if these.is_empty() {
            return false;
        }
        let name = match (these.len(), on) {
            (1, _) => name.to_owned(),
            (many, true) => format!("fold {many} branches"),
            (many, false) => format!("unfold {many} branches"),
        };
        self.act(name, Change::Fold { these, on });
        self.show_current();
        true
    }

    fn toggle_fold(&mut self) {
        if self.open_run_here() {
            return;
        }
        if self.reading.view.folds_rest() {
            if !(self.open_left_out(true) || self.open_left_out(false)) {
                self.say("this view hides no replies to it");
            }
            return;
        }
        let folded = self.reading.view.is_folded(self.reading.current);
        self.fold_current(!folded);
    }

    fn fold_current(&mut self, on: bool) {
        if !on && self.open_run_here() {
            return;
        }
        let here = self.reading.current;
        if self.discussion().thread().kind(here) == Kind::More {
            self.say("nothing to fold");
        } else if !on && self.open_hushed(here) {
            // What is muted opens like a fold.
        } else if (self.reading.view.is_folded(here) || self.reading.view.is_run(here)) == on {
            self.say(if on { "already folded" } else { "not folded" });
        } else {
            self.fold_these(if on { "fold" } else { "unfold" }, vec![here], on);
        }
    }

    fn unfold_below(&mut self) {
        let here = self.reading.current;
        if self.open_run_here() {
            return;
        }
        let branch = self.discussion().thread().branch(here);
        let folds = self.reading.view.folds().filter(|id| branch.contains(&id.index())).collect();
        if !self.fold_these("unfold the branch", folds, false) {
            self.say("nothing is folded below");
        }
    }

    fn fold_at_root(&mut self) {
        let root = self.discussion().thread().root(self.reading.current);
        if self.reading.view.is_folded(root) {
            self.say("already folded");
        } else {
            self.fold_these("fold the branch", vec![root], true);
        }
    }

    fn unfold_here(&mut self) {
        let here = self.reading.current;
        let discussion = Arc::clone(&self.reading.discussion);
        let mut path: Vec<CommentId> = discussion.thread().ancestors(here).collect();
        path.push(here);
        path.retain(|id| self.reading.view.is_folded(*id));
        if !self.fold_these("unfold the path", path, false) {
            self.say("the path is already unfolded");
        }
    }

    /// Folds every branch at a depth, so that so many levels are shown; none shows all. A
    /// rule: it costs the same to keep in any thread.
    fn fold_to_level(&mut self, levels: Option<u32>) {
        if self.reading.view.folds_rest() {
            self.say("folding is off in this view · Esc leaves it");
            return;
        }
        let folds = Folds::rule(levels);
        if self.reading.has_folds(&folds) {
            self.say(if levels.is_some() { "nothing to fold" } else { "nothing is folded" });
            return;
        }
        let words = match levels {
            Some(levels) => format!("{} shown", count(levels as usize, "level", "levels")),
            None => "all levels shown".to_owned(),
        };
        let name = match levels {
            Some(1) => "fold all".to_owned(),
            Some(levels) => format!("fold to {levels} levels"),
            None => "unfold all".to_owned(),
        };
        self.act(name, Change::Folds(folds));
        self.show_current();
        self.say(words);
    }

    fn fold_level_by(&mut self, by: i64, args: &Args) {
        let thread = self.discussion().thread();
        let deepest = thread.ids().map(|id| thread.depth(id)).max().unwrap_or(0) + 1;
        let shown = self.reading.levels.filter(|_| self.reading.view.folds().next().is_some());
        let levels = i64::from(shown.unwrap_or(deepest)) + by * i64::from(args.times());
        let levels = u32::try_from(levels.max(1)).unwrap_or(1);
        self.fold_to_level((levels < deepest).then_some(levels));
    }
}
