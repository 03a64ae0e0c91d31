//! Sheets: pages of text over the screen. Help is drawn from the command table.

use super::Overlay;
use crate::layout::context::{count, name};
use crate::layout::lines;
use crate::model::body::Fact;
use crate::model::{CommentId, Link};
use crate::reader::command::TOPICS;
use crate::reader::keymap::pretty;
use crate::reader::state::State;
use crate::text::{Clean, when, wrap};

/// What a sheet shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetKind {
    /// All keys.
    Help,
    /// The language of queries.
    Query,
    /// What a comment answers, up to the root.
    Chain,
    /// All that is known of a comment.
    Details,
}

impl SheetKind {
    /// What the keys do in it, in longer and shorter words.
    #[must_use]
    pub fn hints(self) -> &'static [&'static str] {
        match self {
            Self::Help => {
                &["J K next, previous topic   : finds a key by a word   q closes", "J K topics   : finds   q closes"]
            }
            Self::Query => &["J K next, previous topic   j k scroll   q closes", "j k scroll   q closes"],
            Self::Chain => &["J K choose   Enter goes   j k scroll   q closes", "J K choose   Enter goes   q closes"],
            Self::Details => &["j k scroll   q closes"],
        }
    }
}

/// A row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// A key or a field's name, left of the words.
    pub key: String,
    /// The words.
    pub text: String,
    /// A heading.
    pub heading: bool,
    /// Less important.
    pub dim: bool,
    /// The comment that it belongs to.
    pub of: Option<CommentId>,
}

/// A page of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What it shows.
    pub kind: SheetKind,
    /// Its title.
    pub title: String,
    /// Its rows.
    pub rows: Vec<SheetRow>,
    /// The row at the top.
    pub top: usize,
    /// The comment that `Enter` goes to.
    pub chosen: Option<CommentId>,
}

impl Sheet {
    /// Puts the next (or previous) heading at the top.
    fn turn_to_heading(&mut self, forward: bool, height: usize) {
        let here = self.top;
        let mut headings = (0..).zip(&self.rows).filter(|(_, row)| row.heading).map(|(at, _)| at);
        let to = if forward { headings.find(|at| *at > here) } else { headings.take_while(|at| *at < here).last() };
        let most = self.rows.len().saturating_sub(height);
        self.top = to.unwrap_or(if forward { most } else { 0 }).min(most);
    }
}

impl SheetRow {
    fn new(key: impl Into<String>, text: impl Into<String>) -> Self {
        Self { key: key.into(), text: text.into(), heading: false, dim: false, of: None }
    }

    fn heading(text: impl Into<String>) -> Self {
        Self { heading: true, ..Self::new("", text) }
    }
}

impl State {
    /// Cells of a sheet's text.
    fn sheet_width(&self) -> usize {
        usize::from(self.size.width.saturating_sub(6)).clamp(8, 96)
    }

    pub(crate) fn open_help(&mut self) {
        let mut rows = Vec::new();
        let topics = TOPICS.iter().map(|(topic, _)| *topic).collect::<Vec<_>>().join(" · ");
        for line in wrap::lines(&topics, self.sheet_width()) {
            rows.push(SheetRow { dim: true, ..SheetRow::new("", topics.get(line).unwrap_or_default()) });
        }
        for (topic, commands) in TOPICS {
            rows.push(SheetRow::new("", ""));
            rows.push(SheetRow::heading(*topic));
            for command in *commands {
                let keys = command.keys.iter().map(|keys| pretty(keys)).collect::<Vec<_>>().join("  ");
                let keys = if keys.is_empty() { format!(":{}", command.name) } else { keys };
                let mouse =
                    if command.mouse.is_empty() { String::new() } else { format!(" · mouse: {}", command.mouse) };
                // Most counts repeat the key: that needs no words.
                let plain = matches!(command.count, "" | "times");
                let count = if plain { String::new() } else { format!(" · count: {}", command.count) };
                self.push_pair(&mut rows, &keys, &format!("{}{count}{mouse}", command.help));
            }
        }
        self.open_sheet(SheetKind::Help, "Keys".to_owned(), rows);
    }

