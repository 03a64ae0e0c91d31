//! The tree keys, and the families `]x [x`.

use super::{Args, Command, MapAction, PaneUse, Scope, When, on_thread, row};
use crate::model::CommentId;
use crate::reader::pane::map::Step;
use crate::reader::seek::Seek;
use crate::reader::state::State;

pub(super) const ROWS: &[Command] = &[
    on_thread("next-sibling", &["J"], "Go to the next sibling, or the nearest ancestor's next", |s, a| {
        s.repeat(a, State::go_next_sibling)
    })
    .in_map(MapAction::Move(Step::AfterBranch))
    .count("times"),
    on_thread("previous-sibling", &["K"], "Go to the previous sibling, or the parent", |s, a| {
        s.repeat(a, State::go_previous_sibling)
    })
    .in_map(MapAction::Move(Step::BeforeOrParent))
    .count("times"),
    on_thread("parent", &["p"], "Go to the parent", |s, a| s.repeat(a, State::go_parent))
        .in_map(MapAction::Move(Step::Parent))
        .count("times"),
    on_thread("chain", &["P"], "Show the chain of parents up to the top-level comment", |s, _| s.open_chain()),
    on_thread("top-level", &["t"], "Go to the top-level comment of this branch", |s, _| s.go_root())
        .in_map(MapAction::Move(Step::Root)),
    on_thread("next-root", &["}", "] ]"], "Go to the next top-level comment", |s, a| {
        s.repeat(a, |s| s.go_root_beside(true))
    })
    .in_map(MapAction::Move(Step::NextRoot))
    .count("times"),
    on_thread("previous-root", &["{", "[ ["], "Go to the previous top-level comment, or the one above", |s, a| {
        s.repeat(a, |s| s.go_root_beside(false))
    })
    .in_map(MapAction::Move(Step::PreviousRoot))
    .count("times"),
    on_thread("leave-branch", &[">"], "Leave the parent's branch: go to what follows it", |s, a| {
        s.repeat(a, State::leave_branch)
    })
    .in_map(MapAction::Move(Step::LeaveBranch))
    .count("times"),
    on_thread("fold-or-parent", &["h", "←"], "Fold; go to the parent if folded or childless", |s, _| {
        s.fold_or_parent()
    })
    .in_map(MapAction::Move(Step::Parent)),
    on_thread("unfold-or-reply", &["l", "→"], "Unfold, else go to the first reply", |s, _| s.unfold_or_reply())
        .in_map(MapAction::Move(Step::Reply)),
    family("next-poster", &["] o", ") o"], "Go to the next comment by the article's poster", |s, a| {
        s.seek(Seek::Poster, true, a.times())
    })
    .in_map(MapAction::Move(Step::Seek(Seek::Poster, true))),
    family("previous-poster", &["[ o", "( o"], "Go to the previous comment by the article's poster", |s, a| {
        s.seek(Seek::Poster, false, a.times())
    })
    .in_map(MapAction::Move(Step::Seek(Seek::Poster, false))),
    family("next-by-author", &["] a", ") a"], "Go to the next comment by the same author", |s, a| {
        s.seek(Seek::Author, true, a.times())
    })
    .in_map(MapAction::Move(Step::Seek(Seek::Author, true))),
    family("previous-by-author", &["[ a", "( a"], "Go to the previous comment by the same author", |s, a| {
        s.seek(Seek::Author, false, a.times())
    })
    .in_map(MapAction::Move(Step::Seek(Seek::Author, false))),
    family("next-marked", &["] m", ") m"], "Go to the next marked comment", |s, a| {
        s.seek(Seek::Marked, true, a.times())
    })
    .in_map(MapAction::Move(Step::Seek(Seek::Marked, true))),
    family("previous-marked", &["[ m", "( m"], "Go to the previous marked comment", |s, a| {
        s.seek(Seek::Marked, false, a.times())
    })
    .in_map(MapAction::Move(Step::Seek(Seek::Marked, false))),
    family("next-heading", &["] h", ") h"], "Go to the next heading of the article", |s, a| {
        s.seek(Seek::Heading, true, a.times())
    }),
    family("previous-heading", &["[ h", "( h"], "Go to the previous heading of the article", |s, a| {
        s.seek(Seek::Heading, false, a.times())
    }),
    family("next-guessed", &["] g", ") g"], "Go to the next comment whose parent is a guess", |s, a| {
        s.seek(Seek::Guessed, true, a.times())
    })
    .in_map(MapAction::Move(Step::Seek(Seek::Guessed, true))),
    family("previous-guessed", &["[ g", "( g"], "Go to the previous comment whose parent is a guess", |s, a| {
        s.seek(Seek::Guessed, false, a.times())
    })
    .in_map(MapAction::Move(Step::Seek(Seek::Guessed, false))),
    row("jump-back", &["^O", "Alt-←", "[ j", "( j"], Scope::Comment, "Go back in the jump list", |s, a| {
        s.seek(Seek::Jump, false, a.times())
    })
    .pane(PaneUse::BackToQuote)
    .count("times")
    .when(When::Thread),
    row("jump-forward", &["] j", ") j", "Alt-→", "^I"], Scope::Comment, "Go forward in the jump list", |s, a| {
        s.seek(Seek::Jump, true, a.times())
    })
    .count("times")
    .when(When::Thread),
    row("jumps", &[], Scope::Any, "List the jump list, latest first", |s, _| s.open_jumps()),
    row("repeat-seek", &[";"], Scope::Comment, "Repeat the last ]x or [x", |s, a| s.seek_again(true, a.times()))
        .count("times"),
    row("repeat-seek-back", &[","], Scope::Comment, "Repeat the last ]x or [x the other way", |s, a| {
        s.seek_again(false, a.times())
    })
    .count("times"),
];

