//! The reply context: always what the current comment answers.

use std::rc::Rc;

use crate::layout::context::{self, ContextKind, ContextRow};
use crate::reader::sight::{ContextOf, ContextRows};
use crate::reader::state::State;

impl State {
    /// The rows of the context at a width, all of them.
    #[must_use]
    pub fn context_rows(&self, columns: usize) -> ContextRows {
        let discussion = &self.reading.discussion;
        if discussion.thread().is_empty() {
            return Rc::default();
        }
        let (id, now) = (self.reading.current, self.now);
        let people = self.reading.people.version();
        let of = ContextOf { id, columns, indexed: self.index.is_some(), now, people };
        let body = |id| self.sight.body(discussion, id);
        let request = context::Request { discussion, index: self.index.as_deref(), body: &body, columns, now };
        self.sight.context(of, || self.hush(context::rows(&request, id)))
    }

    /// The words of a muted comment give way to one row that says so.
    fn hush(&self, rows: Vec<ContextRow>) -> Vec<ContextRow> {
        let mut shown: Vec<ContextRow> = Vec::with_capacity(rows.len());
        let mut last = None;
        for row in rows {
            let hushed = row.of.filter(|id| row.kind == ContextKind::Words && self.reading.is_hushed(*id));
            match hushed {
                Some(id) if last == Some(id) => {}
                Some(id) => {
                    let text = self.mute_words(id);
                    shown.push(ContextRow { kind: ContextKind::Reason, text, hit: None, bars: 0, ..row });
                }
                None => shown.push(row),
            }
            last = hushed;
        }
        shown
    }

    /// Scrolls the context; its end stays at the bottom of the pane.
    pub fn scroll_context(&mut self, rows: i64) {
        let Some(area) = self.screen.context else {
            return;
        };
        let all = self.context_rows(usize::from(area.width.saturating_sub(2))).len();
        let most = all.saturating_sub(usize::from(area.height));
        let at = i64::try_from(self.context_top).unwrap_or(0) + rows;
        self.context_top = usize::try_from(at.max(0)).unwrap_or(0).min(most);
    }
}