    /// A row with its words wrapped beside the key.
    fn push_pair(&self, rows: &mut Vec<SheetRow>, key: &str, text: &str) {
        const KEYS: usize = 18;
        let columns = self.sheet_width().saturating_sub(KEYS).max(12);
        if crate::text::width::cells(key) >= KEYS {
            rows.push(SheetRow::new(key, ""));
        }
        let short = if crate::text::width::cells(key) >= KEYS { "" } else { key };
        for (at, range) in wrap::lines(text, columns).into_iter().enumerate() {
            let key = if at == 0 { short } else { "" };
            rows.push(SheetRow::new(key, text.get(range).unwrap_or_default()));
        }
    }

    /// The page about queries, drawn from the table of fields.
    pub(crate) fn open_query_help(&mut self) {
        let mut rows = Vec::new();
        for (typed, finds) in crate::query::help() {
            if typed.is_empty() {
                if !rows.is_empty() {
                    rows.push(SheetRow::new("", ""));
                }
                rows.push(SheetRow::heading(finds));
            } else {
                self.push_pair(&mut rows, &typed, &finds);
            }
        }
        self.open_sheet(
            SheetKind::Query,
            "Queries: / searches, & filters, :mark :fold :read change all".to_owned(),
            rows,
        );
    }

    pub(crate) fn open_chain(&mut self) {
        let Some(here) = self.current() else { return };
        let discussion = std::sync::Arc::clone(&self.reading.discussion);
        let mut path: Vec<CommentId> = discussion.thread().ancestors(here).collect();
        path.reverse();
        if path.is_empty() {
            self.say("top-level comment: it replies to the article");
            return;
        }
        path.push(here);
        let mut rows = Vec::new();
        for id in &path {
            self.push_comment(&mut rows, *id);
        }
        let title = format!(
            "What {} answers · {} above",
            name(&discussion, here),
            count(path.len() - 1, "comment", "comments")
        );
        self.open_sheet(SheetKind::Chain, title, rows);
        // The parent is what the reader came for: its words stand at the bottom.
        let parent = discussion.thread().parent(here);
        if let Some(Overlay::Sheet(sheet)) = &mut self.overlay {
            sheet.chosen = parent;
        }
        self.show_chosen();
    }

    fn push_comment(&self, rows: &mut Vec<SheetRow>, id: CommentId) {
        let discussion = self.discussion();
        let thread = discussion.thread();
        if !rows.is_empty() {
            rows.push(SheetRow::new("", ""));
        }
        let age = thread.time(id).map(|then| format!(" · {}", when::age(self.now, then))).unwrap_or_default();
        let sign = if thread.link(id) == Link::Guessed { "~ " } else { "" };
        rows.push(SheetRow { of: Some(id), ..SheetRow::heading(format!("{sign}{}{age}", name(discussion, id))) });
        if self.reading.is_hushed(id) {
            rows.push(SheetRow { of: Some(id), dim: true, ..SheetRow::new("", self.mute_words(id)) });
            return;
        }
        let body = discussion.body(id);
        for line in lines::of(&body, self.sheet_width()) {
            let bars = body.blocks.get(line.block as usize).map_or(0, lines::bars);
            let text = body.text.as_str().get(line.range).unwrap_or_default();
            rows.push(SheetRow { of: Some(id), ..SheetRow::new("", format!("{}{text}", "> ".repeat(bars))) });
        }
    }

    pub(crate) fn open_details(&mut self) {
        let mut rows = Vec::new();
        if let Some(id) = self.current() {
            self.comment_details(&mut rows, id);
            rows.push(SheetRow::new("", ""));
        }
        self.source_details(&mut rows);
        self.open_sheet(SheetKind::Details, "Details".to_owned(), rows);
    }