pub(super) const fn family(
    name: &'static str,
    keys: &'static [&'static str],
    help: &'static str,
    run: fn(&mut State, &Args),
) -> Command {
    row(name, keys, Scope::Comment, help, run).count("times")
}

impl State {
    fn seek_again(&mut self, same_way: bool, times: u32) {
        let Some((what, forward)) = self.seek else {
            self.say("nothing to repeat: use ]x or [x first");
            return;
        };
        self.seek(what, forward == same_way, times);
        self.seek = Some((what, forward));
    }

    fn repeat(&mut self, args: &Args, step: impl Fn(&mut Self) -> bool) {
        for _ in 0..args.times() {
            if !step(self) {
                return;
            }
        }
    }

    fn go_or_say(&mut self, to: Option<CommentId>, otherwise: &str) -> bool {
        match to {
            Some(id) => self.go(id),
            None => self.say(otherwise),
        }
        to.is_some()
    }

    fn go_next_sibling(&mut self) -> bool {
        let to = self.reading.view.after_branch(self.discussion().thread(), self.reading.current);
        self.go_or_say(to, "no comment follows in this thread")
    }

    fn go_previous_sibling(&mut self) -> bool {
        let (thread, here) = (self.discussion().thread(), self.reading.current);
        let view = &self.reading.view;
        let parent = || thread.parent(here).filter(|parent| view.holds(*parent));
        let to = view.prev_sibling(thread, here).or_else(parent);
        self.go_or_say(to, "this is the first comment")
    }

    fn go_parent(&mut self) -> bool {
        let to = self.discussion().thread().parent(self.reading.current);
        self.go_or_say(to, "top-level comment: it replies to the article")
    }

    fn go_root(&mut self) {
        let to = self.reading.view.top_of(self.discussion().thread(), self.reading.current);
        self.go_or_say((to != self.reading.current).then_some(to), "this is a top-level comment");
    }

    fn go_root_beside(&mut self, forward: bool) -> bool {
        let (thread, here) = (self.discussion().thread(), self.reading.current);
        let view = &self.reading.view;
        let root = view.top_of(thread, here);
        let to = match (forward, root == here) {
            (true, _) => view.next_sibling(thread, root),
            (false, false) => Some(root),
            (false, true) => view.prev_sibling(thread, root),
        };
        self.go_or_say(
            to,
            if forward { "this is the last top-level comment" } else { "this is the first top-level comment" },
        )
    }

    fn leave_branch(&mut self) -> bool {
        let (thread, here) = (self.discussion().thread(), self.reading.current);
        let to = self.reading.view.after_branch(thread, thread.parent(here).unwrap_or(here));
        self.go_or_say(to, "nothing follows this branch")
    }

    fn fold_or_parent(&mut self) {
        let here = self.reading.current;
        if self.reading.view.folds_rest() {
            if !self.open_left_out(false) {
                self.go_parent();
            }
            return;
        }
        let foldable = self.discussion().thread().first_reply(here).is_some();
        let view = &self.reading.view;
        if foldable && !view.is_folded(here) && !view.is_run(here) {
            self.fold_these("fold", vec![here], true);
        } else {
            self.go_parent();
        }
    }

    fn unfold_or_reply(&mut self) {
        let here = self.reading.current;
        if self.open_run_here() {
        } else if self.reading.view.is_folded(here) {
            self.fold_these("unfold", vec![here], false);
        } else if !(self.open_hushed(here) || self.reading.view.folds_rest() && self.open_left_out(true)) {
            let thread = self.discussion().thread();
            let view = &self.reading.view;
            let to = view.first_reply(thread, here).or_else(|| thread.first_reply(here));
            self.go_or_say(to, "it has no replies");
        }
    }
}
