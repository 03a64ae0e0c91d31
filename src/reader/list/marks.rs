//! Marks as a list: those of this discussion, and those of all.

use super::{ListKind, ListRow, Target};
use crate::layout::context::{count, name};
use crate::model::change::{Mark, Spot};
use crate::model::{KeptMark, choice};
use crate::reader::command::note_text;
use crate::reader::message::{LoadEffect, StoreEffect};
use crate::reader::state::State;
use crate::text::{Clean, Raw, when};

impl State {
    /// The marks of this discussion.
    pub(crate) fn open_marks(&mut self) {
        let mut rows: Vec<ListRow> =
            self.reading.marks.iter().map(|(spot, marked)| self.mark_row(spot, &marked.mark)).collect();
        let missing = self.missing.iter().map(|kept| self.kept_row(kept));
        rows.extend(missing.map(|row| ListRow { sign: "?".to_owned(), ..row }));
        let title = format!("Marks here · {}", count(rows.len(), "mark", "marks"));
        self.open_list(
            ListKind::Marks,
            title,
            "Nothing is marked here. m marks the current comment, M with a note.",
            rows,
        );
    }

    fn mark_row(&self, spot: &Spot, mark: &Mark) -> ListRow {
        let discussion = self.discussion();
        let (sign, who, text) = match spot {
            Spot::Comment(id) => {
                (discussion.thread().number(*id).to_string(), name(discussion, *id), discussion.body(*id).opening())
            }
            Spot::Passage(passage) => {
                let body = self.article();
                let words =
                    body.blocks.get((passage.number as usize).saturating_sub(1)).map(|block| body.block_text(block));
                let words = Clean::line(Raw::new(words.unwrap_or_default()));
                (format!("¶{}", passage.number), Clean::own("the article"), words)
            }
        };
        ListRow {
            sign,
            who,
            text,
            note: note_text(mark),
            age: when::age(self.now, mark.marked),
            target: Target::Here(spot.clone()),
            struck: false,
        }
    }

    fn kept_row(&self, kept: &KeptMark) -> ListRow {
        ListRow {
            sign: "★".to_owned(),
            who: kept.author.clone(),
            text: Clean::line(Raw::new(kept.text.as_str())),
            note: note_text(&kept.mark),
            age: when::age(self.now, kept.mark.marked),
            target: Target::Kept(Box::new(kept.clone())),
            struck: false,
        }
    }

    /// The marks of all discussions have come.
    pub(crate) fn take_all_marks(&mut self, marks: Vec<KeptMark>) {
        let rows: Vec<ListRow> = marks
            .iter()
            .map(|kept| ListRow {
                sign: String::new(),
                who: Clean::line(Raw::new(&format!("{} · {}", kept.author, kept.title))),
                ..self.kept_row(kept)
            })
            .collect();
        let title = format!("All marks · {}", count(rows.len(), "mark", "marks"));
        let before = match self.screens.pop() {
            Some(list) if list.kind == ListKind::AllMarks => Some(list),
            Some(list) if list.kind == ListKind::Marks => None,
            // The list was closed meanwhile.
            other => return self.screens.extend(other),
        };
        self.open_list(ListKind::AllMarks, title, "Nothing is marked yet, in any discussion.", rows);
        let height = self.list_height();
        if let (Some(before), Some(list)) = (before, self.screens.last_mut()) {
            for row in before.rows.iter().filter(|row| row.struck) {
                let same = list.rows.iter_mut().find(|new| new.is_same_mark(row));
                same.into_iter().for_each(|new| new.struck = true);
            }
            (list.at, list.top) = (before.at, before.top);
            list.settle(height);
        }
    }

    pub(super) fn go_to_kept(&mut self, kept: &KeptMark) {
        let here = kept.comment.as_ref().and_then(|identity| self.sure(identity));
        match (here.filter(|id| self.reading.mark(*id).is_some()), &kept.source) {
            (Some(id), _) => self.list_go_to(id),
            (None, Some(source)) if *source != self.source => {
                self.load.generation += 1;
                self.load.running = true;
                self.opening = Some(source.clone());
                self.wanted.clone_from(&kept.comment);
                self.effects.push(LoadEffect::Open { generation: self.load.generation, source: source.clone() }.into());
                self.screens.clear();
                let shown = choice::shown_source(source);
                self.say(format!("opening {}", Clean::line(Raw::new(&shown))));
            }
            _ => self.say("the marked comment is not in this copy; the list has its text"),
        }
    }

    /// Takes the row's mark away, or gives it back. A mark that is kept elsewhere goes when
    /// the list is closed: until then nothing of it is lost.
    pub(crate) fn list_toggle_mark(&mut self) {
        let Some(row) = self.list_row() else { return };
        match row.target {
            Target::Here(spot) => {
                self.toggle_mark_at(spot);
                if self.screens.last().is_some_and(|list| list.kind != ListKind::Marks) {
                    return;
                }
            }
            Target::Discussion(_) | Target::Act(_) | Target::Visit(_) => {
                self.say("only comments and passages are marked");
                return;
            }
            Target::Person(who) => {
                let muted = self.person(&who).muted;
                self.set_muted(&who, !muted);
                return;
            }
            Target::Phrase(words) => return self.mute_phrase(&words, false),
            Target::Link { .. } => {
                self.say("links cannot be marked, only comments");
                return;
            }
            Target::Kept(_) => self.say(if row.struck { "kept" } else { "goes when the list is closed · m keeps it" }),
        }
        if let Some(row) = self.screens.last_mut().and_then(|list| list.rows.get_mut(list.at)) {
            row.struck = !row.struck;
        }
    }

    pub(crate) fn list_toggle_all(&mut self) {
        match self.screens.last().map(|list| list.kind) {
            Some(ListKind::Marks) => self.effects.push(StoreEffect::AllMarks.into()),
            Some(ListKind::AllMarks) => {
                self.close_list();
                self.open_marks();
            }
            _ => {}
        }
    }
}
