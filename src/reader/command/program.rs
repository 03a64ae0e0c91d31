//! The program itself: undo, reload, command line, leaving.

use super::{Args, Command, Scope, row};
use crate::model::choice::split_source;
use crate::reader::list::ListKind;
use crate::reader::message::{LoadEffect, StoreEffect, TerminalEffect};
use crate::reader::overlay::{Overlay, Prompt, Purpose};
use crate::reader::reading::Act;
use crate::reader::state::State;

pub(super) const ROWS: &[Command] = &[
    row("undo", &["U"], Scope::Any, "Undo the last change: fold, mark, note, read, mute, repair", |s, a| {
        s.undo(a.times())
    })
    .count("times"),
    row("redo", &["^R"], Scope::Any, "Redo what was undone", |s, a| s.redo(a.times())).count("times"),
    row("changes", &[], Scope::Any, "List the undo history; Enter goes back to a state", |s, _| s.open_changes()),
    row("reload", &["R", "F5"], Scope::Comment, "Reload the source", |s, _| s.reload()),
    row("redraw", &["^L"], Scope::Any, "Redraw the screen", |s, _| s.effects.push(TerminalEffect::Redraw.into())),
    row("command-line", &[":"], Scope::Any, "Run a command by name; :q quits, :120 goes to comment 120", |s, _| {
        s.open_palette()
    }),
    row("close", &["q"], Scope::Any, "Close the list or overlay; else quit", |s, _| s.close()),
    row(
        "step-out",
        &["Esc", "^C", "^G"],
        Scope::Any,
        "Step out: prompt, overlay, load, search, view; never quits",
        |s, a| s.step_out(a),
    ),
    row("discussions", &[], Scope::Any, "List the discussions of an input that holds several", |s, _| {
        s.open_discussions()
    }),
    row("quit", &[], Scope::Any, "Quit", |s, _| s.quit()),
    row("suspend", &["^Z"], Scope::Any, "Suspend to the shell", |s, _| s.effects.push(TerminalEffect::Suspend.into())),
];

impl State {
    fn undo(&mut self, times: u32) {
        let done = self.reading.undo.len();
        if done == 0 {
            self.say("nothing to undo");
        } else {
            self.go_to_act(done.saturating_sub(times as usize));
        }
    }

    fn redo(&mut self, times: u32) {
        let done = self.reading.undo.len();
        if self.reading.redo.is_empty() {
            self.say("nothing to redo");
        } else {
            self.go_to_act(done.saturating_add(times as usize));
        }
    }

    /// Takes acts back, or does them again, until so many of them are done.
    pub(crate) fn go_to_act(&mut self, done: usize) {
        let mut words = String::new();
        let (from, most) = (self.reading.undo.len(), self.reading.undo.len() + self.reading.redo.len());
        let many = from.abs_diff(done.min(most));
        while self.reading.undo.len() > done {
            let Some(act) = self.reading.undo.pop() else { break };
            let redo = self.take_back(&act);
            self.reading.redo.push(redo);
            words = format!("undone: {}", act.name);
        }
        while self.reading.undo.len() < done {
            let Some(act) = self.reading.redo.pop() else { break };
            let undo = self.take_back(&act);
            self.reading.undo.push(undo);
            words = format!("done again: {}", act.name);
        }
        if many > 1 {
            let way = if done < from { "undone" } else { "done again" };
            words =
                format!("{way}: {many} acts, the last of them {}", words.split_once(": ").map_or("", |(_, name)| name));
        }
        if many > 0 {
            self.show_after_acts();
            self.say_saved(&words);
            self.refresh_map();
        }
    }

    /// Applies an inverse, has it stored, and gives what takes that back again.
    fn take_back(&mut self, act: &Act) -> Act {
        let current = self.reading.current;
        let inverse = self.reading.apply(&act.inverse);
        self.store(act.inverse.clone());
        if self.has_thread()
            && let Some(shown) = self.reading.view.shown_at(act.current)
        {
            self.reading.current = shown;
        }
        Act { name: act.name.clone(), inverse, current, at: act.at }
    }

    fn show_after_acts(&mut self) {
        if self.has_thread() {
            self.show_current();
        }
        self.refresh_list();
    }

    fn reload(&mut self) {
        if self.load.running {
            self.say("still loading");
            return;
        }
        if split_source(&self.source).0 == "-" {
            self.say("a pipe cannot be reloaded");
            return;
        }
        self.load.generation += 1;
        self.load.running = true;
        self.again = true;
        if !self.load.empty {
            let place = self.reading.place();
            self.effects.push(StoreEffect::Place { of: self.on_screen(), place }.into());
        }
        let source = self.source.clone();
        self.effects.push(LoadEffect::Reload { generation: self.load.generation, source }.into());
        self.say("reloading …");
    }

    fn open_palette(&mut self) {
        self.overlay = Some(Overlay::Prompt(Prompt::new(Purpose::Command, String::new())));
    }

    fn close(&mut self) {
        if self.overlay.take().is_some() {
            return;
        }
        if self.screens.is_empty() && self.map.take().is_some() {
            return;
        }
        let chooser = self.screens.last().is_some_and(|list| list.kind == ListKind::Discussions);
        if chooser || !self.close_list() {
            self.quit();
        }
    }

    pub(crate) fn quit(&mut self) {
        self.effects.push(TerminalEffect::Quit.into());
    }

    fn step_out(&mut self, args: &Args) {
        if self.overlay.take().is_some() || self.close_list() || self.map.take().is_some() {
            return;
        }
        if self.load.running {
            self.effects.push(LoadEffect::Stop.into());
            self.say("loading stopped; the discussion is incomplete");
        } else if self.stop_hunting() {
            self.say("search stopped; results so far are kept");
        } else if self.end_search() {
        } else if self.shown.take().is_some() | self.pointed.take().is_some() {
            // The words of a quote or a link were lit up.
        } else if self.reading.zoom {
            self.reading.zoom = false;
            self.rearrange();
        } else if self.unlook() {
        } else if self.has_several() && self.screens.is_empty() {
            self.open_discussions();
        } else if self.status.is_none() && !args.dismissed_message {
            self.say("q quits");
        }
    }

    /// Runs a line of the command line: a name with arguments, a number, a percentage.
    pub(crate) fn run_line(&mut self, line: &str) {
        let (name, rest) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
        let number = |text: &str| text.parse::<u32>().ok();
        let (name, count) = match (name, number(name), name.strip_suffix('%').and_then(number)) {
            ("", _, _) => return,
            ("q" | "wq" | "x" | "qa" | "q!", _, _) => ("quit", None),
            (_, Some(count), _) => ("bottom", Some(count)),
            (_, _, Some(count)) => ("percent", Some(count)),
            (name, None, None) => (name, number(rest.trim())),
        };
        match super::named(name) {
            Some(command) => {
                self.run(command, &Args { count, text: rest.trim().to_owned(), key: None, dismissed_message: false })
            }
            None => self.complain(format!("no command named {name}; : and Tab list all")),
        }
    }
}