    fn comment_details(&self, rows: &mut Vec<SheetRow>, id: CommentId) {
        let discussion = self.discussion();
        let thread = discussion.thread();
        rows.push(SheetRow::heading(format!("Comment {} of {}", thread.number(id), thread.comments())));
        self.push_pair(rows, "author", name(discussion, id).as_str());
        if let Some(tag) = self.reading.author_of(id).map(|person| &person.tag).filter(|tag| !tag.is_empty()) {
            self.push_pair(rows, "tag", Clean::line(crate::text::Raw::new(tag)).as_str());
        }
        if self.reading.is_muted(id) {
            self.push_pair(rows, "muted", self.mute_words(id).trim_start_matches("muted: "));
        }
        let time = thread
            .time(id)
            .map(when::exact)
            .or_else(|| Some(discussion.texts().line(thread.time_text(id)?).to_string()));
        self.push_pair(rows, "time", &time.unwrap_or_else(|| "unknown".to_owned()));
        if let Some(score) = thread.score(id) {
            self.push_pair(rows, "score", &score.to_string());
        }
        self.push_pair(rows, "state", thread.state(id).name());
        let roles: Vec<&str> = crate::model::Roles::NAMES
            .iter()
            .filter(|(role, _)| thread.roles(id).has(*role))
            .map(|(_, name)| *name)
            .collect();
        if !roles.is_empty() {
            self.push_pair(rows, "roles", &roles.join(", "));
        }
        self.push_pair(rows, "id", discussion.source_id(id).as_ref().map_or("none in the source", Clean::as_str));
        if let Some(link) = discussion.permalink(id) {
            self.push_pair(rows, "link", link.as_str());
        }
        self.push_facts(rows, &discussion.facts(id));
        self.push_pair(rows, "depth", &thread.depth(id).to_string());
        self.push_pair(rows, "answers", &self.link_words(id));
        self.push_pair(rows, "branch", &count(thread.below(id), "comment below", "comments below"));
        let read = if self.reading.read.has(id) { "read" } else { "unread" };
        self.push_pair(rows, "read", read);
        if let Some(marked) = self.reading.mark(id) {
            let note = crate::reader::command::note_text(&marked.mark);
            self.push_pair(rows, "marked", &format!("{} {note}", when::exact(marked.mark.marked)));
        }
        let hidden = discussion.body(id).text.hidden();
        if hidden > 0 {
            self.push_pair(
                rows,
                "hidden",
                &count(hidden as usize, "invisible character, shown below", "invisible characters, shown below"),
            );
        }
        rows.push(SheetRow::new("", ""));
        rows.push(SheetRow::heading("As the source has it"));
        let raw = discussion.texts().open(thread.body_text(id));
        let raw = Clean::reveal(raw.raw());
        // A sheet is for looking: the whole of a ten-megabyte comment is not.
        const MOST: usize = 64 * 1024;
        let text = raw.as_str();
        let end = (0..=MOST.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        for range in wrap::lines(text.get(..end).unwrap_or_default(), self.sheet_width()) {
            rows.push(SheetRow { dim: true, ..SheetRow::new("", text.get(range).unwrap_or_default()) });
        }
    }

    /// What the source says beyond what has a row of its own.
    fn push_facts(&self, rows: &mut Vec<SheetRow>, facts: &[Fact]) {
        for fact in facts.iter().filter(|fact| fact.name.as_str() != "url") {
            for (at, value) in fact.values.iter().enumerate() {
                self.push_pair(rows, if at == 0 { fact.name.as_str() } else { "" }, value.as_str());
            }
        }
    }

    /// Why the comment has the parent that it has.
    fn link_words(&self, id: CommentId) -> String {
        let discussion = self.discussion();
        let thread = discussion.thread();
        let who = thread.parent(id).map(|parent| name(discussion, parent));
        match (thread.link(id), who) {
            (Link::Repaired, None) => "the article, or nobody: you said so".to_owned(),
            (Link::Root, _) | (_, None) => "the article, or nobody".to_owned(),
            (Link::Given, Some(who)) => format!("{who}: the source says so"),
            (Link::Repaired, Some(who)) => format!("{who}: you said so"),
            (Link::Guessed, Some(who)) => {
                let reason = discussion.reason(id).map(|reason| format!("it {reason}")).unwrap_or_default();
                let percent = thread.guess(id).map_or(0.0, |guess| guess.confidence * 100.0).round();
                format!("{who}: a guess: {reason} (right in about {percent} of 100)")
            }
        }
    }

    fn source_details(&self, rows: &mut Vec<SheetRow>) {
        let discussion = self.discussion();
        let origin = discussion.origin();
        rows.push(SheetRow::heading("Discussion"));
        self.push_pair(rows, "title", discussion.title().as_str());
        if let Some(author) = discussion.article_author() {
            self.push_pair(rows, "by", author.as_str());
        }
        if let Some(time) = discussion.article().time() {
            self.push_pair(rows, "time", &when::exact(time));
        }
        if let Some(url) = discussion.article_url() {
            self.push_pair(rows, "article", url.as_str());
        }
        if let Some(url) = discussion.page_url() {
            self.push_pair(rows, "page", url.as_str());
        }
        self.push_facts(rows, &discussion.article_facts());
        self.push_pair(
            rows,
            "read from",
            Clean::line(crate::text::Raw::new(&crate::model::choice::shown_source(&self.source))).as_str(),
        );
        self.push_pair(rows, "format", Clean::line(crate::text::Raw::new(&origin.format)).as_str());
        let comments = discussion.thread().comments();
        let total = origin
            .total
            .filter(|total| *total != comments as u64)
            .map(|total| format!(" of {total}"))
            .unwrap_or_default();
        self.push_pair(rows, "comments", &format!("{comments}{total}"));
        for note in &origin.notes {
            let place = note.place.map(|at| format!(" (byte {at})")).unwrap_or_default();
            self.push_pair(rows, "note", &format!("{}{place}", note.text));
        }
    }

    fn open_sheet(&mut self, kind: SheetKind, title: String, rows: Vec<SheetRow>) {
        self.overlay = Some(Overlay::Sheet(Sheet { kind, title, rows, top: 0, chosen: None }));
    }

    /// Rows of a sheet that fit the screen.
    #[must_use]
    pub fn sheet_height(&self) -> usize {
        usize::from(self.size.height.saturating_sub(2)).max(1)
    }

    pub(crate) fn scroll_sheet(&mut self, rows: i64) {
        let height = self.sheet_height();
        if let Some(Overlay::Sheet(sheet)) = &mut self.overlay {
            let most = sheet.rows.len().saturating_sub(height);
            let at = i64::try_from(sheet.top).unwrap_or(0).saturating_add(rows).max(0);
            sheet.top = usize::try_from(at).unwrap_or(usize::MAX).min(most);
        }
    }

    pub(crate) fn sheet_select(&mut self, by: i64) {
        let height = self.sheet_height();
        if let Some(Overlay::Sheet(sheet)) = &mut self.overlay {
            if sheet.chosen.is_none() {
                sheet.turn_to_heading(by > 0, height);
                return;
            }
            let mut path: Vec<CommentId> = sheet.rows.iter().filter_map(|row| row.of).collect();
            path.dedup();
            let at = path.iter().position(|id| Some(*id) == sheet.chosen).unwrap_or(0);
            let to = i64::try_from(at).unwrap_or(0) + by;
            let to = usize::try_from(to.max(0)).unwrap_or(0).min(path.len().saturating_sub(1));
            sheet.chosen = path.get(to).copied();
        }
        self.show_chosen();
    }

    /// Scrolls a sheet so that the chosen comment is on it.
    fn show_chosen(&mut self) {
        let height = self.sheet_height();
        if let Some(Overlay::Sheet(sheet)) = &mut self.overlay {
            let mine = |row: &SheetRow| row.of.is_some() && row.of == sheet.chosen;
            let first = sheet.rows.iter().position(mine).unwrap_or(0);
            let last = sheet.rows.iter().rposition(mine).unwrap_or(0);
            if last >= sheet.top + height {
                sheet.top = (last + 1).saturating_sub(height);
            }
            sheet.top = sheet.top.min(first);
        }
    }

    pub(crate) fn sheet_go(&mut self) {
        if let Some(Overlay::Sheet(sheet)) = self.overlay.take()
            && let Some(id) = sheet.chosen
        {
            self.go(id);
        }
    }
}
